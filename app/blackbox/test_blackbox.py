import unittest
from http import HTTPStatus

from blackbox import answer, application

LONDON = "51.5074,-0.1278"
EDINBURGH = "55.9533,-3.1883"


def distance(start, end):
    status, body = answer("GET", "/distance", f"from={start}&to={end}")
    assert status == HTTPStatus.OK, body
    return body["kilometres"]


class DistanceTest(unittest.TestCase):
    def test_london_to_edinburgh(self):
        self.assertAlmostEqual(distance(LONDON, EDINBURGH), 533.6, delta=0.5)

    def test_the_way_back_is_as_long(self):
        self.assertEqual(distance(LONDON, EDINBURGH), distance(EDINBURGH, LONDON))

    def test_a_place_is_where_it_is(self):
        self.assertEqual(distance(LONDON, LONDON), 0.0)

    def test_antipodes_are_half_a_circumference_apart(self):
        self.assertAlmostEqual(distance("0,0", "0,180"), 20015.1, delta=0.1)
        self.assertAlmostEqual(distance("90,0", "-90,0"), 20015.1, delta=0.1)

    def test_the_date_line_is_no_detour(self):
        self.assertAlmostEqual(distance("0,179.5", "0,-179.5"), 111.2, delta=0.1)


class RefusalTest(unittest.TestCase):
    def test_questions_that_are_not_understood(self):
        good = f"from={LONDON}"
        for query in ("", good, f"{good}&to=", f"{good}&to=1", f"{good}&to=1,2,3", f"{good}&to=north,west",
                      f"{good}&to=nan,0", f"{good}&to=0,inf", f"{good}&to=90.1,0", f"{good}&to=0,-180.1",
                      f"{good}&{good}&to=0,0"):
            with self.subTest(query):
                status, body = answer("GET", "/distance", query)

                self.assertEqual(status, HTTPStatus.BAD_REQUEST)
                self.assertEqual(list(body), ["error"])

    def test_other_paths_and_methods(self):
        self.assertEqual(answer("GET", "/", "")[0], HTTPStatus.NOT_FOUND)
        self.assertEqual(answer("POST", "/distance", "")[0], HTTPStatus.METHOD_NOT_ALLOWED)


class ApplicationTest(unittest.TestCase):
    def test_it_speaks_wsgi(self):
        started = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health", "QUERY_STRING": ""}

        body = application(environ, lambda *arguments: started.append(arguments))

        self.assertEqual(started, [("200 OK", [("Content-Type", "application/json"), ("Content-Length", "16")])])
        self.assertEqual(body, [b'{"status": "ok"}'])
