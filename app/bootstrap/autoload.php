<?php

declare(strict_types=1);

// Laravel and its libraries come from Debian's packages, which bring an autoloader each: there is no Composer here.
require_once '/usr/share/php/Illuminate/autoload.php';
require_once '/usr/share/php/GuzzleHttp/autoload.php';

spl_autoload_register(static function (string $class): void {
    foreach (['App\\' => 'app/', 'Tests\\' => 'tests/'] as $prefix => $folder) {
        $file = dirname(__DIR__) . '/' . $folder . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';

        if (str_starts_with($class, $prefix) && is_file($file)) {
            require $file;

            return;
        }
    }
});
