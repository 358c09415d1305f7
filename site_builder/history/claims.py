"""The age of what records claim: which came first where two claim the same.

The order is that of commits on the branch, not of their dates, which whoever makes a commit writes
as he likes. What a record says counts from the commit since which it has said so without a break;
so a record that has been here for long claims nothing by an edit of today.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.history import git
from site_builder.history.compared import MOST_VERSIONS, version
from site_builder.history.replay import LIMIT, key_of
from site_builder.yamlfiles.record_files import PAPERS, paper_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_builder.history.git import FileChange, Log
    from site_builder.record.models import Paper

ALWAYS: Final = 0
"""Age of what was said in the oldest commit that we have, or where git tells nothing."""
UNCOMMITTED: Final = 1_000_000_000
"""Age of what is said in the work tree alone."""

Claim = tuple[str, str]
"""A kind of name that one paper alone may have, and the name."""
Ages = dict[tuple[str, Claim], int]
"""By key and claim; more is later."""


def ages(
    root: Path,
    wanted: Mapping[str, Iterable[Claim]],
    claims_of: Callable[[str, Paper], Iterable[Claim]],
) -> Ages:
    """Return the age of each claim of each paper, by key and claim; more is later.

    `claims_of` yields the claims of a key and its record. Never raises: without git, a repository
    or a commit, the result is empty, so that all claims are equally old.
    """
    try:
        log = git.log(root, (PAPERS,), LIMIT)
        trails = _Trails(log, git.files(root, "HEAD", (PAPERS,)))
        of_key = {key: list(trails.of(paper_path(key))) for key in wanted}
        blobs = (each.blob for trail in of_key.values() for each in trail)
        contents = git.blobs(root, list(dict.fromkeys(blobs))[:MOST_VERSIONS])
    except git.GitError:
        return {}
    found: Ages = {}
    for key, claims in wanted.items():
        said = [(each.age, _said(each, contents, claims_of)) for each in of_key[key]]
        found.update({(key, claim): _since(claim, said) for claim in claims})
    return found


def _since(claim: Claim, said: list[tuple[int, set[Claim] | None]]) -> int:
    """Return the age of the oldest version in the unbroken run that makes a claim.

    Versions that cannot be read neither make nor break it.
    """
    since = UNCOMMITTED
    for age, claims in said:
        if claims is not None and claim not in claims:
            break
        since = age
    return since


@dataclass(frozen=True, slots=True)
class _Version:
    """What a record's file held after a commit."""

    age: int
    path: str
    blob: str


def _said(
    of: _Version,
    contents: Mapping[str, bytes],
    claims_of: Callable[[str, Paper], Iterable[Claim]],
) -> set[Claim] | None:
    key, content = key_of(of.path), contents.get(of.blob)
    paper = version(content) if content is not None else None
    return set(claims_of(key, paper)) if key and paper else None


@dataclass
class _Trails:
    """Follows files through the commits, back through their renames."""

    log: Log
    tracked: Mapping[str, str]
    """Ids of what the newest commit holds, by path."""
    file_changes: dict[str, list[tuple[int, FileChange]]] = field(init=False)
    """By path after the commit, the newest first, each with its age."""

    def __post_init__(self) -> None:
        self.file_changes = defaultdict(list)
        for number, commit in enumerate(self.log.commits):
            age = ALWAYS if commit.id in self.log.borders else len(self.log.commits) - number
            for file_change in commit.file_changes:
                self.file_changes[file_change.path].append((age, file_change))

    def of(self, path: str) -> Iterator[_Version]:
        """Yield a file's versions, the newest first; none for one that is not committed."""
        if path not in self.tracked:
            return
        before = _Version(ALWAYS, path, self.tracked[path])
        last = UNCOMMITTED
        while before.path and (found := self._latest(before.path, last)):
            last, file_change = found
            yield _Version(last, file_change.path, file_change.new)
            was_there = file_change.status != "A" and last != ALWAYS
            before = _Version(ALWAYS, file_change.before if was_there else "", file_change.old)
        if before.path:
            yield before

    def _latest(self, path: str, before: int) -> tuple[int, FileChange] | None:
        found = ((age, file_change) for age, file_change in self.file_changes[path] if age < before)
        return next(found, None)
