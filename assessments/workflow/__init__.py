"""The one door: every change of an answer, a verdict or a stage goes through here.

Each step locks the rows, asks the permission, checks the state and its guard, writes, records an
event and tells people once the transaction holds. A refused step leaves everything as it was.
"""

from assessments.workflow.answers import STEPS, available, take
from assessments.workflow.drafts import save_draft
from assessments.workflow.refusals import MissingEvidence, Refused, Stale
from assessments.workflow.stages import STAGE_STEPS, available_moves, move
from assessments.workflow.verdicts import can_decide_now, decide

__all__ = [
    "STAGE_STEPS",
    "STEPS",
    "MissingEvidence",
    "Refused",
    "Stale",
    "available",
    "available_moves",
    "can_decide_now",
    "decide",
    "move",
    "save_draft",
    "take",
]
