"""Counts orders in the database, and gives each to the worker."""
import http.server
import json
import os

import psycopg2
import redis

database = psycopg2.connect(
    host=os.environ["DATABASE_HOST"], user=os.environ["DATABASE_USER"], password=os.environ["DATABASE_PASSWORD"], dbname="postgres")
database.autocommit = True
database.cursor().execute("CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY)")
queue = redis.Redis.from_url(os.environ["QUEUE_URL"])


class Shop(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        rows = database.cursor()
        if self.path == "/orders":
            rows.execute("INSERT INTO orders DEFAULT VALUES RETURNING id")
            queue.rpush("orders", rows.fetchone()[0])
        rows.execute("SELECT count(*) FROM orders")
        answer = {"orders": rows.fetchone()[0], "packed": int(queue.get("packed") or 0), "session": len(os.environ["SESSION_SECRET"])}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


http.server.ThreadingHTTPServer(("", 8000), Shop).serve_forever()
