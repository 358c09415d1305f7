"""What people are told who ask for a paper by the form, and what is proposed for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_builder.curation import issue_form
from site_builder.curation.adding import Adding, Fate, shown
from site_builder.curation.additions import Additions
from site_builder.curation.choosing import chosen_categories
from site_builder.curation.dialogue import Collected
from site_builder.curation.excluding import Decision, Excluding, declared_reason
from site_builder.curation.filing import Filing
from site_builder.curation.form_fields import answered
from site_builder.curation.services import client
from site_builder.files import atomic, inside
from site_builder.latex import to_text
from site_builder.problems import SurveyError
from site_builder.record import values
from site_builder.sources.identify import Identifier, identify
from site_builder.targets import check_into
from site_builder.text import forge
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import EXCLUDED, VENUES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.curation.additions import Candidate
    from site_builder.curation.issue_form import Event
    from site_builder.duplicates.exclusions import LeftOut
    from site_builder.duplicates.works import Duplicate
    from site_builder.library import Library
    from site_builder.record.models import Paper

ANSWER: Final = "answer.md"
TITLE: Final = "title.txt"
BODY: Final = "body.md"
THANKS: Final = "Thank you for naming a paper."
AGAIN: Final = "Edit the issue, and it is looked at again."
ACCEPTED: Final = f"`{issue_form.ACCEPTED}`"
MOST_NAMES: Final = 10
"""Authors that are named before the others become "and others"."""


@dataclass(frozen=True)
class Answer:
    """What is posted: an answer to the issue, and a pull request where there is one."""

    words: str
    title: str = ""
    body: str = ""


@dataclass(frozen=True)
class Wish:
    """What a form asks for."""

    paper: Identifier
    filed: dict[str, list[str]]
    own: dict[str, Any]
    """What the survey's own fields hold, as plain data."""


def run(root: Path, event: Path, out: Path) -> None:
    """Answer the issue of an event; writes the record where the event says that it may.

    Raises SurveyError when the event cannot be read or the survey has no form.
    """
    check_into(out, root, frozenset({ANSWER, TITLE, BODY}))
    happened = issue_form.event(_content(event))
    answer = _answer(root, happened)
    atomic.make_folder(out)
    for name, text in {ANSWER: answer.words, TITLE: answer.title, BODY: answer.body}.items():
        (out / name).unlink(missing_ok=True)
        if text:
            atomic.replace(out / name, f"{text}\n")


def _content(event: Path) -> bytes:
    try:
        with event.open("rb") as file:
            return file.read(issue_form.MOST_BYTES + 1)
    except OSError as error:
        raise SurveyError(f"{event} cannot be read: {error.strerror}") from None


def _answer(root: Path, event: Event) -> Answer:
    try:
        form = inside.read(root / issue_form.FORM, root)
    except (OSError, inside.Refused):
        raise SurveyError(f"the survey has no form {issue_form.FORM}") from None
    labels = issue_form.labels(form.decode("utf-8", "replace"))
    additions = Additions.of(root)
    asked = _leaving_out_form(root)
    if asked and issue_form.asks_to_leave_out(event.issue.body or "", asked):
        return _turned_down(additions, event, asked)
    try:
        wish = _wish(issue_form.answers(event.issue.body or "", labels), additions.library)
    except SurveyError as error:
        return Answer(
            f"{THANKS} It cannot be added yet: {forge.escape(str(error), 500)}.\n\n{AGAIN}"
        )
    if decided := _decided(additions, wish.paper):
        return Answer(decided)
    if event.excluded_for:
        return _leave_out(additions, wish.paper, Decision(event.excluded_for), event.issue.number)
    if not event.is_accepted:
        return Answer(_waiting(wish.paper, additions.library))
    return _added(additions, wish, event.issue.number)


def _leaving_out_form(root: Path) -> dict[str, str]:
    """Return the labels of the form that leaves a paper out; none where there is no such form."""
    try:
        form = inside.read(root / issue_form.LEAVE_OUT, root)
    except (OSError, inside.Refused):
        return {}
    return issue_form.labels_to_leave_out(form.decode("utf-8", "replace"))


def _turned_down(additions: Additions, event: Event, labels: dict[str, str]) -> Answer:
    """Answer the form that leaves a paper out, which from a stranger is a suggestion."""
    try:
        answers = issue_form.answers(event.issue.body or "", labels)
        wanted = identify(issue_form.one_line(answers[issue_form.PAPER]))
        note = values.line(answers[issue_form.NOTE]) if answers[issue_form.NOTE] else ""
        decision = Decision(event.excluded_for or answers[issue_form.REASON], note)
        declared_reason(additions, decision.reason)
    except (SurveyError, values.BadValue) as error:
        said = forge.escape(str(error), 500)
        return Answer(f"{THANKS} It cannot be left out yet: {said}.\n\n{AGAIN}")
    if decided := _decided(additions, wanted):
        return Answer(decided)
    if not (event.is_accepted or event.excluded_for):
        return Answer(
            f"{THANKS} Somebody who keeps the survey will decide; you need not do anything more."
            f"\n\nFor those who keep it: the label {ACCEPTED} leaves "
            f"{forge.escape(str(wanted))} out and opens a pull request."
        )
    return _leave_out(additions, wanted, decision, event.issue.number)


def _wish(answers: dict[str, str], library: Library) -> Wish:
    """Read what is asked for; raises SurveyError for what nobody could add."""
    wanted = identify(issue_form.one_line(answers[issue_form.PAPER]))
    chosen = answers[issue_form.CATEGORY]
    category = issue_form.category(chosen)
    own = answered(library.fields, answers)
    return Wish(wanted, chosen_categories(library, [category] if category else []), own)


def _decided(additions: Additions, wanted: Identifier) -> str:
    """Return what people are told of a paper that is here or was left out; nothing of others."""
    if known := additions.doubles.find("", 0, wanted.arxiv_id, wanted.doi):
        return _known(known)
    left_out = additions.left_out_as(wanted)
    return _left_out(left_out) if left_out else ""


def _known(double: Duplicate) -> str:
    title = double.paper.title or double.paper.key
    return (
        f"{THANKS} It is in the survey already: **{forge.escape(title)}**, "
        f"`{paper_path(double.paper.key)}` ({forge.escape(double.why)}).\n\n"
        "If something about it is wrong, there is a form for that too; this issue can be closed."
    )


def _left_out(found: LeftOut) -> str:
    title = forge.escape(to_text(found.exclusion.title), 500)
    return (
        f"{THANKS} It was looked at before: **{title}**; {forge.escape(found.told, 1_000)} "
        f"({forge.escape(found.why)}).\n\n"
        "If that is wrong, please say why here.\n\n"
        f"For those who keep the survey: to add it all the same, take its entry out of "
        f"`{EXCLUDED}` first."
    )


def _leave_out(additions: Additions, wanted: Identifier, decision: Decision, number: int) -> Answer:
    """Leave the paper out as `survey exclude` does, for the reason that is given."""
    heard = Collected()
    try:
        reason = declared_reason(additions, decision.reason)
        excluding = Excluding(additions, decision, reason, heard, dry_run=False, ask=False)
        excluding.take(wanted)
    except SurveyError as error:
        return Answer(f"{THANKS} It could not be left out: {forge.escape(str(error), 500)}.")
    said = "\n".join(f"- {forge.escape(line, 500)}" for line in heard.said)
    if excluding.written is None:
        return Answer(f"{THANKS} It could not be left out:\n\n{said}")
    name = forge.escape(to_text(reason.name), 200)
    why = f"**{name}**: {forge.escape(to_text(reason.description), 1_000)}"
    words = (
        f"{THANKS} It was looked at and does not belong here. {why}\n\n"
        "A pull request keeps that, and closes this issue when it is merged."
    )
    body = (
        f"Closes #{number}.\n\n"
        f"**{forge.escape(to_text(excluding.written.title), 500)}** is entered in `{EXCLUDED}`, "
        f"so that it is not proposed again unawares.\n\n- {why}"
    )
    more = f"\n\nWhat was said on the way:\n\n{said}" if said else ""
    return Answer(words, f"Leave out {wanted}", body + more)


def _waiting(wanted: Identifier, library: Library) -> str:
    known = ", ".join(f"`{issue_form.EXCLUDED}{each}`" for each in library.reasons)
    turned_down = f" A label for a reason keeps that it is left out: {known}." if known else ""
    return (
        f"{THANKS} {forge.escape(str(wanted))} is not in the survey yet. Somebody who keeps it "
        f"will decide; you need not do anything more.\n\n"
        f"For those who keep it: the label {ACCEPTED} fetches the paper and opens a pull request."
        f"{turned_down}"
    )


def _added(additions: Additions, wish: Wish, number: int) -> Answer:
    """Add the paper as `survey add` does; what that shows would be a stranger's text in a log."""
    heard = Collected()
    asking = client(additions.root)
    adding = Adding(additions, asking, wish.filed, heard, dry_run=False, ask=False, own=wish.own)
    outcome = adding.add(wish.paper)
    said = "\n".join(f"- {forge.escape(line, 500)}" for line in heard.said)
    if outcome.candidate is None or outcome.fate is not Fate.WRITTEN:
        return Answer(
            f"{THANKS} It could not be added:\n\n{said}\n\n"
            f"For those who keep the survey: to try again, take the label {ACCEPTED} off and "
            "give it again."
        )
    candidate = outcome.candidate
    words = (
        f"{THANKS} Its record is proposed in a pull request, which closes this issue when it is "
        "merged. What is wrong with it is best said there."
    )
    body = "\n".join(_body(candidate, additions, number, said))
    return Answer(words, f"Add {candidate.key}", body)


def _body(candidate: Candidate, additions: Additions, number: int, said: str) -> Iterator[str]:
    """Show the record to those who review it."""
    paper = candidate.paper
    yield f"Closes #{number}.\n"
    yield f"**{forge.escape(paper.title)}**  "
    yield f"{_authors(paper)}. {forge.escape(paper.venue)} {paper.year}.\n"
    yield f"- Record: `{candidate.path}`, made by machine; nothing in it was written by hand."
    yield from _places(paper, additions.library)
    for venue in additions.entered:
        name = f"{forge.escape(venue.id)}, {forge.escape(venue.name)} ({venue.kind})"
        yield f"- New in `{VENUES}`: {name}. Is it there already under another name?"
    yield f"- Seen at: {forge.escape('; '.join(paper.sources))}."
    if not paper.summary:
        yield "- It has no summary yet: one or two sentences in your own words would help readers."
    if said:
        yield f"\nWhat was said on the way:\n\n{said}"


def _authors(paper: Paper) -> str:
    names = [author.name.display for author in paper.authors]
    more = [*names[:MOST_NAMES], "others"] if len(names) > MOST_NAMES else names
    return forge.escape(", ".join(more), 1_000)


def _places(paper: Paper, library: Library) -> Iterator[str]:
    """Yield where it is filed, or where it may belong if that was left open."""
    nodes = [node for facet in library.taxonomy.facet_ids for node in library.nodes(paper, facet)]
    for node in nodes:
        place = f"{forge.escape(node.title)} (`{node.facet.id}/{node.id}`)"
        yield f"- Filed under {place}, as the form says."
    if not nodes:
        yield "- Filed nowhere: the form leaves that open."
    filing = Filing(library)
    text = " . ".join(filter(None, (paper.title, paper.title, paper.abstract)))
    for facet in library.taxonomy.facet_ids:
        if not paper.categories.get(facet):
            yield from (f"- {forge.escape(shown(each))}" for each in filing.propose(text, facet))
