"""The bibliography of a document: entries under the keys that it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder import exports
from site_builder.latex import citations
from site_builder.problems import did_you_mean
from site_builder.query import former_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library

MOST_SUGGESTIONS: Final = 100
"""Unknown keys for which a near one is looked for, which takes its time in a large survey."""


def present_keys(cited: list[str], library: Library) -> dict[str, str]:
    """Return the present key of each cited one that the survey has, or had under another key."""
    renamed = former_keys(library)
    keys = {key for key in cited if key in library.papers or key in renamed}
    if citations.ALL in cited:
        keys |= library.papers.keys()
    return {key: key if key in library.papers else renamed[key] for key in sorted(keys)}


def bibliography(known: dict[str, str], library: Library, name: str, *, unicode: bool) -> str:
    """Return entries under the keys that are cited; biblatex knows former keys from the entries."""
    keys = known if name == "bibtex" else {key: key for key in sorted(set(known.values()))}
    pieces = exports.FORMATS[name].pieces
    assert pieces  # noqa: S101 (bibliographies are put together from entries)
    return pieces.join(
        pieces.piece(library.papers[now], library, key=cited, unicode=unicode)
        for cited, now in keys.items()
    )


def suggestions(unknown: Iterable[str], library: Library) -> dict[str, str]:
    """Return, for each of the first unknown keys, a hint at the key that may have been meant."""
    names = list(dict.fromkeys(unknown))[:MOST_SUGGESTIONS]
    return {name: did_you_mean(name, library.papers) for name in names}
