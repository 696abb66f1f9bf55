"""The prerequisites that come with the portal, and what a file of them may not say."""

from __future__ import annotations

import json

import pytest

from assessments.paths import Prerequisite
from assessments.prerequisites import SHIPPED, read, shipped_prerequisites
from assessments.questionnaires import shipped_questionnaire
from domains.loading import LoadingError, shipped

SPBE = shipped_questionnaire("spbe-2020")
GOOD = {"code": "I11", "level": 3, "needs": "I1", "needs_level": 2, "reason": " Kebijakan dulu. "}


@pytest.fixture
def listed(tmp_path):
    """A file of these prerequisites."""

    def file(*pairs, instrument="spbe-2020"):
        path = tmp_path / "prasyarat.json"
        path.write_text(json.dumps({"instrument": instrument, "prerequisites": pairs}))
        return path

    return file


def test_prerequisites_are_read_as_written(listed):
    assert read(listed(GOOD), SPBE) == (Prerequisite("I11", 3, "I1", 2, "Kebijakan dulu."),)


def test_every_shipped_file_belongs_to_an_instrument_and_can_be_read():
    codes = {path.stem for path in SHIPPED.glob("*.json")}

    assert codes <= {path.stem for path in shipped()}
    assert all(shipped_prerequisites(shipped_questionnaire(code)) for code in codes)


def test_instrument_without_a_file_has_no_prerequisites():
    assert shipped_prerequisites(shipped_questionnaire("pemdi-2026")) == ()


@pytest.mark.parametrize(
    ("pairs", "place"),
    [
        ([GOOD | {"code": "I48"}], "prerequisites[0].code: I48 bukan indikator I1 sampai I47"),
        ([GOOD, GOOD | {"needs": "i1"}], "prerequisites[1].needs: i1 bukan indikator I1 sampai I47"),
        ([GOOD | {"level": 6}], "prerequisites[0].level: 6 di luar 2 sampai 5"),
        ([GOOD | {"level": 1}], "prerequisites[0].level: 1 di luar 2 sampai 5"),
        ([GOOD | {"needs_level": "2"}], 'prerequisites[0].needs_level: harus bilangan bulat, bukan "2"'),
        ([GOOD | {"reason": " "}], "prerequisites[0].reason: harus teks yang tidak kosong"),
        ([{"code": "I11"}], "prerequisites[0].level: tidak ada"),
        ([GOOD, GOOD | {"needs_level": 3}], "prerequisites[1]: I11 tingkat 3 dan I1 tertulis dua kali"),
        (
            [GOOD, GOOD | {"code": "I1", "needs": "I2"}, GOOD | {"code": "I2", "needs": "I11"}],
            "prerequisites[2]: prasyarat melingkar: ",
        ),
        ([GOOD | {"needs": "I11"}], "prerequisites[0]: prasyarat melingkar: I11 > I11"),
    ],
)
def test_wrong_prerequisite_is_refused_naming_its_place(listed, pairs, place):
    with pytest.raises(LoadingError) as refused:
        read(listed(*pairs), SPBE)

    assert str(refused.value).startswith(f"prasyarat.json: {place}")


def test_file_of_another_instrument_is_refused(listed):
    with pytest.raises(LoadingError, match="instrument: harus salah satu dari spbe-2020"):
        read(listed(GOOD, instrument="spbe-2018"), SPBE)
