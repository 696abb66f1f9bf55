"""The bundle of evidence: what is in it, by which names, what is left out and how that is said."""

import datetime
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.refusals import Refused
from domains.models import Instrument
from evidence.models import Evidence
from evidence.naming import LENGTH_MAX
from reports import services
from reports.documents.bundle import room
from reports.documents.bundle.places import PATH_MAX, Places, folders, link_name
from reports.forms.bundle import BundleForm
from reports.models import JobState, ReportJob
from results.summaries import summarise
from tests import factories
from tests.reports.bundles import (
    attach,
    bundled,
    files_of,
    frozen,
    link,
    made,
    manifest_of,
    note_of,
    sha256,
    summed,
)  # fmt: skip
from tests.results import samples
from tests.results.test_summaries import claim

KIND = ReportJob.Kind.BUNDLE
FOLDER = "1-Domain-contoh-1/1-Aspek-contoh-1/01-Contoh-1"


@pytest.fixture
def world(world):
    """With names of the instrument's parts that do not count up from test to test."""
    for number, domain in enumerate(world.instrument.domains.order_by("number"), 1):
        domain.name, aspect = f"Domain contoh {number}", domain.aspects.get()
        aspect.name = f"Aspek contoh {number}"
        domain.save()
        aspect.save()
    return world


def test_bundle_holds_each_file_under_its_official_name_and_each_address(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 satu", name="scan 001.pdf", title="Peta Rencana 2023")
    attach(world.answer, b"%PDF-1.4 dua", name="Notulen rapat.pdf", level=2)
    link(world.answer)
    archive = bundled(world, tmp_path)
    assert files_of(archive) == {
        f"{FOLDER}/1.a.Peta-Rencana-2023.pdf": b"%PDF-1.4 satu",
        f"{FOLDER}/1.b.Notulen-rapat.pdf": b"%PDF-1.4 dua",
        f"{FOLDER}/1.tautan-data-contoh-go-id.url": b"[InternetShortcut]\r\nURL=https://data.contoh.go.id/a?b=1\r\n",
    }
    names = {row.official_name() for row in Evidence.objects.exclude(document=None)}
    assert names == {path.rpartition("/")[2] for path in files_of(archive) if path.endswith(".pdf")}


def test_manifest_says_all_of_each_piece(world, tmp_path):
    attach(
        world.answer, b"%PDF-1.4 satu", name="scan é 001.pdf", title="Peta", kind="decree", number="12",
        date=datetime.date(2023, 5, 2), level=3, review="accepted",
    )  # fmt: skip
    link(world.answer)
    archive = bundled(world, tmp_path)
    assert archive.read("manifest.csv").startswith(b"\xef\xbb\xbf")
    common = {"Indikator": "I1", "Nama indikator": world.indicator.short_name, "OPD": world.unit.short_name}
    empty = dict.fromkeys(manifest_of(archive)[0], "")
    assert manifest_of(archive) == [
        empty | common | {
            "Tingkat": "3", "Nama dalam bundel": f"{FOLDER}/1.a.Peta.pdf", "Nama asal": "scan é 001.pdf",
            "Jenis": "Surat Keputusan", "Nomor": "12", "Tanggal": "2023-05-02", "Judul": "Peta",
            "Ukuran (byte)": "13", "SHA-256": sha256(b"%PDF-1.4 satu"), "Hasil pemeriksaan": "Diterima",
            "Bagian": "1",
        },
        empty | common | {
            "Tingkat": "1", "Nama dalam bundel": f"{FOLDER}/1.tautan-data-contoh-go-id.url", "Jenis": "Tautan",
            "Hasil pemeriksaan": "Menunggu pemeriksaan", "Tautan": "https://data.contoh.go.id/a?b=1", "Bagian": "1",
        },
    ]  # fmt: skip


def test_sums_are_accepted_by_sha256sum_and_betray_a_changed_byte(world, tmp_path):
    attach(world.answer)
    link(world.answer)
    archive = bundled(world, tmp_path)
    status, said, errors = summed(archive, tmp_path / "out")
    assert (status, errors) == (0, "")
    assert sorted(line.removesuffix(": OK") for line in said) == sorted(set(archive.namelist()) - {"SHA256SUMS.txt"})
    (tmp_path / "out" / FOLDER / "1.a.berkas.pdf").write_bytes(b"%PDF-1.4 lain")
    command = ["sha256sum", "-c", "SHA256SUMS.txt"]
    assert subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=False).returncode == 1


def test_infected_and_unscanned_files_are_left_out_and_named(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 baik")
    attach(world.answer, b"%PDF-1.4 jahat", name="jahat.pdf", scan="infected", scanned_at=timezone.now())
    attach(world.answer, b"%PDF-1.4 baru", name="baru.pdf", scan="waiting")
    archive = bundled(world, tmp_path)
    assert list(files_of(archive).values()) == [b"%PDF-1.4 baik"]
    reasons = {row["Nama asal"]: (row["Nama dalam bundel"], row["Keterangan"]) for row in manifest_of(archive)}
    assert reasons == {
        "berkas.pdf": (f"{FOLDER}/1.a.berkas.pdf", ""),
        "jahat.pdf": ("", "Tidak disertakan: berkas terinfeksi virus dan dikarantina."),
        "baru.pdf": ("", "Tidak disertakan: pemindaian virus belum selesai."),
    }
    assert "Tidak disertakan: 2 bukti" in note_of(archive)
    assert '"jahat.pdf", tingkat 1. Tidak disertakan: berkas terinfeksi' in note_of(archive)


def test_file_that_is_gone_is_named_and_the_others_come(world, tmp_path):
    gone = attach(world.answer, b"%PDF-1.4 hilang", name="hilang.pdf").document
    attach(world.answer, b"%PDF-1.4 ada", name="ada.pdf")
    data = frozen(world)
    gone.file.storage.delete(gone.file.name)
    archive = made(data, tmp_path / "bundel.zip")
    assert list(files_of(archive)) == [f"{FOLDER}/1.b.ada.pdf"]
    assert {row["Nama asal"]: row["Keterangan"] for row in manifest_of(archive)} == {
        "ada.pdf": "", "hilang.pdf": "Tidak disertakan: berkas tidak ada di penyimpanan saat bundel dibuat.",
    }  # fmt: skip
    assert "Isi seluruh bundel: 1 berkas dan 0 tautan." in note_of(archive)
    assert summed(archive, tmp_path / "out")[0] == 0


@pytest.mark.parametrize("bytes_now", [b"%PDF-1.4 laXn", b"%PDF-1.4", b"%PDF-1.4 lain lagi"])
def test_file_with_other_bytes_ends_the_job_and_names_the_document(world, bytes_now, sent):
    document = attach(world.answer, b"%PDF-1.4 lain", name="SK tim.pdf").document
    job = services.request_report(assessment=world.assessment, kind=KIND, format="zip", by=world.coordinator)
    Path(document.file.path).write_bytes(bytes_now)
    services.render(job.pk)
    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, bool(job.file)) == (JobState.FAILED, False)
    assert job.failure.startswith(f'Berkas "SK tim.pdf" ({world.unit.short_name}, indikator 1) tidak lagi sama')


def test_only_accepted_leaves_the_rest_out_and_keeps_the_letters(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 a", name="a.pdf")
    attach(world.answer, b"%PDF-1.4 b", name="b.pdf", review="accepted")
    attach(world.answer, b"%PDF-1.4 c", name="c.pdf", review="refused")
    archive = bundled(world, tmp_path, only_accepted=True)
    assert list(files_of(archive)) == [f"{FOLDER}/1.b.b.pdf"]
    assert [row["Nama asal"] for row in manifest_of(archive)] == ["b.pdf"]
    assert "hanya yang diterima pemeriksa" in note_of(archive)
    assert len(files_of(bundled(world, tmp_path, "all.zip"))) == 3


def test_one_document_for_two_levels_is_one_file_and_for_two_indicators_two(world, tmp_path):
    first = attach(world.answer)
    attach(world.answer, document=first.document, level=2)
    second = world.instrument.indicators.get(position=2)
    other = claim(world, world.unit, 2, indicator=second)
    attach(other, document=first.document)
    archive = bundled(world, tmp_path)
    assert list(files_of(archive)) == [
        f"{FOLDER}/1.a.berkas.pdf",
        f"{FOLDER.replace('01-Contoh-1', '02-Contoh-2')}/2.a.berkas.pdf",
    ]
    assert [(row["Tingkat"], row["Nama dalam bundel"][-14:]) for row in manifest_of(archive)] == [
        ("1", "1.a.berkas.pdf"), ("2", "1.a.berkas.pdf"), ("1", "2.a.berkas.pdf"),
    ]  # fmt: skip


def test_same_name_from_two_opd_is_numbered(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 satu", name="SK Tim.pdf")
    attach(claim(world, world.other_unit, 2), b"%PDF-1.4 dua", name="sk tim.pdf")
    assert files_of(bundled(world, tmp_path)) == {
        f"{FOLDER}/1.a.SK-Tim.pdf": b"%PDF-1.4 satu", f"{FOLDER}/1.a.sk-tim-2.pdf": b"%PDF-1.4 dua",
    }  # fmt: skip


def test_unlinked_evidence_and_that_of_others_stays_away(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 ada", name="ada.pdf")
    removed = attach(world.answer, b"%PDF-1.4 lepas", name="lepas.pdf")
    Evidence.objects.filter(pk=removed.pk).update(removed_at=timezone.now(), removed_by=world.operator)
    foreign = factories.AnswerFactory()
    attach(foreign, b"%PDF-1.4 asing") if foreign.indicator.criteria.exists() else None
    assert list(files_of(bundled(world, tmp_path)).values()) == [b"%PDF-1.4 ada"]


def test_nothing_to_bundle_is_refused(world):
    with pytest.raises(Refused, match="Belum ada bukti dukung"):
        frozen(world)
    attach(world.answer)
    with pytest.raises(Refused, match="Belum ada bukti dukung"):
        frozen(world, only_accepted=True)


def test_bundle_is_the_same_for_the_same_order(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 satu")
    link(world.answer)
    data = frozen(world)
    first, second = (made(data, tmp_path / name) for name in ("a.zip", "b.zip"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert {entry.date_time for entry in (*first.infolist(), *second.infolist())} == {(1980, 1, 1, 0, 0, 0)}


def test_packed_kinds_are_stored_and_texts_deflated(world, tmp_path):
    attach(world.answer, b"%PDF-1.4 " + b"a" * 5000)
    archive = bundled(world, tmp_path)
    kinds = {entry.filename.rpartition("/")[2]: entry.compress_type for entry in archive.infolist()}
    assert kinds == {
        "1.a.berkas.pdf": zipfile.ZIP_STORED, "manifest.csv": zipfile.ZIP_DEFLATED,
        "Baca-Dahulu.txt": zipfile.ZIP_DEFLATED, "SHA256SUMS.txt": zipfile.ZIP_DEFLATED,
    }  # fmt: skip


def test_steps_are_told_with_files_and_bytes(world, tmp_path):
    for number in range(3):
        attach(world.answer, b"%PDF-1.4" + b"x" * 1100 * number, name=f"{number}.pdf")
    told = []
    made(frozen(world), tmp_path / "bundel.zip", told)
    assert [step for step, _ in told] == ["Berkas 1 dari 3 (0\xa0bita)", "Berkas 3 dari 3 (1,1\xa0KB)"]
    assert told[0][1] == 5
    assert max(percent for _, percent in told) <= 88


def test_links_cannot_write_lines_of_their_own(world, tmp_path):
    link(world.answer, "https://contoh.go.id/a\r\nIconFile=\\\\jahat\\x")
    (content,) = files_of(bundled(world, tmp_path)).values()
    assert content.count(b"\r\n") == 2
    assert content.startswith(b"[InternetShortcut]\r\nURL=https://contoh.go.id/a%0D%0AIconFile=")


def test_no_path_is_longer_than_old_programs_take(db):
    call_command("load_instruments", verbosity=0)
    for instrument in Instrument.objects.all():
        found = folders(summarise(factories.AssessmentFactory(instrument=instrument)))
        assert len(set(found.values())) == instrument.indicators.count()
        assert [path for path in found.values() if len(path) > PATH_MAX - LENGTH_MAX - len("/-999")] == []
        assert all(re.fullmatch(r"[A-Za-z0-9/-]+", path) for path in found.values())
        names = [path.split("/")[-1] for path in found.values()]
        assert names == sorted(names)


def test_domainless_instrument_begins_with_the_aspect():
    summary = samples.summary([3], [2])
    bare = type(summary)(
        heading=summary.heading, questionnaire=summary.questionnaire, domains=(),
        aspects=tuple(type(row)(row.code, row.name, row.weight_units) for row in summary.aspects),
        rows=summary.rows, taken_at=summary.taken_at,
    )  # fmt: skip
    assert list(folders(bare).values()) == [
        "1-Aspek-A1/01-Indikator-contoh-nomor-1", "2-Aspek-A2/02-Indikator-contoh-nomor-2",
    ]  # fmt: skip


def test_places_differ_whatever_their_capitals():
    places = Places()
    assert [places.take("f", name) for name in ("a.pdf", "A.pdf", "a.pdf", "a-2.pdf")] == [
        "f/a.pdf", "f/A-2.pdf", "f/a-3.pdf", "f/a-2-2.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.satu-data.contoh.go.id/x", "35-2.tautan-www-satu-data-contoh-go-id.url"),
        ("https://" + "a" * 200 + ".id/", "35-2.tautan-" + "a" * 40 + ".url"),
        ("https://例え.jp/", "35-2.tautan-jp.url"),
    ],
)
def test_address_is_named_by_its_host(address, name):
    assert link_name("I35-2", address) == name


def test_room_is_asked_before_anything_is_written(world, tmp_path, monkeypatch):
    attach(world.answer)
    data = frozen(world)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(Refused, match="Ruang server tidak cukup untuk bundel ini: perlu 64,0"):
        made(data, tmp_path / "bundel.zip")
    assert list(tmp_path.glob("*.zip")) == []
    with pytest.raises(Refused, match="Ruang server tidak cukup"):
        frozen(world)


def test_form_gives_the_options_of_the_job():
    assert BundleForm({}).errors == {}
    for given, options in (
        ({}, {"only_accepted": False, "max_mb": None}),
        ({"only_accepted": "on", "max_mb": "500"}, {"only_accepted": True, "max_mb": 500}),
    ):
        form = BundleForm(given)
        assert form.is_valid()
        assert json.loads(json.dumps(form.cleaned_data)) == options
    assert not BundleForm({"max_mb": "1"}).is_valid()
