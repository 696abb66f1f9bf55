"""Warnings about evidence: made anew from their causes, written only where they changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from assessments.workflow.answers import lock
from evidence.findings.facts import checked, facts_of
from evidence.findings.rules import warnings
from evidence.models import Evidence, Finding

__all__ = ["check", "check_all", "check_document"]

AT_ONCE = 200


def check_document(document_id: int) -> int:
    """Look at all evidence that rests on a document; returns how many pieces got other warnings than they had.

    So does evidence that rests on the version this one replaces: whether it is out of date depends on this one.
    """
    return check(checked().filter(document=document_id)) + check(checked().filter(document__successor=document_id))


def check_all() -> int:
    """Look at the evidence of every assessment that is not frozen: deadlines move, and years go by."""
    changed, last = 0, 0
    while rows := list(checked().filter(pk__gt=last)[:AT_ONCE]):
        changed += check(rows)
        last = rows[-1].pk
    return changed


def check(rows: Iterable[Evidence]) -> int:
    """The same for some rows of `checked()`."""
    return sum(_renew(evidence) for evidence in rows if _said(evidence) != warnings(facts_of(evidence)))


def _renew(evidence: Evidence) -> bool:
    """Write the warnings of one piece of evidence, as it is once nobody else can change it or freeze its assessment."""
    with transaction.atomic():
        lock(evidence.answer)
        now = checked().filter(pk=evidence.pk).first()
        if now is None or _said(now) == (said := warnings(facts_of(now))):
            return False
        now.findings.all().delete()
        Finding.objects.bulk_create(Finding(evidence=now, rule=rule, text=text) for rule, text in said.items())
    return True


def _said(evidence: Evidence) -> dict[str, str]:
    return {finding.rule: finding.text for finding in evidence.findings.all()}
