<?php

declare(strict_types=1);

namespace App\Distance;

use InvalidArgumentException;

/** A place on the globe, in decimal degrees: north and east are positive. */
final class Coordinates
{
    public function __construct(public readonly float $latitude, public readonly float $longitude)
    {
        if (!is_finite($latitude) || abs($latitude) > 90) {
            throw new InvalidArgumentException("Latitude {$latitude} is not between -90 and 90 degrees.");
        }

        if (!is_finite($longitude) || abs($longitude) > 180) {
            throw new InvalidArgumentException("Longitude {$longitude} is not between -180 and 180 degrees.");
        }
    }

    /** `latitude,longitude`, as the distance service reads it; five decimals are about one metre. */
    public function __toString(): string
    {
        return sprintf('%.5F,%.5F', $this->latitude, $this->longitude);
    }
}
