"""People of a record: authors and editors, and lists of them that may be cut."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import AfterValidator, model_validator

from site_builder.latex import to_text
from site_builder.record import values
from site_builder.record.types import (
    LINE,
    MOST_ITEMS,
    MOST_NAMES,
    AtLeastOne,
    CategoryId,
    FormerIds,
    Key,
    Line,
    Orcid,
    Record,
    Schema,
    at_most,
)
from site_builder.record.values import BadValue
from site_builder.text.names import Name, parse_name

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

MOST_AUTHORS: Final = 6_000
"""Authors of a paper; the largest experiments have three thousand, two together five thousand."""
MOST_AUTHOR_LETTERS: Final = 250_000
"""Letters of all authors' names together, of which citations and files repeat the first ones."""
SURELY_BOUNDED: Final = MOST_AUTHOR_LETTERS // (4 * (values.MAX_LINE + 1))
"""So many authors have no more letters together, whatever the four parts of their names hold."""
OTHERS: Final = "others"
"""Stands last in a list of people that is cut, as in BibTeX (btxdoc, section 4)."""


class Author(Record):
    """A person, or a group under its `literal` name."""

    given: Line | None = None
    """Given names."""
    particle: Line | None = None
    """A particle before the family name, such as van der."""
    family: Line | None = None
    """The family name."""
    suffix: Line | None = None
    """A suffix, such as Jr. or III."""
    literal: Line | None = None
    """The name of a group, in place of all the others."""
    orcid: Orcid | None = None
    """The ORCID iD, for example 0000-0002-1825-0097."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        """Parse "Given Family", and pass on a name in parts."""
        if isinstance(value, str):
            if value.strip() == OTHERS:
                raise BadValue("others stands for people who are not named", CUT_HINT)
            name = parse_name(values.line(value))
            parts = {"given": name.given, "particle": name.particle, "suffix": name.suffix}
            return {"family": name.family, **{k: v for k, v in parts.items() if v}}
        if isinstance(value, dict):
            return value
        raise BadValue(f"expected a name, got {values.describe(value)}", "write Given Family")

    @model_validator(mode="after")
    def _person_or_group(self) -> Self:
        parts = (self.given, self.particle, self.family, self.suffix)
        if self.literal is not None and any(parts):
            raise BadValue("has both a literal name and name parts", "keep one of them")
        if self.literal is None and self.family is None:
            raise BadValue("has no family name", "write family: …, or literal: … for a group")
        return self

    @cached_property
    def name(self) -> Name:
        """The parts of the name, empty where absent."""
        if self.literal is not None:
            return Name("", "", self.literal, "", is_group=True)
        return Name(self.given or "", self.particle or "", self.family or "", self.suffix or "")

    @cached_property
    def plain_name(self) -> Name:
        """The name with TeX read and every part on one line, once for all formats."""
        name = self.name
        given, particle, family, suffix = (
            to_text(part).strip() for part in (name.given, name.particle, name.family, name.suffix)
        )
        plain = Name(given, particle, family, suffix, name.is_group)
        return name if plain == name else plain

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        """Describe what may be written: a text, or either a person's parts or a group's name."""
        found = super().__get_pydantic_json_schema__(core, handler)
        if handler.mode == "validation":
            whole = handler.resolve_ref_schema(found)
            described = {**whole, "anyOf": [PERSON, GROUP]}
            whole.clear()
            whole["anyOf"] = [LINE, described]
        return found


NULL: Final[Schema] = {"type": "null"}
PERSON: Final[Schema] = {"required": ["family"], "properties": {"literal": NULL}}
GROUP: Final[Schema] = {
    "required": ["literal"],
    "properties": {"given": NULL, "particle": NULL, "family": NULL, "suffix": NULL},
}

CUT_HINT: Final = "write it last, behind at least one name; a group of that name is {literal: …}"
FIRST_AND_OTHERS: Final = "name the first ones, then write `- others` last"


def _of_bounded_letters(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Validate authors whose names are not too long together."""
    if len(authors) <= SURELY_BOUNDED:
        return authors
    letters = sum(len(author.name.display) for author in authors)
    if letters > MOST_AUTHOR_LETTERS:
        raise BadValue(
            f"has names of {letters:,} letters together, at most {MOST_AUTHOR_LETTERS:,} are"
            " allowed",
            FIRST_AND_OTHERS,
        )
    return authors


People = Annotated[
    tuple[Author, ...], at_most(MOST_AUTHORS, FIRST_AND_OTHERS), AfterValidator(_of_bounded_letters)
]
Authors = Annotated[People, AtLeastOne()]


def is_cut(people: object) -> bool:
    """Return whether the word for more people stands behind at least one of them."""
    if not isinstance(people, list | tuple) or len(people) < len(("one", OTHERS)):
        return False
    return isinstance(people[-1], str) and people[-1].strip() == OTHERS


MOST_PEOPLE: Final = 10_000
"""Entries of people.yaml, which tells few people apart."""


class PersonEntry(Record):
    """A person whom names alone do not tell from others, or who has several names."""

    id: CategoryId
    """Lower-case letters, digits and hyphens; the last part of the author's address."""
    name: Author
    """The name that readers see, written as in a record."""
    orcid: Orcid | None = None
    """The ORCID iD, for example 0000-0002-1825-0097."""
    other_names: Annotated[tuple[Author, ...], at_most(MOST_NAMES)] = ()
    """Other spellings and former names, under which papers are this person's too."""
    papers: Annotated[tuple[Key, ...], at_most(MOST_ITEMS)] = ()
    """The person's papers by key, where others have the same name; without it, all of that name."""
    not_same_as: Annotated[tuple[CategoryId, ...], at_most(MOST_NAMES)] = ()
    """Ids of people here who may be taken for this one."""
    former_ids: FormerIds = ()
    """Ids that the person had before; their addresses lead here for ever."""

    @property
    def names(self) -> tuple[Name, ...]:
        """The name that readers see, then the others."""
        return tuple(author.name for author in (self.name, *self.other_names))


class PeopleFile(Record):
    """The file people.yaml."""

    people: Annotated[tuple[PersonEntry, ...], at_most(MOST_PEOPLE)]
    """Authors who need telling apart, or who have several names."""
