"""`survey export`: papers in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_builder import exports, query
from site_builder.cli.context import survey_root
from site_builder.cli.output import write_out
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell, show
from site_builder.curation.left_out import read_library
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(list(exports.FORMATS)))
@click.option(
    "--category",
    "categories",
    metavar="ID",
    multiple=True,
    help="Papers of this category and those below it; FACET/ID where facets share an id.",
)
@click.option("--key", "keys", metavar="KEY", multiple=True, help="This paper.")
@click.option(
    "--query",
    "text",
    metavar="WORDS",
    default="",
    help="Papers that have all these words, in author:, title:, venue:, category:, abstract:, "
    "year: (2020-2023), or anywhere.",
)
@click.option(
    "--since",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Papers added on this day or later.",
)
@click.option(
    "--unicode",
    is_flag=True,
    help="bibtex, biblatex: keep letters as they are, for biber.",
)
@click.option(
    "--column",
    "columns",
    metavar="NAME",
    multiple=True,
    help="latex-table: method, title, authors, year, venue, setting, the id of a condition or "
    "quantity of benchmarks.yaml, a field with `column: true`, or BENCHMARK/METRIC.",
)
@click.option("--facet", metavar="ID", help="markdown: the facet to sort by; else the first.")
@click.option(
    "--out",
    type=PathType(dir_okay=False, path_type=Path),
    help="Where to write; otherwise to standard output.",
)
@click.pass_context
def export(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    /,
    *,
    name: str,
    categories: tuple[str, ...],
    keys: tuple[str, ...],
    text: str,
    since: datetime | None,
    out: Path | None,
    **options: Any,
) -> None:
    """Write papers as bibtex, biblatex, ris, csl-json, csv, jsonl, parquet, latex-table, markdown.

    Options choose papers; of several kinds of options a paper must satisfy each, of several
    categories one in each facet, of several keys one.
    """
    given = {option: value for option, value in options.items() if value}
    refuse_misuse(name, given, out)
    root = survey_root(ctx)
    library = read_library(root, Shell())
    wanted = query.Query(categories, keys, text, since.date() if since else None)
    papers = query.select(library, wanted)
    if not papers:
        show("no paper fits, so the export is empty", err=True)
    write_out(exports.FORMATS[name].write(papers, library, **given), out, root)


def refuse_misuse(name: str, options: dict[str, Any], out: Path | None) -> None:
    """Raise SurveyError for options of other formats, and for bytes on a terminal."""
    chosen = exports.FORMATS[name]
    for option in sorted(options.keys() - chosen.options):
        takers = [other for other, each in exports.FORMATS.items() if option in each.options]
        raise SurveyError(f"--{option.removesuffix('s')} is for {' and '.join(takers)}, not {name}")
    if chosen.is_binary and out is None:
        raise SurveyError(f"{name} is no text: say where to write it with --out FILE")
