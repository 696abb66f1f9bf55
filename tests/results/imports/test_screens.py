"""Taking results in through the pages: nothing is lost between the file and the decision."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from results.models import PastResult, ResultDraft
from tests.results.imports.tables import INDEX

pytestmark = pytest.mark.django_db


def upload(client, *lines, **changes):
    file = SimpleUploadedFile("hasil.csv", "\n".join(lines).encode(), content_type="text/csv")
    given = {"shape": "index", "track": "external", "source": "Laporan contoh", "file": file}
    return client.post(reverse("results-import"), given | changes)


def checked(text):
    """Names and values of the choices that are ticked."""
    return re.findall(r'name="((?:pilihan|sadar)-\d+)" value="(\w+)" checked', text)


def test_file_is_looked_at_and_stored_only_once_decided(place, client_for):
    client = client_for(place.coordinator)
    response = upload(client, INDEX, "2023;2,87;Baik", "2024;4,67;Sangat Baik")
    draft = ResultDraft.objects.get()
    assert response.url == reverse("results-import-preview", args=[draft.pk])
    page = client.get(response.url)
    text = page.content.decode()
    assert checked(text) == [("pilihan-2", "ambil"), ("pilihan-3", "tinggalkan")]
    assert "Indeks 4,67 berpredikat Memuaskan, tetapi berkas menyebut Sangat Baik." in text
    assert not PastResult.objects.exists()
    choices = {"rencana": page.context["plan"].fingerprint, "pilihan-2": "ambil", "pilihan-3": "ambil"}
    refused = client.post(reverse("results-import-confirm", args=[draft.pk]), choices)
    assert refused.status_code == 409
    assert "Baris 3: centang bahwa temuannya sudah Anda periksa, atau tinggalkan." in refused.content.decode()
    assert checked(refused.content.decode()) == [("pilihan-2", "ambil"), ("pilihan-3", "ambil")]
    done = client.post(reverse("results-import-confirm", args=[draft.pk]), choices | {"sadar-3": "ya"})
    assert done.url == reverse("years")
    assert PastResult.objects.count() == 2
    again = client.post(reverse("results-import-confirm", args=[draft.pk]), choices)
    assert again.status_code == 404


def test_what_a_file_says_is_shown_as_text(place, client_for):
    client = client_for(place.admin)
    text = client.get(upload(client, INDEX, "<b>2023;2,87;<script>alert(1)</script>").url).content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;2023" in text


def test_form_keeps_what_was_typed_when_the_file_is_refused(place, client_for):
    response = upload(client_for(place.admin), "tahun;nilai", "2023;2,87")
    text = response.content.decode()
    assert "Kolom tidak dikenal: nilai." in text
    assert 'value="Laporan contoh"' in text
    assert not ResultDraft.objects.exists()


def test_technician_says_whose_results_they_are(place, client_for):
    client = client_for(place.technician)
    assert "Pilih instansi" in client.get(reverse("results-import")).content.decode()
    assert upload(client, INDEX, "2023;2,87;Baik").status_code == 200
    preview = upload(client, INDEX, "2023;2,87;Baik", instansi=place.instansi.pk)
    page = client.get(preview.url)
    choices = {"rencana": page.context["plan"].fingerprint, "pilihan-2": "ambil"}
    done = client.post(reverse("results-import-confirm", args=[ResultDraft.objects.get().pk]), choices)
    assert done.url == reverse("results-import")
    assert PastResult.objects.get().instansi == place.instansi


def test_admin_cannot_name_another_institution(place, client_for):
    upload(client_for(place.stranger), INDEX, "2023;2,87;Baik", instansi=place.instansi.pk)
    assert ResultDraft.objects.get().instansi == place.stranger.instansi


def test_cancelled_import_changes_nothing(place, client_for):
    client = client_for(place.admin)
    upload(client, INDEX, "2023;2,87;Baik")
    response = client.post(reverse("results-import-discard", args=[ResultDraft.objects.get().pk]))
    assert response.url == reverse("results-import")
    assert (ResultDraft.objects.count(), PastResult.objects.count()) == (0, 0)


def test_templates_are_named_by_what_they_hold(place, client_for):
    client = client_for(place.admin)
    response = client.get(reverse("results-import-template", args=["domains"]))
    assert response["Content-Disposition"] == 'attachment; filename="templat-hasil-domains.csv"'
    head = response.content.decode("utf-8-sig").strip().split(";")
    assert head[:6] == ["tahun", "kebijakan", "tata_kelola", "manajemen", "layanan", "indeks"]
    assert client.get(reverse("results-import-template", args=["lain"])).status_code == 404
