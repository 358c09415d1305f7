"""`survey build` and `survey serve`: the site, as `mkdocs build` and `mkdocs serve` give it."""

from __future__ import annotations

import atexit
import gc
from pathlib import Path

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType


@click.command()
@click.option(
    "--out",
    type=PathType(file_okay=False, path_type=Path),
    help="Where to write the site; otherwise where mkdocs.yml says.",
)
@click.option("--strict", is_flag=True, help="Fail when there is any warning.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes make the site; otherwise as many as there are cores.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The scheduler of a Dask cluster whose workers make the site.",
)
@click.pass_context
def build(
    ctx: click.Context,
    out: Path | None,
    *,
    strict: bool,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Build the site."""
    if workers and scheduler is not None:
        raise click.UsageError("write --workers or --scheduler: a cluster has workers of its own")
    from site_builder.mkdocs_site import run  # noqa: PLC0415 (MkDocs takes longer to load than most commands to run)

    root = survey_root(ctx)
    done = run.build(root, out=out, strict=strict, workers=workers, scheduler=scheduler)
    atexit.register(gc.freeze)  # all goes with the process: nobody needs to look for cycles in it
    ctx.exit(0 if done else PROBLEMS_FOUND)


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.pass_context
def serve(ctx: click.Context, address: str) -> None:
    """Serve the site on this machine and rebuild it on every edit."""
    from site_builder.mkdocs_site import run  # noqa: PLC0415 (the same)

    run.serve(survey_root(ctx), address=address)
