"""How cells look. A style is a few of these names together, such as ``("cell", "day", "fill")``."""

from collections.abc import Mapping
from typing import Any

from generator.diagnostics import Lang

# Both come with Office and WPS; elsewhere the reader's own sans serif stands in.
FONTS: Mapping[Lang, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
SIZE: Mapping[Lang, float] = {"zh": 9, "en": 10}
INK, MUTED, LINE = "#1F2933", "#6B7280", "#C9CFD6"
DARK, FILL = "#1F4E79", "#8A5A00"
PALE_FILL = "#FFF9E8"

STYLES: Mapping[str, Mapping[str, Any]] = {
    "cell": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "font_color": INK},
    "plain": {"valign": "top", "font_color": INK},
    "title": {"bold": True, "font_size": 15, "font_color": DARK},
    "section": {"bold": True, "font_size": 12, "font_color": DARK, "top": 2, "top_color": DARK},
    "muted": {"font_color": MUTED},
    "head": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": LINE,
    },
    "head_fill": {"bg_color": FILL},
    "typed": {"num_format": "@"},
    "fill": {"bg_color": PALE_FILL, "locked": False},
    "bold": {"bold": True},
    "apart": {"align": "left", "indent": 1},
    "left": {"align": "left"},
    "verdict": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "iso": {"num_format": "yyyy-mm-dd", "align": "left"},
    "link": {"font_color": "#1155CC", "underline": 1},
    "figure": {"num_format": "#,##0.0###", "align": "right"},
    "count": {"num_format": "#,##0", "align": "right"},
    "share": {"num_format": "0.0%", "align": "right"},
    "red": {"bg_color": "#F8C9C4", "font_color": "#7F1D1D", "bold": True},
    "yellow": {"bg_color": "#FFE9A8", "font_color": "#5C4400"},
    "green": {"bg_color": "#CFE8D3", "font_color": "#14532D"},
}  # fmt: skip

# What a condition paints over a cell; a cell's font family and size cannot change there.
PAINT: Mapping[str, Mapping[str, Any]] = {
    "overdue": {"bg_color": "#F8C9C4", "font_color": "#7F1D1D"},
    "soon": {"bg_color": "#FFE9A8"},
    "settled": {"bg_color": "#ECEEF0", "font_color": "#7B8490"},
    "blocked": {"bold": True, "font_color": "#B91C1C"},
    "must": {"bold": True},
    "whole": {"num_format": "#,##0"},
    "over": {"bold": True, "bg_color": "#F8C9C4", "font_color": "#7F1D1D"},
    "add": {"bold": True, "bg_color": "#FFE9A8"},
}


def day_format(lang: Lang, *, time: bool) -> str:
    """The date with its weekday in the sheet's language, whatever the reader's system speaks. An instant's year is plain from the sheet."""
    # LibreOffice knows the language of a format only where it stands first, and Excel's shorter "aaa" differs by edition.
    if lang == "zh":
        return "[$-804]mm-dd aaaa hh:mm" if time else "[$-804]yyyy-mm-dd aaaa"
    return "[$-409]ddd mm-dd hh:mm" if time else "[$-409]ddd yyyy-mm-dd"


def properties(lang: Lang, names: tuple[str, ...]) -> dict[str, Any]:
    """The properties of a style; of two that disagree the later name wins."""
    found: dict[str, Any] = {"font_name": FONTS[lang], "font_size": SIZE[lang], "font_scheme": "none"}
    for name in names:
        if name in ("day", "instant"):
            found |= {"num_format": day_format(lang, time=name == "instant"), "align": "left"}
        else:
            found |= STYLES[name]
    return found
