"""Features besides words that papers can share: categories, authors, benchmarks, lists."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from site_builder.record.fields import FieldType
from site_builder.related.matrix import Entries
from site_builder.text.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper

SHARES: Final[Mapping[str, float]] = {
    "category": 0.5,
    "author": 0.3,
    "benchmark": 0.15,
    "field": 0.1,
}
"""How much it counts to share the rarest feature of a kind; to have the same words counts 1."""
KINDS: Final = tuple(SHARES)

Feature = tuple[str, str, str]
"""What papers can share, words apart: kind, group and id, as `("category", "task", "video")`."""


def features_of(library: Library, paper: Paper) -> Iterator[Feature]:
    """Yield the features of a paper, words apart."""
    for facet in library.taxonomy.facet_ids:
        for node in library.nodes(paper, facet):
            yield from (("category", facet, above.id) for above in node.ancestors)
            yield "category", facet, node.id
    for person in library.authors_of(paper):
        yield "author", "", person.slug
    for result in paper.results:
        if result.benchmark in library.benchmarks:
            yield "benchmark", "", result.benchmark
    for field in library.fields:
        if field.type is FieldType.LIST:
            yield from (
                ("field", field.id, fold(each)) for each in field.texts(paper.extra.get(field.id))
            )


def weigh(owned: Iterable[Iterable[Feature]], number: dict[Feature, int], first: int) -> Entries:
    """Weigh things by how rare they are: much where one paper has it, near nothing where all do.

    What two papers share weighs the product of both weights, which is why a root is taken. Each of
    many things of a kind weighs less: one of forty authors tells less than one of two. The features
    are numbered from `first` on.
    """
    rows = [[number[feature] for feature in things] for things in owned]
    papers = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    features = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    count = np.bincount(features)
    rarity = 1 - np.log(count) / math.log(len(rows) + 1)
    kinds = np.array([KINDS.index(kind) for kind, _, _ in number], dtype=np.int64)[features]
    groups = papers * len(KINDS) + kinds
    much = np.sqrt(np.maximum(np.bincount(groups, rarity[features]), 1.0))[groups]
    share = np.array([SHARES[kind] for kind in KINDS])[kinds]
    return Entries(papers, features + first, np.sqrt(share * rarity[features] / much))
