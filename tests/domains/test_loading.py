"""Instrument files: the shipped ones are right, and every wrong one is refused with its place named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from domains.loading import LoadingError, load, read, shipped, shipped_file
from domains.models import EvidenceItem, Indicator, Instrument, LevelCriterion
from tests.domains.files import small


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
        (row.position, row.code, row.aspect.code, row.aspect.domain.code)
        for row in instrument.indicators.order_by("position")
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


def test_read_of_the_small_file_is_fine(write):
    draft = read(write(small()))

    assert [row.code for row in draft.indicators] == ["I1", "I2", "I3"]
    assert draft.instrument.pk is None


def test_shipped_file_carries_the_code_of_its_name():
    assert [read(path).instrument.code for path in shipped()] == [path.stem for path in shipped()]


def test_shipped_file_of_an_unknown_code_is_refused():
    with pytest.raises(LoadingError, match="instrumen 'spbe-1999' tidak ada; yang ada: pemdi-2026, spbe-2018"):
        shipped_file("spbe-1999")
