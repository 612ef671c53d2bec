<?php

declare(strict_types=1);

use App\Http\Controllers\HealthController;
use App\Http\Controllers\LessonsController;
use Illuminate\Support\Facades\Route;

Route::get('/', LessonsController::class);
Route::get('/health', HealthController::class);
