import os
import smtplib
from http.server import BaseHTTPRequestHandler, HTTPServer


def send(to, text):
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as server:
        server.sendmail(os.environ["MAIL_FROM"], [to], text)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()


if __name__ == "__main__":
    HTTPServer(("", 8000), Handler).serve_forever()
