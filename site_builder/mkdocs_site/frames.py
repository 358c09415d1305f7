"""The theme's frame: rendered once for each kind of page, then filled for each page of it."""

from __future__ import annotations

import os
import re
import secrets
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as FramePage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from site_builder.mkdocs_site.frame_set import FrameSet, encoded
from site_builder.mkdocs_site.minified import minified_page
from site_builder.site import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

    from site_builder.mkdocs_site.frame_set import Pieces
    from site_builder.pages import Page
    from site_builder.pages.shards import FrameKind

TEMPLATE: Final = "main.html"
CONTENT_ID: Final = "survey-content"
"""Where the theme's link for skipping the header leads; `survey.html` gives an element this id."""


@dataclass(frozen=True)
class ThemeSite:
    """What MkDocs knows of a site when its navigation stands."""

    env: Any
    """The theme's Jinja environment, which MkDocs made."""
    nav: Navigation
    files: Files
    config: MkDocsConfig
    hubs: Mapping[str, FramePage]
    """The pages that stand in the navigation, by the section that they are the hub of."""


@dataclass
class Frames:
    """Frames by kind, each split where a page's own parts go.

    The theme sees marks that nobody can guess in place of the parts, and only what the theme made
    is split at them: text of a record is never looked at, so it can neither hold nor break a mark.
    """

    site: ThemeSite
    filled: FrameSet = field(init=False)
    """The frames that have been rendered."""
    _mark: str = field(default_factory=lambda: "m" + secrets.token_hex(16))

    def __post_init__(self) -> None:
        """Render a frame when a page needs it."""
        config = self.site.config
        self.filled = FrameSet(
            lambda kind: self._split(self._render(kind)),
            config.site_url or "",
            config.site_description or "",
        )

    def fill(self, page: Page) -> bytes:
        """Put a page into its frame."""
        return self.filled.fill(page)

    def _split(self, html: str) -> Pieces:
        """Cut a frame into what stays, as bytes, and the names of the parts that go between."""
        slot = f"{self._mark}([a-z]+){self._mark}"
        apart = f"{self._mark} ([a-z]+) {self._mark}"  # attributes that hold blanks stay in quotes
        pieces = re.split(apart, minified_page(re.sub(slot, self._apart, html)))
        return [piece if n % 2 else encoded(piece) for n, piece in enumerate(pieces)]

    def _apart(self, slot: re.Match[str]) -> str:
        return f"{self._mark} {slot[1]} {self._mark}"

    def _slot(self, name: str) -> str:
        return f"{self._mark}{name}{self._mark}"

    def _render(self, kind: FrameKind) -> str:
        """Render a page of the theme with marks in the place of parts."""
        site, (section, depth, has_source) = self.site, kind
        hub = site.hubs.get(section)
        page = self._page(section, depth, has_source=has_source)
        if hub:
            hub.active = True
        context = get_context(site.nav, site.files, site.config, page)
        context = site.config.plugins.on_page_context(
            context, page=page, config=site.config, nav=site.nav
        )
        html: str = site.env.get_template(TEMPLATE).render(context)
        if hub:
            hub.active = False
        return html

    def _page(self, section: str, depth: int, *, has_source: bool) -> FramePage:
        """Make the page that stands for all of a kind; its address is as deep, and nobody's."""
        uri = "".join(f"{self._mark}/" for _ in range(depth))
        file = File.generated(self.site.config, f"{uri}index.md", content="")
        if has_source:
            file.edit_uri = edit_uri(self.site.config, self._slot("source"))
        page = FramePage(self._slot("title"), file, self.site.config)
        if page.canonical_url:
            page.canonical_url = self._slot("canonical")
        set_page_metadata(page, title=self._slot("title"), description=self._slot("description"))
        page.content = self._slot("body")
        page.head = self._slot("head")  # type: ignore[attr-defined]
        page.section = section  # type: ignore[attr-defined]
        return page


def rendered(site: ThemeSite, page: FramePage) -> bytes:
    """Render a page whose content plugins bring along, in the steps that MkDocs takes."""
    plugins, config = site.config.plugins, site.config
    page.content = plugins.on_page_content("", page=page, config=config, files=site.files)
    page.active = True
    try:
        context = get_context(site.nav, site.files.documentation_pages(), config, page)
        context = plugins.on_page_context(context, page=page, config=config, nav=site.nav)
        html = site.env.get_template(page.meta.get("template", TEMPLATE)).render(context)
        return encoded(plugins.on_post_page(html, page=page, config=config))
    finally:
        page.active = False


def set_page_metadata(page: FramePage, *, title: str, description: str) -> None:
    """Set the metadata of a page that MkDocs renders for us; texts are ready for HTML.

    Tables want the width, so the sidebars stay away, except on a hub that has others beside it.

    `meta.title` and not `title` alone: the theme takes the tags out of the latter after undoing its
    escapes, which would give hostile text its angle brackets back.
    """
    siblings = (page.parent.children or []) if page.parent else []
    hidden = ["toc"] if len(siblings) > 1 else ["toc", "navigation"]
    page.meta = {"title": title, "description": description, "hide": hidden}
    page.toc = TableOfContents([AnchorLink(title, CONTENT_ID, 1)])
    page.is_generated = True  # type: ignore[attr-defined]


def edit_uri(config: MkDocsConfig, source: str) -> str:
    """Lead from the folder of hand-written pages, where edit links start, to a record's file."""
    up = os.path.relpath(Path(config.config_file_path).parent, config.docs_dir)
    return f"{Path(up).as_posix()}/{source}"


def repository(config: MkDocsConfig) -> Repository:
    """Return where the survey's files are kept, as far as mkdocs.yml says."""
    if not config.repo_url:
        return Repository()
    edit = urljoin(f"{config.repo_url.rstrip('/')}/", f"{config.edit_uri or ''}")
    return Repository(
        config.repo_url, urljoin(edit, edit_uri(config, "")) if config.edit_uri else ""
    )


def template_place(error: Exception) -> str:
    """Find the line of a theme's template at which an error was raised, if it was at one."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".html", ".xml")):
            return f"{frame.filename}:{frame.lineno}"
    return ""
