"""What must concretely be done to reach a level: one short text per indicator and level, shipped per instrument.

The texts are a start that people edit, never a rule: no number follows from them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def texts_for(instrument_code: str, indicator_code: str, from_level: int, to_level: int) -> list[str]:
    """One text for each level passed on the way up, lowest first.

    Empty where nothing is passed or no texts are shipped. Level 1 asks for nothing, so an unanswered indicator begins
    at 2.
    """
    texts = _texts(instrument_code).get(indicator_code, {})
    return [texts[str(level)] for level in range(from_level + 1, to_level + 1) if str(level) in texts]


@cache
def _texts(instrument_code: str) -> dict[str, dict[str, str]]:
    # Compared with the names that exist, so that a code never becomes a path.
    path = next((path for path in FOLDER.glob("*.json") if path.stem == instrument_code), None)
    return json.loads(path.read_text(encoding="utf-8")) if path else {}
