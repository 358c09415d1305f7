"""What a figure consists of: a picture, words that say the same, and its numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

Spec = dict[str, Any]
"""A Vega-Lite specification."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a page of the site."""

    text: str
    uri: str
    """Relative to the site's root."""


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure, for those who cannot see it or want to copy them."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that is ready for a page."""

    title: str
    """Plain text; it is the picture's accessible name."""
    description: str
    """Plain text: what there is to be seen, and what is left out."""
    table: Table
    svg: Markup
    """An inert <svg> element without ids, whose colours follow the page's."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure that is not drawn yet: a Vega-Lite specification with its words and numbers."""

    title: str
    description: str
    table: Table
    spec: Spec


def shown(number: float) -> str:
    """Write a number with the digits that it has."""
    return f"{number:.12g}".replace("-", "\N{MINUS SIGN}")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number of things: 1 paper, 1,200 papers."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: Mapping[str, int]) -> str:
    """Write numbers with their names: owls 12, ducks 3."""
    return ", ".join(f"{name} {number:,}" for name, number in parts.items())
