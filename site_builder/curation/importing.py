"""Bibliographies read, held against the survey, and written as records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from site_builder.curation import proposals
from site_builder.curation.additions import Additions, Candidate, change_file
from site_builder.curation.choosing import chosen_categories, united_categories
from site_builder.curation.foreign import text_of
from site_builder.curation.uniting import GAINED, brief, changes, united
from site_builder.problems import SurveyError, printable
from site_builder.record.models import Links, VenueKind
from site_builder.sources import bibtex, csl, ris
from site_builder.sources.collect import families
from site_builder.sources.draft import checked
from site_builder.sources.record import missing
from site_builder.text.names import fold, title_key
from site_builder.text.plurals import counted
from site_builder.yamlfiles import editing
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED, VENUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue
    from site_builder.duplicates.works import Duplicate
    from site_builder.record.models import Paper
    from site_builder.sources.contents import Contents
    from site_builder.sources.draft import Draft

FORMATS: Final[dict[str, Callable[[str, str], Contents]]] = {
    ".bib": bibtex.parse,
    ".bibtex": bibtex.parse,
    ".ris": ris.parse,
    ".json": csl.parse,
}
"""How files are read, by the end of their names."""
OF_PUBLICATION: Final = frozenset({"volume", "number", "pages", "month"})
"""What is told of a publication, and nothing of a preprint."""
COMPARED: Final = ("title", "year", "volume", "number", "pages", "doi", "arxiv_id")
"""Fields that are told where two entries of one paper differ."""


class Fate(StrEnum):
    """What becomes of an entry."""

    ADDED = "added"
    MERGED = "merged into records"
    KNOWN = "here already"
    EXCLUDED = "left out before"
    REPEATED = "twice in the file"
    DECLINED = "not wanted by the table"
    LEFT_OUT = "left out"


def run(  # noqa: PLR0913 (one argument for each thing that is asked for)
    root: Path,
    file: Path,
    categories: Iterable[str],
    dialogue: Dialogue,
    *,
    dry_run: bool,
    ask: bool,
    table: Path | None = None,
) -> Counter[Fate]:
    """Import a file; return how many of its entries had each fate.

    `table` is a table of proposed categories that somebody has edited. Raises SurveyError for a
    file that cannot be read and for a category that is none, and BrokenSurvey for a survey whose
    registries cannot be read.
    """
    importing = _taken(root, file, categories, dialogue, ask=ask, table=table)
    if not dry_run and (not ask or importing.agreed()):
        importing.write()
    return importing.fates


def propose(
    root: Path, file: Path, categories: Iterable[str], dialogue: Dialogue
) -> tuple[Counter[Fate], str]:
    """Return what would become of a file's entries, and a table of categories for the new ones.

    Nothing is written. Raises what `run` does.
    """
    importing = _taken(root, file, categories, dialogue, ask=False)
    return importing.fates, proposals.written(importing.additions.library, importing.proposed())


def _taken(  # noqa: PLR0913 (as above)
    root: Path,
    file: Path,
    categories: Iterable[str],
    dialogue: Dialogue,
    *,
    ask: bool,
    table: Path | None = None,
) -> Importing:
    """Decide on every entry of a file, and tell."""
    parse = FORMATS.get(file.suffix.lower())
    if parse is None:
        known = ", ".join(FORMATS)
        raise SurveyError(f"{file.name} is no bibliography that can be read: {known}")
    contents = parse(text_of(file, dialogue), file.name)
    additions = Additions.of(root)
    filed = chosen_categories(additions.library, categories)
    chosen = None
    if table:
        chosen = proposals.read(text_of(table, dialogue), table.name, additions.library)
    importing = Importing(additions, filed, dialogue, ask=ask, table=chosen)
    for entry in contents.notices:
        dialogue.say(f"{file.name}:{entry.line}: {entry.why}")
    for entry in contents.unread:
        importing.leave_out(f"{file.name}:{entry.line}", entry.why)
    for draft in contents.drafts:
        importing.take(f"{file.name}:{draft.line}", draft)
    importing.tell(contents)
    return importing


@dataclass
class Importing:
    """Decides on entry after entry, and writes in the end."""

    additions: Additions
    filed: dict[str, list[str]]
    dialogue: Dialogue
    ask: bool
    """Whether there is anybody to decide on what is in doubt."""
    table: proposals.Table | None = None
    """Which new papers are wanted, and their categories."""
    candidates: dict[str, Candidate] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    """What each candidate is made of."""
    own: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """The categories of each candidate."""
    gains: dict[str, dict[str, Any]] = field(default_factory=dict)
    """New values for records that are here already, by key."""
    fates: Counter[Fate] = field(default_factory=Counter)

    def leave_out(self, where: str, why: str) -> None:
        """Account for an entry that becomes nothing."""
        self.fates[Fate.LEFT_OUT] += 1
        self.dialogue.say(f"{where}: left out: {why}")

    def take(self, where: str, draft: Draft) -> None:
        """Decide on one entry."""
        draft = self.additions.told_apart(checked(draft))
        name = f"{where}: {draft.name}" if draft.name else where
        for words in draft.unread:
            self.dialogue.say(f"{name}: {words}")
        lacking = missing(draft)
        double = self.additions.double(draft)
        if double and self._same(double, draft):
            self._merge(name, double.paper.key, draft)
        elif double and not self._insisted(name, double):
            why = f"it may be {paper_path(double.paper.key)}: {double.why}"
            self.leave_out(name, why)
        elif self._was_left_out(name, draft):
            self.fates[Fate.EXCLUDED] += 1
        elif lacking:
            self.leave_out(name, f"nothing says the {' and '.join(lacking)}")
        else:
            self._tell_namesake(name, draft)
            self._add(name, draft)

    def _was_left_out(self, name: str, draft: Draft) -> bool:
        """Say of a paper that was left out before why; ask where titles alone are alike."""
        found = self.additions.left_out(draft)
        if found is None:
            return False
        is_same = title_key(found.exclusion.title) == title_key(draft.title)
        if not (found.certain or is_same) and self.ask:
            question = f"{printable(name)} may be in {EXCLUDED}: {found.why}. Is it another paper?"
            if self.dialogue.confirm(question, default=False):
                return False
        self.dialogue.say(f"{name}: {found.told}: {EXCLUDED}; {found.why}")
        return True

    def _tell_namesake(self, name: str, draft: Draft) -> None:
        """Report which record has the same title and is another work all the same."""
        if found := self.additions.doubles.namesake(draft.title, self.additions.facts(draft)):
            paper, why = found
            self.dialogue.say(
                f"{name}: no double of {paper_path(paper.key)}, which has this title: {why}"
            )

    def _same(self, double: Duplicate, draft: Draft) -> bool:
        """Return whether no doubt is left: an id is equal, or the very title and an author are."""
        paper = double.paper
        theirs = {fold(author.name.family) for author in paper.authors}
        same_title = title_key(paper.title or "") == title_key(draft.title)
        return double.certain or (same_title and bool(theirs & families(draft)))

    def _insisted(self, name: str, double: Duplicate) -> bool:
        if not self.ask:
            return False
        path = paper_path(double.paper.key)
        question = f"{printable(name)} may be {path}: {double.why}. Is it another paper?"
        return self.dialogue.confirm(question, default=False)

    def _add(self, name: str, draft: Draft) -> None:
        filed = self.filed
        if self.table is not None:
            row = self.table.row_of(draft)
            if row is None or not row.is_wanted:
                self._decline(name, row)
                return
            filed = united_categories(filed, row.filed)
        sources = (draft.source, *draft.seen)
        candidate, problems = self.additions.candidate(draft, sources, filed)
        if candidate is None:
            self.leave_out(name, "; ".join(problem.message for problem in problems))
            return
        self.candidates[candidate.key] = candidate
        self.drafts[candidate.key], self.own[candidate.key] = draft, filed
        self.fates[Fate.ADDED] += 1

    def _decline(self, name: str, row: proposals.Row | None) -> None:
        """Account for a new paper that the table does not want."""
        self.fates[Fate.DECLINED] += 1
        assert self.table is not None  # noqa: S101 (it is the table that declines)
        where = (
            f"{self.table.name}:{row.number} says no" if row else f"{self.table.name} has no row"
        )
        self.dialogue.say(f"{name}: not wanted: {where}")

    def proposed(self) -> list[tuple[Draft, Candidate]]:
        """Return the new papers, as the file describes them and as records."""
        return [(self.drafts[key], each) for key, each in self.candidates.items()]

    def _merge(self, name: str, key: str, draft: Draft) -> None:
        """Add what the record does not say; a record of this very file is made anew."""
        if key in self.candidates:
            self._merge_here(name, key, draft)
            return
        paper = self.additions.library.papers.get(key)
        if paper is None:
            self.leave_out(name, f"{paper_path(key)} is the same paper and is broken")
            return
        known = self.gains.get(paper.key, {})
        skipped = OF_PUBLICATION if self._tell_published(name, paper, draft) else frozenset()
        gains = {
            field: value
            for field in GAINED
            if (value := getattr(draft, field)) not in ("", None)
            if getattr(paper, field) is None and field not in known and field not in skipped
        }
        if draft.status and paper.status is None and "status" not in known:
            gains["status"] = dict(draft.status)
        if draft.links and paper.links == Links() and "links" not in known:
            gains["links"] = dict(draft.links)
        self._tell_kept(name, paper_path(paper.key), paper, draft)
        if not gains:
            self.fates[Fate.KNOWN] += 1
            return
        self.fates[Fate.MERGED] += 1
        said = ", ".join(f"{field}: {brief(value)}" for field, value in gains.items())
        self.dialogue.say(f"{name}: {paper_path(paper.key)} gains {said}")
        self.gains[paper.key] = {**known, **gains, "sources": [draft.source]}

    def _merge_here(self, name: str, key: str, draft: Draft) -> None:
        first = self.drafts[key]
        whole = united(first, draft, self._is_published(draft) and not self._is_published(first))
        self.fates[Fate.REPEATED] += 1
        self.dialogue.say(
            f"{name}: the same paper as {first.name or f'line {first.line}'}: taken together"
        )
        if taken := changes(first, whole):
            self.dialogue.say(f"{name}: {paper_path(key)} takes from it {taken}")
        self._tell_kept(name, paper_path(key), whole, draft)
        if whole != first:
            sources = (first.source, *first.seen, draft.source, *draft.seen)
            again = self.additions.remade(self.candidates[key], whole, sources, self.own[key])
            if again:
                self.candidates[key], self.drafts[key] = again, whole

    def _is_published(self, draft: Draft) -> bool:
        """Return whether a draft names a venue that is no preprint server."""
        return bool(draft.venues) and not self.additions.facts(draft).is_early

    def _tell_kept(self, name: str, path: str, kept: Paper | Draft, draft: Draft) -> None:
        """Report where an entry says something else than what is kept."""
        said = [
            f"{field}: {brief(ours)}, not {brief(theirs)}"
            for field in COMPARED
            if (theirs := getattr(draft, field)) not in ("", None)
            if (ours := getattr(kept, field)) not in ("", None)
            if str(ours).lower() != str(theirs).lower()
        ]
        if said:
            self.dialogue.say(f"{name}: {path} keeps {'; '.join(said)}")

    def _tell_published(self, name: str, paper: Paper, draft: Draft) -> bool:
        """Report when the file has a publication of what is a preprint here."""
        venue = self.additions.venues.find(draft.venues)
        kinds = self.additions.venues.kinds
        here = kinds.get(paper.venue)
        if here is not VenueKind.PREPRINT or not self._is_published(draft):
            return False
        path = paper_path(paper.key)
        where = venue or next(iter(draft.venues))
        self.dialogue.say(
            f"{name}: {path} is a preprint, and this says {where}: try `survey refresh`"
        )
        return True

    def tell(self, contents: Contents) -> None:
        """Account for everything in the file."""
        for venue in self.additions.new_venues(self.candidates.values()):
            self.dialogue.show(
                f"{VENUES}: {venue.id} is new: {printable(venue.name)} ({venue.kind})"
            )
        for name, venue_id in self.additions.venues.guessed.items():
            self.dialogue.say(f"venue: {printable(name, 100)} was taken for {venue_id}")
        for words in self.table.unused() if self.table else ():
            self.dialogue.say(words)
        if contents.passed_over:
            lines = ", ".join(map(str, contents.passed_over[:20]))
            self.dialogue.say(f"text outside all entries was passed over, at line {lines}")
        if contents.unmapped:
            names = (f"{printable(n)} ({count})" for n, count in contents.unmapped.most_common(20))
            self.dialogue.say(f"records have no place for {', '.join(names)}")
        parts = [f"{self.fates[fate]:,} {fate}" for fate in Fate if self.fates[fate]]
        noun = "entry" if contents.entries == 1 else "entries"
        self.dialogue.say(f"{contents.entries:,} {noun}: {', '.join(parts) or 'nothing to do'}")

    def agreed(self) -> bool:
        """Ask whether to write."""
        if not self.candidates and not self.gains:
            return False
        new, old = counted(len(self.candidates), "record"), f"{len(self.gains):,}"
        return self.dialogue.confirm(f"Write {new} and change {old}?", default=True)

    def write(self) -> None:
        """Write venues, new records, and what old ones gain."""
        self.additions.write(list(self.candidates.values()))
        for key, gains in self.gains.items():
            self._gain(key, gains)
        written = counted(len(self.candidates), "record")
        self.dialogue.show(f"{written} written, {len(self.gains):,} changed")

    def _gain(self, key: str, gains: dict[str, Any]) -> None:
        facets = self.additions.library.taxonomy.facet_ids
        path = paper_path(key)
        try:
            change_file(
                self.additions.root / path,
                lambda text: editing.change_record(text, path, key, facets, gains),
            )
        except SurveyError as error:
            self.dialogue.say(str(error))
