"""The file datapackage.json: every file with its type, size and checksum (datapackage.org)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.datapackage.archive import sha256
from site_builder.datapackage.cells import LINE_END, UNGUARD
from site_builder.datapackage.citation import as_json
from site_builder.datapackage.edition import author_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.datapackage.edition import Edition
    from site_builder.datapackage.tables import Table

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCES: Final = "https://spdx.org/licenses/"
GUARD: Final = {
    "description": (
        "Text that a spreadsheet would compute has an apostrophe in front; to have the text"
        " itself, replace what the pattern matches in a cell of type string by its first group."
    ),
    "pattern": UNGUARD,
    "replacement": "\\1",
}


@dataclass(frozen=True)
class File:
    """A file of the package."""

    name: str
    path: str
    title: str
    media_type: str
    content: bytes
    table: Table | None = None


def descriptor(edition: Edition, files: Sequence[File]) -> str:
    """Format the descriptor of a version's package."""
    said = edition.citation
    homepage = next((said[name] for name in ("url", "repository") if name in said), "")
    found: dict[str, Any] = {
        "$schema": PROFILE,
        "name": edition.name,
        "id": edition.address,
        "title": edition.title,
        "description": str(said.get("abstract") or ""),
        "version": edition.version,
        "created": edition.moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "homepage": homepage if isinstance(homepage, str) else "",
        "keywords": [str(each) for each in said.get("keywords") or ()],
        "licenses": [{"name": each, "path": f"{LICENCES}{each}.html"} for each in edition.licences],
        "contributors": [{"title": author_name(each)} for each in said["authors"]],
        "commit": edition.commit,
        "spreadsheetGuard": GUARD,
        "resources": list(map(_resource, files)),
    }
    return as_json({name: value for name, value in found.items() if value})


def _resource(file: File) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": file.name,
        "type": "table" if file.table else "file",
        "path": file.path,
        "title": file.title,
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": len(file.content),
        "hash": f"sha256:{sha256(file.content)}",
    }
    if file.table:
        found |= {
            "description": file.table.description,
            "format": "csv",
            "dialect": dict(_dialect()),
            "schema": file.table.schema(),
        }
    return found


def _dialect() -> Iterator[tuple[str, Any]]:
    yield from (("delimiter", ","), ("lineTerminator", LINE_END), ("quoteChar", '"'))
    yield from (("doubleQuote", True), ("header", True))
