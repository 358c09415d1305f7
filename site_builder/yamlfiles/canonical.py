"""A record's file in canonical form: order of fields, wrapping, normal values; comments kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import Problem
from site_builder.record import values
from site_builder.record.models import OTHERS, PEOPLE, Author
from site_builder.text.names import parse_name
from site_builder.yamlfiles import comments, parsing, reading, writing
from site_builder.yamlfiles.comments import Remarks
from site_builder.yamlfiles.writing import Plain

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from site_builder.problems import Loc
    from site_builder.record.models import Paper
    from site_builder.record.result_fields import ResultFields
    from site_builder.yamlfiles.parsing import Declared, Shape
    from site_builder.yamlfiles.reading import Document

NORMAL: Final[Mapping[str, Callable[[object], object]]] = {
    "arxiv_id": values.arxiv_id,
    "doi": values.doi,
    "orcid": values.orcid,
    "volume": values.numeral,
    "number": values.numeral,
    "pages": values.numeral,
}
"""Fields that people write in several ways, and what gives the one that we keep."""
PEOPLE_AT: Final = {(name,) for name in PEOPLE}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    text: str | None
    """Its canonical form; None where the record is broken."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """All that a record's text says."""

    document: Document | None
    problems: tuple[Problem, ...]
    paper: Paper | None = None
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def meaning(self) -> tuple[Paper | None, Counter[str]]:
        """What two texts share that differ in form alone."""
        if self.paper is None:
            return None, self.remarks.count()
        return parsing.filed(self.paper), self.remarks.count()


def canonical(  # noqa: PLR0913 (the file, and what its fields are)
    text: str,
    shown: str,
    key: str,
    facets: tuple[str, ...],
    declared: Declared = (),
    *,
    results: ResultFields | None = None,
) -> Outcome:
    """Put a record's text in canonical form; a broken record comes back as its problems.

    The new text is read again, and refused unless it says the same with the same comments.
    """
    shape = facets, declared, results
    said = _read(text, shown, key, shape)
    if said.document is None or said.paper is None:
        return Outcome(None, said.problems)
    meaning = said.meaning  # counted before the writer moves comments
    normal = Normal(said.document, said.remarks).record()
    new = writing.record(normal, facets, said.remarks, declared=declared, results=results)
    if new != text and _read(new, shown, key, shape).meaning != meaning:
        message = "cannot be put in canonical form without changing what it says"
        return Outcome(None, (Problem(shown, 1, 1, "form", message, "please report this"),))
    return Outcome(new)


def _read(text: str, shown: str, key: str, shape: Shape) -> _Said:
    document, problems = reading.parse(text, shown)
    if document is None or problems:
        return _Said(document, tuple(problems))
    parsed = parsing.read_paper(document, key, *shape)
    if parsed.paper is None:
        return _Said(document, parsed.problems)
    return _Said(document, (), parsed.paper, comments.find(text, document.node))


def is_author(loc: Loc) -> bool:
    """Return whether an author or editor stands at a place of a record."""
    return loc[:1] in PEOPLE_AT and len(loc) == len(("authors", 0))


class Normal:
    """Plain data of a sound file, each value in its normal form."""

    def __init__(
        self, document: Document, found: Remarks, is_person: Callable[[Loc], bool] = is_author
    ) -> None:
        """Take a file with its comments; `is_person` tells where names of people stand."""
        self.document, self.remarks, self.is_person = document, found, is_person

    def record(self) -> dict[str, Any]:
        """Return all that the file says."""
        data: dict[str, Any] = self._value(self.document.node, self.document.data, ())
        return data

    def _value(self, node: Any, data: object, loc: Loc) -> Any:
        if isinstance(data, dict):
            return self._mapping(node, data, loc)
        if isinstance(data, list):
            pairs = zip(node.value, data, strict=True)
            items = [self._value(child, each, (*loc, i)) for i, (child, each) in enumerate(pairs)]
            return self._list(loc, items)
        if self.is_person(loc):
            is_cut = isinstance(data, str) and data.strip() == OTHERS
            return OTHERS if is_cut else author(Author.model_validate(data).model_dump())
        return self._scalar(node, data, str(loc[-1]) if loc else "")

    def _mapping(self, node: Any, data: dict[str, Any], loc: Loc) -> Any:
        children = {str(key.value): value for key, value in node.value}
        found = {
            name: self._value(children[name], value, (*loc, name)) for name, value in data.items()
        }
        if self.is_person(loc) and not self.remarks.within(loc):
            return author(found)
        return found

    def _list(self, loc: Loc, items: list[Any]) -> Any:
        """Write a single source without a list."""
        single = loc[-1:] == ("source",) and len(items) == 1 and not self.remarks.touch((*loc, 0))
        return items[0] if single else items

    def _scalar(self, node: Any, data: object, name: str) -> object:
        if name in NORMAL and data is not None:
            return NORMAL[name](data)
        if isinstance(data, bool) or data is None:
            return data
        if not isinstance(data, str):
            return Plain(node.value)
        return unicodedata.normalize("NFC", data).strip()


def author(parts: Mapping[str, Any]) -> str | dict[str, Any]:
    """Format a person as "Given Family" where that reads back as the same name, else in parts."""
    kept = {name: text for name, text in parts.items() if text}
    if set(kept) <= {"given", "particle", "family", "suffix"}:
        name = Author(**kept).name
        if parse_name(name.spaced) == name and name.spaced != OTHERS:
            return name.spaced
    return kept
