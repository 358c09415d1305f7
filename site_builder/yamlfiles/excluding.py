"""Entries put into excluded.yaml and taken out of it; every other byte stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import SurveyError, quoted
from site_builder.record.exclusions import ExcludedFile, Exclusion
from site_builder.yamlfiles import comments, editing, parsing

if TYPE_CHECKING:
    from site_builder.yamlfiles.reading import Document

LIST: Final = "excluded"


def with_exclusion(text: str, shown: str, entry: Exclusion) -> tuple[str, int]:
    """Put an entry behind all others; return the text and the entry's line, counted from 1.

    Raises SurveyError when the file is broken or not in block form.
    """
    old, before = _read(text, shown)
    data = entry.model_dump(mode="json", exclude_none=True)
    lines, row = editing.lines_with_last(text.split("\n"), old.node, LIST, data, shown)
    new = "\n".join(lines)
    _check(text, old, new, (*before.excluded, entry), before, shown)
    return new, row + 1


def without_exclusion(text: str, shown: str, entry: Exclusion) -> str:
    """Take the first entry out that is equal to this one.

    Raises SurveyError when there is none, when a comment speaks of a part of it, which would go
    too, and when the file is broken or not in block form.
    """
    old, before = _read(text, shown)
    if entry not in before.excluded:
        raise SurveyError(f"{shown} does not leave out {quoted(entry.title)} any more")
    number = before.excluded.index(entry)
    key, listed = _list(old.node)
    if listed.flow_style:
        raise SurveyError(f"{shown} {editing.REFUSED}")
    lines = text.split("\n")
    item = listed.value[number]
    start, end = item.start_mark.line, editing.below(item, lines)
    if len(listed.value) == 1:
        head = f"{LIST}: []"
        lines[start:end] = []
        lines[key.start_mark.line] = head + lines[key.start_mark.line].removeprefix(f"{LIST}:")
    else:
        lines[start:end] = []
    new = "\n".join(lines)
    left = (*before.excluded[:number], *before.excluded[number + 1 :])
    _check(text, old, new, left, before, shown)
    return new


def _read(text: str, shown: str) -> tuple[Document, ExcludedFile]:
    document = editing.document(text, shown)
    found, problems = parsing.read_registry(document, ExcludedFile)
    if found is None or problems:
        raise SurveyError(f"{shown} is broken and cannot be changed: see `survey check`")
    return document, found


def _check(  # noqa: PLR0913, PLR0917 (both texts, and what they say)
    text: str,
    old: Document,
    new: str,
    wanted: tuple[Exclusion, ...],
    before: ExcludedFile,
    shown: str,
) -> None:
    """Raise SurveyError unless the new text says what is wanted, with the same comments."""
    now, found = _read(new, shown)
    kept = comments.find(text, old.node).count() == comments.find(new, now.node).count()
    if not kept or found.reasons != before.reasons or found.excluded != wanted:
        raise SurveyError(f"{shown} {editing.REFUSED}")


def _list(root: Any) -> tuple[Any, Any]:
    """Return the name and the value of the list; None twice where there is none."""
    return next(((k, v) for k, v in root.value if k.value == LIST), (None, None))
