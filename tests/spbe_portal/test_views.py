"""The front door and the pages of errors."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("operator", "tasks"),
        (Role.ADMIN, "assessments"),
        (Role.ASSESSOR, "assessments"),
        (Role.COORDINATOR, "assessments"),
        ("technician", "instansi"),
    ],
)
def test_home_leads_each_role_to_its_work(world, client_for, role, first):
    assert client_for(getattr(world, role)).get("/").url == reverse(first)


@pytest.mark.parametrize(
    ("role", "address", "status", "title"),
    [
        ("operator", "/pengelolaan/opd/", 403, "Anda tidak berwenang"),
        ("operator", "/isian/99999/", 404, "Halaman tidak ditemukan"),
        (None, "/tidak-ada/", 404, "Halaman tidak ditemukan"),
    ],
)
def test_error_has_a_page_that_says_what_happened(world, client_for, role, address, status, title):  # noqa: PLR0917
    response = client_for(getattr(world, role) if role else None).get(address)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_form_without_its_secret_is_told_to_load_again(world):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/masuk/", {"login": "operator", "password": "x"})
    assert response.status_code == 403
    assert "<h1>Formulir sudah kedaluwarsa</h1>" in response.content.decode()


def test_error_of_the_portal_has_a_page_even_without_the_database(world, client_for):
    client = client_for(world.operator)
    client.raise_request_exception = False

    def refuse(*_):
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(refuse):
        response = client.get("/tugas/")
    assert response.status_code == 500
    assert "Data yang sudah tersimpan tetap aman." in response.content.decode()
