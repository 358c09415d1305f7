"""Hubs: generated pages that MkDocs builds, so that they may stand in its navigation."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from site_builder.mkdocs_site.frames import edit_uri, repository, set_page_metadata
from site_builder.pages.addresses import RELEASES
from site_builder.pages.reading import PLACE as READING
from site_builder.pages.rootpages import root_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as MkDocsPage

    from site_builder.pages import Page
    from site_builder.site import Repository


def add_hubs(hubs: Iterable[Page], files: Files, config: MkDocsConfig) -> dict[str, Page]:
    """Add hubs to MkDocs' files, except where a hand-written page has the address."""
    added = {}
    for hub in hubs:
        uri = f"{hub.uri}index.md"
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content="", inclusion=_inclusion(config)))
            added[uri] = hub
    return added


def add_root_pages(files: Files, config: MkDocsConfig) -> None:
    """Add the pages of files at the survey's root, which are edited there."""
    root, docs = Path(config.config_file_path).parent.resolve(), Path(config.docs_dir).resolve()
    for page in root_pages(root, docs, repository(config)):
        inclusion = _inclusion(config)
        file = File.generated(config, page.name, content=page.text, inclusion=inclusion)
        file.edit_uri = edit_uri(config, page.source)
        files.append(file)


def foot_links(files: Files, repository: Repository, release: str) -> list[tuple[str, str]]:
    """Return what every page's foot leads to: citing this version, mistakes, one's own lists.

    `release` is the version that was released last, if there is any. The commit is told where the
    first leads: on every page it would make each another one with every commit. Where the
    repository is not known, the page on contributing tells how to reach people.
    """
    pages = {file.src_uri: file for file in files.documentation_pages()}
    found = [("Cite this version", f"{RELEASES}/#cite")]
    if release:
        found.append((f"Release {release}", f"{RELEASES}/#release-{release}"))
    contributing = pages.get("contributing.md")
    if report := repository.reports or (contributing.url if contributing else ""):
        found.append(("Report a mistake", report))
    return [*found, ("My reading lists", READING.uri)]


def by_hand(files: Files, config: MkDocsConfig) -> dict[str, str]:
    """Return the addresses of the hand-written pages that are published, by their files."""
    found = (file for file in files.documentation_pages() if file.src_dir == config.docs_dir)
    return {file.src_uri: page_uri(file) for file in found}


def page_uri(file: File) -> str:
    """Return a page's address, relative to the site's root."""
    return file.dest_uri.removesuffix("index.html")


def _inclusion(config: MkDocsConfig) -> InclusionLevel:
    """Return the inclusion level of pages that need not stand in the navigation.

    Without a navigation of its own a site lists all pages that are not declared left out of it.
    """
    return InclusionLevel.NOT_IN_NAV if config.nav else InclusionLevel.INCLUDED


def set_hub_metadata(page: MkDocsPage, hub: Page) -> None:
    """Set the metadata of a hub's page."""
    set_page_metadata(page, title=escape(hub.title), description=escape(hub.description))
    page.head = hub.head  # type: ignore[attr-defined]


def unlink_from_lists(site_pages: Iterable[MkDocsPage], hubs: Mapping[str, Page]) -> None:
    """Let only pages lead to the previous and the next one that are read one after the other.

    That is within sections of the navigation that are written by hand throughout, such as the
    chapters of a survey. Elsewhere the navigation's order tells a reader nothing.
    """
    for page in list(site_pages):
        siblings = page.parent.children if page.parent else []
        is_read_in_order = bool(siblings) and all(
            each.is_page and each.file.src_uri not in hubs  # type: ignore[attr-defined]
            for each in siblings
        )
        for neighbour in ("previous_page", "next_page"):
            other = getattr(page, neighbour)
            if other and not (is_read_in_order and other.parent is page.parent):
                setattr(page, neighbour, None)


def by_section(site_pages: Iterable[MkDocsPage]) -> dict[str, MkDocsPage]:
    """Index the pages that may stand for a section, which are the index pages of top folders."""
    return {page.url.rstrip("/"): page for page in site_pages if page.is_index}
