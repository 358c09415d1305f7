"""Changes to single values of a YAML file; every other byte of it stays as it is.

Only the lines of the fields that change are written anew, where the composed file says that they
stand. Round trips of the whole file through ruamel.yaml were measured instead: they keep 380 of 383
records byte for byte, but drop comments inside lists in brackets, wrap and indent other lines their
own way, leave `y` and `12:30:45` unquoted, which YAML 1.1 reads otherwise, and take five times as
long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.problems import SurveyError
from site_builder.record.models import VenuesFile
from site_builder.yamlfiles import comments, parsing, reading, writing
from site_builder.yamlfiles.comments import Remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.record.models import Paper, Venue
    from site_builder.yamlfiles.parsing import Declared

REFUSED = "cannot be changed by machine; put it in form with `survey fmt` first"


def change_record(  # noqa: PLR0913 (the file, what its fields are, what becomes of them)
    text: str,
    shown: str,
    key: str,
    facets: Sequence[str],
    changes: Mapping[str, Any],
    *,
    declared: Declared = (),
) -> str:
    """Set fields of a record to new values; a list of text grows by the items that are new.

    Raises SurveyError when the file is broken or not in block form, or when the new text would say
    anything else than the old one with these changes.
    """
    old = document(text, shown)
    wanted = {**old.data, **{n: _grown(old.data.get(n), v) for n, v in changes.items()}}
    changed = {name: wanted[name] for name in changes if old.data.get(name) != wanted[name]}
    record = _Record(text, old.node)
    new = "\n".join(record.changed(changed, writing.field_order(facets, declared)))
    whole = writing.record(wanted, facets, declared=declared)
    paper = _paper(whole, shown, key, facets, declared)
    kept = record.remarks.count() == comments.find(new, document(new, shown).node).count()
    if not kept or _paper(new, shown, key, facets, declared) != paper:
        raise SurveyError(f"{shown} {REFUSED}")
    return new


def add_venues(text: str, shown: str, venues: Iterable[Venue]) -> str:
    """Put entries into the list of venues, each at its place by the alphabet.

    Raises SurveyError when the file is broken or not in block form.
    """
    for venue in sorted(venues, key=lambda venue: venue.id.casefold()):
        text = _with_venue(text, shown, venue)
    return text


def _with_venue(text: str, shown: str, venue: Venue) -> str:
    old = document(text, shown)
    if not isinstance(old.data.get("venues"), list):
        raise SurveyError(f"{shown} has no list of venues")
    data = venue.model_dump(mode="json", exclude_none=True)
    data["aliases"] = list(data["aliases"])
    new = "\n".join(_lines_with(text.split("\n"), old.node, data, shown))
    now = document(new, shown)
    registry, _ = parsing.read_registry(now, VenuesFile)
    kept = comments.find(text, old.node).count() == comments.find(new, now.node).count()
    if not kept or registry is None or len(registry.venues) != len(old.data["venues"]) + 1:
        raise SurveyError(f"{shown} {REFUSED}")
    return new


def _lines_with(lines: list[str], root: Any, data: dict[str, Any], shown: str) -> list[str]:
    """Insert an entry behind the last one whose id comes before its own."""
    key, listed = next((k, v) for k, v in root.value if k.value == "venues")
    if not listed.value:
        row, rest = listed.end_mark.line, lines[listed.end_mark.line][listed.end_mark.column :]
        return [
            *lines[: key.start_mark.line],
            f"venues:{rest}",
            *writing.entry(data),
            *lines[row + 1 :],
        ]
    if listed.flow_style:
        raise SurveyError(f"{shown} {REFUSED}")
    ids = [next((v.value for k, v in item.value if k.value == "id"), "") for item in listed.value]
    before = [i for i, each in enumerate(ids) if each.casefold() < data["id"].casefold()]
    row = below(listed.value[before[-1]], lines) if before else key.start_mark.line + 1
    indent = " " * listed.start_mark.column
    entry = [
        indent + line.removeprefix(writing.STEP) if line else line for line in writing.entry(data)
    ]
    return [*lines[:row], *entry, *lines[row:]]


def lines_with_last(
    lines: list[str], root: Any, name: str, data: dict[str, Any], shown: str
) -> tuple[list[str], int]:
    """Put an entry behind all others of a registry's list, which may be missing.

    Returns the lines and the entry's row; raises SurveyError where the list is not in block form.
    """
    written = writing.entry(data)
    key, listed = next(((k, v) for k, v in root.value if k.value == name), (None, None))
    if key is None or listed is None:
        row = below(root, lines)
        return [*lines[:row], f"{name}:", *written, *lines[row:]], row + 1
    if listed.id != "sequence":
        raise SurveyError(f"{shown} {REFUSED}")
    if not listed.value:
        row, rest = listed.end_mark.line, lines[listed.end_mark.line][listed.end_mark.column :]
        start = key.start_mark.line
        return [*lines[:start], f"{name}:{rest}", *written, *lines[row + 1 :]], start + 1
    if listed.flow_style:
        raise SurveyError(f"{shown} {REFUSED}")
    row = below(listed, lines)
    indent = " " * listed.start_mark.column
    moved = [indent + line.removeprefix(writing.STEP) if line else line for line in written]
    return [*lines[:row], *moved, *lines[row:]], row


def _grown(old: object, new: object) -> object:
    """Add a list's new items behind the old ones."""
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    return new


def document(text: str, shown: str) -> reading.Document:
    """Read a file that is to be changed; raises SurveyError when it is broken or in brackets."""
    found, problems = reading.parse(text, shown)
    if found is None or problems or not isinstance(found.data, dict):
        raise SurveyError(f"{shown} is broken and cannot be changed: see `survey check`")
    if found.node.flow_style:
        raise SurveyError(f"{shown} {REFUSED}")
    return found


def _paper(text: str, shown: str, key: str, facets: Sequence[str], declared: Declared) -> Paper:
    parsed = parsing.read_paper(document(text, shown), key, tuple(facets), declared)
    if parsed.paper is None:
        raise SurveyError(f"{shown} cannot take the change: {parsed.problems[0].message}")
    return parsing.filed(parsed.paper)


class _Record:
    """The lines of a record, and in which of them each field stands."""

    def __init__(self, text: str, root: Any) -> None:
        self.lines = text.split("\n")
        self.remarks = comments.find(text, root)
        self.values = {str(key.value): value for key, value in root.value}
        self.rows = {
            str(key.value): (key.start_mark.line, below(value, self.lines))
            for key, value in root.value
        }

    def changed(self, values: Mapping[str, object], order: Sequence[str]) -> list[str]:
        """Return the lines with some fields set; from below upwards, so that no row moves."""
        pieces = [(*self._piece(name, values[name], order), order.index(name)) for name in values]
        lines = list(self.lines)
        for start, end, new, _ in sorted(pieces, key=lambda p: (p[0], p[1], p[3]), reverse=True):
            lines[start:end] = new
        return lines

    def _piece(self, name: str, value: object, order: Sequence[str]) -> tuple[int, int, list[str]]:
        """Return the rows that a field's new lines take the place of, and those lines."""
        old = self.values.get(name)
        start, end = self.rows.get(name) or (self._place(name, order),) * 2
        if old is not None and isinstance(value, list) and old.value and not old.flow_style:
            items = writing.Writer().items(value[len(old.value) :], (name,), 0)
            return end, end, [" " * old.start_mark.column + item for item in items]
        return start, end, writing.Writer(self._own(name)).mapping({name: value}, ())

    def _own(self, name: str) -> Remarks:
        """Return the comments within a field; those above and below it stay where they are."""
        own = Remarks()
        for part in ("before", "beside"):
            for loc, texts in getattr(self.remarks, part).items():
                if loc[0] == name and (len(loc) > 1 or part == "beside"):
                    getattr(own, part)[loc] = texts
        return own

    def _place(self, name: str, order: Sequence[str]) -> int:
        """Find the row below all fields that come before, and below the comments in them."""
        before = order[: order.index(name)]
        row = max((self.rows[other][1] for other in before if other in self.rows), default=0)
        while row < len(self.lines) and self.lines[row].lstrip(" ").startswith("#"):
            if not self.lines[row].startswith(" "):
                break
            row += 1
        return row


def below(node: Any, lines: list[str]) -> int:
    """Return the row below the last one of a composed value; `lines` are those of its file."""
    if node.id == "scalar" or node.flow_style or not node.value:
        return _last_row(node, lines) + 1
    last = node.value[-1]
    return below(last[1] if node.id == "mapping" else last, lines)


def _last_row(node: Any, lines: list[str]) -> int:
    """Find the row where a scalar or a value in brackets ends, blank lines left out."""
    row: int = node.end_mark.line
    if node.id == "scalar" and node.style in comments.BLOCK_STYLES:
        row -= not node.end_mark.column
        while row > node.start_mark.line and not (row < len(lines) and lines[row].strip()):
            row -= 1
    return row
