<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Distance\DistanceClient;
use App\Distance\DistanceUnavailable;
use App\Lessons\City;
use App\Lessons\Lesson;
use App\Visits\VisitCounter;
use Illuminate\Http\Request;
use Illuminate\Support\Collection;
use Illuminate\View\View;

/** The marketplace: every lesson on offer, the nearest to the visitor's city first. */
final class LessonsController
{
    private const DEFAULT_CITY = 'London';

    public function __construct(
        private readonly DistanceClient $distances,
        private readonly VisitCounter $visits,
    ) {
    }

    public function __invoke(Request $request): View
    {
        $cities = City::query()->has('lessons')->orderBy('name')->get();
        $asked = is_string($request->query('from')) ? $request->query('from') : self::DEFAULT_CITY;
        $known = $cities->first(static fn (City $city) => strcasecmp($city->name, $asked) === 0);
        $from = $known ?? $cities->firstWhere('name', self::DEFAULT_CITY) ?? $cities->first();
        $kilometres = $from === null ? [] : $this->kilometresTo($cities, $from);

        return view('lessons', [
            'cities' => $cities,
            'from' => $from,
            'unknownCity' => $known === null && $cities->isNotEmpty() ? $asked : null,
            'kilometres' => $kilometres,
            'lessons' => $this->nearestFirst($kilometres ?? []),
            'visits' => $this->visits->record(),
            'release' => config('app.release'),
            'environment' => config('app.env'),
        ]);
    }

    /**
     * @param Collection<int, City> $cities
     * @return array<int, float>|null by the id of the city; null when the distance service does not answer
     */
    private function kilometresTo(Collection $cities, City $from): ?array
    {
        $others = $cities->except($from->id)->keyBy('id')->map(static fn (City $city) => $city->coordinates());

        try {
            return [$from->id => 0.0] + $this->distances->kilometres($from->coordinates(), $others->all());
        } catch (DistanceUnavailable $error) {
            // Lessons without distances are worth more to a visitor than an error page.
            report($error);

            return null;
        }
    }

    /**
     * @param array<int, float> $kilometres
     * @return Collection<int, Lesson>
     */
    private function nearestFirst(array $kilometres): Collection
    {
        return Lesson::query()->with('city')->get()->sortBy(
            static fn (Lesson $lesson) => [$kilometres[$lesson->city_id] ?? 0.0, $lesson->city->name, $lesson->subject],
        )->values();
    }
}
