"""New papers that may belong here: asked for, held against what is known, ranked, proposed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.checks import watch_list
from site_builder.curation import watch_memory
from site_builder.curation.additions import Additions
from site_builder.curation.services import client, today
from site_builder.curation.watch_asking import Asking, has_words
from site_builder.curation.watch_candidates import Candidate, ranked, united
from site_builder.curation.watch_memory import Proposed, WatchMemory
from site_builder.curation.watch_questions import SOURCES, Kind
from site_builder.problems import BrokenSurvey, SurveyError, printable
from site_builder.record import values
from site_builder.record.values import BadValue
from site_builder.text.plurals import counted
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED, WATCH, has

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue
    from site_builder.library import Library
    from site_builder.record.watching import WatchFile
    from site_builder.sources.draft import Draft
    from site_builder.sources.hits import Days

BEGIN: Final = (
    f"the survey has no {WATCH}: write one first, as in"
    " `searches: [{category: ID, words: [some phrase, another]}]`"
)
MOST_NAMES: Final = 3
"""Authors that are named before the others become "and others"."""
HERE: Final = "here already"
OUT: Final = "left out before"
BEFORE: Final = "proposed before"
NO_WORDS: Final = "of venues, without any of the words"
DOUBTED: Final = "not believed"


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    since: dt.date | None = None
    limit: int = 30
    sources: tuple[str, ...] = ()
    """The services to ask, by their ids; empty for all."""
    memory: Path | None = None
    dry_run: bool = False
    """Whether nothing is remembered."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that was found and is not proposed."""

    title: str
    fate: str
    why: str = ""


@dataclass
class Report:
    """What came of a run."""

    library: Library
    today: dt.date
    proposals: list[Proposed] = field(default_factory=list)
    more: int = 0
    """Candidates that rank below those proposed."""
    waiting: list[Proposed] = field(default_factory=list)
    """What was proposed on earlier days and is neither here nor left out yet, newest first."""
    left_out: list[LeftOut] = field(default_factory=list)
    doubted: int = 0
    asked: dict[str, Days] = field(default_factory=dict)
    """The days that were asked for, by the ids of services that answered."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why services left questions open, by their ids."""

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody could be asked."""
        return bool(self.failed) and not self.asked

    def count(self, fate: str) -> int:
        """Count what was left out in one way."""
        if fate == DOUBTED:
            return self.doubted
        return sum(each.fate == fate for each in self.left_out)

    @property
    def summary(self) -> str:
        """Return in a line what was found and left out."""
        fates = (HERE, OUT, BEFORE, NO_WORDS, DOUBTED)
        counts = [f"{self.count(fate):,} {fate}" for fate in fates if self.count(fate)]
        counts += [f"{self.more:,} ranked lower"] if self.more else []
        return ", ".join([f"{counted(len(self.proposals), 'paper')} proposed", *counts])


def run(root: Path, wanted: Wanted, dialogue: Dialogue) -> Report:
    """Look for new papers; remember what is proposed, unless that is not wanted.

    Raises SurveyError where there is no watch list or no such source, and BrokenSurvey where it or
    a registry cannot be read.
    """
    sources = wanted.sources or tuple(SOURCES)
    additions = Additions.of(root)
    watch = _watch_list(additions.library, dialogue)
    day = dt.date.fromisoformat(today())
    if wanted.since and wanted.since > day:
        raise SurveyError(f"--since {wanted.since} lies in the future")
    memory = WatchMemory.read(wanted.memory or watch_memory.place(root), day, dialogue.say)

    def days(source: str) -> Days:
        return (wanted.since, day) if wanted.since else memory.days(source)

    asking = Asking(client(root, dialogue.say), additions.library, days, dialogue.say)
    found = united(asking.ask(watch, sources))
    report = Report(additions.library, day, doubted=asking.doubted, failed=asking.failed)
    if not (asking.answered or asking.failed):
        dialogue.say(f"{WATCH} asks for nothing at these services: fill in where to look")
    report.asked = {source: days(source) for source in sources if asking.answered[source]}
    sieve = Sieve(additions, watch, memory, report)
    chosen = ranked(sieve.new(found), additions.library, watch.words)
    report.proposals = [sieve.proposal(each) for each in chosen[: wanted.limit]]
    report.more = len(chosen) - len(report.proposals)
    report.waiting = list(sieve.waiting())
    if not wanted.dry_run and not report.is_unanswered:
        for source in report.asked:
            if source not in report.failed:
                memory.note(source, days(source))
        memory.add(report.proposals)
        memory.write()
    return report


def _watch_list(library: Library, dialogue: Dialogue) -> WatchFile:
    watch, problems = watch_list.read(library)
    if any(problem.is_error for problem in problems):
        raise BrokenSurvey(library.root, [WATCH], problems)
    for problem in problems:
        dialogue.say(str(problem))
    if watch is None:
        raise SurveyError(BEGIN if not has(library.root, WATCH) else f"{WATCH} is empty")
    return watch


@dataclass
class Sieve:
    """Holds what was found against what is known."""

    additions: Additions
    watch: WatchFile
    memory: WatchMemory
    report: Report

    def new(self, found: list[Candidate]) -> Iterator[Candidate]:
        """Yield what is new, and note of the rest what became of it."""
        for each in found:
            if told := self._is_off(each) or self._known(each.draft):
                self.report.left_out.append(told)
            else:
                yield each

    def _known(self, draft: Draft) -> LeftOut | None:
        title = draft.title
        if double := self.additions.double(draft):
            return LeftOut(title, HERE, f"{paper_path(double.paper.key)}: {double.why}")
        if out := self.additions.left_out(draft):
            return LeftOut(title, OUT, f"{EXCLUDED}: {out.told} ({out.why})")
        before = self.memory.find(draft)
        if before and before.day != self.report.today:
            return LeftOut(title, BEFORE, f"on {before.day}")
        return None

    def _is_off(self, found: Candidate) -> LeftOut | None:
        """Of a venue's volume only what has one of the words is looked at, where there are any."""
        only_there = {origin.kind for origin in found.origins} == {Kind.VENUE}
        if only_there and self.watch.words and not has_words(found.draft, self.watch.words):
            return LeftOut(found.draft.title, NO_WORDS, " and ".join(found.names(Kind.VENUE)))
        return None

    def proposal(self, found: Candidate) -> Proposed:
        """Return what is proposed, in texts that may be kept and posted."""
        draft, library = found.draft, self.additions.library
        node = found.node(library)
        return Proposed(
            title=draft.title,
            authors=_authors(draft),
            year=draft.year,
            venue=_kept(values.line, next(iter(draft.venues), "")),
            arxiv_id=draft.arxiv_id,
            doi=draft.doi,
            page=_kept(values.url, draft.links.get("page", "")),
            category=f"{node.facet.id}/{node.id}" if node else "",
            why=found.reasons(library),
            score=round(found.score, 4),
            day=self.report.today,
        )

    def waiting(self) -> Iterator[Proposed]:
        """Yield what was proposed before and is not decided yet."""
        now = {each.title for each in self.report.proposals}
        for each in reversed(self.memory.proposed):
            if each.day != self.report.today and each.title not in now:
                draft = each.draft
                if not (self.additions.double(draft) or self.additions.left_out(draft)):
                    yield each


def _authors(draft: Draft) -> str:
    names = [" ".join(filter(None, _parts(person))) for person in draft.authors[: MOST_NAMES + 1]]
    if len(names) > MOST_NAMES:
        names = [*names[:MOST_NAMES], "others"]
    *first, last = names or [""]
    return _kept(values.line, printable(f"{', '.join(first)} and {last}" if first else last, 500))


def _parts(person: dict[str, str]) -> tuple[str, ...]:
    names = ("given", "particle", "family", "suffix", "literal")
    return tuple(person.get(name, "") for name in names)


def _kept(read: Callable[[object], str], text: str) -> str:
    """Return a text as a record could have it; nothing where none could."""
    try:
        return read(text) if text else ""
    except BadValue:
        return ""
