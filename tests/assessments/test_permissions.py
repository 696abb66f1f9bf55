"""Who may, asked of every person about one assessment and one answer."""

import pytest

from assessments import permissions
from tests.assessments.scenes import PEOPLE, fresh

MAY = {
    permissions.can_manage: {"admin"},
    permissions.can_decide: {"assessor"},
    permissions.can_ask_approval: {"admin", "assessor"},
    permissions.can_finalise: {"coordinator"},
    permissions.can_see_results: {"admin", "assessor", "coordinator"},
}
MAY_ANSWER = {permissions.can_fill: {"operator"}, permissions.can_review: {"admin"}}


def those(world, predicate, *subject) -> set[str]:
    return {name for name in PEOPLE if predicate(getattr(world, name), *subject)}


@pytest.mark.parametrize("predicate", MAY, ids=lambda predicate: predicate.__name__)
def test_predicate_about_an_assessment(world, predicate):
    assert those(world, predicate, world.assessment) == MAY[predicate]


@pytest.mark.parametrize("predicate", MAY_ANSWER, ids=lambda predicate: predicate.__name__)
def test_predicate_about_an_answer(world, predicate):
    assert those(world, predicate, fresh(world.answer)) == MAY_ANSWER[predicate]


def test_creating_is_for_admins_of_any_instansi(world):
    assert those(world, permissions.can_create_assessment) == {"admin", "stranger"}


def test_operator_moved_to_another_unit_may_no_longer_fill(world):
    world.operator.unit = world.other_unit
    assert not permissions.can_fill(world.operator, fresh(world.answer))


def test_predicates_ask_the_database_nothing(world, django_assert_num_queries):
    answer = fresh(world.answer)
    with django_assert_num_queries(0):
        for name in PEOPLE:
            for predicate in MAY_ANSWER:
                predicate(getattr(world, name), answer)
            for predicate in MAY:
                predicate(getattr(world, name), answer.assessment)


def test_every_predicate_is_in_a_table():
    named = {name for name in vars(permissions) if name.startswith("can_")}
    listed = {predicate.__name__ for predicate in (*MAY, *MAY_ANSWER, permissions.can_create_assessment)}
    assert named == listed
