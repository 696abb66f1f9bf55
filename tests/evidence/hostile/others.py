"""Hostile files that are no PDF: programs, two kinds at once, bombs, and the harmless sample every scanner knows."""

from __future__ import annotations

import io
import random
import struct
import zipfile

from tests.evidence import corpus

# In two halves, so that no scanner takes this file for the sample itself.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
EXE = b"MZ\x90\x00" + bytes(400)
HTML = b"<!doctype html><script>fetch('/')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
GIF_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"
TYPES = "[Content_Types].xml"


def docx_with(name: str, content: bytes) -> bytes:
    return corpus.office("docx", {name: content})


def eicar_docx() -> bytes:
    return docx_with("word/media/image1.bin", EICAR)


def docx_stored(name: str, content: bytes) -> bytes:
    """As above without compression."""
    out = io.BytesIO(corpus.office("docx"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def renamed_part(name: str) -> bytes:
    """A docx one of whose parts carries a name that this machine's own zip program would not write."""
    placeholder = "w" * len(name)
    return docx_with(placeholder, b"x").replace(placeholder.encode(), name.encode())


def nested_zips(depth: int = 8) -> bytes:
    """Zip in zip in zip, each level ten copies of the one below; 100 million times 1 MiB when all is unpacked."""
    inner = corpus.zipped({"0": bytes(2**20)})
    for _ in range(depth):
        inner = corpus.zipped({str(number): inner for number in range(10)})
    return docx_with("word/embeddings/arsip.zip", inner)


def overlapping_parts() -> bytes:
    """Two entries of the directory that point to the same packed bytes, as bombs do that escape the sums."""
    out = io.BytesIO(docx_with("a.bin", bytes(5000)))
    with zipfile.ZipFile(out, "a") as archive:
        twin = archive.getinfo("a.bin")
        copy = zipfile.ZipInfo("b.bin")
        for name in ("CRC", "compress_size", "file_size", "header_offset", "compress_type", "flag_bits"):
            setattr(copy, name, getattr(twin, name))
        archive.filelist.append(copy)
        archive.NameToInfo["b.bin"] = copy
        archive._didModify = True
    return out.getvalue()


def lying_size() -> bytes:
    """The directory says 10 bytes, the part holds 50 MiB: only who unpacks it finds out."""
    raw = bytearray(docx_with("word/media.bin", bytes(50 * 2**20)))
    at = raw.index(b"PK\x01\x02", raw.index(b"word/media.bin"))
    while raw[at + 46 : at + 60] != b"word/media.bin":
        at = raw.index(b"PK\x01\x02", at + 4)
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(raw)


def deep_types(depth: int = 140_000) -> bytes:
    """XML nested as deep as one mebibyte allows, beside noise that hides how well it packs."""
    noise = random.Random(1).randbytes(20_000)  # noqa: S311 - the same each time
    return corpus.zipped({TYPES: b"<a>" * depth + b"</a>" * depth, "noise.bin": noise})


def laughing_types() -> bytes:
    """Ten entities, each ten of the one before: a gigabyte from a few hundred bytes."""
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return corpus.zipped({TYPES: b"<!DOCTYPE x [" + entities + b"]><Types>&a9;</Types>"})


def outside_types() -> bytes:
    """An entity that would read a file of the server."""
    return corpus.zipped({TYPES: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Types>&a;</Types>'})


def jpeg_with_pdf() -> bytes:
    """A picture whose comment is a PDF with a script."""
    from tests.evidence.hostile import pdfs

    comment = pdfs.made(pdfs.named_script)
    picture = corpus.picture("JPEG")
    return picture[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + picture[2:]


def png_with_zip() -> bytes:
    return corpus.picture("PNG") + corpus.zipped({"a.exe": EXE})


def mp4_with_html() -> bytes:
    return corpus.mp4() + corpus.box(b"free", HTML)
