r"""Papers as a comparison table in LaTeX (booktabs), for people who write surveys.

A paper has a row for each of its configurations that were measured in a chosen column, as each work
reports it, so that figures in one row belong together; a paper without any has one row with dashes.
Conditions in which the figures differ have a column though none was asked for, and a line parts
rows whose conditions differ. Settings and sources are notes below the table, each written once.
Figures that are not the paper's own are marked. What the table needs is said in comments above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from site_builder.exports.latex_layout import RULE, Table, end
from site_builder.exports.latex_notes import MARKS, source_note
from site_builder.exports.latex_rows import MISSING, Row, by_year, rows_of
from site_builder.latex import to_tex, to_text
from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.record.fields import NUMBERS
from site_builder.record.models import Direction
from site_builder.record.publication import plain_name
from site_builder.record.result_fields import of_paper
from site_builder.text.plurals import et_al

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_builder.exports.latex_notes import Finish
    from site_builder.library import Library
    from site_builder.record.fields import DeclaredField
    from site_builder.record.models import Benchmark, Condition, Metric, Paper, Quantity, Result
    from site_builder.record.result_fields import ResultFields

ARROWS: Final = {Direction.HIGHER: r"$\uparrow$", Direction.LOWER: r"$\downarrow$"}

DEFAULT_COLUMNS: Final = ("method", "year", "venue")

SEVERAL: Final = " / "
"""Between the amounts of a quantity that the figures of a row have."""


@dataclass(frozen=True)
class Column:
    """A column: its head, how it is aligned, and its cells."""

    head: str
    alignment: str
    cell: Callable[[Row], str]
    comment: str = ""
    """What the head is too short to say."""
    notes: Callable[[Row, Finish], tuple[str, ...]] | None = None
    """What is written below the table, of which the cell has the marks."""


def _text(value: object) -> str:
    """Format text for a cell, which ends at a line break: formulas with one are written out."""
    text = to_tex(str(value or ""))
    return (to_tex(to_text(str(value))) if r"\\" in text else text) or MISSING


def number(value: object) -> str:
    """Format a number with at most twelve digits, or dashes for none."""
    return f"{value:.12g}" if isinstance(value, int | float) else MISSING


def method_of(row: Row) -> str:
    """Return the method, or who wrote the paper, and the configuration if that says more."""
    method, variant = row.paper.method or _authors(row), str(row.first("variant") or "")
    if variant and method.lower() not in variant.lower():
        return f"{method}, {variant}"
    return variant or method


def _authors(row: Row) -> str:
    names = [plain_name(author).last for author in row.paper.authors]
    return et_al(names, 1, is_cut=row.paper.authors_cut)


def _said(condition: Condition, row: Row) -> str:
    """Return a condition of figures as their record says it, and of a paper without any its own."""
    if row.measured:
        return _text(row.first(condition.id))
    return _text(", ".join(of_paper(row.paper, condition)))


def setting(row: Row, finish: Finish = str) -> tuple[str, ...]:
    """Return the note of a row's setting, if it has one."""
    said = row.first("setting")
    return (finish(_text(said)),) if said else ()


BEFORE: Final = {
    "method": Column("Method", "l", lambda row: _text(method_of(row))),
    "title": Column("Title", "l", lambda row: _text(row.paper.title)),
    "authors": Column("Authors", "l", lambda row: _text(_authors(row))),
    "year": Column("Year", "c", lambda row: str(row.paper.year)),
    "venue": Column("Venue", "l", lambda row: _text(row.paper.venue)),
}
"""Columns that every survey has; conditions and quantities follow, BENCHMARK/METRIC are others."""
SETTING: Final = Column("Setting", "l", lambda row: _text(row.first("setting")), notes=setting)


def own_columns(library: Library) -> dict[str, Column]:
    """Return the columns of a survey that are no benchmark's, by name.

    In those of quantities the results of one row may differ: all amounts stand there then.
    """
    declared, keys = library.result_fields, library.papers.keys()

    def sources(row: Row, finish: Finish = str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source_note(each, keys, finish) for each in row.sources))

    return {
        **{field.id: _field_column(field) for field in library.fields if field.column},
        **BEFORE,
        **{c.id: Column(to_tex(c.title), "l", partial(_said, c)) for c in declared.conditions},
        "setting": SETTING,
        **{q.id: _quantity_column(q) for q in declared.quantities},
        "source": Column("Source", "l", lambda row: "; ".join(sources(row)), notes=sources),
    }


def _field_column(field: DeclaredField) -> Column:
    def cell(row: Row) -> str:
        return _text(", ".join(field.texts(row.paper.extra.get(field.id))))

    unit = f" ({to_tex(field.unit)})" if field.unit else ""
    return Column(to_tex(field.title) + unit, "r" if field.type in NUMBERS else "l", cell)


def _quantity_column(quantity: Quantity) -> Column:
    unit = f" ({to_tex(quantity.unit)})" if quantity.unit else ""
    head = f"{to_tex(quantity.short or quantity.title)}{unit}"
    return Column(head, "r", partial(_amounts, quantity))


def _amounts(quantity: Quantity, row: Row) -> str:
    found = (result.said(quantity.id) for result in row.results)
    return (
        SEVERAL.join(dict.fromkeys(number(each) for each in found if each is not None)) or MISSING
    )


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
    rows = [row for paper in by_year(papers) for row in rows_of(paper, measured, library)]
    figures = [row for row in rows if row.measured]
    names = _complete(columns or DEFAULT_COLUMNS, figures, own, declared)
    groups = _by_conditions(rows, own, declared)
    table = Table(
        {name: find_column(name, library, own) for name in names},
        [row for group in groups for row in group],
    )
    body = [line for group in groups for line in (RULE, *map(table.line, group))] or [RULE]
    notes = table.foot([own[name] for name in telling(declared) if name not in names], figures)
    return "\n".join((*table.head(has_notes=bool(notes)), *body, *end(notes), ""))


def telling(declared: ResultFields) -> tuple[str, ...]:
    """Return the columns that figures must not be compared without, where they differ in them."""
    return (*(condition.id for condition in declared.conditions), "setting")


def _complete(
    columns: Sequence[str],
    figures: Sequence[Row],
    own: Mapping[str, Column],
    declared: ResultFields,
) -> list[str]:
    """Put before the first figures what they were measured under, wherever that differs.

    Their sources come last. Each column stands there once.
    """
    columns = list(dict.fromkeys(columns))
    missing = [
        name
        for name in telling(declared)
        if name not in columns and len({own[name].cell(row) for row in figures}) > 1
    ]
    first = next((n for n, name in enumerate(columns) if "/" in name), len(columns))
    is_sourced = "source" not in columns and any(row.sources for row in figures)
    return [*columns[:first], *missing, *columns[first:], *(["source"] if is_sourced else [])]


def _by_conditions(
    rows: Iterable[Row], own: Mapping[str, Column], declared: ResultFields
) -> list[list[Row]]:
    """Group rows whose figures were measured under equal conditions; those without come last."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    bare: list[Row] = []
    for row in rows:
        key = tuple(own[condition.id].cell(row) for condition in declared.conditions)
        (groups.setdefault(key, []) if row.measured else bare).append(row)
    return [group for group in (*groups.values(), bare) if group]


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
