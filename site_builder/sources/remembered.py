"""What earlier runs found out about links, kept in a file of the cache.

A page that is gone today may be back tomorrow. A link counts as broken once the page was gone in
two runs that lie some days apart, and never there in between.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from site_builder.files import atomic
from site_builder.record import values
from site_builder.sources.links import Answer, Kind

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = 86_400
"""Seconds."""
STALE: Final = 400 * DAY
"""Age of what is forgotten."""
MOST_BYTES: Final = 50_000_000
THERE: Final = frozenset({Kind.OK, Kind.MOVED})
FORM: Final = 1
"""The number of the file's form; files of another are not read."""


def _address(target: str) -> str:
    """Take an address as the network gave it: it gets posted."""
    return values.url(target) if target else ""


class Seen(BaseModel):
    """What is known of one link."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[Kind, Field(strict=False)]
    said: str = ""
    target: Annotated[str, AfterValidator(_address)] = ""
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """When it was asked for last."""
    gone_since: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """When it was gone for the first time, if it was not there since."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: int
    links: dict[str, Seen]


@dataclass
class Remembered:
    """Links by address, with what is known of them."""

    path: Path
    now: float
    links: dict[str, Seen] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, now: float) -> Remembered:
        """Read the file; one that cannot be understood counts as none."""
        try:
            if path.stat().st_size > MOST_BYTES:
                return cls(path, now)
            found = _File.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return cls(path, now)
        return cls(path, now, found.links if found.form == FORM else {})

    def write(self) -> None:
        """Write the file, whole or not at all; raises SurveyError where that cannot be done."""
        fresh = {url: seen for url, seen in self.links.items() if self.now - seen.at < STALE}
        links = {url: fresh[url].model_dump(exclude_defaults=True) for url in sorted(fresh)}
        text = json.dumps({"form": FORM, "links": links}, ensure_ascii=False, indent=0)
        atomic.replace(self.path, f"{text}\n")

    def answer(self, url: str, days: float) -> Answer | None:
        """Give the answer of a link that was there in the last days."""
        seen = self.links.get(url)
        if seen and seen.kind in THERE and 0 <= self.now - seen.at < days * DAY:
            return Answer(seen.kind, seen.said, seen.target)
        return None

    def note(self, url: str, answer: Answer) -> None:
        """Take note of an answer; no answer says nothing of how long a page has been gone."""
        before = self.links.get(url)
        since = before.gone_since if before else None
        if answer.kind is Kind.GONE:
            since = self.now if since is None else min(since, self.now)
        elif answer.kind in THERE:
            since = None
        self.links[url] = Seen(
            kind=answer.kind,
            said=answer.said,
            target=answer.target,
            at=self.now,
            gone_since=since,
        )

    def gone_since(self, url: str) -> float | None:
        """Tell when a link was first found gone."""
        seen = self.links.get(url)
        return seen.gone_since if seen else None
