"""Results over HTTP: the numbers of one assessment, and the reports made from them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import StrictSerializer
from accounts.models import Unit
from assessments import permissions, scoring
from assessments.api.versions import IdFilter
from assessments.models import Assessment
from domains.api import BandSerializer
from reports import catalogue, services
from reports.documents import DOCUMENTS
from reports.forms import AskForm
from reports.models import Format, JobState, ReportJob
from reports.views import jobs
from results.summaries import summarise
from results.values import TRACKS, GroupLine, Summary


class GroupSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    weight_units = serializers.IntegerField()
    value = serializers.CharField(help_text="dibulatkan dua desimal")
    value_exact = serializers.CharField()
    answered = serializers.IntegerField()
    total = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    code = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    weight_units = serializers.IntegerField()
    product = serializers.CharField(help_text="tingkat × bobot")


class ScoreSerializer(serializers.Serializer):
    """What `ScoreView` answers; numbers that may have decimals are text."""

    assessment = serializers.IntegerField()
    track = serializers.ChoiceField(list(TRACKS.items()))
    is_headline = serializers.BooleanField()
    basis = serializers.CharField()
    index = serializers.CharField(help_text="dibulatkan dua desimal")
    index_exact = serializers.CharField()
    predikat = BandSerializer()
    predikat_of_other_basis = BandSerializer()
    answered = serializers.IntegerField()
    total = serializers.IntegerField()
    is_provisional = serializers.BooleanField(help_text="masih ada indikator tanpa tingkat")
    weighted_sum = serializers.CharField()
    weight_total = serializers.IntegerField()
    domains = GroupSerializer(many=True)
    aspects = GroupSerializer(many=True)
    trace = LineSerializer(many=True)


def score_data(summary: Summary, track: str) -> dict[str, Any]:
    score = summary.scores[track]
    return {
        "assessment": summary.heading.pk,
        "track": track,
        "is_headline": track == summary.heading.track,
        "basis": score.basis,
        "index": str(score.indeks.shown),
        "index_exact": score.indeks.exact,
        "predikat": score.predikat,
        "predikat_of_other_basis": score.predikat_of_other_basis,
        "answered": score.answered,
        "total": score.total,
        "is_provisional": score.is_provisional,
        "weighted_sum": scoring.shown(score.indeks.weighted_sum),
        "weight_total": score.indeks.weight_units,
        "domains": [_group(line, track) for line in summary.domain_lines],
        "aspects": [_group(line, track) for line in summary.aspect_lines],
        "trace": [_line(line) for line in score.trace],
    }


def _group(line: GroupLine, track: str) -> dict[str, Any]:
    value = line.values[track]
    return {
        "code": line.group.code,
        "name": line.group.name,
        "weight_units": line.group.weight_units,
        "value": str(value.shown),
        "value_exact": value.exact,
        "answered": value.answered,
        "total": value.total,
    }


def _line(line: scoring.Line) -> dict[str, Any]:
    level = None if line.level is None else scoring.shown(line.level)
    product = scoring.shown(line.product)
    return {"code": line.code, "level": level, "weight_units": line.weight_units, "product": product}


class ScoreView(APIView):
    @extend_schema(
        operation_id="assessments_score",
        tags=["Nilai"],
        summary="Indeks, predikat, dan uraiannya",
        description="Tanpa `track` dijawab nilai utama: final bila asesor sudah menilai, mandiri sebelumnya.",
        parameters=[
            OpenApiParameter("pk", int, OpenApiParameter.PATH, description="nomor penilaian"),
            OpenApiParameter("track", str, enum=list(TRACKS)),
        ],
        responses=ScoreSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        rows = Assessment.objects.visible_to(request.user).select_related("instrument", "instansi", "finalised_by")
        assessment = get_object_or_404(rows, pk=pk)
        if not permissions.can_see_results(request.user, assessment):
            raise PermissionDenied
        summary = summarise(assessment)
        track = request.query_params.get("track", summary.heading.track)
        if track not in TRACKS:
            raise ValidationError({"track": [f"Pilih salah satu: {', '.join(TRACKS)}."]})
        return Response(ScoreSerializer(score_data(summary, track)).data)


class ReportJobSerializer(serializers.ModelSerializer):
    assessment = serializers.IntegerField(source="assessment_id")
    state = serializers.ChoiceField(JobState.choices)
    download = serializers.SerializerMethodField()

    class Meta:
        model = ReportJob
        fields = [
            "id", "assessment", "kind", "unit", "format", "code", "state", "step", "progress", "failure",
            "requested_at", "finished_at", "expires_at", "size", "sha256", "download",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download(self, job: ReportJob) -> str | None:
        return reverse("api-report-job-download", args=[job.pk]) if job.state == JobState.DONE else None


class VisibleAssessment(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> QuerySet[Assessment]:
        rows = Assessment.objects.visible_to(self.context["request"].user)
        return rows.select_related("instrument", "instansi", "finalised_by")


class VisibleUnit(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.visible_to(self.context["request"].user)


class NewReportJobSerializer(StrictSerializer):
    assessment = VisibleAssessment(queryset=Assessment.objects.none())
    kind = serializers.ChoiceField(list(DOCUMENTS), default=ReportJob.Kind.SELF_ASSESSMENT, label="jenis dokumen")
    format = serializers.ChoiceField(Format.choices, required=False, label="format, bila tidak yang pertama")
    unit = VisibleUnit(queryset=Unit.objects.none(), required=False, label="OPD, untuk laporan OPD")
    options = serializers.DictField(default=dict, label="pilihan isi menurut jenisnya")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """By the same form as the page's, so that both accept the same."""
        user = self.context["request"].user
        choice = catalogue.choice(user, data["assessment"], data["kind"])
        if choice is None:
            raise PermissionDenied
        unit = {"unit": data["unit"].pk} if "unit" in data else {}
        form = AskForm(choice, {**data["options"], **unit, "format": data.get("format", "")})
        unknown = data["options"].keys() - (form.options.fields.keys() if form.options else ())
        if unknown:
            raise ValidationError({name: ["Bidang ini tidak dikenal."] for name in sorted(unknown)})
        if not form.is_valid():
            raise ValidationError(form.all_errors())
        order = form.order()
        if "unit" in data and data["unit"] != order["unit"]:
            raise ValidationError({"unit": ["Dokumen ini tidak dapat diminta untuk OPD itu."]})
        return {"assessment": data["assessment"], "kind": data["kind"], **order}


class ReportJobFilter(filters.FilterSet):
    assessment = IdFilter(field_name="assessment__id", label="nomor penilaian")
    kind = filters.ChoiceFilter(choices=ReportJob.Kind.choices, label="jenis dokumen")
    state = filters.ChoiceFilter(choices=JobState.choices, label="keadaan")

    class Meta:
        model = ReportJob
        fields: list[str] = []


@extend_schema(tags=["Laporan"])
@extend_schema_view(
    list=extend_schema(summary="Daftar laporan"),
    retrieve=extend_schema(summary="Satu laporan", description="Tanyakan lagi sampai `state` menjadi `done`."),
)
class ReportJobViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    queryset = ReportJob.objects.none()
    serializer_class = ReportJobSerializer
    filterset_class = ReportJobFilter
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ReportJob]:
        rows = ReportJob.objects.visible_to(self.request.user).light()
        return rows.order_by("-requested_at", "pk")

    @extend_schema(
        summary="Meminta laporan",
        description="Dijawab seketika; dokumen disusun kemudian. Permintaan yang sama dan masih berjalan dipakai "
        "bersama, dan dokumen yang datanya belum berubah langsung dijawab dengan `state` `done`.",
        request=NewReportJobSerializer,
        responses={202: ReportJobSerializer},
    )
    def create(self, request: Request) -> Response:
        serializer = NewReportJobSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return self._accepted(services.request_report(by=request.user, **serializer.validated_data))

    @extend_schema(summary="Membatalkan laporan", request=None, responses={202: ReportJobSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> Response:
        return self._accepted(services.cancel(self.get_object(), by=request.user))

    @extend_schema(
        summary="Mengulang laporan yang gagal atau dibatalkan", request=None, responses={202: ReportJobSerializer}
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: UUID) -> Response:
        return self._accepted(services.retry(self.get_object(), by=request.user))

    @extend_schema(summary="Mengunduh laporan", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], filter_backends=[])
    def download(self, request: Request, pk: UUID) -> HttpResponseBase:
        return jobs.report_download(request._request, pk)

    def _accepted(self, job: ReportJob) -> Response:
        """The row as it is now: in a quick moment a worker may already have it."""
        data = self.get_serializer(self.get_queryset().get(pk=job.pk)).data
        return Response(data, status=status.HTTP_202_ACCEPTED)
