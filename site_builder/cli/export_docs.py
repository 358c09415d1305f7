"""`survey export-docs`: the site as plain files for other site generators."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import survey_root
from site_builder.cli.paths import PathType, resolved
from site_builder.cli.terminal import show
from site_builder.text.plurals import counted


@click.command("export-docs")
@click.argument("folder", metavar="DIR", type=PathType(path_type=Path))
@click.pass_context
def export_docs(ctx: click.Context, folder: Path) -> None:
    """Write the site's pages to DIR as plain files, for other site generators.

    Pages become Markdown files that hold ready HTML; everything else lies beside them, with a
    mkdocs.yml that needs no plugin of ours: MkDocs, ProperDocs and Zensical build it. DIR must be
    new, empty, or of an earlier export, whose files are written anew. Nothing else is touched.
    """
    from site_builder import export_docs as files  # noqa: PLC0415 (all templates take long to load)

    made = files.export(survey_root(ctx), resolved(folder), lambda m: show(m, err=True))
    others = len(made.folder.written) - made.page_count
    show(f"{counted(made.page_count, 'page')} and {counted(others, 'other file')} in {folder}")
