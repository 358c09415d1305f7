"""The two files that a site's root has for programs that come by: robots.txt and llms.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_builder.latex import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.library import Library
    from site_builder.site import Site
    from site_builder.taxonomy import Node

MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
"""What Markdown could take for more than text (CommonMark 0.31, section 2.4)."""

Offer = tuple[str, str]
"""Address of a file and a few words on what it holds."""


def robots(site: Site) -> str:
    """Write robots.txt (RFC 9309): everybody may read everything.

    It counts only at a host's root, and its sitemap must be a whole address.
    """
    sitemap = site.absolute("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def llms(library: Library, site: Site, offers: Iterable[Offer] = ()) -> str:
    """Write llms.txt (llmstxt.org): what the survey is and where programs find all of it.

    `offers` are the files that the caller makes; links are relative where the site's address is
    not known.
    """
    return "\n".join((*_head(library, site), *_files(offers, site), *_facets(library, site)))


def _head(library: Library, site: Site) -> Iterator[str]:
    yield from (f"# {_plain(site.title)}", "")
    if site.description:
        yield from (f"> {_plain(site.description)}", "")
    yield f"Papers: {len(library.papers):,}. Each has a page at `papers/KEY/`."
    yield ""


def _files(offers: Iterable[Offer], site: Site) -> Iterator[str]:
    lines = [f"- {_link(uri, uri, site)}: {_plain(words)}" for uri, words in offers]
    if lines:
        yield from ("## Files", "", *lines, "")


def _facets(library: Library, site: Site) -> Iterator[str]:
    for facet in library.taxonomy.facets:
        yield from (f"## {_plain(facet.title)}", "", _plain(facet.description), "")
        nodes = library.taxonomy.nodes.values()
        yield from (_category(library, n, site) for n in nodes if n.facet.id == facet.id)
        yield ""


def _category(library: Library, node: Node, site: Site) -> str:
    count = len(library.in_category(node))
    indent = "  " * len(node.ancestors)
    about = _plain(node.category.description)
    return f"{indent}- {_link(node.title, node.uri, site)} ({count:,}): {about}"


def _link(title: str, uri: str, site: Site) -> str:
    return f"[{_plain(title)}]({site.way(uri, '')})"


def _plain(text: str) -> str:
    """Write record text so that Markdown shows it as it is, on one line."""
    return MARKUP.sub(r"\\\1", to_text(text))
