"""What a package says to people: README.md and CHANGES.md; all foreign text is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.datapackage.edition import author_name
from site_builder.history import report as reports
from site_builder.text import markdown
from site_builder.text.plurals import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.datapackage.descriptor import File
    from site_builder.datapackage.edition import Edition

READING: Final = """\
## Reading the tables

`datapackage.json` describes every file (Data Package, <https://datapackage.org>): types of columns,
what cells may hold, which columns refer to which table, sizes and checksums.
`frictionless validate datapackage.json` holds all of it against the files, and
`sha256sum --check SHA256SUMS` the bytes alone.

The tables in `data/` are CSV in UTF-8, without a byte order mark, with lines that end in CR LF; an
empty cell is nothing, and a column of type `array` has lists as JSON. Texts are as the records have
them, mathematics between dollar signs. Text that a spreadsheet would compute, because it begins
with `=`, `+`, `-` or `@`, has an apostrophe in front. To have the text itself, replace what
`spreadsheetGuard.pattern` in `datapackage.json` matches in a cell by its first group; in Python:

    re.sub(package["spreadsheetGuard"]["pattern"], lambda found: found[1] or "", cell)

`exports/survey.jsonl` has every record whole, one on a line, and needs none of this.
"""


def readme(edition: Edition, files: Sequence[File]) -> str:
    """Format what stands beside the data: what it is, how to cite it, how to read it."""
    lines = [
        f"# {_line(edition.title)}, version {edition.version}",
        "",
        *_abstract(edition),
        f"Released on {edition.date}, from the commit `{edition.commit}`.",
        "What changed stands in [CHANGES.md](CHANGES.md).",
        f"It holds {listed(edition.counts.words) or 'nothing yet'}.",
        "",
        "## How to cite it",
        "",
        f"{_citation(edition)} `CITATION.cff` says the same to programs.",
        "",
        *_licence(edition),
        READING,
        "## Files",
        "",
        "| file | what it holds |",
        "|---|---|",
        *(f"| `{file.path}` | {_line(file.title)} |" for file in files),
        "",
    ]
    return "\n".join(lines)


def changes(edition: Edition) -> str:
    """Format what changed since the release before."""
    since = f" since {edition.before}" if edition.before else ""
    lines = [f"# What changed in {edition.version}{since}", ""]
    for paragraph in filter(None, edition.summary.split("\n\n")):
        lines += [_line(paragraph), ""]
    if edition.report is None:
        return "\n".join([*lines, "This is the first release.", ""])
    return "\n".join([*lines, *reports.as_section(edition.report)])


def _line(text: str) -> str:
    """Return text on one line that is no Markdown."""
    return markdown.escape(" ".join(text.split()))


def _abstract(edition: Edition) -> Iterator[str]:
    if text := edition.citation.get("abstract"):
        yield from (_line(str(text)), "")


def _citation(edition: Edition) -> str:
    people = "; ".join(author_name(each) for each in edition.citation["authors"])
    said = f"{people} ({edition.date.year}): {edition.title}, version {edition.version}"
    where = f" <{edition.address}>." if edition.address else f", commit `{edition.commit}`."
    return _line(said) + where


def _licence(edition: Edition) -> Iterator[str]:
    names = [name for name in edition.files if name.startswith(("LICEN", "COPYING", "NOTICE"))]
    if names:
        yield from ("## Licence", "")
        yield from (f"See {', '.join(f'[{name}]({name})' for name in sorted(names))}.", "")
