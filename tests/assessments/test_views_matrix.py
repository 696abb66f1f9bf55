"""The assignment matrix in the browser."""

from __future__ import annotations

import pytest

from assessments import summaries
from assessments.models import Assignment, Stage
from tests import factories
from tests.assessments.scenes import everything, set_stage, set_status, words


@pytest.fixture
def admin(world, client_for):
    return client_for(world.admin)


@pytest.fixture
def path(world) -> str:
    return f"/penilaian/{world.assessment.pk}/penugasan/"


def sent(world, *pairs, **change) -> dict:
    fingerprint = summaries.matrix(world.assessment).fingerprint
    return {"fingerprint": fingerprint, "pair": [f"{row.pk}-{unit.pk}" for row, unit in pairs]} | change


def given(world) -> set[tuple[int, str]]:
    return set(world.assessment.assignments.values_list("indicator__position", "unit__code"))


def test_matrix_shows_a_tick_per_indicator_and_unit(world, admin, path):
    text = words(admin.get(path))
    assert (text.count('type="checkbox"'), text.count(" checked")) == (8, 1)


def test_matrix_saves_the_ticks(world, admin, path):
    second = world.instrument.indicators.get(position=2)
    response = admin.post(path, sent(world, (second, world.unit), (second, world.other_unit)))
    assert (response.status_code, response.url) == (302, path)
    assert given(world) == {(2, world.unit.code), (2, world.other_unit.code)}
    assert "Penugasan tersimpan: 2 ditambah, 1 dihapus." in words(admin.get(path))


def test_matrix_locks_what_was_begun(world, admin, path):
    set_status(world.answer, "draft")
    text = words(admin.get(path))
    key = f"{world.indicator.pk}-{world.unit.pk}"
    assert f'type="hidden" name="pair" value="{key}"' in text
    before = everything()
    response = admin.post(path, sent(world))
    assert (response.status_code, everything()) == (409, before)
    assert "sudah mulai dikerjakan OPD" in words(response)


def test_matrix_of_before_another_change_is_refused_and_shows_the_difference(world, admin, path):
    old = sent(world, (world.indicator, world.unit))
    second = world.instrument.indicators.get(position=2)
    factories.AnswerFactory(
        assignment__assessment=world.assessment, assignment__indicator=second, assignment__unit=world.other_unit
    )
    before = everything()
    response = admin.post(path, old)
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Penugasan diubah orang lain" in text
    assert text.count('<td class="changed">') == 1  # the colleague's tick, which this page would take away
    assert admin.post(path, sent(world, (world.indicator, world.unit))).status_code == 302


@pytest.mark.parametrize("pair", ["abc", "1-", "-", "999-999", "\x00", "<svg>"])
def test_matrix_with_an_unknown_tick_is_refused(world, admin, path, pair):
    before = everything()
    good = f"{world.indicator.pk}-{world.unit.pk}"
    response = admin.post(path, sent(world) | {"pair": [good, pair]})
    assert (response.status_code, everything()) == (409, before)


def test_matrix_with_ids_of_another_instansi_is_refused(world, admin, path):
    foreign = factories.small_instrument().indicators.first()
    before = everything()
    for pair in ((world.indicator, factories.UnitFactory()), (foreign, world.unit)):
        assert admin.post(path, sent(world, pair)).status_code == 409
    assert everything() == before


@pytest.mark.parametrize("fingerprint", ["", "abc", "\x00"])
def test_matrix_without_a_known_fingerprint_is_refused(world, admin, path, fingerprint):
    before = everything()
    assert admin.post(path, sent(world, fingerprint=fingerprint)).status_code == 409
    assert everything() == before


def test_matrix_is_closed_once_scoring_has_begun(world, admin, path):
    set_stage(world.assessment, Stage.SCORING)
    assert "Simpan penugasan" not in words(admin.get(path))
    before = everything()
    assert admin.post(path, sent(world)).status_code == 409
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "status"), [("operator", 403), ("assessor", 403), ("coordinator", 403), ("stranger", 404)]
)
def test_matrix_by_others_is_refused(world, client_for, path, name, status):
    client, before = client_for(getattr(world, name)), everything()
    assert client.get(path).status_code == status
    assert client.post(path, sent(world)).status_code == status
    assert everything() == before


def test_matrix_without_units_leads_to_them(db, client_for):
    assessment = factories.AssessmentFactory(stage=Stage.PREPARATION)
    admin = factories.UserFactory(instansi=assessment.instansi, role="admin")
    assert "Belum ada OPD" in words(client_for(admin).get(f"/penilaian/{assessment.pk}/penugasan/"))


def test_matrix_query_count_is_constant(world, admin, path, django_assert_num_queries):
    with django_assert_num_queries(7):
        admin.get(path)
    units = factories.UnitFactory.create_batch(5, instansi=world.instansi)
    for unit in units:
        factories.AnswerFactory(assignment__assessment=world.assessment, assignment__unit=unit)
    assert Assignment.objects.count() == 6
    with django_assert_num_queries(7):
        admin.get(path)
