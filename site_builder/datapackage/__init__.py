"""A version of a survey as a Frictionless data package: files by path, the same from one commit.

The tables of papers and registries are tidy, with declared types, and stand beside every export.
What is in it depends on the library and the edition alone; only Parquet's bytes depend on the
version of pyarrow, too, and its file is missing where that is not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.datapackage import (
    archive,
    cells,
    citation,
    paper_tables,
    registry_tables,
    words,
)
from site_builder.datapackage.descriptor import File, descriptor
from site_builder.datapackage.edition import Edition, read_citation
from site_builder.datapackage.tables import Column, Table, Type
from site_builder.exports import FORMATS
from site_builder.history import ChangeKind
from site_builder.history.report import ChangeReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library

__all__ = ["DESCRIPTOR", "SUMS", "Edition", "archived", "files", "read_citation", "unavailable"]

DESCRIPTOR: Final = "datapackage.json"
SUMS: Final = "SHA256SUMS"
ZENODO: Final = ".zenodo.json"
STEM: Final = "survey"
"""Name of the exports, without their endings."""
CSV: Final = "text/csv"
MEDIA_TYPES: Final = {
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".cff": "application/yaml",
}
PLAIN: Final = "text/plain"


def files(library: Library, edition: Edition) -> dict[str, bytes]:
    """Return all files of a version's package by their paths in it, the descriptor among them.

    Raises SurveyError where a record cannot be written in a format.
    """
    made = [*_tables(library, edition), *_exports(library), *_own(edition)]
    made += [
        _file("changes-in-words", "CHANGES.md", "What changed, in words", words.changes(edition)),
        _file("citation", "CITATION.cff", "How to cite this version", citation.cff(edition)),
    ]
    made.append(_file("readme", "README.md", "What this is", words.readme(edition, made)))
    found = {file.path: file.content for file in made}
    found[DESCRIPTOR] = descriptor(edition, made).encode()
    found[ZENODO] = citation.zenodo(edition).encode()  # hidden files are no resources
    found[SUMS] = archive.sums(found).encode()
    return found


def archived(found: dict[str, bytes], edition: Edition) -> dict[str, bytes]:
    """Return the archive of a package's files, and its checksum, by their names."""
    stem = f"{edition.name}-{edition.version}"
    packed = archive.zipped(found, stem, edition.moment)
    name = f"{stem}.zip"
    return {name: packed, f"{name}.sha256": archive.sums({name: packed}).encode()}


def unavailable() -> list[str]:
    """Return the formats that a package made here goes without."""
    return [each.title for each in FORMATS.values() if not each.is_available()]


def _tables(library: Library, edition: Edition) -> Iterator[File]:
    for table in (*paper_tables.tables(library), *registry_tables.tables(library)):
        yield _of_table(table)
    yield _of_table(_changes(edition))


def _of_table(table: Table) -> File:
    content = cells.as_csv(table).encode()
    return File(table.name, f"data/{table.name}.csv", table.title, CSV, content, table)


def _changes(edition: Edition) -> Table:
    """Return what changed since the release before as a table, whole."""
    report = edition.report or ChangeReport()
    rows = [
        *((None, each.kind, each.key, each.title, each.words) for each in report.papers),
        *((each.path, None, each.id, each.name, each.words) for each in report.entries),
    ]
    return Table(
        "changes",
        "What changed",
        "What changed since the release before, to papers and to entries of registries.",
        (
            Column("number", Type.INTEGER, "The place in this list.", required=True),
            Column("registry", description="The registry's file; empty for a paper."),
            Column("kind", values=tuple(map(str, ChangeKind)), description="What kind of change."),
            Column("id", required=True, description="The paper's key, or the entry's id."),
            Column("title", description="Its title or name."),
            Column("words", description="What happened."),
        ),
        ("number",),
        [(number, *row) for number, row in enumerate(rows, 1)],
    )


def _exports(library: Library) -> Iterator[File]:
    """Yield every export that can be written here; one is sorted by a facet, so it needs one."""
    papers, taken = list(library.papers.values()), set[str]()
    for name, each in FORMATS.items():
        if not each.is_available() or ("facet" in each.options and not library.taxonomy.facets):
            continue
        stem = f"{STEM}-{name}" if each.suffix in taken else STEM
        taken.add(each.suffix)
        content = each.write(papers, library)
        data = content.encode() if isinstance(content, str) else content
        title = f"All papers as {each.title}"
        path = f"exports/{stem}{each.suffix}"
        yield File(f"papers-as-{name}", path, title, each.media_type, data)


def _own(edition: Edition) -> Iterator[File]:
    """Yield the survey's own files that go along: licences at the top, registries below."""
    for name, content in sorted(edition.files.items()):
        is_registry = name.endswith(".yaml")
        path = f"registries/{name}" if is_registry else name
        title = f"The file {name}, as the survey has it" if is_registry else f"Licence: {name}"
        yield _file(name.lower().replace(".", "-"), path, title, content)


def _file(name: str, path: str, title: str, content: str | bytes) -> File:
    suffix = f".{path.rpartition('.')[2]}"
    data = content.encode() if isinstance(content, str) else content
    return File(name, path, title, MEDIA_TYPES.get(suffix, PLAIN), data)
