"""Pages of the site that forges look for at the top of a repository: one file serves both.

Links in such a file are written for the forge. On the site those to hand-written pages and to
records lead to the pages, those to other files lead to the repository; where none is known, their
words stay and the link goes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from site_builder.files import inside
from site_builder.text import markdown
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_builder.site import Repository

ROOT_PAGES: Final[Mapping[str, str]] = {"CONTRIBUTING.md": "contributing.md"}
"""Files at the survey's root, and the pages of the site that they become."""

LINK: Final = re.compile(
    r"(?<!\\)(?P<picture>!?)\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\((?P<target>[^()\s]*)\)", re.DOTALL
)
"""Links and pictures: no titles, no brackets in targets."""
ELSEWHERE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
"""Targets that mean the same on a site: other hosts, parts of the page."""


@dataclass(frozen=True, slots=True)
class RootPage:
    """A file at the survey's root as a page of its site."""

    source: str
    """The file's name."""
    name: str
    """The page's path in the folder of hand-written pages."""
    text: str
    """Its Markdown, with links for the site."""


def root_pages(root: Path, docs: Path, repository: Repository) -> Iterator[RootPage]:
    """Yield the pages of the root's files that are there; hand-written ones stand before them."""
    for source, name in ROOT_PAGES.items():
        if (docs / name).exists():
            continue
        try:
            text = inside.read(root / source, root).decode("utf-8-sig", errors="replace")
        except (OSError, inside.Refused):  # none, or none of the survey's: the checks tell
            continue
        yield RootPage(source, name, for_site(text, root, docs, repository))


def for_site(text: str, root: Path, docs: Path, repository: Repository) -> str:
    """Rewrite the links of a text that stands at the root for its page; code stays as it is."""
    spans = list(markdown.code(text))

    def link(found: re.Match[str]) -> str:
        place = bisect_right(spans, (found.start(), len(text)))
        is_code = place > 0 and found.start() < spans[place - 1][1]
        return found[0] if is_code else _link(found, root, docs, repository)

    return LINK.sub(link, text)


def _link(found: re.Match[str], root: Path, docs: Path, repository: Repository) -> str:
    """Rewrite a link."""
    target = found["target"]
    if ELSEWHERE.match(target):
        return found[0]
    path, mark, part = target.partition("#")
    place = PurePosixPath(path)
    if place.is_absolute() or ".." in place.parts:
        return found["words"]
    page = _page(place, root, docs)
    if page is not None:
        return f"{found['picture']}[{found['words']}]({page}{mark}{part})"
    is_file = not found["picture"] and (root / place).is_file()
    address = (repository.view(path) or repository.editor(path)) if is_file else ""
    return f"[{found['words']}]({address})" if address else found["words"]


def _page(place: PurePosixPath, root: Path, docs: Path) -> str | None:
    """Return what a path at the root is on the site, as hand-written pages link to it."""
    if str(place) in ROOT_PAGES:
        return ROOT_PAGES[str(place)]
    if (root / place).is_relative_to(docs):
        return (root / place).relative_to(docs).as_posix()
    if place.parts[:1] == (PAPERS,) and place.suffix in {"", ".yaml"}:
        return f"{place.with_suffix('')}.md" if place.suffix else f"{PAPERS}/index.md"
    return None
