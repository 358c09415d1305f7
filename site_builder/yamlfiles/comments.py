"""The comments of a YAML file, each with the value that it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import Loc

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELINE: Final = "# yaml-language-server:"
"""How the line begins that names a file's schema to editors; it is no remark of a person's."""
COMMENT: Final = re.compile(r"#[^\n]*")
BLOCK_STYLES: Final = ("|", ">")

Lines = dict[Loc, list[str]]


def _lines() -> Lines:
    return defaultdict(list)


@dataclass
class Remarks:
    """Comments by place; each text begins with `#`."""

    head: list[str] = field(default_factory=list)
    """Those above the first field."""
    before: Lines = field(default_factory=_lines)
    """Those on lines of their own above a value."""
    beside: Lines = field(default_factory=_lines)
    """Those at the end of a value's first line."""
    after: Lines = field(default_factory=_lines)
    """Those below the last value of a list or mapping, indented like it."""
    foot: list[str] = field(default_factory=list)
    """Those at the file's end."""

    def within(self, loc: Loc) -> bool:
        """Return whether any comment speaks of a part of the value at `loc`."""
        places = (*self.before, *self.beside, *self.after)
        return any(len(place) > len(loc) and place[: len(loc)] == loc for place in places)

    def touch(self, loc: Loc) -> bool:
        """Return whether any comment speaks of the value at `loc` or of a part of it."""
        return any(loc in each for each in (self.before, self.beside, self.after)) or (
            self.within(loc)
        )

    def count(self) -> Counter[str]:
        """Count the texts of all comments."""
        found = Counter([*self.head, *self.foot])
        for lines in (self.before, self.beside, self.after):
            for texts in lines.values():
                found.update(texts)
        return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field or list item, in the order of the file."""

    loc: Loc
    start: int
    column: int
    flow_end: int | None
    """Where the outermost `[…]` or `{…}` around it ends, or None in block style."""


def find(text: str, node: Any) -> Remarks:
    """Find the comments of a composed file; `text` has line feeds alone, as yamlio reads it."""
    entries = list(_entries(node, (), None))
    finder = _Finder(text, entries, Remarks())
    spans = sorted(_spans(node, text))
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        for match in COMMENT.finditer(text, min(at, start), start):
            finder.place(match.start(), match[0].rstrip())
        at = max(at, end)
    return finder.remarks


def _spans(node: Any, text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that scalars fill; a block scalar's first line may hold a comment."""
    if node.id == "scalar":
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in BLOCK_STYLES:
            newline = text.find("\n", start)
            start = newline if newline >= 0 else end
        yield start, end
    for child in _children(node):
        yield from _spans(child, text)


def _children(node: Any) -> Iterator[Any]:
    if node.id == "sequence":
        yield from node.value
    elif node.id == "mapping":
        for key, value in node.value:
            yield key
            yield value


def _entries(node: Any, loc: Loc, flow_end: int | None) -> Iterator[_Entry]:
    """Yield all fields and items below a node, parents before children."""
    if node.id == "scalar":
        return
    if node.flow_style and flow_end is None:
        flow_end = node.end_mark.index
    column = node.start_mark.column
    if node.id == "sequence":
        for index, item in enumerate(node.value):
            yield _Entry((*loc, index), item.start_mark.index, column, flow_end)
            yield from _entries(item, (*loc, index), flow_end)
    else:
        for key, value in node.value:
            here = (*loc, str(key.value))
            yield _Entry(here, key.start_mark.index, column, flow_end)
            yield from _entries(value, here, flow_end)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Decides what each comment speaks of."""

    text: str
    entries: list[_Entry]
    remarks: Remarks

    def place(self, at: int, comment: str) -> None:
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        number = bisect_left(self.entries, at, key=lambda entry: entry.start)
        if not number:
            if not comment.startswith(MODELINE):
                self.remarks.head.append(comment)
        elif not before.strip(" -"):
            self._own_line(number, len(before.partition("-")[0]), comment)
        else:
            self._beside(number, at, comment)

    def _own_line(self, number: int, column: int, comment: str) -> None:
        """Attach a comment on a line of its own to what follows, or to the list that it closes."""
        following = self.entries[number] if number < len(self.entries) else None
        if following and (column <= following.column or following.flow_end is not None):
            self.remarks.before[following.loc].append(comment)
            return
        least = following.column if following else 0
        closed = [e for e in self._chain(number - 1) if least < e.column <= column]
        if closed:
            self.remarks.after[max(closed, key=lambda e: e.column).loc].append(comment)
        elif following:
            self.remarks.before[following.loc].append(comment)
        else:
            self.remarks.foot.append(comment)

    def _chain(self, number: int) -> Iterator[_Entry]:
        """Yield an entry in block style and those that hold it."""
        loc = self.entries[number].loc
        for entry in self.entries[number::-1]:
            if loc[: len(entry.loc)] == entry.loc and entry.flow_end is None:
                yield entry

    def _beside(self, number: int, at: int, comment: str) -> None:
        """Attach a comment to what begins last before it, whole `[…]` and `{…}` where they end."""
        for entry in self.entries[number - 1 :: -1]:
            if entry.flow_end is None or entry.flow_end > at:
                self.remarks.beside[entry.loc].append(comment)
                return
