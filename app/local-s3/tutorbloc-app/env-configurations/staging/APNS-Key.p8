Sample key of the rehearsal of 'staging', generated for it and used nowhere else.
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+q2w3/A8CWB0V0sL
y9r9dJhenwEE/1oC0PavN7JbnYOhRANCAAQbKKm5wN0pw3RlUlGf+Qi0ux5TZCEx
1Y/5igCEkCth85PQg1Vfy3YUlBiJ0APgESoG883TmCR+bnNiSpjMvdax
-----END PRIVATE KEY-----
