"""Forgotten and changed passwords: nobody learns who has an account, a link works once, old addresses die."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "sandi-baru-yang-panjang"


def ask(client, address):
    return client.post(reverse("account_reset_password"), {"email": address})


def link():
    return re.search(r"http://testserver(/lupa-sandi/\S+)", mail.outbox[-1].body)[1]


def choose(client, url, password=NEW):
    form = client.get(url, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/")
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def can_sign_in(client, login, password):
    return client.post(reverse("account_login"), {"login": login, "password": password}).status_code == 302


def test_forgotten_password_answers_the_same_for_known_and_unknown(world, client_for):
    known, unknown = ask(client_for(), world.admin.email.upper()), ask(client_for(), "tidak@ada.go.id")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/lupa-sandi/terkirim/")
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([world.admin.email], "Portal SPBE: Membuat kata sandi baru"),
        (["tidak@ada.go.id"], "Portal SPBE: Alamat surel tidak terdaftar"),
    ]
    assert world.admin.username in mail.outbox[0].body
    assert "/lupa-sandi/" not in mail.outbox[1].body


def test_forgotten_password_of_an_inactive_person_gives_no_link(world, client_for):
    type(world.admin).objects.filter(pk=world.admin.pk).update(is_active=False)
    ask(client_for(), world.admin.email)
    assert [m.subject for m in mail.outbox] == ["Portal SPBE: Alamat surel tidak terdaftar"]


def test_link_sets_the_password_once(world, client_for):
    ask(client_for(), world.admin.email)
    url = link()
    done = choose(client_for(), url)
    assert done.url == "/lupa-sandi/selesai/"
    assert "Masuk dengan kata sandi yang baru" in client_for().get(done.url).content.decode()
    assert mail.outbox[-1].subject == "Portal SPBE: Kata sandi baru dibuat"
    assert can_sign_in(client_for(), world.admin.username, NEW)
    assert not can_sign_in(client_for(), world.admin.username, PASSWORD)
    assert "Tautan tidak berlaku" in client_for().get(url, follow=True).content.decode()


@pytest.mark.parametrize(
    "path", ["/lupa-sandi/1-abc/", "/lupa-sandi/zzzzzzzzzzzzzzzz-abc-def/", "/lupa-sandi/1-set-password/"]
)
def test_link_that_was_made_up_is_refused(client_for, path):
    page = client_for().get(path)
    assert (page.status_code, "Tautan tidak berlaku" in page.content.decode()) == (200, True)


def test_link_older_than_three_days_is_refused(world, client_for, settings):
    ask(client_for(), world.admin.email)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "Tautan tidak berlaku" in client_for().get(link(), follow=True).content.decode()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("pendek", "terlalu pendek"),
        ("1234567890123", "angka"),
        ("password123", "umum"),
    ],
)
def test_weak_password_is_refused_in_indonesian(world, client_for, password, words):
    ask(client_for(), world.admin.email)
    page = choose(client_for(), link(), password)
    assert page.status_code == 200
    assert re.search(words, page.content.decode())


def test_own_password_is_changed_with_the_present_one(world, client_for):
    client, other = client_for(world.operator), client_for(world.operator)
    url = reverse("account_change_password")
    wrong = client.post(url, {"oldpassword": "bukan", "password1": NEW, "password2": NEW})
    assert "Kata sandi sekarang tidak cocok." in wrong.content.decode()
    right = client.post(url, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert right.status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert other.get(reverse("profile")).status_code == 302
    assert [m.subject for m in mail.outbox] == ["Portal SPBE: Kata sandi diganti"]
    assert can_sign_in(client_for(), world.operator.username, NEW)


def test_change_of_address_leaves_no_second_copy_that_still_works(world, client_for):
    old = world.admin.email
    ask(client_for(), old)
    earlier = link()
    assert can_sign_in(client_for(), old, PASSWORD)
    type(world.admin).objects.filter(pk=world.admin.pk).update(email="baru@contoh.go.id")
    assert EmailAddress.objects.count() == 0
    assert not can_sign_in(client_for(), old, PASSWORD)
    assert can_sign_in(client_for(), "baru@contoh.go.id", PASSWORD)
    assert "Tautan tidak berlaku" in client_for().get(earlier, follow=True).content.decode()


def test_mail_server_that_is_down_neither_tells_nor_breaks(world, client_for, monkeypatch, caplog):
    def down(*args, **kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    known, unknown = ask(client_for(), world.admin.email), ask(client_for(), "tidak@ada.go.id")
    assert known.url == unknown.url == "/lupa-sandi/terkirim/"
    assert [record.message for record in caplog.records if record.name == "accounts.adapter"] == [
        "mail not sent: account/email/password_reset_key",
        "mail not sent: account/email/unknown_account",
    ]


def test_sixth_request_for_one_address_gets_our_429_page(world, client_for):
    answers = [ask(client_for(), world.admin.email) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Terlalu banyak permintaan" in answers[-1].content.decode()
