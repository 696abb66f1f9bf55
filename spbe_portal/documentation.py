"""The API's schema as a page of our own: a ready-made viewer needs scripts that our content policy refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

Schema = dict[str, Any]
PLACES = {"path": "alamat", "query": "kueri", "header": "kepala"}
TYPES = {"string": "teks", "integer": "bilangan bulat", "number": "bilangan", "boolean": "ya/tidak", "object": "objek"}
FORMATS = {
    "date": "tanggal (2026-09-30)", "date-time": "waktu (ISO 8601)", "decimal": "desimal sebagai teks",
    "binary": "berkas", "uri": "alamat web",
}  # fmt: skip
TAGS = ("Instrumen", "Penilaian", "Isian", "Dokumen", "Data dukung", "Penilaian asesor", "Nilai", "Laporan")
PATHS = (("s/{code}/", "s/I12/"), ("instruments/I12", "instruments/spbe-2020"), ("{step}", "verify"), ("{id}", "12"))
NAMES = {"year": 2026, "instrument": "spbe-2020", "indicator": "I12", "note": "Sebut pasalnya."}
EXAMPLES = {"date": "2026-09-30", "decimal": "3.00", "uri": "https://jdih.contoh.go.id/"}
STATUSES = (
    ("400", "Isian tidak dapat diterima; jawaban menyebut bidang dan sebabnya."),
    ("401", "Kunci API tidak ada, tidak dikenal, atau sudah tidak berlaku."),
    ("403", "Peran Anda tidak boleh melakukan ini."),
    ("404", "Tidak ada, atau bukan bagian dari pekerjaan Anda."),
    ("409", "Belum atau tidak lagi mungkin; `detail` menyebut sebab dan langkah berikutnya."),
    ("412", "Diubah orang lain sejak Anda membacanya; `current` memuat isinya yang sekarang."),
    ("428", "Versi belum disebut; kirim kepala `If-Match` dengan isi `ETag`."),
    ("429", "Terlalu banyak permintaan; tunggu sebanyak detik pada kepala `Retry-After`."),
)


def marked(text: str) -> SafeString:
    """Escaped text in which `words between backticks` are code."""
    parts = text.split("`")
    return format_html_join("", "<{1}>{0}</{1}>", ((part, "code" if i % 2 else "span") for i, part in enumerate(parts)))


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a part of a body; parts inside others are named with a point and `[]` for lists."""

    name: str
    kind: str
    note: SafeString
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: SafeString
    parameters: list[Field]
    body: list[Field]
    body_type: str
    answer: list[Field]
    answer_status: str
    sent: list[str]

    @property
    def curl(self) -> str:
        """A command to copy: `$PORTAL` and `$KUNCI` are explained at the top of the page."""
        lines = ['curl -H "Authorization: Bearer $KUNCI"']
        if self.method != "GET":
            lines.append(f"-X {self.method}")
        if any(row.name == "If-Match" for row in self.parameters):
            lines.append("-H 'If-Match: \"3\"'")
        path = self.path
        for name, value in PATHS:
            path = path.replace(name, value)
        return " \\\n  ".join([*lines, *self.sent, f'"$PORTAL{path}"'])


@require_GET
def documentation(request: HttpRequest) -> HttpResponse:
    groups = [(tag, list(rows)) for tag, rows in groupby(operations(), key=lambda operation: operation.tag)]
    context = {
        "groups": groups,
        "statuses": [(status, marked(meaning)) for status, meaning in STATUSES],
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "api/documentation.html", context)


@cache
def operations() -> list[Operation]:
    """All operations by tag, then by address; read from the schema once per process."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    found = [
        _operation(schema, path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return sorted(found, key=lambda row: (TAGS.index(row.tag), row.path, row.method))


def _operation(schema: Schema, path: str, method: str, data: Schema) -> Operation:
    body_type, body = _content(data.get("requestBody", {}))
    status, answer = next(iter(data["responses"].items()))
    return Operation(
        id=data["operationId"],
        tag=data["tags"][0],
        method=method.upper(),
        path=path,
        summary=data["summary"],
        description=marked(data.get("description", "")),
        parameters=[_parameter(row) for row in data.get("parameters", [])],
        body=list(_fields(schema, body)),
        body_type=body_type,
        answer=list(_fields(schema, _content(answer)[1])),
        answer_status=status,
        sent=_sent(schema, body_type, body),
    )


def _content(holder: Schema) -> tuple[str, Schema]:
    kind, content = next(iter(holder.get("content", {}).items()), ("", {}))
    return kind, content.get("schema", {})


def _parameter(data: Schema) -> Field:
    place = PLACES[data["in"]]
    return Field(data["name"], _kind(data["schema"]), _note(data), data.get("required", False), place)


def _note(part: Schema) -> SafeString:
    """Our own words about a part, without the list of choices that the generator puts after them."""
    return marked(part.get("description", "").partition("* `")[0].strip())


def _resolved(schema: Schema, part: Schema) -> Schema:
    """The part itself instead of its reference; a reference wrapped for null or a note is unwrapped too."""
    for wrapper in ("allOf", "oneOf"):
        if wrapper in part:
            return _resolved(schema, part[wrapper][0]) | {k: v for k, v in part.items() if k != wrapper}
    if "$ref" not in part:
        return part
    return _resolved(schema, schema["components"]["schemas"][part["$ref"].rpartition("/")[2]])


def _fields(schema: Schema, part: Schema, prefix: str = "") -> Iterator[Field]:
    part = _resolved(schema, part)
    if part.get("type") == "array":
        yield from _fields(schema, part["items"], f"{prefix}[]")
        return
    for name, reference in part.get("properties", {}).items():
        inner, full = _resolved(schema, reference), f"{prefix}.{name}" if prefix else name
        yield Field(full, _kind(inner), _note(inner), name in part.get("required", []))
        if inner.get("type") in ("array", "object"):
            yield from _fields(schema, inner, full)


def _kind(part: Schema) -> str:
    """A type in Indonesian words: "teks", "salah satu: draft, submitted", "daftar", "bilangan bulat atau null"."""
    if "enum" in part:
        words = f"salah satu: {', '.join(str(value) for value in part['enum'] if value not in ('', None))}"
    elif part.get("type") == "array":
        words = "daftar"
    else:
        words = FORMATS.get(part.get("format", ""), TYPES.get(part.get("type", ""), "teks"))
    return f"{words}, atau null" if part.get("nullable") else words


def _sent(schema: Schema, body_type: str, body: Schema) -> list[str]:
    """How curl is told the body."""
    if body_type == "multipart/form-data":
        return [f"-F {name}={value}" for name, value in _parts(schema, body)]
    if not body_type:
        return []
    example = json.dumps(_example(schema, body), ensure_ascii=False)
    return ["-H 'Content-Type: application/json'", f"-d '{example}'"]


def _parts(schema: Schema, body: Schema) -> Iterator[tuple[str, str]]:
    for name, part in _resolved(schema, body)["properties"].items():
        if part.get("format") == "binary":
            yield name, "@perwali.pdf"
        elif name in _resolved(schema, body).get("required", []):
            yield name, "12"


def _example(schema: Schema, part: Schema) -> Any:
    part = _resolved(schema, part)
    kind = part.get("type")
    if kind == "array":
        return [_example(schema, part["items"])]
    if kind == "object":
        parts = part.get("properties", {}).items()
        return {name: NAMES.get(name) or _example(schema, inner) for name, inner in parts}
    if "enum" in part:
        return part["enum"][0]
    return 12 if kind == "integer" else EXAMPLES.get(part.get("format", ""), "…")
