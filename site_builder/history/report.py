"""Report of what a change does to a survey, as text for a terminal, Markdown, or JSON.

The JSON goes from a job that runs a stranger's change to one that may write comments: it is read
as strictly as a record, and every word in it is taken for theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from site_builder.history import ChangeKind
from site_builder.problems import SurveyError, json_for_terminal, printable
from site_builder.record.values import KEY
from site_builder.text import forge
from site_builder.text.plurals import counted
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import (
    BENCHMARKS,
    CITATIONS,
    EXCLUDED,
    FIELDS,
    PEOPLE,
    RELEASES,
    TAXONOMY,
    VENUES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.history import Difference

MOST_BYTES: Final = 5_000_000
"""The largest JSON that is read."""
MOST_LISTED: Final = 50
"""Papers or entries that are listed of one kind."""
HEADINGS: Final = {
    ChangeKind.ADDED: "added",
    ChangeKind.PUBLISHED: "published since",
    ChangeKind.RESULTS: "with new results",
    ChangeKind.MOVED: "in other categories",
    ChangeKind.CORRECTED: "corrected",
    ChangeKind.RENAMED: "with another key",
    ChangeKind.REMOVED: "removed",
}
REGISTRIES: Final = {
    TAXONOMY: ("category", "categories"),
    VENUES: ("venue", "venues"),
    BENCHMARKS: ("benchmark", "benchmarks"),
    FIELDS: ("field", "fields"),
    PEOPLE: ("person", "people"),
    EXCLUDED: ("decision to leave out", "decisions to leave out"),
    CITATIONS: ("list of citations", "lists of citations"),
    RELEASES: ("release", "releases"),
}
"""What the entries of a registry are called, one and several."""
NOTHING: Final = "Nothing changes for readers of the survey."

MOST_WORDS: Final = 2_000
"""Characters of one text; what is longer was not meant to be read."""

Words = Annotated[str, StringConstraints(max_length=MOST_WORDS)]
FileKey = Annotated[str, StringConstraints(pattern=rf"^{KEY.pattern}$", max_length=255)]
"""A paper's key as far as a file can have it for a name; the checks may think it too long."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PaperChange(_Strict):
    """What happened to a paper."""

    kind: Annotated[ChangeKind, Field(strict=False)]
    key: FileKey
    title: Words
    words: Words


class EntryChange(_Strict):
    """What happened to an entry of a registry."""

    path: Words
    """The registry; entries of others are not told."""
    id: Words
    name: Words
    words: Words


class ChangeReport(_Strict):
    """Report of all that a change does."""

    papers: tuple[PaperChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    broken: tuple[Words, ...] = ()
    """Files that cannot be read."""
    implausible: tuple[Words, ...] = ()
    """Why no machine should have done this."""
    note: Words = ""


def make_report(difference: Difference) -> ChangeReport:
    """Return a report of a difference."""
    return ChangeReport(
        papers=tuple(
            PaperChange(
                kind=each.kind, key=each.key, title=_cut(each.title), words=_cut(each.words)
            )
            for each in difference.changes
        ),
        entries=tuple(
            EntryChange(path=each.path, id=each.id, name=_cut(each.name), words=_cut(each.words))
            for each in difference.entries
        ),
        broken=tuple(printable(path, 300) for path in difference.broken),
        implausible=tuple(map(_cut, difference.implausible)),
        note=difference.note,
    )


def _cut(words: str) -> str:
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"


def as_json(report: ChangeReport) -> str:
    """Format a report as JSON, which `read` parses."""
    return json_for_terminal(report.model_dump_json(indent=2)) + "\n"


def read(text: bytes) -> ChangeReport:
    """Parse a report that `as_json` formatted, strictly; raises SurveyError for anything else."""
    if len(text) > MOST_BYTES:
        raise SurveyError(f"this is larger than {MOST_BYTES:,} bytes")
    try:
        return ChangeReport.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SurveyError(printable(f"{where or 'JSON'}: {first['msg']}", 200)) from None


def as_text(report: ChangeReport) -> str:
    """Format a report for a terminal, one line for each change."""
    lines = [
        f"{paper_path(each.key)}: {printable(each.title, 120)}: {printable(each.words, 500)}"
        for each in report.papers
    ]
    lines += [
        f"{each.path}: {printable(each.id)} ({printable(each.name)}): {printable(each.words, 500)}"
        for each in report.entries
    ]
    lines += [
        f"{printable(path, 300)}: cannot be read: see `survey check`" for path in report.broken
    ]
    lines += [f"note: {printable(report.note, 500)}"] if report.note else []
    return "".join(f"{line}\n" for line in lines or [NOTHING])


def as_markdown(report: ChangeReport) -> str:
    """Format a report as Markdown for a comment on a forge, all text of records escaped."""
    lines = ["### What changes for the survey", ""]
    lines += [line for part in (_warning, _papers, _entries, _broken) for line in part(report)]
    if not (report.papers or report.entries or report.broken):
        lines += [NOTHING, ""]
    lines += [f"*{forge.escape(report.note)}*", ""] if report.note else []
    return forge.join_within(lines[:-1], "\nThere is more than fits here.")


def as_section(report: ChangeReport) -> list[str]:
    """Format what happened to papers and registries as lines of Markdown, all text escaped."""
    lines = [line for part in (_papers, _entries) for line in part(report)]
    lines += [] if report.papers or report.entries else [NOTHING, ""]
    return [*lines, *([f"*{forge.escape(report.note)}*", ""] if report.note else [])]


def counts(report: ChangeReport) -> Iterator[str]:
    """Yield what changed in a few words each: `12 papers added`, `2 categories changed`."""
    for kind, heading in HEADINGS.items():
        if number := len({each.key for each in report.papers if each.kind is kind}):
            yield f"{counted(number, 'paper')} {heading}"
    for path, (one, several) in REGISTRIES.items():
        if number := sum(each.path == path for each in report.entries):
            yield f"{counted(number, one, several)} changed"


def _warning(report: ChangeReport) -> Iterator[str]:
    for each in report.implausible:
        yield f"> **Look twice:** {forge.escape(each, 1_000)}"
        yield ""


def _papers(report: ChangeReport) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        found = [each for each in report.papers if each.kind is kind]
        if found:
            number = len({each.key for each in found})
            yield f"**{counted(number, 'paper')} {heading}**"
            yield ""
            yield from _listed(_paper(each) for each in found)


def _paper(change: PaperChange) -> str:
    words = change.words.removeprefix(f"{change.kind}: ")
    line = f"- {forge.escape(change.title)} (`{change.key}`)"
    return line if words == change.kind else f"{line}: {forge.escape(words, 1_000)}"


def _entries(report: ChangeReport) -> Iterator[str]:
    for path, (one, several) in REGISTRIES.items():
        found = [each for each in report.entries if each.path == path]
        if found:
            yield f"**{counted(len(found), one, several)} changed**"
            yield ""
            yield from _listed(_entry(each) for each in found)


def _entry(change: EntryChange) -> str:
    name, words = forge.escape(change.name), forge.escape(change.words, 1_000)
    return f"- {name} ({forge.escape(change.id)}): {words}"


def _broken(report: ChangeReport) -> Iterator[str]:
    if report.broken:
        yield "**Cannot be read**: `survey check` says why, with the lines"
        yield ""
        yield from _listed(f"- {forge.escape(path)}" for path in report.broken)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:MOST_LISTED]
    if len(every) > MOST_LISTED:
        yield f"- and {len(every) - MOST_LISTED:,} more"
    yield ""
