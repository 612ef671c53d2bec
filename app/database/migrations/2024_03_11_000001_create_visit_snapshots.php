<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        if (!Schema::hasTable('visit_snapshots')) {
            Schema::create('visit_snapshots', static function (Blueprint $table): void {
                $table->id();
                $table->dateTime('taken_at')->index();
                $table->unsignedBigInteger('visits');
            });
        }
    }

    public function down(): void
    {
        Schema::dropIfExists('visit_snapshots');
    }
};
