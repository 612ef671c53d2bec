<?php

declare(strict_types=1);

namespace App\Lessons;

use App\Distance\Coordinates;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

/**
 * @property-read int $id
 * @property-read string $name
 * @property-read float $latitude
 * @property-read float $longitude
 */
final class City extends Model
{
    public $timestamps = false;

    protected $guarded = [];

    protected $casts = ['latitude' => 'float', 'longitude' => 'float'];

    public function lessons(): HasMany
    {
        return $this->hasMany(Lesson::class);
    }

    public function coordinates(): Coordinates
    {
        return new Coordinates($this->latitude, $this->longitude);
    }
}
