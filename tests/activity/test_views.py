"""What one was told, and the trail of what happened."""

from __future__ import annotations

import pytest

from activity.models import Notification
from tests import factories


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def mine(world):
    return factories.NotificationFactory(user=world.operator, text="Indikator 1 dikembalikan", url="/tugas/")


@pytest.fixture
def operator(world, client_for):
    return client_for(world.operator)


def test_notifications_lists_ones_own_newest_first(world, operator, mine):
    factories.NotificationFactory(user=world.operator, text="Yang kedua")
    factories.NotificationFactory(user=world.admin, text="Milik orang lain")
    text = words(operator.get("/pemberitahuan/"))
    assert text.index("Yang kedua") < text.index("Indikator 1 dikembalikan")
    assert "Milik orang lain" not in text
    assert "Tandai semua sudah dibaca" in text


def test_notifications_when_there_are_none(operator):
    text = words(operator.get("/pemberitahuan/"))
    assert "Belum ada pemberitahuan" in text
    assert "Tandai semua" not in text


def test_notifications_are_paged(world, operator):
    factories.NotificationFactory.create_batch(31, user=world.operator)
    assert "Halaman 1 dari 2" in words(operator.get("/pemberitahuan/"))
    assert "Halaman 2 dari 2" in words(operator.get("/pemberitahuan/?hal=2"))
    assert operator.get("/pemberitahuan/?hal=abc").status_code == 200


def test_opening_marks_as_read_and_leads_on(operator, mine):
    response = operator.post(f"/pemberitahuan/{mine.pk}/buka/")
    mine.refresh_from_db()
    assert (response.status_code, response.url, mine.read_at is not None) == (302, "/tugas/", True)


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_opening_never_leads_away(operator, mine, url):
    Notification.objects.filter(pk=mine.pk).update(url=url)
    assert operator.post(f"/pemberitahuan/{mine.pk}/buka/").url == "/pemberitahuan/"


def test_opening_somebody_elses_is_not_found(world, client_for, mine):
    assert client_for(world.admin).post(f"/pemberitahuan/{mine.pk}/buka/").status_code == 404
    assert client_for(world.operator).get(f"/pemberitahuan/{mine.pk}/buka/").status_code == 405
    mine.refresh_from_db()
    assert mine.read_at is None


def test_read_all_marks_ones_own(world, operator, mine):
    other = factories.NotificationFactory(user=world.admin)
    response = operator.post("/pemberitahuan/dibaca/")
    assert (response.status_code, response.url) == (302, "/pemberitahuan/")
    assert list(Notification.objects.unread()) == [other]
    assert operator.get("/pemberitahuan/dibaca/").status_code == 405


def test_bell_counts_the_unread(operator, mine):
    assert '<span class="count">1<' in words(operator.get("/pemberitahuan/"))


def test_history_shows_the_instansi_to_its_staff_and_oneself_to_an_operator(world, client_for):
    factories.EventFactory(instansi=world.instansi, actor=world.admin, text="Admin menutup pengisian")
    factories.EventFactory(instansi=world.instansi, actor=world.operator, text="Operator menyimpan draf")
    factories.EventFactory(instansi=factories.InstansiFactory(), text="Instansi lain")
    admin, operator = (words(client_for(person).get("/riwayat/")) for person in (world.admin, world.operator))
    shown = [
        tuple(text in page for text in ("Admin menutup pengisian", "Operator menyimpan draf", "Instansi lain"))
        for page in (admin, operator)
    ]
    assert shown == [(True, True, False), (False, True, False)]


@pytest.mark.parametrize(
    ("query", "is_found"), [("q=MENYIMPAN", True), ("q=zzz", False), ("q=%00menyimpan", True), ("q=%25", False)]
)
def test_history_is_searched(world, operator, query, is_found):
    factories.EventFactory(instansi=world.instansi, actor=world.operator, text="Operator menyimpan draf")
    text = words(operator.get(f"/riwayat/?{query}"))
    assert ("Operator menyimpan draf" in text, "Tidak ada yang cocok" in text) == (is_found, not is_found)


def test_history_when_nothing_happened(operator):
    assert "Belum ada riwayat" in words(operator.get("/riwayat/"))


def test_history_escapes_what_people_wrote(world, operator):
    factories.EventFactory(instansi=world.instansi, actor=world.operator, note="<script>alert(1)</script>")
    text = words(operator.get("/riwayat/"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("path", ["/pemberitahuan/", "/riwayat/"])
def test_query_count_is_constant(world, client_for, django_assert_num_queries, path):
    client = client_for(world.operator)

    def fill(count: int) -> None:
        factories.NotificationFactory.create_batch(count, user=world.operator)
        factories.EventFactory.create_batch(count, instansi=world.instansi, actor=world.operator)

    fill(1)
    with django_assert_num_queries(5):
        client.get(path)
    fill(20)
    with django_assert_num_queries(5):
        client.get(path)
