<?php

declare(strict_types=1);

namespace Tests\Unit;

use App\Distance\Coordinates;
use InvalidArgumentException;
use PHPUnit\Framework\TestCase;

final class CoordinatesTest extends TestCase
{
    public function testTheyAreWrittenAsTheDistanceServiceReadsThem(): void
    {
        $this->assertSame('51.50740,-0.12780', (string) new Coordinates(51.5074, -0.1278));
        $this->assertSame('-90.00000,180.00000', (string) new Coordinates(-90, 180));
    }

    /** @dataProvider placesThatAreNotOnTheGlobe */
    public function testAPlaceThatIsNotOnTheGlobeIsRefused(float $latitude, float $longitude, string $message): void
    {
        $this->expectException(InvalidArgumentException::class);
        $this->expectExceptionMessage($message);

        new Coordinates($latitude, $longitude);
    }

    public static function placesThatAreNotOnTheGlobe(): array
    {
        return [
            'too far north' => [90.5, 0, 'Latitude 90.5 is not between -90 and 90 degrees.'],
            'too far west' => [0, -180.5, 'Longitude -180.5 is not between -180 and 180 degrees.'],
            'no number' => [NAN, 0, 'Latitude NAN is not between -90 and 90 degrees.'],
        ];
    }
}
