"""Answers: read them, write the claim, take the steps."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import PersonSerializer, StrictSerializer, UnitSerializer
from assessments.api.versions import IF_MATCH, IdFilter, LevelField, named_version, required_version, versioned
from assessments.models import Answer, Status
from assessments.workflow import STEPS, available, save_draft, take

# Writing goes through PATCH, which carries the texts; the other steps are taken by name.
NAMED_STEPS = [name for name in STEPS if name not in ("save", "revise")]


class AnswerSerializer(serializers.ModelSerializer):
    assessment = serializers.IntegerField(source="assignment.assessment_id")
    indicator = serializers.CharField(source="indicator.code")
    unit = UnitSerializer()
    person = PersonSerializer(source="assignment.person", allow_null=True)
    status = serializers.ChoiceField(Status.choices)
    extended_until = serializers.DateField(source="assignment.extended_until", allow_null=True)
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Answer
        fields = [
            "id", "assessment", "indicator", "unit", "person", "status", "claimed_level", "facts", "analysis",
            "verified_level", "review_note", "extended_until", "version", "updated_at", "submitted_at", "verified_at",
            "steps",
        ]  # fmt: skip

    def get_steps(self, answer: Answer) -> list[str]:
        return available(answer, self.context["request"].user)


class ClaimSerializer(StrictSerializer):
    claimed_level = LevelField(allow_null=True)
    facts = serializers.CharField(allow_blank=True, max_length=5000)
    analysis = serializers.CharField(allow_blank=True, max_length=5000)


class StepSerializer(StrictSerializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    level = LevelField(required=False, allow_null=True, default=None)
    confirm_missing = serializers.ListField(
        source="accept_missing",
        child=serializers.CharField(max_length=30),
        max_length=100,
        required=False,
        default=list,
    )


class AnswerFilter(filters.FilterSet):
    assessment = IdFilter(field_name="assignment__assessment__id", label="nomor penilaian")
    unit = IdFilter(field_name="assignment__unit__id", label="nomor OPD")
    indicator = filters.CharFilter(
        field_name="assignment__indicator__code", lookup_expr="iexact", label="kode indikator, misalnya I12"
    )
    status = filters.ChoiceFilter(choices=Status.choices, label="status isian")

    class Meta:
        model = Answer
        fields: list[str] = []


@extend_schema(tags=["Isian"])
@extend_schema_view(
    list=extend_schema(
        summary="Daftar isian",
        description="Operator melihat isian OPD-nya; Admin, asesor, dan koordinator melihat seluruh instansinya.",
    ),
    retrieve=extend_schema(summary="Satu isian", description="Kepala ETag memuat versi untuk If-Match."),
)
class AnswerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    queryset = Answer.objects.none()
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Answer]:
        rows = Answer.objects.visible_to(self.request.user).in_full()
        return rows.order_by("-assignment__assessment_id", "assignment__indicator__position", "pk")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answered(self.get_object())

    @extend_schema(
        summary="Menyimpan tingkat, Fakta, dan Analisis",
        description="Bagian yang tidak disebut tetap seperti semula. Tanpa If-Match dijawab 428; versi yang sudah "
        "lewat dijawab 412 dengan isian yang sekarang pada `current`.",
        parameters=[IF_MATCH],
        request=ClaimSerializer(partial=True),
        responses=AnswerSerializer,
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        answer, version = self.get_object(), required_version(request)
        data = self._checked(ClaimSerializer(data=request.data, partial=True, context=self._scale(answer)))
        saved, _ = save_draft(
            answer,
            level=data.get("claimed_level", answer.claimed_level),
            facts=data.get("facts", answer.facts),
            analysis=data.get("analysis", answer.analysis),
            version=version,
            by=request.user,
        )
        return self._answered(saved)

    @extend_schema(
        summary="Mengambil satu langkah",
        description="Langkah yang mungkin sekarang ada pada `steps`. `verify` perlu `level`, `return` perlu `note`. "
        "`submit` dengan bukti yang belum lengkap dijawab 409 dengan daftarnya pada `missing`; untuk mengirim tanpa "
        "bukti itu, ulangi dengan tepat semua `code`-nya pada `confirm_missing`.",
        parameters=[OpenApiParameter("step", str, OpenApiParameter.PATH, enum=NAMED_STEPS), IF_MATCH],
        request=StepSerializer,
        responses=AnswerSerializer,
    )
    @action(detail=True, methods=["post"], url_path="steps/<slug:step>", filter_backends=[])
    def steps(self, request: Request, pk: int, step: str) -> Response:
        answer = self.get_object()
        if step not in NAMED_STEPS:
            raise Http404
        data = self._checked(StepSerializer(data=request.data, context=self._scale(answer)))
        return self._answered(take(step, answer, by=request.user, version=named_version(request), **data))

    def _scale(self, answer: Answer) -> dict[str, Any]:
        return {"instrument": answer.assessment.instrument}

    def _checked(self, serializer: serializers.Serializer) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _answered(self, answer: Answer) -> Response:
        return versioned(self.get_serializer(answer).data, answer.version)
