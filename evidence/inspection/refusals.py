"""Why a file cannot be taken; the text is shown to the user as it stands."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Unacceptable(ValidationError):
    """The file is refused; the text says what is wrong and what to do. Nothing was stored."""

    def __str__(self) -> str:
        return str(self.message)
