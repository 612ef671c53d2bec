<?php

declare(strict_types=1);

namespace Tests\Feature;

use Illuminate\Support\Facades\DB;
use Tests\TestCase;

final class MigrationsTest extends TestCase
{
    public function testThereIsNothingLeftToMigrate(): void
    {
        $this->artisan('migrate', ['--force' => true])->expectsOutput('Nothing to migrate.')->assertSuccessful();
    }

    /** A migration that broke in the middle is run again from its start. */
    public function testEachMigrationMayRunTwice(): void
    {
        $before = [DB::table('cities')->get()->all(), DB::table('lessons')->get()->all()];

        foreach (glob(database_path('migrations/*.php')) as $file) {
            (require $file)->up();
        }

        $this->assertEquals($before, [DB::table('cities')->get()->all(), DB::table('lessons')->get()->all()]);
    }
}
