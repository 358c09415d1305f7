"""A map of papers: each near those that use its words, in regions named by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder.related.atlas.layout import layout
from site_builder.related.atlas.regions import COARSE, FINE, Region, regions
from site_builder.related.matrix import Entries
from site_builder.related.words import Text, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.record.models import Paper
    from site_builder.related.matrix import Numbers, Weights

MOST: Final = 20_000
"""Papers that are put on the map; of more the newest."""

__all__ = ["MOST", "PaperMap", "Region", "map_of"]


@dataclass(frozen=True, slots=True)
class PaperMap:
    """Where papers stand, and what parts of the plane are called."""

    papers: tuple[int, ...]
    """The papers that are on the map, by number."""
    places: Weights
    """Rows of x and y between 0 and 1, one for each of them."""
    coarse: tuple[Region, ...]
    """Regions, the largest first; they number papers as they stand on the map."""
    fine: tuple[Region, ...]
    """Smaller regions."""


def map_of(papers: Sequence[Paper], words: Words) -> PaperMap:
    """Lay papers out by their words; `words` are those of these papers, in the same order."""
    chosen = _chosen(papers)
    found = _only(words.weights, chosen, len(papers))
    places = layout(found, len(chosen))
    titles = Words((Text(papers[number].title, "") for number in chosen), pairs=True)
    pairs = {number: form for number, form in enumerate(titles.by_number) if " " in form}
    terms = [(found, words.shown), (titles.weights, pairs)]
    coarse, fine = (tuple(regions(places, sizes, terms)) for sizes in (COARSE, FINE))
    return PaperMap(tuple(chosen), places, coarse, fine)


def _chosen(papers: Sequence[Paper]) -> list[int]:
    newest = sorted(range(len(papers)), key=lambda number: (-papers[number].year, number))
    return sorted(newest[:MOST])


def _only(words: Entries, chosen: list[int], papers: int) -> Entries:
    """Return the words of the chosen papers, numbered anew."""
    number: Numbers = np.full(papers, -1, dtype=np.int64)
    number[chosen] = np.arange(len(chosen))
    owner = number[words.papers]
    kept = owner >= 0
    return Entries(owner[kept], words.features[kept], words.weights[kept])
