"""The words of papers: tokenized, normalized, and weighted by TF-IDF."""

from __future__ import annotations

import math
import re
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

    from numpy.typing import NDArray

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


class SpelledTexts:
    """What texts spell, kept for the next index of nearly the same texts.

    It depends on a text alone. What an index has not asked for is gone with the one behind it.
    """

    def __init__(self) -> None:
        self.spellings: Final[list[str]] = []
        """All spellings, by a number that is theirs as long as this is kept."""
        self.forms: Final[list[str]] = []
        """Their basic forms; empty for stop words."""
        self._numbers: Final[dict[str, int]] = {}
        self._now: dict[str, Spelled] = {}
        self._before: dict[str, Spelled] = {}

    def begin(self) -> None:
        """Begin another index: what is not asked for from here on is not kept."""
        self._before, self._now = self._now, {}

    def of(self, text: str) -> Spelled:
        """Return the words of a record's text, which may have TeX."""
        found = self._now.get(text) or self._before.get(text) or self._count(text)
        self._now[text] = found
        return found

    def _count(self, text: str) -> Spelled:
        found = Counter(WORD.findall(latex.to_text(text)))
        for spelling in found:
            if spelling not in self._numbers:
                self._numbers[spelling] = len(self.spellings)
                self.spellings.append(spelling)
                self.forms.append(basic_form(spelling))
        numbers = [self._numbers[spelling] for spelling in found]
        return Spelled(np.array(numbers, np.int64), np.array([*found.values()], np.int64))


class Spelled(NamedTuple):
    """The words of a text, in the order in which they first come."""

    spellings: NDArray[np.int64]
    """By number."""
    counts: NDArray[np.int64]


class Words:
    """The words of papers and how telling they are; with `pairs`, pairs of neighbours are, too.

    With `kept`, which has no pairs, what it has of the texts is not counted again; all is the same.
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
        if kept and not pairs:
            self._take(kept, texts, heads, proses)
            texts = ()
        for text in texts:
            head = latex.to_text(text.head)
            self._in_heads.update(WORD.findall(head))
            heads.add(self._count(head))
            proses.add(self._count(latex.to_text(text.prose)))
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
        counts = self._count(latex.to_text(text))
        weights = {
            number: (1 + math.log(count)) * self._rarity_of(number)
            for number, count in counts.items()
        }
        length = math.hypot(*weights.values())
        return {number: weight / length for number, weight in weights.items()}

    def _rarity_of(self, number: int) -> float:
        return float(self._rarity[number]) if number < len(self._rarity) else self._rarest

    def _take(
        self, kept: SpelledTexts, texts: Iterable[Text], heads: _TermCounts, proses: _TermCounts
    ) -> None:
        """Count the words of all texts at once, numbered as they would be one after the other."""
        kept.begin()
        found = [kept.of(part) for text in texts for part in text]  # head, prose, head, prose …
        if not found:
            return
        spelled = np.concatenate([each.spellings for each in found])
        counts = np.concatenate([each.counts for each in found])
        place = np.repeat(np.arange(len(found)), [len(each.spellings) for each in found])
        first = np.full(len(kept.spellings), len(spelled))
        first[spelled[::-1]] = np.arange(len(spelled))[::-1]  # of several places the last one stays
        numbers = np.full(len(first), -1)
        for each in np.argsort(first, kind="stable")[: np.count_nonzero(first < len(spelled))]:
            form = kept.forms[each]
            number = self._number(form) if form else -1
            self._numbers[kept.spellings[each]] = numbers[each] = number
        in_head = place % len(Text._fields) == 0
        often = np.bincount(spelled[in_head], counts[in_head], minlength=len(first))
        self._in_heads.update({kept.spellings[n]: int(often[n]) for n in np.flatnonzero(often)})
        telling = numbers[spelled] >= 0
        words = max(len(self.forms), 1)
        keys = place[telling] * words + numbers[spelled[telling]]
        keys, entry = np.unique(keys, return_inverse=True)
        merged = np.bincount(entry, counts[telling])
        place, forms = np.divmod(keys, words)
        for part, terms in enumerate((heads, proses)):
            some = place % len(Text._fields) == part
            sizes = np.bincount(place[some] // len(Text._fields), minlength=len(found) // 2)
            terms.add_all(sizes, forms[some], merged[some])

    def _count(self, text: str) -> dict[int, int]:
        """Count words by the numbers of their basic forms."""
        numbers, spellings = self._numbers, WORD.findall(text)
        for new in dict.fromkeys(spellings):
            if new not in numbers:
                form = basic_form(new)
                numbers[new] = self._number(form) if form else -1
        found = Counter(map(numbers.__getitem__, spellings))
        found.pop(-1, None)
        if self._pairs:
            found.update(self._paired(text))
        return found

    def _number(self, form: str) -> int:
        number = self.forms.setdefault(form, len(self.forms))
        if number == len(self.by_number):
            self.by_number.append(form)
        return number

    def _paired(self, text: str) -> Iterator[int]:
        """Yield the numbers of pairs of neighbours in one sentence that both tell something."""
        for sentence in SENTENCE_END.split(text):
            for one, other in pairwise(map(basic_form, WORD.findall(sentence))):
                if one and other:
                    yield self._number(f"{one} {other}")


def basic_form(spelling: str) -> str:
    """Return what spellings of one word have in common; nothing for a stop word."""
    folded = fold(spelling)
    if folded in STOP_WORDS:
        return ""
    return PLURAL.sub(lambda found: PLURALS[found[0]], folded)


def without_parts(terms: Iterable[str], most: int) -> Iterator[str]:
    """Yield up to `most` words and phrases, without those that stand in an earlier one, or around.

    They are told to people, to whom "prompt tuning" says "tuning", too.
    """
    kept: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
            yield term
        if len(kept) == most:
            return


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

    def add_all(self, sizes: NDArray[np.int64], words: NDArray[np.int64], counts: Weights) -> None:
        """Add the term frequencies of texts: how many words each has, then theirs in a row."""
        self._sizes.extend(sizes.tolist())
        self._words.extend(words.tolist())
        self._counts.extend(counts.tolist())

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
