"""The coordinator reads, approves, and then nothing moves any more; the technician adds institutions."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# An assessment of 2024 with every level decided, waiting for approval; prints its address and that of an answer.
WAITING = """
import datetime
from decimal import Decimal
from django.utils import timezone
from accounts.models import *; from assessments.models import *; from domains.models import Instrument
place = Instansi.objects.get(is_demo=True)
people = {user.username: user for user in User.objects.filter(instansi=place)}
instrument = Instrument.objects.get(code="spbe-2020")
day, now = datetime.date(2030, 1, 1), timezone.now()
cycle = Assessment.objects.create(instansi=place, year=2024, instrument=instrument, stage="approval", filling_until=day,
    verification_until=day, scoring_until=day, approval_until=day, created_by=people["admin"])
by, when = people["asesor"], now
Verdict.objects.bulk_create(Verdict(assessment=cycle, indicator=row, final_level=Decimal(3), justification="[Contoh]",
    decided_at=when, decided_by=by) for row in instrument.indicators.all())
given = Assignment.objects.create(assessment=cycle, indicator=instrument.indicators.first(),
    unit=people["operator"].unit)
answer = Answer.objects.create(assignment=given)
print(f"ADDRESSES /penilaian/{cycle.pk}/ /isian/{answer.pk}/")
"""


def test_coordinator_approves_and_the_assessment_is_frozen(person, portal):
    cycle, answer = portal.manage("shell", "-v", "0", "-c", WAITING).partition("ADDRESSES ")[2].split()
    coordinator = person("koordinator")
    page = coordinator.page
    coordinator.visit(cycle)
    coordinator.reads("3,00")
    coordinator.follow("Setujui dan tetapkan")
    coordinator.reads("dibekukan dan tidak dapat diubah lagi")
    coordinator.press("Setujui dan tetapkan")
    expect(page.locator(".head .tag").first).to_have_text("Final")
    expect(page.get_by_role("link", name="Kembalikan ke asesor")).to_have_count(0)

    assessor = person("asesor")
    assessor.visit(f"{cycle}indikator/I1/")
    expect(assessor.page.get_by_role("button", name="Simpan tingkat final")).to_have_count(0)
    operator = person("operator")
    operator.visit(answer)
    expect(operator.page.get_by_label("Fakta")).to_have_count(0)


def test_coordinator_reads_the_published_results(person):
    coordinator = person("koordinator")
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2021")
    coordinator.reads("3,19")
    coordinator.reads("Baik")
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2018")
    coordinator.reads("2,64")


def test_technician_adds_an_institution_and_its_admin(person):
    technician = person("teknisi")
    page = technician.page
    technician.visit("/pengelolaan/instansi/")
    technician.follow("Tambah instansi")
    page.get_by_label("Nama resmi").fill("Pemerintah Kabupaten Percobaan")
    page.get_by_label("Nama singkat").fill("Kab. Percobaan")
    page.get_by_label("Jenis").select_option("regency")
    technician.press("Tambah instansi")
    technician.reads("Pemerintah Kabupaten Percobaan")
    technician.visit("/pengelolaan/instansi/?q=percobaan")
    technician.follow("Tambah pengguna di Pemerintah Kabupaten Percobaan")
    page.get_by_label("Nama lengkap").fill("Admin Percobaan")
    page.get_by_label("Nama pengguna").fill("admin.percobaan")
    page.get_by_label("Alamat surel").fill("admin.percobaan@contoh.invalid")
    page.get_by_label("Peran").select_option("admin")
    technician.press("Tambah pengguna")
    technician.visit("/pengelolaan/pengguna/?q=percobaan")
    technician.reads("Admin Percobaan")
