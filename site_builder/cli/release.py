"""`survey release`: a version of the survey that stays as it is, and that can be cited."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell


@click.command()
@click.argument("version", metavar="VERSION")
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    help="Make the data package of the commit that is checked out, in this folder.",
)
@click.option("--listed", is_flag=True, help="With --out: only if releases.yaml has the version.")
@click.option("--summary", default="", metavar="TEXT", help="What is new, in your own words.")
@click.option("--dry-run", is_flag=True, help="Show the entry, and write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.pass_context
def release(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    *,
    version: str,
    out: Path | None,
    listed: bool,
    summary: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Enter a release in releases.yaml, or make its data package with --out DIR.

    VERSION is numbers with dots between them, by the calendar (2026.11) or by Semantic Versioning
    (1.2.0), and its git tag is vVERSION. The entry has the day, counts and what changed since the
    tag of the release before; the site lists it at /releases/.

    The package has every record, registry and result as tidy tables with declared types, every
    export, checksums, licences, CITATION.cff and what changed: the same bytes from one commit. DIR
    must be new, empty, or of an earlier release, whose files are then replaced. Files that are not
    committed, and errors of `survey check`, are refused.
    """
    from site_builder.curation import releasing  # noqa: PLC0415 (what writes formats loads slowly)

    if out is None and listed:
        raise click.UsageError("--listed goes with --out DIR")
    if out is not None and (summary or dry_run or yes):
        raise click.UsageError("--summary, --dry-run and --yes do not go with --out DIR")
    root = survey_root(ctx)
    if out is not None:
        releasing.make(root, version, out, Shell(), listed=listed)
        return
    done = releasing.enter(
        root, version, summary, Shell(), dry_run=dry_run, ask=not (yes or dry_run)
    )
    ctx.exit(0 if done else PROBLEMS_FOUND)
