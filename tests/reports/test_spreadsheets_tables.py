"""Plain tables: what each person gets, and that an Indonesian Excel opens them rightly."""

import csv
import io
from decimal import Decimal

import pandas as pd
import pytest
from django.urls import reverse
from django.utils import timezone

from reports.spreadsheets.tables import lines
from tests import factories
from tests.assessments.scenes import set_stage, set_status

pytestmark = pytest.mark.django_db


def table(client, world, kind):
    response = client.get(reverse("worksheet-table", args=[world.assessment.pk, kind]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_cells_are_safe_and_written_the_indonesian_way():
    record = ["=1+1", "+62", "-5", "@a", "\t=1", "a;b", 'kutip "x"', "baris\nbaru", Decimal("2.50"), 3, None, -4]
    data = b"".join(lines([record]))
    assert data.decode("utf-8-sig") == (
        "'=1+1;'+62;'-5;'@a;'\t=1;\"a;b\";\"kutip \"\"x\"\"\";\"baris\nbaru\";2,5;3;;-4\r\n"
    )  # fmt: skip


def test_lines_come_one_by_one():
    def records():
        yield ["Kode"]
        raise AssertionError("read ahead")

    found = lines(records())
    assert [next(found), next(found)] == [b"\xef\xbb\xbf", b"Kode\r\n"]


def test_indicators_show_every_track(world, client_for):
    set_status(world.answer, "verified", level=3)
    rows = table(client_for(world.coordinator), world, "indikator")
    assert [row["Kode"] for row in rows] == ["I1", "I2", "I3", "I4"]
    first = {name: rows[0][name] for name in ("Mandiri", "Verifikasi", "Final", "Eksternal", "Bobot", "OPD")}
    assert first == {
        "Mandiri": "3", "Verifikasi": "3", "Final": "", "Eksternal": "", "Bobot": "100",
        "OPD": world.unit.short_name,
    }  # fmt: skip


def test_answers_hold_drafts_for_their_own_opd_alone(world, client_for):
    set_status(world.answer, "draft", level=2)
    own = table(client_for(world.operator), world, "isian")
    whole = table(client_for(world.admin), world, "isian")
    assert [(row["Mandiri"], row["Fakta"]) for row in own] == [("2", "Fakta")]
    assert [(row["Mandiri"], row["Fakta"], row["Status"]) for row in whole] == [("", "", "Draf")]
    assert table(client_for(world.other_operator), world, "isian") == []


def test_evidence_is_listed_with_its_place(world, client_for):
    evidence = factories.EvidenceFactory(answer=world.answer, clause="Pasal 4", page="12", note="=rahasia")
    expected = {
        "Kode": "I1", "Indikator": world.indicator.name, "OPD": world.unit.short_name, "Tingkat": "1",
        "Bukti": evidence.document.name, "Jenis": "berkas", "Tempat": "Pasal 4, halaman 12",
        "Keterangan": "'=rahasia", "Hasil pemeriksaan": "Menunggu pemeriksaan",
    }  # fmt: skip
    assert table(client_for(world.operator), world, "bukti") == [expected]
    assert table(client_for(world.assessor), world, "bukti") == [expected]
    assert table(client_for(world.other_operator), world, "bukti") == []


def test_verdicts_are_told_to_an_opd_once_the_cycle_is_final(world, client_for):
    factories.VerdictFactory(
        assessment=world.assessment, indicator=world.indicator, final_level=3, justification="Cukup.",
        decided_at=timezone.now(), decided_by=world.assessor,
    )  # fmt: skip
    (row,) = table(client_for(world.assessor), world, "penetapan")
    assert (row["Tingkat final"], row["Pertimbangan"], row["Ditetapkan oleh"]) == ("3", "Cukup.", str(world.assessor))
    assert table(client_for(world.operator), world, "penetapan") == []
    set_stage(world.assessment, "final")
    assert len(table(client_for(world.operator), world, "penetapan")) == 1


@pytest.mark.parametrize(("kind", "status"), [("indikator", 404), ("lain", 404), ("isian", 200)])
def test_operator_gets_no_table_of_the_institution(world, client_for, kind, status):
    url = reverse("worksheet-table", args=[world.assessment.pk, kind])
    response = client_for(world.operator).get(url)
    assert response.status_code == status
    if response.streaming:
        b"".join(response.streaming_content)


def test_pandas_reads_numbers_as_numbers(world, client_for):
    set_status(world.answer, "submitted", level=3)
    url = reverse("worksheet-table", args=[world.assessment.pk, "isian"])
    data = b"".join(client_for(world.admin).get(url).streaming_content)
    frame = pd.read_csv(io.BytesIO(data), sep=";", decimal=",", encoding="utf-8-sig")
    assert list(frame["Mandiri"]) == [3]
