"""Verdicts: the assessor's final level for one indicator of one assessment."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status, viewsets
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import StrictSerializer
from assessments.api.versions import IF_MATCH, IF_NONE_MATCH, IdFilter, LevelField, required_version, versioned
from assessments.models import Assessment, Verdict
from assessments.workflow import decide

PATH = [
    OpenApiParameter("pk", int, OpenApiParameter.PATH, description="nomor penilaian"),
    OpenApiParameter("code", str, OpenApiParameter.PATH, description="kode indikator, misalnya I12"),
]


class VerdictSerializer(serializers.ModelSerializer):
    assessment = serializers.IntegerField(source="assessment_id")
    indicator = serializers.CharField(source="indicator.code")

    class Meta:
        model = Verdict
        fields = [
            "id", "assessment", "indicator", "final_level", "justification", "external_level", "version", "decided_at",
        ]  # fmt: skip


class DecisionSerializer(StrictSerializer):
    level = LevelField()
    justification = serializers.CharField(max_length=5000)


class VerdictFilter(filters.FilterSet):
    assessment = IdFilter(field_name="assessment__id", label="nomor penilaian")
    indicator = filters.CharFilter(field_name="indicator__code", lookup_expr="iexact", label="kode indikator")

    class Meta:
        model = Verdict
        fields: list[str] = []


@extend_schema(tags=["Penilaian asesor"])
@extend_schema_view(
    list=extend_schema(
        summary="Daftar tingkat final",
        description="Operator membacanya untuk indikator OPD-nya setelah penilaian final.",
    ),
    retrieve=extend_schema(summary="Satu tingkat final"),
)
class VerdictViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Verdict.objects.none()
    serializer_class = VerdictSerializer
    filterset_class = VerdictFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Verdict]:
        rows = Verdict.objects.visible_to(self.request.user).select_related("indicator")
        return rows.order_by("-assessment_id", "indicator__position")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        verdict = self.get_object()
        return versioned(self.get_serializer(verdict).data, verdict.version)


@extend_schema(tags=["Penilaian asesor"])
class VerdictView(GenericAPIView):
    """One indicator of one assessment, whether or not it has a verdict yet."""

    queryset = Verdict.objects.none()
    serializer_class = VerdictSerializer
    filter_backends: list[Any] = []

    @extend_schema(
        operation_id="assessments_verdicts_retrieve", summary="Tingkat final satu indikator", parameters=PATH
    )
    def get(self, request: Request, pk: int, code: str) -> Response:
        rows = Verdict.objects.visible_to(request.user).select_related("indicator")
        verdict = get_object_or_404(rows, assessment__id=pk, indicator__code=code)
        return versioned(self.get_serializer(verdict).data, verdict.version)

    @extend_schema(
        operation_id="assessments_verdicts_decide",
        summary="Menetapkan tingkat final",
        description="Asesor internal. Pertama kali dengan `If-None-Match: *`, sesudahnya dengan `If-Match`.",
        parameters=[*PATH, IF_MATCH, IF_NONE_MATCH],
        request=DecisionSerializer,
        responses={200: VerdictSerializer, 201: VerdictSerializer},
    )
    def put(self, request: Request, pk: int, code: str) -> Response:
        rows = Assessment.objects.visible_to(request.user).select_related("instrument")
        assessment = get_object_or_404(rows, pk=pk)
        indicator = get_object_or_404(assessment.instrument.indicators, code=code)
        version = required_version(request, may_be_first=True)
        data = DecisionSerializer(data=request.data, context={"instrument": assessment.instrument})
        data.is_valid(raise_exception=True)
        verdict = decide(assessment, indicator, version=version, by=request.user, **data.validated_data)
        is_first = verdict.version == 1
        answer = self.get_serializer(verdict).data
        return versioned(answer, verdict.version, status.HTTP_201_CREATED if is_first else status.HTTP_200_OK)
