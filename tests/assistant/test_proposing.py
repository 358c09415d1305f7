"""Records that an assistant proposes: shown first, written once, and only as they were shown."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services import Services

NEW: dict[str, Any] = {
    "title": "Noses: Heavier Is Better",
    "authors": ["Ann Lee", {"literal": "The Hall Team"}],
    "year": 2024,
    "venue": "JPA",
    "fold": ["dart"],
    "summary": 'Says "#: yes" and\nmore.',
    "arxiv_id": "2401.00001",
    "added": "2026-11-24",
}
TEXT = """\
# yaml-language-server: $schema=../schema/paper.json
title: "Noses: Heavier Is Better"
authors:
  - Ann Lee
  - literal: The Hall Team
year: 2024
venue: JPA
arxiv_id: "2401.00001"
fold: [dart]
summary: |-
  Says "#: yes" and
  more.
added: 2026-11-24
"""


def records(root: Path) -> dict[str, bytes]:
    """Read all records."""
    return {path.name: path.read_bytes() for path in (root / "papers").iterdir()}


def test_shown_then_written_once(writer: Any) -> None:
    """The file that is shown, and nothing else, is written by its digest, once, and is sound."""
    before = records(writer.root)
    shown = writer.ask("propose_record", record=NEW)
    assert (shown["path"], shown["yaml"]) == ("papers/lee2024noses.yaml", TEXT)
    assert shown["findings"] == []
    assert "doubts" not in shown
    assert records(writer.root) == before
    written = writer.ask("write_record", digest=shown["digest"])
    assert written["path"] == shown["path"]
    assert records(writer.root) == {**before, "lee2024noses.yaml": TEXT.encode()}
    assert "or it was written" in writer.refusal("write_record", digest=shown["digest"])
    command = [sys.executable, "-m", "site_builder", "--root", str(writer.root)]
    for arguments in (("check",), ("fmt", "--check")):
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        assert "lee2024noses" not in done.stdout + done.stderr
    assert writer.ask("search_papers", query="heavier")["total"] == 1


def test_changed_survey_refuses(writer: Any) -> None:
    """What was shown of a survey that has changed since is not written, whatever changed."""
    new, venues = writer.root / "papers" / "lee2024noses.yaml", writer.root / "venues.yaml"
    text = venues.read_text("utf-8")
    changes: tuple[Callable[[], object], ...] = (
        lambda: new.write_text("mine"),
        new.unlink,
        lambda: venues.write_text(f"{text}\n", "utf-8"),
    )
    for change in changes:
        shown = writer.ask("propose_record", record=NEW, key="lee2024heavy")
        change()
        before = records(writer.root)
        refusal = writer.refusal("write_record", digest=shown["digest"])
        assert "has changed since the record was shown" in refusal
        assert records(writer.root) == before


def test_taken_keys(writer: Any) -> None:
    """A key that a record has, had, or would have in another case is not given to another."""
    for key in ("vouw2020blunt", "vouw2020stub"):
        assert f"key: '{key}' is taken" in writer.refusal("propose_record", record=NEW, key=key)
    (writer.root / "papers" / "lee2024noses.yaml").write_text("broken: [")
    assert writer.ask("propose_record", record=NEW)["path"] == "papers/lee2024nosesheavier.yaml"


def test_doubts_are_told_first(writer: Any) -> None:
    """A paper that may be here, or was left out, is written only by who says so once more."""
    again = {**NEW, "title": "Blunt Noses Fly Furthr", "year": 2020, "arxiv_id": None}
    shown = writer.ask("propose_record", record=again)
    assert shown["doubts"] == [
        "it may be here already as papers/vouw2020blunt.yaml: its title is 98 % the same"
    ]
    assert "there are doubts" in writer.refusal("write_record", digest=shown["digest"])
    kites = {**NEW, "title": "Kites of Silks", "year": 2020, "arxiv_id": None}
    left_out = writer.ask("propose_record", record=kites)
    assert left_out["doubts"][0].startswith(
        "it was left out before by Ann on 2026-01-02: about kites (silk, not paper): Kites of Silk"
    )
    assert writer.ask("write_record", digest=shown["digest"], despite_doubts=True)["path"]
    assert len(records(writer.root)) == 6


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"venue": "JPAA"}, "7:8", "unknown venue 'JPAA'"),
        ({"fold": ["darts"]}, "9:8", "unknown category 'darts'"),
        ({"year": "soon"}, "6:7", "year: expected a whole number"),
        ({"colour": "red"}, "14:1", "unknown field 'colour'"),
        ({"arxiv_id": "2101.00001"}, "8:11", "is also that of papers/gleiter2021unsorted.yaml"),
        ({"title": "a\u202eb"}, "2:8", "character U+202E is not allowed"),
        ({"title": None}, "", "title"),
        ({"authors": []}, "", "authors"),
    ],
)
def test_errors_are_shown(assistant: Any, change: dict[str, Any], place: str, said: str) -> None:
    """A record with an error is shown with its place and cure, and gets no digest."""
    shown = assistant.ask("propose_record", record={**NEW, **change})
    errors = [each for each in shown["findings"] if each["severity"] == "error"]
    assert any(said in each["message"] and place in each["place"] for each in errors), errors
    assert "digest" not in shown
    assert shown["next"].startswith("nothing was written: mend the errors")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"title": "x" * 300_000}, "larger than 200,000 bytes"),
        ({"notes": eval("[" * 50 + "]" * 50)}, "nested more than 12 levels"),  # noqa: S307 (ours)
    ],
)
def test_limits(assistant: Any, record: dict[str, Any], said: str) -> None:
    """What is larger or deeper than any record is refused before it is looked at."""
    assert said in assistant.refusal("propose_record", record=record)


def test_many_findings_are_cut(assistant: Any) -> None:
    """Of many findings the first are shown, and how many there are is said."""
    rows = [{"benchmark": "nowhere", "metric": "m", "value": n} for n in range(60)]
    told = [{**row, "provenance": "paper", "source": "Table 1"} for row in rows]
    shown = assistant.ask("propose_record", record={**NEW, "results": told})
    assert len(shown["findings"]) == 50
    assert shown["notes"] == ["findings: the first 50 of 60"]


def test_advice(assistant: Any) -> None:
    """Warnings of a record are told, and categories proposed to one that names none."""
    bare = {name: NEW[name] for name in ("title", "authors", "year", "venue")}
    shown = assistant.ask("propose_record", record={**bare, "title": "Broad Wings on a Dart"})
    assert {each["code"] for each in shown["findings"]} >= {"undescribed", "unsorted"}
    assert {each["id"] for each in shown["categories"]} >= {"fold/glider"}
    assert shown["digest"]


def test_look_up(
    planes: Path,
    connect: Callable[..., Iterator[Any]],
    services: Services,
    environment: dict[str, str],
) -> None:
    """With --online a paper is looked up, nothing written, and the record can be proposed."""
    with contextmanager(connect)(planes, "--write", "--online", env=environment) as online:
        found = online.ask("look_up", identifier="2304.03481")
        assert found["found"]
        assert found["record"]["arxiv_id"] == "2304.03481"
        assert "the venue 'TPAMI' is new: it must be entered in venues.yaml" in found["said"]
        assert services.requests
        record = {**found["record"], "venue": "JPA", "fold": ["dart"]}
        shown = online.ask("propose_record", record=record, key=found["key"])
        assert shown["path"] == "papers/wu2023pslt.yaml"
        assert shown["digest"]
        known = online.ask("look_up", identifier="10.99999/fold.2019.1")
        assert (known["found"], "in the survey already" in known["said"][0]) == (False, True)
        assert "names no paper" in online.refusal("look_up", identifier="what")
    assert len(records(planes)) == 5
