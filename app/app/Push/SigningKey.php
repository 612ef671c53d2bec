<?php

declare(strict_types=1);

namespace App\Push;

/** The key that signs requests to the push notification service; a file, never a value in the configuration. */
final class SigningKey
{
    public function __construct(private readonly string $file)
    {
    }

    public function isPresent(): bool
    {
        return is_readable($this->file) && filesize($this->file) > 0;
    }
}
