"""The types of a history: changes, spans, weeks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ChangeKind(StrEnum):
    """Kind of a change, in the order in which a week lists them."""

    ADDED = "added"
    PUBLISHED = "published"
    """A preprint has appeared somewhere."""
    RESULTS = "results"
    """Figures were added."""
    MOVED = "moved"
    """It stands in other categories."""
    CORRECTED = "corrected"
    RENAMED = "renamed"
    """Its key is another."""
    REMOVED = "removed"


COUNTED: Final = {ChangeKind.RESULTS: "with new results"}
"""How papers of a kind are counted where the kind itself does not say it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one paper; all texts are plain."""

    date: dt.datetime
    """When it came into the survey, in UTC."""
    kind: ChangeKind
    key: str
    """The paper's present key; of one that is gone, its last."""
    title: str
    words: str
    """What happened, to be read after the title: `published in JPA 2020`."""


@dataclass(frozen=True, slots=True)
class Span:
    """When a file was first and last changed, in UTC."""

    first: dt.datetime | None
    """None where the history that we have does not reach back to it."""
    last: dt.datetime


@dataclass(frozen=True)
class History:
    """The history of a survey, as far as git has it."""

    changes: tuple[Change, ...] = ()
    """The newest first."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    """By path relative to the survey's root; files that the history does not reach are left out."""
    note: str = ""
    """What is missing and why; empty where the whole history was read."""

    @property
    def notable(self) -> dict[str, Span]:
        """Dates of papers by key, the last one that of a change that readers are told of.

        Feeds want these: mere rewrapping of a record's lines makes no news.
        """
        last: dict[str, dt.datetime] = {}
        for change in self.changes:
            last.setdefault(change.key, change.date)
        found = {_key(path): span for path, span in self.spans.items()}
        dates = {key: last.get(key) or span.first for key, span in found.items()}
        return {key: Span(found[key].first, date) for key, date in dates.items() if date}


def _key(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


@dataclass(frozen=True, slots=True)
class Week:
    """The changes of one week."""

    start: dt.date
    """Its Monday, in UTC."""
    changes: tuple[Change, ...]

    @property
    def words(self) -> str:
        """How many papers changed, by kind: `3 added, 1 published`."""
        papers: dict[ChangeKind, set[str]] = defaultdict(set)
        for change in self.changes:
            papers[change.kind].add(change.key)
        counts = ((kind, len(papers[kind])) for kind in ChangeKind if kind in papers)
        return ", ".join(f"{count:,} {COUNTED.get(kind, kind)}" for kind, count in counts)


def weeks(changes: Iterable[Change]) -> list[Week]:
    """Return changes grouped by week, the newest first; within a week they keep their order."""
    found: dict[dt.date, list[Change]] = defaultdict(list)
    for change in changes:
        day = change.date.date()
        found[day - dt.timedelta(days=day.weekday())].append(change)
    return [Week(start, tuple(found[start])) for start in sorted(found, reverse=True)]


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one entry of a registry; all texts are plain."""

    path: str
    id: str
    name: str
    words: str
