"""`manage.py score`: what goes in, what comes out, and one clear line for everything else."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from assessments.questionnaires import shipped_questionnaire

CASES = json.loads((Path(__file__).parents[2] / "cases" / "scoring.json").read_text())["cases"]
WITH_LEVELS = [case for case in CASES if "levels" in case]
CODES = [item.code for item in shipped_questionnaire("spbe-2020").items]
DENPASAR = WITH_LEVELS[0]["levels"]
RESULTS = [
    "index", "index_exact", *(f"domain_{number}" for number in range(1, 5)),
    *(f"aspect_{number}" for number in range(1, 9)), "predikat", "answered", "total",
]  # fmt: skip
GROUPS = [*(f"D{number}" for number in range(1, 5)), *(f"A{number}" for number in range(1, 9))]
DENPASAR_RESULT = [
    "3.19", "3.1925", "3.00", "3.30", "2.18", "3.55",
    "3.00", "2.75", "3.75", "3.50", "2.13", "2.33", "3.70", "3.33", "Baik", "47", "47",
]  # fmt: skip


def sheet(rows, names=("nama", *CODES), delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([names, *rows])
    return out.getvalue()


def levels_of(levels):
    return [levels.get(code, "") for code in CODES]


@pytest.mark.parametrize("case", WITH_LEVELS, ids=lambda case: case["id"])
def test_score_of_one_json_object_gives_one_object_of_strings(case, level_file, run_score):
    path = level_file(json.dumps({"levels": case["levels"]}), "nilai.json")

    status, out, err = run_score(
        path, instrument=case["instrument"], basis="rounded" if case["year"] == 2023 else "exact", format="json"
    )

    result, expect = json.loads(out), case["expect"]
    assert (status, err) == (0, "")
    assert {name: result[name] for name in ("index", "index_exact", "predikat")} == {
        name: expect[name] for name in ("index", "index_exact", "predikat")
    }
    assert {f"domain_{number}": value for number, value in expect["domains"].items()}.items() <= result.items()
    assert all(isinstance(value, str) for value in result.values())


def test_score_of_a_json_list_gives_a_list_in_order(level_file, run_score):
    path = level_file(json.dumps([{"levels": {"I1": None}}, {"levels": DENPASAR}]), "nilai.json")

    status, out, _ = run_score(path, format="json")

    empty, denpasar = json.loads(out)
    assert (status, list(denpasar)) == (0, RESULTS)
    assert list(denpasar.values()) == DENPASAR_RESULT
    assert (empty["index"], empty["answered"], empty["total"], empty["predikat"]) == ("0.00", "0", "47", "Kurang")


def test_score_of_an_empty_list_gives_an_empty_list(level_file, run_score):
    assert run_score(level_file("[]", "nilai.json"), format="json") == (0, "[]\n", "")


def test_score_carries_other_columns_through_unchanged(level_file, run_score):
    carried = ['  "Kota", Denpasar  ', "=1+1", "baris satu\nbaris dua", "007", "Ünïkode ✓"]
    names = ["nama", "rumus", *CODES, "catatan", "kode", ""]
    row = [*carried[:2], *levels_of(DENPASAR), *carried[2:]]

    status, out, err = run_score(level_file(sheet([row], names)), format="csv")

    assert (status, err) == (0, "")
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["nama", "rumus", "catatan", "kode", "", *RESULTS],
        [*carried, *DENPASAR_RESULT],
    ]


def test_score_carries_a_lone_carriage_return_so_that_it_can_be_read_back(level_file, run_score):
    _, out, _ = run_score(level_file(sheet([["a\rb", *levels_of(DENPASAR)]])), format="csv")

    assert list(csv.reader(io.StringIO(out, newline="")))[1][0] == "a\rb"


def test_score_counts_an_empty_cell_and_a_missing_column_as_unanswered(level_file, run_score):
    status, out, _ = run_score(level_file("I1,I3\n3,\n , 2 \n"), format="csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["index_exact"], row["answered"], row["total"]) for row in rows] == [
        ("0.039", "1", "47"),
        ("0.026", "1", "47"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text + "\r\n\r\n",
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",I2,", ", I2 ,"),
        lambda text: text.replace(",4,", ",4.0,"),
        lambda text: text.replace(",4,", ',"4,00",'),
    ],
    ids=["bom", "unix", "old mac", "blank end", "semicolon", "spaced header", "4.0", "4,00"],
)
def test_score_reads_what_spreadsheets_write(change, level_file, run_score):
    status, out, err = run_score(level_file(change(sheet([["Denpasar", *levels_of(DENPASAR)]]))), format="csv")

    assert (status, err) == (0, "")
    assert list(csv.reader(io.StringIO(out)))[1] == ["Denpasar", *DENPASAR_RESULT]


def test_score_reads_fractions_exactly_where_the_scale_has_them(level_file, run_score):
    codes = [item.code for item in shipped_questionnaire("pemdi-2026").items]
    path = level_file(sheet([["2.68", *["2,67"] * 19], ["3", *["3.00"] * 19]], codes))

    status, out, _ = run_score(path, instrument="pemdi-2026", format="csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["index"], row["index_exact"], row["predikat"]) for row in rows] == [
        ("2.67", "2.6705", "Baik"),
        ("3.00", "3.00", "Baik"),
    ]
    assert not [name for name in rows[0] if name.startswith("domain")]


def test_score_reads_json_fractions_exactly(level_file, run_score):
    path = level_file('{"levels": {"I1": 2.67, "I2": "2.67", "I3": 3.10}}', "nilai.json")

    _, out, _ = run_score(path, instrument="pemdi-2026", format="json")

    assert json.loads(out)["aspect_1"] == "2.67"


def test_score_of_indicators_that_share_a_number_reads_each(level_file, run_score):
    _, out, _ = run_score(level_file("I35-1,I35-2,I35-3\n1,3,3\n"), instrument="spbe-2018", format="csv")

    assert next(csv.DictReader(io.StringIO(out)))["index_exact"] == "0.233333333333"


def test_score_table_speaks_to_people(level_file, run_score):
    edge = next(case["levels"] for case in WITH_LEVELS if case["id"] == "edge-1")
    rows = [["Denpasar\x1b[31m", *levels_of(DENPASAR)], ["Tepi", *levels_of(edge)], ["Baru", 3, *[""] * 46]]

    status, out, _ = run_score(level_file(sheet(rows)))

    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["No", "nama", "Indeks", *GROUPS, "Predikat", "Terisi"]
    assert lines[1].split()[:4] == ["1", "Denpasar", "[31m", "3,19"]
    assert lines[3].split()[2] == "0,04*"
    assert lines[4:] == [
        "No 2: Indeks 3,50 (3,4985 sebelum pembulatan): Baik",
        "* sementara: belum semua indikator terisi",
    ]


def test_score_knows_json_by_its_content_when_the_name_says_nothing(level_file, run_score):
    status, out, _ = run_score(level_file(json.dumps({"levels": DENPASAR}), "nilai.txt"), format="json")

    assert (status, json.loads(out)["index"]) == (0, "3.19")


@pytest.mark.parametrize("wrong", [["--format", "xml"], ["--basis", "shown"], []])
def test_score_called_wrongly_ends_with_status_2(wrong):
    command = [sys.executable, "manage.py", "score", *(["nilai.csv", *wrong] if wrong else [])]

    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: manage.py score" in done.stderr


def test_score_from_the_shell_needs_no_database(level_file, tmp_path):
    path = level_file(json.dumps({"levels": DENPASAR}), "nilai.json")

    done = subprocess.run(
        [sys.executable, "manage.py", "score", str(path), "--format", "json"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={"VAR_DIR": str(tmp_path / "var"), "PATH": "", "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == dict(zip(RESULTS, DENPASAR_RESULT, strict=True))
