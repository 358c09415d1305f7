"""A real Chromium looking at the real site through a real server.

Every page opened here fails its test when it asks another host for anything, or when the browser
reports an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

HERE = Path(__file__).resolve().parent
FLAGS = (
    "--no-sandbox",  # Chromium refuses to run as root with it, and containers run as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves this machine
)


expect.set_options(timeout=30_000)  # as long as Playwright's other waits: a loaded machine is slow


STILL = """
addEventListener("pointermove", (event) => event.clientX || event.clientY || event.stopImmediatePropagation(), true);
new MutationObserver((_, observer) => {
  document.documentElement.style.pointerEvents = "none";
  observer.disconnect();
}).observe(document, { childList: true });
"""
"""For readers who do not stir: in a headless shell a mouse lies in the corner of each page."""


class OpenPage(Protocol):
    """The type of the fixture `open_page`."""

    def __call__(self, **options: Any) -> Page:
        """Open a page of its own; the options are those of a Playwright browser context."""


@dataclass(frozen=True)
class Server:
    """The site at two addresses, each with a slash at its end."""

    root: str
    """The site alone on its host."""
    folder: str
    """The site in a folder of a host, where a link beginning with a slash leaves the site."""


SHARE = 3
"""Of the cases of one rule (queries, places, sizes, colours) one in so many is tried by default."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m 'not browser'` leaves it out.

    A browser costs more than all other tests together, and a rule that breaks mostly breaks for
    all its cases: beyond the first and every so many they are left to `-m slow`.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if isinstance(item, pytest.Function) and is_further_case(item):
                item.add_marker(pytest.mark.slow)


def is_further_case(item: pytest.Function) -> bool:
    """Tell whether a test is one of the cases that are left out by default."""
    case = getattr(item, "callspec", None)
    if case is None or item.get_closest_marker("every_case"):
        return False
    return any(index % SHARE for index in case.indices.values())


@pytest.fixture(scope="session")
def chromium(root: Path) -> str:
    """Find Chromium; without one these tests are skipped, except in CI, where they must run."""
    names = ("headless-shell", "chromium")
    finder = [sys.executable, str(root / "tools" / "programs.py"), "--any", *names]
    found = subprocess.run(finder, capture_output=True, text=True, check=False)
    if found.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(found.stderr.strip())
    return found.stdout.strip()


@pytest.fixture(scope="module")
def whole_server(site: Path) -> Iterator[Server]:
    """Serve the site, alone on its host and in a folder of another."""
    with served(site) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """Return the server that a page may ask; a module may put another in its place."""
    return whole_server


@pytest.fixture(scope="module")
def sample_server(sample_site: Path) -> Iterator[Server]:
    """Serve the site of a part of the survey."""
    with served(sample_site) as addresses:
        yield addresses


@pytest.fixture(scope="module", params=["sample", pytest.param("whole", marks=pytest.mark.slow)])
def extent(request: pytest.FixtureRequest) -> str:
    """Say how much of the survey is looked at: a part, and where time is no matter the whole."""
    said: str = request.param
    return said


@pytest.fixture(scope="module")
def extent_server(extent: str, request: pytest.FixtureRequest) -> Server:
    """Serve as much of the survey as is looked at."""
    addresses: Server = request.getfixturevalue(f"{extent}_server")
    return addresses


@pytest.fixture(scope="module")
def extent_library(extent: str, request: pytest.FixtureRequest) -> Library:
    """Read as much of the survey as is looked at."""
    if extent == "sample":
        return Library.load(request.getfixturevalue("sample_survey"))[0]
    library: Library = request.getfixturevalue("real_library")
    return library


@pytest.fixture(scope="module")
def trials_server(trials_site: Path) -> Iterator[Server]:
    """Serve the site of the made-up survey on medicine."""
    with served(trials_site) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[Server]]:
    """Give the function that serves the folder of a site."""
    return served


@contextmanager
def served(site: Path) -> Iterator[Server]:
    """Serve a folder at two addresses."""
    with serving(site, "/") as root, serving(site, "/survey/") as folder:
        yield Server(root, folder)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium once for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """Collect what goes wrong in a page; a test that provokes an error clears the list."""
    return []


@pytest.fixture
def open_page(browser: Browser, server: Server, complaints: list[str]) -> Iterator[OpenPage]:
    """Open pages that may ask our server alone, with the options a test needs.

    What pages ask for is only listened to: to be asked first would keep the browser from using its
    cache and cost a third of the time of a page.
    """
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        listen(context, server, complaints.append)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def listen(context: BrowserContext, server: Server, complain: Callable[[str], None]) -> None:
    """Complain of requests to others than our server, and of errors in pages."""
    ours = (server.root, server.folder, "data:", "blob:")

    def watch(request: Request) -> None:
        if not request.url.startswith(ours):
            complain(f"left the site: {request.url}")

    def note(message: ConsoleMessage) -> None:
        url = message.location["url"]
        is_browsers = url.endswith("/favicon.ico")  # asked for beside plain text
        if message.type == "error" and not is_browsers:
            complain(f"console: {message.text} ({url})")

    context.on("request", watch)
    context.on("console", note)
    context.on("weberror", lambda error: complain(f"script: {error.error}"))


@pytest.fixture
def resting(open_page: OpenPage) -> Page:
    """Open a page of its own for a reader who does not stir."""
    page = open_page()
    page.add_init_script(STILL)
    return page


@dataclass
class Profile:
    """A browser context whose cache the tests of a module share."""

    context: BrowserContext
    complaints: list[str]
    """Those of the test that runs."""

    def complain(self, said: str) -> None:
        """Tell the test that runs."""
        self.complaints.append(said)


@pytest.fixture(scope="module")
def profile(browser: Browser, server: Server) -> Iterator[Profile]:
    """Open a context for a module.

    To fetch and compile the site's scripts for each test anew is a fifth of the browser's work.
    """
    profile = Profile(browser.new_context(), [])
    listen(profile.context, server, profile.complain)
    yield profile
    profile.context.close()


@pytest.fixture
def page(profile: Profile, server: Server, complaints: list[str]) -> Iterator[Page]:
    """Open a page as most readers have it, as on a first visit but for the browser's cache.

    What a test changes in the whole context (its clock, permissions, init scripts) would stay for
    others: such a test asks for `open_page`.
    """
    profile.complaints = complaints
    page = profile.context.new_page()
    forget(page, server)
    yield page
    for each in profile.context.pages:
        each.close()
    assert not complaints


def forget(page: Page, server: Server) -> None:
    """Empty all that earlier tests have left in the browser, its cache apart."""
    session = page.context.new_cdp_session(page)
    for address in {server.root, server.folder}:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()
    page.context.clear_cookies()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files below a prefix of the address; log nothing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        """Take the prefix off; what does not carry it is nowhere."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "nowhere")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def log_message(self, *args: Any) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving(folder: Path, prefix: str) -> Iterator[str]:
    """Serve a folder under a prefix of a free local port; give the address."""
    handler = partial(QuietHandler, directory=str(folder), prefix=prefix)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()
