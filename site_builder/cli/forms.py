"""`survey forms`: the list of categories in the issue form, made anew from the taxonomy."""

from __future__ import annotations

import click

from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import show
from site_builder.curation import issue_form as issue_forms
from site_builder.files import atomic, inside
from site_builder.library import Library
from site_builder.problems import SurveyError
from site_builder.yamlfiles.registries import FIELDS, TAXONOMY


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if forms would.")
@click.pass_context
def forms(ctx: click.Context, *, only_check: bool) -> None:
    """List the categories in the issue form "Add a paper" as the taxonomy has them now.

    Fields of fields.yaml with `ask: true` get a question each, too. Only these are written; the
    other words of the form are yours.
    """
    root = survey_root(ctx)
    library, _ = Library.load(root)
    if broken := sorted({TAXONOMY, FIELDS} & library.unread):
        raise SurveyError(f"{broken[0]} must be mended first: see `survey check`")
    path = root / issue_forms.FORM
    try:
        text = inside.read(path, root).decode("utf-8")
    except (OSError, UnicodeDecodeError, inside.Refused):
        raise SurveyError(f"there is no form {issue_forms.FORM}, or it is no text") from None
    made = issue_forms.rewritten(text, library.taxonomy, library.fields)
    if made == text:
        show(f"{issue_forms.FORM}: as the taxonomy has it", err=True)
        return
    if not only_check:
        atomic.replace(path, made)
    show(f"{issue_forms.FORM}: {'is not as the taxonomy has it' if only_check else 'written'}")
    ctx.exit(PROBLEMS_FOUND if only_check else 0)
