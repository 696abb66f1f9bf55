"""The official tus client over a bad line and to dying servers: what arrives is what was sent, little is sent twice."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from benchmarks.crossing import Line, client, digest, film, in_one_post, in_pieces
from tests.evidence import corpus
from tests.servers.cutting import BadLine
from tests.servers.portal import Embedded
from tests.servers.uploading import begun, last_stored, open_answer, sign_in

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("Embedded")]
MIB = 2**20
CHUNK = 256 * 1024
HEADERS_OF_ONE_REQUEST = 2048  # bytes, generously


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "Laporan.docx"
    path.write_bytes(corpus.office("docx", {"word/media/film.bin": os.urandom(20 * MIB)}))
    return path


@pytest.fixture
def cookies(embedded: Embedded) -> dict[str, str]:
    embedded.start("web")
    return sign_in(embedded)


def test_fifty_cuts_lose_nothing_and_send_at_most_one_chunk_again_each(embedded, cookies, file):
    line = BadLine(embedded.port, cuts=60, between=(CHUNK // 8, 2 * CHUNK))
    sending = client(line.port, cookies, open_answer(embedded), file, CHUNK)
    assert sending.wait(300) == 0, embedded.log("web")[-3000:]
    line.close()
    size = file.stat().st_size
    assert last_stored(embedded) == (digest(file), size)
    assert line.cuts >= 50
    requests_made = size // CHUNK + 3 * line.cuts + 2  # a piece, and after each cut the question where to go on
    again = line.sent - size - requests_made * HEADERS_OF_ONE_REQUEST
    assert again <= line.cuts * CHUNK
    print(f"\n{line.cuts} cuts, {line.sent / size - 1:.1%} more bytes than the file")


def test_worker_killed_while_a_piece_comes_in_loses_no_byte(embedded, cookies, tmp_path):
    file = film(tmp_path, 6 * MIB)
    line = BadLine(embedded.port, per_second=2 * MIB)
    sending = client(line.port, cookies, open_answer(embedded), file, 2 * MIB, delay=100)
    embedded.wait_for(lambda: begun(embedded), 60, every=0.05)
    writer = embedded.wait_for(lambda: _writer_of_a_part(embedded), 60, every=0.02)
    os.kill(writer, signal.SIGKILL)
    _arrives(embedded, sending, file)
    assert writer not in _workers(embedded)
    line.close()


def test_server_killed_and_started_anew_between_two_halves_goes_on(embedded, cookies, tmp_path):
    file = film(tmp_path, 6 * MIB)
    line = BadLine(embedded.port, per_second=2 * MIB)
    sending = client(line.port, cookies, open_answer(embedded), file, MIB, delay=200)
    embedded.wait_for(lambda: begun(embedded), 60, every=0.05)
    embedded.kill("web")
    assert sending.poll() is None
    sent = line.sent
    assert sent < file.stat().st_size
    embedded.start("web")
    _arrives(embedded, sending, file)
    assert line.sent - sent < file.stat().st_size  # not from the beginning
    line.close()


def test_line_that_never_lets_the_whole_file_through_is_crossed_in_pieces_alone(embedded, cookies, tmp_path):
    line, answer = Line(embedded.port, per_second=256 * 1024, cut_after=256 * 1024), open_answer(embedded)
    file = film(tmp_path, 5 * MIB // 4)
    pieces = in_pieces(line, cookies, answer, file, CHUNK)
    assert (pieces.arrived, last_stored(embedded)) == (True, (digest(file), file.stat().st_size))
    assert pieces.tries >= 5
    other = film(tmp_path, 5 * MIB // 4)
    post = in_one_post(line, cookies, answer, other, pieces.tries)
    assert (post.arrived, post.tries) == (False, pieces.tries)
    assert last_stored(embedded)[0] != digest(other)


def _arrives(embedded: Embedded, sending: subprocess.Popen[str], file: Path) -> None:
    assert sending.wait(120) == 0, embedded.log("web")[-3000:]
    assert last_stored(embedded) == (digest(file), file.stat().st_size)


def _workers(embedded: Embedded) -> list[int]:
    pid = embedded.running["web"].pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _writer_of_a_part(embedded: Embedded) -> int | None:
    """The web worker that has a part file open right now: a piece is on its way into it."""
    for worker in _workers(embedded):
        for descriptor in Path(f"/proc/{worker}/fd").iterdir():
            try:
                target = descriptor.readlink()
            except FileNotFoundError:
                continue
            if target.parent.name == "parts":
                return worker
    return None
