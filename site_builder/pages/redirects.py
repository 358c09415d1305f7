"""Pages at former addresses that lead to the present ones; addresses are kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.addresses import AUTHORS, BENCHMARKS, PAPERS, up_to_root
from site_builder.pages.authors import author_link
from site_builder.pages.parts import Asset, Link
from site_builder.yamlfiles.record_files import paper_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.writer import Writer


def assets(writer: Writer) -> Iterator[Asset]:
    """Make a redirect for every former key and id."""
    for old, new, origin in _moves(writer.library):
        uri = f"{old}index.html"
        text = writer.fill("pages/redirect.html", root=up_to_root(uri), target=new)
        yield Asset(uri, f"{text}\n", origin)


def _moves(library: Library) -> Iterator[tuple[str, Link, str]]:
    """Yield the former address, the present one, and whose it is."""
    for paper in library.papers.values():
        for old in paper.former_keys:
            link = Link(f"{PAPERS}/{paper.key}/", paper.title)
            yield f"{PAPERS}/{old}/", link, f"a former key in {paper_path(paper.key)}"
    for node in library.taxonomy.nodes.values():
        for old in library.taxonomy.former_ids(node):
            place = f"{node.facet.id}/{node.id}"
            link = Link(node.uri, node.title)
            yield f"{node.facet.slug}/{old}/", link, f"a former id of the category {place}"
    for old, people in library.identities.former.items():
        if len(people) == 1:
            link = author_link(people[0])
            yield f"{AUTHORS}/{old}/", link, f"a former address of {link.title}"
    for old, benchmark in library.former_benchmarks.items():
        link = Link(f"{BENCHMARKS}/{benchmark.id}/", benchmark.name)
        yield f"{BENCHMARKS}/{old}/", link, f"a former id of the benchmark {benchmark.id}"
