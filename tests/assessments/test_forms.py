"""What input about the work is accepted, and how the rest is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from assessments.forms import AnswerForm, AssessmentForm, DeadlinesForm, PersonForm, ReopenForm, ReviewForm, VerdictForm
from tests import factories
from tests.assessments.scenes import day, fresh

RUBBISH = ["abc", "3.7", "NaN", "sNaN", "Infinity", "1e5", "1e-9", "9e999999999", "6", "0", "-1", "1,2,3", "3 ", "\x00"]
CONTROL = "Tulisan memuat karakter kendali yang tidak dapat ditampilkan. Hapus, lalu simpan lagi."


def answer_form(world, **data) -> AnswerForm:
    return AnswerForm({"version": "1", "level": "3", "facts": "F", "analysis": "A"} | data, answer=fresh(world.answer))


def test_answer_form_gives_clean_values(world):
    form = answer_form(world, facts="  Baris satu\r\nbaris dua\r ", analysis="\tTab ")
    assert form.is_valid()
    assert form.cleaned_data == {
        "version": 1, "level": Decimal(3), "facts": "Baris satu\nbaris dua", "analysis": "Tab",
    }  # fmt: skip


def test_answer_form_may_be_empty_while_drafting(world):
    form = answer_form(world, level="", facts="", analysis="")
    assert form.is_valid()
    assert form.cleaned_data == {"version": 1, "level": None, "facts": "", "analysis": ""}


@pytest.mark.parametrize("level", [text for text in RUBBISH if text != "3 "])
def test_answer_form_refuses_levels_off_the_scale(world, level):
    form = answer_form(world, level=level)
    assert (form.is_valid(), list(form.errors)) == (False, ["level"])


@pytest.mark.parametrize("text", ["2,75", "2.75", " 2,75 "])
def test_decimal_scale_takes_a_comma_as_well_as_a_point(world, text):
    world.instrument.scale_step = Decimal("0.01")
    world.instrument.save()
    form = answer_form(world, level=text)
    assert form.is_valid()
    assert form.cleaned_data["level"] == Decimal("2.75")


def test_decimal_level_is_shown_with_a_comma(world):
    world.answer.claimed_level = Decimal("2.75")
    world.answer.save()
    form = AnswerForm(answer=fresh(world.answer))
    assert 'value="2,75"' in str(form["level"])


@pytest.mark.parametrize(("text", "version"), [("7", 7), ("x", -1), ("", -1), ("1.5", -1), ("9" * 5000, -1)])
def test_unreadable_version_is_one_nobody_saw(world, text, version):
    form = answer_form(world, version=text)
    assert form.is_valid()
    assert form.cleaned_data["version"] == version


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused(world, sign):
    form = answer_form(world, facts=f"Perwali{sign}4")
    assert not form.is_valid()
    assert form.errors == {"facts": [CONTROL]}


@pytest.mark.parametrize("text", ["<b>tebal</b>", "<svg onload=alert(1)>", "Pasal 5 ayat (2) – “SPBE” 🙂 𝔘"])
def test_any_other_text_is_text(world, text):
    form = answer_form(world, facts=text)
    assert form.is_valid()
    assert form.cleaned_data["facts"] == text


def test_length_is_counted_as_the_browser_does(world):
    """A line end is sent as two characters and counts as one."""
    lines = "a\r\n" * 2500
    assert answer_form(world, facts=lines[:-2] + "b").is_valid()
    form = answer_form(world, facts="a" * 5001)
    assert (form.is_valid(), list(form.errors)) == (False, ["facts"])


def test_rebase_makes_the_next_send_from_the_row_as_it_is(world):
    form = AnswerForm(QueryDict("version=1&facts=Saya&level=3"), answer=fresh(world.answer))
    form.rebase(4)
    assert 'value="4"' in str(form["version"])
    assert (form.is_valid(), form.cleaned_data["version"], form.cleaned_data["facts"]) == (True, 4, "Saya")


def test_answer_form_begins_with_what_is_stored_and_what_was_typed_before(world):
    form = AnswerForm(answer=fresh(world.answer), initial={"facts": "Sebelum sesi berakhir"})
    assert (form["facts"].value(), form["version"].value(), form["level"].value()) == ("Sebelum sesi berakhir", 1, None)


def test_review_form_proposes_the_claim_then_what_was_verified(world):
    answer = fresh(world.answer)
    answer.claimed_level = Decimal(4)
    assert ReviewForm(answer=answer)["level"].value() == 4
    answer.verified_level = Decimal(2)
    assert ReviewForm(answer=answer)["level"].value() == 2


def test_review_form_refuses_long_notes(world):
    form = ReviewForm({"version": "1", "note": "a" * 2001}, answer=fresh(world.answer))
    assert (form.is_valid(), list(form.errors)) == (False, ["note"])


@pytest.mark.parametrize("data", [{}, {"level": "x", "justification": " "}, {"level": "9", "justification": "\x00"}])
def test_verdict_form_wants_level_and_justification(world, data):
    world.instrument.refresh_from_db()
    form = VerdictForm(data, instrument=world.instrument)
    assert (form.is_valid(), set(form.errors)) == (False, {"level", "justification"})


def test_deadlines_form_refuses_dates_out_of_order(world):
    dates = {"filling_until": day(9), "verification_until": day(5), "scoring_until": day(6), "approval_until": "besok"}
    form = DeadlinesForm(dates, instance=world.assessment)
    assert (form.is_valid(), list(form.errors)) == (False, ["approval_until"])
    form = DeadlinesForm(dates | {"approval_until": day(7)}, instance=world.assessment)
    assert not form.is_valid()
    assert form.non_field_errors() == ["Batas waktu harus berurutan: pengisian, verifikasi, penilaian, persetujuan."]


def test_assessment_form_offers_the_newest_revisions_and_says_which_is_provisional(world):
    factories.InstrumentFactory(code=world.instrument.code, revision=2, name="SPBE", first_year=2021, last_year=2025)
    factories.InstrumentFactory(name="Pemdi", first_year=2026, last_year=2030, is_provisional=True)
    choices = [label for _, label in AssessmentForm().fields["instrument"].choices]
    assert choices[1:] == ["SPBE, 2021 sampai 2025", "Pemdi, 2026 sampai 2030 (sementara)"]


@pytest.mark.parametrize("year", ["abc", "99999", "2017", "-1", "2026.5"])
def test_assessment_form_refuses_years(world, year):
    data = {"year": year, "instrument": world.instrument.pk, "filling_until": day(1), "verification_until": day(2)}
    form = AssessmentForm(data | {"scoring_until": day(3), "approval_until": day(4)})
    assert not form.is_valid()


def test_reopen_form_knows_the_units_with_assignments(world):
    data = {"until": day(3), "reason": "Ya"}
    assert ReopenForm(data | {"unit": world.unit.pk}, assessment=world.assessment).is_valid()
    for unit in (world.other_unit.pk, factories.UnitFactory().pk, "abc", "9" * 30, "\x00"):
        form = ReopenForm(data | {"unit": unit}, assessment=world.assessment)
        assert (form.is_valid(), list(form.errors)) == (False, ["unit"])


def test_person_form_knows_the_active_operators_of_the_unit(world):
    factories.UserFactory(instansi=world.instansi, unit=world.unit, is_active=False)
    factories.UserFactory(instansi=world.instansi, unit=world.unit, role="assessor")
    form = PersonForm(assignment=world.assignment)
    assert [label for _, label in form.fields["person"].choices] == ["Belum ditunjuk", str(world.operator)]
    assert not PersonForm({"person": world.other_operator.pk}, assignment=world.assignment).is_valid()
