"""Remarks of an entry: what they say of the paper's fate and ids, and what notes are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.sources import arxiv_ids, markup, statuses, tex, verbatim
from site_builder.sources.contents import BY_EDITORS

if TYPE_CHECKING:
    from site_builder.sources.bibtex_entry import Entry

LINE_NOTES: Final = ("note", "annote", "annotation", "addendum")
"""Fields for remarks."""


def status(entry: Entry) -> dict[str, str]:
    """Read what became of the paper, as our own exports tell it."""
    return next(filter(None, (_notice(entry, name) for name in LINE_NOTES)), {})


def searched(entry: Entry) -> tuple[str, ...]:
    """Return the raw remarks in which ids and addresses are the paper's own, and not a notice's."""
    return tuple(entry.get(name) for name in LINE_NOTES if not _notice(entry, name))


def _notice(entry: Entry, name: str) -> dict[str, str]:
    return statuses.of_notice(_behind_doi(entry.line(name)))


def _behind_doi(note: str) -> str:
    """Return the remark behind a DOI that is told as one."""
    first, _, rest = note.partition(" ")
    return rest if first.lower().startswith("doi:") and first.endswith(".") else note


def noted_doi(entry: Entry) -> str:
    """Return a DOI that is told as a note, as one with signs is that styles cannot read.

    Our own exports write it whole, with what may be the tail of an address elsewhere.
    """
    note = entry.line("note")
    if not note.lower().startswith("doi:"):
        return ""
    written = (note, verbatim.plain(entry.get("note")))
    exact = (markup.doi_in(each.split(" ")[0].rstrip(".")) for each in written)
    return next(filter(None, exact), "") or verbatim.doi(entry.get("note"))[0]


def notes(entry: Entry, *, by_editors: bool) -> str:
    """Gather remarks; one that only tells the arXiv id, the DOI or the fate is none."""
    more = [BY_EDITORS] if by_editors else []
    told = noted_doi(entry)
    named = (name for name in LINE_NOTES if not _notice(entry, name))
    remarks = [text for name in named if (text := tex.prose(entry.get(name)))]
    kept = [text for text in remarks if not arxiv_ids.find(text)]
    kept = [text for text in kept if not told or verbatim.doi(text)[0] != told]
    return "\n\n".join([*kept, *more])
