"""The history of links: what earlier runs found, kept in a file of the cache.

A page that is gone today may be back tomorrow. A link counts as broken once the page was gone in
two runs that lie some days apart, and never there in between.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from site_builder.files import atomic
from site_builder.record import values
from site_builder.sources.links import Answer, Kind

DAY: Final = 86_400
"""Seconds."""
STALE: Final = 400 * DAY
"""Age from which entries are dropped, in seconds."""
MOST_BYTES: Final = 50_000_000
THERE: Final = frozenset({Kind.OK, Kind.MOVED})
FORM: Final = 1
"""Version of the file's format; files of another version are not read."""


def state_folder() -> Path:
    """Return where is kept what no cleaning may take: `SURVEY_CACHE_DIR`, else the system's own."""
    if own := os.environ.get("SURVEY_CACHE_DIR"):
        return Path(own)
    return platformdirs.user_state_path("living-survey", appauthor=False)


def _address(target: str) -> str:
    """Validate an address that came from the network, since it gets posted."""
    return values.url(target) if target else ""


class LinkState(BaseModel):
    """The last answer of one link."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[Kind, Field(strict=False)]
    said: str = ""
    target: Annotated[str, AfterValidator(_address)] = ""
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """When it was requested last, in seconds since the epoch."""
    gone_since: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """When it was first found gone without being found since, in seconds since the epoch."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: int
    links: dict[str, LinkState]


@dataclass
class LinkHistory:
    """The last answer of each link, by address."""

    path: Path
    now: float
    links: dict[str, LinkState] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, now: float) -> LinkHistory:
        """Return the history in a file; empty for a file that is absent or not valid."""
        try:
            if path.stat().st_size > MOST_BYTES:
                return cls(path, now)
            found = _File.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return cls(path, now)
        return cls(path, now, found.links if found.form == FORM else {})

    def write(self) -> None:
        """Write the file atomically; raises SurveyError where that cannot be done."""
        fresh = {url: seen for url, seen in self.links.items() if self.now - seen.at < STALE}
        links = {url: fresh[url].model_dump(exclude_defaults=True) for url in sorted(fresh)}
        text = json.dumps({"form": FORM, "links": links}, ensure_ascii=False, indent=0)
        atomic.replace(self.path, f"{text}\n")

    def answer(self, url: str, days: float) -> Answer | None:
        """Return the answer of a link that was found there in the last `days`; None otherwise."""
        seen = self.links.get(url)
        if seen and seen.kind in THERE and 0 <= self.now - seen.at < days * DAY:
            return Answer(seen.kind, seen.said, seen.target)
        return None

    def note(self, url: str, answer: Answer) -> None:
        """Record an answer; a failure leaves it open how long a page has been gone."""
        before = self.links.get(url)
        since = before.gone_since if before else None
        if answer.kind is Kind.GONE:
            since = self.now if since is None else min(since, self.now)
        elif answer.kind in THERE:
            since = None
        self.links[url] = LinkState(
            kind=answer.kind,
            said=answer.said,
            target=answer.target,
            at=self.now,
            gone_since=since,
        )

    def gone_since(self, url: str) -> float | None:
        """Return when a link was first found gone, in seconds since the epoch."""
        seen = self.links.get(url)
        return seen.gone_since if seen else None
