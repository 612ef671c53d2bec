<?php

declare(strict_types=1);

namespace Tests\Feature;

use App\Lessons\City;
use Illuminate\Foundation\Testing\DatabaseTransactions;
use Illuminate\Support\Facades\Http;
use Tests\LessonsPage;
use Tests\TestCase;

final class LessonsPageTest extends TestCase
{
    use DatabaseTransactions;

    public function testItShowsTheLessonsOfTheDatabaseNearestFirst(): void
    {
        $page = $this->visit('/?from=Bristol');

        $this->assertSame('Lessons near Bristol', $page->heading());
        $this->assertSame([
            'Mathematics GCSE · Bristol £32.00 an hour in your city',
            'Physics A level · Bristol £38.00 an hour in your city',
            'Welsh Beginners · Cardiff £24.00 an hour 41 km',
            'French Conversation · London £35.00 an hour 170 km',
            'Mathematics A level · London £45.00 an hour 170 km',
            'Computer science A level · Manchester £39.00 an hour 227 km',
            'Spanish GCSE · Manchester £29.00 an hour 227 km',
            'English literature A level · Leeds £30.00 an hour 270 km',
            'Biology GCSE · Norwich £27.00 an hour 296 km',
            'Geography GCSE · Belfast £26.00 an hour 415 km',
            'Chemistry Higher · Edinburgh £36.00 an hour 502 km',
            'Violin Grade 5 · Edinburgh £40.00 an hour 502 km',
        ], $page->lessons());
        $this->assertSame([], $page->notices());
    }

    public function testALessonThatIsAddedAppears(): void
    {
        $norwich = City::query()->where('name', 'Norwich')->firstOrFail();
        $norwich->lessons()->create(['subject' => 'Tea & <cake>', 'level' => 'Beginners', 'pence_per_hour' => 1250]);

        $page = $this->visit('/');

        $this->assertContains('Tea & <cake> Beginners · Norwich £12.50 an hour 158 km', $page->lessons());
    }

    /** @dataProvider questions */
    public function testDistancesAreFromTheChosenCity(string $query, string $city): void
    {
        $page = $this->visit('/' . $query);

        $this->assertSame(["Lessons near {$city}", $city, []], [$page->heading(), $page->chosenCity(), $page->notices()]);
    }

    public static function questions(): array
    {
        return [
            'none is chosen' => ['', 'London'],
            'in another case' => ['?from=leeds', 'Leeds'],
            'not as text' => ['?from[]=Leeds', 'London'],
        ];
    }

    public function testAnUnknownCityIsSaidToBeUnknown(): void
    {
        $page = $this->visit('/?from=' . rawurlencode('<Atlantis>'));

        $this->assertSame(['There are no lessons in “<Atlantis>” yet. Distances are from London.'], $page->notices());
        $this->assertSame('London', $page->chosenCity());
    }

    public function testEveryVisitIsCounted(): void
    {
        $visits = [$this->visit('/')->visits(), $this->visit('/?from=Leeds')->visits()];

        $this->assertSame([1, 2], $visits);
    }

    public function testLessonsAreShownWithoutDistancesWhenTheServiceFails(): void
    {
        Http::fake(['*' => Http::response('', 503)]);

        $page = $this->visit('/?from=Bristol');

        $this->assertSame(['Distances are not available at the moment.'], $page->notices());
        $this->assertCount(12, $page->lessons());
        $this->assertContains('Violin Grade 5 · Edinburgh £40.00 an hour', $page->lessons());
    }

    public function testItSaysWhichReleaseItIs(): void
    {
        config(['app.release' => 'staging-42']);

        $this->assertSame('staging-42', $this->visit('/')->release());
    }

    public function testWithoutLessonsThereIsStillAPage(): void
    {
        City::query()->each(static fn (City $city) => $city->lessons()->delete());

        $page = $this->visit('/');

        $this->assertSame(['No lessons yet', [], []], [$page->heading(), $page->lessons(), $page->notices()]);
    }

    private function visit(string $uri): LessonsPage
    {
        return new LessonsPage($this->get($uri));
    }
}
