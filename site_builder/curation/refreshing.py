"""Records held against what the services know by now, and changed for people to review."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from site_builder import history
from site_builder.curation.additions import Additions, change_file
from site_builder.curation.choosing import chosen_keys
from site_builder.curation.citing import CitationSearch
from site_builder.curation.services import client
from site_builder.curation.standing import standings
from site_builder.files import atomic
from site_builder.problems import SurveyError, printable, quoted
from site_builder.record.kinds import StatusKind
from site_builder.record.models import Status, VenueKind
from site_builder.sources import arxiv, crossref, dblp, news, services
from site_builder.sources.collect import about, alike, same_title
from site_builder.sources.draft import Draft, NotKnown, Unusable, checked
from site_builder.sources.http import Unavailable
from site_builder.sources.merge import Merged, merge
from site_builder.text.names import title_key
from site_builder.text.plurals import counted
from site_builder.yamlfiles import citing, editing
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import CITATIONS, VENUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from site_builder.curation.dialogue import Dialogue
    from site_builder.library import Library
    from site_builder.record.citations import Citing
    from site_builder.record.models import Paper
    from site_builder.sources.http import Client
    from site_builder.sources.services import Service

    T = TypeVar("T")

EVERY: Final = 25
"""After how many papers progress is told."""
MOST_NAMED: Final = 8
"""Cited papers that a line names."""


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    TOO_MANY = "too many changes"
    """More than can be true: nothing was written."""
    UNANSWERED = "unanswered"
    """No service could be asked."""


def run(  # noqa: PLR0913 (the survey, and what is asked of it)
    root: Path,
    names: tuple[str, ...],
    dialogue: Dialogue,
    *,
    dry_run: bool,
    at_most: int | None,
    with_citations: bool = True,
) -> Outcome:
    """Refresh the records that are named, or all.

    Raises SurveyError for an unknown name, and BrokenSurvey where registries
    cannot be read.
    """
    additions = Additions.of(root)
    library = additions.library
    papers = [library.papers[k] for k in chosen_keys(root, names) if k in library.papers]
    refreshing = Refreshing(additions, client(root, dialogue.say), dialogue)
    refreshing.look(papers)
    if with_citations:
        refreshing.look_at_citations(papers)
    refreshing.tell(len(papers))
    most = at_most if at_most is not None else history.plausible_limit(len(library.papers))
    if len(refreshing.changes) > most and (at_most is not None or not names):
        why = f"more than {most} records would change, which is not plausible"
        dialogue.say(f"{why}: nothing was written")
        return Outcome.TOO_MANY
    if not dry_run:
        refreshing.write()
    return Outcome.UNANSWERED if refreshing.nobody_answered() else Outcome.DONE


@dataclass
class Refreshing:
    """Looks at papers one by one and gathers what is new."""

    additions: Additions
    client: Client
    dialogue: Dialogue
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """New values by key of the record."""
    citing: dict[str, Citing] = field(default_factory=dict)
    """New entries of citations.yaml by key of the record that cites."""
    told: set[str] = field(default_factory=set)
    asked: int = 0
    answered: int = 0
    """How often services were asked, and gave an answer."""

    def look(self, papers: list[Paper]) -> None:
        """Look at all papers; services that allow it are asked of many at a time."""
        listings = self._listings([paper.arxiv_id for paper in papers if paper.arxiv_id])
        told = standings((paper.doi for paper in papers if paper.doi), self._ask)
        for number, paper in enumerate(papers, 1):
            self._look(paper, listings.get(paper.arxiv_id or ""), told.get(_name(paper.doi)))
            if not number % EVERY:
                self.dialogue.say(f"{number} of {len(papers)} papers looked at")

    def look_at_citations(self, papers: list[Paper]) -> None:
        """Look which papers of the survey these cite."""
        library, today = self.additions.library, self.additions.added
        if CITATIONS in library.unread:
            self.dialogue.say(f"{CITATIONS} is broken and is left alone: see `survey check`")
            return
        self.citing = CitationSearch(library, self._ask, self.dialogue, today).look(papers)

    def _listings(self, ids: list[str]) -> dict[str, Draft]:
        found: dict[str, Draft] = {}
        for start in range(0, len(ids), arxiv.MOST_IDS):
            wanted = ids[start : start + arxiv.MOST_IDS]
            feed = self._ask(services.ARXIV, arxiv.path(), arxiv.params(wanted), arxiv.parse_feed)
            found |= {draft.arxiv_id: checked(draft) for draft in feed or ()}
        return found

    def _ask(
        self,
        service: Service,
        path: str,
        params: Mapping[str, str],
        parse: Callable[[bytes], T],
        body: bytes = b"",
    ) -> T | None:
        """Ask a service; say once why it does not help."""
        self.asked += 1
        try:
            found = self.client.ask(service, path, params, parse, body)
        except NotKnown:
            self.answered += 1
        except (Unavailable, Unusable) as error:
            if str(error) not in self.told:
                self.told.add(str(error))
                self.dialogue.say(str(error))
        else:
            self.answered += 1
            return found
        return None

    def _look(self, paper: Paper, listing: Draft | None, told: Draft | None) -> None:
        if listing and not alike(news.draft_of(paper), listing):
            self.dialogue.say(
                f"{paper_path(paper.key)}: arXiv has {quoted(listing.title)}: not believed"
            )
            listing = None
        if self.additions.venues.kinds.get(paper.venue) is VenueKind.PREPRINT:
            changes = self._publication(paper, listing)
            changes = changes or (news.retitled(paper, listing) if listing else {})
        else:
            changes = {} if paper.doi else self._doi(paper)
        standing = news.standing(paper, listing, self._believed(paper, told))
        sources = [*changes.get("sources", ()), *standing.get("sources", ())]
        changes = {**standing, **changes, "sources": list(dict.fromkeys(sources))}
        if set(changes) - {"sources"}:
            self.changes[paper.key] = changes

    def _believed(self, paper: Paper, told: Draft | None) -> Draft | None:
        """Return what is said to have become of a paper, if it can be about this paper."""
        if told is None:
            return None
        if not told.status:
            if paper.status and paper.status.kind is StatusKind.RETRACTED:
                said = f"{told.source} knows of no retraction; the record says that it is retracted"
                self.dialogue.say(f"{paper_path(paper.key)}: {said}, and stays as it is")
            return None
        if not alike(news.draft_of(paper), told):
            why = f"{told.source} speaks of {quoted(told.title)}"
        else:
            why = news.too_early(paper, told)
        if why:
            said = told.status["kind"]
            self.dialogue.say(f"{paper_path(paper.key)}: {said}: {why}: not believed")
            return None
        return told

    def _publication(self, paper: Paper, listing: Draft | None) -> dict[str, Any]:
        """Look for a publication of a preprint: at DBLP, and under the DOI that anybody names."""
        drafts = [hit for hit in self._hits(paper, listing) if hit.kind is not VenueKind.PREPRINT][
            :1
        ]
        known = [paper.doi or "", *(d.doi for d in drafts), listing.doi if listing else ""]
        if doi := next(filter(None, known), ""):
            drafts += self._work(doi)
        ours = [news.draft_of(paper), *([listing] if listing else [])]
        drafts = [draft for draft in drafts if any(alike(our, draft) for our in ours)]
        if not drafts:
            return {}
        merged = merge(drafts, self.additions.venues)
        if why := news.implausible(paper, merged):
            where = " ".join(merged.draft.venues[:1])
            self.dialogue.say(f"{paper_path(paper.key)}: {quoted(where)}: {why}: not believed")
            return {}
        return news.published(paper, merged, self._venue(merged))

    def _hits(self, paper: Paper, listing: Draft | None) -> list[Draft]:
        """Search DBLP by the record's title, and by the listing's where it is another."""
        titles = {title_key(t): t for t in (paper.title, listing.title if listing else "") if t}
        for title in titles.values():
            found = self._ask(services.DBLP, dblp.path(), dblp.params(title), dblp.parse)
            wanted = Draft("", title=title, authors=news.draft_of(paper).authors)
            if hits := [checked(hit) for hit in same_title(found or (), wanted)]:
                return hits
        return []

    def _work(self, doi: str) -> list[Draft]:
        def parse(raw: bytes) -> Draft:
            draft = crossref.parse(raw)
            return about(doi, draft.doi, draft)

        work = self._ask(services.CROSSREF, crossref.path(doi), {}, parse)
        return [checked(work)] if work else []

    def _venue(self, merged: Merged) -> str:
        """Return the venue's id; one that is new is proposed."""
        draft = merged.draft
        venues = self.additions.venues
        return venues.find(draft.venues) or venues.propose(
            draft.venues, draft.kind, draft.publisher
        )

    def _doi(self, paper: Paper) -> dict[str, Any]:
        """Search Crossref for the DOI of what is published."""
        query = crossref.search(paper.title, paper.authors[0].name.family)
        found = self._ask(services.CROSSREF, "/works", query, crossref.parse_search)
        works = [checked(work) for work in found or ()]
        venues = {work.source: self.additions.venues.find(work.venues) for work in works}
        work = news.doi_of(paper, works, venues)
        return {"doi": work.doi, "sources": [work.source]} if work else {}

    def tell(self, count: int) -> None:
        """Report what is new, in words."""
        library = self.additions.library
        for key, changes in self.changes.items():
            paper = library.papers[key]
            self.dialogue.show(f"{paper_path(key)}: {'; '.join(words(paper, changes))}")
        needed = {changes.get("venue") for changes in self.changes.values()}
        for venue in self.additions.venues.proposed:
            if venue.id in needed:
                self.dialogue.show(
                    f"{VENUES}: {venue.id} is new: {printable(venue.name)} ({venue.kind})"
                )
        known = library.citations.entries
        for key, entry in self.citing.items():
            new = [each for each in entry.cites if key not in known or each not in known[key].cites]
            named = ", ".join(new[:MOST_NAMED]) + (", …" if len(new) > MOST_NAMED else "")
            cited = counted(len(new), "more paper" if key in known else "paper")
            self.dialogue.show(f"{CITATIONS}: {key} cites {cited} here: {named}")
        cited = f", {len(self.citing):,} with new citations" if self.citing else ""
        said = f"{counted(count, 'paper')} looked at, {len(self.changes):,} with news{cited}"
        self.dialogue.say(said)

    def write(self) -> None:
        """Enter new venues, then change the records, each as a whole."""
        root, library = self.additions.root, self.additions.library
        needed = {changes.get("venue") for changes in self.changes.values()}
        new = [venue for venue in self.additions.venues.proposed if venue.id in needed]
        if new:
            change_file(root / VENUES, lambda text: editing.add_venues(text, VENUES, new))
        for key, changes in self.changes.items():
            path = paper_path(key)
            try:
                change_file(root / path, changing(path, key, library, changes))
            except SurveyError as error:
                self.dialogue.say(str(error))
        if self.citing:
            self._write_citations(root / CITATIONS)

    def _write_citations(self, path: Path) -> None:
        """Enter who cites whom; the file comes to be with the first citation."""
        if not os.path.lexists(path):
            atomic.replace(path, citing.with_entries(citing.EMPTY, CITATIONS, self.citing))
            return
        try:
            change_file(path, lambda text: citing.with_entries(text, CITATIONS, self.citing))
        except SurveyError as error:
            self.dialogue.say(str(error))

    def nobody_answered(self) -> bool:
        """Return whether all services are down."""
        return bool(self.asked) and not self.answered


def changing(
    path: str, key: str, library: Library, changes: dict[str, Any]
) -> Callable[[str], str]:
    """Return the function that changes a record's text."""
    facets, declared = library.taxonomy.facet_ids, library.fields
    return lambda text: editing.change_record(text, path, key, facets, changes, declared=declared)


def words(paper: Paper, changes: Mapping[str, Any]) -> Iterable[str]:
    """Return what changes, in words for a reviewer."""
    if "venue" in changes:
        year = changes.get("year", paper.year)
        yield f"published: {paper.venue} {paper.year} -> {changes['venue']} {year}"
    for name, value in changes.items():
        old = getattr(paper, name)
        if name in {"venue", "sources"} or (name == "year" and "venue" in changes):
            continue
        yield f"{name}: {_brief(old)} -> {_brief(value)}" if old else f"{name}: {_brief(value)}"


def _brief(value: object) -> str:
    if isinstance(value, Status):
        value = value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, dict):
        value = ", ".join(map(str, value.values()))
    return printable(str(value), 120)


def _name(doi: str | None) -> str:
    """Return a DOI as it is compared: letters of either case are one."""
    return (doi or "").lower()
