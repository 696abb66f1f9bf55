"""The masthead: which entries a role has, and which one is marked as current."""

import pytest

from spbe_portal.navigation import MENU, navigation


def current(rf, user, path):
    request = rf.get(path)
    request.user = user
    return [entry["label"] for entry in navigation(request)["menu"] if entry["is_current"]]


@pytest.mark.parametrize(
    ("person", "path", "labels"),
    [
        ("operator", "/tugas/", ["Tugas saya"]),
        ("operator", "/isian/1/", ["Tugas saya"]),
        ("admin", "/isian/1/", ["Penilaian"]),
        ("admin", "/pengelolaan/opd/3/", ["OPD"]),
        ("admin", "/pengelolaan/pengguna/", ["Pengguna"]),
        ("coordinator", "/laporan/abc/", ["Penilaian"]),
        ("assessor", "/profil/", []),
        ("coordinator", "/target/2026/", ["Hasil dan rencana"]),
        ("operator", "/rencana/kalender/", ["Rencana"]),
        ("operator", "/prioritas/3/", ["Tugas saya"]),
        ("technician", "/pengelolaan/hasil/", ["Hasil"]),
    ],
)
def test_menu_marks_the_entry_a_page_belongs_to(rf, world, person, path, labels):
    assert current(rf, getattr(world, person), path) == labels


def test_menu_of_a_technician_has_no_assessments(rf, world):
    request = rf.get("/")
    request.user = world.technician
    assert [entry["label"] for entry in navigation(request)["menu"]] == [
        "Instansi", "Pengguna", "Hasil", "Instrumen", "Riwayat",
    ]  # fmt: skip


def test_menu_has_entries_for_every_role(world):
    people = (world.operator, world.admin, world.assessor, world.coordinator, world.technician)
    assert set(MENU) == {person.role for person in people}


def test_menu_counts_unread_only_where_it_is_shown(rf, world, django_assert_num_queries):
    request = rf.get("/")
    request.user = world.operator
    with django_assert_num_queries(0):
        context = navigation(request)
    with django_assert_num_queries(1):
        assert context["unread"] == 0
