"""Files an OPD has already: what to say to whoever sends one of them again."""

from __future__ import annotations

from itertools import groupby

from evidence.models import Document

SHOWN = 8  # indicators of one year; a citation of a regulation may serve all 47


def already_here(document: Document) -> str:
    """Which document it is and where it serves: "SK 12/2023, dipakai indikator 1 dan 12 (2026)", newest year first."""
    return f"Berkas ini sudah ada: {document.label}, {_uses(document)}."


def _uses(document: Document) -> str:
    answers = {
        row.answer_id: row.answer
        for row in document.evidence.linked().select_related(
            "answer__assignment__assessment", "answer__assignment__indicator"
        )
    }
    order = sorted(answers.values(), key=lambda answer: (-answer.assessment.year, answer.indicator.position))
    years = groupby(order, key=lambda answer: answer.assessment.year)
    parts = [
        f"indikator {_numbers([answer.indicator.short_code for answer in group])} ({year})" for year, group in years
    ]
    return f"dipakai {_listed(parts, 'serta')}" if parts else "belum dipakai"


def _numbers(codes: list[str]) -> str:
    more = len(codes) - SHOWN
    return _listed([*codes[:SHOWN], f"{more} lainnya"] if more > 0 else codes, "dan")


def _listed(parts: list[str], word: str) -> str:
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
