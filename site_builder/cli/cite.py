"""`survey cite`: a bibliography of just the keys that a document cites."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from site_builder import exports
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.export import read_library
from site_builder.cli.output import write_out
from site_builder.cli.terminal import show
from site_builder.latex import citations as citing
from site_builder.problems import SurveyError, did_you_mean, quoted
from site_builder.query import former_keys
from site_builder.record.publication import notice

if TYPE_CHECKING:
    from site_builder.library import Library

DOCUMENTS: Final = {".aux", ".tex"}
"""Endings of files that cite, and that no bibliography is written over."""
MOST_SUGGESTIONS: Final = 100
"""Unknown keys for which a near one is looked for, which takes its time in a large survey."""


@click.command()
@click.argument("document", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "name",
    type=click.Choice(["bibtex", "biblatex"]),
    default="bibtex",
    show_default=True,
    help="For the styles of BibTeX, or for the package biblatex.",
)
@click.option("--unicode", is_flag=True, help="Keep letters as they are: for biber.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write; otherwise to standard output.",
)
@click.pass_context
def cite(ctx: click.Context, document: Path, name: str, out: Path | None, *, unicode: bool) -> None:
    r"""Write a .bib of just the keys cited in FILE (.tex or .aux) and in what it reads.

    Follows \input, \include and the like; knows the commands of natbib and biblatex. Keys that the
    survey does not have are named, and the exit code is 1; the others are written all the same.
    """
    root = survey_root(ctx)
    if out and out.suffix in DOCUMENTS and out.exists():
        raise SurveyError(f"{out} is a document, and no bibliography: name another file")
    library = read_library(root)
    found = citing.scan(document)
    for file in found.missing:
        show(f"{place(file)}: {quoted(file.name)} is not there, so not read", err=True)
    known = present_keys(found.keys, library)
    unknown = [m for m in found.citations if m.name not in {*known, citing.ALL}]
    tell_unknown(unknown, library)
    tell_standing(known, library)
    write_out(bibliography(known, library, name, unicode=unicode), out, root)
    ctx.exit(PROBLEMS_FOUND if unknown else 0)


def present_keys(cited: list[str], library: Library) -> dict[str, str]:
    """Give the present key of each cited one that the survey has, or had under another key."""
    renamed = former_keys(library)
    keys = {key for key in cited if key in library.papers or key in renamed}
    if citing.ALL in cited:
        keys |= library.papers.keys()
    return {key: key if key in library.papers else renamed[key] for key in sorted(keys)}


def bibliography(known: dict[str, str], library: Library, name: str, *, unicode: bool) -> str:
    """Write entries under the keys that are cited; biblatex knows former keys from the entries."""
    keys = known if name == "bibtex" else {key: key for key in sorted(set(known.values()))}
    pieces = exports.FORMATS[name].pieces
    assert pieces  # noqa: S101 (bibliographies are put together from entries)
    return pieces.join(
        pieces.piece(library.papers[now], library, key=cited, unicode=unicode)
        for cited, now in keys.items()
    )


def tell_unknown(citations: list[citing.Mention], library: Library) -> None:
    """Say where each unknown key is cited, and which key may have been meant."""
    names = list(dict.fromkeys(citation.name for citation in citations))
    hints = {name: did_you_mean(name, library.papers) for name in names[:MOST_SUGGESTIONS]}
    for citation in citations:
        hint = hints.get(citation.name)
        said = f"{place(citation)}: unknown key {quoted(citation.name)}"
        show(f"{said} ({hint})" if hint else said, err=True)


def tell_standing(known: dict[str, str], library: Library) -> None:
    """Warn of cited papers that were retracted, withdrawn, corrected or doubted, and say where."""
    for cited, now in known.items():
        if said := notice(library.papers[now]):
            show(f"warning: {quoted(cited)}: {said}", err=True)


def place(mention: citing.Mention) -> str:
    """Write where something stands, relative to the current folder where it lies in it."""
    shown = os.path.relpath(mention.path)
    return f"{mention.path if shown.startswith('..') else shown}:{mention.line}"
