"""No paper takes another off the site: where names clash, what came first stays."""

from __future__ import annotations

import os
import subprocess
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from site_builder import pages
from site_builder.checks import publishable
from site_builder.checks.clashes import names_unique
from site_builder.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

OLD = "vouw2020blunt"
"""A paper of the tiny survey with a former key, vouw2020stub."""
EVIL = "papers/aevil2021copy.yaml"
"""A record whose name comes first in the alphabet."""
RECORD = """\
title: {title}
authors: [Ann Evil]
year: 2021
venue: JPA
summary: Ours.
"""
CLAIMS = {
    "DOI": "doi: 10.99999/fold.2019.1\n",
    "DOI in capitals": "doi: 10.99999/FOLD.2019.1\n",
    "arXiv id": 'arxiv_id: "2101.00001"\n',
    "key": "former_keys: [vouw2020blunt]\n",
    "former key": "former_keys: [vouw2020stub]\n",
    "several": "former_keys: [vouw2020stub, vouw2020blunt]\ndoi: 10.99999/fold.2019.1\n",
}
EARLY = "added: 1990-01-01\n"
"""A day that anybody may write into a record."""


def record(claim: str = "", title: str = "Copied") -> str:
    """A good record that claims something."""
    return RECORD.format(title=title) + claim


def git(root: Path, *arguments: str, date: str = "2026-03-02T12:00:00Z") -> None:
    """Run git as somebody, at a date that anybody may give."""
    names = {
        f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    environment = {**os.environ, **names, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(root), *arguments], env=environment, check=True)


def commit(root: Path, files: dict[str, str | None] | None = None, **given: str) -> None:
    """Write files, of which None removes one, and commit everything."""
    for name, text in (files or {}).items():
        path = root / name
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x", **given)


@pytest.fixture
def committed(make_survey: MakeSurvey) -> Path:
    """The tiny survey in git."""
    root = make_survey()
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


def published(root: Path) -> set[str]:
    """Keys of the papers that a build publishes."""
    return set(publishable.load(root)[0].papers)


def told(root: Path) -> list[str]:
    """What is said of clashes, a line each."""
    return [str(problem) for problem in names_unique(Library.load(root)[0])]


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
@pytest.mark.parametrize("is_committed", [True, False], ids=["committed", "in the work tree"])
def test_newer_record_is_left_out(committed: Path, claim: str, *, is_committed: bool) -> None:
    """A new record that wants what a published one has is left out, whatever day it claims."""
    before = published(committed)
    (committed / EVIL).write_text(record(claim + EARLY), encoding="utf-8")
    if is_committed:
        commit(committed, date="1990-01-01T12:00:00Z")
    assert published(committed) == before
    assert {line.split(":")[0] for line in told(committed)} == {EVIL}


def test_an_edit_claims_nothing(committed: Path) -> None:
    """A record that has been here for longer takes nothing from a newer one by being edited."""
    commit(committed, {"papers/smith2020later.yaml": record('arxiv_id: "2203.12119"\n', "Later")})
    first = "papers/folder2019first.yaml"
    old = (committed / first).read_text(encoding="utf-8")
    commit(committed, {first: f'{old}arxiv_id: "2203.12119"\n'})
    assert "smith2020later" in published(committed)
    assert "folder2019first" not in published(committed)


def test_a_renamed_record_keeps_its_age(committed: Path) -> None:
    """A record that was renamed, with its old key, is as old as before."""
    text = (committed / f"papers/{OLD}.yaml").read_text(encoding="utf-8")
    commit(committed, {EVIL: record("doi: 10.1000/own\n")})
    moved = text.replace("vouw2020stub", f"vouw2020stub, {OLD}")
    assert moved != text
    commit(committed, {f"papers/{OLD}.yaml": None, "papers/vouw2020sharp.yaml": moved})
    (committed / EVIL).write_text(record("former_keys: [vouw2020stub]\n" + EARLY), "utf-8")
    (committed / f"papers/{OLD}.yaml").write_text(record("", "Again"), "utf-8")
    found = published(committed)
    assert "vouw2020sharp" in found
    assert not {OLD, "aevil2021copy"} & found
    assert (
        f"papers/{OLD}.yaml:1:1: the key is a former key of papers/vouw2020sharp.yaml"
        in told(committed)[-1]
    )


def test_a_refused_record_takes_nothing_and_keeps_its_key(committed: Path) -> None:
    """A record that cannot be published blocks no id, but nobody gets its address either."""
    path = committed / f"papers/{OLD}.yaml"
    path.write_text(f"{path.read_text('utf-8')}titel: x\n", "utf-8")
    (committed / EVIL).write_text(record(f"former_keys: [{OLD}]\n"), "utf-8")
    assert "aevil2021copy" not in published(committed)
    broken = record("doi: 10.99999/fold.2019.1\ntitel: x\n" + EARLY)
    (committed / EVIL).write_text(broken, "utf-8")
    assert "folder2019first" in published(committed)


def test_without_git_the_day_then_the_key_decide(make_survey: MakeSurvey) -> None:
    """Where git tells nothing, the day that a record says decides, then its key."""
    doi = "doi: 10.1000/same\n"
    root = make_survey(
        {
            "papers/ann2021a.yaml": record(doi),
            "papers/ann2021b.yaml": record(f"{doi}added: 2026-01-02\n"),
            "papers/ann2021c.yaml": record(f"{doi}added: 2026-01-01\n"),
        }
    )
    assert {key for key in published(root) if key.startswith("ann")} == {"ann2021c"}


def test_a_shallow_copy_goes_by_what_it_has(committed: Path, tmp_path: Path) -> None:
    """A copy without history knows only what is newer than its oldest commit."""
    commit(committed, {EVIL: record("doi: 10.99999/fold.2019.1\n")})
    git(tmp_path, "clone", "--quiet", "--depth", "1", committed.as_uri(), "copy")
    copy = tmp_path / "copy"
    assert "folder2019first" in published(copy)
    (copy / "papers/aeven2021newer.yaml").write_text(record('arxiv_id: "2101.00001"\n' + EARLY))
    assert "gleiter2021unsorted" in published(copy)


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_who_lost_takes_nothing_from_a_third(make_survey: MakeSurvey, order: str) -> None:
    """A record that is left out holds no name, so that only one of a chain is left out."""
    first, second, third = order
    said = {
        first: "doi: 10.1000/x\nadded: 2026-01-01\n",
        second: 'doi: 10.1000/x\narxiv_id: "2203.12119"\nadded: 2026-01-02\n',
        third: 'arxiv_id: "2203.12119"\nadded: 2026-01-03\n',
    }
    root = make_survey({f"papers/ann2021{k}.yaml": record(v) for k, v in said.items()})
    assert {key[-1] for key in published(root) if key.startswith("ann")} == {first, third}


def test_each_clash_is_told_once(make_survey: MakeSurvey) -> None:
    """Many former keys in common are each told once, at their own place."""
    keys = [f"old{n}" for n in range(20)]
    claim = f"former_keys: [{', '.join(keys)}]\n"
    root = make_survey({f"papers/ann2021{k}.yaml": record(claim) for k in "ab"})
    found = told(root)
    assert len(found) == len(set(found)) == len(keys)
    assert all(line.startswith("papers/ann2021b.yaml:6:") for line in found)


def test_own_key_is_no_former_key(make_survey: MakeSurvey) -> None:
    """A former key that is the paper's own, or stands there twice, is told."""
    root = make_survey({"papers/ann2021a.yaml": record("former_keys: [ann2021a, x, x]\n")})
    assert told(root) == [
        "papers/ann2021a.yaml:6:15: former_keys[0]: 'ann2021a' is the key of this paper (delete it)",
        "papers/ann2021a.yaml:6:28: former_keys[2]: former key 'x' twice (delete one)",
    ]


REGISTRIES = {
    "taxonomy.yaml": ("id: glider\n", "id: glider\n        former_ids: [dart, glider]\n"),
    "benchmarks.yaml": (
        "benchmarks:\n",
        (
            "benchmarks:\n  - {id: aaa, name: A, description: A., former_ids: [long-hall], "
            "metrics: [{id: m, name: M, direction: higher}]}\n"
        ),
    ),
    "venues.yaml": (
        "  - id: Fold Day\n",
        "  - {id: jpa, name: J, kind: journal}\n  - id: Fold Day\n",
    ),
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_registry_takes_no_address(make_survey: MakeSurvey, tiny_survey: Path, name: str) -> None:
    """A former id, or one in other case, takes no address from what has it today."""
    text = (tiny_survey / name).read_text(encoding="utf-8")
    old, new = REGISTRIES[name]
    assert old in text
    before = addresses(tiny_survey)
    assert before <= addresses(make_survey({name: text.replace(old, new, 1)}))


def addresses(root: Path) -> set[str]:
    """Every address of a survey's site; raises where two things want one."""
    library, _ = publishable.load(root)
    return {part.uri for part in pages.render(library, pages.make_templates(root))}
