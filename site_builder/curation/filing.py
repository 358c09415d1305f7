"""Categories that a new record may belong to, by what the records there say."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from site_builder import latex
from site_builder.curation.keys import STOP_WORDS, WORD
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

COMMON_IN_PAPERS: Final = frozenset(
    """
    achieve achieves approach based demonstrate demonstrates experiment experiments extensive method
    methods novel outperform outperforms paper performance present propose proposed proposes result
    results show shows significantly state-of-the-art use used uses using work works
    """.split()  # noqa: SIM905 (the same)
)
"""Words that every abstract has."""


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
        """Say it in words."""
        parts = [f"shares {', '.join(self.words)}"] if self.words else []
        if self.papers:
            parts.append(f"most like {', '.join(self.papers)}")
        return "; ".join(parts)


MOST_PROPOSALS: Final = 3
LEAST_SCORE: Final = 0.05
"""Similarity below which a proposal would be noise."""
OF_THE_BEST: Final = 0.5
"""A proposal weaker than this part of a facet's best one is left out."""
NEIGHBOURS: Final = 3
"""Similar records that are counted for a category."""
FEW: Final = 2
"""A single record does not stand for a category."""

Vector = dict[str, float]


class Filing:
    """Knows what the records in each category say, and files a text by it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        texts = {key: _terms(_text_of(paper)) for key, paper in library.papers.items()}
        counts = Counter(term for terms in texts.values() for term in terms)
        self.rarity = {t: math.log((1 + len(texts)) / (1 + n)) + 1 for t, n in counts.items()}
        self.papers = {key: self._vector(terms) for key, terms in texts.items()}

    def propose(self, text: str, facet: str) -> list[Proposal]:
        """Propose categories of one facet for a text, the most likely first."""
        vector = self._vector(_terms(text))
        found = [
            proposal
            for node in self.library.taxonomy.walk()
            if node.facet.id == facet and (proposal := self._proposal(vector, node))
        ]
        found.sort(key=lambda proposal: (-proposal.score, proposal.node.id))
        best = found[0].score if found else 0
        return [p for p in found if p.score >= best * OF_THE_BEST][:MOST_PROPOSALS]

    def _vector(self, terms: Mapping[str, int]) -> Vector:
        """Weigh terms by how rare they are; the vector has length one."""
        most = math.log(1 + len(self.rarity)) + 1
        weights = {t: (1 + math.log(n)) * self.rarity.get(t, most) for t, n in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {term: weight / length for term, weight in weights.items()} if length else {}

    def _proposal(self, vector: Vector, node: Node) -> Proposal | None:
        """Score a category: by its own words, and by its records most like the text."""
        own = _overlap(vector, self._vector(_terms(_describe(node))))
        papers = self.library.in_category(node, subtree=False)
        shared = {p.key: _overlap(vector, self.papers[p.key]) for p in papers}
        near = sorted(shared, key=lambda k: (-sum(shared[k].values()), k))[:NEIGHBOURS]
        score = sum(own.values()) + sum(sum(shared[k].values()) for k in near) / max(FEW, len(near))
        if score < LEAST_SCORE:
            return None
        words = Counter(own)
        for each in near:
            words.update(shared[each])
        return Proposal(node, score, tuple(_best(words)), tuple(near[:2]))


def _best(words: Counter[str]) -> Iterator[str]:
    """Yield the words that say most, without those that stand in a longer one."""
    kept: list[str] = []
    for word, _ in sorted(words.items(), key=lambda each: (-each[1], each[0])):
        if not any(word in other or other in word for other in kept):
            kept.append(word)
            yield word
        if len(kept) == 4:  # noqa: PLR2004 (as many as one line holds)
            return


def _overlap(one: Vector, other: Vector) -> Vector:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return {term: weight * large[term] for term, weight in small.items() if term in large}


def _text_of(paper: Paper) -> str:
    parts = (paper.title, paper.title, paper.summary, paper.abstract, paper.notes)
    return " . ".join(filter(None, parts))


def _describe(node: Node) -> str:
    category = node.category
    return " . ".join((category.title, category.title, *category.aliases, category.description))


def _terms(text: str) -> Counter[str]:
    """Count words and pairs of neighbouring words, each without its plural s."""
    words = [_stem(word) for word in WORD.findall(fold(latex.to_text(text[:20_000])))]
    telling = [word for word in words if len(word) > 1]
    found = Counter(word for word in telling if not _is_common(word))
    pairs = (f"{a} {b}" for a, b in pairwise(telling) if not (_is_common(a) or _is_common(b)))
    found.update(pairs)
    for word in telling:
        if "-" in word:
            found.update(part for part in word.split("-") if part and not _is_common(part))
    return found


def _is_common(word: str) -> bool:
    return word in STOP_WORDS or word in COMMON_IN_PAPERS or word.isdigit()


def _stem(word: str) -> str:
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3  # noqa: PLR2004 (gas, bus)
    return word[:-1] if plural else word
