"""From a file to stored results and out again: decided row by row, all or nothing, and kept in the events."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied

from accounts.refusals import Refused
from activity.models import Event
from results.imports.plans import Decision
from results.models import PastResult, ResultDraft
from results.services import past
from tests import factories
from tests.directory.imports.files import repacked, xlsx
from tests.results.imports.tables import CODES, DOMAINS, GOOD, INDEX, planned, start, take

WRONG = "2024;4,67;Sangat Baik"
FINDING = "Indeks 4,67 berpredikat Memuaskan, tetapi berkas menyebut Sangat Baik."


def event():
    return Event.objects.get(verb="import-results")


def test_decided_rows_are_stored_with_what_was_accepted(place):
    draft = start(place, INDEX, "2023;2,87;Baik", WRONG, "2022;x;Baik")
    assert take(draft, {2: "ambil", 3: ("ambil", True), 4: "tinggalkan"}, by=place.admin) == 2
    assert list(PastResult.objects.order_by("year").values_list("year", "indeks", "predikat", "note")) == [
        (2023, Decimal("2.87"), "Baik", ""),
        (2024, Decimal("4.67"), "Sangat Baik", FINDING),
    ]
    assert not ResultDraft.objects.exists()
    assert (event().actor, event().instansi) == (place.admin, place.instansi)
    assert event().text == f"{place.admin} mengimpor 2 hasil dari hasil.csv; 1 baris ditinggalkan"
    assert event().note.splitlines() == [
        "hasil eksternal 2023 (spbe-2020): Indeks 2,87, Baik.",
        f"hasil eksternal 2024 (spbe-2020): Indeks 4,67, Sangat Baik. {FINDING}",
        "Ditinggalkan: baris 4 (2022)",
    ]


def test_domains_and_levels_are_stored_as_published(place):
    take(start(place, DOMAINS, GOOD, shape="domains"), {2: "ambil"}, by=place.admin)
    head = ";".join(["tahun", "jalur", *CODES])
    take(start(place, head, ";".join(["2023", "mandiri", *["3"] * 47]), shape="levels"), {2: "ambil"}, by=place.admin)
    published, claimed = PastResult.objects.in_full().order_by("pk")
    assert (published.track, claimed.track, claimed.indeks) == ("external", "claimed", None)
    values = {"D1": Decimal("3.10"), "D2": Decimal("2.60"), "D3": Decimal("1.00"), "D4": Decimal("3.62")}
    assert (published.value_map, published.level_map) == (values, {})
    assert (claimed.value_map, len(claimed.level_map), set(claimed.level_map.values())) == ({}, 47, {Decimal(3)})


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({2: "ambil", 3: "ambil", 4: "tinggalkan"}, "Baris 3: centang bahwa temuannya sudah Anda periksa"),
        ({2: "ambil", 3: "tinggalkan", 4: "ambil"}, "Baris 4: pilih apa yang dilakukan."),
        ({2: "ganti", 3: "tinggalkan", 4: "tinggalkan"}, "Baris 2: pilih apa yang dilakukan."),
        ({2: "ambil", 3: "tinggalkan"}, "Baris 4: pilih apa yang dilakukan."),
        ({2: "tinggalkan", 3: "tinggalkan", 4: "tinggalkan"}, "Tidak ada baris yang diambil."),
    ],
)
def test_decision_that_cannot_be_carried_out_stores_nothing(place, choices, reason):
    draft = start(place, INDEX, "2023;2,87;Baik", WRONG, "2022;x;Baik")
    with pytest.raises(Refused, match=reason):
        take(draft, choices, by=place.admin)
    assert (PastResult.objects.count(), Event.objects.count(), ResultDraft.objects.count()) == (0, 0, 1)


def test_only_one_of_two_rows_of_a_year_can_be_taken(place):
    draft = start(place, INDEX, "2023;2,87;Baik", "2023;2,88;Baik")
    with pytest.raises(Refused, match="Baris 3 dan 2 sama tahun dan jalurnya: ambil salah satu"):
        take(draft, {2: "ambil", 3: "ambil"}, by=place.admin)
    take(draft, {2: "tinggalkan", 3: "ambil"}, by=place.admin)
    assert PastResult.objects.get().indeks == Decimal("2.88")


def test_replaced_result_stays_in_the_event(place):
    take(start(place, DOMAINS, GOOD, shape="domains"), {2: "ambil"}, by=place.admin)
    draft = start(place, INDEX, "2023;2,90;Baik", by=place.coordinator)
    take(draft, {2: "ganti"}, by=place.coordinator)
    assert list(PastResult.objects.values_list("indeks", "imported_by")) == [(Decimal("2.90"), place.coordinator.pk)]
    assert Event.objects.latest("pk").note == (
        "hasil eksternal 2023 (spbe-2020): Indeks 2,90, Baik (menggantikan indeks 2,87, Baik, "
        "Kebijakan Internal SPBE 3,10, Tata Kelola SPBE 2,60, Manajemen SPBE 1,00, "
        "Layanan SPBE 3,62; sumber Laporan contoh)."
    )


def test_plan_that_changed_meanwhile_is_shown_again(place):
    draft = start(place, INDEX, "2023;2,87;Baik")
    seen = past.plan(draft, by=place.admin).fingerprint
    factories.PastResultFactory(instansi=place.instansi, instrument=past.plan(draft, by=place.admin).rows[0].instrument)
    with pytest.raises(Refused, match="Data berubah sejak tabel ini diperiksa"):
        past.confirm(draft, decisions={2: Decision("ambil")}, fingerprint=seen, by=place.admin)
    assert PastResult.objects.count() == 1


def test_results_go_into_ones_own_institution_only(place):
    for person in (place.operator, place.assessor, place.stranger):
        with pytest.raises(PermissionDenied):
            start(place, INDEX, "2023;2,87;Baik", by=person)
    draft = start(place, INDEX, "2023;2,87;Baik", by=place.technician)
    take(draft, {2: "ambil"}, by=place.technician)
    assert PastResult.objects.get().instansi == place.instansi
    assert event().instansi == place.instansi


def test_draft_gives_way_to_the_next_of_the_same_person(place):
    start(place, INDEX, "2023;2,87;Baik")
    other = start(place, INDEX, "2023;2,87;Baik", by=place.coordinator)
    newer = start(place, INDEX, "2022;2,87;Baik")
    assert set(ResultDraft.objects.all()) == {other, newer}
    with pytest.raises(PermissionDenied):
        past.discard(other, by=place.admin)
    past.discard(newer, by=place.admin)
    assert ResultDraft.objects.get() == other
    assert not Event.objects.exists()


def test_removed_result_stays_in_the_events(place):
    head = ";".join(["tahun", *CODES])
    take(start(place, head, ";".join(["2023", *["3"] * 46, ""]), shape="levels"), {2: ("ambil", True)}, by=place.admin)
    result = PastResult.objects.in_full().get()
    for person in (place.assessor, place.stranger, place.technician):
        with pytest.raises(PermissionDenied):
            past.remove(result, by=person)
    past.remove(result, by=place.coordinator)
    assert not PastResult.objects.exists()
    kept = Event.objects.get(verb="remove-result")
    assert kept.text == f"{place.coordinator} menghapus hasil eksternal 2023 (spbe-2020)"
    lines = kept.note.splitlines()
    assert lines[:3] == [
        "46 tingkat",
        "Sumber: Laporan contoh",
        "Hanya 46 dari 47 indikator bertingkat; yang kosong dihitung nol.",
    ]
    assert lines[3].startswith("Tingkat: I1 3, I2 3, ")


@pytest.mark.parametrize("shape", ["index", "domains", "levels"])
def test_template_is_read_back(place, shape):
    head = past.table(shape).decode("utf-8-sig").strip()
    row = {"tahun": "2023", "indeks": "2,87", "layanan": "3,62", "i1": "3"}
    line = ";".join(row.get(name, "") for name in head.split(";"))
    (checked,) = planned(place, head, line, shape=shape).rows
    assert checked.year == 2023
    assert checked.outcome != "salah"
    assert (shape == "levels") == ("i47" in head.split(";"))


def test_workbook_is_read_with_its_numbers_and_all_columns(place):
    rows = (["Tahun", "Indeks", *[f"Indikator {n}" for n in range(1, 48)]], [2023, 3, *[3] * 47])
    (row,) = planned(place, data=xlsx(*rows), name="hasil.xlsx", shape="levels").rows
    assert (row.outcome, len(row.levels), row.indeks) == ("bersih", 47, Decimal(3))
    (row,) = planned(place, data=xlsx(["tahun", "indeks"], [2023, "=1+1"]), name="hasil.xlsx").rows
    assert [finding.text for finding in row.findings] == ["Indeks: berisi rumus; tempelkan nilainya saja."]


def bomb():
    return repacked(xlsx(["tahun", "indeks"]), extra={"xl/besar.xml": b"0" * 60_000_000})


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.7 bukan tabel", "hasil.csv", "Kolom tidak dikenal"),
        (b"MZ\x00\x00", "hasil.exe", "Isi berkas tidak cocok dengan namanya"),
        (b"tahun;indeks\n\x00\x00", "hasil.csv", "bukan tabel CSV"),
        (b"tahun;indeks\n" + b"2023;2,87\n" * 100_000, "hasil.csv", "lebih dari 5.000 baris"),
        (b"tahun;indeks\n" + b"2023;2,87\n" * 201, "hasil.csv", "lebih dari 200 hasil"),
        (b"tahun;indeks\n2023;" + b"9" * 200_000, "hasil.csv", "satu sel terlalu panjang"),
        (b"x" * 6_000_000, "hasil.csv", "lebih besar dari 5 MiB"),
        (b"tahun;indeks;index\n2023;2,87;2,87", "hasil.csv", "nama kolom yang muncul dua kali"),
        (b"tahun;predikat\n2023;Baik", "hasil.csv", "Kolom wajib tidak ada: indeks"),
        (b"tahun;indeks\n", "hasil.csv", "Tidak ada baris"),
        (b"", "hasil.csv", "kosong"),
        (b"PK\x03\x04rusak", "hasil.xlsx", "rusak atau bukan tabel"),
        (bomb(), "hasil.xlsx", "mengembang terlalu besar"),
    ],
)
def test_hostile_file_is_refused_with_a_sentence(place, data, name, reason):
    with pytest.raises(Refused, match=reason):
        past.start(
            BytesIO(data), size=len(data), name=name, instansi=place.instansi, shape="index", track="external",
            source="Laporan", by=place.admin,
        )  # fmt: skip
    assert not ResultDraft.objects.exists()


def test_text_in_another_encoding_never_becomes_a_number(place):
    (row,) = planned(place, data="tahun;indeks;predikat\n2023;2,87;Mémuaskan".encode("cp1252")).rows
    assert (row.indeks, row.predikat, row.outcome) == (Decimal("2.87"), "Mémuaskan", "periksa")
