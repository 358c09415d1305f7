from __future__ import annotations

import os
import sys
import time

import pytest

from site_builder.pages import parallel
from site_builder.pages.parallel import Ahead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is for Linux")


def test_every_value_comes_once() -> None:
    """Each value is yielded once, under its number."""
    assert sorted(Ahead(lambda number: number * number, 150)) == [(n, n * n) for n in range(150)]


def test_another_process_makes_them() -> None:
    """Values are made by another process than this one, in order, while few are missing."""
    made = list(Ahead(lambda number: (number, os.getpid()), 20))
    assert [number for number, _ in made] == list(range(20))
    assert os.getpid() not in {process for _, (_, process) in made}


def test_both_processes_make_values_when_many_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """While many are missing this process makes values too, from the other end."""
    monkeypatch.setattr(parallel, "WORTH_HELPING", 10)

    def slow(number: int) -> tuple[int, int]:
        time.sleep(0.002)
        return number, os.getpid()

    made = list(Ahead(slow, 100))
    assert sorted(value for _, (value, _) in made) == list(range(100))
    here = [number for number, (_, process) in made if process == os.getpid()]
    assert here == list(range(99, 99 - len(here), -1))
    assert 0 < len(here) < 100


def test_what_the_second_process_does_not_make_is_made_here() -> None:
    """A second process that dies costs time and nothing else."""
    first = os.getpid()

    def make(number: int) -> int:
        if number == 7 and os.getpid() != first:
            os._exit(3)
        return number

    assert list(Ahead(make, 20)) == [(n, n) for n in range(20)]


def test_an_error_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    """What raises in the second process raises in this one, where people are told, and only there."""
    first = os.getpid()

    def make(number: int) -> int:
        if number == 3:
            raise ValueError("here" if os.getpid() == first else "there")
        return number

    values = iter(Ahead(make, 20))
    assert [next(values) for _ in range(3)] == [(0, 0), (1, 1), (2, 2)]
    with pytest.raises(ValueError, match="here"):
        next(values)
    assert capfd.readouterr() == ("", "")


def test_values_that_are_not_wanted_are_not_waited_for() -> None:
    """Whoever stops taking values ends the second process."""
    begun = Ahead(lambda number: time.sleep(60) or number, 20)
    process = begun._process
    begun.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    begun.close()


def test_few_values_are_not_worth_a_process() -> None:
    """Small surveys are made by one process."""
    assert not parallel.is_possible(parallel.FEWEST - 1)
