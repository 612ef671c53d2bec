<?php

declare(strict_types=1);

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    /** Name, latitude and longitude in degrees. */
    private const CITIES = [
        ['Belfast', 54.59730, -5.93010],
        ['Bristol', 51.45450, -2.58790],
        ['Cardiff', 51.48160, -3.17910],
        ['Edinburgh', 55.95330, -3.18830],
        ['Leeds', 53.80080, -1.54910],
        ['London', 51.50740, -0.12780],
        ['Manchester', 53.48080, -2.24260],
        ['Norwich', 52.63090, 1.29740],
    ];

    /** City, subject, level, price of an hour in pence. */
    private const LESSONS = [
        ['Belfast', 'Geography', 'GCSE', 2600],
        ['Bristol', 'Physics', 'A level', 3800],
        ['Bristol', 'Mathematics', 'GCSE', 3200],
        ['Cardiff', 'Welsh', 'Beginners', 2400],
        ['Edinburgh', 'Chemistry', 'Higher', 3600],
        ['Edinburgh', 'Violin', 'Grade 5', 4000],
        ['Leeds', 'English literature', 'A level', 3000],
        ['London', 'Mathematics', 'A level', 4500],
        ['London', 'French', 'Conversation', 3500],
        ['Manchester', 'Computer science', 'A level', 3900],
        ['Manchester', 'Spanish', 'GCSE', 2900],
        ['Norwich', 'Biology', 'GCSE', 2700],
    ];

    public function up(): void
    {
        if (!Schema::hasColumn('lessons', 'level')) {
            Schema::table('lessons', static fn (Blueprint $table) => $table->string('level', 40)->default('All levels'));
        }

        if (!Schema::hasColumn('lessons', 'pence_per_hour')) {
            Schema::table('lessons', static fn (Blueprint $table) => $table->unsignedInteger('pence_per_hour')->default(0));
        }

        DB::table('cities')->upsert(
            array_map(static fn (array $city) => array_combine(['name', 'latitude', 'longitude'], $city), self::CITIES),
            ['name'],
        );

        $cityIds = DB::table('cities')->pluck('id', 'name');
        DB::table('lessons')->upsert(
            array_map(static fn (array $lesson) => [
                'city_id' => $cityIds[$lesson[0]],
                'subject' => $lesson[1],
                'level' => $lesson[2],
                'pence_per_hour' => $lesson[3],
            ], self::LESSONS),
            ['city_id', 'subject'],
        );
    }

    public function down(): void
    {
        // The reference rows stay: lessons that were added since may stand beside them.
        Schema::table('lessons', static fn (Blueprint $table) => $table->dropColumn(['level', 'pence_per_hour']));
    }
};
