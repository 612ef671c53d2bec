<?php

declare(strict_types=1);

namespace App\Lessons;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

/**
 * @property-read int $id
 * @property-read int $city_id
 * @property-read string $subject
 * @property-read string $level
 * @property-read int $pence_per_hour
 * @property-read City $city
 */
final class Lesson extends Model
{
    public $timestamps = false;

    protected $guarded = [];

    protected $casts = ['city_id' => 'integer', 'pence_per_hour' => 'integer'];

    public function city(): BelongsTo
    {
        return $this->belongsTo(City::class);
    }

    public function price(): string
    {
        return '£' . number_format($this->pence_per_hour / 100, 2);
    }
}
