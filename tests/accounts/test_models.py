"""What can never be false about institutions, OPD, people and keys, and who sees whom."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.lineage import reached
from accounts.models import AccessToken, Instansi, Role, Unit, User
from tests import factories

pytestmark = pytest.mark.django_db


def _broken(make, name):
    """The database itself refuses, naming the constraint where it can (SQLite names only checks and indexes)."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("instansi_named", lambda world: factories.InstansiFactory(name="")),
        ("instansi_named", lambda world: factories.InstansiFactory(short_name="")),
        ("instansi_name_unique", lambda world: factories.InstansiFactory(name=world.instansi.name.upper())),
        ("unit_named", lambda world: factories.UnitFactory(code="")),
        ("unit_named", lambda world: factories.UnitFactory(name="")),
        ("unit_named", lambda world: factories.UnitFactory(short_name="")),
        (
            "unit_code_unique",
            lambda world: factories.UnitFactory(instansi=world.instansi, code=world.unit.code.lower()),
        ),
        (
            "unit_name_unique",
            lambda world: factories.UnitFactory(instansi=world.instansi, name=world.unit.name.upper()),
        ),
        (
            "succession_not_of_itself",
            lambda world: factories.SuccessionFactory(unit=world.unit, predecessor=world.unit),
        ),
        (
            "succession_once",
            lambda world: [factories.SuccessionFactory(unit=world.unit, predecessor=world.other_unit) for _ in "12"],
        ),
        ("user_username_unique_ci", lambda world: factories.UserFactory(username=world.admin.username.upper())),
        ("user_email_unique_ci", lambda world: factories.UserFactory(email=world.admin.email.upper())),
        ("user_role_known", lambda world: User.objects.filter(pk=world.admin.pk).update(role="raja")),
        (
            "user_has_instansi_unless_technician",
            lambda world: User.objects.filter(pk=world.admin.pk).update(instansi=None),
        ),
        (
            "user_has_instansi_unless_technician",
            lambda world: User.objects.filter(pk=world.technician.pk).update(instansi=world.instansi),
        ),
        ("user_operator_has_unit", lambda world: User.objects.filter(pk=world.operator.pk).update(unit=None)),
        (
            "access_token_expires_later",
            lambda world: factories.AccessTokenFactory(expires_at=timezone.now() - datetime.timedelta(days=1)),
        ),
        ("access_token_digest_is_sha256", lambda world: factories.AccessTokenFactory(digest="kunci-terang")),
    ],
)
def test_constraint_when_broken_is_refused_by_the_database(world, name, make):
    _broken(lambda: make(world), name)


def test_unit_code_and_name_in_another_instansi_are_free(world):
    twin = factories.UnitFactory(code=world.unit.code, name=world.unit.name)
    assert twin.instansi != world.unit.instansi


def test_lineage_follows_mergers_and_splits_in_one_query(world, django_assert_num_queries):
    """Two were merged, the result was split, and one half was renamed; its sister is no ancestor."""
    merged = factories.UnitFactory(instansi=world.instansi, predecessors=[world.unit, world.other_unit])
    half = factories.UnitFactory(instansi=world.instansi, predecessors=[merged])
    factories.UnitFactory(instansi=world.instansi, predecessors=[merged])
    renamed = factories.UnitFactory(instansi=world.instansi, predecessors=[half])
    with django_assert_num_queries(1):
        assert renamed.lineage() == {renamed.pk, half.pk, merged.pk, world.unit.pk, world.other_unit.pk}
    assert world.unit.lineage() == {world.unit.pk}


def test_reached_ends_even_where_rows_form_a_circle():
    assert reached("a", {"a": "b", "b": "c", "c": "a"}) == {"a", "b", "c"}


def test_email_left_empty_by_two_people_is_allowed(world):
    factories.UserFactory.create_batch(2, email="")
    assert User.objects.filter(email="").count() == 2


def test_visible_to_shows_only_ones_own_institution(world):
    for model, mine, theirs in (
        (Instansi, world.instansi, world.stranger.instansi),
        (Unit, world.unit, factories.UnitFactory(instansi=world.stranger.instansi)),
        (User, world.operator, world.stranger),
    ):
        for person in (world.operator, world.admin, world.assessor, world.coordinator):
            assert set(model.objects.visible_to(person)) == set(
                model.objects.filter(pk=mine.pk) if model is Instansi else model.objects.filter(instansi=world.instansi)
            )
        assert theirs not in model.objects.visible_to(world.admin)
        assert mine not in model.objects.visible_to(world.stranger)
        assert set(model.objects.visible_to(world.technician)) == set(model.objects.all())


def test_visible_to_without_institution_shows_nothing(world):
    nobody = User(role=Role.ADMIN)
    assert [list(model.objects.visible_to(nobody)) for model in (Instansi, Unit, User)] == [[], [], []]


def test_access_token_visible_to_its_owner_only(world):
    token = factories.AccessTokenFactory(user=world.admin)
    assert list(AccessToken.objects.visible_to(world.admin)) == [token]
    assert list(AccessToken.objects.visible_to(world.technician)) == []


def test_matching_finds_words_anywhere_and_whatever_their_case(world):
    unit = factories.UnitFactory(code="K-77", name="Dinas Kelautan", short_name="DKP")
    person = factories.UserFactory(full_name="Ketut Laut", username="ketut.l", email="laut@contoh.go.id")
    instansi = factories.InstansiFactory(name="Pemerintah Kota Laut", short_name="Kota Laut", province="Papua")
    for rows, words in (
        (unit, ("k-77", "KELAUT", "dkp")),
        (person, ("LAUT", "ketut.", "laut@")),
        (instansi, ("papua",)),
    ):
        for word in words:
            assert rows in type(rows).objects.matching(word), word
        assert list(type(rows).objects.matching("tidak ada")) == []


def test_createsuperuser_makes_a_technician():
    person = User.objects.create_superuser("teknisi", "t@contoh.go.id", "rahasia-sekali-1", full_name="Teknisi")
    assert (person.role, person.instansi, person.is_active) == (Role.TECHNICIAN, None, True)
