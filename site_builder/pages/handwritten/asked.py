"""What a fragment of a hand-written page says, and what of it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder import query
from site_builder.problems import SurveyError, did_you_mean, one_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.text.fragments import Argument, Fragment

MOST: Final = 1_000
"""The largest number that `top` can be."""
CHOICE: Final = ("query", "category", "keys")
"""Arguments that choose papers, as the options of `survey export` do."""


class Fault(Exception):
    """Raised for a fragment that cannot be made; says why, where, and what to write instead."""

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint


@dataclass(frozen=True, slots=True)
class Asked:
    """A fragment with the survey that it asks."""

    library: Library
    fragment: Fragment

    def argument(self, name: str) -> Argument | None:
        """Find an argument by its name."""
        return next((each for each in self.fragment.arguments if each.name == name), None)

    def text(self, name: str) -> str:
        """Return an argument's value, or nothing where it is not given."""
        found = self.argument(name)
        return found.value if found else ""

    def at(self, name: str) -> int:
        """Return where an argument stands, or where the fragment does."""
        found = self.argument(name)
        return found.at if found else self.fragment.start

    def needed(self, name: str, known: Sequence[str]) -> str:
        """Return an argument's value, which must be given; raises Fault."""
        value = self.text(name)
        if not value:
            said = f"survey:{self.fragment.name} needs {name}=…"
            raise Fault(self.at(name), said, one_of(known) if known else "")
        return value

    def number(self, name: str, usual: int) -> int:
        """Return a number of things, from 1 on; raises Fault."""
        value = self.text(name)
        if not self.argument(name):
            return usual
        if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= MOST):
            said = f"{name}={quoted(value)} is no number from 1 to {MOST:,}"
            raise Fault(self.at(name), said)
        return int(value)

    def refuse_others(self, known: Sequence[str]) -> None:
        """Raise Fault for an argument that means nothing here, or that is given twice."""
        name = self.fragment.name
        for at, word in self.fragment.unread:
            raise Fault(at, f"survey:{name}: {quoted(word)} is no argument", 'write name="value"')
        seen = set[str]()
        for each in self.fragment.arguments:
            if each.name in seen:
                raise Fault(each.at, f"survey:{name}: {each.name}= is given twice", "delete one")
            seen.add(each.name)
            if each.name not in known:
                said = f"survey:{name} has no argument {quoted(each.name)}"
                raise Fault(each.at, said, near(each.name, known) or "it takes none")

    def papers(self) -> list[Paper]:
        """Return the papers that are chosen, by key or in the order of `keys`; raises Fault."""
        keys = tuple(self.text("keys").replace(",", " ").split())
        category = self.text("category")
        chosen = query.Query((category,) if category else (), keys, self.text("query"))
        try:
            found = query.select(self.library, chosen)
            order = [query.find_key(key, self.library) for key in keys]
        except SurveyError as error:
            raise Fault(self._where(), str(error)) from None
        return sorted(found, key=lambda paper: order.index(paper.key)) if keys else found

    def _where(self) -> int:
        """Return the place of the argument that chooses no papers."""
        given = [name for name in CHOICE if self.argument(name)]
        for name in given:
            alone = {each: self.text(each) if each == name else "" for each in CHOICE}
            categories = (alone["category"],) if alone["category"] else ()
            keys = tuple(alone["keys"].replace(",", " ").split())
            try:
                query.select(self.library, query.Query(categories, keys, alone["query"]))
            except SurveyError:
                return self.at(name)
        return self.fragment.start


def near(word: str, known: Iterable[str]) -> str:
    """Return a hint: the closest of the known words, or a list of them."""
    words = sorted(known)
    return did_you_mean(word, words) or (one_of(words) if words else "")
