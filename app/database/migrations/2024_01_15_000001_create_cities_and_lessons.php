<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

// MySQL commits each schema change at once, so a migration that breaks in the middle is run again from its start:
// every step looks first whether it has been done.
return new class extends Migration
{
    public function up(): void
    {
        if (!Schema::hasTable('cities')) {
            Schema::create('cities', static function (Blueprint $table): void {
                $table->id();
                $table->string('name', 80)->unique();
                $table->decimal('latitude', 8, 5);
                $table->decimal('longitude', 8, 5);
            });
        }

        if (!Schema::hasTable('lessons')) {
            Schema::create('lessons', static function (Blueprint $table): void {
                $table->id();
                $table->foreignId('city_id')->constrained('cities');
                $table->string('subject', 80);
                $table->unique(['city_id', 'subject']);
            });
        }
    }

    public function down(): void
    {
        Schema::dropIfExists('lessons');
        Schema::dropIfExists('cities');
    }
};
