"""What services have found, put together: one candidate for each paper, and how likely it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from site_builder.curation.watch_memory import Reasons, names_of
from site_builder.curation.watch_questions import Kind, Origin
from site_builder.related.likeness import Likely, Likeness
from site_builder.related.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.taxonomy import Node
    from site_builder.sources.draft import Draft

CITATIONS: Final = 0.5
"""How much more a paper counts that cites a record, by the binary logarithm of one and more."""
PEOPLE: Final = 0.25
"""How much more a paper counts by somebody who is watched."""

NOTHING: Final = Likely(0.0, (), (), None)


@dataclass
class Candidate:
    """A paper that may belong here."""

    draft: Draft
    origins: list[Origin] = field(default_factory=list)
    """What led to it, each once."""
    likely: Likely = NOTHING

    def names(self, kind: Kind) -> list[str]:
        """Return the names of what led to it, of one kind."""
        return [origin.name for origin in self.origins if origin.kind is kind]

    @property
    def text(self) -> Text:
        """What it says of itself."""
        return Text(self.draft.title, self.draft.abstract)

    @property
    def score(self) -> float:
        """How likely it belongs here: comparable within one run."""
        cited = CITATIONS * math.log2(1 + len(self.names(Kind.CITES)))
        return self.likely.score * (1 + cited + PEOPLE * bool(self.names(Kind.PERSON)))

    def node(self, library: Library) -> Node | None:
        """Return the category in which it may stand.

        That is one whose words it was found by; of several, the one that it is like, or the first.
        """
        nodes = library.taxonomy.nodes
        places = (tuple(name.split("/", 1)) for name in self.names(Kind.WORDS))
        found = [nodes[facet, name] for facet, name in places if (facet, name) in nodes]
        if self.likely.node in found or not found:
            return self.likely.node
        return found[0]

    def reasons(self, library: Library) -> Reasons:
        """Return why it is proposed."""
        papers = (library.papers.get(key) for key in self.names(Kind.CITES))
        return Reasons(
            cites=tuple(paper.method or paper.key for paper in papers if paper),
            people=tuple(self.names(Kind.PERSON)),
            venues=tuple(self.names(Kind.VENUE)),
            words=tuple(self.names(Kind.WORDS)),
            shares=self.likely.terms,
            like=self.likely.papers,
        )


def united(hits: Iterable[tuple[Draft, Origin]]) -> list[Candidate]:
    """Return one candidate for each paper, in the order in which they were found.

    Hits are of one paper where an arXiv id, a DOI or the whole title is the same.
    """
    by_name: dict[str, Candidate] = {}
    found: list[Candidate] = []
    for draft, origin in hits:
        names = list(names_of(draft))
        same = next((by_name[name] for name in names if name in by_name), None)
        if same is None:
            same = Candidate(draft)
            found.append(same)
        else:
            same.draft = _merged(same.draft, draft)
        if origin not in same.origins:
            same.origins.append(origin)
        for name in names:
            by_name.setdefault(name, same)
    return found


def _merged(one: Draft, other: Draft) -> Draft:
    """Add what another hit of the same paper says."""
    longest = max(one.abstract, other.abstract, key=len)
    first = {
        name: getattr(other, name)
        for name in ("authors", "year", "venues", "arxiv_id", "doi")
        if not getattr(one, name)
    }
    return replace(one, **first, abstract=longest, links={**other.links, **one.links})


def ranked(
    candidates: Iterable[Candidate], library: Library, words: Iterable[str]
) -> list[Candidate]:
    """Return candidates with how likely they are, the likeliest first."""
    found = list(candidates)
    likely = Likeness(library).rank([each.text for each in found], words)
    for candidate, each in zip(found, likely, strict=True):
        candidate.likely = each
    return sorted(
        found, key=lambda each: (-round(each.score, 6), -len(each.origins), each.draft.title)
    )
