"""Releases: entered in releases.yaml, and made into data packages of the commit checked out.

A package depends on the commit alone, and on that of the release before, which its tag names: its
files are read from git and never from the work tree, its day is that of the entry or the commit.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_builder import datapackage, history
from site_builder.checks import publishable
from site_builder.curation.additions import change_file
from site_builder.curation.services import today
from site_builder.datapackage.edition import CITATION, Edition
from site_builder.files import atomic, folders, inside
from site_builder.history import report
from site_builder.problems import SurveyError, printable, quoted
from site_builder.record import values, versions
from site_builder.record.releases import MOST_CHANGES, Counts, Release
from site_builder.targets import CONFIG, RELEASE, check_folder
from site_builder.text.plurals import counted
from site_builder.yamlfiles import reading, releasing
from site_builder.yamlfiles.registries import REGISTRIES, RELEASES, has

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.curation.dialogue import Dialogue
    from site_builder.history import State
    from site_builder.history.report import ChangeReport
    from site_builder.library import Library
    from site_builder.problems import Problem

LICENCE: Final = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)[A-Za-z0-9._-]*")
MOST_NAMED: Final = 3
"""Files that are named where many could be."""
SHORT: Final = 12
"""Letters of a commit's id that people are shown."""


@dataclass(frozen=True)
class Committed:
    """The survey as the commit that is checked out has it."""

    root: Path
    """The survey's folder, of which the repository is asked."""
    state: State
    library: Library
    said: dict[str, Any]
    """What mkdocs.yml says."""
    citation: dict[str, Any]
    files: dict[str, bytes]
    """Licences and registries, as they are."""

    @property
    def listed(self) -> tuple[Release, ...]:
        """The releases that releases.yaml has."""
        return self.library.release_entries


def enter(  # noqa: PLR0913 (one argument for each thing that is asked for)
    root: Path, version: str, summary: str, dialogue: Dialogue, *, dry_run: bool, ask: bool
) -> bool:
    """Enter a release in releases.yaml, shown first; return whether that is done.

    Raises SurveyError for a version that is none, is there already or comes before the last one,
    for files that are not committed, and for a survey with errors.
    """
    found = _committed(root, _version(version))
    _refuse_listed(found, version)
    if named := history.tagged(root, versions.tag(version)):
        raise SurveyError(
            f"{version} exists already: the tag {versions.tag(version)} names the commit "
            f"{named[:SHORT]}; take the next version"
        )
    told = _report(found, _before(found, version))
    said = {
        "version": version,
        "date": today(),
        "summary": _summary(summary),
        "counts": _counts(found.library),
        "changes": list(report.counts(told))[:MOST_CHANGES] if told else [],
    }
    entry = Release.model_validate(said)
    dialogue.show(f"{RELEASES}:\n" + "\n".join(releasing.shown_entry(entry)))
    if dry_run:
        return True
    if ask and not dialogue.confirm(f"Enter it in {RELEASES}?", default=True):
        dialogue.say("nothing was written")
        return False
    dialogue.show(f"{RELEASES}:{_write(root, entry)}: written")
    name = versions.tag(version)
    dialogue.say(
        f"commit it, and where that commit is the main branch's: git tag {name} && "
        f"git push origin {name}"
    )
    return True


def _write(root: Path, entry: Release) -> int:
    """Write an entry; return its line."""
    path, line = root / RELEASES, 0

    def change(text: str) -> str:
        nonlocal line
        new, line = releasing.with_release(text, RELEASES, entry)
        return new

    if has(root, RELEASES):
        change_file(path, change)
    else:
        atomic.create_all({path: change("")})
    return line


def make(root: Path, version: str, out: Path, dialogue: Dialogue, *, listed: bool) -> Edition:
    """Write the data package of a version, which the commit checked out is, to a folder.

    With `listed` the version must stand in releases.yaml. Raises SurveyError for all that `enter`
    does, for a tag of the version that names another commit, and for a folder with other things in
    it; nothing is written then.
    """
    check_folder(out, root, RELEASE)
    found = _committed(root, _version(version), out)
    entry = _entry(found, version)
    if entry is None and listed:
        raise SurveyError(
            f"{RELEASES} does not list {version}: enter it with `survey release {version}`, commit "
            f"that, and let the tag {versions.tag(version)} name that commit"
        )
    _refuse_tag(found, version)
    edition = _edition(found, version, entry)
    if entry is None:
        dialogue.say(f"{RELEASES} does not list {version}, so the site will not either")
    for title in datapackage.unavailable():
        dialogue.say(f"{title} is left out: what it needs is not installed")
    files = datapackage.files(found.library, edition)
    files |= datapackage.archived(files, edition)
    folders.replace(
        out,
        files | {RELEASE.name: f"{RELEASE.form}\n".encode()},
        {name.partition("/")[0] for name in files} | {RELEASE.name},
    )
    size = sum(map(len, files.values()))
    dialogue.show(f"{counted(len(files), 'file')}, {size:,} bytes: version {version} in {out}")
    return edition


def _version(text: str) -> str:
    try:
        return versions.version(text)
    except values.BadValue as bad:
        raise SurveyError(f"{bad}: {bad.hint}") from None


def _summary(text: str) -> str | None:
    try:
        return values.prose(text) if text.strip() else None
    except values.BadValue as bad:
        raise SurveyError(f"--summary: {bad}") from None


def _committed(root: Path, version: str, out: Path | None = None) -> Committed:
    """Read the survey as the commit has it; raises SurveyError where that is not what lies here."""
    state = history.state(root, _inner(out, root))
    if not state.commit:
        raise SurveyError(f"{version} would be a version of no commit: the survey is not in git")
    if state.changed:
        raise SurveyError(
            f"{_named(state.changed)} not committed, and a release is of a commit: commit or remove"
            " that first"
        )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        licences = [each.name for each in os.scandir(root) if LICENCE.fullmatch(each.name)]
        kept = (*licences, *(each for each in REGISTRIES))
        history.write_out(root, state.commit, folder, (*kept, CITATION, CONFIG))
        _refuse_links(folder, (*kept, CITATION, CONFIG))
        library, problems = publishable.load(folder)
        _refuse_errors(problems)
        said = _settings(folder)
        title, people = (_text(said.get(name)) for name in ("site_name", "site_author"))
        citation = datapackage.read_citation(folder, title, people)
        files = {name: _content(folder, name) for name in kept if (folder / name).is_file()}
        return Committed(root, state, replace(library, root=root), said, citation, files)


def _inner(out: Path | None, root: Path) -> str:
    """Return the path below the survey of a folder that is written to; empty for one elsewhere."""
    if out is None:
        return ""
    real, top = Path(os.path.realpath(out)), Path(os.path.realpath(root))
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else ""


def _named(paths: Iterable[str]) -> str:
    names = [printable(each, 120) for each in paths]
    more = len(names) - MOST_NAMED
    said = ", ".join(names[:MOST_NAMED]) + (
        f" and {counted(more, 'other file')}" if more > 0 else ""
    )
    return f"{said} {'is' if len(names) == 1 else 'are'}"


def _refuse_errors(problems: Iterable[Problem]) -> None:
    found = [each for each in problems if each.is_error]
    if found:
        more = f", and {counted(len(found) - 1, 'error')} more" if len(found) > 1 else ""
        said = f"{found[0]}{more}"
        raise SurveyError(f"a release has no errors: {said}; see `survey check`")


def _refuse_links(folder: Path, names: Iterable[str]) -> None:
    """Raise SurveyError for a file that is elsewhere: what it holds may be of no commit."""
    for name in names:
        if (folder / name).is_symlink():
            raise SurveyError(f"{name} is a symbolic link: put the file itself there")


def _settings(folder: Path) -> dict[str, Any]:
    document, _ = reading.read(folder / CONFIG, CONFIG, folder)
    return document.data if document and isinstance(document.data, dict) else {}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _content(folder: Path, name: str) -> bytes:
    """Return a file of the survey; raises SurveyError where it leads out of it."""
    try:
        return inside.read(folder / name, folder)
    except inside.Refused as refused:
        raise SurveyError(f"{name}: {refused.message} ({refused.hint})") from None


def _refuse_listed(found: Committed, version: str) -> None:
    """Raise SurveyError for a version that is there, or that would come before the last one."""
    for each in found.listed:
        if versions.numbers(each.version) == versions.numbers(version):
            raise SurveyError(
                f"{version} exists already: {RELEASES} lists {each.version}, of {each.date}; take "
                f"the next version, or make its package with --out DIR"
            )
    _refuse_older(found, version)


def _refuse_older(found: Committed, version: str) -> None:
    last = found.listed[-1].version if found.listed else ""
    if last and versions.numbers(version) < versions.numbers(last):
        raise SurveyError(f"{version} comes before {last}, the last release: take a later version")


def _entry(found: Committed, version: str) -> Release | None:
    """Return the entry of a version that is to be packed: the last one; None for a new version."""
    for each in found.listed:
        if versions.numbers(each.version) != versions.numbers(version):
            continue
        if each.version != version:
            raise SurveyError(
                f"{RELEASES} writes {quoted(version)} as {each.version}: so should you"
            )
        if each is not found.listed[-1]:
            raise SurveyError(
                f"{version} exists already, and {found.listed[-1].version} came after it: to make"
                f" its package, check out its commit: git switch --detach {versions.tag(version)}"
            )
        return each
    _refuse_older(found, version)
    return None


def _refuse_tag(found: Committed, version: str) -> None:
    name = versions.tag(version)
    named = history.tagged(found.root, name)
    if named and named != found.state.commit:
        raise SurveyError(
            f"{version} exists already: the tag {name} names the commit {named[:SHORT]}, and "
            f"{found.state.commit[:SHORT]} is checked out; take the next version, or "
            f"`git switch --detach {name}`"
        )


def _before(found: Committed, version: str) -> str:
    """Return the release before a version; empty for the first one."""
    earlier = [each.version for each in found.listed if each.version != version]
    return earlier[-1] if earlier else ""


def _report(found: Committed, before: str) -> ChangeReport | None:
    """Tell what changed since a release; None without one. Raises SurveyError where none can."""
    if not before:
        return None
    name = versions.tag(before)
    if not history.tagged(found.root, name):
        raise SurveyError(
            f"the tag {name} of the release before is not in this copy of the repository: fetch it "
            "with `git fetch --tags --unshallow` (on a runner: fetch-depth: 0)"
        )
    try:
        return report.make_report(history.since(found.library, f"refs/tags/{name}"))
    except history.GitError as failed:
        raise SurveyError(f"what changed since {name} cannot be told: {failed}") from None


def _edition(found: Committed, version: str, entry: Release | None) -> Edition:
    before, moment = _before(found, version), found.state.moment
    if moment is None:
        raise SurveyError("git does not say when the commit was made")
    return Edition(
        version=version,
        date=entry.date if entry else moment.date(),
        moment=moment,
        commit=found.state.commit,
        citation=found.citation,
        counts=_counts(found.library),
        doi=entry.doi if entry else None,
        summary=(entry.summary if entry else "") or "",
        before=before,
        report=_report(found, before),
        files=found.files,
    )


def _counts(library: Library) -> Counts:
    papers = library.papers.values()
    return Counts(
        papers=len(papers),
        authors=len(library.people),
        categories=len(library.taxonomy.nodes),
        venues=len(library.venues),
        benchmarks=len(library.benchmarks),
        results=sum(len(paper.results) for paper in papers),
        relations=sum(len(paper.relations) for paper in papers),
        excluded=len(library.exclusion_entries),
    )
