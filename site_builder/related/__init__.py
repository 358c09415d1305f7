"""Related papers, with the words, categories, benchmarks, authors and so on that they share.

Words count by TF-IDF and cosine, everything else by how few papers have it. The work for one paper
is bounded, so that time and memory grow with the number of papers and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder.record.models import RelationKind
from site_builder.related.features import KINDS, Feature, features_of, weigh
from site_builder.related.matrix import BLOCK, DIGITS, Matrix, Weights, joined
from site_builder.related.words import SpelledTexts, Words, text_of
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField
    from site_builder.record.identities import Person
    from site_builder.record.models import Benchmark, Paper
    from site_builder.record.taxonomy import Node

MOST: Final = 6
"""Related papers that are told of each paper."""
LEAST: Final = 0.15
"""Score below which two papers have too little in common to be told."""
REASON_WORDS: Final = 4
"""Shared words that are told."""
RARE: Final = 0.02
"""Share of the papers that have a word which tells something by itself."""
FEW: Final = 2
"""Papers that may have such a word, however few papers there are."""

RELATIONS: Final[Mapping[RelationKind, float]] = {
    RelationKind.EXTENDS: 1.0,
    RelationKind.SUPERSEDES: 1.0,
    RelationKind.USES: 0.6,
    RelationKind.COMPARES_WITH: 0.6,
}
"""How much it counts that one of two papers names the other."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A paper related to another, with the reasons; those that do not hold are empty."""

    paper: Paper
    score: float
    categories: tuple[Node, ...] = ()
    """The deepest categories that both stand in, the rarest first."""
    words: tuple[str, ...] = ()
    """Words that both use and few others do, the highest weight first."""
    rare_words: tuple[str, ...] = ()
    """Those of the words that hardly another paper is about."""
    authors: tuple[Person, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    fields: tuple[tuple[DeclaredField, tuple[str, ...]], ...] = ()
    """Lists of the survey's own that share values, with these."""
    says: tuple[RelationKind, ...] = ()
    """What the paper's record says of this one."""
    is_said: tuple[RelationKind, ...] = ()
    """What this one's record says of the paper."""


class Related:
    """An index of a library's papers, which finds those related to one.

    `kept` are the words of their texts from an earlier index, where there was one.
    """

    def __init__(self, library: Library, kept: SpelledTexts | None = None) -> None:
        self._library: Final = library
        self._papers: Final = tuple(library.papers.values())
        self._numbers: Final = {paper.key: number for number, paper in enumerate(self._papers)}
        self._words: Final = Words(map(text_of, self._papers), kept=kept)
        owned = [dict.fromkeys(features_of(library, paper)) for paper in self._papers]
        self._shared: Final = tuple(dict.fromkeys(chain.from_iterable(owned)))
        number = {feature: index for index, feature in enumerate(self._shared)}
        shared = weigh(owned, number, len(self._words.forms))
        self._matrix: Final = Matrix(joined(self._words.weights, shared), len(self._papers))
        self._named: Final = self._relations()
        self._block: tuple[int, Weights] = (-1, np.zeros((0, 0)))
        """The scores that were computed last, and the paper that they begin with."""
        self._with_word: Final[list[int]] = np.bincount(
            self._words.weights.features, minlength=len(self._words.forms)
        ).tolist()
        """How many papers each word is telling of."""

    @property
    def words(self) -> Words:
        """The words of all papers, in their order."""
        return self._words

    def to(self, key: str, most: int = MOST) -> tuple[Relative, ...]:
        """Return up to `most` papers related to one, by score, highest first.

        Raises KeyError for an unknown key.
        """
        number = self._numbers[key]
        scores = self._scores(number)
        for other, weight in self._named.get(number, {}).items():
            scores[other] += weight
        scores[number] = 0.0
        row = self._matrix.row(number)
        return tuple(self._relative(number, row, n, score) for n, score in _best(scores, most))

    def _scores(self, number: int) -> Weights:
        """Return the scores of one paper with all; those of its block are computed together."""
        first = number - number % BLOCK
        if self._block[0] != first:
            end = min(first + BLOCK, len(self._papers))
            self._block = first, self._matrix.scores(first, end)
        scores: Weights = self._block[1][number - first].copy()
        return scores

    def _relations(self) -> dict[int, dict[int, float]]:
        """Return the weights of relations that records name, in both directions."""
        named: dict[int, dict[int, float]] = defaultdict(dict)
        for number, paper in enumerate(self._papers):
            for relation in paper.relations:
                other = self._numbers.get(relation.paper)
                if other is not None:
                    weight = max(RELATIONS[relation.kind], named[number].get(other, 0.0))
                    named[number][other] = named[other][number] = weight
        return named

    def _relative(self, number: int, row: dict[int, float], other: int, score: float) -> Relative:
        shared = {f: w * row[f] for f, w in self._matrix.row(other).items() if f in row}
        ranked = sorted(shared, key=lambda feature: (-shared[feature], feature))
        words = len(self._words.forms)
        ids: dict[str, list[Feature]] = {kind: [] for kind in KINDS}
        for feature in ranked:
            if feature >= words:
                found = self._shared[feature - words]
                ids[found[0]].append(found)
        told = [feature for feature in ranked if feature < words][:REASON_WORDS]
        most, shown = max(FEW, RARE * len(self._papers)), self._words.shown
        library, paper, relative = self._library, self._papers[number], self._papers[other]
        return Relative(
            relative,
            score,
            _deepest(library.taxonomy.nodes[facet, name] for _, facet, name in ids["category"]),
            tuple([shown[f] for f in told]),
            tuple([shown[f] for f in told if self._with_word[f] <= most]),
            tuple(library.people[slug] for _, _, slug in ids["author"]),
            tuple(library.benchmarks[name] for _, _, name in ids["benchmark"]),
            tuple(_spelled(library, relative, ids["field"])),
            _kinds(paper, relative.key),
            _kinds(relative, paper.key),
        )


def _best(scores: Weights, most: int) -> list[tuple[int, float]]:
    """Return the highest scores with their papers, equal ones in the order of papers."""
    near = np.flatnonzero(scores >= LEAST - 10.0**-DIGITS)  # rounding all of them takes longer
    rounded = scores[near].round(DIGITS)
    order = np.argsort(-rounded, kind="stable")[:most]  # stable: the same on every machine
    best = zip(near[order].tolist(), rounded[order].tolist(), strict=True)
    return [(paper, score) for paper, score in best if score >= LEAST]


def _deepest(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return the categories without those that are ancestors of another one."""
    found = tuple(nodes)
    above = {(node.facet.id, each.id) for node in found for each in node.ancestors}
    return tuple(node for node in found if (node.facet.id, node.id) not in above)


def _spelled(
    library: Library, paper: Paper, shared: list[Feature]
) -> Iterator[tuple[DeclaredField, tuple[str, ...]]]:
    """Yield the fields that share values, and these as the paper spells them."""
    for field in library.fields:
        folded = [name for _, id_, name in shared if id_ == field.id]
        if folded:
            spelling = {fold(each): each for each in field.texts(paper.extra.get(field.id))}
            yield field, tuple(spelling[name] for name in folded)


def _kinds(paper: Paper, other: str) -> tuple[RelationKind, ...]:
    kinds = (relation.kind for relation in paper.relations if relation.paper == other)
    return tuple(dict.fromkeys(kinds))
