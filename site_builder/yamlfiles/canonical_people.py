"""People.yaml in canonical form, comments kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.record.people import PeopleFile
from site_builder.yamlfiles.canonical_registry import canonical_registry

if TYPE_CHECKING:
    from site_builder.problems import Loc
    from site_builder.yamlfiles.canonical import Outcome

NAME: Final = ("people", 0, "name")
OTHER_NAME: Final = ("people", 0, "other_names", 0)


def canonical_people(text: str, shown: str) -> Outcome:
    """Put people.yaml in canonical form; a broken file comes back as its problems."""
    return canonical_registry(text, shown, PeopleFile, "people", _is_person)


def _is_person(loc: Loc) -> bool:
    """Return whether a name of a person stands at a place."""
    shape = NAME if len(loc) == len(NAME) else OTHER_NAME
    return len(loc) == len(shape) and loc[::2] == shape[::2]
