"""What every test may ask for: folders made once for all workers, and the installed wheel."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

pytest_plugins = ["services"]

ROOT = Path(__file__).resolve().parent.parent

# No deadline: a shared machine is slow at times, and tests measure no time. In CI the same examples
# every time, so that a red run can be run again.
settings.register_profile("ours", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ours")

# Material's notice about MkDocs 2 would stand in every output that a test reads.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

# Tests and what they start keep compiled code, as Python does unless told not to: each of some
# hundreds of processes would compile the engine anew, and each worker all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are cores: who drives a browser waits half of the time."""
    return (os.cpu_count() or 1) + 1


class Once(Protocol):
    """The type of the fixture `once`."""

    def __call__(self, name: str, make: Callable[[Path], None]) -> Path:
        """Give the folder of this name, made by `make` when it is asked for the first time."""


@dataclass(frozen=True)
class InstalledWheel:
    """The engine as a user has it: installed from its wheel, the source tree out of reach."""

    wheel: Path
    python: Path

    def run_survey(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run the command `survey` of the installed wheel."""
        command = [str(self.python.with_name("survey")), *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    def run_python(self, *arguments: str, cwd: Path) -> str:
        """Run the Python that the wheel is installed for; return what it prints."""
        return run(str(self.python), *arguments, cwd=cwd)


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def requirements(root: Path) -> dict[str, set[str]]:
    """Name the distributions that the project asks for: under "" always, else under their extra."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = {"": project["dependencies"], **project["optional-dependencies"]}
    return {extra: {distribution_name(each) for each in asked} for extra, asked in lists.items()}


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Share costly folders between the workers of one run: each is made once, under a lock."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def get(name: str, make: Callable[[Path], None]) -> Path:
        target, done = shared / name, shared / f"{name}.done"
        with locked(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(target, ignore_errors=True)  # left by a worker that failed
                make(target)
                done.touch()
        return target

    return get


@pytest.fixture(scope="session")
def real_library(root: Path) -> Library:
    """Give this repository's own survey, read once."""
    library, problems = Library.load(root)
    assert not [problem for problem in problems if problem.is_error]
    return library


@pytest.fixture(scope="session")
def tiny_survey() -> Path:
    """Give the made-up second survey; copy it before changing anything."""
    return ROOT / "tests" / "data" / "tiny"


@pytest.fixture
def make_survey(tmp_path: Path, tiny_survey: Path) -> Callable[..., Path]:
    """Give a function that copies the tiny survey and writes files over it.

    Keys are paths relative to the survey, values text or bytes; None removes the file.
    """

    def make(files: Mapping[str, str | bytes | None] | None = None, *, papers: bool = True) -> Path:
        home = tmp_path / "survey"
        shutil.copytree(tiny_survey, home)
        if not papers:
            shutil.rmtree(home / "papers")
            (home / "papers").mkdir()
        for name, content in (files or {}).items():
            write(home / name, content)
        return home

    return make


def write(path: Path, content: str | bytes | None) -> None:
    """Write a file with its folders; None removes it."""
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """Build the site of this repository's survey, once for all workers."""

    def build(out: Path) -> None:
        run(sys.executable, "-m", "site_builder", "build", "--out", str(out), cwd=ROOT)

    return once("site", build)


@pytest.fixture(scope="session")
def trials_site(once: Once) -> Path:
    """Build the site of a made-up survey on medicine, whose records have fields of their own."""

    def build(out: Path) -> None:
        survey = ROOT / "tests" / "data" / "trials"
        run(sys.executable, "-m", "site_builder", "build", "--out", str(out), cwd=survey)

    return once("site of trials", build)


SHOWN = (
    *("jia2022visual", "wang2024lion", "hu2022lora", "zhou2022learning", "benzaken2022bitfit"),
    *("lian2022scaling", "kirillov2023segment", "cen2023segment", "radford2021learning"),
    "houlsby2019parameter",
)
"""Papers that tests look at by name."""
SHARE = 24
"""One record in so many stands in the sample."""
CHAPTERS = sorted(
    path.name
    for folder in ("survey", "categories/*")
    for path in (ROOT / "docs").glob(f"{folder}/*")
    if path.stem not in {"index", "parallel-adapter"}
)
"""Hand-written pages that the sample leaves out, as together they cite most of the collection."""
KEPT_PAGES = frozenset({"index", "about", "citing", "contributing", "data-quality"})
NAV_CHAPTER = re.compile(r": survey/(?!index)[a-z0-9-]+\.md$")
STARTS = re.compile(r"^( +)start_here:\n(?:\1 .*\n)+", re.MULTILINE)
RELATION = re.compile(r"^  - kind: .*\n    paper: (?P<key>.*)\n(?:    .*\n)*", re.MULTILINE)
SURVEY_FILES = (
    *("taxonomy.yaml", "venues.yaml", "benchmarks.yaml", "fields.yaml"),
    *("excluded.yaml", "mkdocs.yml", "CONTRIBUTING.md"),
)


@pytest.fixture(scope="session")
def sample_survey(once: Once) -> Path:
    """Give a part of this repository's survey: real records, a few dozen, whatever it grows to.

    For rules about pages that hold for few papers as for many; what depends on how many there are
    is tried on the whole.
    """
    return once("sample-survey", write_sample)


def write_sample(home: Path) -> None:
    """Copy every so many records with all registries, and of hand-written pages a few."""
    texts = {
        path.stem: path.read_text("utf-8") for path in sorted((ROOT / "papers").glob("*.yaml"))
    }
    for name in ("docs", "templates", "theme", ".github"):
        left_out = shutil.ignore_patterns(*CHAPTERS) if name == "docs" else None
        shutil.copytree(ROOT / name, home / name, ignore=left_out)
    pages = "".join(path.read_text("utf-8") for path in (home / "docs").rglob("*.md"))
    cited = re.findall(r"@([a-z]+[0-9]{4}[a-z0-9]+)", pages)
    cited += re.findall(r"papers/([a-z0-9]+)\.yaml", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    wanted = {*SHOWN, *list(texts)[::SHARE], *(texts.keys() & cited)}
    for key in wanted:
        write(home / "papers" / f"{key}.yaml", related_within(texts[key], wanted))
    for name in SURVEY_FILES:
        shutil.copy(ROOT / name, home / name)
    for path in (home / "docs").rglob("*.md"):
        path.write_text(linked_within(path.read_text("utf-8"), wanted), "utf-8")
    taxonomy = home / "taxonomy.yaml"
    taxonomy.write_text(STARTS.sub("", taxonomy.read_text("utf-8")), "utf-8")
    config = home / "mkdocs.yml"
    lines = config.read_text("utf-8").splitlines(keepends=True)
    config.write_text("".join(e for e in lines if not NAV_CHAPTER.search(e)), "utf-8")


def related_within(text: str, wanted: AbstractSet[str]) -> str:
    """Leave out what a record says of papers that are not in the sample."""
    kept = RELATION.sub(lambda found: found[0] if found["key"] in wanted else "", text)
    return re.sub(r"^relations:\n(?! )", "", kept, flags=re.MULTILINE)


def linked_within(text: str, wanted: AbstractSet[str]) -> str:
    """Make plain text of a page's links to chapters and papers that are not in the sample."""
    return re.sub(
        r"\[([^]]*)\]\((?:(?:\.\./)*(?:survey|papers)/)?([a-z0-9-]+)\.md(?:#[^)]*)?\)",
        lambda found: found[0] if found[2] in wanted | KEPT_PAGES else found[1],
        text,
    )


@pytest.fixture(scope="session")
def sample_site(once: Once, sample_survey: Path) -> Path:
    """Build the site of the sample, once for all workers."""

    def build(out: Path) -> None:
        run(sys.executable, "-m", "site_builder", "build", "--out", str(out), cwd=sample_survey)

    return once("sample-site", build)


@pytest.fixture(scope="session")
def hostile_sites(once: Once) -> Path:
    """Build a survey of hostile texts and its twin of plain words: hostile/site and plain/site."""
    script = ROOT / "tests" / "hostile" / "survey.py"
    return once("hostile-sites", lambda out: run(sys.executable, str(script), str(out), cwd=ROOT))


@pytest.fixture(scope="session")
def installed_wheel(once: Once) -> InstalledWheel:
    """Build the wheel from the source tree and install it where only its dependencies are seen."""
    home = once("installed-wheel", make_installed_wheel)
    (wheel,) = home.glob("*.whl")
    return InstalledWheel(wheel, home / "env" / "bin" / "python")


def make_installed_wheel(home: Path) -> None:
    """Build and install without the network: what builds is one of our test requirements."""
    environment = home / "env"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(home), cwd=ROOT)
    (wheel,) = home.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", str(environment), cwd=home)
    python = str(environment / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*pip, "--no-index", "--no-deps", str(wheel), cwd=home)
    lend_dependencies(environment)


def lend_dependencies(environment: Path) -> None:
    """Let an environment see our dependencies, and not the source tree.

    Python reads no .pth file of a folder that is itself named in a .pth file, and such a file is
    how an editable install makes the source tree importable.
    """
    (packages,) = environment.glob("lib/python*/site-packages")
    ours = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("\n".join(sorted(ours)) + "\n", encoding="utf-8")


def distribution_name(requirement: str) -> str:
    """Give the name of what a requirement asks for, spelled as PEP 503 does."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def run(*command: str, cwd: Path) -> str:
    """Run a command that must succeed; when it does not, fail with everything it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
        pytest.fail(message, pytrace=False)
    return done.stdout


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that other processes of this test run wait for."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
