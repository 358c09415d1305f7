"""What the formats share: JSON, HTML entities and tags in texts, page ranges, ids in texts."""

from __future__ import annotations

import html
import json
import re
from contextlib import suppress
from typing import Any, Final

from site_builder.record import values
from site_builder.sources.draft import Unusable, line

TAG: Final = re.compile(
    r"</?(?:(?:mml|m):[a-z]+|(?:jats:)?(?:abstract|b|bold|br|em|i|inf|italic|ovl|p|sc|scp|sec|sub"
    r"|sup|strong|title|tt|u))(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""The tags that publishers put into titles (Crossref's face markup), JATS and MathML."""
PAGES: Final = re.compile(r"\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*")
ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
"""DOIs that arXiv itself gives out (info.arxiv.org/help/doi.html)."""
ARXIV_IN_TEXT: Final = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html)/|\s*[:.]?\s*)|\babs/)"
    r"((?:[a-z-]{2,20}(?:\.[A-Z]{2})?/)?\d{4}(?:\.\d{4,5}|\d{3}))(?!\d)",
    re.IGNORECASE,
)
"""An id behind arXiv's name, in arXiv's own DOIs too, whatever follows it."""


def json_object(raw: bytes) -> dict[str, Any]:
    """Read a JSON object; raises Unusable for anything else."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unusable("the answer is no JSON") from None
    if not isinstance(data, dict):
        raise Unusable("the answer is no JSON object")
    return data


def text(value: object) -> str:
    """Read text with tags and entities as one line of plain text."""
    if not isinstance(value, str):
        return ""
    bare = TAG.sub("", value)
    return line(html.unescape(html.unescape(bare) if "&amp;" in bare else bare))


def page_range(pages: str) -> str:
    """Format a range of pages with one plain hyphen."""
    return PAGES.sub("-", pages.strip())


def arxiv_in(found: str) -> str:
    """Find the arXiv id in a DOI, an address or a phrase such as arXiv:2203.12119."""
    for match in ARXIV_IN_TEXT.finditer(found):
        with suppress(values.BadValue):
            return values.arxiv_id(match[1])
    return ""


def doi_in(found: str) -> str:
    """Find a DOI that is the whole of a text or address; arXiv's own DOIs are none."""
    try:
        doi = values.doi(found)
    except values.BadValue:
        return ""
    return "" if ARXIV_DOI.fullmatch(doi) else doi
