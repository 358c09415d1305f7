from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from site_builder import history
from site_builder.history import Change, ChangeKind, History, weeks
from site_builder.history.compared import differences, listed
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

RECORD = """\
title: A Paper
authors: [Ann Smith]
year: 2020
venue: Preprints
fold: [dart]
"""
SMITH = "papers/smith2020paper.yaml"
RESULT = "  - {benchmark: long-hall, metric: %s, value: %s, provenance: paper, source: T1}\n"
START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
"""A Monday."""


@dataclass
class Repository:
    """A survey in git; each commit is made a day after the one before."""

    home: Path
    top: Path
    day: int = 0
    zone: dt.timezone = dt.UTC

    def git(self, *arguments: str) -> str:
        """Run git as somebody with a name that must not come out again."""
        date = (START + dt.timedelta(days=self.day)).astimezone(self.zone).isoformat()
        settings = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        for role in ("AUTHOR", "COMMITTER"):
            settings |= {f"GIT_{role}_NAME": "Nemo Nobody", f"GIT_{role}_EMAIL": "nemo@x.example"}
        done = subprocess.run(
            ["git", "-C", str(self.top), *arguments],
            env={**os.environ, **settings, "GIT_CONFIG_GLOBAL": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, files: dict[str, str | bytes | None]) -> None:
        """Write files (None removes one) and commit them."""
        for name, content in files.items():
            path = self.home / name
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Nemo's work")
        self.day += 1

    def read(self, limit: int = history.LIMIT) -> History:
        """Read the history as a build would."""
        return history.read(Library.load(self.home)[0], limit)

    def told(self) -> list[str]:
        """Give what changed since the first commit, the newest first."""
        found = self.read().changes
        return [f"{each.key} {each.words}" for each in found if each.date > START]


@pytest.fixture
def start(make_survey: MakeSurvey, tmp_path: Path) -> Callable[..., Repository]:
    """Give a function that puts the tiny survey into git, in a folder of the repository if asked."""

    def make(folder: str = "") -> Repository:
        home = make_survey()
        if folder:
            inner = tmp_path / "top" / folder
            inner.parent.mkdir(parents=True)
            home = home.rename(inner)
        repository = Repository(home, tmp_path / "top" if folder else home)
        repository.git("init", "--quiet", "--initial-branch", "main")
        repository.commit({})
        return repository

    return make


def test_first_commit_adds_papers(start: Callable[..., Repository]) -> None:
    """Every record of the first commit was added, with its present title and the commit's day."""
    found = start().read()
    keys = ["folder2019first", "gleiter2021unsorted", "gleiter2022glide", "vouw2020blunt"]
    assert [(each.key, each.kind, each.words, each.date) for each in found.changes] == [
        (key, ChangeKind.ADDED, "added", START) for key in keys
    ]
    assert found.changes[0].title == "First Folds & Other <Throws>"
    assert found.note == ""


EDITS: list[tuple[str, str, str, list[str]]] = [
    ("nothing but a comment and line breaks", RECORD, f"# Hm.\n{RECORD}\n", []),
    (
        "nothing but another way to write the same",
        RECORD,
        RECORD.replace("[Ann Smith]", "\n  - {family: Smith, given: Ann}"),
        [],
    ),
    ("the day it was added", RECORD, f"{RECORD}added: 2026-11-23\n", []),
    ("a title", RECORD, RECORD.replace("A Paper", "The Paper"), ["title corrected"]),
    (
        "several fields in several ways",
        f"{RECORD}pages: 1-2\n",
        RECORD.replace("A Paper", "B").replace("2020", "2021")
        + "abstract: It is.\ndoi: 10.1000/x\n",
        ["title and year corrected; DOI and abstract added; pages removed"],
    ),
    (
        "a link",
        RECORD,
        f"{RECORD}links: {{code: https://example.org}}\n",
        ["code link added"],
    ),
    (
        "a preprint that appears",
        RECORD,
        RECORD.replace("Preprints", "JPA").replace("2020", "2021") + "volume: 3\npages: 1-2\n",
        ["published in JPA 2021"],
    ),
    (
        "a preprint that appears under another title",
        RECORD,
        RECORD.replace("Preprints", "Fold Day").replace("A Paper", "B"),
        ["published in Fold Day 2020", "title corrected"],
    ),
    (
        "another venue",
        RECORD.replace("Preprints", "JPA"),
        RECORD.replace("Preprints", "Fold Day"),
        ["venue corrected"],
    ),
    (
        "another category",
        RECORD,
        RECORD.replace("[dart]", "[glider]"),
        ["moved from Dart to Glider (Fold)"],
    ),
    (
        "one more category, and a first one",
        RECORD,
        RECORD.replace("[dart]", "[dart, glider]") + "flying_place: [indoors, outdoors]\n",
        ["also placed in Glider (Fold); placed in Indoors and Outdoors (Place)"],
    ),
    ("a category less", RECORD, RECORD.replace("[dart]", "[]"), ["taken out of Dart (Fold)"]),
    (
        "a category that got another id",
        RECORD.replace("dart", "stub-dart"),
        RECORD.replace("dart", "blunt-dart"),
        [],
    ),
    (
        "a first result",
        RECORD,
        f"{RECORD}results:\n{RESULT % ('distance', 1)}",
        ["1 result added on Long Hall"],
    ),
    (
        "one result corrected and one more",
        f"{RECORD}results:\n{RESULT % ('distance', 1)}",
        f"{RECORD}results:\n{RESULT % ('distance', 2)}{RESULT % ('spread', 3)}",
        ["1 result added on Long Hall", "1 result corrected"],
    ),
    (
        "a result less",
        f"{RECORD}results:\n{RESULT % ('distance', 1)}",
        RECORD,
        ["1 result removed"],
    ),
    (
        "everything at once",
        RECORD,
        f"""{RECORD.replace("Preprints", "JPA").replace("dart", "glider")}method: S
results:
{RESULT % ("distance", 1)}""",
        [
            "published in JPA 2020",
            "1 result added on Long Hall",
            "moved from Dart to Glider (Fold)",
            "method added",
        ],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS]
)
def test_edit(start: Callable[..., Repository], old: str, new: str, expected: list[str]) -> None:
    """An edit of a record is told by what it means, not by its lines."""
    repository = start()
    repository.commit({SMITH: old})
    repository.commit({SMITH: new})
    edited = START + dt.timedelta(days=2)
    assert [each.words for each in repository.read().changes if each.date == edited] == expected


def test_removed_paper_keeps_its_title(start: Callable[..., Repository]) -> None:
    """A paper that is gone is still told of, under its last key and title."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: None})
    last, first = repository.read().changes[:2]
    assert (last.kind, last.key, last.title) == (ChangeKind.REMOVED, "smith2020paper", "A Paper")
    assert (first.kind, first.key, first.title) == (ChangeKind.ADDED, "smith2020paper", "A Paper")
    assert SMITH not in repository.read().spans


def test_renamed_paper(start: Callable[..., Repository]) -> None:
    """A record with a new key goes on; what is told of it leads to the new key."""
    repository = start()
    repository.commit({SMITH: RECORD})
    new = f"{RECORD}former_keys: [smith2020paper]\n"
    repository.commit({SMITH: None, "papers/smith2021paper.yaml": new})
    assert repository.told() == [
        "smith2021paper renamed from smith2020paper",
        "smith2021paper added",
    ]
    span = repository.read().spans["papers/smith2021paper.yaml"]
    assert span.first == START + dt.timedelta(days=1)
    assert span.last == START + dt.timedelta(days=2)


def test_another_paper_is_no_renamed_one(start: Callable[..., Repository]) -> None:
    """One record removed and another, much alike, added in one commit are two papers."""
    repository = start()
    abstract = "abstract: >-\n" + "  We fold and fold and fold again.\n" * 20
    repository.commit({SMITH: RECORD + abstract})
    other = RECORD.replace("A Paper", "Another Paper") + abstract
    repository.commit({SMITH: None, "papers/jones2021paper.yaml": other})
    assert repository.told()[:2] == ["smith2020paper removed", "jones2021paper added"]


BROKEN: list[tuple[str, str | bytes]] = [
    ("no YAML", "title: [\n"),
    ("not UTF-8", b"title: \xff\n"),
    ("no record", "- a\n"),
    ("empty", ""),
    ("a conflict left in", f"<<<<<<< HEAD\n{RECORD}=======\n{RECORD}>>>>>>> x\n"),
    ("a field without sense", RECORD.replace("2020", "soon")),
    ("too large", RECORD + "notes: " + "x" * 1_000_001),
    ("too deep", "title: " + "[" * 5000),
]


@pytest.mark.parametrize("broken", [b[1] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_broken_version_is_passed_over(
    start: Callable[..., Repository], broken: str | bytes
) -> None:
    """A version that cannot be read says nothing; the next is compared with the one before it."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: RECORD.replace("A Paper", "B")})
    repository.commit({SMITH: broken})
    repository.commit({SMITH: RECORD.replace("A Paper", "B").replace("2020", "2021")})
    assert repository.told() == [
        "smith2020paper year corrected",
        "smith2020paper title corrected",
        "smith2020paper added",
    ]


def test_files_that_are_no_records(start: Callable[..., Repository]) -> None:
    """Files beside the records, links and names that no key can have are no papers."""
    repository = start()
    (repository.home / "papers" / "link2020.yaml").symlink_to("folder2019first.yaml")
    repository.commit(
        {
            "papers/README.md": "Hm.",
            "papers/deep/smith2020paper.yaml": RECORD,
            "papers/Odd\nName.yaml": RECORD,
            "papers/caf\u00e9.yaml": RECORD,
            "notes.txt": "papers/",
        }
    )
    assert repository.told() == ["link2020 added"]


def test_survey_in_a_folder_of_the_repository(start: Callable[..., Repository]) -> None:
    """A survey need not be the whole repository; its paths count from its own root."""
    repository = start("surveys/folding")
    repository.commit({SMITH: RECORD})
    (repository.top / "papers").mkdir()
    (repository.top / "papers" / "other2020.yaml").write_text(RECORD, encoding="utf-8")
    repository.commit({})
    assert repository.told() == ["smith2020paper added"]
    assert SMITH in repository.read().spans


def test_merge_is_one_change(start: Callable[..., Repository]) -> None:
    """What a branch did is told once, as its sum, on the day that it was merged."""
    repository = start()
    repository.git("switch", "--quiet", "--create", "draft")
    repository.commit({SMITH: RECORD.replace("A Paper", "A Draft")})
    repository.commit({SMITH: RECORD})
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "draft")
    assert repository.told() == ["smith2020paper added"]
    assert repository.read().changes[0].date == START + dt.timedelta(days=3)


def test_shallow_copy_claims_nothing(start: Callable[..., Repository], tmp_path: Path) -> None:
    """Where a copy's history ends, old files are not taken for new ones."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: RECORD.replace("A Paper", "B")})
    repository.git(
        "clone", "--quiet", "--depth", "2", f"file://{repository.top}", str(tmp_path / "c")
    )
    copy = Repository(tmp_path / "c", tmp_path / "c")
    found = copy.read()
    assert [each.words for each in found.changes] == ["title corrected"]
    assert found.note == "this copy of the repository is shallow"
    assert dict(found.spans) == {SMITH: history.Span(None, START + dt.timedelta(days=2))}
    assert found.notable["smith2020paper"].last == START + dt.timedelta(days=2)


def test_only_the_newest_commits(start: Callable[..., Repository]) -> None:
    """With a limit, older commits are left out, and the note says so."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: RECORD.replace("A Paper", "B")})
    found = repository.read(limit=1)
    assert [each.words for each in found.changes] == ["title corrected"]
    assert found.note == "only the newest 1 commits were read"
    assert repository.read(limit=3).note == ""


def test_no_repository(make_survey: MakeSurvey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository the history is empty and says why."""
    home = make_survey()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(home.parent))
    found = history.read(Library.load(home)[0])
    assert (found.changes, dict(found.spans)) == ((), {})
    assert "not a git repository" in found.note


def test_no_commit_yet(make_survey: MakeSurvey) -> None:
    """A repository without a commit has an empty history."""
    home = make_survey()
    Repository(home, home).git("init", "--quiet")
    found = history.read(Library.load(home)[0])
    assert found.changes == ()
    assert "does not have any commits yet" in found.note


def test_no_git(start: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the machine the history is empty."""
    repository = start()
    monkeypatch.setenv("PATH", str(repository.home / "nowhere"))
    assert repository.read() == History(note="git was not found")


def test_untracked_and_uncommitted_changes(start: Callable[..., Repository]) -> None:
    """Only what is committed has happened."""
    repository = start()
    (repository.home / SMITH).write_text(RECORD, encoding="utf-8")
    (repository.home / "papers" / "vouw2020blunt.yaml").write_text(RECORD, encoding="utf-8")
    assert repository.told() == []


def test_nobody_is_named(start: Callable[..., Repository]) -> None:
    """Names and addresses of those who made commits, and their messages, are not read."""
    repository = start()
    repository.commit({SMITH: RECORD})
    assert "nemo" not in repr(repository.read()).casefold()


SETTINGS = {
    "core.quotePath": "true",
    "diff.renames": "false",
    "log.showSignature": "true",
    "log.date": "relative",
    "log.diffMerges": "combined",
    "diff.noprefix": "true",
    "color.ui": "always",
    "diff.orderFile": "/dev/null",
}


def test_same_for_everybody(
    start: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither settings, nor time zone, nor a hook that git runs us in change what is told."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: None, "papers/smith2021paper.yaml": RECORD})
    expected = repository.read()
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(SETTINGS)))
    for number, (name, value) in enumerate(SETTINGS.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("GIT_DIR", str(repository.home / "elsewhere"))
    assert repository.read() == expected
    assert "renamed from smith2020paper" in [each.words for each in expected.changes]


def test_dates_are_in_utc(start: Callable[..., Repository]) -> None:
    """A commit made elsewhere on the globe is dated in UTC."""
    repository = start()
    repository.zone = dt.timezone(dt.timedelta(hours=9))
    repository.commit({SMITH: RECORD})
    added = repository.read().changes[0]
    assert (added.date, added.date.tzinfo) == (START + dt.timedelta(days=1), dt.UTC)


def test_dates_of_files(start: Callable[..., Repository]) -> None:
    """Records and registries have the dates of their first and last commits."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: f"# Hm.\n{RECORD}"})
    spans = repository.read().spans
    days = [START + dt.timedelta(days=day) for day in range(3)]
    assert spans["taxonomy.yaml"] == history.Span(days[0], days[0])
    assert spans[SMITH] == history.Span(days[1], days[2])


def test_rewrapping_is_not_noticed(start: Callable[..., Repository]) -> None:
    """The dates that feeds are given move with changes that readers are told of, and no others."""
    repository = start()
    repository.commit({SMITH: RECORD})
    repository.commit({SMITH: RECORD.replace("A Paper", "B")})
    repository.commit({SMITH: f"# Hm.\n{RECORD.replace('A Paper', 'B')}"})
    days = [START + dt.timedelta(days=day) for day in range(4)]
    assert repository.read().notable["smith2020paper"] == history.Span(days[1], days[2])
    assert repository.read().notable["vouw2020blunt"] == history.Span(days[0], days[0])


def test_nothing_changes_by_itself(real_library: Library) -> None:
    """No real record differs from itself, and any two can be compared."""
    papers = list(real_library.papers.values())
    assert [list(differences(each, each, real_library)) for each in papers] == [[]] * len(papers)
    for old, new in itertools.pairwise(papers):
        assert all(words for _, words in differences(old, new, real_library))


def change(day: str, kind: ChangeKind, key: str) -> Change:
    """Make a change."""
    return Change(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC), kind, key, key, "x")


def test_weeks_begin_on_monday_in_utc() -> None:
    """Sunday's last second and Monday's first are in two weeks, the later of which comes first."""
    found = weeks(
        [
            change("2026-03-09T00:00:00", ChangeKind.ADDED, "a"),
            change("2026-03-08T23:59:59", ChangeKind.ADDED, "b"),
            change("2026-03-02T00:00:00", ChangeKind.ADDED, "c"),
        ]
    )
    assert [(w.start.isoformat(), [c.key for c in w.changes]) for w in found] == [
        ("2026-03-09", ["a"]),
        ("2026-03-02", ["b", "c"]),
    ]


def test_week_counts_papers() -> None:
    """A week counts papers by what happened to them, each paper once a kind."""
    day = "2026-03-02"
    (week,) = weeks(
        [
            change(day, ChangeKind.CORRECTED, "a"),
            change(day, ChangeKind.CORRECTED, "a"),
            change(day, ChangeKind.RESULTS, "a"),
            change(day, ChangeKind.ADDED, "a"),
            change(day, ChangeKind.ADDED, "b"),
        ]
    )
    assert week.words == "2 added, 1 with new results, 1 corrected"


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_listed(words: list[str], said: str) -> None:
    """Words are joined as in a sentence."""
    assert listed(words) == said
