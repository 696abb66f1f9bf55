"""Pictures drawn by a process apart: right ones, shared by equal files, and none that harm the worker."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from evidence import previews
from evidence.models import Document, Reading
from evidence.previews import drawing
from tests import factories
from tests.evidence import corpus, pages
from tests.evidence.previews.scenes import colour, drawn, folder, smuggled, stored

PDF_PROBLEM = "Halaman PDF ini tidak dapat ditampilkan di sini. Unduh untuk membukanya."
PICTURE_PROBLEM = "Gambar ini tidak dapat ditampilkan di sini. Unduh untuk membukanya."


def looked(document: Document) -> tuple[int, str]:
    previews.picture(document)
    reading = Reading.objects.get(document=document)
    return reading.pictured, reading.problem


def test_pdf_each_page_is_drawn_and_the_first_in_small(world):
    document = stored(world)
    assert looked(document) == (3, "")
    assert drawn(document) == {
        "1-1000.jpg": ("JPEG", (1000, 1416)),
        "1-320.webp": ("WEBP", (320, 453)),
        "2-1000.jpg": ("JPEG", (1000, 1416)),
        "3-1000.jpg": ("JPEG", (1000, 1416)),
    }
    assert [colour(document, f"{page}-1000.jpg") for page in (1, 2, 3)] == ["red", "green", "blue"]
    assert colour(document, "1-320.webp") == "red"


def test_pdf_the_seal_of_an_electronic_signature_is_seen(world):
    document = stored(world, pages.signed())
    assert looked(document) == (1, "")
    assert [colour(document, "1-1000.jpg", (0.5, height)) for height in (0.25, 0.75)] == ["white", "red"]


def test_pdf_of_many_pages_is_drawn_in_blocks(world):
    document = stored(world, corpus.pdf(45))
    assert looked(document) == (20, "")
    previews.picture_block(document.pk, page=45)
    assert {int(name.split("-")[0]) for name in drawn(document)} == {*range(1, 21), *range(41, 46)}
    assert Reading.objects.get().pictured == 20
    previews.picture_block(document.pk, page=30)
    assert Reading.objects.get().pictured == 40


@pytest.mark.parametrize(
    ("size", "page", "thumb"),
    [
        ((14_400_000, 14_400_000), (1000, 1000), (320, 320)),
        ((1, 14_400), (1, 4000), (1, 640)),
        ((14_400, 1), (1000, 1), (320, 1)),
        ((300, 3000), (400, 4000), (64, 640)),
    ],
)
def test_pdf_page_of_enormous_size_becomes_a_bearable_picture(world, size, page, thumb):
    document = smuggled(world, pages.pdf(b"", size=size))
    assert looked(document) == (1, "")
    assert drawn(document) == {"1-1000.jpg": ("JPEG", page), "1-320.webp": ("WEBP", thumb)}


def test_pdf_that_eats_memory_ends_its_process_alone(world):
    assert looked(smuggled(world, pages.hungry())) == (0, PDF_PROBLEM)


def test_pdf_that_eats_time_ends_its_process_alone(world, monkeypatch, tmp_path):
    hurried = tmp_path / "apart.py"
    hurried.write_text(drawing.CHILD.read_text().replace("CPU_SECONDS = 30", "CPU_SECONDS = 2"))
    monkeypatch.setattr(drawing, "CHILD", hurried)
    assert looked(smuggled(world, pages.endless())) == (0, PDF_PROBLEM)


def test_file_the_machine_had_no_time_for_is_drawn_later(world, monkeypatch, caplog):
    document = smuggled(world, pages.endless())
    with monkeypatch.context() as patch:
        patch.setattr(drawing, "WALL_SECONDS", 1)
        previews.picture(document)
    assert "no time to draw from page 1 on" in caplog.text
    assert not Reading.objects.exists()
    monkeypatch.setattr("evidence.tasks.picture_block.delay", lambda *args: None)
    assert previews.preview(document, 1).is_waiting
    Path(document.file.path).write_bytes(pages.pdf(pages.filled(1, 0, 0)))
    assert looked(document) == (1, "")


def test_pdf_page_that_ends_the_process_is_passed_over(world):
    good = [pages.filled(*colour) for colour in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    document = smuggled(world, pages.joined(pages.pdf(good[0]), pages.hungry(), pages.pdf(*good[1:])), count=4)
    assert looked(document) == (1, "")
    assert set(drawn(document)) == {"1-1000.jpg", "1-320.webp", "3-1000.jpg", "4-1000.jpg"}
    assert colour(document, "4-1000.jpg") == "blue"


def test_pdf_that_is_broken_says_so_and_is_not_tried_again(world, monkeypatch):
    document = smuggled(world, b"%PDF-1.7 nothing")
    assert looked(document) == (0, PDF_PROBLEM)
    monkeypatch.setattr(drawing, "_run_apart", None)
    assert looked(document) == (0, PDF_PROBLEM)


def test_picture_is_scaled_turned_upright_and_stripped(world):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turn it clockwise by a quarter
    exif.get_ifd(0x8825)[1] = "S"  # where it was taken
    camera = Image.new("RGB", (3000, 2000), "blue")
    camera.paste("red", (0, 0, 1500, 2000))
    camera.save(out, "JPEG", exif=exif, comment=b"rumah Budi")
    document = stored(world, out.getvalue(), "foto.jpg")
    assert looked(document) == (1, "")
    assert drawn(document) == {"1-1000.jpg": ("JPEG", (1000, 1500)), "1-320.webp": ("WEBP", (320, 480))}
    assert [colour(document, "1-1000.jpg", (0.5, height)) for height in (0.25, 0.75)] == ["red", "blue"]
    for name in drawn(document):
        with Image.open(folder(document) / name) as image:
            assert set(image.info) & {"exif", "comment", "xmp", "icc_profile"} == set()
            assert dict(image.getexif()) == {}


def test_picture_with_nothing_behind_it_stands_on_white(world):
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    document = stored(world, out.getvalue(), "layar.png")
    assert looked(document) == (1, "")
    assert drawn(document) == {"1-1000.jpg": ("JPEG", (40, 30)), "1-320.webp": ("WEBP", (40, 30))}
    assert colour(document, "1-1000.jpg") == "white"


def test_picture_that_unpacks_without_end_is_not_drawn(world):
    document = stored(world, corpus.picture("PNG"), "layar.png")
    with document.file.open("wb") as file:
        file.write(corpus.bomb_png())
    assert looked(document) == (0, PICTURE_PROBLEM)
    assert drawn(document) == {}


@pytest.mark.parametrize(("kind", "name"), [("docx", "SK.docx"), ("mp4", "rapat.mp4")])
def test_what_has_no_pages_is_left_alone(world, kind, name):
    document = stored(world, corpus.mp4() if kind == "mp4" else corpus.office(kind), name)
    previews.picture(document)
    assert not Reading.objects.exists()


def test_infected_file_is_never_opened(world):
    document = factories.DocumentFactory(scan="infected", scanned_at="2026-01-01T00:00Z")
    previews.picture(document)
    assert not folder(document).exists()


def test_equal_file_of_another_unit_shares_the_pictures(world, monkeypatch):
    document = stored(world)
    previews.picture(document)
    twin = factories.DocumentFactory(unit=world.other_unit, sha256=document.sha256, pages=3)
    monkeypatch.setattr(drawing, "_run_apart", None)
    assert looked(twin) == (3, "")


def test_look_taken_again_draws_nothing_and_keeps_what_others_noted(world, monkeypatch):
    document = stored(world)
    previews.picture(document)
    Reading.objects.update(problem="Lapisan teksnya tidak dapat dibaca.", has_text=False)
    monkeypatch.setattr(drawing, "_run_apart", None)
    assert looked(document) == (3, "Lapisan teksnya tidak dapat dibaca.")
    assert Reading.objects.get().has_text is False


def test_half_a_picture_left_by_a_lost_worker_is_drawn_anew(world):
    document = stored(world)
    folder(document).mkdir(parents=True)
    (folder(document) / "1-1000.jpg").write_bytes(b"\xff\xd8\xffhalf")
    previews.picture(document)
    assert drawn(document)["1-1000.jpg"] == ("JPEG", (1000, 1416))
    assert {path.name for path in folder(document).iterdir()} == {*drawn(document), "1.txt"}


def test_child_that_leaves_something_else_is_not_believed(world, monkeypatch):
    """A reader that was taken over could leave a link to another file, or anything under a picture's name."""
    document = stored(world)

    def taken_over(file, kind, into, first, last) -> bool:
        (into := Path(into)).joinpath("1-320.webp").write_bytes(b"<script>")
        into.joinpath("1-1000.jpg").symlink_to("/etc/passwd")
        into.joinpath("2-1000.jpg").write_bytes(b"\xff\xd8\xff" + bytes(9 * 2**20))
        return True

    monkeypatch.setattr(drawing, "_run_apart", taken_over)
    assert looked(document) == (0, PDF_PROBLEM)
    assert drawn(document) == {}
