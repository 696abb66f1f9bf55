"""Two people at the same moment, on the database that production uses: rows are locked, and one of them waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Answer, Assessment, Stage, Status, Verdict
from assessments.workflow import Refused, Stale, decide, move, take
from reports.documents.self_assessment import freezing
from reports.models import ReportJob
from reports.services import request_report
from tests import factories
from tests.assessments.scenes import set_status

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
WAIT = 30


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised, all begun at the same moment with a connection of their own."""
    gate, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait(WAIT)
        try:
            outcomes[number] = call()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def while_uncommitted(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` comes to when it begins after `first` has written and before that is committed."""
    written, outcome = threading.Event(), []

    def hold() -> None:
        with transaction.atomic():
            first()
            written.set()
            time.sleep(1)
            outcome.append("committed")

    def follow() -> None:
        assert written.wait(WAIT)
        try:
            second()
        finally:
            outcome.append("second")

    held, followed = together(hold, follow)
    assert held is None
    assert outcome == ["committed", "second"], "the second did not wait for the first"
    return followed


def names(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def write(world, text: str) -> Callable[[], Any]:
    answer = Answer.objects.get(pk=world.answer.pk)
    texts = {"level": None, "facts": text, "analysis": text}
    return lambda: take("save", answer, by=world.operator, version=answer.version, **texts)


def decided(world, level: int, version: int) -> Callable[[], Any]:
    values = {"level": Decimal(level), "justification": f"Tingkat {level}", "version": version}
    return lambda: decide(world.assessment, world.indicator, by=world.assessor, **values)


@pytest.fixture
def scored(world):
    """Every indicator has its final level, so that approval can be asked for."""
    Assessment.objects.filter(pk=world.assessment.pk).update(stage=Stage.SCORING)
    for indicator in world.instrument.indicators.all():
        decide(world.assessment, indicator, level=Decimal(3), justification="Cukup", version=0, by=world.assessor)
    return world


@pytest.mark.parametrize("attempt", range(5))
def test_two_saves_of_one_version_leave_one_text_and_one_stale(world, attempt):
    outcomes = together(write(world, "Pagi"), write(world, "Siang"))
    assert names(outcomes) == ["Answer", "Stale"]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Answer))
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    now = Answer.objects.get(pk=world.answer.pk)
    assert (now.version, now.facts, now.analysis) == (world.answer.version + 1, winner.facts, winner.facts)
    assert stale.current.facts == winner.facts


@pytest.mark.parametrize("attempt", range(5))
def test_two_first_verdicts_leave_one_and_one_stale(scored, attempt):
    Verdict.objects.filter(indicator=scored.indicator).delete()
    outcomes = together(decided(scored, 2, 0), decided(scored, 4, 0))
    assert names(outcomes) == ["Stale", "Verdict"]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Verdict))
    verdict = Verdict.objects.get(assessment=scored.assessment, indicator=scored.indicator)
    assert (verdict.final_level, verdict.version) == (winner.final_level, 1)


def test_verdict_during_the_request_for_approval_waits_and_is_refused(scored):
    outcome = while_uncommitted(
        lambda: move("ask_approval", scored.assessment, by=scored.assessor), decided(scored, 5, 1)
    )
    assert isinstance(outcome, Refused)
    assert Verdict.objects.get(indicator=scored.indicator).final_level == 3


def test_approval_during_a_verdict_waits_and_takes_the_new_level_in(scored):
    outcome = while_uncommitted(
        decided(scored, 5, 1), lambda: move("ask_approval", scored.assessment, by=scored.assessor)
    )
    assert outcome is None
    assert Assessment.objects.get(pk=scored.assessment.pk).stage == Stage.APPROVAL
    assert Verdict.objects.get(indicator=scored.indicator).final_level == 5


def test_finalising_twice_happens_once(scored):
    Assessment.objects.filter(pk=scored.assessment.pk).update(stage=Stage.APPROVAL)
    finalise = lambda: move("finalise", scored.assessment, by=scored.coordinator)  # noqa: E731
    assert names(together(finalise, finalise)) == ["Assessment", "Refused"]


def test_save_while_filling_is_closed_waits_and_is_refused(world):
    Answer.objects.filter(pk=world.answer.pk).update(status=Status.DRAFT)
    outcome = while_uncommitted(
        lambda: move("close_filling", world.assessment, by=world.admin), write(world, "Terlambat")
    )
    assert isinstance(outcome, Refused)
    assert Answer.objects.get(pk=world.answer.pk).facts == ""


def test_many_steps_and_verdicts_at_once_never_lock_each_other_out(world):
    """The assessment's row is locked first everywhere; another order would end in a deadlock sooner or later."""
    set_status(world.answer, Status.SUBMITTED)
    Assessment.objects.filter(pk=world.assessment.pk).update(stage=Stage.VERIFICATION)

    def verifying() -> None:
        for _ in range(15):
            for step in ("verify", "unverify"):
                answer = Answer.objects.get(pk=world.answer.pk)
                with suppress(Refused, Stale):
                    take(step, answer, by=world.admin, version=answer.version, level=Decimal(3))

    def deciding() -> None:
        for _ in range(30):
            found = Verdict.objects.filter(indicator=world.indicator).first()
            with suppress(Refused, Stale):
                decided(world, 3, found.version if found else 0)()

    assert together(verifying, deciding, verifying, deciding) == [None] * 4


@pytest.mark.parametrize("attempt", range(5))
def test_two_requests_for_a_report_share_one_job(scored, attempt):
    ask = lambda: request_report(assessment=scored.assessment, by=scored.coordinator)  # noqa: E731
    first, second = together(ask, ask)
    assert first.pk == second.pk
    assert ReportJob.objects.count() == 1


def test_document_says_what_was_true_at_one_moment(scored, monkeypatch):
    """What somebody commits between two queries of a document is in none of them."""
    read = freezing.summarise

    def meanwhile() -> None:
        Verdict.objects.filter(assessment=scored.assessment).update(final_level=4)
        factories.ReportTextFactory(instansi=scored.instansi, text="Ditulis sesaat kemudian.", changed_by=scored.admin)

    def read_beside_a_change(*given: Any) -> Any:
        assert together(meanwhile) == [None]
        return read(*given)

    monkeypatch.setattr(freezing, "summarise", read_beside_a_change)
    first = request_report(assessment=scored.assessment, by=scored.coordinator)
    ReportJob.objects.update(state="cancelled", finished_at=timezone.now())
    monkeypatch.setattr(freezing, "summarise", read)
    second = request_report(assessment=scored.assessment, by=scored.coordinator)

    later = {"4"}, {"intro": "Ditulis sesaat kemudian."}
    assert [said(job.frozen) for job in (first, second)] == [({"3"}, {}), later]


def said(frozen: dict[str, Any]) -> tuple[set[str], dict[str, str]]:
    return {f"{Decimal(row['levels']['final']):.0f}" for row in frozen["summary"]["rows"]}, frozen["texts"]


def test_document_is_not_asked_for_inside_a_transaction(scored):
    """What that one has read may be older than the moment of the document."""
    with pytest.raises(RuntimeError), transaction.atomic():
        request_report(assessment=scored.assessment, by=scored.coordinator)
