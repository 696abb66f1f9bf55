"""The only way a private file leaves: after the caller asked `visible_to`, with headers that keep it harmless."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from evidence.models import Document, private_storage
from evidence.previews import Size
from evidence.stores import Store
from evidence.stores.local import LooseFile

logger = logging.getLogger(__name__)

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
Blocks = Callable[[int, int], Iterator[bytes]]  # from where, how many bytes


def guarded_document(request: HttpRequest, document: Document, *, filename: str) -> HttpResponseBase:
    """Answer with the original; `?tampil` shows the kinds that a browser shows without running anything."""
    return guarded_file(
        request,
        storage=document.file.storage,
        name=document.file.name,
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
    storage = private_storage()
    return guarded_file(
        request,
        storage=storage,
        name=name,
        content_type=size.content_type,
        filename=name.rpartition("/")[2],
        size=storage.size(name),
        inline=True,
        cache=PICTURE_CACHE,
    )


def guarded_file(
    request: HttpRequest,
    *,
    content_type: str,
    filename: str,
    size: int,
    storage: Store | None = None,
    name: str = "",
    path: Path = Path(),
    accel_path: str = "",
    inline: bool = False,
    cache: str = "",
) -> HttpResponseBase:
    """Answer with a private file. The caller has already decided that this user may have it.

    The file is `name` in `storage`; or on this disk `path`, with `accel_path` the same below the web server's
    internal location (`/terlindungi/...`). `size` is what its row promises, `content_type` ours and never the
    uploader's. A file that is gone or not as long as promised is a 404 and an error in the log, never half a file;
    StoreFailed when the store cannot be asked.
    """
    source = storage or LooseFile(path, accel_path)
    actual = _length(source, name)
    if actual != size:
        logger.error("file %s: %s bytes are there, %s in its row", name or path, actual, size)
        raise Http404
    if settings.USE_X_ACCEL_REDIRECT and source.accel_prefix:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = quote(source.accel_prefix + name)
    else:
        blocks = partial(source.blocks, name)
        response = ranged(request, blocks=blocks, content_type=content_type, size=size)
    for header, value in SAFE_HEADERS.items():
        response[header] = value
    if cache:
        response["Cache-Control"] = cache
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(filename, safe='')}"
    return response


def _length(source: Store | LooseFile, name: str) -> int | None:
    try:
        return source.size(name)
    except FileNotFoundError:
        return None


def ranged(request: HttpRequest, *, blocks: Blocks, content_type: str, size: int) -> HttpResponseBase:
    """Stream a file in blocks: 200, or 206 and 416 for one byte range (RFC 9110, 14.2).

    Several ranges at once and an unreadable Range are ignored, which the RFC allows. So is any Range with
    If-Range: we send no validator that it could match.
    """
    wanted = None if "If-Range" in request.headers else _wanted(request.headers.get("Range", ""), size)
    if wanted == ():
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=content_type)
    first, last = wanted or (0, size - 1)
    response = StreamingHttpResponse(
        blocks(first, last - first + 1), status=206 if wanted else 200, content_type=content_type
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
