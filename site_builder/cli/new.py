"""`survey new`: a survey on another subject."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

import click

from site_builder import starter
from site_builder.cli.paths import PathType, resolved
from site_builder.cli.terminal import show
from site_builder.problems import printable

FIRST: Final = (
    "git init",
    "survey serve       # shows the site at a local address",
    "survey add ID      # an arXiv id, a DOI, or the address of a paper's page",
)
"""What to do first in a new survey."""
NO_WHEEL: Final = (
    "The workflows need the engine's wheel in wheels/; requirements.txt tells how it gets there."
)


@click.command()
@click.argument("folder", metavar="DIR", type=PathType(path_type=Path))
@click.option("--title", help="The survey's name; otherwise it is made of the folder's.")
def new(folder: Path, title: str | None) -> None:
    """Begin a survey on another subject in DIR, a folder that is new or empty.

    It has no papers yet and builds at once: categories, venues and benchmarks with comments that
    tell what to write, pages, navigation, and the workflows that check and publish it.
    """
    place = resolved(folder)
    written = starter.begin(place, starter.title_from(place) if title is None else title)
    show(f"An empty survey of {len(written)} files. Next:\n")
    for command in (f"cd {shlex.quote(printable(str(folder), 200))}", *FIRST):
        show(f"    {command}")
    show("\nREADME.md there tells more; taxonomy.yaml and docs/index.md are the first to edit.")
    if not any(name.startswith(starter.WHEELS) for name in written):
        show(NO_WHEEL)
