"""Who cites a paper among the survey's own, and whom it cites, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.pages.writer import paper_link
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.publication import short_name
from site_builder.web.api import BASE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper
    from site_builder.record.origins import FactSource

MOST: Final = 100
"""Papers that a list names, the newest; the JSON of the paper names all."""


@dataclass(frozen=True, slots=True)
class Citer:
    """A paper at the other end of a citation."""

    link: Link
    name: str
    year: int
    standing: str
    """What became of it; empty where nothing did."""


@dataclass(frozen=True, slots=True)
class CitationLists:
    """What is known of citations from and to a paper within the survey."""

    cited_by: tuple[Citer, ...]
    cites: tuple[Citer, ...]
    cited_by_count: int
    cites_count: int
    sources: tuple[FactSource, ...]
    """Where its list of references was seen."""
    date: dt.date | None
    """The day on which that told something new."""
    data: str
    """Where all are named, below the site's root."""


def of_paper(writer: Writer, paper: Paper) -> CitationLists | None:
    """Return the citations from and to a paper; None where none is known."""
    known = writer.library.citations
    cited_by, cites = known.cited_by.get(paper.key, ()), known.cites.get(paper.key, ())
    if not (cited_by or cites):
        return None
    entry = known.entries.get(paper.key) if cites else None
    return CitationLists(
        _named(writer, cited_by),
        _named(writer, cites),
        len(cited_by),
        len(cites),
        writer.sources.of(paper, entry.sources) if entry else (),
        entry.date if entry else None,
        f"{BASE}/papers/{paper.key}.json",
    )


def _named(writer: Writer, keys: Sequence[str]) -> tuple[Citer, ...]:
    papers = (writer.library.papers[key] for key in keys[:MOST])
    return tuple(
        Citer(
            paper_link(each),
            short_name(each),
            each.year,
            STATUS_WORDS[each.status.kind] if each.status else "",
        )
        for each in papers
    )
