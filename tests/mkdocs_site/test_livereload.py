"""A served site that is built again, seen through MkDocs' own server."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from mkdocs.livereload import LiveReloadServer

from site_builder.mkdocs_site.livereload import rebuild, show
from site_builder.mkdocs_site.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60.0
"""Seconds that nothing here takes on any machine; what takes longer hangs."""


class Server(LiveReloadServer):
    """MkDocs' server, which says when it listens."""

    def __init__(self, builder: Callable[[], None], site: Path) -> None:
        super().__init__(builder, "127.0.0.1", 0, str(site), "/", 0.02, 0.02)
        self.is_listening = threading.Event()

    def server_activate(self) -> None:
        """Listen."""
        super().server_activate()
        self.is_listening.set()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Callable[[], None]], LiveReloadServer]]:
    """Give a function that serves `tmp_path/site`, built again at each change of `tmp_path/text`."""
    (tmp_path / "site").mkdir()
    (tmp_path / "text").write_text("old", encoding="utf-8")
    threads: list[tuple[LiveReloadServer, threading.Thread]] = []

    def serve(builder: Callable[[], None]) -> LiveReloadServer:
        found = Server(builder, tmp_path / "site")
        found.watch(str(tmp_path / "text"))
        thread = threading.Thread(target=found.serve, daemon=True)
        thread.start()
        assert found.is_listening.wait(PATIENCE)
        threads.append((found, thread))
        return found

    yield serve
    for server, thread in threads:
        server.shutdown()
        thread.join(PATIENCE)


def get(server: LiveReloadServer, path: str) -> str:
    """Ask the server for something; wait for what it waits for."""
    with urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
    return text


def test_what_is_shown_is_served_while_the_build_goes_on(
    serve: Callable[[Callable[[], None]], LiveReloadServer], tmp_path: Path
) -> None:
    """Browsers are told of the edited page, and get it, before the build has ended; then the rest."""
    site, text = tmp_path / "site", tmp_path / "text"
    has_begun, is_seen = threading.Event(), threading.Event()
    (site / "page.html").write_text("<body>old</body>", encoding="utf-8")

    def build() -> None:
        if has_begun.is_set():
            raise ValueError("the rest is broken")  # of the text's later versions
        has_begun.set()
        (site / "page.html").write_text("<body>new</body>", encoding="utf-8")
        show(server)
        assert is_seen.wait(PATIENCE)
        raise ValueError("the rest is broken")

    server = serve(lambda: rebuild(server, build, site))
    epoch = int(get(server, "/livereload/0/0"))
    while not has_begun.wait(0.1):  # the server looks for changes from some moment on
        text.write_text(text.read_text(encoding="utf-8") + "!", encoding="utf-8")
    shown = int(get(server, f"/livereload/{epoch}/0"))
    assert shown > epoch
    assert "<body>new" in get(server, "/page.html")
    is_seen.set()
    assert int(get(server, f"/livereload/{shown}/0")) > shown
    assert "the rest is broken" in get(server, "/404.html")
    assert not (site / "page.html").exists()


def test_broken_builds_hide_the_site_until_one_is_whole(tmp_path: Path) -> None:
    """However often building fails, every address has the last message, and nothing is lost."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/index.html").write_text("papers", encoding="utf-8")
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    server.server_close()  # nobody asks it for anything

    def fail(message: str) -> None:
        raise OSError(message)

    for message in ("first", "second"):
        rebuild(server, partial(fail, message), tmp_path)
        assert [path.name for path in tmp_path.iterdir() if path.name[0] != "."] == ["404.html"]
        assert message in (tmp_path / "404.html").read_text(encoding="utf-8")
    output = Output(tmp_path, is_served=True)
    folder = output.begin()
    assert (tmp_path / "papers/index.html").read_text(encoding="utf-8") == "papers"
    assert not (tmp_path / "404.html").exists()
    assert folder.parent == tmp_path
    assert folder.name.startswith(".")
