"""Instrument files: the shipped ones are right, and every wrong one is refused with its place named."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from domains.loading import LoadingError, load, read, shipped, shipped_file
from domains.models import EvidenceItem, Indicator, Instrument, LevelCriterion


def indicator(number, weight=50, **kwargs):
    levels = [
        {"level": level, "name": f"Tingkat {level}", "criterion": f"Kriteria {level}.", "evidence": ["Dokumen"]}
        for level in (1, 2, 3)
    ]
    return {
        "code": f"I{number}", "number": number, "name": f"Kematangan {number}", "short_name": f"Singkat {number}",
        "weight_units": weight, "maturity": "process", "levels": levels, **kwargs,
    }  # fmt: skip


def small():
    """A right file: two domains, two aspects, three indicators."""
    return {
        "code": "contoh-2030",
        "name": "Instrumen contoh",
        "regulation": "Peraturan contoh",
        "years": [2030, 2031],
        "status": "official figures; criteria paraphrased",
        "scale": {"min": "1", "max": "3", "step": "1"},
        "unanswered_counts_as": "0",
        "rounding": {"digits": 2, "mode": "half_up"},
        "predikat": [
            {"code": "kurang", "name": "Kurang", "floor": "0"},
            {"code": "cukup", "name": "Cukup", "floor": "1.8"},
            {"code": "baik", "name": "Baik", "floor": "2.6"},
        ],
        "predikat_basis": "exact",
        "predikat_basis_by_year": {"2031": "rounded"},
        "weight_total": 200,
        "domains": [
            {
                "code": "D1", "number": 1, "name": "Satu", "weight_units": 100,
                "aspects": [
                    {"code": "A1", "number": 1, "name": "Awal", "weight_units": 100,
                     "indicators": [indicator(1), indicator(2)]},
                ],
            },
            {
                "code": "D2", "number": 2, "name": "Dua", "weight_units": 100,
                "aspects": [
                    {"code": "A2", "number": 2, "name": "Akhir", "weight_units": 100,
                     "indicators": [indicator(3, weight=100)]},
                ],
            },
        ],
    }  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def file(content, name="contoh.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return file


def counts():
    return [model.objects.count() for model in (Instrument, Indicator, LevelCriterion, EvidenceItem)]


@pytest.mark.django_db
def test_load_instruments_stores_the_shipped_ones_once(capsys):
    call_command("load_instruments")
    first = counts()
    call_command("load_instruments")

    codes = ["pemdi-2026", "spbe-2018", "spbe-2020"]
    said = [f"{code} revisi 1: {state}" for state in ("dimuat", "sudah ada") for code in codes]
    assert capsys.readouterr().out.splitlines() == said
    assert counts() == first
    assert {
        row.code: (row.domain_count, row.aspect_count, row.indicator_count, row.is_provisional, row.years_text)
        for row in Instrument.objects.with_counts()
    } == {
        "spbe-2018": (3, 7, 37, False, "2018–2020"),
        "spbe-2020": (4, 8, 47, False, "2021–2025"),
        "pemdi-2026": (None, 7, 20, True, "2026"),
    }


@pytest.mark.django_db
def test_load_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        load(shipped())


@pytest.mark.django_db
def test_load_stores_what_the_file_says(write):
    content = small()
    content["domains"][0]["aspects"][0]["indicators"][0] |= {
        "question": "Apakah ada?",
        "legal_basis": ["Perpres 1", "Perpres 2"],
        "notes": ["Perhatikan."],
        "external_source": "Indeks lain",
        "asal": "lain",
    }
    levels = content["domains"][0]["aspects"][0]["indicators"][0]["levels"]
    levels[1] |= {"evidence": ["SK", "Foto rapat (opsional)"], "guideline_note": "Boleh tangkapan layar."}

    [loaded] = load([write(content)])

    instrument = loaded.instrument
    first = Indicator.objects.get(instrument=instrument, code="I1")
    assert (instrument.scale_max, instrument.basis_for(2030), instrument.basis_for(2031)) == (3, "exact", "rounded")
    assert [(row.code, row.floor) for row in instrument.bands.order_by("floor")] == [
        ("kurang", Decimal(0)),
        ("cukup", Decimal("1.8")),
        ("baik", Decimal("2.6")),
    ]
    assert [
        (row.position, row.code, row.aspect.code, row.aspect.domain.code) for row in instrument.indicators.all()
    ] == [
        (1, "I1", "A1", "D1"),
        (2, "I2", "A1", "D1"),
        (3, "I3", "A2", "D2"),
    ]
    assert first.legal_basis_lines == ["Perpres 1", "Perpres 2"]
    assert first.note_lines == [
        "Perhatikan.",
        "asal: lain",
        "Sumber nilai dari luar: Indeks lain",
        "Tingkat 2: Boleh tangkapan layar.",
    ]
    assert [
        (item.text, item.is_optional) for item in first.criteria.get(level=2).evidence_items.order_by("position")
    ] == [("SK", False), ("Foto rapat", True)]


@pytest.mark.django_db
def test_load_of_changed_content_is_a_new_revision_and_leaves_the_old(write):
    content = small()
    [old] = load([write(content)])
    content["domains"][0]["name"] = "Satu, diperbaiki"
    [new] = load([write(content)])
    [again] = load([write(small())])

    assert [(row.instrument.revision, row.is_new) for row in (old, new, again)] == [(1, True), (2, True), (1, False)]
    assert list(Instrument.objects.current()) == [new.instrument]
    assert old.instrument.domains.get(code="D1").name == "Satu"


@pytest.mark.django_db
def test_load_of_one_wrong_file_among_right_ones_stores_nothing(write):
    wrong = small() | {"code": "salah-2030", "weight_total": 201}

    with pytest.raises(CommandError) as refusal:
        call_command("load_instruments", write(small()), write(wrong, "salah.json"))

    assert str(refusal.value) == (
        "salah.json: weight_total: 201, padahal jumlah bobot bagian-bagiannya 200. Tidak ada yang dimuat."
    )
    assert counts() == [0, 0, 0, 0]


@pytest.mark.django_db
def test_load_of_one_code_in_two_files_is_refused(write):
    with pytest.raises(LoadingError, match="instrumen contoh-2030 ada di 2 berkas; pilih satu"):
        load([write(small()), write(small() | {"name": "Lain"}, "lain.json")])


@pytest.mark.django_db
def test_load_of_aspects_without_domains_leaves_the_domain_out(write):
    content = small()
    content["aspects"] = [aspect for domain in content.pop("domains") for aspect in domain["aspects"]]

    [loaded] = load([write(content)])

    assert list(loaded.instrument.aspects.values_list("code", "domain")) == [("A1", None), ("A2", None)]


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


def test_read_of_the_small_file_is_fine(write):
    draft = read(write(small()))

    assert [row.code for row in draft.indicators] == ["I1", "I2", "I3"]
    assert draft.instrument.pk is None


def test_shipped_file_carries_the_code_of_its_name():
    assert [read(path).instrument.code for path in shipped()] == [path.stem for path in shipped()]


def test_shipped_file_of_an_unknown_code_is_refused():
    with pytest.raises(LoadingError, match="instrumen 'spbe-1999' tidak ada; yang ada: pemdi-2026, spbe-2018"):
        shipped_file("spbe-1999")
