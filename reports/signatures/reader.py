"""Run as a process of its own: print, as JSON, what the PDF on standard input says of its digital signatures.

It limits itself before it loads the readers, so a file that makes one grow, spin or crash ends this process alone.
Nothing here proves a signature. What is compared is the digest that a signature names with the bytes it covers.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 2**30
CPU_SECONDS = 30
FIELDS_MAX = 5000
SIGNATURES_MAX = 50
CONTENTS_MAX = 2**20  # bytes of one signature
NAMED = 200  # characters

DETACHED = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached")
STAMP = "/ETSI.RFC3161"
DIGESTS = {20: "sha1", 32: "sha256", 48: "sha384", 64: "sha512"}
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
SEQUENCE, SET, FIRST, UTC_TIME = 0x30, 0x31, 0xA0, 0x17
PDF_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d)?)?")
Part = tuple[int, int, int]  # tag, and where the content begins and ends


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    print(json.dumps(read(sys.stdin.buffer.read())))


def read(data: bytes) -> list[dict[str, Any]]:
    import pikepdf  # noqa: PLC0415 - only once the limits hold

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [_told(value, data, pdf.is_encrypted) for value in _values(pdf, pikepdf)]


def _values(pdf: Any, pikepdf: Any) -> list[Any]:
    """The dictionaries of filled signature fields, as the form of the document names them."""
    form = pdf.Root.get("/AcroForm")
    waiting = [(field, None) for field in _list(form.get("/Fields"), pikepdf)] if _is(form, pikepdf) else []
    found: list[Any] = []
    for _ in range(FIELDS_MAX):
        if not waiting or len(found) == SIGNATURES_MAX:
            return found
        field, above = waiting.pop(0)
        if not _is(field, pikepdf):
            continue
        kind = field.get("/FT", above)
        value = field.get("/V")
        if kind == pikepdf.Name.Sig and _is(value, pikepdf) and "/ByteRange" in value and "/Contents" in value:
            found.append(value)
        waiting += [(kid, kind) for kid in _list(field.get("/Kids"), pikepdf)]
    raise ValueError("too many fields, or fields within themselves")


def _is(part: Any, pikepdf: Any) -> bool:
    return isinstance(part, pikepdf.Dictionary)


def _list(part: Any, pikepdf: Any) -> list[Any]:
    return list(part) if isinstance(part, pikepdf.Array) else []


def _told(value: Any, data: bytes, is_encrypted: bool) -> dict[str, Any]:
    kind = str(value.get("/SubFilter", ""))
    told = {
        "name": "",
        "issuer": "",
        "signed_at": _pdf_time(str(value.get("/M", ""))),
        "is_intact": None,
        "is_covered": False,
        "is_stamp": kind == STAMP,
    }
    try:
        first, gap, after, last = (int(number) for number in value["/ByteRange"])
        contents = _contents(data, first, gap, after, last)
    except (TypeError, ValueError):  # it covers something else than what stands around it
        return told | {"is_intact": False}
    if not is_encrypted and bytes(value["/Contents"]) != contents:
        return told | {"is_intact": False}
    told["is_covered"] = after + last == len(data)
    covered = data[:gap] + data[after : after + last]
    try:
        return told | _signer(contents, covered if kind in DETACHED else None)
    except (ValueError, IndexError, StopIteration):
        return told


def _contents(data: bytes, first: int, gap: int, after: int, last: int) -> bytes:
    """What stands in the gap between both ranges: one string of hexadecimal digits, and nothing beside it."""
    if first != 0 or not 0 < gap < after <= len(data) or last < 0 or after + last > len(data):
        raise ValueError("ranges out of place")
    text = data[gap:after]
    if len(text) > 2 * CONTENTS_MAX or text[:1] != b"<" or text[-1:] != b">":
        raise ValueError("no signature in the gap")
    return bytes.fromhex(text[1:-1].decode("ascii"))


def _signer(contents: bytes, covered: bytes | None) -> dict[str, Any]:
    """Who signed, by the certificates within; and whether the digest that was signed is that of the bytes covered."""
    _, start, stop = _part(contents, 0, len(contents))
    contents = contents[:stop]
    info = _signer_info(contents, start, stop)
    attributes = dict(_attributes(contents, info))
    found: dict[str, Any] = {}
    digest = attributes.get(MESSAGE_DIGEST)
    if covered is not None and digest and len(digest[1]) in DIGESTS:
        name = DIGESTS[len(digest[1])]
        found["is_intact"] = hashlib.new(name, covered, usedforsecurity=False).digest() == digest[1]
    if moment := _cms_time(attributes.get(SIGNING_TIME)):
        found["signed_at"] = moment
    return found | _names(contents, info)


def _signer_info(data: bytes, start: int, stop: int) -> list[Part]:
    """The parts of the first SignerInfo (RFC 5652, 5.3): version, whose certificate, algorithm, signed attributes..."""
    content = next(part for part in _parts(data, start, stop) if part[0] == FIRST)
    _, inner, end = _part(data, content[1], content[2])
    infos = [part for part in _parts(data, inner, end) if part[0] == SET][-1]
    return list(_parts(data, *_part(data, infos[1], infos[2])[1:]))


def _attributes(data: bytes, info: list[Part]) -> Iterator[tuple[bytes, tuple[int, bytes]]]:
    """The signed attributes by the bytes of their identifier: tag and content of the first value."""
    for tag, start, stop in info[3:4]:
        if tag != FIRST:
            return
        for _, begin, end in _parts(data, start, stop):
            identifier, values = list(_parts(data, begin, end))[:2]
            kind, at, until = _part(data, values[1], values[2])
            yield data[identifier[1] : identifier[2]], (kind, data[at:until])


def _parts(data: bytes, start: int, stop: int) -> Iterator[Part]:
    while start < stop:
        part = _part(data, start, stop)
        yield part
        start = part[2]


def _part(data: bytes, at: int, stop: int) -> Part:
    """One element of DER: tag, where its content begins, where it ends."""
    tag, length, begin = data[at], data[at + 1], at + 2
    if length >= 0x80:
        digits = length & 0x7F
        if not 1 <= digits <= 4:
            raise ValueError("not DER")
        length = int.from_bytes(data[begin : begin + digits], "big")
        begin += digits
    if begin + length > stop:
        raise ValueError("longer than what holds it")
    return tag, begin, begin + length


def _names(contents: bytes, info: list[Part]) -> dict[str, str]:
    from cryptography.hazmat.primitives.serialization import pkcs7  # noqa: PLC0415 - only once the limits hold

    try:
        certificates = pkcs7.load_der_pkcs7_certificates(contents)
        own = _own(certificates, contents, info[1])
        return {"name": _name(own.subject), "issuer": _name(own.issuer)} if own else {}
    except Exception:  # the reader raises many kinds; each leaves the names unknown
        return {}


def _own(certificates: list[Any], contents: bytes, named: Part) -> Any:
    """The certificate that the signer names by issuer and number; else one that issued no other."""
    if named[0] == SEQUENCE:
        issuer, number = list(_parts(contents, named[1], named[2]))[:2]
        wanted = int.from_bytes(contents[number[1] : number[2]], "big", signed=True)
        for certificate in certificates:
            if (
                certificate.serial_number == wanted
                and contents[issuer[1] : issuer[2]] in certificate.issuer.public_bytes()
            ):
                return certificate
    issuers = {certificate.issuer for certificate in certificates if certificate.issuer != certificate.subject}
    return next((certificate for certificate in certificates if certificate.subject not in issuers), None)


def _name(name: Any) -> str:
    """The common name, with the organisation where it says more."""
    from cryptography.x509 import NameOID  # noqa: PLC0415 - only once the limits hold

    parts = [
        str(attribute.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in name.get_attributes_for_oid(kind)[:1]
    ]
    return ", ".join(dict.fromkeys(parts))[:NAMED]


def _cms_time(attribute: tuple[int, bytes] | None) -> str:
    """A signing time as ISO 8601; UTCTime counts from 1950."""
    if attribute is None:
        return ""
    kind, content = attribute
    text = content.decode("ascii", "replace")
    if kind == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    return _pdf_time(f"D:{text}")


def _pdf_time(text: str) -> str:
    found = PDF_TIME.match(text)
    if not found:
        return ""
    year, month, day, hour, minute, second, offset, minutes = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset or '+00'}:{minutes or '00'}"


if __name__ == "__main__":
    main()
