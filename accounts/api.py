"""Who is asking, and what every input of the API has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from accounts.models import AccessToken, Instansi, Unit, User
from accounts.services import tokens


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer spbe_…`. Unknown, expired, revoked and a closed account are told apart to nobody."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        keyword, _, key = get_authorization_header(request).partition(b" ")
        if keyword.lower() != self.keyword.lower().encode():
            return None
        token = tokens.find(key.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed("Kunci API tidak dikenal atau sudah tidak berlaku.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="api"'


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Isi permintaan terlalu besar."


class BoundedJSONParser(JSONParser):
    """JSON of a sensible size and depth, always UTF-8: DRF's own reads without end and trusts the named charset."""

    limit = 2_000_000  # bytes; a matrix of 47 indicators and 200 OPD is a fifth of it

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context = dict(parser_context or {})
        if int(context["request"].META.get("CONTENT_LENGTH") or 0) > self.limit:
            raise TooLarge
        try:
            return super().parse(stream, media_type, {**context, "encoding": "utf-8"})
        except RecursionError:
            raise ParseError("JSON bersarang terlalu dalam.") from None


class StrictSerializer(serializers.Serializer):
    """Input in which a misspelt field is an error rather than silence."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({str(name): ["Bidang ini tidak dikenal."] for name in unknown})
        return super().to_internal_value(data)


class InstansiSerializer(serializers.ModelSerializer):
    class Meta:
        model = Instansi
        fields = ["id", "name", "short_name"]


class UnitSerializer(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["id", "code", "name", "short_name"]


class PersonSerializer(serializers.ModelSerializer):
    """A colleague by name; never more, so that no list of the API gives away addresses."""

    class Meta:
        model = User
        fields = ["id", "full_name"]
