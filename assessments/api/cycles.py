"""Assessments: read, open, move their deadlines and stages, hand out indicators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import InstansiSerializer, PersonSerializer, StrictSerializer, UnitSerializer
from assessments import permissions, services, summaries
from assessments.api.versions import IF_MATCH, VersionRequired, versioned
from assessments.models import Assessment, Assignment, Stage
from assessments.workflow import STAGE_STEPS, available_moves, move
from domains.models import Instrument

DEADLINES = ("filling_until", "verification_until", "scoring_until", "approval_until")


class AssessmentSerializer(serializers.ModelSerializer):
    instansi = InstansiSerializer()
    instrument = serializers.CharField(source="instrument.code")
    instrument_revision = serializers.IntegerField(source="instrument.revision")
    stage = serializers.ChoiceField(Stage.choices)
    available_moves = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = [
            "id", "instansi", "year", "instrument", "instrument_revision", "stage", *DEADLINES, "predikat_basis",
            "source", "created_at", "finalised_at", "available_moves",
        ]  # fmt: skip

    def get_available_moves(self, assessment: Assessment) -> list[str]:
        return available_moves(assessment, self.context["request"].user)


class DeadlinesSerializer(StrictSerializer):
    filling_until = serializers.DateField()
    verification_until = serializers.DateField()
    scoring_until = serializers.DateField()
    approval_until = serializers.DateField()


class NewAssessmentSerializer(DeadlinesSerializer):
    year = serializers.IntegerField(min_value=2018, max_value=2100)
    instrument = serializers.SlugRelatedField("code", queryset=Instrument.objects.current())


class MoveSerializer(StrictSerializer):
    step = serializers.ChoiceField([(name, rule.label) for name, rule in STAGE_STEPS.items()])
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class AssignmentSerializer(serializers.ModelSerializer):
    indicator = serializers.CharField(source="indicator.code")
    unit = UnitSerializer()
    person = PersonSerializer(allow_null=True)
    answer = serializers.IntegerField(source="answer.pk")

    class Meta:
        model = Assignment
        fields = ["id", "indicator", "unit", "person", "extended_until", "answer"]


class MatrixChanged(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "Penugasan sudah diubah orang lain. Baca lagi daftarnya, lalu kirim perubahan Anda."


class PairSerializer(StrictSerializer):
    """An indicator code of the assessment's instrument and the id of one of its institution's OPD."""

    indicator = serializers.CharField(max_length=10)
    unit = serializers.IntegerField()

    def validate_indicator(self, code: str) -> Any:
        if code not in self.context["indicators"]:
            raise serializers.ValidationError("Indikator ini bukan bagian dari instrumen penilaian.")
        return self.context["indicators"][code]

    def validate_unit(self, pk: int) -> Any:
        if pk not in self.context["units"]:
            raise serializers.ValidationError("OPD ini bukan bagian dari instansi penilaian.")
        return self.context["units"][pk]


@extend_schema(tags=["Penilaian"])
@extend_schema_view(list=extend_schema(summary="Daftar penilaian"), retrieve=extend_schema(summary="Satu penilaian"))
class AssessmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    queryset = Assessment.objects.none()
    serializer_class = AssessmentSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Assessment]:
        rows = Assessment.objects.visible_to(self.request.user).select_related("instansi", "instrument")
        return rows.order_by("-year", "-pk")

    @extend_schema(
        summary="Membuat penilaian",
        description="Hanya Admin Diskominfo, untuk instansinya sendiri.",
        request=NewAssessmentSerializer,
        responses={201: AssessmentSerializer},
    )
    def create(self, request: Request) -> Response:
        if not permissions.can_create_assessment(request.user):
            raise PermissionDenied
        data = self._checked(NewAssessmentSerializer(data=request.data))
        assessment = services.create_assessment(instansi=request.user.instansi, by=request.user, **data)
        return Response(self.get_serializer(assessment).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Mengubah batas waktu",
        description="Batas yang tidak disebut tetap seperti semula.",
        request=DeadlinesSerializer(partial=True),
        responses=AssessmentSerializer,
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        assessment = self.get_object()
        _require_manager(request, assessment)
        data = {name: getattr(assessment, name) for name in DEADLINES}
        data |= self._checked(DeadlinesSerializer(data=request.data, partial=True))
        assessment = services.change_deadlines(assessment, by=request.user, **data)
        return Response(self.get_serializer(assessment).data)

    @extend_schema(
        summary="Memindahkan tahap",
        description="Langkah yang mungkin sekarang ada pada `available_moves`. Sebagian langkah perlu `note`.",
        request=MoveSerializer,
        responses=AssessmentSerializer,
    )
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: int) -> Response:
        assessment = self.get_object()
        data = self._checked(MoveSerializer(data=request.data))
        return Response(self.get_serializer(move(assessment=assessment, by=request.user, **data)).data)

    @extend_schema(
        methods=["GET"],
        summary="Penugasan indikator kepada OPD",
        description="Operator melihat penugasan OPD-nya sendiri.",
        responses=AssignmentSerializer(many=True),
    )
    @extend_schema(
        methods=["PUT"],
        summary="Mengganti seluruh penugasan",
        description="Daftar yang dikirim menjadi penugasan penilaian ini. Penugasan yang sudah dikerjakan OPD tidak "
        "dapat dihapus.",
        parameters=[IF_MATCH],
        request=PairSerializer(many=True),
        responses=AssignmentSerializer(many=True),
    )
    @action(detail=True, methods=["get", "put"], pagination_class=None, filter_backends=[])
    def assignments(self, request: Request, pk: int) -> Response:
        assessment = self.get_object()
        if request.method == "PUT":
            _replace_assignments(request, assessment)
        rows = Assignment.objects.visible_to(request.user).filter(assessment=assessment)
        rows = rows.select_related("indicator", "unit", "person", "answer")
        data = AssignmentSerializer(rows.order_by("indicator__position", "unit__name", "pk"), many=True).data
        if not permissions.can_manage(request.user, assessment):
            return Response(data)
        return versioned(data, summaries.matrix(assessment).fingerprint)

    def _checked(self, serializer: serializers.Serializer) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def _require_manager(request: Request, assessment: Assessment) -> None:
    if not permissions.can_manage(request.user, assessment):
        raise PermissionDenied


def _replace_assignments(request: Request, assessment: Assessment) -> None:
    """Only from the matrix that was read: a pair that another admin added meanwhile is not dropped unseen."""
    _require_manager(request, assessment)
    seen = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not seen:
        raise VersionRequired
    matrix = summaries.matrix(assessment)
    if seen != matrix.fingerprint:
        raise MatrixChanged
    context = {
        "indicators": {row.code: row for row in matrix.indicators},
        "units": {row.pk: row for row in matrix.units},
    }
    pairs = PairSerializer(data=request.data, many=True, max_length=10_000, context=context)
    pairs.is_valid(raise_exception=True)
    wanted = [(pair["indicator"], pair["unit"]) for pair in pairs.validated_data]
    services.assign(assessment, wanted, by=request.user)
