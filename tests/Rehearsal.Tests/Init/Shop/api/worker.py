"""Packs what is ordered."""
import os

import redis

queue = redis.Redis.from_url(os.environ["QUEUE_URL"])
while True:
    queue.blpop("orders")
    queue.incr("packed")
