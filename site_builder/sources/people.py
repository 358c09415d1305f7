"""Names as services and files give them, to the parts that records have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.sources.draft import Person, line
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME_NAME: Final = re.compile(r" \d{4}$")
"""The number with which DBLP tells people of one name apart."""


def person(name: Name) -> Person:
    """Return a name's parts."""
    if name.is_group:
        return {"literal": name.family}
    parts = {
        "given": name.given,
        "particle": name.particle,
        "family": name.family,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def from_display(names: Iterable[object]) -> tuple[Person, ...]:
    """Read names in reading order; what is no text is left out."""
    texts = (SAME_NAME.sub("", line(name)).strip(" ,") for name in names)
    return tuple(person(parse_name(text)) for text in texts if text)


def from_parts(given: object, family: object, suffix: object = "") -> Person:
    """Read a name whose parts are told apart; lower-case words before the family name lead it."""
    first, last = line(given), line(family)
    if not (first and last):
        return {"family": first or last} if first or last else {}
    parts = person(parse_name(f"{last}, {first}"))
    return {**parts, "suffix": line(suffix)} if line(suffix) else parts
