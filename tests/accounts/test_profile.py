"""One's own details and keys for the API."""

import datetime
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessToken, User
from accounts.services import tokens
from tests import factories

pytestmark = pytest.mark.django_db
FIELDS = {"full_name": "Ni Made Baru", "email": "BARU@contoh.go.id", "phone": "0812", "position": "Kepala Seksi"}


def test_profile_saves_own_details_and_nothing_else(world, client_for):
    client = client_for(world.operator)
    forged = {**FIELDS, "role": "admin", "unit": world.other_unit.pk, "username": "raja", "is_superuser": "on"}
    assert client.post(reverse("profile"), forged).url == "/profil/"
    person = User.objects.get(pk=world.operator.pk)
    assert (person.full_name, person.email, person.phone, person.position, person.wants_mail) == (
        "Ni Made Baru",
        "baru@contoh.go.id",
        "0812",
        "Kepala Seksi",
        False,
    )
    assert (person.role, person.unit, person.username, person.is_superuser) == (
        "operator",
        world.unit,
        world.operator.username,
        False,
    )


def test_profile_tells_the_old_address_when_the_address_changes(world, client_for):
    client_for(world.operator).post(reverse("profile"), FIELDS)
    assert [(m.to, m.subject) for m in mail.outbox] == [([world.operator.email], "Portal SPBE: Alamat surel diganti")]
    assert "baru@contoh.go.id" in mail.outbox[0].body
    client_for(world.operator).post(reverse("profile"), FIELDS)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Bidang ini harus diisi"),
        ("email", "bukan-surel", "email"),
        ("full_name", "", "Bidang ini harus diisi"),
        ("full_name", "x" * 151, "150"),
    ],
)
def test_profile_with_a_wrong_field_keeps_the_rest_and_says_why(world, client_for, field, value, words):
    page = client_for(world.operator).post(reverse("profile"), {**FIELDS, field: value})
    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors[field])
    assert "Kepala Seksi" in page.content.decode()
    assert User.objects.get(pk=world.operator.pk).position == world.operator.position


def test_profile_with_somebody_elses_address_is_refused_even_across_institutions(world, client_for):
    page = client_for(world.operator).post(reverse("profile"), {**FIELDS, "email": world.stranger.email.upper()})
    assert page.context["form"].errors == {"email": ["Alamat surel ini sudah dipakai."]}


def test_profile_escapes_what_people_type(world, client_for):
    client = client_for(world.operator)
    client.post(reverse("profile"), {**FIELDS, "full_name": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(reverse("profile")).content.decode()


def test_token_is_shown_once_and_works(world, client_for):
    client = client_for(world.operator)
    page = client.post(reverse("token-create"), {"name": "Skrip rekap", "days": "30"})
    key = re.search(r'value="(spbe_[^"]+)"', page.content.decode())[1]
    token = AccessToken.objects.get()
    assert tokens.find(key) == token
    assert (token.user, token.name) == (world.operator, "Skrip rekap")
    assert token.expires_at - timezone.now() > datetime.timedelta(days=29, hours=23)
    assert "no-store" in page["Cache-Control"]
    again = client.get(reverse("profile")).content.decode()
    assert "Skrip rekap" in again
    assert key not in again


@pytest.mark.parametrize("data", [{"name": "", "days": "30"}, {"name": "x", "days": "0"}, {"name": "x", "days": "366"}])
def test_token_with_a_wrong_field_is_not_made(world, client_for, data):
    page = client_for(world.operator).post(reverse("token-create"), data)
    assert page.status_code == 200
    assert page.context["token_form"].errors
    assert AccessToken.objects.count() == 0


def test_token_is_revoked_after_asking(world, client_for):
    token = factories.AccessTokenFactory(user=world.operator)
    client, url = client_for(world.operator), reverse("token-revoke", args=[token.pk])
    assert "tidak dapat dihidupkan lagi" in client.get(url).content.decode()
    assert AccessToken.objects.usable().count() == 1
    assert client.post(url).url == "/profil/"
    assert AccessToken.objects.usable().count() == 0
    assert client.post(url).status_code == 404


def test_token_of_somebody_else_does_not_exist(world, client_for):
    token = factories.AccessTokenFactory(user=world.operator)
    for person in (world.admin, world.other_operator, world.technician, world.stranger):
        assert client_for(person).post(reverse("token-revoke", args=[token.pk])).status_code == 404
    assert AccessToken.objects.usable().count() == 1


def test_profile_asks_as_much_with_many_keys_as_with_one(world, client_for, django_assert_num_queries):
    client = client_for(world.operator)
    factories.AccessTokenFactory(user=world.operator)
    with django_assert_num_queries(5):
        client.get(reverse("profile"))
    factories.AccessTokenFactory.create_batch(20, user=world.operator)
    with django_assert_num_queries(5):
        client.get(reverse("profile"))
