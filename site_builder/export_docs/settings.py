"""What mkdocs.yml says of a site, and the same file for a site that is built without our plugin."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from site_builder.problems import SurveyError
from site_builder.site import Repository
from site_builder.yamlfiles import reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.problems import Problem

CONFIG: Final = "mkdocs.yml"
PLUGIN: Final = "survey"
THEME: Final = "theme"
"""Where an export has the files that change the theme."""
DOCS: Final = "docs"
"""Where an export has its pages."""
STYLES: Final = ("css/survey.css", "css/explore.css", "css/map.css", "css/board.css")
SCRIPTS: Final = ("js/basket.js", "js/copy.js")
NOT_FOLLOWED: Final = ("INHERIT",)
"""Settings that would change what others mean."""
DROPPED: Final = ("docs_dir", "site_dir", "hooks", "watch")
"""Settings about files that an export has elsewhere or not at all."""
REWRITTEN: Final = frozenset({"theme", "plugins", "extra_css", "extra_javascript", "nav"})
"""Settings that an export adds to, or takes from."""
EDITORS: Final = {
    "bitbucket.org": "src/default/docs/",
    "github.com": "edit/master/docs/",
    "gitlab.com": "edit/master/docs/",
}
"""Where MkDocs takes pages to be edited, at known hosts, unless it is told (its `EditURI`)."""
HEAD: Final = """\
# Made by `survey export-docs`; the next export writes it anew. To build the site, one of:
#   mkdocs build        zensical build        properdocs build -f mkdocs.yml
# With an index of the site, the explorer searches abstracts too:  python -m pagefind --site site
"""


@dataclass(frozen=True)
class Settings:
    """A survey's mkdocs.yml."""

    root: Path
    text: str
    document: reading.Document
    problems: tuple[Problem, ...]
    """What a strict reader does not take: tags above all, which MkDocs allows."""
    made_nav: list[Any] | None = None
    """The navigation, where it is not as the file has it."""

    def text_of(self, name: str) -> str:
        """Return a setting that is one line of text, or nothing."""
        node = self._nodes.get(name)
        if node is not None and node.tag == "!ENV":
            return _from_environment(node)
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    @property
    def data(self) -> dict[str, Any]:
        """All settings, those with tags as None."""
        found: dict[str, Any] = self.document.data
        return found

    @property
    def _nodes(self) -> dict[str, Any]:
        return {key.value: value for key, value in self.document.node.value}

    @property
    def docs(self) -> Path:
        """Where the pages written by hand are."""
        return self.root / (self.text_of("docs_dir") or DOCS)

    @property
    def theme(self) -> dict[str, Any]:
        """What is said of the theme."""
        found = self.data.get("theme") or "mkdocs"
        return dict(found) if isinstance(found, dict) else {"name": str(found)}

    @property
    def own_theme(self) -> Path | None:
        """Where the survey's own changes to the theme are."""
        folder = self.theme.get("custom_dir")
        return self.root / folder if isinstance(folder, str) else None

    def with_navigation(self, change: Callable[[list[Any]], list[Any]]) -> Settings:
        """Return the same settings with what a function makes of the navigation, if one is said."""
        nav = self.data.get("nav")
        return replace(self, made_nav=change(nav)) if isinstance(nav, list) else self

    @property
    def nav(self) -> Any:
        """The navigation as it is exported."""
        return self.data.get("nav") if self.made_nav is None else self.made_nav

    @cached_property
    def in_sections(self) -> frozenset[str]:
        """The pages that stand in the navigation beside others."""
        entries = self.nav
        values = [v for e in entries or () if isinstance(e, dict) for v in e.values()]
        return frozenset(page for value in values for page in _listed(value, 0))

    @property
    def licence(self) -> str:
        """The address of the licence that the collection is under."""
        for name, options in _plugins(self.data.get("plugins")):
            if name == PLUGIN and isinstance(options, dict):
                return str(options.get("licence") or "")
        return ""

    @property
    def repository(self) -> Repository:
        """Where the survey's files are kept, as far as the file tells."""
        url = self.text_of("repo_url")
        if not url:
            return Repository()
        host = urlsplit(url).hostname or ""
        edit = self.text_of("edit_uri") if "edit_uri" in self.data else EDITORS.get(host, "")
        up = Path(os.path.relpath(self.root, self.docs)).as_posix()
        start = urljoin(f"{url.rstrip('/')}/", edit)
        return Repository(url, urljoin(start, f"{up}/") if edit else "")

    def exported(self, pages: Iterable[str]) -> str:
        """Format the file for a site without our plugin; `pages` stand in its navigation.

        Raises SurveyError where what has to change cannot be read.
        """
        changes = self._changes(pages)
        self._refuse_unread(REWRITTEN & changes.keys())
        gone = {*DROPPED, *changes}
        kept = "".join(text for name, text in self._sections() if name not in gone)
        made = "\n".join(writing.Writer().mapping(changes, ()))
        return f"{HEAD}{kept.rstrip()}\n\n{made}\n"

    def _changes(self, pages: Iterable[str]) -> dict[str, Any]:
        plugins = [_entry(n, o) for n, o in _plugins(self.data.get("plugins")) if n != PLUGIN]
        names = {name for name, _ in _plugins(plugins)}
        changes = {
            "docs_dir": DOCS,
            "use_directory_urls": True,
            "edit_uri": "",  # it would lead to files that the repository does not have
            "not_in_nav": "*",
            "theme": {**self.theme, "custom_dir": THEME},
            "plugins": plugins if "search" in names else ["search", *plugins],
            "extra_css": [*(self.data.get("extra_css") or []), *STYLES],
            "extra_javascript": [
                *(self.data.get("extra_javascript") or []),
                *({"path": name, "type": "module"} for name in SCRIPTS),
            ],
        }
        if not self.nav:
            return {"nav": list(pages), **changes}
        return changes if self.nav == self.data.get("nav") else {"nav": self.nav, **changes}

    def _refuse_unread(self, rewritten: Collection[str]) -> None:
        """Refuse tags where what is said is written anew."""
        spans = [(start, end) for name, start, end in self._spans() if name in rewritten]
        for problem in self.problems:
            if any(start < problem.line <= end for start, end in spans):
                raise SurveyError(f"{problem}; an export cannot carry that over")

    def _sections(self) -> Iterator[tuple[str, str]]:
        """Yield each setting's name and lines, with the comments that stand right above it."""
        lines = self.text.splitlines(keepends=True)
        spans = list(self._spans())
        for name, start, end in spans:
            yield name, "".join(lines[start:end])

    def _spans(self) -> Iterator[tuple[str, int, int]]:
        """Yield each setting's name, its first line, and the line after its last, from 0."""
        lines = self.text.splitlines()
        starts = [(key.value, key.start_mark.line) for key, _ in self.document.node.value]
        begins = [_with_comments(lines, line) for _, line in starts]
        begins[:1] = [line for _, line in starts[:1]]  # what stands first is about the whole file
        ends = [*begins[1:], len(lines)]
        for (name, _), begin, end in zip(starts, begins, ends, strict=True):
            yield name, begin, end


def read(root: Path) -> Settings:
    """Read a survey's mkdocs.yml; raises SurveyError where that cannot be done."""
    document, problems = reading.read(root / CONFIG, CONFIG, root)
    if document is None:
        raise SurveyError(str(problems[0]))
    node = document.node
    if not isinstance(document.data, dict) or node.flow_style:
        raise SurveyError(f"{CONFIG}:1:1: expected one setting below the other, as `name: value`")
    found = Settings(root, _text(root / CONFIG), document, tuple(problems))
    if followed := [name for name in NOT_FOLLOWED if name in found.data]:
        raise SurveyError(f"{CONFIG}: {followed[0]} is not followed: write all settings into it")
    return found


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _with_comments(lines: list[str], line: int) -> int:
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _listed(value: object, depth: int) -> Iterator[str]:
    """Yield the pages of a navigation's section; a page that is no section's is left out."""
    if isinstance(value, str) and depth:
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(children, Collection) and not isinstance(children, str):
        for child in children:
            yield from _listed(child, depth + 1)


def _plugins(value: object) -> Iterator[tuple[str, Any]]:
    """Yield plugins with their options out of a list or a mapping, as MkDocs takes both."""
    entries = value.items() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for entry in entries:
        if isinstance(entry, dict):
            yield from entry.items()
        elif isinstance(entry, tuple):
            yield entry
        else:
            yield str(entry), None


def _entry(name: str, options: object) -> object:
    return name if options is None else {name: options}


def _from_environment(node: Any) -> str:
    """Read `!ENV NAME` and `!ENV [NAME, …, default]` as MkDocs does (pyyaml-env-tag)."""
    if isinstance(node.value, str):
        return os.environ.get(node.value, "")
    parts = [str(child.value) for child in node.value]
    default = parts.pop() if len(parts) > 1 else ""
    return next((os.environ[name] for name in parts if name in os.environ), default)
