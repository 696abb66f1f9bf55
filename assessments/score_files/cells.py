"""What one cell says about a level. Text all the way to Decimal: nothing passes through a binary float."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from typing import Any

from assessments.scoring import Questionnaire, ScoringError, check_level

PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,9})?")
LOOKS_LIKE_INDICATOR = re.compile(r"i(ndikator)?[\s._-]*[0-9]+([\s._-]+[0-9]+)*\W*", re.IGNORECASE)


class Levels(dict[str, Decimal | None]):
    """The level that each text means, worked out once; ScoringError for a text that means none.

    Blank is unanswered. A decimal comma is as good as a point, as Indonesian spreadsheets write it.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__()
        self.questionnaire = questionnaire

    def __missing__(self, text: str) -> Decimal | None:
        plain = text.strip()
        if plain and not PLAIN_DECIMAL.fullmatch(plain):
            raise ScoringError(f"{quoted(text)} bukan tingkat; tulis bilangan desimal biasa seperti 3 atau 3.5")
        level = check_level(Decimal(plain.replace(",", ".")), self.questionnaire) if plain else None
        self[text] = level
        return level


def looks_like_indicator(name: str) -> bool:
    """I48, i3, Indikator 3: meant as a level, so it must not pass as a column of something else."""
    return LOOKS_LIKE_INDICATOR.fullmatch(unicodedata.normalize("NFKC", name).strip()) is not None


def quoted(value: Any) -> str:
    """A value in a message: one line, not too long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}..."
