"""What stands in a page's head for programs, as ready HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from site_builder.exports import FORMATS
from site_builder.web.head import Alternate, highwire, jsonld, opengraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site
    from site_builder.web.head import Tag

__all__ = ["Alternate", "alternates", "links", "metas", "of_category", "of_paper"]

BY_PROPERTY: Final = "og:"
"""Tags of this vocabulary are named by `property` (ogp.me), all others by `name`."""

FEED: Final = "atom.xml"
"""Ending of a feed's address."""

KINDS: Final = {
    **{each.suffix[1:]: (each.media_type, each.title) for each in reversed(FORMATS.values())},
    FEED: ("application/atom+xml", "RSS/Atom feed"),
}
"""Media types and what readers call the formats, by the endings of files; of two formats with one
ending the first counts."""


def alternates(stem: str, endings: Iterable[str]) -> list[Alternate]:
    """List the files of one thing: `papers/KEY` with the endings `bib`, `ris` and so on."""
    return [Alternate(f"{stem}.{each}", *KINDS[each]) for each in endings]


def links(found: Iterable[Alternate], root: str) -> str:
    """Format <link rel="alternate"> for formats; `root` leads up to the site's root."""
    return "".join(
        f'<link rel="alternate" type="{escape(each.media_type)}"'
        f' href="{escape(root + each.uri)}" title="{escape(each.title)}">\n'
        for each in found
    )


def metas(tags: Iterable[Tag]) -> str:
    """Format <meta> for each tag."""
    return "".join(
        f'<meta {"property" if name.startswith(BY_PROPERTY) else "name"}="{escape(name)}"'
        f' content="{escape(content)}">\n'
        for name, content in tags
    )


def of_paper(paper: Paper, library: Library, site: Site, title: str, description: str) -> str:
    """Format all metadata of a paper's page; title and description are plain text."""
    uri = f"papers/{paper.key}/"
    tags = highwire.tags(paper, library, site)
    card = opengraph.tags(title, description, uri, site, kind="article")
    trail = jsonld.breadcrumbs([("Papers", "papers/"), (paper.title, uri)], site)
    return metas([*tags, *card]) + jsonld.script(jsonld.article(paper, library, site), trail)


def of_category(node: Node, site: Site, title: str, description: str) -> str:
    """Format all metadata of a category's page; title and description are plain text."""
    above = [(each.title, f"{node.facet.slug}/{each.id}/") for each in node.ancestors]
    trail = [(node.facet.title, f"{node.facet.slug}/"), *above, (node.title, node.uri)]
    card = opengraph.tags(title, description, node.uri, site)
    return metas(card) + jsonld.script(jsonld.category(node, site), jsonld.breadcrumbs(trail, site))
