"""Open an instrument file: bytes, UTF-8, JSON with exact numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from domains.loading.places import LoadingError, Place, quoted


def parse(path: Path) -> tuple[bytes, Place]:
    """The bytes and the root of the file; a number with a point becomes a Decimal, never a float."""
    root = Place(path.name, "", None)
    try:
        content = path.read_bytes()
        value = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=lambda name: root.refuse(f"{name} bukan bilangan"),
            object_pairs_hook=lambda pairs: _members(root, pairs),
        )
    except FileNotFoundError:
        root.refuse("berkas tidak ada")
    except OSError as error:
        root.refuse(f"tidak dapat dibuka ({error.strerror})")
    except UnicodeDecodeError:
        root.refuse("bukan teks UTF-8")
    except json.JSONDecodeError as error:
        root.refuse(f"baris {error.lineno} kolom {error.colno}: bukan JSON ({error.msg})")
    except (RecursionError, ArithmeticError, ValueError) as error:
        if isinstance(error, LoadingError):
            raise
        root.refuse("bukan JSON yang dapat dibaca")
    return content, Place(path.name, "", value)


def _members(root: Place, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        root.refuse(f"kunci {quoted(next(name for name in names if names.count(name) > 1))} tertulis dua kali")
    return members
