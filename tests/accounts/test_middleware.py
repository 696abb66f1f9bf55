"""A session that ends in the middle of a form: the text comes back after signing in, and only there."""

import pytest
from django.urls import reverse

from accounts import middleware
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {"full_name": "Nama yang diketik lama", "email": "saya@contoh.go.id", "phone": "", "position": "Kasi"}


def sign_in(client, person, where):
    return client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD, "next": where})


def test_text_returns_after_signing_in(world, client_for):
    client = client_for()
    sent = client.post(reverse("profile"), TYPED)
    assert sent.url == "/masuk/?next=/profil/"
    assert "Sesi Anda berakhir. Tulisan Anda kami simpan" in client.get(sent.url).content.decode()
    back = sign_in(client, world.operator, "/profil/")
    page = client.get(back.url)
    assert "Nama yang diketik lama" in page.content.decode()
    assert page.context["was_kept"] is True
    assert world.operator.full_name in client.get("/profil/").content.decode()


def test_text_is_not_given_to_another_address(world, client_for):
    client = client_for()
    client.post(reverse("unit-create"), {"code": "X-1", "name": "OPD yang diketik"})
    sign_in(client, world.admin, "/profil/")
    assert client.get(reverse("unit-change", args=[world.unit.pk])).context["was_kept"] is False
    assert client.get(reverse("profile")).context["was_kept"] is False
    assert "OPD yang diketik" in client.get(reverse("unit-create")).content.decode()


def test_text_of_an_object_one_may_not_see_stays_hidden(world, client_for):
    client = client_for()
    client.post(reverse("unit-change", args=[world.unit.pk]), {"name": "Rahasia"})
    sign_in(client, world.stranger, "/")
    assert client.get(reverse("unit-change", args=[world.unit.pk])).status_code == 404


def test_huge_text_is_not_kept(world, client_for):
    client = client_for()
    client.post(reverse("profile"), {**TYPED, "position": "x" * (middleware.LIMIT + 1)})
    assert middleware.KEY not in client.session


def test_passwords_and_the_form_token_are_never_kept(world, client_for):
    client = client_for()
    client.post(
        reverse("profile"), {**TYPED, "password1": "rahasia", "oldPassword": "rahasia", "csrfmiddlewaretoken": "t"}
    )
    assert client.session[middleware.KEY]["fields"] == {name: [value] for name, value in TYPED.items()}


def test_form_that_is_not_marked_keeps_nothing(world, client_for):
    client = client_for()
    sent = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "baru"},
        headers={"referer": "http://testserver/profil/sandi/"},
    )
    assert sent.url == "/masuk/?next=/profil/sandi/"
    assert middleware.KEY not in client.session
    assert "Tulisan Anda kami simpan" not in client.get(sent.url).content.decode()


@pytest.mark.parametrize(
    ("referer", "where"),
    [
        ("http://testserver/pengelolaan/pengguna/?q=a&hal=2", "/masuk/?next=/pengelolaan/pengguna/%3Fq%3Da%26hal%3D2"),
        ("http://testserver/profil/", "/masuk/?next=/profil/"),
        ("https://jahat.example/profil/", "/masuk/?next=/"),
        ("", "/masuk/?next=/"),
    ],
)
def test_button_without_a_page_of_its_own_leads_back_to_the_page_it_was_on(world, client_for, referer, where):
    sent = client_for().post(reverse("user-invite", args=[world.operator.pk]), headers={"referer": referer})
    assert sent.url == where


def test_every_tick_of_one_name_is_kept(world, client_for):
    client = client_for()
    client.post(reverse("profile"), {**TYPED, "pilihan": ["a", "b"]})
    assert client.session[middleware.KEY]["fields"]["pilihan"] == ["a", "b"]
