"""One printing in a process of its own, as a worker forks one: what it took, and the most memory it had.

`reports.rendering` is imported only there, so that no run begins warmer than another.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
from django.contrib.staticfiles import finders
from django.db import connections

from reports import services
from reports.documents import DOCUMENTS, Order
from reports.models import JobState, ReportJob


@dataclass(frozen=True)
class Run:
    """`value` is what the function returned, mostly a number of pages; `peak` is of the process, or of its children."""

    seconds: float
    peak: float
    value: Any


def apart(what: Callable[[], Any]) -> Run:
    """Call it in a forked process."""
    connections.close_all()
    here, there = multiprocessing.Pipe(duplex=False)

    def child() -> None:
        gc.freeze()
        start = time.perf_counter()
        value = what()
        seconds = time.perf_counter() - start
        used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        there.send(Run(seconds, used / 1024, value() if callable(value) else value))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        raise SystemExit("A printing failed; see its message above.") from None
    finally:
        process.join()


def job(pk: Any) -> Callable[[], int]:
    """The service that a worker calls, from the queued row to the finished one."""
    services.render(pk)
    return lambda: _pages_of_job(pk)


def _pages_of_job(pk: Any) -> int:
    row = ReportJob.objects.get(pk=pk)
    if row.state != JobState.DONE:
        raise RuntimeError(f"{row.get_state_display()}: {row.failure}")
    return len(pypdf.PdfReader(row.file.path).pages)


def capture(pk: Any, folder: Path) -> None:
    """Keep the HTML and the images that the job hands to WeasyPrint."""
    from reports import rendering  # noqa: PLC0415

    def keep(html: str, target: Path, *, images: Any = None, **rest: Any) -> int:
        (folder / "page.pickle").write_bytes(pickle.dumps((html, dict(images or {}))))
        return 0

    rendering.write_pdf = keep
    row = ReportJob.objects.get(pk=pk)
    order = Order(row.frozen or {}, row.format, row.options, row.code)
    DOCUMENTS[row.kind].make(order, folder / "none.pdf", lambda step, percent: None)


def _captured(folder: Path) -> tuple[str, dict[str, tuple[bytes, str]]]:
    return pickle.loads((folder / "page.pickle").read_bytes())  # noqa: S301 - written by `capture`


def weasyprint(folder: Path) -> Callable[[], int]:
    """The library alone, with our fetcher, as nothing else knows the addresses in the page."""
    from weasyprint import HTML  # noqa: PLC0415

    from reports import rendering  # noqa: PLC0415

    html, images = _captured(folder)
    target = folder / "bare.pdf"
    HTML(string=html, base_url="app:", url_fetcher=rendering.ReportFetcher(images)).write_pdf(
        target, pdf_variant=rendering.VARIANT
    )
    return lambda: len(pypdf.PdfReader(target).pages)


def lay_out(folder: Path) -> None:
    """The same page for a browser: beside its files, which it finds by name."""
    from reports import rendering  # noqa: PLC0415

    html, images = _captured(folder)
    for address, (name, _) in rendering.ASSETS.items():
        text = Path(finders.find(name)).read_bytes().replace(b"app:", b"")
        (folder / address.removeprefix("app:")).write_bytes(text)
    for address, (content, _) in images.items():
        (folder / address.removeprefix("app:")).write_bytes(content)
    (folder / "page.html").write_text(html.replace("app:", ""))


def chromium(program: str, folder: Path) -> Callable[[], int]:
    target = folder / "chromium.pdf"
    flags = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [program, *flags, f"--print-to-pdf={target}", (folder / "page.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return lambda: len(pypdf.PdfReader(target).pages)
