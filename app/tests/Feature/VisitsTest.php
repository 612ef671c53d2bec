<?php

declare(strict_types=1);

namespace Tests\Feature;

use App\Visits\VisitCounter;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Foundation\Testing\DatabaseTransactions;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Cache;
use Tests\TestCase;

final class VisitsTest extends TestCase
{
    use DatabaseTransactions;

    /** @dataProvider stores */
    public function testEveryKindOfCacheCounts(string $store): void
    {
        config(['cache.prefix' => 'tutorbloc-test']);
        $cache = Cache::store($store);
        $cache->forget('visits');
        $visits = new VisitCounter($cache);

        try {
            $this->assertSame([0, 1, 2, 2], [$visits->count(), $visits->record(), $visits->record(), $visits->count()]);
        } finally {
            $cache->forget('visits');
        }
    }

    public static function stores(): array
    {
        return ['Redis' => ['redis'], 'files' => ['file']];
    }

    public function testTheCountIsKeptInTheDatabaseOnCommand(): void
    {
        $visits = $this->app->make(VisitCounter::class);
        $visits->record();
        $visits->record();
        $this->travelTo(Carbon::parse('2024-05-06 07:00:00'));

        $this->artisan('visits:snapshot')->expectsOutput('Recorded 2 visits.')->assertSuccessful();

        $this->assertDatabaseHas('visit_snapshots', ['taken_at' => '2024-05-06 07:00:00', 'visits' => 2]);
    }

    public function testTheCountIsKeptEveryHour(): void
    {
        $this->app->make(VisitCounter::class)->record();
        [$event] = $this->app->make(Schedule::class)->events();

        $event->run($this->app);

        $this->assertSame(['visits:snapshot', '0 * * * *'], [$event->description, $event->expression]);
        $this->assertDatabaseHas('visit_snapshots', ['visits' => 1]);
    }
}
