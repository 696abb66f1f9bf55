"""The demo: loaded once, with real public results and a half-way year that has something to do for every role."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import Instansi, Role, User
from activity.models import Notification
from assessments.models import Answer, Assessment, Stage, Status
from assessments.summaries import earlier_evidence
from assessments.workflow import available, can_decide_now
from evidence.models import Evidence, Review
from reports.permissions import can_request_report
from results.summaries import summarise
from spbe_portal.demo.people import PASSWORD, PEOPLE
from tests.sweeps.houses import MODELS


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for this module, and rolled back after it."""
    files = override_settings(DEBUG=True, EVIDENCE_ROOT=tmp_path_factory.mktemp("evidence"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        call_command("load_instruments", stdout=StringIO())
        seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_loaded, db, settings):
    settings.DEBUG = True
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def current(demo) -> Assessment:
    return Assessment.objects.select_related("instrument", "instansi").get(stage=Stage.FILLING)


def test_demo_is_refused_when_debug_is_off(db):
    with pytest.raises(CommandError, match="known password"):
        seed()
    assert not Instansi.objects.exists()


def test_demo_loaded_again_changes_nothing(demo):
    before = {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}
    text = seed()
    assert {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS} == before
    assert PASSWORD in text


def test_demo_names_one_account_per_role_and_they_open(demo, client):
    text = seed()
    roles = {role for username, _, role, *_ in PEOPLE if f"  {username} " in text}
    assert roles == set(Role)
    assert all(user.check_password(PASSWORD) for user in demo.values())
    assert {user.wants_mail for user in demo.values()} == {False}


@pytest.mark.parametrize(
    ("year", "track", "indeks", "predikat"),
    [
        (2021, "claimed", "3.75", "Sangat Baik"),
        (2021, "final", "3.19", "Baik"),
        (2018, "final", "2.64", "Baik"),
    ],
)
def test_published_results_reproduce(demo, year, track, indeks, predikat):
    summary = summarise(Assessment.objects.get(year=year))
    score = summary.scores[track]
    assert (str(score.indeks.shown), score.predikat.name) == (indeks, predikat)
    assert summary.heading.track == "final"


def test_published_years_are_frozen_and_name_their_source(demo):
    rows = Assessment.objects.filter(year__lt=2022).order_by("year")
    assert [(row.year, row.instrument.code, row.stage, row.is_outside_years) for row in rows] == [
        (2018, "spbe-2018", "final", False),
        (2021, "spbe-2020", "final", False),
    ]
    assert all(row.source.startswith("Data publik") for row in rows)


def test_current_year_is_half_way_with_every_status(current):
    found = set(Answer.objects.filter(assignment__assessment=current).values_list("status", flat=True))
    assert found == set(Status)


def test_every_indicator_of_the_current_year_is_assigned(current):
    assert current.assignments.values("indicator").distinct().count() == current.instrument.indicators.count() == 47


def doable(user: User, assessment: Assessment) -> set[str]:
    rows = Answer.objects.visible_to(user).filter(assignment__assessment=assessment).in_full()
    return {step for answer in rows for step in available(answer, user)}


def test_every_operator_has_something_to_write(demo, current):
    for user in demo.values():
        if user.is_operator:
            assert "save" in doable(user, current), user
    assert {"save", "revise", "submit", "withdraw"} <= doable(demo["operator"], current)


def test_admin_has_something_to_review(demo, current):
    assert {"verify", "return"} <= doable(demo["admin"], current)
    waiting = Evidence.objects.filter(answer__status=Status.SUBMITTED, review=Review.WAITING)
    assert waiting.visible_to(demo["admin"]).exists()


def test_assessor_has_an_indicator_ready_to_decide(demo, current):
    assert can_decide_now(current, demo["asesor"])
    ready = Answer.objects.filter(assignment__assessment=current, status=Status.VERIFIED)
    assert ready.visible_to(demo["asesor"]).exists()


def test_coordinator_may_ask_for_a_report(demo, current):
    assert can_request_report(demo["koordinator"], current)


def test_invented_texts_and_documents_are_marked(current):
    texts = Answer.objects.filter(assignment__assessment=current).exclude(facts="")
    assert all(text.startswith("[Contoh]") for text in texts.values_list("facts", flat=True))
    names = Evidence.objects.values_list("document__name", flat=True).distinct()
    assert all("Contoh" in name for name in names)


def test_evidence_of_last_year_is_proposed_and_marked(demo, current):
    last = Assessment.objects.get(year=current.year - 1)
    assert (last.stage, last.source, last.verdicts.count()) == (Stage.VERIFICATION, "", 0)
    facts = Answer.objects.filter(assignment__assessment=last).values_list("facts", flat=True)
    assert all(text.startswith("[Contoh]") for text in facts)
    mine = Answer.objects.visible_to(demo["operator"]).filter(assignment__assessment=current).in_full()
    counts = {row.indicator.number: found.waiting for row in mine if (found := earlier_evidence(row))}
    assert counts == {18: 4, 23: 1}


def test_news_is_fresh_and_leads_somewhere(demo):
    rows = Notification.objects.filter(user=demo["operator"], read_at=None)
    assert 0 < rows.count() < 40
    assert not rows.filter(url="").exists()
