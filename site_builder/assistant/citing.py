"""Papers as other programs and texts cite them, by the survey's own exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from site_builder import exports
from site_builder.assistant.values import Answer, Arguments, Item, Name
from site_builder.curation.bibliography import bibliography, suggestions
from site_builder.exports.references import STYLES, reference
from site_builder.problems import SurveyError
from site_builder.query import former_keys, present_key
from site_builder.record.publication import notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.assistant.snapshot import Snapshot
    from site_builder.library import Library

UNDER_CITED_KEYS: Final = ("bibtex", "biblatex")
"""Formats whose entries bear the keys that documents cite, former ones too."""


class Cite(Arguments):
    """What to cite, and how."""

    keys: list[Name] = Field(min_length=1, max_length=100, description="Keys of papers.")
    format: Literal["bibtex", "biblatex", "csl-json", "ris", "apa", "ieee"] = Field(
        default="bibtex", description="A bibliography for a program, or references in a style."
    )
    unicode: bool = Field(
        default=False, description="bibtex, biblatex: keep letters as they are, for biber."
    )


class Unknown(Item):
    """A key that the survey does not have."""

    key: str
    hint: str = Field(default="", description="Which key may have been meant.")


class Citations(Answer):
    """Papers, cited."""

    format: str
    text: str = Field(description="The bibliography, or a reference on each line.")
    cited: dict[str, str] = Field(description="The present key of each key that was asked for.")
    unknown: list[Unknown] = Field(default=[], description="Keys that the survey does not have.")
    warnings: list[str] = Field(
        default=[], description="What was retracted, withdrawn or corrected."
    )


def cite(snapshot: Snapshot, asked: Cite) -> Citations:
    """Return papers as they are cited; raises SurveyError where options do not go together."""
    if asked.unicode and asked.format not in UNDER_CITED_KEYS:
        raise SurveyError(f"unicode is for {' and '.join(UNDER_CITED_KEYS)}, not {asked.format}")
    library = snapshot.library
    former = former_keys(library)
    found = {name: present_key(name, library.papers, former) for name in asked.keys}
    known = {name: key for name, key in found.items() if key}
    unknown = [name for name, key in found.items() if not key]
    hints = suggestions(unknown, library)
    told = ((name, notice(library.papers[key])) for name, key in known.items())
    return Citations(
        format=asked.format,
        text=_text(known, asked, library),
        cited=known,
        unknown=[Unknown(key=name, hint=hints[name]) for name in unknown],
        warnings=[f"{name}: {said}" for name, said in told if said],
        notes=snapshot.notes,
    )


def _text(known: dict[str, str], asked: Cite, library: Library) -> str:
    if not known:
        return ""
    if asked.format in UNDER_CITED_KEYS:
        return bibliography(
            dict(sorted(known.items())), library, asked.format, unicode=asked.unicode
        )
    papers = [library.papers[key] for key in _once(known.values())]
    if asked.format in STYLES:
        return "".join(f"{reference(paper, library, asked.format)}\n" for paper in papers)
    return str(exports.FORMATS[asked.format].write(papers, library))


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))
