"""`survey links`: which links of records and pages are dead."""

from __future__ import annotations

import json
from pathlib import Path

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.paths import PathType
from site_builder.cli.terminal import Shell, pour, show, show_json
from site_builder.targets import check_file


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option(
    "--category",
    "categories",
    metavar="ID",
    multiple=True,
    help="Links of this category's papers and those below it; FACET/ID where facets share an id.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="For people, for programs, or as the body of an issue.",
)
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=3,
    show_default=True,
    metavar="DAYS",
    help="A page that is gone counts as broken when it was gone in an earlier run, too, at least "
    "so many days ago, and never there in between; with 0 at once.",
)
@click.option(
    "--again-after",
    type=click.FloatRange(min=0),
    default=1,
    show_default=True,
    metavar="DAYS",
    help="Do not ask again for what was there in the last DAYS.",
)
@click.option(
    "--memory",
    type=PathType(dir_okay=False, path_type=Path),
    help="The file that keeps what runs found; otherwise one in SURVEY_CACHE_DIR or the system's "
    "cache.",
)
@click.pass_context
def links(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    /,
    *,
    keys: tuple[str, ...],
    categories: tuple[str, ...],
    style: str,
    patience: float,
    again_after: float,
    memory: Path | None,
) -> None:
    """Ask whether links still lead somewhere; exit 1 when some are broken.

    Looks at every address in records, registries and hand-written pages, or at those of the papers
    chosen. Told apart are: broken; gone, but not for long enough to count (see --patience); moved
    for good, with the new address; unreachable; and blocked, where the host lets no programs in.
    Of DOIs the resolver alone is asked, and nothing in private networks. Where no host at all can
    be reached nothing is counted, and the exit code is 2.
    """
    from site_builder.curation import linkcheck  # noqa: PLC0415 (what talks to hosts loads slowly)

    root, shell = survey_root(ctx), Shell()
    if memory:
        check_file(memory, root)
    places = linkcheck.chosen(root, keys, categories, shell)
    findings = linkcheck.run(
        root, places, shell, patience=patience, again_after=again_after, memory=memory
    )
    if style == "json":
        show_json(json.dumps(linkcheck.as_data(findings), indent=2))
    elif style == "markdown":
        pour(linkcheck.as_markdown(findings))
    else:
        for line in linkcheck.as_text(findings):
            show(line)
    shell.say(linkcheck.summary(findings))
    ctx.exit(PROBLEMS_FOUND if any(each.is_broken for each in findings) else 0)
