"""Drafted sentences for the page of an answer, which lies a layer below and knows no documents."""

from __future__ import annotations

from django import template

from assessments.models import Answer
from domains.models import LevelCriterion
from evidence.drafting import analysis_for, facts_for
from evidence.models import Evidence
from evidence.sentences import Sentence

register = template.Library()


@register.simple_tag
def kalimat_fakta(answer: Answer, row: Evidence) -> Sentence:
    return facts_for(answer, row)


@register.simple_tag
def kalimat_analisis(answer: Answer, criterion: LevelCriterion) -> str:
    return analysis_for(answer, criterion)
