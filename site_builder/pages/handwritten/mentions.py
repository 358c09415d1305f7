"""Which hand-written pages cite a paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.pages.handwritten.works import Keys, place_of, works
from site_builder.pages.parts import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.handwritten.documents import Document


@dataclass(frozen=True, slots=True)
class Mention:
    """A page that cites a paper."""

    link: Link
    """It leads to the place where the paper is cited first."""
    heading: str
    """What stands above that place; empty where it is the page's own title."""
    count: int
    """How often the page cites it."""


def mentions(documents: Iterable[Document], keys: Keys) -> dict[str, list[Mention]]:
    """Return the pages that cite each paper, by key, in the order of the pages."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for document in documents:
        places: dict[str, list[int]] = defaultdict(list)
        for _, work in works(document):
            if paper := keys.paper(work.key):
                places[paper.key].append(work.start)
        for key, at in places.items():
            link = Link(f"{document.uri}#{place_of(key)}", document.title)
            found[key].append(Mention(link, _heading(document, min(at)), len(at)))
    return dict(found)


def _heading(document: Document, at: int) -> str:
    above = [words for start, words in document.headings if start <= at]
    return above[-1] if above and above[-1] != document.title else ""
