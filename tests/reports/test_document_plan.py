"""Rencana Tindak Lanjut: what will be done, by whom, by when, for how much, and what comes of it."""

import datetime

import pytest

from assessments.workflow import Refused
from planning.models import ActionState
from reports.documents import Ask, Order
from reports.documents.actions import counts
from reports.documents.plan import DOCUMENT, order_of
from results.freezing import to_data
from tests import factories
from tests.planning.plans import other
from tests.reports.printed import HOSTILE, LONG_NAME, LONG_TEXT, compact, digest, printed, queries_of
from tests.results.samples import row, summary
from tools.environment import PANGO_LINE, has_pango

needs_pango = pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")


@pytest.fixture
def planned(scored):
    """Three items of two OPD, one of them dropped, and one that nobody was given yet; every indicator stands at 3."""
    first = {"indicator": scored.indicator, "unit": scored.unit, "to_level": 4}
    scored.late = other(
        scored, **first, text="Terlambat", deadline=datetime.date(2020, 1, 2), budget=1_500_000, person=scored.operator
    )
    scored.soon = other(scored, **first, text="Segera", deadline=datetime.date(2019, 1, 2), state="running")
    scored.dropped = other(scored, text="Batal", to_level=5, state="dropped", drop_reason="x", budget=7, deadline=None)
    scored.alone = other(scored, text="Tanpa OPD", unit=None, to_level=4, budget=500_000)
    factories.ActionOrderFactory(item=scored.soon, needs=scored.late)
    other(scored, text="Tahun lain", year=2025)
    return scored


def frozen(world):
    return DOCUMENT.freeze(Ask(world.assessment, world.coordinator))


def test_plan_lists_items_by_opd_then_by_deadline(planned):
    rows = frozen(planned)["actions"]

    assert [row["text"] for row in rows] == ["Segera", "Terlambat", "Batal", "Tanpa OPD"]
    assert rows[1] | {"key": 0, "unit_key": 0} == {
        "key": 0, "code": "I1", "label": planned.indicator.label, "name": planned.indicator.short_name,
        "instrument": planned.instrument.code, "from_level": "2.00", "to_level": "4.00", "text": "Terlambat",
        "unit": planned.unit.name, "unit_short": planned.unit.short_name, "unit_key": 0,
        "person": str(planned.operator), "deadline": "2020-01-02", "budget": 1_500_000, "expected": [],
        "expected_text": "", "state": "planned", "state_label": "Direncanakan", "percent": 0, "is_late": True,
        "needs": [],
    }  # fmt: skip
    assert rows[0]["needs"] == [planned.late.pk]


def test_plan_expects_the_index_of_all_items_but_the_dropped(planned):
    assert frozen(planned)["expected"] == {"index": "3.50", "gain": "0.500", "predikat": "Sangat Baik", "indicators": 2}


def test_plan_expects_nothing_of_items_of_another_instrument(planned):
    strange = factories.small_instrument(2).indicators.first()
    other(planned, indicator=strange, to_level=5)

    assert frozen(planned)["expected"]["indicators"] == 2


def test_plan_never_lets_an_indicator_fall(planned):
    for item in (planned.late, planned.soon, planned.alone):
        type(item).objects.filter(pk=item.pk).update(from_level=1, to_level=2)

    assert frozen(planned)["expected"] == {"index": "3.00", "gain": "0.000", "predikat": "Baik", "indicators": 2}


def test_plan_counts_states_and_money_without_the_dropped(planned):
    assert counts(frozen(planned)["actions"]) == {
        "total": 3, "open": 3, "late": 2, "done": 0, "dropped": 1, "budget": 2_000_000, "unbudgeted": 1,
        "unplaced": 1, "late_units": [planned.unit.short_name],
    }  # fmt: skip


def test_plan_puts_what_comes_first_before_what_waits(planned):
    rows = [row | {"number": place} for place, row in enumerate(frozen(planned)["actions"], 1)]

    assert [(row["text"], first) for row, first in order_of(rows)] == [("Terlambat", []), ("Segera", [2])]


def test_plan_without_items_is_refused_with_what_to_do(world):
    with pytest.raises(Refused, match=r"Rencana tahun 2026 belum berisi kegiatan\. Tambahkan kegiatan pada"):
        frozen(world)


def test_plan_of_nothing_but_dropped_items_is_refused(world):
    other(world, state="dropped", drop_reason="x")

    with pytest.raises(Refused, match="belum berisi kegiatan"):
        frozen(world)


@pytest.mark.parametrize(
    ("role", "may"),
    [("admin", True), ("assessor", True), ("coordinator", True), ("operator", False), ("technician", False),
     ("stranger", False)],
)  # fmt: skip
def test_plan_may_be_asked_by_who_sees_the_numbers(world, role, may):
    assert DOCUMENT.may_ask(getattr(world, role), world.assessment, None) is may


def test_plan_freezes_in_a_constant_number_of_queries(planned):
    few = queries_of(lambda: frozen(planned))
    for _ in range(4):
        other(planned, person=planned.other_operator)

    assert queries_of(lambda: frozen(planned)) == few


@needs_pango
def test_plan_is_printed_on_landscape_pages_with_sums_order_and_a_place_to_sign(planned, tmp_path):
    read, pages = printed(DOCUMENT, Order(frozen(planned), code="ABCDEFGHIJKL"), tmp_path)

    text = "".join(pages)
    for words in (
        "Rencana Tindak Lanjut SPBE 2026", "3,50", "Sangat Baik", "+0,500", "2 Jan 2020", "1.500.000", "2.000.000",
        "1 kegiatan belum dianggarkan", "Belum ada OPD pelaksana", "Setelah kegiatan nomor", "Koordinator SPBE",
        "3 kegiatan: 3 belum selesai, 2 lewat tenggat, 0 selesai; 1 dibatalkan, tidak dihitung.",
        "Kode verifikasi ABCD-EFGH-IJKL", str(planned.operator),
    ):  # fmt: skip
        assert compact(words) in text
    assert {page.mediabox.width > page.mediabox.height for page in read.pages} == {True}
    assert [page for page in pages if "DRAF" not in page] == []
    assert (read.trailer["/Root"]["/Lang"], read.attachments) == ("id", {})


@needs_pango
def test_plan_shows_hostile_and_endless_texts_and_is_the_same_again(tmp_path):
    item = {
        "key": 1, "code": "I1", "label": "Indikator 1", "name": LONG_NAME, "instrument": "contoh", "from_level": "2",
        "to_level": "3", "text": HOSTILE + LONG_TEXT[:1800], "unit": LONG_NAME[:200], "unit_short": HOSTILE,
        "unit_key": 1, "person": "W" * 150, "deadline": "2026-12-31", "budget": 10**15,
        "expected": [LONG_TEXT[:400], "W" * 200], "expected_text": LONG_TEXT[:1000], "state": ActionState.RUNNING,
        "state_label": "Berjalan", "percent": 55, "is_late": True, "needs": [2],
    }  # fmt: skip
    rows = [item | {"key": key, "needs": [key + 1] if key < 8 else []} for key in range(1, 9)]
    expected = {"index": "3.50", "gain": "0.500", "predikat": "Baik", "indicators": 2}
    made = summary(rows=[row(1, 3)], instansi=LONG_NAME[:200])
    order = Order({"summary": to_data(made), "actions": rows, "expected": expected})

    read, pages = printed(DOCUMENT, order, tmp_path, "satu")
    printed(DOCUMENT, order, tmp_path, "dua")

    text = "".join(pages)
    assert ("root:x:0" in text, "<script>alert(1)</script>" in text, read.attachments) == (False, True, {})
    assert [page for page in pages if "DRAF" in page] == []
    assert digest(tmp_path / "satu.pdf") == digest(tmp_path / "dua.pdf")
