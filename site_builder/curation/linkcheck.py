"""The links of a survey asked about, judged by what earlier runs found, and told."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from site_builder import query
from site_builder.curation import addresses
from site_builder.curation.choosing import chosen_keys
from site_builder.curation.left_out import read_library
from site_builder.curation.services import client
from site_builder.problems import SurveyError, printable
from site_builder.sources import http
from site_builder.sources.links import Answer, Kind
from site_builder.sources.remembered import DAY, LinkHistory
from site_builder.sources.visits import visit
from site_builder.text import forge
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from site_builder.curation.addresses import Place
    from site_builder.curation.dialogue import Dialogue

    Places = Mapping[str, list[Place]]

MEMORY: Final = "links.json"
EVERY: Final = 50
"""After how many answers progress is told."""
MOST_PLACES: Final = 5
"""Places of one address that an issue lists."""


class Verdict(StrEnum):
    """How a link is judged; in the order in which they are told."""

    BROKEN = "broken"
    GONE = "gone"
    MOVED = "moved"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    UNASKED = "not asked"
    OK = "ok"


JUDGED: Final[Mapping[Kind, Verdict]] = {kind: Verdict(kind) for kind in Kind}
ORDER: Final = {verdict: place for place, verdict in enumerate(Verdict)}
EXPLAINED: Final = {
    Verdict.BROKEN: "The host said in two runs, days apart, that there is no such page.",
    Verdict.GONE: "The host says that there is no such page, for now. It counts when a later run "
    "finds the same.",
    Verdict.MOVED: "The page is there, and the host says that its address has changed for good.",
    Verdict.UNREACHABLE: "No answer, or one that tells of the host's own trouble.",
    Verdict.BLOCKED: "The host lets no programs see; people may see the page.",
    Verdict.UNASKED: "Addresses that are no places of the open Internet.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One address, what became of it, and where the survey names it."""

    url: str
    verdict: Verdict
    answer: Answer
    places: tuple[Place, ...]
    since: dt.date | None = None
    """When it was first found gone."""

    @property
    def is_broken(self) -> bool:
        """Whether somebody should mend it now."""
        return self.verdict is Verdict.BROKEN

    @property
    def words(self) -> str:
        """Return what became of it, in words."""
        parts = [self.answer.said, f"write {self.answer.target}" if self.answer.target else ""]
        parts.append(f"first seen gone on {self.since}" if self.since else "")
        return "; ".join(filter(None, parts))


def chosen(
    root: Path, keys: tuple[str, ...], categories: tuple[str, ...], dialogue: Dialogue
) -> Places:
    """Collect the addresses to ask for; raises SurveyError for unknown keys and categories."""
    known = chosen_keys(root, keys)
    if not categories:
        return addresses.of_papers(root, known) if keys else addresses.of_survey(root, known)
    library = read_library(root, dialogue)
    papers = query.select(library, query.Query(categories))
    return addresses.of_papers(root, [paper.key for paper in papers if paper.key in known])


def run(  # noqa: PLR0913 (one argument for each thing that is asked for)
    root: Path,
    places: Places,
    dialogue: Dialogue,
    *,
    patience: float,
    again_after: float,
    memory: Path | None,
) -> list[Finding]:
    """Ask about every address; raises SurveyError where no host can be reached at all."""
    remembered = LinkHistory.read(memory or _memory(), time.time())
    answers = {url: found for url in places if (found := remembered.answer(url, again_after))}
    asked = [url for url in places if url not in answers]
    if answers:
        dialogue.say(f"{counted(len(answers), 'link')} seen of late and not asked for again")
    new = _visited(root, asked, remembered, dialogue) if asked else {}
    findings = [
        _finding(url, (answers | new)[url], places[url], remembered, patience) for url in places
    ]
    return sorted(findings, key=lambda each: (ORDER[each.verdict], each.places, each.url))


def _memory() -> Path:
    folder = http.cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{folder} cannot be made: {error.strerror}"
        raise SurveyError(f"{reason}; say with --memory where to keep what was found") from None
    return folder / MEMORY


def _visited(
    root: Path, urls: list[str], remembered: LinkHistory, dialogue: Dialogue
) -> dict[str, Answer]:
    """Ask, and keep what was found out, even when the run is broken off."""
    answers: dict[str, Answer] = {}
    try:
        for url, answer in visit(urls, lambda: client(root, dialogue.say)):
            answers[url] = answer
            if not len(answers) % EVERY:
                dialogue.say(f"{len(answers):,} of {counted(len(urls), 'link')} asked for")
    finally:
        if is_heard := any(answer.is_heard for answer in answers.values()):
            for url, answer in answers.items():
                remembered.note(url, answer)
            remembered.write()
    if not is_heard and any(each.kind is Kind.UNREACHABLE for each in answers.values()):
        raise SurveyError("no host could be reached (is there a network?): nothing was counted")
    return answers


def _finding(
    url: str, answer: Answer, places: list[Place], remembered: LinkHistory, patience: float
) -> Finding:
    verdict, since = JUDGED[answer.kind], None
    if answer.kind is Kind.GONE:
        first = remembered.gone_since(url) or remembered.now
        since = dt.datetime.fromtimestamp(first, dt.UTC).date()
        if remembered.now - first >= patience * DAY:
            verdict = Verdict.BROKEN
    return Finding(url, verdict, answer, tuple(places), since)


def summary(findings: Iterable[Finding]) -> str:
    """Count links by what became of them."""
    count = Counter(each.verdict for each in findings)
    parts = [f"{count[verdict]:,} {verdict}" for verdict in Verdict if count[verdict]]
    return f"{counted(count.total(), 'link')}: {', '.join(parts) or 'nothing to ask'}"


def as_text(findings: Iterable[Finding]) -> Iterable[str]:
    """Yield a line for each place of each link that is not fine."""
    for each in findings:
        if each.verdict is not Verdict.OK:
            for place in each.places:
                where = printable(str(place), 300)
                yield f"{where}: {each.verdict}: {each.url} ({printable(each.words, 300)})"


def as_data(findings: Iterable[Finding]) -> list[Mapping[str, Any]]:
    """Return all findings as plain data for JSON."""
    return [_data(each) for each in findings]


def _data(finding: Finding) -> Mapping[str, Any]:
    return {
        "url": finding.url,
        "verdict": finding.verdict,
        "said": finding.answer.said,
        "target": finding.answer.target or None,
        "gone_since": finding.since.isoformat() if finding.since else None,
        "places": [
            {"path": place.path, "line": place.line, "column": place.column}
            for place in finding.places
        ],
    }


def as_markdown(findings: list[Finding]) -> str:
    """Format the body of an issue; addresses stand in code, so that nothing refers to others.

    A forge tells other projects when an issue links to theirs: a list of dead links must not.
    """
    lines = ["Links of the survey, as `survey links` found them.", ""]
    for verdict, words in EXPLAINED.items():
        found = [each for each in findings if each.verdict is verdict]
        if found:
            lines += [f"## {verdict.capitalize()}: {len(found):,}", "", words, ""]
            lines += [*map(_item, found), ""]
    lines.append(f"{summary(findings)}.")
    return forge.join_within(lines, "… and more: run `survey links` to see all.")


def _item(finding: Finding) -> str:
    places = [forge.escape(str(place)) for place in finding.places[:MOST_PLACES]]
    more = len(finding.places) - MOST_PLACES
    places += [f"and {more:,} more"] if more > 0 else []
    words = [finding.answer.said and forge.escape(finding.answer.said)]
    words += [f"now at `{finding.answer.target}`" if finding.answer.target else ""]
    words += [f"first seen gone on {finding.since}" if finding.since else ""]
    said = "; ".join(filter(None, words))
    return f"- {', '.join(places)}: `{finding.url}`{f' ({said})' if said else ''}"
