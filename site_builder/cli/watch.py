"""`survey watch`: new papers that may belong here, ranked, with the reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell, pour, show, show_json
from site_builder.targets import check_file

if TYPE_CHECKING:
    import datetime as dt

SOURCES = ("arxiv", "openalex", "semantic-scholar", "dblp", "openreview")


@click.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Look at what came since this day; otherwise since each service was last asked.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="For people, for programs, or as the body of an issue.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="N",
    help="Propose the likeliest N.",
)
@click.option(
    "--source",
    "sources",
    type=click.Choice(SOURCES),
    multiple=True,
    help="Ask this service alone; may be given several times.",
)
@click.option(
    "--memory",
    type=PathType(dir_okay=False, path_type=Path),
    help="The file that keeps what was proposed; otherwise one in SURVEY_CACHE_DIR or the "
    "system's folder for such things.",
)
@click.option("--dry-run", is_flag=True, help="Remember nothing: the next run proposes the same.")
@click.pass_context
def watch(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    /,
    *,
    since: dt.datetime | None,
    style: str,
    limit: int,
    sources: tuple[str, ...],
    memory: Path | None,
    dry_run: bool,
) -> None:
    """Look for new papers as watch.yaml says, and propose those that may belong here.

    Asks arXiv, OpenAlex, Semantic Scholar, DBLP and OpenReview; answers are kept for a day. What
    has a record, stands in excluded.yaml or was proposed on an earlier day is left out and counted.
    The rest is ranked by likeness to the records, with the reasons in words and a category; nothing
    is written but what was proposed. Services that fail are told and hide nothing of the others.
    Exit 1 when nobody could be asked.
    """
    from site_builder.curation import services, watch_report, watching  # noqa: PLC0415 (loads slowly)

    root, shell = survey_root(ctx), Shell()
    if memory:
        check_file(memory, root)
    day = since.date() if since else None
    wanted = watching.Wanted(day, limit, sources, memory, dry_run)
    report = watching.run(root, wanted, shell)
    repository = services.repository(root)
    if style == "json":
        show_json(json.dumps(watch_report.as_data(report, repository), indent=2))
    elif style == "markdown":
        pour(watch_report.as_markdown(report, repository))
    else:
        for line in watch_report.as_text(report):
            show(line)
    shell.say(watch_report.summary(report))
    ctx.exit(PROBLEMS_FOUND if report.is_unanswered else 0)
