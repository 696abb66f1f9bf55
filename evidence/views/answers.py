"""How these pages lead back to the answer, and say no."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.models import Answer
from assessments.workflow import Refused
from evidence import scanning
from evidence.models import Document


def place(answer: Answer, level: int) -> str:
    return f"{answer.get_absolute_url()}#tingkat-{level}"


def sentences(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def withheld(request: HttpRequest, document: Document) -> HttpResponse:
    """Say why nobody, or not this person, may have the file now."""
    context = {"document": document, "why": scanning.why_withheld(document)}
    return render(request, "evidence/withheld.html", context, status=409)
