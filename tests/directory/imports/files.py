"""Files for the import tests: honest ones and hostile ones."""

import io
import zipfile

from openpyxl import Workbook


def csv(*lines, mark=False):
    return ("\ufeff" * mark + "\r\n".join(lines)).encode()


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data, replace=None, extra=None):
    """The same package with some members replaced or added; a zip bomb compresses well."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()
