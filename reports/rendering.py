"""A summary into a PDF. Imported only where a report is made: WeasyPrint needs Pango and takes a while to load.

The page may load our own stylesheet and font by an `app:` address and nothing else, whatever a text in it says.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML, Attachment
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from results import analysis, charts
from results.values import Summary

VARIANT = "pdf/a-3a"
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # or the font library writes the second of making into each font
ASSETS = {
    "app:report.css": ("report/report.css", "text/css"),
    "app:priorities.css": ("report/priorities.css", "text/css"),
    "app:executive.css": ("report/executive.css", "text/css"),
    "app:unit.css": ("report/unit.css", "text/css"),
    "app:plan.css": ("report/plan.css", "text/css"),
    "app:font.woff2": ("vendor/plus-jakarta-sans-latin-wght-normal.woff2", "font/woff2"),
}
# Controls that no page can show, and the ones that make text run backwards past what stands beside it.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
LAYOUT_PAGE = re.compile(r"Creating layout - Page (\d+)")
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table of every font

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


def render_html(summary: Summary) -> str:
    """The report as one HTML page. Templates escape every text; unprintable characters are left out."""
    context = {
        "summary": summary,
        "heading": summary.heading,
        "highlights": analysis.highlights(summary),
        "parts": analysis.aspect_parts(summary),
        "recommendations": analysis.recommendations(summary),
        "radar": charts.radar(summary),
        "scale": charts.band_scale(summary),
        "domain_bars": charts.bars(summary, summary.domain_lines),
        "aspect_bars": charts.bars(summary, summary.aspect_lines),
    }
    return UNPRINTABLE.sub("", render_to_string("reports/pdf/report.html", context))


def render_priorities(summary: Summary, sheet: dict[str, Any]) -> str:
    """The sheet of priority targets to be signed, made from what the job froze."""
    rows = [
        row | {"level": Decimal(row["level"]) if row["level"] else None, "due_on": date.fromisoformat(row["due_on"])}
        for row in sheet["rows"]
    ]
    context = {"summary": summary, "heading": summary.heading, "sheet": sheet | {"rows": rows}}
    return UNPRINTABLE.sub("", render_to_string("reports/pdf/priorities.html", context))


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
        document.write_pdf(target, pdf_variant=VARIANT, attachments=list(attachments))
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
