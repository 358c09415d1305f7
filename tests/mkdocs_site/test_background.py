"""Work in the background of a served site: done in steps, given up between them, never silent."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site.background import Afterwards

if TYPE_CHECKING:
    from collections.abc import Generator


def failing(error: Exception) -> None:
    """Stand for the terminal where nothing should be said."""
    pytest.fail(str(error))


def test_all_steps_are_done() -> None:
    """Work that nobody stops is done to its end, in order."""
    done: list[int] = []

    def steps() -> Generator[None, None, None]:
        for number in range(5):
            done.append(number)
            yield

    work = Afterwards(failing)
    work.begin(steps())
    work.wait()
    assert done == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("how", ["stop", "begin"])
def test_work_is_given_up(how: str) -> None:
    """Stopping, or beginning something else, ends work after its present step, for certain."""
    has_begun, may_go_on, ended = threading.Event(), threading.Event(), threading.Event()
    done: list[str] = []

    def steps() -> Generator[None, None, None]:
        try:
            has_begun.set()
            may_go_on.wait()
            done.append("first")
            yield
            done.append("second")
        finally:
            ended.set()

    work = Afterwards(failing)
    work.begin(steps())
    has_begun.wait()
    threading.Timer(0.05, may_go_on.set).start()
    work.stop() if how == "stop" else work.begin(iter_once(done))
    work.wait()
    assert ended.is_set()
    assert done == (["first"] if how == "stop" else ["first", "other"])


def iter_once(done: list[str]) -> Generator[None, None, None]:
    """Do something else, in one step."""
    done.append("other")
    yield


def test_failure_is_told() -> None:
    """What breaks in the background is said."""
    told: list[str] = []

    def steps() -> Generator[None, None, None]:
        yield
        raise ValueError("it broke")

    work = Afterwards(lambda error: told.append(str(error)))
    work.begin(steps())
    work.wait()
    assert told == ["it broke"]


def test_nothing_to_do_is_fine() -> None:
    """Waiting and stopping are allowed before there is any work."""
    work = Afterwards(failing)
    work.stop()
    work.wait()
