"""Commands killed at any moment leave every file whole: as it was, or as it was to become."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from site_builder import checks
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services import Services

pytestmark = pytest.mark.slow

KILLS = 52
"""For each of four commands; two hundred and more in all."""
STEPS = 24
"""The first moments, one after the other, at which a command is killed on top of that."""
DIES_AT_STEP = """
import os, signal, sys
left = int(sys.argv.pop(1))
def count(event, arguments):
    global left
    if event in {"os.rename", "os.link", "os.remove"} and ".part" in str(arguments):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
from site_builder.cli import main
main()
"""
"""The command, killed in the moment before a certain step of putting files in place."""
PREPRINT = """\
title: "PSLT: A Light-weight Vision Transformer with Ladder Self-Attention and Progressive Shift"
authors: [Gaojie Wu, Wei-Shi Zheng, Yutong Lu, Qi Tian]
year: 2023
venue: Preprints
arxiv_id: "2304.03481"
"""
SA3D = """\
title: Segment Anything in 3D with NeRFs
authors: [Jiazhong Cen, Zanwei Zhou]
year: 2023
venue: Preprints
arxiv_id: "2304.12308"
"""


@dataclass
class Killing:
    """One command on one survey, run again and again from the same start."""

    start: Path
    """The survey before the command."""
    work: Path
    command: list[str]
    environment: dict[str, str]

    def process(self, *program: str) -> subprocess.Popen[bytes]:
        """Start the command on a fresh copy of the survey."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.start, self.work)
        arguments = [sys.executable, *(program or ("-m", "site_builder")), *self.command]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            arguments, cwd=self.work, env=self.environment, stdout=quiet, stderr=quiet
        )

    def files(self, root: Path) -> dict[str, bytes]:
        """Read all files but those that are not finished."""
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and not path.name.endswith(".part")
        }

    def hold(self, before: dict[str, bytes], after: dict[str, bytes]) -> bool:
        """Hold every file to be whole, old or new, and no record broken; tell whether both are there."""
        found = self.files(self.work)
        assert set(before) <= set(found) <= set(after)
        for path, content in found.items():
            assert content in {before.get(path), after[path]}, path
        library, problems = Library.load(self.work)
        assert [p for p in [*problems, *checks.run(library)] if p.is_error] == []
        return found not in (before, after)

    def first_sign(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the command begins to write."""
        while process.poll() is None and not self.has_begun():
            time.sleep(0.001)

    def has_begun(self) -> bool:
        """Tell whether anything in the survey is new or about to be."""
        places = (self.work, self.work / "papers")
        return any(path.suffix == ".part" for place in places for path in place.iterdir())


def untidy(number: int) -> str:
    """Write a record that is not in form."""
    return (
        f"year: 2020\nvenue: JPA\ntitle:   Number {number} {number * 7919}\nauthors: [Ann Smith]\n"
    )


def bibliography() -> str:
    """Write entries that need many files and a registry of venues."""
    return "\n".join(
        f"@article{{k{n}, title={{Word{n} Fold{n * 7919}}}, author={{Ann Smith}}, year=2020,"
        f" journal={{Journal of Number {'abcdefghij'[n % 10]}}}}}"
        for n in range(80)
    )


@pytest.fixture
def killing(
    make_survey: Callable[..., Path],
    tmp_path: Path,
    environment: dict[str, str],
    services: Services,
) -> Callable[[str], Killing]:
    """Give a function that prepares a command."""
    ids = "2304.12308,2304.03481"
    services.give(f"/arxiv/query?id_list={ids}&max_results=2", "arxiv-batch.xml")
    (tmp_path / "x.bib").write_text(bibliography())
    records = {
        "fmt": {f"papers/smith2020n{n}.yaml": untidy(n) for n in range(40)},
        "refresh": {"papers/wu2023pslt.yaml": PREPRINT, "papers/cen2023segment.yaml": SA3D},
    }
    arguments = {
        "fmt": ["fmt"],
        "add": ["add", "2304.03481", "--yes"],
        "import": ["import", str(tmp_path / "x.bib"), "--yes"],
        "refresh": ["refresh"],
    }

    def prepare(name: str) -> Killing:
        start = make_survey(records.get(name))
        return Killing(start, tmp_path / "work", arguments[name], environment)

    return prepare


COMMANDS = pytest.mark.parametrize("name", ["fmt", "add", "import", "refresh"])


@COMMANDS
def test_every_file_is_whole(killing: Callable[[str], Killing], name: str) -> None:
    """Killed at random moments, half of them while it writes, a command leaves no broken file."""
    one = killing(name)
    before = one.files(one.start)
    began = time.monotonic()
    assert one.process().wait() in {0, 1}
    length = time.monotonic() - began
    after = one.files(one.work)
    assert after != before
    chance = random.Random(name)  # noqa: S311 (the same moments in every run)
    killed = 0
    while killed < KILLS:
        process = one.process()
        if killed % 2:
            one.first_sign(process)
            time.sleep(chance.random() * 0.05)
        else:
            time.sleep(chance.random() * length)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        one.hold(before, after)


@COMMANDS
def test_every_step_leaves_files_whole(killing: Callable[[str], Killing], name: str) -> None:
    """Killed just before each step of putting files in place, a command leaves no broken file."""
    one = killing(name)
    before = one.files(one.start)
    assert one.process().wait() in {0, 1}
    after = one.files(one.work)
    killed = halfway = 0
    for step in range(STEPS):
        if one.process("-c", DIES_AT_STEP, str(step)).wait() != -signal.SIGKILL:
            break
        killed += 1
        halfway += one.hold(before, after)
    assert killed
    changed = sum(before.get(path) != content for path, content in after.items())
    assert halfway or changed == 1, "no kill came between two files"
