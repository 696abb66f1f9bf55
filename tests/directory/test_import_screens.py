"""Importing in the browser: upload, look, confirm; every file that is wrong gets a sentence."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Unit
from directory.imports.reading import MAX_BYTES
from directory.models import ImportDraft
from tests import factories
from tests.directory.imports.files import csv, xlsx

pytestmark = pytest.mark.django_db
HEAD = "kode;nama;nama_singkat"


def upload(client, data, name="opd.csv", kind="units"):
    return client.post(reverse(f"{kind}-import"), {"file": SimpleUploadedFile(name, data, content_type="text/csv")})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("data", "name"), [(csv(HEAD, "B1;Badan;B"), "a.csv"), (xlsx(HEAD.split(";"), ["B1", "Badan", "B"]), "a.xlsx")]
)
def test_file_is_previewed_and_written_only_once_confirmed(world, client_for, data, name):
    client = client_for(world.admin)
    preview = upload(client, data, name)
    page = client.get(preview.url)
    assert "Terapkan 1 baris" in page.content.decode()
    assert not Unit.objects.filter(code="B1").exists()
    draft = ImportDraft.objects.get()
    done = client.post(reverse("import-confirm", args=[draft.pk]), {"rencana": page.context["plan"].fingerprint})
    assert done.url == "/pengelolaan/opd/"
    assert said(done)[-1] == "Impor selesai: 1 dibuat, 0 diubah, 0 tidak berubah, 0 dilewati."
    assert Unit.objects.get(code="B1").instansi == world.instansi
    again = client.post(reverse("import-confirm", args=[draft.pk]), {"rencana": page.context["plan"].fingerprint})
    assert again.status_code == 404


def test_preview_shows_row_by_row_what_will_happen_and_what_is_wrong(world, client_for):
    client = client_for(world.admin)
    rows = (
        "B1;Badan <b>Satu</b>;B1",
        f"{world.unit.code};Nama Baru;",
        f"{world.other_unit.code};;",
        "B2;<script>alert(1)</script>;",
    )
    text = client.get(upload(client, csv(HEAD, *rows)).url).content.decode()
    for words in (
        "Badan &lt;b&gt;Satu&lt;/b&gt;",
        f"Nama OPD: <del>{world.unit.name}</del>",
        "<ins>Nama Baru</ins>",
        "Nama singkat: wajib diisi.",
        "Lewati 1 baris yang salah dan terapkan sisanya",
        "Terapkan 2 baris",
    ):
        assert words in text
    assert "<script>alert" not in text


def test_preview_is_filtered_by_outcome_and_paged(world, client_for):
    client = client_for(world.admin)
    url = upload(client, csv(HEAD, *(f"B{n};Badan {n};B" for n in range(60)), "B60;;")).url
    first, second = client.get(url).context["page"], client.get(url, {"hal": 2}).context["page"]
    assert (len(first), len(second), first.paginator.count) == (50, 11, 61)
    assert [row.line for row in client.get(url, {"hasil": "tolak"}).context["page"]] == [62]
    assert client.get(url, {"hasil": "lain"}).context["page"].paginator.count == 61


def test_rejected_rows_stop_everything_until_they_are_skipped(world, client_for):
    client = client_for(world.admin)
    page = client.get(upload(client, csv(HEAD, "B1;Badan;B", "B2;;")).url)
    draft, plan = page.context["draft"], page.context["plan"]
    url = reverse("import-confirm", args=[draft.pk])
    stopped = client.post(url, {"rencana": plan.fingerprint})
    assert stopped.url == reverse("import-preview", args=[draft.pk])
    assert "belum ada yang disimpan" in client.get(stopped.url).content.decode()
    assert not Unit.objects.filter(code="B1").exists()
    assert said(client.post(url, {"rencana": plan.fingerprint, "lewati": "ya"}))[-1].endswith("1 dilewati.")
    assert Unit.objects.filter(code="B1").exists()


def test_forged_plan_is_refused_and_a_new_preview_is_shown(world, client_for):
    client = client_for(world.admin)
    upload(client, csv(HEAD, "B1;Badan;B"))
    draft = ImportDraft.objects.get()
    done = client.post(reverse("import-confirm", args=[draft.pk]), {"rencana": "0" * 64})
    assert (done.url, said(done)) == (
        reverse("import-preview", args=[draft.pk]),
        ["Data berubah sejak pratinjau dibuat. Belum ada yang disimpan; periksa pratinjau baru ini."],
    )


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.4", "opd.csv", "Kolom tidak dikenal"),
        (b"%PDF-1.4", "opd.pdf", "tidak cocok dengan namanya"),
        (b"", "opd.csv", "kosong"),
        (b"x" * (MAX_BYTES + 1), "opd.csv", "5 MiB"),
    ],
)
def test_file_that_is_wrong_gets_a_sentence_at_the_field(world, client_for, data, name, words):
    page = upload(client_for(world.admin), data, name)
    assert page.status_code == 200
    assert words in page.context["form"].errors["file"][0]
    assert not ImportDraft.objects.exists()


def test_no_file_at_all_is_said(world, client_for):
    page = client_for(world.admin).post(reverse("users-import"), {})
    assert list(page.context["form"].errors) == ["file"]


def test_discard_forgets_the_upload(world, client_for):
    draft = factories.ImportDraftFactory(created_by=world.admin)
    done = client_for(world.admin).post(reverse("import-discard", args=[draft.pk]))
    assert (done.url, said(done)) == ("/pengelolaan/opd/", ["Impor dibatalkan. Tidak ada yang berubah."])
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("name", ["import-preview", "import-confirm", "import-discard"])
def test_draft_of_somebody_else_does_not_exist(world, client_for, name):
    draft = factories.ImportDraftFactory(created_by=world.admin)
    colleague = factories.UserFactory(instansi=world.instansi, role="admin")
    for person in (colleague, world.stranger, world.technician):
        client = client_for(person)
        method = client.get if name == "import-preview" else client.post
        assert method(reverse(name, args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["units", "users"])
def test_table_is_downloaded_under_a_sensible_name(world, client_for, kind):
    name = {"units": "opd", "users": "pengguna"}[kind]
    client = client_for(world.admin)
    empty, full = client.get(reverse(f"{kind}-template")), client.get(reverse(f"{kind}-template"), {"isi": "1"})
    assert empty["Content-Disposition"] == f'attachment; filename="templat-{name}.csv"'
    assert full["Content-Disposition"] == f'attachment; filename="data-{name}.csv"'
    assert empty["Content-Type"] == "text/csv; charset=utf-8"
    assert len(empty.content.splitlines()) == 1
    text = full.content.decode("utf-8-sig")
    assert world.unit.code in text
    assert world.stranger.username not in text


def test_preview_asks_as_much_for_many_rows_as_for_one(world, client_for, django_assert_num_queries):
    client = client_for(world.admin)
    url = upload(client, csv(HEAD, "B1;Badan;B")).url
    with django_assert_num_queries(6):
        client.get(url)
    url = upload(client, csv(HEAD, *(f"B{n};Badan {n};B" for n in range(100)))).url
    with django_assert_num_queries(6):
        client.get(url)
