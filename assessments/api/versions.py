"""Writes say which version they were made from: `If-Match: "3"`, as the `ETag` of the read said."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from domains.services import check_scale

# A proxy or the compressing middleware may have made the tag weak; the number inside is the same.
TAG = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description='Versi yang dibaca, dari kepala ETag, misalnya `"3"`.'
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="`*` bila belum pernah ada penilaian."
)


class VersionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = 'Sebutkan versi yang Anda baca: kepala If-Match dengan isi ETag, misalnya "3".'


def named_version(request: Request) -> int | None:
    """The version in If-Match, or None without the header. `*` is no version: it would overwrite unseen text."""
    text = request.headers.get("If-Match", "").strip()
    if not text:
        return None
    match = TAG.fullmatch(text)
    if match is None:
        raise ParseError('If-Match harus berisi satu versi, misalnya "3".')
    return int(match[1])


def required_version(request: Request, *, may_be_first: bool = False) -> int:
    """The version in If-Match; 0 for `If-None-Match: *` where there may be none yet; else 428."""
    version = named_version(request)
    if version is not None:
        return version
    if may_be_first and request.headers.get("If-None-Match", "").strip() == "*":
        return 0
    raise VersionRequired


def versioned(data: Any, version: int | str, status: int = status.HTTP_200_OK) -> Response:
    return Response(data, status=status, headers={"ETag": f'"{version}"'})


class LevelField(serializers.DecimalField):
    """A level on the scale of `context["instrument"]`; text or number in, text out, never a float."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=3, decimal_places=2, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal | None:
        return check_scale(self.context["instrument"], super().to_internal_value(data))


class IdFilter(filters.Filter):
    """A whole number that any database can compare."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)
