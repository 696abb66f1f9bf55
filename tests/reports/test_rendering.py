"""The PDF: complete, tagged, and deaf to whatever a text in it asks for."""

import http.server
import logging
import threading
from decimal import Decimal
from types import SimpleNamespace

import pypdf
import pypdfium2
import pytest

from tests.results.samples import proof, row, summary, work
from tools.environment import PANGO_LINE, has_pango

if not has_pango():  # where only an administrator can bring it; `make test-servers` never goes without
    pytest.skip(f"Drawing a PDF needs Pango: {PANGO_LINE}", allow_module_level=True)

from weasyprint import HTML

from reports import rendering
from reports.documents import DOCUMENTS
from reports.rendering import ForbiddenFetchError, ReportFetcher, write_pdf
from tests.reports.books import beside, html_of, order_of, planned

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(file:///etc/hosts); body{background:url(http://127.0.0.1:9/)}</style>",
    "</p></section><h1>Palsu</h1>",
    "{{ summary.heading }} {% include 'base.html' %}",
    '"><svg><image href="file:///etc/passwd"/></svg>',
    "&lt;b&gt; &amp; ]]> <!-- ",
    "x" * 2000,
    '<img src="data:image/png;base64,AAAA" width="99999" height="99999">',
    "<table><tr><td>" * 40 + "dalam" + "</td></tr></table>" * 40,
    '<object data="app:../settings.py"></object>',
]
# Other writing directions and pictures. Which font draws them is the machine's business, so nobody looks for them.
ARABIC, HEBREW, BACKWARDS = "\u0645\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd", "\u202eterbalik\u202c"
MM = 72 / 25.4
EMOJI = "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f600"
FOREIGN = f"{ARABIC} {HEBREW} {BACKWARDS} {EMOJI}"


def pdf_of(made, tmp_path, report=lambda step, percent: None, **more):
    target = tmp_path / "laporan.pdf"
    DOCUMENTS["self_assessment"].make(order_of(made, **more), target, report)
    return pypdf.PdfReader(target)


def compact(text):
    """Without spaces: a PDF breaks lines where it likes."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A final report of eight aspects and 47 indicators, rendered once: what went in, what came out, what was said."""
    levels = [[number % 5 + 1 for number in range(place, place + 6)] for place in range(8)]
    levels[0].pop()
    made, steps, complaints = summary(*levels), [], _Complaints(logging.WARNING)
    logging.getLogger("weasyprint").addHandler(complaints)
    read = pdf_of(made, tmp_path_factory.mktemp("pdf"), lambda step, percent: steps.append((step, percent)))
    logging.getLogger("weasyprint").removeHandler(complaints)
    texts = [compact(page.extract_text()) for page in read.pages]
    return SimpleNamespace(made=made, read=read, steps=steps, texts=texts, complaints=complaints.found)


class _Complaints(logging.Handler):
    def __init__(self, level):
        super().__init__(level)
        self.found = []

    def emit(self, record):
        self.found.append(record.getMessage())


def test_report_names_every_indicator_and_aspect(whole):
    made, text = whole.made, "".join(whole.texts)

    assert len(made.rows) == 47
    assert [row.short_name for row in made.rows if compact(row.short_name) not in text] == []
    assert [group.name for group in made.aspects if compact(group.name) not in text] == []


def test_report_has_an_outline_of_its_chapters_aspects_and_worksheets(whole):
    read = whole.read
    titles = [entry.title for entry in read.outline if not isinstance(entry, list)]
    below = [entry.title for part in read.outline if isinstance(part, list) for entry in part]

    assert titles == [
        "Lembar Pengesahan",
        "Kata Pengantar",
        "Daftar Isi",
        "Daftar Tabel",
        "Daftar Gambar",
        "Ringkasan Eksekutif",
        "I Pendahuluan",
        "II Metodologi",
        "III Hasil Penilaian",
        "IV Analisis per Aspek",
        "V Rekomendasi dan Rencana Tindak Lanjut",
        "VI Penutup",
        "Lampiran A: Lembar Kerja Evaluasi",
        "Lampiran B: Daftar Data Dukung",
    ]
    assert len([title for title in below if title.startswith("Indikator ")]) == 47
    assert "4.8 Aspek A8" in [" ".join(title.split()) for title in below]


def test_report_numbers_its_pages_and_its_contents(whole):
    total, contents = len(whole.texts), whole.texts[3]
    name = "VRekomendasidanRencanaTindakLanjut"
    chapter = next(number for number, text in enumerate(whole.texts, 1) if number > 4 and name in text)

    assert f"Halaman{total}dari{total}" in whole.texts[-1]
    assert contents.split(name)[1].lstrip(".").startswith(f"{chapter}5.1")


def test_report_leaves_no_warning_of_its_stylesheet_or_pages(whole):
    assert whole.complaints == []


def test_report_is_a_tagged_archivable_indonesian_document(whole):
    read = whole.read
    catalog = read.trailer["/Root"]

    assert catalog["/Lang"] == "id"
    assert catalog["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert "/OutputIntents" in catalog
    assert read.metadata.title == "Laporan Hasil Penilaian Mandiri SPBE Pemerintah Kota Contoh Tahun 2026"
    assert list(read.attachments) == ["lke-spbe-2026.xlsx", "nilai-spbe-2026.json"]


def test_report_carries_its_own_font_and_no_other(whole):
    fonts = [
        font.get_object()["/BaseFont"] for page in whole.read.pages for font in page["/Resources"]["/Font"].values()
    ]

    assert {name.split("+")[1].startswith("Plus-Jakarta-Sans") for name in fonts} == {True}, set(fonts)


def test_report_tells_its_steps_in_rising_percentages(whole):
    percentages = [percent for _, percent in whole.steps]

    assert (whole.steps[0], whole.steps[-1]) == (("Menyusun grafik", 10), ("Menulis PDF", 75))
    assert percentages == sorted(percentages)


def test_report_that_is_final_bears_no_draft_mark(whole):
    assert [text for text in whole.texts if "DRAF" in text] == []


def test_report_until_final_is_marked_as_a_draft_on_every_page(tmp_path):
    read = pdf_of(summary([3], [4], is_final=False, stage_label="Verifikasi"), tmp_path)

    assert [page for page in read.pages if "DRAF" not in compact(page.extract_text())] == []


def test_report_says_provisional_numbers_are_provisional():
    assert "Baru 1 dari 2 indikator mempunyai nilai" in html_of(summary([3, None]))


def test_report_tells_where_the_two_bases_disagree():
    """On the cover, in the summary, and in the chapter of the results."""
    rows = [row(1, Decimal("3.49")), row(2, Decimal("3.5"))]

    html = html_of(summary(rows=rows))

    assert html.count("Indeks 3,50 (3,495 sebelum pembulatan): Baik") == 3


@pytest.mark.parametrize("changes", [{"is_provisional": True}, {"is_outside_years": True}, {"source": "Kemenpan"}])
def test_report_says_what_limits_its_numbers(changes):
    expected = {
        "is_provisional": "Instrumen ini bersifat sementara",
        "is_outside_years": "berada di luar tahun berlakunya instrumen",
        "source": "berasal dari data publik: Kemenpan",
    }[next(iter(changes))]

    assert expected in html_of(summary([3], **changes))
    assert expected not in html_of(summary([3]))


def test_report_of_an_empty_assessment_is_still_a_report():
    rows = [row(1, None, works=()), row(2, None, aspect="A2", works=())]

    html = html_of(summary(rows=rows, track="claimed", is_final=False, finalised_on=None))

    assert "Belum ada data dukung yang ditautkan pada isian penilaian ini." in html
    assert html.count("Indikator ini belum ditugaskan kepada perangkat daerah.") == 2


@pytest.fixture
def web_server():
    """A server on this machine that counts who asks it for anything."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            """Be quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def body_of(page):
    """What stands between the running head and the foot, so that a text may go on over the page."""
    return page.get_textpage().get_text_bounded(bottom=23 * MM, top=page.get_height() - 25 * MM)


def test_hostile_texts_are_shown_and_nothing_is_fetched(tmp_path, web_server, monkeypatch):
    address, asked = web_server
    fetched = []
    fetch = ReportFetcher.fetch
    monkeypatch.setattr(ReportFetcher, "fetch", lambda self, url, headers=None: fetched.append(url) or fetch(self, url))
    texts = [text.replace("http://127.0.0.1:9", address) for text in HOSTILE]
    words = "\n".join([*texts, FOREIGN])
    works = (work(facts=words, analysis=words, review_note=words, unit=texts[0], unit_short=texts[1]),)
    bad = proof(name=texts[1], note=texts[2], place=texts[3])
    rows = [row(1, 4, works=works, justification=words, short_name=texts[5]), row(2, 1, works=(work(proofs=(bad,)),))]
    made = summary(rows=rows, instansi=texts[0], source=texts[2], finalised_by=texts[4], regulation=texts[7])
    more = beside() | {
        "plan": [planned(text=words, unit=texts[0], person=texts[1], expected=[texts[2], texts[4]])],
        "team": [{"role": texts[0], "name": texts[1], "position": texts[2]}],
        "texts": {"intro": words, "closing": words},
    }

    read = pdf_of(made, tmp_path, **more)

    with pypdfium2.PdfDocument(tmp_path / "laporan.pdf") as document:  # pypdf turns a page around Arabic words
        text = "".join(compact(body_of(page)) for page in document)
    assert [wanted for wanted in texts if compact(wanted) not in text] == []
    ours = {f"app:{name}.css" for name in ("report", "letterhead", "letter", "book", "annexes")} | {"app:font.woff2"}
    assert (set(fetched), asked) == (ours, [])
    assert list(read.attachments) == ["lke-spbe-2026.xlsx", "nilai-spbe-2026.json"]
    assert "root:x:0" not in text


MARKUPS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<style>@import url({});</style>",
    "<style>@font-face{{font-family:x;src:url({})}} p{{font-family:x}}</style><p>x</p>",
    '<p style="background:url({})">x</p>',
    '<object data="{}"></object>',
]
ADDRESSES = ["file:///etc/passwd", "data:text/css,p{}", "app:../settings.py", "ftp://127.0.0.1/x"]


@pytest.mark.parametrize(
    ("markup", "url"),
    [(markup, "web") for markup in MARKUPS] + [(MARKUPS[0], address) for address in ADDRESSES],
)
def test_fetcher_ends_the_rendering_at_any_foreign_address(tmp_path, web_server, markup, url):
    """Even if markup of somebody else came through, which the test above rules out."""
    address, asked = web_server
    html = f"<html lang=id><title>x</title>{markup.format(address if url == 'web' else url)}"

    with pytest.raises(ForbiddenFetchError):
        write_pdf(html, tmp_path / "x.pdf", report=lambda step, percent: None)

    assert asked == []


def test_fetcher_knows_only_its_own_files():
    for url in rendering.ASSETS:
        assert ReportFetcher().fetch(url).read()
    with pytest.raises(ValueError, match="not one of our own files"):
        ReportFetcher().fetch("app:report.css?x=1")


def test_unprintable_characters_are_left_out_and_line_breaks_kept():
    works = (work(facts="a\x00b\x1bc\u202ed\ufffee\ud800f\nbaris dua"),)

    html = html_of(summary(rows=[row(1, 3, works=works)]))

    assert "abcdef\nbaris dua" in html


def test_html_is_valid_enough_to_have_one_title_and_a_language():
    tree = HTML(string=html_of(summary([3])), base_url="app:", url_fetcher=ReportFetcher()).etree_element

    assert tree.get("lang") == "id"
    assert len(tree.findall(".//title")) == 1
    assert [cell for cell in tree.iter("th") if not cell.get("scope")] == []
