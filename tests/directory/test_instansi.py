"""Institutions, which only the technician keeps."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Instansi
from activity.models import Event
from directory.services.instansi import change_instansi, create_instansi
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"name": "Pemerintah Kota Baru", "short_name": "Kota Baru", "kind": "city", "province": "Bali", "address": ""}


def test_create_and_change_write_and_record(world):
    instansi = create_instansi(**NEW, by=world.technician)
    assert change_instansi(instansi, **{**NEW, "kind": "regency", "province": ""}, by=world.technician) == [
        "jenis: Pemerintah Kota → Pemerintah Kabupaten",
        "provinsi: Bali → –",
    ]
    assert (
        change_instansi(
            Instansi.objects.get(pk=instansi.pk), **{**NEW, "kind": "regency", "province": ""}, by=world.technician
        )
        == []
    )
    assert list(Event.objects.order_by("pk").values_list("verb", "text", "instansi")) == [
        ("create", f"{world.technician} menambah instansi Pemerintah Kota Baru", None),
        ("change", f"{world.technician} mengubah instansi Pemerintah Kota Baru", None),
    ]


@pytest.mark.parametrize("role", ["operator", "admin", "assessor", "coordinator"])
def test_institutions_are_kept_by_nobody_else(world, client_for, role):
    person = getattr(world, role)
    with pytest.raises(PermissionDenied):
        create_instansi(**NEW, by=person)
    with pytest.raises(PermissionDenied):
        change_instansi(world.instansi, **NEW, by=person)
    for name, args in (("instansi", []), ("instansi-create", []), ("instansi-change", [world.instansi.pk])):
        assert client_for(person).get(reverse(name, args=args)).status_code == 403
    assert client_for(person).get(reverse("instansi-change", args=[world.stranger.instansi.pk])).status_code == 404


def test_create_leads_on_to_the_first_admin(world, client_for):
    done = client_for(world.technician).post(reverse("instansi-create"), NEW)
    instansi = Instansi.objects.get(name=NEW["name"])
    assert done.url == reverse("instansi-user-create", args=[instansi.pk])
    assert [str(m) for m in get_messages(done.wsgi_request)] == [
        "Pemerintah Kota Baru ditambahkan. Sekarang tambahkan admin pertamanya."
    ]


def test_name_that_exists_is_refused_at_the_field(world, client_for):
    data = {**NEW, "name": world.instansi.name.upper()}
    page = client_for(world.technician).post(reverse("instansi-create"), data)
    assert page.context["form"].errors == {"name": ["Instansi dengan nama ini sudah ada."]}
    url = reverse("instansi-change", args=[world.instansi.pk])
    assert client_for(world.technician).post(url, {**data, "name": world.instansi.name}).status_code == 302


def test_list_counts_and_warns_of_institutions_without_admin(world, client_for):
    factories.InstansiFactory(name="Kosong", province="Papua")
    factories.UserFactory(instansi=world.instansi, unit=world.unit, is_active=False)
    client = client_for(world.technician)
    rows = {
        row.name: (row.unit_count, row.people, row.admins) for row in client.get(reverse("instansi")).context["page"]
    }
    assert rows == {world.instansi.name: (2, 5, 1), world.stranger.instansi.name: (0, 1, 1), "Kosong": (0, 0, 0)}
    assert client.get(reverse("instansi")).content.decode().count("Belum punya admin aktif") == 1
    assert [row.name for row in client.get(reverse("instansi"), {"q": "papua"}).context["page"]] == ["Kosong"]


def test_list_asks_as_much_for_a_full_page_as_for_one_row(client_for, django_assert_num_queries):
    client = client_for(factories.UserFactory(role="technician"))
    factories.InstansiFactory()
    with django_assert_num_queries(5):
        client.get(reverse("instansi"))
    factories.UserFactory.create_batch(30)
    with django_assert_num_queries(5):
        client.get(reverse("instansi"))
