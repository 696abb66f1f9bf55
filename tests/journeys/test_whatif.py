"""The index of imagined levels: the browser's answer is the server's, and Tabanan finds its way to Baik."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import score
from tests.journeys.browser import PHONE
from tests.planning.tabanan import CYCLE, LEVELS

pytestmark = pytest.mark.browser
SETTINGS = 100  # random ones compared with the server's arithmetic

# An empty assessment with the instrument of hundredths, older than the present one; prints its number.
HUNDREDTHS = """
import datetime
from accounts.models import *; from assessments.models import *; from domains.models import Instrument
day = datetime.date(2030, 1, 1)
cycle = Assessment.objects.create(instansi=Instansi.objects.get(is_demo=True), year=2018, stage="filling",
    instrument=Instrument.objects.get(code="pemdi-2026"), predikat_basis="rounded", filling_until=day,
    verification_until=day, scoring_until=day, approval_until=day)
print(f"CYCLE {cycle.pk}")
"""

# Give every indicator a level ("" for none) as a hand would, and read what the page then says.
PLAY = """async (levels) => {
  for (const [code, level] of Object.entries(levels)) {
    const field = document.querySelector(`[name="${code}"]`), slider = document.querySelector(`#g-${code}`);
    const moved = field.hidden && level !== "" ? slider : field;
    moved.value = level;
    moved.dispatchEvent(new Event("input"));
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const text = (place) => document.querySelector(place).textContent;
  const all = (place, name) => Object.fromEntries([...document.querySelectorAll(place)].map(
    (each) => [each.dataset[name], (each.querySelector("[data-value]") ?? each).textContent]));
  return {
    indeks: text('[data-out="indeks"]'), predikat: text('[data-out="predikat"]'),
    answered: text('[data-out="terjawab"]'),
    domains: all("[data-domain]", "domain"), aspects: all("[data-aspect]", "aspect"),
  };
}"""


def cycle(portal, script: str, year: int = 2023) -> str:
    return portal.manage("shell", "-v", "0", "-c", script.replace("YEAR", str(year))).partition("CYCLE ")[2].strip()


def angka(value) -> str:
    return f"{value.shown:.2f}".replace(".", ",")


def number(text: str) -> int:
    """Of the indicator named first in a line."""
    return int(re.search(r"Indikator (\d+)", text)[1])


def expected(questionnaire, levels, basis: str) -> dict:
    found = score(questionnaire, levels, basis=basis)
    answered = f"Sementara: {found.answered} dari {found.total} indikator bernilai." if found.is_provisional else ""
    return {
        "indeks": angka(found.indeks), "predikat": found.predikat.name, "answered": answered,
        "domains": {code: angka(value) for code, value in found.domains.items()},
        "aspects": {code: angka(value) for code, value in found.aspects.items()},
    }  # fmt: skip


def played(page, levels) -> dict:
    return page.evaluate(PLAY, {code: "" if level is None else f"{level}" for code, level in levels.items()})


def test_browser_answers_as_the_server_does(person, portal):
    chance, questionnaire = random.Random(47), shipped_questionnaire("spbe-2020")  # noqa: S311
    coordinator = person("koordinator")
    page = coordinator.visit(f"/penilaian/{cycle(portal, CYCLE, 2022)}/andai/")
    codes = [item.code for item in questionnaire.items]
    for _ in range(SETTINGS):
        middle = chance.randint(1, 5)
        some = [None, *range(1, 6), *[middle] * 9]
        levels = {code: None if (level := chance.choice(some)) is None else Decimal(level) for code in codes}
        assert played(page, levels) == expected(questionnaire, levels, "exact"), levels
    coordinator.look()


def test_browser_answers_as_the_server_does_in_hundredths(person, portal):
    chance, questionnaire = random.Random(48), shipped_questionnaire("pemdi-2026")  # noqa: S311
    page = person("koordinator").visit(f"/penilaian/{cycle(portal, HUNDREDTHS)}/andai/")
    codes = [item.code for item in questionnaire.items]
    for _ in range(SETTINGS):
        near = chance.choice([150, 250, 350, 400])  # about a band's floor, where rounding decides
        drawn = {code: chance.choice([None, near, near, near - 1, chance.randint(100, 500)]) for code in codes}
        levels = {code: None if level is None else Decimal(level) / 100 for code, level in drawn.items()}
        assert played(page, levels) == expected(questionnaire, levels, "rounded"), levels


def test_tabanan_asks_for_baik_and_keeps_the_scenario(person, portal):
    coordinator = person("koordinator", size=PHONE)
    page = coordinator.visit(f"/penilaian/{cycle(portal, CYCLE)}/andai/")
    side = page.locator(".whatif-side")
    expect(side.locator(".indeks strong")).to_have_text("2,07")
    slider = page.get_by_role("slider", name="Indikator 41 Layanan Kinerja Pegawai")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "tingkat 2")
    expect(side.locator(".indeks strong")).to_have_text("2,10")
    expect(page.locator("[data-live]")).to_have_text("Indeks 2,10, predikat Cukup, 1 indikator berubah.")
    expect(page).to_have_url(re.compile(r"/andai/\?.*I41=2"))
    page.reload()
    expect(side.locator(".indeks strong")).to_have_text("2,10")
    page.get_by_role("link", name="Kembalikan semua").click()
    expect(side.locator(".indeks strong")).to_have_text("2,07")

    page.get_by_label("Tujuan").select_option(label="Baik (mulai 2,60)")
    coordinator.press("Cari jalan", heading="6 indikator naik, jumlah usaha 19")
    coordinator.follow("Pakai sebagai skenario", heading="Simpan sebagai skenario")
    page.get_by_label("Nama skenario").fill("Tabanan menuju Baik")
    coordinator.press("Simpan skenario", heading="Tabanan menuju Baik")
    coordinator.reads("Skenario Tabanan menuju Baik tersimpan.")
    coordinator.reads("Tujuan: Baik (2,60), tercapai.")
    coordinator.follow("Lanjutkan mengandaikan", heading="Andaikan tingkatnya lain")
    expect(side.locator(".indeks strong")).to_have_text("2,60")
    expect(side.locator(".indeks b")).to_have_text("Baik")


def test_path_of_tabanan_becomes_a_plan_that_meets_its_prerequisites(person, portal):
    """Two levels at most for each: arrangement 11 then needs policy 1 first, and 33 is in the demo's plan already."""
    coordinator, admin = person("koordinator"), person("admin", size=PHONE)
    page = coordinator.visit(f"/penilaian/{cycle(portal, CYCLE, 2019)}/andai/")
    values = page.locator(".whatif-side [data-domain]")
    expect(values).to_have_text(["2,00", "1,80", "1,18", "2,57"])
    page.get_by_label("Tujuan").select_option(label="Baik (mulai 2,60)")
    page.get_by_label("Batas naik per indikator").fill("2")
    coordinator.press("Cari jalan", heading="10 indikator naik, jumlah usaha 19")
    steps = page.locator(".whatif-way ol li span").all_inner_texts()
    assert [number(text) for text in steps] == [1, 11, 32, 33, 34, 42, 44, 45, 46, 47]
    coordinator.follow("Pakai sebagai skenario", heading="Simpan sebagai skenario")
    page.get_by_label("Nama skenario").fill("Tabanan setapak")
    coordinator.press("Simpan skenario", heading="Tabanan setapak")
    expect(page.get_by_role("button", name="Jadikan rencana")).to_have_count(0)

    admin.visit(page.url)
    admin.press("Jadikan rencana", heading="Rencana tindak lanjut")
    admin.reads("9 kegiatan masuk ke rencana. Tidak digandakan karena masih ada kegiatan terbuka: Indikator 33.")
    admin.visit("/rencana/?tahun=2019")
    lines = admin.page.locator("tbody tr")
    assert [number(text) for text in lines.all_inner_texts()] == [1, 11, 32, 34, 42, 44, 45, 46, 47]
    expect(lines.filter(has_text="Menunggu")).to_have_count(1)
    expect(lines.nth(1)).to_contain_text("Menunggu Indikator 1")
    admin.follow("Indikator 11:")
    order = admin.page.get_by_role("region", name="Kerjakan dulu").get_by_role("listitem")
    expect(order).to_contain_text(["Indikator 1:", "Kegiatan ini"])


def test_page_works_without_scripts(person, portal):
    coordinator = person("koordinator", scripts=False)
    page = coordinator.visit(f"/penilaian/{cycle(portal, CYCLE, 2020)}/andai/")
    assert LEVELS["I41"] == 1
    page.get_by_label("Indikator 41 Layanan Kinerja Pegawai").fill("4")
    page.get_by_role("button", name="Hitung").first.click()
    coordinator.reads("2,16")
    coordinator.press("Simpan sebagai skenario", heading="Simpan sebagai skenario")
    page.get_by_label("Nama skenario").fill("Tanpa skrip")
    coordinator.press("Simpan skenario")
    coordinator.reads("Skenario Tanpa skrip tersimpan.")
