"""JSON Schemas of the files that people write and of the JSON that the site gives (draft 07).

Draft 07 and no later one, because that is what the YAML language server of editors follows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from site_builder.site import SCHEMA
from site_builder.web.schemas import api, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.types import Schema

__all__ = ["files", "for_api", "for_editors"]


def for_editors(library: Library) -> dict[str, Schema]:
    """Return the schemas of the files that people write, by name, with a survey's own ids."""
    return {
        "paper": records.paper(library),
        "taxonomy": records.taxonomy(),
        "venues": records.venues(),
        "benchmarks": records.benchmarks(),
        "fields": records.fields(),
        "people": records.people(),
        "excluded": records.excluded(),
        "citations": records.citations(),
        "watch": records.watch(library),
        "releases": records.releases(),
    }


def for_api(library: Library) -> dict[str, Schema]:
    """Return the schemas of the files below `api/v1`, by name."""
    return {
        "api-paper": api.paper(library),
        "api-papers": api.papers(library),
        "api-taxonomy": api.taxonomy(),
        "api-excluded": api.excluded(),
    }


def files(library: Library) -> Iterator[tuple[str, str]]:
    """Yield address and text of every schema of a site."""
    for name, schema in (for_editors(library) | for_api(library)).items():
        yield f"{SCHEMA}/{name}.json", as_text(schema)


def as_text(schema: Schema) -> str:
    """Format a schema as people read it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
