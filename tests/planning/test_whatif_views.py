"""The page of imagined levels and the pages of what was kept, as a browser without scripts gets them."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Stage, Verdict
from domains.loading import load, shipped_file
from domains.models import Instrument
from planning.models import ActionItem, Scenario
from planning.services import scenarios as services
from tests import factories
from tests.planning.tabanan import LEVELS


@pytest.fixture
def tabanan(world):
    """An assessment with the final levels of Tabanan, of the world's institution."""
    load([shipped_file("spbe-2020")])
    instrument = Instrument.objects.get(code="spbe-2020")
    cycle = factories.AssessmentFactory(instansi=world.instansi, instrument=instrument, year=2023, stage=Stage.APPROVAL)
    Verdict.objects.bulk_create(
        Verdict(assessment=cycle, indicator=row, final_level=LEVELS[row.code], justification="Alasan",
                decided_by=world.assessor, decided_at=timezone.now())
        for row in instrument.indicators.all()
    )  # fmt: skip
    return cycle


def words(response) -> str:
    """The page as it is read, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def test_page_answers_for_the_levels_of_its_address(world, tabanan, client_for):
    client = client_for(world.coordinator)
    page = words(client.get(reverse("what-if", args=[tabanan.pk]), {"I41": "4", "I1": "3"}))
    assert "2,17" in page  # 2.0725 + 0.0825 + 0.013
    assert "Sekarang 2,07 (Cukup), berubah +0,10 ." in page
    assert "kurang 0,44 menuju Baik" in page
    assert "Tingkat 1 ke 4" in page
    assert not Scenario.objects.exists()


def test_page_shows_the_sensitivity_of_every_indicator_exactly(world, tabanan, client_for):
    address = reverse("what-if", args=[tabanan.pk])
    page = client_for(world.admin).get(address).content.decode()
    rows = re.findall(r'data-sensitivity="(\w+)".*?data-shown>(.*?)<.*?data-exact>(.*?)<', page)
    assert rows[0] == ("I42", "+0,030", "+0,03")
    assert rows[6] == ("I32", "+0,028", "+0,0275")
    assert len(rows) == 47
    lowest = client_for(world.admin).get(address, {"urut": "tingkat"}).content.decode()
    assert re.findall(r'data-sensitivity="(\w+)"', lowest)[:3] == ["I14", "I18", "I22"]


def test_page_tells_what_it_cannot_read_and_keeps_the_rest(world, tabanan, client_for):
    response = client_for(world.coordinator).get(
        reverse("what-if", args=[tabanan.pk]), {"I1": "tujuh", "I41": "4", "I48": "3"}
    )
    page = words(response)
    assert response.status_code == 422
    assert 'Indikator 1: "tujuh" bukan tingkat' in page
    assert 'tidak mempunyai indikator "I48"' in page
    assert "2,16" in page  # 2.0725 + 0.0825
    assert 'value="tujuh"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["I1=" + "9" * 10_000_000, "x" * 10_000_000, "I1=%00%ff", "I1=3&I1=4&&=&%"],
    ids=["long level", "long name", "control signs", "signs alone"],
)
def test_enormous_or_broken_address_does_no_harm(world, tabanan, client_for, query):
    response = client_for(world.coordinator).get(f"{reverse('what-if', args=[tabanan.pk])}?{query}")
    assert response.status_code in (200, 422)
    assert len(response.content) < 300_000


def test_path_reaches_the_predikat_asked_for(world, tabanan, client_for):
    address = reverse("what-if", args=[tabanan.pk])
    response = client_for(world.coordinator).get(address, {"cari": "1", "tujuan": "baik"})
    page = words(response)
    assert "7 indikator naik, jumlah usaha 18" in page
    assert "Indeks menjadi 2,60 (tepatnya 2,6025), predikat Baik" in page
    levels, keep = response.context["way"].address, response.context["way"].keep_address
    applied = words(client_for(world.coordinator).get(f"{address}?{levels}"))
    assert "Indeks andaian Baik kurang 0,90 menuju Sangat Baik" in applied
    assert keep == f"{levels}&tujuan=baik&cari=1"


def test_path_keeps_to_locks_caps_and_efforts(world, tabanan, client_for):
    params = {"cari": "1", "tujuan": "indeks", "indeks": "2,13", "langkah": "1", "k-I42": "1", "u-I43": "9"}
    response = client_for(world.coordinator).get(reverse("what-if", args=[tabanan.pk]), params)
    way = response.context["way"]
    assert [(each.row.code, each.step.from_level, each.step.to_level) for each in way.steps] == [
        ("I32", Decimal(2), Decimal(3)), ("I44", Decimal(2), Decimal(3)),
    ]  # fmt: skip
    assert (way.effort, way.exact) == (Decimal(2), Decimal("2.13"))


@pytest.mark.parametrize(
    ("asked", "steps"),
    [({}, [("I11", 3)]), ({"prasyarat": "1"}, [("I1", 3), ("I11", 3)])],
    ids=["without", "with"],
)
def test_path_meets_prerequisites_first_where_they_are_wanted(world, tabanan, client_for, asked, steps):
    locked = {f"k-I{number}": "1" for number in range(1, 48) if number not in (1, 11)}
    params = {"cari": "1", "tujuan": "indeks", "indeks": "2,09", "langkah": "1", **locked, **asked}
    way = client_for(world.coordinator).get(reverse("what-if", args=[tabanan.pk]), params).context["way"]
    assert [(each.row.code, each.step.to_level) for each in way.steps] == steps


def test_path_that_is_out_of_reach_says_how_far_one_gets(world, tabanan, client_for):
    params = {"cari": "1", "tujuan": "memuaskan", "langkah": "1"}
    page = words(client_for(world.coordinator).get(reverse("what-if", args=[tabanan.pk]), params))
    assert "Memuaskan tidak terjangkau" in page
    assert "Setinggi-tingginya 3,07 (tepatnya 3,0725), predikat Baik" in page


def test_path_to_what_is_reached_already_says_so(world, tabanan, client_for):
    params = {"cari": "1", "tujuan": "cukup"}
    page = words(client_for(world.coordinator).get(reverse("what-if", args=[tabanan.pk]), params))
    assert "sudah tercapai" in page


def test_scenario_is_kept_from_the_address(world, tabanan, client_for):
    client = client_for(world.assessor)
    address = reverse("scenario-create", args=[tabanan.pk]) + "?I41=4&cari=1&tujuan=indeks&indeks=2%2C10"
    form = client.get(address).context["form"]
    response = client.post(address, {"name": "Satu saja", "note": "", "seen": form["seen"].value()}, follow=True)
    page = words(response)
    assert "Skenario Satu saja tersimpan." in page
    assert "2,16 Indeks andaian Cukup sekarang 2,07 (+0,09)" in page
    assert "Tujuan: indeks 2,10 , tercapai" in page.replace("  ", " ").replace("2,10,", "2,10 ,")
    assert "1 indikator, usaha 3" in page
    assert "dasar berubah" not in page


def test_scenario_whose_base_moved_is_asked_about_again(world, tabanan, client_for):
    client = client_for(world.coordinator)
    address = reverse("scenario-create", args=[tabanan.pk]) + "?I41=4"
    seen = client.get(address).context["form"]["seen"].value()
    Verdict.objects.filter(assessment=tabanan, indicator__code="I1").update(final_level=5)
    response = client.post(address, {"name": "Satu", "note": "Catatan", "seen": seen})
    assert (response.status_code, Scenario.objects.count()) == (409, 0)
    assert "baru saja berubah" in words(response)
    assert 'value="Satu"' in response.content.decode()
    again = client.post(address, {"name": "Satu", "note": "", "seen": response.context["form"]["seen"].value()})
    assert (again.status_code, Scenario.objects.count()) == (302, 1)


def test_scenario_says_that_its_base_moved(world, tabanan, client_for):
    scenario = factories.kept_scenario(tabanan, {**LEVELS, "I41": 4}, base=LEVELS, track="final")
    client = client_for(world.coordinator)
    assert "dasar berubah" not in words(client.get(scenario.get_absolute_url()))
    Verdict.objects.filter(assessment=tabanan, indicator__code="I41").update(final_level=2)
    page = words(client.get(scenario.get_absolute_url()))
    assert "sejak itu 1 indikator bergeser" in page
    assert "Indikator 41: semula 1, sekarang 2" in page
    assert "1 indikator, usaha 2" in page


def test_scenarios_are_compared_side_by_side(world, tabanan, client_for):
    first = factories.kept_scenario(tabanan, {**LEVELS, "I41": 4}, base=LEVELS, track="final", name="Satu")
    second = factories.kept_scenario(tabanan, {**LEVELS, "I1": 3}, base=LEVELS, track="final", name="Dua")
    address = reverse("scenarios-compare", args=[tabanan.pk])
    page = words(client_for(world.admin).get(address, {"s": [second.pk, first.pk]}))
    assert "Indeks 2,07 2,09 (+0,02) 2,16 (+0,09)" in page
    assert "Layanan SPBE 2,57 2,57 2,75" in page
    assert "Indikator berubah – 1 1" in page
    assert "Usaha – 1 3" in page
    assert re.search(r"Indikator 1 [^0-9]* 2 3 2 Indikator 41 [^0-9]* 1 1 4 ", page)


@pytest.mark.parametrize(
    ("choose", "says"),
    [
        (lambda own, other: [], "Pilih dua sampai 4"),
        (lambda own, other: own[:1], "Pilih dua sampai 4"),
        (lambda own, other: [*own[:2], other], "tidak ditemukan"),
        (lambda own, other: [*own[:2], 10**30], "Bandingkan skenario"),
        (lambda own, other: own, "Paling banyak 4"),
    ],
)
def test_choice_that_cannot_be_compared_is_told(world, client_for, choose, says):
    own = [factories.kept_scenario(world.assessment).pk for _ in range(5)]
    other = factories.kept_scenario(factories.AssessmentFactory(instrument=world.instrument), name="Rahasia").pk
    address = reverse("scenarios-compare", args=[world.assessment.pk])
    page = words(client_for(world.admin).get(address, {"s": choose(own, other)}))
    assert says in page
    assert "Rahasia" not in page


def test_deleted_scenario_leaves_the_list_and_can_be_brought_back(world, client_for):
    client = client_for(world.coordinator)
    scenario = factories.kept_scenario(world.assessment, name="Sementara")
    page = words(client.post(reverse("scenario-delete", args=[scenario.pk]), follow=True))
    assert "Masih dapat dipulihkan" in page
    listed = reverse("scenarios", args=[world.assessment.pk])
    assert "Sementara" not in words(client.get(listed))
    assert "Sementara" in words(client.get(listed, {"keadaan": "terhapus"}))
    client.post(reverse("scenario-restore", args=[scenario.pk]))
    assert "Sementara" in words(client.get(listed))


def test_restoring_beside_its_name_tells_why_not(world, client_for):
    scenario = factories.kept_scenario(world.assessment, name="Baik")
    services.delete_scenario(scenario, by=world.admin)
    factories.kept_scenario(world.assessment, name="Baik")
    page = words(client_for(world.admin).post(reverse("scenario-restore", args=[scenario.pk]), follow=True))
    assert "Sudah ada skenario lain bernama Baik" in page


def test_scenario_is_renamed(world, client_for):
    client = client_for(world.coordinator)
    scenario = factories.kept_scenario(world.assessment, name="Lama")
    address = reverse("scenario-change", args=[scenario.pk])
    assert "Skenario diubah." in words(client.post(address, {"name": "Baru", "note": ""}, follow=True))
    factories.kept_scenario(world.assessment, name="Lain")
    response = client.post(address, {"name": "Lain", "note": ""})
    assert (response.status_code, "sudah ada" in words(response)) == (422, True)


def test_scenario_becomes_items_of_the_plan(world, tabanan, client_for):
    scenario = factories.kept_scenario(tabanan, {**LEVELS, "I1": 1, "I41": 4}, base=LEVELS, track="final")
    address = reverse("scenario-plan", args=[scenario.pk])
    client_for(world.admin).post(address)
    rows = ActionItem.objects.values_list("indicator__code", "from_level", "to_level")
    assert list(rows) == [("I41", Decimal(1), Decimal(4))]
    again = words(client_for(world.admin).post(address, follow=True))
    assert "masih terbuka" in again
