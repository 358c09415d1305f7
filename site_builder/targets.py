"""Folders and files that commands may write to: neither the survey's own nor somebody else's.

A folder is taken that is new, empty, or bears the mark of the command that wants it; hidden entries
stay, so a folder with nothing else is empty. No folder is taken that is the survey's own, holds
something of it, or lies in `.git`, whatever marks it bears: a pull request can bring marks along.
Places are compared by what they are, not by how they are spelled, so that neither links nor `..`
nor file systems that fold case lead around this.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_builder import history, resources
from site_builder.problems import SurveyError, printable
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIG: Final = "mkdocs.yml"
OWN: Final = (PAPERS, "docs", "templates", "theme", ".github")
"""Folders at a survey's root that are its own, whether they are there or not."""
SCHEMA: Final = "schema"
"""Where a survey has the schemas of its records; only what writes them goes there."""
OPEN: Final = frozenset({"docs"})
"""Those in which a new file may be put: a bibliography to be published, say."""
DATA: Final = frozenset({".bib", ".csv", ".jsonl", ".parquet", ".ris"})
"""Endings of files that commands export and that hold no part of a survey."""
SETTINGS: Final = frozenset({".cff", ".lock", ".toml", ".yaml", ".yml"})
"""Endings of the registries and settings at a survey's root."""
WORDS: Final = (
    ".editorconfig",
    ".git",
    "authors",
    "changelog",
    "code_of_conduct",
    "constraints",
    "contributing",
    "licence",
    "license",
    "makefile",
    "notice",
    "readme",
    "requirements",
    "security",
)
"""How the names of a repository's other files begin, in lower case."""
MOST_NAMED: Final = 5
"""Things that are named where many could be."""


@dataclass(frozen=True)
class Mark:
    """A marker file or folder, by which a folder is known for one that a command made."""

    name: str
    """What lies in the folder and says so; it is hidden."""
    form: str
    """The first line of that, if it is a file; nothing if it is an empty folder."""
    what: str
    """What is in such a folder, for people: "an earlier …"."""

    def is_on(self, folder: Path) -> bool:
        """Return whether a folder has this mark, and not a link in its place."""
        path = folder / self.name
        if path.is_symlink() or not self.form:
            return path.is_dir() and not path.is_symlink()
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.readline(100).rstrip(b"\n") == self.form.encode()


SITE: Final = Mark(".survey-site", "", "a site that was built here")
"""Git and those who publish carry no empty folders, so readers never meet this one."""
EXPORT: Final = Mark(".survey-export", "survey-export 1", "an earlier export")
RELEASE: Final = Mark(".survey-release", "survey-release 1", "an earlier release")
UNMARKED: Final = ("404.html", "api/v1/papers.json", "css/survey.css", "papers/index.html")
"""Files that all sites have which were built before sites were marked."""


def check_folder(folder: Path, root: Path, mark: Mark, more: Iterable[Path] = ()) -> None:
    """Validate a folder that a command is to fill; raises SurveyError.

    `more` are folders of the survey besides those that it always has.
    """
    real, shown = _real(folder), printable(str(folder), 300)
    _refuse_own(real, shown, root, [*_own(root), root / SCHEMA, *more])
    check_contents(folder, mark)
    if real.exists() and _is_tracked(real, root):
        raise SurveyError(f"{shown} holds files that git keeps: name another folder")


def check_contents(folder: Path, mark: Mark) -> None:
    """Validate that a folder holds nothing that the command has not made; raises SurveyError."""
    real, shown = _real(folder), printable(str(folder), 300)
    if os.path.lexists(real) and not real.is_dir():
        raise SurveyError(f"{shown} is no folder")
    there = _visible(real)
    if there and not mark.is_on(real) and not (mark is SITE and _is_unmarked_site(real)):
        said = f"{shown} is neither empty nor {mark.what}, it has {_named(there)}"
        raise SurveyError(f"{said}; nothing was written: name a new folder, or remove this one")


def check_into(folder: Path, root: Path, names: frozenset[str]) -> None:
    """Validate a folder that is to hold these files and no others; raises SurveyError."""
    real, shown = _real(folder), printable(str(folder), 300)
    _refuse_own(real, shown, root, [*_own(root), root / SCHEMA])
    if there := [name for name in _visible(real) if name not in names]:
        raise SurveyError(f"{shown} is not empty, it has {_named(there)}: name another folder")


def check_file(path: Path, root: Path, content: bytes = b"") -> None:
    """Validate a file to write to, which must not be, or become, the survey's; raises SurveyError.

    What was exported earlier may be written over, also where git keeps it: files of a kind that
    surveys do not consist of, and those that begin with the same line as the new `content`.
    """
    if _is_own_file(_real(path), root, content):
        shown = printable(str(path), 300)
        raise SurveyError(f"{shown} is a file of the survey's own: name another file")


def _is_own_file(real: Path, root: Path, content: bytes) -> bool:
    if _is_in_git(real) or (_same(real.parent, root) and _is_setting(real.name)):
        return True
    places, is_there = _identities(real), real.exists()
    is_export = real.suffix.lower() in DATA or (real.is_file() and _begins_alike(real, content))
    own = [each for each in _own(root) if _is_below(real, places, each)]
    if any(each.name not in OPEN for each in own):
        return True
    return is_there and not is_export and (bool(own) or _is_tracked(real, root))


def _begins_alike(path: Path, content: bytes) -> bool:
    first = content.partition(b"\n")[0]
    with path.open("rb") as file:
        return bool(first) and file.readline(len(first) + 2).rstrip(b"\r\n") == first


def _is_setting(name: str) -> bool:
    """Return whether a file at a survey's root is named like a registry, a setting or the like."""
    folded = name.casefold()
    suffix = os.path.splitext(folded)[1]  # noqa: PTH122 (a name, not a path)
    return suffix in SETTINGS or (folded.startswith(WORDS) and suffix not in DATA)


def _refuse_own(real: Path, shown: str, root: Path, own: Iterable[Path]) -> None:
    """Raise SurveyError for the survey's folders, what is in them, and what they lie in."""
    if _is_in_git(real):
        raise SurveyError(f"{shown} lies in git's own folder: name another folder")
    places = _identities(real)
    for each in (root, *own):
        if each != root and _is_below(real, places, each):
            raise SurveyError(
                f"{shown} is the survey's own {each.name} or in it: name another folder"
            )
        if _identity(real) in _identities(each) or _is_inside(_real(each), real):
            raise SurveyError(f"{shown} holds the survey's own files: name another folder")


def _is_unmarked_site(real: Path) -> bool:
    """Return whether a folder holds a site that was built before there were marks."""
    return all((real / name).is_file() for name in UNMARKED)


def _own(root: Path) -> list[Path]:
    """Return the survey's own folders, and the engine's, which may lie in the same repository."""
    document, _ = reading.read(root / CONFIG, CONFIG)
    said: Any = document.data if document else None
    said = said if isinstance(said, dict) else {}
    theme = said.get("theme")
    named = [said.get("docs_dir"), theme.get("custom_dir") if isinstance(theme, dict) else None]
    found = [root / name for name in (*OWN, *named) if isinstance(name, str) and name]
    return [*found, resources.theme_dir(), Path(__file__).resolve().parent]


def _is_tracked(real: Path, root: Path) -> bool:
    """Return whether git tracks a file, or any file in a folder, in the survey's repository."""
    files = history.tracked(root)
    if not real.is_dir():
        name = real.name.casefold()
        files = [path for path in files if os.path.basename(path).casefold() == name]  # noqa: PTH119 (twice as fast)
        return _identity(real) in {_identity(Path(path)) for path in files}
    folders = {Path(name) for name in {os.path.dirname(path) for path in files}}  # noqa: PTH120 (the same)
    folders |= {above for folder in folders for above in folder.parents}
    return _identity(real) in {_identity(folder) for folder in folders}


def _is_below(real: Path, places: frozenset[tuple[int, int]], folder: Path) -> bool:
    """Return whether a path is a folder or lies in it; absent ones are compared by name."""
    return _identity(folder) in places or _is_inside(real, _real(folder))


def _is_inside(path: Path, folder: Path) -> bool:
    parts, above = str(path).casefold(), str(folder).casefold().rstrip(os.sep)
    return parts == above or parts.startswith(above + os.sep)


def _is_in_git(real: Path) -> bool:
    return any(part.casefold() == ".git" for part in real.parts)


def _same(one: Path, other: Path) -> bool:
    return _identity(one) == _identity(other) != NOWHERE


NOWHERE: Final = (0, 0)
"""The identity of what is not there."""


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return NOWHERE
    return status.st_dev, status.st_ino


def _identities(path: Path) -> frozenset[tuple[int, int]]:
    """Return the identities (device and inode) of a path and of the folders that it lies in."""
    real = _real(path)
    return frozenset(_identity(place) for place in (real, *real.parents)) - {NOWHERE}


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _visible(folder: Path) -> list[str]:
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [name for name in there if not name.startswith(".")]


def _named(names: list[str]) -> str:
    more = "" if len(names) <= MOST_NAMED else " and more"
    return ", ".join(printable(name, 60) for name in names[:MOST_NAMED]) + more
