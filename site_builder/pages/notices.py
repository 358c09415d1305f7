"""What programs that visit the whole site read first: robots.txt and llms.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages import downloads
from site_builder.pages.addresses import PAPERS
from site_builder.pages.parts import Asset
from site_builder.text.markdown import escape, link
from site_builder.text.plurals import counted
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.pages.writer import Writer
    from site_builder.record.taxonomy import Node
    from site_builder.site import Site


def assets(writer: Writer) -> Iterator[Asset]:
    """Make both files."""
    yield Asset("robots.txt", robots(writer.facts.site), "robots.txt")
    yield Asset("llms.txt", llms(writer.library, writer.facts.site), "llms.txt")


def robots(site: Site) -> str:
    """Format robots.txt (RFC 9309): everybody may read everything.

    It counts only at a host's root, and its sitemap must be a whole address.
    """
    sitemap = site.absolute("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def llms(library: Library, site: Site) -> str:
    """Format llms.txt: for language models, what the survey is and where (llmstxt.org)."""
    return "\n".join((*_head(library, site), *_files(library, site), *_facets(library, site)))


def _head(library: Library, site: Site) -> Iterator[str]:
    yield from (f"# {escape(site.title)}", "")
    if site.description:
        yield from (f"> {escape(site.description)}", "")
    count = counted(len(library.papers), "paper")
    yield f"{count}. Each has a page at `{PAPERS}/KEY/`, with its BibTeX at `{PAPERS}/KEY.bib`"
    yield f"and all that is known of it at `{api.BASE}/papers/KEY.json`."
    yield ""


def _files(library: Library, site: Site) -> Iterator[str]:
    yield from ("## Everything", "")
    for each in downloads.of_all(library):
        yield f"- {_link(each.title, each.uri, site)}: {escape(each.media_type)}"
    for name, said in (("papers", "all papers"), ("taxonomy", "all categories")):
        uri = f"{api.BASE}/{name}.json"
        yield f"- {_link(uri, uri, site)}: {said}, described by `schema/api-{name}.json`"
    yield ""


def _facets(library: Library, site: Site) -> Iterator[str]:
    for facet in library.taxonomy.facets:
        yield from (f"## {escape(facet.title)}", "", escape(facet.description), "")
        nodes = (node for node in library.taxonomy.nodes.values() if node.facet.id == facet.id)
        yield from (_category(library, node, site) for node in nodes)
        yield ""


def _category(library: Library, node: Node, site: Site) -> str:
    count = counted(len(library.in_category(node)), "paper")
    about = escape(node.category.description)
    indent = "  " * len(node.ancestors)
    return f"{indent}- {_link(node.title, node.uri, site)} ({count}): {about}"


def _link(title: str, uri: str, site: Site) -> str:
    return link(escape(title), site.href(uri, ""))
