"""What waits for the keeper and stands in no file of the survey: proposals, and links that died.

Both come from files: the list of open proposals as the forge's program gives it, and what `survey
links` remembers. So nothing is asked of anybody, and the same files say the same at any time.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from site_builder.coverage.upkeep import DeadLink, Proposal, Waiting
from site_builder.curation import addresses
from site_builder.curation.choosing import chosen_keys
from site_builder.problems import SurveyError
from site_builder.record import values
from site_builder.record.values import BadValue
from site_builder.sources.links import Kind
from site_builder.sources.remembered import LinkHistory

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 5_000_000
"""The largest list of proposals that is read."""
MOST_LETTERS: Final = 1_000
PATIENCE: Final = dt.timedelta(days=3).total_seconds()
"""How long an address must have been gone, as `survey links` counts by itself."""


LATEST: Final = 2**33
"""Seconds since 1970 of a day that there is: in the year 2242."""


class _Proposal(BaseModel):
    model_config = ConfigDict(extra="ignore")

    title: Annotated[str, Field(max_length=MOST_LETTERS)]
    url: Annotated[str, Field(max_length=MOST_LETTERS)] = ""
    number: Annotated[int, Field(ge=0)] = 0


_PROPOSALS: Final = TypeAdapter(tuple[_Proposal, ...])


def read(root: Path, proposals: Path | None, links: Path | None) -> Waiting:
    """Return what two files say, of those that are named; raises SurveyError for a broken one."""
    return Waiting(
        _proposals(proposals) if proposals else None,
        _dead_links(root, links) if links else None,
    )


def _proposals(path: Path) -> tuple[Proposal, ...]:
    """Read a list such as `gh issue list --json number,title,url` writes."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise SurveyError(f"{path} is larger than {MOST_BYTES:,} bytes")
        found = _PROPOSALS.validate_json(raw)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        said = f"{where or 'JSON'}: {first['msg']}"
        hint = "write it with: gh issue list --json number,title,url"
        raise SurveyError(f"{path} is no list of proposals: {said} ({hint})") from None
    return tuple(
        sorted(
            (Proposal(each.title, _sound(each.url), each.number) for each in found),
            key=lambda each: (each.number, each.title),
        )
    )


def _sound(url: str) -> str:
    """Return an address that may stand in a page, else nothing."""
    try:
        return values.url(url) if url else ""
    except BadValue:
        return ""


def _dead_links(root: Path, path: Path) -> tuple[DeadLink, ...]:
    """Read what `survey links --memory FILE` kept: of what is gone, what the survey still names."""
    if not path.is_file():
        raise SurveyError(f"{path} is not there: `survey links --memory FILE` writes it")
    known = LinkHistory.read(path, 0).links
    gone = {
        url: seen.gone_since
        for url, seen in known.items()
        if seen.kind is Kind.GONE
        and seen.gone_since is not None
        and seen.at - seen.gone_since >= PATIENCE
        and seen.gone_since < LATEST
    }
    places = addresses.of_survey(root, chosen_keys(root, ())) if gone else {}
    return tuple(
        DeadLink(
            url,
            dt.datetime.fromtimestamp(since, dt.UTC).date(),
            tuple(dict.fromkeys(place.path for place in places[url])),
        )
        for url, since in gone.items()
        if url in places
    )
