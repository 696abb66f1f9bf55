"""What becomes of a document: described, revoked, deleted and brought back; by whom, when, and what is remembered."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event, Notification
from assessments.models import Stage, Status
from assessments.workflow import Refused, Stale
from evidence import services
from evidence.models import Document
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, file, set_status

DAY = datetime.date(2023, 5, 1)
SAID = {
    "kind": "decree", "number": "12", "date": DAY, "title": "Tim Koordinasi SPBE", "signer": "Wali Kota",
    "standing": "enacted", "valid_until": None,
}  # fmt: skip
NOT_ITS_KEEPERS = ["other_operator", "assessor", "coordinator", "technician", "stranger"]


@pytest.fixture
def document(world):
    return factories.DocumentFactory(unit=world.unit, name="sk.pdf", uploaded_by=world.operator)


def told(document) -> list[tuple[str, str, str]]:
    return list(Event.objects.about(document.subject).order_by("pk").values_list("verb", "text", "note"))


def cited_by_final(world, document, year: int):
    cycle = factories.AssessmentFactory(
        instansi=world.instansi, instrument=world.instrument, year=year, stage=Stage.FINAL,
        finalised_at=datetime.datetime(year, 12, 1, tzinfo=datetime.UTC), finalised_by=world.coordinator,
    )  # fmt: skip
    assignment = factories.AssignmentFactory(assessment=cycle, unit=world.unit, indicator=world.indicator)
    return factories.EvidenceFactory(answer=factories.AnswerFactory(assignment=assignment), document=document)


@pytest.mark.parametrize("who", ["operator", "admin"])
def test_describe_writes_all_values_and_remembers_old_and_new(world, document, who):
    by = getattr(world, who)
    services.describe(document, version=1, **SAID, by=by)
    assert services.describe(document, version=2, **SAID | {"number": "13", "valid_until": DAY}, by=by) == [
        "nomor: 12 → 13",
        "berlaku sampai: – → 1 Mei 2023",
    ]
    document.refresh_from_db()
    values = {name: getattr(document, name) for name in SAID}
    assert (values, document.version) == (SAID | {"number": "13", "valid_until": DAY}, 3)
    assert told(document)[1] == (
        "document_describe",
        f"{by} mengubah keterangan sk.pdf ({world.unit.short_name})",
        "nomor: 12 → 13\nberlaku sampai: – → 1 Mei 2023",
    )


def test_describe_without_a_change_is_no_event_and_no_version(document, world):
    same = {name: getattr(document, name) for name in SAID}
    assert services.describe(document, version=1, **same, by=world.operator) == []
    document.refresh_from_db()
    assert (document.version, told(document)) == (1, [])


def test_describe_from_an_old_version_is_stale_and_shows_the_present_one(world, document):
    services.describe(document, version=1, **SAID, by=world.admin)
    with pytest.raises(Stale) as stale:
        services.describe(document, version=1, **SAID | {"number": "99"}, by=world.operator)
    assert (stale.value.current.number, Document.objects.get().number) == ("12", "12")


def test_describe_what_a_final_assessment_cites_is_possible_and_says_so(world, document):
    cited_by_final(world, document, 2021)
    services.describe(document, version=1, **SAID, by=world.admin)
    assert Document.objects.get().number == "12"
    assert told(document)[0][2].endswith("\nDikutip penilaian 2021 yang sudah final.")


def test_describe_that_ends_before_it_begins_is_refused(world, document):
    with pytest.raises(ValidationError, match="Masa berlaku berakhir sebelum tanggal dokumen"):
        services.describe(document, version=1, **SAID | {"valid_until": datetime.date(2023, 4, 30)}, by=world.operator)
    assert (Document.objects.get().number, told(document)) == ("", [])


def steps(document):
    return {
        "describe": lambda by: services.describe(document, version=1, **SAID, by=by),
        "revoke": lambda by: services.revoke(document, revoked_by="SK 5/2026", revoked_on=DAY, by=by),
        "unrevoke": lambda by: services.unrevoke(document, by=by),
        "delete": lambda by: services.delete(document, by=by),
    }


@pytest.mark.parametrize("step", ["describe", "revoke", "unrevoke", "delete"])
@pytest.mark.parametrize("who", NOT_ITS_KEEPERS)
def test_step_by_anyone_but_the_opd_and_the_admin_is_denied(world, document, step, who):
    with pytest.raises(PermissionDenied):
        steps(document)[step](getattr(world, who))
    assert told(document) == []


@pytest.mark.parametrize("step", ["describe", "revoke", "unrevoke", "delete"])
def test_step_with_a_deleted_document_is_refused(world, document, step):
    services.delete(document, by=world.operator)
    with pytest.raises(Refused, match="sudah dihapus dari pustaka"):
        steps(document)[step](world.operator)


def test_revoke_is_remembered_and_tells_who_fills_open_answers(world, document):
    factories.EvidenceFactory(answer=world.answer, document=document)
    closed = factories.AssignmentFactory(assessment=world.assessment, unit=world.other_unit)
    set_status(factories.AnswerFactory(assignment=closed), Status.SUBMITTED)
    factories.EvidenceFactory(answer=closed.answer, document=document)
    services.revoke(document, revoked_by=" Perwali 5/2026 ", revoked_on=DAY, by=world.admin)
    document.refresh_from_db()
    assert (document.revoked_by, document.revoked_on) == ("Perwali 5/2026", DAY)
    text = f"{world.admin} mencatat sk.pdf dicabut dengan Perwali 5/2026 ({world.unit.short_name})"
    assert told(document) == [("document_revoke", text, "")]
    assert list(Notification.objects.values_list("user__username", "text", "url")) == [
        (
            world.operator.username,
            "sk.pdf dicabut dengan Perwali 5/2026. Periksa isian yang memakainya.",
            document.get_absolute_url(),
        )
    ]


def test_revoke_twice_or_before_its_own_date_is_refused(world, document):
    Document.objects.update(date=DAY)
    with pytest.raises(ValidationError, match="lebih awal daripada tanggal dokumennya"):
        services.revoke(document, revoked_by="SK 5", revoked_on=DAY - datetime.timedelta(days=1), by=world.operator)
    services.revoke(document, revoked_by="SK 5", revoked_on=DAY, by=world.operator)
    with pytest.raises(Refused, match="sudah dicatat dicabut dengan SK 5"):
        services.revoke(document, revoked_by="SK 6", revoked_on=DAY, by=world.operator)


def test_unrevoke_undoes_it_once(world, document):
    services.revoke(document, revoked_by="SK 5", revoked_on=DAY, by=world.operator)
    for _ in range(2):
        services.unrevoke(document, by=world.admin)
    document.refresh_from_db()
    assert (document.revoked_by, document.revoked_on) == ("", None)
    assert [verb for verb, *_ in told(document)] == ["document_revoke", "document_unrevoke"]


def test_delete_hides_the_document_and_bring_back_shows_it_again(world, document):
    deleted = services.delete(document, by=world.operator)
    assert (list(Document.objects.kept()), deleted.deleted_by) == ([], world.operator)
    assert Path(document.file.path).exists()
    services.bring_back(deleted, by=world.admin)
    services.bring_back(deleted, by=world.admin)
    assert list(Document.objects.kept()) == [document]
    assert [verb for verb, *_ in told(document)] == ["document_delete", "document_restore"]


@pytest.mark.parametrize("who", NOT_ITS_KEEPERS)
def test_bring_back_by_anyone_but_the_opd_and_the_admin_is_denied(world, document, who):
    deleted = services.delete(document, by=world.operator)
    with pytest.raises(PermissionDenied):
        services.bring_back(deleted, by=getattr(world, who))


def test_delete_names_the_answers_that_still_use_it(world, document):
    evidence = factories.EvidenceFactory(answer=world.answer, document=document)
    with pytest.raises(Refused) as refusal:
        services.delete(document, by=world.operator)
    assert str(refusal.value) == f"sk.pdf masih dipakai. Lepas dulu dari {world.indicator.label} (2026)."
    services.remove(evidence, by=world.operator)
    assert services.delete(document, by=world.operator).deleted_at


def test_delete_what_a_final_assessment_cites_is_refused_for_good(world, document):
    cited_by_final(world, document, 2021)
    with pytest.raises(Refused) as refusal:
        services.delete(document, by=world.admin)
    assert str(refusal.value) == "sk.pdf tidak dapat dihapus: dikutip penilaian 2021 yang sudah final."


def test_deleted_document_is_not_linked_and_a_removed_link_not_restored(world, document):
    criterion = criterion_of(world.answer)
    evidence = services.attach(answer=world.answer, criterion=criterion, document=document, by=world.operator)
    services.remove(evidence, by=world.operator)
    services.delete(document, by=world.operator)
    for attempt in (
        lambda: services.attach(answer=world.answer, criterion=criterion, document=document, by=world.operator),
        lambda: services.restore(evidence, by=world.operator),
    ):
        with pytest.raises(Refused, match=r"sk\.pdf sudah dihapus dari pustaka OPD"):
            attempt()
    assert list(world.answer.evidence.linked()) == []


def test_uploading_a_deleted_file_again_brings_it_back(world):
    first, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    services.delete(first, by=world.operator)
    again = services.add_evidence(
        answer=world.answer, criterion=criterion_of(world.answer), file=file(), name="a.pdf", by=world.operator
    )
    assert (again.document, again.document.deleted_at) == (first, None)
    assert [verb for verb, *_ in told(first)] == ["document_add", "document_delete", "document_restore"]


def test_store_document_is_one_event_and_none_for_the_same_bytes(world):
    for _ in range(2):
        document, _ = services.store_document(
            unit=world.unit, file=file(corpus.pdf(2)), name="b.pdf", by=world.operator
        )
    text = f"{world.operator} menyimpan b.pdf di pustaka ({world.unit.short_name})"
    assert told(document) == [("document_add", text, "")]


@pytest.mark.parametrize(
    ("said", "is_described"),
    [
        ({}, False),
        ({"kind": "video"}, False),
        ({"kind": "video", "title": "Rekaman"}, True),
        ({"kind": "decree", "title": "Tim", "number": "12", "date": DAY}, False),
        ({"kind": "decree", "title": "Tim", "number": "12", "standing": "draft"}, False),
        ({"kind": "decree", "title": "Tim", "number": "12", "date": DAY, "standing": "draft"}, True),
    ],
)
def test_described_row_and_queryset_agree(db, said, is_described):
    document = factories.DocumentFactory(**said)
    assert (document.is_described, document not in Document.objects.undescribed()) == (is_described, is_described)
