"""What a migration moves arrives, forward and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("accounts", "0001_initial")], [("accounts", "0002_predecessors")]


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return executor.loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
def test_one_predecessor_becomes_a_row_and_comes_back():
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    apps = migrate(BEFORE)
    instansi = apps.get_model("accounts", "Instansi").objects.create(name="Kota", short_name="Kota", kind="city")
    units = apps.get_model("accounts", "Unit").objects
    old = units.create(instansi=instansi, code="A", name="Lama", short_name="A")
    new = units.create(instansi=instansi, code="B", name="Baru", short_name="B", predecessor=old)

    apps = migrate(AFTER)
    rows = apps.get_model("accounts", "Succession").objects.values_list("unit", "predecessor")
    assert list(rows) == [(new.pk, old.pk)]

    apps = migrate(BEFORE)
    found = apps.get_model("accounts", "Unit").objects.order_by("code").values_list("code", "predecessor")
    assert list(found) == [("A", None), ("B", old.pk)]
    migrate(latest)
