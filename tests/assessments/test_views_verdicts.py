"""The institution's side of an indicator: the list, the assessor's form, the person in charge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import Assignment, Stage, Verdict
from assessments.workflow import decide
from tests import factories
from tests.assessments.scenes import decide_all, everything, set_stage, set_status, words

TEXT = {"version": "0", "level": "3", "justification": "Bukti cukup."}


@pytest.fixture
def scoring(world):
    set_status(world.answer, "verified", level=2)
    set_stage(world.assessment, Stage.SCORING)
    return world


@pytest.fixture
def form(world, client_for):
    """`form()` reads the indicator's page as the assessor, `form(data)` sends it."""

    def ask(data=None, *, by=None, **change):
        client, path = client_for(by or world.assessor), address(world)
        return client.get(path) if data is None else client.post(path, data | change)

    return ask


def address(world, code: str = "") -> str:
    return f"/penilaian/{world.assessment.pk}/indikator/{code or world.indicator.code}/"


def test_list_shows_every_indicator_with_its_levels(scoring, client_for):
    decide_all(scoring.assessment, by=scoring.assessor, level=4)
    text = words(client_for(scoring.coordinator).get(f"/penilaian/{scoring.assessment.pk}/indikator/"))
    assert "4 dari 4 indikator sudah mempunyai tingkat final" in text
    assert text.count('<th scope="row">') == 4
    assert scoring.unit.short_name in text


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 4), ("q=contoh+1", 1), ("q=zzz", 0), ("keadaan=ready", 1), ("keadaan=unassigned", 3), ("keadaan=%00", 0)],
)
def test_list_filters_by_words_and_state(scoring, client_for, query, count):
    for number, indicator in enumerate(scoring.instrument.indicators.order_by("position"), 1):
        indicator.name = f"Contoh {number}"
        indicator.save()
    response = client_for(scoring.admin).get(f"/penilaian/{scoring.assessment.pk}/indikator/?{query}")
    assert (response.status_code, words(response).count('<th scope="row">')) == (200, count)


def test_list_query_count_is_constant(world, client_for, django_assert_num_queries):
    client, path = client_for(world.assessor), f"/penilaian/{world.assessment.pk}/indikator/"
    with django_assert_num_queries(7):
        client.get(path)
    for indicator in world.instrument.indicators.all():
        factories.AnswerFactory(
            assignment__assessment=world.assessment, assignment__indicator=indicator, assignment__unit=world.other_unit
        )
    with django_assert_num_queries(7):
        client.get(path)


@pytest.mark.parametrize(
    ("name", "status"), [("operator", 403), ("other_operator", 403), ("technician", 404), ("stranger", 404)]
)
def test_results_are_closed_to_others(scoring, client_for, name, status):
    client, before = client_for(getattr(scoring, name)), everything()
    assert client.get(f"/penilaian/{scoring.assessment.pk}/indikator/").status_code == status
    assert client.get(address(scoring)).status_code == status
    assert client.post(address(scoring), TEXT).status_code == status
    assert everything() == before


@pytest.mark.parametrize("code", ["I99", "x%00", "..", "%2e%2e", "I1'--"])
def test_unknown_indicator_is_not_found(scoring, client_for, code):
    assert client_for(scoring.assessor).get(address(scoring, code)).status_code == 404


def test_form_proposes_what_the_review_arrived_at(scoring, form):
    text = words(form())
    assert "Usulan dari hasil verifikasi: tingkat 2" in text
    assert 'value="2" checked' in text


def test_decide_saves_and_comes_back(scoring, form):
    response = form(TEXT)
    assert (response.status_code, response.url) == (302, address(scoring))
    verdict = Verdict.objects.get()
    assert (verdict.final_level, verdict.justification, verdict.version) == (3, "Bukti cukup.", 1)
    assert 'value="3" checked' in words(form())


@pytest.mark.parametrize("name", ["admin", "coordinator"])
def test_staff_reads_but_does_not_decide(scoring, form, name):
    before = everything()
    assert 'name="justification"' not in words(form(by=getattr(scoring, name)))
    assert form(TEXT, by=getattr(scoring, name)).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [
        {"level": ""},
        {"level": "3.7"},
        {"level": "NaN"},
        {"level": "9e999999999"},
        {"justification": ""},
        {"justification": "x" * 5001},
        {"justification": "Teks \x00"},
    ],
    ids=str,
)
def test_bad_verdict_is_told_and_changes_nothing(scoring, form, change):
    before = everything()
    response = form(TEXT, **change)
    assert (response.status_code, everything()) == (422, before)
    assert "Belum tersimpan" in words(response)


def settle(scoring) -> Verdict:
    """A colleague's verdict."""
    colleague = factories.UserFactory(instansi=scoring.instansi, role="assessor")
    return decide(
        scoring.assessment, scoring.indicator, level=Decimal(4), justification="Kata rekan", version=0, by=colleague
    )


@pytest.mark.parametrize("version", ["0", "x", "-1", "99"])
def test_stale_verdict_shows_both_and_can_be_sent_again(scoring, form, version):
    settle(scoring)
    before = everything()
    response = form(TEXT, version=version)
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Kata rekan" in text
    assert text.count("Bukti cukup.") == 2
    assert 'name="version" value="1"' in text
    assert form(TEXT, version="1").status_code == 302
    assert Verdict.objects.get().justification == "Bukti cukup."


def test_stale_verdict_with_mistakes_stays_stale(scoring, form):
    settle(scoring)
    response = form(TEXT, level="9")
    assert (response.status_code, 'name="version" value="0"' in words(response)) == (422, True)
    assert form(TEXT).status_code == 409


def test_first_verdict_sent_twice_is_kept_once(scoring, form):
    form(TEXT)
    before = everything()
    assert form(TEXT).status_code == 409
    assert everything() == before


def test_verdict_while_an_answer_waits_is_refused_on_the_page(world, form):
    set_status(world.answer, "submitted")
    before = everything()
    response = form(TEXT)
    assert (response.status_code, everything()) == (409, before)
    assert "menunggu verifikasi Diskominfo" in words(response)
    assert "Bukti cukup.</textarea>" in words(response)


def test_verdict_after_the_stage_shows_the_text_to_copy(scoring, form):
    set_stage(scoring.assessment, Stage.APPROVAL)
    before = everything()
    response = form(TEXT)
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Tulisan Anda belum tersimpan" in text
    assert "Bukti cukup." in text
    assert 'name="justification"' not in text


def test_markup_in_a_justification_is_text(scoring, form):
    form(TEXT, justification="<script>alert(1)</script>")
    assert "<script>alert" not in words(form())
    assert "&lt;script&gt;alert(1)" in words(form(by=scoring.admin))


def test_decimal_scale_has_a_field_that_takes_a_comma(scoring, form):
    scoring.instrument.scale_step = Decimal("0.01")
    scoring.instrument.save()
    assert 'type="text" name="level"' in words(form())
    assert form(TEXT, level="3,25").status_code == 302
    assert Verdict.objects.get().final_level == Decimal("3.25")


@pytest.mark.parametrize(("name", "count"), [("assessor", 11), ("admin", 12)])
def test_page_query_count_is_constant(scoring, client_for, django_assert_num_queries, name, count):
    """The admin's page also asks once for the people it may name."""
    client = client_for(getattr(scoring, name))
    factories.EvidenceFactory(answer=scoring.answer)
    with django_assert_num_queries(count):
        client.get(address(scoring))
    factories.AnswerFactory(assignment__assessment=scoring.assessment, assignment__unit=scoring.other_unit)
    factories.EvidenceFactory.create_batch(3, answer=scoring.answer)
    with django_assert_num_queries(count):
        client.get(address(scoring))


def put(world, client_for, person, *, by=None, pk=None):
    path = f"/penugasan/{pk or world.assignment.pk}/penanggung-jawab/"
    return client_for(by or world.admin).post(path, {"person": getattr(person, "pk", person)})


def test_admin_names_the_person_in_charge(world, client_for):
    response = put(world, client_for, world.operator)
    assert (response.status_code, response.url) == (302, address(world))
    assert Assignment.objects.get().person == world.operator
    put(world, client_for, "")
    assert Assignment.objects.get().person is None


@pytest.mark.parametrize("person", ["abc", "99999", "9" * 30, "\x00", "other_operator"])
def test_unfit_person_in_charge_is_refused(world, client_for, person):
    before = everything()
    assert put(world, client_for, getattr(world, person, person)).status_code == 302
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "status"),
    [("operator", 403), ("assessor", 403), ("coordinator", 403), ("other_operator", 404), ("stranger", 404)],
)
def test_person_in_charge_by_others_is_refused(world, client_for, name, status):
    before = everything()
    for person in (world.operator, "abc"):
        assert put(world, client_for, person, by=getattr(world, name)).status_code == status
    assert everything() == before
    assert put(world, client_for, world.operator, pk=99999).status_code == 404
