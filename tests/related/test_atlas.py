"""The map of papers: near where words are near, the same each time, regions named by their words."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from site_builder.record.models import Paper
from site_builder.related import atlas
from site_builder.related.atlas import layout, map_of
from site_builder.related.atlas.regions import FINE, regions
from site_builder.related.matrix import Entries
from site_builder.related.words import Words, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SUBJECTS = {
    "owl": "owl feather night hunting mouse silent wing",
    "duck": "duck pond water bread swimming bill lake",
    "rail": "locomotive track signal platform whistle timetable wagon",
}


def paper(number: int, title: str, year: int = 2020) -> Paper:
    """Make a paper whose words are those of its title."""
    told: dict[str, Any] = {"key": f"p{number:03}", "title": title, "authors": ["A B"]}
    return Paper.model_validate({**told, "year": year, "venue": "V"})


def on(subject: str, number: int) -> str:
    """Make a title on a subject: four of its words."""
    words = SUBJECTS[subject].split()
    return " ".join(words[(number * 2 + n) % len(words)] for n in range(4))


PAPERS = [
    paper(n, on(subject, n)) for n, subject in enumerate(s for s in SUBJECTS for _ in range(30))
]


def drawn(papers: Iterable[Paper]) -> atlas.PaperMap:
    """Lay papers out."""
    found = list(papers)
    return map_of(found, Words(map(text_of, found)))


def test_same_words_stand_together() -> None:
    """Papers on one subject are nearer to one another than to those on others."""
    places = drawn(PAPERS).places
    groups = [places[n * 30 : n * 30 + 30] for n in range(3)]
    middles = [group.mean(axis=0) for group in groups]
    spread = max(float(np.hypot(*(g - m).T).mean()) for g, m in zip(groups, middles, strict=True))
    apart = min(float(np.hypot(*(one - other))) for one, other in combinations(middles, 2))
    assert apart > 2 * spread


def test_the_map_is_the_same_each_time_and_keeps_to_its_frame() -> None:
    """Nothing on the map is left to chance; places lie between 0 and 1, the longer side from end to end."""
    one, other = drawn(PAPERS), drawn(PAPERS)
    assert np.array_equal(one.places, other.places)
    assert (one.coarse, one.fine) == (other.coarse, other.fine)
    assert float(one.places.min()) >= 0
    assert float(one.places.max()) <= 1
    assert max(np.ptp(one.places, axis=0)) == pytest.approx(1)


def test_every_paper_is_in_one_region_named_by_its_words() -> None:
    """Regions share no paper and leave none out, and their names are words of their papers."""
    found = drawn(PAPERS)
    for level in (found.coarse, found.fine):
        assert sorted(n for region in level for n in region.papers) == list(range(90))
        sizes = [len(region.papers) for region in level]
        assert sizes == sorted(sizes, reverse=True)
        for region in level:
            said = " ".join(PAPERS[number].title for number in region.papers)
            assert set(region.name.replace(" · ", " ").split()) <= set(said.split())
    assert all(region.name for region in found.coarse)


@pytest.mark.parametrize("count", range(5))
def test_few_papers_and_no_words(count: int) -> None:
    """A survey that has just begun has a map, too, with papers that say nothing."""
    for title in ("…", "Owls at night"):
        found = drawn(paper(n, title) for n in range(count))
        assert found.places.shape == (count, 2)
        assert np.isfinite(found.places).all()
        assert sum(len(region.papers) for region in found.fine) == count


def test_no_words_at_all() -> None:
    """Papers without any entry are laid out without an error."""
    nothing = Entries(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    places = layout(nothing, 9)
    assert np.isfinite(places).all()
    assert [len(each.papers) for each in regions(places, FINE, [])] == [9]


def test_of_too_many_papers_the_newest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the map has no room for all, the oldest are left out."""
    monkeypatch.setattr(atlas, "MOST", 5)
    found = drawn(paper(n, on("owl", n), 2000 + n) for n in range(12))
    assert found.papers == (7, 8, 9, 10, 11)
    assert len(found.places) == 5
