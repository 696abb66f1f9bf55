"""PDF pages with something to see on them, good and hostile, made by code."""

from __future__ import annotations

import io
import struct
import zlib

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

A4 = (595, 842)


def pdf(*contents: bytes, size: tuple[float, float] = A4) -> bytes:
    """One page for each content stream."""
    writer = pypdf.PdfWriter()
    for content in contents:
        page = writer.add_blank_page(*size)
        page[NameObject("/Contents")] = writer._add_object(_stream(content))
    return _saved(writer)


def filled(red: float, green: float, blue: float) -> bytes:
    """A page in one colour."""
    return f"{red} {green} {blue} rg 0 0 {A4[0]} {A4[1]} re f".encode()


def signed() -> bytes:
    """A white page with the visible seal of an electronic signature, which is a form field: a red half."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    seal = _stream(b"1 0 0 rg 0 0 200 100 re f")
    seal.update(_names({"Type": "XObject", "Subtype": "Form"}) | {NameObject("/BBox"): _numbers(0, 0, 200, 100)})
    field = DictionaryObject(_names({"Type": "Annot", "Subtype": "Widget", "FT": "Sig"}))
    field[NameObject("/T")], field[NameObject("/F")] = TextStringObject("segel"), NumberObject(132)
    field[NameObject("/Rect")] = _numbers(0, 0, 200, 100)
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(seal)})
    fields = ArrayObject([writer._add_object(field)])
    page[NameObject("/Annots")] = fields
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    return _saved(writer)


def endless() -> bytes:
    """A page that paints itself a hundred million times over."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(*A4)
    inner = None
    for _ in range(8):
        form = _stream(b"/X Do " * 10 if inner else b"0 0 500 800 re f 0 0 m 500 800 l S " * 40)
        form.update(_names({"Type": "XObject", "Subtype": "Form"}) | {NameObject("/BBox"): _numbers(0, 0, *A4)})
        if inner:
            form[NameObject("/Resources")] = _resources(inner)
        inner = writer._add_object(form)
    page[NameObject("/Resources")] = _resources(inner)
    page[NameObject("/Contents")] = writer._add_object(_stream(b"/X Do"))
    return _saved(writer)


def hungry(mib: int = 900) -> bytes:
    """A page whose instructions are many million blanks, small while they are packed."""
    blanks = b" " * 2**20
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)  # stands for itself, so it may be repeated
    check = 1
    for _ in range(mib):
        check = zlib.adler32(blanks, check)
    content = StreamObject()
    content._data = head + block * mib + b"\x03\x00" + struct.pack(">I", check)
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(*A4)[NameObject("/Contents")] = writer._add_object(content)
    return _saved(writer)


def joined(*files: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    for content in files:
        writer.append(io.BytesIO(content))
    return _saved(writer)


def _stream(content: bytes) -> StreamObject:
    stream = StreamObject()
    stream.set_data(content)
    return stream


def _resources(inner) -> DictionaryObject:
    return DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})})


def _names(values: dict[str, str]) -> dict:
    return {NameObject(f"/{name}"): NameObject(f"/{value}") for name, value in values.items()}


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([NumberObject(value) for value in values])


def _saved(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
