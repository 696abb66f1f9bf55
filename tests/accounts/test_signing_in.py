"""Coming in and going out: the pages of the library in our words, its limits, and what is not reachable."""

import pytest
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, reverse

from accounts.adapter import WRONG
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("by", ["username", "email"])
def test_sign_in_by_name_or_address_whatever_the_case_leads_home(world, client_for, by):
    client = client_for()
    response = sign_in(client, getattr(world.admin, by).upper())
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(world.admin.pk)


@pytest.mark.parametrize("login", ["admin-yang-tidak-ada", "tidak@ada.go.id"])
def test_sign_in_of_nobody_says_the_same_as_a_wrong_password(world, client_for, login):
    for name, password in ((login, PASSWORD), (world.admin.username, "salah"), (world.admin.email, "salah")):
        response = sign_in(client_for(), name, password)
        assert (response.status_code, WRONG in text(response)) == (200, True)


def test_sixth_wrong_password_is_refused_even_when_right(world, client_for):
    for _ in range(5):
        assert WRONG in text(sign_in(client_for(), world.admin.username, "salah"))
    sixth = sign_in(client_for(), world.admin.username)
    assert "Terlalu banyak percobaan masuk yang gagal. Tunggu 5 menit" in text(sixth)
    assert "_auth_user_id" not in sixth.client.session
    assert sign_in(client_for(), world.operator.username).status_code == 302


def test_too_many_requests_from_one_address_get_our_429_page(world, client_for, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    client = client_for()
    assert [sign_in(client, "siapa", "salah").status_code for _ in range(3)] == [200, 200, 429]
    assert "Terlalu banyak permintaan" in text(sign_in(client, "siapa", "salah"))


@pytest.mark.parametrize("next_url", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_next_to_another_site_is_ignored(world, client_for, next_url):
    assert sign_in(client_for(), world.admin.username, next=next_url).url == "/"


def test_next_to_a_page_of_ours_is_followed(world, client_for):
    page = client_for().get(reverse("units"))
    assert page.url == "/masuk/?next=/pengelolaan/opd/"
    assert 'name="next" value="/pengelolaan/opd/"' in text(client_for().get(page.url))
    assert sign_in(client_for(), world.admin.username, next="/pengelolaan/opd/").url == "/pengelolaan/opd/"


def test_next_with_markup_is_escaped(client_for):
    page = text(client_for().get(reverse("account_login"), {"next": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


def test_sign_in_of_an_inactive_person_says_so(world, client_for):
    person = factories.UserFactory(is_active=False)
    client = client_for()
    response = sign_in(client, person.username)
    assert (response.status_code, response.url) == (302, reverse("account_inactive"))
    assert "Akun ini tidak aktif" in text(client.get(response.url))
    assert "_auth_user_id" not in client.session


def test_deactivation_ends_the_session_at_once(world, client_for):
    client = client_for(world.operator)
    assert client.get(reverse("profile")).status_code == 200
    type(world.operator).objects.filter(pk=world.operator.pk).update(is_active=False)
    assert client.get(reverse("profile")).url == "/masuk/?next=/profil/"


def test_sign_out_asks_first_and_happens_by_post(world, client_for):
    client = client_for(world.admin)
    assert "Keluar dari portal?" in text(client.get(reverse("account_logout")))
    assert client.get(reverse("profile")).status_code == 200
    response = client.post(reverse("account_logout"))
    assert response.url == "/masuk/"
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["Anda sudah keluar."]
    assert client.get(reverse("profile")).status_code == 302


def test_sign_out_without_a_session_leads_to_the_sign_in_page(client_for):
    assert client_for().get(reverse("account_logout")).url == "/masuk/"


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reauthenticate", "account_set_password", "account_request_login_code"],
)
def test_page_of_the_library_that_we_do_not_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/akun/signup/", "/accounts/signup/", "/masuk/signup/", "/daftar/"])
def test_signing_up_is_not_reachable(client_for, path):
    assert client_for().get(path).status_code == 404


def test_example_accounts_are_shown_only_while_trying_out(client_for, settings):
    instansi = factories.InstansiFactory(is_demo=True)
    factories.UserFactory(username="asesor", role="assessor", instansi=instansi)
    factories.UserFactory(username="admin", role="admin", instansi=instansi)
    factories.UserFactory(username="orang.lain", role="admin", instansi=instansi)
    assert "Akun contoh" not in text(client_for().get(reverse("account_login")))
    settings.DEBUG = True
    shown = client_for().get(reverse("account_login"))
    assert [u.username for u in shown.context["demo_users"]()] == ["admin", "asesor"]
    assert "contoh-spbe-2026" in text(shown)
    instansi.is_demo = False
    instansi.save()
    assert "contoh-spbe-2026" not in text(client_for().get(reverse("account_login")))
