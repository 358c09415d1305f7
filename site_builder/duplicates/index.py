"""Titles that may be nearly the same as another one, found without comparing it with all.

Titles are blocked by the words in them; a block of many is searched among the neighbours in the
alphabet alone (blocking and sorted neighbourhoods: Hernández and Stolfo, 1995).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import chain
from typing import Final

from site_builder.text.confusables import skeleton
from site_builder.text.names import title_key

ALIKE: Final = 92
"""Similarity (0 to 100) from which two titles may be one; false merges cost more than misses."""
YEARS_APART: Final = 1
"""A preprint and its published version are rarely further apart."""
SHORTEST: Final = ALIKE / (200 - ALIKE)
"""The part of another title's letters from which a title can be so similar to it."""
RARE_WORDS: Final = 4
"""Words of a title by which candidates are found: one of the rarest survives any small edit."""
WHOLE_BLOCK: Final = 60
"""Titles with a word in common that are all candidates."""
NEIGHBOURS: Final = 10
"""Of more titles than that so many before it in the alphabet are candidates, and so many after."""

Entry = tuple[str, int | None, str]
"""A title as `comparison_key` writes it, its year if known, and the key of its paper."""


class TitleIndex:
    """Titles by the words in them; to be asked and added to in any order.

    What one question costs does not grow with the number of titles, but for sorting them.
    """

    def __init__(self) -> None:
        self._blocks: Final[dict[str, list[Entry]]] = defaultdict(list)
        self._places: Final[dict[str, list[tuple[str, int, str]]]] = {}
        """Places of a block's entries, by words whose block is in order."""

    def add(self, title: str, year: int | None, key: str) -> None:
        """Add a title in comparable letters; one that is added twice is a candidate once."""
        for word in set(title.split("-")):
            self._blocks[word].append((title, year, key))
            self._places.pop(word, None)

    def candidates(self, title: str, year: int | None = None) -> set[Entry]:
        """Return the titles that may be nearly this one, itself among them; of its time, if any."""
        near = chain.from_iterable(self._near(word, title, year) for word in self._rarest(title))
        least, most = SHORTEST * len(title), len(title) / SHORTEST
        if year is None:
            return {entry for entry in near if least <= len(entry[0]) <= most}
        years = {None, *range(year - YEARS_APART, year + YEARS_APART + 1)}
        return {e for e in near if e[1] in years and least <= len(e[0]) <= most}

    def _rarest(self, title: str) -> list[str]:
        """Return the words that the fewest titles have, of those that any has."""
        known = [word for word in set(title.split("-")) if word in self._blocks]
        return sorted(known, key=lambda word: (len(self._blocks[word]), word))[:RARE_WORDS]

    def _near(self, word: str, title: str, year: int | None) -> list[Entry]:
        block = self._blocks[word]
        if len(block) <= WHOLE_BLOCK:
            return block
        places = self._places.get(word)
        if places is None:
            block.sort(key=_place)
            places = self._places[word] = list(map(_place, block))
        at = bisect_left(places, (title, year or 0, ""))
        return block[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]


def _place(entry: Entry) -> tuple[str, int, str]:
    """Return where a title stands in its block: of equal ones, by year, an unknown one first."""
    title, year, key = entry
    return title, year or 0, key


def comparison_key(title: str) -> str:
    """Return a title as a slug to compare by, with confusables (UTS #39) replaced."""
    return title_key(skeleton(title))
