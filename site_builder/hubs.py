"""Hubs: generated pages that MkDocs builds, so that they may stand in its navigation."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from site_builder.frames import dress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

    from site_builder.pages import Page


def add_hubs(hubs: Iterable[Page], files: Files, config: MkDocsConfig) -> dict[str, Page]:
    """Add hubs to MkDocs' files, except where a hand-written page has the address."""
    # Without a navigation of its own a site lists all pages that are not declared left out of it.
    inclusion = InclusionLevel.NOT_IN_NAV if config.nav else InclusionLevel.INCLUDED
    added = {}
    for hub in hubs:
        uri = f"{hub.uri}index.md"
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content="", inclusion=inclusion))
            added[uri] = hub
    return added


def dress_hub(page: MkDocsPage, hub: Page) -> None:
    """Give MkDocs' page what a framed page has."""
    dress(page, title=escape(hub.title), description=escape(hub.description))
    page.head = hub.head  # type: ignore[attr-defined]


def by_section(site_pages: Iterable[MkDocsPage]) -> dict[str, MkDocsPage]:
    """Index the pages that may stand for a section, which are the index pages of top folders."""
    return {page.url.rstrip("/"): page for page in site_pages if page.is_index}
