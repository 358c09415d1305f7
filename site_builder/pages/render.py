"""The whole generated part of a site, in a fixed order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from site_builder.pages import (
    authors,
    benchmarks,
    categories,
    category_pages,
    changes,
    cited,
    compare,
    coverage,
    downloads,
    explore,
    fields,
    lists,
    notices,
    paper_map,
    papers,
    reading,
    redirects,
)
from site_builder.pages.addresses import Addresses
from site_builder.pages.build_services import BuildServices
from site_builder.pages.facts import UNKNOWN, SiteFacts
from site_builder.pages.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.parallel import Ahead
    from site_builder.pages.parts import Asset, Page
    from site_builder.pages.templates import Templates


def render(
    library: Library,
    templates: Templates,
    facts: SiteFacts = UNKNOWN,
    services: BuildServices | None = None,
) -> Iterator[Page | Asset]:
    """Yield every generated page, the hubs first, then every file, each made as it is asked for.

    Raises SurveyError where two want one address, and where a template cannot be filled.
    """
    hubs, others = split(library, templates, facts, services)
    yield from hubs
    yield from others


def split(
    library: Library,
    templates: Templates,
    facts: SiteFacts = UNKNOWN,
    services: BuildServices | None = None,
) -> tuple[list[Page], Iterator[Page | Asset]]:
    """Make the hubs, which may stand in the navigation, and promise all else; errors as `render`.

    What a second process makes is begun here.
    """
    writer = Writer(library, templates, facts, services or BuildServices())
    taken = Addresses()
    begun = papers.begin(writer)
    hubs = list(taken.checked(_hubs(writer)))
    return hubs, taken.checked(_others(writer, begun, hubs))


def _others(
    writer: Writer, begun: Ahead[papers.Made] | None, hubs: list[Page]
) -> Iterator[Page | Asset]:
    ends = [papers.pages(writer, begun), chain(lists.pages(writer), authors.pages(writer))]
    if begun:  # then the lists are made while another process makes the papers' pages
        ends.reverse()
    yield from ends[0]
    yield from category_pages.pages(writer)
    yield from benchmarks.pages(writer)
    yield from fields.pages(writer)
    yield from ends[1]
    yield from coverage.pages(writer)
    yield from cited.assets(writer)
    comparison = compare.page(writer)
    yield comparison
    lists_of_readers = reading.page(writer)
    yield lists_of_readers
    yield paper_map.page(writer)
    yield from redirects.assets(writer)
    yield from downloads.assets(writer)
    yield from explore.assets(writer, (*hubs, comparison, lists_of_readers))
    yield from compare.assets(writer)
    yield from paper_map.assets(writer)
    yield from notices.assets(writer)


def _hubs(writer: Writer) -> Iterator[Page]:
    """Make the hubs, in the order in which the navigation shows them."""
    yield explore.hub(writer)
    yield paper_map.hub(writer)
    yield lists.papers_hub(writer)
    yield from categories.hubs(writer)
    if writer.library.benchmarks:
        yield benchmarks.hub(writer)
    yield from lists.hubs(writer)
    yield authors.hub(writer)
    yield from fields.hubs(writer)
    yield changes.hub(writer)
    yield coverage.hub(writer)
