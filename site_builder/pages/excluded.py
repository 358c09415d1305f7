"""What was looked at and left out: the flow of papers into the survey, and a list by reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder import figures
from site_builder.coverage import screening
from site_builder.exports import excluded
from site_builder.pages.addresses import EXCLUDED, up_to_root
from site_builder.pages.parts import Asset
from site_builder.record.publication import arxiv_url, doi_url
from site_builder.text.plurals import counted
from site_builder.web import api
from site_builder.web.head import Alternate
from site_builder.web.head.head import alternates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.figures import Figure
    from site_builder.library import Library
    from site_builder.pages.parts import Page
    from site_builder.pages.writer import Writer
    from site_builder.record.exclusions import Exclusion

URI: Final = f"{EXCLUDED}/"
MOST: Final = 1_000
"""Papers of one reason that the page lists; the files have all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper that was left out."""

    title: str
    url: str
    """Where it is found outside the site; empty where that is not known."""
    appeared: str
    """Venue and year."""
    note: str
    decided: str
    """By whom and when, as far as known."""


@dataclass(frozen=True, slots=True)
class Section:
    """What was left out for a reason."""

    id: str
    title: str
    description: str
    removed_as: str
    """When it was left out."""
    count: int
    entries: tuple[Entry, ...]


def is_there(library: Library) -> bool:
    """Return whether a survey keeps what it leaves out."""
    return bool(library.reason_entries)


def hubs(writer: Writer) -> Iterator[Page]:
    """Make the page, if the survey keeps what it leaves out."""
    library = writer.library
    if not is_there(library):
        return
    count = len(library.exclusion_entries)
    json = Alternate(f"{api.BASE}/excluded.json", "application/json", "JSON")
    yield writer.page(
        "excluded",
        URI,
        "What was left out",
        figure=figure(writer, up_to_root(URI)),
        sections=[*_sections(library)],
        count=count,
        most=MOST,
        files=[*alternates(EXCLUDED, ["csv"]), json],
        description=f"{counted(count, 'paper')} looked at and left out, each with the reason.",
        is_hub=True,
    )


def assets(writer: Writer) -> Iterator[Asset]:
    """Make the page's files."""
    if is_there(writer.library):
        yield Asset(f"{EXCLUDED}.csv", excluded.as_csv(writer.library), "what was left out")
        yield Asset(*api.all_excluded(writer.library), "what was left out")


def figure(writer: Writer, root: str) -> Figure | None:
    """Draw how papers came into the survey; None where it does not keep what it leaves out."""
    if not is_there(writer.library):
        return None
    found = screening.steps(writer.library)
    first, last = found[0], found[-1]
    left_out = first.count - last.count
    said = (
        f"Of {counted(first.count, 'paper')} that were identified, {left_out:,} "
        f"{'was' if left_out == 1 else 'were'} left out and {last.count:,} included. After the flow"
        " diagram of PRISMA 2020; counted from the records and from what is listed as left out."
    )
    return figures.flow("How papers came into the survey", said, [*map(_step, found)], root)


def _step(step: screening.Step) -> figures.FlowStep:
    parts = (
        figures.Part(each.reason.name, each.count, f"{URI}#reason-{each.id}")
        if each.reason
        else figures.Part(each.id, each.count)
        for each in step.removed
    )
    return figures.FlowStep(step.name, step.count, step.removed_as, tuple(parts))


def _sections(library: Library) -> Iterator[Section]:
    """Sort what was left out by reason, in the order of the file."""
    for reason in library.reasons.values():
        found = [each for each in library.exclusion_entries if each.reason == reason.id]
        _, removed_as = screening.STEPS[reason.stage]
        entries = tuple(map(_entry, found[:MOST]))
        said = removed_as.lower()[:1] + removed_as[1:]
        yield Section(reason.id, reason.name, reason.description, said, len(found), entries)


def _entry(entry: Exclusion) -> Entry:
    url = doi_url(entry.doi) if entry.doi else arxiv_url(entry.arxiv_id) if entry.arxiv_id else ""
    appeared = " ".join(filter(None, (entry.venue, str(entry.year or ""))))
    by = f"by {entry.by}" if entry.by else ""
    day = entry.date.isoformat() if entry.date else ""
    decided = ", ".join(filter(None, (by, day)))
    return Entry(entry.title, url or entry.url or "", appeared, entry.note or "", decided)
