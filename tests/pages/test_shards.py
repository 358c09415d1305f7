"""Shards of a site: they make all of it, whoever makes them, and each knows nothing of the others."""

from __future__ import annotations

import pickle
import random
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from site_builder.library import Library
from site_builder.pages import Asset, Page, begin, make_templates, shards
from site_builder.pages.build_services import BuildServices
from site_builder.pages.kept_texts import KeptTexts
from site_builder.pages.parts import Link

if TYPE_CHECKING:
    from pathlib import Path

SURVEYS = ["tests/data/tiny", "tests/data/trials"]


@pytest.fixture(params=SURVEYS)
def library(request: pytest.FixtureRequest, root: Path) -> Library:
    """Give a survey."""
    return Library.load(root / request.param)[0]


def made(work: shards.Work, plan: list[shards.Shard]) -> dict[str, Page | Asset]:
    """Make shards; return their parts by address."""
    return {part.uri: part for shard in plan for part in shards.parts(work, shard)}


def test_shards_depend_on_nothing_but_the_library(library: Library, tmp_path: Path) -> None:
    """In any order, after a trip to another process, with texts kept in files, the parts are equal."""
    templates = make_templates(library.root)
    plan = shards.plan(library)
    wanted = made(begin(library, templates)[1], [*chain(*plan)])
    kept = shards.kept_texts(library, tmp_path)
    work = begin(library, templates, services=BuildServices(kept=kept))[1]
    sent = pickle.loads(pickle.dumps(work))  # noqa: S301 (our own)
    shuffled = [shard for stage in plan for shard in random.Random(3).sample(stage, len(stage))]  # noqa: S311
    assert made(sent, shuffled) == wanted


def test_shards_are_small(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges have no gaps and do not overlap, whatever their size."""
    whole = made(begin(library, make_templates(library.root))[1], [*chain(*shards.plan(library))])
    small = {
        name: kind._replace(size=1) if kind.size > 1 else kind
        for name, kind in shards.KINDS.items()
    }
    monkeypatch.setattr(shards, "KINDS", small)
    plan = [*chain(*shards.plan(library))]
    assert len([shard for shard in plan if shard.kind == "papers"]) == len(library.papers)
    assert made(begin(library, make_templates(library.root))[1], plan) == whole


def test_frames_of_all_pages_are_known(library: Library) -> None:
    """Every page stands in a frame of a kind that is rendered before the pages are made."""
    work = begin(library, make_templates(library.root))[1]
    found = {
        (part.section, part.uri.count("/"), part.source is not None)
        for part in made(work, [*chain(*shards.plan(library)[:2])]).values()
        if isinstance(part, Page)
    }
    assert found <= set(shards.frame_kinds(library))


def test_many_papers_make_no_more_shards(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards grow with the survey, so that their number is bounded."""
    monkeypatch.setattr(shards, "MOST", 3)
    assert len([each for each in chain(*shards.plan(library)) if each.kind == "authors"]) == 1
    monkeypatch.setitem(shards.KINDS, "authors", shards.KINDS["authors"]._replace(size=1))
    found = [shard for shard in chain(*shards.plan(library)) if shard.kind == "authors"]
    assert len(found) <= 3
    assert found[-1].end == len(library.people)


def test_kept_texts_come_back(tmp_path: Path) -> None:
    """Texts are read as they were written, empty ones too, once all are there."""
    papers = {"a": ("x", ""), "b": ("\U0001d49c", "é"), "c": ("", "\u2028z")}
    kept = KeptTexts(tmp_path, 2, ("one", "two"), {key: n for n, key in enumerate(papers)})
    kept.write(0, [papers["a"], papers["b"]])
    kept.write(2, [papers["c"]])
    assert kept.read("a", "one") is None
    kept.is_whole = True
    found = {key: tuple(kept.read(key, name) for name in kept.names) for key in "cab"}
    assert found == {key: tuple(map(str.encode, texts)) for key, texts in papers.items()}
    assert kept.read("a", "three") is None


def test_places_are_named(library: Library) -> None:
    """The search knows the hubs by the names that their pages have."""
    hubs, work = begin(library, make_templates(library.root))
    assert work.hubs == tuple(Link(hub.uri, hub.title) for hub in hubs)
