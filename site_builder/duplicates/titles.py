"""Near-duplicate titles, found by blocking instead of comparing every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from site_builder.text.confusables import skeleton
from site_builder.text.names import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.record.models import Paper

ALIKE: Final = 92
"""Similarity (0 to 100) from which two titles may be one; false merges cost more than misses."""
YEARS_APART: Final = 1
"""A preprint and its published version are rarely further apart."""
RARE_WORDS: Final = 4
"""Words of each title by which candidates are found: one of the rarest survives any small edit."""
WHOLE_BLOCK: Final = 60
"""Titles with a word in common that are all compared with each other."""
NEIGHBOURS: Final = 10
"""Of more titles than that each is compared with so many that follow it in the alphabet."""

Pair = tuple[str, str]


def near_duplicates(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Yield pairs of papers within a year whose titles are nearly the same, each pair once.

    The time is that of sorting the titles: of more than `WHOLE_BLOCK` that are alike only
    neighbours are paired. (Blocking and sorted neighbourhoods: Hernández and Stolfo, 1995.)
    """
    by_key = {paper.key: paper for paper in papers}
    in_order = sorted(by_key, key=lambda key: (by_key[key].year, key))
    titles = {key: comparison_key(by_key[key].title) for key in in_order}
    alike = {
        (one, other) if one < other else (other, one)
        for one, other in _candidates(titles)
        if abs(by_key[one].year - by_key[other].year) <= YEARS_APART
        and fuzz.ratio(titles[one], titles[other], score_cutoff=ALIKE)
    }
    yield from ((by_key[one], by_key[other]) for one, other in sorted(alike))


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A paper whose title is nearly the same as that of others."""

    paper: Paper
    other: Paper
    """The first, by key, of those that are nearly the same."""
    more: int
    """How many more there are, alike to it or to one another."""


def papers_with_near_duplicates(papers: Iterable[Paper]) -> Iterator[NearDuplicate]:
    """Yield each paper with near-duplicate titles once, in the order of keys."""
    first: dict[str, tuple[Paper, Paper]] = {}
    groups: dict[str, set[str]] = {}
    for pair in near_duplicates(papers):
        for one, other in (pair, pair[::-1]):
            if one.key not in first or other.key < first[one.key][1].key:
                first[one.key] = (one, other)
        small, large = sorted((groups.get(p.key, {p.key}) for p in pair), key=len)
        if small is not large:
            large |= small
            groups.update(dict.fromkeys((*small, *(p.key for p in pair)), large))
    for key, (paper, other) in sorted(first.items()):
        yield NearDuplicate(paper, other, len(groups[key]) - 2)


def comparison_key(title: str) -> str:
    """Return a title as a slug to compare by, with confusables (UTS #39) replaced."""
    return slugify(skeleton(title))


def _candidates(titles: dict[str, str]) -> Iterator[Pair]:
    """Yield pairs of titles that share one of their rarest words; a pair may come repeatedly."""
    words = {key: set(title.split("-")) for key, title in titles.items()}
    frequency = Counter(word for found in words.values() for word in found)
    blocks = defaultdict(list)
    for key, found in words.items():
        for word in sorted(found, key=lambda w: (frequency[w], w))[:RARE_WORDS]:
            blocks[word].append(key)
    for keys in {tuple(keys) for keys in blocks.values()}:
        yield from combinations(keys, 2) if len(keys) <= WHOLE_BLOCK else _neighbours(keys, titles)


def _neighbours(keys: Sequence[str], titles: dict[str, str]) -> Iterator[Pair]:
    """Yield each title with its next `NEIGHBOURS` in alphabetical order (sorted neighbourhood)."""
    ordered = sorted(keys, key=titles.__getitem__)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 : index + 1 + NEIGHBOURS]:
            yield one, other
