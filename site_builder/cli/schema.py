"""`survey schema`: JSON Schemas of records and registries, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import schemas
from site_builder.cli.context import survey_root
from site_builder.cli.terminal import show
from site_builder.library import Library

FOLDER = "schema"
"""Where the first line of every record says that its schema is, below the survey's root."""


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; otherwise schema/ in the survey.",
)
@click.pass_context
def schema(ctx: click.Context, out: Path | None) -> None:
    """Write the schemas with which an editor helps to write records."""
    root = survey_root(ctx)
    library, _ = Library.load(root)
    folder = out or root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    found = schemas.for_editors(library)
    for name, each in found.items():
        (folder / f"{name}.json").write_text(schemas.as_text(each), encoding="utf-8")
    show(f"{len(found)} schemas written to {folder}", err=True)
