"""Categories that a new record may belong to, by what the records there say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.related.matrix import Matrix
from site_builder.related.words import Text, Words, without_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that a text may belong to, and why."""

    node: Node
    score: float
    words: tuple[str, ...]
    """What the text shares with the records there."""
    papers: tuple[str, ...]
    """Keys of the most similar records there."""

    @property
    def why(self) -> str:
        """Return it in words."""
        parts = [f"shares {', '.join(self.words)}"] if self.words else []
        if self.papers:
            parts.append(f"most like {', '.join(self.papers)}")
        return "; ".join(parts)


MOST_PROPOSALS: Final = 3
MOST_WORDS: Final = 4
"""Shared words that are told: as many as one line holds."""
LEAST_SCORE: Final = 0.05
"""Similarity below which a proposal would be noise."""
OF_THE_BEST: Final = 0.5
"""A proposal weaker than this part of a facet's best one is left out."""
NEIGHBOURS: Final = 3
"""Similar records that are counted for a category."""
FEW: Final = 2
"""A single record does not stand for a category."""

LONGEST: Final = 20_000
"""Characters of a text that are read."""

Vector = dict[int, float]
"""Weights by the number of a word's basic form."""


class Filing:
    """Knows what the records in each category say, and files a text by it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._words: Final = Words(map(_text_of, library.papers.values()), pairs=True)
        matrix = Matrix(self._words.weights, len(library.papers))
        self._papers: Final = {key: matrix.row(n) for n, key in enumerate(library.papers)}
        self._categories: Final = {
            place: self._words.vector(_describe(node))
            for place, node in library.taxonomy.nodes.items()
        }

    def propose(self, text: str, facet: str) -> list[Proposal]:
        """Propose categories of one facet for a text, the most likely first."""
        vector = self._words.vector(text[:LONGEST])
        found = [
            proposal
            for node in self.library.taxonomy.walk()
            if node.facet.id == facet and (proposal := self._proposal(vector, node))
        ]
        found.sort(key=lambda proposal: (-proposal.score, proposal.node.id))
        best = found[0].score if found else 0
        return [p for p in found if p.score >= best * OF_THE_BEST][:MOST_PROPOSALS]

    def _proposal(self, vector: Vector, node: Node) -> Proposal | None:
        """Score a category: by its own words, and by its records most like the text."""
        own = _overlap(vector, self._categories[node.facet.id, node.id])
        papers = self.library.in_category(node, subtree=False)
        shared = {p.key: _overlap(vector, self._papers[p.key]) for p in papers}
        near = sorted(shared, key=lambda k: (-sum(shared[k].values()), k))[:NEIGHBOURS]
        score = sum(own.values()) + sum(sum(shared[k].values()) for k in near) / max(FEW, len(near))
        if score < LEAST_SCORE:
            return None
        words = Counter(own)
        for each in near:
            words.update(shared[each])
        return Proposal(node, score, tuple(self._best(words)), tuple(near[:2]))

    def _best(self, weights: Mapping[int, float]) -> Iterator[str]:
        """Yield the words that say most, without those that stand in a longer one."""
        forms = self._words.by_number
        ranked = sorted(weights, key=lambda each: (-weights[each], forms[each]))
        yield from without_parts((forms[number] for number in ranked), MOST_WORDS)


def _overlap(one: Vector, other: Vector) -> Vector:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return {term: weight * large[term] for term, weight in small.items() if term in large}


def _text_of(paper: Paper) -> Text:
    """Return what a paper says as one text, in which the title counts twice."""
    parts = (paper.title, paper.title, paper.summary, paper.abstract)
    return Text("", " . ".join(filter(None, parts)))


def _describe(node: Node) -> str:
    category = node.category
    return " . ".join((category.title, category.title, *category.aliases, category.description))
