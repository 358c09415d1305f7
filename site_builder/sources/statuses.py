"""What became of a paper after it was published, as services say it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from site_builder.record import values
from site_builder.record.kinds import STATUS_WORDS
from site_builder.record.publication import arxiv_url
from site_builder.sources.draft import dig, line, listed, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("retraction", "partial_retraction", "removal"), "retracted"),
    "withdrawal": "withdrawn",
    "expression_of_concern": "concern",
    **dict.fromkeys(("correction", "corrigendum", "erratum", "clarification"), "corrected"),
}
"""Crossmark's types of updates (crossref.org/documentation/crossmark)."""
WORST_FIRST: Final = ("retracted", "withdrawn", "concern", "corrected")
WITHDRAWN: Final = re.compile(
    r"\b(?:this|the|our)?\s*(?:paper|article|submission|manuscript|preprint|work|version|note)?\s*"
    r"(?:has|have|had|is|was|were|being)?\s*(?:been\s+)?(?:temporarily\s+)?withdrawn\b"
    r"|^\s*(?:paper\s+)?withdrawn\b",
    re.IGNORECASE,
)
"""How authors tell arXiv's readers that a paper is withdrawn."""
OF_PAPER: Final = re.compile(
    r"\b(?:this|the|our)\s+(?:paper|article|submission|manuscript|preprint|work|version|note)\s+"
    r"(?:has|have|had|is|was|were)\s+(?:been\s+|being\s+)?(?:temporarily\s+)?withdrawn\b",
    re.IGNORECASE,
)
BY_ADMINISTRATORS: Final = re.compile(
    r"\bwithdrawn\s+by\s+(?:the\s+)?(?:arxiv|authors?|submitters?)"
    r"|\b(?:has\s+been|was|is)\s+retracted",
    re.IGNORECASE,
)
SENTENCES: Final = {words.capitalize(): str(kind) for kind, words in STATUS_WORDS.items()}
NOTICE: Final = re.compile(
    rf"({'|'.join(SENTENCES)})(?: on (\d{{4}}-\d\d-\d\d))?\."
    r"(?: (?!See https?:)(\S.*?)\.?)?(?: See (https?://\S+))?"
)
"""The sentences in which exports say what became of a paper (`record.publication.notice`)."""
NOTE: Final = 300
"""Characters of a note that are kept."""


def of_updates(work: Mapping[str, Any]) -> dict[str, str]:
    """Read Crossref's `updated-by`; of several the gravest, and of those the latest."""
    found = []
    for update in listed(work.get("updated-by")):
        kind = KINDS.get(_normal(dig(update, "type")))
        if kind:
            found.append((-WORST_FIRST.index(kind), day(dig(update, "updated")), kind, update))
    if not found:
        return {}
    _, date, kind, update = max(found, key=lambda each: each[:2])
    said = {"kind": kind, "date": date, "source": line(dig(update, "DOI"))}
    return {name: text for name, text in said.items() if text}


def notice_of(work: Mapping[str, Any]) -> tuple[str, ...]:
    """Say, in words, that a work is itself the notice about another (`update-to`)."""
    return tuple(
        f"this is a notice about another paper, {doi}: {_normal(dig(update, 'type'))}"
        for update in listed(work.get("update-to"))
        if (doi := line(dig(update, "DOI"))) and _normal(dig(update, "type")) in KINDS
    )


def _normal(kind: object) -> str:
    return re.sub(r"[\s-]+", "_", line(kind).lower())


def day(date: object) -> str:
    """Format the day of a date in parts; nothing where it has no day."""
    parts = [whole(dig(date, "date-parts", 0, place)) for place in range(3)]
    if all(parts):
        return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}"
    found = re.match(r"\d{4}-\d\d-\d\d", line(dig(date, "date-time")))
    return found[0] if found else ""


def of_listing(arxiv_id: str, comment: str, abstract: str) -> dict[str, str]:
    """Read from the comment or the abstract of an arXiv listing that the paper is withdrawn."""
    told = WITHDRAWN.match(comment) or OF_PAPER.search(comment) or BY_ADMINISTRATORS.search(comment)
    told_above = OF_PAPER.match(abstract.lstrip()) or WITHDRAWN.match(abstract.lstrip())
    if not (told or told_above):
        return {}
    note = comment if told else line(abstract)
    return {"kind": "withdrawn", "source": arxiv_url(arxiv_id), "note": note[:NOTE].strip()}


def of_title(title: str) -> str:
    """Return the kind of status that a publisher put before a title."""
    found = re.match(
        r"(RETRACTED|WITHDRAWN|REMOVED)(?: ARTICLE| PAPER| CHAPTER)?\s*[:.\u2013\u2014]", title
    )
    return {"RETRACTED": "retracted", "REMOVED": "retracted", "WITHDRAWN": "withdrawn"}.get(
        found[1] if found else "", ""
    )


def of_notice(text: str) -> dict[str, str]:
    """Read the sentences that say what became of a paper in formats that have no field for it."""
    found = NOTICE.fullmatch(text.strip())
    if not found:
        return {}
    words, date, note, source = found.groups(default="")
    if values.DOI_RESOLVER.match(source):
        with suppress(values.BadValue):
            source = values.doi(source)
    told = {"kind": SENTENCES[words], "date": date, "source": source, "note": note}
    return {name: value for name, value in told.items() if value}
