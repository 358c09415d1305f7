"""What a new record could be called, where it could be filed, and which record it may double."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from site_builder import latex
from site_builder.names import fold
from site_builder.similar import ALIKE, YEARS_APART, comparable
from site_builder.values import MAX_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.models import Paper
    from site_builder.names import Name
    from site_builder.taxonomy import Node

STOP_WORDS: Final = frozenset(
    """
    a about after against all also an and any are as at be been before between both but by can do
    does during each etc for from further had has have how if in into is it its more most much no
    nor not of on onto or other our out over own per same should so some such than that the their
    them then there these they this those through to too toward towards under until up upon us very
    via was we well were what when where which while who why will with within without would you your
    """.split()  # noqa: SIM905 (one word to a line would fill pages)
)
"""Words that tell nothing of a paper."""
COMMON_IN_PAPERS: Final = frozenset(
    """
    achieve achieves approach based demonstrate demonstrates experiment experiments extensive method
    methods novel outperform outperforms paper performance present propose proposed proposes result
    results show shows significantly state-of-the-art use used uses using work works
    """.split()  # noqa: SIM905 (the same)
)
"""Words that every abstract has."""
WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


LEAST_PART: Final = 3
"""Letters of a compound's first part that tell something alone: multi-modal, but not s-prompts."""


# Keys


def key(author: Name, year: int, title: str, taken: Collection[str]) -> str:
    """Propose a key: family name, year, first telling word; more words where it is taken.

    A name or title without Latin letters is passed over; a number comes last of all. `taken` is in
    lower case, as keys are.
    """
    family = _letters(author.family) or _letters(author.display) or "paper"
    words = [word for each in WORD.findall(fold(latex.to_text(title))) if (word := _telling(each))]
    for candidate in _keys(f"{family[:40]}{year}", words or [""]):
        if candidate not in taken:
            return candidate
    raise AssertionError  # pragma: no cover - the numbers have no end


def _keys(stem: str, words: list[str]) -> Iterator[str]:
    room = MAX_KEY - len("-999999")
    for count in range(1, min(len(words), 4) + 1):
        yield (stem + "".join(words[:count]))[:room]
    number = 2
    while True:
        yield f"{(stem + words[0])[:room]}-{number}"
        number += 1


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if "a" <= char <= "z")


def _telling(word: str) -> str:
    """Give a word as keys have it, of a compound its first part; nothing where it tells nothing."""
    first = word.partition("-")[0]
    bare = _keyed(first if len(_keyed(first)) >= LEAST_PART else word)
    return "" if word in STOP_WORDS or bare in STOP_WORDS or bare.isdigit() else bare


def _keyed(word: str) -> str:
    return "".join(char for char in word if char.isascii() and char.isalnum())


# Duplicates


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be of the same paper."""

    paper: Paper
    why: str
    certain: bool
    """Whether an identifier says so, and not the title alone."""


@dataclass
class Doubles:
    """Finds records of the same paper among those there are and those added on the way."""

    by_id: dict[tuple[str, str], Paper] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Keys by the words of titles."""
    titles: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> Doubles:
        """Index a survey's papers, with what could be read of broken records."""
        doubles = cls()
        for paper in library.records():
            doubles.add(paper)
        return doubles

    def add(self, paper: Paper) -> None:
        """Remember a paper."""
        for name in ("arxiv_id", "doi"):
            if value := getattr(paper, name):
                self.by_id.setdefault((name, value.lower()), paper)
        title = comparable(paper.title)
        self.titles[paper.key] = title
        self.papers[paper.key] = paper
        for word in set(title.split("-")):
            self.by_word[word].append(paper.key)

    def find(self, title: str, year: int | None, arxiv_id: str, doi: str) -> Double | None:
        """Find the record of a paper: by its ids, then by a nearly equal title within a year."""
        ids = {"arxiv_id": arxiv_id.lower(), "doi": doi.lower()}
        for name, value in ids.items():
            if value and (paper := self.by_id.get((name, value))):
                return Double(paper, f"it has the same {SHOWN[name]}, {value}", certain=True)
        return self._alike(comparable(title), year, ids)

    def _alike(self, title: str, year: int | None, ids: Mapping[str, str]) -> Double | None:
        near = {
            key: self.titles[key]
            for key in sorted(self._candidates(title))
            if year is None or abs(self.papers[key].year - year) <= YEARS_APART
            if not _told_apart(self.papers[key], ids)
        }
        best = process.extractOne(title, near, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return Double(self.papers[best[2]], f"its title is {best[1]:.0f} % the same", certain=False)

    def _candidates(self, title: str) -> set[str]:
        """Find titles that share one of the rarest words; an edit rarely hits all of them."""
        words = sorted(set(title.split("-")), key=lambda w: (len(self.by_word.get(w, ())), w))
        known = [word for word in words if word in self.by_word][:RARE_WORDS]
        return {candidate for word in known for candidate in self.by_word[word][:MOST_SHARED]}


def _told_apart(paper: Paper, ids: Mapping[str, str]) -> bool:
    """Tell whether ids show two papers to be different: each paper has one of a kind."""
    pairs = ((getattr(paper, name), value) for name, value in ids.items())
    return any(ours and theirs and ours.lower() != theirs for ours, theirs in pairs)


SHOWN: Final = {"arxiv_id": "arXiv id", "doi": "DOI"}
RARE_WORDS: Final = 4
MOST_SHARED: Final = 500
"""A word that more titles than this share is looked at for the first of them alone."""


# Categories


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
