"""The work of one cycle: who answers what, what they claimed, and what was found."""

from assessments.models.answers import CLAIMING, Answer, AnswerQuerySet, Status
from assessments.models.cycles import Assessment, AssessmentQuerySet, Assignment, AssignmentQuerySet, Stage
from assessments.models.verdicts import Verdict, VerdictQuerySet

__all__ = [
    "CLAIMING",
    "Answer",
    "AnswerQuerySet",
    "Assessment",
    "AssessmentQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "Stage",
    "Status",
    "Verdict",
    "VerdictQuerySet",
]
