"""Near-duplicate titles, found by blocking instead of comparing every pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from site_builder.duplicates.index import ALIKE, TitleIndex, comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.record.models import Paper


def near_duplicates(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Yield pairs of papers within a year whose titles are nearly the same, each pair once."""
    by_key = {paper.key: paper for paper in papers}
    titles = {key: comparison_key(paper.title) for key, paper in by_key.items()}
    index = TitleIndex()
    for key, title in titles.items():
        index.add(title, by_key[key].year, key)
    alike = {
        (one, other) if one < other else (other, one)
        for one, title in titles.items()
        for near, _, other in index.candidates(title, by_key[one].year)
        if one != other and fuzz.ratio(title, near, score_cutoff=ALIKE)
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
