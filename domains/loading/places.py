"""Values of an instrument file that know where they stand, so that a refusal can say it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

MAX_WEIGHT = 1_000_000
PLAIN_DECIMAL = re.compile(r"[0-9](\.[0-9]{1,2})?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class LoadingError(ValueError):
    """An instrument file cannot be loaded; the text names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value and its address: `spbe-2020.json: domains[1].aspects[0].weight_units`."""

    file: str
    path: str
    value: Any

    def refuse(self, why: str) -> NoReturn:
        raise LoadingError(": ".join(filter(None, [self.file, self.path, why])))

    def get(self, key: str) -> Place | None:
        """The member of that name, None when it is absent."""
        if not isinstance(self.value, dict):
            self.refuse("harus objek")
        if key not in self.value:
            return None
        return Place(self.file, f"{self.path}.{key}" if self.path else key, self.value[key])

    def __getitem__(self, key: str) -> Place:
        member = self.get(key)
        if member is None:
            Place(self.file, f"{self.path}.{key}" if self.path else key, None).refuse("tidak ada")
        return member

    def each(self) -> Iterator[Place]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self.refuse("harus daftar")
        for index, value in enumerate(self.value):
            yield Place(self.file, f"{self.path}[{index}]", value)

    def text(self, limit: int | None = None) -> str:
        """Words, trimmed; never empty, no control characters, no longer than the column that keeps them."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("harus teks yang tidak kosong")
        if CONTROL.search(self.value):
            self.refuse("mengandung karakter kendali")
        text = self.value.strip()
        if limit and len(text) > limit:
            self.refuse(f"{len(text)} karakter, paling banyak {limit}")
        return text

    def code(self, form: str, limit: int) -> str:
        text = self.text(limit)
        if not re.fullmatch(form, text):
            self.refuse(f"{quoted(text)} bukan kode yang benar")
        return text

    def whole(self, low: int, high: int) -> int:
        """An integer of the file, never a boolean, text or fraction."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse(f"harus bilangan bulat, bukan {quoted(self.value)}")
        if not low <= self.value <= high:
            self.refuse(f"{str(self.value)[:20]} di luar {low} sampai {high}")
        return self.value

    def decimal(self) -> Decimal:
        """A number below ten with at most two decimals, written as text or number; exact either way."""
        plain = isinstance(self.value, str | int | Decimal) and not isinstance(self.value, bool)
        if not plain or not PLAIN_DECIMAL.fullmatch(str(self.value)):
            self.refuse(f"harus bilangan 0 sampai 9.99, paling banyak dua desimal, bukan {quoted(self.value)}")
        return Decimal(self.value)

    def one_of(self, allowed: list[str]) -> str:
        if self.value not in allowed:
            self.refuse(f"harus salah satu dari {', '.join(allowed)}, bukan {quoted(self.value)}")
        return self.value


def quoted(value: Any) -> str:
    """A value in a message: one line, not too long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}..."
