"""Places for papers in the plane, each near those that use its words.

The method is that of UMAP and t-SNE in few words: a graph of nearest neighbours is first laid out
by its slowest modes (spectral layout), then by forces with the kernel 1/(1 + d²): neighbours
attract one another, and a few others, picked in turn, repel. It takes no random number, and of
floating point hardly an operation but those that IEEE 754 rounds alike everywhere, so that the map
does not change from machine to machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.related.matrix import DIGITS, Matrix, Numbers, Weights

if TYPE_CHECKING:
    from site_builder.related.matrix import Entries

NEIGHBOURS: Final = 12
"""Papers that each one is drawn to."""
LEAST: Final = 0.05
"""Cosine below which two papers have too little in common to be drawn to one another."""
SMOOTHINGS: Final = 100
"""Power iterations by which the spectral layout is found."""
ROUNDS: Final = 300
"""Rounds of forces where papers are few."""
WORK: Final = 1_000_000
"""Bound of papers times rounds, so that large surveys take no longer than their size makes them."""
FEWEST_ROUNDS: Final = 60
APART: Final = 5
"""Papers that repel each one in a round."""
STRIDE: Final = 7919
"""A prime, by which those that repel are picked: all others come in turn."""
FARTHEST: Final = 4.0
"""The farthest that one force moves a paper in a round."""
RATE: Final = 0.05
"""How much of a force is followed in the first round; in the last one it is nothing."""
PUSH: Final = 40.0
"""How strongly others repel: each of them stands for many that are not picked in that round."""
GRAVITY: Final = 0.05
"""What draws all to the middle, so that what stands alone does not drift away."""
NEAR: Final = 0.01
"""What is added to a squared distance, so that the nearest do not repel without bound."""
LITTLE: Final = 1e-12
"""What no length to divide by is less than."""
SPREAD: Final = 30.0
"""How large the first layout is, in the kernel's unit."""


Places = NDArray[np.floating[Any]]


class Graph(NamedTuple):
    """Pairs of near papers, all in one direction and then, in the same order, in the other."""

    ones: Numbers
    others: Numbers
    weights: Weights


def layout(words: Entries, papers: int) -> Weights:
    """Return a place for each paper, as rows of x and y between 0 and 1.

    The map keeps its proportions: the longer side goes from 0 to 1. Papers without any word in
    common with others come to lie at the edge.
    """
    if papers < 2:  # noqa: PLR2004 - one paper has no neighbour
        return np.full((papers, 2), 0.5)
    graph = neighbours(words, papers)
    return _fitted(_moved(_spectral(graph, papers), graph))


def neighbours(words: Entries, papers: int) -> Graph:
    """Return the nearest papers of each, by the cosine of their words."""
    matrix = Matrix(words, papers)
    found: dict[tuple[int, int], float] = {}
    for one, scores in enumerate(matrix.all_scores()):
        scores[one] = 0.0
        near = _nearest(scores)
        for other, score in near:
            pair = (one, other) if one < other else (other, one)
            found[pair] = max(score / near[0][1], found.get(pair, 0.0))
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    weights = np.array([found[one, other] for one, other in sorted(found)], dtype=np.float64)
    ones, others = np.concatenate([pairs, pairs[:, ::-1]]).T
    return Graph(ones, others, np.concatenate([weights, weights]))


def _nearest(scores: Weights) -> list[tuple[int, float]]:
    """Return the highest scores with their papers, the highest first."""
    found = np.flatnonzero(scores > LEAST)
    rounded = np.round(scores[found], DIGITS)
    if len(found) > NEIGHBOURS:
        kept = rounded >= np.partition(rounded, -NEIGHBOURS)[-NEIGHBOURS]
        found, rounded = found[kept], rounded[kept]
    order = np.argsort(-rounded, kind="stable")[:NEIGHBOURS]
    return list(zip(found[order].tolist(), rounded[order].tolist(), strict=True))


def _spectral(graph: Graph, papers: int) -> Weights:
    """Lay papers out by the two slowest modes of a walk on the graph, but for the constant one."""
    degree: Places = np.bincount(graph.ones, graph.weights, papers) + 1.0
    axes: list[Places] = []
    for axis in range(2):
        place: Places = (np.arange(papers) * (STRIDE + 2 * axis) % 1009) / 1009.0
        for _ in range(SMOOTHINGS):
            for known in (np.ones(papers), *axes):
                length = max(_dot(known, known, degree), LITTLE)  # nothing, of two papers
                place -= known * (_dot(place, known, degree) / length)
            near = np.bincount(graph.ones, graph.weights * place[graph.others], papers)
            place = (place + near) / degree
            place /= max(float(np.max(np.abs(place))), LITTLE)
        axes.append(place)
    ranks = [np.argsort(np.argsort(np.round(axis, DIGITS), kind="stable")) for axis in axes]
    places: Places = np.stack(ranks, axis=1) * (SPREAD / papers) - SPREAD / 2
    return places.astype(np.float64, copy=False)


def _dot(one: Places, other: Places, weights: Places) -> float:
    """Return a weighted dot product; bincount adds one after the other, on every machine."""
    return float(np.bincount(np.zeros(len(one), dtype=np.int64), one * other * weights)[0])


def _moved(places: Weights, graph: Graph) -> Weights:
    """Move papers by forces that grow weaker from round to round."""
    papers = len(places)
    rounds = max(FEWEST_ROUNDS, min(ROUNDS, WORK // papers))
    axes: Places = np.ascontiguousarray(places.T)  # numbers that are read together lie together
    for turn in range(rounds):
        steps = (np.arange(APART) + turn * APART) * STRIDE % (papers - 1) + 1
        pull, push = _pull(axes, graph), _push(axes, steps.tolist())
        move = -GRAVITY * axes + pull + push
        axes += (1.0 - turn / rounds) * RATE * np.clip(move, -FARTHEST, FARTHEST)
    return np.ascontiguousarray(axes.T)


def _pull(axes: Places, graph: Graph) -> Places:
    """Return how each paper is drawn to its neighbours; both of two are drawn alike."""
    pairs = len(graph.ones) // 2
    way = axes[:, graph.others[:pairs]] - axes[:, graph.ones[:pairs]]
    there = way * (2.0 * graph.weights[:pairs] / (1.0 + _squared(way)))
    both = np.concatenate([there, -there], axis=1)
    return np.stack([np.bincount(graph.ones, each, axes.shape[1]) for each in both])


def _push(axes: Places, steps: list[int]) -> Places:
    """Return how each paper is pushed by those that stand so many places behind it."""
    papers = axes.shape[1]
    behind = np.concatenate([axes, axes], axis=1)
    pushes: Places = np.zeros_like(axes)
    for step in steps:
        way = axes - behind[:, step : step + papers]
        square = _squared(way)
        pushes += way * (PUSH / ((NEAR + square) * (1.0 + square)))
    return pushes


def _squared(way: Places) -> Places:
    length: Places = way[0] * way[0] + way[1] * way[1]
    return length


def _fitted(places: Weights) -> Weights:
    """Scale places to what lies between 0 and 1."""
    low, high = places.min(axis=0), places.max(axis=0)
    size = max(float((high - low).max()), LITTLE)
    fitted: Weights = 0.5 + (places - (low + high) / 2) / size
    return fitted
