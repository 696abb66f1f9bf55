"""The pages about targets: who reads, who sets, and what they say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from assessments.models import Stage
from planning.models import Target
from tests import factories


@pytest.fixture
def decided(world):
    """Everything decided: levels 2, 2, 3, 3 of equal weight, so an index of 2,50."""
    indicators = list(world.instrument.indicators.order_by("position"))
    for indicator, level in zip(indicators, (2, 2, 3, 3), strict=True):
        factories.VerdictFactory(
            assessment=world.assessment, indicator=indicator, final_level=Decimal(level), justification="Alasan",
            decided_at=timezone.now(), decided_by=world.assessor,
        )  # fmt: skip
    type(world.assessment).objects.filter(pk=world.assessment.pk).update(stage=Stage.SCORING)
    return world


def target_of(world, value, **changes):
    return factories.TargetFactory(
        instansi=world.instansi, instrument=world.instrument, value=value, set_by=world.coordinator, **changes
    )


def text_of(response):
    return " ".join(response.content.decode().split())


def sent(**changes):
    return {"place": "indeks", "value": "2,60", "source": "rpjmd", "source_text": "Halaman 214"} | changes


def test_list_shows_each_year_beside_its_target(decided, client_for):
    target_of(decided, "2.60")
    target_of(decided, "3.00", year=2028)
    response = client_for(decided.assessor).get("/target/")
    lines = response.context["lines"]
    assert [(line.year, line.count) for line in lines] == [(2028, 1), (2026, 1)]
    assert lines[0].achievement is None
    found = lines[1].achievement
    assert (found.shown, found.gap_shown, found.percent) == (Decimal("2.50"), Decimal("-0.10"), Decimal("96.15"))
    page = text_of(response)
    for words in ("2,60", "2,50", "−0,10", "96,15%", "Belum tercapai", "Belum ada realisasi"):
        assert words in page


def test_list_leads_to_a_year_and_says_what_a_year_is(world, client_for):
    client = client_for(world.coordinator)
    assert client.get("/target/?tahun=2029").url == "/target/2029/"
    for typed in ("1999", "20x9", "20²9", "99999"):
        response = client.get("/target/", {"tahun": typed})
        assert response.status_code == 422
        assert "Tulis tahun antara 2018 dan 2100." in text_of(response)


def test_year_shows_the_targets_in_order_and_explains_the_miss(decided, client_for):
    aspect = decided.indicator.aspect
    for value, place in (
        ("4", {"indicator": decided.indicator}), ("2.00", {"aspect": aspect}), ("2.10", {"domain": aspect.domain}),
        ("3.00", {}),
    ):  # fmt: skip
        target_of(decided, value, **place)
    response = client_for(decided.assessor).get("/target/2026/")
    found = response.context["found"]
    assert [
        (heading, [(line.target.value, line.achievement.shown, line.achievement.is_reached) for line in lines])
        for heading, lines in found.groups
    ] == [
        ("Indeks", [(Decimal("3.00"), Decimal("2.50"), False)]),
        ("Domain", [(Decimal("2.10"), Decimal("2.00"), False)]),
        ("Aspek", [(Decimal("2.00"), Decimal("2.00"), True)]),
        ("Indikator", [(Decimal("4.00"), Decimal("2.00"), False)]),
    ]
    parts = [(line.part.code, line.part.shown) for line in found.miss.lines]
    assert parts == [
        ("I1", Decimal("0.500")), ("I2", Decimal("0.167")), ("I3", Decimal("-0.083")), ("I4", Decimal("-0.084")),
    ]  # fmt: skip
    assert found.miss.decomposition.shown == Decimal("0.500")
    assert response.context["form"] is None


def test_year_after_a_complete_one_begins_at_its_levels(decided, client_for):
    earlier = factories.AssessmentFactory(
        instansi=decided.instansi, instrument=decided.instrument, year=2025, stage=Stage.FINAL,
        finalised_at=timezone.now(), finalised_by=decided.coordinator,
    )  # fmt: skip
    indicators = list(decided.instrument.indicators.order_by("position"))
    for indicator in indicators:
        factories.VerdictFactory(
            assessment=earlier, indicator=indicator, final_level=Decimal(3), justification="Alasan",
            decided_at=timezone.now(), decided_by=decided.assessor,
        )  # fmt: skip
    target_of(decided, "3.00")
    client = client_for(decided.admin)
    miss = client.get("/target/2026/").context["found"].miss
    assert (miss.before, [(line.part.code, line.part.shown) for line in miss.lines]) == (
        2025,
        [("I1", Decimal("0.250")), ("I2", Decimal("0.250")), ("I3", Decimal(0)), ("I4", Decimal(0))],
    )
    earlier.verdicts.filter(indicator=indicators[0]).delete()
    cache.clear()
    assert client.get("/target/2026/").context["found"].miss.before is None


def test_year_whose_target_is_reached_explains_nothing(decided, client_for):
    target_of(decided, "2.50")
    response = client_for(decided.admin).get("/target/2026/")
    assert response.context["found"].miss is None
    assert "Tercapai" in text_of(response)


def test_year_without_an_assessment_takes_targets(world, client_for):
    response = client_for(world.coordinator).post("/target/2028/", sent())
    assert (response.status_code, response.url) == (302, f"/target/2028/?instrumen={world.instrument.code}")
    target = Target.objects.get()
    assert (target.year, target.value, target.source, target.source_text, target.set_by) == (
        2028, Decimal("2.60"), "rpjmd", "Halaman 214", world.coordinator,
    )  # fmt: skip
    assert "Belum ada penilaian" in text_of(client_for(world.coordinator).get("/target/2028/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "5,01"}, "Target harus antara 1,00 dan 5,00."),
        ({"value": "banyak"}, "Masukkan sebuah bilangan."),
        ({"source": "other", "source_text": ""}, "Sebutkan judul dokumen sumbernya."),
        ({"place": "domain-0"}, "domain-0 bukan salah satu dari pilihan"),
    ],
)
def test_year_keeps_what_was_typed_when_it_is_refused(world, client_for, changes, words):
    response = client_for(world.coordinator).post("/target/2026/", sent(**changes))
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Target.objects.exists()


@pytest.mark.parametrize("year", [2017, 2101])
def test_year_beyond_the_plausible_is_not_found(world, client_for, year):
    assert client_for(world.coordinator).get(f"/target/{year}/").status_code == 404


def test_change_shows_what_stands_when_somebody_was_quicker(world, client_for):
    target = target_of(world, "2.60")
    client = client_for(world.coordinator)
    given = {"value": "2,70", "source": "iku", "source_text": "", "version": 1}
    assert client_for(world.admin).post(f"/target/{target.pk}/ubah/", given).status_code == 302
    response = client.post(f"/target/{target.pk}/ubah/", given | {"value": "2,80"})
    assert response.status_code == 422
    page = text_of(response)
    assert f"Target ini diubah {world.admin} sejak Anda membukanya: sekarang 2,70." in page
    assert 'value="2,80"' in page
    assert client.post(f"/target/{target.pk}/ubah/", given | {"value": "2,80", "version": 2}).status_code == 302
    target.refresh_from_db()
    assert (target.value, target.version) == (Decimal("2.80"), 3)


def test_remove_asks_for_the_version_that_was_shown(world, client_for):
    target = target_of(world, "2.60")
    client = client_for(world.coordinator)
    for version in ("", "2", "9" * 5000):
        response = client.post(f"/target/{target.pk}/hapus/", {"version": version})
        assert (response.status_code, response.url) == (302, f"/target/{target.pk}/ubah/")
    assert Target.objects.exists()
    response = client.post(f"/target/{target.pk}/hapus/", {"version": "1"})
    assert response.url == f"/target/2026/?instrumen={world.instrument.code}"
    assert not Target.objects.exists()


def test_what_was_typed_before_the_session_ended_is_there_again(world, client_for):
    client = client_for(None)
    client.post("/target/2026/", sent(source_text="Halaman 99"))
    client.force_login(world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'value="Halaman 99"' in text_of(client.get("/target/2026/"))


def test_other_institutions_targets_stay_unknown(world, client_for):
    target = target_of(world, "2.60")
    client = client_for(world.stranger)
    assert [line.year for line in client.get("/target/").context["lines"]] == []
    assert client.get("/target/2026/").context["found"].groups == []
    assert client.get(f"/target/{target.pk}/ubah/").status_code == 404
