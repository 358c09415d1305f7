"""`survey mcp`: an assistant in an editor asks the survey."""

from __future__ import annotations

import sys

import click

from site_builder.cli.context import survey_root
from site_builder.cli.terminal import show
from site_builder.problems import SurveyError


@click.command()
@click.option(
    "--write", is_flag=True, help="Let it write new records, each after it has shown the file."
)
@click.option("--online", is_flag=True, help="Let it ask metadata services, as `survey add` does.")
@click.pass_context
def mcp(ctx: click.Context, *, write: bool, online: bool) -> None:
    """Answer an assistant's questions: a server of the Model Context Protocol.

    An editor or assistant starts it and speaks to it on standard input and output: it searches the
    survey, reads papers, compares results, cites, and proposes records. Nothing is written or asked
    of the network without the options.
    """
    root = survey_root(ctx)
    try:
        from site_builder.assistant.server import serve  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError as missing:
        install = "pip install 'living-survey[mcp]'"
        raise SurveyError(f"an assistant needs the package mcp: {install} ({missing})") from None
    from site_builder.assistant.snapshot import Held  # noqa: PLC0415 (the same)
    from site_builder.assistant.tools import Desk  # noqa: PLC0415 (the same)

    if sys.stdin.isatty():
        show("waiting for an assistant, which starts this command itself; Ctrl-D ends it", err=True)
    serve(Desk(Held(root), may_write=write, may_ask_services=online))
