"""What was looked at and left out of a survey, and the reasons that it has for that."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import model_validator

from site_builder.record.types import (
    ArxivId,
    CategoryId,
    Choice,
    Date,
    Doi,
    FormerIds,
    Line,
    Prose,
    Record,
    Url,
    Year,
    at_most,
)
from site_builder.record.values import BadValue

MOST_REASONS: Final = 100
MOST_EXCLUDED: Final = 10_000
"""Papers that were left out; a systematic review screens some thousands by hand."""


class Stage(Choice):
    """When papers are left out: the steps of the flow diagram of PRISMA 2020 (Page et al., 2021).

    They stand in the order of the diagram, from top to bottom.
    """

    BEFORE = "before-screening", "removed before anybody read of it: a double, no paper at all"
    SCREENING = "screening", "left out on its title and abstract"
    RETRIEVAL = "retrieval", "the paper itself could not be had"
    ELIGIBILITY = "eligibility", "left out when the whole paper had been read"


class Reason(Record):
    """A reason for which papers are left out."""

    id: CategoryId
    """Lower-case letters, digits and hyphens."""
    name: Line
    """What readers see."""
    description: Prose
    """What makes it hold for a paper, in a sentence or two."""
    stage: Stage = Stage.SCREENING
    """When papers are left out for it; without this, on title and abstract."""
    former_ids: FormerIds = ()
    """Ids that the reason had before."""


class Exclusion(Record):
    """A paper that was looked at and left out."""

    title: Line
    """As the paper was published, with $…$ for mathematics."""
    year: Year | None = None
    """The year of publication."""
    venue: Line | None = None
    """Where it appeared, as people write it."""
    arxiv_id: ArxivId | None = None
    """The arXiv id in quotes, without version: "2203.12119"."""
    doi: Doi | None = None
    """The DOI alone, beginning with 10., without an address before it."""
    url: Url | None = None
    """The paper's own page, where it has neither arXiv id nor DOI."""
    reason: CategoryId
    """An id of the reasons above."""
    note: Line | None = None
    """What the reason does not say, in a line."""
    by: Line | None = None
    """Who decided."""
    date: Date | None = None
    """The day of the decision: 2026-11-23."""


class ExcludedFile(Record):
    """The file excluded.yaml."""

    reasons: Annotated[tuple[Reason, ...], at_most(MOST_REASONS)] = ()
    """The reasons that this survey has for leaving papers out."""
    excluded: Annotated[tuple[Exclusion, ...], at_most(MOST_EXCLUDED)] = ()
    """What was looked at and left out."""

    @model_validator(mode="after")
    def _reasons_first(self) -> ExcludedFile:
        if self.excluded and not self.reasons:
            raise BadValue("has no reasons", "declare them: reasons: [{id: …, name: …, …}]")
        return self
