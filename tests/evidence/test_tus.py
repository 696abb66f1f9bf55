"""The protocol as a client meets it: statuses, headers, and whose upload it is."""

from __future__ import annotations

import base64
import datetime
import fcntl
import hashlib
import uuid
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Stage
from evidence import resumable
from evidence.models import Evidence, Upload
from tests.evidence import corpus
from tests.evidence.scenes import set_stage

PDF = corpus.pdf()
TYPE = "application/offset+octet-stream"


def encoded(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def metadata(**values: str) -> str:
    values = {"filename": "Perbup 4.pdf", "target": "2"} | values
    return ",".join(f"{name} {encoded(value)}" for name, value in values.items())


@pytest.fixture
def tus(client_for, world):
    """`tus("PATCH", address, body, Upload_Offset="0")` as the operator, in version 1.0.0 of the protocol."""

    def ask(method: str, address: str, body: bytes = b"", *, by=world.operator, kind: str = TYPE, **headers: str):
        headers = {"Tus_Resumable": "1.0.0"} | headers
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items() if value is not None}
        return client_for(by).generic(method, address, body, content_type=kind, **named)

    return ask


@pytest.fixture
def create(tus, world):
    def ask(length: object = len(PDF), data: str | None = None, **rest):
        address = reverse("uploads", args=[world.answer.pk])
        return tus("POST", address, kind="", Upload_Length=str(length), Upload_Metadata=data or metadata(), **rest)

    return ask


@pytest.fixture
def address(create) -> str:
    return create().headers["Location"]


def test_options_tell_what_the_server_can(tus, world):
    response = tus("OPTIONS", reverse("uploads", args=[world.answer.pk]), Tus_Resumable=None)
    assert (response.status_code, response.headers["Tus-Version"]) == (204, "1.0.0")
    assert response.headers["Tus-Extension"] == "creation,creation-with-upload,termination,expiration,checksum"
    assert response.headers["Tus-Max-Size"] == str(100 * 2**20)
    assert response.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.1"])
def test_another_version_is_refused_and_changes_nothing(create, version):
    response = create(Tus_Resumable=version)
    assert (response.status_code, response.headers["Tus-Version"]) == (412, "1.0.0")
    assert Upload.objects.count() == 0


def test_upload_from_beginning_to_evidence(create, tus):
    response = create(data=metadata(clause="Pasal 5", page="7"))
    address = response.headers["Location"]
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, "0")
    assert parsedate_to_datetime(response.headers["Upload-Expires"]) > timezone.now() + datetime.timedelta(days=6)
    assert address == f"/unggahan/{Upload.objects.get().pk}/"
    response = tus("PATCH", address, PDF[:100], Upload_Offset="0")
    assert (response.status_code, response.headers["Upload-Offset"], response.content) == (204, "100", b"")
    response = tus("HEAD", address)
    assert (response.status_code, response.headers["Upload-Offset"]) == (200, "100")
    assert (response.headers["Upload-Length"], response.headers["Cache-Control"]) == (str(len(PDF)), "no-store")
    assert response.headers["Upload-Metadata"] == f"filename {encoded('Perbup 4.pdf')}"
    assert tus("PATCH", address, PDF[100:], Upload_Offset="100").status_code == 204
    evidence = Evidence.objects.get()
    assert (evidence.clause, evidence.page, evidence.criterion.level) == ("Pasal 5", "7", 2)
    assert evidence.document.sha256 == hashlib.sha256(PDF).hexdigest()


def test_first_piece_may_come_with_the_creation(tus, world):
    response = tus(
        "POST", reverse("uploads", args=[world.answer.pk]), PDF,
        Upload_Length=str(len(PDF)), Upload_Metadata=metadata(),
    )  # fmt: skip
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, str(len(PDF)))
    assert Evidence.objects.count() == 1


def test_methods_may_hide_in_a_post(tus, address):
    assert tus("POST", address, PDF[:9], Upload_Offset="0", X_HTTP_Method_Override="PATCH").status_code == 204
    assert tus("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204
    assert tus("HEAD", address).status_code == 404


@pytest.mark.parametrize("length", ["", "-1", "+1", "1.0", "1e3", "٣", "abc", "9" * 19])
def test_length_that_is_no_number_is_refused(create, length):
    assert create(length).status_code == 400
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("filename a*b", 400),
        (f"filename {encoded(bytes([255]))},target {encoded('2')}", 400),
        (f"filename {encoded('a.pdf')},filename {encoded('b.pdf')}", 400),
        (metadata(target="9"), 400),
        (metadata(target="2:999999"), 400),
        (metadata(sha256="xyz"), 400),
        (metadata(clause="x" * 101), 400),
        (metadata(page="\x00"), 400),
        (metadata(filename="program.exe"), 415),
        (metadata(filename=""), 415),
    ],
)
def test_bad_metadata_is_refused_before_bytes_are_sent(create, data, status):
    response = create(data=data)
    assert response.status_code == status
    assert response.content
    assert Upload.objects.count() == 0


def test_too_large_and_no_room_are_413(create, settings):
    assert create(100 * 2**20 + 1).status_code == 413
    settings.QUOTA_GIB = 1 / 1024
    assert "Ruang penyimpanan" in create(2**20 + 1).content.decode()


def test_empty_file_is_complete_at_once_and_refused_for_it(create):
    response = create(0)
    assert (response.status_code, "kosong" in response.content.decode()) == (422, True)


def test_creation_while_filling_is_closed_is_told_before_bytes_are_sent(create, world):
    set_stage(world.assessment, Stage.SCORING)
    response = create()
    assert (response.status_code, "tidak dapat diubah" in response.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), ("other_operator", 404), ("stranger", 404), ("technician", 404), ("admin", 403)]
)
def test_creation_is_for_those_who_fill_the_answer(create, world, role, status):
    assert create(by=getattr(world, role) if role else None).status_code == status
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), ("other_operator", 404), ("admin", 404), ("assessor", 404), ("stranger", 404)]
)
def test_upload_exists_for_its_owner_alone(tus, world, address, role, status):
    person = getattr(world, role) if role else None
    for method in ("HEAD", "DELETE"):
        assert tus(method, address, by=person).status_code == status
    assert tus("PATCH", address, PDF, Upload_Offset="0", by=person).status_code == status
    assert tus("HEAD", f"/unggahan/{uuid.uuid4()}/").status_code == 404
    assert tus("HEAD", address).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": "application/octet-stream"}, 415),
        ({"Upload_Offset": None}, 400),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "5"}, 409),
        ({"body": PDF + b"x"}, 413),
        ({"body": bytes(8 * 2**20 + 1)}, 413),
        ({"Upload_Checksum": "md5 AAAA"}, 400),
        ({"Upload_Checksum": "sha1 *"}, 400),
        ({"Upload_Checksum": f"sha1 {encoded(bytes(20))}"}, 460),
    ],
)
def test_piece_that_cannot_be_taken_changes_nothing(tus, address, changes, status):
    values = {"body": PDF[:50], "Upload_Offset": "0"} | changes
    response = tus("PATCH", address, values.pop("body"), **values)
    assert response.status_code == status
    assert response.headers["Tus-Resumable"] == "1.0.0"
    if status == 409:
        assert response.headers["Upload-Offset"] == "0"
    assert tus("HEAD", address).headers["Upload-Offset"] == "0"
    assert resumable.part(Upload.objects.get()).stat().st_size == 0


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_piece_with_its_checksum_is_taken(tus, address, name):
    digest = encoded(hashlib.new(name, PDF).digest())
    assert tus("PATCH", address, PDF, Upload_Offset="0", Upload_Checksum=f"{name} {digest}").status_code == 204
    assert Evidence.objects.count() == 1


def test_second_piece_at_the_same_time_is_423(tus, address):
    with resumable.part(Upload.objects.get()).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert tus("PATCH", address, PDF, Upload_Offset="0").status_code == 423
        assert tus("DELETE", address).status_code == 423
        assert tus("HEAD", address).status_code == 423  # where it stands is not decided yet
    assert tus("PATCH", address, PDF, Upload_Offset="0").status_code == 204


def test_expired_upload_is_410(tus, address):
    Upload.objects.update(expires_at=timezone.now())
    assert tus("PATCH", address, PDF, Upload_Offset="0").status_code == 410
    assert tus("HEAD", address).status_code == 410


def test_refusal_is_said_with_the_last_piece_and_after(tus, create):
    content = b"MZ\x90\x00" + bytes(300)
    address = create(len(content)).headers["Location"]
    response = tus("PATCH", address, content, Upload_Offset="0")
    assert (response.status_code, "Nama berkas berakhiran .pdf" in response.content.decode()) == (422, True)
    assert tus("HEAD", address).status_code == 410
    assert tus("DELETE", address).status_code == 204


def test_repeated_last_piece_makes_nothing_twice(tus, address):
    tus("PATCH", address, PDF, Upload_Offset="0")
    assert tus("PATCH", address, PDF, Upload_Offset="0").status_code == 409
    assert tus("HEAD", address).headers["Upload-Offset"] == str(len(PDF))
    assert tus("DELETE", address).status_code == 409
    assert Evidence.objects.count() == 1


def test_whole_upload_left_behind_is_settled_by_asking(tus, address):
    resumable.part(Upload.objects.get()).write_bytes(PDF)
    Upload.objects.update(offset=len(PDF))
    assert tus("HEAD", address).status_code == 200
    assert Evidence.objects.count() == 1


def test_other_methods_are_405(tus, address, world):
    for method in ("GET", "PUT"):
        assert tus(method, address).status_code == 405
        assert tus(method, reverse("uploads", args=[world.answer.pk])).status_code == 405


def test_forged_requests_from_other_sites_are_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(
        reverse("uploads", args=[world.answer.pk]),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": metadata()},
    )
    assert (response.status_code, Upload.objects.count()) == (403, 0)


def test_creation_with_the_hash_of_known_bytes_is_complete_at_once_and_says_why(create, tus, settings):
    first = create().headers["Location"]
    assert "Upload-Message" not in tus("PATCH", first, PDF, Upload_Offset="0").headers
    response = create(data=metadata(sha256=hashlib.sha256(PDF).hexdigest(), page="9"))
    offset, message = response.headers["Upload-Offset"], response.headers["Upload-Message"]
    assert (response.status_code, offset) == (201, str(len(PDF)))
    text = base64.b64decode(message).decode()
    assert text.startswith("Berkas ini sudah ada: Perbup 4.pdf, dipakai indikator ")
    assert Evidence.objects.count() == 2
    again = tus("HEAD", response.headers["Location"]).headers
    assert (again["Upload-Offset"], again["Upload-Length"], again["Upload-Message"]) == (offset, offset, message)


def test_first_piece_of_known_bytes_is_left_unread(tus, world, create):
    tus("PATCH", create().headers["Location"], PDF, Upload_Offset="0")
    response = tus(
        "POST", reverse("uploads", args=[world.answer.pk]), PDF, Upload_Length=str(len(PDF)),
        Upload_Metadata=metadata(sha256=hashlib.sha256(PDF).hexdigest()),
    )  # fmt: skip
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, str(len(PDF)))
    assert Evidence.objects.count() == 1
