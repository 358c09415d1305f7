"""A hostile text alone in the field that a citation is made of, with nothing ordinary beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from site_builder.exports import FORMATS
from site_builder.exports.references import STYLES, reference
from site_builder.library import Library
from site_builder.pages import Page, make_templates, render
from site_builder.record.models import Facet, Paper, Venue
from site_builder.record.taxonomy import Taxonomy
from site_builder.text.names import slugify
from site_builder.web.head import coins

MOST = 1_000
NOTHING = ("\\\\", "{}", "\\,", "$$", "-", "~", "\\url{}", "\\emph{}")
"""Texts of which little or nothing is shown."""


@pytest.fixture(scope="session")
def alone(maker: Any) -> list[Paper]:
    """Make a paper of each text: title, only author, venue."""
    lines = [" ".join(text.prose.split())[:MOST].strip() for text in maker.texts()]
    return [
        Paper.model_validate(
            {"key": f"a{number}", "title": line, "authors": [{"literal": line}], "year": 2020}
            | {"venue": line}
        )
        for number, line in enumerate([*lines, *NOTHING])
    ]


@pytest.fixture(scope="session")
def library(alone: list[Paper]) -> Library:
    """Give the library of these papers, whose venues are called like them."""
    category = {"id": "a", "title": alone[0].title, "description": alone[0].title}
    facet = {"id": "kind", "title": alone[0].title, "description": "x", "categories": [category]}
    entry = {"id": "V", "name": alone[0].title, "kind": "book"}
    return Library(
        root=Path(__file__).parent,
        taxonomy=Taxonomy((Facet.model_validate(facet),)),
        venue_entries=(Venue.model_validate(entry),),
        papers={paper.key: paper for paper in sorted(alone, key=lambda paper: paper.key)},
    )


@pytest.mark.parametrize("style", STYLES)
def test_citations(alone: list[Paper], library: Library, style: str) -> None:
    """Every paper is cited in every style, on one line, by whatever is left to show."""
    for paper in alone:
        said = reference(paper, library, style)
        assert "2020" in said, paper.title[:60]
        assert "\n" not in said


@pytest.mark.parametrize("name", FORMATS)
def test_exports(alone: list[Paper], library: Library, name: str) -> None:
    """Every paper is written in every format, alone as well as among others."""
    for papers in (alone, *([paper] for paper in alone)):
        assert FORMATS[name].write(papers, library)


def test_metadata(alone: list[Paper], library: Library) -> None:
    """Every paper tells reference managers of itself, and has an address for its author."""
    for paper in alone:
        assert coins.span(paper, library)
        assert slugify(paper.authors[0].name.display)


def test_pages(library: Library, tmp_path: Path) -> None:
    """Every paper has its pages, which say something in their heads."""
    for part in render(library, make_templates(tmp_path)):
        if isinstance(part, Page):
            assert part.body
        elif part.uri.endswith(".json"):
            json.loads(part.content)
