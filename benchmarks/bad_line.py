"""A small file over a slow line that is cut again and again: `make bench-line`. Takes about two minutes."""

from __future__ import annotations

from pathlib import Path

from benchmarks import portal  # isort: skip  # it sets Django up
from benchmarks import data
from benchmarks.browser import TOKEN
from benchmarks.crossing import Crossing, Line, film, in_one_post, in_pieces

KIB = 1024
SIZE = 256 * KIB
PER_SECOND = 8_000  # bytes: 64 kbit/s
SECONDS = 6  # between two cuts
PIECE = 64 * KIB


def main() -> None:
    with portal.running() as started:
        measure(started)


def measure(started: portal.Portal) -> None:
    """Print what each way needed; the form post gets as many tries as the pieces took."""
    answer, line = started.world.answers[-1].pk, Line(started.port, PER_SECOND, PER_SECOND * SECONDS)
    cookies = {"sessionid": data.session_of(started.world.operator), "csrftoken": TOKEN}
    print(f"\n{SIZE // KIB} KiB at {PER_SECOND * 8 // 1000} kbit/s, cut every {SECONDS} s or so")
    print(f"{'way':<24}{'tries':>6}{'seconds':>9}{'bytes sent':>12}{'x file':>8}  result")
    file = film(Path(portal.WORK), SIZE)
    pieces = in_pieces(line, cookies, answer, file, PIECE)
    _row(pieces)
    _row(in_one_post(line, cookies, answer, film(Path(portal.WORK), SIZE), pieces.tries))


def _row(crossing: Crossing) -> None:
    result = "arrived" if crossing.arrived else "never arrived"
    numbers = f"{crossing.tries:6}{crossing.seconds:9.1f}{crossing.sent:12,}{crossing.sent / SIZE:8.2f}"
    print(f"{crossing.way:<24}{numbers}  {result}", flush=True)


if __name__ == "__main__":
    main()
