"""What changed in a survey since a day or a revision, as git has it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from site_builder import history
from site_builder.assistant.values import Answer, Arguments, Item, Offset
from site_builder.history import report
from site_builder.problems import SurveyError, quoted

if TYPE_CHECKING:
    from site_builder.assistant.snapshot import Held
    from site_builder.history import Change

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class News(Arguments):
    """Since when."""

    since: str = Field(
        default="",
        max_length=200,
        description="A day (2026-11-23), or a revision of git: a tag, a branch, a commit. Without"
        " it the newest changes come. Since a revision, what is not committed yet counts too.",
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 30
    offset: Offset = 0


class PaperChange(Item):
    """What happened to a paper."""

    day: str = Field(default="", description="When; not told since a revision.")
    kind: str = Field(description="added, published, results, moved, corrected, renamed, removed.")
    key: str
    title: str
    words: str


class EntryChange(Item):
    """What happened to a category, a venue, a benchmark or another entry of a registry."""

    file: str
    id: str
    name: str
    words: str


class NewsAnswer(Answer):
    """Changes, the newest first; since a revision, by kind and key."""

    since: str = ""
    total: int
    papers: list[PaperChange]
    left_off: int = Field(default=0, description="How many changes of papers come after these.")
    entries: list[EntryChange] = Field(default=[], description="Since a revision alone.")
    broken: list[str] = Field(default=[], description="Changed files that cannot be read.")


def news(held: Held, asked: News) -> NewsAnswer:
    """Return what is new; raises SurveyError for what is neither a day nor a revision."""
    since = asked.since.strip()
    if since and not DAY.fullmatch(since):
        return _since_revision(held, asked, since)
    first = _day(since) if since else dt.date.min
    known = held.history()
    changes = [each for each in known.changes if each.date.date() >= first]
    page = changes[asked.offset : asked.offset + asked.limit]
    return NewsAnswer(
        since=since,
        total=len(changes),
        papers=[_change(each) for each in page],
        left_off=max(0, len(changes) - asked.offset - len(page)),
        notes=[*held.now().notes, *([known.note] if known.note else [])],
    )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SurveyError(f"since: {quoted(text)} is no day of the calendar") from None


def _change(change: Change) -> PaperChange:
    return PaperChange(
        day=change.date.date().isoformat(),
        kind=str(change.kind),
        key=change.key,
        title=change.title,
        words=change.words,
    )


def _since_revision(held: Held, asked: News, revision: str) -> NewsAnswer:
    now = held.now()
    try:
        found = report.make_report(history.since(now.whole, revision))
    except history.GitError as failed:
        raise SurveyError(f"since: {failed}") from None
    page = found.papers[asked.offset : asked.offset + asked.limit]
    return NewsAnswer(
        since=revision,
        total=len(found.papers),
        papers=[
            PaperChange(kind=str(each.kind), key=each.key, title=each.title, words=each.words)
            for each in page
        ],
        left_off=max(0, len(found.papers) - asked.offset - len(page)),
        entries=[
            EntryChange(file=each.path, id=each.id, name=each.name, words=each.words)
            for each in found.entries
        ],
        broken=list(found.broken),
        notes=[*now.notes, *([found.note] if found.note else [])],
    )
