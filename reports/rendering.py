"""A page into a PDF. Imported only where a document is made: WeasyPrint needs Pango and takes a while to load.

The page may load our own stylesheets, font and drawings by an `app:` address and nothing else, whatever a text in it
says. The same page gives the same bytes: nothing here asks the clock, and dates are those the page itself names.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from PIL import ImageFile
from weasyprint import HTML, Attachment
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents.printable import cleaned
from reports.tagging import complete_tags

VARIANT = "pdf/a-3a"
ASSETS = {
    "app:report.css": ("report/report.css", "text/css"),
    "app:book.css": ("report/book.css", "text/css"),
    "app:priorities.css": ("report/priorities.css", "text/css"),
    "app:draft.svg": ("report/draft.svg", "image/svg+xml"),
    "app:letterhead.css": ("report/letterhead.css", "text/css"),
    "app:letter.css": ("report/letter.css", "text/css"),
    "app:letter-page.css": ("report/letter-page.css", "text/css"),
    "app:annexes.css": ("report/annexes.css", "text/css"),
    "app:executive.css": ("report/executive.css", "text/css"),
    "app:unit.css": ("report/unit.css", "text/css"),
    "app:plan.css": ("report/plan.css", "text/css"),
    "app:font.woff2": ("vendor/plus-jakarta-sans-latin-wght-normal.woff2", "font/woff2"),
}
LAYOUT_PAGE = re.compile(r"Creating layout - Page (\d+)")
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process, where uploads are checked too
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table of every font
os.environ["SOURCE_DATE_EPOCH"] = "0"  # or it stamps each font it cuts out of ours with the present time

Report = Callable[[str, int], None]
Images = Mapping[str, tuple[bytes, str]]  # by an `app:` address: content and media type, such as the institution's logo


class ForbiddenFetchError(Exception):
    """Something in the page asked for a file that is not one of ours."""


class ReportFetcher(URLFetcher):
    """Knows the addresses in ASSETS and the images it was given. Anything else ends the rendering.

    No network, no files, no data addresses.
    """

    def __init__(self, images: Images | None = None) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False, fail_on_errors=True)
        self.images = images or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self.images:
            content, content_type = self.images[url]
            return URLFetcherResponse(url, content, {"Content-Type": content_type})
        if url not in ASSETS:
            raise ValueError(f"not one of our own files: {url}")
        name, content_type = ASSETS[url]
        path = finders.find(name)
        if path is None:
            raise ValueError(f"missing from the static files: {name}")
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": content_type})


def render_page(template: str, context: Mapping[str, Any]) -> str:
    """A whole page of HTML. Templates escape every text; unprintable characters are left out."""
    return cleaned(render_to_string(template, dict(context)))


def attachment(content: bytes, name: str, *, description: str, relationship: str, at: datetime.datetime) -> Attachment:
    """A file inside the PDF, dated by the data it was made from; `relationship` as PDF/A-3 names it."""
    moment = at.astimezone(datetime.UTC)
    return Attachment(
        string=content, name=name, description=description, relationship=relationship, created=moment, modified=moment
    )


def write_pdf(
    html: str, target: Path, *, report: Report, images: Images | None = None, attachments: Sequence[Attachment] = ()
) -> int:
    """Lay the page out and write it; returns the number of pages. `report` hears each step and its percentage."""
    try:
        with _laid_out_pages(report):
            document = HTML(string=html, base_url="app:", url_fetcher=ReportFetcher(images)).render(
                font_config=FontConfiguration(), pdf_variant=VARIANT
            )
        report("Menulis PDF", 75)
        document.write_pdf(target, pdf_variant=VARIANT, attachments=list(attachments), finisher=complete_tags)
    except FatalURLFetchingError as error:  # a BaseException, which nobody above would catch
        raise ForbiddenFetchError(str(error)) from error
    return len(document.pages)


@contextmanager
def _laid_out_pages(report: Report) -> Iterator[None]:
    """Pass on what WeasyPrint says of its layout: every tenth page, on the way from 30 to 70 percent."""
    handler = _PageHandler(report)
    level, PROGRESS_LOGGER.propagate = PROGRESS_LOGGER.level, False
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = True


class _PageHandler(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report, self.furthest = report, 0

    def emit(self, record: logging.LogRecord) -> None:
        found = LAYOUT_PAGE.search(record.getMessage())
        page = int(found[1]) if found else 0
        if page >= self.furthest + 10:
            self.furthest = page
            self.report(f"Menata halaman {page}", min(70, 30 + page))
