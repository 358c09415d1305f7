"""What a paper of its type has, and what it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.checks.quality.oddity import Oddity
from site_builder.record.kinds import EntryType
from site_builder.record.models import VenueKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.record.models import Paper

OF_VENUE: Final = {
    VenueKind.CONFERENCE: EntryType.PAPER_CONFERENCE,
    VenueKind.WORKSHOP: EntryType.PAPER_CONFERENCE,
    VenueKind.JOURNAL: EntryType.ARTICLE,
    VenueKind.PREPRINT: EntryType.PREPRINT,
    VenueKind.REPORT: EntryType.REPORT,
    VenueKind.THESIS: EntryType.THESIS,
    VenueKind.BOOK: EntryType.BOOK,
}
"""What a paper is where its record does not say so."""
WANTED: Final = {
    EntryType.DATASET: (("doi", "links.page", "links.data"), "an address or a DOI"),
    EntryType.SOFTWARE: (("doi", "links.page", "links.code"), "an address or a DOI"),
    EntryType.WEBPAGE: (("doi", "links.page"), "an address"),
    EntryType.PREPRINT: (("doi", "arxiv_id", "links.page", "links.pdf"), "an identifier"),
}
"""Of which fields a paper of a type has at least one, and what they are together."""
NUMBERED: Final = {
    EntryType.THESIS: ("volume", "number"),
    EntryType.WEBPAGE: ("volume", "number"),
    EntryType.DATASET: ("volume",),
}
"""What appears in no volume, or is no number of one."""
BOOKISH: Final = frozenset({EntryType.CHAPTER, EntryType.PAPER_CONFERENCE, EntryType.BOOK})
"""What has editors, or stands in a book."""


def of_kind(paper: Paper, kind: VenueKind) -> Iterator[Oddity]:
    """Find fields that the paper's type asks for and that are missing, or the other way round."""
    entry = paper.type or OF_VENUE[kind]
    yield from _missing(paper, entry, kind)
    yield from _needless(paper, entry)
    if entry is EntryType.THESIS and len(paper.authors) > 1:
        message = f"a thesis of {len(paper.authors)} authors"
        hint = "name who wrote it; supervisors are no authors"
        yield Oddity("authors.thesis", ("authors", 1), message, hint)


def _missing(paper: Paper, entry: EntryType, kind: VenueKind) -> Iterator[Oddity]:
    if entry is EntryType.ARTICLE and not paper.volume and (paper.number or _has_range(paper)):
        field, said = ("number", "is a number") if paper.number else ("pages", "are pages")
        yield Oddity("volume.missing", (field,), f"there {said} but no volume", "write the volume")
    if entry is EntryType.CHAPTER and not paper.booktitle and kind is not VenueKind.BOOK:
        hint = "write the book's title"
        yield Oddity("booktitle.missing", ("type",), "a chapter without its book", hint)
    if entry is EntryType.THESIS and not paper.degree:
        hint = "write `degree: doctoral` or `degree: master`"
        yield Oddity("degree.missing", ("venue",), "a thesis without its degree", hint)
    names, what = WANTED.get(entry, ((), ""))
    if names and not any(_value(paper, name) for name in names):
        hint = "write " + " or ".join(names)
        yield Oddity("type.missing", ("title",), f"{_a(entry)} without {what}", hint)


def _a(entry: EntryType) -> str:
    return f"an {entry.value}" if entry is EntryType.ARTICLE else f"a {entry.value}"


def _has_range(paper: Paper) -> bool:
    """Whether pages are counted through a volume; an article with a number of its own has none."""
    return paper.pages is not None and "-" in paper.pages


def _value(paper: Paper, name: str) -> object:
    value: object = paper
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _needless(paper: Paper, entry: EntryType) -> Iterator[Oddity]:
    """Find what a paper of the type never has."""
    fields = (*(() if entry in BOOKISH else ("booktitle", "editors")), *NUMBERED.get(entry, ()))
    for field in fields:
        if getattr(paper, field):
            message = f"{_a(entry)} has no {field}"
            hint = "write another type, for example `type: chapter`, or leave it out"
            yield Oddity(f"{field}.type", (field,), message, hint)
