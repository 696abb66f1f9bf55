"""What the letters say, read from their values: both formats print these and nothing else."""

import dataclasses

import pytest

from assessments.workflow import Refused
from reports import services
from reports.documents import meeting, publication, statement
from reports.documents.letters import render_html
from reports.documents.letters.values import DOTS, Note
from reports.models import ReportJob
from tests.reports.letters import LETTER, MEETING, letterhead, order, unfinished
from tests.results import samples


def texts(letter):
    return [block.text for block in letter.blocks if block.kind in ("paragraph", "heading", "note")]


def tables(letter):
    return [block for block in letter.blocks if block.kind == "table"]


def test_statement_of_a_final_assessment():
    letter = statement.compose(order())
    assert letter.title == (
        "Berita Acara", "Penilaian Mandiri Sistem Pemerintahan Berbasis Elektronik",
        "Pemerintah Kota Contoh Tahun 2026",
    )  # fmt: skip
    assert (letter.number, letter.is_draft, letter.printed_code) == ("Nomor: 045/321", False, "ABCD-EFGH-IJKL")
    assert texts(letter) == [
        "Pada hari ini Kamis tanggal dua belas bulan November tahun dua ribu dua puluh enam (12-11-2026) bertempat di "
        "Tabanan, yang bertanda tangan di bawah ini:",
        "telah melaksanakan penilaian mandiri Sistem Pemerintahan Berbasis Elektronik (SPBE) Pemerintah Kota Contoh "
        "tahun 2026 menurut Peraturan contoh. Penilaian mencakup 4 indikator, diisi oleh 1 OPD atau unit kerja, "
        "diverifikasi berdasarkan data dukungnya, lalu dinilai oleh Tim Asesor Internal.",
        "Hasilnya adalah Indeks SPBE 3,25 dengan predikat Baik, dengan rincian sebagai berikut:",
        "Hasil tersebut telah disetujui dan ditetapkan final pada tanggal 22 November 2026; tingkat kematangan setiap "
        "indikator dan data dukungnya tidak berubah lagi sesudahnya.",
        "Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
    ]


def test_statement_lists_who_met_and_what_it_came_to():
    people, results = tables(statement.compose(order()))
    assert people.rows == (
        ("1", "Ida Bagus Contoh", "00000000 000000 0 001", "Jabatan coordinator"),
        ("2", DOTS, DOTS, "Jabatan assessor"),
        ("3", "I Made Contoh", "00000000 000000 0 001", "Jabatan head"),
    )
    assert (results.rows, results.totals) == (
        (("Domain contoh", "100%", "3,25"),), (("Indeks SPBE", "100%", "3,25"), ("Predikat", "", "Baik")),
    )  # fmt: skip


def test_results_of_an_instrument_without_domains_are_its_aspects():
    made = dataclasses.replace(samples.summary([3, 4], [2, 4]), domains=())
    results = tables(publication.compose(order(made=made)))[0]
    assert results.columns[0].title == "Aspek"
    assert results.rows == (("Aspek A1", "50%", "3,50"), ("Aspek A2", "50%", "3,00"))


def test_index_that_rounding_would_lift_over_a_band_says_so():
    rows = [samples.row(1, 3, weight=101), samples.row(2, 4, weight=99)]
    made = samples.summary(rows=rows)
    assert made.headline.bases_disagree
    assert (
        "Indeks SPBE 3,50 (3,495 sebelum pembulatan) dengan predikat Baik"
        in texts(statement.compose(order(made=made)))[2]
    )


def test_statement_signed_by_three_and_the_coordinator_last():
    letter = statement.compose(order())
    assert [[(one.before, one.position, one.name_line) for one in row] for row in letter.signatures] == [
        [("", "Jabatan head", "I Made Contoh"), ("Tabanan, 12 November 2026", "Jabatan assessor", DOTS)],
        [("Mengetahui,", "Jabatan coordinator", "Ida Bagus Contoh")],
    ]
    assert letter.signatures[0][1].nip_line == f"NIP {DOTS}"


@pytest.mark.parametrize("kind", [statement, publication])
def test_letter_before_the_end_is_a_draft_and_says_why(kind):
    letter = kind.compose(order(made=unfinished()))
    assert letter.is_draft
    assert letter.blocks[0] == Note(
        "Draf, belum untuk ditandatangani. Penilaian masih pada tahap penilaian asesor, sehingga angka di bawah ini "
        "masih dapat berubah. Baru 2 dari 4 indikator bernilai."
    )
    assert '<body class="letter draft">' in render_html(letter)
    assert '<body class="letter">' in render_html(kind.compose(order()))


def test_draft_statement_claims_no_step_that_was_not_taken():
    said = " ".join(texts(statement.compose(order(made=unfinished()))))
    assert "diverifikasi" not in said
    assert "Hasil sementaranya adalah Indeks SPBE 1,25" in said
    assert "penilaian berada pada tahap penilaian asesor." in said


def test_nothing_chosen_leaves_dotted_lines():
    letter = statement.compose(order({}, city=""))
    assert letter.number == f"Nomor: {DOTS}"
    assert texts(letter)[0] == (
        f"Pada hari ini {DOTS} tanggal {DOTS} bulan {DOTS} tahun {DOTS} bertempat di {DOTS}, yang bertanda tangan di "
        "bawah ini:"
    )
    assert letter.signatures[0][1].before == f"{DOTS}, {DOTS}"


def test_sentence_that_announces_something_is_kept_with_it():
    html = render_html(publication.compose(order()))
    assert '<p class="leads">Ringkasan hasil yang disetujui untuk dipublikasikan:</p>' in html
    assert html.count('class="leads"') == 3
    assert html.count('class="closing-words"') == 1


def test_place_that_was_chosen_comes_before_that_of_the_letterhead():
    letter = publication.compose(order(LETTER | {"place": "Singasana"}))
    assert letter.signatures[0][0].before == "Singasana, 12 November 2026"


def test_publication_names_who_agrees_and_to_what():
    letter = publication.compose(order())
    fields = next(block for block in letter.blocks if block.kind == "fields")
    assert fields.rows == (
        ("Nama", "Ida Bagus Contoh"), ("NIP", "00000000 000000 0 001"), ("Jabatan", "Jabatan coordinator"),
        ("Instansi", "Pemerintah Kota Contoh"),
    )  # fmt: skip
    points = next(block for block in letter.blocks if block.kind == "numbered").items
    assert len(points) == 4
    assert points[0].endswith("menghasilkan Indeks SPBE 3,25 dengan predikat Baik.")
    assert [one.name for row in letter.signatures for one in row] == ["Ida Bagus Contoh"]


def test_meeting_prints_what_was_written_and_how_the_assessment_stood():
    letter = meeting.compose(order(MEETING, made=unfinished()))
    assert (letter.title, letter.is_draft) == (("Notulen Rapat", "Evaluasi Triwulan IV"), False)
    assert texts(letter) == [
        "Peserta", "Pembahasan", "Dibuka oleh pemimpin.", "OPD melapor.", "Keputusan",
        "Keadaan penilaian per 22 November 2026 pukul 10.31 WIB",
    ]  # fmt: skip
    facts, people, decisions, state = (
        block for block in letter.blocks if block.kind in ("fields", "numbered", "table")
    )
    assert facts.rows[0] == ("Hari, tanggal", "Kamis, 12 November 2026")
    assert people.items == ("Satu, Bappeda", "Dua, Inspektorat")
    assert decisions.rows == (("1", "Susun SOP", "Diskominfo", "31 Maret 2027"), ("2", "Rapat lagi", "–", "–"))
    assert state.rows == (
        ("Penilaian", "SPBE Pemerintah Kota Contoh tahun 2026"), ("Tahap", "Penilaian asesor"),
        ("Indikator bernilai", "2 dari 4"), ("Indeks final", "1,25 (sementara)"), ("Predikat", "Kurang (sementara)"),
    )  # fmt: skip


def test_meeting_leaves_out_what_was_not_written():
    letter = meeting.compose(order({"title": "Rapat", "date": "2026-11-12"}))
    assert [block.kind for block in letter.blocks] == ["fields", "heading", "fields"]
    assert letter.number == ""
    assert [one.name_line for one in letter.signatures[0]] == [DOTS, DOTS]


def test_hostile_text_stays_text():
    options = MEETING | {"title": "<script>alert(1)</script>\x00\u202e", "discussion": "{{ letter }} & <b>tebal</b>"}
    html = render_html(meeting.compose(order(options, address='"><img src="file:///etc/passwd">')))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</span>" in html
    assert "{{ letter }} &amp; &lt;b&gt;tebal&lt;/b&gt;" in html
    assert "&quot;&gt;&lt;img src=" in html
    assert not {"\x00", "\u202e"} & set(html)


def test_letterhead_prints_only_what_there_is():
    html = render_html(statement.compose(order(logo=None, office="", address="", contacts=[])))
    assert "kop-office" not in html
    assert "<img" not in html
    assert "PEMERINTAH KABUPATEN CONTOH" in html
    assert 'alt="Logo Pemerintah Kabupaten Contoh"' in render_html(statement.compose(order()))


@pytest.mark.parametrize("options", [{}, {"title": "Rapat"}, {"date": "2026-11-12"}])
def test_meeting_without_title_or_date_is_refused(world, sent, options):
    with pytest.raises(Refused, match="Isi judul dan tanggal rapat dulu"):
        services.request_report(
            assessment=world.assessment, kind=ReportJob.Kind.MEETING, options=options, by=world.coordinator
        )
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize("kind", [ReportJob.Kind.STATEMENT, ReportJob.Kind.MEETING])
def test_request_freezes_results_and_letterhead(world, sent, kind):
    job = services.request_report(
        assessment=world.assessment, kind=kind, format="docx", options=MEETING, by=world.coordinator
    )
    assert job.is_short
    assert set(job.frozen["letterhead"]) == set(letterhead())
    assert job.frozen["summary"]["heading"]["pk"] == world.assessment.pk
    name = services.download_name(job)
    assert name.endswith("-2026-draf.docx" if kind == ReportJob.Kind.STATEMENT else "-2026.docx")
