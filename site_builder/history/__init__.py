"""What changed in a survey and when, read from git and described in words, without any names.

Only the newest commits are read (`LIMIT`), and of their files only so many versions
(`compared.MOST_VERSIONS`): a long history costs no more than a short one. Where git has nothing to
tell (no git, no repository, a copy without history) the history is empty and says why.
"""

from __future__ import annotations

from site_builder.history.git import GitError, head, tracked
from site_builder.history.model import Change, ChangeKind, Entry, History, Span, Week, weeks
from site_builder.history.replay import LIMIT, read
from site_builder.history.since import Difference, changed_files, plausible_limit, since, write_out
from site_builder.history.state import State, state, tagged

__all__ = [
    "LIMIT",
    "Change",
    "ChangeKind",
    "Difference",
    "Entry",
    "GitError",
    "History",
    "Span",
    "State",
    "Week",
    "changed_files",
    "head",
    "plausible_limit",
    "read",
    "since",
    "state",
    "tagged",
    "tracked",
    "weeks",
    "write_out",
]
