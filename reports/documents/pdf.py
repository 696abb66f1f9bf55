"""The door to WeasyPrint, which only a worker that makes a PDF goes through: it needs Pango, and half a second."""

from __future__ import annotations

from types import ModuleType

PANGO_MISSING = (
    "Pustaka Pango belum terpasang pada server, sehingga PDF tidak dapat dibuat. Pengelola sistem perlu menjalankan:\n"
    "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class PangoMissingError(Exception):
    """WeasyPrint cannot load its text library on this machine."""


def renderer() -> ModuleType:
    """The module `reports.rendering`."""
    try:
        from reports import rendering  # noqa: PLC0415 - so that the web processes never carry it
    except OSError as error:
        raise PangoMissingError from error
    return rendering
