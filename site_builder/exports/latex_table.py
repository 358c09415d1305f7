r"""Papers as a comparison table in LaTeX (booktabs), for people who write surveys.

A paper has a row for each of its configurations that were measured in a chosen column, so that
figures in one row belong together; a paper without any has one row with dashes. What results must
share to be comparable is a part of a configuration. Conditions and settings in which the figures
differ have a column though none was asked for, and a line parts rows whose conditions differ.
Figures that are not the paper's own are marked. What the table needs is said in comments above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.exports.sound import sound
from site_builder.latex import to_tex, to_text
from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.record.fields import NUMBERS
from site_builder.record.models import Direction, Provenance
from site_builder.record.publication import by_key, plain_name
from site_builder.record.result_fields import of_paper
from site_builder.text.plurals import et_al

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Benchmark, Condition, Metric, Paper, Quantity, Result
    from site_builder.record.result_fields import ResultFields

MISSING: Final = "--"
RULE: Final = r"\midrule"
"""Above rows that may be compared."""

MARKS: Final = {
    Provenance.PAPER: "",
    Provenance.THIRD_PARTY: r"$^{\dagger}$",
    Provenance.REPRODUCTION: r"$^{\ddagger}$",
    Provenance.DERIVED: r"$^{\ast}$",
}
"""Whose figure it is; of two for one cell, the first in this order is shown."""

SAID: Final = {
    Provenance.THIRD_PARTY: "reported by another paper",
    Provenance.REPRODUCTION: "reproduced by others",
    Provenance.DERIVED: "computed from published figures",
}

NOTES: Final = {each: f"{MARKS[each]} {said}" for each, said in SAID.items()}
"""What stands below a table that has a mark."""

ARROWS: Final = {Direction.HIGHER: r"$\uparrow$", Direction.LOWER: r"$\downarrow$"}

DEFAULT_COLUMNS: Final = ("method", "year", "venue")

NEEDS: Final = "Needs \\usepackage{booktabs}; the keys are those of the exported bibliography."


@dataclass(frozen=True)
class Row:
    """One configuration of a paper, with its figures by benchmark and metric."""

    paper: Paper
    results: tuple[Result, ...] = ()

    def result(self, benchmark: str, metric: str) -> Result | None:
        """Find the figure for a column: the paper's own before those of others."""
        mine = [r for r in self.results if (r.benchmark, r.metric) == (benchmark, metric)]
        order = list(MARKS)
        return min(mine, key=lambda result: order.index(result.provenance), default=None)

    def first(self, name: str) -> object:
        """Return a condition that the figures of the row share, or that some of them have."""
        found = (result.said(name) for result in self.results)
        return next((value for value in found if value is not None), None)


@dataclass(frozen=True)
class Column:
    """A column: its head, how it is aligned, and its cells."""

    head: str
    alignment: str
    cell: Callable[[Row], str]
    comment: str = ""
    """What the head is too short to say."""


def _text(value: object) -> str:
    """Format text for a cell, which ends at a line break: formulas with one are written out."""
    text = to_tex(str(value or ""))
    return (to_tex(to_text(str(value))) if r"\\" in text else text) or MISSING


def number(value: object) -> str:
    """Format a number with at most twelve digits, or dashes for none."""
    return f"{value:.12g}" if isinstance(value, int | float) else MISSING


def _method(row: Row) -> str:
    """Return the method, or who wrote the paper, and the configuration if that says more."""
    method, variant = row.paper.method or _authors(row), str(row.first("variant") or "")
    if variant and method.lower() not in variant.lower():
        return _text(f"{method}, {variant}")
    return _text(variant or method)


def _authors(row: Row) -> str:
    names = [plain_name(author).last for author in row.paper.authors]
    return et_al(names, 1, is_cut=row.paper.authors_cut)


def _said(condition: Condition, row: Row) -> str:
    return _text(row.first(condition.id) or ", ".join(of_paper(row.paper, condition)))


BEFORE: Final = {
    "method": Column("Method", "l", _method),
    "title": Column("Title", "l", lambda row: _text(row.paper.title)),
    "authors": Column("Authors", "l", lambda row: _text(_authors(row))),
    "year": Column("Year", "c", lambda row: str(row.paper.year)),
    "venue": Column("Venue", "l", lambda row: _text(row.paper.venue)),
}
"""Columns that every survey has; conditions and quantities follow, BENCHMARK/METRIC are others."""
SETTING: Final = Column("Setting", "l", lambda row: _text(row.first("setting")))


def own_columns(library: Library) -> dict[str, Column]:
    """Return the columns of a survey that are no benchmark's, by name.

    In those of quantities the results of one configuration may differ: the first measured one
    counts.
    """
    declared = library.result_fields
    return {
        **{field.id: _field_column(field) for field in library.fields if field.column},
        **BEFORE,
        **{c.id: Column(to_tex(c.title), "l", partial(_said, c)) for c in declared.conditions},
        "setting": SETTING,
        **{q.id: _quantity_column(q) for q in declared.quantities},
    }


def _field_column(field: DeclaredField) -> Column:
    def cell(row: Row) -> str:
        return _text(", ".join(field.texts(row.paper.extra.get(field.id))))

    unit = f" ({to_tex(field.unit)})" if field.unit else ""
    return Column(to_tex(field.title) + unit, "r" if field.type in NUMBERS else "l", cell)


def _quantity_column(quantity: Quantity) -> Column:
    unit = f" ({to_tex(quantity.unit)})" if quantity.unit else ""
    head = f"{to_tex(quantity.short or quantity.title)}{unit}"
    return Column(head, "r", lambda row: number(row.first(quantity.id)))


def _by_alias(library: Library) -> dict[str, str]:
    """Return the names of quantities' columns by their other names."""
    return {alias: q.id for q in library.result_fields.quantities for alias in q.aliases}


def write(
    papers: Iterable[Paper], library: Library, *, columns: Sequence[str] = DEFAULT_COLUMNS
) -> str:
    """Format a table of the papers.

    Every cell is read once more when it is finished. Raises SurveyError for one that is not sound,
    and for an unknown column.
    """
    own, declared = own_columns(library), library.result_fields
    measured = {_split(name) for name in columns if "/" in name}
    rows = [row for paper in by_year(papers) for row in rows_of(paper, measured, declared)]
    names = _with_differing(columns or DEFAULT_COLUMNS, rows, own, declared)
    chosen = [find_column(name, library, own) for name in names]
    groups = _by_conditions(rows, own, declared)
    body = [line for group in groups for line in (RULE, *_body(chosen, group))] or [RULE]
    return "\n".join((*_head(chosen), *body, *_foot(len(chosen), rows, measured), ""))


def telling(declared: ResultFields) -> tuple[str, ...]:
    """Return the columns that figures must not be compared without, where they differ in them."""
    return (*(condition.id for condition in declared.conditions), "setting")


def _with_differing(
    columns: Sequence[str], rows: Sequence[Row], own: Mapping[str, Column], declared: ResultFields
) -> list[str]:
    """Put before the first figures what these were measured under, wherever that differs."""
    figures = [row for row in rows if row.results]
    missing = [
        name
        for name in telling(declared)
        if name not in columns and len({own[name].cell(row) for row in figures}) > 1
    ]
    first = next((n for n, name in enumerate(columns) if "/" in name), len(columns))
    return [*columns[:first], *missing, *columns[first:]]


def _by_conditions(
    rows: Iterable[Row], own: Mapping[str, Column], declared: ResultFields
) -> list[list[Row]]:
    """Group rows whose figures were measured under equal conditions; those without come last."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    bare: list[Row] = []
    for row in rows:
        key = tuple(own[condition.id].cell(row) for condition in declared.conditions)
        (groups.setdefault(key, []) if row.results else bare).append(row)
    return [group for group in (*groups.values(), bare) if group]


def by_year(papers: Iterable[Paper]) -> list[Paper]:
    """Order papers as comparisons do: the earliest first."""
    return sorted(by_key(papers), key=lambda paper: paper.year)


def _split(name: str) -> tuple[str, str]:
    benchmark, _, metric = name.partition("/")
    return benchmark, metric


def find_column(name: str, library: Library, own: Mapping[str, Column]) -> Column:
    """Make a column from its name; raises SurveyError where that is not known."""
    aliases = _by_alias(library)
    if column := own.get(name) or own.get(aliases.get(name, "")):
        return column
    benchmark_id, metric_id = _split(name)
    benchmark = library.benchmarks.get(benchmark_id)
    if benchmark and (metric := benchmark.metric(metric_id)):
        return _result_column(benchmark, metric)
    if benchmark:
        known = [f"{benchmark_id}/{metric.id}" for metric in benchmark.metrics]
        hint = did_you_mean(name, known) or f"one of {', '.join(known)}"
    else:
        names = [f"{b.id}/{m.id}" for b in library.benchmarks.values() for m in b.metrics]
        hint = did_you_mean(name, (*own, *aliases, *names)) or f"one of {', '.join(own)}"
    raise SurveyError(f"unknown column {quoted(name)} ({hint})")


def _result_column(benchmark: Benchmark, metric: Metric) -> Column:
    unit = f" ({to_tex(metric.unit)})" if metric.unit else ""
    name = to_tex(benchmark.name)
    if len(benchmark.metrics) > 1:
        name += f", {to_tex(metric.id)}"
    comment = f"{name}: {to_tex(metric.name)}; {metric.direction} is better"
    head = f"{name}{unit} {ARROWS[metric.direction]}"
    return Column(head, "r", _figure(benchmark, metric), comment)


def _figure(benchmark: Benchmark, metric: Metric) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        result = row.result(benchmark.id, metric.id)
        return marked(result) if result else MISSING

    return cell


def marked(result: Result) -> str:
    """Format a figure, marked where it is not the paper's own."""
    return f"{number(result.value)}{MARKS[result.provenance]}"


def rows_of(paper: Paper, measured: set[tuple[str, str]], declared: ResultFields) -> list[Row]:
    """Split a paper into the configurations that were measured, or one row where none was."""
    rows = [
        Row(paper, tuple(r for r in row.results if (r.benchmark, r.metric) in measured))
        for row in configurations(paper, declared)
    ]
    return [row for row in rows if row.results] or [Row(paper)]


def configurations(paper: Paper, declared: ResultFields) -> list[Row]:
    """Group all results of a paper, in the order in which the record first has each group.

    The results of a group share variant, setting and all conditions.
    """
    shared = ("variant", *(condition.id for condition in declared.conditions), "setting")
    groups: dict[tuple[str | None, ...], list[Result]] = {}
    for result in paper.results:
        configuration = tuple(result.said(name) for name in shared)
        groups.setdefault(configuration, []).append(result)
    return [Row(paper, tuple(results)) for results in groups.values()]


def _head(columns: list[Column]) -> list[str]:
    comments = [NEEDS]
    comments += [
        sound(column.comment, "the head of a column") for column in columns if column.comment
    ]
    heads = [sound(column.head, "the head of a column") for column in columns]
    return [
        *(f"% {comment}" for comment in comments),
        rf"\begin{{tabular}}{{{''.join(column.alignment for column in columns)}}}",
        r"\toprule",
        " & ".join(heads) + r" \\",
    ]


def _body(columns: list[Column], rows: list[Row]) -> list[str]:
    cells = ([_sound_cell(column, row) for column in columns] for row in rows)
    lines = zip(rows, cells, strict=True)
    return [" & ".join((_cited(first, row), *others)) + r" \\" for row, (first, *others) in lines]


def _sound_cell(column: Column, row: Row) -> str:
    return sound(column.cell(row), f"{row.paper.key}: {column.head}")


def _cited(cell: str, row: Row) -> str:
    r"""Cite the paper in its first cell, which must not pass for an option of the line before."""
    shown = f"{{{cell}}}" if cell.startswith(("[", "*", "(")) else cell
    return rf"{shown}~\cite{{{row.paper.key}}}"


def _foot(width: int, rows: list[Row], measured: set[tuple[str, str]]) -> list[str]:
    """End the table, and explain the marks that it has."""
    shown = {found.provenance for row in rows for m in measured if (found := row.result(*m))}
    notes = [note for each, note in NOTES.items() if each in shown]
    note = rf"\multicolumn{{{width}}}{{l}}{{\footnotesize {'; '.join(notes)}}} \\"
    return [r"\bottomrule", *([note] if notes else []), r"\end{tabular}"]
