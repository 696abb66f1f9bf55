"""The user guide shows only pictures that are there, and small ones."""

from tests.sweeps.houses import ROOT
from tools.screenshots import GUIDE, README_PICTURE, shown_in_guide

BUDGET = 150_000  # bytes


def test_guide_shows_the_pictures_there_are():
    assert {path.name for path in (GUIDE / "gambar").iterdir()} == shown_in_guide()


def test_pictures_are_small():
    pictures = [*(GUIDE / "gambar").iterdir(), README_PICTURE]
    assert {path.name: path.stat().st_size for path in pictures if path.stat().st_size > BUDGET} == {}


def test_every_role_has_its_guide():
    index = (ROOT / "docs" / "panduan" / "README.md").read_text()
    guides = sorted(path.name for path in GUIDE.glob("*.md") if path.name != "README.md")
    assert guides == ["admin.md", "asesor.md", "koordinator.md", "operator.md", "pengelola.md"]
    assert [name for name in guides if f"({name})" not in index] == []
