"""`survey schema`: JSON Schemas of records and registries, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import show
from site_builder.files import atomic
from site_builder.library import Library
from site_builder.targets import check_file
from site_builder.web import schemas

FOLDER = "schema"
"""Where the first line of every record says that its schema is, below the survey's root."""


@click.command()
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    help="The folder to write to; otherwise schema/ in the survey.",
)
@click.pass_context
def schema(ctx: click.Context, out: Path | None) -> None:
    """Write the schemas with which an editor helps to write records."""
    root = survey_root(ctx)
    library, _ = Library.load(root)
    folder = out or root / FOLDER
    found = schemas.for_editors(library)
    files = {folder / f"{name}.json": schemas.as_text(each) for name, each in found.items()}
    for path, text in files.items():
        check_file(path, root, text.encode())
    atomic.make_folder(folder)
    for path, text in files.items():
        atomic.replace(path, text)
    show(f"{len(found)} schemas written to {folder}", err=True)
