"""What another process does ahead: it changes nothing but when things are made."""

from __future__ import annotations

import os
import sys
import threading
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from waiting import wait_until

from site_builder.library import Library
from site_builder.mkdocs_site.ahead import Ahead, hubs_while_preparing, may_copy
from site_builder.mkdocs_site.pool import FORK, SPAWN
from site_builder.mkdocs_site.sharding import Hands
from site_builder.pages import Writer, hubs, make_templates, shards, work_of
from site_builder.pages.build_services import BuildServices
from site_builder.pages.texts import Texts
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_builder.pages import Asset, Page
    from site_builder.record.models import Paper

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are safe on Linux")


@pytest.fixture(autouse=True)
def _copies_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy this process although other tests may have left threads in it, none of which is asked."""
    monkeypatch.setattr("site_builder.mkdocs_site.ahead.start_method", lambda: FORK)


@pytest.fixture
def library(root: Path) -> Library:
    """Give a survey."""
    return Library.load(root / "tests/data/trials")[0]


def writer_of(library: Library, folder: Path) -> Writer:
    """Return a writer that keeps texts in a folder."""
    kept = shards.kept_texts(library, folder)
    return Writer(library, make_templates(library.root), services=BuildServices(kept=kept))


def made(writer: Writer) -> list[Page | Asset]:
    """Make everything but the hubs."""
    work = work_of(writer, ())
    return [p for shard in chain(*shards.plan(writer.library)) for p in shards.parts(work, shard)]


def test_texts_made_ahead_are_taken(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages are the same with texts that are there before them, and make none of those again."""
    asked = list[str]()
    written = Texts._written

    def noted(self: Texts, paper: Paper, write: Callable[..., str]) -> str:
        asked.append(paper.key)
        return written(self, paper, write)

    monkeypatch.setattr(Texts, "_written", noted)
    plain, texts = tmp_path / "plain", tmp_path / "texts"
    plain.mkdir()
    wanted = made(writer_of(library, plain))
    assert set(asked) == library.papers.keys()
    writer, ahead = writer_of(library, texts), Ahead()
    ahead.hubs(writer, Hands(2), texts)
    blocks = range(0, len(library.papers), shards.size_of("papers", library))
    kept = writer.texts.kept
    assert kept is not None
    wait_until(lambda: all(kept.has(first) for first in blocks))
    ahead.stop()
    asked.clear()
    assert made(writer) == wanted
    assert not set(asked) - {key for some in writer.texts.cut.values() for key in some}


def test_half_a_block_is_made_again(library: Library, tmp_path: Path) -> None:
    """A process that is ended between the two files of a block has not written it."""
    plain, texts = tmp_path / "plain", tmp_path / "texts"
    plain.mkdir()
    wanted = made(writer_of(library, plain))
    texts.mkdir()
    (texts / "0").write_bytes(b"half")
    writer = writer_of(library, texts)
    assert not writer.texts.have(writer.keyed)
    assert made(writer) == wanted


def test_what_fails_ahead_is_not_told_there(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Who makes the pages meets the same fault, and tells it."""

    def fail(*_: object) -> None:
        (tmp_path / "tried").touch()
        raise SurveyError("templates/x.html: no")

    monkeypatch.setattr("site_builder.mkdocs_site.ahead.keep_texts", fail)
    ahead, texts = Ahead(), tmp_path / "texts"
    ahead.hubs(writer_of(library, texts), Hands(2), texts)
    wait_until((tmp_path / "tried").exists)
    assert ahead._process
    ahead._process.join()
    ahead.stop()
    assert capfd.readouterr() == ("", "")


def test_hubs_come_back_as_they_are_made_here(library: Library) -> None:
    """The hubs are the same; this process has prepared the rest, and can be copied once more."""
    templates = make_templates(library.root)
    writer, threads = Writer(library, templates), threading.active_count()
    assert hubs_while_preparing(writer) == list(hubs(Writer(library, templates)))
    assert {"related", "lineage"} <= writer.__dict__.keys()
    assert threading.active_count() <= threads


def test_faults_of_hubs_are_raised_here(
    library: Library, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A template that cannot be filled is told by its name, and by nobody else."""
    first = os.getpid()

    def fail(_: Writer) -> None:
        assert os.getpid() != first
        raise SurveyError("templates/x.html: no")

    monkeypatch.setattr("site_builder.mkdocs_site.ahead.hubs", fail)
    with pytest.raises(SurveyError, match=r"templates/x\.html: no"):
        hubs_while_preparing(Writer(library, make_templates(library.root)))
    assert capfd.readouterr() == ("", "")


def test_nothing_is_copied_for_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one process is asked for, or none can be copied, this one does everything."""
    assert may_copy(2)
    assert not may_copy(1)
    monkeypatch.setattr("site_builder.mkdocs_site.ahead.start_method", lambda: SPAWN)
    assert not may_copy(2)
