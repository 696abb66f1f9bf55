"""PDF files signed here and now: a certificate of our own, and a signature appended as signing services do it."""

from __future__ import annotations

import datetime
import io
import re
from functools import cache

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

SIGNER, ISSUER = "Ni Luh Contoh", "Penerbit Contoh"
ROOM = 8192  # hexadecimal digits kept free for the signature
OPTIONS = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]


def plain() -> bytes:
    """One page, as the portal might have made it."""
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    return out.getvalue()


@cache
def certificates(signer: str = SIGNER):
    """The signer's certificate, its key, and the one of its issuer."""
    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _certificate(ISSUER, issuer_key.public_key(), ISSUER, issuer_key)
    return _certificate(signer, key.public_key(), ISSUER, issuer_key), key, issuer


def _certificate(subject, public_key, issuer, issuer_key):
    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(
        issuer_name=named(issuer), subject_name=named(subject), public_key=public_key,
        serial_number=x509.random_serial_number(), not_valid_before=now,
        not_valid_after=now + datetime.timedelta(days=365),
    )  # fmt: skip
    return builder.sign(issuer_key, hashes.SHA256())


def cms(data: bytes, signer: str = SIGNER) -> bytes:
    certificate, key, issuer = certificates(signer)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return builder.add_certificate(issuer).sign(Encoding.DER, OPTIONS)


def signed(original: bytes, *, signature=cms, kind: str = "/adbe.pkcs7.detached", moment: str = "") -> bytes:
    """`original` with one signature appended; earlier signatures of ours are kept among the fields."""
    with pikepdf.open(io.BytesIO(original)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
        pages = pdf.Root.Pages.objgen[0]
        form = pdf.Root.get("/AcroForm")
        fields = [field.objgen[0] for field in form.Fields] if form is not None else []
    before = int(re.findall(rb"startxref\s+(\d+)", original)[-1])
    own, field = size, size + 1
    kids = " ".join(f"{number} 0 R" for number in [*fields, field])
    parts = {
        root: f"<< /Type /Catalog /Pages {pages} 0 R /AcroForm << /SigFlags 3 /Fields [{kids}] >> >>",
        own: f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter {kind} /ByteRange [{' ' * 40}] "
        f"/Contents <{'0' * ROOM}>{f' /M ({moment})' if moment else ''} >>",
        field: f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (ttd{field}) /V {own} 0 R /Rect [0 0 0 0] >>",
    }
    out = bytearray(original + b"\n")
    places = {}
    for number, text in parts.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = len(out)
    rows = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    out += f"xref\n{rows}trailer\n<< /Size {size + 2} /Root {root} 0 R /Prev {before} >>\n".encode()
    out += f"startxref\n{table}\n%%EOF\n".encode()
    return _filled(out, places[own], signature)


def _filled(out: bytearray, place: int, signature) -> bytes:
    gap = out.index(b"/Contents <", place) + len("/Contents ")
    after = gap + ROOM + 2
    ranges = f"0 {gap} {after} {len(out) - after}".ljust(40).encode()
    at = out.index(b"/ByteRange [", place) + len("/ByteRange [")
    out[at : at + 40] = ranges
    found = signature(bytes(out[:gap] + out[after:])).hex().encode()
    out[gap + 1 : gap + 1 + len(found)] = found
    return bytes(out)
