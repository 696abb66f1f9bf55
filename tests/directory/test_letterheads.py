"""The letterhead of an institution: who changes it, what is refused, who sees the logo."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusals import Refused
from activity.models import Event
from directory import letterheads
from directory.forms import LetterheadForm
from directory.letterheads import Signatory
from directory.models import LOGO_BYTES, Letterhead
from directory.services.letterheads import change_letterhead, remove_logo, set_logo
from directory.versions import ChangedMeanwhile
from tests import factories
from tests.directory.pictures import SVG, drawn, opened

pytestmark = pytest.mark.django_db
TEXTS = {
    "office": "Dinas Kominfo",
    "city": "Tabanan",
    "head_name": "I Made Contoh",
    "head_nip": "19800101 200501 1 002",
}


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content, "image/png")


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("letterhead_logo_has_its_type", {"logo": b"gambar"}),
        ("letterhead_logo_has_its_type", {"logo_type": "image/png"}),
        ("letterhead_logo_has_its_type", {"logo": b"gambar", "logo_type": "image/svg+xml"[:10]}),
        ("letterhead_logo_is_small", {"logo": bytes(LOGO_BYTES + 1), "logo_type": "image/png"}),
        ("letterhead_coordinator_nip_is_one", {"coordinator_nip": "123"}),
        ("letterhead_assessor_nip_is_one", {"assessor_nip": "19800101200501100x"}),
        ("letterhead_head_nip_is_one", {"head_nip": " 9800101200501100"}),
    ],
)
def test_database_refuses(name, broken):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        factories.LetterheadFactory(**broken)


def test_logo_of_the_largest_size_is_kept():
    row = factories.LetterheadFactory(logo=bytes(LOGO_BYTES), logo_type="image/png")
    row.full_clean()
    assert len(Letterhead.objects.get(pk=row.pk).logo) == LOGO_BYTES


def test_letterhead_visible_to_its_institution_and_technicians(world):
    row = factories.LetterheadFactory(instansi=world.instansi)
    factories.LetterheadFactory()
    seen = {name: list(Letterhead.objects.visible_to(getattr(world, name))) for name in ("operator", "stranger")}
    assert seen == {"operator": [row], "stranger": []}
    assert Letterhead.objects.visible_to(world.technician).count() == 2


def seen(world):
    """The version that a page opened now would carry."""
    return letterheads.version(letterheads.of_instansi(world.instansi))


def test_change_writes_what_differs_and_records_it(world):
    texts = {"office": "Dinas Kominfo", "city": ""}
    lines = change_letterhead(world.instansi, **texts, version=seen(world), by=world.admin)
    assert lines == ["nama dinas atau unit: – → Dinas Kominfo"]
    assert change_letterhead(world.instansi, **texts, version=seen(world), by=world.technician) == []
    row = Letterhead.objects.get()
    assert list(Event.objects.values_list("verb", "subject", "text", "note", "instansi")) == [(
        "change", f"letterhead:{row.pk}", f"{world.admin} mengubah kop surat dan penanda tangan {world.instansi}",
        "nama dinas atau unit: – → Dinas Kominfo", world.instansi.pk,
    )]  # fmt: skip


def test_logo_is_set_replaced_and_removed_with_an_event_each(world):
    set_logo(world.instansi, content=drawn((900, 300)), by=world.admin)
    set_logo(world.instansi, content=drawn(kind="JPEG"), by=world.admin)
    row = Letterhead.objects.get()
    assert (row.logo_type, opened(bytes(row.logo)).format) == ("image/jpeg", "JPEG")
    remove_logo(world.instansi, by=world.admin)
    row.refresh_from_db()
    assert (row.logo, row.logo_type) == (None, "")
    with pytest.raises(Refused, match="sudah tidak memakai logo"):
        remove_logo(world.instansi, by=world.admin)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["set_logo", "set_logo", "remove_logo"]


def test_refused_logo_leaves_everything_as_it_was(world):
    with pytest.raises(Refused):
        set_logo(world.instansi, content=SVG, by=world.admin)
    assert (Letterhead.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["operator", "assessor", "coordinator", "stranger"])
def test_nobody_else_changes_it(world, role):
    person = getattr(world, role)
    for call, given in (
        (change_letterhead, {"city": "X", "version": ""}),
        (set_logo, {"content": drawn()}),
        (remove_logo, {}),
    ):
        with pytest.raises(PermissionDenied):
            call(world.instansi, **given, by=person)


def test_empty_letterhead_falls_back_on_the_institution():
    row = letterheads.of_instansi(factories.InstansiFactory(name="Pemerintah Kota Baru", address="Jalan Satu"))
    assert (letterheads.government(row), letterheads.address(row), letterheads.contacts(row)) == (
        "Pemerintah Kota Baru", "Jalan Satu", [],
    )  # fmt: skip
    assert letterheads.signatory(row, "assessor") == Signatory("Ketua Tim Asesor Internal SPBE", "", "")


def test_filled_letterhead_says_what_was_filled_in():
    row = factories.LetterheadFactory.build(
        government="Pemkab", phone="0361", website="contoh.go.id", coordinator_nip="198001012005011002"
    )
    assert (letterheads.government(row), letterheads.contacts(row)) == (
        "Pemkab",
        ["Telepon 0361", "Laman contoh.go.id"],
    )
    assert letterheads.signatory(row, "coordinator") == Signatory(
        "Koordinator SPBE", "Ida Bagus Contoh", "19800101 200501 1 002"
    )


def test_page_saves_and_shows_the_letterhead(world, client_for):
    client, url = client_for(world.admin), reverse("letterhead", args=[world.instansi.pk])
    done = client.post(url, TEXTS | {"version": seen(world)})
    assert [str(message) for message in get_messages(done.wsgi_request)] == ["Kop surat disimpan."]
    assert Letterhead.objects.get().head_nip == "198001012005011002"
    page = client.get(url).content.decode()
    assert '<p class="office">Dinas Kominfo</p>' in page
    assert 'value="19800101 200501 1 002"' in page
    again = client.post(url, TEXTS | {"version": seen(world)})
    assert [str(message) for message in get_messages(again.wsgi_request)][-1:] == ["Tidak ada yang berubah."]


def test_page_keeps_what_was_typed_and_says_what_to_do(world, client_for):
    typed = {**TEXTS, "head_nip": "1980", "email": "bukan surel", "address": "Jalan <b>Satu</b>"}
    page = client_for(world.admin).post(reverse("letterhead", args=[world.instansi.pk]), typed)
    assert page.status_code == 422
    assert page.context["form"].errors["head_nip"] == [
        "NIP terdiri atas 18 angka; yang diisikan 4 huruf atau angka. Perbaiki, atau kosongkan."
    ]
    assert set(page.context["form"].errors) == {"head_nip", "email"}
    for kept in ('value="1980"', 'value="bukan surel"', 'value="Jalan &lt;b&gt;Satu&lt;/b&gt;"', 'value="Tabanan"'):
        assert kept in page.content.decode()
    assert not Letterhead.objects.exists()


def test_second_of_two_writers_is_shown_both_texts_and_may_save_again(world, client_for):
    client, url = client_for(world.admin), reverse("letterhead", args=[world.instansi.pk])
    opened_at = client.get(url).context["form"]["version"].value()
    change_letterhead(world.instansi, office="Diskominfotik", version=opened_at, by=world.technician)
    page = client.post(url, TEXTS | {"version": opened_at})
    assert (page.status_code, Letterhead.objects.get().office) == (409, "Diskominfotik")
    assert page.context["form"].differences == [
        ("Nama dinas atau unit", "Diskominfotik", "Dinas Kominfo"),
        ("Tempat surat dibuat", "", "Tabanan"),
        ("Nama Kepala Dinas", "", "I Made Contoh"),
        ("NIP Kepala Dinas", "", "198001012005011002"),
    ]
    text = page.content.decode()
    assert "Kop surat sudah diubah orang lain" in text
    for kept in ('value="Dinas Kominfo"', f'value="{seen(world)}"'):
        assert kept in text
    assert client.post(url, TEXTS | {"version": seen(world)}).status_code == 302
    assert Letterhead.objects.get().office == "Dinas Kominfo"


def test_same_letterhead_saved_twice_at_once_changes_nothing_more(world):
    change_letterhead(world.instansi, city="Tabanan", version=seen(world), by=world.admin)
    assert change_letterhead(world.instansi, city="Tabanan", version="lama", by=world.admin) == []
    with pytest.raises(ChangedMeanwhile):
        change_letterhead(world.instansi, city="", version="lama", by=world.admin)


def test_new_logo_does_not_get_in_the_way_of_the_texts(world):
    version = seen(world)
    set_logo(world.instansi, content=drawn(), by=world.technician)
    assert change_letterhead(world.instansi, city="Tabanan", version=version, by=world.admin)


@pytest.mark.parametrize("typed", ["198001012005011002", "19800101 200501 1 002", "19800101.200501.1.002", ""])
def test_nip_is_read_however_it_is_grouped(typed):
    form = LetterheadForm({"head_nip": typed}, instance=Letterhead(instansi=factories.InstansiFactory()))
    assert form.is_valid()
    assert form.cleaned_data["head_nip"] == typed.replace(" ", "").replace(".", "")


def test_text_typed_before_the_session_ended_comes_back(world, client_for):
    client, url = client_for(), reverse("letterhead", args=[world.instansi.pk])
    client.post(url, TEXTS, HTTP_REFERER=f"http://testserver{url}")
    client.force_login(world.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(url).content.decode()
    assert 'value="Dinas Kominfo"' in page
    assert "Belum tersimpan" in page


def test_logo_page_sets_refuses_and_removes(world, client_for):
    client, url = client_for(world.admin), reverse("letterhead-logo-change", args=[world.instansi.pk])
    refused = client.post(url, {"file": upload(SVG, "logo.svg")})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    assert "Simpan logo itu sebagai PNG" in refused.content.decode()
    assert client.post(url, {"file": upload(drawn())}).url == reverse("letterhead", args=[world.instansi.pk])
    assert "Hapus logo" in client.get(url).content.decode()
    client.post(url, {"hapus": "ya"})
    assert Letterhead.objects.get().logo is None
    again = client.post(url, {"hapus": "ya"})
    assert [str(m) for m in get_messages(again.wsgi_request)][-1] == "Kop surat ini sudah tidak memakai logo."


def test_logo_leaves_to_its_institution_only_and_harmless(world, client_for):
    set_logo(world.instansi, content=drawn(), by=world.admin)
    url = reverse("letterhead-logo", args=[world.instansi.pk])
    given = {name: client_for(getattr(world, name)).get(url).status_code for name in ("operator", "stranger", "admin")}
    assert given == {"operator": 200, "stranger": 404, "admin": 200}
    assert client_for().get(url).status_code == 302
    picture = client_for(world.coordinator).get(url)
    assert opened(picture.content).size == (80, 60)
    assert {name: picture[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
    }  # fmt: skip
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_menu_leads_an_admin_to_his_own_and_a_technician_to_the_list(world, client_for):
    url = reverse("letterhead-own")
    assert client_for(world.admin).get(url).url == reverse("letterhead", args=[world.instansi.pk])
    assert client_for(world.technician).get(url).url == reverse("instansi")
    assert client_for(world.operator).get(url).status_code == 403
