"""The dashboard and the explanation, as each role gets them."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Stage, Status
from results.summaries import summarise
from tests import factories
from tests.results.test_comparing import finished
from tests.results.test_summaries import claim, verdict

READERS = ["admin", "assessor", "coordinator"]


@pytest.fixture
def scored(world):
    """Every indicator claimed at 4 and judged 3, by which the assessment is in scoring."""
    for indicator in world.instrument.indicators.order_by("position"):
        claim(world, world.other_unit, 4, Status.ASSESSED, verified=4, indicator=indicator)
        verdict(world, indicator, 3)
    world.assessment.stage = Stage.SCORING
    world.assessment.save()
    return world


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


def headings(client_for, user, assessment):
    text = page(client_for, user, assessment)[1]
    return [re.sub("<[^>]+>", "", found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", text)]


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("coordinator", ["Tahap", "Indeks", "Indeks dari tahun ke tahun"]),
        ("admin", ["Tahap", "Kelengkapan dan laju", "Paling banyak tersisa", "Bukti menunggu diperiksa"]),
        ("assessor", ["Tahap", "Siap dinilai", "Mandiri di atas verifikasi", "Bukti terlemah"]),
    ],
)
def test_dashboard_shows_each_role_first_what_it_needs(world, client_for, role, first):
    assert headings(client_for, getattr(world, role), world.assessment)[: len(first)] == first


def test_dashboard_holds_the_index_against_last_year_target_and_nation(scored, client_for):
    finished(scored, 2025, [2, 3, 3, 3])
    for value, place in (("3.25", {}), ("3.00", {"domain": scored.indicator.aspect.domain})):
        factories.TargetFactory(
            instansi=scored.instansi, instrument=scored.instrument, value=value, set_by=scored.coordinator, **place
        )

    _, text = page(client_for, scored.coordinator, scored.assessment)

    assert '<dt>2025</dt><dd>2,75</dd><dd class="lbl">selisih +0,25</dd>' in text
    assert '<dt>Target 2026</dt><dd>3,25</dd><dd class="lbl">kurang 0,25</dd>' in text
    assert '<dt>Nasional 2024</dt><dd>3,12</dd><dd class="lbl">selisih −0,12</dd>' in text
    assert "2025 2,50 · Target 2026 3,00 · Nasional 2024 3,36" in text


def test_dashboard_of_a_provisional_index_is_held_against_nothing(world, client_for):
    finished(world, 2025, [2, 3, 3, 3])
    claim(world, world.other_unit, 4)

    _, text = page(client_for, world.coordinator, world.assessment)

    assert "<dt>2025</dt><dd>2,75</dd></div>" in text
    assert "selisih +" not in text
    assert "selisih −" not in text


def test_dashboard_after_another_instrument_says_it_is_not_comparable(world, client_for):
    finished(world, 2025, [4, 4], instrument=factories.small_instrument(2, name="Instrumen <lain>"))

    _, text = page(client_for, world.coordinator, world.assessment)

    assert "Penilaian 2025 memakai instrumen lain (Instrumen <lain>), jadi tidak sebanding" in text
    assert "<dt>2025</dt>" not in text


def test_dashboard_says_when_it_was_computed(world, client_for):
    assert (
        f"Dihitung pada {date_format(timezone.localtime(), 'j F Y')}"
        in page(client_for, world.admin, world.assessment)[1]
    )


def test_dashboard_of_the_admin_names_who_is_late(world, client_for):
    world.assessment.filling_until = timezone.localdate() - datetime.timedelta(days=1)
    world.assessment.save()

    _, text = page(client_for, world.admin, world.assessment)

    assert "<h2>OPD terlambat</h2>" in text
    assert f'<b>{world.unit.short_name}</b><b class="nowrap">1 isian</b>' in text
    assert "Batas lewat, 1 isian belum diajukan" in text


def test_dashboard_of_the_admin_lists_returned_answers_and_evidence_to_review(world, client_for):
    sent = claim(world, world.other_unit, 3)
    factories.EvidenceFactory(answer=sent)
    back = claim(world, factories.UnitFactory(instansi=world.instansi), 3, Status.RETURNED)

    _, text = page(client_for, world.admin, world.assessment)

    assert f'href="/isian/{sent.pk}/"' in text
    assert f'href="/isian/{back.pk}/"' in text
    assert "1 bukti" in text


def test_dashboard_of_the_assessor_leads_to_what_is_ready_and_what_was_claimed_too_high(world, client_for):
    world.answer.delete()
    world.assignment.delete()
    claim(world, world.other_unit, 4, Status.VERIFIED, verified=2)

    _, text = page(client_for, world.assessor, world.assessment)

    assert "<b>1 indikator</b> sudah diverifikasi seluruhnya" in text
    assert "Mandiri 4, verifikasi 2." in text
    assert "Tanpa bukti" in text


def test_dashboard_of_the_coordinator_says_what_waits_for_approval(scored, client_for):
    scored.assessment.stage = Stage.APPROVAL
    scored.assessment.save()

    assert "Menunggu persetujuan Anda" in page(client_for, scored.coordinator, scored.assessment)[1]
    assert "Menunggu persetujuan" not in page(client_for, scored.admin, scored.assessment)[1]


def test_dashboard_shortens_the_facts_of_weak_indicators(world, client_for):
    answer = claim(world, world.other_unit, 2)
    answer.facts = "<b>Fakta</b> " + "panjang " * 60
    answer.save()

    response = client_for(world.coordinator).get(world.assessment.get_absolute_url())

    assert b"Fakta: &lt;b&gt;Fakta&lt;/b&gt; panjang" in response.content
    assert b"panjang " * 30 not in response.content


def test_dashboard_cells_count_what_each_unit_handed_in_per_aspect(world, client_for):
    claim(world, world.other_unit, 2)

    _, text = page(client_for, world.coordinator, world.assessment)

    row = f'<th scope="row">{world.unit.short_name}</th><td class="tally h0">0/1</td><td></td><td><b>0/1</b></td>'
    assert row in text
    assert '<td class="tally h4">1/1</td>' in text


def test_dashboard_for_an_operator_lists_returned_and_own_open_answers(world, client_for):
    second, third = world.instrument.indicators.order_by("position")[1:3]
    back = claim(world, world.unit, 2, Status.RETURNED, indicator=second)
    colleague = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    other = factories.AnswerFactory(
        assignment=factories.AssignmentFactory(
            assessment=world.assessment, indicator=third, unit=world.unit, person=colleague
        )
    )

    _, text = page(client_for, world.operator, world.assessment)

    assert f"Dikembalikan kepada {world.unit.short_name}" in text
    assert f'href="/isian/{back.pk}/"' in text
    assert f'href="/isian/{world.answer.pk}/"' in text
    assert f'href="/isian/{other.pk}/"' not in text


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
