"""A new record: shown first, with all that is wrong or doubtful; written only as it was shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from site_builder.assistant.drafting import Draft, refuse_unfit
from site_builder.assistant.snapshot import difference
from site_builder.assistant.values import Answer, Arguments, Item, Plain
from site_builder.duplicates.contradictions import facts_of
from site_builder.duplicates.exclusions import Work
from site_builder.files import atomic
from site_builder.latex import to_text
from site_builder.problems import SurveyError, quoted
from site_builder.record.publication import address
from site_builder.record.values import MAX_KEY
from site_builder.text.plurals import listed
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.assistant.snapshot import Held, Snapshot, Stamps
    from site_builder.problems import Problem
    from site_builder.record.models import Paper

MOST_SHOWN: Final = 20
"""Records that were shown and may still be written, the last ones."""
MOST_FINDINGS: Final = 50

NOT_WRITABLE: Final = (
    "this server was started without --write: give the YAML to whoever keeps the survey, or open"
    " the form"
)
SHOW_IT: Final = (
    "nothing was written: show the user the YAML, the findings and the doubts; only when they agree"
    " call `write_record` with the digest"
)
MEND: Final = "nothing was written: mend the errors and propose the record again"


class Propose(Arguments):
    """A record."""

    record: Plain = Field(
        description="The fields of the record, as its file has them: title, authors (a list"
        ' of "Given Family"), year, venue, arxiv_id, doi, links, the facets with lists of category'
        " ids, summary, abstract, results, relations, sources, … `get_paper` shows examples."
    )
    key: Annotated[str, Field(max_length=MAX_KEY)] = Field(
        default="", description="The key; else one is made from author, year and title."
    )


class FindingItem(Item):
    """What `survey check` finds."""

    place: str = Field(description="FILE:LINE:COLUMN.")
    severity: str = Field(description="error: keeps the record out; warning: worth a look.")
    code: str
    message: str
    hint: str = ""


class Filed(Item):
    """A category that the paper may belong to."""

    id: str = Field(description="FACET/ID.")
    title: str
    why: str


class Proposal(Answer):
    """A record that could be written."""

    path: str = Field(description="The file that it would be.")
    yaml: str = Field(description="The exact content of that file.")
    findings: list[FindingItem]
    doubts: list[str] = Field(
        default=[], description="Why it may be here already, or was left out before."
    )
    categories: list[Filed] = Field(
        default=[], description="Where it may belong, if it names no category."
    )
    digest: str = Field(
        default="", description="What `write_record` takes; absent where nothing can be written."
    )
    form: str = Field(default="", description="A form that proposes the paper to the maintainers.")
    next: str = Field(description="What to do now.")


class Write(Arguments):
    """What was shown."""

    digest: str = Field(max_length=64, description="From `propose_record`.")
    despite_doubts: bool = Field(
        default=False, description="True if the user was told of the doubts, and wants it anyway."
    )


class Written(Answer):
    """A record that was written."""

    path: str
    key: str
    next: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """A record that was shown."""

    path: str
    key: str
    text: str
    doubts: tuple[str, ...]
    stamps: Stamps
    """The files of the survey at that time."""


@dataclass
class Proposals:
    """The records that were shown, of which those that are wanted get written."""

    held: Held
    may_write: bool = False
    _shown: dict[str, _Shown] = field(default_factory=dict, init=False)

    def propose(self, asked: Propose) -> Proposal:
        """Show a record; raises SurveyError where it cannot even be looked at."""
        now = self.held.now()
        refuse_unfit(now, asked.record, asked.key)
        draft = Draft.of(now, asked.record, asked.key)
        errors = [each for each in draft.findings if each.is_error]
        is_sound = draft.paper and not errors
        doubts = list(_doubts(draft.paper, now)) if draft.paper else []
        digest = ""
        if self.may_write and is_sound:
            digest = self._keep(draft, doubts, now)
        return Proposal(
            path=draft.path,
            yaml=draft.text,
            findings=[_finding(each) for each in draft.findings[:MOST_FINDINGS]],
            doubts=doubts,
            categories=list(_filed(draft.paper, now)) if draft.paper else [],
            digest=digest,
            form=_form(draft.paper, now) if draft.paper else "",
            next=(SHOW_IT if digest else NOT_WRITABLE) if is_sound else MEND,
            notes=[*now.notes, *_cut(len(draft.findings))],
        )

    def _keep(self, draft: Draft, doubts: list[str], now: Snapshot) -> str:
        stamps = _of_records(now.stamps)
        said = json.dumps([draft.path, draft.text, sorted(stamps.items())])
        digest = hashlib.sha256(said.encode()).hexdigest()
        self._shown.pop(digest, None)
        self._shown[digest] = _Shown(draft.path, draft.key, draft.text, tuple(doubts), stamps)
        while len(self._shown) > MOST_SHOWN:
            del self._shown[next(iter(self._shown))]
        return digest

    def write(self, asked: Write) -> Written:
        """Write a record as it was shown, once; raises SurveyError where anything is otherwise."""
        shown = self._shown.get(asked.digest)
        if shown is None:
            raise SurveyError(
                f"no record was shown under the digest {quoted(asked.digest)}, or it was written:"
                " nothing was written; call `propose_record` first"
            )
        now = self.held.now()
        if changed := difference(shown.stamps, _of_records(now.stamps)):
            raise SurveyError(
                f"the survey has changed since the record was shown ({changed}): nothing was"
                " written; propose it again"
            )
        if shown.doubts and not asked.despite_doubts:
            raise SurveyError(
                f"nothing was written, for there are doubts: {listed(shown.doubts)}; if the user"
                " wants it all the same, set `despite_doubts`"
            )
        atomic.create_all({now.root / shown.path: shown.text})
        del self._shown[asked.digest]
        return Written(
            path=shown.path,
            key=shown.key,
            next="the file is written and not committed: review it, then commit it with git",
        )


def _finding(problem: Problem) -> FindingItem:
    return FindingItem(
        place=f"{problem.path}:{problem.line}:{problem.column}",
        severity=str(problem.severity),
        code=problem.code,
        message=problem.message,
        hint=problem.hint,
    )


def _cut(findings: int) -> list[str]:
    rest = findings - MOST_FINDINGS
    return [f"findings: the first {MOST_FINDINGS} of {findings:,}"] if rest > 0 else []


def _doubts(paper: Paper, now: Snapshot) -> Iterator[str]:
    """Say which record a paper may double, and whether it was looked at and left out."""
    facts = facts_of(paper, now.works.kinds)
    ids = paper.arxiv_id or "", paper.doi or ""
    double = now.works.find(paper.title, paper.year, *ids, facts)
    if double:
        is_sure = "is" if double.certain else "may be"
        yield f"it {is_sure} here already as {paper_path(double.paper.key)}: {double.why}"
    left_out = now.exclusions.excluded(Work.of(paper, facts))
    if left_out:
        yield f"{left_out.told}: {to_text(left_out.exclusion.title)} in {EXCLUDED}; {left_out.why}"


def _filed(paper: Paper, now: Snapshot) -> Iterator[Filed]:
    """Propose categories, as `survey add` does, for a paper that names none."""
    if any(paper.categories.values()):
        return
    text = " . ".join(filter(None, (paper.title, paper.title, paper.summary, paper.abstract)))
    for facet in now.library.taxonomy.facet_ids:
        for each in now.filing.propose(text, facet):
            node = each.node
            yield Filed(id=f"{node.facet.id}/{node.id}", title=node.title, why=each.why)


def _form(paper: Paper, now: Snapshot) -> str:
    named = paper.arxiv_id or paper.doi or address(paper)
    return now.repository.addition(to_text(paper.title), named)


def _of_records(stamps: Stamps) -> Stamps:
    """Return those of records and registries: pages written by hand change no finding."""
    return {name: stamp for name, stamp in stamps.items() if not name.endswith(".md")}
