"""The one way out: polite requests, each host at its own pace, answers kept on disk.

Environment: `SURVEY_CONTACT` (address or e-mail that the services see), `SURVEY_CACHE_DIR` (where
answers are kept), `SURVEY_SERVICES_URL` (an address under which all services are found, as
`…/arxiv` and so on: a mirror of one's own, or a test), `OPENALEX_API_KEY`,
`SEMANTIC_SCHOLAR_API_KEY`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urljoin, urlsplit

import platformdirs
import requests
from filelock import FileLock

from site_builder import __version__
from site_builder.files import atomic
from site_builder.problems import SurveyError, quoted
from site_builder.sources import guard
from site_builder.sources.draft import NotKnown, Unusable
from site_builder.sources.failures import HOPELESS, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from site_builder.sources.services import Service

T = TypeVar("T")

TIMES: Final = (10, 20)
"""Seconds that making a connection, and silence within an answer, may take."""
DEADLINE: Final = 60
"""Seconds that a whole answer may take, with its headers and where it sends us."""
TOO_LONG: Final = f"takes longer than {DEADLINE} s"
MOST_BYTES: Final = 5_000_000
"""The largest answer that is read; the longest real ones are a hundredth of it."""
CHUNK: Final = 16_384
TRIES: Final = 3
BACK_OFF: Final = (1, 4)
"""Seconds before the second and third try, where the service does not say."""
PATIENCE: Final = 60
"""Seconds that we wait when a service asks us to; for longer pauses the user decides."""
BUSY: Final = frozenset({429, 500, 502, 503, 504})
"""Answers after which another try makes sense (RFC 9110 §15.6, RFC 6585 §4)."""
MOVED: Final = frozenset({301, 302, 303, 307, 308})
REFUSALS: Final = {
    401: ": its key is wrong",
    403: ": it lets no programs in, or its key is wrong",
    418: ": it lets no programs in",
}
"""Refusals that are meant for us and not for one question, and what people can do about them."""
UNKNOWN: Final = frozenset({404, 410})
MOST_REDIRECTS: Final = 3
FRESH: Final = dt.timedelta(days=1).total_seconds()
"""Age up to which a kept answer is used again."""


BROKEN_OFF: Final = requests.exceptions.BaseHTTPError  # type: ignore[attr-defined] # urllib3's
"""What reading an answer bit by bit raises; reading it whole would let a slow one take for ever."""


class Unavailable(SurveyError):
    """A service that cannot be asked now, and why."""


class _TryAgain(Exception):
    """A failure that may pass; says what and how long to wait."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


def cache_folder() -> Path:
    """Return where answers are kept: `SURVEY_CACHE_DIR`, else the system's folder for caches."""
    if own := os.environ.get("SURVEY_CACHE_DIR"):
        return Path(own)
    return platformdirs.user_cache_path("living-survey", appauthor=False)


def user_agent(contact: str) -> str:
    """Return the User-Agent, which tells services who asks."""
    shown = "".join(char for char in contact if char.isascii() and char.isprintable())
    return f"living-survey/{__version__} ({shown or 'no contact given'})"


@dataclass
class Client:
    """Asks services one request at a time; a host that failed is not asked again in this run."""

    contact: str = ""
    cache: Path | None = None
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    told: Callable[[str], None] = lambda _: None
    """Hears of waits that people would wonder at."""
    down: dict[str, str] = field(default_factory=dict)
    """Services that failed, and how."""

    def __post_init__(self) -> None:
        """Prepare a session without cookies."""
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers["User-Agent"] = user_agent(self.contact)
        self._adapter = guard.DeadlineAdapter()
        for scheme in ("http", "https"):
            self._session.mount(f"{scheme}://", self._adapter)
        self._last: dict[str, float] = {}

    def ask(
        self, service: Service, path: str, params: Mapping[str, str], parse: Callable[[bytes], T]
    ) -> T:
        """Ask a service and read its answer, or a kept one; only what could be read is kept.

        Raises Unavailable when there is no answer, NotKnown when the service has nothing on it, and
        Unusable when the answer makes no sense.
        """
        url = service.url(path, params)
        if (kept := self._kept(url)) is not None:
            with suppress(Unusable):
                return parse(kept)
        if service.name in self.down:
            raise Unavailable(self.down[service.name])
        body = self._fetch(service, url)
        try:
            found = parse(body)
        except Unusable as error:
            raise type(error)(f"{service.name}: {error}") from None
        self._keep(url, body)
        return found

    def _fetch(self, service: Service, url: str) -> bytes:
        reason = ""
        for attempt in range(TRIES):
            try:
                with self.turn(service, url):
                    return self._once(service, url)
            except _TryAgain as error:
                reason = str(error)
                pause = error.pause if error.pause is not None else (*BACK_OFF, 0)[attempt]
            if pause > PATIENCE:
                reason = f"{reason} and asks for a pause of {pause:,.0f} s: try again later"
                break
            if attempt + 1 < TRIES:
                self.told(f"{service.name} {reason}; trying again in {pause:.0f} s")
                self.sleep(pause)
        self.down[service.name] = f"{service.name} {reason}"
        raise Unavailable(self.down[service.name])

    @contextmanager
    def turn(self, service: Service, url: str) -> Iterator[None]:
        """Wait until the host may be asked, and keep every other process of ours from asking it."""
        host = urlsplit(url).netloc
        with self._clock(host) as clock:
            pause = service.pause_now()
            wait = min(pause, clock.last + pause - self.now())
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                clock.last = self.now()

    @contextmanager
    def _clock(self, host: str) -> Iterator[_Clock]:
        """Yield when a host was last asked: by this process, and where there is a cache by any."""
        clock = _Clock(self._last.get(host, 0.0))
        try:
            with _shared_clock(self.cache, host) as shared:
                clock.last = max(clock.last, shared.last)
                try:
                    yield clock
                finally:
                    shared.last = clock.last
        finally:
            self._last[host] = clock.last

    def _once(self, service: Service, url: str) -> bytes:
        """Ask once, within the time that an answer with all its redirects may take."""
        deadline = self._adapter.deadline
        try:
            with deadline.limit(DEADLINE):
                body = self._answered(service, url)
        except (_TryAgain, SurveyError):
            if not deadline.expired:
                raise
        else:
            if not deadline.expired:  # what was cut off may pass for a whole answer
                return body
        self.down[service.name] = f"{service.name}'s answer {TOO_LONG}"
        raise Unavailable(self.down[service.name])

    def _answered(self, service: Service, url: str) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            with self._open(service, url) as response:
                if response.status_code not in MOVED:
                    return self._body(service, response)
                url = _followed(service, url, response.headers.get("Location", ""))
        raise Unavailable(f"{service.name} sends us round in circles")

    @contextmanager
    def _open(self, service: Service, url: str) -> Iterator[requests.Response]:
        headers, params = service.keys()
        headers["Accept"] = ", ".join(service.media)
        try:
            with self._session.get(
                url,
                headers=headers,
                params=params,
                stream=True,
                timeout=TIMES,
                allow_redirects=False,
            ) as response:
                yield response
        except (requests.RequestException, BROKEN_OFF) as error:
            reason = reason_of(error)
            if reason.startswith(HOPELESS):
                self.down[service.name] = f"{service.name} {reason}"
                raise Unavailable(self.down[service.name]) from None
            raise _TryAgain(reason) from None
        except ValueError:  # requests looks at a redirect's address even when told not to follow
            raise Unavailable(f"{service.name} sends us on to where we do not go") from None

    def _body(self, service: Service, response: requests.Response) -> bytes:
        status = response.status_code
        if status in UNKNOWN:
            raise NotKnown(f"{service.name} does not know it")
        if status in BUSY:
            raise _TryAgain(f"answered {status}", self.asked_pause(response))
        if status in REFUSALS:
            self.down[service.name] = f"{service.name} refused with {status}{REFUSALS[status]}"
            raise Unavailable(self.down[service.name])
        if status != requests.codes.ok:
            raise Unavailable(f"{service.name} refused with {status}")
        media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media not in service.media:
            wanted = service.media[0]
            got = quoted(media) if media else "no type"
            raise Unusable(f"{service.name} answered with {got} instead of {wanted}")
        return self._read(service, response)

    def _read(self, service: Service, response: requests.Response) -> bytes:
        deadline = self.now() + DEADLINE
        body = bytearray()
        read = getattr(response.raw, "read1", response.raw.read)  # urllib3 before 2.1 has no read1
        while chunk := read(CHUNK, decode_content=True):
            body += chunk
            if len(body) > MOST_BYTES:
                raise Unusable(f"{service.name}'s answer is larger than {MOST_BYTES:,} bytes")
            if self.now() > deadline:
                raise Unavailable(f"{service.name}'s answer {TOO_LONG}")
        return bytes(body)

    def asked_pause(self, response: requests.Response) -> float | None:
        """Read how long a busy service wants us to wait (RFC 9110 §10.2.3)."""
        text = response.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - self.now())
        except (ValueError, TypeError, OverflowError):
            return None

    def _kept(self, url: str) -> bytes | None:
        """Find a kept answer that is fresh."""
        path = self._place(url)
        try:
            if path is None or abs(self.now() - path.stat().st_mtime) > FRESH:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def _keep(self, url: str, body: bytes) -> None:
        """Keep an answer; a cache that cannot be written is done without."""
        if path := self._place(url):
            with suppress(OSError, SurveyError):
                path.parent.mkdir(parents=True, exist_ok=True)
                atomic.replace(path, body)

    def _place(self, url: str) -> Path | None:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self.cache / "answers" / name[:2] / name if self.cache else None


@dataclass
class _Clock:
    last: float = 0.0


@contextmanager
def _shared_clock(cache: Path | None, host: str) -> Iterator[_Clock]:
    """Hold the lock on a host that all our processes share; without a cache there is none.

    The time is written whatever became of the request: a host that has just said "slow down" must
    not be asked at once by the next process.
    """
    clock = _Clock()
    with ExitStack() as held:
        place = _hold(cache, host, held) if cache else None
        if place:
            with suppress(OSError, ValueError):
                clock.last = float(place.read_text(encoding="ascii")[:40])
        try:
            yield clock
        finally:
            if place:
                with suppress(OSError):
                    place.write_text(repr(clock.last), encoding="ascii")


def _hold(cache: Path, host: str, held: ExitStack) -> Path | None:
    """Lock a host, and return the file that says when it was last asked.

    Returns None where there is nowhere to write, or a file system without locks.
    """
    place = cache / "pace" / hashlib.sha256(host.encode()).hexdigest()[:16]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        held.enter_context(FileLock(f"{place}.lock"))
    except (OSError, NotImplementedError):
        return None
    return place


def _followed(service: Service, url: str, location: str) -> str:
    """Follow a redirect within one host; whoever sends us elsewhere is not trusted with more."""
    try:
        target = urljoin(url, location)
        old, new = urlsplit(url), urlsplit(target)
        same = new.hostname == old.hostname and (new.port == old.port or new.scheme == "https")
        if location and same and new.scheme in {old.scheme, "https"}:
            return target
        where = new.hostname or location
    except ValueError:
        where = location
    raise Unavailable(f"{service.name} sends us on to {quoted(where)}, where we do not go")
