"""Every step of an answer, from every status, by every person: done with all that belongs to it, or nothing changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from assessments import checklist
from assessments.models import Answer, Status
from assessments.workflow import STEPS, Refused, Stale, available, take
from tests import factories
from tests.assessments.scenes import PEOPLE, everything, fresh, set_status, told

FILLER, REVIEWER = "operator", "admin"
# step: who takes it, and from which status to which
TABLE = {
    "save": (FILLER, {"empty": "draft", "draft": "draft"}),
    "revise": (FILLER, {"returned": "returned"}),
    "submit": (FILLER, {"draft": "submitted", "returned": "submitted"}),
    "withdraw": (FILLER, {"submitted": "draft"}),
    "return": (REVIEWER, {"submitted": "returned", "verified": "returned"}),
    "verify": (REVIEWER, {"submitted": "verified"}),
    "unverify": (REVIEWER, {"verified": "submitted"}),
}
SENT = {"note": "Alasan", "level": Decimal(1), "facts": "Fakta", "analysis": "Analisis"}


def test_table_names_every_step():
    assert TABLE.keys() == STEPS.keys()


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("step", TABLE)
def test_step_by_status_and_person(world, step, status):
    doer, moves = TABLE[step]
    answer = set_status(world.answer, status)
    before = everything()
    for name in PEOPLE:
        if name != doer:
            with pytest.raises(PermissionDenied):
                take(step, answer, by=getattr(world, name), **SENT)
    assert everything() == before

    if status not in moves:
        with pytest.raises(Refused, match=f"isian ini berstatus {Status(status).label.lower()}"):
            take(step, answer, by=getattr(world, doer), **SENT)
        assert everything() == before
        return
    taken = take(step, answer, by=getattr(world, doer), version=answer.version, **SENT)
    now = fresh(answer)
    assert (now.status, now.version, now.updated_by) == (moves[status], answer.version + 1, getattr(world, doer))
    assert (taken.status, taken.version) == (now.status, now.version)


@pytest.mark.parametrize("status", Status.values)
def test_available_is_what_take_accepts(world, status):
    answer = set_status(world.answer, status)
    offered = {name: set(available(answer, getattr(world, name))) for name in PEOPLE}
    expected = {doer: {step for step, (who, moves) in TABLE.items() if who == doer and status in moves}
                for doer in (FILLER, REVIEWER)}  # fmt: skip
    assert offered == {name: expected.get(name, set()) for name in PEOPLE}


@pytest.mark.parametrize(
    ("step", "status", "by", "verb"),
    [
        ("save", "empty", FILLER, "menyimpan draf"),
        ("revise", "returned", FILLER, "menyimpan perbaikan"),
        ("submit", "draft", FILLER, "mengajukan"),
        ("withdraw", "submitted", FILLER, "menarik kembali"),
        ("return", "submitted", REVIEWER, "mengembalikan"),
        ("verify", "submitted", REVIEWER, "memverifikasi"),
        ("unverify", "verified", REVIEWER, "membatalkan verifikasi"),
    ],
)
def test_step_records_one_event(world, step, status, by, verb):
    answer, person = set_status(world.answer, status), getattr(world, by)
    take(step, answer, by=person, **SENT)
    event = Event.objects.get()
    assert (event.verb, event.subject, event.actor, event.instansi, event.note, event.url) == (
        step, f"answer:{answer.pk}", person, world.instansi, "Alasan", f"/isian/{answer.pk}/",
    )  # fmt: skip
    assert event.text == f"{person} {verb} {world.indicator.label} ({world.unit.short_name})"


@pytest.mark.parametrize(
    ("step", "status", "text"),
    [
        ("save", "empty", None),
        ("withdraw", "submitted", None),
        ("unverify", "verified", None),
        ("submit", "draft", "{unit} mengajukan {indicator}"),
        ("verify", "submitted", "{indicator} sudah diverifikasi"),
        ("return", "submitted", "{indicator} dikembalikan: Alasan"),
    ],
)
def test_step_tells_the_other_side(world, step, status, text):
    answer = set_status(world.answer, status)
    second = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    doer = TABLE[step][0]
    take(step, answer, by=getattr(world, doer), **SENT)
    people = [world.admin] if doer == FILLER else [world.operator, second]
    words = {"unit": world.unit.short_name, "indicator": world.indicator.label}
    assert told() == sorted((person.username, text.format(**words)) for person in people if text)


def test_return_tells_only_the_person_in_charge(world):
    factories.UserFactory(instansi=world.instansi, unit=world.unit)
    world.assignment.person = world.operator
    world.assignment.save()
    take("return", set_status(world.answer, "submitted"), by=world.admin, note="Pasal\nbelum disebut")
    text = f"{world.indicator.label} dikembalikan: Pasal belum disebut"
    assert told() == [(world.operator.username, text)]


@pytest.mark.parametrize("change", [{"is_active": False}, {"unit": "other"}, {"role": "assessor"}])
def test_return_tells_all_when_the_person_in_charge_works_there_no_more(world, change):
    gone = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    world.assignment.person = gone
    world.assignment.save()
    for name, value in change.items():
        setattr(gone, name, world.other_unit if value == "other" else value)
    gone.save()
    take("return", set_status(world.answer, "submitted"), by=world.admin, note="Lengkapi")
    assert [name for name, _ in told()] == [world.operator.username]


def test_stale_version_changes_nothing_and_shows_the_row_as_it_is(world):
    answer = set_status(world.answer, "submitted")
    Answer.objects.filter(pk=answer.pk).update(version=4, facts="Fakta yang baru")
    before = everything()
    with pytest.raises(Stale) as refusal:
        take("verify", answer, by=world.admin, version=1, level=Decimal(1))
    assert everything() == before
    assert (refusal.value.current.version, refusal.value.current.facts) == (4, "Fakta yang baru")


def test_save_writes_level_and_texts(world):
    take("save", world.answer, by=world.operator, level=Decimal(4), facts="F", analysis="A")
    now = fresh(world.answer)
    assert (now.claimed_level, now.facts, now.analysis, now.submitted_at) == (4, "F", "A", None)


def test_save_without_texts_empties_them(world):
    take("save", set_status(world.answer, "draft"), by=world.operator)
    now = fresh(world.answer)
    assert (now.claimed_level, now.facts, now.analysis) == (None, "", "")


@pytest.mark.parametrize("level", [Decimal("2.5"), Decimal(0), Decimal(6), Decimal("NaN")])
@pytest.mark.parametrize(("step", "status", "by"), [("save", "draft", FILLER), ("verify", "submitted", REVIEWER)])
def test_level_off_the_scale_changes_nothing(world, step, status, by, level):
    answer = set_status(world.answer, status)
    before = everything()
    with pytest.raises(ValidationError, match="antara 1 dan 5"):
        take(step, answer, by=getattr(world, by), level=level)
    assert everything() == before


def test_submit_keeps_who_and_when(world):
    take("submit", set_status(world.answer, "draft"), by=world.operator)
    now = fresh(world.answer)
    assert (now.submitted_by, now.submitted_at is not None) == (world.operator, True)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"claimed_level": None}, "tingkat"),
        ({"facts": "  \n"}, "Fakta"),
        ({"analysis": ""}, "Analisis"),
        ({"claimed_level": None, "facts": "", "analysis": ""}, "tingkat, Fakta, Analisis"),
    ],
)
def test_submit_names_what_is_missing(world, change, missing):
    answer = set_status(world.answer, "draft")
    Answer.objects.filter(pk=answer.pk).update(**change)
    before = everything()
    with pytest.raises(Refused, match=f"Lengkapi dulu: {missing}."):
        take("submit", answer, by=world.operator)
    assert everything() == before


def test_submit_above_the_lowest_level_wants_evidence_there(world):
    answer = set_status(world.answer, "draft", level=3)
    levels = {row.level: row for row in world.indicator.criteria.all()}
    factories.EvidenceFactory(answer=answer, criterion=levels[2])
    with pytest.raises(Refused, match="satu data dukung pada tingkat 3"):
        take("submit", answer, by=world.operator)
    factories.EvidenceFactory(answer=answer, criterion=levels[3])
    accepted = checklist.read(answer).codes(answer.claimed_level)
    assert take("submit", answer, by=world.operator, accept_missing=accepted).status == Status.SUBMITTED


def test_submit_does_not_count_evidence_taken_off(world):
    answer = set_status(world.answer, "draft", level=2)
    criterion = world.indicator.criteria.get(level=2)
    now = set_status(answer, "draft", level=2).updated_at
    factories.EvidenceFactory(answer=answer, criterion=criterion, removed_at=now, removed_by=world.operator)
    with pytest.raises(Refused, match="satu data dukung"):
        take("submit", answer, by=world.operator)


def test_return_needs_a_reason(world):
    answer = set_status(world.answer, "submitted")
    before = everything()
    with pytest.raises(Refused, match="Tulis alasannya"):
        take("return", answer, by=world.admin, note=" \n ")
    assert everything() == before


def test_return_forgets_the_verification(world):
    take("return", set_status(world.answer, "verified"), by=world.admin, note=" Lengkapi pasal. ")
    now = fresh(world.answer)
    assert (now.verified_level, now.verified_at, now.verified_by, now.review_note) == (
        None, None, None, "Lengkapi pasal.",
    )  # fmt: skip


def test_verify_needs_a_level_and_keeps_it_beside_the_claim(world):
    answer = set_status(world.answer, "submitted", level=4)
    with pytest.raises(Refused, match="Pilih tingkat hasil verifikasi"):
        take("verify", answer, by=world.admin)
    take("verify", answer, by=world.admin, level=Decimal(2), note="Sebagian")
    now = fresh(answer)
    assert (now.claimed_level, now.verified_level, now.verified_by, now.review_note) == (
        4, 2, world.admin, "Sebagian",
    )  # fmt: skip


def test_decimal_scale_takes_hundredths(world):
    answer = set_status(world.answer, "draft")
    world.instrument.scale_step = Decimal("0.01")
    world.instrument.save()
    assert take("save", fresh(answer), by=world.operator, level=Decimal("2.75")).claimed_level == Decimal("2.75")
    with pytest.raises(ValidationError):
        take("save", fresh(answer), by=world.operator, level=Decimal("2.755"))
