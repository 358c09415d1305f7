"""What is odd in a record, and the one thing to write instead where there is only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from site_builder.problems import Loc
    from site_builder.record.models import Author


class Parts(NamedTuple):
    """The parts of a name as a record has them, empty where absent."""

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""
    literal: str = ""

    @classmethod
    def of(cls, author: Author) -> Parts:
        """Take the parts of an author of a record."""
        return cls(
            author.given or "",
            author.particle or "",
            author.family or "",
            author.suffix or "",
            author.literal or "",
        )

    def __str__(self) -> str:
        """Format the name in reading order."""
        return self.literal or " ".join(filter(None, self[:4]))


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd in one value."""

    code: str
    """The rule's: the field and the kind of oddity, such as `title.capitals`."""
    loc: Loc
    message: str
    hint: str = ""
    cure: str | Parts | None = None
    """What the value becomes, where nothing else can be meant."""
    written: str = ""
    """The value as the file has it, where reading it gives another one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the catalogue of rules."""

    fields: tuple[str, ...]
    """Where it looks; each field gives a code, `FIELD.KIND`."""
    kind: str
    wrong: str
    """What is wrong, in words."""
    example: str
    """A value that the rule finds."""
    instead: str
    """What to write instead of the example."""
    certain: bool = False
    """Whether `survey check --fix` writes that, at least for values as plain as the example."""
