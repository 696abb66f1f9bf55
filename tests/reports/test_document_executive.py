"""Ringkasan Pimpinan: two pages, whatever is in them."""

import dataclasses
import itertools

import pytest

from assessments.models import Assessment
from reports import services
from reports.documents import DOCUMENTS, Ask
from reports.documents.executive import DOCUMENT, ROOMS
from reports.models import ReportJob
from tests import factories
from tests.reports.printed import (
    HOSTILE,
    NO_PLAN,
    PLAN,
    compact,
    digest,
    executive_order,
    layer,
    longest,
    printed,
    queries_of,
)
from tests.results.samples import row, summary, work
from tests.results.test_comparing import finished
from tools.environment import PANGO_LINE, has_pango

KIND = ReportJob.Kind.EXECUTIVE
needs_pango = pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")


def ordinary(**heading):
    """47 indicators on eight aspects with names and facts as they usually are."""
    works = (work(facts="Diatur dalam Peraturan Wali Kota Nomor 11 Tahun 2025, Pasal 4, halaman 5."),)
    rows = [
        row(number, number % 5 + 1, aspect=f"A{number % 8 + 1}", works=works,
            short_name=f"Penerapan Manajemen Keamanan Informasi {number}")
        for number in range(1, 48)
    ]  # fmt: skip
    return summary(rows=rows, **heading)


def test_executive_freezes_what_the_dashboard_of_the_coordinator_reads(scored):
    finished(scored, 2025, [2, 3, 3, 3])
    factories.TargetFactory(
        instansi=scored.instansi, instrument=scored.instrument, value="3.25", set_by=scored.coordinator
    )

    data = DOCUMENT.freeze(Ask(scored.assessment, scored.coordinator))

    assert data["standings"] == [
        {"label": "2025", "value": "2.75", "difference": "0.25", "lacking": None},
        {"label": "Target 2026", "value": "3.25", "difference": None, "lacking": "0.25"},
        {"label": "Nasional 2024", "value": "3.12", "difference": "-0.12", "lacking": None},
    ]
    assert data["past"] == {
        "year": 2025, "other": None, "levels": {"I1": "2.00", "I2": "3.00", "I3": "3.00", "I4": "3.00"},
    }  # fmt: skip
    assert data["plan"] == NO_PLAN
    assert [row["code"] for row in data["layers"]] == ["before", "target", "national"]
    assert data["layers"][0]["domains"] == {"D1": "2.50", "D2": "3.00"}


@pytest.mark.parametrize("role", ["operator", "technician", "stranger"])
def test_executive_is_not_for_who_does_not_see_the_institutions_numbers(world, role):
    assert not DOCUMENTS[KIND].may_ask(getattr(world, role), world.assessment, None)


def test_executive_freezes_in_a_constant_number_of_queries(scored):
    def freeze():
        DOCUMENT.freeze(Ask(Assessment.objects.in_full().get(pk=scored.assessment.pk), scored.coordinator))

    mine = {"instansi": scored.instansi, "indicator": scored.indicator, "created_by": scored.admin}
    factories.ActionItemFactory(**mine)
    few = queries_of(freeze)
    factories.ActionItemFactory.create_batch(4, **mine)

    assert queries_of(freeze) == few


@needs_pango
def test_executive_of_an_ordinary_year_is_two_pages_with_all_that_was_promised(tmp_path):
    made = ordinary()
    layers = [layer("before", "2025", "2.50", made), layer("target", "Target 2026", "4.00", made)]
    plan = NO_PLAN | {"total": 12, "open": 9, "late": 2, "done": 3, "budget": 235_000_000, "late_units": ["Dinkes"]}
    order = executive_order(
        made, plan=plan, layers=layers, year=2025, levels=dict.fromkeys(("I1", "I2"), "1"), code="ABCDEFGHIJKL"
    )

    read, pages = printed(DOCUMENT, order, tmp_path)

    assert len(pages) == 2
    for words in (
        "Ringkasan Pimpinan: SPBE 2026",
        "2,98",
        "Baik",
        "Target 2026",
        "Indeks final naik 0,48",
        "Nilai domain",
    ):
        assert compact(words) in pages[0]
    for words in (
        "Terkuat", "Terlemah", "Paling menambah indeks", "Rencana tindak lanjut 2026", "Rp235.000.000",
        "Meminta penyelesaian 2 kegiatan yang lewat tenggat pada Dinkes.", "Kode verifikasi ABCD-EFGH-IJKL",
        "Halaman 2 dari 2",
    ):  # fmt: skip
        assert compact(words) in pages[1]
    assert "…" not in "".join(pages)
    assert [page for page in pages if "DRAF" in page] == []
    catalog = read.trailer["/Root"]
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"] == True) == ("id", True)  # noqa: E712 - pypdf's own
    assert read.metadata.title == "Ringkasan Pimpinan SPBE Pemerintah Kota Contoh Tahun 2026"


@needs_pango
def test_executive_is_the_same_file_when_made_again(tmp_path):
    order = executive_order(ordinary())
    printed(DOCUMENT, order, tmp_path, "satu")
    printed(DOCUMENT, order, tmp_path, "dua")

    assert digest(tmp_path / "satu.pdf") == digest(tmp_path / "dua.pdf")


@needs_pango
def test_executive_of_an_empty_cycle_is_two_pages(world, tmp_path, sent):
    job = services.request_report(assessment=world.assessment, kind=KIND, by=world.coordinator)
    _, pages = printed(DOCUMENT, executive_order(summary(rows=[row(1, None, works=())], is_final=False)), tmp_path)
    _, own = printed(DOCUMENT, dataclasses.replace(executive_order(summary([3])), data=job.frozen), tmp_path)

    assert (len(pages), len(own)) == (2, 2)
    assert [page for page in own if "DRAF" not in page] == []
    assert compact("Belum ada kegiatan dalam rencana tahun ini.") in own[1]


@needs_pango
@pytest.mark.parametrize(
    "names", [{}, {"name": "W" * 300, "text": "W" * 5000}, {"name": HOSTILE * 3, "text": HOSTILE * 50}]
)
def test_executive_with_the_longest_texts_is_two_pages(tmp_path, names):
    made = longest(**names, is_final=False, stage="approval", stage_label="Persetujuan", is_demo=True)
    layers = [
        layer("before", "2025", "2.50", made), layer("target", "Target 2026", "4.00", made),
        layer("national", "Nasional 2024", "3.10", made),
    ]  # fmt: skip
    levels = {line.code: "2" for line in made.rows}
    order = executive_order(made, plan=PLAN, layers=layers, year=2025, levels=levels, code="ABCDEFGHIJKL")

    read, pages = printed(DOCUMENT, order, tmp_path)

    assert len(pages) == 2
    assert "KodeverifikasiABCD-EFGH-IJKL" in pages[1]
    assert "Menyetujuihasilpenilaian2026" in pages[1]
    assert ("root:x:0" in "".join(pages), read.attachments) == (False, {})


def test_rooms_shrink_so_that_a_later_one_never_takes_more():
    for larger, smaller in itertools.pairwise(ROOMS):
        assert all(small < large for small, large in zip(smaller[:4], larger[:4], strict=True))
