"""What a new survey begins with: its files, made from those that lie in `survey/` beside this."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder import __version__
from site_builder.curation import issue_form
from site_builder.files import atomic
from site_builder.problems import SurveyError, printable, quoted
from site_builder.record import values
from site_builder.record.models import TaxonomyFile
from site_builder.record.taxonomy import Taxonomy
from site_builder.record.values import BadValue
from site_builder.resources import shared
from site_builder.starter import wheel
from site_builder.text.plurals import shortened
from site_builder.yamlfiles import parsing, reading, writing
from site_builder.yamlfiles.registries import TAXONOMY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SKELETON: Final = Path(__file__).resolve().parent / "survey"
"""The files that differ from those of the engine's own repository."""
DOTTED: Final = {"gitignore": ".gitignore", "github": ".github"}
"""Names of files and folders that would mean something to programs where the skeleton lies."""
SHARED: Final = (
    ".github/ISSUE_TEMPLATE",
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".github/workflows/add-paper.yml",
    ".github/workflows/check.yml",
    ".github/workflows/comment.yml",
    ".github/workflows/links.yml",
    ".github/workflows/publish.yml",
    ".github/workflows/refresh.yml",
    ".github/workflows/release.yml",
    ".github/workflows/watch.yml",
    ".github/zizmor.yml",
    "docs/citing.md",
)
"""Files and folders of the engine's own repository that serve every survey as they are; the wheel
carries each (pyproject.toml)."""
WHEELS: Final = "wheels"
"""Where a survey keeps the engine's wheel while no package index has it."""
ALLOWED_THERE: Final = frozenset({".git"})
"""What a folder may hold and still count as empty: the repository can be there first."""
MOST_NAMED: Final = 5
"""Things in a folder that are named when it is not empty."""

PART: Final = re.compile(r"@@([a-z-]+)@@")
"""Where a file of the skeleton has what differs between surveys."""
LIVE: Final = re.compile(r"[#-&*+<-@\[-`{-~]")
"""ASCII signs that some dialect of Markdown gives a meaning inside a line."""


def title_of(text: str) -> str:
    """Validate a survey's title; raises SurveyError for one that the site could not show."""
    try:
        title = values.line(text)
    except BadValue as error:
        raise SurveyError(f"the title {error}") from None
    if found := re.search("[<>]", title):  # themes put the name of a site into pages as HTML
        raise SurveyError(f"the title {quoted(title)} has the sign {found[0]}: write a word for it")
    return title


def title_from(folder: Path) -> str:
    """Make a title out of a folder's name; raises SurveyError where it makes none."""
    words = re.sub(r"[\W_]+", " ", folder.name).strip()
    if not words:
        raise SurveyError(f"{quoted(folder.name)} makes no title: name one with --title")
    return title_of(words[0].upper() + words[1:])


def begin(folder: Path, title: str) -> list[str]:
    """Write a new survey and return the paths of its files.

    Raises SurveyError where the folder holds something already, and where it cannot be written.
    """
    made = files_of(title)
    try:
        _refuse_full(folder)
        for name in made:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SurveyError(f"{_shown(folder)} cannot be made: {error.strerror}") from None
    atomic.create_all({folder / name: content for name, content in made.items()})
    return list(made)


def _refuse_full(folder: Path) -> None:
    if not folder.exists():
        return
    there = sorted({entry.name for entry in os.scandir(folder)} - ALLOWED_THERE)
    if there:
        named = shortened([printable(name, 60) for name in there], MOST_NAMED)
        message = f"{_shown(folder)} is not empty, it has {named}; nothing was written"
        raise SurveyError(f"{message}: name a new folder")


def _shown(folder: Path) -> str:
    return printable(str(folder), 200)


def files_of(title: str) -> dict[str, str | bytes]:
    """Make all files of a new survey, by their paths in it; raises SurveyError for a bad title."""
    title = title_of(title)
    parts = {
        "title": title,
        "title-markdown": markdown(title),
        "title-yaml": writing.scalar(title, quote=True),
        "version": __version__,
        "wheel": wheel.NAME,
    }
    own = {name: _filled(path, parts) for name, path in _own()}
    found: dict[str, str | bytes] = {**own, **_shared(), **_wheel()}
    found[issue_form.FORM] = issue_form.rewritten(
        shared(issue_form.FORM).read_text("utf-8"), _taxonomy(own)
    )
    return dict(sorted(found.items()))


def _taxonomy(own: Mapping[str, str]) -> Taxonomy:
    """Read the categories that a new survey begins with."""
    document, _ = reading.parse(own[TAXONOMY], TAXONOMY)
    read = parsing.read_registry(document, TaxonomyFile)[0] if document else None
    return Taxonomy(read.facets if read else ())


def markdown(text: str) -> str:
    """Return a line of text escaped for any Markdown.

    References to characters, since dialects differ in what a backslash escapes.
    """
    return LIVE.sub(lambda found: f"&#{ord(found[0])};", text)


def _own() -> Iterator[tuple[str, Path]]:
    """Yield the skeleton's files with the paths that they will have."""
    for path in SKELETON.rglob("*"):
        if path.is_file():
            first, *rest = path.relative_to(SKELETON).parts
            yield "/".join((DOTTED.get(first, first), *rest)), path


def _filled(path: Path, parts: Mapping[str, str]) -> str:
    """Put in what differs, in one pass, so that a title with such a mark in it stays as it is."""
    return PART.sub(lambda found: parts[found[1]], path.read_text(encoding="utf-8"))


def _shared() -> dict[str, str | bytes]:
    """Read what all surveys have in common."""
    return {
        path.relative_to(shared()).as_posix(): path.read_bytes()
        for place in SHARED
        for path in (shared(place), *shared(place).rglob("*"))
        if path.is_file()
    }


def _wheel() -> dict[str, str | bytes]:
    """Return the engine's wheel by its path, where it is at hand."""
    found = wheel.find()
    return {f"{WHEELS}/{found.name}": found.read_bytes()} if found else {}
