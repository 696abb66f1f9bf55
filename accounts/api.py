"""Who is asking, and what every input of the API has in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import AccessToken, User
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
            raise AuthenticationFailed("Token tidak dikenal atau sudah tidak berlaku.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{self.keyword} realm="api"'


class StrictSerializer(serializers.Serializer):
    """Input in which a misspelt field is an error rather than silence."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({str(name): ["Bidang ini tidak dikenal."] for name in unknown})
        return super().to_internal_value(data)
