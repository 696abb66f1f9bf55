"""Numbers of one row that cannot all be true, in the words of whoever has to decide about it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assessments.scoring import Band, Questionnaire, Score, score
from results.imports import consistency
from results.imports.numbers import shown
from results.imports.plans import Checked


def contradictions(row: Checked, questionnaire: Questionnaire) -> list[str]:
    """One sentence each; nothing when the row can be true as it stands."""
    if row.levels:
        reached = score(questionnaire, {indicator.code: level for indicator, level in row.levels.items()})
        bands = dict.fromkeys((reached.predikat, reached.predikat_of_other_basis))
        return [
            *_of_levels(row.indeks, reached),
            *_of_predikat(row.predikat, reached.indeks.shown, questionnaire, bands),
        ]
    if row.indeks is None:
        return []
    possible = consistency.possible_bands(row.indeks, questionnaire)
    return [
        *_of_domains(row, row.indeks, questionnaire),
        *_of_predikat(row.predikat, row.indeks, questionnaire, possible),
    ]


def _of_levels(stated: Decimal | None, reached: Score) -> list[str]:
    found = []
    if reached.is_provisional:
        found.append(f"Hanya {reached.answered} dari {reached.total} indikator bertingkat; yang kosong dihitung nol.")
    if stated is not None and stated != reached.indeks.shown:
        found.append(f"Tingkatnya memberi indeks {shown(reached.indeks.shown)}, bukan {shown(stated)}.")
    return found


def _of_domains(row: Checked, indeks: Decimal, questionnaire: Questionnaire) -> list[str]:
    values = {domain.code: value for domain, value in row.values.items()}
    if not values or consistency.fits(indeks, values, questionnaire):
        return []
    low, high = consistency.shown_within(consistency.index_from(values, questionnaire))
    return [f"Nilai domain ini hanya mungkin memberi indeks {shown(low)} sampai {shown(high)}, bukan {shown(indeks)}."]


def _of_predikat(predikat: str, indeks: Decimal, questionnaire: Questionnaire, bands: Iterable[Band]) -> list[str]:
    names = [band.name for band in bands]
    if not predikat or predikat.casefold() in (name.casefold() for name in names):
        return []
    if predikat.casefold() not in (band.name.casefold() for band in questionnaire.bands):
        return [f"Predikat “{predikat}” tidak ada pada instrumen ini; seharusnya {' atau '.join(names)}."]
    return [f"Indeks {shown(indeks)} berpredikat {' atau '.join(names)}, tetapi berkas menyebut {predikat}."]
