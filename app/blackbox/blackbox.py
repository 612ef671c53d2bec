"""Great-circle distances over HTTP.

GET /distance?from=LATITUDE,LONGITUDE&to=LATITUDE,LONGITUDE  ->  {"kilometres": 534.2}
GET /health                                                  ->  {"status": "ok"}

Coordinates are decimal degrees. A question that cannot be answered gets 400 and {"error": "..."}.
"""

import json
import math
from http import HTTPStatus
from urllib.parse import parse_qs

# The mean radius of the Earth in kilometres (IUGG); the sphere is at most 0.5 % off.
EARTH_RADIUS = 6371.0088


class BadQuestion(ValueError):
    """The query string does not ask for a distance; the text says why."""


def parse_coordinates(query, name):
    values = query.get(name, [])
    if len(values) != 1:
        raise BadQuestion(f"give '{name}' once, as LATITUDE,LONGITUDE in decimal degrees")
    try:
        latitude, longitude = (float(part) for part in values[0].split(","))
    except ValueError:
        raise BadQuestion(f"'{name}' is not LATITUDE,LONGITUDE in decimal degrees") from None
    # Written so that "nan" fails too.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadQuestion(f"'{name}' is not on the globe: latitude goes from -90 to 90, longitude from -180 to 180")
    return math.radians(latitude), math.radians(longitude)


def great_circle(start, end):
    """Kilometres between two places in radians, by the haversine formula."""
    (latitude1, longitude1), (latitude2, longitude2) = start, end
    haversine = (
        math.sin((latitude2 - latitude1) / 2) ** 2
        + math.cos(latitude1) * math.cos(latitude2) * math.sin((longitude2 - longitude1) / 2) ** 2
    )
    # Rounding may carry antipodes a hair beyond 1.
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, haversine)))


def answer(method, path, query_string):
    if path not in ("/distance", "/health"):
        return HTTPStatus.NOT_FOUND, {"error": "there are /distance and /health"}
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": "only GET is answered"}
    if path == "/health":
        return HTTPStatus.OK, {"status": "ok"}
    try:
        query = parse_qs(query_string, keep_blank_values=True)
        kilometres = great_circle(parse_coordinates(query, "from"), parse_coordinates(query, "to"))
    except BadQuestion as question:
        return HTTPStatus.BAD_REQUEST, {"error": str(question)}
    return HTTPStatus.OK, {"kilometres": round(kilometres, 3)}


def application(environ, start_response):
    status, body = answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
    content = json.dumps(body).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", "GET"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [content]
