"""Titles that are nearly the same, found without comparing every title with every other."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from site_builder.lookalikes import seeming
from site_builder.names import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.models import Paper

ALIKE: Final = 92
"""Similarity (0 to 100) from which two titles may be one; false merges cost more than misses."""
YEARS_APART: Final = 1
"""A preprint and its published version are rarely further apart."""
RARE_WORDS: Final = 4
"""Words of each title by which candidates are found: one of the rarest survives any small edit."""
MOST_IN_BLOCK: Final = 200
"""A word that more titles than this share tells nothing."""


def near_duplicates(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Yield pairs of papers within a year whose titles are nearly the same, each pair once."""
    by_key = {paper.key: paper for paper in papers}
    titles = {key: comparable(by_key[key].title) for key in sorted(by_key)}
    years = {key: paper.year for key, paper in by_key.items()}
    alike = (
        (one, other)
        for one, other in _candidates(titles)
        if abs(years[one] - years[other]) <= YEARS_APART
        and fuzz.ratio(titles[one], titles[other], score_cutoff=ALIKE)
    )
    yield from ((by_key[one], by_key[other]) for one, other in sorted(alike))


def comparable(title: str) -> str:
    """Give a title as readers see it, in the letters that all titles can be compared in."""
    return slugify(seeming(title))


def _candidates(titles: dict[str, str]) -> set[tuple[str, str]]:
    """Pair up the titles that share one of their rarest words, each pair in the order of titles."""
    words = {key: set(title.split("-")) for key, title in titles.items()}
    frequency = Counter(word for found in words.values() for word in found)
    blocks = defaultdict(list)
    for key, found in words.items():
        for word in sorted(found, key=lambda w: (frequency[w], w))[:RARE_WORDS]:
            blocks[word].append(key)
    small = (keys for keys in blocks.values() if len(keys) <= MOST_IN_BLOCK)
    return {pair for keys in small for pair in combinations(keys, 2)}
