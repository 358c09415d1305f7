"""How like a survey's papers other texts are, in which category they would stand, and why.

The weight of a term tells a survey from what is looked at beside it. An inverse document frequency
alone, which the survey's own papers give, counts least what nearly all of them say, and that is
what the survey is about; so the odds of the term here are held against those among the candidates
(the weight of Robertson and Spärck Jones, 1976, without its negative part), and the inverse
document frequency is added as far as `IDF`, which decides where the candidates are much like the
survey. What a text has of the words that were looked for counts, too. `bench/watch_ranking.py`
measures all of it.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder.latex import to_text
from site_builder.related.matrix import DIGITS, Numbers, Weights, run_starts
from site_builder.related.words import SENTENCE_END, WORD, Text, basic_form, without_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node

LEAST_PAPERS: Final = 3
"""Papers that must have a term for it to say something of the survey; of a small one fewer."""
SMALL: Final = 30
"""Papers below which a survey is small: there a term of one paper counts, too."""
IDF: Final = 0.1
"""The part of the inverse document frequency in a term's weight."""
NEIGHBOURS: Final = 30
"""Papers that a text is held against: those most like it."""
NAMED: Final = 2
"""Papers most like a text that are named, and the papers whose terms are told."""
MOST_TERMS: Final = 4
"""Shared terms that are told: as many as one line holds."""
PAIRS: Final = 2.0
"""How much more a pair of words tells people than each of them, where shared terms are told."""
UNASKED: Final = 0.25
"""What remains of a text's likeness where it has none of the words that are looked for."""
LONGEST: Final = 20_000
"""Characters of a text that are read."""

Terms = Counter[str]
"""Words in their basic forms, and pairs of neighbours, with how often they come."""


@dataclass(frozen=True, slots=True)
class Likely:
    """What a text has in common with a survey."""

    score: float
    """From 0, for nothing in common, to 1."""
    terms: tuple[str, ...]
    """What it shares with the papers most like it, the most telling first."""
    papers: tuple[str, ...]
    """Keys of the papers most like it, the most like first."""
    node: Node | None
    """The category in which most of what is like it stands; None where nothing is."""


def spelled_terms(text: Text) -> Terms:
    """Count the terms of a text; those of its head count twice."""
    found = Terms()
    for part, times in ((text.head, 2), (text.prose, 1)):
        for sentence in _sentences(part):
            for term in (*sentence, *map(" ".join, pairwise(sentence))):
                found[term] += times
    return found


def _sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence in their basic forms, without those that tell nothing."""
    for sentence in SENTENCE_END.split(to_text(text[:LONGEST])):
        yield [form for word in WORD.findall(sentence) if (form := basic_form(word))]


class Likeness:
    """An index of a survey's papers for texts that are not among them."""

    def __init__(self, library: Library) -> None:
        self._library: Final = library
        self._keys: Final = tuple(library.papers)
        rows = [spelled_terms(_text_of(paper)) for paper in library.papers.values()]
        self._frequency: Final = Counter(term for row in rows for term in row)
        least = 1 if len(rows) < SMALL else LEAST_PAPERS
        self._terms: Final = [term for term, n in self._frequency.items() if n >= least]
        self._number: Final = {term: number for number, term in enumerate(self._terms)}
        self._pairs: Final = np.where([" " in term for term in self._terms], PAIRS, 1.0)
        entries = [
            (self._number[term], paper, 1 + math.log(count))
            for paper, row in enumerate(rows)
            for term, count in row.items()
            if term in self._number
        ]
        entries.sort()
        numbers = np.array([each[:2] for each in entries], np.int64).reshape(-1, 2)
        self._features: Final[Numbers] = numbers[:, 0]
        self._owners: Final[Numbers] = numbers[:, 1]
        self._counts: Final[Weights] = np.array([each[2] for each in entries], np.float64)
        self._columns: Final = run_starts(self._features, len(self._terms))

    def rank(self, texts: Sequence[Text], wanted: Iterable[str] = ()) -> list[Likely]:
        """Return how like the survey each text is, in their order.

        `wanted` are the words and phrases that were looked for; what a text's likeness counts for
        grows with them. Scores depend on the texts that are ranked together, being what the survey
        is told from; equal input gives equal scores, rounded to what machines agree on.
        """
        rows = [spelled_terms(text) for text in texts]
        weights = self._weights(Counter(term for row in rows for term in row), len(rows))
        owned = self._counts * weights[self._features]
        length = np.sqrt(np.bincount(self._owners, owned**2, len(self._keys)))
        owned /= np.where(length > 0, length, 1.0)[self._owners]
        asked = asked_for(texts, wanted)
        return [
            self._likely(row, weights, owned, part)
            for row, part in zip(rows, asked.tolist(), strict=True)
        ]

    def _weights(self, among: Mapping[str, int], texts: int) -> Weights:
        """Return the weight of each term, given how many of the texts to rank have it."""
        papers = len(self._keys)
        here = np.array([self._frequency[term] for term in self._terms], np.float64)
        there = np.array([among.get(term, 0) for term in self._terms], np.float64)
        odds = np.log((here + 0.5) / (papers - here + 0.5))
        odds -= np.log((there + 0.5) / (texts - there + 0.5))
        found: Weights = np.maximum(odds, 0.0) + IDF * (1 + np.log((1 + papers) / (1 + here)))
        return found

    def _likely(self, row: Terms, weights: Weights, owned: Weights, part: float) -> Likely:
        known = [(self._number[term], n) for term, n in row.items() if term in self._number]
        own = {number: (1 + math.log(count)) * float(weights[number]) for number, count in known}
        unknown = (1 + math.log(count) for term, count in row.items() if term not in self._number)
        length = math.hypot(*own.values(), *unknown)
        if not own or not length:
            return Likely(0.0, (), (), None)
        places = np.concatenate([np.arange(*self._columns[n : n + 2]) for n in own])
        sizes = [int(self._columns[n + 1] - self._columns[n]) for n in own]
        products = owned[places] * np.repeat([*own.values()], sizes) / length
        scores = np.round(np.bincount(self._owners[places], products, len(self._keys)), DIGITS)
        nearest = np.argsort(-scores, kind="stable")[:NEIGHBOURS].tolist()
        nearest = [number for number in nearest if scores[number] > 0]
        like = float(scores[nearest].sum()) / min(NEIGHBOURS, len(self._keys))
        told = np.isin(self._owners[places], nearest[:NAMED])
        shared = np.bincount(self._features[places[told]], products[told], len(self._terms))
        shared *= self._pairs
        best = np.argsort(-np.round(shared, DIGITS), kind="stable")[: 4 * MOST_TERMS].tolist()
        return Likely(
            round(like * (UNASKED + (1 - UNASKED) * part), DIGITS),
            tuple(without_parts((self._terms[n] for n in best if shared[n] > 0), MOST_TERMS)),
            tuple(self._keys[number] for number in nearest[:NAMED]),
            self._category({self._keys[number]: float(scores[number]) for number in nearest}),
        )

    def _category(self, near: Mapping[str, float]) -> Node | None:
        """Return the category that the papers most like a text speak for, each by its likeness."""
        votes = Counter[tuple[str, str]]()
        for key, score in near.items():
            for facet in self._library.taxonomy.facet_ids:
                for node in self._library.nodes(self._library.papers[key], facet):
                    votes[facet, node.id] += score  # type: ignore[assignment] # weights, not counts
        nodes = self._library.taxonomy.nodes
        return next((nodes[place] for place, _ in votes.most_common(1)), None)


def asked_for(texts: Sequence[Text], wanted: Iterable[str]) -> Weights:
    """Return how much each text has of the words that are looked for, as a part of the most.

    It grows with the logarithm of their number. Where nothing is looked for, or no text has any of
    it, all have the same: 1.
    """
    phrases = list(dict.fromkeys(filter(None, map(phrase_forms, wanted))))
    counts = [sum(map(joined_forms(text).count, phrases)) for text in texts]
    part = np.log1p(np.array(counts, np.float64))
    most = float(part.max()) if counts else 0.0
    found: Weights = np.round(part / most, DIGITS) if most else np.ones(len(counts))
    return found


def phrase_forms(words: str) -> str:
    """Return a phrase in basic forms, to look for among those of a text."""
    forms = [form for word in WORD.findall(to_text(words)) if (form := basic_form(word))]
    return f" {'  '.join(forms)} " if forms else ""


def joined_forms(text: Text) -> str:
    """Return a text in basic forms, each with a blank on both sides; sentences are kept apart."""
    whole = (" ".join(forms) for part in text for forms in _sentences(part) if forms)
    return f" {' . '.join(whole)} ".replace(" ", "  ")


def _text_of(paper: Paper) -> Text:
    return Text(paper.title, f"{paper.abstract or ''} . {paper.summary or ''}")
