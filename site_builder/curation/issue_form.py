"""The issue form that asks for a paper: its list of categories, and the answers that come back.

A forge writes an answered form as Markdown: each field's label as a heading of the third level, its
answer below (GitHub, "Syntax for issue forms"; Forgejo and Gitea do the same). Anybody can edit
that text afterwards.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from site_builder.curation.form_fields import is_own, questions, written
from site_builder.files import inside, lines
from site_builder.latex import to_text
from site_builder.problems import Problem, Severity, SurveyError, printable, quoted
from site_builder.yamlfiles import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.record.fields import DeclaredField
    from site_builder.record.taxonomy import Node, Taxonomy

FORM: Final = ".github/ISSUE_TEMPLATE/add-a-paper.yml"
"""Where the form lies, relative to the survey's root."""
LEAVE_OUT: Final = ".github/ISSUE_TEMPLATE/leave-out-a-paper.yml"
"""Where the form lies that leaves a paper out, where a survey has one."""
PAPER: Final = "paper"
REASON: Final = "reason"
NOTE: Final = "note"
CATEGORY: Final = "category"
"""Ids of the form's fields; their labels may be in any language."""
MARKED: Final = re.compile(r"\[([a-z][a-z0-9_]*/[a-z0-9-]+)\]\s*\Z")
"""How an option of the list ends that stands for a category: facet and id."""
UNANSWERED: Final = "_No response_"
"""What forges write below the label of a field that was left empty."""
ACCEPTED: Final = "accepted"
"""The label by which somebody who may label issues lets a paper in."""
EXCLUDED: Final = "excluded: "
"""How a label begins that leaves a paper out, for the reason behind it."""
TRUSTED: Final = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""Whose own issues need no such label (GitHub, "AuthorAssociation")."""
MOST_BYTES: Final = 5_000_000
"""The largest event that is read; an issue's text has at most 65,536 characters."""
ADVICE: Final = "write it anew with `survey forms`"


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Label(_Said):
    """A label that was given."""

    name: str = ""


class Issue(_Said):
    """What somebody asks."""

    number: int = Field(gt=0)
    body: str | None = None
    author_association: str = ""


class Event(_Said):
    """What happened to an issue, as far as we care, as forges send it."""

    action: str
    issue: Issue
    label: Label | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether somebody whom the survey trusts wants this very text to be acted on.

        An older label does not count: the text may have been changed since.
        """
        if self.action == "labeled":
            return self.label is not None and self.label.name == ACCEPTED
        return self.issue.author_association in TRUSTED

    @property
    def excluded_for(self) -> str:
        """The reason for which somebody whom the survey trusts leaves the paper out, or nothing."""
        name = self.label.name if self.action == "labeled" and self.label else ""
        return name.removeprefix(EXCLUDED).strip() if name.startswith(EXCLUDED) else ""


def event(content: bytes) -> Event:
    """Read the event that a forge sent; raises SurveyError for anything else."""
    if len(content) > MOST_BYTES:
        raise SurveyError(f"the event is larger than {MOST_BYTES:,} bytes")
    try:
        return Event.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "JSON"
        raise SurveyError(
            printable(f"this is no event of an issue: {where}: {first['msg']}", 200)
        ) from None


def options(taxonomy: Taxonomy) -> list[str]:
    """Return every category of a survey as the form lists it, in the order of the trees."""
    return [option(node) for node in taxonomy.nodes.values()]


def option(node: Node) -> str:
    """Return a category as the form lists it."""
    titles = [to_text(each.title) for each in (*node.ancestors, node.category)]
    return f"{to_text(node.facet.title)}: {' > '.join(titles)} [{node.facet.id}/{node.id}]"


def rewritten(text: str, taxonomy: Taxonomy, declared: Sequence[DeclaredField] = ()) -> str:
    """Return the form with its list of categories and its questions for declared fields made anew.

    Nothing else of it changes.

    Options that stand for no category, such as "I am not sure", stay at the top. Raises SurveyError
    when the text is no such form.
    """
    items = _items(text)
    if items.flow_style or any(each.start_mark.line != each.end_mark.line for each in items.value):
        raise SurveyError(f"{FORM} has options that are not one to a line")
    lines = text.split("\n")
    start, end = items.value[0].start_mark.line, items.value[-1].end_mark.line + 1
    indent = " " * items.start_mark.column
    kept = [lines[each.start_mark.line] for each in items.value if not MARKED.search(each.value)]
    made = [f"{indent}- {_quoted(each)}" for each in options(taxonomy)]
    return _with_questions("\n".join((*lines[:start], *kept, *made, *lines[end:])), declared)


def _with_questions(text: str, declared: Sequence[DeclaredField]) -> str:
    """Put questions for declared fields behind that for the category, in place of older ones."""
    body, data = _body(text)
    lines = text.split("\n")
    starts = [item.start_mark.line for item in body.value]
    ends = [*starts[1:], _last_line(body, lines)]
    indent = " " * body.start_mark.column
    made = [line for each in questions(declared) for line in written(each, indent)]
    for start, end, item in reversed([*zip(starts, ends, data, strict=True)]):
        if item.get("id") == CATEGORY:
            lines[end:end] = made
        elif is_own(item):
            del lines[start:end]
    return "\n".join(lines)


def _last_line(body: Any, lines: list[str]) -> int:
    """Return the line below the last item, blank lines left out."""
    end: int = body.end_mark.line + (body.end_mark.column > 0)
    while end > body.start_mark.line and not lines[end - 1].strip():
        end -= 1
    return end


def _quoted(option: str) -> str:
    """Format a double-quoted YAML scalar, which JSON's strings are (YAML 1.2 §1.3)."""
    return json.dumps(option, ensure_ascii=False)


def stale(
    root: Path, taxonomy: Taxonomy, declared: Sequence[DeclaredField] = ()
) -> Iterator[Problem]:
    """Yield a problem when the form asks for other things than the survey has, or is no form."""
    try:
        text = inside.read(root / FORM, root).decode("utf-8")
    except (OSError, UnicodeDecodeError, inside.Refused):
        return
    try:
        items = _items(text)
    except SurveyError as error:
        yield Problem(FORM, 1, 1, "form", str(error), "", Severity.WARNING)
        return
    listed = [each.value for each in items.value if MARKED.search(each.value)]
    if listed != options(taxonomy):
        line, column = items.start_mark.line + 1, items.start_mark.column + 1
        message = "the form lists other categories than the taxonomy has"
        yield Problem(FORM, line, column, "stale-form", message, ADVICE, Severity.WARNING)
    body, data = _body(text)
    if [item for item in data if is_own(item)] != questions(declared):
        line, column = body.start_mark.line + 1, body.start_mark.column + 1
        message = "the form asks for other fields than fields.yaml says"
        yield Problem(FORM, line, column, "stale-form", message, ADVICE, Severity.WARNING)


def labels(text: str) -> dict[str, str]:
    """Return the labels of the form's fields by their ids; raises SurveyError for another file."""
    _items(text)
    return _labels(text, FORM, (PAPER, CATEGORY))


def labels_to_leave_out(text: str) -> dict[str, str]:
    """Return the labels of the form that leaves a paper out, as `labels` does."""
    return _labels(text, LEAVE_OUT, (PAPER, REASON, NOTE))


def _labels(text: str, path: str, needed: Sequence[str]) -> dict[str, str]:
    document, _ = reading.parse(text, path)
    data = document.data if document else None
    body = data.get("body") if isinstance(data, dict) else None
    found = {}
    for field in body if isinstance(body, list) else ():
        match field:
            case {"id": str(name), "attributes": {"label": str(label)}}:
                found[name] = label
    if not {*needed} <= found.keys():
        *first, last = needed
        raise SurveyError(f"{path} has no fields {', '.join(first)} and {last} with labels")
    return found


def asks_to_leave_out(body: str, labels: Mapping[str, str]) -> bool:
    """Return whether an issue's text is an answer to the form that leaves a paper out."""
    return f"### {labels[REASON]}" in lines.with_lf(body).split("\n")


def answers(body: str, labels: dict[str, str]) -> dict[str, str]:
    """Read an answered form: what stands below each label, by the field's id.

    Raises SurveyError, in words for the person who filled it in, when a label is missing or there
    twice: then nobody can tell which answer is meant.
    """
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in lines.with_lf(body).split("\n"):
        if line.startswith("### "):
            heading = line.removeprefix("### ").strip()
            if heading in sections and heading in labels.values():
                raise SurveyError(f"the heading {quoted(heading)} stands there twice")
            sections[heading] = []
        elif heading:
            sections[heading].append(line)
    if missing := [label for label in labels.values() if label not in sections]:
        raise SurveyError(f"the heading {quoted(missing[0])} of the form is missing")
    found = {name: "\n".join(sections[label]).strip() for name, label in labels.items()}
    return {name: "" if text == UNANSWERED else text for name, text in found.items()}


def category(answer: str) -> str:
    """Return the category that an option stands for, as FACET/ID; nothing where it is none."""
    found = MARKED.search(answer)
    return found[1] if found else ""


def one_line(answer: str) -> str:
    """Validate an answer that must be one line; raises SurveyError for others."""
    if not answer:
        raise SurveyError("no paper is named")
    if "\n" in answer:
        raise SurveyError(f"more than one line is given: {printable(answer)}")
    return answer


def _items(text: str) -> Any:
    """Find the list of categories in the composed form; raises SurveyError where there is none."""
    document, problems = reading.parse(text, FORM)
    if document is None or problems:
        raise SurveyError(str(problems[0]) if problems else f"{FORM} is empty")
    body = document.data.get("body") if isinstance(document.data, dict) else None
    for index, each in enumerate(body if isinstance(body, list) else ()):
        if isinstance(each, dict) and each.get("id") == CATEGORY:
            return _options_of(document.node, index)
    raise SurveyError(f"{FORM} has no field with the id {CATEGORY}")


def _body(text: str) -> tuple[Any, list[Any]]:
    """Return the body of a form, composed and as plain data; `_items` has looked at it."""
    document, _ = reading.parse(text, FORM)
    if document is None:
        raise SurveyError(f"{FORM} is empty")
    return _child(document.node, "body"), document.data["body"]


def _options_of(root: Any, index: int) -> Any:
    node = _child(_child(root, "body").value[index], "attributes")
    items = _child(node, "options")
    if items is None or items.id != "sequence" or not items.value:
        raise SurveyError(f"the field {CATEGORY} of {FORM} has no list of options")
    if any(each.id != "scalar" for each in items.value):
        raise SurveyError(f"the field {CATEGORY} of {FORM} has options that are no text")
    return items


def _child(node: Any, name: str) -> Any:
    pairs = node.value if node is not None and node.id == "mapping" else ()
    return next((value for key, value in pairs if key.value == name), None)
