"""People from a table: one role each, never a technician, and no word about other institutions."""

import pytest

from accounts.models import User
from directory.imports import people
from directory.imports.plans import Outcome
from directory.imports.reading import RawRow
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = tuple(column.name for column in people.COLUMNS)


def row(username="ni.made", **other):
    usual = {
        "full_name": "Ni Made",
        "email": "made@contoh.go.id",
        "role": "asesor",
        "unit": "",
        "position": "",
        "phone": "",
    }
    return (username, *(usual | other).values())


def unchanged(username, **other):
    return row(username, **({"full_name": "", "email": "", "role": ""} | other))


def judge(world, *rows):
    raw = [RawRow(line, dict(zip(COLUMNS, cells, strict=True))) for line, cells in enumerate(rows, 2)]
    return people.judge(raw, instansi=world.instansi, by=world.admin)


def outcomes(plan):
    return [(r.outcome, r.problems or r.changes) for r in plan.rows]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("asesor", "assessor"),
        ("Asesor Internal", "assessor"),
        ("ADMIN", "admin"),
        ("admin diskominfo", "admin"),
        ("koordinator", "coordinator"),
        ("Operator OPD", "operator"),
    ],
)
def test_role_is_understood_in_the_words_of_the_screens(world, word, role):
    plan = judge(world, row(role=word, unit=world.unit.code.lower()))
    assert plan.rows[0].outcome == Outcome.CREATE
    (pk,) = people.write(plan)
    person = User.objects.get(pk=pk)
    assert (person.role, person.unit, person.instansi, person.email, person.has_usable_password()) == (
        role,
        world.unit,
        world.instansi,
        "made@contoh.go.id",
        False,
    )


def test_existing_person_is_changed_only_where_the_file_says_something(world):
    before = User.objects.get(pk=world.operator.pk)
    plan = judge(
        world, unchanged(world.operator.username.upper(), unit=world.other_unit.code, position="Kasi", phone="0812")
    )
    assert outcomes(plan) == [
        (
            Outcome.CHANGE,
            [
                ("OPD", str(world.unit), str(world.other_unit)),
                ("Jabatan", "–", "Kasi"),
                ("Nomor telepon", "–", "0812"),
            ],
        )
    ]
    assert people.write(plan) == []
    after = User.objects.get(pk=world.operator.pk)
    assert (after.unit, after.position, after.phone) == (world.other_unit, "Kasi", "0812")
    assert (after.username, after.full_name, after.email, after.role, after.password) == (
        before.username,
        before.full_name,
        before.email,
        before.role,
        before.password,
    )


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"role": "pengelola sistem"}, ["Peran ini tidak dapat diberikan di sini."]),
        ({"role": "raja"}, ["Peran harus operator, admin, asesor, atau koordinator."]),
        ({"role": ""}, ["Peran harus operator, admin, asesor, atau koordinator."]),
        ({"role": "operator"}, ["Operator harus punya OPD."]),
        ({"unit": "TIDAK-ADA"}, ["Tidak ada OPD berkode TIDAK-ADA."]),
        ({"email": ""}, ["Alamat surel wajib diisi untuk pengguna baru."]),
        ({"email": "bukan"}, ["Alamat surel: Masukkan alamat email dengan format yang benar."]),
        ({"full_name": ""}, ["Nama lengkap: wajib diisi."]),
        (
            {"phone": "0" * 31},
            ["Nomor telepon: Pastikan nilai ini mengandung paling banyak 30 karakter (sekarang 31 karakter)."],
        ),
    ],
)
def test_row_with_a_wrong_field_is_rejected_with_the_reason(world, cells, problems):
    assert outcomes(judge(world, row(**cells))) == [(Outcome.REJECT, problems)]


@pytest.mark.parametrize("username", ["", "ada spasi", "<script>", "x" * 151])
def test_username_that_cannot_be_one_is_rejected(world, username):
    (judged,) = judge(world, row(username)).rows
    assert judged.outcome == Outcome.REJECT
    assert judged.problems[0].startswith("Nama pengguna:")


def test_name_and_address_of_other_institutions_are_taken_and_nothing_more_is_said(world):
    for foreign in (world.stranger, world.technician):
        assert outcomes(judge(world, row(foreign.username.upper()))) == [
            (Outcome.REJECT, ["Nama pengguna ini sudah dipakai."])
        ]
        assert outcomes(judge(world, row(email=foreign.email.upper()))) == [
            (Outcome.REJECT, ["Alamat surel ini sudah dipakai."])
        ]


def test_name_or_address_twice_in_the_file_is_rejected(world):
    plan = judge(world, row(), row("NI.MADE", email="lain@contoh.go.id"), row("lain", email="MADE@contoh.go.id"))
    assert outcomes(plan)[1:] == [
        (Outcome.REJECT, ["Nama pengguna ini sudah ada di baris 2."]),
        (Outcome.REJECT, ["Alamat surel ini sudah ada di baris 2."]),
    ]


def test_rejected_row_leaves_the_row_it_repeats_as_it_was(world):
    plan = judge(world, unchanged(world.operator.username, phone="1"), unchanged(world.operator.username, phone="2"))
    people.write(plan)
    assert User.objects.get(pk=world.operator.pk).phone == "1"


def test_unit_of_another_institution_is_not_there(world):
    foreign = factories.UnitFactory(code="ASING")
    assert outcomes(judge(world, row(unit=foreign.code))) == [(Outcome.REJECT, ["Tidak ada OPD berkode ASING."])]


def test_inactive_unit_takes_nobody_new_but_keeps_who_is_there(world):
    closed = factories.UnitFactory(instansi=world.instansi, code="TUTUP", is_active=False)
    person = factories.UserFactory(instansi=world.instansi, unit=closed)
    plan = judge(world, row(unit="TUTUP"), unchanged(person.username, unit="tutup"))
    assert outcomes(plan) == [(Outcome.REJECT, ["OPD berkode TUTUP tidak aktif."]), (Outcome.SAME, [])]


def test_own_role_cannot_be_changed_by_a_table(world):
    assert outcomes(judge(world, unchanged(world.admin.username, role="asesor"))) == [
        (Outcome.REJECT, ["Peran Anda sendiri hanya dapat diubah oleh admin lain."])
    ]


def test_existing_rows_come_back_unchanged(world):
    rows = people.existing(world.instansi)
    assert len(rows) == 5
    assert {r.outcome for r in judge(world, *rows).rows} == {Outcome.SAME}


def test_judging_asks_as_much_for_many_rows_as_for_one(world, django_assert_num_queries):
    with django_assert_num_queries(4):
        judge(world, row(unit=world.unit.code))
    with django_assert_num_queries(4):
        judge(world, *(row(f"u{n}", email=f"u{n}@contoh.go.id", unit=world.unit.code) for n in range(50)))
