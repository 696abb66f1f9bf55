"""The API's router, and the one place where refusals become statuses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path, re_path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView, exception_handler

from assessments.api import (
    AnswerSerializer,
    AnswerViewSet,
    AssessmentViewSet,
    VerdictSerializer,
    VerdictView,
    VerdictViewSet,
)
from assessments.models import Answer, Verdict
from assessments.workflow import MissingEvidence, Refused, Stale
from domains.api import InstrumentViewSet
from evidence.api import DocumentViewSet, EvidenceViewSet
from evidence.middleware import status_of
from evidence.stores import StoreFailed
from reports.api import ReportJobViewSet, ScoreView
from spbe_portal.documentation import documentation

CURRENT = {Answer: AnswerSerializer, Verdict: VerdictSerializer}


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused is 409, naming evidence that is missing; Stale 412 with the row as it is now; a rule of a model 400;
    a failing store 503 or 507.
    """
    if isinstance(error, Stale):
        current = CURRENT[type(error.current)](error.current, context=context).data
        return Response({"detail": str(error), "current": current}, status=status.HTTP_412_PRECONDITION_FAILED)
    if isinstance(error, MissingEvidence):
        missing = [row._asdict() for row in error.missing]
        return Response({"detail": str(error), "missing": missing}, status=status.HTTP_409_CONFLICT)
    if isinstance(error, Refused):
        return Response({"detail": str(error)}, status=status.HTTP_409_CONFLICT)
    if isinstance(error, StoreFailed):
        return Response({"detail": str(error)}, status=status_of(error))
    if isinstance(error, ValidationError):
        return Response(_by_field(error), status=status.HTTP_400_BAD_REQUEST)
    return exception_handler(error, context)


def _by_field(error: ValidationError) -> dict[str, Any]:
    """Field names as in DRF's own answers; what concerns no single field under `non_field_errors`."""
    detail = serializers.as_serializer_error(error)
    if "__all__" in detail:
        detail["non_field_errors"] = detail.pop("__all__")
    return detail


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes `accounts.api.TokenAuthentication`."""

    target_class = "accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Kunci API dari halaman profil."}


class SchemaView(SpectacularAPIView):
    """The OpenAPI document; JSON first, so that a refusal is JSON as everywhere else."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer2]


class Unknown(APIView):
    """An address below /api/ that is none: told in JSON, and only to those signed in."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound("Alamat ini tidak ada pada API.")


router = SimpleRouter(use_regex_path=False)
router.register("instruments", InstrumentViewSet, basename="api-instrument")
router.register("assessments", AssessmentViewSet, basename="api-assessment")
router.register("answers", AnswerViewSet, basename="api-answer")
router.register("verdicts", VerdictViewSet, basename="api-verdict")
router.register("documents", DocumentViewSet, basename="api-document")
router.register("evidence", EvidenceViewSet, basename="api-evidence")
router.register("report-jobs", ReportJobViewSet, basename="api-report-job")

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("dokumentasi/", documentation, name="api-documentation"),
    path("assessments/<int:pk>/verdicts/<slug:code>/", VerdictView.as_view(), name="api-assessment-verdict"),
    path("assessments/<int:pk>/score/", ScoreView.as_view(), name="api-assessment-score"),
    *router.urls,
    re_path(r"^.*/$", Unknown.as_view(), name="api-unknown"),
]
