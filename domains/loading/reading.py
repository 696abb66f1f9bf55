"""Read an instrument file into unsaved rows; refuse one whose scale, years, bands or structure are wrong."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

from domains.loading.draft import Draft, limit, optional
from domains.loading.files import parse
from domains.loading.places import MAX_WEIGHT, Place
from domains.loading.structure import structure
from domains.models import Band, BasisYear, Instrument, PredikatBasis


def read(path: Path) -> Draft:
    """The rows of a file; LoadingError names the place of the first thing that is wrong."""
    content, root = parse(path)
    draft = Draft(_instrument(root, hashlib.sha256(content).hexdigest()))
    _basis_years(draft, root)
    _bands(draft, root)
    structure(draft, root)
    return draft


def _instrument(root: Place, checksum: str) -> Instrument:
    status = optional(root, "status", 200)
    years = _years(root["years"])
    scale = root["scale"]
    row = Instrument(
        code=root["code"].code(r"[a-z0-9]+(-[a-z0-9]+)*", 30),
        checksum=checksum,
        name=root["name"].text(limit(Instrument, "name")),
        regulation=root["regulation"].text(limit(Instrument, "regulation")),
        gazette=optional(root, "gazette", limit(Instrument, "gazette")),
        guideline=optional(root, "guideline", limit(Instrument, "guideline")),
        status=status,
        is_provisional=status.upper().startswith("PROVISIONAL"),
        first_year=years[0],
        last_year=years[-1],
        scale_min=scale["min"].decimal(),
        scale_max=scale["max"].decimal(),
        scale_step=scale["step"].decimal(),
        unanswered_as=root["unanswered_counts_as"].decimal(),
        predikat_basis=root["predikat_basis"].one_of(PredikatBasis.values),
        weight_total=root["weight_total"].whole(1, MAX_WEIGHT),
    )
    _check_scale(root, row)
    return row


def _check_scale(root: Place, row: Instrument) -> None:
    scale = root["scale"]
    if row.scale_min >= row.scale_max:
        scale["max"].refuse(f"{row.scale_max} harus lebih besar dari min {row.scale_min}")
    if row.scale_step <= 0 or (row.scale_max - row.scale_min) % row.scale_step:
        scale["step"].refuse(f"{row.scale_step} tidak membagi habis skala {row.scale_min} sampai {row.scale_max}")
    if row.unanswered_as > row.scale_max:
        root["unanswered_counts_as"].refuse(f"{row.unanswered_as} melebihi skala {row.scale_max}")
    rounding = root.get("rounding")
    if rounding and rounding.value != {"digits": 2, "mode": "half_up"}:
        rounding.refuse('hanya {"digits": 2, "mode": "half_up"} yang dihitung portal')


def _years(place: Place) -> list[int]:
    years = [year.whole(2000, 2100) for year in place.each()]
    if not years or years != list(range(years[0], years[0] + len(years))):
        place.refuse("harus tahun-tahun berurutan tanpa celah")
    return years


def _basis_years(draft: Draft, root: Place) -> None:
    table = root.get("predikat_basis_by_year")
    if table is None:
        return
    if not isinstance(table.value, dict):
        table.refuse("harus objek")
    known = range(draft.instrument.first_year, draft.instrument.last_year + 1)
    for year in table.value:
        if year not in map(str, known):
            table[year].refuse("bukan salah satu dari years")
        basis = table[year].one_of(PredikatBasis.values)
        draft.basis_years.append(BasisYear(instrument=draft.instrument, year=int(year), basis=basis))


def _bands(draft: Draft, root: Place) -> None:
    places = list(root["predikat"].each())
    if not places:
        root["predikat"].refuse("tidak boleh kosong")
    for place in places:
        code = place["code"].code(r"[a-z0-9]+(-[a-z0-9]+)*", 20)
        name = place["name"].text(limit(Band, "name"))
        draft.bands.append(
            Band(
                instrument=draft.instrument,
                code=draft.once("predikat", place["code"], code),
                name=draft.once("nama predikat", place["name"], name),
                floor=place["floor"].decimal(),
            )
        )
    if draft.bands[0].floor != 0:
        places[0]["floor"].refuse(f"predikat pertama harus mulai dari 0, bukan {draft.bands[0].floor}")
    for (lower, upper), place in zip(pairwise(draft.bands), places[1:], strict=True):
        if upper.floor <= lower.floor:
            place["floor"].refuse(f"{upper.floor} harus lebih besar dari {lower.floor} sebelumnya")
    if draft.bands[-1].floor > draft.instrument.scale_max:
        places[-1]["floor"].refuse(f"{draft.bands[-1].floor} melebihi skala {draft.instrument.scale_max}")
