"""Every wrong instrument file is refused, and the place of the fault named."""

from __future__ import annotations

import pytest

from domains.loading import LoadingError, read
from tests.domains.files import indicator, small


def put(path, value):
    """Change one place of the file; `...` takes it away."""

    def change(content):
        place = content
        for key in path[:-1]:
            place = place[key]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


D, A, I = ("domains", 1), ("domains", 0, "aspects", 0), ("domains", 0, "aspects", 0, "indicators", 1)  # noqa: E741
AT_A, AT_I = "domains[0].aspects[0]", "domains[0].aspects[0].indicators[1]"
LEVELS = (*I, "levels")


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ((*I, "weight_units"), 49, f"{AT_A}.weight_units: 100, padahal jumlah bobot bagian-bagiannya 99"),
        ((*D, "weight_units"), 99, "domains[1].weight_units: 99, padahal jumlah bobot bagian-bagiannya 100"),
        (("weight_total",), 199, "weight_total: 199, padahal jumlah bobot bagian-bagiannya 200"),
        ((*I, "weight_units"), 0, f"{AT_I}.weight_units: 0 di luar 1 sampai 1000000"),
        ((*I, "weight_units"), True, f"{AT_I}.weight_units: harus bilangan bulat, bukan true"),
        ((*I, "weight_units"), 50.0, f'{AT_I}.weight_units: harus bilangan bulat, bukan "50.0"'),
        ((*I, "weight_units"), "50", f'{AT_I}.weight_units: harus bilangan bulat, bukan "50"'),
        ((*I, "weight_units"), ..., f"{AT_I}.weight_units: tidak ada"),
        ((*I, "code"), "I1", f'{AT_I}.number: 2 tidak sesuai kode I1'),
        ((*I, "code"), "i2", f'{AT_I}.code: "i2" bukan kode yang benar'),
        ((*I, "code"), "I02", f'{AT_I}.code: "I02" bukan kode yang benar'),
        ((*I, "number"), 3, f"{AT_I}.number: 3 tidak sesuai kode I2"),
        (I, indicator(1), f'{AT_I}.code: "I1" sudah dipakai di domains[0].aspects[0].indicators[0].code'),
        ((*D, "code"), "D3", "domains[1].number: 2 tidak sesuai kode D3"),
        ((*D, "code"), "A2", 'domains[1].code: "A2" bukan kode yang benar'),
        ((*D, "aspects"), [], "domains[1].aspects: tidak boleh kosong"),
        ((*A, "indicators"), [], f"{AT_A}.indicators: tidak boleh kosong"),
        ((*A, "name"), " ", f"{AT_A}.name: harus teks yang tidak kosong"),
        ((*A, "name"), "a" * 151, f"{AT_A}.name: 151 karakter, paling banyak 150"),
        ((*A, "name"), "a\x00b", f"{AT_A}.name: mengandung karakter kendali"),
        (("domains",), [], "domains: tidak boleh kosong"),
        (("domains",), {}, "domains: harus daftar"),
        (("domains", 1), "D2", "domains[1]: harus objek"),
        (("aspects",), [], "aspects: tidak boleh berdampingan dengan domains"),
        ((*I, "maturity"), "cloud", f'{AT_I}.maturity: harus salah satu dari process, service, digital, bukan "cloud"'),
        ((*LEVELS, 1, "level"), 1, f"{AT_I}.levels: tingkat [1, 1, 3], seharusnya [1, 2, 3]"),
        ((*LEVELS, 2), ..., f"{AT_I}.levels: tingkat [1, 2], seharusnya [1, 2, 3]"),
        ((*LEVELS, 1, "level"), 2.5, f'{AT_I}.levels[1].level: harus bilangan bulat, bukan "2.5"'),
        ((*LEVELS, 1, "criterion"), "", f"{AT_I}.levels[1].criterion: harus teks yang tidak kosong"),
        ((*LEVELS, 1, "evidence"), ..., f"{AT_I}.levels[1].evidence: tidak ada"),
        ((*LEVELS, 1, "evidence"), ["(opsional)"], f"{AT_I}.levels[1].evidence[0]: tidak menyebut data dukung"),
        (("predikat", 0, "floor"), "0.5", "predikat[0].floor: predikat pertama harus mulai dari 0, bukan 0.5"),
        (("predikat", 2, "floor"), "1.8", "predikat[2].floor: 1.8 harus lebih besar dari 1.8 sebelumnya"),
        (("predikat", 2, "floor"), "3.01", "predikat[2].floor: 3.01 melebihi skala 3"),
        (("predikat", 2, "floor"), "2.605",
         'predikat[2].floor: harus bilangan 0 sampai 9.99, paling banyak dua desimal, bukan "2.605"'),
        (("predikat", 2, "code"), "cukup", 'predikat[2].code: "cukup" sudah dipakai di predikat[1].code'),
        (("predikat", 2, "name"), "Cukup", 'predikat[2].name: "Cukup" sudah dipakai di predikat[1].name'),
        (("predikat",), [], "predikat: tidak boleh kosong"),
        (("scale", "max"), "1", "scale.max: 1 harus lebih besar dari min 1"),
        (("scale", "step"), "0", "scale.step: 0 tidak membagi habis skala 1 sampai 3"),
        (("scale", "step"), "0.03", "scale.step: 0.03 tidak membagi habis skala 1 sampai 3"),
        (("scale", "min"), "-1",
         'scale.min: harus bilangan 0 sampai 9.99, paling banyak dua desimal, bukan "-1"'),
        (("scale",), ..., "scale: tidak ada"),
        (("unanswered_counts_as",), "4", "unanswered_counts_as: 4 melebihi skala 3"),
        (("rounding", "mode"), "half_even", 'rounding: hanya {"digits": 2, "mode": "half_up"} yang dihitung portal'),
        (("years",), [], "years: harus tahun-tahun berurutan tanpa celah"),
        (("years",), [2030, 2032], "years: harus tahun-tahun berurutan tanpa celah"),
        (("years",), [20300], "years[0]: 20300 di luar 2000 sampai 2100"),
        (("predikat_basis",), "shown", 'predikat_basis: harus salah satu dari exact, rounded, bukan "shown"'),
        (("predikat_basis_by_year",), {"2032": "rounded"},
         "predikat_basis_by_year.2032: bukan salah satu dari years"),
        (("predikat_basis_by_year",), {"2031": "x"},
         'predikat_basis_by_year.2031: harus salah satu dari exact, rounded, bukan "x"'),
        (("predikat_basis_by_year",), [], "predikat_basis_by_year: harus objek"),
        (("code",), "Contoh 2030", 'code: "Contoh 2030" bukan kode yang benar'),
        (("name",), ..., "name: tidak ada"),
    ],
)  # fmt: skip
def test_read_of_a_wrong_file_names_the_place(path, value, complaint, write):
    content = small()
    put(path, value)(content)

    with pytest.raises(LoadingError) as refusal:
        read(write(content))

    assert str(refusal.value) == f"contoh.json: {complaint}"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "baris 1 kolom 1: bukan JSON (Expecting value)"),
        (b'{\n"code": }', "baris 2 kolom 9: bukan JSON (Expecting value)"),
        (b"\xff\xfe", "bukan teks UTF-8"),
        (b'{"scale": NaN}', "NaN bukan bilangan"),
        (b'{"code": "a", "code": "b"}', 'kunci "code" tertulis dua kali'),
        (b"[" * 100_000, "bukan JSON yang dapat dibaca"),
        (b'{"weight_total": ' + b"9" * 5000 + b"}", "bukan JSON yang dapat dibaca"),
        (b"[]", "harus objek"),
    ],
)
def test_read_of_what_is_no_instrument_is_refused(content, complaint, write):
    with pytest.raises(LoadingError) as refusal:
        read(write(content))

    assert str(refusal.value) == f"contoh.json: {complaint}"


def test_read_of_a_missing_file_is_refused(tmp_path):
    with pytest.raises(LoadingError, match=r"^tidak-ada\.json: berkas tidak ada$"):
        read(tmp_path / "tidak-ada.json")


def test_read_of_a_folder_is_refused(tmp_path):
    with pytest.raises(LoadingError, match="tidak dapat dibuka"):
        read(tmp_path)
