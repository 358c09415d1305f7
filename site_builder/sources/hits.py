"""What searches of services have in common: phrases to ask for, days, pages of hits."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from site_builder.sources.draft import Draft

Days = tuple[dt.date, dt.date]
"""The first and the last day of a stretch of time."""


class Hits(NamedTuple):
    """One page of an answer."""

    drafts: tuple[Draft, ...]
    size: int
    """How many entries the page has, readable or not: a full one may be followed by another."""


def bare(phrase: str) -> str:
    """Return a phrase without signs that mean something to any service's syntax of queries."""
    return " ".join(re.sub(r"[^\w'-]+", " ", phrase).split())
