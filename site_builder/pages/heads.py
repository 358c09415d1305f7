"""What heads of pages say to programs, where `web.head` has nothing of its own for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.pages import downloads
from site_builder.web.head import head, jsonld, opengraph

if TYPE_CHECKING:
    from site_builder.library import Library
    from site_builder.pages.facts import SiteFacts
    from site_builder.site import Site


def card(uri: str, site: Site, title: str, description: str) -> str:
    """Format what shows when a link to a page is shared; title and description are plain text."""
    return head.metas(opengraph.tags(title, description, uri, site))


def style(root: str, uri: str) -> str:
    """Format the link to a style sheet that a kind of page has for itself."""
    return str(Markup('\n<link rel="stylesheet" href="{}">').format(root + uri))


def of_home(library: Library, facts: SiteFacts) -> str:
    """Format the head of the home page, which stands for the whole collection with its files."""
    site, files = facts.site, downloads.of_all(library)
    collection = jsonld.Collection(
        licence=facts.licence,
        creators=(facts.creator,) if facts.creator else (),
        modified=facts.history.changes[0].date.date() if facts.history.changes else None,
        downloads=tuple(f for f in files if not f.uri.endswith(head.FEED)),
    )
    data = jsonld.script(jsonld.dataset(site, collection))
    return card("", site, site.title, site.description) + head.links(files, "") + data
