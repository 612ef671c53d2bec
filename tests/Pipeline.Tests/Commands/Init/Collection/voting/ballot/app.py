from redis import Redis

queue = Redis(host="queue", db=0, socket_timeout=5)
