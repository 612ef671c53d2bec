<?php

declare(strict_types=1);

namespace App\Console\Commands;

use App\Visits\VisitCounter;
use Illuminate\Console\Command;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Support\Carbon;

/** Keeps the count of visits in the database, because a cache may be emptied. */
final class SnapshotVisits extends Command
{
    protected $signature = 'visits:snapshot';

    protected $description = 'Record the current number of visits in the database';

    public function handle(VisitCounter $visits, ConnectionInterface $database): int
    {
        $count = $visits->count();
        $database->table('visit_snapshots')->insert(['taken_at' => Carbon::now(), 'visits' => $count]);
        $this->info("Recorded {$count} visits.");

        return self::SUCCESS;
    }
}
