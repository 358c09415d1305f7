"""Read a history: from git's log to changes in words, in one pass over the commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from site_builder.history import git
from site_builder.history.compared import MOST_VERSIONS, differences, version
from site_builder.history.model import Change, ChangeKind, History, Span
from site_builder.latex import to_text
from site_builder.record.values import KEY
from site_builder.yamlfiles.record_files import PAPERS
from site_builder.yamlfiles.registries import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.history.git import Commit, FileChange, Log
    from site_builder.library import Library
    from site_builder.record.models import Paper

PATHS: Final = (PAPERS, *REGISTRIES)
LIMIT: Final = 500
"""Commits that are looked at, the newest ones."""


def read(library: Library, limit: int = LIMIT) -> History:
    """Read a survey's history: the newest `limit` commits on its branch, merges taken as one.

    Never raises for what git or an old record may hold; what could not be told, `note` says.
    """
    try:
        log = git.log(library.root, PATHS, limit)
        wanted, is_cut = _wanted(log, library)
        contents = git.blobs(library.root, wanted)
    except git.GitError as failed:
        return History(note=str(failed))
    reader = Reader(library, log.borders, contents)
    changes = [change for commit in reversed(log.commits) for change in reader.changes(commit)]
    spans = dict(sorted(reader.spans.items()))
    return History(tuple(reversed(changes)), spans, _note(log, limit, is_cut=is_cut))


def _note(log: Log, limit: int, *, is_cut: bool) -> str:
    if log.borders:
        return "this copy of the repository is shallow"
    if log.is_cut:
        return f"only the newest {limit:,} commits were read"
    return f"only the newest {MOST_VERSIONS:,} versions were compared" if is_cut else ""


def _wanted(log: Log, library: Library) -> tuple[list[str], bool]:
    """Return the ids of the versions to read, the newest first, and whether some are cut off."""
    file_changes = (t for c in log.commits if c.id not in log.borders for t in c.file_changes)
    found = list(
        dict.fromkeys(
            each for file_change in file_changes for each in _versions(file_change, library)
        )
    )
    return found[:MOST_VERSIONS], len(found) > MOST_VERSIONS


def _versions(file_change: FileChange, library: Library) -> tuple[str, ...]:
    """Return the ids of the versions that describe a change; empty for new papers still here."""
    key = key_of(file_change.path)
    if key is None or (file_change.status == "A" and key in library.papers):
        return ()
    return file_change.old, file_change.new


def key_of(path: str) -> str | None:
    """Return the key of a record by its path, or None for other files."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".yaml")
    return stem if folder == PAPERS and name != stem and KEY.fullmatch(stem) else None


@dataclass
class Reader:
    """Reads commits, the oldest first, and keeps the last readable version of each record."""

    library: Library
    borders: frozenset[str]
    contents: dict[str, bytes]
    spans: dict[str, Span] = field(default_factory=dict)
    last: dict[str, Paper] = field(default_factory=dict)

    def changes(self, commit: Commit) -> list[Change]:
        """Return what a commit changed, the last of its files first.

        The commit where a shallow copy ends says nothing of its own.
        """
        if commit.id in self.borders:
            return []
        found = []
        for file_change in commit.file_changes:
            self._date(commit, file_change)
            found += [self._change(commit, event) for event in self._events(file_change)]
        return found[::-1]

    def _change(self, commit: Commit, event: _Event) -> Change:
        key = self._present.get(event.key, event.key)
        known = self.library.papers.get(key) or event.paper
        title = to_text(known.title) if known else ""
        return Change(commit.date, event.kind, key, title or key, event.words or str(event.kind))

    def _date(self, commit: Commit, file_change: FileChange) -> None:
        before = self.spans.pop(file_change.before, None)
        if file_change.status != "D":
            first = before.first if before else commit.date if file_change.status == "A" else None
            self.spans[file_change.path] = Span(first, commit.date)

    def _events(self, file_change: FileChange) -> Iterator[_Event]:
        before, key = key_of(file_change.before), key_of(file_change.path)
        old = (self.read(file_change.old) if before else None) or self.last.pop(
            file_change.before, None
        )
        new = self.read(file_change.new) if key else None
        if new:
            self.last[file_change.path] = new
        is_one = before == key or file_change.old == file_change.new or is_same(before, old, new)
        if before and (file_change.status == "D" or not is_one):
            yield _Event(ChangeKind.REMOVED, before, old)
        if key and (file_change.status == "A" or not is_one):
            yield _Event(ChangeKind.ADDED, key, new)
        if before and key and is_one:
            if before != key:
                yield _Event(ChangeKind.RENAMED, key, new, f"renamed from {before}")
            if old and new:
                told = differences(old, new, self.library)
                yield from (_Event(kind, key, new, words) for kind, words in told)

    def read(self, blob: str) -> Paper | None:
        """Return the paper in a version by its blob id; None where it is absent or unreadable."""
        content = self.contents.get(blob)
        return version(content) if content is not None else None

    @cached_property
    def _present(self) -> dict[str, str]:
        """Present keys of papers by their former ones."""
        papers = self.library.papers.values()
        return {old: paper.key for paper in papers for old in paper.former_keys}


@dataclass(frozen=True, slots=True)
class _Event:
    """What a commit did to one paper."""

    kind: ChangeKind
    key: str
    paper: Paper | None
    words: str = ""


def is_same(key: str | None, old: Paper | None, new: Paper | None) -> bool:
    """Return whether two records are of one paper, and not just similar to git."""
    if new is None:
        return False
    return key in new.former_keys or (old is not None and old.title == new.title)
