"""The screens of OPD: lists one can search, forms that keep what was typed, questions before closing."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db


def names(response):
    return [unit.name for unit in response.context["page"]]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_list_shows_the_active_units_of_ones_own_institution(world, client_for):
    factories.UnitFactory(instansi=world.instansi, is_active=False)
    factories.UnitFactory()
    page = client_for(world.admin).get(reverse("units"))
    assert names(page) == sorted([world.unit.name, world.other_unit.name])
    assert [unit.people for unit in page.context["page"]] == [1, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=kelaut", ["Dinas Kelautan"]),
        ("?q=K-77", ["Dinas Kelautan"]),
        ("?q=%00", None),
        ("?status=nonaktif", ["Dinas Tutup"]),
        ("?q=tidak+ada", []),
        ("?status=lain", None),
        ("?urut=lain&hal=abc", None),
    ],
)
def test_list_is_searched_and_filtered_by_the_address(world, client_for, query, expected):
    factories.UnitFactory(instansi=world.instansi, code="K-77", name="Dinas Kelautan")
    factories.UnitFactory(instansi=world.instansi, name="Dinas Tutup", is_active=False)
    found = names(client_for(world.admin).get(reverse("units") + query))
    assert found == (
        sorted([world.unit.name, world.other_unit.name, "Dinas Kelautan"]) if expected is None else expected
    )


@pytest.mark.parametrize(("order", "first"), [("kode", "Zeta"), ("nama", "Alfa"), ("pengguna", "Tengah")])
def test_list_is_ordered_as_asked(client_for, order, first):
    admin = factories.UserFactory(role="admin")
    for code, name in (("1", "Zeta"), ("2", "Alfa"), ("3", "Tengah")):
        unit = factories.UnitFactory(instansi=admin.instansi, code=code, name=name)
    factories.UserFactory.create_batch(2, instansi=admin.instansi, unit=unit)
    assert names(client_for(admin).get(reverse("units"), {"urut": order}))[0] == first


def test_list_says_what_to_do_when_empty(world, client_for):
    admin = factories.UserFactory(role="admin")
    assert "Belum ada OPD" in client_for(admin).get(reverse("units")).content.decode()
    assert "Tidak ada OPD yang cocok" in client_for(admin).get(reverse("units"), {"q": "x"}).content.decode()


def test_list_asks_as_much_for_a_full_page_as_for_one_row(client_for, django_assert_num_queries):
    admin = factories.UserFactory(role="admin")
    client = client_for(admin)
    first = factories.UnitFactory(instansi=admin.instansi)
    with django_assert_num_queries(6):
        client.get(reverse("units"))
    factories.UnitFactory.create_batch(40, instansi=admin.instansi, predecessors=[first])
    with django_assert_num_queries(6):
        page = client.get(reverse("units"))
    assert (len(page.context["page"]), page.context["page"].paginator.num_pages) == (25, 2)


def test_create_adds_to_ones_own_institution_whatever_is_forged(world, client_for):
    data = {"code": "N1", "name": "Dinas Nol", "short_name": "Nol", "instansi": world.stranger.instansi.pk}
    done = client_for(world.admin).post(reverse("unit-create"), data)
    assert (done.url, said(done)) == ("/pengelolaan/opd/", ["OPD Dinas Nol ditambahkan."])
    assert Unit.objects.get(code="N1").instansi == world.instansi


def test_create_with_errors_keeps_what_was_typed_and_names_the_field(world, client_for):
    data = {"code": world.unit.code.lower(), "name": "<script>alert(1)</script>", "short_name": ""}
    page = client_for(world.admin).post(reverse("unit-create"), data)
    assert page.context["form"].errors == {
        "code": ["Kode OPD ini sudah dipakai."],
        "short_name": ["Bidang ini harus diisi."],
    }
    text = page.content.decode()
    assert 'href="#id_code"' in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_predecessor_of_another_institution_cannot_be_chosen(world, client_for):
    foreign = factories.UnitFactory()
    data = {"code": "N1", "name": "X", "short_name": "X", "predecessors": [foreign.pk]}
    page = client_for(world.admin).post(reverse("unit-create"), data)
    assert set(page.context["form"].errors) == {"predecessors"}
    assert foreign.name not in page.content.decode()


def test_merged_opd_names_all_it_continues(world, client_for):
    data = {"code": "N1", "name": "Gabungan", "short_name": "G", "predecessors": [world.unit.pk, world.other_unit.pk]}
    client = client_for(world.admin)
    client.post(reverse("unit-create"), data)
    one, two = sorted([world.unit.short_name, world.other_unit.short_name])
    assert f"kelanjutan dari {one} dan {two}" in client.get(reverse("units")).content.decode()
    page = client.get(reverse("unit-change", args=[Unit.objects.get(code="N1").pk]))
    assert page.content.decode().count("checked") == 2


def test_ticks_survive_a_session_that_ran_out(world, client_for):
    data = {"code": "N1", "name": "Gabungan", "short_name": "G", "predecessors": [world.unit.pk, world.other_unit.pk]}
    client, url = client_for(world.admin), reverse("unit-create")
    client.logout()
    client.post(url, data)
    client.force_login(world.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url).content.decode().count("checked") == 2


def test_refusal_of_the_service_is_shown_in_the_form(world, client_for):
    last = factories.UnitFactory(instansi=world.instansi, predecessors=[world.unit])
    data = {"code": "N1", "name": "Nama yang diketik", "short_name": "X", "predecessors": [last.pk]}
    page = client_for(world.admin).post(reverse("unit-change", args=[world.unit.pk]), data)
    assert page.context["form"].non_field_errors() == [
        "OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain."
    ]
    assert "Nama yang diketik" in page.content.decode()
    assert f"<h1>{world.unit.name}</h1>" in page.content.decode()


def test_change_saves_and_tells_whether_anything_changed(world, client_for):
    unit, url = world.unit, reverse("unit-change", args=[world.unit.pk])
    data = {"code": unit.code, "name": "Nama Baru", "short_name": unit.short_name}
    client = client_for(world.admin)
    assert said(client.post(url, data)) == ["Perubahan OPD disimpan."]
    assert Unit.objects.get(pk=unit.pk).name == "Nama Baru"
    assert said(client_for(world.admin).post(url, data)) == ["Tidak ada yang berubah."]


def test_closing_asks_first_and_says_who_is_there(world, client_for):
    client, url = client_for(world.admin), reverse("unit-status", args=[world.unit.pk])
    assert "1 pengguna aktif masih dapat masuk" in client.get(url).content.decode()
    assert Unit.objects.get(pk=world.unit.pk).is_active
    assert said(client.post(url, {"aktif": "tidak"})) == [f"OPD {world.unit} dinonaktifkan."]
    assert not Unit.objects.get(pk=world.unit.pk).is_active
    client_for(world.admin).post(url, {"aktif": "ya"})
    assert Unit.objects.get(pk=world.unit.pk).is_active


@pytest.mark.parametrize("name", ["unit-change", "unit-status"])
def test_unit_of_another_institution_does_not_exist(world, client_for, name):
    url = reverse(name, args=[world.unit.pk])
    client = client_for(world.stranger)
    assert [client.get(url).status_code, client.post(url, {"aktif": "tidak"}).status_code] == [404, 404]
    assert Unit.objects.get(pk=world.unit.pk).is_active
