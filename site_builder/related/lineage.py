"""What papers build on, and what builds on them: by the relations that their records name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from site_builder.record.models import RelationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper

STRENGTH: Final[Mapping[RelationKind, int]] = {
    RelationKind.EXTENDS: 2,
    RelationKind.SUPERSEDES: 2,
    RelationKind.USES: 1,
}
"""How strongly a paper builds on another; who only compares itself with it does not."""
FIRST: Final = 6
"""Papers one step away that are told each way."""
SECOND: Final = 4
"""Papers two steps away that are told each way."""

Links = dict[str, dict[str, RelationKind]]
"""Papers next to each paper, by key, with how the later one builds on the earlier one."""
Place = tuple[int, int, str]
"""Where a paper stands among others: by what builds on it, then by what cites it, by key."""


@dataclass(frozen=True, slots=True)
class Step:
    """One paper builds on another."""

    newer: str
    older: str
    kind: RelationKind


@dataclass(frozen=True, slots=True)
class Branch:
    """A paper next to another, and those that lie one step further."""

    paper: Paper
    kind: RelationKind
    further: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Pedigree:
    """The surroundings of one paper, two steps each way."""

    paper: Paper
    before: tuple[Branch, ...]
    """What it builds on."""
    after: tuple[Branch, ...]
    """What builds on it."""
    more_before: int
    """Papers that it builds on which are left out."""
    more_after: int
    """Papers that build on it which are left out."""
    steps: tuple[Step, ...]
    """All that is told of the papers from one step to the next."""


class Lineage:
    """The relations of a library's papers, as far as one builds on the other."""

    def __init__(self, library: Library) -> None:
        self._papers: Final = library.papers
        self._citations: Final = library.citations
        self.older: Final[Links] = {key: _built_on(library, p) for key, p in self._papers.items()}
        self.newer: Final[Links] = _reversed(self.older)

    @cached_property
    def weight(self) -> Counter[str]:
        """By how much others build on each paper."""
        return Counter(
            {key: sum(map(STRENGTH.__getitem__, by.values())) for key, by in self.newer.items()}
        )

    def of(self, key: str) -> Pedigree | None:
        """Return what a paper builds on and what builds on it; None where there is neither.

        Of many papers those are told that extend or supersede before those that only use, then of
        older ones those that few others use (everybody uses ImageNet), of newer ones those that
        most others build on; of equal ones how many cite them decides in the same way. Raises
        KeyError for an unknown key.
        """
        if not (self.older[key] or self.newer.get(key)):
            return None
        told = {key}
        before = self._branches(key, self.older, self._rarest, told)
        after = self._branches(key, self.newer, self._weightiest, told)
        return Pedigree(
            self._papers[key],
            before,
            after,
            len(self.older[key].keys() - told),
            len(self.newer.get(key, {}).keys() - told),
            (*self._steps(key, before), *self._steps(key, after)),
        )

    def kind(self, newer: str, older: str) -> RelationKind | None:
        """Return how one paper builds on another, or None."""
        return self.older.get(newer, {}).get(older)

    def _branches(
        self, key: str, links: Links, order: Callable[[str], Place], told: set[str]
    ) -> tuple[Branch, ...]:
        """Choose the papers one step away, then those two steps away; `told` grows by them."""
        first = self._chosen(links.get(key, {}).items(), order, told, FIRST)
        beyond = ((other, kind) for near, _ in first for other, kind in links.get(near, {}).items())
        second = dict(self._chosen(beyond, order, told, SECOND))
        branches = []
        for near, kind in first:
            further = links.get(near, {})
            found = [each for each in second if each in further]
            leaves = tuple(Branch(self._papers[each], further[each]) for each in found)
            branches.append(Branch(self._papers[near], kind, leaves))
            for each in found:
                del second[each]  # it is told once, at the strongest of those that lead to it
        return tuple(branches)

    @staticmethod
    def _chosen(
        found: Iterable[tuple[str, RelationKind]],
        order: Callable[[str], Place],
        told: set[str],
        most: int,
    ) -> list[tuple[str, RelationKind]]:
        ranked = sorted(found, key=lambda each: (-STRENGTH[each[1]], order(each[0])))
        fresh = {key: kind for key, kind in reversed(ranked) if key not in told}
        chosen = [each for each in dict(ranked).items() if each[0] in fresh][:most]
        told.update(key for key, _ in chosen)
        return chosen

    def _rarest(self, key: str) -> Place:
        return self.weight[key], self._citations.count(key), key

    def _weightiest(self, key: str) -> Place:
        return -self.weight[key], -self._citations.count(key), key

    def _steps(self, key: str, branches: Iterable[Branch]) -> Iterable[Step]:
        """Yield the steps from the paper outwards, and all between the first and the second."""
        first = [branch.paper.key for branch in branches]
        second = [leaf.paper.key for branch in branches for leaf in branch.further]
        for one, others in ((key, first), *((near, second) for near in first)):
            for other in others:
                for newer, older in ((one, other), (other, one)):
                    if kind := self.kind(newer, older):
                        yield Step(newer, older, kind)


def _built_on(library: Library, paper: Paper) -> dict[str, RelationKind]:
    """Return the papers that one builds on, each with the strongest of the relations."""
    found: dict[str, RelationKind] = {}
    for relation in paper.relations:
        other, kind = relation.paper, relation.kind
        if other in library.papers and other != paper.key and kind in STRENGTH:
            known = found.get(other)
            if known is None or STRENGTH[kind] > STRENGTH[known]:
                found[other] = kind
    return found


def _reversed(links: Links) -> Links:
    found: Links = defaultdict(dict)
    for key, others in links.items():
        for other, kind in others.items():
            found[other][key] = kind
    return dict(found)
