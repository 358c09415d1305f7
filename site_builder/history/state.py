"""The state of a survey's files: which commit they are of, and whether they are as it has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder.history import git

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """Where a survey's files stand in its history; shallow copies of a repository know it too."""

    commit: str = ""
    """The commit that is checked out; empty where there is none."""
    moment: dt.datetime | None = None
    """When it was made, in UTC."""
    changed: tuple[str, ...] = ()
    """Files that are not as the commit has them."""

    @property
    def date(self) -> dt.date | None:
        """Return the day on which the commit was made, in UTC."""
        return self.moment.date() if self.moment else None


def state(root: Path, but: str = "") -> State:
    """Return the state of the survey's files; an empty one where git has nothing to tell.

    `but` is a folder below `root` that is not looked at.
    """
    commit = git.head(root)
    try:
        moment = git.committed(root, commit) if commit else None
        changed = tuple(git.uncommitted(root, but)) if commit else ()
    except git.GitError:
        return State()
    return State(commit, moment, changed)


def tagged(root: Path, name: str) -> str:
    """Return the commit that a tag of the repository names; empty where there is no such tag."""
    return git.tag(root, name)
