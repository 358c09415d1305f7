"""`survey add`: a record from an arXiv id, a DOI, or the address of a paper's page."""

from __future__ import annotations

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import Shell


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--category", "categories", multiple=True, metavar="ID", help="File it here.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing; leave out what may be a duplicate.")
@click.pass_context
def add(
    ctx: click.Context,
    ids: tuple[str, ...],
    categories: tuple[str, ...],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Add papers by arXiv id, DOI, or the address of a paper's page.

    ID is an arXiv id, a DOI, or an address at arXiv, doi.org, OpenReview, the ACL Anthology, CVF
    Open Access, PMLR or NeurIPS. The data come from arXiv, Crossref, DBLP, OpenAlex and Semantic
    Scholar. Categories are proposed with reasons and never chosen for you; name one as ID, or as
    FACET/ID where two facets have it.

    Set SURVEY_CONTACT to your e-mail address: services are kinder to those who can be asked.
    OPENALEX_API_KEY and SEMANTIC_SCHOLAR_API_KEY are used where set; answers are kept for a day
    in SURVEY_CACHE_DIR; SURVEY_SERVICES_URL names a mirror that has all services below it.
    """
    from site_builder.curation import adding  # noqa: PLC0415 (what talks to services takes long to load)

    ask = not (yes or dry_run)
    root = survey_root(ctx)
    outcomes = adding.run(root, ids, categories, Shell(), dry_run=dry_run, ask=ask)
    ctx.exit(0 if all(each.is_done for each in outcomes) else PROBLEMS_FOUND)
