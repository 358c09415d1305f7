"""`survey import`: records from BibTeX, RIS or CSL-JSON."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell


@click.command("import")
@click.argument("file", type=PathType(exists=True, dir_okay=False, path_type=Path))
@click.option("--category", "categories", multiple=True, metavar="ID", help="File all of it here.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing; leave out what may be a duplicate.")
@click.pass_context
def import_(
    ctx: click.Context, file: Path, categories: tuple[str, ...], *, dry_run: bool, yes: bool
) -> None:
    """Import a bibliography: .bib, .ris, or CSL-JSON.

    Papers that are here already are recognised by DOI or arXiv id, or by title and author within a
    year; what the file knows and their records do not is added to them. Every entry is accounted
    for, with its line where something could not be taken.
    """
    from site_builder.curation import importing  # noqa: PLC0415 (parsers take long to load)

    ask = not (yes or dry_run)
    root = survey_root(ctx)
    fates = importing.run(root, file, categories, Shell(), dry_run=dry_run, ask=ask)
    ctx.exit(PROBLEMS_FOUND if fates[importing.Fate.LEFT_OUT] else 0)
