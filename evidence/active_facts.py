"""Run as a process of its own: name, as JSON, what in the PDF on standard input does more than show pages.

It limits itself before it loads the PDF reader, so a file that makes the reader grow, spin or crash ends this
process alone. Every object of the file is looked at, also those in compressed streams and those nothing leads to.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any

MEMORY = 2**30
CPU_SECONDS = 60
DEPTH = 100  # of dictionaries written within one another; deeper ones count as something that cannot be checked

SCRIPT, LAUNCH, SEND, FETCH = "JavaScript", "perintah menjalankan program", "pengiriman data", "pembuka berkas lain"
ATTACHMENT, XFA, MEDIA, BY_ITSELF = "lampiran berkas", "formulir XFA", "media tertanam", "tindakan otomatis"
UNCHECKED = "bagian yang tidak dapat diperiksa"
ORDER = (SCRIPT, LAUNCH, ATTACHMENT, XFA, MEDIA, SEND, FETCH, BY_ITSELF, UNCHECKED)

ACTIONS = {
    "/JavaScript": SCRIPT, "/Launch": LAUNCH, "/SubmitForm": SEND, "/ImportData": FETCH, "/GoToR": FETCH,
    "/GoToE": FETCH, "/Rendition": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/GoTo3DView": MEDIA,
    "/RichMediaExecute": MEDIA,
}  # fmt: skip
KEYS = {
    "/JS": SCRIPT, "/JavaScript": SCRIPT, "/EmbeddedFiles": ATTACHMENT, "/EF": ATTACHMENT, "/XFA": XFA,
    "/RichMediaContent": MEDIA,
}  # fmt: skip
KINDS = {
    "/FileAttachment": ATTACHMENT, "/EmbeddedFile": ATTACHMENT, "/RichMedia": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA,
    "/Screen": MEDIA, "/3D": MEDIA,
}  # fmt: skip
UNREAD = ("decoding", "unfilterable")  # the reader goes on without a stream of objects that it cannot unpack
HARMLESS = ("/GoTo", "/Named")  # turn to a page: what a file may do on its own, such as open at page 3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    print(json.dumps(read()))


def read() -> list[str]:
    """What was found, the worst first."""
    import pikepdf  # noqa: PLC0415 - only once the limits hold

    found: set[str] = set()
    try:
        with pikepdf.open(sys.stdin.buffer) as pdf:
            for part in _dictionaries(pdf.objects, pikepdf):
                found |= _named(part, pikepdf)
            if any(sign in warning for warning in pdf.get_warnings() for sign in UNREAD):
                found.add(UNCHECKED)
    except Exception:  # the reader raises many kinds; each means that something stayed unseen
        found.add(UNCHECKED)
    return [words for words in ORDER if words in found]


def _dictionaries(objects: Iterable[Any], pikepdf: Any) -> Iterator[Any]:
    """Every dictionary, those within others too; what has a number of its own comes up by itself."""
    waiting = [(part, 0) for part in objects]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH:
            raise ValueError("nested too deeply")
        if isinstance(part, pikepdf.Stream | pikepdf.Dictionary):
            yield part
            inner = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        waiting += [(value, depth + 1) for value in inner if _is_own(value, pikepdf)]


def _is_own(value: Any, pikepdf: Any) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _named(part: Any, pikepdf: Any) -> set[str]:
    """What one dictionary says it is or does."""
    found = {words for key, words in KEYS.items() if key in part}
    found.add(ACTIONS.get(_text(part.get("/S")), ""))
    found.add(KINDS.get(_text(part.get("/Subtype")), KINDS.get(_text(part.get("/Type")), "")))
    starters = [part.get("/OpenAction")]
    if isinstance(events := part.get("/AA"), pikepdf.Dictionary):
        starters += [value for _, value in events.items()]
    if any(_acts(starter, pikepdf) for starter in starters):
        found.add(BY_ITSELF)
    return found - {""}


def _acts(starter: Any, pikepdf: Any) -> bool:
    """Whether an action that nobody clicks does more than turn to a page; a plain place in the file does not."""
    return isinstance(starter, pikepdf.Dictionary) and "/S" in starter and _text(starter["/S"]) not in HARMLESS


def _text(value: Any) -> str:
    return str(value) if value is not None else ""


if __name__ == "__main__":
    main()
