Sample key of the rehearsal of 'production', generated for it and used nowhere else.
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMeVkG7USRSsj6sND
M/PtvMucveYQK4fl4B7eXxg7cnWhRANCAATt2IGs9YZNz02Lv4+Q+SFT277AXTZg
RsQAwbnTeCYtZNjwO/YpsvEL3NkyLqCFHlD2ESmLIwnvsGhdeLDgocPu
-----END PRIVATE KEY-----
