"""Work that readers of a served site do not wait for."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@dataclass
class Afterwards:
    """One piece of work after another in the background; each can be given up between its steps."""

    tell: Callable[[Exception], None]
    """Says to the person at the terminal what went wrong."""
    _thread: threading.Thread | None = None
    _is_over: threading.Event | None = None

    def begin(self, steps: Generator[object, None, None]) -> None:
        """Do the steps, one by one, while the caller goes on."""
        self.stop()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._do, args=[steps, self._is_over], daemon=True)
        self._thread.start()

    def _do(self, steps: Generator[object, None, None], is_over: threading.Event) -> None:
        try:
            for _ in steps:
                if is_over.is_set():
                    steps.close()
        except Exception as error:  # noqa: BLE001 (what nobody waits for must not end in silence)
            self.tell(error)

    def wait(self) -> None:
        """Wait until the work is done."""
        if self._thread:
            self._thread.join()

    def stop(self) -> None:
        """Stop the work after the step that is being done."""
        if self._is_over:
            self._is_over.set()
        self.wait()
