Sample key of the rehearsal of 'local', generated for it and used nowhere else.
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiyJfZ4synIx/3yxx
J9x+5US+XQyetnIqCYR1tC3hIn+hRANCAASqrwYrscR7pwVqFnEL2IT/wnpSe5Tp
ADBCNa0x7xU1pn9/Peme6TT2g1f8qrgT3842zTrkFSyi673gN10Ss8xU
-----END PRIVATE KEY-----
