"""The mail with which a new person chooses a password."""

import re

import pytest
from django.core import mail

from directory.services import invitations
from directory.services.people import create_person, set_person_active
from tests import factories

pytestmark = pytest.mark.django_db


def test_invitation_leads_to_a_password_and_then_dies(world, client_for, settings):
    settings.BASE_URL = "https://portal.contoh.go.id"
    person = create_person(
        instansi=world.instansi,
        username="baru",
        full_name="<b>Baru",
        email="b@contoh.go.id",
        role="admin",
        by=world.admin,
    )
    assert invitations.deliver([person.pk]) == 1
    body = mail.outbox[0].body
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["b@contoh.go.id"], "Portal SPBE: akun Anda")
    assert "Yth. <b>Baru," in body
    assert f"{world.instansi} sebagai Admin Diskominfo." in body
    assert "Nama pengguna: baru" in body
    assert "https://portal.contoh.go.id/lupa-sandi/\n" in body
    link = re.search(r"https://portal.contoh.go.id(/lupa-sandi/\S+-\S+/)", body)[1]
    client = client_for()
    form = client.get(link, follow=True)
    password = {"password1": "sandi-pilihan-sendiri", "password2": "sandi-pilihan-sendiri"}
    assert client.post(form.redirect_chain[-1][0], password).url == "/lupa-sandi/selesai/"
    person.refresh_from_db()
    assert person.check_password("sandi-pilihan-sendiri")
    assert "Tautan tidak berlaku" in client_for().get(link, follow=True).content.decode()


def test_invitation_goes_only_to_active_people_with_an_address(world):
    set_person_active(world.other_operator, False, by=world.admin)
    silent = factories.UserFactory(instansi=world.instansi, email="")
    assert invitations.deliver([world.operator.pk, world.other_operator.pk, silent.pk, 999_999]) == 1
    assert [m.to for m in mail.outbox] == [[world.operator.email]]


def test_invitations_of_many_people_go_out_a_few_per_task(db, django_capture_on_commit_callbacks):
    people = factories.UserFactory.create_batch(invitations.MAILS_PER_TASK + 1)
    with django_capture_on_commit_callbacks(execute=True) as tasks:
        invitations.invite_later([person.pk for person in people])
    assert len(tasks) == 2
    assert sorted(m.to[0] for m in mail.outbox) == sorted(person.email for person in people)


def test_no_invitation_is_sent_when_the_change_fails(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Exception, match="sudah"):
        create_person(
            instansi=world.instansi,
            username=world.admin.username,
            full_name="X",
            email="x@contoh.go.id",
            role="admin",
            by=world.admin,
        )
    assert mail.outbox == []
