"""A browser's side of the wire: one kept-alive connection, one session."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlencode

TOKEN = "t" * 32  # the double-submitted CSRF token: any 32 characters, the same in cookie and form


class Browser:
    """Sends what a signed-in browser sends and times the whole answer."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "Accept-Encoding": "gzip"}

    def get(self, path: str, expect: int = 200) -> int:
        return self._send("GET", path, None, expect)

    def post(self, path: str, fields: dict[str, str], expect: int = 302) -> int:
        return self._send("POST", path, urlencode(fields | {"csrfmiddlewaretoken": TOKEN}), expect)

    def _send(self, method: str, path: str, body: str | None, expect: int) -> int:
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        try:
            answer = self._answer(method, path, body, headers)
        except ConnectionError:  # the idle connection had been ended: ask anew
            self.connection.close()
            answer = self._answer(method, path, body, headers)
        size = len(answer.read())
        if answer.status != expect:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {expect}")
        return size

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, path, body, headers)
        return self.connection.getresponse()


def timings(call: Callable[[], object], count: int = 60, warm: int = 10) -> list[float]:
    """Milliseconds of each call after some unmeasured ones."""
    for _ in range(warm):
        call()
    result = []
    for _ in range(count):
        start = time.perf_counter()
        call()
        result.append((time.perf_counter() - start) * 1000)
    return result


def beside(call: Callable[[], object], base: Callable[[], object], count: int = 60) -> tuple[list[float], list[float]]:
    """Milliseconds of a call and of the baseline, taken in turn: both then meet the same moods of the machine."""
    timings(call, count=0)
    pairs = [(timings(call, count=1, warm=0), timings(base, count=1, warm=0)) for _ in range(count)]
    return [value for (value,), _ in pairs], [value for _, (value,) in pairs]


def p50(values: list[float]) -> float:
    return statistics.median(values)


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
