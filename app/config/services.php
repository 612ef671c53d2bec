<?php

declare(strict_types=1);

return [
    'blackbox' => [
        'url' => env('BLACKBOX_URL', 'http://blackbox:8000'),
        'timeout_seconds' => (int) env('BLACKBOX_TIMEOUT', 2),
    ],

    'apns' => [
        // The container's entrypoint puts the signing key here, readable by the application only.
        'key_file' => env('APNS_KEY_FILE', '/run/tutorbloc/APNS-Key.p8'),
    ],
];
