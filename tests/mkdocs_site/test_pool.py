"""One job done by several processes: everything comes back in order, or the reason why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from site_builder.mkdocs_site.pool import FORK, SPAWN, Pool, usual_workers
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path

METHODS = [
    pytest.param(2, SPAWN, id="spawn"),
    pytest.param(1, None, id="here"),
    pytest.param(
        3,
        FORK,
        id="fork",
        marks=pytest.mark.skipif(sys.platform != "linux", reason="copies are safe on Linux"),
    ),
]


def square(number: int) -> tuple[int, int]:
    """Do a piece; tell which process did it."""
    return number * number, os.getpid()


def fail(number: int) -> int:
    """Do a piece, unless it is the third."""
    if number == 3:
        raise SurveyError("papers/x.yaml: nothing to be done")
    return number


class Die:
    """Does pieces, until another process than the first has done three of them."""

    def __init__(self) -> None:
        self.first, self.done = os.getpid(), 0

    def __call__(self, number: int) -> int:
        """Do a piece."""
        self.done += 1
        if self.done == 3 and os.getpid() != self.first:
            os.kill(os.getpid(), signal.SIGKILL)
        return number


@pytest.mark.parametrize(("workers", "method"), METHODS)
def test_results_come_in_order(workers: int, method: str | None) -> None:
    """Every piece is done once, by this process and by others where there are several."""
    pool = Pool(square, workers, method)
    try:
        for _ in range(2):
            found = list(pool.map(range(20)))
            assert [each for each, _ in found] == [n * n for n in range(20)]
            processes = {process for _, process in found}
            assert os.getpid() in processes
            assert (len(processes) > 1) is (workers > 1)
            assert len(processes) <= workers
    finally:
        pool.close()


@pytest.mark.parametrize(("workers", "method"), METHODS)
def test_errors_are_raised_here(
    workers: int, method: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a piece raises is raised where its result is asked for, and said by nobody else."""
    pool = Pool(fail, workers, method)
    try:
        with pytest.raises(SurveyError, match=r"papers/x\.yaml: nothing to be done"):
            list(pool.map(range(10)))
    finally:
        pool.close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("workers", "method"), [each for each in METHODS if each.id != "here"])
def test_killed_process_is_told(workers: int, method: str) -> None:
    """A process that the system kills ends the work with one line for people.

    Of so many pieces each other process has three from the beginning, which this one cannot take:
    so one does three, however they share them.
    """
    pool = Pool(Die(), workers, method)
    try:
        with pytest.raises(SurveyError, match="--workers 1"):
            list(pool.map(range(30)))
    finally:
        pool.close()


def test_few_papers_are_not_worth_a_process() -> None:
    """Small surveys are made by one process."""
    assert usual_workers(50) == 1


PARENT = """
import sys, time
from pathlib import Path
from site_builder.mkdocs_site.pool import Pool

def work(number):
    Path(sys.argv[1], str(number)).touch()
    time.sleep(60)

if __name__ == "__main__":
    list(Pool(work, 2, sys.argv[2]).map(range(4)))
"""


@pytest.mark.parametrize("method", [each.values[1] for each in METHODS if each.id != "here"])
def test_processes_end_with_the_first(method: str, tmp_path: Path) -> None:
    """A build that is killed leaves no process behind that still writes."""
    program, begun = tmp_path / "parent.py", tmp_path / "begun"
    program.write_text(PARENT, encoding="utf-8")
    begun.mkdir()
    command = [sys.executable, str(program), str(begun), method]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as parent:
        while len(list(begun.iterdir())) < 2:
            assert parent.poll() is None
            time.sleep(0.05)
        parent.kill()
        assert parent.stderr is not None
        assert b"Traceback" not in parent.stderr.read()  # ends when nobody can write to it
