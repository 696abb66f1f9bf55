"""What we need of the protocol of clamd, the ClamAV scanner: PING, and INSTREAM over its UNIX socket or TCP.

Written out because clamd says "too large" in the middle of a stream and hangs up; who only sees the broken pipe
takes that for a scanner that is away, and would send the same file again and again.
"""

from __future__ import annotations

import os
import socket
import struct
from contextlib import closing
from typing import BinaryIO

BLOCK = 64 * 1024
CONNECT_SECONDS = 5
SILENCE_SECONDS = 150  # clamd gives up on a file after 120 (MaxScanTime)
ANSWER_MAX = 4096
LIMITS = "Heuristics.Limits.Exceeded"  # with AlertExceedsMax: not a virus, but a file it did not look through


class Unreachable(Exception):
    """Nobody listens there, or it hung up without a word. Later it may be back."""


class Unscannable(Exception):
    """The scanner is there and could not judge this file; the text is what it said."""


def signature(file: BinaryIO, address: str) -> str:
    """The name of what was found in the file, or "" when it is clean. The file is read to its end."""
    answer = _ask(address, file)
    _, _, verdict = answer.partition(": ")
    if verdict == "OK":
        return ""
    if not verdict.endswith(" FOUND") or verdict.startswith(LIMITS):
        raise Unscannable(answer)
    return verdict.removesuffix(" FOUND")


def answers(address: str) -> bool:
    """Whether a scanner is there and ready."""
    try:
        with closing(_connected(address)) as connection:
            connection.sendall(b"zPING\0")
            return _answer(connection) == "PONG"
    except (OSError, Unreachable):
        return False


def _ask(address: str, file: BinaryIO) -> str:
    try:
        connection = _connected(address)
    except OSError as error:
        raise Unreachable(f"{address}: {error}") from error
    with closing(connection):
        broken = _send(connection, file)
        try:
            return _answer(connection)
        except OSError as error:
            raise Unreachable(f"{address}: {broken or error}") from error


def _connected(address: str) -> socket.socket:
    """`address` is the path of a UNIX socket, or host:port."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(address)
        except OSError:
            connection.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise ConnectionError("neither a path nor host:port")
        connection = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
    connection.settimeout(SILENCE_SECONDS)
    return connection


def _send(connection: socket.socket, file: BinaryIO) -> OSError | None:
    """Send the whole file, block by block; a scanner that hangs up meanwhile may have left an answer."""
    file.seek(0, os.SEEK_SET)
    try:
        connection.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            connection.sendall(struct.pack("!L", len(block)) + block)
        connection.sendall(struct.pack("!L", 0))
    except ConnectionError as error:
        return error
    return None


def _answer(connection: socket.socket) -> str:
    """One answer, which ends with a zero byte; no answer is an OSError."""
    text = b""
    while not text.endswith(b"\0") and len(text) < ANSWER_MAX:
        if not (more := connection.recv(ANSWER_MAX)):
            raise ConnectionError("hung up without an answer")
        text += more
    return text.rstrip(b"\0").decode(errors="replace")
