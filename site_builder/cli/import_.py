"""`survey import`: records from BibTeX, RIS or CSL-JSON."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.output import write_out
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell, show
from site_builder.problems import SurveyError
from site_builder.text.plurals import counted


@click.command("import")
@click.argument("file", type=PathType(exists=True, dir_okay=False, path_type=Path))
@click.option("--category", "categories", multiple=True, metavar="ID", help="File all of it here.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option(
    "--propose",
    metavar="TABLE",
    type=PathType(dir_okay=False, path_type=Path),
    help="Write no record, but a table (CSV) of the new ones with proposed categories, to edit.",
)
@click.option(
    "--proposals",
    "table",
    metavar="TABLE",
    type=PathType(exists=True, dir_okay=False, path_type=Path),
    help="Take from such a table which are wanted, and their categories.",
)
@click.option("--yes", is_flag=True, help="Ask nothing; leave out what may be a duplicate.")
@click.pass_context
def import_(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    file: Path,
    categories: tuple[str, ...],
    *,
    propose: Path | None,
    table: Path | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Import a bibliography: .bib, .ris, or CSL-JSON.

    Papers that are here already are recognised by DOI or arXiv id, or by title and author within a
    year; what the file knows and their records do not is added to them. Every entry is accounted
    for, with its line where something could not be taken.

    A large file is sorted in two steps: --propose TABLE writes a table with the likeliest
    categories of each new paper and why; edit it in any spreadsheet, write no where a paper is not
    wanted (or remove its row), and give it back with --proposals TABLE.
    """
    from site_builder.curation import importing  # noqa: PLC0415 (parsers take long to load)

    root = survey_root(ctx)
    if propose:
        if table:
            raise click.UsageError("--propose writes a table and --proposals reads one: name one")
        _check_new(propose)
        fates, text = importing.propose(root, file, categories, Shell())
        write_out(text, propose, root)
        show(
            f"{propose}: {counted(fates[importing.Fate.ADDED], 'new paper')}, nothing imported yet"
        )
    else:
        ask = not (yes or dry_run)
        fates = importing.run(
            root, file, categories, Shell(), dry_run=dry_run, ask=ask, table=table
        )
    ctx.exit(PROBLEMS_FOUND if fates[importing.Fate.LEFT_OUT] else 0)


def _check_new(table: Path) -> None:
    """Raise SurveyError for a table that is there: somebody may have edited it."""
    if table.exists():
        raise SurveyError(f"{table} is there already and may have been edited: name another file")
