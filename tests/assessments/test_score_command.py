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
from django.core.management import call_command

from assessments.questionnaires import shipped_questionnaire

CASES = json.loads((Path(__file__).parent.parent / "cases" / "scoring.json").read_text())["cases"]
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


@pytest.fixture
def write(tmp_path):
    def file(content, name="nilai.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.fixture
def run(capsys):
    """Run the command; gives exit status, stdout, stderr."""

    def go(path, **options):
        try:
            call_command("score", str(path), **options)
            status = 0
        except SystemExit as ended:
            status = ended.code
        return status, *capsys.readouterr()

    return go


def sheet(rows, names=("nama", *CODES), delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([names, *rows])
    return out.getvalue()


def levels_of(levels):
    return [levels.get(code, "") for code in CODES]


@pytest.mark.parametrize("case", WITH_LEVELS, ids=lambda case: case["id"])
def test_score_of_one_json_object_gives_one_object_of_strings(case, write, run):
    path = write(json.dumps({"levels": case["levels"]}), "nilai.json")

    status, out, err = run(
        path, instrument=case["instrument"], basis="rounded" if case["year"] == 2023 else "exact", format="json"
    )

    result, expect = json.loads(out), case["expect"]
    assert (status, err) == (0, "")
    assert {name: result[name] for name in ("index", "index_exact", "predikat")} == {
        name: expect[name] for name in ("index", "index_exact", "predikat")
    }
    assert {f"domain_{number}": value for number, value in expect["domains"].items()}.items() <= result.items()
    assert all(isinstance(value, str) for value in result.values())


def test_score_of_a_json_list_gives_a_list_in_order(write, run):
    path = write(json.dumps([{"levels": {"I1": None}}, {"levels": DENPASAR}]), "nilai.json")

    status, out, _ = run(path, format="json")

    empty, denpasar = json.loads(out)
    assert (status, list(denpasar)) == (0, RESULTS)
    assert list(denpasar.values()) == DENPASAR_RESULT
    assert (empty["index"], empty["answered"], empty["total"], empty["predikat"]) == ("0.00", "0", "47", "Kurang")


def test_score_of_an_empty_list_gives_an_empty_list(write, run):
    assert run(write("[]", "nilai.json"), format="json") == (0, "[]\n", "")


def test_score_carries_other_columns_through_unchanged(write, run):
    carried = ['  "Kota", Denpasar  ', "=1+1", "baris satu\nbaris dua", "007", "Ünïkode ✓"]
    names = ["nama", "rumus", *CODES, "catatan", "kode", ""]
    row = [*carried[:2], *levels_of(DENPASAR), *carried[2:]]

    status, out, err = run(write(sheet([row], names)), format="csv")

    assert (status, err) == (0, "")
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["nama", "rumus", "catatan", "kode", "", *RESULTS],
        [*carried, *DENPASAR_RESULT],
    ]


def test_score_carries_a_lone_carriage_return_so_that_it_can_be_read_back(write, run):
    _, out, _ = run(write(sheet([["a\rb", *levels_of(DENPASAR)]])), format="csv")

    assert list(csv.reader(io.StringIO(out, newline="")))[1][0] == "a\rb"


def test_score_counts_an_empty_cell_and_a_missing_column_as_unanswered(write, run):
    status, out, _ = run(write("I1,I3\n3,\n , 2 \n"), format="csv")

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
def test_score_reads_what_spreadsheets_write(change, write, run):
    status, out, err = run(write(change(sheet([["Denpasar", *levels_of(DENPASAR)]]))), format="csv")

    assert (status, err) == (0, "")
    assert list(csv.reader(io.StringIO(out)))[1] == ["Denpasar", *DENPASAR_RESULT]


def test_score_reads_fractions_exactly_where_the_scale_has_them(write, run):
    codes = [item.code for item in shipped_questionnaire("pemdi-2026").items]
    path = write(sheet([["2.68", *["2,67"] * 19], ["3", *["3.00"] * 19]], codes))

    status, out, _ = run(path, instrument="pemdi-2026", format="csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["index"], row["index_exact"], row["predikat"]) for row in rows] == [
        ("2.67", "2.6705", "Baik"),
        ("3.00", "3.00", "Baik"),
    ]
    assert not [name for name in rows[0] if name.startswith("domain")]


def test_score_reads_json_fractions_exactly(write, run):
    path = write('{"levels": {"I1": 2.67, "I2": "2.67", "I3": 3.10}}', "nilai.json")

    _, out, _ = run(path, instrument="pemdi-2026", format="json")

    assert json.loads(out)["aspect_1"] == "2.67"


def test_score_of_indicators_that_share_a_number_reads_each(write, run):
    _, out, _ = run(write("I35-1,I35-2,I35-3\n1,3,3\n"), instrument="spbe-2018", format="csv")

    assert next(csv.DictReader(io.StringIO(out)))["index_exact"] == "0.233333333333"


def test_score_table_speaks_to_people(write, run):
    edge = next(case["levels"] for case in WITH_LEVELS if case["id"] == "edge-1")
    rows = [["Denpasar\x1b[31m", *levels_of(DENPASAR)], ["Tepi", *levels_of(edge)], ["Baru", 3, *[""] * 46]]

    status, out, _ = run(write(sheet(rows)))

    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["No", "nama", "Indeks", *GROUPS, "Predikat", "Terisi"]
    assert lines[1].split()[:4] == ["1", "Denpasar", "[31m", "3,19"]
    assert lines[3].split()[2] == "0,04*"
    assert lines[4:] == [
        "No 2: Indeks 3,50 (3,4985 sebelum pembulatan): Baik",
        "* sementara: belum semua indikator terisi",
    ]


LONG = "3" * 5000
PLAIN = "tulis bilangan desimal biasa seperti 3 atau 3.5"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("I1,I2\n3,3\n3,6\n", "baris 3, kolom I2: tingkat 6 di luar skala 1 sampai 5"),
        ("I1,I2\n3,0\n", "baris 2, kolom I2: tingkat 0 di luar skala 1 sampai 5"),
        ("I1,I2\n-1,3\n", "baris 2, kolom I1: tingkat -1 di luar skala 1 sampai 5"),
        ("I1\n3.5\n", "baris 2, kolom I1: tingkat 3.5 tidak sesuai langkah skala 1"),
        ("I1\nNaN\n", f'baris 2, kolom I1: "NaN" bukan tingkat; {PLAIN}'),
        ("I1\n٣\n", f'baris 2, kolom I1: "٣" bukan tingkat; {PLAIN}'),
        (f"I1\n{LONG}\n", f'baris 2, kolom I1: "{LONG[:39]}... bukan tingkat; {PLAIN}'),
        ("I1,I48\n3,3\n", "baris 1, kolom I48: bukan indikator spbe-2020"),
        ("I1,i3\n3,3\n", "baris 1, kolom i3: bukan indikator spbe-2020"),
        ("I1,i3?\n3,3\n", "baris 1, kolom i3?: bukan indikator spbe-2020"),
        ("I1,Indikator 3\n3,3\n", "baris 1, kolom Indikator 3: bukan indikator spbe-2020"),
        ("I1,I03\n3,3\n", "baris 1, kolom I03: bukan indikator spbe-2020"),
        ("I1,I35-1\n3,3\n", "baris 1, kolom I35-1: bukan indikator spbe-2020"),
        ("I1,Ｉ３\n3,3\n", 'baris 1, kolom 2 "Ｉ３": bukan indikator spbe-2020'),
        ("I1,I2,I1\n3,3,3\n", "baris 1, kolom I1: kolom ini ada dua kali"),
        ("a,I1,a\nx,3,y\n", "baris 1, kolom a: kolom ini ada dua kali"),
        ("I1, I1\n3,3\n", 'baris 1, kolom 2 " I1": kolom ini ada dua kali'),
        (",I1,\nx,3,y\n", 'baris 1, kolom 3 "": kolom ini ada dua kali'),
        ("I1,index\n3,x\n", "baris 1, kolom index: nama ini dipakai kolom hasil; ganti namanya"),
        ("I1,aspect_8\n3,x\n", "baris 1, kolom aspect_8: nama ini dipakai kolom hasil; ganti namanya"),
        ("nama\nx\n", "baris 1: tidak ada kolom indikator I1 sampai I47"),
        ("a,I1,I2\nx,3\n", "baris 2, kolom I2: baris berisi 2 sel, seharusnya 3"),
        ("a,I1\nx,3\ny,3,3\n", "baris 3, kolom 3: baris berisi 3 sel, seharusnya 2"),
        ("a,I1\nx,3\n\ny,3\n", "baris 3, kolom a: baris berisi 0 sel, seharusnya 2"),
        ('a,I1\n"x,3\n', "baris 2: CSV tidak terbaca (unexpected end of data)"),
        ('a,I1\nx,3\n"x"y,3\n', "baris 3: CSV tidak terbaca (',' expected after '\"')"),
        (b"a,I1\nx,3\n\xff,3\n", "baris 3: bukan teks UTF-8; simpan ulang sebagai UTF-8"),
        ("a,I1\nx,3\n".encode("utf-16"), "baris 1: bukan teks UTF-8; simpan ulang sebagai UTF-8"),
        ("", "berkas kosong"),
        ("\ufeff \n", "berkas kosong"),
    ],
)  # fmt: skip
def test_score_of_a_wrong_csv_names_the_place_and_prints_nothing(content, complaint, write, run):
    path = write(content)

    assert run(path, format="csv") == (2, "", f"{path}: {complaint}\n")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('{"levels": {"I1": 6}}', "objek 1, kolom I1: tingkat 6 di luar skala 1 sampai 5"),
        ('[{"levels": {}}, {"levels": {"I7": 2.5}}]', "objek 2, kolom I7: tingkat 2.5 tidak sesuai langkah skala 1"),
        ('{"levels": {"I1": true}}', "objek 1, kolom I1: true bukan tingkat"),
        ('{"levels": {"I1": [3]}}', 'objek 1, kolom I1: ["3"] bukan tingkat'),
        ('{"levels": {"I1": NaN}}', f'objek 1, kolom I1: "NaN" bukan tingkat; {PLAIN}'),
        ('{"levels": {"I1": -Infinity}}', f'objek 1, kolom I1: "-Infinity" bukan tingkat; {PLAIN}'),
        ('{"levels": {"I1": 1e400}}', f'objek 1, kolom I1: "1e400" bukan tingkat; {PLAIN}'),
        ('{"levels": {"I1": 1e999999999999}}', f'objek 1, kolom I1: "1e999999999999" bukan tingkat; {PLAIN}'),
        ('{"levels": {"I48": 3}}', "objek 1, kolom I48: bukan indikator spbe-2020"),
        ('{"levels": {"I1\\n": 3}}', 'objek 1, kolom "I1\\n": bukan indikator spbe-2020'),
        ('{"levels": {"I1": 3, "I1": 4}}', 'objek 1, kolom "I1": kunci ini tertulis dua kali'),
        ('{"levels": {}, "levels": {}}', 'objek 1, kolom "levels": kunci ini tertulis dua kali'),
        ('{"I1": 3}', 'objek 1: harus objek dengan "levels": {"I1": 3, ...}'),
        ('{"levels": [3]}', 'objek 1: harus objek dengan "levels": {"I1": 3, ...}'),
        ("[[]]", 'objek 1: harus objek dengan "levels": {"I1": 3, ...}'),
        ("3", 'objek 1: harus objek dengan "levels": {"I1": 3, ...}'),
        ('{"levels": {"I1": 3}', "baris 1, kolom 21: JSON tidak terbaca (Expecting ',' delimiter)"),
        ("[\n{]", "baris 2, kolom 2: JSON tidak terbaca (Expecting property name enclosed in double quotes)"),
        ("[" * 100_000, "JSON bersarang terlalu dalam"),
    ],
)  # fmt: skip
def test_score_of_wrong_json_names_the_place_and_prints_nothing(content, complaint, write, run):
    path = write(content, "nilai.json")

    assert run(path, format="json") == (2, "", f"{path}: {complaint}\n")


def test_score_knows_json_by_its_content_when_the_name_says_nothing(write, run):
    status, out, _ = run(write(json.dumps({"levels": DENPASAR}), "nilai.txt"), format="json")

    assert (status, json.loads(out)["index"]) == (0, "3.19")


def test_score_of_a_missing_file_is_refused(tmp_path, run):
    path = tmp_path / "tidak-ada.csv"

    assert run(path) == (2, "", f"{path}: berkas tidak ada\n")


def test_score_of_a_folder_is_refused(tmp_path, run):
    assert run(tmp_path) == (2, "", f"{tmp_path}: tidak dapat dibuka (Is a directory)\n")


def test_score_with_an_unknown_instrument_is_refused(write, run):
    status, out, err = run(write("I1\n3\n"), instrument="spbe-1999")

    assert (status, out) == (2, "")
    assert err == "instrumen 'spbe-1999' tidak ada; yang ada: pemdi-2026, spbe-2018, spbe-2020\n"


@pytest.mark.parametrize("wrong", [["--format", "xml"], ["--basis", "shown"], []])
def test_score_called_wrongly_ends_with_status_2(wrong):
    command = [sys.executable, "manage.py", "score", *(["nilai.csv", *wrong] if wrong else [])]

    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: manage.py score" in done.stderr


def test_score_from_the_shell_needs_no_database(write, tmp_path):
    path = write(json.dumps({"levels": DENPASAR}), "nilai.json")

    done = subprocess.run(
        [sys.executable, "manage.py", "score", str(path), "--format", "json"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={"VAR_DIR": str(tmp_path / "var"), "PATH": "", "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == dict(zip(RESULTS, DENPASAR_RESULT, strict=True))
