"""Entries put into releases.yaml; every other byte stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from site_builder.problems import SurveyError
from site_builder.record.releases import Release, ReleasesFile
from site_builder.yamlfiles import comments, editing, parsing, writing
from site_builder.yamlfiles.comments import MODELINE

if TYPE_CHECKING:
    from site_builder.yamlfiles.reading import Document

LIST: Final = "releases"
HEAD: Final = f"{MODELINE} $schema=schema/releases.json\n{LIST}: []\n"
"""What a file without entries says."""


def shown_entry(release: Release) -> list[str]:
    """Format an entry as its file has it, as lines."""
    return writing.entry(_data(release))


def with_release(text: str, shown: str, release: Release) -> tuple[str, int]:
    """Put an entry behind all others; return the text and the entry's line, counted from 1.

    An empty text becomes a file of its own. Raises SurveyError when the file is broken or not in
    block form.
    """
    text = text if text.strip() else HEAD
    old, before = _read(text, shown)
    lines, row = editing.lines_with_last(text.split("\n"), old.node, LIST, _data(release), shown)
    new = "\n".join(lines)
    now, found = _read(new, shown)
    kept = comments.find(text, old.node).count() == comments.find(new, now.node).count()
    if not kept or found.releases != (*before.releases, release):
        raise SurveyError(f"{shown} {editing.REFUSED}")
    return new, row + 1


def _data(release: Release) -> dict[str, Any]:
    """Return what an entry says, without what it does not need to say."""
    data = release.model_dump(mode="json", exclude_none=True)
    data["counts"] = {name: count for name, count in data["counts"].items() if count}
    data["changes"] = list(data["changes"])
    return data


def _read(text: str, shown: str) -> tuple[Document, ReleasesFile]:
    document = editing.document(text, shown)
    found, problems = parsing.read_registry(document, ReleasesFile)
    if found is None or problems:
        raise SurveyError(f"{shown} is broken and cannot be changed: see `survey check`")
    return document, found
