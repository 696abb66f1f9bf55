"""What an item of the plan may say, offered to whoever writes it."""

from __future__ import annotations

from decimal import Decimal

from domains.models import Indicator


def in_words(level: Decimal) -> str:
    """A level as people write it: 3, or 2,75 where the scale allows it."""
    return f"{level.normalize():f}".replace(".", ",")


def templates_for(indicator: Indicator, from_level: Decimal, to_level: Decimal) -> list[str]:
    """The texts shipped for this rise, the most fitting first; none where nobody has written any yet."""
    return []


def plain_text(level: Decimal, name: str) -> str:
    """What an item says as long as nobody has said it better: `name` is that of the level wanted."""
    return f"Penuhi kriteria tingkat {in_words(level)}{f' ({name})' if name else ''}."


def first_text(indicator: Indicator, from_level: Decimal, to_level: Decimal, *, name: str) -> str:
    """The first template where there is one, else the plain text."""
    return next(iter(templates_for(indicator, from_level, to_level)), plain_text(to_level, name))
