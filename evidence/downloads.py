"""The only way a private file leaves: after the caller asked `visible_to`, with headers that keep it harmless."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

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
SINGLE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


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
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = quote(accel_path)
    else:
        response = ranged(request, path=path, content_type=content_type, size=size)
    for name, value in SAFE_HEADERS.items():
        response[name] = value
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(filename, safe='')}"
    return response


def ranged(request: HttpRequest, *, path: Path, content_type: str, size: int) -> HttpResponseBase:
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


def _blocks(path: Path, start: int, count: int) -> Iterator[bytes]:
    """Opens the file only when the first block is asked for, so that an unread answer leaves nothing open."""
    with path.open("rb") as file:
        file.seek(start)
        while count and (block := file.read(min(BLOCK, count))):
            count -= len(block)
            yield block
