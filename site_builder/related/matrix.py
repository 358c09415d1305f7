"""A sparse matrix of papers and their features, multiplied with itself some rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]

READ: Final = 10_000
"""Entries of the index read for one paper, rarest things first: the bound of the work for it."""
BLOCK: Final = 32
"""Papers whose scores are computed together."""
DIGITS: Final = 6
"""Digits of scores that count: the last ones of a sum differ between machines."""


class Entries(NamedTuple):
    """A sparse matrix: which paper has which feature, and with what weight."""

    papers: Numbers
    features: Numbers
    weights: Weights


def joined(one: Entries, other: Entries) -> Entries:
    """Return the entries of two matrices as those of one."""
    return Entries(
        np.concatenate([one.papers, other.papers]),
        np.concatenate([one.features, other.features]),
        np.concatenate([one.weights, other.weights]),
    )


class Matrix:
    """The weights of all features, by paper and by feature."""

    def __init__(self, entries: Entries, papers: int) -> None:
        order = np.argsort(entries.papers, kind="stable")
        self._features: Final = entries.features[order]
        self._weights: Final = entries.weights[order]
        self._rows: Final = run_starts(entries.papers, papers)
        order = np.argsort(entries.features, kind="stable")
        self._owners: Final = entries.papers[order]
        self._owned: Final = entries.weights[order]
        self._columns: Final = run_starts(entries.features, 0)
        self._papers: Final = papers

    def row(self, paper: int) -> dict[int, float]:
        """Return the weights of a paper's features, by feature."""
        part = slice(self._rows[paper], self._rows[paper + 1])
        return dict(zip(self._features[part].tolist(), self._weights[part].tolist(), strict=True))

    def all_scores(self) -> Iterator[Weights]:
        """Yield the scores of each paper with all, in the order of papers."""
        for first in range(0, self._papers, BLOCK):
            yield from self.scores(first, min(first + BLOCK, self._papers))

    def scores(self, first: int, end: int) -> Weights:
        """Return the dot products of some papers' rows and all others, within the bound of work.

        There is a row for each paper from `first` to before `end`, with a number for every paper.
        """
        begins = self._rows[first : end + 1]
        part = slice(begins[0], begins[-1])
        features = self._features[part]
        papers = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        starts = self._columns[features]
        sizes = self._columns[features + 1] - starts
        order = np.lexsort((sizes, papers))  # a stable sort: sums are the same for any block
        read = np.cumsum(sizes[order])
        before = np.concatenate([[0], read])[(begins - begins[0])[papers[order]]]
        order = order[(read - before <= READ) & (sizes[order] > 1)]
        starts, sizes = starts[order], sizes[order]
        ends = np.cumsum(sizes)
        read = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)
        products = self._owned[read] * np.repeat(self._weights[part][order], sizes)
        places = self._owners[read] + np.repeat(papers[order] * self._papers, sizes)
        shape = len(begins) - 1, self._papers
        found = np.bincount(places, products, shape[0] * shape[1])
        return found.astype(np.float64, copy=False).reshape(shape)


def run_starts(numbers: Numbers, count: int) -> Numbers:
    """Return where the run of each number begins in sorted order, and where the last one ends."""
    sizes = np.bincount(numbers, minlength=count)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
