"""Every number on the screen can be asked where it comes from."""

from __future__ import annotations

import html
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Stage, Status
from results.exporting import as_file, content_of
from results.summaries import summarise
from tests.results.test_summaries import claim, verdict
from tools.check_score import problems


@pytest.fixture
def scored(world):
    """Every indicator claimed at 4 by one OPD; the first also at 2 by the other; all judged 3."""
    indicators = list(world.instrument.indicators.order_by("position"))
    Answer.objects.filter(pk=world.answer.pk).update(
        status=Status.ASSESSED, claimed_level=2, verified_level=2, verified_by=world.admin, verified_at=timezone.now()
    )
    for indicator in indicators:
        claim(world, world.other_unit, 4, Status.ASSESSED, verified=4, indicator=indicator)
        verdict(world, indicator, 3)
    world.assessment.stage = Stage.SCORING
    world.assessment.save()
    return world


def page(client_for, user, name, *args, query=""):
    response = client_for(user).get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def test_domain_is_explained_by_its_sum_its_share_and_its_rules(scored, client_for):
    text = page(client_for, scored.coordinator, "explain-part", scored.assessment.pk, "D1")

    assert "<h1>" in text
    assert ": 3,00</h1>" in text
    assert "600 : 200 = <b>3</b>" in text
    assert "600 : 400 = <b>1,5</b>" in text
    assert "revisi 1" in text
    assert scored.instrument.checksum in text


def test_unit_is_explained_as_no_index_by_its_own_claims(scored, client_for):
    slug = f"opd-{scored.unit.pk}"
    text = page(client_for, scored.admin, "explain-part", scored.assessment.pk, slug, query="?jalur=mandiri")

    assert "Nilai OPD, bukan indeks SPBE" in text
    assert f"{scored.unit.name}: 2,00</h1>" in text


def test_level_of_a_shared_indicator_names_the_unit_that_holds_it_down(scored, client_for):
    code = scored.indicator.code
    text = page(client_for, scored.assessor, "explain-part", scored.assessment.pk, code, query="?jalur=mandiri")

    assert f"{scored.indicator.label}: tingkat 2</h1>" in text
    assert f"tingkat terendah, <b>2</b>, dari {scored.unit.name}." in text
    final = page(client_for, scored.assessor, "explain-part", scored.assessment.pk, code)
    assert "ditetapkan asesor untuk instansi" in final


def test_part_that_does_not_exist_is_not_found(scored, client_for):
    for slug in ("D9", "opd-0", "I99"):
        address = reverse("explain-part", args=[scored.assessment.pk, slug])
        assert client_for(scored.admin).get(address).status_code == 404


def test_tracks_page_shows_gaps_and_labels_unit_values(scored, client_for):
    text = page(client_for, scored.coordinator, "tracks", scored.assessment.pk)

    assert "Dihitung pada" in text
    assert "−0,50" in text
    assert text.count("Nilai OPD, bukan indeks SPBE") == 1


def test_tracks_of_an_untouched_assessment_are_empty_and_not_zero(world, client_for):
    text = page(client_for, world.coordinator, "tracks", world.assessment.pk)

    assert "0,00" not in text


def test_explanation_links_every_number_and_the_file(scored, client_for):
    text = page(client_for, scored.coordinator, "explain", scored.assessment.pk)

    for slug in ("D1", "A1", scored.indicator.code):
        assert reverse("explain-part", args=[scored.assessment.pk, slug]) in text
    assert reverse("score-export", args=[scored.assessment.pk]) in text


def test_file_is_what_the_summary_says_and_recomputes(scored, client_for):
    response = client_for(scored.assessor).get(reverse("score-export", args=[scored.assessment.pk]))

    assert response["Content-Disposition"].startswith('attachment; filename="nilai-')
    assert problems(response.content.decode()) == []
    summary = summarise(scored.assessment)
    assert json.loads(response.content)["content"] | {"taken_at": ""} == content_of(summary) | {"taken_at": ""}
    assert json.loads(as_file(summary))["content"]["tracks"]["claimed"]["index"]["shown"] == "3.50"
    assert summary.scores["claimed"].indeks.shown == Decimal("3.50")


@pytest.mark.parametrize("name", ["explain", "tracks", "score-export"])
def test_numbers_cost_the_same_queries_with_one_unit_and_with_many(
    scored, client_for, name, django_assert_num_queries
):  # fmt: skip
    address, client = reverse(name, args=[scored.assessment.pk]), client_for(scored.coordinator)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    for indicator in scored.instrument.indicators.all()[1:]:
        claim(scored, scored.unit, 3, Status.SUBMITTED, indicator=indicator)
    with django_assert_num_queries(len(captured)):
        client.get(address)
