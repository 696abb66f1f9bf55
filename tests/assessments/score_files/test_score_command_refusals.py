"""`manage.py score` of anything wrong: one line that names the place, status 2, nothing on stdout."""

from __future__ import annotations

import pytest

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
def test_score_of_a_wrong_csv_names_the_place_and_prints_nothing(content, complaint, level_file, run_score):
    path = level_file(content)

    assert run_score(path, format="csv") == (2, "", f"{path}: {complaint}\n")


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
def test_score_of_wrong_json_names_the_place_and_prints_nothing(content, complaint, level_file, run_score):
    path = level_file(content, "nilai.json")

    assert run_score(path, format="json") == (2, "", f"{path}: {complaint}\n")


def test_score_of_a_missing_file_is_refused(tmp_path, run_score):
    path = tmp_path / "tidak-ada.csv"

    assert run_score(path) == (2, "", f"{path}: berkas tidak ada\n")


def test_score_of_a_folder_is_refused(tmp_path, run_score):
    assert run_score(tmp_path) == (2, "", f"{tmp_path}: tidak dapat dibuka (Is a directory)\n")


def test_score_with_an_unknown_instrument_is_refused(level_file, run_score):
    status, out, err = run_score(level_file("I1\n3\n"), instrument="spbe-1999")

    assert (status, out) == (2, "")
    assert err == "instrumen 'spbe-1999' tidak ada; yang ada: pemdi-2026, spbe-2018, spbe-2020\n"
