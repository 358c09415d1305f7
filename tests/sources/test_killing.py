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

    from conftest import Services

pytestmark = pytest.mark.slow

KILLS = 52
"""For each of four commands; two hundred and more in all."""
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

    def process(self) -> subprocess.Popen[bytes]:
        """Start the command on a fresh copy of the survey."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.start, self.work)
        program = [sys.executable, "-m", "site_builder", *self.command]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            program, cwd=self.work, env=self.environment, stdout=quiet, stderr=quiet
        )

    def files(self, root: Path) -> dict[str, bytes]:
        """Read all files but those that are not finished."""
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and not path.name.endswith(".part")
        }

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


@pytest.mark.parametrize("name", ["fmt", "add", "import", "refresh"])
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
    killed = halfway = 0
    while killed < KILLS:
        process = one.process()
        if killed % 2:
            one.first_sign(process)
            time.sleep(chance.random() * 0.05)
        else:
            time.sleep(chance.random() * length)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        found = one.files(one.work)
        assert set(before) <= set(found) <= set(after)
        for path, content in found.items():
            assert content in {before.get(path), after[path]}, path
        halfway += found not in (before, after)
        library, problems = Library.load(one.work)
        assert [p for p in [*problems, *checks.run(library)] if p.is_error] == []
    assert halfway, "no kill came between two files"
