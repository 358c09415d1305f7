"""What commands print: every way to standard output and error goes through here."""

from __future__ import annotations

import click

from site_builder.problems import for_terminal, json_for_terminal, printable

LONGEST_MESSAGE = 500
"""Characters of a message beside the result."""


def show(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print lines for people; nothing in them speaks to the terminal, or to a forge's log."""
    click.echo(for_terminal(text), err=err, nl=nl)


def show_json(text: str) -> None:
    """Print JSON for programs: the same values, in characters that can be seen."""
    click.echo(json_for_terminal(text))


def pour(data: bytes | str) -> None:
    """Print a file that was asked for, as it is."""
    click.echo(data, nl=False)


class Shell:
    """A dialogue (`curation.dialogue`) with a person at a terminal."""

    def show(self, text: str) -> None:
        """Print to standard output."""
        show(text)

    def say(self, message: str) -> None:
        """Print to standard error, on one line."""
        show(printable(message, LONGEST_MESSAGE), err=True)

    def confirm(self, question: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        return click.confirm(for_terminal(question), default=default)

    def choose(self, question: str) -> list[str]:
        """Ask for names on one line, with blanks or commas between them."""
        answer: str = click.prompt(for_terminal(question), default="")
        return answer.replace(",", " ").split()
