"""People as services change them: one role, within the institution, never without an admin."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AccessToken, User
from accounts.refusals import Refused
from activity.models import Event
from directory.services.people import change_person, create_person, invite_again, set_person_active
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"username": "wayan.sudarta", "full_name": "Wayan Sudarta", "email": "Wayan@Contoh.go.id", "position": "Analis"}


def as_it_is(person, **other):
    fields = ("username", "full_name", "email", "role", "unit", "phone", "position")
    return {**{field: getattr(person, field) for field in fields}, **other}


def test_create_person_writes_records_and_invites(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        person = create_person(instansi=world.instansi, **NEW, role="operator", unit=world.unit, by=world.admin)
    person = User.objects.get(pk=person.pk)
    assert (person.instansi, person.unit, person.role, person.email) == (
        world.instansi,
        world.unit,
        "operator",
        "wayan@contoh.go.id",
    )
    assert not person.has_usable_password()
    assert [m.to for m in mail.outbox] == [["wayan@contoh.go.id"]]
    event = Event.objects.get()
    assert (event.verb, event.subject, event.text) == (
        "create",
        f"user:{person.pk}",
        f"{world.admin} menambah pengguna Wayan Sudarta (Operator OPD)",
    )


def test_technician_makes_the_first_admin_of_an_institution(world):
    instansi = factories.InstansiFactory()
    person = create_person(instansi=instansi, **NEW, role="admin", by=world.technician)
    assert (person.instansi, person.role) == (instansi, "admin")


@pytest.mark.parametrize(
    ("role", "unit", "words"),
    [
        ("technician", None, "tidak dapat diberikan"),
        ("raja", None, "tidak dapat diberikan"),
        ("operator", None, "Operator harus punya OPD"),
        ("operator", "foreign", "instansi yang sama"),
        ("admin", "foreign", "instansi yang sama"),
    ],
)
def test_role_and_place_that_do_not_fit_are_refused(world, role, unit, words):
    place = {"role": role, "unit": factories.UnitFactory() if unit else None}
    with pytest.raises(Refused, match=words):
        create_person(instansi=world.instansi, **NEW, **place, by=world.admin)
    with pytest.raises(Refused, match=words):
        change_person(world.operator, **as_it_is(world.operator, **place), by=world.admin)
    assert not Event.objects.exists()
    assert User.objects.get(pk=world.operator.pk).role == "operator"


@pytest.mark.parametrize(
    ("field", "words"), [("username", "Nama pengguna|nama pengguna"), ("email", "surel ini sudah")]
)
def test_name_or_address_taken_anywhere_is_refused(world, field, words):
    with pytest.raises(ValidationError, match=words):
        create_person(
            instansi=world.instansi,
            **{**NEW, field: getattr(world.stranger, field).upper()},
            role="admin",
            by=world.admin,
        )


def test_change_person_records_what_was_and_what_is(world):
    assert change_person(
        world.operator, **as_it_is(world.operator, role="assessor", unit=world.other_unit, phone="0812"), by=world.admin
    ) == [
        "peran: Operator OPD → Asesor internal",
        f"OPD: {world.unit} → {world.other_unit}",
        "nomor telepon: – → 0812",
    ]
    assert Event.objects.get().note.splitlines()[0] == "peran: Operator OPD → Asesor internal"
    assert (
        change_person(
            User.objects.get(pk=world.operator.pk), **as_it_is(User.objects.get(pk=world.operator.pk)), by=world.admin
        )
        == []
    )


@pytest.mark.parametrize("role", ["operator", "assessor", "coordinator", "stranger"])
def test_person_changed_by_somebody_else_is_denied(world, role):
    by = getattr(world, role)
    for step in (
        lambda: create_person(instansi=world.instansi, **NEW, role="admin", by=by),
        lambda: change_person(world.other_operator, **as_it_is(world.other_operator, full_name="X"), by=by),
        lambda: set_person_active(world.other_operator, False, by=by),
        lambda: invite_again(world.other_operator, by=by),
    ):
        with pytest.raises(PermissionDenied):
            step()
    assert not Event.objects.exists()


def test_admin_cannot_touch_a_technician(world):
    for step in (
        lambda: change_person(world.technician, **as_it_is(world.technician), by=world.admin),
        lambda: set_person_active(world.technician, False, by=world.admin),
        lambda: invite_again(world.technician, by=world.admin),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_own_role_is_left_to_another_admin_and_own_name_is_not(world):
    with pytest.raises(Refused, match="admin lain"):
        change_person(world.admin, **as_it_is(world.admin, role="assessor"), by=world.admin)
    with pytest.raises(PermissionDenied):
        set_person_active(world.admin, False, by=world.admin)
    assert change_person(world.admin, **as_it_is(world.admin, full_name="Nama Baru"), by=world.admin) == [
        f"nama lengkap: {world.admin.full_name} → Nama Baru"
    ]


def test_last_active_admin_stays(world):
    factories.UserFactory(instansi=world.instansi, role="admin", is_active=False)
    with pytest.raises(Refused, match="admin aktif terakhir"):
        set_person_active(world.admin, False, by=world.technician)
    with pytest.raises(Refused, match="admin aktif terakhir"):
        change_person(world.admin, **as_it_is(world.admin, role="assessor"), by=world.technician)
    second = factories.UserFactory(instansi=world.instansi, role="admin")
    assert set_person_active(world.admin, False, by=second).is_active is False
    with pytest.raises(Refused, match="admin aktif terakhir"):
        set_person_active(second, False, by=world.technician)


def test_deactivation_stops_sessions_and_keys_and_keeps_the_work(world, client_for):
    client = client_for(world.operator)
    factories.AccessTokenFactory(user=world.operator)
    set_person_active(world.operator, False, by=world.admin)
    assert client.get("/profil/").status_code == 302
    assert AccessToken.objects.usable().count() == 0
    assert world.assignment.unit == world.operator.unit
    set_person_active(world.operator, True, by=world.admin)
    assert client.get("/profil/").status_code == 200
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["deactivate", "activate"]


def test_technician_shuts_out_another_technician(world):
    other = factories.UserFactory(role="technician")
    assert set_person_active(other, False, by=world.technician).is_active is False


def test_invite_again_needs_an_active_person_with_an_address(world):
    for change, words in (({"is_active": False}, "tidak aktif"), ({"email": ""}, "alamat surel")):
        person = factories.UserFactory(instansi=world.instansi, **change)
        with pytest.raises(Refused, match=words):
            invite_again(person, by=world.admin)
    invite_again(world.operator, by=world.admin)
    assert Event.objects.get().text == f"{world.admin} mengirim tautan kata sandi kepada {world.operator}"
