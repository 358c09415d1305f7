"""A survey's site as plain files that other site generators build: pages as Markdown, all else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder import history, pages, resources
from site_builder.checks import publishable
from site_builder.export_docs import handwritten, raw_html, settings
from site_builder.export_docs.folder import opened
from site_builder.files import inside
from site_builder.pages import Asset, Page, downloads, navigation, published
from site_builder.pages import raw_html as raw_blocks
from site_builder.pages.handwritten import check, compose, documents, files
from site_builder.pages.handwritten.compose import Placing
from site_builder.pages.handwritten.documents import Document
from site_builder.pages.rootpages import root_pages
from site_builder.problems import SurveyError
from site_builder.site import Site
from site_builder.targets import EXPORT, check_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.export_docs.folder import Folder
    from site_builder.export_docs.settings import Settings
    from site_builder.library import Library
    from site_builder.pages.handwritten.documents import Handwritten

OURS: Final = Path(__file__).resolve().parent / "theme"
"""What changes the theme of an exported site."""
CARRIED: Final = ("css", "js")
"""Folders of the engine's theme that the pages use."""
AS_TEXT: Final = ".txt"
"""Put behind the name of a file that generators would take for a page."""
INDEX_LIKE: Final = frozenset({"index", "readme"})
"""Last parts of addresses that, as names of Markdown files, would mean the folder."""


@dataclass
class Export:
    """One survey on its way into one folder."""

    library: Library
    settings: Settings
    folder: Folder
    tell: Callable[[str], None]
    page_count: int = 0
    _taken: set[str] = field(default_factory=set)
    """Addresses of what is written by hand, which generated pages and files leave alone."""
    _listed: list[str] = field(default_factory=list)
    """Pages for a navigation, where the survey names none."""

    def run(self) -> None:
        """Write everything."""
        facts, templates = self._facts(), pages.make_templates(self.library.root)
        self._refuse_faults(facts.handwritten)
        writer = pages.Writer(self.library, templates, facts)
        self._write_handwritten(writer, self._renamed(pages.home_head(self.library, facts)))
        for part in pages.render(self.library, templates, facts):
            if part.uri not in self._taken:
                self._write_part(part)
        self._write_theme()
        self.folder.write(settings.CONFIG, self.settings.exported(self._listed))

    def _facts(self) -> pages.SiteFacts:
        said = self.settings
        return pages.SiteFacts(
            Site(
                said.text_of("site_name") or "Survey",
                said.text_of("site_url") or None,
                said.text_of("site_description"),
            ),
            history.read(self.library),
            licence=said.licence,
            creator=said.text_of("site_author"),
            repository=said.repository,
            handwritten=documents.load(said.docs.resolve(), self.library.root),
            state=history.state(self.library.root),
        )

    def _refuse_faults(self, handwritten: Handwritten) -> None:
        """Tell what is wrong with hand-written pages; raises SurveyError for an error."""
        errors: list[str] = []
        for problem in check.problems(handwritten, self.library):
            (errors.append if problem.is_error else self.tell)(str(problem))
        for error in errors[:-1]:
            self.tell(error)
        if errors:
            raise SurveyError(errors[-1])

    def _write_handwritten(self, writer: pages.Writer, home_head: str) -> None:
        for source in files.sources(self.settings.docs, self.library.root):
            if files.is_of_category(source.name):
                continue
            self._taken.add(source.uri)
            content: str | bytes = inside.read(source.path, self.library.root, inside.MOST_BYTES)
            if source.is_page:
                found = writer.facts.handwritten.document(source.name)
                filled = self._composed(found, writer) if found else _decoded(source)
                content = filled if source.uri else handwritten.with_head(filled, home_head)
                self._count(source.name, listed=True)
            self._write(source.name, content)
        for page in root_pages(self.library.root, self.settings.docs, self.settings.repository):
            uri = files.SourceFile(page.name, self.library.root / page.source).uri
            self._taken.add(uri)
            found = Document(page.source, page.name, uri, page.text, is_for_site=False)
            for problem in check.of_document(found, self.library, writer.keys):
                self.tell(str(problem))
            self._write(page.name, self._composed(found, writer))
            self._count(page.name, listed=True)

    def _composed(self, document: Document, writer: pages.Writer) -> str:
        """Return a hand-written page with what it cites and asks for put in."""

        def block(html: str, indent: str) -> str:
            return raw_blocks.block(self._renamed(html), indent)

        placing = Placing(raw_blocks.inline, block)
        return document.settings + compose.whole(document, writer, placing)

    def _write_part(self, part: Page | Asset) -> None:
        if isinstance(part, Page):
            name = path_of(part)
            body, head = self._renamed(part.body), self._renamed(part.head)
            has_siblings = name in self.settings.in_sections
            self._write(name, raw_html.page(part, body, head, has_siblings=has_siblings))
            self._count(name, listed=part.is_hub)
        elif files.is_markdown(part.uri):
            self._write(part.uri + AS_TEXT, part.content)
        else:
            self._write(part.uri, part.content)

    def _write(self, name: str, content: str | bytes) -> None:
        self.folder.write(f"{settings.DOCS}/{name}", content)

    def _count(self, name: str, *, listed: bool) -> None:
        self.page_count += 1
        if listed:
            self._listed.append(name)

    def _write_theme(self) -> None:
        """Write what pages use of the engine's theme, and what changes the generator's."""
        for name in CARRIED:
            for path in _files(resources.theme_dir() / name):
                uri = f"{name}/{path.relative_to(resources.theme_dir() / name).as_posix()}"
                if uri not in self._taken:
                    self._write(uri, path.read_bytes())
        own = self.settings.own_theme
        found = {path.relative_to(OURS): path for path in _files(OURS)}
        for each in files.sources(own, self.library.root) if own else ():
            found[Path(each.name)] = each.path
        for inner, path in sorted(found.items()):
            self.folder.write(f"{settings.THEME}/{inner.as_posix()}", path.read_bytes())

    def _renamed(self, html: str) -> str:
        """Lead to files by the names that they have here; quotes are never part of a text."""
        for each in self._renaming:
            html = each.sub(rf'"\1{AS_TEXT}"', html)
        return html

    @cached_property
    def _renaming(self) -> list[re.Pattern[str]]:
        """Find links to the files with everything that have another name here."""
        uris = (
            re.escape(each.uri)
            for each in downloads.of_all(self.library)
            if files.is_markdown(each.uri)
        )
        return [re.compile(rf'"((?:\.\./)*{uri})"') for uri in uris]


def export(root: Path, out: Path, tell: Callable[[str], None]) -> Export:
    """Write a survey's site as plain files; what is left out is told.

    Raises SurveyError where the folder has other things in it, and where mkdocs.yml is no use.
    """
    said = settings.read(root)
    if out.is_relative_to(said.docs.resolve()):
        raise SurveyError(f"{out} is among the pages that are exported: name another folder")
    check_folder(out, root, EXPORT, [said.docs, *([said.own_theme] if said.own_theme else [])])
    library, problems = publishable.load(root)
    said = said.with_navigation(lambda nav: navigation.expanded(nav, library, tell))
    for problem in (*problems, *published.problems(root)):
        tell(str(problem))
    with opened(out) as folder:
        made = Export(library, said, folder, tell)
        made.run()
    return made


def path_of(page: Page) -> str:
    """Return the Markdown file that gets a page's address.

    Hubs are index pages, as the survey's navigation names them; others are named as links in
    hand-written pages name them.
    """
    place = page.uri.rstrip("/")
    if page.is_hub or place.rpartition("/")[2] in INDEX_LIKE:
        return f"{place}/index.md"
    return f"{place}.md"


def _decoded(source: files.SourceFile) -> str:
    try:
        return source.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SurveyError(f"{source.path} is not UTF-8") from None


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
