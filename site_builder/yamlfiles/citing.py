"""Entries of citations.yaml put in or written anew; every other byte stays as it is."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import SurveyError
from site_builder.record.citations import CitationsFile
from site_builder.yamlfiles import comments, editing, parsing, writing
from site_builder.yamlfiles.comments import MODELINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.citations import Citing
    from site_builder.yamlfiles.reading import Document

LIST: Final = "citations"
EMPTY: Final = f"{MODELINE} $schema=schema/{LIST}.json\n{LIST}: []\n"
"""The file without any entry."""


def with_entries(text: str, shown: str, entries: Mapping[str, Citing]) -> str:
    """Put entries into the list, each at its place by the alphabet or where its paper's stands.

    Raises SurveyError when the file is broken or not in block form, and when a comment stands
    within an entry that would be written anew.
    """
    old = editing.document(text, shown)
    before = _read(old, shown)
    if not entries:
        return text
    lines = _lines(text, old, before, entries, shown)
    new = "\n".join(lines)
    now = editing.document(new, shown)
    kept = comments.find(text, old.node).count() == comments.find(new, now.node).count()
    wanted = {each.paper: each for each in before.citations} | dict(entries)
    found = {each.paper: each for each in _read(now, shown).citations}
    if not kept or found != wanted:
        raise SurveyError(f"{shown} {editing.REFUSED}")
    return new


def _read(document: Document, shown: str) -> CitationsFile:
    found, problems = parsing.read_registry(document, CitationsFile)
    if found is None or problems:
        raise SurveyError(f"{shown} is broken and cannot be changed: see `survey check`")
    return found


def _lines(
    text: str, old: Document, before: CitationsFile, entries: Mapping[str, Citing], shown: str
) -> list[str]:
    lines = text.split("\n")
    pairs: list[tuple[Any, Any]] = old.node.value
    key, listed = next(((k, v) for k, v in pairs if k.value == LIST), (None, None))
    if key is None or listed is None:
        row = editing.below(old.node, lines)
        return [*lines[:row], f"{LIST}:", *_written(entries.values()), *lines[row:]]
    if listed.id == "sequence" and not listed.value:
        end = listed.end_mark
        head = f"{LIST}:{lines[end.line][end.column :]}"
        rest = lines[end.line + 1 :]
        return [*lines[: key.start_mark.line], head, *_written(entries.values()), *rest]
    if listed.id != "sequence" or listed.flow_style:
        raise SurveyError(f"{shown} {editing.REFUSED}")
    return _with_pieces(lines, (key, listed), [each.paper for each in before.citations], entries)


def _with_pieces(
    lines: list[str], pair: tuple[Any, Any], keys: list[str], entries: Mapping[str, Citing]
) -> list[str]:
    """Write entries over those of the same paper, and others between them, from below upwards."""
    key, listed = pair
    starts = [item.start_mark.line for item in listed.value]
    ends = [editing.below(item, lines) for item in listed.value]
    place = {key: number for number, key in enumerate(keys)}
    in_order = keys == sorted(keys)
    pieces: list[tuple[int, int, list[str]]] = []
    for name in sorted(entries):
        written = _moved(_written([entries[name]]), listed.start_mark.column)
        at = bisect(keys, name) if in_order else len(keys)
        row = ends[at - 1] if at else key.start_mark.line + 1
        start, end = (starts[place[name]], ends[place[name]]) if name in place else (row, row)
        pieces.append((start, end, written))
    pieces.sort(key=lambda piece: piece[:2])
    for start, end, written in reversed(pieces):  # of one row those of later papers first
        lines[start:end] = written
    return lines


def _written(entries: Iterable[Citing]) -> list[str]:
    """Format entries as lines, in the order of papers."""
    ordered = sorted(entries, key=lambda each: each.paper)
    data = (each.model_dump(mode="json", exclude_none=True) for each in ordered)
    return [line for each in data for line in writing.entry(each)]


def _moved(written: list[str], column: int) -> list[str]:
    indent = " " * column
    return [indent + line.removeprefix(writing.STEP) for line in written]
