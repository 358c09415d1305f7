"""The main line of a group of papers: main path analysis by search path counts.

The method is that of Hummon and Doreian (1989), with the weights of Batagelj (2003): a step weighs
as many paths from a beginning to an end go through it, and the main path is the heaviest one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.record.models import RelationKind
from site_builder.related.lineage import STRENGTH, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.record.models import Paper
    from site_builder.related.lineage import Lineage

SHORTEST: Final = 3
"""Papers that a main path has at least: two are no line."""
BESIDE: Final = 7
"""Papers beside the main path that are told."""

EXTENDS: Final = STRENGTH[RelationKind.EXTENDS]

Numbers = dict[str, int]
Next = dict[str, list[str]]


def main_path(lineage: Lineage, papers: Iterable[Paper]) -> list[str]:
    """Return the keys of the main path among papers, the oldest first; empty where there is none.

    Steps that lead back in time or around do not count, so that no path is endless.
    """
    place = {key: number for number, key in enumerate(_in_order(lineage, papers))}
    after: Next = {key: [] for key in place}
    before: Next = {key: [] for key in place}
    for newer, number in place.items():
        for older in lineage.older.get(newer, {}):
            if place.get(older, number) < number:
                after[older].append(newer)
                before[newer].append(older)
    begun, ended = _paths(place, before), _paths(reversed(place), after)
    found = _heaviest(place, before, partial(_weight, lineage, begun, ended))
    return found if len(found) >= SHORTEST else []


def beside(lineage: Lineage, papers: Mapping[str, Paper], path: list[str]) -> list[Step]:
    """Return the steps between the main path and the papers of the group that build most on it.

    Only those are told that extend one of its papers, or that others build on in turn.
    """
    on_path = set(path)
    found: dict[str, int] = {}
    for older in path:
        for newer, kind in lineage.newer.get(older, {}).items():
            if newer in papers and newer not in on_path:
                found[newer] = found.get(newer, 0) + STRENGTH[kind]
    ranked = sorted(found, key=lambda key: (found[key] < EXTENDS, -lineage.weight[key], key))
    chosen = [key for key in ranked if lineage.weight[key] or found[key] >= EXTENDS][:BESIDE]
    return [
        Step(newer, older, how)
        for newer in (*path, *chosen)
        for older in path
        if (how := lineage.kind(newer, older))
    ]


def _in_order(lineage: Lineage, papers: Iterable[Paper]) -> list[str]:
    """Sort papers by year; of one year those come first that others of that year build on."""
    years = {paper.key: paper.year for paper in sorted(papers, key=lambda p: (p.year, p.key))}
    done: dict[str, None] = {}
    seen: set[str] = set()
    for key, year in years.items():
        waiting = [key]
        while waiting:
            last = waiting[-1]
            seen.add(last)
            older = (each for each in lineage.older.get(last, {}) if each not in seen)
            first = next((each for each in older if years.get(each) == year), None)
            if first:
                waiting.append(first)
            else:
                done[waiting.pop()] = None
    return list(done)


def _paths(keys: Iterable[str], earlier: Next) -> Numbers:
    """Count the paths from any beginning to each paper, exactly: they can be very many."""
    counts: Numbers = {}
    for key in keys:
        counts[key] = sum(counts[each] for each in earlier[key]) or 1
    return counts


def _weight(lineage: Lineage, begun: Numbers, ended: Numbers, older: str, newer: str) -> int:
    """Weigh a step by the paths through it; who extends counts more than who uses."""
    kind = lineage.older[newer][older]
    return begun[older] * ended[newer] * STRENGTH[kind]


def _heaviest(keys: Iterable[str], before: Next, weigh: Callable[[str, str], int]) -> list[str]:
    """Find the path whose steps weigh most together."""
    best: Numbers = {}
    came: dict[str, str] = {}
    for key in keys:
        ways = [(best[older] + weigh(older, key), older) for older in before[key]]
        best[key], came_from = max(ways, default=(0, ""), key=lambda way: way[0])
        if came_from:
            came[key] = came_from
    end = max(best, default="", key=lambda key: best[key])
    path = [end] if end else []
    while path and path[-1] in came:
        path.append(came[path[-1]])
    return path[::-1]
