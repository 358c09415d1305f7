"""The words of papers: tokenized, normalized, and weighted by TF-IDF."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder import latex
from site_builder.related.matrix import DIGITS, Entries, Weights, joined, run_starts
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import Paper

WORD: Final = re.compile(r"[^\W\d_][^\W_]+")
"""A letter and the letters and digits that follow; a letter alone tells nothing."""
STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        about above across after all almost along also among an and any are as at be because been
        being between both but by can could do does during each either etc for from further had has
        have how however if in into is it its itself just may me more most much must nor not now of
        off on once only onto or other our out over own per same shall should since so some such
        than that the their them then there these they this those through thus to too toward towards
        under until up upon us very via was we were what when where whether which while who whose
        why will with within without would you your
        """,
    )
)
"""Words that hold English sentences together."""
PLURALS: Final[Mapping[str, str]] = {"ies": "y", "sses": "ss", "s": ""}
"""Endings of English plurals, and what the singular has."""
PLURAL: Final = re.compile(r"(?<=\w\w)(?:ies|sses|(?<![sui])s)$")
MOST_WORDS: Final = 40
"""Words of a paper that are kept: those of the highest TF-IDF."""
HEAD_COUNTS: Final = 2
"""How many times a word of the title or the method's name counts."""


class Words:
    """The words of papers and their TF-IDF weights."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.forms: Final[dict[str, int]] = {}
        """Basic forms with their numbers."""
        self._numbers: Final[dict[str, int]] = {}
        """The number of each spelling's basic form; -1 for stop words."""
        self._in_heads: Final[Counter[str]] = Counter()
        """How often titles and names of methods have each spelling."""
        heads, proses = _TermCounts(HEAD_COUNTS), _TermCounts(1)
        for paper in papers:
            head = _spellings(f"{paper.title} {paper.method or ''}")
            self._in_heads.update(head)
            heads.add(self._count(head))
            proses.add(self._count(_spellings(f"{paper.abstract or ''} {paper.summary or ''}")))
        self.weights: Final = _tf_idf(heads, proses, len(self.forms))

    @cached_property
    def shown(self) -> dict[int, str]:
        """The most frequent spelling in titles of each basic form, without a mere first capital."""
        found: dict[int, str] = {}
        for spelling in sorted(self._numbers, key=lambda each: -self._in_heads[each]):
            word = spelling.lower() if spelling.istitle() else spelling
            found.setdefault(self._numbers[spelling], word)
        return found

    def _count(self, spellings: list[str]) -> dict[int, int]:
        """Return how often each basic form occurs, by its number."""
        numbers = self._numbers
        for new in dict.fromkeys(spellings):
            if new not in numbers:
                form = _basic_form(new)
                numbers[new] = self.forms.setdefault(form, len(self.forms)) if form else -1
        found = Counter(map(numbers.__getitem__, spellings))
        found.pop(-1, None)
        return found


def _spellings(text: str) -> list[str]:
    return WORD.findall(latex.to_text(text))


def _basic_form(spelling: str) -> str:
    folded = fold(spelling)
    if folded in STOP_WORDS:
        return ""
    return PLURAL.sub(lambda found: PLURALS[found[0]], folded)


class _TermCounts:
    """Term frequencies of texts; packed, for there are as many texts as papers."""

    def __init__(self, worth: int) -> None:
        self._worth: Final = worth
        self._sizes: Final = array("q")
        self._words: Final = array("q")
        self._counts: Final = array("d")

    def add(self, counts: dict[int, int]) -> None:
        """Add the term frequencies of one more text."""
        self._sizes.append(len(counts))
        self._words.extend(counts)
        self._counts.extend(counts.values())

    def entries(self) -> Entries:
        """Return the term frequencies as a matrix, each times `worth`."""
        papers = np.repeat(np.arange(len(self._sizes)), np.array(self._sizes))
        return Entries(papers, np.array(self._words), self._worth * np.array(self._counts))

    def rarity(self, words: int) -> Weights:
        """Return the smoothed inverse document frequency of each word."""
        found = np.bincount(np.array(self._words), minlength=words)
        weights = 1 + np.log((1 + np.count_nonzero(self._sizes)) / (1 + found))
        return np.where(found, weights, np.inf)


def _tf_idf(heads: _TermCounts, proses: _TermCounts, words: int) -> Entries:
    """Return the highest TF-IDF weights of each paper's words, as vectors of unit length.

    The rarity of a word is computed for titles and for prose, and the lower one holds: while few
    papers have an abstract, the words of which every abstract is full are in few papers, too.
    """
    counts = joined(heads.entries(), proses.entries())
    keys, entry = np.unique(counts.papers * words + counts.features, return_inverse=True)
    papers, features = np.divmod(keys, max(words, 1))
    frequency = np.bincount(entry, counts.weights)
    rarity = np.minimum(heads.rarity(words), proses.rarity(words))
    weights = (1 + np.log(frequency)) * rarity[features]
    order = np.lexsort((features, -np.round(weights, DIGITS), papers))
    order = order[np.arange(len(order)) - run_starts(papers, 0)[papers[order]] < MOST_WORDS]
    papers, features, weights = papers[order], features[order], weights[order]
    length = np.sqrt(np.bincount(papers, weights**2))
    return Entries(papers, features, weights / length[papers])
