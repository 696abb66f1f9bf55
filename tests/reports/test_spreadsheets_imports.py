"""A worksheet brought back: compared, shown, and written only through the doors of the workflow."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.refusals import Refused
from activity.models import Event
from assessments.models import Stage, Verdict
from assessments.workflow import decide, save_draft
from reports.models import WorksheetDraft
from reports.spreadsheets import imports
from reports.spreadsheets.differences import LONGEST_SHOWN, Outcome, around
from reports.spreadsheets.values import INDICATORS
from tests import factories
from tests.assessments.scenes import fresh, set_stage, set_status
from tests.reports.worksheets import applied, brought, edited, exported, outcomes, planned

pytestmark = pytest.mark.django_db


def test_operator_brings_back_his_draft(world, key, drafted):
    data = edited(drafted, key, claimed=3, facts="Fakta baru")
    _, plan = planned(world, data, world.operator)
    assert outcomes(plan) == [(Outcome.CHANGE, [("Mandiri", "2", "3"), ("Fakta", "Fakta lama", "Fakta baru")], [])]
    before = Event.objects.count()
    assert applied(world, data, world.operator) == [("applied", "Mandiri, Fakta")]
    answer = fresh(world.answer)
    assert (answer.claimed_level, answer.facts, answer.analysis, answer.status, answer.version) == (
        3, "Fakta baru", "Analisis", "draft", 3,
    )  # fmt: skip
    verbs = Event.objects.order_by("pk").values_list("verb", "actor")[before:]
    assert list(verbs) == [("save", world.operator.pk), ("import_worksheet", world.operator.pk)]


def test_preview_writes_nothing(world, key, drafted):
    before = (fresh(world.answer).version, Event.objects.count())
    planned(world, edited(drafted, key, facts="Lain"), world.operator)
    assert (fresh(world.answer).version, Event.objects.count()) == before


def test_admin_verifies_through_the_step(world, key):
    set_status(world.answer, "submitted", level=3)
    data = edited(exported(world.assessment, world.admin), key, verified="2", note="Bukti kurang.")
    assert applied(world, data, world.admin) == [("applied", "Verifikasi, Catatan admin")]
    answer = fresh(world.answer)
    assert (answer.status, answer.verified_level, answer.review_note, answer.verified_by, answer.claimed_level) == (
        "verified", 2, "Bukti kurang.", world.admin, 3,
    )  # fmt: skip
    assert Event.objects.filter(verb="verify", actor=world.admin).count() == 1


def test_assessor_decides_through_the_step(world):
    set_stage(world.assessment, Stage.SCORING)
    data = exported(world.assessment, world.assessor)
    data = edited(data, world.indicator.code, sheet=INDICATORS, final=3, justification="Pasal 5 cukup.")
    assert applied(world, data, world.assessor) == [("applied", "Final, Pertimbangan")]
    verdict = Verdict.objects.get(assessment=world.assessment, indicator=world.indicator)
    assert (verdict.final_level, verdict.justification, verdict.decided_by, verdict.version) == (
        3, "Pasal 5 cukup.", world.assessor, 1,
    )  # fmt: skip


def test_row_changed_in_the_portal_is_a_conflict_and_stays_by_default(world, key, drafted):
    save_draft(world.answer, level=Decimal(2), facts="Dari rekan", analysis="Analisis", version=2, by=world.operator)
    data = edited(drafted, key, facts="Dari berkas")
    _, plan = planned(world, data, world.operator)
    assert outcomes(plan) == [(Outcome.CONFLICT, [("Fakta", "Dari rekan", "Dari berkas")], [])]
    assert applied(world, data, world.operator) == [("kept", "Isi portal dipertahankan.")]
    assert fresh(world.answer).facts == "Dari rekan"


def test_conflict_takes_only_the_cells_edited_in_the_file_when_chosen(world, key, drafted):
    save_draft(world.answer, level=Decimal(4), facts="Dari rekan", analysis="Analisis", version=2, by=world.operator)
    data = edited(drafted, key, facts="Dari berkas")
    assert applied(world, data, world.operator, take_file=[key]) == [("applied", "Fakta")]
    answer = fresh(world.answer)
    assert (answer.facts, answer.claimed_level) == ("Dari berkas", 4)


def test_change_in_the_portal_alone_is_not_an_edit(world, key, drafted):
    save_draft(world.answer, level=Decimal(4), facts="Dari rekan", analysis="Lain", version=2, by=world.operator)
    _, plan = planned(world, drafted, world.operator)
    assert plan.rows == []


def test_same_edit_on_both_sides_is_no_conflict(world, key, drafted):
    save_draft(world.answer, level=Decimal(2), facts="Sepakat", analysis="Analisis", version=2, by=world.operator)
    assert applied(world, edited(drafted, key, facts="Sepakat"), world.operator) == [("same", "")]


def test_cells_that_are_not_ones_own_are_told_and_not_applied(world, key, drafted):
    data = edited(drafted, key, verified=5, final=5, unit="OPD lain", note="Lulus", facts="Baru")
    _, plan = planned(world, data, world.operator)
    (row,) = plan.rows
    assert [(change.label, change.new) for change in row.ignored] == [
        ("OPD", "OPD lain"), ("Verifikasi", "5"), ("Final", "5"), ("Catatan admin", "Lulus"),
    ]  # fmt: skip
    applied(world, data, world.operator)
    answer = fresh(world.answer)
    assert (answer.verified_level, answer.review_note, answer.facts) == (None, "", "Baru")
    assert not Verdict.objects.exists()


def test_only_foreign_cells_make_an_ignored_row(world, key, drafted):
    data = edited(drafted, key, note="Lulus")
    _, plan = planned(world, data, world.operator)
    assert outcomes(plan) == [(Outcome.IGNORE, [], [])]
    assert applied(world, data, world.operator) == [("ignored", "")]


def test_change_after_the_preview_stops_everything(world, key, drafted):
    draft, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    save_draft(world.answer, level=Decimal(2), facts="Dari rekan", analysis="Analisis", version=2, by=world.operator)
    with pytest.raises(Refused, match="berubah sejak pratinjau"):
        imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)
    assert fresh(world.answer).facts == "Dari rekan"
    assert WorksheetDraft.objects.get().confirmed_at is None


def test_change_in_the_very_moment_is_refused_by_its_version(world, key, drafted, monkeypatch):
    draft, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    monkeypatch.setattr(imports, "plan", lambda draft, by: plan)
    save_draft(world.answer, level=Decimal(2), facts="Dari rekan", analysis="Analisis", version=2, by=world.operator)
    done = imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)
    assert [row["result"] for row in done.outcome] == ["refused"]
    assert fresh(world.answer).facts == "Dari rekan"


def test_file_is_applied_once(world, key, drafted):
    draft, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)
    with pytest.raises(Refused, match="sudah diterapkan"):
        imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)
    with pytest.raises(Refused, match="sudah diterapkan"):
        imports.discard(WorksheetDraft.objects.get(), by=world.operator)
    assert fresh(world.answer).version == 3


def test_same_file_again_finds_what_was_applied(world, key, drafted):
    data = edited(drafted, key, facts="Baru")
    applied(world, data, world.operator)
    assert applied(world, data, world.operator) == [("same", "")]
    assert WorksheetDraft.objects.count() == 1


def test_file_of_the_admin_does_not_wipe_a_draft_it_never_held(world, key, drafted):
    data = edited(exported(world.assessment, world.admin), key, analysis="Dari berkas")
    assert applied(world, data, world.operator) == [("applied", "Analisis")]
    answer = fresh(world.answer)
    assert (answer.facts, answer.analysis, answer.claimed_level) == ("Fakta lama", "Dari berkas", 2)


def test_later_file_takes_the_place_of_the_earlier(world, drafted):
    first = brought(world, drafted, world.operator)
    second = brought(world, drafted, world.operator, name="lagi.xlsx")
    assert list(WorksheetDraft.objects.values_list("pk", "file_name")) == [(second.pk, "lagi.xlsx")]
    assert first.pk != second.pk


def test_others_cannot_discard_ones_draft(world, drafted):
    draft = brought(world, drafted, world.operator)
    with pytest.raises(PermissionDenied):
        imports.discard(draft, by=world.admin)
    imports.discard(draft, by=world.operator)
    assert not WorksheetDraft.objects.exists()


def test_second_draft_of_a_person_breaks_worksheet_draft_one_per_person(world):
    row = factories.WorksheetDraftFactory(assessment=world.assessment, created_by=world.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.WorksheetDraftFactory(assessment=world.assessment, created_by=world.admin)
    assert list(WorksheetDraft.objects.all()) == [row]


def test_outcome_without_confirmation_breaks_worksheet_draft_outcome_after_confirmation(world):
    with pytest.raises(IntegrityError, match="worksheet_draft_outcome_after_confirmation"), transaction.atomic():
        factories.WorksheetDraftFactory(assessment=world.assessment, created_by=world.admin, outcome=[])


def test_answers_decided_meanwhile_make_a_conflict_of_the_verdict(world):
    set_stage(world.assessment, Stage.SCORING)
    data = exported(world.assessment, world.assessor)
    decide(world.assessment, world.indicator, level=Decimal(2), justification="Lama", version=0, by=world.assessor)
    data = edited(data, world.indicator.code, sheet=INDICATORS, final=3, justification="Baru")
    _, plan = planned(world, data, world.assessor)
    assert outcomes(plan) == [(Outcome.CONFLICT, [("Final", "2", "3"), ("Pertimbangan", "Lama", "Baru")], [])]
    applied(world, data, world.assessor, take_file=[world.indicator.code])
    assert Verdict.objects.get().final_level == 3


def test_long_texts_are_shown_around_their_difference():
    old, new = "a" * 1000 + "lama", "a" * 1000 + "baru" + "b" * 1000
    shown = around(old, new)
    assert shown[0] == "…" + "a" * 60 + "lama"
    assert shown[1].startswith("…" + "a" * 60 + "baru")
    assert len(shown[1]) == LONGEST_SHOWN + 2
    assert around("", "Baru") == ("", "Baru")


def test_failure_of_an_unconfirmed_draft_breaks_worksheet_draft_failed_while_applied(world):
    with pytest.raises(IntegrityError, match="worksheet_draft_failed_while_applied"), transaction.atomic():
        factories.WorksheetDraftFactory(assessment=world.assessment, failure="Terhenti")
