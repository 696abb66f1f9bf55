"""Assessments over the API: who sees them, who opens and moves them, and what forged input meets."""

import datetime

import pytest
from django.utils import timezone

from activity.models import Event
from assessments.models import Assessment, Assignment, Stage, Status
from tests import factories

LIST = "/api/v1/assessments/"
ROLES = ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
INSIDERS = {"operator", "other_operator", "admin", "assessor", "coordinator"}


def detail(assessment, rest=""):
    return f"{LIST}{assessment.pk}/{rest}"


def dates(first=30):
    today = timezone.localdate()
    names = ("filling_until", "verification_until", "scoring_until", "approval_until")
    return {name: (today + datetime.timedelta(days=first + 10 * place)).isoformat() for place, name in enumerate(names)}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_only_its_own_institution(world, api_for, role):
    client = api_for(getattr(world, role))
    seen = role in INSIDERS
    assert [row["id"] for row in client.get(LIST).json()["results"]] == ([world.assessment.pk] if seen else [])
    assert client.get(detail(world.assessment)).status_code == (200 if seen else 404)


@pytest.mark.parametrize("role", ROLES)
def test_a_cycle_in_preparation_is_hidden_from_operators(world, api_for, role):
    Assessment.objects.update(stage=Stage.PREPARATION)
    seen = role in {"admin", "assessor", "coordinator"}
    assert api_for(getattr(world, role)).get(detail(world.assessment)).status_code == (200 if seen else 404)


def test_detail_says_what_the_reader_can_do_next(world, api_for):
    data = api_for(world.admin).get(detail(world.assessment)).json()
    assert data["instansi"] == {
        "id": world.instansi.pk,
        "name": world.instansi.name,
        "short_name": world.instansi.short_name,
    }
    assert (data["year"], data["instrument"], data["instrument_revision"]) == (2026, world.instrument.code, 1)
    assert (data["stage"], data["available_moves"]) == ("filling", ["close_filling"])
    assert api_for(world.operator).get(detail(world.assessment)).json()["available_moves"] == []


def test_list_takes_as_many_queries_for_many_rows(world, api_for, queries_of):
    client = api_for(world.admin)
    one = queries_of(client, LIST)
    for year in range(2018, 2026):
        factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=year)
    assert (one, queries_of(client, LIST)) == (3, 3)


def test_admin_opens_a_cycle(world, api_for):
    body = {"year": 2027, "instrument": world.instrument.code, **dates()}
    response = api_for(world.admin).post(LIST, body)
    assert response.status_code == 201, response.json()
    made = Assessment.objects.get(pk=response.json()["id"])
    assert (made.instansi, made.year, made.stage, made.created_by) == (
        world.instansi,
        2027,
        Stage.PREPARATION,
        world.admin,
    )
    assert response.json()["available_moves"] == ["open"]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"admin", "stranger"}))
def test_others_do_not_open_cycles(world, api_for, role):
    body = {"year": 2027, "instrument": world.instrument.code, **dates()}
    assert api_for(getattr(world, role)).post(LIST, body).status_code == 403
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"year": "dua ribu"}, {"year"}),
        ({"year": 10**30}, {"year"}),
        ({"year": 2026}, {"non_field_errors"}),
        ({"instrument": "tidak-ada"}, {"instrument"}),
        ({"instrument": {"code": "x"}}, {"instrument"}),
        ({"filling_until": "besok"}, {"filling_until"}),
        ({"filling_until": "2099-01-01"}, {"non_field_errors"}),
        ({"approval_until": None}, {"approval_until"}),
        ({"instansi": 1}, {"instansi"}),
        ({"stage": "final"}, {"stage"}),
    ],
)
def test_bad_input_for_a_cycle_names_the_field(world, api_for, change, fields):
    body = {"year": 2027, "instrument": world.instrument.code, **dates(), **change}
    response = api_for(world.admin).post(LIST, body)
    assert (response.status_code, set(response.json())) == (400, fields)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("body", [[], "teks", 3, None, [[]]])
def test_a_body_that_is_no_object_is_refused(world, api_for, body):
    assert api_for(world.admin).post(LIST, body).status_code == 400


def test_deadlines_not_named_stay(world, api_for):
    later = (world.assessment.approval_until + datetime.timedelta(days=5)).isoformat()
    response = api_for(world.admin).patch(detail(world.assessment), {"approval_until": later})
    assert response.status_code == 200
    assert response.json()["approval_until"] == later
    assert response.json()["filling_until"] == world.assessment.filling_until.isoformat()


def test_deadlines_out_of_order_are_refused_and_nothing_changes(world, api_for):
    response = api_for(world.admin).patch(detail(world.assessment), {"filling_until": "2099-12-31"})
    assert response.status_code == 400
    assert response.json() == {
        "non_field_errors": ["Batas waktu harus berurutan: pengisian, verifikasi, penilaian, persetujuan."]
    }
    assert Assessment.objects.get().filling_until == world.assessment.filling_until


@pytest.mark.parametrize(
    ("role", "status"),
    [("operator", 403), ("assessor", 403), ("coordinator", 403), ("technician", 404), ("stranger", 404)],
)
def test_others_do_not_manage_a_cycle(world, api_for, role, status):
    client = api_for(getattr(world, role))
    assert client.patch(detail(world.assessment), dates()).status_code == status
    assert client.post(detail(world.assessment, "move/"), {"step": "close_filling"}).status_code == status
    assert client.put(detail(world.assessment, "assignments/"), [], HTTP_IF_MATCH='"1-1"').status_code == status
    assert Assessment.objects.get().stage == Stage.FILLING
    assert Assignment.objects.count() == 1


def test_move_takes_the_stage_on_and_records_who_did_it(world, api_for):
    response = api_for(world.admin).post(detail(world.assessment, "move/"), {"step": "close_filling"})
    assert (response.status_code, response.json()["stage"]) == (200, "verification")
    assert response.json()["available_moves"] == ["reopen_filling", "start_scoring"]
    assert Event.objects.get().verb == "close_filling"


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({"step": "open"}, 409, "Buka pengisian tidak dapat dilakukan: penilaian berada pada tahap Pengisian."),
        ({"step": "finalise"}, 403, None),
        ({"step": "terbang"}, 400, None),
        ({}, 400, None),
        ({"step": "close_filling", "note": "x" * 2001}, 400, None),
        ({"step": "close_filling", "catatan": "x"}, 400, None),
    ],
)
def test_move_that_is_not_possible_says_why(world, api_for, body, status, text):
    response = api_for(world.admin).post(detail(world.assessment, "move/"), body)
    assert response.status_code == status
    assert text is None or response.json() == {"detail": text}
    assert Assessment.objects.get().stage == Stage.FILLING


def test_assignments_are_those_the_reader_may_see(world, api_for):
    url = detail(world.assessment, "assignments/")
    assert api_for(world.other_operator).get(url).json() == []
    assert api_for(world.stranger).get(url).status_code == 404
    for user in (world.operator, world.admin, world.assessor):
        assert api_for(user).get(url).json() == [
            {
                "id": world.assignment.pk,
                "indicator": world.indicator.code,
                "unit": {
                    "id": world.unit.pk,
                    "code": world.unit.code,
                    "name": world.unit.name,
                    "short_name": world.unit.short_name,
                },
                "person": None,
                "extended_until": None,
                "answer": world.answer.pk,
            }
        ]


def test_assignments_take_as_many_queries_for_many_rows(world, api_for, queries_of):
    client, url = api_for(world.admin), detail(world.assessment, "assignments/")
    one = queries_of(client, url)
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        row = factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=world.unit)
        factories.AnswerFactory(assignment=row)
    assert (one, queries_of(client, url)) == (6, 6)


def replace(client, world, pairs):
    """PUT the pairs of (indicator code, unit id) from the matrix as it is."""
    url = detail(world.assessment, "assignments/")
    tag = client.get(url).headers["ETag"]
    body = [{"indicator": indicator, "unit": unit} for indicator, unit in pairs]
    return client.put(url, body, HTTP_IF_MATCH=tag)


def test_assignments_are_replaced_by_the_list(world, api_for):
    codes = list(world.instrument.indicators.order_by("position").values_list("code", flat=True))
    wanted = [(codes[0], world.other_unit.pk), (codes[1], world.unit.pk), (codes[1], world.other_unit.pk)]
    response = replace(api_for(world.admin), world, wanted)
    assert response.status_code == 200, response.json()
    assert {(row["indicator"], row["unit"]["id"]) for row in response.json()} == set(wanted)
    assert Assignment.objects.filter(answer__status=Status.EMPTY).count() == 3


def test_assignments_already_begun_are_not_dropped(world, api_for):
    world.answer.status = Status.DRAFT
    world.answer.save()
    response = replace(api_for(world.admin), world, [])
    assert response.status_code == 409
    assert response.json()["detail"].startswith("Tidak disimpan: 1 penugasan sudah mulai dikerjakan OPD")
    assert Assignment.objects.get() == world.assignment


def test_assignments_with_forged_ids_are_refused_row_by_row(world, api_for):
    foreign_unit = world.stranger.instansi.units.create(code="X", name="Asing", short_name="Asing")
    foreign_indicator = factories.IndicatorFactory(code="IX")
    response = replace(
        api_for(world.admin),
        world,
        [
            (world.indicator.code, world.unit.pk),
            (foreign_indicator.code, world.unit.pk),
            (world.indicator.code, foreign_unit.pk),
        ],
    )
    assert response.status_code == 400
    assert response.json() == {
        "1": {"indicator": ["Indikator ini bukan bagian dari instrumen penilaian."]},
        "2": {"unit": ["OPD ini bukan bagian dari instansi penilaian."]},
    }
    assert Assignment.objects.get() == world.assignment


@pytest.mark.parametrize("body", [{}, [1], [[]], "x", [{"indicator": {}, "unit": []}], [{"unit": 10**40}]])
def test_assignments_of_a_wrong_shape_are_refused(world, api_for, body):
    client, url = api_for(world.admin), detail(world.assessment, "assignments/")
    assert client.put(url, body, HTTP_IF_MATCH=client.get(url).headers["ETag"]).status_code == 400


def test_assignments_from_an_unseen_or_old_matrix_are_refused(world, api_for):
    client, url = api_for(world.admin), detail(world.assessment, "assignments/")
    tag = client.get(url).headers["ETag"]
    factories.AnswerFactory(assignment__assessment=world.assessment, assignment__unit=world.other_unit)
    assert client.put(url, []).status_code == 428
    assert client.put(url, [], HTTP_IF_MATCH=tag).status_code == 412
    assert Assignment.objects.count() == 2
