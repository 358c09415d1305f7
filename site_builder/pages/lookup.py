"""The places of the site that a search knows by name, and how well known each paper is."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from site_builder.pages.addresses import YEARS
from site_builder.pages.benchmarks import benchmark_link
from site_builder.pages.fields import value_link
from site_builder.pages.lists import venue_link
from site_builder.record.grouping import by_value
from site_builder.web.lookup import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.pages.parts import Link
    from site_builder.pages.writer import Writer
    from site_builder.record.fields import DeclaredField

SINGULAR: Final = {"ies": "y", "ses": "s", "s": ""}
"""How a field's address, which names many, becomes the name of one."""


def places(writer: Writer, pages: Iterable[Link]) -> Iterator[Place]:
    """Yield the places: categories, benchmarks, venues, years, values of fields, pages.

    `pages` are those that are made and have a name of their own.
    """
    library = writer.library
    for node in library.taxonomy.nodes.values():
        names = (node.id.replace("-", " "), *node.category.aliases)
        count = len(library.in_category(node))
        yield Place(node.facet.title, node.uri, node.title, names, count=count)
    for benchmark in library.benchmarks.values():
        link = benchmark_link(benchmark)
        yield Place("Benchmark", link.uri, benchmark.name, (benchmark.id, *benchmark.aliases))
    for _, venue in sorted(library.venues.items()):
        names = (venue.name, *venue.aliases)
        count = len(library.by_venue.get(venue.id, ()))
        yield Place("Venue", venue_link(venue).uri, venue.id, names, count=count)
    for year, papers in library.by_year.items():
        yield Place("Year", f"{YEARS}/{year}/", str(year), count=len(papers))
    for field in library.fields:
        if field.pages and not field.unique:
            yield from _values(writer, field)
    written = {page.uri for page in writer.facts.handwritten.documents}
    for page in writer.facts.handwritten.documents:
        named = page.uri.rstrip("/").rpartition("/")[2].replace("-", " ")
        if named:  # the home page is one key away
            parts = tuple(dict.fromkeys(words for _, words in page.headings if words != page.title))
            kind = "Chapter" if _above(page.uri) in written else "Page"
            yield Place(kind, page.uri, page.title, (named,), parts)
    for made in pages:
        named = made.uri.rstrip("/").replace("-", " ")
        yield Place("Page", made.uri, made.title, (named,))


def _values(writer: Writer, field: DeclaredField) -> Iterator[Place]:
    one = _singular(field.slug.replace("-", " "))
    for group in by_value(field, writer.library.papers.values()).values():
        uri = value_link(field, group.title).uri
        names = (f"{one} {group.title}",)
        yield Place(one.capitalize(), uri, group.title, names, count=len(group.papers))


def _above(uri: str) -> str:
    """Return the address of the folder in which a page lies."""
    return uri.rstrip("/").rpartition("/")[0] + "/"


def _singular(word: str) -> str:
    for ending, one in SINGULAR.items():
        if word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending) + one
    return word


def named(writer: Writer) -> Counter[str]:
    """Count how often relations, citations, categories and written pages name each paper."""
    found = Counter({key: len(each) for key, each in writer.library.relations_to.items()})
    found.update({key: len(each) for key, each in writer.cited_in.items()})
    cited_by = writer.library.citations.cited_by
    found.update({key: len(each) for key, each in cited_by.items()})
    beginnings = (node.category.start_here for node in writer.library.taxonomy.nodes.values())
    found.update(each.paper for each in chain.from_iterable(beginnings))
    return found
