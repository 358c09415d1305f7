"""`survey refresh`: what has become of papers since their records were made."""

from __future__ import annotations

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import Shell


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and write nothing.")
@click.option(
    "--at-most",
    type=click.IntRange(min=0),
    metavar="N",
    help="Write nothing when more records would change; a tenth of all, unless KEYs are given.",
)
@click.option(
    "--citations/--no-citations",
    default=True,
    show_default=True,
    help="Whether to look which papers of the survey cite which.",
)
@click.pass_context
def refresh(
    ctx: click.Context,
    keys: tuple[str, ...],
    *,
    dry_run: bool,
    at_most: int | None,
    citations: bool,
) -> None:
    """Find preprints that were published, retractions, changed titles, missing DOIs, citations.

    Asks arXiv, DBLP, Crossref and, of what Crossref does not know, OpenAlex; changes the records
    for you to review: only the lines of what is new are touched. Asks OpenAlex and Semantic Scholar
    for lists of references; which papers here stand in them goes into citations.yaml. What is not
    plausible is told and not written, and nothing that is there is taken away. Exit 1 when there
    are more changes than can be true, or nobody could be asked.
    """
    from site_builder.curation import refreshing  # noqa: PLC0415 (what talks to services loads slowly)

    root = survey_root(ctx)
    outcome = refreshing.run(
        root, keys, Shell(), dry_run=dry_run, at_most=at_most, with_citations=citations
    )
    ctx.exit(0 if outcome is refreshing.Outcome.DONE else PROBLEMS_FOUND)
