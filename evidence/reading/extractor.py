"""Run as a process of its own: print the text of the document on standard input, as JSON.

It limits itself before it loads a reader, so a file that makes one grow, spin or crash ends this process alone. The
argument names the kind of file. Only the first and the last pages are read: there documents say what they are.
"""

from __future__ import annotations

import itertools
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

MEMORY = 2**30
CPU_SECONDS = 30
PASSWORD_ERROR = 4
FIRST, LAST = 10, 2  # pages
PAGE_CHARACTERS = 20_000
HEAD, TAIL = 40_000, 8_000  # characters of a document without pages
CHARACTERS = 2_000_000  # of one part of an office file; what follows is not read
APP_PART = "docProps/app.xml"


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = pdf(sys.stdin.buffer) if sys.argv[1] == "pdf" else office(sys.stdin.buffer, sys.argv[1])
    except MemoryError:
        found = {"problem": "large"}
    print(json.dumps(found))


def pdf(file: BinaryIO) -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415 - only once the limits hold

    try:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
        wanted = sorted({*range(min(FIRST, count)), *range(max(0, count - LAST), count)})
        return {"pages": [_page(document[number]) for number in wanted]}
    except pypdfium2.PdfiumError as error:
        return {"problem": "password" if error.err_code == PASSWORD_ERROR else "broken"}


def _page(page: Any) -> str:
    text = page.get_textpage()
    return str(text.get_text_range(0, min(text.count_chars(), PAGE_CHARACTERS))) if text.count_chars() else ""


def office(file: BinaryIO, kind: str) -> dict[str, Any]:
    """`pages` of text, `marks` that stand on every page, `length` in pages where the file or its parts say so."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    from defusedxml import DefusedXmlException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(file) as archive:
            return {"docx": docx, "xlsx": xlsx, "pptx": pptx}[kind](archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ParseError, DefusedXmlException, OSError, ValueError, KeyError):
        return {"problem": "broken"}


def docx(archive: zipfile.ZipFile) -> dict[str, Any]:
    body = list(_bounded(paragraphs(archive, "word/document.xml"), CHARACTERS))
    text = "\n".join(body)
    shown = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"
    headers = _numbered(archive, r"word/header(\d+)\.xml")
    marks = [line for part in headers[:6] for line in _bounded(paragraphs(archive, part), 2000)]
    return {"pages": [shown], "marks": marks, "length": _app_number(archive, "Pages") or 1 + len(text) // 3000}


def xlsx(archive: zipfile.ZipFile) -> dict[str, Any]:
    sheets = _numbered(archive, r"xl/worksheets/sheet(\d+)\.xml")
    parts = [part for part in ("xl/sharedStrings.xml", *sheets[:1]) if part in archive.namelist()]
    cells = [text for part in parts for text in _bounded(texts_of(archive, part, ("si", "is")), HEAD)]
    return {"pages": ["\n".join(cells)], "length": max(1, len(sheets))}


def pptx(archive: zipfile.ZipFile) -> dict[str, Any]:
    slides = _numbered(archive, r"ppt/slides/slide(\d+)\.xml")
    wanted = slides[:FIRST] + slides[FIRST:][-LAST:]
    pages = ["\n".join(_bounded(paragraphs(archive, slide), PAGE_CHARACTERS)) for slide in wanted]
    return {"pages": pages, "length": max(1, len(slides))}


def paragraphs(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    return texts_of(archive, part, ("p",))


def texts_of(archive: zipfile.ZipFile, part: str, groups: tuple[str, ...]) -> Iterator[str]:
    """The text of each element named in `groups`; of drawn letters (a watermark) too. What was read is let go."""
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    line: list[str] = []
    with archive.open(part) as file:
        for _, element in iterparse(file):
            name = element.tag.rpartition("}")[2]
            if name == "t":
                line.append(element.text or "")
            elif name in ("tab", "br", "cr"):
                line.append("\t" if name == "tab" else "\n")
            elif name == "textpath":
                line.append(f"\n{element.get('string', '')}\n")
            elif name in groups:
                yield "".join(line)
                line.clear()
                element.clear()


def _bounded(lines: Iterator[str], characters: int) -> Iterator[str]:
    """Lines until so many characters are through; empty ones count as one."""
    seen = 0
    for line in lines:
        yield line[:characters]
        seen += len(line) + 1
        if seen > characters:
            return


def _numbered(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    found = ((re.fullmatch(pattern, name), name) for name in itertools.islice(archive.namelist(), 5000))
    return [name for _, name in sorted((int(match[1]), name) for match, name in found if match)]


def _app_number(archive: zipfile.ZipFile, name: str) -> int | None:
    """What the program that wrote the file counted."""
    if APP_PART not in archive.namelist():
        return None
    with archive.open(APP_PART) as part:
        match = re.search(rf"<{name}>(\d{{1,5}})</{name}>", part.read(100_000).decode(errors="replace"))
    return int(match[1]) if match else None


if __name__ == "__main__":
    main()
