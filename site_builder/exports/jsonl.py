"""Papers as JSON Lines: one record on a line, every field, results and sources too.

A line holds what the record's YAML holds, under the same names and in the same order, with two
differences: `key` comes first, and every author is an object (`family`, `given`, `particle`,
`suffix`, `orcid`, or `literal`). Fields without a value are left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.record.result_fields import flat

if TYPE_CHECKING:
    from site_builder.library import Library
    from site_builder.record.models import Paper


def fields(paper: Paper) -> dict[str, Any]:
    """Return all that a record says, as plain data that JSON takes."""
    found: dict[str, Any] = {}
    for name, value in paper.model_dump(mode="json", exclude_none=True).items():
        if name == "categories":
            found |= {facet: ids for facet, ids in value.items() if ids}
        elif name == "results" and value:
            found[name] = [flat(result) for result in value]
        elif name == "extra":
            found |= value
        elif value not in ([], {}, False):
            found[name] = value
    return found


def record(paper: Paper, library: Library) -> str:  # noqa: ARG001 (what every format is given)
    """Format one paper as a line; separators inside text that would end a line are escaped."""
    text = json.dumps(fields(paper), ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
        + "\n"
    )
