<?php

declare(strict_types=1);

$mysql = [
    'driver' => 'mysql',
    'charset' => 'utf8mb4',
    'collation' => 'utf8mb4_unicode_ci',
    'prefix' => '',
    'strict' => true,
    'engine' => 'InnoDB',
];

return [
    'default' => env('DB_CONNECTION', 'mysql'),

    'connections' => [
        'mysql' => $mysql + [
            'host' => env('DB_HOST', '127.0.0.1'),
            'port' => env('DB_PORT', '3306'),
            'database' => env('DB_DATABASE', 'tutorbloc'),
            'username' => env('DB_USERNAME', 'tutorbloc'),
            'password' => env('DB_PASSWORD', ''),
        ],

        // The throw-away database that the migrations and the test suite run against before a release.
        'mysql_test' => $mysql + [
            'host' => env('DB_TEST_HOST', 'mysql-db-test'),
            'port' => env('DB_TEST_PORT', '3306'),
            'database' => env('DB_TEST_DATABASE', 'tutorbloc_test'),
            'username' => env('DB_TEST_USERNAME', 'tutorbloc_test'),
            'password' => env('DB_TEST_PASSWORD', ''),
        ],

        'sqlite' => [
            'driver' => 'sqlite',
            'database' => env('DB_DATABASE', storage_path('database.sqlite')),
            'prefix' => '',
            'foreign_key_constraints' => true,
        ],
    ],

    'migrations' => 'migrations',

    'redis' => [
        'client' => 'phpredis',
        'cache' => [
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'port' => env('REDIS_PORT', '6379'),
            'password' => env('REDIS_PASSWORD'),
            'database' => 0,
            'timeout' => 2.0,
            'read_timeout' => 2.0,
        ],
    ],
];
