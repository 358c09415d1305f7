"""Two versions of who cites whom: what changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.history.model import Entry
from site_builder.latex import to_text
from site_builder.text.plurals import listed
from site_builder.yamlfiles.registries import CITATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.citations import CitationsFile, Citing

MOST_NAMED: Final = 8
"""Papers that one line names."""
FIELDS: Final = {"sources": "sources", "date": "day"}
"""What else is told, and what readers call it."""


def compared(old: CitationsFile, library: Library) -> Iterator[Entry]:
    """Yield what changed since an old version, an entry for each paper that cites others."""
    before = {each.paper: each for each in old.citations}
    now = {each.paper: each for each in library.citing_entries}
    for key in sorted(before.keys() | now.keys()):
        if said := "; ".join(_said(before.get(key), now.get(key))):
            paper = library.papers.get(key)
            yield Entry(CITATIONS, key, to_text(paper.title) if paper else key, said)


def _said(old: Citing | None, new: Citing | None) -> Iterator[str]:
    cited, cites = (set(each.cites) if each else set() for each in (old, new))
    wrong, denied = (set(each.not_cited) if each else set() for each in (old, new))
    for keys, words in (
        (cites - cited, "cites"),
        (cited - cites, "cites no longer"),
        (denied - wrong, "is said not to cite"),
        (wrong - denied, "is said no longer not to cite"),
    ):
        if keys:
            yield f"{words} {_named(keys)}"
    if old and new and (names := [n for n in FIELDS if getattr(old, n) != getattr(new, n)]):
        yield f"{listed(FIELDS[name] for name in names)} changed"


def _named(keys: Iterable[str]) -> str:
    found = sorted(keys)
    more = len(found) - MOST_NAMED
    return listed([*found[:MOST_NAMED], f"{more:,} more"] if more > 0 else found)
