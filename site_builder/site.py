"""What a site is called and where it is, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPERS: Final = "papers"
VENUES: Final = "venues"
YEARS: Final = "years"
AUTHORS: Final = "authors"
BENCHMARKS: Final = "benchmarks"
CHANGES: Final = "changes"
COVERAGE: Final = "coverage"
EXCLUDED: Final = "excluded"
UNSORTED: Final = "unsorted"
EXPLORE: Final = "explore"
COMPARE: Final = "compare"
MAP: Final = "map"
READING: Final = "reading"
RELEASES: Final = "releases"
API: Final = "api"
SCHEMA: Final = "schema"

PAGES: Final = frozenset(
    {PAPERS, VENUES, YEARS, AUTHORS, BENCHMARKS, CHANGES, COVERAGE, UNSORTED, EXPLORE, COMPARE}
    | {API, EXCLUDED, MAP, READING, RELEASES, SCHEMA}
)
"""First parts of the addresses that the generated pages and files have; facets add their own."""
THEME: Final = frozenset(
    {"assets", "css", "img", "javascripts", "js", "pagefind", "search", "stylesheets", "survey"}
)
"""Folders that the theme, the search index and hand-written chapters take."""
RESERVED: Final = PAGES | THEME
"""First parts of addresses that no facet can have."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site's name, its address where it has one, and a sentence on what it is."""

    title: str
    url: str | None = None
    """Where the site's root is; none is ever guessed."""
    description: str = ""
    image: str = ""
    """The picture that shows where a link to a page is shared, relative to the root."""
    image_size: tuple[int, int] = (0, 0)
    """Its width and height in pixels; zeros where they are not known."""
    image_alt: str = ""
    """What it shows, if that is more than the title."""

    def absolute(self, uri: str) -> str:
        """Return the whole address of a page or file, or nothing where the site's is not known."""
        return f"{self.url.rstrip('/')}/{quote(uri)}" if self.url else ""

    def href(self, uri: str, base: str) -> str:
        """Return what a link from the file or page `base` to `uri` has as its href.

        It is absolute where the site's address is known, otherwise relative.
        """
        return self.absolute(uri) or f"{up_to_root(base)}{quote(uri)}" or "./"


def up_to_root(uri: str) -> str:
    """Return the relative address of the site's root from a page: `../../` from `papers/x/`."""
    return "../" * uri.count("/")


FORMS: Final[Mapping[str, str]] = {
    "github.com": "issues/new?template={template}&title={title}{fields}",
    "gitlab.com": "-/issues/new?issue%5Btitle%5D={title}",
    "codeberg.org": "issues/new?title={title}",
}
"""Where repositories of known hosts take one of our forms, its fields filled in by their ids; some
take a title alone."""

REPORTS: Final[Mapping[str, str]] = {
    "github.com": "issues/new/choose",
    "gitlab.com": "-/issues/new",
    "codeberg.org": "issues/new",
}
"""Where repositories of known hosts take reports on anything else."""

RELEASED: Final[Mapping[str, str]] = {
    "github.com": "releases/tag/{tag}",
    "gitlab.com": "-/releases/{tag}",
    "codeberg.org": "releases/tag/{tag}",
}
"""Where repositories of known hosts have the release of a tag, with its files."""

COMMITS: Final[Mapping[str, str]] = {
    "github.com": "commit/{commit}",
    "gitlab.com": "-/commit/{commit}",
    "codeberg.org": "commit/{commit}",
}
"""Where repositories of known hosts show a commit."""

VIEWS: Final[Mapping[str, str]] = {
    "_edit/": "src/branch/",  # Forgejo
    "-/edit/": "-/blob/",  # GitLab
    "edit/": "blob/",  # GitHub, and GitLab as MkDocs writes it
}
"""What an address has, after the repository's, for looking at a file in place of editing it."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a survey's files are kept for all to change; empty where that is not said."""

    url: str = ""
    edit: str = ""
    """What the address begins with under which the file of a record is edited."""

    def editor(self, path: str) -> str:
        """Return the address for editing a file, whose path is relative to the survey's root."""
        return f"{self.edit.rstrip('/')}/{quote(path)}" if self.edit else ""

    def view(self, path: str) -> str:
        """Return the address for looking at a file as it is kept, or nothing on unknown hosts."""
        base, editor = f"{self.url.rstrip('/')}/", self.editor(path)
        if self.url and editor.startswith(base):
            rest = editor.removeprefix(base)
            for edit, view in VIEWS.items():
                if rest.startswith(edit):
                    return f"{base}{view}{rest.removeprefix(edit)}"
        return ""

    def release(self, tag: str) -> str:
        """Return the address of a tag's release with its files, or nothing on unknown hosts."""
        return self._below(RELEASED, tag=quote(tag, safe=""))

    def commit(self, commit: str) -> str:
        """Return the address of a commit, or nothing on unknown hosts."""
        return self._below(COMMITS, commit=quote(commit, safe=""))

    def _below(self, places: Mapping[str, str], **parts: str) -> str:
        place = places.get(urlsplit(self.url).hostname or "")
        return f"{self.url.rstrip('/')}/{place.format(**parts)}" if place else ""

    @property
    def reports(self) -> str:
        """Where mistakes of any kind are reported: a new report on known hosts, else their list."""
        form = REPORTS.get(self._host, "issues")
        return f"{self.url.rstrip('/')}/{form}" if self.url else ""

    @property
    def answers_forms(self) -> bool:
        """Whether the host takes more than a title filled in."""
        return "{fields}" in FORMS.get(self._host, "")

    @property
    def _host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def _issues(self) -> str:
        """Where issues are listed, on hosts that we do not know."""
        return f"{self.url.rstrip('/')}/issues" if self.url else ""

    def form(self, template: str, title: str, fields: Mapping[str, str]) -> str:
        """Return the address of a form with a title and answers; nothing on unknown hosts."""
        known = FORMS.get(self._host)
        if not known:
            return ""
        answers = "".join(f"&{name}={quote(text, safe='')}" for name, text in fields.items())
        filled = known.format(template=template, title=quote(title, safe=""), fields=answers)
        return f"{self.url.rstrip('/')}/{filled}"

    def report(self, path: str, key: str) -> str:
        """Return the address for reporting a mistake in a record."""
        return self.form("correct-a-paper.yml", f"{path}: ", {"key": key}) or self._issues

    def addition(self, title: str, paper: str) -> str:
        """Return the address for proposing a paper.

        `paper` is its arXiv id, its DOI, or the address of its page.
        """
        said = f"Add a paper: {title or paper}"
        return self.form("add-a-paper.yml", said, {"paper": paper}) or self._issues
