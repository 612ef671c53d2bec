<?php

declare(strict_types=1);

namespace App\Distance;

use RuntimeException;

/** The distance service did not answer, or not with a distance. */
final class DistanceUnavailable extends RuntimeException
{
}
