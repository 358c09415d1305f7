"""What changed in the survey, week by week, as its git history tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.history import ChangeKind, weeks
from site_builder.pages import downloads
from site_builder.pages.addresses import CHANGES, PAPERS
from site_builder.pages.parts import Link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from site_builder.history import Change, Week
    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer

MOST_WEEKS: Final = 52
"""Weeks that the page tells of."""
MOST_LISTED: Final = 25
"""Changes of one kind that a week lists; more are counted."""

KINDS: Final = {
    ChangeKind.ADDED: "Added",
    ChangeKind.PUBLISHED: "Published",
    ChangeKind.RESULTS: "New results",
    ChangeKind.MOVED: "Moved",
    ChangeKind.CORRECTED: "Corrected",
    ChangeKind.RENAMED: "Renamed",
    ChangeKind.REMOVED: "Removed",
}
"""What kinds of changes are called, in the order in which a week shows them."""

SAID_BY_HEADING: Final = (ChangeKind.ADDED, ChangeKind.REMOVED)
"""Kinds of which there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Item:
    """A change of one paper; all texts are plain."""

    title: str
    uri: str
    """The paper's page; empty for one that is gone."""
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind in a week."""

    id: str
    title: str
    items: tuple[Item, ...]
    more: int
    """How many there are besides."""


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of a week."""

    start: dt.date
    words: str
    groups: tuple[Group, ...]
    whole: Link
    """The page that has all of it; where a group is cut there is one."""

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the groups list."""
        return any(group.more for group in self.groups)


def hub(writer: Writer) -> Page:
    """Make the page of changes."""
    history = writer.facts.history
    found = weeks(history.changes)
    older = found[MOST_WEEKS:]
    return writer.page(
        "changes",
        f"{CHANGES}/",
        "What changed",
        weeks=[_section(writer.library, week) for week in found[:MOST_WEEKS]],
        older=[(_link(week), week.words) for week in older],
        note=history.note,
        description="Papers added, published, corrected and moved, week by week.",
        files=downloads.of_changes(),
        updated=history.changes[0].date.date() if history.changes else None,
        is_hub=True,
    )


def pages(writer: Writer) -> Iterator[Page]:
    """Make the page of each week that the page of changes does not tell in full."""
    for place, week in enumerate(weeks(writer.facts.history.changes)):
        if place >= MOST_WEEKS or _section(writer.library, week).is_cut:
            whole = _section(writer.library, week, most=None)
            yield writer.page(
                "week",
                whole.whole.uri,
                whole.whole.title,
                week=whole,
                description=f"{whole.whole.title}: {week.words}.",
                updated=week.changes[0].date.date(),
            )


def _section(library: Library, week: Week, most: int | None = MOST_LISTED) -> Section:
    by_kind = {kind: [c for c in week.changes if c.kind is kind] for kind in KINDS}
    groups = (_group(library, kind, found, most) for kind, found in by_kind.items() if found)
    return Section(week.start, week.words, tuple(groups), _link(week))


def _link(week: Week) -> Link:
    return Link(f"{CHANGES}/{week.start}/", f"Week of {week.start}")


def _group(library: Library, kind: ChangeKind, changes: list[Change], most: int | None) -> Group:
    items = tuple(_items(library, changes[:most]))
    return Group(f"{kind}", KINDS[kind], items, len(changes) - len(items))


def _items(library: Library, changes: Iterable[Change]) -> Iterable[Item]:
    for change in changes:
        uri = f"{PAPERS}/{change.key}/" if change.key in library.papers else ""
        yield Item(change.title, uri, "" if change.kind in SAID_BY_HEADING else change.words)
