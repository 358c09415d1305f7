"""What `survey watch` found, as lines for people, as data, and as the body of an issue.

All that services say is a stranger's text. Addresses are made here, of ids that were validated.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

from site_builder.curation.issue_form import option
from site_builder.curation.watch_questions import SOURCES
from site_builder.latex import to_text
from site_builder.problems import SurveyError, printable
from site_builder.record.publication import arxiv_url, doi_url
from site_builder.sources.identify import identify
from site_builder.text import forge, markdown
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.curation.watch_memory import Proposed
    from site_builder.curation.watching import Report
    from site_builder.site import Repository

LONGEST_TITLE: Final = 200
"""Characters of a title in an address, of which hosts take eight thousand."""


def as_text(report: Report) -> Iterator[str]:
    """Yield lines for people: each proposal with its reasons and the command that adds it."""
    for each in report.proposals:
        yield _line(each)
        yield f"    {printable(each.why.told(), 500)}"
        if category := _category(each, report):
            yield f"    perhaps {each.category} ({category})"
        name = identifier(each)
        yield f"    survey add {shlex.quote(name)}" if name else "    no identifier is known"


def _line(each: Proposed) -> str:
    parts = (to_text(each.title), to_text(each.authors), _place(each))
    return ". ".join(printable(part, 300) for part in parts if part)


def _place(each: Proposed) -> str:
    """Return venue and year, which some venues' names have already."""
    venue, year = to_text(each.venue), str(each.year or "")
    return venue if year in venue else f"{venue} {year}".strip()


def _category(each: Proposed, report: Report) -> str:
    facet, _, name = each.category.partition("/")
    node = report.library.taxonomy.nodes.get((facet, name))
    return to_text(node.title) if node else ""


def identifier(each: Proposed) -> str:
    """Return by what `survey add` and the forms know a paper; empty where they cannot."""
    for name in (each.arxiv_id, each.doi, each.page):
        try:
            if name:
                identify(name)
                return name
        except SurveyError:
            continue
    return ""


def address(each: Proposed) -> str:
    """Return where the paper itself is found."""
    if each.arxiv_id:
        return arxiv_url(each.arxiv_id)
    return doi_url(each.doi) if each.doi else each.page


def as_data(report: Report, repository: Repository) -> dict[str, Any]:
    """Return all of it as plain data for JSON."""
    return {
        "day": report.today.isoformat(),
        "proposals": [_data(each, report, repository) for each in report.proposals],
        "ranked_lower": report.more,
        "left_out": [
            {"title": each.title, "fate": each.fate, "why": each.why} for each in report.left_out
        ],
        "not_believed": report.doubted,
        "waiting": [_data(each, report, repository) for each in report.waiting],
        "asked": {
            source: {"since": days[0].isoformat(), "until": days[1].isoformat()}
            for source, days in report.asked.items()
        },
        "failed": report.failed,
    }


def _data(each: Proposed, report: Report, repository: Repository) -> dict[str, Any]:
    add, leave_out = _forms(each, report, repository)
    return {
        "title": each.title,
        "authors": each.authors,
        "year": each.year,
        "venue": each.venue or None,
        "arxiv_id": each.arxiv_id or None,
        "doi": each.doi or None,
        "url": address(each) or None,
        "category": each.category or None,
        "score": each.score,
        "why": each.why.told(),
        "reasons": each.why.model_dump(mode="json"),
        "proposed": each.day.isoformat(),
        "add": add or None,
        "leave_out": leave_out or None,
    }


def _forms(each: Proposed, report: Report, repository: Repository) -> tuple[str, str]:
    """Return the addresses of both forms, filled in; empty where there is nothing to fill in."""
    name = identifier(each)
    if not name:
        return "", ""
    title = printable(to_text(each.title), LONGEST_TITLE)
    facet, _, category = each.category.partition("/")
    node = report.library.taxonomy.nodes.get((facet, category))
    chosen = {"category": option(node)} if node else {}
    add = repository.form("add-a-paper.yml", f"Add a paper: {title}", {"paper": name, **chosen})
    leave_out = repository.form(
        "leave-out-a-paper.yml", f"Leave out a paper: {title}", {"paper": name}
    )
    return add, leave_out


def as_markdown(report: Report, repository: Repository) -> str:
    """Format the body of the issue that is kept up to date: what is new, then what still waits."""
    lines = [
        "New papers that may belong here, as `survey watch` ranked them; the likeliest come first.",
        "*Add* and *leave out* open a form that is filled in already.",
        "What is decided is not proposed again.",
        "",
        f"## New on {report.today}: {len(report.proposals):,}",
        "",
    ]
    lines += [line for each in report.proposals for line in _item(each, report, repository)]
    if report.waiting:
        lines += ["", f"## Proposed before, not decided yet: {len(report.waiting):,}", ""]
        lines += [line for each in report.waiting for line in _item(each, report, repository)]
    lines += ["", f"{report.summary}.", "", *_account(report)]
    return forge.join_within(lines, "… and more: run `survey watch --format json` to see all.")


def _account(report: Report) -> Iterator[str]:
    if report.library.reasons:
        names = ", ".join(f"`{each}`" for each in report.library.reasons)
        yield f"Reasons for leaving a paper out: {names}."
    asked = (f"{SOURCES[source].name} ({d[0]} to {d[1]})" for source, d in report.asked.items())
    yield f"Asked: {', '.join(asked) or 'nobody'}."
    for source, why in report.failed.items():
        yield f"{SOURCES[source].name} left something open: {forge.escape(why)}."


def _item(each: Proposed, report: Report, repository: Repository) -> Iterator[str]:
    title = markdown.link(f"**{forge.escape(each.title)}**", address(each))
    parts = (f"- {title}", forge.escape(each.authors), forge.escape(_place(each)))
    yield ". ".join(filter(None, parts))
    yield f"  <br>{each.why.told(forge.escape, '*{}*'.format)}"
    if category := _category(each, report):
        yield f"  <br>perhaps {forge.escape(category)} (`{each.category}`)"
    add, leave_out = _forms(each, report, repository)
    links = [markdown.link("Add", add) if add else ""]
    links += [markdown.link("Leave out", leave_out) if leave_out else ""]
    name = identifier(each)
    if any(links):
        yield f"  <br>{' · '.join(filter(None, links))}"
    if name and not repository.answers_forms:
        yield f"  <br>`survey add {shlex.quote(name)}`"


def summary(report: Report) -> str:
    """Return the last line: what was found, and who was asked."""
    asked = counted(len(report.asked), "service")
    failed = f", {counted(len(report.failed), 'service')} left something open"
    return f"{report.summary}; {asked} answered{failed if report.failed else ''}"
