Sample key of the rehearsal of 'local-fargate', generated for it and used nowhere else.
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2Ue5Q1MCB4lHGEQo
DHH5yADx59WzSpiPC6gWYQLU0VWhRANCAATnjmS00xwiteFZ0rKuIS0o2cfzKhdV
P12nNS7Cg0EhJvL0oqwKXqmKhZERpvQLfzujDgVYLpbF0oKLBkUyZilT
-----END PRIVATE KEY-----
