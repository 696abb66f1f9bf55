"""What a user calls a file is text to show, never a path; here it becomes harmless text."""

from __future__ import annotations

import re
import unicodedata

from evidence.inspection.refusals import Unacceptable

NAME_MAX = 150
ADVICE = {
    "doc": "Simpan ulang sebagai .docx atau PDF.",
    "xls": "Simpan ulang sebagai .xlsx atau PDF.",
    "ppt": "Simpan ulang sebagai .pptx atau PDF.",
    "rtf": "Simpan ulang sebagai .docx atau PDF.",
    "docm": "Simpan ulang tanpa makro sebagai .docx.",
    "xlsm": "Simpan ulang tanpa makro sebagai .xlsx.",
    "pptm": "Simpan ulang tanpa makro sebagai .pptx.",
    "zip": "Buka arsipnya, lalu unggah isinya satu per satu.",
    "rar": "Buka arsipnya, lalu unggah isinya satu per satu.",
    "7z": "Buka arsipnya, lalu unggah isinya satu per satu.",
    "heic": "Simpan ulang foto sebagai .jpg.",
    "webp": "Simpan ulang gambar sebagai .png atau .jpg.",
    "mov": "Simpan ulang video sebagai .mp4.",
    "html": "Cetak halamannya ke PDF, lalu unggah PDF itu.",
}
ALLOWED = ("pdf", "docx", "xlsx", "pptx", "jpg", "jpeg", "png", "mp4")
# What Windows takes for a device, whatever the extension: such a file cannot be saved there.
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
ALLOWED_TEXT = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), gambar (.jpg, .png), dan video (.mp4)"


def clean_name(name: str) -> str:
    """The last path part in NFC, without control, direction and other invisible signs; the extension kept and small.

    At most NAME_MAX characters: what comes before the extension is cut.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or _is_visible(sign))
    stem, dot, extension = " ".join(visible.split()).rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = stem.strip(" .") or "berkas"
    if stem.partition(".")[0].strip().lower() in DEVICES:
        stem = f"_{stem}"
    extension = extension.strip().lower()[:20]
    tail = f".{extension}" if extension else ""
    return stem[: NAME_MAX - len(tail)].rstrip(" .") + tail


def extension_of(name: str) -> str:
    """The allowed extension of a clean name. Anything else is refused with advice for its kind."""
    _, dot, extension = name.rpartition(".")
    if not dot:
        raise Unacceptable(f"Nama berkas tidak mempunyai akhiran. Yang dapat diunggah: {ALLOWED_TEXT}.")
    if extension not in ALLOWED:
        advice = ADVICE.get(extension, "")
        raise Unacceptable(f"Berkas .{extension} tidak dapat diunggah. {advice} Yang dapat: {ALLOWED_TEXT}.")
    return "jpg" if extension == "jpeg" else extension


def _is_visible(sign: str) -> bool:
    """Neither control, format (direction, zero width), surrogate, private nor unassigned, nor a line separator."""
    return unicodedata.category(sign)[0] != "C"
