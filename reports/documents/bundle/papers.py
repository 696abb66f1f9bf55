"""What a bundle says of itself: the manifest, the sums, and a note for whoever opens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.encoding import iri_to_uri

from reports.documents.base import Data
from reports.spreadsheets.tables import lines

MANIFEST, SUMS, NOTE = "manifest.csv", "SHA256SUMS.txt", "Baca-Dahulu.txt"
COLUMNS = (
    "Indikator", "Nama indikator", "Tingkat", "OPD", "Nama dalam bundel", "Nama asal", "Jenis", "Nomor", "Tanggal",
    "Judul", "Ukuran (byte)", "SHA-256", "Hasil pemeriksaan", "Tautan", "Bagian", "Keterangan",
)  # fmt: skip
HOW_TO_READ = (
    f"{MANIFEST} menerangkan setiap bukti: indikator, tingkat, OPD, nama asal, nomor, tanggal, dan SHA-256.",
    f"Untuk memeriksa keutuhan berkas, jalankan: sha256sum -c {SUMS}",
)
Parts = Mapping[str, int]  # the number of the part in which a path lies


def manifest(rows: list[Data], missing: Mapping[str, str], parts: Parts) -> bytes:
    """A line per piece of evidence, those left out with the reason; written as every table of the portal."""
    return b"".join(lines(_records(rows, missing, parts)))


def _records(rows: list[Data], missing: Mapping[str, str], parts: Parts) -> Iterator[list[Any]]:
    yield list(COLUMNS)
    for row in rows:
        reason = row["left_out"] or missing.get(row["path"], "")
        kind = "Tautan" if row.get("link") else row["kind"]
        yield [
            row["code"], row["indicator"], row["level"], row["unit"], "" if reason else row["path"],
            row.get("original", ""), kind, row.get("number", ""), row.get("date", ""), row.get("title", ""),
            row.get("size", ""), row.get("sha256", ""), row["review"], row.get("link", ""),
            "" if reason else parts.get(row["path"], ""), reason,
        ]  # fmt: skip


def sums(digests: Mapping[str, str]) -> bytes:
    """As `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def shortcut(address: str) -> bytes:
    """An address as a file that a double click opens. Encoded, so that none of it can begin a line of its own."""
    return f"[InternetShortcut]\r\nURL={iri_to_uri(address)}\r\n".encode()


def note(data: Data, options: Mapping[str, Any], missing: Mapping[str, str]) -> bytes:
    """What this is, what is not in it and why, and how to check it."""
    rows = data["bundle"]["rows"]
    out, empty = _left_out(rows, missing), _without_evidence(data)
    included = {row["path"]: row for row in rows if row["path"] and row["path"] not in missing}
    links = sum("link" in row for row in included.values())
    scope = ", hanya yang diterima pemeriksa" if options.get("only_accepted") else ""
    return _written(
        *_heading(data),
        f"Isi seluruh bundel: {len(included) - links} berkas dan {links} tautan{scope}.",
        *HOW_TO_READ,
        *(["", f"Tidak disertakan: {len(out)} bukti", *out] if out else []),
        *(["", f"Indikator tanpa bukti dalam bundel ini: {len(empty)}", *empty] if empty else []),
    )


def note_of_part(data: Data, number: int, count: int) -> bytes:
    """The same inside a part. What the bundle leaves out is said around the parts, once."""
    return _written(*_heading(data), f"Ini bagian {number} dari {count}.", *HOW_TO_READ)


def _heading(data: Data) -> list[str]:
    heading = data["summary"]["heading"]
    name = f"Data dukung SPBE {heading['instansi']} {heading['year']}"
    return [name, f"{heading['instrument']}. Tahap {heading['stage_label']}.", ""]


def _written(*said: str) -> bytes:
    return "\r\n".join([*said, ""]).encode()


def _left_out(rows: list[Data], missing: Mapping[str, str]) -> list[str]:
    reasons = [(row, row["left_out"] or missing.get(row["path"], "")) for row in rows]
    return [
        f'- {row["code"]} {row["unit"]}: "{row["original"]}", tingkat {row["level"]}. {reason}'
        for row, reason in reasons
        if reason
    ]


def _without_evidence(data: Data) -> list[str]:
    given = {row["code"] for row in data["bundle"]["rows"]}
    return [f"- {row['code']} {row['short_name']}" for row in data["summary"]["rows"] if row["code"] not in given]
