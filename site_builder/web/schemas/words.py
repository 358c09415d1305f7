"""What editors say of each field while somebody writes a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from site_builder.record.kinds import Degree, EntryType, StatusKind
from site_builder.record.models import Direction, Provenance, RelationKind, VenueKind

if TYPE_CHECKING:
    from enum import StrEnum

ID: Final = (
    "Lower-case letters, digits and hyphens; part of an address, so never changed or reused."
)
ALIASES: Final = "Other spellings that readers search by."
FORMER_IDS: Final = "Ids that it had before; their addresses lead here for ever."
DESCRIPTION: Final = "One or two sentences, in our own words."

WORDS: Final[dict[str, dict[str, str]]] = {
    "Paper": {
        "title": "As the paper was published, with $…$ for mathematics.",
        "method": "The short name of what the paper proposes.",
        "type": "What it is, where its venue's kind does not say it.",
        "degree": "What a thesis was written for.",
        "authors": 'In the paper\'s order: "Given Family", or the parts of the name as fields;'
        " others comes last where the list is cut.",
        "year": "The year of publication; of a preprint, the year it was first posted.",
        "venue": "Where it appeared: an id of venues.yaml.",
        "booktitle": "The book that it stands in, where that is no venue.",
        "series": "The series that the book or the proceedings belong to.",
        "editors": "The book's editors, written as authors are.",
        "volume": "The volume of the journal or series.",
        "number": "The number of the issue or report.",
        "pages": 'First and last page, with a hyphen: "1234-1245".',
        "month": "The month of publication, 1 to 12.",
        "arxiv_id": 'The arXiv id in quotes, without version: "2203.12119".',
        "arxiv_class": "The primary class on arXiv, for example cs.CV.",
        "doi": "The DOI alone, beginning with 10., without an address before it.",
        "links": "Where the paper itself, its code, project page and so on live.",
        "status": "A retraction, withdrawal, correction or concern.",
        "in_survey": "True where the survey itself cites the paper; left out while unconfirmed.",
        "submitted": "The day the preprint was first posted: 2023-05-10.",
        "comment": "The authors' comment on the preprint, word for word.",
        "journal_ref": "The journal reference of the preprint's listing, word for word.",
        "summary": "One or two sentences on the paper, in our own words.",
        "abstract": "The authors' abstract, word for word.",
        "backbones": "The models that the paper builds on.",
        "trainable_params": "How much is trained, in the words of the source.",
        "results": "Measured figures, each with the conditions that make it comparable.",
        "relations": "How the paper builds on others.",
        "protect": "Words whose capitals BibTeX must keep.",
        "former_keys": "Keys that it had before, the oldest first; they lead here for ever.",
        "sources": "Where the facts of the record were seen.",
        "notes": "Anything else worth knowing; Markdown.",
        "checks": "Rules that do not hold for this record: a code, and the reason.",
        "added": "The day the record was made: 2026-11-23.",
    },
    "Author": {
        "given": "Given names.",
        "particle": "A particle before the family name, such as van der.",
        "family": "The family name.",
        "suffix": "A suffix, such as Jr. or III.",
        "literal": "The name of a group, in place of all the others.",
        "orcid": "The ORCID iD, for example 0000-0002-1825-0097.",
    },
    "Links": {
        "page": "The paper's own page, its publisher's or where it was reviewed.",
        "pdf": "The paper as PDF.",
        "code": "The authors' code.",
        "project": "The authors' page on it.",
        "video": "A recording of a talk.",
        "slides": "Slides of a talk.",
        "data": "Data published with the paper.",
        "model": "Trained weights.",
    },
    "Status": {
        "kind": "What became of it.",
        "date": "The day of the notice: 2026-11-23.",
        "source": "The notice: its address or its DOI.",
        "note": "What the notice says, in a line.",
    },
    "Result": {
        "benchmark": "An id of benchmarks.yaml.",
        "metric": "An id under that benchmark.",
        "value": "The figure, in the metric's unit.",
        "variant": "Which of the paper's models or configurations.",
        "backbone": "The model that was adapted.",
        "pretraining": "What that model was trained on before.",
        "split": "The part of the data that was measured on, for example test-dev.",
        "setting": "What cannot be told apart into the other fields.",
        "trainable_params_m": "Trained parameters, in millions.",
        "total_params_m": "Parameters of the whole model, in millions.",
        "provenance": "Who measured or reported the figure.",
        "source": "Where the figure was seen: one text or a list.",
    },
    "Relation": {
        "kind": "What this paper does with the other one.",
        "paper": "The other paper's key.",
        "source": "Where that is said.",
    },
    "TaxonomyFile": {"facets": "The ways of sorting papers, each a tree of categories."},
    "Facet": {
        "id": "Lower-case letters, digits and underscores; the field that records have for it.",
        "title": "What readers see.",
        "description": DESCRIPTION,
        "categories": "The topmost categories.",
    },
    "Category": {
        "id": ID,
        "title": "What readers see.",
        "description": DESCRIPTION,
        "aliases": ALIASES,
        "former_ids": FORMER_IDS,
        "children": "The categories below.",
    },
    "VenuesFile": {"venues": "Where papers appear."},
    "Venue": {
        "id": "As people write it, for example CVPR; part of an address, so never changed.",
        "name": "The full official name, as bibliographies print it.",
        "kind": "What sort of publication it is; entry types follow from it.",
        "aliases": ALIASES,
        "publisher": "Who publishes it; of a report or thesis, the institution.",
        "url": "Its own page.",
    },
    "BenchmarksFile": {"benchmarks": "Data sets, or suites of them, that results are measured on."},
    "Benchmark": {
        "id": ID,
        "name": "What readers see.",
        "description": DESCRIPTION,
        "aliases": ALIASES,
        "former_ids": FORMER_IDS,
        "url": "Its own page.",
        "metrics": "What is measured on it.",
    },
    "Metric": {
        "id": "Lower-case letters, digits and hyphens; unique under its benchmark.",
        "name": "What readers see.",
        "unit": 'The unit of its values, for example "%".',
        "direction": "Which end is better.",
        "range": "The values that it can take; either end may be left out.",
        "description": DESCRIPTION,
    },
    "Range": {"min": "The least value.", "max": "The greatest value."},
}
"""By model and field."""

CHOICES: Final[dict[type[StrEnum], dict[str, str]]] = {
    Provenance: {
        "paper": "the paper itself, or its own repository",
        "third-party": "another paper's table or benchmark",
        "reproduction": "measured again by others",
        "derived": "computed from published figures",
    },
    RelationKind: {
        "extends": "it builds upon the other's method",
        "uses": "it applies the other's method or model as it is",
        "compares-with": "it measures itself against the other",
        "supersedes": "it takes the other's place",
    },
    EntryType: {
        "article": "an article of a journal",
        "paper-conference": "a paper of a conference or workshop",
        "chapter": "a part of a book",
        "book": "a whole book",
        "thesis": "a thesis; its degree in the field degree",
        "report": "a technical report",
        "preprint": "a preprint",
        "dataset": "data",
        "software": "a program or package",
        "webpage": "a page or site on the web",
    },
    Degree: {"doctoral": "a doctorate", "master": "a master's degree"},
    StatusKind: {
        "retracted": "its publisher or authors have taken it back",
        "withdrawn": "it was taken from where it was posted",
        "corrected": "a correction stands beside it",
        "concern": "its publisher has expressed concern",
    },
    VenueKind: {
        "conference": "a conference with proceedings",
        "journal": "a journal",
        "workshop": "a workshop with proceedings",
        "preprint": "a preprint server: not published yet",
        "report": "an institution's technical reports",
        "thesis": "a university's theses",
        "book": "a book",
    },
    Direction: {"higher": "higher is better", "lower": "lower is better"},
}
"""What each choice means."""
