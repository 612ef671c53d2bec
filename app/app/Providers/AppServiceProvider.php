<?php

declare(strict_types=1);

namespace App\Providers;

use App\Distance\DistanceClient;
use App\Push\SigningKey;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Foundation\Support\Providers\RouteServiceProvider;
use Illuminate\Http\Client\Factory;

final class AppServiceProvider extends RouteServiceProvider
{
    public function register(): void
    {
        parent::register();

        $this->app->singleton(Factory::class);
        $this->app->bind(DistanceClient::class, static fn (Application $app) => new DistanceClient(
            $app->make(Factory::class),
            $app['config']->get('services.blackbox.url'),
            $app['config']->get('services.blackbox.timeout_seconds'),
        ));
        $this->app->bind(SigningKey::class, static fn (Application $app) => new SigningKey(
            $app['config']->get('services.apns.key_file'),
        ));
    }

    public function map(): void
    {
        $this->loadRoutesFrom(base_path('routes/web.php'));
    }
}
