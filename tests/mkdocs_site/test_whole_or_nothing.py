"""A build that is killed, fails or finds the disk full leaves the site that was there as it was."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs

from site_builder.mkdocs_site import pool
from site_builder.mkdocs_site import run as mkdocs_run
from site_builder.mkdocs_site.pool import FORK, SPAWN
from site_builder.mkdocs_site.shards import ShardWriter
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.mkdocs_site.shards import Written
    from site_builder.pages.shards import Shard

    Once = Callable[[str, Callable[[Path], None]], Path]

CONFIG = (
    "site_name: {}\ntheme: {{name: material, font: false}}\nplugins: [survey: {{search: false}}]\n"
)
KILLS = 100


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `survey build`."""
    command = [sys.executable, "-m", "site_builder", "build", *arguments]
    return subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True)


def run(root: Path, *arguments: str) -> int:
    """Build and wait for the end; return the exit code."""
    with start(root, *arguments) as building_process:
        building_process.communicate()
    return building_process.returncode


@pytest.fixture
def built(once: Once, tiny_survey: Path, tmp_path: Path) -> Path:
    """Give a survey with a site, in whose folder somebody keeps something hidden."""

    def build(root: Path) -> None:
        shutil.copytree(tiny_survey, root)
        (root / "mkdocs.yml").write_text(CONFIG.format("Old"), encoding="utf-8")
        assert mkdocs_run.build(root)

    root = tmp_path / "survey"
    shutil.copytree(once("survey-with-site", build), root)
    (root / "site" / ".git").mkdir()
    (root / "site" / ".git" / "config").write_text("mine", encoding="utf-8")
    return root


DUTY = "docs/duty.md"
FAILURES = {
    "template": {"templates/pages/papers.html": "{{ no.thing }}"},
    "theme": {
        "ours/main.html": "{{ no.thing }}",
        "mkdocs.yml": CONFIG.format("X").replace(
            "{name: material", "{name: material, custom_dir: ours"
        ),
    },
    "strict": {DUTY: "# X\n\n[x](nowhere.md)\n"},
}


@pytest.mark.parametrize(
    ("failure", "program"),
    [(each, "survey") for each in ("template", "theme", "strict", "papers", "full")]
    + [(each, "mkdocs") for each in ("strict", "full")],
)
def test_failed_build_changes_nothing(
    built: Path, failure: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a build fails, strictly or on a full disk, the old site and it alone is there."""
    for name, text in FAILURES.get(failure, {}).items():
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text(text, encoding="utf-8")
    if failure == "papers":
        shutil.rmtree(built / "papers")
    if failure == "full":
        monkeypatch.setattr("site_builder.mkdocs_site.output.Output.write", no_room)
    before = contents(built / "site")
    if program == "mkdocs":
        strict = ["--strict"] if failure == "strict" else []
        done = CliRunner().invoke(mkdocs, ["build", "-f", str(built / "mkdocs.yml"), *strict])
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
    else:
        with suppress(SurveyError):
            assert not mkdocs_run.build(built, strict=failure == "strict")
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()


def no_room(*_: object) -> None:
    """Stand in for a full disk."""
    raise OSError(28, "No space left on device", "papers/x/index.html")


def test_interrupted_build_changes_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that its user breaks off leaves the old site, and nothing beside it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = contents(built / "site")
    monkeypatch.setattr("site_builder.mkdocs_site.output.Output.write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        mkdocs_run.build(built)
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="copies are safe on Linux")


@pytest.mark.parametrize(
    ("workers", "method"),
    [
        pytest.param(2, FORK, marks=ON_LINUX),
        pytest.param(4, FORK, marks=ON_LINUX),
        (2, SPAWN),
        (1, SPAWN),
    ],
)
def test_site_is_the_same_whoever_makes_it(
    built: Path, workers: int, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many processes make a site, and however they are started, its bytes are the same."""
    before = contents(built / "site")
    monkeypatch.setattr(pool, "start_method", lambda: method)
    (built / "site" / "index.html").write_text("old", encoding="utf-8")
    assert mkdocs_run.build(built, workers=workers)
    assert contents(built / "site") == before


@ON_LINUX
def test_killed_process_changes_nothing(
    built: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A build one of whose processes is killed says so, and leaves the old site and nothing else."""
    first, make = os.getpid(), ShardWriter.__call__

    def die(writer: ShardWriter, shard: Shard) -> Written:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return make(writer, shard)

    before = contents(built / "site")
    monkeypatch.setattr(pool, "start_method", lambda: FORK)
    monkeypatch.setattr(ShardWriter, "__call__", die)
    assert not mkdocs_run.build(built, workers=2)
    assert "perhaps for want of memory" in caplog.text
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()
    assert multiprocessing.active_children() == []


@ON_LINUX
def test_interrupt_ends_all_processes(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of several processes that its user breaks off leaves the old site and no process."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = contents(built / "site")
    monkeypatch.setattr(pool, "start_method", lambda: FORK)
    monkeypatch.setattr("site_builder.mkdocs_site.state.Run._take", interrupt)
    with pytest.raises(KeyboardInterrupt):
        mkdocs_run.build(built, workers=2)
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()
    assert multiprocessing.active_children() == []


def test_mkdocs_builds_the_same_site(built: Path) -> None:
    """`mkdocs build` replaces the site that `survey build` made by the same, and keeps hidden files."""
    before = contents(built / "site")
    done = CliRunner().invoke(mkdocs, ["build", "-f", str(built / "mkdocs.yml")])
    assert done.exit_code == 0
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()


def test_site_without_a_mark_is_known(built: Path) -> None:
    """A site that an engine built which did not mark sites yet is replaced as one of ours."""
    (built / "site" / ".survey-site").rmdir()
    (built / "mkdocs.yml").write_text(CONFIG.format("New"), encoding="utf-8")
    assert mkdocs_run.build(built)
    assert "New" in (built / "site" / "index.html").read_text(encoding="utf-8")
    (built / "site" / ".survey-site").rmdir()
    shutil.rmtree(built / "site" / "papers")
    with pytest.raises(SurveyError, match="or remove this one"):
        mkdocs_run.build(built)


@pytest.mark.slow
def test_killed_builds(built: Path) -> None:
    """Killed at a hundred random moments, a build leaves the whole old site or the whole new one.

    The next build that ends leaves nothing of those before.
    """
    sites = []
    for name in ("Old", "New"):
        (built / "mkdocs.yml").write_text(CONFIG.format(name), encoding="utf-8")
        began = time.monotonic()
        assert run(built) == 0
        took = time.monotonic() - began
        sites.append(contents(built / "site"))
    by_chance, kills = random.Random(8), 0  # noqa: S311 (moments, no secrets)
    while kills < KILLS:
        (built / "mkdocs.yml").write_text(CONFIG.format(by_chance.choice(["Old", "New"])))
        with start(built, "--workers", by_chance.choice("12")) as building_process:
            time.sleep(by_chance.uniform(0.2, 1.1) * took)
            building_process.send_signal(signal.SIGKILL)
            kills += building_process.wait() == -signal.SIGKILL
        assert contents(built / "site") in sites
    assert run(built) == 0
    assert contents(built / "site") in sites
    assert not (built / ".site.part").exists()


@pytest.mark.slow
def test_builds_at_once(built: Path) -> None:
    """Builds of one site at the same time come one after the other; each says that all is well."""
    with start(built) as one, start(built) as two, start(built) as three:
        said = [each.communicate()[1] for each in (one, two, three)]
    assert [each.returncode for each in (one, two, three)] == [0, 0, 0]
    assert any("another build is at work" in words for words in said)
    assert not (built / ".site.part").exists()
    found = contents(built / "site")
    assert run(built, "--out", "fresh") == 0
    del found[".git/config"]
    assert found == contents(built / "fresh")


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [1, 8, 64])
def test_build_without_room(built: Path, kilobytes: int) -> None:
    """Where the system lets files grow no further, the old site is whole and the reason is told."""
    before = contents(built / "site")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "site_builder", "build"],
        cwd=built,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=limit,
        env=os.environ | {"XDG_CACHE_HOME": str(built.parent)},
    )
    assert done.returncode in (1, 2)
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(built / "site") == before
    assert not (built / ".site.part").exists()
