"""Where the papers are listed that lack a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder import coverage
from site_builder.pages.addresses import COVERAGE

if TYPE_CHECKING:
    from site_builder.coverage import Field

TAKEN: Final = frozenset(map(coverage.slug, coverage.OF_RECORDS))
"""Addresses of the lists for what every record may have."""


def field_uri(field: Field) -> str:
    """Return the address of the list of papers that lack a field.

    Facets keep to themselves, and so do fields of the survey's own that would be taken for others.
    """
    slug = coverage.slug(field.id)
    if field.is_facet:
        return f"{COVERAGE}/facet-{slug}/"
    is_taken = slug in TAKEN or slug.startswith(coverage.PREFIXES)
    return f"{COVERAGE}/{'own-' if field.is_own and is_taken else ''}{slug}/"
