"""Results over HTTP: the numbers of one assessment, and the reports made from them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments import permissions, scoring
from assessments.models import Assessment
from domains.api import BandSerializer
from reports.results import TRACKS, GroupLine, Summary
from reports.summaries import summarise


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
