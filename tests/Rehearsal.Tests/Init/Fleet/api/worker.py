"""Packs what is ordered."""
import os

import redis

store = redis.Redis(host=os.environ["REDIS_HOST"], port=int(os.environ["REDIS_PORT"]))
while True:
    store.blpop("orders")
    store.incr("packed")
