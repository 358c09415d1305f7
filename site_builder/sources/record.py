"""A draft to the fields of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.yamlfiles.canonical import author

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from site_builder.sources.draft import Draft

COPIED: Final = (
    "title",
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


def fields(
    draft: Draft,
    venue: str,
    own: Mapping[str, Any],
    sources: Iterable[str],
    added: str,
) -> dict[str, Any]:
    """Return the fields of the record that a draft makes; what is not known is left out.

    `own` are its categories and what other fields of the survey hold, by id.
    """
    data = {name: value for name in COPIED if (value := getattr(draft, name)) not in ("", None)}
    lists = {"protect": list(draft.protect), "sources": list(sources), **own}
    return {
        **data,
        **{name: items for name, items in lists.items() if items not in (None, [])},
        **({"links": dict(draft.links)} if draft.links else {}),
        "authors": [author(person) for person in draft.authors],
        "venue": venue,
        "added": added,
    }


REQUIRED: Final = ("title", "authors", "year")
"""What a draft must say before a record can be made of it; the venue is seen to apart."""


def missing(draft: Draft) -> list[str]:
    """List the required fields that a draft lacks."""
    return [name for name in REQUIRED if not getattr(draft, name)]
