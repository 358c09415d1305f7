"""How to cite a paper: what the box on its page offers, to be read, copied and downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from site_builder.exports import FORMATS
from site_builder.exports.references import STYLES
from site_builder.pages.addresses import PAPERS
from site_builder.pages.downloads import OF_PAPER
from site_builder.pages.texts import WITH_ABSTRACT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.writer import Writer
    from site_builder.record.models import Paper

OFFERED: Final = ("bibtex", "biblatex", "ris", "csl-json")
"""Formats of the box, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to cite a paper."""

    title: str
    text: str
    is_code: bool = False
    """Whether it is for programs; otherwise it is a line to be read."""
    uri: str = ""
    """Where there is a file of it."""
    has_less: bool = False
    """Whether the file has the abstract as well."""


def forms(writer: Writer, paper: Paper) -> Iterator[Form]:
    """Yield every way to cite a paper."""
    for name in OFFERED:
        uri = f"{PAPERS}/{paper.key}{FORMATS[name].suffix}" if name in OF_PAPER else ""
        text = writer.texts.brief(name, paper)
        has_less = name in WITH_ABSTRACT and bool(paper.abstract)
        yield Form(FORMATS[name].title, text, is_code=True, uri=uri, has_less=has_less)
    for style, text in writer.texts.references(paper).items():
        yield Form(STYLES[style], text)
