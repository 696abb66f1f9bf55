"""XLSX files of unknown origin: looked at from outside first, then read row by row."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from accounts.refusals import Refused

MAX_MEMBERS = 2000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_LINES = 20_000  # a sheet may have gaps; 5,000 filled rows lie well within
MAX_COLUMNS = 80  # a table of levels has one per indicator

BROKEN = "Berkas XLSX ini rusak atau bukan tabel. Buka di Excel atau LibreOffice, simpan lagi, lalu unggah."
SUSPICIOUS = "Berkas XLSX ini mengembang terlalu besar saat dibuka, jadi tidak dibaca. Simpan ulang hanya tabelnya."


def spreadsheet_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells of the first sheet as text; a formula is the text that was typed, never its result."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims about its size is not believed
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        for number, values in enumerate(rows, 1):
            if number > MAX_LINES:
                raise Refused("Lembar ini terlalu panjang. Hapus baris kosong, atau bagi menjadi beberapa berkas.")
            yield number, [as_text(value) for value in values]
    except Refused:
        raise
    except Exception:  # openpyxl raises whatever a broken file makes it stumble over
        raise Refused(BROKEN) from None


def check_package(data: bytes) -> None:
    """Judge the zip by its central directory, before anything is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused(BROKEN) from None
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        raise Refused(SUSPICIOUS)
    names = {m.filename for m in members}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names or any(m.flag_bits & 1 for m in members):
        raise Refused(BROKEN)


def as_text(value: Any) -> str:
    """A cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value)
