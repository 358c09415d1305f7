"""Colours of figures: they come from the page, so that light and dark need no second picture.

Text and lines take the colour of the page's text. Areas take a custom property of the style sheet,
with a fallback for pages that do not have it; each fallback stands out from white and from the
theme's dark background alike.
"""

from __future__ import annotations

from typing import Final

INK: Final = "currentColor"
"""Text, and with some transparency all lines."""
FAINT: Final = 0.18
"""Opacity of lines that guide the eye."""
MUTED: Final = 0.65
"""Opacity of lines and marks of lesser weight; never of text."""

CATEGORIES: Final = (
    "#3f7fd0",
    "#cf6a1a",
    "#2f9464",
    "#c94f6d",
    "#8a6bd1",
    "#9a7a1e",
    "#2a92a8",
    "#b257ad",
    "#6f8a2f",
    "#7a818c",
)
"""Fallbacks of the properties `--survey-figure-1` and so on; the last one is for all the rest."""
ACCENT: Final = f"var(--survey-figure-accent,{CATEGORIES[0]})"
"""What a figure is about."""


def category(number: int) -> str:
    """Return the colour of a category by its place; those that are too many share the last one."""
    place = min(number, len(CATEGORIES) - 1)
    return f"var(--survey-figure-{place + 1},{CATEGORIES[place]})"
