"""Random results of papers, and the rule that every table of figures keeps: nothing is mixed unmarked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from site_builder.record.models import Provenance, Result

if TYPE_CHECKING:
    from site_builder.library import Library

SOURCES = ("Table 1", "bob/lists:README.md", "www.fold.example/log", "the paper, Table 2")
SETTINGS = (None, "no warm-up", "as another paper reports it, 5 % of it")
WAYS = (None, "one", "other")


@dataclass(frozen=True)
class Told:
    """A figure as a table tells it."""

    value: int
    conditions: dict[str, str | None]
    setting: str | None
    sources: frozenset[str]
    group: int
    """Which group of rows it stands in."""
    row: int


def result_sets(library: Library, columns: list[tuple[str, str]]) -> st.SearchStrategy[Library]:
    """Give a library's first papers random results in some columns, no two with the same figure."""
    ids = [condition.id for condition in library.result_fields.conditions]
    some = st.fixed_dictionaries(
        {
            "column": st.sampled_from(columns),
            "variant": st.sampled_from((None, "Deep", "Shallow")),
            "setting": st.sampled_from(SETTINGS),
            "provenance": st.sampled_from(list(Provenance)),
            "source": st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True),
            **{name: st.sampled_from(WAYS) for name in ids},
        }
    )
    papers = list(library.papers.values())[:4]

    def built(drawn: list[list[dict[str, object]]]) -> Library:
        value = iter(range(11, 999))
        found = {}
        for paper, results in zip(papers, drawn, strict=False):
            made = []
            for each in results:
                benchmark, metric = each["column"]
                told = {name: each[name] for name in ids if each[name] is not None}
                plain = {n: each[n] for n in ("variant", "setting", "provenance")}
                made.append(
                    Result.model_construct(
                        benchmark=benchmark,
                        metric=metric,
                        value=float(next(value)),
                        conditions=told,
                        quantities={},
                        source=tuple(each["source"]),
                        **plain,
                    )
                )
            found[paper.key] = paper.model_copy(update={"results": tuple(made)})
        return replace(library, papers=found)

    return st.lists(st.lists(some, min_size=1, max_size=5), min_size=1, max_size=4).map(built)


def assert_nothing_is_mixed(library: Library, told: list[Told]) -> None:
    """Every figure stands there once, with all that it was measured under, and whose word it is.

    Figures of one group agree in all conditions, and those of a row in their setting and sources.
    """
    results = {int(r.value): r for paper in library.papers.values() for r in paper.results}
    ids = [condition.id for condition in library.result_fields.conditions]
    assert sorted(each.value for each in told) == sorted(results)
    for each in told:
        result = results[each.value]
        assert each.conditions == {name: result.conditions.get(name) for name in ids}
        assert each.setting == result.setting
        assert each.sources == set(result.source)
    for one in told:
        for other in told:
            if one.group == other.group:
                assert one.conditions == other.conditions
            if one.row == other.row:
                assert (one.setting, one.sources) == (other.setting, other.sources)
