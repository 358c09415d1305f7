"""Tables of proposed categories: written for new papers, edited by a person, and read again.

A table is CSV as `survey export csv` writes it, so that spreadsheets open it and run nothing of it.
The names of its own columns have capitals; ids of facets, which name the others, have none.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.curation.choosing import chosen_categories
from site_builder.curation.filing import Filing
from site_builder.exports.tables import BYTE_ORDER_MARK, cell
from site_builder.latex import to_text
from site_builder.problems import SurveyError, did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.curation.additions import Candidate
    from site_builder.curation.filing import Proposal
    from site_builder.library import Library
    from site_builder.sources.draft import Draft

WANTED: Final = "Import"
LINE: Final = "Line"
ENTRY: Final = "Entry"
BEFORE: Final = (WANTED, LINE, ENTRY, "Title", "Authors", "Year", "Venue")
"""Columns before those of the facets; the first may be edited, the others tell the entry."""
AFTER: Final = ("Also", "Why")
"""Columns behind them, for the reader alone."""
ANSWERS: Final = {"": True, "yes": True, "y": True, "no": False, "n": False}
MOST_FAULTS: Final = 20
"""Faults of a table that are told."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of an entry."""

    number: int
    """Its line in the table."""
    line: str
    """The entry's line in its file, as text."""
    entry: str
    """The entry's name, as tables have it."""
    is_wanted: bool
    filed: dict[str, list[str]]
    """Ids of categories by facet."""


@dataclass
class Table:
    """A table that was read."""

    name: str
    rows: list[Row]
    _used: set[int] = field(default_factory=set, init=False)
    _by_name: dict[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the rows."""
        self._by_name = defaultdict(list)
        for row in self.rows:
            self._by_name[row.entry].append(row)

    def row_of(self, draft: Draft) -> Row | None:
        """Return an entry's row: by name and line, and by a name that is there once.

        So an entry is found again where the file has been edited since.
        """
        name = cell(draft.name)
        of_name = [row for row in self._by_name.get(name, ()) if row.number not in self._used]
        exact = [row for row in of_name if row.line == str(draft.line)]
        found = exact or (of_name if name and len(of_name) == 1 else [])
        self._used.update(row.number for row in found[:1])
        return found[0] if found else None

    def unused(self) -> Iterator[str]:
        """Say of each wanted row that it was not asked for."""
        for row in self.rows:
            if row.is_wanted and row.number not in self._used:
                entry = quoted(row.entry or row.line)
                yield f"{self.name}:{row.number}: {entry} is no new paper of the file"


def written(library: Library, papers: Iterable[tuple[Draft, Candidate]]) -> str:
    """Write a table of papers with the likeliest category of each facet, or those they have."""
    filing = Filing(library)
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    rows = csv.writer(file)
    rows.writerow([*BEFORE, *library.taxonomy.facet_ids, *AFTER])
    for draft, candidate in papers:
        rows.writerow(map(cell, _row(draft, candidate, filing)))
    return file.getvalue()


def _row(draft: Draft, candidate: Candidate, filing: Filing) -> Iterator[object]:
    library, paper = filing.library, candidate.paper
    yield from ("yes", draft.line, draft.name, to_text(paper.title))
    yield from ([each.name.display for each in paper.authors[:3]], paper.year, paper.venue)
    text = " . ".join(filter(None, (draft.title, draft.title, draft.abstract)))
    also: list[str] = []
    reasons: list[str] = []
    for facet in library.taxonomy.facet_ids:
        found = filing.propose(text, facet)
        chosen = list(paper.categories.get(facet, ())) or [each.node.id for each in found[:1]]
        yield chosen
        also += [_named(each) for each in found if each.node.id not in chosen]
        reasons += [f"{_named(each)}: {each.why}" for each in found[:1]]
    yield also
    yield reasons


def _named(proposal: Proposal) -> str:
    return f"{proposal.node.facet.id}/{proposal.node.id}"


def read(text: str, name: str, library: Library) -> Table:
    """Read a table as spreadsheets leave it, parted by commas, semicolons or tabs.

    Raises SurveyError for what is no such table, and with all that is wrong in its rows.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        columns = [each.strip() for each in lines.fieldnames or ()]
        lines.fieldnames = columns
        _check_columns(columns, name, library)
        rows, faults = _rows(lines, name, library)
    except csv.Error as error:
        raise SurveyError(f"{name} is no table that can be read: {error}") from None
    if faults:
        more = f"\n… and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise SurveyError("\n".join(faults[:MOST_FAULTS]) + more)
    return Table(name, rows)


def _check_columns(columns: list[str], name: str, library: Library) -> None:
    """Raise SurveyError for a table without its first columns, or with others than there are."""
    facets = library.taxonomy.facet_ids
    if lacking := [each for each in (WANTED, LINE, ENTRY) if each not in columns]:
        raise SurveyError(
            f"{name} has no column {', '.join(lacking)}: is it a table that --propose has written?"
        )
    for column in columns:
        if column and column not in {*BEFORE, *AFTER, *facets}:
            hint = did_you_mean(column, facets) or ", ".join(facets)
            raise SurveyError(f"{name}:1: {quoted(column)} is no facet ({hint})")


def _rows(lines: csv.DictReader[str], name: str, library: Library) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    faults: list[str] = []
    begun = lines.line_num + 1
    for cells in lines:
        try:
            rows.append(_read_row(cells, begun, library))
        except SurveyError as error:
            faults.append(f"{name}:{begun}: {error}")
        begun = lines.line_num + 1
    return rows, faults


def _read_row(cells: dict[str, str], number: int, library: Library) -> Row:
    answer = (cells[WANTED] or "").strip()
    if answer.lower() not in ANSWERS:
        raise SurveyError(f"{WANTED} is yes or no, not {quoted(answer)}")
    named = (
        each if re.search("[/:]", each) else f"{facet}/{each}"
        for facet in library.taxonomy.facet_ids
        for each in re.split(r"[\s,;]+", (cells.get(facet) or "").strip())
        if each
    )
    return Row(
        number=number,
        line=(cells[LINE] or "").strip(),
        entry=(cells[ENTRY] or "").strip(),
        is_wanted=ANSWERS[answer.lower()],
        filed=chosen_categories(library, named),
    )
