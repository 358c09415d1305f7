"""A draft to the fields of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.record.models import OTHERS
from site_builder.sources.entry_types import OF_VENUES
from site_builder.yamlfiles.canonical import author

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.record.models import VenueKind
    from site_builder.sources.draft import Draft, Person

COPIED: Final = (
    "title",
    "degree",
    "booktitle",
    "series",
    "year",
    "volume",
    "number",
    "pages",
    "month",
    "arxiv_id",
    "arxiv_class",
    "doi",
    "submitted",
    "comment",
    "journal_ref",
    "abstract",
    "notes",
)
"""Fields that drafts and records have alike."""


def fields(  # noqa: PLR0913, PLR0917 (one argument for each thing that a draft does not know)
    draft: Draft,
    venue: str,
    own: Mapping[str, Any],
    sources: Iterable[str],
    added: str,
    kind: VenueKind | None = None,
) -> dict[str, Any]:
    """Return the fields of the record that a draft makes; what is not known is left out.

    `own` are its categories and what other fields of the survey hold, by id. `kind` is that of the
    venue: the type is written only where the kind does not say it.
    """
    data = {name: value for name in COPIED if (value := getattr(draft, name)) not in ("", None)}
    lists = {"protect": list(draft.protect), "sources": list(sources), **own}
    mappings = {"links": dict(draft.links), "status": dict(draft.status)}
    says = kind is not None and OF_VENUES.get(kind) == draft.type and not draft.degree
    told = {name: items for name, items in lists.items() if items not in (None, [])}
    return {
        **data,
        **({"type": draft.type} if draft.type and not says else {}),
        **told,
        **{name: items for name, items in mappings.items() if items},
        **({"editors": _people(draft.editors, draft.editors_cut)} if draft.editors else {}),
        "authors": _people(draft.authors, draft.others),
        "venue": venue,
        "added": added,
    }


def _people(people: Iterable[Person], cut: bool) -> list[Any]:  # noqa: FBT001 (as it is written)
    return [*(author(person) for person in people), *([OTHERS] if cut else [])]


REQUIRED: Final = ("title", "authors", "year")
"""What a draft must say before a record can be made of it; the venue is seen to apart."""


def missing(draft: Draft) -> list[str]:
    """List the required fields that a draft lacks."""
    return [name for name in REQUIRED if not getattr(draft, name)]
