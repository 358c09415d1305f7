"""New records: made, doubted, shown and written; what `survey add` and `survey import` share."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from site_builder.cli.context import PROBLEMS_FOUND
from site_builder.cli.fmt import tell
from site_builder.cli.terminal import show
from site_builder.curation.keys import key as make_key
from site_builder.duplicates.contradictions import Facts, folded
from site_builder.duplicates.works import Double, Doubles
from site_builder.files import atomic
from site_builder.library import PAPERS, TAXONOMY, VENUES, Library, paper_path
from site_builder.problems import SurveyError, did_you_mean, printable, quoted
from site_builder.record.models import Author, VenueKind
from site_builder.record.publication import BY_KIND, PARTS
from site_builder.sources import http, record
from site_builder.sources.venues import NOWHERE, Venues
from site_builder.yamlfiles import editing, parsing, reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from site_builder.problems import Problem
    from site_builder.record.models import Paper, Venue
    from site_builder.sources.draft import Draft


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
    doubles: Doubles = field(init=False)
    entered: list[Venue] = field(init=False, default_factory=list)
    """Venues that this run has put into the registry."""

    def __post_init__(self) -> None:
        """Index what there is."""
        stems = {path.stem.casefold() for path in (self.root / PAPERS).glob("*.yaml")}
        former = {old for paper in self.library.records() for old in paper.former_keys}
        self.taken = stems | former
        self.venues = Venues(self.library.venue_entries)
        self.doubles = Doubles.of(self.library)
        self.doubles.kinds = self.venues.kinds

    @classmethod
    def of(cls, root: Path) -> Additions:
        """Read a survey; ends the command when a registry is broken, for then nothing fits."""
        library, problems = Library.load(root)
        if broken := library.unread & {PAPERS, TAXONOMY, VENUES}:
            tell(root, [problem for problem in problems if problem.path in broken])
            say(f"nothing was touched: {' and '.join(sorted(broken))} must be mended first")
            raise click.exceptions.Exit(PROBLEMS_FOUND)
        if not (root / PAPERS).is_dir():
            raise SurveyError(f"the survey has no folder {PAPERS}")
        atomic.sweep(root / PAPERS)
        return cls(root, library, today())

    def double(self, draft: Draft) -> Double | None:
        """Find the record that a draft may double."""
        facts = self.facts(draft)
        return self.doubles.find(draft.title, draft.year, draft.arxiv_id, draft.doi, facts)

    def facts(self, draft: Draft) -> Facts:
        """Give what a draft says that no other of the same work can contradict."""
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
        self, draft: Draft, sources: Iterable[str], categories: dict[str, list[str]]
    ) -> tuple[Candidate | None, tuple[Problem, ...]]:
        """Make the record that a draft describes; the models' problems where they refuse it."""
        before = len(self.venues.proposed)
        name = Author.model_validate(dict(draft.authors[0])).name
        key = make_key(name, draft.year or 0, draft.title, self.taken)
        made, problems = self._made(key, draft, sources, categories)
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
        categories: dict[str, list[str]],
    ) -> Candidate | None:
        """Make a candidate anew out of more than was known at first, under the same key."""
        made, _ = self._made(candidate.key, draft, sources, categories)
        if made:
            self.doubles.add(made.paper)
        return made

    def _made(
        self,
        key: str,
        draft: Draft,
        sources: Iterable[str],
        categories: dict[str, list[str]],
    ) -> tuple[Candidate | None, tuple[Problem, ...]]:
        venue = self._venue(draft)
        kind = self.venues.kinds[venue]
        data = record.fields(draft, venue, categories, sources, self.added, kind)
        text = writing.record(data, self.library.taxonomy.facet_ids)
        paper, problems = read(text, key, self.library.taxonomy.facet_ids)
        return (Candidate(key, paper, text) if paper else None), problems

    def _venue(self, draft: Draft) -> str:
        """Give the id of the draft's venue; one that is new is proposed."""
        names = draft.venues or (NOWHERE,)
        kind = draft.kind if draft.venues else VenueKind.PREPRINT
        return self.venues.find(names) or self.venues.propose(names, kind, draft.publisher)

    def new_venues(self, candidates: Iterable[Candidate]) -> list[Venue]:
        """List the proposed venues that candidates need."""
        needed = {candidate.paper.venue for candidate in candidates}
        return [venue for venue in self.venues.proposed if venue.id in needed]

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
    text = change(raw.replace("\r\n", "\n").replace("\r", "\n"))
    atomic.replace(path, text.replace("\n", ends))


def read(text: str, key: str, facets: tuple[str, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
    """Read a record that is not yet written, as strictly as one that is."""
    document, problems = reading.parse(text, paper_path(key))
    if document is None or problems:
        return None, tuple(problems)
    parsed = parsing.read_paper(document, key, facets)
    return parsed.paper, parsed.problems


def today() -> str:
    """Give the day, or the one that reproducible runs pretend (reproducible-builds.org).

    Raises SurveyError where SOURCE_DATE_EPOCH is set and no number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now(dt.UTC).date().isoformat()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        said = f"SOURCE_DATE_EPOCH is {quoted(epoch)}"
        raise SurveyError(f"{said}, not a number of seconds since 1970") from None


def client(root: Path) -> http.Client:
    """Make the client that asks services in the name of this survey."""
    return http.Client(contact(root), http.cache_folder(), told=say)


def contact(root: Path) -> str:
    """Tell the services whom to write to: `SURVEY_CONTACT`, else the repository of the site."""
    if given := os.environ.get("SURVEY_CONTACT"):
        return given if "://" in given or "@" not in given else f"mailto:{given}"
    document, _ = reading.read(root / "mkdocs.yml", "mkdocs.yml", root)
    settings = document.data if document else None
    found = settings.get("repo_url") if isinstance(settings, dict) else None
    return f"+{found}" if isinstance(found, str) else ""


def counted(number: int, noun: str) -> str:
    """Write a number of things: 1 record, 2,000 records."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say(message: str) -> None:
    """Tell people something beside the result."""
    show(printable(message, 500), err=True)


def chosen_categories(library: Library, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Find the categories that are named as ID or FACET/ID; raises SurveyError for others."""
    found: dict[str, list[str]] = {}
    for name in wanted:
        facet, category = _category(library, name.strip())
        if category not in found.setdefault(facet, []):
            found[facet].append(category)
    return {facet: found[facet] for facet in library.taxonomy.facet_ids if facet in found}


def _category(library: Library, name: str) -> tuple[str, str]:
    taxonomy = library.taxonomy
    wanted, _, category = name.replace(":", "/").rpartition("/")
    facets = [f for f in taxonomy.facet_ids if wanted.replace("-", "_") in {"", f}]
    found = [
        (f, taxonomy.former.get((f, category), category))
        for f in facets
        if taxonomy.get(f, category) or (f, category) in taxonomy.former
    ]
    if len(found) > 1:
        choices = " or ".join(f"{facet}/{category}" for facet, category in found)
        raise SurveyError(f"{quoted(name)} is a category of several facets: write {choices}")
    if not found:
        close = did_you_mean(
            category, [i for f in facets or taxonomy.facet_ids for i in taxonomy.ids(f)]
        )
        raise SurveyError(f"there is no category {quoted(name)}" + (f"; {close}" if close else ""))
    return found[0]
