"""Layered graph drawing (Sugiyama's method): nodes in layers, moved until most edges are short.

An edge over several layers has a dummy node in each one between, which takes up a row as other
nodes do, so that no edge crosses a node. Edges from one node share their dummy nodes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SWEEPS: Final = 4
"""How often each layer is ordered anew, forth and back."""


class Node(NamedTuple):
    """Something that takes up a row of a layer."""

    layer: int
    name: str
    """Of a dummy node: the name of the node that the edge begins at."""
    is_dummy: bool = False


def route(one: Node, other: Node) -> list[Node]:
    """Return the nodes that an edge goes through, from the lower layer to the higher one."""
    first, last = sorted((one, other), key=lambda node: node.layer)
    between = range(first.layer + 1, last.layer)
    return [first, *(Node(layer, first.name, is_dummy=True) for layer in between), last]


def assign_rows(routes: Sequence[Sequence[Node]]) -> dict[Node, float]:
    """Return the row of every node, from 0; nodes of one layer are one row apart at least.

    Each layer is ordered by the mean rows of its nodes' neighbours (barycentres), which are also
    what the nodes' rows come near to.
    """
    neighbours: dict[Node, dict[Node, None]] = defaultdict(dict)
    for one, other in chain.from_iterable(map(pairwise, routes)):
        neighbours[one][other] = neighbours[other][one] = None
    count = 1 + max(node.layer for node in neighbours)
    layers = [sorted(node for node in neighbours if node.layer == n) for n in range(count)]
    rows = {node: float(row) for nodes in layers for row, node in enumerate(nodes)}
    for _ in range(SWEEPS):
        for nodes in (*layers, *reversed(layers)):
            wanted = {node: _mean(rows[other] for other in neighbours[node]) for node in nodes}
            nodes.sort(key=lambda node: (wanted[node], node))
            rows.update(_spread([(node, wanted[node]) for node in nodes]))
    first = min(rows.values())
    return {node: row - first for node, row in rows.items()}


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return sum(found) / len(found)


def _spread(wanted: list[tuple[Node, float]]) -> dict[Node, float]:
    """Return rows near the wanted ones, each at least one after the row before."""
    rows: dict[Node, float] = {}
    last = -math.inf
    for node, row in wanted:
        last = rows[node] = max(row, last + 1)
    shift = _mean(rows[node] - row for node, row in wanted) if wanted else 0.0
    return {node: row - shift for node, row in rows.items()}
