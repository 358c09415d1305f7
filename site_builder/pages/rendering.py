"""The whole generated part of a site, in a fixed order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from site_builder.pages import (
    authors,
    benchmarks,
    categories,
    changes,
    coverage,
    excluded,
    explore,
    fields,
    lists,
    paper_map,
    releases,
)
from site_builder.pages.addresses import Addresses
from site_builder.pages.build_services import BuildServices
from site_builder.pages.facts import UNKNOWN, SiteFacts
from site_builder.pages.parts import Link
from site_builder.pages.shards import Work, parts, plan
from site_builder.pages.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
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
    first, work = begin(library, templates, facts, services)
    others = (part for shard in chain(*plan(library)) for part in parts(work, shard))
    yield from Addresses().checked(chain(first, others))


def begin(
    library: Library,
    templates: Templates,
    facts: SiteFacts = UNKNOWN,
    services: BuildServices | None = None,
) -> tuple[list[Page], Work]:
    """Return the hubs, which may stand in the navigation, and all that the shards are made from.

    Raises SurveyError where a template cannot be filled.
    """
    writer = Writer(library, templates, facts, services or BuildServices())
    made = list(hubs(writer))
    return made, work_of(writer, made)


def work_of(writer: Writer, hubs: Iterable[Page]) -> Work:
    """Return all that the shards are made from."""
    return Work(writer, tuple(Link(hub.uri, hub.title) for hub in hubs))


def hubs(writer: Writer) -> Iterator[Page]:
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
    yield from excluded.hubs(writer)
    yield releases.hub(writer)
