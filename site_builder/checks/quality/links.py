"""Addresses that lead somewhere else tomorrow, or for one person alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from site_builder.checks.quality.oddity import Oddity
from site_builder.problems import quoted
from site_builder.record.values import BadValue
from site_builder.record.values import url as checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.problems import Loc
    from site_builder.record.models import Paper

SEARCH: Final = re.compile(
    r"https?://(?:(?:www\.|scholar\.)?google\.[a-z.]+/(?:search|scholar|url)\b"
    r"|scholar\.google\.[a-z.]+/(?:scholar\b|citations\?)"
    r"|(?:www\.)?bing\.com/search|(?:html\.)?duckduckgo\.com/\?|(?:www\.)?baidu\.com/s\b|(?:xueshu\.)baidu\.com/"
    r"|(?:search\.)yahoo\.com/|(?:www\.)?semanticscholar\.org/search|arxiv\.org/(?:search|a/|list/)"
    r"|dblp\.(?:org|uni-trier\.de)/search|ieeexplore\.ieee\.org/search|dl\.acm\.org/action/doSearch"
    r"|github\.com/search|(?:www\.)?researchgate\.net/search)",
    re.IGNORECASE,
)
PROXY: Final = re.compile(
    r"https?://[^/?#]*(?:\bezproxy|\blibproxy|\bwebproxy|\bproxy[0-9]*\.|\.proxy[.-]|idm\.oclc\.org"
    r"|\bwebvpn|\bsslvpn|\bvpn\.|\.translate\.goog|sci-hub|safelinks\.protection\.outlook)",
    re.IGNORECASE,
)
LOCAL: Final = re.compile(
    r"https?://(?:localhost|127\.|0\.0\.0\.0|10\.\d+\.\d+\.\d+|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\."
    r"|[^/]*\.(?:local|internal|lan|localhost)(?:[:/]|$)|[^./:]+(?:[:/]|$))",
    re.IGNORECASE,
)
SESSION: Final = re.compile(
    r"[;?&](?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid|casa_token|x-amz-[a-z-]+"
    r"|awsaccesskeyid|access_token|auth_?token|sig|signature|expires)=",
    re.IGNORECASE,
)
JSESSION: Final = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
TRACKING: Final = re.compile(
    r"[?&](?:utm_[a-z]+|fbclid|gclid|mc_[ce]id|igshid|ref_src)=", re.IGNORECASE
)
TRACKERS: Final = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|mc_[ce]id|igshid|ref_src)", re.IGNORECASE)
TARGETS: Final = ("url", "q", "u")
ENCODED: Final = re.compile(r"\\|%5[Cc]|\{|%7[Bb]|\$|~\{|%24%5[Cc]sim")
"""TeX that was left in an address."""


def of_links(paper: Paper) -> Iterator[Oddity]:
    """Find what is odd in a record's addresses."""
    for name in type(paper.links).model_fields:
        if address := getattr(paper.links, name):
            yield from of_address("links", ("links", name), address)


def of_address(field: str, loc: Loc, address: str) -> Iterator[Oddity]:
    """Find the one thing that is odd in an address."""
    if PROXY.match(address):
        hint = "write the address that everybody reaches"
        cure = _target(address)
        yield Oddity(f"{field}.proxy", loc, "leads through a proxy", hint, cure)
    elif SEARCH.match(address):
        hint = "write the address of what was found"
        cure = _target(address) if "/url?" in address else None
        yield Oddity(f"{field}.search", loc, "is that of a search", hint, cure)
    elif LOCAL.match(address):
        hint = "write the address that everybody reaches"
        yield Oddity(f"{field}.local", loc, "leads nowhere from elsewhere", hint)
    elif found := SESSION.search(address):
        message = f"holds a visit of one person, {quoted(found[0][1:])}"
        cure = JSESSION.sub("", address) if JSESSION.search(address) else None
        yield Oddity(f"{field}.session", loc, message, "leave it out", cure)
    elif found := TRACKING.search(address):
        message = f"tells who led there, {quoted(found[0][1:])}"
        yield Oddity(f"{field}.tracking", loc, message, "leave it out", _untracked(address))
    elif found := ENCODED.search(address):
        message = f"holds TeX, {quoted(found[0])}"
        yield Oddity(f"{field}.tex", loc, message, "write the address as a browser shows it")


def _target(address: str) -> str | None:
    """Return the address that another one carries to lead there."""
    query = dict(parse_qsl(urlsplit(address).query))
    found = next((query[name] for name in TARGETS if name in query), "")
    if not found and (rest := address.partition("?url=")[2] or address.partition("?qurl=")[2]):
        found = unquote(rest)
    return _sound(found)


def _untracked(address: str) -> str | None:
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKERS.fullmatch(name)]
    query = "&".join(
        piece for piece in parts.query.split("&") if not TRACKERS.fullmatch(piece.partition("=")[0])
    )
    if len(kept) == len(pairs) or (kept and not urlencode(kept)):
        return None
    return _sound(parts._replace(query=query).geturl())


def _sound(address: str) -> str | None:
    try:
        return checked(address)
    except BadValue:
        return None
