"""The instruments, for reading: what is asked, how it is weighted, what each level wants."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, viewsets

from domains.models import Aspect, Band, Domain, EvidenceItem, Indicator, Instrument, LevelCriterion


class EvidenceItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = EvidenceItem
        fields = ["id", "position", "text", "is_optional"]


class CriterionSerializer(serializers.ModelSerializer):
    evidence_items = EvidenceItemSerializer(many=True)

    class Meta:
        model = LevelCriterion
        fields = ["id", "level", "name", "text", "evidence_items"]


class IndicatorSerializer(serializers.ModelSerializer):
    aspect = serializers.CharField(source="aspect.code")
    legal_basis = serializers.ListField(child=serializers.CharField(), source="legal_basis_lines")
    typical_evidence = serializers.ListField(child=serializers.CharField(), source="typical_evidence_lines")
    criteria = CriterionSerializer(many=True)

    class Meta:
        model = Indicator
        fields = [
            "code", "position", "number", "name", "short_name", "aspect", "weight_units", "maturity", "question",
            "explanation", "assessed", "legal_basis", "typical_evidence", "notes", "criteria",
        ]  # fmt: skip


class DomainSerializer(serializers.ModelSerializer):
    class Meta:
        model = Domain
        fields = ["code", "number", "name", "weight_units"]


class AspectSerializer(serializers.ModelSerializer):
    domain = serializers.SerializerMethodField()

    class Meta:
        model = Aspect
        fields = ["code", "number", "name", "domain", "weight_units"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_domain(self, aspect: Aspect) -> str | None:
        """An instrument may have no domain tier (pemdi-2026)."""
        return aspect.domain.code if aspect.domain else None


class BandSerializer(serializers.ModelSerializer):
    class Meta:
        model = Band
        fields = ["code", "name", "floor"]


class InstrumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Instrument
        fields = [
            "code", "revision", "name", "regulation", "gazette", "guideline", "status", "is_provisional", "first_year",
            "last_year", "scale_min", "scale_max", "scale_step", "unanswered_as", "predikat_basis", "weight_total",
        ]  # fmt: skip


class InstrumentDetailSerializer(InstrumentSerializer):
    bands = BandSerializer(many=True)
    domains = DomainSerializer(many=True)
    aspects = AspectSerializer(many=True)
    indicators = IndicatorSerializer(many=True)

    class Meta(InstrumentSerializer.Meta):
        fields = [*InstrumentSerializer.Meta.fields, "bands", "domains", "aspects", "indicators"]


def in_full(instruments: QuerySet[Instrument]) -> QuerySet[Instrument]:
    """With every tier below, ordered, in as many queries as there are tiers."""
    items = EvidenceItem.objects.order_by("position")
    criteria = LevelCriterion.objects.order_by("level").prefetch_related(Prefetch("evidence_items", items))
    indicators = Indicator.objects.select_related("aspect").order_by("position")
    return instruments.prefetch_related(
        Prefetch("bands", Band.objects.order_by("floor")),
        Prefetch("domains", Domain.objects.order_by("number")),
        Prefetch("aspects", Aspect.objects.select_related("domain").order_by("number")),
        Prefetch("indicators", indicators.prefetch_related(Prefetch("criteria", criteria))),
    )


@extend_schema(tags=["Instrumen"])
@extend_schema_view(
    list=extend_schema(summary="Daftar instrumen", description="Revisi terbaru dari setiap instrumen."),
    retrieve=extend_schema(
        summary="Isi satu instrumen",
        description="Domain, aspek, indikator, kriteria setiap tingkat, dan data dukung yang diminta.",
    ),
)
class InstrumentViewSet(viewsets.ReadOnlyModelViewSet):
    """Public knowledge to everyone signed in; the newest revision of each code."""

    queryset = Instrument.objects.none()
    lookup_field = "code"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Instrument]:
        instruments = Instrument.objects.current().order_by("code")
        return in_full(instruments) if self.action == "retrieve" else instruments

    def get_serializer_class(self) -> type[InstrumentSerializer]:
        return InstrumentDetailSerializer if self.action == "retrieve" else InstrumentSerializer
