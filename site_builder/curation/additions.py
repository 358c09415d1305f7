"""New records: made, doubted, shown and written; what `survey add` and `survey import` share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from site_builder.curation.keys import key as make_key
from site_builder.curation.services import today
from site_builder.duplicates.contradictions import Facts, folded
from site_builder.duplicates.exclusions import Exclusions, LeftOut, Work
from site_builder.duplicates.works import Duplicate, DuplicateIndex
from site_builder.files import atomic
from site_builder.files.lines import with_lf
from site_builder.library import Library
from site_builder.problems import BrokenSurvey, SurveyError
from site_builder.record.models import Author, VenueKind
from site_builder.record.publication import BY_KIND, PARTS
from site_builder.sources import entry_types, record, sections
from site_builder.sources.venues import NOWHERE, Venues
from site_builder.yamlfiles import editing, excluding, parsing, reading, writing
from site_builder.yamlfiles.record_files import PAPERS, paper_path
from site_builder.yamlfiles.registries import EXCLUDED, FIELDS, TAXONOMY, VENUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from site_builder.problems import Problem
    from site_builder.record.models import Paper, Venue
    from site_builder.sources.draft import Draft
    from site_builder.sources.identify import Identifier


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that could be written."""

    key: str
    paper: Paper
    text: str
    """Its file, in canonical form."""

    @property
    def path(self) -> str:
        """Where its file would lie, relative to the root."""
        return paper_path(self.key)


@dataclass
class Additions:
    """The survey as it is, and as it will be when everything proposed so far is written."""

    root: Path
    library: Library
    added: str
    """Today."""
    taken: set[str] = field(init=False)
    venues: Venues = field(init=False)
    doubles: DuplicateIndex = field(init=False)
    exclusions: Exclusions = field(init=False)
    entered: list[Venue] = field(init=False, default_factory=list)
    """Venues that this run has put into the registry."""

    def __post_init__(self) -> None:
        """Index what there is."""
        stems = {path.stem.casefold() for path in (self.root / PAPERS).glob("*.yaml")}
        former = {old for paper in self.library.records() for old in paper.former_keys}
        self.taken = stems | former
        self.venues = Venues(self.library.venue_entries)
        self.doubles = DuplicateIndex.of(self.library)
        self.doubles.kinds = self.venues.kinds
        self.exclusions = Exclusions.of(self.library)

    @classmethod
    def of(cls, root: Path) -> Additions:
        """Read a survey.

        Raises BrokenSurvey when a registry cannot be read, for then nothing fits, and SurveyError
        where there is no folder of records.
        """
        library, problems = Library.load(root)
        if broken := library.unread & {PAPERS, TAXONOMY, VENUES, FIELDS, EXCLUDED}:
            raise BrokenSurvey(root, broken, (each for each in problems if each.path in broken))
        if not (root / PAPERS).is_dir():
            raise SurveyError(f"the survey has no folder {PAPERS}")
        atomic.sweep(root / PAPERS)
        return cls(root, library, today())

    def told_apart(self, draft: Draft) -> Draft:
        """Return the draft with its journal's section in the journal's name."""
        known = self._known()
        return sections.told_apart(draft, lambda name: self.venues.find([name]) in known)

    def _known(self) -> set[str]:
        return {venue.id for venue in self.library.venue_entries}

    def double(self, draft: Draft) -> Duplicate | None:
        """Find the record that a draft may double."""
        facts = self.facts(draft)
        return self.doubles.find(draft.title, draft.year, draft.arxiv_id, draft.doi, facts)

    def left_out(self, draft: Draft) -> LeftOut | None:
        """Find the entry of what was left out that may be of the draft's paper."""
        pages = tuple(draft.links[name] for name in ("page", "pdf") if name in draft.links)
        ids = draft.arxiv_id, draft.doi
        return self.exclusions.excluded(
            Work(draft.title, draft.year, *ids, pages, self.facts(draft))
        )

    def left_out_as(self, wanted: Identifier) -> LeftOut | None:
        """Find the entry of what was left out whose paper was asked for."""
        pages = (str(wanted),) if wanted.page else ()
        return self.exclusions.excluded(Work(arxiv_id=wanted.arxiv_id, doi=wanted.doi, pages=pages))

    def facts(self, draft: Draft) -> Facts:
        """Return what a draft says that no other of the same work can contradict."""
        venue = self.venues.find(draft.venues)
        kind = self.venues.kinds[venue] if venue else draft.kind
        known = BY_KIND[kind] if kind else ""
        return Facts(
            type=known if known and draft.type in {"", *PARTS} else draft.type,
            degree=draft.degree,
            volume=draft.volume,
            number=draft.number,
            pages=draft.pages,
            booktitle=draft.booktitle,
            families=folded(p.get("family") or p.get("literal", "") for p in draft.authors),
        )

    def candidate(
        self, draft: Draft, sources: Iterable[str], own: dict[str, Any]
    ) -> tuple[Candidate | None, tuple[Problem, ...]]:
        """Make the record that a draft describes; the models' problems where they refuse it.

        `own` are the paper's categories and what its other fields of this survey hold, by id.
        """
        before = len(self.venues.proposed)
        name = Author.model_validate(dict(draft.authors[0])).name
        key = make_key(name, draft.year or 0, draft.title, self.taken)
        made, problems = self._made(key, draft, sources, own)
        if made is None:
            self.venues.withdraw(self.venues.proposed[before:])
            return None, problems
        self.taken.add(key)
        self.doubles.add(made.paper)
        return made, ()

    def remade(
        self,
        candidate: Candidate,
        draft: Draft,
        sources: Iterable[str],
        own: dict[str, Any],
    ) -> Candidate | None:
        """Make a candidate anew out of more than was known at first, under the same key."""
        made, _ = self._made(candidate.key, draft, sources, own)
        if made:
            self.doubles.add(made.paper)
        return made

    def _made(
        self,
        key: str,
        draft: Draft,
        sources: Iterable[str],
        own: dict[str, Any],
    ) -> tuple[Candidate | None, tuple[Problem, ...]]:
        venue = self._venue(draft)
        draft = self._without_venue(draft, venue)
        kind = self.venues.kinds[venue]
        if draft.venues and venue in self._known():  # the kind of others is a guess
            what = entry_types.settled(draft.type, kind, somewhere=True, numbered=False)
            draft = replace(draft, type=what)
        data = record.fields(draft, venue, own, sources, self.added, kind)
        text = writing.record(data, self.library.taxonomy.facet_ids, declared=self.library.fields)
        paper, problems = read(text, key, self.library)
        return (Candidate(key, paper, text) if paper else None), problems

    def _venue(self, draft: Draft) -> str:
        """Return the id of the draft's venue; one that is new is proposed.

        A book or its series may be a venue that is known here, its publisher being none.
        """
        names = draft.venues or (NOWHERE,)
        kind = draft.kind if draft.venues else VenueKind.PREPRINT
        books = filter(None, (draft.series, draft.booktitle))
        found = self.venues.find(names) or self.venues.find(books)
        return found or self.venues.propose(names, kind, draft.publisher)

    def _without_venue(self, draft: Draft, venue: str) -> Draft:
        """Leave out the series or the book that is the venue itself, under a name known here."""
        if venue not in self._known():
            return draft
        series, book = (self._unless(venue, text) for text in (draft.series, draft.booktitle))
        return replace(draft, series=series, booktitle=book)

    def _unless(self, venue: str, text: str) -> str:
        return "" if text and self.venues.find([text]) == venue else text

    def new_venues(self, candidates: Iterable[Candidate]) -> list[Venue]:
        """List the proposed venues that candidates need."""
        needed = {candidate.paper.venue for candidate in candidates}
        return [venue for venue in self.venues.proposed if venue.id in needed]

    def take_back(self, left_out: LeftOut) -> None:
        """Take the entry of a paper that is wanted after all out of what was left out.

        Raises SurveyError where that cannot be done, and nothing is written.
        """
        path = self.root / EXCLUDED
        entry = left_out.exclusion
        change_file(path, lambda text: excluding.without_exclusion(text, EXCLUDED, entry))

    def write(self, candidates: Sequence[Candidate]) -> None:
        """Write new venues, then records: whenever this ends, every reference leads somewhere."""
        venues = self.new_venues(candidates)
        known = {venue.id for venue in self.entered}
        if new := [venue for venue in venues if venue.id not in known]:
            change_file(self.root / VENUES, lambda text: editing.add_venues(text, VENUES, new))
            self.entered += new
        atomic.create_all({self.root / each.path: each.text for each in candidates})


def change_file(path: Path, change: Callable[[str], str]) -> None:
    """Change a text file, its line ends kept."""
    raw = path.read_bytes().decode("utf-8-sig")
    ends = "\r\n" if "\r\n" in raw else "\n"
    text = change(with_lf(raw))
    atomic.replace(path, text.replace("\n", ends))


def read(text: str, key: str, library: Library) -> tuple[Paper | None, tuple[Problem, ...]]:
    """Read a record that is not yet written, as strictly as one that is."""
    document, problems = reading.parse(text, paper_path(key))
    if document is None or problems:
        return None, tuple(problems)
    shape = library.taxonomy.facet_ids, library.fields, library.result_fields
    parsed = parsing.read_paper(document, key, *shape)
    return parsed.paper, parsed.problems
