<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Distance\DistanceClient;
use App\Push\SigningKey;
use App\Visits\VisitCounter;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Http\JsonResponse;
use Throwable;

/** 200 when everything that a page needs answers, 503 when something does not; the reason goes to the log, not to the caller. */
final class HealthController
{
    public function __construct(
        private readonly ConnectionInterface $database,
        private readonly VisitCounter $visits,
        private readonly DistanceClient $distances,
        private readonly SigningKey $signingKey,
    ) {
    }

    public function __invoke(): JsonResponse
    {
        $dependencies = [
            'database' => $this->answers(fn () => $this->database->select('select 1')),
            'cache' => $this->answers(fn () => $this->visits->count()),
            'blackbox' => $this->answers(fn () => $this->distances->checkHealth()),
        ];
        $healthy = !in_array(false, $dependencies, true);

        return new JsonResponse([
            'status' => $healthy ? 'ok' : 'failing',
            'release' => config('app.release'),
            'dependencies' => array_map(static fn (bool $answers) => $answers ? 'ok' : 'failing', $dependencies),
            'push_key' => $this->signingKey->isPresent() ? 'present' : 'absent',
        ], $healthy ? JsonResponse::HTTP_OK : JsonResponse::HTTP_SERVICE_UNAVAILABLE);
    }

    private function answers(callable $check): bool
    {
        try {
            $check();

            return true;
        } catch (Throwable $error) {
            report($error);

            return false;
        }
    }
}
