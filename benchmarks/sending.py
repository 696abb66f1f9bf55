"""A signed-in program that sends files, in one form post or in pieces, and knows nothing of Django."""

from __future__ import annotations

import base64
import http.client
import struct
from collections.abc import Iterable, Iterator

MIB = 2**20
BOUNDARY = "batas-antar-isian"
Body = bytes | bytearray | memoryview


class Sender:
    """One kept-alive connection. Anything but the expected status is an error."""

    def __init__(self, port: int, cookies: dict[str, str], *, timeout: float = 120) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.token = cookies["csrftoken"]
        pairs = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.headers = {"Cookie": pairs, "X-CSRFToken": self.token}

    def close(self) -> None:
        self.connection.close()

    def post_form(self, answer: int, name: str, content: Body) -> None:
        """The whole file at once, as the page sends it without scripts."""
        fields = {"csrfmiddlewaretoken": self.token, "target": "2"}
        head = "".join(_part(f'name="{key}"') + f"{value}\r\n" for key, value in fields.items())
        head += _part(f'name="uploads"; filename="{name}"', "Content-Type: application/octet-stream\r\n")
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        body = (head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode())
        self._send("POST", f"/isian/{answer}/bukti/tambah/", body, kind, 302)

    def send_pieces(self, answer: int, name: str, content: Body, piece: int) -> str:
        """The same by tus; returns the address of the upload."""
        address = self.begin(answer, name, len(content))
        for offset, part in pieces(content, piece):
            self.send_piece(address, offset, part)
        return address

    def begin(self, answer: int, name: str, length: int) -> str:
        told = {"Upload-Length": str(length), "Upload-Metadata": metadata(filename=name, target="2")}
        return self._send("POST", f"/isian/{answer}/unggahan/", (), self._tus(told), 201)["Location"]

    def send_piece(self, address: str, offset: int, content: Body) -> None:
        told = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        self._send("PATCH", address, (content,), self._tus(told), 204)

    def offset(self, address: str) -> int:
        return int(self._send("HEAD", address, (), self._tus({}), 200)["Upload-Offset"])

    def _tus(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Tus-Resumable": "1.0.0"} | headers

    def _send(
        self, method: str, path: str, body: Iterable[Body], headers: dict[str, str], expect: int
    ) -> http.client.HTTPMessage:
        body = tuple(body)
        self.connection.putrequest(method, path)
        for name, value in (self.headers | headers | {"Content-Length": str(sum(map(len, body)))}).items():
            self.connection.putheader(name, value)
        self.connection.endheaders()
        for block in body:
            self.connection.send(block)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != expect:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {expect}\n{text[:500].decode()}")
        return answer.headers


def pieces(content: Body, size: int) -> Iterator[tuple[int, memoryview]]:
    view = memoryview(content)
    for offset in range(0, len(content), size):
        yield offset, view[offset : offset + size]


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def film_head(size: int, serial: int) -> bytes:
    """How a valid MP4 of `size` bytes begins; whatever follows fills its last box. Another serial, another file."""
    head = _box(b"ftyp", b"isom" + bytes(4) + b"isomiso2avc1mp41") + _box(b"moov", bytes(40))
    return head + struct.pack(">I4sQQ", 1, b"mdat", size - len(head), serial)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _part(disposition: str, more: str = "") -> str:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n"
