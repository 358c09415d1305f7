"""Papers fetched from the services, shown, and written when told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from site_builder.curation.additions import Additions, Candidate
from site_builder.curation.choosing import chosen_categories
from site_builder.curation.filing import Filing
from site_builder.curation.services import client
from site_builder.latex import to_text
from site_builder.problems import SurveyError, printable
from site_builder.sources.collect import Collection
from site_builder.sources.identify import Identifier, identify
from site_builder.sources.merge import Merged, merge
from site_builder.sources.record import missing
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED, VENUES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue
    from site_builder.curation.filing import Proposal
    from site_builder.duplicates.exclusions import LeftOut
    from site_builder.duplicates.works import Duplicate
    from site_builder.sources.draft import Draft
    from site_builder.sources.http import Client


class Fate(StrEnum):
    """What became of a paper that was to be added."""

    WRITTEN = "written"
    SHOWN = "shown"
    """Nothing was to be written."""
    DECLINED = "declined"
    """Whoever was asked wanted it not."""
    REFUSED = "refused"
    """It is here already, or makes no sound record."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a paper that was to be added, and its record where there is one."""

    fate: Fate
    candidate: Candidate | None = None

    @property
    def is_done(self) -> bool:
        """Whether all that was asked for was done."""
        return self.fate in {Fate.WRITTEN, Fate.SHOWN}


@dataclass
class Adding:
    """Adds papers one by one."""

    additions: Additions
    client: Client
    filed: dict[str, list[str]]
    dialogue: Dialogue
    dry_run: bool
    ask: bool
    """Whether there is anybody to decide on what is in doubt."""
    own: dict[str, Any] = field(default_factory=dict)
    """What is known of the survey's own fields, as plain data."""
    _filing: Filing | None = field(default=None, init=False)

    def add(self, wanted: Identifier) -> Outcome:
        """Add one paper, or say why not."""
        known = self.additions.doubles.find("", 0, wanted.arxiv_id, wanted.doi)
        if known:
            return self._refuse(wanted, known)
        left_out = self.additions.left_out_as(wanted)
        if left_out and not self._wanted_after_all(wanted, left_out):
            return Outcome(Fate.REFUSED)
        merged = self._collect(wanted)
        if merged is None:
            return Outcome(Fate.REFUSED)
        double = self.additions.double(merged.draft)
        if double and (double.certain or not self._insisted(double)):
            return self._refuse(wanted, double)
        if left_out is None:
            left_out = self.additions.left_out(merged.draft)
            if left_out and not self._wanted_after_all(wanted, left_out):
                return Outcome(Fate.REFUSED)
        return self._propose(merged, left_out)

    def _refuse(self, wanted: Identifier, double: Duplicate) -> Outcome:
        path = paper_path(double.paper.key)
        self.dialogue.say(
            f"{wanted} is in the survey already as {path}: {double.why}; nothing was written"
        )
        return Outcome(Fate.REFUSED)

    def _wanted_after_all(self, wanted: Identifier, left_out: LeftOut) -> bool:
        """Say that a paper was left out before, and ask whether it is wanted all the same."""
        title = printable(to_text(left_out.exclusion.title), 120)
        same = left_out.why if left_out.certain else f"{left_out.why}, so it may be another paper"
        self.dialogue.say(f"{wanted}: {left_out.told}: {title} in {EXCLUDED}; {same}")
        if not self.ask:
            self.dialogue.say(f"nothing was written; to add it, take its entry out of {EXCLUDED}")
            return False
        question = "Add it all the same?" if left_out.certain else "Add it?"
        return self.dialogue.confirm(question, default=False)

    def _insisted(self, double: Duplicate) -> bool:
        """Ask whether a paper whose title another one has is another paper all the same."""
        if not self.ask:
            self.dialogue.say("it may be the same paper; run without --yes to decide")
            return False
        path = paper_path(double.paper.key)
        return self.dialogue.confirm(
            f"This may be {path}: {double.why}. Is it another paper?", default=False
        )

    def _collect(self, wanted: Identifier) -> Merged | None:
        """Ask the services; say what did not help."""
        collection = Collection(self.client, wanted)
        drafts = collection.run()
        for notice in collection.notices:
            self.dialogue.say(notice)
        merged = merge(drafts, self.additions.venues)
        lacking = missing(merged.draft)
        if not drafts:
            self.dialogue.say(f"nothing was found of {wanted}; nothing was written")
        elif lacking:
            self.dialogue.say(
                f"nobody says the {' and '.join(lacking)} of {wanted}; nothing was written"
            )
        return merged if drafts and not lacking else None

    def _propose(self, merged: Merged, left_out: LeftOut | None) -> Outcome:
        """Show the record and everything that goes with it; write it when told to."""
        filed = self.filed or self._choose(merged.draft)
        draft = merged.draft
        candidate, problems = self.additions.candidate(draft, merged.sources, {**filed, **self.own})
        if candidate is None:
            for problem in problems:
                self.dialogue.say(f"the record is refused: {problem.message}; nothing was written")
            return Outcome(Fate.REFUSED)
        self._show(candidate)
        if self.dry_run:
            return Outcome(Fate.SHOWN, candidate)
        if self.ask and not self.dialogue.confirm("Write it?", default=True):
            self.dialogue.say("nothing was written")
            return Outcome(Fate.DECLINED, candidate)
        self.additions.write([candidate])
        self.dialogue.show(f"{candidate.path}: written")
        if left_out:
            self._take_back(left_out)
        return Outcome(Fate.WRITTEN, candidate)

    def _take_back(self, left_out: LeftOut) -> None:
        """Take the paper's entry out of what was left out; that of another paper stays."""
        question = f"Is it the paper that was left out, so that its entry goes from {EXCLUDED}?"
        if not left_out.certain and not self.dialogue.confirm(question, default=False):
            return
        try:
            self.additions.take_back(left_out)
        except SurveyError as error:
            self.dialogue.say(f"{error}; take the entry out by hand")
        else:
            self.dialogue.show(f"{EXCLUDED}: the paper is left out no longer")

    def _show(self, candidate: Candidate) -> None:
        self.dialogue.show(f"{candidate.path}:")
        self.dialogue.show("\n".join(f"    {line}" for line in candidate.text.splitlines()))
        for venue in self.additions.new_venues([candidate]):
            self.dialogue.show(f"{VENUES}: {venue.id} is new: {venue.name} ({venue.kind})")

    def _choose(self, draft: Draft) -> dict[str, list[str]]:
        """Show where the paper may belong, and ask; without an answer it stays unsorted."""
        taxonomy = self.additions.library.taxonomy
        self._filing = self._filing or Filing(self.additions.library)
        text = " . ".join(filter(None, (draft.title, draft.title, draft.abstract)))
        for facet in taxonomy.facet_ids:
            for proposal in self._filing.propose(text, facet):
                self.dialogue.show(shown(proposal))
        if not self.ask:
            self.dialogue.say(
                "no category was chosen: file it with --category ID, or in the record"
            )
            return {}
        return self._answered()

    def _answered(self) -> dict[str, list[str]]:
        while True:
            names = self.dialogue.choose("Categories (ids with blanks between; empty for none)")
            try:
                return chosen_categories(self.additions.library, names)
            except SurveyError as error:
                self.dialogue.say(str(error))


def shown(proposal: Proposal) -> str:
    """Show a proposed category with its reasons."""
    node = proposal.node
    return printable(f"perhaps {node.facet.id}/{node.id} ({node.title}): {proposal.why}", 300)


def run(  # noqa: PLR0913 (one argument for each thing that is asked for)
    root: Path,
    ids: Iterable[str],
    categories: Iterable[str],
    dialogue: Dialogue,
    *,
    dry_run: bool,
    ask: bool,
) -> list[Outcome]:
    """Add papers; return what became of each.

    Raises SurveyError for an id or a category that is none, before anything is asked for, and
    BrokenSurvey for a survey whose registries cannot be read.
    """
    wanted = [identify(text) for text in ids]
    additions = Additions.of(root)
    filed = chosen_categories(additions.library, categories)
    asking = client(root, dialogue.say)
    adding = Adding(additions, asking, filed, dialogue, dry_run=dry_run, ask=ask)
    return [adding.add(identifier) for identifier in wanted]
