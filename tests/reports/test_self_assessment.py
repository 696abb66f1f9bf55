"""What the complete report says and leaves out, read from its HTML; how it is frozen."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Stage
from planning.models import ActionState
from reports.documents import DOCUMENTS, Ask, Order, publication, statement
from reports.documents.letters import render_html
from reports.documents.self_assessment.outline import entries_of
from reports.forms.self_assessment import PARTS, SelfAssessmentForm
from results.freezing import layers_from_data, trend_from_data
from tests import factories
from tests.reports.books import asked, beside, html_of, order_of, planned
from tests.reports.letters import letterhead
from tests.results.samples import proof, row, summary, work
from tools.environment import PANGO_LINE, has_pango

if not has_pango():
    pytest.skip(f"Drawing a PDF needs Pango: {PANGO_LINE}", allow_module_level=True)


def answered_by_two():
    other = work(unit="Badan Perencanaan", unit_short="Bappeda", proofs=(proof(level=3, review_label="Menunggu"),))
    return summary(rows=[row(1, 3, works=(work(), other)), row(2, 4, aspect="A2"), row(3, None, aspect="A3")])


def spaced(html):
    return " ".join(html.split())


def ids(entries):
    return [entry.id for entry in entries]


def test_contents_list_every_chapter_table_and_figure_of_the_page():
    found = entries_of(html_of(summary([3], [4], [1]), **beside()))

    assert ids(found.chapters)[:3] == ["pengesahan", "pengantar", "isi"]
    assert ids(found.chapters)[-3:] == ["penutup", "lke", "data-dukung"]
    assert ids(found.figures) == ["g-skala", "g-domain", "g-radar", "g-aspek", "g-tahun"]
    assert "t-rencana" in ids(found.tables)
    assert [entry.id for entry in found.tables if entry.is_annex] == ["t-bukti"]


@pytest.mark.parametrize("part", PARTS)
def test_part_left_out_is_gone_and_nothing_refers_to_it(part):
    gone = {
        "preface": 'id="pengantar"', "units": "t-pembagian", "years": "hasil-tahun", "completeness": "kelengkapan",
        "worksheets": 'id="lke"', "evidence": "t-bukti", "statement": "berita-acara", "publication": "persetujuan",
    }[part]  # fmt: skip
    more = beside() | {"letterhead": letterhead()}

    assert gone in html_of(answered_by_two(), **more)
    assert gone not in html_of(answered_by_two(), options={"without": [part]}, **more)


def test_annexes_are_lettered_by_what_is_there():
    html = html_of(
        answered_by_two(), options={"without": ["worksheets", "statement"]}, **beside() | {"letterhead": letterhead()}
    )

    assert [entry.text for entry in entries_of(html).chapters if entry.is_annex] == [
        "Lampiran A: Daftar Data Dukung", "Lampiran B: Pernyataan Persetujuan Publikasi",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [statement, publication])
def test_letter_among_the_annexes_is_word_for_word_its_own_document(kind):
    order = order_of(answered_by_two(), letterhead=letterhead(city=""))
    alone = render_html(kind.compose(Order(order.data)))
    words = alone[alone.index('<p class="number">') : alone.index("</body>")].strip()

    assert words in html_of(answered_by_two(), letterhead=letterhead(city=""))
    assert words.startswith('<p class="number">Nomor: .....')


@pytest.mark.parametrize(
    ("city", "is_final", "said"),
    [
        ("Tabanan", True, '<p class="place">Tabanan, 22 November 2026<br>'),
        ("", True, '<p class="place">22 November 2026<br>'),
        ("Tabanan", False, '<p class="place">Tabanan, <span class="blank">'),
        ("", False, '<p class="place"><span class="blank">'),
    ],
)
def test_preface_names_place_and_date_as_far_as_they_are_known(city, is_final, said):
    html = html_of(summary([3], is_final=is_final), letterhead=letterhead(city=city))

    assert said in html


def test_worksheet_says_by_whom_each_level_is_reached_and_what_supports_it():
    rows = [row(1, 2, claimed=3, works=answered_by_two().rows[0].works)]
    html = spaced(html_of(summary(rows=rows), questions=asked("I1")))

    assert html.count("<td>Mandiri, final</td>") == 2
    assert (
        '<tr class="present"><th scope="row"><b>2</b> Tingkat 2</th><td>Kriteria tingkat 2.</td><td>Mandiri, final</td>'
        '<td><span class="piece">perwali.pdf, Pasal 4 (Diskominfo): <b>diterima</b></span></td></tr>'
    ) in html
    assert (
        "<td>Kriteria tingkat 3.</td><td>Mandiri</td>"
        '<td><span class="piece">perwali.pdf, Pasal 4 (Bappeda): <b>menunggu</b></span></td></tr>'
    ) in html
    assert html.count("<td>belum</td><td>–</td>") == 2


def test_worksheet_names_a_dozen_of_many_proofs_and_counts_the_rest():
    many = tuple(proof(name=f"bukti-{number}.pdf") for number in range(15))
    html = spaced(html_of(summary(rows=[row(1, 2, works=(work(proofs=many),))]), questions=asked("I1")))

    assert "bukti-11.pdf, Pasal 4: <b>diterima" in html
    assert "bukti-12.pdf, Pasal 4: <b>diterima" not in html
    assert '<span class="piece">dan 3 data dukung lainnya</span>' in html


def test_worksheet_answered_by_many_lists_them_all_and_prints_the_lowest_in_full():
    works = tuple(
        work(unit=f"Dinas {number}", facts=f"Fakta dinas {number}.", claimed=Decimal(5 - number % 5))
        for number in range(1, 10)
    )
    html = spaced(html_of(summary(rows=[row(1, 1, works=works)]), questions=asked("I1")))

    listed = [f'<th scope="row">Dinas {number}</th><td>Dinilai</td>' for number in range(1, 10)]
    assert [words for words in listed if words not in html] == []
    annex = html[html.index('id="lke"') :]
    assert [number for number in range(1, 10) if f"Fakta dinas {number}." in annex] == [3, 4, 9]
    assert "Uraian seluruh perangkat daerah terdapat pada berkas terlampir lke-spbe-2026.xlsx." in html


@pytest.mark.parametrize(("length", "is_whole"), [(800, True), (5000, False)])
def test_short_worksheet_stays_on_one_page(length, is_whole):
    rows = [row(1, 2, works=(work(facts="kata " * (length // 5)),))]
    html = html_of(summary(rows=rows), questions=asked("I1"))

    assert ('<div class="sheet whole">' in html, '<div class="sheet long">' in html) == (is_whole, not is_whole)


def test_columns_and_tables_that_would_stay_empty_are_left_out():
    bare = summary(rows=[row(1, 3, works=(work(proofs=()),)), row(2, 4, aspect="A2", works=())])
    html = spaced(html_of(bare, questions=asked("I1", "I2")))

    assert html.count("Belum ada data dukung yang ditautkan pada isian penilaian ini.") == 2
    assert [words for words in ("t-bukti", "t-kelengkapan", "t-pembagian", ">Target</th>") if words in html] == []
    assert '<th scope="col" class="num">Verifikasi</th>' not in html
    assert ">Data dukung</th>" not in html
    assert '<th colspan="7" scope="rowgroup">' in html
    assert '<th colspan="9" scope="rowgroup">' in html_of(answered_by_two(), **beside())


def test_form_of_the_options_keeps_known_parts_in_the_order_of_the_report():
    form = SelfAssessmentForm({"without": ["evidence", "preface"]})

    assert (form.is_valid(), form.cleaned_data) == (True, {"without": ["preface", "evidence"]})
    assert not SelfAssessmentForm({"without": ["cover"]}).is_valid()


def test_indicators_stand_beside_last_year_and_their_targets():
    html = spaced(html_of(summary([3], [4], [1]), **beside()))

    assert '<th scope="col" class="num">2025</th>' in html
    assert '<td class="num">2</td><td class="num">4</td><td class="num">−1</td>' in html


def test_target_missed_is_explained_by_its_indicators():
    html = spaced(html_of(summary([3], [4], [1]), **beside()))

    assert "Target 5,00 belum tercapai, kurang 2,34." in html
    assert "t-kurang" in html


def test_provisional_index_is_held_against_nothing():
    html = spaced(html_of(summary([3], [None], [1]), **beside()))

    assert "Selama indeks masih sementara, selisihnya tidak dihitung." in html
    assert "t-kurang" not in html
    assert "belum tercapai" not in html


def test_plan_names_indicator_action_unit_deadline_and_evidence():
    html = spaced(html_of(summary([3], [4]), **(beside() | {"plan": [planned(), planned(deadline=None)]})))

    assert html.count("Menyusun peraturan") == 2
    assert "1 Des 2026" in html
    assert "Dokumen peraturan" in html


def test_weakness_gives_the_assessors_reason_and_strength_the_fact():
    rows = [row(1, 2, justification="Belum direviu."), row(2, 5, works=(work(facts="Dipakai semua OPD."),))]

    html = spaced(html_of(summary(rows=rows)))

    assert "(tingkat 2).</b> Belum direviu.</li>" in html
    assert "(tingkat 5).</b> Dipakai semua OPD.</li>" in html


def test_text_too_long_for_paper_is_cut_with_a_note_where_the_rest_is():
    html = html_of(summary(rows=[row(1, 3, works=(work(facts="kata " * 20_000),))]))

    assert "[dipotong; selengkapnya pada berkas terlampir lke-spbe-2026.xlsx]" in html
    assert len(html) < 120_000


def test_every_link_leads_to_an_anchor_of_the_page():
    html = html_of(summary([3], [4], [1]), **beside())
    anchors = {part.split('"')[0] for part in html.split(' id="')[1:]}

    assert {part.split('"')[0] for part in html.split('href="#')[1:]} - anchors == set()


def test_report_of_an_older_order_without_the_rest_can_still_be_made():
    assert "Rencana tindak lanjut belum disusun." in html_of(summary([3], [4]))


def test_frozen_data_are_plain_json_and_hold_what_stands_beside_the_results(scored):
    assessment, instrument = scored.assessment, scored.instrument
    first = instrument.indicators.order_by("position").first()
    factories.TargetFactory(instansi=assessment.instansi, year=assessment.year, instrument=instrument)
    factories.TargetFactory(
        instansi=assessment.instansi, year=assessment.year, instrument=instrument, indicator=first, value="4"
    )
    planned = factories.ActionItemFactory(
        instansi=assessment.instansi, year=assessment.year, assessment=assessment, indicator=first
    )
    factories.ActionItemFactory(
        instansi=assessment.instansi, year=assessment.year, assessment=assessment, indicator=first,
        state=ActionState.DROPPED, drop_reason="Batal",
    )  # fmt: skip

    data = DOCUMENTS["self_assessment"].freeze(Ask(assessment, scored.admin))

    assert json.loads(json.dumps(data)) == data
    assert {code: Decimal(value) for code, value in data["wanted"].items()} == {first.code: Decimal(4)}
    assert [item["text"] for item in data["plan"]] == [planned.text]
    assert next(layer.indeks for layer in layers_from_data(data["layers"]) if layer.code == "target") == Decimal("2.60")
    assert list(data["questions"]) == [row.code for row in instrument.indicators.order_by("position")]
    assert data["questions"][first.code]["question"] == first.question
    assert [level for level, *_ in data["questions"][first.code]["levels"]] == [1, 2, 3, 4, 5]
    assert (
        DOCUMENTS["self_assessment"].freeze(Ask(assessment, scored.admin, None, {"without": ["worksheets"]}))[
            "questions"
        ]
        == {}
    )
    assert [point.year for point in trend_from_data(data["trend"]).points] == [assessment.year] * 2
    assert {person["role"] for person in data["team"]} >= {"Koordinator SPBE", "Asesor internal", "Admin Diskominfo"}


def test_levels_of_the_finished_year_before_are_frozen(scored):
    first = scored.instrument.indicators.order_by("position").first()
    earlier = factories.AssessmentFactory(
        instansi=scored.instansi, instrument=scored.instrument, year=scored.assessment.year - 1
    )
    judged = {"final_level": 2, "justification": "x", "decided_by": scored.assessor, "decided_at": timezone.now()}
    for indicator in scored.instrument.indicators.all():
        factories.VerdictFactory(assessment=earlier, indicator=indicator, **judged)
    type(earlier).objects.filter(pk=earlier.pk).update(
        stage=Stage.FINAL, finalised_at=scored.assessment.created_at, finalised_by=scored.coordinator
    )

    data = DOCUMENTS["self_assessment"].freeze(Ask(scored.assessment, scored.admin))

    assert data["before"]["year"] == earlier.year
    assert Decimal(data["before"]["levels"][first.code]) == 2
