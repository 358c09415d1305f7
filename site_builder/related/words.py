"""The words of papers: tokenized, normalized, and weighted by TF-IDF."""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from site_builder import latex
from site_builder.related.matrix import DIGITS, Entries, Weights, joined, run_starts
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.record.models import Paper

WORD: Final = re.compile(r"[^\W\d_][^\W_]+")
"""A letter and the letters and digits that follow; a letter alone tells nothing."""
SENTENCE_END: Final = re.compile(r"[.:;?!](?=\s)")
"""What parts the words before it from those behind."""
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


class Text(NamedTuple):
    """What a paper says."""

    head: str
    """Its title and the name of its method."""
    prose: str
    """Its abstract and the like."""


def text_of(paper: Paper) -> Text:
    """Return what a paper's record says of it."""
    head = f"{paper.title} {paper.method or ''}"
    return Text(head, f"{paper.abstract or ''} {paper.summary or ''}")


class Spelled(NamedTuple):
    """The words of a text as it spells them, in the order in which they first come."""

    words: tuple[str, ...]
    counts: tuple[int, ...]


def spelled(text: str) -> Spelled:
    """Count the words of a text by their spelling."""
    found = Counter(map(sys.intern, WORD.findall(text)))
    return Spelled(tuple(found), tuple(found.values()))


class SpelledTexts:
    """What texts spell, kept for the next index of nearly the same texts.

    It depends on the text alone. What an index has not asked for is gone with the one behind it.
    """

    def __init__(self) -> None:
        self._now: dict[str, Spelled] = {}
        self._before: dict[str, Spelled] = {}

    def begin(self) -> None:
        """Begin another index: what is not asked for from here on is not kept."""
        self._before, self._now = self._now, {}

    def of(self, text: str) -> Spelled:
        """Return the words of a record's text, which may have TeX."""
        found = self._now.get(text) or self._before.get(text) or spelled(latex.to_text(text))
        self._now[text] = found
        return found


class Words:
    """The words of papers and how telling they are; with `pairs`, pairs of neighbours are, too.

    What `kept` has of the texts is not counted again.
    """

    def __init__(
        self, texts: Iterable[Text], *, pairs: bool = False, kept: SpelledTexts | None = None
    ) -> None:
        self._pairs: Final = pairs
        self.forms: Final[dict[str, int]] = {}
        """Basic forms with their numbers."""
        self.by_number: Final[list[str]] = []
        """Basic forms in the order of their numbers."""
        self._numbers: Final[dict[str, int]] = {}
        """The number of each spelling's basic form; -1 for stop words."""
        self._in_heads: Final[Counter[str]] = Counter()
        """How often titles and names of methods have each spelling."""
        heads, proses = _TermCounts(HEAD_COUNTS), _TermCounts(1)
        if kept:
            kept.begin()
        for text in texts:
            head = kept.of(text.head) if kept else spelled(latex.to_text(text.head))
            for word, count in zip(*head, strict=True):
                self._in_heads[word] += count
            heads.add(self._count(text.head, head))
            proses.add(self._count(text.prose, kept.of(text.prose) if kept else None))
        words = len(self.forms)
        self._rarity: Final = np.minimum(heads.rarity(words), proses.rarity(words))
        """By number of the basic form. Titles and prose are told apart, and the lower rarity holds:
        while few papers have an abstract, what every abstract is full of is in few papers, too."""
        self._rarest: Final = 1 + math.log(1 + heads.texts)
        self.weights: Final = _tf_idf(heads, proses, self._rarity)

    @cached_property
    def shown(self) -> dict[int, str]:
        """The most frequent spelling in titles of each basic form, without a mere first capital."""
        found: dict[int, str] = {}
        for spelling in sorted(self._numbers, key=lambda each: -self._in_heads[each]):
            word = spelling.lower() if spelling.istitle() else spelling
            found.setdefault(self._numbers[spelling], word)
        return found

    def vector(self, text: str) -> dict[int, float]:
        """Weigh the words of any text as those of papers are weighed, as a vector of length 1.

        Words that no paper has get numbers, too, and are as rare as can be.
        """
        counts = self._count(text)
        weights = {
            number: (1 + math.log(count)) * self._rarity_of(number)
            for number, count in counts.items()
        }
        length = math.hypot(*weights.values())
        return {number: weight / length for number, weight in weights.items()}

    def _rarity_of(self, number: int) -> float:
        return float(self._rarity[number]) if number < len(self._rarity) else self._rarest

    def _count(self, text: str, known: Spelled | None = None) -> dict[int, int]:
        """Count words by the numbers of their basic forms; `known` are those of the text."""
        plain = latex.to_text(text) if self._pairs or known is None else ""
        found: dict[int, int] = {}
        numbers = self._numbers
        for word, count in zip(*(known or spelled(plain)), strict=True):
            number = numbers.get(word)
            if number is None:
                number = numbers[word] = self._number_of(word)
            if number >= 0:
                found[number] = found.get(number, 0) + count
        for number in self._paired(plain) if self._pairs else ():
            found[number] = found.get(number, 0) + 1
        return found

    def _number_of(self, spelling: str) -> int:
        """Return the number of a spelling's basic form; -1 for a stop word."""
        form = _basic_form(spelling)
        return self._number(form) if form else -1

    def _number(self, form: str) -> int:
        number = self.forms.setdefault(form, len(self.forms))
        if number == len(self.by_number):
            self.by_number.append(form)
        return number

    def _paired(self, text: str) -> Iterator[int]:
        """Yield the numbers of pairs of neighbours in one sentence that both tell something."""
        for sentence in SENTENCE_END.split(text):
            for one, other in pairwise(map(_basic_form, WORD.findall(sentence))):
                if one and other:
                    yield self._number(f"{one} {other}")


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

    @property
    def texts(self) -> int:
        """How many texts there are, without those that have no words."""
        return int(np.count_nonzero(self._sizes))

    def entries(self) -> Entries:
        """Return the term frequencies as a matrix, each times `worth`."""
        papers = np.repeat(np.arange(len(self._sizes)), np.array(self._sizes))
        return Entries(papers, np.array(self._words), self._worth * np.array(self._counts))

    def rarity(self, words: int) -> Weights:
        """Return the smoothed inverse document frequency of each word."""
        found = np.bincount(np.array(self._words), minlength=words)
        weights = 1 + np.log((1 + self.texts) / (1 + found))
        return np.where(found, weights, np.inf)


def _tf_idf(heads: _TermCounts, proses: _TermCounts, rarity: Weights) -> Entries:
    """Weigh the words of each paper (TF-IDF) and keep the most telling, as vectors of length 1."""
    words = len(rarity)
    counts = joined(heads.entries(), proses.entries())
    keys, entry = np.unique(counts.papers * words + counts.features, return_inverse=True)
    papers, features = np.divmod(keys, max(words, 1))
    frequency = np.bincount(entry, counts.weights)
    weights = (1 + np.log(frequency)) * rarity[features]
    order = np.lexsort((features, -np.round(weights, DIGITS), papers))
    order = order[np.arange(len(order)) - run_starts(papers, 0)[papers[order]] < MOST_WORDS]
    papers, features, weights = papers[order], features[order], weights[order]
    length = np.sqrt(np.bincount(papers, weights**2))
    return Entries(papers, features, weights / length[papers])
