"""Who may manage whom, over every role."""

import pytest

from directory import permissions

pytestmark = pytest.mark.django_db
ROLES = ("operator", "admin", "assessor", "coordinator", "technician", "stranger")


def allowed(world, predicate, *subject):
    return {role for role in ROLES if predicate(getattr(world, role), *subject)}


def test_who_may_do_what(world):
    assert allowed(world, permissions.can_manage_units) == {"admin", "stranger"}
    assert allowed(world, permissions.can_import) == {"admin", "stranger"}
    assert allowed(world, permissions.can_manage_instansi) == {"technician"}
    assert allowed(world, permissions.can_manage_people) == {"admin", "technician", "stranger"}
    assert allowed(world, permissions.can_add_person, world.instansi) == {"admin", "technician"}
    assert allowed(world, permissions.can_change_person, world.operator) == {"admin", "technician"}
    assert allowed(world, permissions.can_change_person, world.admin) == {"admin", "technician"}
    assert allowed(world, permissions.can_set_active, world.operator) == {"admin", "technician"}


def test_nobody_shuts_himself_out(world):
    assert allowed(world, permissions.can_set_active, world.admin) == {"technician"}
    assert allowed(world, permissions.can_set_active, world.technician) == set()


def test_technicians_are_never_changed_on_a_screen(world):
    assert allowed(world, permissions.can_change_person, world.technician) == set()
