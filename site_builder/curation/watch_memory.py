"""What earlier runs of `survey watch` asked for and proposed, kept in a file.

A service is asked for what came since it was last asked with success. What was proposed is not
proposed again on another day, whatever became of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from site_builder.duplicates.index import comparison_key
from site_builder.files import atomic
from site_builder.problems import SurveyError
from site_builder.record import values
from site_builder.sources.draft import Draft
from site_builder.sources.remembered import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_builder.sources.hits import Days

FORM: Final = 1
"""Version of the file's format; files of another version are not read."""
MOST_BYTES: Final = 50_000_000
STALE: Final = dt.timedelta(days=3 * 365)
"""Age from which what was proposed is forgotten."""
FIRST: Final = dt.timedelta(days=30)
"""How far back a service is asked that was never asked before."""
LAG: Final = {
    "arxiv": dt.timedelta(days=4),
    "openalex": dt.timedelta(days=30),
    "semantic-scholar": dt.timedelta(days=30),
}
"""How long a paper may take from its date to the service; over a weekend at arXiv."""


def _or_nothing(read: Callable[[object], str]) -> AfterValidator:
    return AfterValidator(lambda text: read(text) if text else "")


Line = Annotated[str, _or_nothing(values.line)]
"""What a file says gets posted: it is read as strictly as a record."""
Lines = Annotated[tuple[Line, ...], Field(max_length=100)]


class Reasons(BaseModel):
    """Why a paper is proposed; what does not hold is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cites: Lines = ()
    """Records that it cites, by their methods' names or keys."""
    people: Lines = ()
    """Whom of those watched it is by."""
    venues: Lines = ()
    """Which of those watched it is new in."""
    words: Lines = ()
    """Categories whose words it was found by, as FACET/ID."""
    shares: Lines = ()
    """Words that it shares with the records most like it."""
    like: Lines = ()
    """Keys of these records."""

    def told(self, shown: Callable[[str], str] = str, shared: Callable[[str], str] = str) -> str:
        """Return them in words; `shown` makes each text safe, `shared` sets off a shared word."""
        parts = (
            ("cites ", _listed([shown(each) for each in self.cites])),
            ("by ", _listed([shown(each) for each in self.people])),
            ("new in ", _listed([shown(each) for each in self.venues])),
            ("shares ", ", ".join(shared(shown(each)) for each in self.shares)),
            ("most like ", ", ".join(shown(each) for each in self.like)),
        )
        said = "; ".join(f"{what}{names}" for what, names in parts if names)
        return said or f"has the words of {_listed([shown(each) for each in self.words])}"


def _listed(names: list[str]) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


class Proposed(BaseModel):
    """A paper that was proposed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, AfterValidator(values.line)]
    authors: Line = ""
    year: Annotated[int, Field(ge=1000, le=9999)] | None = None
    venue: Line = ""
    arxiv_id: Annotated[str, _or_nothing(values.arxiv_id)] = ""
    doi: Annotated[str, _or_nothing(values.doi)] = ""
    page: Annotated[str, _or_nothing(values.url)] = ""
    category: Line = ""
    """As FACET/ID; empty where nothing is known of it."""
    why: Reasons = Reasons()
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    day: dt.date

    @property
    def draft(self) -> Draft:
        """What is known of it, as services describe papers."""
        links = {"page": self.page} if self.page else {}
        venues = (self.venue,) if self.venue else ()
        return Draft(
            "",
            title=self.title,
            year=self.year,
            venues=venues,
            arxiv_id=self.arxiv_id,
            doi=self.doi,
            links=links,
        )


class Asked(BaseModel):
    """When a service was last asked with success, and from which day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: dt.date
    since: dt.date


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: int
    asked: dict[str, Asked]
    proposed: list[Proposed]


@dataclass
class WatchMemory:
    """What is remembered."""

    path: Path
    today: dt.date
    asked: dict[str, Asked] = field(default_factory=dict)
    proposed: list[Proposed] = field(default_factory=list)
    _known: dict[str, Proposed] = field(default_factory=dict, init=False)
    """By what papers are known again."""

    def __post_init__(self) -> None:
        """Index what was proposed."""
        for each in self.proposed:
            self._index(each)

    def _index(self, proposed: Proposed) -> None:
        for name in names_of(proposed.draft):
            self._known.setdefault(name, proposed)

    @classmethod
    def read(cls, path: Path, today: dt.date, say: Callable[[str], None]) -> WatchMemory:
        """Return what a file remembers; nothing for one that is absent, or told not to be valid."""
        try:
            if path.stat().st_size <= MOST_BYTES:
                found = _File.model_validate_json(path.read_bytes())
                if found.form == FORM:
                    return cls(path, today, found.asked, found.proposed)
        except FileNotFoundError:
            return cls(path, today)
        except (OSError, ValidationError):
            pass
        say("what was proposed before is not known: the file that keeps it cannot be read")
        return cls(path, today)

    def write(self) -> None:
        """Write the file whole; raises SurveyError where that cannot be done."""
        kept = [each for each in self.proposed if self.today - each.day < STALE]
        file = _File(form=FORM, asked=dict(sorted(self.asked.items())), proposed=kept)
        data = file.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(
            {"form": FORM, "asked": {}, "proposed": [], **data}, ensure_ascii=False, indent=0
        )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"{self.path.parent} cannot be made: {error.strerror}"
            raise SurveyError(f"{reason}; say with --memory where to keep what was seen") from None
        atomic.replace(self.path, f"{text}\n")

    def days(self, source: str) -> Days:
        """Return the days that a service is asked for; the same all day long."""
        last = self.asked.get(source)
        if last is None or last.day > self.today:
            return self.today - FIRST, self.today
        if last.day == self.today:
            return min(last.since, self.today), self.today
        return last.day - LAG.get(source, dt.timedelta(0)), self.today

    def note(self, source: str, days: Days) -> None:
        """Record that a service was asked for some days with success."""
        if days[0] <= self.days(source)[0]:
            self.asked[source] = Asked(day=days[1], since=days[0])

    def find(self, draft: Draft) -> Proposed | None:
        """Return the proposal of a paper, if there was one."""
        return next((self._known[n] for n in names_of(draft) if n in self._known), None)

    def add(self, proposals: Iterable[Proposed]) -> None:
        """Remember what is proposed now."""
        for each in proposals:
            if self.find(each.draft) is None:
                self.proposed.append(each)
                self._index(each)


def names_of(draft: Draft) -> Iterator[str]:
    """Yield by what a paper is known again: its ids, its page, its title."""
    if draft.arxiv_id:
        yield f"arxiv:{draft.arxiv_id}"
    if draft.doi:
        yield f"doi:{draft.doi.lower()}"
    if page := draft.links.get("page"):
        yield f"page:{page}"
    if title := comparison_key(draft.title):
        yield f"title:{title}"


def place(root: Path) -> Path:
    """Return where a survey's memory is kept if nothing else is said: its own file per folder."""
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return state_folder() / f"watch-{name[:16]}.json"
