"""An uploaded logo becomes a small picture of our own making."""

import pytest
from PIL import Image

from accounts.refusals import Refused
from directory import logos
from directory.models import LOGO_BYTES
from tests.directory.pictures import SVG, drawn, noisy, opened


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_large_picture_is_scaled_to_600_pixels_and_keeps_its_kind(kind, content_type):
    logo = logos.prepared(drawn((1200, 800), kind=kind))
    assert (opened(logo.content).size, opened(logo.content).format, logo.content_type) == (
        (600, 400),
        kind,
        content_type,
    )


def test_small_picture_is_never_made_larger():
    assert opened(logos.prepared(drawn((80, 60))).content).size == (80, 60)


def test_transparent_ground_stays_transparent():
    logo = opened(logos.prepared(drawn(mode="RGBA", colour=(0, 0, 0, 0))).content)
    assert (logo.mode, logo.getpixel((0, 0))) == ("RGBA", (0, 0, 0, 0))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_that_nothing_compresses_still_fits(kind):
    logo = logos.prepared(noisy(760, kind=kind))
    assert 20_000 < len(logo.content) <= LOGO_BYTES
    assert opened(logo.content).size[0] in logos.SIDES


def test_what_else_the_file_carried_is_left_behind():
    exif = Image.Exif()
    exif[0x010E] = "rahasia di dalam berkas"
    sent = drawn(kind="JPEG", exif=exif)
    assert b"rahasia" in sent
    assert b"rahasia" not in logos.prepared(sent).content


def test_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(logos.prepared(drawn((80, 60), kind="JPEG", exif=exif)).content).size == (60, 80)


def test_print_colours_become_screen_colours():
    assert opened(logos.prepared(drawn(kind="JPEG", mode="CMYK", colour=(0, 0, 0, 0))).content).mode == "RGB"


def test_same_picture_gives_the_same_bytes():
    assert logos.prepared(noisy(300)) == logos.prepared(noisy(300))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (SVG, logos.IS_SVG),
        (b"bukan gambar", logos.NOT_A_PICTURE),
        (drawn(kind="GIF", mode="P", colour=0), logos.NOT_A_PICTURE),
        (drawn((400, 400))[:-200], logos.NOT_A_PICTURE),
        (noisy(760)[:1_000_000], logos.NOT_A_PICTURE),
        (b"\x89PNG" + bytes(logos.MAX_BYTES), logos.TOO_LARGE),
        (drawn((7000, 7000), mode="1", colour=0), logos.TOO_MANY_PIXELS),
        (drawn((10_000, 10_000), mode="1", colour=0), logos.TOO_MANY_PIXELS),
    ],
    ids=["svg", "text", "gif", "cut-short", "cut-in-the-middle", "2-MB", "49-megapixels", "100-megapixels"],
)
def test_other_files_are_refused_with_what_to_do(content, refusal):
    with pytest.raises(Refused, match="^" + refusal.replace(".", r"\.")[:40]):
        logos.prepared(content)
