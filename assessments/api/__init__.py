"""The work over HTTP: cycles, answers and verdicts, on the same querysets and the same door as the screens."""

from assessments.api.answers import AnswerSerializer, AnswerViewSet
from assessments.api.cycles import AssessmentViewSet
from assessments.api.verdicts import VerdictSerializer, VerdictView, VerdictViewSet

__all__ = [
    "AnswerSerializer",
    "AnswerViewSet",
    "AssessmentViewSet",
    "VerdictSerializer",
    "VerdictView",
    "VerdictViewSet",
]
