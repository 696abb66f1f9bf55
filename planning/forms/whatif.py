"""What an address says about imagined levels: it can be kept as a bookmark and sent to a colleague.

`I5=3` is a level (nothing after the sign: no level), `u-I5=2` the effort of one level of that indicator, `k-I5=1`
locks it. An indicator the address does not name keeps the level it has. What cannot be read is told beside its field,
shown as it was typed, and counts as if it had not been said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from urllib.parse import urlencode

from assessments.score_files.cells import PLAIN_DECIMAL, Levels, looks_like_indicator, quoted
from assessments.scoring import HUNDREDTH, Band, Questionnaire, ScoringError
from domains.models import label_of
from planning.whatif import Search, index_of

LONGEST = 12  # characters of a number; a longer text is no level and no effort
NAMED = 5  # unknown indicators in a message
OWN_INDEX = "indeks"  # as a target: the number typed beside it
MOST_EFFORT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Error:
    """`field` is the id of the input, "" where there is none."""

    field: str
    text: str


class WhatIfQuery:
    """Reads the parameters of an address once; `base` are the levels as they are."""

    def __init__(
        self, params: Mapping[str, str], questionnaire: Questionnaire, base: Mapping[str, Decimal | None]
    ) -> None:
        self.params = params
        self.questionnaire = questionnaire
        self.base = base
        self.errors: list[Error] = []
        self.typed: dict[str, str] = {}  # by the name of the field, where its text could not be read
        self._levels_by_text = Levels(questionnaire)
        self.levels = {code: self._level(code) for code in self._codes}
        self.efforts = {code: self._effort(code) for code in self._codes}
        self._tell_unknown()

    @property
    def _codes(self) -> list[str]:
        return [item.code for item in self.questionnaire.items]

    @cached_property
    def locked(self) -> frozenset[str]:
        return frozenset(code for code in self._codes if self.params.get(f"k-{code}"))

    @property
    def wants_path(self) -> bool:
        return "cari" in self.params

    @property
    def has_prerequisites(self) -> bool:
        """On until somebody searches without them."""
        return "prasyarat" in self.params or not self.wants_path

    def address(self, levels: Mapping[str, Decimal | None], **more: str) -> str:
        return address_of(self.base, levels, self.efforts, self.locked, **more)

    def search(self, basis: str, following: Band | None) -> Search | None:
        """What to look for; None where it cannot be read, or where there is nothing above (`following`) to reach."""
        cap = self._number("langkah", "Batas naik per indikator", high=self.questionnaire.scale_max, step=Decimal(1))
        max_step = None if cap is None else int(cap)
        if self.params.get("tujuan") == OWN_INDEX:
            wanted = self._number("indeks", "Indeks yang dituju", high=self.questionnaire.scale_max)
            if wanted is None:
                if not self.errors:
                    self._refuse("indeks", "Tulis indeks yang dituju, misalnya 2,60.")
                return None
            return None if self.errors else Search(Fraction(wanted), "", "", wanted, max_step, self.has_prerequisites)
        bands = {band.code: band for band in self.questionnaire.bands}
        band = bands.get(self.params.get("tujuan", ""), following)
        if band is None or self.errors:
            return None
        target = index_of(band, basis)
        return Search(target, band.name, band.code, band.floor, max_step, self.has_prerequisites)

    def _level(self, code: str) -> Decimal | None:
        text = self.params.get(code)
        if text is None:
            return self.base[code]
        try:
            if len(text) > LONGEST:
                raise ScoringError(f"{quoted(text[:LONGEST])} terlalu panjang untuk sebuah tingkat")
            return self._levels_by_text[text]
        except ScoringError as error:
            self._refuse(code, f"{label_of(code)}: {error}.")
            return self.base[code]

    def _effort(self, code: str) -> Decimal:
        label = f"Usaha indikator {code.removeprefix('I')}"
        return self._number(f"u-{code}", label, high=MOST_EFFORT) or Decimal(1)

    def _number(self, name: str, label: str, *, high: Decimal, step: Decimal = HUNDREDTH) -> Decimal | None:
        """A number above zero; None, and a sentence where one was typed, when it is not."""
        text = self.params.get(name, "").strip()
        if not text:
            return None
        if len(text) <= LONGEST and PLAIN_DECIMAL.fullmatch(text):
            number = Decimal(text.replace(",", "."))
            if 0 < number <= high and number % step == 0:
                return number
        kind = "bilangan bulat" if step == 1 else "bilangan, paling banyak dua desimal,"
        self._refuse(name, f"{label}: tulis {kind} lebih dari 0 sampai {plain(high)}.")
        return None

    def _refuse(self, name: str, text: str) -> None:
        self.typed[name] = self.params.get(name, "")[:40]
        self.errors.append(Error(f"t-{name}", text))

    def _tell_unknown(self) -> None:
        """A code that this instrument lacks was meant as a level; other names are not ours and mean nothing."""
        names = [name for name in self.params if name not in self.levels and looks_like_indicator(name[:40])]
        if names:
            listed = ", ".join(quoted(name[:20]) for name in names[:NAMED])
            more = f" dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
            self.errors.append(Error("", f"Instrumen ini tidak mempunyai indikator {listed}{more}."))


def address_of(
    base: Mapping[str, Decimal | None],
    levels: Mapping[str, Decimal | None],
    efforts: Mapping[str, Decimal],
    locked: Iterable[str],
    **more: str,
) -> str:
    """A query string that says only what differs: levels from the present ones, efforts from 1, and locks."""
    said = {code: plain(level) for code, level in levels.items() if level != base[code]}
    said |= {f"u-{code}": plain(effort) for code, effort in efforts.items() if effort != 1}
    said |= {f"k-{code}": "1" for code in sorted(locked)}
    return urlencode(said | more)


def plain(value: Decimal | None) -> str:
    """As a number field wants it: 3, 2.75, or nothing."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
