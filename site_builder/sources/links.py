"""Whether links still lead somewhere: asked politely, one host at a time, bodies left unread.

A page is asked for with HEAD, and where that is refused with GET. Of a DOI only its resolver is
asked, which knows the DOI or not; publishers refuse programs. No cookies, passwords or referrers
are sent, and nothing but the open Internet is asked.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies

from site_builder.problems import quoted
from site_builder.record import values
from site_builder.record.publication import doi_url
from site_builder.record.values import BadValue
from site_builder.sources import guard, http
from site_builder.sources.failures import HOPELESS, reason_of
from site_builder.sources.services import Service, own_services

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from site_builder.sources.http import Client


class Kind(StrEnum):
    """What became of a link."""

    OK = "ok"
    MOVED = "moved"
    """The page says for good that it has another address."""
    BLOCKED = "blocked"
    """The host does not let programs see; people may see the page."""
    GONE = "gone"
    """The host says that there is no such page."""
    UNREACHABLE = "unreachable"
    """There is no answer, or one that tells of the host's own trouble."""
    UNASKED = "not asked"
    """An address that we do not go to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one link, and in which words that is told."""

    kind: Kind
    said: str = ""
    target: str = ""
    """Where a page that moved is now."""

    @property
    def is_heard(self) -> bool:
        """Whether somebody answered at all."""
        return self.kind in HEARD or self.said.startswith(ANSWERED)


HEARD: Final = frozenset({Kind.OK, Kind.MOVED, Kind.BLOCKED, Kind.GONE})
ANSWERED: Final = "answered"
"""How it is said that a host gave a status."""
GONE: Final = frozenset({404, 410})
BLOCKED_BELOW: Final = 500
NO_STATUS: Final = 999
"""What some hosts answer to programs instead of a status that exists."""
BUSY: Final = frozenset({429, 503})
MOVED: Final = frozenset({301, 302, 303, 307, 308})
FOR_GOOD: Final = frozenset({301, 308})
MOST_HOPS: Final = 5
TRIES: Final = 2
BUSY_PAUSE: Final = 10
"""Seconds that a busy host is given which names no time."""
PAUSE: Final = 1
"""Seconds between two requests to one host."""
RESERVED: Final = ("example.com", "example.net", "example.org")
RESERVED_ENDS: Final = ("example", "invalid", "test", "localhost", "local", "internal", "onion")
"""Names that stand for nothing on the open Internet (RFC 2606, 6761, 6762, 7686)."""
ARXIV_DOMAIN: Final = ".arxiv.org"
DOI: Final = Service("doi", "the DOI resolver", "https://doi.org", PAUSE, ())
ARXIV: Final = Service("arxiv-listing", "arXiv", "https://arxiv.org", 3, ())
RESOLVERS: Final = ("doi.org", "dx.doi.org", "www.doi.org")
PORTS: Final = {"http": 80, "https": 443}


def doi_of(url: str) -> str | None:
    """Read a DOI out of its address."""
    parts = urlsplit(url)
    if parts.hostname in RESOLVERS:
        with suppress(BadValue):
            return values.doi(unquote(parts.path[1:]))
    return None


def arxiv_id_of(url: str) -> str | None:
    """Read an arXiv id out of the address of a listing or a PDF."""
    if values.ARXIV_PREFIX.match(url):
        with suppress(BadValue):
            return values.arxiv_id(urldefrag(url).url)
    return None


def asked_at(url: str) -> str:
    """Return the address to ask about a link: itself, or the service of its identifier."""
    if doi := doi_of(url):
        return DOI.url(doi_url(doi).removeprefix("https://doi.org"), {})
    if arxiv_id := arxiv_id_of(url):
        return ARXIV.url(f"/abs/{arxiv_id}", {})
    return urldefrag(url).url


def host_of(url: str) -> str:
    """Return the host to ask about a link."""
    return urlsplit(asked_at(url)).netloc.lower()


def is_reserved(host: str) -> bool:
    """Return whether a name is kept for examples and the like."""
    ends = host.rstrip(".").split(".")
    return ".".join(ends[-2:]) in RESERVED or ends[-1] in RESERVED_ENDS


def own_endpoints() -> guard.Endpoints:
    """Return the host and port of services of one's own, which may be private."""
    parts = urlsplit(own_services())
    port = parts.port or PORTS.get(parts.scheme, 0)
    return frozenset({(parts.hostname, port)} if parts.hostname else ())


@dataclass
class Prober:
    """Asks hosts about links; a host that refuses or fails altogether is not asked again."""

    client: Client
    """Keeps the pace."""
    closed: dict[str, Answer] = field(default_factory=dict)
    """What hosts answered that want no more questions, or cannot be reached."""

    def __post_init__(self) -> None:
        """Prepare a session that tells nobody anything."""
        self._session = requests.Session()
        self._session.trust_env = False  # it would send passwords that ~/.netrc has
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers["User-Agent"] = http.user_agent(self.client.contact)
        self._adapter = guard.PublicAdapter(own_endpoints())
        for scheme in PORTS:
            self._session.mount(f"{scheme}://", self._adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def look(self, url: str) -> Answer:
        """Find out what became of a link; never raises for anything that a host can do."""
        asked, moved_to, is_for_good = asked_at(url), "", True
        for _ in range(MOST_HOPS + 1):
            answer = self._ask(asked)
            if isinstance(answer, Answer):
                return _judged(answer, moved_to)
            if doi_of(url):
                return Answer(Kind.OK)  # where its publisher has the paper is the resolver's matter
            hop = _target(asked, answer.location)
            if hop is None:
                where = quoted(answer.location)
                return Answer(Kind.BLOCKED, f"sends us on to {where}, where we do not go")
            is_for_good = is_for_good and answer.status in FOR_GOOD
            moved_to = hop if is_for_good else moved_to
            asked = hop
        return Answer(Kind.UNREACHABLE, "sends us round in circles")

    def _ask(self, url: str) -> Answer | _Hop:
        """Ask a host about one address, again where that may help."""
        parts = urlsplit(url)
        host, place = parts.hostname or "", parts.netloc.lower()
        if is_reserved(host):
            return Answer(Kind.UNASKED, f"{host} is a name for examples")
        if place in self.closed:
            return self.closed[place]
        if self._is_behind_proxy(url) and guard.has_private_address(host, parts.port or 0):
            return Answer(Kind.UNASKED, guard.PRIVATE)
        for attempt in range(TRIES):
            answer, pause = self._once(url)
            if pause is None:
                break
            if pause > http.PATIENCE or attempt + 1 == TRIES:
                self.closed[place] = answer if isinstance(answer, Answer) else Answer(Kind.BLOCKED)
                break
            self.client.sleep(pause)
        return answer

    def _is_behind_proxy(self, url: str) -> bool:
        return bool(get_environ_proxies(url))

    def _once(self, url: str) -> tuple[Answer | _Hop, float | None]:
        """Ask once; give the answer, and for how long to wait where asking again may help."""
        try:
            status, location, pause = self._status(url)
        except (requests.RequestException, http.BROKEN_OFF, ValueError) as error:
            return self._failure(url, error)
        if status in MOVED and location:
            return _Hop(status, location), None
        return _read(status), pause

    def _failure(self, url: str, error: Exception) -> tuple[Answer, float | None]:
        """Return why there is no answer; where nobody is there, the host is not asked again."""
        if guard.PRIVATE in str(error):
            return Answer(Kind.UNASKED, guard.PRIVATE), None
        if isinstance(error, ValueError):  # requests looks at redirects that it does not follow
            return Answer(Kind.BLOCKED, f"{ANSWERED} in a way that makes no sense"), None
        nameless = guard.NAMELESS in str(error)
        reason = "has no address: no such host" if nameless else reason_of(error)
        answer = Answer(Kind.UNREACHABLE, reason)
        if nameless or reason.startswith(HOPELESS):
            self.closed[urlsplit(url).netloc.lower()] = answer
            return answer, None
        return answer, PAUSE

    def _status(self, url: str) -> tuple[int, str, float | None]:
        """Return a page's status, the target of a redirect, and the seconds to wait (Retry-After).

        Hosts that do not answer HEAD as they do GET are asked the second way.
        """
        for method in ("HEAD", "GET"):
            with self._turn(url), self._answer(method, url) as response:
                status = response.status_code
                is_clear = status < BLOCKED_BELOW and (response.ok or status in {*MOVED, 429})
                if is_clear or method == "GET":
                    return status, response.headers.get("Location", ""), self._pause(response)
        raise AssertionError("unreachable")

    @contextmanager
    def _answer(self, method: str, url: str) -> Iterator[requests.Response]:
        """Send a request; its answer's body is not read."""
        with (
            self._adapter.deadline.limit(http.DEADLINE),
            self._session.request(
                method,
                url,
                headers={"Accept": "*/*"},
                proxies=get_environ_proxies(url),
                timeout=http.TIMES,
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            yield response

    def _pause(self, response: requests.Response) -> float | None:
        if response.status_code not in BUSY:
            return None
        asked = self.client.asked_pause(response)
        return BUSY_PAUSE if asked is None else asked

    def _turn(self, url: str) -> AbstractContextManager[None]:
        host = urlsplit(url).netloc.lower()
        pause = ARXIV.pause if _is_arxiv(urlsplit(url).hostname or "") else PAUSE
        return self.client.turn(Service(host, host, "", pause, ()), url)


def _is_arxiv(host: str) -> bool:
    """Whether a host is arXiv's, all of which ask for its longer pause (arxiv.org/robots.txt)."""
    return f".{host.rstrip('.')}".endswith(ARXIV_DOMAIN)


@dataclass(frozen=True, slots=True)
class _Hop:
    """A redirect."""

    status: int
    location: str


def _read(status: int) -> Answer:
    """Judge a status that is no redirect (RFC 9110 §15)."""
    if requests.codes.ok <= status < requests.codes.multiple_choices:
        return Answer(Kind.OK)
    if status in GONE:
        return Answer(Kind.GONE, f"{ANSWERED} {status}")
    if status < BLOCKED_BELOW or status == NO_STATUS:
        return Answer(Kind.BLOCKED, f"{ANSWERED} {status}")
    return Answer(Kind.UNREACHABLE, f"{ANSWERED} {status}")


def _judged(answer: Answer, moved_to: str) -> Answer:
    """Return the answer for a page that is there but at another address."""
    if answer.kind is Kind.OK and moved_to:
        return Answer(Kind.MOVED, "moved for good", moved_to)
    return answer


def _target(url: str, location: str) -> str | None:
    """Read where a redirect leads; nothing where that is no address that a record may have."""
    try:
        return values.url(urldefrag(urljoin(url, location)).url)
    except ValueError:
        return None
