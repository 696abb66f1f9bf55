"""The shipped national results are whole and read exactly."""

from collections import Counter
from decimal import Decimal

from results import national


def test_published_results_of_2023_are_complete():
    rows = national.published(2023)
    assert Counter(row.kind for row in rows) == {"kabupaten": 398, "kota": 93, "instansi pusat": 92, "provinsi": 38}
    assert len({row.name for row in rows}) == len(rows)


def test_kind_of_a_published_row_agrees_with_its_name():
    """A conversion had taken "Kab. Limapuluh Kota" for a city and "D.I. Yogyakarta" for a regency."""
    beginnings = {"Pemerintah Kab. ": "kabupaten", "Pemerintah Kota ": "kota", "Pemerintah Provinsi ": "provinsi"}
    wrong = [
        (row.name, row.kind)
        for row in national.published()
        for beginning, kind in beginnings.items()
        if row.name.startswith(beginning) != (row.kind == kind)
    ]
    assert wrong == [("Pemerintah Aceh", "provinsi"), ("Pemerintah D.I. Yogyakarta", "provinsi")]


def test_published_result_is_read_as_printed():
    row = next(row for row in national.published() if row.name == "Pemerintah Kota Pangkal Pinang")
    assert row == national.Published(
        2023, "Pemerintah Kota Pangkal Pinang", "kota", "Bangka Belitung",
        {"D1": Decimal("3.10"), "D2": Decimal("2.60"), "D3": Decimal("1.00"), "D4": Decimal("3.62")},
        Decimal("2.87"), "Baik",
    )  # fmt: skip


def test_year_that_is_not_shipped_is_empty():
    assert national.published(2019) == ()


def test_national_means_run_from_2018_to_2024():
    assert [mean.year for mean in national.means()] == list(range(2018, 2025))
    assert national.mean_of(2018) == national.NationalMean(
        2018, Decimal("1.98"), {"D1": Decimal("1.75"), "D2": Decimal("1.74"), "D4": Decimal("2.17")}, None
    )
    assert national.mean_of(2030) is None
