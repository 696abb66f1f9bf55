"""Template helpers every page may use: Indonesian numbers, icons, query strings."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def angka(value: Decimal | int | str | None, decimals: int = 2) -> str:
    """An exact number the Indonesian way, for display only: 3,19 and 1.234,50; an en dash for nothing."""
    if value is None or value == "":
        return "–"
    return f"{Decimal(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def tingkat(value: Decimal | int | None) -> str:
    """A level as people write it: 3 rather than 3,00, but 2,75 where the scale allows it; an en dash for nothing."""
    if value is None or value == "":
        return "–"
    try:
        level = Decimal(value)
    except InvalidOperation:  # what somebody typed, shown again beside its error
        return str(value)
    if not level.is_finite() or abs(level.adjusted()) > 3:  # typed too: 9e999999999 has a billion digits
        return str(value)
    text = f"{level:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@register.filter
def jumlah(value: Decimal | int) -> str:
    """An exact sum with its thousands grouped: 31.925, or 1.234,5 where it has decimals."""
    text = f"{Decimal(value):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def selisih(value: Decimal | None, shape: str = "angka") -> str:
    """A difference with its sign, +0,25 or −0,56; as a level (+1) when `shape` is "tingkat"."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + (tingkat(abs(value)) if shape == "tingkat" else angka(abs(value)))


@register.filter
def persen(weight_units: int, weight_total: int) -> str:
    """A weight as a percentage of the whole: 2,5 %."""
    value = Decimal(weight_units * 100) / weight_total
    return f"{tingkat(value.quantize(Decimal('0.001')))}%"


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite; decoration only, so the words beside it must say the same."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


STATUS_LOOKS = {  # of an answer: the colour of its tag and its icon
    "draft": ("", "pencil"),
    "submitted": ("wait", "clock"),
    "returned": ("no", "undo-2"),
    "verified": ("ok", "check"),
    "assessed": ("ok", "check"),
}


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    """The tag of an answer's status. A tag and not a template: a list of tasks shows fifty of them."""
    colour, name = STATUS_LOOKS.get(code, ("none", "circle"))
    return format_html('<span class="tag {}">{}{}</span>', colour, icon(name), label)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some parameters changed, or removed where the value is empty."""
    params: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"
