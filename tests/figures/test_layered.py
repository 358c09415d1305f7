"""Layered graphs: no two nodes in one place, and no edge across a node."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures.layered import Node, assign_rows, route

NODES = st.builds(Node, st.integers(0, 4), st.sampled_from("abcdef"))
EDGES = st.lists(
    st.tuples(NODES, NODES).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=12
)


@given(EDGES)
def test_nodes_of_a_layer_are_rows_apart(edges: list[tuple[Node, Node]]) -> None:
    """Each node has a row from 0 on, at least one from every other node of its layer."""
    routes = [route(*ends) for ends in edges]
    rows = assign_rows(routes)
    assert rows.keys() == {node for nodes in routes for node in nodes}
    assert min(rows.values()) == 0
    for layer in {node.layer for node in rows}:
        found = sorted(row for node, row in rows.items() if node.layer == layer)
        assert all(below - above > 1 - 1e-9 for above, below in pairwise(found))


@given(NODES, NODES)
def test_edge_stops_in_every_layer(one: Node, other: Node) -> None:
    """An edge goes up layer by layer, through dummy nodes between its ends."""
    nodes = route(one, other)
    assert {nodes[0], nodes[-1]} == {one, other}
    assert all(node.is_dummy for node in nodes[1:-1])
    if one.layer != other.layer:
        assert all(upper.layer - lower.layer == 1 for lower, upper in pairwise(nodes))


@given(EDGES)
def test_rows_are_the_same_every_time(edges: list[tuple[Node, Node]]) -> None:
    """The same edges give the same rows."""
    assert assign_rows([route(*e) for e in edges]) == assign_rows([route(*e) for e in edges])


def test_chain_is_a_straight_line() -> None:
    """Nodes with one neighbour on each side stand in one row."""
    chain = [Node(layer, "abcd"[layer]) for layer in range(4)]
    assert set(assign_rows([route(*ends) for ends in pairwise(chain)]).values()) == {0}
