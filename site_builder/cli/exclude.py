"""`survey exclude`: a paper that was looked at and left out, with the reason."""

from __future__ import annotations

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import Shell


@click.command()
@click.argument("text", metavar="[ID]", default="")
@click.option("--reason", required=True, metavar="REASON", help="An id of the reasons declared.")
@click.option("--note", default="", metavar="TEXT", help="What the reason does not say, in a line.")
@click.option("--by", default="", metavar="WHO", help="Who decided.")
@click.option("--title", default="", metavar="TEXT", help="The paper's title: no service is asked.")
@click.option("--year", type=int, metavar="YEAR", help="Its year.")
@click.option("--venue", default="", metavar="TEXT", help="Where it appeared.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing; write nothing where there is a doubt.")
@click.pass_context
def exclude(  # noqa: PLR0913 (one argument for each option)
    ctx: click.Context,
    *,
    text: str,
    reason: str,
    note: str,
    by: str,
    title: str,
    year: int | None,
    venue: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Leave a paper out, and keep why in excluded.yaml.

    ID is what `survey add` takes: an arXiv id, a DOI, or the address of a paper's page. Its title,
    year and venue come from the same services; with --title nobody is asked, and ID may be missing.
    `survey add` and `survey import` then say that it was left out before they ask again.

    REASON is one of those that excluded.yaml declares under reasons.
    """
    from site_builder.curation import excluding  # noqa: PLC0415 (what talks to services loads slowly)

    if not text and not title:
        raise click.UsageError("name the paper: an arXiv id, a DOI, an address, or --title")
    decision = excluding.Decision(reason, note, by, title, year, venue)
    ask = not (yes or dry_run)
    root = survey_root(ctx)
    done = excluding.run(root, text, decision, Shell(), dry_run=dry_run, ask=ask)
    ctx.exit(0 if done else PROBLEMS_FOUND)
