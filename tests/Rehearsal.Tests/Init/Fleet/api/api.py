"""Counts visits in Redis, and gives each to the worker."""
import http.server
import json
import os

import redis

store = redis.Redis.from_url(os.environ["REDIS_URL"])
store.ping()


class Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/visit":
            store.incr("visits")
            store.rpush("orders", 1)
        answer = {"platform": os.environ.get("AWS_EXECUTION_ENV"), "visits": int(store.get("visits") or 0), "packed": int(store.get("packed") or 0)}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


http.server.ThreadingHTTPServer(("", 8000), Api).serve_forever()
