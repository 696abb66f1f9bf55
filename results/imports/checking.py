"""What is right and wrong with each row of a table of results, against the instruments and what is stored already."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.utils import timezone

from accounts.models import Instansi
from assessments.models import Assessment
from assessments.scoring import ScoringError, check_level
from directory.imports.reading import RawRow
from domains.models import Domain, Instrument
from results.domain_words import word_of
from results.imports import numbers
from results.imports.columns import DOMAINS, NUMBERED, column_of
from results.imports.contradictions import contradictions
from results.imports.plans import Checked, Kind, Plan
from results.instruments import Known, whole
from results.models import PastResult, PastTrack, ResultDraft, Shape

FIRST_YEAR, LAST_YEAR = 2018, 2100
TRACKS = {
    **dict.fromkeys(("mandiri", "penilaian mandiri", "claimed", "self"), PastTrack.CLAIMED),
    **dict.fromkeys(("eksternal", "external", "final", "akhir", "nilai akhir", "published"), PastTrack.EXTERNAL),
}


def judge(draft: ResultDraft) -> Plan:
    """What this table would do to the institution's stored results now. Nothing is written."""
    judge = _Judge(draft)
    rows = [judge.judge(RawRow(**raw)) for raw in draft.rows]
    _note_repeated(rows)
    return Plan(rows)


class _Judge:
    """Everything rows are compared with, asked once for all of them."""

    def __init__(self, draft: ResultDraft) -> None:
        self.draft = draft
        self.this_year = timezone.localdate().year
        self.known = whole(Instrument.objects.current())
        stored = PastResult.objects.filter(instansi=draft.instansi_id).in_full()
        self.stored = {(row.year, row.instrument.code, row.track): row for row in stored}
        own = Assessment.objects.filter(instansi=draft.instansi_id)
        self.own = set(own.values_list("year", "instrument__code"))

    def judge(self, raw: RawRow) -> Checked:
        cells = raw.cells
        row = Checked(raw.line, title=cells.get("tahun", "")[:20] or "(tanpa tahun)")
        if raw.problem:
            row.say(Kind.ERROR, raw.problem)
            return row
        self._read_place(row, cells.get("instansi", ""))
        self._read_year(row, cells.get("tahun", ""))
        self._read_track(row, cells.get("jalur", ""))
        self._read_source(row, cells.get("sumber", ""))
        row.predikat = self._within(row, "Predikat", cells.get("predikat", ""), 40)
        known = self._read_instrument(row, cells.get("instrumen", ""))
        if known:
            self._read_index(row, cells.get("indeks", ""), known)
            (_read_levels if self.draft.shape == Shape.LEVELS else _read_domains)(row, cells, known, self.draft.shape)
            if not any(finding.kind == Kind.ERROR for finding in row.findings):
                for text in contradictions(row, known.questionnaire):
                    row.say(Kind.WARNING, text)
        self._compare_with_stored(row)
        return row

    def _read_place(self, row: Checked, text: str) -> None:
        place: Instansi = self.draft.instansi
        if text and text.casefold() not in (place.name.casefold(), place.short_name.casefold()):
            row.say(Kind.ERROR, f"Instansi “{text[:80]}” tidak dikenal di sini; impor ini untuk {place.name}.")

    def _read_year(self, row: Checked, text: str) -> None:
        try:
            year = numbers.year(text)
        except numbers.Unreadable as error:
            row.say(Kind.ERROR, f"Tahun {error}.")
            return
        if not FIRST_YEAR <= year <= LAST_YEAR:
            row.say(Kind.ERROR, f"Tahun {year} sebelum penilaian SPBE yang pertama ({FIRST_YEAR}).")
        elif year > self.this_year:
            row.say(Kind.ERROR, f"Tahun {year} belum berlangsung.")
        else:
            row.year = year

    def _read_track(self, row: Checked, text: str) -> None:
        row.track = TRACKS.get(text.casefold(), "") if text else self.draft.track
        if not row.track:
            row.say(Kind.ERROR, f"Jalur “{text[:20]}” tidak dikenal; tulis mandiri atau eksternal.")

    def _read_source(self, row: Checked, text: str) -> None:
        row.source = self._within(row, "Sumber", text, 300) or self.draft.source

    def _within(self, row: Checked, what: str, text: str, limit: int) -> str:
        if len(text) > limit:
            row.say(Kind.ERROR, f"{what} lebih panjang dari {limit} huruf.")
        return text[:limit]

    def _read_instrument(self, row: Checked, text: str) -> Known | None:
        if text:
            found = [k for k in self.known if text.casefold() in (k.instrument.code, k.instrument.name.casefold())]
        elif row.year:
            found = [k for k in self.known if k.instrument.first_year <= row.year <= k.instrument.last_year]
        else:
            return None
        if len(found) != 1:
            codes = ", ".join(k.instrument.code for k in self.known)
            what = f"Instrumen “{text[:30]}” tidak dikenal" if text else _why_none(row.year, len(found))
            row.say(Kind.ERROR, f"{what}; tulis salah satu: {codes}.")
            return None
        row.instrument = found[0].instrument
        if row.year and not row.instrument.first_year <= row.year <= row.instrument.last_year:
            row.say(
                Kind.WARNING,
                f"Instrumen {row.instrument.code} berlaku {row.instrument.years_text}, bukan {row.year}.",
            )
        return found[0]

    def _read_index(self, row: Checked, text: str, known: Known) -> None:
        if text:
            row.indeks = _value(row, "Indeks", text, known)
        elif self.draft.shape != Shape.LEVELS:
            row.say(Kind.ERROR, "Indeks kosong.")

    def _compare_with_stored(self, row: Checked) -> None:
        if row.key is None:
            return
        row.stored = self.stored.get(row.key)
        if row.stored and _is_same(row, row.stored):
            row.is_stored_already = True
            row.say(Kind.REMARK, "Sama dengan yang sudah tersimpan; tidak ada yang perlu diambil.")
        elif row.stored:
            row.say(Kind.REMARK, f"Sudah tersimpan dengan isi lain: {in_words(row.stored)}.")
        if row.track == PastTrack.CLAIMED and row.key[:2] in self.own:
            row.say(Kind.REMARK, f"Portal punya Penilaian {row.year} sendiri; hasil ini akan berdampingan dengannya.")


def _why_none(year: int | None, found: int) -> str:
    return f"Lebih dari satu instrumen berlaku pada {year}" if found else f"Tidak ada instrumen untuk tahun {year}"


def _value(row: Checked, what: str, text: str, known: Known) -> Decimal | None:
    """A published index or domain value: two decimals, from what unanswered counts as up to the top of the scale."""
    try:
        value = numbers.number(text)
    except numbers.Unreadable as error:
        row.say(Kind.ERROR, f"{what}: {error}.")
        return None
    low, high = known.questionnaire.unanswered_as, known.questionnaire.scale_max
    if not low <= value <= high:
        span = f"{numbers.shown(low)} sampai {numbers.shown(high)}"
        row.say(Kind.ERROR, f"{what} {numbers.shown(value)} di luar skala {span}.")
        return None
    return value


def _read_domains(row: Checked, cells: dict[str, str], known: Known, shape: str) -> None:
    by_word = {word_of(domain.name): domain for domain in known.domains}
    places: list[tuple[str, Domain | None]] = [
        (column.name, by_word.get(column.name.replace("_", " "))) for column in DOMAINS
    ]
    by_number = {domain.number: domain for domain in known.domains}
    places += [(column.name, by_number.get(number)) for number, column in enumerate(NUMBERED, 1)]
    given = [(name, text, domain) for name, domain in places if (text := cells.get(name, ""))]
    for name, text, domain in given:
        _read_domain(row, name, text, domain, known)
    if shape == Shape.DOMAINS and not given:
        row.say(Kind.ERROR, "Tidak ada nilai domain di baris ini; untuk indeks saja, pakai templat indeks.")


def _read_domain(row: Checked, name: str, text: str, domain: Domain | None, known: Known) -> None:
    if domain is None:
        what = name.replace("_", " ")
        row.say(Kind.ERROR, f"Instrumen {known.instrument.code} tidak punya domain untuk kolom {what}; kosongkan.")
    elif domain in row.values:
        row.say(Kind.ERROR, f"{domain.name} disebut di dua kolom.")
    elif (value := _value(row, domain.name, text, known)) is not None:
        row.values[domain] = value


def _read_levels(row: Checked, cells: dict[str, str], known: Known, shape: str) -> None:
    own = {column_of(code): indicator for code, indicator in known.by_code.items()}
    given = {name: text for name, text in cells.items() if text and name.startswith("i") and name[1:2].isdigit()}
    for name, text in given.items():
        indicator = own.get(name)
        if indicator is None:
            row.say(Kind.ERROR, f"Instrumen {known.instrument.code} tidak punya indikator {name.upper()}; kosongkan.")
            continue
        try:
            row.levels[indicator] = check_level(numbers.number(text), known.questionnaire)
        except (numbers.Unreadable, ScoringError) as error:
            row.say(Kind.ERROR, f"{indicator.code}: {error}.")
    if not given:
        row.say(Kind.ERROR, "Tidak ada tingkat indikator di baris ini.")


def _note_repeated(rows: list[Checked]) -> None:
    """A year and track that can be taken from several rows: a person decides which one counts."""
    lines = defaultdict(list)
    possible = [row for row in rows if row.key and row.outcome != Kind.ERROR]
    for row in possible:
        lines[row.key].append(row.line)
    for row in possible:
        others = [str(line) for line in lines[row.key] if line != row.line]
        if others:
            row.say(Kind.REMARK, f"Tahun dan jalur ini juga di baris {', '.join(others)}; ambil paling banyak satu.")


def _is_same(row: Checked, stored: PastResult) -> bool:
    return (
        row.indeks == stored.indeks
        and row.predikat == stored.predikat
        and row.source == stored.source
        and {domain.code: value for domain, value in row.values.items()} == stored.value_map
        and {indicator.code: level for indicator, level in row.levels.items()} == stored.level_map
    )


def in_words(stored: PastResult) -> str:
    parts = [f"indeks {numbers.shown(stored.indeks)}"] if stored.indeks is not None else []
    parts += [stored.predikat] if stored.predikat else []
    parts += [f"{row.domain.name} {numbers.shown(row.value)}" for row in stored.values.all()]
    parts += [f"{len(levels)} tingkat"] if (levels := stored.level_map) else []
    return ", ".join(parts)
