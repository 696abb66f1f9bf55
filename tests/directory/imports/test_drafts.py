"""From file to draft to plan to rows: nothing before it is confirmed, and then all or nothing."""

import io

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.models import Unit, User
from accounts.refusals import Refused
from activity.models import Event
from directory.imports import drafts, people
from directory.imports.plans import Outcome
from directory.models import ImportDraft
from tests import factories
from tests.directory.imports.files import csv

pytestmark = pytest.mark.django_db
UNITS = csv("kode;nama;nama_singkat", "B1;Badan Satu;B1", "B2;Badan Dua;B2")
BROKEN = csv("kode;nama;nama_singkat", "B1;Badan Satu;B1", "B2;;B2")
USERS = csv(
    "nama_pengguna;nama_lengkap;surel;peran",
    "a.satu;A Satu;a1@contoh.go.id;asesor",
    "a.dua;A Dua;a2@contoh.go.id;admin",
)


def start(world, data, kind="units", name="tabel.csv", by=None):
    return drafts.start(kind, io.BytesIO(data), size=len(data), name=name, by=by or world.admin)


def confirm(world, draft, *, skip=False, fingerprint=None):
    fingerprint = fingerprint or drafts.plan(draft, by=world.admin).fingerprint
    return drafts.confirm(draft, fingerprint=fingerprint, skip_rejected=skip, by=world.admin)


def codes():
    return set(Unit.objects.filter(code__startswith="B").values_list("code", flat=True))


def test_start_and_plan_write_nothing_but_the_draft(world):
    draft = start(world, UNITS)
    assert drafts.plan(draft, by=world.admin).counts == {Outcome.CREATE: 2}
    assert (codes(), Event.objects.count(), draft.file_name) == (set(), 0, "tabel.csv")


def test_start_again_replaces_the_earlier_draft_of_the_kind_only(world):
    start(world, UNITS)
    other_kind = start(world, USERS, "users")
    second = start(world, BROKEN)
    assert set(ImportDraft.objects.all()) == {other_kind, second}


def test_file_name_with_controls_or_too_long_is_tamed(world):
    assert start(world, UNITS, name="a\x00\n" + "x" * 300 + ".csv").file_name == ("x" * 146 + ".csv")


def test_confirm_writes_all_records_once_and_forgets_the_draft(world):
    done = confirm(world, start(world, UNITS))
    assert done.counts == {Outcome.CREATE: 2}
    assert codes() == {"B1", "B2"}
    assert not ImportDraft.objects.exists()
    event = Event.objects.get()
    assert (event.verb, event.instansi, event.text) == (
        "import",
        world.instansi,
        f"{world.admin} mengimpor OPD dari tabel.csv: 2 dibuat, 0 diubah, 0 dilewati",
    )
    assert event.note == "Buat: Badan Satu (B1)\nBuat: Badan Dua (B2)"


def test_confirm_with_a_rejected_row_writes_nothing_unless_told_to_skip(world):
    draft = start(world, BROKEN)
    with pytest.raises(Refused, match="1 baris ditolak, jadi belum ada yang disimpan"):
        confirm(world, draft)
    assert (codes(), Event.objects.count()) == (set(), 0)
    assert confirm(world, draft, skip=True).counts == {Outcome.CREATE: 1, Outcome.REJECT: 1}
    assert codes() == {"B1"}


def test_confirm_after_the_data_changed_is_refused(world):
    draft = start(world, UNITS)
    seen = drafts.plan(draft, by=world.admin).fingerprint
    factories.UnitFactory(instansi=world.instansi, code="B1", name="Badan Lain")
    with pytest.raises(Refused, match="Data berubah sejak pratinjau"):
        confirm(world, draft, fingerprint=seen)
    assert codes() == {"B1"}
    assert confirm(world, draft).counts == {Outcome.CREATE: 1, Outcome.CHANGE: 1}


def test_confirm_twice_writes_once(world):
    draft = start(world, UNITS)
    seen = drafts.plan(draft, by=world.admin).fingerprint
    stale = ImportDraft.objects.get(pk=draft.pk)
    confirm(world, draft)
    with pytest.raises(Refused, match="Data berubah"):
        confirm(world, stale, fingerprint=seen)
    assert Event.objects.count() == 1


def test_name_taken_elsewhere_at_the_very_moment_undoes_everything(world, monkeypatch):
    draft = start(world, USERS, "users")

    def taken(plan):
        User.objects.create(username="sempat", role="admin", instansi=world.instansi, full_name="X")
        raise IntegrityError

    monkeypatch.setattr(people, "write", taken)
    with pytest.raises(Refused, match="Data berubah"):
        confirm(world, draft)
    assert not User.objects.filter(username="sempat").exists()
    assert ImportDraft.objects.count() == 1


def test_new_people_are_invited_once_confirmed(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        draft = start(world, USERS, "users")
        drafts.plan(draft, by=world.admin)
        assert mail.outbox == []
        confirm(world, draft)
    assert sorted(m.to[0] for m in mail.outbox) == ["a1@contoh.go.id", "a2@contoh.go.id"]


@pytest.mark.parametrize("role", ["operator", "assessor", "coordinator", "technician"])
def test_import_by_anybody_but_an_admin_is_denied(world, role):
    person = getattr(world, role)
    with pytest.raises(PermissionDenied):
        start(world, UNITS, by=person)
    draft = factories.ImportDraftFactory(created_by=person)
    for step in (
        lambda: drafts.plan(draft, by=person),
        lambda: drafts.confirm(draft, fingerprint="", skip_rejected=True, by=person),
        lambda: drafts.table("units", is_filled=True, by=person),
        lambda: drafts.discard(draft, by=world.admin),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_table_is_a_head_that_imports_back(world):
    text = drafts.table("users", is_filled=False, by=world.admin).decode("utf-8-sig")
    assert text == "nama_pengguna;nama_lengkap;surel;peran;kode_opd;jabatan;telepon\r\n"


def test_table_of_present_rows_is_harmless_in_a_spreadsheet_and_imports_back_as_it_is(world):
    User.objects.filter(pk=world.operator.pk).update(phone="+62812", position="=cmd|' /C calc'!A0", full_name="@x")
    Unit.objects.filter(pk=world.unit.pk).update(name="-2+3", short_name="Dinas; koma")
    data = drafts.table("users", is_filled=True, by=world.admin)
    for cell in ("'+62812", "'=cmd|' /C calc'!A0", "'@x"):
        assert f";{cell}" in data.decode()
    assert drafts.plan(start(world, data, "users"), by=world.admin).counts == {Outcome.SAME: 5}
    assert drafts.plan(start(world, drafts.table("units", is_filled=True, by=world.admin)), by=world.admin).counts == {
        Outcome.SAME: 2
    }


def test_five_thousand_people_are_judged_and_written_with_few_queries(world, django_assert_max_num_queries):
    lines = (f"u{n};Orang {n};u{n}@contoh.go.id;operator;{world.unit.code}" for n in range(5000))
    draft = start(world, csv("nama_pengguna;nama_lengkap;surel;peran;kode_opd", *lines), "users")
    with django_assert_max_num_queries(100):
        assert confirm(world, draft).counts == {Outcome.CREATE: 5000}
    assert User.objects.filter(instansi=world.instansi).count() == 5005
