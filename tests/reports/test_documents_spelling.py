"""Numbers and dates in words."""

import datetime

import pytest

from reports.documents.spelling import date_in_words, day_name, in_words, long_date


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (1, "satu"), (9, "sembilan"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"),
        (19, "sembilan belas"), (20, "dua puluh"), (21, "dua puluh satu"), (99, "sembilan puluh sembilan"),
        (100, "seratus"), (101, "seratus satu"), (111, "seratus sebelas"), (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"), (1000, "seribu"), (1001, "seribu satu"),
        (1100, "seribu seratus"), (1945, "seribu sembilan ratus empat puluh lima"), (2000, "dua ribu"),
        (2026, "dua ribu dua puluh enam"), (2110, "dua ribu seratus sepuluh"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)  # fmt: skip
def test_number_is_spelt_as_people_say_it(number, words):
    assert in_words(number) == words


ONES = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
WHOLE = {"nol": 0, "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000} | ONES
SIZES = {"puluh": 10, "ratus": 100, "ribu": 1000}


def value(words: str) -> int:
    """The number that a spelling means, read from left to right by the grammar of the language alone."""
    total = last = 0
    for word in words.split():
        if word == "belas":
            total, last = total + 10, 0
        elif word in SIZES:
            total, last = total + last * (SIZES[word] - 1), 0
        else:
            last = WHOLE[word]
            total += last
    return total


def test_every_number_means_itself_and_no_other():
    assert [value(in_words(number)) for number in range(10_000)] == list(range(10_000))


@pytest.mark.parametrize("number", [-1, 10_000])
def test_number_beyond_is_refused(number):
    with pytest.raises(ValueError, match="0 to 9999"):
        in_words(number)


def test_date_in_words_as_a_statement_begins():
    date = datetime.date(2026, 11, 12)
    assert (day_name(date), long_date(date), date_in_words(date)) == (
        "Kamis", "12 November 2026", "tanggal dua belas bulan November tahun dua ribu dua puluh enam",
    )  # fmt: skip


def test_week_begins_on_monday_and_the_year_in_january():
    assert [day_name(datetime.date(2026, 6, day)) for day in range(1, 8)] == [
        "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
    ]  # fmt: skip
    assert [long_date(datetime.date(2026, month, 1)).split()[1][:3] for month in (1, 2, 5, 8, 10, 12)] == [
        "Jan", "Feb", "Mei", "Agu", "Okt", "Des",
    ]  # fmt: skip
