"""Plain data to frozen records, or to problems in people's words at the place in the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from site_builder.problems import Loc, Problem, bounded, did_you_mean, quoted, show_loc
from site_builder.record import result_fields
from site_builder.record.fields import DeclaredField, as_guessed
from site_builder.record.models import NOT_WRITTEN, PAPER_FIELDS, Paper, Salvaged
from site_builder.record.types import type_at
from site_builder.record.values import CATEGORY_ID, BadValue, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

    from site_builder.record.result_fields import ResultFields
    from site_builder.yamlfiles.reading import Document

    Shape = tuple[tuple[str, ...] | None, tuple[DeclaredField, ...] | None, ResultFields | None]

NO_GROUPS: Final[Mapping[str, str]] = MappingProxyType({})
Model = TypeVar("Model", bound=BaseModel)
Declared = tuple[DeclaredField, ...]

DECLARE: Final = "declare it in fields.yaml"
"""What to do with a field that nobody declares."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one record."""

    paper: Paper | None
    problems: tuple[Problem, ...] = ()
    salvaged: Paper | Salvaged | None = None
    """What could be read of a refused record, so that its references are checked all the same."""
    written_doi: str = ""
    """The DOI as the file has it, where that is not the bare one."""


def read_paper(
    document: Document,
    key: str,
    facets: tuple[str, ...] | None,
    declared: Declared | None = (),
    results: ResultFields | None = None,
) -> Reading:
    """Make the paper that a record describes.

    `facets` are the field names that carry category ids; with None (the taxonomy could not be read)
    every field that is not the engine's own or declared counts as a facet, so that a broken
    taxonomy does not blame the papers. `declared` are the survey's own fields; with None
    (fields.yaml could not be read) what nobody knows is passed over. `results` are the fields of
    results that benchmarks.yaml declares; with None those that are not the engine's own are taken
    as they come, texts as conditions and numbers as quantities.
    """
    if not isinstance(document.data, dict):
        return Reading(None, (not_a_mapping(document),))
    data, strangers = _own_fields(document.data)
    known = (*(facets or ()), *(field.id for field in declared or ()))
    problems = [unknown_field(document, (name,), known) for name in strangers]
    extra, wrong = _extra(document, data, declared or ())
    groups, literal = _groups(data, results)
    problems += wrong
    problems += bounded(_undeclared(document, loc, groups) for loc in literal)
    names = facets if facets is not None else [k for k in data if k not in PAPER_FIELDS]
    categories = {name: data.pop(name) for name in names if name in data}
    if declared is None:
        data = {name: value for name, value in data.items() if name in PAPER_FIELDS}
    whole = {**_with_groups(data, groups), "key": key, "categories": categories, "extra": extra}
    paper, more = _validate(document, Paper, whole, known, groups)
    if not problems and paper:
        doi = data.get("doi", "")
        return Reading(paper, written_doi="" if doi == (paper.doi or "") else str(doi))
    return Reading(None, tuple(problems + more), paper or _salvage(whole))


def read_old_paper(document: Document, key: str) -> Paper | None:
    """Make the paper of an old version of a record, whatever facets and fields there were then.

    Of the fields that no paper has today, lists that could be category ids are taken for facets,
    other plain values for declared fields as they stand; what is neither is left out.
    """
    if not isinstance(document.data, dict):
        return None
    data = {name: value for name, value in document.data.items() if name in PAPER_FIELDS}
    others = {name: v for name, v in document.data.items() if name not in PAPER_FIELDS}
    categories = {name: value for name, value in others.items() if _are_ids(value)}
    guessed = {n: as_guessed(value) for n, value in others.items() if n not in categories}
    extra = {name: value for name, value in guessed.items() if value is not None}
    results = _with_groups(data, _groups(data, None)[0])
    whole = {**results, "key": key, "categories": categories, "extra": extra}
    return _validate(document, Paper, whole, ())[0]


def _are_ids(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, str) and CATEGORY_ID.fullmatch(each.strip()) for each in value
    )


def _extra(
    document: Document, data: dict[str, Any], declared: Declared
) -> tuple[dict[str, Any], list[Problem]]:
    """Take the survey's own fields out of a record's data; return them with what is wrong."""
    extra: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in declared:
        if field.id not in data:
            continue
        value = data.pop(field.id)
        found = [_refused(document, (field.id, *loc), bad) for loc, bad in field.faults(value)]
        problems += bounded(iter(found))
        if not found and (read := field.read(value)) is not None:
            extra[field.id] = read
    return extra, problems


def _refused(document: Document, loc: Loc, bad: BadValue) -> Problem:
    line, column = document.locate(loc)
    return Problem(document.path, line, column, "value", f"{show_loc(loc)}: {bad}", bad.hint)


def filed(paper: Paper) -> Paper:
    """Return the paper without facets that hold nothing: an empty list says what none says."""
    categories = {facet: ids for facet, ids in paper.categories.items() if ids}
    return paper.model_copy(update={"categories": categories})


def _own_fields(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Set apart the fields that the model has and a record has not."""
    strangers = [name for name in data if name in NOT_WRITTEN]
    return {name: value for name, value in data.items() if name not in strangers}, strangers


def _groups(
    data: dict[str, Any], declared: ResultFields | None
) -> tuple[Mapping[str, str], list[Loc]]:
    """Return what holds each declared field of results, and where the model's names stand."""
    results = data.get("results")
    written = [
        (index, each)
        for index, each in enumerate(results if isinstance(results, list) else ())
        if isinstance(each, dict)
    ]
    literal: list[Loc] = [
        ("results", index, name)
        for index, each in written
        for name in result_fields.GROUPS
        if name in each
    ]
    if declared is not None:
        return declared.ids, literal
    return result_fields.guessed(each for _, each in written), literal


def _with_groups(data: dict[str, Any], groups: Mapping[str, str]) -> dict[str, Any]:
    """Gather the declared fields of each result under the model's field that holds them."""
    results = data.get("results")
    if not isinstance(results, list):
        return data
    found = [
        result_fields.grouped(
            {name: said for name, said in each.items() if name not in result_fields.GROUPS}, groups
        )
        if isinstance(each, dict)
        else each
        for each in results
    ]
    return {**data, "results": found}


def _salvage(data: dict[str, Any]) -> Salvaged | None:
    """Read of a refused record what can be read without the fields at fault."""
    try:
        Paper.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        bad = {details["loc"][0] for details in found} - {"categories"}
        bad_facets = {d["loc"][1] for d in found if d["loc"][:1] == ("categories",)}
        wanted = Salvaged.model_fields.keys() - bad
        good = {name: value for name, value in data.items() if name in wanted}
        kept = {f: ids for f, ids in data["categories"].items() if f not in bad_facets}
        try:
            return Salvaged.model_validate({**good, "categories": kept})
        except ValidationError:
            return None
    return None


def read_registry(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Make the registry (taxonomy, venues, benchmarks) that a file describes."""
    if not isinstance(document.data, dict):
        return None, [not_a_mapping(document)]
    return _validate(document, model, document.data, ())


def _validate(
    document: Document,
    model: type[Model],
    data: dict[str, Any],
    facets: Iterable[str],
    groups: Mapping[str, str] = NO_GROUPS,
) -> tuple[Model | None, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        told = (_problem(document, model, details, tuple(facets), groups) for details in found)
        return None, list(bounded(told))


def not_a_mapping(document: Document) -> Problem:
    """Refuse a file that is not `name: value` lines at its top."""
    line, column = document.locate(())
    message = f"expected fields, got {describe(document.data)}"
    return Problem(document.path, line, column, "type", message, "write `title: …` and so on")


def unknown_field(
    document: Document, loc: Loc, names: Iterable[str], *, is_of_record: bool = False
) -> Problem:
    """Refuse a field that the record does not have; suggest a near one, or to declare it."""
    line, column = document.locate_key(loc)
    hint = did_you_mean(str(loc[-1]), names)
    if is_of_record and loc[-1] not in NOT_WRITTEN:
        hint = ", or ".join(filter(None, (DECLARE, hint)))
    message = f"{show_loc(loc[:-1])}: " if len(loc) > 1 else ""
    message += f"unknown field {quoted(loc[-1])}"
    return Problem(document.path, line, column, "unknown-field", message, hint)


def _undeclared(document: Document, loc: Loc, groups: Mapping[str, str]) -> Problem:
    """Refuse a field of a result that nothing declares; suggest a near one, or to declare it."""
    problem = unknown_field(document, loc, [*result_fields.OWN, *groups])
    cure = "declare it under conditions or quantities of benchmarks.yaml"
    return replace(problem, hint=f"{cure}, or {problem.hint}" if problem.hint else cure)


def _problem(
    document: Document,
    model: type[BaseModel],
    details: ErrorDetails,
    facets: tuple[str, ...],
    groups: Mapping[str, str],
) -> Problem:
    loc = details["loc"]
    if model is Paper and loc[:1] == ("categories",):
        loc = loc[1:]
    if model is Paper and loc[:1] == ("results",) and loc[2:3] and loc[2] in result_fields.GROUPS:
        loc = (*loc[:2], *loc[3:])
    if model is Paper and details["type"] == "extra_forbidden" and _is_of_result(loc):
        return _undeclared(document, loc, groups)
    if details["type"] == "extra_forbidden":
        is_of_record = model is Paper and len(loc) == 1
        names = _names(model, loc, facets)
        return unknown_field(document, loc, names, is_of_record=is_of_record)
    code, message, hint = _said(details, loc, model)
    line, column = document.locate(loc[:-1] if code == "missing" else loc)
    where = show_loc(loc[:-1] if code == "missing" else loc)
    return Problem(
        document.path, line, column, code, f"{where}: {message}" if where else message, hint
    )


def _is_of_result(loc: Loc) -> bool:
    return loc[:1] == ("results",) and len(loc) == len(("results", 0, "field"))


def _names(model: type[BaseModel], loc: Loc, facets: tuple[str, ...]) -> list[str]:
    """Return the fields that could have been meant by an unknown one."""
    parent = type_at(model, loc[:-1])
    known = list(parent.model_fields) if parent and issubclass(parent, BaseModel) else []
    return [*PAPER_FIELDS, *facets] if parent is Paper else known


def _said(details: ErrorDetails, loc: Loc, model: type[BaseModel]) -> tuple[str, str, str]:
    """Return a pydantic error in our words: code, message, hint."""
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, BadValue):
        return "value", str(cause), cause.hint
    kind = type_at(model, loc)
    if details["type"] == "enum" and kind and issubclass(kind, StrEnum):
        return _choice(details, [str(each) for each in kind])
    said = SAID.get(details["type"])
    return said(details, loc) if said else ("value", details["msg"], "")


def _missing(_: ErrorDetails, loc: Loc) -> tuple[str, str, str]:
    return "missing", f"missing field {quoted(loc[-1])}", ""


def _choice(details: ErrorDetails, choices: list[str]) -> tuple[str, str, str]:
    given = details["input"]
    got = quoted(given) if isinstance(given, str) else describe(given)
    close = did_you_mean(given, choices) if isinstance(given, str) else ""
    return "choice", f"unknown value {got}", close or "one of " + ", ".join(choices)


def _mapping(details: ErrorDetails, _: Loc) -> tuple[str, str, str]:
    return "type", f"expected fields, got {describe(details['input'])}", "write `name: value` lines"


def _too_small(details: ErrorDetails, _: Loc) -> tuple[str, str, str]:
    return "value", f"{details['input']} is less than {details['ctx']['ge']:g}", ""


SAID: Final[dict[str, Callable[[ErrorDetails, Loc], tuple[str, str, str]]]] = {
    "missing": _missing,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dict_type": _mapping,
    "greater_than_equal": _too_small,
}
"""Our words for pydantic's error types."""
