"""The worksheet in the browser: download, upload, look, choose, apply, read what became of it."""

import datetime
import io
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.workflow import save_draft
from reports.models import WorksheetDraft
from reports.spreadsheets.values import ANSWERS, INDICATORS
from reports.views import worksheets
from tests import factories
from tests.assessments.scenes import fresh, set_stage, words
from tests.reports.worksheets import cell_of, edited, exported

pytestmark = pytest.mark.django_db


def page_of(world):
    return reverse("worksheet", args=[world.assessment.pk])


def upload(client, world, data, name="lke.xlsx"):
    return client.post(page_of(world), {"file": SimpleUploadedFile(name, data)})


def draft_answer(world, facts="Fakta lama", version=1):
    answer, _ = save_draft(world.answer, level=Decimal(2), facts=facts, analysis="", version=version, by=world.operator)
    return answer


def test_operator_downloads_his_opds_rows_and_nothing_of_the_institution(world, client_for):
    factories.AnswerFactory(
        assignment=factories.AssignmentFactory(
            assessment=world.assessment, unit=world.other_unit, indicator=world.indicator
        )
    )
    draft_answer(world)
    response = client_for(world.operator).get(reverse("worksheet-download", args=[world.assessment.pk]))
    assert response.headers["Content-Type"] == worksheets.XLSX
    assert f"-{world.assessment.year}.xlsx" in response.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Baca dulu", "Isian", "_versi"]
    assert [row[0].value for row in book[ANSWERS].iter_rows(min_row=5)] == [f"A{world.answer.pk}"]
    cell = cell_of(book, f"A{world.answer.pk}", "facts")
    assert (cell.value, cell.protection.locked) == ("Fakta lama", False)


def test_admin_downloads_the_whole_without_drafts(world, client_for, key):
    draft_answer(world)
    response = client_for(world.admin).get(reverse("worksheet-download", args=[world.assessment.pk]))
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Baca dulu", "Rekap", "Indikator", "Isian", "_versi"]
    assert (cell_of(book, key, "facts").value, cell_of(book, key, "status").value) == (None, "Draf")
    assert cell_of(book, "I1", "unit", sheet=INDICATORS).value == world.unit.short_name


def test_change_is_shown_confirmed_and_told(world, client_for, key):
    draft_answer(world)
    client = client_for(world.operator)
    preview = upload(client, world, edited(exported(world.assessment, world.operator), key, facts="Fakta <b>baru"))
    page = client.get(preview.url)
    assert "Fakta: <del>Fakta lama</del>" in words(page)
    assert "<ins>Fakta &lt;b&gt;baru</ins>" in words(page)
    assert fresh(world.answer).facts == "Fakta lama"
    draft = page.context["draft"]
    confirm = reverse("worksheet-confirm", args=[draft.pk])
    done = client.post(confirm, {"rencana": page.context["plan"].fingerprint})
    assert done.url == draft.get_absolute_url()
    assert fresh(world.answer).facts == "Fakta <b>baru"
    result = client.get(done.url)
    assert result.templates[0].name == "reports/worksheet_done.html"
    assert "1 baris diterapkan." in words(result)
    again = client.post(confirm, {"rencana": page.context["plan"].fingerprint})
    assert [str(message) for message in get_messages(again.wsgi_request)] == ["Berkas ini sudah diterapkan."]
    assert "hasil lke.xlsx" in words(client.get(page_of(world)))


@pytest.mark.parametrize(("choice", "facts"), [("portal", "Dari rekan"), (None, "Dari rekan"), ("berkas", "Baru")])
def test_conflict_shows_both_texts_and_does_what_was_chosen(world, client_for, key, choice, facts):
    draft_answer(world)
    data = edited(exported(world.assessment, world.operator), key, facts="Baru")
    draft_answer(world, "Dari rekan", version=2)
    client = client_for(world.operator)
    page = client.get(upload(client, world, data).url)
    assert "Fakta di portal</span>Dari rekan</p>" in words(page)
    assert "Fakta di berkas</span>Baru</p>" in words(page)
    assert f'name="pilih-{key}" value="portal" checked' in words(page)
    sent = {"rencana": page.context["plan"].fingerprint} | ({f"pilih-{key}": choice} if choice else {})
    result = client.get(client.post(reverse("worksheet-confirm", args=[page.context["draft"].pk]), sent).url)
    assert fresh(world.answer).facts == facts
    assert ("Dipertahankan" in words(result)) == (facts == "Dari rekan")


def test_preview_that_is_out_of_date_is_shown_anew(world, client_for, key):
    draft_answer(world)
    client = client_for(world.operator)
    url = upload(client, world, edited(exported(world.assessment, world.operator), key, facts="Baru")).url
    draft = WorksheetDraft.objects.get()
    response = client.post(reverse("worksheet-confirm", args=[draft.pk]), {"rencana": "lama"}, follow=True)
    assert response.redirect_chain[-1][0] == url
    assert "Isi portal berubah sejak pratinjau dibuat" in words(response)
    assert fresh(world.answer).facts == "Fakta lama"


def test_wrong_file_is_told_beside_the_field(world, client_for):
    response = upload(client_for(world.operator), world, b"bukan", "lke.xlsx")
    assert response.status_code == 422
    assert "Unggah LKE sebagai berkas Excel (.xlsx)" in words(response)
    assert not WorksheetDraft.objects.exists()


def test_preview_is_filtered_by_outcome(world, client_for, key):
    draft_answer(world)
    client = client_for(world.operator)
    url = upload(client, world, edited(exported(world.assessment, world.operator), key, facts="Baru")).url
    assert len(client.get(url, {"hasil": "ubah"}).context["page"]) == 1
    assert "Tidak ada baris dengan hasil ini." in words(client.get(url, {"hasil": "tolak"}))
    assert len(client.get(url, {"hasil": "lain"}).context["page"]) == 1


def test_discarding_forgets_the_file(world, client_for):
    draft_answer(world)
    client = client_for(world.operator)
    upload(client, world, exported(world.assessment, world.operator))
    response = client.post(reverse("worksheet-discard", args=[WorksheetDraft.objects.get().pk]), follow=True)
    assert response.redirect_chain[-1][0] == page_of(world)
    assert "Impor dibatalkan. Tidak ada yang berubah." in words(response)
    assert not WorksheetDraft.objects.exists()


def test_page_offers_no_upload_to_who_writes_nothing_or_once_it_is_final(world, client_for):
    assert "Unggah kembali" not in words(client_for(world.coordinator).get(page_of(world)))
    assert "Unggah kembali" in words(client_for(world.assessor).get(page_of(world)))
    set_stage(world.assessment, "final")
    assert "Unggah kembali" not in words(client_for(world.assessor).get(page_of(world)))


def test_import_that_was_cut_off_says_that_it_goes_on_by_itself(world, client_for):
    draft = factories.WorksheetDraftFactory(
        assessment=world.assessment, created_by=world.admin,
        confirmed_at=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert "portal meneruskannya sendiri setelah sekitar satu menit" in words(
        client_for(world.admin).get(draft.get_absolute_url())
    )


def test_notes_about_the_file_are_shown(world, client_for, key):
    draft_answer(world)
    book = load_workbook(io.BytesIO(exported(world.assessment, world.operator)))
    book[ANSWERS]["R4"].value = "Kolom saya"
    out = io.BytesIO()
    book.save(out)
    client = client_for(world.operator)
    page = client.get(upload(client, world, out.getvalue()).url)
    assert "kolom tambahan diabaikan: Kolom saya" in words(page)
    assert "Tidak ada yang dapat diterapkan" in words(page)
