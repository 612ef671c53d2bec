<?php

declare(strict_types=1);

namespace App\Visits;

use Illuminate\Contracts\Cache\Repository;

/** Counts visits in whichever cache is configured: Redis counts atomically, the file cache is good enough for one process. */
final class VisitCounter
{
    private const KEY = 'visits';

    public function __construct(private readonly Repository $cache)
    {
    }

    /** Counts one more visit and returns the new total. */
    public function record(): int
    {
        return (int) $this->cache->increment(self::KEY);
    }

    public function count(): int
    {
        return (int) $this->cache->get(self::KEY, 0);
    }
}
