"""A sparse matrix of papers and their features, multiplied with itself one row at a time."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]

READ: Final = 10_000
"""Entries of the index read for one paper, rarest things first: the bound of the work for it."""
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

    def scores(self, paper: int) -> Weights:
        """Return the dot products of a paper's row and all others, within the bound of work."""
        part = slice(self._rows[paper], self._rows[paper + 1])
        features = self._features[part]
        starts = self._columns[features]
        sizes = self._columns[features + 1] - starts
        order = np.argsort(sizes, kind="stable")
        order = order[(np.cumsum(sizes[order]) <= READ) & (sizes[order] > 1)]
        if not len(order):
            return np.zeros(self._papers)
        spans = zip(starts[order].tolist(), sizes[order].tolist(), strict=True)
        slices = [slice(start, start + size) for start, size in spans]
        products = np.concatenate([self._owned[each] for each in slices])
        products *= np.repeat(self._weights[part][order], sizes[order])
        owners = np.concatenate([self._owners[each] for each in slices])
        return np.bincount(owners, products, self._papers).astype(np.float64, copy=False)


def run_starts(numbers: Numbers, count: int) -> Numbers:
    """Return where the run of each number begins in sorted order, and where the last one ends."""
    sizes = np.bincount(numbers, minlength=count)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
