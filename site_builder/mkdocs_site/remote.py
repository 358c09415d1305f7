"""What a worker of a cluster does: says what it is, loads the job of a build, makes shards.

The job lies in the build's scratch folder, which goes when the build ends, however that comes
about: a worker that the cluster gave up, and that goes on, finds its way barred from then on.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
import platform
import re
import secrets
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from site_builder import __version__, resources
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.mkdocs_site.shards import Written
    from site_builder.pages.shards import Shard

    Facts = dict[str, str]
    """What the bytes of a site depend on beside the survey, by its name for people."""

JOB: Final = "job"
"""The file of a job in the scratch folder of its build."""
DISTRIBUTION: Final = "living-survey"
NAME: Final = re.compile(r"[\w.-]+")
CODE: Final = {".py", ".html", ".j2", ".json", ".yaml"}
"""Endings of the engine's files that pages are made by."""
PACKED: Final = re.compile(r"_[a-z]+/")
"""What a wheel has inside the package and a checkout beside it."""
OF_SURVEY: Final = ("taxonomy.yaml", "mkdocs.yml", "CITATION.cff", "docs", "templates")
"""What of a survey is read by who makes its pages, beside the library."""
PACE: Final = 5
"""Seconds between two looks at whether a job is still wanted."""


@dataclass(frozen=True)
class Job:
    """A job in the file of a folder that all workers see."""

    scratch: str
    digest: str
    facts: tuple[tuple[str, str], ...]
    """The `facts` of who gave the job."""


class Made(NamedTuple):
    """What came of a shard."""

    written: Written | None = None
    error: Exception | None = None


def facts() -> Facts:
    """Return what this process is, as it was when it first said so.

    A worker that has loaded an engine goes on with that one, whatever has been installed since.
    """
    return dict(_facts())


@lru_cache(maxsize=1)
def _facts() -> Facts:
    found = {
        "the engine": __version__,
        "the engine's files": _digest([Path(__file__).parent.parent, resources.templates_dir()]),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    with suppress(metadata.PackageNotFoundError):  # run from a checkout
        for asked in metadata.requires(DISTRIBUTION) or ():
            found |= _installed(asked)
    return found


def _installed(asked: str) -> Facts:
    """Return the version of a requirement; tests' and linters' make no page."""
    name, is_extra = NAME.findall(asked)[0], "extra ==" in asked
    if is_extra and not asked.startswith("pyarrow"):
        return {}
    try:
        return {name: metadata.version(name)}
    except metadata.PackageNotFoundError:
        return {name: "none"}


def differences(mine: Facts, other: Facts) -> str:
    """Say in what another process is other than this one; nothing where it is the same."""
    names = [name for name in mine if mine[name] != other.get(name)]
    if "the engine" in names or len(names) > 1:
        names = [name for name in names if name != "the engine's files"]
    return ", ".join(_difference(name, mine[name], other.get(name, "none")) for name in names)


def _difference(name: str, mine: str, other: str) -> str:
    if name == "the engine's files":
        return f"{name} are others"
    return f"{name} {other} instead of {mine}"


def survey_digest(root: str) -> str:
    """Return a digest of what is read of a survey while its pages are made."""
    return _digest([Path(root, name) for name in OF_SURVEY], suffixes=None)


def _digest(places: Iterable[Path], suffixes: set[str] | None = CODE) -> str:
    found = hashlib.blake2b(digest_size=16)
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in files:
            name = path.relative_to(place).as_posix()
            is_wanted = suffixes is None or (path.suffix in suffixes and not PACKED.match(name))
            if is_wanted and path.is_file():
                content = path.read_bytes()
                found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
                found.update(content)
    return found.hexdigest()


def answer_in(folder: str, question: str) -> str:
    """Show that this process reads and writes a folder: return the name of a copy of a file."""
    name = secrets.token_hex(8)
    Path(folder, name).write_bytes(Path(folder, question).read_bytes())
    return name


def give(work: Callable[[Shard], Written], scratch: Path) -> Job:
    """Put a job where workers find it."""
    path = scratch / JOB
    with path.open("wb") as file:
        pickle.dump(work, file, protocol=pickle.HIGHEST_PROTOCOL)
    return Job(str(scratch), _file_digest(path), tuple(facts().items()))


def make(job: Job, shard: Shard) -> Made:
    """Make and write a shard, one at a time in a process; return what came of it, or the error.

    Errors are those of `ShardWriter`, and SurveyError where this process is not what who gave the
    job takes it for. They come back as values, since Dask would send them with their tracebacks,
    which its client cannot always read, and then waits for ever.
    """
    try:
        with _at_work:
            return Made(_held_work(job)(shard))
    except Exception as error:  # noqa: BLE001 (raised by who gave the job)
        return Made(error=_bare(error))


def _bare(error: Exception) -> Exception:
    """Return an error that can be sent: without its traceback, and as words if need be."""
    try:
        sent = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    except Exception:  # noqa: BLE001 (whatever its class does not do)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return sent if isinstance(sent, Exception) else RuntimeError(str(error))


@dataclass
class Held:
    """The one job that a process has loaded."""

    job: Job | None = None
    work: Callable[[Shard], Written] | None = None


_at_work: Final = threading.Lock()
_held: Final = Held()


def _held_work(job: Job) -> Callable[[Shard], Written]:
    if _held.job != job or _held.work is None:
        _forget()
        if other := differences(dict(job.facts), facts()):
            raise SurveyError(f"the worker on {platform.node()} would make other pages: {other}")
        path = Path(job.scratch, JOB)
        if _file_digest(path) != job.digest:
            raise SurveyError(f"{path} is not the file that the build has written")
        with path.open("rb") as file:
            work = pickle.load(file)  # noqa: S301 (its digest came from who wrote it)
        _held.job, _held.work = job, work
        gc.collect()
        gc.freeze()  # the job stays: nothing in it need be looked through
        threading.Thread(target=_watch, args=[job], daemon=True).start()
    return _held.work


def _watch(job: Job) -> None:
    """Let a job go when its build has ended."""
    while _held.job == job:
        time.sleep(PACE)
        if not Path(job.scratch, JOB).exists():
            with _at_work:
                if _held.job == job:
                    _forget()


def _forget() -> None:
    if _held.job:
        _held.job, _held.work = None, None
        gc.unfreeze()
        gc.collect()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()
