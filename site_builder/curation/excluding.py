"""Papers that are looked at and left out: found, shown, and written with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from site_builder.curation.additions import Additions, change_file
from site_builder.curation.services import client
from site_builder.latex import to_text
from site_builder.problems import SurveyError, did_you_mean, one_of, printable, quoted
from site_builder.record import values
from site_builder.record.exclusions import Exclusion
from site_builder.sources.collect import Collection
from site_builder.sources.draft import Draft, checked
from site_builder.sources.identify import Identifier, identify
from site_builder.sources.merge import merge
from site_builder.yamlfiles import excluding, writing
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED, has

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.curation.dialogue import Dialogue
    from site_builder.duplicates.exclusions import LeftOut
    from site_builder.duplicates.works import Duplicate
    from site_builder.record.exclusions import Reason

BEGIN: Final = (
    f"the survey has no {EXCLUDED}: write one first, with your reasons for leaving papers out, as"
    " in `reasons: [{id: off-topic, name: Off topic, description: It is about something else.}]`"
)
NOBODY: Final = Identifier()
"""Stands for a paper that is known by its title alone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """That a paper is left out, and what is said of it by whoever decides; empty where nothing."""

    reason: str
    note: str = ""
    by: str = ""
    title: str = ""
    """With a title no service is asked."""
    year: int | None = None
    venue: str = ""


def run(  # noqa: PLR0913 (one argument for each thing that is asked for)
    root: Path,
    text: str,
    decision: Decision,
    dialogue: Dialogue,
    *,
    dry_run: bool,
    ask: bool,
) -> bool:
    """Leave a paper out; return whether it is left out now.

    `text` names the paper as `survey add` takes it, or is empty where the decision gives a title.
    Raises SurveyError for an id that is none, for a reason that is not declared and for texts that
    no file can hold, before anything is asked for; BrokenSurvey where registries cannot be read.
    """
    wanted = identify(text) if text else NOBODY
    additions = Additions.of(root)
    reason = declared_reason(additions, decision.reason)
    for name in ("title", "note", "by", "venue"):
        _check_line(name, getattr(decision, name))
    return Excluding(additions, decision, reason, dialogue, dry_run=dry_run, ask=ask).take(wanted)


def _check_line(name: str, text: str) -> None:
    try:
        _ = values.line(text) if text else ""
    except values.BadValue as error:
        raise SurveyError(f"--{name}: {error}") from None


def declared_reason(additions: Additions, name: str) -> Reason:
    """Return the reason of an id; raises SurveyError for one that is not declared."""
    library = additions.library
    if not library.reasons:
        if has(library.root, EXCLUDED):
            raise SurveyError(f"{EXCLUDED} declares no reasons: write them under reasons")
        raise SurveyError(BEGIN)
    if name not in library.reasons:
        former = {old: each.id for each in library.reason_entries for old in each.former_ids}
        hint = f"it is now {quoted(former[name])}" if name in former else ""
        hint = hint or did_you_mean(name, library.reasons) or one_of(list(library.reasons))
        raise SurveyError(f"{EXCLUDED} declares no reason {quoted(name)}: {hint}")
    return library.reasons[name]


@dataclass
class Excluding:
    """Leaves one paper out."""

    additions: Additions
    decision: Decision
    reason: Reason
    dialogue: Dialogue
    dry_run: bool
    ask: bool
    """Whether there is anybody to decide on what is in doubt."""
    written: Exclusion | None = field(default=None, init=False)
    """The entry, once it is written."""

    def take(self, wanted: Identifier) -> bool:
        """Leave a paper out, or say why not."""
        known = self.additions.doubles.find("", 0, wanted.arxiv_id, wanted.doi)
        if self._is_here(wanted, known) or self._is_out(self.additions.left_out_as(wanted)):
            return False
        draft = self._draft(wanted)
        if draft is None:
            return False
        if self._is_here(wanted, self.additions.double(draft)):
            return False
        if self._is_out(self.additions.left_out(draft)):
            return False
        return self._write(self._entry(wanted, draft))

    def _is_here(self, wanted: Identifier, double: Duplicate | None) -> bool:
        """Say of a paper that has a record that it has; ask where the title alone says so."""
        if double is None:
            return False
        path = paper_path(double.paper.key)
        if double.certain or not self.ask:
            name = self.decision.title if wanted is NOBODY else str(wanted)
            may = "is" if double.certain else "may be"
            self.dialogue.say(
                f"{printable(name, 200)} {may} in the survey as {path}: {double.why}; nothing was"
                " written: a record that does not belong here is deleted first"
            )
            return True
        question = f"This may be {path}: {double.why}. Is it another paper?"
        return not self.dialogue.confirm(question, default=False)

    def _is_out(self, found: LeftOut | None) -> bool:
        """Say of a paper that is left out already that it is; ask where the title alone says so."""
        if found is None:
            return False
        title = printable(to_text(found.exclusion.title), 120)
        self.dialogue.say(f"{title}: {found.told} ({EXCLUDED}: {found.why})")
        if not found.certain and self.ask:
            return not self.dialogue.confirm("Is it another paper?", default=False)
        self.dialogue.say("nothing was written")
        return True

    def _draft(self, wanted: Identifier) -> Draft | None:
        """Return what is known of a paper, by the decision or by the services."""
        if title := self.decision.title:
            names = (self.decision.venue,) if self.decision.venue else ()
            year = self.decision.year
            given = Draft("", title=title, year=year, venues=names)
            draft = checked(replace(given, arxiv_id=wanted.arxiv_id, doi=wanted.doi))
            for words in draft.unread:
                self.dialogue.say(words)
            return draft if draft.title else None
        collection = Collection(client(self.additions.root, self.dialogue.say), wanted)
        drafts = collection.run()
        for notice in collection.notices:
            self.dialogue.say(notice)
        found = merge(drafts, self.additions.venues).draft
        if not found.title:
            self.dialogue.say(
                f"nobody says the title of {wanted}; nothing was written: give it with --title"
            )
            return None
        return found

    def _entry(self, wanted: Identifier, draft: Draft) -> Exclusion:
        decision = self.decision
        venue = decision.venue or self.additions.venues.find(draft.venues)
        said: dict[str, Any] = {
            "title": draft.title,
            "year": decision.year or draft.year,
            "venue": venue or next(iter(draft.venues), None),
            "arxiv_id": draft.arxiv_id or wanted.arxiv_id,
            "doi": draft.doi or wanted.doi,
            "url": str(wanted) if wanted.page else None,
            "reason": self.reason.id,
            "note": decision.note,
            "by": decision.by,
            "date": self.additions.added,
        }
        return Exclusion.model_validate({name: each for name, each in said.items() if each})

    def _write(self, entry: Exclusion) -> bool:
        """Show an entry and write it, unless that is not wanted."""
        data = entry.model_dump(mode="json", exclude_none=True)
        self.dialogue.show(f"{EXCLUDED}: {to_text(self.reason.name)}:")
        self.dialogue.show("\n".join(f"  {line}" for line in writing.entry(data)))
        if self.dry_run:
            return True
        line = 0

        def change(text: str) -> str:
            nonlocal line
            new, line = excluding.with_exclusion(text, EXCLUDED, entry)
            return new

        change_file(self.additions.root / EXCLUDED, change)
        self.written = entry
        self.dialogue.show(f"{EXCLUDED}:{line}: written")
        return True
