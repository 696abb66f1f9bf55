"""The dashboard and the explanation, as each role gets them."""

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Stage
from results.summaries import summarise
from tests import factories
from tests.results.test_summaries import claim, verdict

READERS = ["admin", "assessor", "coordinator"]


def page(client_for, user, assessment, name="assessment", query=""):
    response = client_for(user).get(reverse(name, args=[assessment.pk]) + query)
    return response.status_code, " ".join(html.unescape(response.content.decode()).split())


@pytest.mark.parametrize("role", READERS)
def test_dashboard_for_those_who_see_results_shows_index_predikat_and_tracks(scored, client_for, role):
    status, text = page(client_for, getattr(scored, role), scored.assessment)

    assert status == 200
    assert "<strong>3,00</strong><span>Indeks final<b>Baik</b>kurang 0,50 menuju Sangat Baik" in text
    assert '<th scope="row">Mandiri</th><td class="num"><b>4,00</b></td><td>Sangat Baik</td>' in text
    assert '<td class="num">−1,00</td>' in text


def test_dashboard_of_an_unfinished_filling_is_provisional(world, client_for):
    claim(world, world.other_unit, 4)

    _, text = page(client_for, world.admin, world.assessment)

    assert "<strong>1,00</strong><span>Indeks mandiri, sementara<b>Kurang</b>1 dari 4 indikator bernilai" in text
    assert "3 indikator belum ditugaskan kepada OPD mana pun." in text


def test_dashboard_for_an_operator_shows_own_progress_and_no_numbers(scored, client_for):
    status, text = page(client_for, scored.operator, scored.assessment)

    assert status == 200
    assert f"<h2>Isian {scored.unit.short_name}</h2>" in text
    assert "0 dari 1</b> indikator sudah diajukan" in text
    assert f'href="{reverse("reports", args=[scored.assessment.pk])}"' in text
    assert [
        word for word in ("Indeks", "Empat jalur", "3,00", "4,00", scored.other_unit.short_name) if word in text
    ] == []


def test_dashboard_for_an_operator_without_tasks_says_so(world, client_for):
    _, text = page(client_for, world.other_operator, world.assessment)

    assert "Belum ada tugas untuk OPD Anda" in text


@pytest.mark.parametrize(
    ("person", "name"), [(p, n) for p in ("technician", "stranger") for n in ("assessment", "explain")]
)
def test_results_are_hidden_from_strangers(world, client_for, person, name):
    assert page(client_for, getattr(world, person), world.assessment, name)[0] == 404


def test_explain_for_an_operator_is_forbidden(world, client_for):
    assert page(client_for, world.operator, world.assessment, "explain")[0] == 403


@pytest.mark.parametrize(
    ("role", "wanted", "missing"),
    [
        ("admin", ["penugasan/", "pengaturan/", "tahap/back_to_verification/"], []),
        ("assessor", ["tahap/ask_approval/"], ["penugasan/", "pengaturan/"]),
        ("coordinator", ["laporan/"], ["penugasan/", "tahap/"]),
    ],
)
def test_dashboard_offers_the_steps_of_the_role(scored, client_for, role, wanted, missing):
    _, text = page(client_for, getattr(scored, role), scored.assessment)
    base = f'href="/penilaian/{scored.assessment.pk}/'

    assert [link for link in wanted if base + link not in text] == []
    assert [link for link in missing if base + link in text] == []


@pytest.mark.parametrize(
    ("days", "words"), [(3, "Tenggat 3 hari lagi"), (0, "Tenggat hari ini"), (-2, "Batas tahap ini lewat")]
)
def test_dashboard_says_how_long_the_stage_still_lasts(world, client_for, days, words):
    world.assessment.filling_until = timezone.localdate() + datetime.timedelta(days=days)
    world.assessment.save()

    assert words in page(client_for, world.admin, world.assessment)[1]


def test_dashboard_of_a_final_assessment_says_since_when(scored, client_for):
    scored.assessment.stage = Stage.FINAL
    scored.assessment.finalised_at, scored.assessment.finalised_by = timezone.now(), scored.coordinator
    scored.assessment.save()

    assert "Final sejak" in page(client_for, scored.admin, scored.assessment)[1]


def test_dashboard_names_the_source_and_what_limits_the_instrument(world, client_for):
    world.assessment.source, world.assessment.year = "Kementerian <b>contoh</b>", 2019
    world.assessment.save()
    world.instrument.is_provisional = True
    world.instrument.save()

    response = client_for(world.admin).get(world.assessment.get_absolute_url())

    assert b"Kementerian &lt;b&gt;contoh&lt;/b&gt;" in response.content
    assert b"masih sementara" in response.content
    assert b"berada di luar tahun berlakunya" in response.content


def test_dashboard_tells_where_the_two_bases_disagree(world, client_for):
    world.instrument.scale_step = "0.01"
    world.instrument.save()
    for indicator, level in zip(
        world.instrument.indicators.order_by("position"), ("3.49", "3.50", "3.49", "3.50"), strict=True
    ):
        claim(world, world.other_unit, level, indicator=indicator)

    _, text = page(client_for, world.admin, world.assessment)

    assert "Indeks 3,50 (3,495 sebelum pembulatan): Baik." in text


def test_dashboard_costs_the_same_queries_with_one_answer_and_with_many(
    world, client_for, django_assert_max_num_queries
):
    client = client_for(world.admin)
    with django_assert_max_num_queries(15) as first:
        client.get(world.assessment.get_absolute_url())

    for indicator in world.instrument.indicators.all():
        for unit in factories.UnitFactory.create_batch(4, instansi=world.instansi):
            factories.EvidenceFactory(answer=claim(world, unit, 3, indicator=indicator))
        verdict(world, indicator, 3)

    with django_assert_max_num_queries(15) as many:
        client.get(world.assessment.get_absolute_url())
    assert len(many) == len(first)


@pytest.mark.parametrize(
    ("slug", "track"),
    [("mandiri", "claimed"), ("verifikasi", "verified"), ("final", "final"), ("eksternal", "external")],
)
def test_explain_shows_the_sum_of_the_chosen_track(scored, client_for, slug, track):
    score = summarise(scored.assessment).scores[track]

    _, text = page(client_for, scored.admin, scored.assessment, "explain", f"?jalur={slug}")

    total = f"{score.indeks.weighted_sum:f}".removesuffix(".00")
    shown = str(score.indeks.shown).replace(".", ",")
    assert f"{int(total):,}".replace(",", ".") + " : 400 = " in text
    assert f"dua desimal: <b>{shown}</b>" in text
    assert f"jadi predikatnya <b>{score.predikat.name}</b>" in text


def test_explain_lists_each_product_and_the_rules_it_follows(scored, client_for):
    _, text = page(client_for, scored.admin, scored.assessment, "explain")

    assert text.count('<td class="num">3</td><td class="num">100</td><td class="num">300</td>') == 4
    assert scored.instrument.checksum in text
    assert "paling sedikit 2,6 dan kurang dari 3,5" in text


def test_explain_of_a_provisional_index_says_how_many_are_missing(world, client_for):
    claim(world, world.other_unit, 4)

    _, text = page(client_for, world.admin, world.assessment, "explain")

    assert "masih sementara: 1 dari 4 indikator bernilai. 3 indikator lainnya dihitung 0" in text
    assert text.count("belum bernilai") == 3


def test_explain_with_an_unknown_track_shows_the_headline(scored, client_for):
    _, text = page(client_for, scored.admin, scored.assessment, "explain", "?jalur=<script>")

    assert 'href="?jalur=final" aria-current="page"' in text
    assert "<script>" not in text.replace("<script type", "")
