"""What a figure consists of: a picture, words that say the same, and its numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the site, in a figure's table."""

    uri: str
    """Relative to the site's root."""
    title: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure, for those who cannot see it or want to copy them."""

    headers: tuple[Cell, ...]
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


def format_number(number: float) -> str:
    """Format a number with all of its digits, and with a real minus sign."""
    short = f"{number:.12g}"
    digits = short if float(short) == number else repr(float(number))
    return digits.replace("-", "\N{MINUS SIGN}")


def format_counts(counts: Mapping[str, int]) -> str:
    """Format counts with their names: owls 12, ducks 3."""
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())
