"""`survey stats`: what is missing where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder import coverage, history, query
from site_builder.cli.context import survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell, show, show_json
from site_builder.coverage import Coverage
from site_builder.coverage.tables import as_data, as_markdown, as_text
from site_builder.coverage.upkeep import UNKNOWN, Upkeep, last_changes
from site_builder.curation.left_out import read_library
from site_builder.problems import SurveyError, did_you_mean, quoted

if TYPE_CHECKING:
    from site_builder.coverage import FieldCoverage
    from site_builder.coverage.upkeep import Waiting


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="For people, for programs, or for a page on a forge.",
)
@click.option(
    "--missing",
    metavar="FIELD",
    help="List the keys of the papers without this field, one on a line: any-text, doi, "
    "links.code and so on, as the first table names them.",
)
@click.option(
    "--category",
    "categories",
    metavar="ID",
    multiple=True,
    help="Look at this category's papers and those below it alone; FACET/ID where facets share "
    "an id.",
)
@click.option(
    "--proposals",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    help="Open proposals, as `gh issue list --json number,title,url` writes them.",
)
@click.option(
    "--links",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    help="What `survey links --memory FILE` keeps: links that died are told.",
)
@click.pass_context
def stats(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    /,
    *,
    style: str,
    missing: str | None,
    categories: tuple[str, ...],
    proposals: Path | None,
    links: Path | None,
) -> None:
    """Tell what is missing where, what waits, and where an hour of work pays most.

    What waits are pairs of records that may be one paper, names that may be several people's,
    categories whose newest paper is two years older than the survey's, records that were changed
    last a year before the newest change, and with --proposals and --links what these files tell.

    A field is worth points to readers and takes some minutes to fill in; both are our estimates. A
    paper's gap is the sum of the points that it lacks. An hour pays the points of as many papers as
    one person gets done in it. Of papers with equal gaps those come first that the survey itself
    cites, then those that most other records relate to, then the newest.
    """
    root = survey_root(ctx)
    library = read_library(root, Shell())
    found = Coverage.of(library, query.select(library, query.Query(categories)))
    if missing is not None:
        tell_missing(gap_of(found, missing), style)
        return
    spans = history.read(library).spans
    upkeep = Upkeep(found, last_changes(spans, found), waiting_by(root, proposals, links))
    if style == "json":
        show_json(json.dumps(as_data(upkeep), ensure_ascii=False, indent=2))
    else:
        show(as_markdown(upkeep) if style == "markdown" else as_text(upkeep))


def waiting_by(root: Path, proposals: Path | None, links: Path | None) -> Waiting:
    """Return what two files tell, of those that are named."""
    if not (proposals or links):
        return UNKNOWN
    from site_builder.curation import waiting  # noqa: PLC0415 (what knows services loads slowly)

    return waiting.read(root, proposals, links)


def gap_of(found: Coverage, name: str) -> FieldCoverage:
    """Find who lacks a field; raises SurveyError for an unknown one."""
    field = coverage.find(found.library, name)
    if field is None:
        ids = [each.id for each in coverage.fields(found.library)]
        hint = did_you_mean(name, ids) or f"one of {', '.join(ids)}"
        raise SurveyError(f"there is no field {quoted(name)} to look for ({hint})")
    return next(gap for gap in found.by_field if gap.field.id == field.id)


def tell_missing(gap: FieldCoverage, style: str) -> None:
    """List keys, one on a line, or as one JSON list."""
    keys = [paper.key for paper in gap.missing]
    if style == "json":
        show_json(json.dumps(keys, indent=2))
    for key in keys if style != "json" else ():
        show(f"- {key}" if style == "markdown" else key)
