"""What changed between a revision and the files as they are, committed or not."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from site_builder.history import git, registry_changes
from site_builder.history.compared import MOST_VERSIONS
from site_builder.history.git import Commit, FileChange, Stored
from site_builder.history.model import Change, ChangeKind, Entry
from site_builder.history.replay import PATHS, Reader, is_same, key_of
from site_builder.latex import to_text
from site_builder.text.plurals import counted, listed
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.record_files import PAPERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_builder.library import Library
    from site_builder.record.models import Paper

UNDATED: Final = dt.datetime.fromtimestamp(0, dt.UTC)
"""When something changed that may not even be committed: nobody reads it."""
ORDER: Final = {kind: number for number, kind in enumerate(ChangeKind)}
SHARE: Final = 10
"""A machine that touches more than one record in so many has erred, or was misled."""
FEW: Final = 5
"""So many changes are plausible in the smallest survey."""
MOST_NAMED: Final = 10


@dataclass(frozen=True)
class Difference:
    """How a survey differs from a revision."""

    changes: tuple[Change, ...] = ()
    """What happened to papers, by kind and key; their dates say nothing."""
    entries: tuple[Entry, ...] = ()
    """What happened to categories, venues and benchmarks."""
    broken: tuple[str, ...] = ()
    """Changed files that cannot be read; `survey check` says why."""
    touched: tuple[str, ...] = ()
    """Keys of papers that there were and whose records are not the same bytes."""
    before: int = 0
    """How many records there were."""
    note: str = ""
    """What could not be compared and why."""

    @property
    def implausible(self) -> list[str]:
        """Reasons why no machine should have made these changes; empty for plausible ones."""
        gone = [change.key for change in self.changes if change.kind is ChangeKind.REMOVED]
        found = [_gone(gone)] if gone else []
        found += [f"{listed(self.broken[:MOST_NAMED])} cannot be read"] if self.broken else []
        most = plausible_limit(self.before)
        if len(self.touched) > most:
            found.append(f"{len(self.touched):,} of {self.before:,} papers changed, {most} at most")
        return found


def plausible_limit(papers: int) -> int:
    """Return how many of `papers` a machine may change in one run."""
    return max(FEW, papers // SHARE)


def _gone(keys: list[str]) -> str:
    named = listed((*keys[:MOST_NAMED], *(["others"] if len(keys) > MOST_NAMED else ())))
    return f"{counted(len(keys), 'paper is', 'papers are')} gone ({named})"


def since(library: Library, revision: str) -> Difference:
    """Return how a survey differs from what it was at a revision; raises GitError."""
    root = library.root
    commit = git.commit(root, revision)
    file_changes = git.file_changes(root, commit, PATHS)
    contents = git.blobs(
        root, dict.fromkeys(each.old for each in file_changes if each.old.strip("0"))
    )
    contents |= {each.new: _bytes(root, each.path) for each in file_changes if each.status != "D"}
    missing = sum(each.status != "A" and each.old not in contents for each in file_changes)
    told = file_changes[:MOST_VERSIONS]
    reader = Reader(library, frozenset(), contents)
    changes = reader.changes(Commit("", UNDATED, tuple(_paired(told, reader))))
    return Difference(
        tuple(sorted((_described(each, library) for each in changes), key=_place)),
        tuple(_entries(file_changes, contents, library)),
        tuple(_broken(file_changes, library)),
        tuple(key for each in file_changes if each.status != "A" and (key := key_of(each.path))),
        sum(key_of(path) is not None for path in git.files(root, commit, (PAPERS,))),
        _note(missing, len(file_changes) - len(told)),
    )


def changed_files(root: Path, revision: str) -> set[str]:
    """Return the paths of files below `root` that differ from a revision; raises GitError."""
    return {each.path for each in git.file_changes(root, git.commit(root, revision), (".",))}


def write_out(root: Path, revision: str, folder: Path, read: Collection[str] = ()) -> None:
    """Write the survey as it was at a revision to an empty folder; raises GitError.

    What checks read is as it was: records, registries, and the files that `read` names, those of
    folders with a slash at the end. All else is as large as it was and empty, and links are links,
    since checks look at where files lie too.
    """
    stored = git.tree(root, git.commit(root, revision))
    whole = {each for each in stored if each.is_link or _is_read(each.path, read)}
    contents = git.blobs(root, dict.fromkeys(each.id for each in whole))
    (folder / PAPERS).mkdir()
    for each in sorted(stored, key=lambda each: each.is_link):  # nothing is written behind a link
        if each not in whole or each.id in contents:
            _write_out(folder / each.path, each, contents.get(each.id))


def _is_read(path: str, read: Collection[str]) -> bool:
    folders = (f"{PAPERS}/", *(each for each in read if each.endswith("/")))
    return path in read or path in registry_changes.FILES or path.startswith(folders)


def _write_out(file: Path, stored: Stored, content: bytes | None) -> None:
    """Write a file, or a link where nothing lies yet: a commit can be made by hand."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if stored.is_link:
            file.symlink_to(os.fsdecode(content or b""))
        elif content is None:
            file.touch()
            os.truncate(file, stored.size)
        else:
            file.write_bytes(content)
    except OSError:
        return  # this system has no such names


def _note(missing: int, untold: int) -> str:
    said = [f"{missing:,} old versions are not in this copy of the repository"] if missing else []
    said += [f"{untold:,} more files changed and were not compared"] if untold else []
    return "; ".join(said)


def _bytes(root: Path, path: str) -> bytes:
    """Return the bytes of a file of the work tree; empty where it cannot be read."""
    file = root / path
    try:
        if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
            return b""
        with file.open("rb") as opened:
            return opened.read(reading.most_bytes(path) + 1)
    except OSError:
        return b""


def _paired(file_changes: Iterable[FileChange], reader: Reader) -> Iterator[FileChange]:
    """Yield changes with the removal and the addition of one paper as one rename.

    Git would pair only files that it knows, and by their likeness; a paper may have been added in
    the work tree, and two short records look alike.
    """
    file_changes = list(file_changes)
    gone = {each.path: (each, reader.read(each.old)) for each in file_changes if each.status == "D"}
    for file_change in file_changes:
        if file_change.status == "A" and (found := _former(reader.read(file_change.new), gone)):
            earlier, _ = gone.pop(found)
            yield replace(file_change, status="R", before=earlier.path, old=earlier.old)
        elif file_change.status != "D":
            yield file_change
    yield from (file_change for file_change, _ in gone.values())


def _former(new: Paper | None, gone: dict[str, tuple[FileChange, Paper | None]]) -> str | None:
    return next((path for path, (_, old) in gone.items() if is_same(key_of(path), old, new)), None)


def _described(change: Change, library: Library) -> Change:
    """Return a change; that of a new paper says where it appeared and its categories."""
    paper = library.papers.get(change.key)
    if change.kind is not ChangeKind.ADDED or paper is None:
        return change
    places = [
        f"{to_text(node.title)} ({to_text(facet.title)})"
        for facet in library.taxonomy.facets
        for node in library.nodes(paper, facet.id)
    ]
    said = [f"{paper.venue} {paper.year}", f"in {listed(places)}" if places else "in no category"]
    if paper.results:
        said.append(f"with {counted(len(paper.results), 'result')}")
    return replace(change, words=f"{ChangeKind.ADDED}: {', '.join(said)}")


def _place(change: Change) -> tuple[int, str]:
    return ORDER[change.kind], change.key


def _entries(
    file_changes: Iterable[FileChange], contents: Mapping[str, bytes | None], library: Library
) -> Iterator[Entry]:
    """Yield what changed in registries; one that a survey can do without may come and go."""
    changed = {each.path: each for each in file_changes}
    for path in registry_changes.FILES:
        if path not in changed or path in library.unread:
            continue
        was = registry_changes.read(path, contents.get(changed[path].old))
        if changed[path].status == "A":
            was = registry_changes.EMPTY.get(path)
        if was and (changed[path].status != "D" or path in registry_changes.EMPTY):
            yield from registry_changes.compared(path, was, library)


def _broken(file_changes: Iterable[FileChange], library: Library) -> Iterator[str]:
    """Yield the paths of changed files that cannot be read as part of the survey."""
    for file_change in file_changes:
        path = file_change.path
        if file_change.status == "D":
            continue
        if path in registry_changes.FILES:
            if path in library.unread:
                yield path
        elif path.endswith(".yaml") and key_of(path) not in library.papers:
            yield path
