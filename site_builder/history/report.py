"""What a change does to a survey, told to people: on a terminal, in a comment, or kept as JSON.

The JSON goes from a job that runs a stranger's change to one that may write comments: it is read
as strictly as a record, and every word in it is taken for theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from site_builder.history import ChangeKind
from site_builder.library import BENCHMARKS, TAXONOMY, VENUES, paper_path
from site_builder.problems import SurveyError, json_for_terminal, printable
from site_builder.record.values import KEY
from site_builder.text import forge

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


class Account(_Strict):
    """All that a change does."""

    papers: tuple[PaperChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    broken: tuple[Words, ...] = ()
    """Files that cannot be read."""
    implausible: tuple[Words, ...] = ()
    """Why no machine should have done this."""
    note: Words = ""


def account(difference: Difference) -> Account:
    """Give an account of a difference."""
    return Account(
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


def as_json(account: Account) -> str:
    """Write an account to be read again by `read`."""
    return json_for_terminal(account.model_dump_json(indent=2)) + "\n"


def read(text: bytes) -> Account:
    """Read what `as_json` wrote; raises SurveyError for anything else."""
    if len(text) > MOST_BYTES:
        raise SurveyError(f"this is larger than {MOST_BYTES:,} bytes")
    try:
        return Account.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SurveyError(printable(f"{where or 'JSON'}: {first['msg']}", 200)) from None


def as_text(account: Account) -> str:
    """Tell it on a terminal, one line for each thing."""
    lines = [
        f"{paper_path(each.key)}: {printable(each.title, 120)}: {printable(each.words, 500)}"
        for each in account.papers
    ]
    lines += [
        f"{each.path}: {printable(each.id)} ({printable(each.name)}): {printable(each.words, 500)}"
        for each in account.entries
    ]
    lines += [
        f"{printable(path, 300)}: cannot be read: see `survey check`" for path in account.broken
    ]
    lines += [f"note: {printable(account.note, 500)}"] if account.note else []
    return "".join(f"{line}\n" for line in lines or [NOTHING])


def as_markdown(account: Account) -> str:
    """Tell it in a comment: what strangers wrote is shown and does nothing."""
    lines = ["### What changes for the survey", ""]
    lines += [line for part in (_warning, _papers, _entries, _broken) for line in part(account)]
    if not (account.papers or account.entries or account.broken):
        lines += [NOTHING, ""]
    lines += [f"*{forge.text(account.note)}*", ""] if account.note else []
    return forge.within(lines[:-1], "\nThere is more than fits here.")


def _warning(account: Account) -> Iterator[str]:
    for each in account.implausible:
        yield f"> **Look twice:** {forge.text(each, 1_000)}"
        yield ""


def _papers(account: Account) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        found = [each for each in account.papers if each.kind is kind]
        if found:
            number = len({each.key for each in found})
            yield f"**{number:,} paper{'' if number == 1 else 's'} {heading}**"
            yield ""
            yield from _listed(_paper(each) for each in found)


def _paper(change: PaperChange) -> str:
    words = change.words.removeprefix(f"{change.kind}: ")
    line = f"- {forge.text(change.title)} (`{change.key}`)"
    return line if words == change.kind else f"{line}: {forge.text(words, 1_000)}"


def _entries(account: Account) -> Iterator[str]:
    for path, (one, several) in REGISTRIES.items():
        found = [each for each in account.entries if each.path == path]
        if found:
            yield f"**{len(found):,} {one if len(found) == 1 else several} changed**"
            yield ""
            yield from _listed(_entry(each) for each in found)


def _entry(change: EntryChange) -> str:
    name, words = forge.text(change.name), forge.text(change.words, 1_000)
    return f"- {name} ({forge.text(change.id)}): {words}"


def _broken(account: Account) -> Iterator[str]:
    if account.broken:
        yield "**Cannot be read**: `survey check` says why, with the lines"
        yield ""
        yield from _listed(f"- {forge.text(path)}" for path in account.broken)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield from every[:MOST_LISTED]
    if len(every) > MOST_LISTED:
        yield f"- and {len(every) - MOST_LISTED:,} more"
    yield ""
