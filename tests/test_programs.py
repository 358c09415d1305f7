"""The finder of programs that pip cannot bring, run as `make test` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FINDER = Path(__file__).resolve().parent.parent / "tools" / "programs.py"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder that is all of PATH."""
    place = tmp_path / "bin"
    place.mkdir()
    return place


def program(path: Path, body: str = "") -> Path:
    """Write a program."""
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


ANY = ("--any", "headless-shell", "chromium")


def find(
    place: Path, *arguments: str, names: tuple[str, ...] = ("chromium",), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Look for Chromium where only one folder's programs are found."""
    return subprocess.run(
        [sys.executable, str(FINDER), *names, *arguments],
        env={"PATH": str(place), "HOME": str(place), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_program_is_found_by_any_name(place: Path, name: str) -> None:
    """Each name that distributions give Chromium is found, and its path printed."""
    path = program(place / name)
    assert find(place).stdout.strip() == str(path)


def test_variable_comes_first(place: Path, tmp_path: Path) -> None:
    """A program named by the variable is taken before any other; a wrong name is told, not passed over."""
    program(place / "chromium")
    mine = program(tmp_path / "mine")
    assert find(place, CHROMIUM=str(mine)).stdout.strip() == str(mine)
    lost = find(place, CHROMIUM="/no/such/file")
    assert lost.returncode == 1
    assert lost.stderr.strip() == "CHROMIUM=/no/such/file names no program that can be run."


def without_applications() -> bool:
    """Tell whether this machine has no browser outside PATH that would be found."""
    return not list(Path("/Applications").glob("*Chrom*"))


@pytest.mark.skipif(not without_applications(), reason="this machine has a browser outside PATH")
def test_missing_program_comes_with_advice(place: Path) -> None:
    """Where nothing is found, the exit code says so and people read how to get it on each system."""
    done = find(place)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "apt-get install chromium" in done.stderr
    assert "macOS" in done.stderr


@pytest.mark.skipif(not without_applications(), reason="this machine has a browser outside PATH")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install")
def test_root_installs_what_is_missing(place: Path) -> None:
    """Asked to install, and being root where apt-get is, it installs, says so, and finds the result."""
    made = place / "chromium"
    script = f'[ "$1" = install ] && : > {made} && /bin/chmod +x {made}'
    program(place / "apt-get", script)
    done = find(place, "--install")
    assert done.stdout.strip() == str(made)
    assert "installing Debian's chromium" in done.stderr


def test_nothing_is_installed_unasked(place: Path, tmp_path: Path) -> None:
    """Looking alone changes nothing."""
    trace = tmp_path / "trace"
    program(place / "apt-get", f": > {trace}")
    find(place)
    assert not trace.exists()


def test_any_of_several(place: Path) -> None:
    """Of programs that do the same the first is taken, and one that is there before any other."""
    whole = program(place / "chromium")
    assert find(place, names=ANY).stdout.strip() == str(whole)
    assert find(place, "--install", names=ANY).stdout.strip() == str(whole)
    shell = program(place / "chromium-headless-shell")
    assert find(place, names=ANY).stdout.strip() == str(shell)


@pytest.mark.skipif(not without_applications(), reason="this machine has a browser outside PATH")
def test_none_of_several(place: Path) -> None:
    """Where none is there, people are told of the last, which most systems have."""
    done = find(place, names=ANY)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("No chromium was found")


@pytest.mark.skipif(not without_applications(), reason="this machine has a browser outside PATH")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install")
@pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
def test_any_that_can_be_installed(place: Path, package: str) -> None:
    """The first is installed, or the next where there is no package of it."""
    made = place / package
    wanted = f'[ "$1" = install ] && [ "$5" = {package} ] && : > {made} && /bin/chmod +x {made}'
    program(place / "apt-get", wanted)
    assert find(place, "--install", names=ANY).stdout.strip() == str(made)
