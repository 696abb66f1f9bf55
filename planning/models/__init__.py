"""What an institution wants to reach, and what it will do for it."""

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
