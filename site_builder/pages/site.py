"""The whole generated part of a site, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages import (
    benchmarks,
    categories,
    changes,
    compare,
    downloads,
    explore,
    figures,
    lists,
    notices,
    papers,
    redirects,
)
from site_builder.pages.addresses import checked
from site_builder.pages.context import UNKNOWN, Context
from site_builder.pages.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.templates import Templates
    from site_builder.pages.values import Asset, Page


def render(
    library: Library, templates: Templates, context: Context = UNKNOWN
) -> Iterator[Page | Asset]:
    """Yield every generated page, the hubs first, then every file, each made as it is asked for.

    Raises SurveyError where two want one address, and where a template cannot be filled.
    """
    yield from checked(_parts(Writer(library, templates, context)))


def _parts(writer: Writer) -> Iterator[Page | Asset]:
    figures.begin(writer)
    yield from _hubs(writer)
    yield from papers.pages(writer)
    yield from categories.pages(writer)
    yield from benchmarks.pages(writer)
    yield from lists.pages(writer)
    yield compare.page(writer)
    yield from redirects.assets(writer)
    yield from downloads.assets(writer)
    yield from explore.assets(writer)
    yield from compare.assets(writer)
    yield from notices.assets(writer)


def _hubs(writer: Writer) -> Iterator[Page]:
    """Make the hubs, in the order in which the navigation shows them."""
    yield explore.hub(writer)
    yield lists.papers_hub(writer)
    yield from categories.hubs(writer)
    if writer.library.benchmarks:
        yield benchmarks.hub(writer)
    yield from lists.hubs(writer)
    yield changes.hub(writer)
