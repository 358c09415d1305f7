"""Papers through time: what families, values of conditions and benchmarks gained by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.figures import Group, multiples
from site_builder.latex import to_text
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.fields import value_link
from site_builder.record.grouping import by_value
from site_builder.web.explorer import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.figures import Figure
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Paper

MOST: Final = 8
"""Groups of a picture: of more those with most papers."""
FEWEST: Final = 3
"""Papers of a group that is drawn."""


def figures(writer: Writer, root: str) -> list[Figure]:
    """Draw what there is to be drawn: the first facet, what papers tell of conditions, benchmarks.

    `root` leads from the figures' page to the site's root.
    """
    papers = list(writer.library.papers.values())
    if not papers:
        return []
    found = (multiples(title, _largest(groups), papers, root) for title, groups in _titled(writer))
    return [figure for figure in found if figure]


def _largest(groups: list[Group]) -> list[Group]:
    kept = [group for group in groups if len(group.papers) >= FEWEST]
    return sorted(kept, key=lambda group: -len(group.papers))[:MOST]


def _titled(writer: Writer) -> Iterator[tuple[str, list[Group]]]:
    library = writer.library
    for facet in library.taxonomy.facets[:1]:
        nodes = library.taxonomy.roots(facet.id)
        groups = [Group(node.title, node.uri, writer.papers_in(node)) for node in nodes]
        yield f"{to_text(facet.title)} by year", groups
    held = {condition.field for condition in library.result_fields.conditions}
    for field in library.fields:
        if field.id in held and field.facet and not field.is_range:
            yield f"{to_text(field.title)} by year", _values(writer, field)
    groups = [
        Group(each.name, benchmark_link(each).uri, _measured(writer, each.id))
        for each in library.benchmarks.values()
    ]
    yield "Papers by year with results on benchmarks", groups


def _values(writer: Writer, field: DeclaredField) -> list[Group]:
    """Group papers by a field's values, which lead to their pages or to the explorer."""
    found = by_value(field, writer.keyed).values()
    return [
        Group(
            each.title,
            value_link(field, each.title).uri
            if field.pages
            else f"explore/?{parameter(field)}={each.slug}",
            each.papers,
        )
        for each in found
    ]


def _measured(writer: Writer, benchmark: str) -> list[Paper]:
    """List the papers with results on a benchmark, each once."""
    return list({p.key: p for p, _ in writer.library.on_benchmark.get(benchmark, [])}.values())
