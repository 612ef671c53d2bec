"""Counts visits, and says where it runs."""
import http.server
import json
import os

import redis

queue = redis.Redis.from_url(os.environ["QUEUE_URL"])
queue.ping()


class Counter(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = {"platform": os.environ.get("AWS_EXECUTION_ENV"), "visits": queue.incr("visits") if self.path == "/" else 0}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


http.server.ThreadingHTTPServer(("", 8000), Counter).serve_forever()
