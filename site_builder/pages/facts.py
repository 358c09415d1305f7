"""What pages say of the site that they are part of, and of its past."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from site_builder.coverage.upkeep import UNKNOWN as WAITING_UNKNOWN
from site_builder.coverage.upkeep import Waiting
from site_builder.history import History, State
from site_builder.pages.handwritten.documents import NOTHING, Handwritten
from site_builder.site import Repository, Site


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that pages need to know besides the records; what is left out is not known."""

    site: Site = field(default_factory=lambda: Site("Survey"))
    history: History = field(default_factory=History)
    licence: str = ""
    """Address of the licence that the collection is under."""
    creator: str = ""
    """Name of the group or organisation that answers for the collection."""
    repository: Repository = field(default_factory=Repository)
    pictures: int | None = None
    """The most papers for which each has a picture of its own where it is shared, in a survey with
    more they have that of a category; None for a site whose pages have none of their own."""
    waiting: Waiting = WAITING_UNKNOWN
    """Proposals, and links that died, as far as anybody told."""
    handwritten: Handwritten = NOTHING
    """The pages that are written by hand, which cite papers."""
    state: State = field(default_factory=State)
    """The commit that the survey's files are of."""


UNKNOWN: Final = SiteFacts()
"""Of a site of which nothing is known."""
