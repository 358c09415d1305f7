"""The explorer: a page that a script fills from what stands beside it as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from site_builder.pages import heads
from site_builder.pages.addresses import EXPLORE, up_to_root
from site_builder.pages.categories import facet_link
from site_builder.pages.lookup import named, places
from site_builder.pages.parts import Asset
from site_builder.record.publication import short_authors
from site_builder.text.plurals import counted
from site_builder.web import explorer
from site_builder.web.lookup import identifiers, lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.pages.parts import Link, Page
    from site_builder.pages.writer import Writer

DATA: Final = f"{EXPLORE}/papers.json"
WORDS: Final = f"{EXPLORE}/words.json"
NAMES: Final = f"{EXPLORE}/names.json"
IDENTIFIERS: Final = f"{EXPLORE}/identifiers.json"
LINKS: Final = f"{EXPLORE}/links.json"
ORIGIN: Final = "the explorer"

STYLES: Final = "css/explore.css"
SCRIPTS: Final = "js/explore"


def hub(writer: Writer) -> Page:
    """Make the explorer's page, which may stand in the navigation."""
    library = writer.library
    description = f"Search, filter and sort {counted(len(library.papers), 'paper')}; take them out."
    return writer.page(
        "explore",
        f"{EXPLORE}/",
        "Explore",
        facets=[facet_link(facet) for facet in library.taxonomy.facets],
        count=len(library.papers),
        has_citations=bool(library.citations),
        description=description,
        about=lambda title, said: (
            heads.card(f"{EXPLORE}/", writer.facts.site, title, said)
            + wants(up_to_root(f"{EXPLORE}/"), DATA)
        ),
        is_hub=True,
    )


def wants(root: str, *data: str) -> str:
    """Format what a page with a script of ours says in its head: its style and its data."""
    style = Markup('<link rel="stylesheet" href="{}">').format(root + STYLES)
    preload = Markup('<link rel="preload" as="fetch" crossorigin href="{}">')
    return "\n".join([style, *(preload.format(root + uri) for uri in data)])


def assets(writer: Writer, pages: Iterable[Link]) -> Iterator[Asset]:
    """Make the data that the explorer and the search in the header read, `pages` by name in it."""
    yield Asset(DATA, as_json(explorer.papers(writer.library, short_authors)), ORIGIN)
    yield Asset(LINKS, as_json(explorer.links(writer.library)), ORIGIN)
    yield Asset(WORDS, as_json(explorer.words(writer.library)), ORIGIN)
    yield Asset(IDENTIFIERS, as_json(identifiers(writer.library)), ORIGIN)
    yield Asset(
        NAMES, as_json(lookup(writer.library, places(writer, pages), named(writer))), ORIGIN
    )


def as_json(value: Any) -> str:
    """Format data for scripts; lone surrogates, which UTF-8 cannot encode, are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode() + "\n"
