"""What a leader reads first: what changed since last year, and what is asked of him. Plain values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Stage
from reports.documents.base import Data
from results.analysis import Highlights
from results.layers import Layer
from results.values import GroupLine, Summary

ASKED = 4  # more than that is no longer read as a request


@dataclass(frozen=True, slots=True)
class Past:
    """The year this one is held against; `other` is a newer one of another instrument that stands in its way."""

    layer: Layer | None
    year: int | None
    levels: Mapping[str, Decimal]
    other: int | None


def changes(summary: Summary, past: Past) -> list[str]:
    """Three sentences: the index, its parts, the indicators. Nothing is subtracted while answers are missing."""
    if summary.headline.is_provisional or past.layer is None or past.layer.indeks is None:
        return [_no_comparison(summary, past), _extremes(summary), _levels(summary)]
    return [_index(summary, past), _parts(summary, past.layer), _indicators(summary, past)]


def requests(summary: Summary, plan: Data, *, has_target: bool, highlights: Highlights) -> list[str]:
    """What only the leadership can do, the most pressing first."""
    year, late = summary.heading.year, _places(plan["late_units"])
    gain = f"{highlights.total_gain:.3f}".replace(".", ",")
    asked = [
        (summary.heading.stage == Stage.APPROVAL, f"Menyetujui hasil penilaian {year} agar dapat ditetapkan."),
        (
            bool(summary.unassigned),
            f"Menunjuk OPD bagi {len(summary.unassigned)} indikator yang belum ada penanggung jawabnya.",
        ),
        (
            bool(plan["late"]),
            f"Meminta penyelesaian {plan['late']} kegiatan yang lewat tenggat{late}.",
        ),
        (not has_target, f"Menetapkan target indeks {year}, yang belum ada."),
        (not plan["total"], "Memerintahkan penyusunan rencana tindak lanjut, yang belum ada."),
        (
            bool(plan["unplaced"]),
            f"Menunjuk OPD pelaksana bagi {plan['unplaced']} kegiatan yang belum ada pelaksananya.",
        ),
        (
            bool(plan["unbudgeted"]),
            f"Memutuskan anggaran {plan['unbudgeted']} kegiatan yang belum dianggarkan.",
        ),
        (
            bool(highlights.gains),
            f"Mendahulukan {len(highlights.gains)} indikator di atas, yang bersama-sama menambah indeks {gain}.",
        ),
        (True, "Mempertahankan capaian dan memperbarui data dukungnya setiap tahun."),
    ]
    return [sentence for is_due, sentence in asked if is_due][:ASKED]


def _places(units: Sequence[str]) -> str:
    """The first three OPD and how many more there are; nothing where the items have no OPD."""
    if not units:
        return ""
    others = f", dan {len(units) - 3} OPD lainnya" if len(units) > 3 else ""
    return f" pada {', '.join(units[:3])}{others}"


def number(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def signed(value: Decimal) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value))


def _no_comparison(summary: Summary, past: Past) -> str:
    headline = summary.headline
    if headline.is_provisional:
        return (
            f"Indeks masih sementara karena baru {headline.answered} dari {headline.total} indikator bernilai, "
            "sehingga belum dibandingkan dengan tahun sebelumnya."
        )
    if past.other:
        return f"Penilaian {past.other} memakai instrumen lain, sehingga kenaikan indeks tidak dihitung."
    return "Belum ada penilaian final sebelumnya dengan instrumen yang sama, sehingga kenaikan indeks belum dihitung."


def _index(summary: Summary, past: Past) -> str:
    now, before = summary.headline.indeks.shown, past.layer.indeks if past.layer else None
    difference = now - (before or Decimal(0))
    name = f"Indeks {summary.headline_label.lower()}"
    if not difference:
        return f"{name} tetap {number(now)} seperti tahun {past.year}."
    verb = "naik" if difference > 0 else "turun"
    return (
        f"{name} {verb} {number(abs(difference))}, dari {number(now - difference)} ({past.year}) menjadi {number(now)}."
    )


def _parts(summary: Summary, layer: Layer) -> str:
    """The domain that rose most and the one that fell most; aspects where the instrument has no domains."""
    kind, lines = ("Domain", summary.domain_lines) if summary.domains else ("Aspek", summary.aspect_lines)
    moved = [
        (line.value.shown - value, line.group.name)
        for line in lines
        if (value := layer.value_of(line.group)) is not None
    ]
    best, worst = max(moved, default=(Decimal(0), "")), min(moved, default=(Decimal(0), ""))
    found = [f"{kind} yang paling naik {best[1]} ({signed(best[0])})"] if best[0] > 0 else []
    if worst[0] < 0:
        found.append(f"{'yang paling turun' if found else f'{kind} yang paling turun'} {worst[1]} ({signed(worst[0])})")
    return f"{'; '.join(found)}." if found else f"Tidak ada nilai {kind.lower()} yang berubah."


def _indicators(summary: Summary, past: Past) -> str:
    pairs = [(row.level or Decimal(0), past.levels[row.code]) for row in summary.rows if row.code in past.levels]
    rose, fell = sum(now > then for now, then in pairs), sum(now < then for now, then in pairs)
    return f"Tingkat {rose} indikator naik, {fell} turun, dan {len(pairs) - rose - fell} tetap."


def _extremes(summary: Summary) -> str:
    answered = [line for line in summary.aspect_lines if line.value.answered]
    if not answered:
        return "Belum ada aspek yang bernilai."
    best = max(answered, key=lambda line: line.value.fraction)
    worst = min(answered, key=lambda line: line.value.fraction)
    return f"Aspek terkuat {_named(best)}, terlemah {_named(worst)}."


def _named(line: GroupLine) -> str:
    return f"{line.group.name} ({number(line.value.shown)})"


def _levels(summary: Summary) -> str:
    weak = sum(row.level is not None for row in summary.weakest)
    return f"{len(summary.strongest)} indikator berada pada tingkat 4 ke atas dan {weak} di bawah tingkat 3."
