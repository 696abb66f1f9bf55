"""OPD from a table: judged against the present and against each other."""

import pytest

from accounts.models import Unit
from directory.imports import units
from directory.imports.plans import Outcome
from directory.imports.reading import RawRow
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = ("kode", "nama", "nama_singkat", "kelanjutan_dari")


def judge(world, *rows):
    raw = [RawRow(line, dict(zip(COLUMNS, row, strict=False))) for line, row in enumerate(rows, 2)]
    return units.judge(raw, instansi=world.instansi, by=world.admin)


def outcomes(plan):
    return [(row.outcome, row.problems or row.changes) for row in plan.rows]


def test_new_changed_and_same_rows_are_told_apart(world):
    unit, other = world.unit, world.other_unit
    plan = judge(
        world,
        ("B1", "Badan Baru", "BB", unit.code.lower()),
        (unit.code, "Nama Lain", "", ""),
        (other.code.lower(), other.name, other.short_name, ""),
    )
    assert [row.outcome for row in plan.rows] == [Outcome.CREATE, Outcome.CHANGE, Outcome.CHANGE]
    assert plan.rows[1].changes == [("Nama OPD", unit.name, "Nama Lain")]
    assert plan.rows[2].changes == [("Kode", other.code, other.code.lower())]
    assert outcomes(judge(world, (other.code, other.name, "", ""))) == [(Outcome.SAME, [])]
    assert Unit.objects.get(pk=unit.pk).name == unit.name


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("B1", "", "BB", ""), "Nama OPD: wajib diisi."),
        (("B1", "Badan", "", ""), "Nama singkat: wajib diisi."),
        (("", "Badan", "BB", ""), "Kode: wajib diisi."),
        (
            ("B1", "x" * 201, "BB", ""),
            "Nama OPD: Pastikan nilai ini mengandung paling banyak 200 karakter (sekarang 201 karakter).",
        ),
        (
            ("B1", "Badan", "BB", "TIDAK-ADA"),
            "OPD yang dilanjutkan tidak ditemukan; bila baru, taruh barisnya lebih atas.",
        ),
        (("B1", "Badan", "BB", "B1"), "OPD yang dilanjutkan tidak ditemukan; bila baru, taruh barisnya lebih atas."),
    ],
)
def test_row_with_a_wrong_field_is_rejected_with_the_reason(world, row, problem):
    assert outcomes(judge(world, row)) == [(Outcome.REJECT, [problem])]


def test_code_or_name_twice_in_the_file_is_rejected(world):
    plan = judge(world, ("B1", "Badan", "BB"), ("b1", "Lain", "L"), ("B2", "BADAN", "BB"))
    assert outcomes(plan)[1:] == [
        (Outcome.REJECT, ["Kode ini sudah ada di baris 2."]),
        (Outcome.REJECT, ["Nama ini sudah dipakai OPD berkode B1."]),
    ]


def test_rejected_row_leaves_the_row_it_repeats_as_it_was(world):
    units.write(
        judge(world, ("B1", "Badan", "BB"), ("b1", "Lain", "L"), (world.unit.code, "Satu"), (world.unit.code, "Dua"))
    )
    assert set(Unit.objects.filter(instansi=world.instansi).values_list("code", "name")) == {
        ("B1", "Badan"),
        (world.unit.code, "Satu"),
        (world.other_unit.code, world.other_unit.name),
    }


def test_name_of_another_unit_is_rejected_but_that_of_another_institution_is_free(world):
    foreign = factories.UnitFactory()
    plan = judge(world, ("B1", world.unit.name, "X"), (foreign.code, foreign.name, "X"))
    assert outcomes(plan) == [
        (Outcome.REJECT, [f"Nama ini sudah dipakai OPD berkode {world.unit.code}."]),
        (Outcome.CREATE, []),
    ]


def test_predecessor_may_be_a_row_above_unless_that_is_rejected(world):
    plan = judge(world, ("B1", "Satu", "1"), ("B2", "Dua", "2", "b1"), ("B3", "", ""), ("B4", "Empat", "4", "B3"))
    assert [row.outcome for row in plan.rows] == [Outcome.CREATE, Outcome.CREATE, Outcome.REJECT, Outcome.REJECT]
    units.write(plan)
    assert list(Unit.objects.get(code="B2").predecessors.all()) == [Unit.objects.get(code="B1")]
    assert not Unit.objects.filter(code__in=["B3", "B4"]).exists()


def test_circle_of_predecessors_within_the_file_is_rejected(world):
    one, two = world.unit.code, world.other_unit.code
    plan = judge(world, (one, "", "", two), (two, "", "", one))
    assert outcomes(plan)[1] == (
        Outcome.REJECT,
        ["OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain."],
    )


def test_write_leaves_same_and_rejected_rows_alone(world):
    other = world.other_unit
    units.write(judge(world, (world.unit.code, "Nama Baru", ""), (other.code, "", ""), ("B1", "", "")))
    assert list(Unit.objects.filter(instansi=world.instansi).order_by("pk").values_list("name", flat=True)) == [
        "Nama Baru",
        other.name,
    ]


def test_existing_rows_come_back_unchanged(world):
    factories.UnitFactory(instansi=world.instansi, code="A0", predecessors=[world.unit, world.other_unit])
    rows = units.existing(world.instansi)
    assert rows[0][0] == "A0"
    assert rows[0][3] == ", ".join(sorted([world.unit.code, world.other_unit.code]))
    assert {row.outcome for row in judge(world, *rows).rows} == {Outcome.SAME}


def test_judging_asks_as_much_for_many_rows_as_for_one(world, django_assert_num_queries):
    with django_assert_num_queries(2):
        judge(world, ("B1", "Satu", "1", world.unit.code))
    with django_assert_num_queries(2):
        judge(world, *((f"B{n}", f"Badan {n}", "x", world.unit.code) for n in range(50)))


@pytest.mark.parametrize("between", [",", ";", " ; ", ", "])
def test_merger_names_several_codes_in_one_cell(world, between):
    one, two = world.unit, world.other_unit
    plan = judge(world, ("B1", "Gabungan", "G", between.join([one.code, two.code.lower()]) + between))
    assert [(row.outcome, set(row.related)) for row in plan.rows] == [(Outcome.CREATE, {one, two})]
    assert set(plan.rows[0].details) == {"G", str(one), str(two)}
    units.write(plan)
    assert set(Unit.objects.get(code="B1").predecessors.all()) == {one, two}


def test_change_of_predecessors_is_told_by_name_and_an_empty_cell_leaves_them(world):
    new = factories.UnitFactory(instansi=world.instansi, code="B1", predecessors=[world.unit])
    (row,) = judge(world, ("B1", "", "", world.other_unit.code)).rows
    assert row.changes == [("Kelanjutan dari", str(world.unit), str(world.other_unit))]
    plan = judge(world, ("B1", "Nama Lain", "", ""))
    units.write(plan)
    assert list(new.predecessors.all()) == [world.unit]


def test_one_unknown_code_among_several_rejects_the_row(world):
    plan = judge(world, ("B1", "Gabungan", "G", f"{world.unit.code}; TIDAK-ADA"))
    assert outcomes(plan) == [
        (Outcome.REJECT, ["OPD yang dilanjutkan tidak ditemukan; bila baru, taruh barisnya lebih atas."])
    ]
