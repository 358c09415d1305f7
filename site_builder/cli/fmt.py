"""`survey fmt`: every record in the one canonical form, comments kept."""

from __future__ import annotations

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.problem_report import report
from site_builder.cli.terminal import show
from site_builder.curation import formatting


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if fmt would.")
@click.pass_context
def fmt(ctx: click.Context, keys: tuple[str, ...], *, only_check: bool) -> None:
    """Put records into canonical form: order of fields, wrapping, quotes. Comments are kept.

    So are people.yaml, excluded.yaml, citations.yaml, watch.yaml and releases.yaml, where they are
    there. A file that is broken is told of and left as it is. KEY is a paper's key, or one of these
    files or its own.
    """
    root = survey_root(ctx)
    done = formatting.run(root, keys, write=not only_check)
    report(root, done.problems)
    for path in done.changed:
        show(f"{path}: {'is not in canonical form' if only_check else 'put in form'}")
    show(done.summary(), err=True)
    ctx.exit(PROBLEMS_FOUND if done.problems or (only_check and done.changed) else 0)
