"""Ask git: which commits touched which files, and what the files held.

Nothing here reads who made a commit. Settings of the user's that change what git prints are
overridden; a git that fails or takes too long is no error, it is a log with a note.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from site_builder.problems import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SECONDS: Final = 60
"""How long git may take for one answer."""
LAST_SECOND: Final = 253_402_300_799
"""The end of the year 9999; a commit may claim any date."""
FOREIGN: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""Variables that git sets for its hooks; the repository that we want is the survey's."""
OURS: Final = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
"""Plain English, nothing written, nothing fetched."""
LOG: Final = (
    "log",
    "--no-show-signature",
    "--no-color",
    "--no-notes",
    "--first-parent",  # a merged branch is one change, made when it was merged
    "-m",
    "--raw",
    "--no-abbrev",
    "--find-renames=50%",
    "--relative",
    "--format=tformat:%H %ct",
    "-z",
)
DIFF: Final = ("diff", "--raw", "--no-color", "--no-abbrev", "--no-renames", "--relative", "-z")
NOTHING: Final = "0" * 40
"""The id that git gives to what is not there."""
PLAIN: Final = "100"
"""How the modes of files begin that are neither links nor other repositories."""
LINK: Final = "120"
"""How the modes of symbolic links begin."""
UNSAFE: Final = frozenset({"", ".", "..", ".git"})
"""Names that git never writes to a work tree; a commit made by hand can have them."""
RENAMED: Final = "RC"
"""States of a file that come with two paths."""


class GitError(Exception):
    """Raised when git fails; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a commit did to one file."""

    status: str
    """A, M, D, R and so on, as git has them."""
    before: str
    path: str
    """Paths before and after, relative to the survey; of a removed file the same."""
    old: str
    new: str
    """Ids of what it held; zeros where there was nothing."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file or symbolic link as a commit has it."""

    path: str
    """Relative to the survey."""
    id: str
    size: int
    """Bytes."""
    is_link: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched files of the survey."""

    id: str
    date: dt.datetime
    file_changes: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The newest commits, the newest first."""

    commits: tuple[Commit, ...] = ()
    borders: frozenset[str] = frozenset()
    """Commits at which a shallow copy ends: all their files look new and are not."""
    is_cut: bool = False
    """Whether there are older commits that were not asked for."""


def head(root: Path) -> str:
    """Return the id of the commit that is checked out; empty where there is none."""
    try:
        return _run(root, ("rev-parse", "--verify", "HEAD")).decode(errors="replace").strip()
    except GitError:
        return ""


def committed(root: Path, commit: str) -> dt.datetime:
    """Return when a commit was made, in UTC; raises GitError."""
    shown = ("show", "--no-patch", "--no-show-signature", "--no-notes", "--format=%ct", commit)
    seconds = _run(root, shown).decode(errors="replace").strip()
    return _moment(seconds)


def uncommitted(root: Path, but: str = "") -> list[str]:
    """Return the paths below `root` that are not as the last commit has them; raises GitError.

    They are relative to the top of the repository, files that git does not know among them. `but`
    is a folder below `root` that is not looked at.
    """
    asked = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".")
    left_out = (f":(exclude,literal){but}",) if but else ()
    lines = _run(root, (*asked, *left_out)).decode("utf-8", "surrogateescape").split("\0")
    return [line[len("XY ") :] for line in lines if line]


def tag(root: Path, name: str) -> str:
    """Return the id of the commit that a tag names; empty where there is no such tag."""
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    try:
        return _run(root, (*wanted, f"refs/tags/{name}^{{commit}}")).decode().strip()
    except GitError:
        return ""


def tracked(root: Path) -> list[str]:
    """Return the absolute paths of all files that git tracks in the repository of a survey.

    Empty where there is no repository, or no git.
    """
    try:
        top = _run(root, ("rev-parse", "--show-toplevel")).removesuffix(b"\n")
        names = _run(root, ("ls-files", "-z", "--full-name", "--", ":/")).split(b"\0")
    except GitError:
        return []
    return [os.fsdecode(top + b"/" + name) for name in names if name]


def log(root: Path, paths: Sequence[str], limit: int) -> Log:
    """Return the newest commits that changed paths below `root`; raises GitError."""
    shallow = _run(root, ("rev-parse", "--git-path", "shallow")).decode(errors="replace").strip()
    arguments = (*LOG, f"--max-count={limit + 1}", "--", *paths)
    commits = tuple(_commits(_run(root, arguments)))
    return Log(commits[:limit], _borders(root / shallow), len(commits) > limit)


def commit(root: Path, revision: str) -> str:
    """Return the id of the commit that a revision names.

    Raises GitError where there is none, with the reason if the clone is shallow.
    """
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return _run(root, wanted).decode(errors="replace").strip()
    except GitError as failed:
        inside = _run(root, ("rev-parse", "--is-shallow-repository")).strip()
        if inside == b"true":
            raise GitError(
                f"{quoted(revision)} is not in this copy of the repository, which is shallow: "
                "fetch the rest of it with `git fetch --unshallow` (on a runner: fetch-depth: 0)"
            ) from None
        raise GitError(f"{quoted(revision)} names no commit") from failed


def file_changes(root: Path, commit: str, paths: Sequence[str]) -> list[FileChange]:
    """Return the files below `root` that differ from a commit, untracked ones included.

    The new content has the path as its id, since it is no object of the repository.
    """
    found = _run(root, (*DIFF, commit, "--", *paths))
    tokens = [token.decode("utf-8", "surrogateescape") for token in found.split(b"\0")]
    touched = [
        _file_change(state, path, path) for state, path in zip(*[iter(tokens)] * 2, strict=False)
    ]
    new = _run(root, ("ls-files", "--others", "--exclude-standard", "-z", "--", *paths))
    names = new.decode("utf-8", "surrogateescape").split("\0")
    touched += [FileChange("A", path, path, NOTHING, path) for path in names if path]
    return [replace(each, new=each.path) for each in touched]


def tree(root: Path, commit: str) -> set[Stored]:
    """List all files and links that a commit has below `root`; raises GitFailed.

    A path that would lead anywhere else is left out.
    """
    listed = _run(root, ("ls-tree", "-r", "-z", "--long", commit))
    found = set()
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        state, _, path = line.partition("\t")
        if state.startswith((PLAIN, LINK)) and UNSAFE.isdisjoint(path.split("/")):
            mode, _, name, size = state.split()
            found.add(Stored(path, name, int(size), is_link=mode.startswith(LINK)))
    return found


def files(root: Path, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """Return the blob ids of regular files in a commit, by path below `root`; raises GitError."""
    listed = _run(root, ("ls-tree", "-r", "-z", commit, "--", *paths))
    found = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        state, _, path = line.partition("\t")
        if state.startswith(PLAIN):
            found[path] = state.rpartition(" ")[2]
    return found


def blobs(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by id, read in one process; absent ones are left out."""
    wanted = "".join(f"{each}\n" for each in ids).encode()
    return dict(_contents(_run(root, ("cat-file", "--batch"), wanted))) if wanted else {}


def _run(root: Path, arguments: Sequence[str], sent: bytes = b"") -> bytes:
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    try:
        done = subprocess.run(  # noqa: S603 (no shell; ours are all the arguments)
            ("git", "-C", str(root), *arguments),  # noqa: S607 (whichever git the user has)
            input=sent,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env=environment | OURS,
        )
    except subprocess.TimeoutExpired:
        raise GitError("git took too long") from None
    except OSError:
        raise GitError("git was not found") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        words = printable(said[0].removeprefix("fatal: "), 300) if said else "git failed"
        raise GitError(words)
    return done.stdout


def _borders(path: Path) -> frozenset[str]:
    try:
        return frozenset(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _commits(output: bytes) -> Iterator[Commit]:
    """Parse the log: for each commit a header, then its files; every token ends with a NUL."""
    tokens = [token.decode("utf-8", "surrogateescape") for token in output.split(b"\0")]
    at, header, file_changes = 0, "", list[FileChange]()
    while at < len(tokens):
        token = tokens[at].strip()
        if token.startswith(":"):
            two = token.rpartition(" ")[2][0] in RENAMED
            file_changes.append(_file_change(token, tokens[at + 1], tokens[at + 1 + two]))
            at += 2 + two
            continue
        if header:
            yield _commit(header, file_changes)
        at, header, file_changes = at + 1, token, []


def _commit(header: str, file_changes: list[FileChange]) -> Commit:
    commit, _, seconds = header.partition(" ")
    return Commit(commit, _moment(seconds), tuple(file_changes))


def _moment(seconds: str) -> dt.datetime:
    moment = min(int(seconds), LAST_SECOND) if seconds.isdecimal() else 0
    return dt.datetime.fromtimestamp(moment, dt.UTC)


def _file_change(state: str, before: str, path: str) -> FileChange:
    _, _, old, new, status = state[1:].split(" ")
    return FileChange(status[0], before, path, old, new)


def _contents(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Parse the output of `cat-file --batch`: a header with the size, the bytes, a newline."""
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        name, *rest = output[at:end].decode(errors="replace").split(" ")
        at = end + 1
        if len(rest) == 2:  # noqa: PLR2004 (type and size; otherwise it says what is missing)
            size = int(rest[1])
            yield name, output[at : at + size]
            at += size + 1
