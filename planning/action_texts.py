"""What an item of the plan may say, offered to whoever writes it."""

from __future__ import annotations

from decimal import Decimal

from domains.models import Indicator
from planning.action_templates import texts_for


def in_words(level: Decimal) -> str:
    """A level as people write it: 3, or 2,75 where the scale allows it."""
    return f"{level.normalize():f}".replace(".", ",")


def templates_for(indicator: Indicator, from_level: Decimal, to_level: Decimal) -> list[str]:
    """The texts shipped for this rise, one for each level passed, the lowest first; none where nobody wrote any."""
    return texts_for(indicator.instrument.code, indicator.code, int(from_level), int(to_level))


def plain_text(level: Decimal, name: str) -> str:
    """What an item says as long as nobody has said it better: `name` is that of the level wanted."""
    return f"Penuhi kriteria tingkat {in_words(level)}{f' ({name})' if name else ''}."


def first_text(indicator: Indicator, from_level: Decimal, to_level: Decimal, *, name: str) -> str:
    """The templates of all levels passed where there are any, else the plain text."""
    return "\n".join(templates_for(indicator, from_level, to_level)) or plain_text(to_level, name)
