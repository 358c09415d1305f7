"""Regions of a map: where papers stand together, and the words that tell them from the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder.related.matrix import DIGITS, Numbers, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.related.matrix import Entries

COARSE: Final = (14, 45)
"""How many regions a map has at most, and how many papers one of them has on average."""
FINE: Final = (56, 14)
"""The same of the smaller ones that show once a reader comes nearer."""
ITERATIONS: Final = 25
"""Rounds of k-means; the regions hardly move any more by then."""
NAMES: Final = 2
"""Terms that a region is called by."""
SHARE: Final = 0.12
"""Part of a region's papers that a term must be in to name it."""
FEWEST: Final = 2
"""Papers of a region that a term must be in."""
PAIRED: Final = 1.6
"""How much more a pair of words counts than one word: `point cloud` tells more than `cloud`."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the map."""

    x: float
    y: float
    name: str
    papers: tuple[int, ...]
    """By number, those in the middle first."""


def regions(
    places: Weights, sizes: tuple[int, int], terms: Sequence[tuple[Entries, Mapping[int, str]]]
) -> list[Region]:
    """Divide the plane, largest region first; `sizes` is one of COARSE and FINE.

    `terms` are matrices of terms in papers, each with what its terms are called; those of later
    matrices count as pairs of words. Regions without a telling term have an empty name.
    """
    papers = len(places)
    most, on_average = sizes
    count = min(most, max(1, round(papers / on_average)))
    if not papers:
        return []
    centres, owner = _k_means(places, count)
    named = _names(owner, len(centres), terms)
    found = []
    for number, centre in enumerate(centres):
        own = np.flatnonzero(owner == number)
        away = np.round(_squares(places[own], centre), DIGITS)
        order = own[np.argsort(away, kind="stable")].tolist()
        middle = places[order[: max(1, len(order) // 2)]].mean(axis=0)
        x, y = np.round(middle, DIGITS).tolist()
        found.append(Region(x, y, named[number], tuple(order)))
    return sorted(found, key=lambda region: -len(region.papers))


def _k_means(places: Weights, count: int) -> tuple[Weights, Numbers]:
    """Cluster places (Lloyd), from first centres each as far as can be from those before it."""
    first = int(np.argmin(np.round(_squares(places, places.mean(axis=0)), DIGITS)))
    centres = [places[first]]
    nearest = _squares(places, centres[0])
    while len(centres) < count:
        farthest = int(np.argmax(np.round(nearest, DIGITS)))
        centres.append(places[farthest])
        nearest = np.minimum(nearest, _squares(places, places[farthest]))
    found = np.array(centres)
    owner = _owners(places, found)
    for _ in range(ITERATIONS):
        sizes = np.bincount(owner, minlength=count)
        sums = [np.bincount(owner, places[:, axis], count) for axis in range(2)]
        moved = np.stack(sums, axis=1) / np.maximum(sizes, 1)[:, None]
        found = np.where(sizes[:, None] > 0, moved, found)
        owner = _owners(places, found)
    kept = np.flatnonzero(np.bincount(owner, minlength=count))
    return found[kept], np.searchsorted(kept, owner)


def _owners(places: Weights, centres: Weights) -> Numbers:
    squares = np.stack([_squares(places, centre) for centre in centres])
    nearest: Numbers = np.argmin(np.round(squares, DIGITS), axis=0).astype(np.int64)
    return nearest


def _squares(places: Weights, place: Weights) -> Weights:
    way = places - place
    squares: Weights = way[:, 0] * way[:, 0] + way[:, 1] * way[:, 1]
    return squares


def _names(
    owner: Numbers, count: int, terms: Sequence[tuple[Entries, Mapping[int, str]]]
) -> list[str]:
    """Name each region by the terms that are frequent there and rare elsewhere."""
    sizes = np.bincount(owner, minlength=count)
    ranked: list[list[tuple[float, str]]] = [[] for _ in range(count)]
    for place, (entries, called) in enumerate(terms):
        worth = PAIRED if place else 1.0
        everywhere = np.bincount(entries.features)
        keys = owner[entries.papers] * len(everywhere) + entries.features
        pairs, inside = np.unique(keys, return_counts=True)
        for key, number in zip(pairs.tolist(), inside.tolist(), strict=True):
            region, term = divmod(key, len(everywhere))
            share = number / int(sizes[region])
            if number >= FEWEST and share >= SHARE and term in called:
                usual = int(everywhere[term]) / len(owner)
                score = worth * share * math.log(share / usual)
                ranked[region].append((round(score, DIGITS), called[term]))
    return [" · ".join(_told_apart(each)) for each in ranked]


def _told_apart(ranked: Iterable[tuple[float, str]]) -> list[str]:
    """Choose the highest terms none of which shares a word with another."""
    chosen: list[str] = []
    words: set[str] = set()
    for score, term in sorted(ranked, key=lambda each: (-each[0], each[1])):
        own = set(term.casefold().replace("-", " ").split())
        if score > 0 and not any(_is_near(one, other) for one in own for other in words):
            chosen.append(term)
            words |= own
        if len(chosen) == NAMES:
            break
    return chosen


def _is_near(one: str, other: str) -> bool:
    """Return whether two words begin alike, as `adapt` and `adapter` do."""
    length = min(len(one), len(other), 5)
    return one[:length] == other[:length]
