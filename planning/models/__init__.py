"""What an institution wants to reach, and what it will do for it."""

from planning.models.priorities import Priority, PriorityQuerySet, State
from planning.models.targets import Target, TargetQuerySet

__all__ = ["Priority", "PriorityQuerySet", "State", "Target", "TargetQuerySet"]
