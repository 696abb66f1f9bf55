"""The tus 1.0.0 protocol (tus.io) over `resumable`: core, creation with upload, termination, expiration, checksum.

A body is read in blocks from the connection and never through Django's parsers, so memory does not grow with it.
Nobody is sent to a sign-in page: a program on the other side reads statuses.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from assessments.models import Answer
from assessments.workflow import Refused
from evidence import obstacles, resumable
from evidence.forms import PlaceForm
from evidence.inspection import Unacceptable
from evidence.middleware import status_of
from evidence.models import Upload
from evidence.stores import StoreFailed
from evidence.uploads import max_bytes

VERSION = "1.0.0"
PIECE_MAX = 8 * 2**20  # bytes in one request
PIECE_TYPE = "application/offset+octet-stream"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
CHECKSUM_MISMATCH = 460
LOCKED = 423
View = Callable[..., HttpResponse]


class Problem(Exception):
    """An answer that is not a success."""

    def __init__(self, status: int, text: str = "", **headers: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def speaks_tus(*methods: str) -> Callable[[View], View]:
    """What holds for every request of the protocol: who, which version, which method; and the headers of answers."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            method = request.method
            if method == "POST":  # some office proxies let no other method through
                method = request.headers.get("X-HTTP-Method-Override", method)
            try:
                _check(request, method, methods)
                response = view(request, method, *args, **kwargs)
            except Problem as problem:
                response = _told(problem)
            response["Tus-Resumable"] = VERSION
            response["Cache-Control"] = "no-store"
            return response

        return answered

    return decorate


def _check(request: HttpRequest, method: str, methods: tuple[str, ...]) -> None:
    if not request.user.is_authenticated:
        raise Problem(401, "Sesi Anda berakhir. Masuk lagi; unggahan akan dilanjutkan.")
    if method not in methods:
        raise Problem(405, Allow=", ".join(methods))
    if method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise Problem(412, Tus_Version=VERSION)


def _told(problem: Problem) -> HttpResponse:
    return HttpResponse(
        problem.text, status=problem.status, content_type="text/plain; charset=utf-8", headers=problem.headers
    )


@speaks_tus("OPTIONS", "POST")
def uploads(request: HttpRequest, method: str, pk: int) -> HttpResponse:
    """Begin an upload for one answer; a first piece may come along.

    With the metadata `sha256` of a file that the OPD has, it has ended already: the offset is the length.
    """
    answer = Answer.objects.visible_to(request.user).in_full().filter(pk=pk).first()
    if answer is None:
        raise Problem(404)
    if method == "OPTIONS":
        return _abilities()
    values = _metadata(request.headers.get("Upload-Metadata", ""))
    form = PlaceForm(values, answer=answer)
    if not form.is_valid():
        raise Problem(400, " ".join(message for messages in form.errors.values() for message in messages))
    length = _number(request, "Upload-Length")
    with _refusals():
        upload = resumable.begin(
            answer=answer, length=length, name=values.get("filename", ""), mark=values.get("mark", "")[:64],
            sha256=values.get("sha256", ""), **form.place, by=request.user,
        )  # fmt: skip
    if request.headers.get("Content-Type") == PIECE_TYPE and not upload.has_ended:
        _append(request, upload, 0)
    with _refusals():
        resumable.settle(upload)  # nothing more will come for an empty file
    _check_outcome(upload)
    response = HttpResponse(status=201)
    response["Location"] = reverse("upload", args=[upload.pk])
    return _where(response, upload)


@speaks_tus("OPTIONS", "HEAD", "PATCH", "DELETE")
def upload(request: HttpRequest, method: str, pk: Any) -> HttpResponse:
    """One upload of one's own: how far it is, the next piece, or forgetting it."""
    if method == "OPTIONS":
        return _abilities()
    upload = Upload.objects.visible_to(request.user).in_brief().filter(pk=pk).first()
    if upload is None:
        raise Problem(404)
    with _refusals():
        if method == "DELETE":
            resumable.cancel(upload)
            return HttpResponse(status=204)
        if method == "HEAD":
            if upload.refusal:
                raise Problem(410, upload.refusal)
            return _where(HttpResponse(), resumable.settle(upload), with_all=True)
    _check_piece(request)
    _append(request, upload, _number(request, "Upload-Offset"))
    _check_outcome(upload)
    return _where(HttpResponse(status=204), upload)


def _check_piece(request: HttpRequest) -> None:
    if request.headers.get("Content-Type") != PIECE_TYPE:
        raise Problem(415)


def _append(request: HttpRequest, upload: Upload, offset: int) -> None:
    """Take the body as the next piece. Bytes that came before the connection was cut are kept and counted."""
    count = request.headers.get("Content-Length", "")
    if not NUMBER.fullmatch(count):
        raise Problem(411)
    if int(count) > PIECE_MAX:
        raise Problem(413, f"Sekali kirim paling banyak {PIECE_MAX // 2**20} MiB.")

    def read(size: int) -> bytes:
        while size:
            try:
                return request.read(size)
            except UnreadablePostError:
                size //= 2  # the web server keeps what came of a block, and gives it to whoever asks for no more
        return b""

    with _refusals():
        resumable.append(upload, offset=offset, count=int(count), read=read, check=_checksum(request))


def _check_outcome(upload: Upload) -> None:
    if upload.refusal:
        raise Problem(422, upload.refusal)


def _checksum(request: HttpRequest) -> tuple[Any, bytes] | None:
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    name, _, digest = header.partition(" ")
    if name not in ALGORITHMS:
        raise Problem(400, Tus_Checksum_Algorithm=",".join(ALGORITHMS))
    return ALGORITHMS[name](), _decoded(digest)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` into text; a key twice, or what is not UTF-8 in base64, is refused."""
    values: dict[str, str] = {}
    for pair in header.split(",") if header else []:
        key, _, value = pair.strip().partition(" ")
        if not key or key in values:
            raise Problem(400, "Upload-Metadata tidak terbaca.")
        try:
            values[key] = _decoded(value).decode()
        except UnicodeDecodeError:
            raise Problem(400, "Upload-Metadata tidak terbaca.") from None
    return values


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise Problem(400, "Base64 tidak terbaca.") from None


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _number(request: HttpRequest, name: str) -> int:
    value = request.headers.get(name, "")
    if not NUMBER.fullmatch(value):
        raise Problem(400, f"{name} harus bilangan bulat.")
    return int(value)


@contextmanager
def _refusals() -> Iterator[None]:
    """Which status says what. The sentences are for people."""
    try:
        yield
    except obstacles.Gone:
        raise Problem(410, "Unggahan ini sudah kedaluwarsa. Mulai lagi dari awal.") from None
    except obstacles.Busy:
        raise Problem(LOCKED) from None
    except obstacles.WrongOffset as wrong:
        raise Problem(409, Upload_Offset=str(wrong.offset)) from None
    except obstacles.TooLong:
        raise Problem(413, "Berkas lebih panjang daripada yang dinyatakan.") from None
    except obstacles.BadChecksum:
        raise Problem(CHECKSUM_MISMATCH) from None
    except obstacles.OverQuota as refusal:
        raise Problem(413, str(refusal)) from None
    except StoreFailed as failure:
        raise Problem(status_of(failure), str(failure)) from None
    except PermissionDenied:
        raise Problem(403, "Isian ini bukan tugas Anda.") from None
    except obstacles.TooLarge as refusal:
        raise Problem(413, str(refusal)) from None
    except Unacceptable as refusal:
        raise Problem(415, str(refusal)) from None
    except Refused as refusal:
        raise Problem(409, str(refusal)) from None
    except ValidationError as refusal:
        raise Problem(400, " ".join(refusal.messages)) from None


def _where(response: HttpResponse, upload: Upload, *, with_all: bool = False) -> HttpResponse:
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    if upload.told:  # our own: a sentence for the person, in UTF-8 and base64
        response["Upload-Message"] = _encoded(upload.told)
    if with_all:
        response["Upload-Length"] = str(upload.length)
        response["Upload-Metadata"] = f"filename {_encoded(upload.name)}"
    return response


def _abilities() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,creation-with-upload,termination,expiration,checksum",
        "Tus-Max-Size": str(max_bytes()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)
