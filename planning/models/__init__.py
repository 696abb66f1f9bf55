"""What an institution wants to reach, and what it will do for it."""

from planning.models.prerequisites import InstansiPrerequisite, InstansiPrerequisiteQuerySet
from planning.models.targets import Target, TargetQuerySet

__all__ = ["InstansiPrerequisite", "InstansiPrerequisiteQuerySet", "Target", "TargetQuerySet"]
from planning.models.scenarios import Scenario, ScenarioLevel, ScenarioQuerySet
from planning.models.targets import Target, TargetQuerySet

__all__ = ["Scenario", "ScenarioLevel", "ScenarioQuerySet", "Target", "TargetQuerySet"]
from planning.models.actions import (
    LATE,
    OPEN,
    ActionItem,
    ActionItemQuerySet,
    ActionNote,
    ActionOrder,
    State,
)
from planning.models.targets import Target, TargetQuerySet

__all__ = [
    "LATE",
    "OPEN",
    "ActionItem",
    "ActionItemQuerySet",
    "ActionNote",
    "ActionOrder",
    "State",
    "Target",
    "TargetQuerySet",
]
from planning.models.priorities import Priority, PriorityQuerySet, State
from planning.models.targets import Target, TargetQuerySet

__all__ = ["Priority", "PriorityQuerySet", "State", "Target", "TargetQuerySet"]
