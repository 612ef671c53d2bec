<?php

declare(strict_types=1);

namespace App\Distance;

use Illuminate\Http\Client\Factory;
use Illuminate\Http\Client\Pool;
use Illuminate\Http\Client\Response;
use Throwable;

/** Asks the distance service ("blackbox") for great-circle distances. */
final class DistanceClient
{
    public function __construct(
        private readonly Factory $http,
        private readonly string $url,
        private readonly int $timeoutSeconds,
    ) {
    }

    /**
     * The distances in kilometres from one place to several, asked for all at once.
     *
     * @param array<array-key, Coordinates> $places
     * @return array<array-key, float> under the keys of $places
     * @throws DistanceUnavailable when one of them cannot be had
     */
    public function kilometres(Coordinates $from, array $places): array
    {
        $answers = $this->http->pool(fn (Pool $pool): array => array_map(
            fn (int|string $key) => $pool->as((string) $key)->timeout($this->timeoutSeconds)->get(
                "{$this->url}/distance",
                ['from' => (string) $from, 'to' => (string) $places[$key]],
            ),
            array_keys($places),
        ));

        return array_map(fn (int|string $key) => $this->read($answers[$key]), array_combine(array_keys($places), array_keys($places)));
    }

    /** @throws DistanceUnavailable when the service is not ready to answer */
    public function checkHealth(): void
    {
        try {
            $this->http->timeout($this->timeoutSeconds)->get("{$this->url}/health")->throw();
        } catch (Throwable $error) {
            throw new DistanceUnavailable("The distance service at {$this->url} is not healthy.", 0, $error);
        }
    }

    private function read(Response|Throwable $answer): float
    {
        if ($answer instanceof Throwable) {
            throw new DistanceUnavailable("The distance service at {$this->url} cannot be reached.", 0, $answer);
        }

        $kilometres = $answer->successful() ? $answer->json('kilometres') : null;

        if (!is_int($kilometres) && !is_float($kilometres)) {
            throw new DistanceUnavailable("The distance service at {$this->url} answered {$answer->status()} without a distance.");
        }

        return (float) $kilometres;
    }
}
