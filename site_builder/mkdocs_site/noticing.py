"""Noticing at once that a file of a served survey has changed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchdog.observers.api import BaseObserver, ObservedWatch

CHANGES: Final = frozenset({"created", "modified", "moved", "deleted"})
"""Kinds of events that leave a file other than it was; that it was opened is told too."""

Stamp = tuple[int, int] | None
"""A file's modification time and size; None where there is no file."""


class QuickObserver:
    """MkDocs' observer, and beside it the operating system, which tells of folders' files at once.

    MkDocs looks at all files twice a second, since a system does not tell what others change on a
    network's disk, or on that of the machine that a container runs on. That goes on; what has been
    told already is not told again.
    """

    def __init__(self, looking: BaseObserver) -> None:
        self._looking = looking
        self._told = Observer()
        self._stamps: dict[str, Stamp] = {}
        """What the files were like of which the system told."""

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> ObservedWatch:
        """Tell a handler of what changes at a path."""
        if os.path.isdir(path):  # noqa: PTH112 (a text, as MkDocs has it)
            self._told.schedule(_Handler(self._first(handler)), path, recursive=recursive)
        return self._looking.schedule(_Handler(self._later(handler)), path, recursive=recursive)

    def unschedule(self, watch: ObservedWatch) -> None:
        """Tell no more of a path."""
        with suppress(KeyError):  # of a single file the system was not asked
            self._told.unschedule(watch)
        self._looking.unschedule(watch)

    def start(self) -> None:
        """Begin; where the system has no more watches to give, looking must do."""
        self._looking.start()
        try:
            self._told.start()
        except OSError:
            self._told.unschedule_all()

    def stop(self) -> None:
        """End."""
        self._looking.stop()
        self._told.stop()

    def join(self) -> None:
        """Wait for the end."""
        self._looking.join()
        if self._told.is_alive():
            self._told.join()

    def _first(self, handler: FileSystemEventHandler) -> Callable[[FileSystemEvent], None]:
        def tell(event: FileSystemEvent) -> None:
            if event.event_type in CHANGES:
                self._stamps |= {path: _stamp(path) for path in _paths(event)}
                handler.dispatch(event)

        return tell

    def _later(self, handler: FileSystemEventHandler) -> Callable[[FileSystemEvent], None]:
        def tell(event: FileSystemEvent) -> None:
            paths = _paths(event)
            if any(
                path not in self._stamps or self._stamps[path] != _stamp(path) for path in paths
            ):
                handler.dispatch(event)

        return tell


class _Handler(FileSystemEventHandler):
    """Hands every event on."""

    def __init__(self, tell: Callable[[FileSystemEvent], None]) -> None:
        self._tell = tell

    def dispatch(self, event: FileSystemEvent) -> None:
        self._tell(event)


def _paths(event: FileSystemEvent) -> list[str]:
    """Return the paths that an event is about, two where a file was moved."""
    both = event.src_path, getattr(event, "dest_path", "")
    return [os.fsdecode(path) for path in both if path]


def _stamp(path: str) -> Stamp:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
