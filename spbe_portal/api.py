"""The API's router, and the one place where refusals become statuses."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from assessments.workflow import Refused, Stale


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refused is 409, Stale 412 with the present version; Django's and DRF's own errors keep their statuses."""
    if isinstance(error, Stale):
        return Response(
            {"detail": str(error), "version": error.current.version}, status=status.HTTP_412_PRECONDITION_FAILED
        )
    if isinstance(error, Refused):
        return Response({"detail": str(error)}, status=status.HTTP_409_CONFLICT)
    return exception_handler(error, context)


urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
