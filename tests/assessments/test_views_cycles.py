"""The admin's pages of a cycle: the list, a new assessment, its settings, its stages."""

from __future__ import annotations

import pytest

from assessments.models import Assessment, Assignment, Stage
from tests import factories
from tests.assessments.scenes import day, decide_all, everything, set_deadlines, set_stage, set_status, words

OTHERS = [("assessor", 403), ("coordinator", 403), ("operator", 403), ("technician", 404), ("stranger", 404)]
DATES = {"filling_until": day(10), "verification_until": day(20), "scoring_until": day(30), "approval_until": day(40)}


@pytest.fixture
def admin(world, client_for):
    return client_for(world.admin)


def test_list_shows_the_cycles_of_the_instansi_with_progress(world, admin):
    set_status(world.answer, "submitted")
    factories.AssessmentFactory(year=2030)  # another institution's
    text = words(admin.get("/penilaian/"))
    assert "1 dari 1 isian selesai" in text
    assert "Penilaian 2030" not in text
    assert "Buat penilaian" in text


def test_list_counts_for_an_operator_his_own_answers_only(world, client_for):
    for indicator in world.instrument.indicators.all():
        factories.AnswerFactory(
            assignment__assessment=world.assessment, assignment__indicator=indicator, assignment__unit=world.other_unit
        )
    assert "0 dari 1 isian selesai" in words(client_for(world.operator).get("/penilaian/"))
    assert "0 dari 4 isian selesai" in words(client_for(world.other_operator).get("/penilaian/"))
    assert "0 dari 5 isian selesai" in words(client_for(world.assessor).get("/penilaian/"))


def test_list_leaves_out_cycles_an_operator_has_no_part_in(world, client_for):
    assert "Belum ada penilaian" in words(client_for(world.other_operator).get("/penilaian/"))
    assert "Belum ada penilaian" in words(client_for(world.technician).get("/penilaian/"))


@pytest.mark.parametrize(
    ("query", "is_there"), [("tahap=filling", True), ("tahap=final", False), ("tahap=zzz", True), ("hal=abc", True)]
)
def test_list_filters_by_stage(world, admin, query, is_there):
    assert ("Penilaian 2026</a>" in words(admin.get(f"/penilaian/?{query}"))) is is_there


def test_list_query_count_is_constant(world, admin, django_assert_num_queries):
    with django_assert_num_queries(5):
        admin.get("/penilaian/")
    for year in range(2018, 2026):
        factories.AssessmentFactory(instansi=world.instansi, year=year)
    with django_assert_num_queries(5):
        admin.get("/penilaian/")


def test_list_says_where_an_instrument_is_provisional_or_of_other_years(world, admin):
    instrument = factories.InstrumentFactory(first_year=2026, last_year=2030, is_provisional=True)
    factories.AssessmentFactory(instansi=world.instansi, year=2025, instrument=instrument)
    text = words(admin.get("/penilaian/"))
    assert ("Instrumen sementara" in text, "Di luar tahun instrumen" in text) == (True, True)


def new(world, **change) -> dict:
    return {"year": "2027", "instrument": world.instrument.pk} | DATES | change


def test_create_makes_an_assessment_and_leads_to_the_matrix(world, admin):
    response = admin.post("/penilaian/baru/", new(world))
    made = Assessment.objects.get(year=2027)
    assert (response.status_code, response.url) == (302, f"/penilaian/{made.pk}/penugasan/")
    assert (made.stage, made.instansi, made.created_by) == ("preparation", world.instansi, world.admin)


def test_create_page_proposes_dates(world, admin):
    assert f'value="{day(90):%Y-%m-%d}"' in words(admin.get("/penilaian/baru/"))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"year": "2026"}, "Penilaian tahun ini dengan instrumen ini sudah ada."),
        ({"year": "abc"}, "Masukkan"),
        ({"filling_until": day(25)}, "Batas waktu harus berurutan"),
        ({"filling_until": "<svg>"}, "tanggal"),
        ({"instrument": "99999"}, "Pilih"),
        ({"instrument": "\x00"}, "null"),
    ],
)
def test_create_with_mistakes_is_told_and_changes_nothing(world, admin, change, text):
    before = everything()
    response = admin.post("/penilaian/baru/", new(world, **change))
    assert (response.status_code, everything()) == (422, before)
    assert text in words(response)
    assert f'value="{DATES["approval_until"]:%Y-%m-%d}"' in words(response)


def test_create_sent_twice_is_made_once(world, admin):
    admin.post("/penilaian/baru/", new(world))
    before = everything()
    assert admin.post("/penilaian/baru/", new(world)).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("name", ["operator", "assessor", "coordinator", "technician"])
def test_create_by_others_is_forbidden(world, client_for, name):
    before = everything()
    client = client_for(getattr(world, name))
    assert (client.get("/penilaian/baru/").status_code, client.post("/penilaian/baru/", new(world)).status_code) == (
        403, 403,
    )  # fmt: skip
    assert everything() == before


def settings_of(world) -> str:
    return f"/penilaian/{world.assessment.pk}/pengaturan/"


def test_settings_moves_deadlines(world, admin):
    response = admin.post(settings_of(world), DATES)
    assert (response.status_code, response.url) == (302, settings_of(world))
    now = Assessment.objects.get()
    assert {name: getattr(now, name) for name in DATES} == DATES
    assert "mengubah batas waktu" in words(admin.get(settings_of(world)))


@pytest.mark.parametrize("change", [{"filling_until": day(35)}, {"filling_until": ""}, {"scoring_until": "31/31/2026"}])
def test_settings_with_mistakes_are_told_and_change_nothing(world, admin, change):
    before = everything()
    response = admin.post(settings_of(world), DATES | change)
    assert (response.status_code, everything()) == (422, before)
    assert "Belum tersimpan" in words(response)


def test_settings_of_a_final_assessment_are_refused(world, admin):
    set_stage(world.assessment, Stage.FINAL)
    before = everything()
    response = admin.post(settings_of(world), DATES)
    assert (response.status_code, everything()) == (409, before)
    assert "Penilaian ini sudah final." in words(response)


@pytest.mark.parametrize(("name", "status"), OTHERS)
def test_settings_by_others_are_refused(world, client_for, name, status):
    client, before = client_for(getattr(world, name)), everything()
    assert client.get(settings_of(world)).status_code == status
    assert client.post(settings_of(world), DATES).status_code == status
    assert client.post(settings_of(world), {"unit": 1, "until": day(3), "reason": "x"}).status_code == status
    assert everything() == before


def test_reopening_opens_for_one_unit_and_lists_it(world, admin):
    set_deadlines(world.assessment, -1)
    response = admin.post(settings_of(world), {"unit": world.unit.pk, "until": day(4), "reason": "Gangguan listrik"})
    assert response.status_code == 302
    assert Assignment.objects.get().extended_until == day(4)
    assert "Gangguan listrik" in words(admin.get(settings_of(world)))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"until": day(-1)}, 409),
        ({"until": "besok"}, 422),
        ({"unit": "99999"}, 422),
        ({"unit": "other"}, 422),
        ({"reason": ""}, 422),
        ({"reason": "x" * 301}, 422),
        ({"reason": "\x00"}, 422),
    ],
    ids=str,
)
def test_reopening_with_mistakes_is_told_and_changes_nothing(world, admin, change, status):
    if change.get("unit") == "other":
        change = {"unit": world.other_unit.pk}
    before = everything()
    sent = {"unit": world.unit.pk, "until": day(4), "reason": "Gangguan listrik"} | change
    assert admin.post(settings_of(world), sent).status_code == status
    assert everything() == before


def step_of(world, step: str) -> str:
    return f"/penilaian/{world.assessment.pk}/tahap/{step}/"


def test_stage_page_says_what_the_step_does(world, admin):
    text = words(admin.get(step_of(world, "close_filling")))
    assert "dari tahap <b>Pengisian</b> ke tahap <b>Verifikasi</b>" in text


def test_stage_step_moves_and_leads_to_the_assessment(world, admin):
    response = admin.post(step_of(world, "close_filling"), {"note": "Selesai"})
    assert (response.status_code, response.url) == (302, f"/penilaian/{world.assessment.pk}/")
    assert Assessment.objects.get().stage == Stage.VERIFICATION


def test_stage_step_sent_twice_says_where_it_stands(world, admin):
    admin.post(step_of(world, "close_filling"))
    before = everything()
    response = admin.post(step_of(world, "close_filling"), {"note": "Catatan kedua"})
    text = words(response)
    assert (response.status_code, everything()) == (409, before)
    assert "Penilaian sekarang berada pada tahap <b>Verifikasi</b>" in text
    assert "Catatan kedua" in text


def test_stage_step_without_its_reason_is_refused_on_the_page(world, admin):
    set_stage(world.assessment, Stage.VERIFICATION)
    before = everything()
    response = admin.post(step_of(world, "reopen_filling"), {"note": "  "})
    assert (response.status_code, everything()) == (409, before)
    assert "Tulis alasannya." in words(response)


@pytest.mark.parametrize("note", ["x" * 2001, "Catatan \x00", "\x1b"], ids=["long", "null", "escape"])
def test_stage_step_with_a_bad_note_is_told(world, admin, note):
    before = everything()
    assert admin.post(step_of(world, "close_filling"), {"note": note}).status_code == 422
    assert everything() == before


@pytest.mark.parametrize(
    ("step", "name", "status"),
    [
        ("close_filling", "operator", 403),
        ("close_filling", "assessor", 403),
        ("finalise", "admin", 403),
        ("close_filling", "stranger", 404),
        ("close_filling", "technician", 404),
        ("destroy", "admin", 404),
    ],
)
def test_stage_step_by_the_wrong_person_or_name(world, client_for, step, name, status):
    client, before = client_for(getattr(world, name)), everything()
    assert client.get(step_of(world, step)).status_code == status
    assert client.post(step_of(world, step), {"note": "Alasan"}).status_code == status
    assert everything() == before


def test_coordinator_finalises(world, client_for):
    decide_all(world.assessment, by=world.assessor)
    set_stage(world.assessment, Stage.APPROVAL)
    client = client_for(world.coordinator)
    assert "dibekukan dan tidak dapat diubah lagi" in words(client.get(step_of(world, "finalise")))
    assert client.post(step_of(world, "finalise")).status_code == 302
    assert Assessment.objects.get().is_frozen
