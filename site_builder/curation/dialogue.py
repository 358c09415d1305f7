"""How a workflow speaks with whoever runs it: a person at a shell, a bot, or a script of a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Dialogue(Protocol):
    """Somebody to tell things to and to ask.

    Texts may hold what strangers wrote. Whoever implements this makes them harmless where they go:
    on a terminal, in a log, in an issue.
    """

    def show(self, text: str) -> None:
        """Show a part of the result, of one line or several: a record, what was written."""

    def say(self, message: str) -> None:
        """Say something beside the result, on one line: progress, a doubt, why not."""

    def confirm(self, question: str, *, default: bool) -> bool:
        """Ask for yes or no; return the default where nothing is answered."""

    def choose(self, question: str) -> list[str]:
        """Ask for any number of names; return them as they were given, none for no answer."""


@dataclass
class Collected:
    """A dialogue with nobody: keeps what is said, shows nothing, takes every default."""

    said: list[str] = field(default_factory=list)

    def show(self, text: str) -> None:
        """Pass over a part of the result: who runs the workflow has it as a value."""

    def say(self, message: str) -> None:
        """Keep what was said."""
        self.said.append(message)

    def confirm(self, question: str, *, default: bool) -> bool:  # noqa: ARG002 (nobody reads it)
        """Return the default."""
        return default

    def choose(self, question: str) -> list[str]:  # noqa: ARG002 (the same)
        """Return no name."""
        return []
