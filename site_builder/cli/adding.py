"""Papers fetched from the services, shown, and written when told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.cli.additions import (
    Additions,
    Candidate,
    chosen_categories,
    client,
    say,
)
from site_builder.cli.terminal import confirm, prompt, show
from site_builder.curation.filing import Filing
from site_builder.library import VENUES, paper_path
from site_builder.problems import SurveyError, printable
from site_builder.sources.collect import Collection
from site_builder.sources.identify import Identifier, identify
from site_builder.sources.merge import Merged, merge
from site_builder.sources.record import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from site_builder.curation.filing import Proposal
    from site_builder.duplicates.works import Duplicate
    from site_builder.sources.draft import Draft
    from site_builder.sources.http import Client


@dataclass
class Adding:
    """Adds papers one by one."""

    additions: Additions
    client: Client
    filed: dict[str, list[str]]
    dry_run: bool
    ask: bool
    told: Callable[[str], None] = say
    """Says what did not go well, or what people should know."""
    written: list[Candidate] = field(default_factory=list, init=False)
    _filing: Filing | None = field(default=None, init=False)

    def add(self, wanted: Identifier) -> bool:
        """Add one paper, or say why not."""
        known = self.additions.doubles.find("", 0, wanted.arxiv_id, wanted.doi)
        if known:
            return self._refuse(wanted, known)
        merged = self._collect(wanted)
        if merged is None:
            return False
        double = self.additions.double(merged.draft)
        if double and (double.certain or not self._insisted(double)):
            return self._refuse(wanted, double)
        return self._propose(merged)

    def _refuse(self, wanted: Identifier, double: Duplicate) -> bool:
        path = paper_path(double.paper.key)
        self.told(f"{wanted} is in the survey already as {path}: {double.why}; nothing was written")
        return False

    def _insisted(self, double: Duplicate) -> bool:
        """Ask whether a paper whose title another one has is another paper all the same."""
        if not self.ask:
            self.told("it may be the same paper; run without --yes to decide")
            return False
        path = paper_path(double.paper.key)
        return confirm(f"This may be {path}: {double.why}. Is it another paper?", default=False)

    def _collect(self, wanted: Identifier) -> Merged | None:
        """Ask the services; say what did not help."""
        collection = Collection(self.client, wanted)
        drafts = collection.run()
        for notice in collection.notices:
            self.told(notice)
        merged = merge(drafts, self.additions.venues)
        lacking = missing(merged.draft)
        if not drafts:
            self.told(f"nothing was found of {wanted}; nothing was written")
        elif lacking:
            self.told(f"nobody says the {' and '.join(lacking)} of {wanted}; nothing was written")
        return merged if drafts and not lacking else None

    def _propose(self, merged: Merged) -> bool:
        """Show the record and everything that goes with it; write it when told to."""
        filed = self.filed or self._choose(merged.draft)
        draft = merged.draft
        candidate, problems = self.additions.candidate(draft, merged.sources, filed)
        if candidate is None:
            for problem in problems:
                self.told(f"the record is refused: {problem.message}; nothing was written")
            return False
        self._show(candidate)
        if self.dry_run:
            return True
        if self.ask and not confirm("Write it?", default=True):
            self.told("nothing was written")
            return False
        self.additions.write([candidate])
        self.written.append(candidate)
        show(f"{candidate.path}: written")
        return True

    def _show(self, candidate: Candidate) -> None:
        show(f"{candidate.path}:")
        show("\n".join(f"    {line}" for line in candidate.text.splitlines()))
        for venue in self.additions.new_venues([candidate]):
            show(f"{VENUES}: {venue.id} is new: {venue.name} ({venue.kind})")

    def _choose(self, draft: Draft) -> dict[str, list[str]]:
        """Show where the paper may belong, and ask; without an answer it stays unsorted."""
        taxonomy = self.additions.library.taxonomy
        self._filing = self._filing or Filing(self.additions.library)
        text = " . ".join(filter(None, (draft.title, draft.title, draft.abstract)))
        for facet in taxonomy.facet_ids:
            for proposal in self._filing.propose(text, facet):
                show(shown(proposal))
        if not self.ask:
            self.told("no category was chosen: file it with --category ID, or in the record")
            return {}
        return self._answered()

    def _answered(self) -> dict[str, list[str]]:
        while True:
            answer = prompt("Categories (ids with blanks between; empty for none)", default="")
            try:
                return chosen_categories(self.additions.library, answer.replace(",", " ").split())
            except SurveyError as error:
                self.told(str(error))


def shown(proposal: Proposal) -> str:
    """Show a proposed category with its reasons."""
    node = proposal.node
    return printable(f"perhaps {node.facet.id}/{node.id} ({node.title}): {proposal.why}", 300)


def run(
    root: Path, ids: Iterable[str], categories: Iterable[str], *, dry_run: bool, ask: bool
) -> bool:
    """Add papers; tell whether all of them were added."""
    wanted = [identify(text) for text in ids]
    additions = Additions.of(root)
    filed = chosen_categories(additions.library, categories)
    adding = Adding(additions, client(root), filed, dry_run=dry_run, ask=ask)
    done = [adding.add(identifier) for identifier in wanted]
    return all(done)
