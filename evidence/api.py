"""Evidence over HTTP: what backs an answer, added and judged through the same services as on the screens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import BoundedJSONParser, StrictSerializer
from assessments.api.versions import IdFilter
from assessments.models import Answer
from assessments.workflow import Refused
from domains.models import EvidenceItem, LevelCriterion
from evidence import permissions, scanning, services
from evidence.models import Document, Evidence, Finding, Kind, Review, Standing
from evidence.views.previews import evidence_download

VERDICTS = [choice for choice in Review.choices if choice[0] != Review.WAITING]


class DocumentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Document
        fields = ["id", "name", "size", "content_type", "sha256", "pages", "uploaded_at"]


class LibraryDocumentSerializer(DocumentSerializer):
    """A document with what it says of itself; empty where nobody said it yet."""

    unit = serializers.CharField(source="unit.code")
    kind = serializers.CharField(help_text="salah satu nilai saringan `kind`, atau kosong")
    standing = serializers.CharField(help_text="salah satu nilai saringan `standing`, atau kosong")

    class Meta:
        model = Document
        fields = [
            *DocumentSerializer.Meta.fields, "unit", "label", "kind", "number", "date", "title", "signer", "standing",
            "valid_until", "revoked_by", "revoked_on", "replaces", "deleted_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class FindingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Finding
        fields = ["rule", "text"]


class EvidenceSerializer(serializers.ModelSerializer):
    answer = serializers.IntegerField(source="answer_id")
    indicator = serializers.CharField(source="answer.indicator.code")
    criterion = serializers.IntegerField(source="criterion_id")
    level = serializers.IntegerField(source="criterion.level")
    item = serializers.IntegerField(source="item_id", allow_null=True)
    document = DocumentSerializer(allow_null=True)
    download = serializers.SerializerMethodField()
    findings = FindingSerializer(many=True, help_text="peringatan otomatis; tidak menghalangi")

    class Meta:
        model = Evidence
        fields = [
            "id", "answer", "indicator", "criterion", "level", "item", "document", "download", "link", "clause", "page",
            "note", "review", "review_note", "reviewed_at", "added_at", "removed_at",
            "findings",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download(self, evidence: Evidence) -> str | None:
        return reverse("api-evidence-download", args=[evidence.pk]) if evidence.document_id else None


class VisibleAnswer(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> QuerySet[Answer]:
        return Answer.objects.visible_to(self.context["request"].user).in_full()


class VisibleDocument(serializers.PrimaryKeyRelatedField):
    def get_queryset(self) -> QuerySet[Document]:
        return Document.objects.visible_to(self.context["request"].user)


class NewEvidenceSerializer(StrictSerializer):
    """A new file, a document the OPD already has, or a link; ids of anything else are unknown here."""

    answer = VisibleAnswer(queryset=Answer.objects.none())
    criterion = serializers.PrimaryKeyRelatedField(queryset=LevelCriterion.objects.all())
    item = serializers.PrimaryKeyRelatedField(queryset=EvidenceItem.objects.all(), required=False, allow_null=True)
    file = serializers.FileField(required=False)
    document = VisibleDocument(queryset=Document.objects.none(), required=False)
    link = serializers.CharField(required=False, max_length=500)
    clause = serializers.CharField(required=False, allow_blank=True, max_length=100)
    page = serializers.CharField(required=False, allow_blank=True, max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if sum(name in data for name in ("file", "document", "link")) != 1:
            raise serializers.ValidationError("Sertakan tepat satu: file, document, atau link.")
        wrong = {}
        if data["criterion"].indicator_id != data["answer"].indicator.pk:
            wrong["criterion"] = "Tingkat ini bukan bagian dari indikator isian itu."
        if data.get("item") and data["item"].criterion_id != data["criterion"].pk:
            wrong["item"] = "Data dukung ini bukan bagian dari tingkat itu."
        if "document" in data and data["document"].unit_id != data["answer"].unit.pk:
            wrong["document"] = "Dokumen ini bukan milik OPD isian itu."
        if wrong:
            raise serializers.ValidationError(wrong)
        return data


class ReviewSerializer(StrictSerializer):
    verdict = serializers.ChoiceField(VERDICTS)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class DocumentFilter(filters.FilterSet):
    unit = filters.CharFilter(field_name="unit__code", label="kode OPD")
    kind = filters.ChoiceFilter(choices=Kind.choices, label="jenis dokumen")
    standing = filters.ChoiceFilter(choices=Standing.choices, label="status")

    class Meta:
        model = Document
        fields: list[str] = []


@extend_schema(tags=["Dokumen"])
@extend_schema_view(
    list=extend_schema(summary="Daftar dokumen", description="Versi terbaru, tanpa yang terhapus."),
    retrieve=extend_schema(summary="Satu dokumen", description="Juga versi lama dan yang terhapus."),
)
class DocumentViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Document.objects.none()
    serializer_class = LibraryDocumentSerializer
    filterset_class = DocumentFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Document]:
        rows = Document.objects.visible_to(self.request.user).select_related("unit").order_by("-pk")
        return rows.kept().current() if self.action == "list" else rows


class EvidenceFilter(filters.FilterSet):
    answer = IdFilter(field_name="answer__id", label="nomor isian")
    assessment = IdFilter(field_name="answer__assignment__assessment__id", label="nomor penilaian")
    review = filters.ChoiceFilter(choices=Review.choices, label="hasil pemeriksaan")

    class Meta:
        model = Evidence
        fields: list[str] = []


@extend_schema(tags=["Data dukung"])
@extend_schema_view(
    list=extend_schema(summary="Daftar data dukung", description="Tanpa yang sudah dilepas dari isiannya."),
    retrieve=extend_schema(summary="Satu data dukung"),
)
class EvidenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    queryset = Evidence.objects.none()
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilter
    parser_classes = [BoundedJSONParser, MultiPartParser]
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Evidence]:
        rows = Evidence.objects.visible_to(self.request.user).in_full().order_by("-pk").prefetch_related("findings")
        return rows.linked() if self.action == "list" else rows

    @extend_schema(
        summary="Menambah data dukung",
        description="Sertakan tepat satu: `file` (multipart/form-data), `document` (nomor dokumen OPD yang sudah ada), "
        "atau `link`. Nomor `criterion` dan `item` ada pada isi instrumen.",
        request={"multipart/form-data": NewEvidenceSerializer},
        responses={201: EvidenceSerializer},
    )
    def create(self, request: Request) -> Response:
        serializer = NewEvidenceSerializer(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        if file := data.pop("file", None):
            evidence = services.add_evidence(file=file, name=file.name, by=request.user, **data)
        else:
            evidence = services.attach(by=request.user, **data)
        return Response(self._data(evidence), status=status.HTTP_201_CREATED)

    @extend_schema(summary="Melepas data dukung", description="Dokumennya tetap ada pada pustaka OPD.")
    def destroy(self, request: Request, pk: int) -> Response:
        services.remove(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Mengembalikan data dukung yang dilepas", request=None, responses=EvidenceSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: int) -> Response:
        return Response(self._data(services.restore(self.get_object(), by=request.user)))

    @extend_schema(
        summary="Memeriksa data dukung",
        description="Admin Diskominfo. Hasil selain `accepted` perlu `note`.",
        request=ReviewSerializer,
        responses=EvidenceSerializer,
    )
    @action(detail=True, methods=["post"], parser_classes=[BoundedJSONParser])
    def review(self, request: Request, pk: int) -> Response:
        evidence = self.get_object()
        serializer = ReviewSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(self._data(services.review(evidence, by=request.user, **serializer.validated_data)))

    @extend_schema(
        summary="Mengunduh berkas",
        description="Dengan nama baku, misalnya `12.b.Peta-Rencana-2023.pdf`.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"], filter_backends=[])
    def download(self, request: Request, pk: int) -> HttpResponseBase:
        evidence = self.get_object()
        if evidence.document and not permissions.can_open(request.user, evidence.document):
            raise Refused(scanning.why_withheld(evidence.document))
        return evidence_download(request._request, evidence.pk)

    def _data(self, evidence: Evidence) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=evidence.pk)).data
