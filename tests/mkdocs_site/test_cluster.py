"""A site made by the workers of a Dask cluster is the one that this machine makes, or none."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from distributed import Client, LocalCluster

from site_builder.cli import main
from site_builder.mkdocs_site import cluster, remote
from site_builder.mkdocs_site import run as mkdocs_run
from site_builder.mkdocs_site.shared_output import SharedOutput
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterator

PRELOAD = """
import os, time
from pathlib import Path
from site_builder.mkdocs_site.shared_output import SharedOutput

place = Path({place!r})

def held(self, name, content, write=SharedOutput.write):
    try:
        write(self, name, content)
    except OSError:
        (place / "barred").touch()
        raise
    mine = place / f"held-{{os.getpid()}}"
    try:
        if name.startswith("papers/"):
            (place / "hold").rename(mine)
    except OSError:
        return
    while mine.exists():
        time.sleep(0.02)

if SharedOutput.write.__name__ != "held":  # Dask may load this twice
    SharedOutput.write = held
"""
"""What workers of tests load first: where `hold` is, one stops behind the first page of many."""


class Hand:
    """A hand on the workers of a cluster."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.address = ""

    def hold(self) -> None:
        """Let the worker that writes the next paper's page stop behind it."""
        (self.place / "barred").unlink(missing_ok=True)
        (self.place / "hold").touch()

    def held(self) -> int:
        """Wait until a worker has stopped, and return its process."""
        return int(self.wait("held-*").name.partition("-")[2])

    def free(self) -> None:
        """Let it go on."""
        for path in self.place.glob("held-*"):
            path.unlink()

    def wait(self, pattern: str) -> Path:
        """Wait until there is a file of such a name."""
        for _ in range(3000):
            if found := next(self.place.glob(pattern), None):
                return found
            time.sleep(0.02)
        pytest.fail(f"no {pattern} in {self.place}")


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """Give two workers in processes of their own, the same for all tests."""
    place = tmp_path_factory.mktemp("hand")
    (place / "preload.py").write_text(PRELOAD.format(place=str(place)), "utf-8")
    hand = Hand(place)
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=50,
        preload=[str(place / "preload.py")],
    ) as workers:
        hand.address = workers.scheduler_address
        yield hand


@pytest.fixture
def client(hand: Hand) -> Iterator[Client]:
    """Give a client of the cluster."""
    with Client(hand.address, set_as_default=False) as client:
        yield client


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path) -> Path:
    """Give a survey with the site that this process makes of it."""
    root = tmp_path_factory.mktemp("local") / "survey"
    shutil.copytree(tiny_survey, root)
    assert mkdocs_run.build(root, root / "site", workers=1)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def survey_build(root: Path, *arguments: str) -> Result:
    """Run `survey build`."""
    return CliRunner().invoke(main, ["--root", str(root), "build", *arguments])


@pytest.mark.slow
def test_cluster_makes_the_same_bytes(hand: Hand, local: Path) -> None:
    """A cluster makes the site that one process makes, and leaves nothing beside it."""
    out = local / "remote"
    done = survey_build(local, "--scheduler", hand.address, "--out", str(out))
    assert done.exit_code == 0, done.output
    assert contents(out) == contents(local / "site")
    assert [path.name for path in local.glob(".remote*")] == []


@pytest.mark.slow
def test_lost_worker_is_survived(hand: Hand, local: Path) -> None:
    """A shard whose worker is killed in the midst of it is made again by another."""
    hand.hold()
    killed: list[int] = []

    def kill() -> None:
        killed.append(hand.held())
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert mkdocs_run.build(local, local / "remote", scheduler=hand.address)
    killer.join()
    hand.free()
    assert killed
    assert contents(local / "remote") == contents(local / "site")


async def give_up(address: str, dask_scheduler: Any = None) -> None:
    """Take a worker for lost, as a scheduler does that has not heard of it for too long."""
    await dask_scheduler.remove_worker(address, stimulus_id="test", close=False)


@pytest.mark.slow
def test_worker_thought_lost_spoils_nothing(hand: Hand, local: Path, client: Client) -> None:
    """A worker that the cluster gave up, and that wakes when the site is finished, is barred."""
    hand.hold()
    stopped: list[int] = []
    client.wait_for_workers(2)  # one may have been killed a moment ago
    pids = client.run(os.getpid)

    def lose() -> None:
        stopped.append(hand.held())
        os.kill(stopped[0], signal.SIGSTOP)
        (address,) = [worker for worker, pid in pids.items() if pid == stopped[0]]
        client.run_on_scheduler(give_up, address)

    giver = threading.Thread(target=lose)
    giver.start()
    assert mkdocs_run.build(local, local / "remote", scheduler=hand.address)
    giver.join()
    hand.free()
    os.kill(stopped[0], signal.SIGCONT)
    hand.wait("barred")
    assert contents(local / "remote") == contents(local / "site")
    assert [path.name for path in local.glob(".remote*")] == []


def test_no_file_comes_after_the_end(tmp_path: Path) -> None:
    """Whoever has no scratch folder any more makes neither files nor folders, nor changes any."""
    site, scratch = tmp_path / "site", tmp_path / "site" / ".survey-x"
    scratch.mkdir(parents=True)
    output = SharedOutput(site, scratch)
    output.write("a/b/c.html", b"new")
    scratch.rmdir()
    before = contents(site)
    for name in ("a/b/c.html", "a/other.html", "e/f.html"):
        with pytest.raises(FileNotFoundError):
            output.write(name, b"late")
    assert contents(site) == before == {"a/b/c.html": b"new"}
    assert not (site / "e").exists()


@pytest.mark.parametrize(
    ("name", "theirs", "said"),
    [
        ("the engine", "0.0.1", "the engine 0.0.1 instead of "),
        ("the engine's files", "x", "the engine's files are others"),
        ("Python", "CPython 3.99.0", "Python CPython 3.99.0 instead of "),
        ("jinja2", "1.0", "jinja2 1.0 instead of "),
    ],
)
def test_other_workers_are_told_apart(name: str, theirs: str, said: str) -> None:
    """What another process has in another version is told by name, with both versions."""
    mine = remote.facts()
    assert remote.differences(mine, dict(mine)) == ""
    assert remote.differences(mine, mine | {name: theirs}).startswith(said)
    assert remote.differences(mine, {k: v for k, v in mine.items() if k != name})


def test_other_engine_is_refused(hand: Hand, local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that would make other pages are refused before anything is made."""
    mine = remote.facts() | {"the engine": "9.9.9", "Python": "CPython 3.99.0"}
    monkeypatch.setattr(remote, "_facts", lambda: mine)
    done = survey_build(local, "--scheduler", hand.address, "--out", str(local / "none"))
    assert done.exit_code == 2
    assert "instead of 9.9.9" in done.stderr
    assert "instead of CPython 3.99.0" in done.stderr
    assert list(local.glob("*none*")) == []


def test_late_worker_is_refused(tmp_path: Path) -> None:
    """A worker that comes during the build is held to the same."""
    job = remote.give(len, tmp_path)  # type: ignore[arg-type]
    other = remote.Job(job.scratch, job.digest, (("the engine", "9.9.9"),))
    assert "instead of 9.9.9" in str(remote.make(other, "").error)  # type: ignore[arg-type]


def test_job_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """A worker loads the file that the build has written and no other."""
    job = remote.give(len, tmp_path)  # type: ignore[arg-type]
    (tmp_path / remote.JOB).write_bytes(b"cos\nsystem\n(S'touch /tmp/hostile'\ntR.")
    made = remote.make(job, "")  # type: ignore[arg-type]
    assert "is not the file that the build has written" in str(made.error)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a path that differs by process")
def test_folders_out_of_sight_are_refused(
    hand: Hand, local: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers that do not see the survey or the site's folder are refused, by their address."""
    (local / "part" / "1").mkdir(parents=True)
    monkeypatch.chdir(local)
    here = Path("/proc/self/cwd")
    with pytest.raises(SurveyError, match=r"the worker tcp://.* does not see the survey"):
        cluster._check_survey(client, here)
    with pytest.raises(SurveyError, match=r"the worker tcp://.* cannot write in .*: build into"):
        cluster.Cluster(hand.address, client).check_site(here / "part" / "1")
    assert list((local / "part" / "1").iterdir()) == []
    cluster._check_survey(client, local)
    cluster.Cluster(hand.address, client).check_site(local / "part" / "1")
    assert list((local / "part" / "1").iterdir()) == []


@pytest.fixture
def silent() -> Iterator[str]:
    """Give the address of something that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    "address", ["127.0.0.1:1", "silent", "somewhere", "http://a:80", "tls://127.0.0.1:1", "a:b", ""]
)
def test_no_answer_is_told(
    address: str, silent: str, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address at which no scheduler answers is told in a line, and nothing is made."""
    monkeypatch.setattr(cluster, "SOON", 1.0)
    address = silent if address == "silent" else address
    done = survey_build(local, "--scheduler", address, "--out", str(local / "none"))
    assert done.exit_code == 2
    assert f"no Dask scheduler answers at '{address}': " in done.stderr
    assert list(local.glob("*none*")) == []


def test_missing_extra_is_told(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Dask, what has to be installed is told."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with (
        pytest.raises(SurveyError, match=r"pip install 'living-survey\[cluster\]'"),
        cluster.connected("127.0.0.1:1", local),
    ):
        pass


def test_cluster_without_workers_is_refused(local: Path) -> None:
    """A scheduler that has no workers is told of at once, with how to start one."""
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(SurveyError, match="has no workers: start some with dask worker"),
        cluster.connected(empty.scheduler_address, local),
    ):
        pass


def test_workers_of_both_kinds_are_refused(local: Path) -> None:
    """Processes of this machine and those of a cluster are not asked for at once."""
    done = survey_build(local, "--scheduler", "127.0.0.1:1", "--workers", "2")
    assert done.exit_code == 2
    assert "--workers or --scheduler" in done.stderr
