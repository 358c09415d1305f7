"""The metadata services as a server on this machine: kind by default, nasty on demand."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
import time
from contextlib import chdir, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from click.testing import CliRunner

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

API = Path(__file__).resolve().parent.parent / "data" / "api"
MEDIA = {".xml": "application/atom+xml", ".json": "application/json", ".html": "text/html"}
NOT_FOUND = {"/dblp/": (200, (API / "dblp-nothing.json").read_bytes(), "application/json")}
"""What services say of what they do not know, where it is no plain 404."""


@dataclass
class Answer:
    """One answer that is not the usual one."""

    body: bytes = b""
    status: int = 200
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """A length that is claimed instead of the true one; -1 claims none."""
    delay: float = 0
    """Seconds of silence before each chunk."""
    chunk: int = 1_000_000
    hang_up: bool = False
    """Whether the line is cut before anything is said."""
    times: int = 1_000_000
    """How often it is given before the usual answer comes back."""


@dataclass
class Request:
    """What somebody asked."""

    path: str
    headers: Mapping[str, str]
    began: float
    ended: float = 0
    method: str = "GET"
    body: bytes = b""


@dataclass
class Services:
    """All services under one address, each under its id."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    special: list[tuple[str, Answer]] = field(default_factory=list)
    usual: dict[str, str] = field(
        default_factory=lambda: json.loads((API / "index.json").read_text(encoding="utf-8"))
    )
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, prefix: str, answer: Answer) -> None:
        """Answer requests whose path begins so in a special way."""
        self.special.append((prefix, answer))

    def give(self, path: str, name: str) -> None:
        """Answer one path with one of the composed files."""
        self.usual[canonical(path)] = name

    def refuse_all(self, status: int = 503, **headers: str) -> None:
        """Let every service fail."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer("/", Answer(status=status, headers=named))

    def find(self, path: str) -> Answer:
        """Choose the answer to a request."""
        with self.lock:
            for prefix, answer in self.special:
                if path.startswith(prefix) and answer.times > 0:
                    answer.times -= 1
                    return answer
        if name := self.usual.get(canonical(path)):
            file = API / name
            return Answer(file.read_bytes(), media=MEDIA[file.suffix])
        for prefix, (status, body, media) in NOT_FOUND.items():
            if path.startswith(prefix):
                return Answer(body, status, media)
        if path.startswith("/arxiv/"):
            return Answer((API / "arxiv-nothing.xml").read_bytes(), media=MEDIA[".xml"])
        return Answer(b"Resource not found.", 404, "text/plain")


def canonical(path: str) -> str:
    """Write a path in one way, whatever was percent-encoded."""
    parts = urlsplit(path)
    query = urlencode(sorted(parse_qsl(parts.query)))
    return unquote(parts.path) + (f"?{query}" if query else "")


def handler(services: Services) -> type[BaseHTTPRequestHandler]:
    """Make the class that answers for some services."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            request = Request(self.path, dict(self.headers), time.time(), method=self.command)
            request.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            services.requests.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
                self.say(services.find(self.path))
            request.ended = time.time()

        do_HEAD = do_GET  # noqa: N815 (the name is theirs)
        do_POST = do_GET  # noqa: N815 (the name is theirs)

        def say(self, answer: Answer) -> None:
            if answer.hang_up:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media)
            if answer.length != -1:
                self.send_header("Content-Length", str(answer.length or len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "HEAD":
                return
            for start in range(0, len(answer.body), answer.chunk):
                time.sleep(answer.delay)
                self.wfile.write(answer.body[start : start + answer.chunk])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is theirs)
            pass

    return Handler


@pytest.fixture
def services() -> Iterator[Services]:
    """Give all services, on a free port."""
    services = Services()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(services))
    services.url = f"http://127.0.0.1:{server.server_port}"
    services.usual = {canonical(path): name for path, name in services.usual.items()}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    time: float = 1_000_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Tell the time."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    """Give a clock."""
    return Clock()


class Survey(Protocol):
    """The type of the fixture `survey`."""

    def __call__(
        self, cwd: Path, *arguments: str, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run the command `survey` in a folder."""


@pytest.fixture
def environment(services: Services, tmp_path: Path) -> dict[str, str]:
    """Give an environment in which the services are the local ones."""
    return {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), ""),
        "SURVEY_SERVICES_URL": services.url,
        "SURVEY_CACHE_DIR": str(tmp_path / "cache"),
        "SURVEY_CONTACT": "keeper@example.org",
        "SOURCE_DATE_EPOCH": "1795392000",
    }


@pytest.fixture
def survey(environment: dict[str, str]) -> Survey:
    """Give a function that runs the command `survey` against the local services.

    It runs in this process: a hundred programs would take their time to start.
    """

    def run(cwd: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        runner = CliRunner()
        with chdir(cwd):
            done = runner.invoke(main, arguments, input=given, env=environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    """Give the class of answers, which tests of this folder cannot import."""
    return Answer
