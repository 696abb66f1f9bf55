"""An operator's list of tasks."""

from __future__ import annotations

import pytest

from assessments.models import Stage
from tests import factories
from tests.assessments.scenes import set_stage, set_status, words


def test_tasks_lists_the_units_indicators_with_progress(world, client_for):
    set_status(world.answer, "submitted")
    response = client_for(world.operator).get("/tugas/")
    text = words(response)
    assert "1 dari 1 indikator selesai diisi" in text
    assert f"{world.indicator.label}: {world.indicator.short_name}" in text
    assert "Diajukan: 1" in text


def test_tasks_of_another_unit_are_not_there(world, client_for):
    text = words(client_for(world.other_operator).get("/tugas/"))
    assert "Belum ada indikator untuk OPD Anda" in text
    assert f"/isian/{world.answer.pk}/" not in text


def test_tasks_before_any_assessment_says_what_will_happen(world, client_for):
    set_stage(world.assessment, Stage.PREPARATION)
    assert "Belum ada penilaian yang dibuka" in words(client_for(world.operator).get("/tugas/"))


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("status=empty", True),
        ("status=draft", False),
        ("status=%00", False),
        ("q=INDIKATOR+1", True),
        ("q=tidak-ada", False),
        ("q=%00", False),
        ("penilaian=abc", True),
        ("penilaian=99999999999999999999", True),
    ],
)
def test_tasks_filters_by_status_and_words(world, client_for, query, is_found):
    response = client_for(world.operator).get(f"/tugas/?{query}")
    assert response.status_code == 200
    assert (f'href="/isian/{world.answer.pk}/"' in words(response)) is is_found
    assert ("Tidak ada yang cocok" in words(response)) is not is_found


def test_tasks_shows_the_assessment_asked_for(world, client_for):
    newer = factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=2027)
    other = factories.AnswerFactory(assignment__assessment=newer, assignment__unit=world.unit)
    client = client_for(world.operator)
    assert f'href="/isian/{other.pk}/"' in words(client.get("/tugas/"))
    assert f'href="/isian/{world.answer.pk}/"' in words(client.get(f"/tugas/?penilaian={world.assessment.pk}"))


def test_tasks_query_count_is_constant(world, client_for, django_assert_num_queries):
    client = client_for(world.operator)
    with django_assert_num_queries(5):
        client.get("/tugas/")
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        answer = factories.AnswerFactory(
            assignment__assessment=world.assessment, assignment__indicator=indicator, assignment__unit=world.unit
        )
        factories.EvidenceFactory.create_batch(2, answer=answer)
    with django_assert_num_queries(5):
        client.get("/tugas/")
