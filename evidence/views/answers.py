"""How these pages lead back to the answer, and word a refusal."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from assessments.models import Answer
from assessments.workflow import Refused


def place(answer: Answer, level: int) -> str:
    return f"{answer.get_absolute_url()}#tingkat-{level}"


def sentences(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
