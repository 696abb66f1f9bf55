"""The screens of people: the admin's institution only, one role, no technician, no word about others."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def names(response):
    return {person.username for person in response.context["page"]}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def typed(world, **other):
    usual = {"username": "baru", "full_name": "Orang Baru", "email": "baru@contoh.go.id", "role": "operator"}
    return {**usual, "unit": world.unit.pk, "phone": "", "position": "", **other}


def test_list_shows_ones_own_institution_and_the_technician_all(world, client_for):
    mine = set(User.objects.filter(instansi=world.instansi).values_list("username", flat=True))
    assert names(client_for(world.admin).get(reverse("users"))) == mine
    assert names(client_for(world.stranger).get(reverse("users"))) == {world.stranger.username}
    assert names(client_for(world.technician).get(reverse("users"))) == set(
        User.objects.values_list("username", flat=True)
    )


def test_list_is_searched_and_filtered_by_the_address(world, client_for):
    closed = factories.UserFactory(instansi=world.instansi, is_active=False)
    client, url = client_for(world.admin), reverse("users")
    for query, expected in (
        ({"q": world.operator.full_name.upper()}, {world.operator}),
        ({"peran": "assessor"}, {world.assessor}),
        ({"opd": world.other_unit.pk}, {world.other_operator}),
        ({"status": "nonaktif"}, {closed}),
        ({"peran": "operator", "opd": world.unit.pk, "status": "semua"}, {world.operator}),
        ({"opd": factories.UnitFactory().pk}, set()),
        ({"instansi": world.stranger.instansi.pk}, set()),
    ):
        assert names(client.get(url, query)) == {person.username for person in expected}, query
    everybody = names(client.get(url))
    for nonsense in ({"peran": "raja"}, {"opd": "abc"}, {"opd": "9" * 30}, {"opd": "²"}, {"q": "\0"}, {"hal": "-1"}):
        assert names(client.get(url, nonsense)) == everybody, nonsense
    technician = client_for(world.technician)
    assert names(technician.get(url, {"instansi": world.stranger.instansi.pk})) == {world.stranger.username}


def test_list_asks_as_much_for_a_full_page_as_for_one_row(client_for, django_assert_num_queries):
    admin = factories.UserFactory(role="admin")
    client = client_for(admin)
    with django_assert_num_queries(6):
        client.get(reverse("users"))
    factories.UserFactory.create_batch(40, instansi=admin.instansi)
    with django_assert_num_queries(6):
        assert len(client.get(reverse("users")).context["page"]) == 25


def test_create_adds_one_person_and_sends_a_link(world, client_for, django_capture_on_commit_callbacks):
    forged = {"is_superuser": "on", "is_staff": "on", "instansi": world.stranger.instansi.pk, "password": "x"}
    with django_capture_on_commit_callbacks(execute=True):
        done = client_for(world.admin).post(reverse("user-create"), typed(world, **forged))
    assert said(done) == ["Orang Baru ditambahkan. Tautan kata sandi dikirim ke baru@contoh.go.id."]
    person = User.objects.get(username="baru")
    assert (person.instansi, person.is_superuser, person.is_staff, person.has_usable_password()) == (
        world.instansi,
        False,
        False,
        False,
    )
    assert [m.to for m in mail.outbox] == [["baru@contoh.go.id"]]


def test_create_with_errors_names_every_field(world, client_for):
    data = typed(world, username=world.stranger.username.upper(), email=world.technician.email.upper(), unit="")
    page = client_for(world.admin).post(reverse("user-create"), data)
    assert page.context["form"].errors == {
        "username": ["Nama pengguna ini sudah dipakai."],
        "email": ["Alamat surel ini sudah dipakai."],
        "unit": ["Operator harus punya OPD."],
    }
    assert world.stranger.instansi.name not in page.content.decode()


@pytest.mark.parametrize("field", ["role", "unit"])
def test_role_or_unit_that_is_not_offered_is_refused(world, client_for, field):
    forged = {"role": "technician", "unit": factories.UnitFactory().pk}[field]
    page = client_for(world.admin).post(reverse("user-create"), typed(world, **{field: forged}))
    assert field in page.context["form"].errors
    assert not User.objects.filter(username="baru").exists()


def test_closed_unit_is_offered_only_to_who_is_there(world, client_for):
    closed = factories.UnitFactory(instansi=world.instansi, is_active=False)
    person = factories.UserFactory(instansi=world.instansi, unit=closed)
    client = client_for(world.admin)
    offered = client.get(reverse("user-create")).context["form"].fields["unit"].queryset
    assert set(offered) == {world.unit, world.other_unit}
    offered = client.get(reverse("user-change", args=[person.pk])).context["form"].fields["unit"].queryset
    assert set(offered) == {world.unit, world.other_unit, closed}


def test_change_saves_and_a_refusal_is_shown_in_the_form(world, client_for):
    client, url = client_for(world.admin), reverse("user-change", args=[world.operator.pk])
    assert said(client.post(url, typed(world, role="assessor"))) == ["Perubahan pengguna disimpan."]
    person = User.objects.get(pk=world.operator.pk)
    assert (person.username, person.role, person.email) == ("baru", "assessor", "baru@contoh.go.id")
    own = reverse("user-change", args=[world.admin.pk])
    page = client.post(own, typed(world, username="saya", email="saya@contoh.go.id", role="coordinator"))
    assert page.context["form"].non_field_errors() == ["Peran Anda sendiri hanya dapat diubah oleh admin lain."]
    assert User.objects.get(pk=world.admin.pk).role == "admin"


def test_shutting_out_asks_first_and_the_last_admin_stays(world, client_for):
    client, url = client_for(world.admin), reverse("user-status", args=[world.operator.pk])
    assert "langsung keluar dari semua perangkat" in client.get(url).content.decode()
    assert said(client.post(url, {"aktif": "tidak"})) == [f"{world.operator} dinonaktifkan."]
    assert not User.objects.get(pk=world.operator.pk).is_active
    kept = client_for(world.technician).post(reverse("user-status", args=[world.admin.pk]), {"aktif": "tidak"})
    assert said(kept) == ["Ini admin aktif terakhir di instansi ini. Tunjuk admin lain dulu."]
    assert client.get(reverse("user-status", args=[world.admin.pk])).status_code == 403


def test_link_is_sent_again_by_a_button(world, client_for, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        done = client_for(world.admin).post(reverse("user-invite", args=[world.operator.pk]))
    assert said(done) == [f"Tautan kata sandi dikirim ke {world.operator.email}."]
    assert [m.to for m in mail.outbox] == [[world.operator.email]]
    User.objects.filter(pk=world.operator.pk).update(is_active=False)
    refused = client_for(world.admin).post(reverse("user-invite", args=[world.operator.pk]))
    assert said(refused) == ["Pengguna ini tidak aktif. Aktifkan dulu, lalu kirim tautan."]


@pytest.mark.parametrize("name", ["user-change", "user-status", "user-invite"])
def test_person_of_another_institution_does_not_exist(world, client_for, name):
    url = reverse(name, args=[world.operator.pk])
    assert client_for(world.stranger).post(url, typed(world)).status_code == 404
    assert User.objects.get(pk=world.operator.pk).username == world.operator.username


def test_technician_adds_people_from_the_institution(world, client_for):
    client = client_for(world.technician)
    instansi = factories.InstansiFactory()
    assert client.get(reverse("user-create")).status_code == 404
    url = reverse("instansi-user-create", args=[instansi.pk])
    client.post(url, typed(world, role="admin", unit=""))
    assert User.objects.get(username="baru").instansi == instansi
    assert client.get(reverse("user-change", args=[world.technician.pk])).status_code == 403
