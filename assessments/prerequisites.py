"""The prerequisites that come with the portal: a file per instrument, checked whole when it is read."""

from __future__ import annotations

from pathlib import Path

from assessments.paths import Prerequisite, cycle_in
from assessments.scoring import Questionnaire
from domains.loading.files import parse
from domains.loading.places import Place
from domains.loading.writing import FOLDER

SHIPPED = FOLDER / "prerequisites"
LONGEST_REASON = 200


def shipped_prerequisites(questionnaire: Questionnaire) -> tuple[Prerequisite, ...]:
    """Those of the instrument; none when it has no file."""
    path = SHIPPED / f"{questionnaire.code}.json"
    return read(path, questionnaire) if path.exists() else ()


def read(path: Path, questionnaire: Questionnaire) -> tuple[Prerequisite, ...]:
    """LoadingError names the place of the first thing that is wrong."""
    _, root = parse(path)
    root["instrument"].one_of([questionnaire.code])
    found: dict[tuple[str, int, str], Prerequisite] = {}
    for place in root["prerequisites"].each():
        pair = _pair(place, questionnaire)
        if (pair.code, pair.level, pair.needs) in found:
            place.refuse(f"{pair.code} tingkat {pair.level} dan {pair.needs} tertulis dua kali")
        found[pair.code, pair.level, pair.needs] = pair
        if cycle := cycle_in(found.values()):
            place.refuse(f"prasyarat melingkar: {' > '.join(cycle)}")
    return tuple(found.values())


def _pair(place: Place, questionnaire: Questionnaire) -> Prerequisite:
    codes = [item.code for item in questionnaire.items]
    lowest, highest = int(questionnaire.scale_min) + 1, int(questionnaire.scale_max)
    return Prerequisite(
        code=_code(place["code"], codes),
        level=place["level"].whole(lowest, highest),
        needs=_code(place["needs"], codes),
        needs_level=place["needs_level"].whole(lowest, highest),
        reason=place["reason"].text(LONGEST_REASON),
    )


def _code(place: Place, codes: list[str]) -> str:
    code = place.text()
    if code not in codes:
        place.refuse(f"{code} bukan indikator {codes[0]} sampai {codes[-1]}")
    return code
