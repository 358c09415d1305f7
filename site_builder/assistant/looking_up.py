"""What metadata services know of a paper, as a record to propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from site_builder.assistant.values import Answer, Arguments, Name, Plain
from site_builder.curation import adding
from site_builder.curation.dialogue import Collected
from site_builder.problems import quoted
from site_builder.yamlfiles import reading
from site_builder.yamlfiles.registries import VENUES

if TYPE_CHECKING:
    from site_builder.assistant.snapshot import Held


class LookUp(Arguments):
    """Which paper."""

    identifier: Name = Field(description="An arXiv id, a DOI, or the address of a paper's page.")


class LookedUp(Answer):
    """A paper as services describe it."""

    found: bool = Field(description="Whether there is a record that could be proposed.")
    record: Plain = Field(default={}, description="Its fields, as `propose_record` takes them.")
    key: str = Field(default="", description="The key that `survey add` would give it.")
    said: list[str] = Field(default=[], description="What helped not, what is doubtful, why not.")


def look_up(held: Held, asked: LookUp) -> LookedUp:
    """Ask the services; raises SurveyError for what names no paper."""
    dialogue = Collected()
    outcome = adding.run(held.root, [asked.identifier], (), dialogue, dry_run=True, ask=False)[0]
    candidate = outcome.candidate
    if candidate is None:
        return LookedUp(found=False, said=dialogue.said)
    document, _ = reading.parse(candidate.text, candidate.path)
    record: Plain = document.data if document else {}
    if candidate.paper.venue not in held.now().library.venues:
        said = f"the venue {quoted(candidate.paper.venue)} is new: it must be entered in {VENUES}"
        dialogue.said.append(said)
    return LookedUp(found=True, record=record, key=candidate.key, said=dialogue.said)
