LOCK = redis.Redis(host="cache", port=6380)
