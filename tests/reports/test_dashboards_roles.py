"""What each role reads first on its dashboard, and what the numbers are held against."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Stage, Status
from tests import factories
from tests.reports.test_dashboards import page
from tests.results.test_comparing import finished
from tests.results.test_summaries import claim


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
