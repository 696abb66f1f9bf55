"""What an institution wants to reach, and what it will do for it."""

from planning.models.actions import LATE, OPEN, ActionItem, ActionItemQuerySet, ActionNote, ActionOrder, ActionState
from planning.models.prerequisites import InstansiPrerequisite, InstansiPrerequisiteQuerySet
from planning.models.priorities import Priority, PriorityQuerySet, PriorityState
from planning.models.scenarios import Scenario, ScenarioLevel, ScenarioQuerySet
from planning.models.targets import Target, TargetQuerySet

__all__ = [
    "LATE",
    "OPEN",
    "ActionItem",
    "ActionItemQuerySet",
    "ActionNote",
    "ActionOrder",
    "ActionState",
    "InstansiPrerequisite",
    "InstansiPrerequisiteQuerySet",
    "Priority",
    "PriorityQuerySet",
    "PriorityState",
    "Scenario",
    "ScenarioLevel",
    "ScenarioQuerySet",
    "Target",
    "TargetQuerySet",
]
