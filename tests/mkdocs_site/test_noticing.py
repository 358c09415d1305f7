"""An observer of files that tells of a change at once, and once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from watchdog.events import FileModifiedEvent, FileOpenedEvent, FileSystemEventHandler
from watchdog.observers.api import BaseObserver, EventEmitter, ObservedWatch

from site_builder.mkdocs_site import noticing
from site_builder.mkdocs_site.noticing import QuickObserver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0
"""Seconds that nothing here takes on any machine; what takes longer hangs."""


class Looking(BaseObserver):
    """Stands for MkDocs' observer; it sees what the test says."""

    def __init__(self) -> None:
        super().__init__(EventEmitter)

    def see(self, path: Path) -> None:
        """Tell that a file was modified."""
        for handlers in self._handlers.values():
            for handler in handlers:
                handler.dispatch(FileModifiedEvent(str(path)))


class Told(FileSystemEventHandler):
    """Collects the files that it is told of."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def on_any_event(self, event: object) -> None:
        """Note a file."""
        if not event.is_directory:  # type: ignore[attr-defined]
            self.files.append(event.src_path)  # type: ignore[attr-defined]

    def wait(self) -> None:
        """Wait until there is something, and it is quiet."""
        end, before = time.monotonic() + PATIENCE, -1
        while not self.files or len(self.files) != before:
            assert time.monotonic() < end, "nothing was told"
            before = len(self.files)
            time.sleep(0.2)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Make a folder with one file."""
    (tmp_path / "papers").mkdir()
    path = tmp_path / "papers" / "one.yaml"
    path.write_text("old", encoding="utf-8")
    return path


@pytest.fixture
def watched(record: Path) -> Iterator[tuple[QuickObserver, Looking, Told]]:
    """Observe the folder."""
    looking, told = Looking(), Told()
    observer = QuickObserver(looking)
    observer.schedule(told, str(record.parent), recursive=True)
    observer.start()
    yield observer, looking, told
    observer.stop()
    observer.join()


def test_change_is_told_once(record: Path, watched: tuple[QuickObserver, Looking, Told]) -> None:
    """What the system tells of comes at once; looking finds the same and says nothing."""
    _, looking, told = watched
    record.write_text("new", encoding="utf-8")
    told.wait()
    assert set(told.files) == {str(record)}
    told.files.clear()
    looking.see(record)
    assert told.files == []


def test_reading_is_no_change(record: Path, watched: tuple[QuickObserver, Looking, Told]) -> None:
    """A file that is read is not told of, though the system does."""
    observer, _, told = watched
    for handlers in observer._told._handlers.values():
        for handler in handlers:
            handler.dispatch(FileOpenedEvent(str(record)))
    assert told.files == []


def test_looking_finds_what_the_system_keeps_to_itself(
    record: Path, watched: tuple[QuickObserver, Looking, Told]
) -> None:
    """As on a network's disk, files may change without a word."""
    observer, looking, told = watched
    record.write_text("new", encoding="utf-8")
    told.wait()
    observer._told.unschedule_all()
    told.files.clear()
    record.write_text("newer", encoding="utf-8")
    looking.see(record)
    assert told.files == [str(record)]


def test_single_file_is_looked_at(record: Path) -> None:
    """An editor may put another file in its place, of which the system would say nothing."""
    looking, told = Looking(), Told()
    observer = QuickObserver(looking)
    watch = observer.schedule(told, str(record))
    record.write_text("new", encoding="utf-8")
    looking.see(record)
    assert told.files == [str(record)]
    assert isinstance(watch, ObservedWatch)
    observer.unschedule(watch)
    looking.see(record)
    assert told.files == [str(record)]


def test_system_without_watches_to_give(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking goes on where the system refuses."""

    class Refusing(BaseObserver):
        def __init__(self) -> None:
            super().__init__(EventEmitter)

        def start(self) -> None:
            raise OSError("inotify watch limit reached")

    monkeypatch.setattr(noticing, "Observer", Refusing)
    looking, told = Looking(), Told()
    observer = QuickObserver(looking)
    observer.schedule(told, str(record.parent), recursive=True)
    observer.start()
    record.write_text("new", encoding="utf-8")
    looking.see(record)
    assert told.files == [str(record)]
    observer.stop()
    observer.join()
