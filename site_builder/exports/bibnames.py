"""Names as BibTeX cannot misread them (btxdoc, section 4; "Tame the BeaST", section 11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_tex
from site_builder.names import Name

if TYPE_CHECKING:
    from site_builder.models import Author

SEPARATOR: Final = re.compile(r"[\s~-]+")
"""What parts the words of a name for BibTeX."""

KEPT_WORDS: Final = frozenset({"and", "others"})
"""Words that part names, or stand for more of them."""


def person(author: Author, *, unicode: bool = False) -> str:
    """Write a name as `particle Family, Suffix, Given`; what would be misread stands in braces."""
    name = author.name
    parts = (name.given, name.particle, name.family, name.suffix)
    given, particle, family, suffix = (
        to_tex(" ".join(part.split()), unicode=unicode) for part in parts
    )
    if name.is_group:
        return f"{{{family}}}"
    tex = Name(given, particle, family, suffix)
    return (_inverted(tex) if given else _mononym(tex)) or "{}"


def _inverted(name: Name) -> str:
    last = _words(name.particle, name.family if _is_whole(name.family) else f"{{{name.family}}}")
    return ", ".join(filter(None, (last, _shielded(name.suffix), _shielded(name.given))))


def _mononym(name: Name) -> str:
    """Write a name without comma, in which BibTeX takes all words but the last for given names."""
    if name.suffix or not all(map(_is_lower, name.particle.split())):
        last = " ".join(filter(None, (name.particle, name.family)))
        return f"{{{', '.join(filter(None, (last, name.suffix)))}}}"
    family = f"{{{name.family}}}" if SEPARATOR.search(name.family) else name.family
    return _words(name.particle, family)


def _words(particle: str, family: str) -> str:
    return " ".join(_shielded(part) for part in (particle, family) if part)


def _shielded(part: str) -> str:
    """Put braces around what BibTeX would split at: commas, and the words between names."""
    return f"{{{part}}}" if "," in part or KEPT_WORDS & {*part.lower().split()} else part


def _is_whole(family: str) -> bool:
    """Tell whether no word of a family name but the last looks like a particle."""
    return not any(map(_is_lower, SEPARATOR.split(family)[:-1]))


def _is_lower(word: str) -> bool:
    """Tell whether BibTeX takes a word for a particle: by its first letter."""
    return next(filter(str.isalpha, word), "").islower()
