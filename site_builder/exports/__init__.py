"""Every way out of a survey: its papers in the formats of other programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from site_builder.exports import (
    bibtex,
    csl,
    jsonl,
    latex_table,
    markdown,
    parquet,
    ris,
    tables,
)
from site_builder.record.publication import by_key

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper

T = TypeVar("T")


@dataclass(frozen=True)
class Format:
    """A format: what people call it, how its files are named and served, and what writes it."""

    title: str
    suffix: str
    """Ending of a file's name, with its dot."""
    media_type: str
    write: Callable[..., str | bytes]
    """Takes papers, the library and, by name, the `options`; raises SurveyError."""
    options: frozenset[str] = frozenset()
    pieces: Pieces | None = None
    """For files that are their papers' texts, joined: each text needs writing only once."""
    is_available: Callable[[], bool] = lambda: True
    """Whether what the format needs is installed."""
    is_binary: bool = False
    """Whether a terminal should not be shown the file."""


@dataclass(frozen=True)
class Pieces:
    """How a file is put together: what it begins with, the text of each paper, what joins them."""

    piece: Callable[..., str]
    """Takes a paper, the library and, by name, the options of the format."""
    between: str = ""
    ends: tuple[str, str] = ("", "")
    """What stands before the first text and behind the last."""
    head: Callable[[Library], str] = lambda _: ""
    abstract: re.Pattern[str] | None = None
    """What of a text is the abstract, where it holds one."""

    def write(self, papers: Iterable[Paper], library: Library, **options: Any) -> str:
        """Format a file of papers, in the order of keys."""
        texts = (self.piece(paper, library, **options) for paper in by_key(papers))
        return self.head(library) + self.join(texts)

    def join(self, texts: Iterable[str]) -> str:
        """Put texts together."""
        return "".join(self.joined(texts))

    def joined(self, texts: Iterable[T]) -> Iterator[T | str]:
        """Yield the parts of texts put together, which can be more than one wants to hold."""
        yield self.ends[0]
        for number, text in enumerate(texts):
            if number:
                yield self.between
            yield text
        yield self.ends[1]

    def brief(self, text: str) -> str:
        """Return a text without its abstract."""
        return self.abstract.sub("", text, count=1) if self.abstract else text


def _of_pieces(title: str, suffix: str, media_type: str, pieces: Pieces, *options: str) -> Format:
    return Format(title, suffix, media_type, pieces.write, frozenset(options), pieces)


_BIBTEX: Final = Pieces(partial(bibtex.entry, dialect=bibtex.BIBTEX), "\n")
_BIBLATEX: Final = Pieces(partial(bibtex.entry, dialect=bibtex.BIBLATEX), "\n")

FORMATS: Final = {
    "bibtex": _of_pieces("BibTeX", ".bib", "application/x-bibtex", _BIBTEX, "unicode"),
    "biblatex": _of_pieces("BibLaTeX", ".bib", "application/x-bibtex", _BIBLATEX, "unicode"),
    "ris": _of_pieces(
        "RIS",
        ".ris",
        "application/x-research-info-systems",
        Pieces(ris.record, ris.END, abstract=ris.ABSTRACT),
    ),
    "csl-json": _of_pieces(
        "CSL-JSON",
        ".json",
        "application/vnd.citationstyles.csl+json",
        Pieces(csl.record, ",\n", ("[", "]\n"), abstract=csl.ABSTRACT),
    ),
    "csv": _of_pieces("CSV", ".csv", "text/csv", Pieces(tables.line, head=tables.head)),
    "jsonl": _of_pieces("JSON Lines", ".jsonl", "application/jsonl", Pieces(jsonl.record)),
    "parquet": Format(
        "Parquet",
        ".parquet",
        "application/vnd.apache.parquet",
        parquet.write,
        is_available=parquet.is_available,
        is_binary=True,
    ),
    "latex-table": Format(
        "LaTeX table", ".tex", "application/x-tex", latex_table.write, frozenset({"columns"})
    ),
    "markdown": Format("Markdown", ".md", "text/markdown", markdown.write, frozenset({"facet"})),
}
"""Formats by the names that people give them."""
