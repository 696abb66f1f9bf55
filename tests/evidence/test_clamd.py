"""What we make of each answer of the scanner, and of none."""

from __future__ import annotations

import io
import os
import socket
import threading

import pytest

from evidence import clamd
from tests.evidence import scanner
from tests.evidence.hostile.others import EICAR


@pytest.fixture
def server():
    with scanner.running() as server:
        yield server


def test_clean_file_has_no_signature_and_arrives_whole(server):
    content = os.urandom(clamd.BLOCK * 3 + 17)
    file = io.BytesIO(content)
    file.seek(99)
    assert clamd.signature(file, server.address) == ""
    assert server.asked == [content]


def test_infected_file_is_named_by_its_signature(server):
    assert clamd.signature(io.BytesIO(EICAR), server.address) == "Eicar-Test-Signature"


def test_signature_with_a_colon_and_spaces_is_kept(server):
    server.answer = b"stream: Win.Test: a b FOUND\0"
    assert clamd.signature(io.BytesIO(b"x"), server.address) == "Win.Test: a b"


def test_file_above_the_scanners_limit_is_unscannable_not_unreachable(server):
    """The scanner says so and hangs up while we still send."""
    server.limit = 10_000
    with pytest.raises(clamd.Unscannable, match=r"^INSTREAM size limit exceeded\. ERROR$"):
        clamd.signature(io.BytesIO(bytes(20 * 2**20)), server.address)


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Can't allocate memory ERROR\0",
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"FOUND\0",
        b"OK\0",
        b"\xff\xfe\0",
    ],
)
def test_any_other_answer_is_no_verdict(server, answer):
    server.answer = answer
    with pytest.raises(clamd.Unscannable):
        clamd.signature(io.BytesIO(b"x"), server.address)


@pytest.mark.parametrize("answer", [b"", b"stream: OK"])
def test_half_an_answer_is_none(server, answer):
    server.answer = answer
    with pytest.raises(clamd.Unreachable):
        clamd.signature(io.BytesIO(b"x"), server.address)


def test_nobody_listening_is_unreachable(server, tmp_path):
    with pytest.raises(clamd.Unreachable):
        clamd.signature(io.BytesIO(b"x"), str(tmp_path / "clamd.ctl"))
    assert not clamd.answers(str(tmp_path / "clamd.ctl"))
    assert clamd.answers(server.address)
    assert not clamd.answers("clamd.ctl"), "neither a path nor host:port"


def test_scanner_that_never_answers_is_unreachable(monkeypatch):
    monkeypatch.setattr(clamd, "SILENCE_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(clamd.Unreachable, match="timed out"):
            clamd.signature(io.BytesIO(b"x"), address)
        assert not clamd.answers(address)


def test_scanner_is_reached_over_tcp():
    def answer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(100) == b"zPING\0"
            connection.sendall(b"PO")
            connection.sendall(b"NG\0")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        assert clamd.answers(f"127.0.0.1:{listener.getsockname()[1]}")
        thread.join()
