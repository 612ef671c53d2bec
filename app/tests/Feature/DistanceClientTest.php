<?php

declare(strict_types=1);

namespace Tests\Feature;

use App\Distance\Coordinates;
use App\Distance\DistanceClient;
use App\Distance\DistanceUnavailable;
use Illuminate\Http\Client\Request;
use Illuminate\Support\Facades\Http;
use Tests\TestCase;

final class DistanceClientTest extends TestCase
{
    private const LONDON = [51.5074, -0.1278];
    private const EDINBURGH = [55.9533, -3.1883];
    private const BELFAST = [54.5973, -5.9301];

    public function testTheServiceAnswersWithGreatCircleDistances(): void
    {
        $kilometres = $this->client()->kilometres(new Coordinates(...self::LONDON), [
            7 => new Coordinates(...self::EDINBURGH),
            9 => new Coordinates(...self::BELFAST),
        ]);

        $this->assertSame([7, 9], array_keys($kilometres));
        $this->assertEqualsWithDelta(533.6, $kilometres[7], 0.5);
        $this->assertEqualsWithDelta(517.8, $kilometres[9], 0.5);
    }

    public function testTheServiceIsHealthy(): void
    {
        $this->client()->checkHealth();

        $this->addToAssertionCount(1);
    }

    public function testNoPlacesAreNoQuestions(): void
    {
        Http::fake();

        $kilometres = $this->client()->kilometres(new Coordinates(...self::LONDON), []);

        $this->assertSame([], $kilometres);
        Http::assertNothingSent();
    }

    public function testItAsksForBothPlacesInDecimalDegrees(): void
    {
        Http::fake(['*' => Http::response(['kilometres' => 534])]);

        $kilometres = $this->client()->kilometres(new Coordinates(...self::LONDON), [1 => new Coordinates(...self::EDINBURGH)]);

        $this->assertSame([1 => 534.0], $kilometres);
        Http::assertSent(static fn (Request $request) => $request->method() === 'GET' && $request->data() === [
            'from' => '51.50740,-0.12780',
            'to' => '55.95330,-3.18830',
        ]);
    }

    /** @dataProvider answersWithoutADistance */
    public function testAnAnswerWithoutADistanceIsAFailure(int $status, array $body): void
    {
        Http::fake(['*' => Http::response($body, $status)]);

        $this->expectException(DistanceUnavailable::class);
        $this->expectExceptionMessage("answered {$status} without a distance.");

        $this->client()->kilometres(new Coordinates(...self::LONDON), [new Coordinates(...self::EDINBURGH)]);
    }

    public static function answersWithoutADistance(): array
    {
        return [
            'an error' => [400, ['error' => 'no']],
            'a failure with a number' => [500, ['kilometres' => 1]],
            'something else' => [200, ['miles' => 332]],
            'text' => [200, ['kilometres' => 'far']],
        ];
    }

    public function testAServiceThatIsNotThereIsAFailure(): void
    {
        config(['services.blackbox.url' => 'http://127.0.0.1:9']);

        $this->expectException(DistanceUnavailable::class);
        $this->expectExceptionMessage('The distance service at http://127.0.0.1:9 cannot be reached.');

        $this->client()->kilometres(new Coordinates(...self::LONDON), [new Coordinates(...self::EDINBURGH)]);
    }

    private function client(): DistanceClient
    {
        return $this->app->make(DistanceClient::class);
    }
}
