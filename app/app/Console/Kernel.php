<?php

declare(strict_types=1);

namespace App\Console;

use App\Console\Commands\SnapshotVisits;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Foundation\Console\Kernel as ConsoleKernel;

final class Kernel extends ConsoleKernel
{
    protected $commands = [
        SnapshotVisits::class,
    ];

    /** Cron runs `artisan schedule:run` every minute; what is due is decided here. */
    protected function schedule(Schedule $schedule): void
    {
        // In this process: what is run as another has its output, and so its errors, thrown away.
        $schedule->call(fn (): int => $this->call(SnapshotVisits::class))->hourly()->description('visits:snapshot');
    }
}
