"""`manage.py path_to_target`: what goes in, what comes out, and one clear line for everything else."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

CASES = json.loads((Path(__file__).parents[1] / "cases" / "scoring.json").read_text())["cases"]
DENPASAR = {"levels": next(case["levels"] for case in CASES if case["id"] == "denpasar-2021-final")}
LOW = {"levels": {f"I{number}": 1 for number in range(1, 48)}}


@pytest.fixture
def find_path(tmp_path, capsys):
    """Run the command on levels (or the text of a CSV); gives exit status, stdout, stderr without the folder."""

    def go(levels, *options, **files):
        name = "nilai.csv" if isinstance(levels, str) else "nilai.json"
        (tmp_path / name).write_text(levels if isinstance(levels, str) else json.dumps(levels))
        for option, text in files.items():
            (tmp_path / f"{option}.csv").write_text(text)
            options = (*options, f"--{option}", str(tmp_path / f"{option}.csv"))
        try:
            call_command("path_to_target", str(tmp_path / name), *options)
            status = 0
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        return status, out, err.replace(f"{tmp_path}/", "")

    return go


def test_path_of_the_documented_example_is_what_the_document_says(find_path):
    text = (settings.BASE_DIR / "docs" / "scoring.md").read_text()
    shown = re.search(r"\$ python manage\.py path_to_target nilai\.json (.*)\n((?:.+\n)+?)```", text)
    options, expected = shown.groups()

    assert find_path(DENPASAR, *shlex.split(options)) == (0, expected, "")


def test_path_as_json_gives_exact_text_and_prerequisites_first(find_path):
    effort = "".join(f"I{number},9\n" for number in range(1, 48) if number not in {1, 2, 11, 12})

    status, out, err = find_path(
        LOW, "--target", "1.1", "--max-step", "2", "--format", "json", effort=f"indicator,effort\nI12,0.25\n{effort}"
    )

    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "steps": [
            {"indicator": "I1", "from": 1, "to": 2, "gain": "0.013", "effort": "1"},
            {"indicator": "I2", "from": 1, "to": 3, "gain": "0.026", "effort": "2"},
            {"indicator": "I11", "from": 1, "to": 2, "gain": "0.025", "effort": "1"},
            {"indicator": "I12", "from": 1, "to": 3, "gain": "0.05", "effort": "0.5"},
        ],
        "total_effort": "4.5",
        "index_exact": "1.114",
    }


def test_path_ignores_prerequisites_when_told(find_path):
    _, out, _ = find_path(
        LOW, "--target", "1.05", "--ignore-prerequisites", "--format", "json", effort="indicator;effort\nI12;0,25\n"
    )

    assert [step["indicator"] for step in json.loads(out)["steps"]] == ["I12"]


def test_path_keeps_fractions_and_unanswered_exact(find_path):
    csv = 'I20,I19\n"2,67",\n'

    _, out, _ = find_path(
        csv, "--target", "0.45", "--instrument", "pemdi-2026", "--format", "json", effort="indicator,effort\nI20,0.5\n"
    )

    assert json.loads(out) == {
        "steps": [{"indicator": "I20", "from": "2.67", "to": 3, "gain": "0.0495", "effort": "0.5"}],
        "total_effort": "0.5",
        "index_exact": "0.45",
    }


def test_path_to_a_reached_target_has_no_steps(find_path):
    assert find_path(DENPASAR, "--target", "3,19") == (
        0, "Target sudah tercapai. Indeks 3,19 (3,1925 sebelum pembulatan)\n", "",
    )  # fmt: skip
    _, out, _ = find_path(DENPASAR, "--target", "3.1925", "--format", "json")
    assert json.loads(out) == {"steps": [], "total_effort": "0", "index_exact": "3.1925"}


@pytest.mark.parametrize(("form", "out"), [("table", ""), ("json", '{"highest": "4.06", "highest_exact": "4.06"}\n')])
def test_path_that_leads_nowhere_near_tells_the_highest_index(find_path, form, out):
    assert find_path(DENPASAR, "--target", "4.9", "--max-step", "1", "--format", form) == (
        3, out, "target tidak terjangkau; indeks tertinggi yang dapat dicapai 4.06\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "options", "files", "line"),
    [
        ({"levels": {"I1": 6}}, [], {}, "nilai.json: objek 1, kolom I1: tingkat 6 di luar skala 1 sampai 5"),
        ("I1\n1\n2\n", [], {}, "nilai.csv: berisi 2 penilaian; jalur dihitung untuk tepat satu"),
        ("I1\n", [], {}, "nilai.csv: berisi 0 penilaian; jalur dihitung untuk tepat satu"),
        ("I1\n1\n", ["--target", "tinggi"], {}, "--target: tinggi bukan bilangan; tulis seperti 2.6"),
        ("I1\n1\n", ["--target", "1e9"], {}, "--target: 1e9 bukan bilangan; tulis seperti 2.6"),
        ("I1\n1\n", ["--lock", "I1,I48"], {}, "--lock: I48 bukan indikator spbe-2020"),
        ("I1\n1\n", ["--max-step", "1.5"], {}, "--max-step: 1.5 bukan bilangan bulat nol atau lebih"),
        ("I1\n1\n", ["--instrument", "spbe"], {},
         "instrumen 'spbe' tidak ada; yang ada: pemdi-2026, spbe-2018, spbe-2020"),
        ("I1\n1\n", [], {"effort": ""}, "effort.csv: berkas kosong"),
        ("I1\n1\n", [], {"effort": "I1,2\n"}, "effort.csv: baris 1: kepala kolom harus indicator,effort"),
        ("I1\n1\n", [], {"effort": "indicator,effort\nI48,2\n"},
         'effort.csv: baris 2: kolom indicator: "I48" bukan indikator spbe-2020'),
        ("I1\n1\n", [], {"effort": "indicator,effort\nI1,2\nI1,2\n"},
         "effort.csv: baris 3: kolom indicator: I1 sudah ada di atas"),
        ("I1\n1\n", [], {"effort": "indicator,effort\nI1,0\n"},
         'effort.csv: baris 2: kolom effort: "0" bukan upaya; tulis bilangan di atas nol seperti 2 atau 1.5'),
        ("I1\n1\n", [], {"effort": "indicator,effort\nI1,1e3\n"},
         'effort.csv: baris 2: kolom effort: "1e3" bukan upaya; tulis bilangan di atas nol seperti 2 atau 1.5'),
        ("I1\n1\n", [], {"effort": "indicator,effort\nI1\n"}, "effort.csv: baris 2: baris berisi 1 sel, seharusnya 2"),
        ("I1\n1\n", [], {"effort": 'indicator,effort\n"I1\n'},
         "effort.csv: baris 2: CSV tidak terbaca (unexpected end of data)"),
    ],
)  # fmt: skip
def test_path_refuses_bad_input_with_one_line(find_path, levels, options, files, line):
    asked = options if "--target" in options else ["--target", "2.6", *options]

    assert find_path(levels, *asked, **files) == (2, "", f"{line}\n")


def test_path_from_the_shell_needs_no_database(tmp_path):
    (tmp_path / "nilai.json").write_text(json.dumps(DENPASAR))

    options = [str(tmp_path / "nilai.json"), "--target", "3.5", "--format", "json"]

    done = subprocess.run(
        [sys.executable, "manage.py", "path_to_target", *options],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={"VAR_DIR": str(tmp_path / "var"), "PATH": "", "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["index_exact"] == "3.5025"
