<?php

declare(strict_types=1);

namespace Tests\Feature;

use App\Push\SigningKey;
use Illuminate\Support\Facades\Http;
use Tests\TestCase;

final class HealthTest extends TestCase
{
    public function testItIsHealthyWhenAllItsDependenciesAnswer(): void
    {
        config(['app.release' => 'staging-42']);
        $this->app->instance(SigningKey::class, new SigningKey(__FILE__));

        $this->get('/health')->assertOk()->assertExactJson([
            'status' => 'ok',
            'release' => 'staging-42',
            'dependencies' => ['database' => 'ok', 'cache' => 'ok', 'blackbox' => 'ok'],
            'push_key' => 'present',
        ]);
    }

    public function testItNamesTheDependencyThatFailsAndNotWhy(): void
    {
        Http::fake(['*' => Http::response('', 500)]);
        config(['app.release' => null]);
        $this->app->instance(SigningKey::class, new SigningKey('/nowhere'));

        $this->get('/health')->assertStatus(503)->assertExactJson([
            'status' => 'failing',
            'release' => null,
            'dependencies' => ['database' => 'ok', 'cache' => 'ok', 'blackbox' => 'failing'],
            'push_key' => 'absent',
        ]);
    }

    public function testADatabaseThatCannotBeReachedIsNamed(): void
    {
        config(['database.connections.mysql_test.port' => '9']);

        $this->get('/health')->assertStatus(503)->assertJsonPath('dependencies.database', 'failing');
    }
}
