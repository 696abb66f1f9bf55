"""The only way a private file leaves: after the caller asked `visible_to`, with headers that keep it harmless."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from evidence.models import Document, private_storage
from evidence.previews import Size

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Set here, so django-csp leaves it alone: a file is never a page of ours, whatever it contains.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
}
# What its address shows never changes, so a phone need not fetch it twice; nobody between may keep it.
PICTURE_CACHE = "private, max-age=604800"
SHOWN = ("image/jpeg", "image/png", "video/mp4")
SINGLE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Openable(Protocol):
    """A path, or whatever else gives a file to read from."""

    def open(self, mode: str, /) -> IO[bytes]: ...


class Stored:
    """A name in the private store, wherever that is."""

    def __init__(self, name: str) -> None:
        self.name = name

    def open(self, mode: str, /) -> IO[bytes]:
        return private_storage().open(self.name, mode)


def guarded_document(request: HttpRequest, document: Document, *, filename: str) -> HttpResponseBase:
    """Answer with the original; `?tampil` shows the kinds that a browser shows without running anything."""
    return guarded_file(
        request,
        path=Path(document.file.path),
        accel_path=f"/terlindungi/bukti/{document.file.name}",
        content_type=document.content_type,
        filename=filename,
        size=document.size,
        inline="tampil" in request.GET and document.content_type in SHOWN,
    )


def is_beginning(request: HttpRequest) -> bool:
    """Whether the file is asked for from its start, and not for each further range of it."""
    return request.headers.get("Range", "bytes=0-").startswith("bytes=0-")


def guarded_picture(request: HttpRequest, *, name: str, size: Size) -> HttpResponseBase:
    """Answer with a picture that a worker drew, by its name in the private store. The caller has decided."""
    if settings.USE_X_ACCEL_REDIRECT:
        response = _accelerated(f"/terlindungi/bukti/{name}", size.content_type)
    else:
        length = private_storage().size(name)
        response = ranged(request, path=Stored(name), content_type=size.content_type, size=length)
    return _harmless(response, filename=name.rpartition("/")[2], inline=True, cache=PICTURE_CACHE)


def guarded_file(
    request: HttpRequest,
    *,
    path: Path,
    accel_path: str,
    content_type: str,
    filename: str,
    size: int,
    inline: bool = False,
) -> HttpResponseBase:
    """Answer with a private file. The caller has already decided that this user may have it.

    `path` is where the file lies, `accel_path` the same file below the web server's internal location
    (`/terlindungi/...`), `size` the bytes its row promises, `content_type` ours and never the uploader's.
    A file that is gone or not as long as promised is a 404 and an error in the log, never half a file.
    """
    actual = path.stat().st_size if path.is_file() else None
    if actual != size:
        logger.error("file %s: %s bytes on disk, %s in its row", path, actual, size)
        raise Http404
    if settings.USE_X_ACCEL_REDIRECT:
        response = _accelerated(accel_path, content_type)
    else:
        response = ranged(request, path=path, content_type=content_type, size=size)
    return _harmless(response, filename=filename, inline=inline)


def _accelerated(accel_path: str, content_type: str) -> HttpResponseBase:
    return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": quote(accel_path)})


def _harmless(response: HttpResponseBase, *, filename: str, inline: bool, cache: str = "") -> HttpResponseBase:
    for name, value in SAFE_HEADERS.items():
        response[name] = value
    if cache:
        response["Cache-Control"] = cache
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(filename, safe='')}"
    return response


def ranged(request: HttpRequest, *, path: Openable, content_type: str, size: int) -> HttpResponseBase:
    """Stream a file in blocks: 200, or 206 and 416 for one byte range (RFC 9110, 14.2).

    Several ranges at once and an unreadable Range are ignored, which the RFC allows. So is any Range with
    If-Range: we send no validator that it could match.
    """
    wanted = None if "If-Range" in request.headers else _wanted(request.headers.get("Range", ""), size)
    if wanted == ():
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=content_type)
    first, last = wanted or (0, size - 1)
    response = StreamingHttpResponse(
        _blocks(path, first, last - first + 1), status=206 if wanted else 200, content_type=content_type
    )
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    # Named, so that the gzip middleware passes by: a range counts bytes of the file itself.
    response["Content-Encoding"] = "identity"
    return response


def _wanted(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; None for the whole file, empty when no byte of it was asked for."""
    match = SINGLE_RANGE.fullmatch(header.strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # the last n bytes
        return (max(0, size - int(last)), size - 1) if int(last) else ()
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last or size), size - 1)) if int(first) < size else ()


def _blocks(path: Openable, start: int, count: int) -> Iterator[bytes]:
    """Opens the file only when the first block is asked for, so that an unread answer leaves nothing open."""
    with path.open("rb") as file:
        file.seek(start)
        while count and (block := file.read(min(BLOCK, count))):
            count -= len(block)
            yield block
