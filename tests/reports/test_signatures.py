"""What is read out of signed files, and that none can hurt the portal by it."""

import datetime
import io
import tempfile

import pikepdf
import pytest

from reports import signatures
from reports.signatures import Signature, Unreadable, read_signatures
from tests.reports.signed_pdfs import ISSUER, SIGNER, cms, plain, signed


def read(content: bytes) -> list[Signature]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return read_signatures(file)


def facts(signature: Signature):
    return signature.name, signature.is_intact, signature.is_covered, signature.is_stamp


def test_file_without_signatures_has_none():
    assert read(plain()) == []


def test_signature_tells_who_and_when():
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    (found,) = read(signed(plain()))

    assert (facts(found), found.issuer) == ((SIGNER, True, True, False), ISSUER)
    assert before < found.moment < before + datetime.timedelta(minutes=5)


def test_time_of_the_field_is_taken_where_the_signature_has_none():
    (found,) = read(signed(plain(), signature=lambda data: b"", moment="D:20261122103000+07'00'"))

    assert found.moment == datetime.datetime(2026, 11, 22, 3, 30, tzinfo=datetime.UTC)


def test_second_signature_leaves_the_first_intact_but_short():
    both = read(signed(signed(plain()), signature=lambda data: cms(data, "I Wayan Contoh")))

    assert [facts(found) for found in both] == [(SIGNER, True, False, False), ("I Wayan Contoh", True, True, False)]


def test_changed_byte_is_noticed():
    content = bytearray(signed(plain()))
    content[content.index(b"[ 0 0 200 200 ]") + 2 : content.index(b"[ 0 0 200 200 ]") + 3] = b"9"

    assert [facts(found) for found in read(bytes(content))] == [(SIGNER, False, True, False)]


def test_addition_behind_the_signature_is_noticed():
    assert [facts(found) for found in read(signed(plain()) + b"% lain\n")] == [(SIGNER, True, False, False)]


def test_stamp_of_time_is_no_signature():
    (found,) = read(signed(plain(), kind="/ETSI.RFC3161"))

    assert (found.is_stamp, found.is_intact) == (True, None)


def ranges(text: bytes):
    """A signed file that says it covers something else."""
    content = signed(plain())
    at = content.index(b"/ByteRange [") + len(b"/ByteRange [")
    return content[:at] + text.ljust(40) + content[at + 40 :]


@pytest.mark.parametrize(
    "text",
    [b"0 10 20 30", b"5 10 20 30", b"0 999999999 9999999999 1", b"0 10 5 -3", b"1 2", b"(a) (b) (c) (d)", b"0 0 0 0"],
)
def test_signature_that_covers_elsewhere_counts_as_broken(text):
    assert [facts(found) for found in read(ranges(text))] == [("", False, False, False)]


@pytest.mark.parametrize(
    "junk",
    [b"", b"\x30", b"\x30\x80\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x02\x01\x01", b"\x00" * 50, b"\xff" * 99],
)
def test_signature_that_is_none_says_nothing(junk):
    assert [facts(found) for found in read(signed(plain(), signature=lambda data: junk))] == [("", None, True, False)]


def test_name_cannot_bend_the_page():
    (found,) = read(signed(plain(), signature=lambda data: cms(data, "Budi\u202e\n<b>x</b>")))

    assert found.name == "Budi<b>x</b>"


def formed(change) -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def within_itself(pdf):
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, Kids=pikepdf.Array()))
    field.Kids.append(field)
    field.Kids.append(field)
    pdf.Root.AcroForm.Fields.append(field)


def strange(pdf):
    pdf.Root.AcroForm.Fields = pikepdf.Array([1, pikepdf.Name.Sig, pikepdf.Array(), pikepdf.Dictionary(V=3)])


def test_fields_within_themselves_end():
    with pytest.raises(Unreadable):
        read(formed(within_itself))


def test_fields_that_are_none_are_passed_over():
    assert read(formed(strange)) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 5000, b"%PDF-1.7\n" + b"[" * 100_000])
def test_file_that_cannot_be_read_says_so(content):
    with pytest.raises(Unreadable):
        read(content)


def test_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(signatures, "WALL_SECONDS", 0.01)
    with pytest.raises(Unreadable):
        read(signed(plain()))
