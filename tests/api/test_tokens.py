"""Personal keys: made once, kept as a digest, useless once expired, revoked or the account is closed."""

import datetime
import hashlib
import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import AccessToken
from accounts.services import tokens
from activity.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/api/v1/instruments/"
REFUSED = {"detail": "Kunci API tidak dikenal atau sudah tidak berlaku."}


def issued(user, days=30):
    return tokens.issue(user=user, name="Skrip", days=days)


def test_issue_keeps_the_digest_and_not_the_key():
    user = factories.UserFactory()
    token, key = tokens.issue(user=user, name="  Skrip rekap ", days=30)
    assert key.startswith("spbe_")
    assert len(key) == 48
    assert token.digest == hashlib.sha256(key.encode()).hexdigest()
    assert (token.user, token.name) == (user, "Skrip rekap")
    assert token.expires_at - token.created_at == pytest.approx(datetime.timedelta(days=30), abs=datetime.timedelta(1))
    assert all(key not in str(value) for value in AccessToken.objects.values_list().get())


def test_issue_writes_a_log_line_without_the_key(caplog):
    caplog.set_level(logging.INFO, logger="accounts.services.tokens")
    token, key = issued(factories.UserFactory(username="wayan"), days=7)
    assert [record.getMessage() for record in caplog.records] == [f"token issued: id={token.pk} user=wayan days=7"]
    assert key not in caplog.text


@pytest.mark.parametrize("days", [1, 365])
def test_issue_at_the_ends_of_the_range_is_accepted(days):
    assert issued(factories.UserFactory(), days)[0].pk


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_issue_outside_the_range_is_refused(days):
    with pytest.raises(ValidationError, match="antara 1 dan 365 hari"):
        issued(factories.UserFactory(), days)
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_issue_with_a_bad_name_is_refused(name):
    with pytest.raises(ValidationError) as error:
        tokens.issue(user=factories.UserFactory(), name=name, days=1)
    assert list(error.value.message_dict) == ["name"]


def test_issue_for_an_inactive_user_is_refused():
    with pytest.raises(ValidationError, match="tidak aktif"):
        issued(factories.UserFactory(is_active=False))


def test_revoke_of_another_persons_token_is_refused():
    token, _ = issued(factories.UserFactory())
    with pytest.raises(PermissionDenied):
        tokens.revoke(token, by=factories.UserFactory())


def test_revoke_twice_keeps_the_first_time():
    token, key = issued(factories.UserFactory())
    first = tokens.revoke(token, by=token.user).revoked_at
    assert tokens.revoke(token, by=token.user).revoked_at == first
    assert tokens.find(key) is None


def test_find_notes_the_use_once_a_minute(django_assert_num_queries):
    _, key = issued(factories.UserFactory())
    with django_assert_num_queries(2):
        noted = tokens.find(key).last_used_at
    with django_assert_num_queries(1):
        assert tokens.find(key).last_used_at == noted
    AccessToken.objects.update(last_used_at=noted - datetime.timedelta(minutes=1))
    assert tokens.find(key).last_used_at > noted - datetime.timedelta(minutes=1)


@pytest.mark.parametrize(("digest", "later"), [("g" * 64, 1), ("a" * 63, 1), ("A" * 64, 1)])
def test_token_whose_digest_is_no_sha256_is_refused_by_the_database(digest, later):
    with pytest.raises(IntegrityError, match="access_token_digest_is_sha256"):
        factories.AccessTokenFactory(digest=digest)


def test_token_that_expires_before_it_was_made_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="access_token_expires_later"):
        factories.AccessTokenFactory(expires_at=timezone.now() - datetime.timedelta(days=1))


def test_request_with_a_token_is_answered(client):
    _, key = issued(factories.UserFactory())
    assert client.get(URL, headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert client.get(URL, headers={"Authorization": f"bearer   {key}"}).status_code == 200


def spoil_by_expiry(token):
    past = timezone.now() - datetime.timedelta(days=2)
    AccessToken.objects.filter(pk=token.pk).update(created_at=past, expires_at=past + datetime.timedelta(days=1))


def spoil_by_revoking(token):
    tokens.revoke(token, by=token.user)


def spoil_by_closing_the_account(token):
    token.user.is_active = False
    token.user.save()


@pytest.mark.parametrize("spoil", [spoil_by_expiry, spoil_by_revoking, spoil_by_closing_the_account])
def test_request_with_a_spoilt_token_is_refused_with_one_text(client, spoil):
    token, key = issued(factories.UserFactory())
    spoil(token)
    response = client.get(URL, headers={"Authorization": f"Bearer {key}"})
    assert (response.status_code, response.json()) == (401, REFUSED)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer spbe_x", "Bearer a b", "Bearer é\x7f", "Bearer ' OR 1=1 --"]
)
def test_request_with_an_unknown_token_is_refused(client, header):
    response = client.get(URL, headers={"Authorization": header})
    assert (response.status_code, response.json()) == (401, REFUSED)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic dTpw"}])
def test_request_without_a_token_is_answered_401_in_json_and_not_sent_to_the_sign_in_page(client, headers):
    response = client.get(URL, headers=headers)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_command_prints_only_the_key_and_records_who_it_is_for(capsys):
    user = factories.UserFactory(username="Wayan", full_name="I Wayan Contoh")
    call_command("issue_token", "wayan", "--days", "30", "--name", "Rekap")
    out, err = capsys.readouterr()
    assert err == ""
    assert tokens.find(out.removesuffix("\n")).user == user
    event = Event.objects.get()
    assert (event.verb, event.subject, event.instansi) == ("issue_token", f"user:{user.pk}", user.instansi)
    assert event.text == "Kunci API “Rekap” untuk I Wayan Contoh dibuat dari baris perintah"


@pytest.mark.parametrize(
    ("username", "days", "text"),
    [
        ("nobody", "30", "Pengguna nobody tidak ada atau tidak aktif."),
        ("closed", "30", "Pengguna closed tidak ada atau tidak aktif."),
        ("wayan", "0", "Masa berlaku harus antara 1 dan 365 hari."),
        ("wayan", "366", "Masa berlaku harus antara 1 dan 365 hari."),
        ("wayan", "-3", "--days harus bilangan bulat."),
        ("wayan", "1.5", "--days harus bilangan bulat."),
        ("wayan", "sebulan", "--days harus bilangan bulat."),
        ("wayan", "9" * 5000, "--days harus bilangan bulat."),
    ],
)
def test_command_with_bad_words_says_so_and_leaves_with_2(capsys, username, days, text):
    factories.UserFactory(username="wayan")
    factories.UserFactory(username="closed", is_active=False)
    with pytest.raises(CommandError) as error:
        call_command("issue_token", username, f"--days={days}")
    assert (str(error.value), error.value.returncode) == (text, 2)
    assert capsys.readouterr() == ("", "")
    assert not AccessToken.objects.exists()
    assert not Event.objects.exists()
