"""What decides that a document is another one: its data, its options, and all that prints it."""

import pytest

from reports.documents import edition

DATA = {"summary": {"taken_at": "2026-11-22T03:31:00+00:00", "rows": [1, 2]}, "letterhead": {"city": "Tabanan"}}
KEY = edition.request_key("statement", None, "pdf", {"number": ""})


@pytest.fixture
def house(tmp_path, settings):
    """A project of one template, one style and one module."""
    settings.BASE_DIR = tmp_path
    for name in ("templates/reports/pdf/letter.html", "static/report/letter.css", "reports/rendering.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("lama")
    edition.edition.cache_clear()
    yield tmp_path
    edition.edition.cache_clear()


def again():
    edition.edition.cache_clear()
    return edition.edition()


@pytest.mark.parametrize(
    "name",
    [
        "templates/reports/pdf/letter.html", "static/report/letter.css", "reports/rendering.py",
        "static/report/new.svg", "static/vendor/font.woff2",
    ],
)  # fmt: skip
def test_edition_changes_with_whatever_prints(house, name):
    before = again()
    assert again() == before

    (house / name).parent.mkdir(parents=True, exist_ok=True)
    (house / name).write_text("baru")
    assert again() != before


@pytest.mark.parametrize(
    "place",
    [
        "assessments/scoring.py", "planning/decomposition.py", "reports/documents/letters/word.py",
        "results/analysis.py", "results/charts/radar.py", "spbe_portal/templatetags/portal.py",
        "static/report/report.css", "templates/reports/pdf/report.html",
    ],
)  # fmt: skip
def test_edition_follows_from_each_part_of_a_document(place, settings):
    assert edition.sources().count(settings.BASE_DIR / place) == 1


@pytest.mark.parametrize(("name", "value"), [("BASE_URL", "https://lain.contoh.go.id"), ("TIME_ZONE", "Asia/Jayapura")])
def test_edition_changes_with_what_the_settings_print(house, settings, name, value):
    before = again()
    setattr(settings, name, value)

    assert again() != before


@pytest.mark.parametrize("library", ["weasyprint", "python-docx", "openpyxl", "segno"])
def test_edition_changes_with_the_library_that_prints(house, monkeypatch, library):
    before = again()
    monkeypatch.setattr(edition, "version", lambda name: "99" if name == library else "1")
    changed = again()
    monkeypatch.setattr(edition, "version", lambda name: "1")

    assert len({before, changed, again()}) == 3


@pytest.mark.parametrize(
    "request_",
    [
        ("publication", None, "pdf", {"number": ""}),
        ("statement", 7, "pdf", {"number": ""}),
        ("statement", None, "docx", {"number": ""}),
        ("statement", None, "pdf", {"number": "1"}),
    ],
)
def test_another_request_is_another_document(request_):
    other = edition.request_key(*request_)

    assert other != KEY
    assert edition.fingerprint(other, DATA) != edition.fingerprint(KEY, DATA)


def test_options_in_another_order_are_the_same_request():
    one, other = ({"number": "1", "place": "T"}, {"place": "T", "number": "1"})

    assert edition.request_key("meeting", None, "pdf", one) == edition.request_key("meeting", None, "pdf", other)


def test_fingerprint_follows_what_is_said_and_not_the_moment_of_asking():
    same = edition.fingerprint(KEY, DATA)
    later = DATA | {"summary": DATA["summary"] | {"taken_at": "2026-11-23T00:00:00+00:00"}}

    assert edition.fingerprint(KEY, later) == same
    assert edition.fingerprint(KEY, DATA | {"summary": DATA["summary"] | {"rows": [1, 3]}}) != same
    assert edition.fingerprint(KEY, DATA | {"letterhead": {"city": "Badung"}}) != same


def test_code_has_sixty_bits_that_only_this_installation_can_tell(settings):
    code = edition.code_of("a" * 64)
    assert (len(code), set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) == (12, True)
    assert edition.code_of("a" * 64) == code != edition.code_of("b" * 64)

    settings.SECRET_KEY = "another" * 8
    assert edition.code_of("a" * 64) != code
