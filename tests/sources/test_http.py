"""The polite client, against a server on this machine that can be nasty."""

from __future__ import annotations

import gzip
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest
from services import Clock

from site_builder.problems import SurveyError
from site_builder.sources import http
from site_builder.sources import services as known_services
from site_builder.sources.draft import NotKnown, Unusable
from site_builder.sources.http import Client, Unavailable
from site_builder.sources.markup import json_object
from site_builder.sources.services import Service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Answer, Services

    MakeAnswer = Callable[..., Answer]


@pytest.fixture
def client(clock: Clock) -> Client:
    """Give a client without a cache."""
    return Client("keeper@example.org", None, clock.now, clock.sleep)


def service(services: Services, pause: float = 0) -> Any:
    """Describe a service that the local server plays, paced as given."""
    return replace(known_services.CROSSREF, base=f"{services.url}/crossref", pause=pause)


GOOD = b'{"status": "ok"}'


def ask(client: Client, services: Services, path: str = "/works/x", pause: float = 0) -> Any:
    """Ask the local server."""
    return client.ask(service(services, pause), path, {}, json_object)


def test_who_asks(client: Client, services: Services, make_answer: MakeAnswer) -> None:
    """Every request says who asks and how to reach them, and wants what it can read."""
    services.answer("/", make_answer(GOOD))
    assert ask(client, services) == {"status": "ok"}
    (request,) = services.requests
    assert request.headers["User-Agent"].startswith("living-survey/")
    assert "keeper@example.org" in request.headers["User-Agent"]
    assert request.headers["Accept"] == "application/json"


def test_a_hostile_contact() -> None:
    """What no header may hold stays out of it."""
    assert http.user_agent("a\r\nX: é") == f"living-survey/{http.__version__} (aX: )"


def test_pace(client: Client, services: Services, clock: Clock, make_answer: MakeAnswer) -> None:
    """A host is asked again no sooner than its pause after the last answer; another one at once."""
    services.answer("/", make_answer(GOOD))
    ask(client, services, "/works/1", pause=3)
    clock.time += 1
    ask(client, services, "/works/2", pause=3)
    ask(client, services, "/works/3", pause=3)
    assert clock.slept == [2, 3]
    other = replace(service(services, 3), base=services.url.replace("127.0.0.1", "localhost"))
    client.ask(other, "/works/4", {}, json_object)
    assert clock.slept == [2, 3]


def test_pace_of_several_programs(
    services: Services, clock: Clock, tmp_path: Path, make_answer: MakeAnswer
) -> None:
    """Programs that share a cache share the pace of a host."""
    services.answer("/", make_answer(GOOD))
    for number in range(2):
        one = Client("", tmp_path, clock.now, clock.sleep)
        ask(one, services, f"/works/{number}", pause=3)
    assert clock.slept == [3]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 301, "headers": {"Location": "https://elsewhere.example/"}},
        {"status": 403},
        {"status": 404},
        {"status": 410},
        {"status": 418},
        {"status": 429, "headers": {"Retry-After": "999"}},
        {"status": 503, "headers": {"Retry-After": "999"}},
        {"body": b"no JSON"},
        {"body": b"<p>", "media": "text/html"},
        {"body": b"{}", "headers": {"Content-Encoding": "gzip"}},
    ],
    ids=str,
)
def test_pace_of_several_programs_after_a_failure(
    services: Services,
    clock: Clock,
    tmp_path: Path,
    make_answer: MakeAnswer,
    answer: dict[str, Any],
) -> None:
    """However a request ended, the next program waits as long as after a good answer."""
    services.answer("/crossref/works/1", make_answer(**answer))
    with suppress(SurveyError):
        ask(Client("", tmp_path, clock.now, clock.sleep), services, "/works/1", pause=3)
    services.answer("/crossref/works/2", make_answer(GOOD))
    clock.slept.clear()
    ask(Client("", tmp_path, clock.now, clock.sleep), services, "/works/2", pause=3)
    assert clock.slept == [3]


def test_pace_after_an_interruption(
    services: Services,
    clock: Clock,
    tmp_path: Path,
    make_answer: MakeAnswer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Someone who stops a program and starts it again does not hurry the host; no lock is left."""
    services.answer("/", make_answer(GOOD))
    with monkeypatch.context() as patch:
        patch.setattr(Client, "_once", interrupt)
        with pytest.raises(KeyboardInterrupt):
            ask(Client("", tmp_path, clock.now, clock.sleep), services, pause=3)
    ask(Client("", tmp_path, clock.now, clock.sleep), services, pause=3)
    assert clock.slept == [3]


def interrupt(*_: object) -> None:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


def test_a_clock_that_was_wrong(
    services: Services, clock: Clock, tmp_path: Path, make_answer: MakeAnswer
) -> None:
    """A time of the last request that lies in the future costs one pause, not years."""
    services.answer("/", make_answer(GOOD))
    ask(Client("", tmp_path, lambda: clock.time + 1e9, clock.sleep), services, "/works/1", pause=3)
    ask(Client("", tmp_path, clock.now, clock.sleep), services, "/works/2", pause=3)
    assert clock.slept == [3]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(
    client: Client, services: Services, clock: Clock, make_answer: MakeAnswer, status: int
) -> None:
    """A busy service is asked again after the time that it names."""
    services.answer("/", make_answer(status=status, headers={"Retry-After": "7"}, times=1))
    services.answer("/", make_answer(GOOD))
    assert ask(client, services) == {"status": "ok"}
    assert clock.slept == [7]


def test_retry_after_a_date(
    client: Client, services: Services, clock: Clock, make_answer: MakeAnswer
) -> None:
    """The time may be a date."""
    date = formatdate(clock.time + 9, usegmt=True)
    services.answer("/", make_answer(status=503, headers={"Retry-After": date}, times=1))
    services.answer("/", make_answer(GOOD))
    ask(client, services)
    assert clock.slept == [9]


@pytest.mark.parametrize("value", ["soon", "-5", "١٢", "1e9", "", "9" * 5000])
def test_retry_after_nonsense(
    client: Client, services: Services, clock: Clock, make_answer: MakeAnswer, value: str
) -> None:
    """A time that makes no sense does not stop the program for longer than it is patient."""
    services.answer(
        "/", make_answer(status=503, headers={"Retry-After": value.encode().decode("latin-1")})
    )
    with pytest.raises(Unavailable):
        ask(client, services)
    assert sum(clock.slept) <= http.PATIENCE


def test_too_long_a_pause(client: Client, services: Services, make_answer: MakeAnswer) -> None:
    """Whoever wants us to wait for an hour is told of instead, and not asked again in this run."""
    services.answer("/", make_answer(status=429, headers={"Retry-After": "3600"}))
    said = "Crossref answered 429 and asks for a pause of 3,600 s: try again later"
    for _ in range(2):
        with pytest.raises(Unavailable, match=said):
            ask(client, services)
    assert len(services.requests) == 1


def test_giving_up(
    client: Client, services: Services, clock: Clock, make_answer: MakeAnswer
) -> None:
    """A service that stays busy is tried three times with growing pauses."""
    services.answer("/", make_answer(status=503))
    with pytest.raises(Unavailable, match=r"Crossref answered 503$"):
        ask(client, services)
    assert len(services.requests) == 3
    assert clock.slept == [1, 4]


def test_unknown(client: Client, services: Services) -> None:
    """A 404 is an answer: the service does not know the paper; it is asked again for others."""
    with pytest.raises(NotKnown, match="Crossref does not know it"):
        ask(client, services)
    assert client.down == {}


@pytest.mark.parametrize("status", [400, 401, 403, 418, 204])
def test_refusals(client: Client, services: Services, make_answer: MakeAnswer, status: int) -> None:
    """Other refusals are told at once."""
    services.answer("/", make_answer(status=status))
    with pytest.raises(Unavailable, match=f"Crossref refused with {status}"):
        ask(client, services)
    assert len(services.requests) == 1


def test_nobody_there(client: Client, services: Services) -> None:
    """A host that cannot be reached is told in one line."""
    nowhere = replace(service(services), base="http://127.0.0.1:9")
    with pytest.raises(Unavailable, match=r"Crossref cannot be reached \(connection refused\)"):
        client.ask(nowhere, "/", {}, json_object)
    unknown = replace(service(services), base="http://nowhere.invalid", name="DBLP")
    with pytest.raises(Unavailable, match=r"DBLP cannot be reached \(is there a network\?\)"):
        client.ask(unknown, "/", {}, json_object)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"hang_up": True}, "broke off before it answered"),
        ({"body": GOOD, "length": 5000}, "broke off in the middle of its answer"),
        (
            {"body": b"5\r\nabc", "length": -1, "headers": {"Transfer-Encoding": "chunked"}},
            "broke off",
        ),
        ({"body": GOOD, "headers": {"Content-Encoding": "gzip"}}, "cannot be unpacked"),
        ({"body": GOOD, "delay": 1.0}, "did not answer in time"),
    ],
)
def test_broken_answers(  # noqa: PLR0913, PLR0917 (fixtures)
    client: Client,
    services: Services,
    make_answer: MakeAnswer,
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, Any],
    said: str,
) -> None:
    """An answer that breaks off, stalls or cannot be unpacked is tried again, then told."""
    monkeypatch.setattr(http, "TIMES", (0.3, 0.3))
    services.answer("/", make_answer(**answer))
    with pytest.raises(Unavailable, match=f"Crossref .*{said}"):
        ask(client, services)
    assert len(services.requests) == http.TRIES


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "]
)
def test_headers_that_never_end(beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that sends its headers letter by letter is given up, and not asked again."""
    stop, asked = threading.Event(), []
    monkeypatch.setattr(http, "DEADLINE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while not stop.is_set():
                connection, _ = server.accept()
                asked.append(connection)
                with connection, suppress(OSError):
                    connection.sendall(beginning)
                    while not stop.wait(0.01):
                        connection.sendall(b"a")

        thread = threading.Thread(target=answer)
        thread.start()
        host, port = server.getsockname()
        service = Service("slow", "Slow", f"http://{host}:{port}", 0, ("application/json",))
        asking = Client(sleep=lambda _: None)
        try:
            for _ in range(2):
                with pytest.raises(Unavailable, match="Slow's answer takes longer than"):
                    asking.ask(service, "/", {}, bytes)
            assert len(asked) == 1
        finally:
            stop.set()
            socket.create_connection(server.getsockname()).close()
            thread.join()


def test_a_trickle(services: Services, make_answer: MakeAnswer) -> None:
    """An answer that comes drop by drop is given up after a time, though it never falls silent."""
    ticking = Clock()

    def now() -> float:
        ticking.time += 20
        return ticking.time

    services.answer("/", make_answer(GOOD * 20, chunk=1, delay=0.01))
    with pytest.raises(Unavailable, match="takes longer than 60 s"):
        ask(Client("", None, now, ticking.sleep), services)


@pytest.mark.parametrize("packed", [False, True])
def test_huge_answers(
    client: Client, services: Services, make_answer: MakeAnswer, *, packed: bool
) -> None:
    """An answer is read up to a limit, counted after unpacking."""
    body = b" " * (http.MOST_BYTES + 1)
    headers = {"Content-Encoding": "gzip"} if packed else {}
    services.answer("/", make_answer(gzip.compress(body) if packed else body, headers=headers))
    with pytest.raises(Unusable, match="larger than 5,000,000 bytes"):
        ask(client, services)


@pytest.mark.parametrize(
    ("media", "said"),
    [("text/html", "'text/html'"), ("", "no type"), ("\x1b[31mred", "red'")],
)
def test_wrong_types(
    client: Client, services: Services, make_answer: MakeAnswer, media: str, said: str
) -> None:
    """An answer of another type than was asked for is not read."""
    services.answer("/", make_answer(GOOD, media=media))
    with pytest.raises(Unusable, match=said) as caught:
        ask(client, services)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "location",
    [
        "http://evil.example/works/x",
        "https://127.0.0.1.evil.example/",
        "//evil.example/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "",
        "http://[",
    ],
)
def test_redirects_elsewhere(
    client: Client, services: Services, make_answer: MakeAnswer, location: str
) -> None:
    """A redirect to another host or another kind of address is not followed."""
    services.answer("/", make_answer(status=302, headers={"Location": location}))
    with pytest.raises(Unavailable, match="where we do not go"):
        ask(client, services)
    assert len(services.requests) == 1


def test_redirects(client: Client, services: Services, make_answer: MakeAnswer) -> None:
    """A redirect within the host is followed, in circles not for long."""
    services.answer("/crossref/works/x", make_answer(status=301, headers={"Location": "/there"}))
    services.answer("/there", make_answer(GOOD, times=1))
    services.answer("/there", make_answer(status=302, headers={"Location": "/there"}))
    assert ask(client, services) == {"status": "ok"}
    with pytest.raises(Unavailable, match="round in circles"):
        ask(client, services)


def test_no_cookies(client: Client, services: Services, make_answer: MakeAnswer) -> None:
    """No cookie is taken."""
    services.answer("/", make_answer(GOOD, headers={"Set-Cookie": "a=b"}))
    ask(client, services)
    ask(client, services)
    assert not any("Cookie" in request.headers for request in services.requests)


def test_keys(
    client: Client, services: Services, make_answer: MakeAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key goes where its service wants it, and into no message or name of a kept answer."""
    monkeypatch.setenv("OPENALEX_API_KEY", "secret")
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", "hidden")
    services.answer("/a", make_answer(GOOD))
    openalex = replace(known_services.OPENALEX, base=services.url)
    client.ask(openalex, "/a", {"x": "1"}, json_object)
    scholar = replace(known_services.SEMANTIC_SCHOLAR, base=services.url, pause=0)
    client.ask(scholar, "/a", {}, json_object)
    assert services.requests[0].path == "/a?x=1&api_key=secret"
    assert services.requests[1].headers["x-api-key"] == "hidden"
    assert "secret" not in openalex.url("/a", {})


def test_kept_answers(
    services: Services, clock: Clock, tmp_path: Path, make_answer: MakeAnswer
) -> None:
    """An answer is kept for a day; after that, and after a fault in the file, it is asked again."""
    clock.time = time.time()
    client = Client("", tmp_path, clock.now, clock.sleep)
    services.answer("/", make_answer(GOOD))
    for _ in range(3):
        ask(client, services)
    assert len(services.requests) == 1
    (kept,) = (path for path in (tmp_path / "answers").rglob("*") if path.is_file())
    kept.write_bytes(b"{")
    ask(client, services)
    clock.time += http.FRESH + 60
    ask(client, services)
    assert len(services.requests) == 3


def test_only_sense_is_kept(services: Services, tmp_path: Path, make_answer: MakeAnswer) -> None:
    """What could not be read is not kept."""
    client = Client("", tmp_path)
    services.answer("/", make_answer(b"<html>", times=1))
    services.answer("/", make_answer(GOOD))
    with pytest.raises(Unusable, match="Crossref: the answer is no JSON"):
        ask(client, services)
    assert ask(client, services) == {"status": "ok"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_cache_that_cannot_be_written(
    services: Services, tmp_path: Path, make_answer: MakeAnswer
) -> None:
    """Without a place for answers everything else works."""
    tmp_path.chmod(0o500)
    services.answer("/", make_answer(GOOD))
    assert ask(Client("", tmp_path / "cache"), services) == {"status": "ok"}


def test_a_cache_that_is_a_file(
    services: Services, tmp_path: Path, make_answer: MakeAnswer
) -> None:
    """A cache whose place is taken is done without."""
    (tmp_path / "cache").touch()
    services.answer("/", make_answer(GOOD))
    assert ask(Client("", tmp_path / "cache"), services) == {"status": "ok"}


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"SURVEY_CACHE_DIR": "/a/b"}, "/a/b"),
        ({"XDG_CACHE_HOME": "/c", "SURVEY_CACHE_DIR": ""}, "/c/living-survey"),
        ({}, "/h/.cache/living-survey"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders for caches")
def test_where_answers_are_kept(
    environment: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user says where, else the system's habit does."""
    for name in ("SURVEY_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/h", **environment}.items():
        monkeypatch.setenv(name, value)
    assert str(http.cache_folder()) == place


def test_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """All services can be put under one address, where no patience is needed."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", "http://127.0.0.1:8/m/")
    assert known_services.ARXIV.url("/query", {"b": "2", "a": "1"}) == (
        "http://127.0.0.1:8/m/arxiv/query?a=1&b=2"
    )
    assert known_services.ARXIV.pause_now() == 0
    monkeypatch.delenv("SURVEY_SERVICES_URL")
    assert known_services.ARXIV.url("/query", {}) == "https://export.arxiv.org/api/query"
    assert known_services.ARXIV.pause_now() >= 3


def test_errors_are_told_in_one_line() -> None:
    """Whatever goes wrong is an error for people."""
    assert issubclass(Unavailable, SurveyError)
    assert issubclass(Unusable, SurveyError)
