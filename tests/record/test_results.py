from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from declared import DECLARED, gathered
from hypothesis import given
from hypothesis import strategies as st

from site_builder.record import result_fields
from site_builder.record.models import Condition, Metric, Paper, Provenance, Quantity, Result
from site_builder.record.result_fields import ResultFields, of_paper
from site_builder.record.results import (
    ComparableSet,
    alike,
    comparable_sets,
    pareto_front,
)

if TYPE_CHECKING:
    from site_builder.library import Library

METRIC = Metric.model_validate({"id": "distance", "name": "Distance", "direction": "higher"})
ERROR = Metric.model_validate({"id": "distance", "name": "Miss", "direction": "lower"})
TOLD: dict[str, Any] = {"backbone": "A4, 80 g", "pretraining": "none"}


def measured(key: str, value: float, year: int = 2020, **fields: Any) -> tuple[Paper, Result]:
    """Make a paper with one result."""
    result = {"benchmark": "hall", "metric": "distance", "value": value, "provenance": "paper"}
    told = {"key": key, "title": key, "authors": ["A B"], "year": year, "venue": "V"}
    whole = {**told, "results": [result | {"source": "Table 1"} | fields]}
    paper = Paper.model_validate(gathered(whole))
    return paper, paper.results[0]


def ranks(comparable: ComparableSet) -> list[tuple[str, int | None]]:
    """Name papers and ranks of a set, in its order."""
    return [(row.paper.key, row.rank) for row in comparable.rows]


def test_set_shares_all_conditions() -> None:
    """Results stand together only where backbone, pre-training and split are the same."""
    found = comparable_sets(
        METRIC,
        [
            measured("a", 1, **TOLD),
            measured("b", 2, **TOLD),
            measured("c", 3, **TOLD | {"backbone": "A3"}),
            measured("d", 4, **TOLD | {"pretraining": "folded"}),
            measured("e", 5, **TOLD, split="indoors"),
        ],
        DECLARED,
    )
    assert [{key for key, _ in ranks(each)} for each in found] == [{"a", "b"}, {"c"}, {"d"}, {"e"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ViT-B/16", "vit b/16"), ("ImageNet-21k", "ImageNet 21K"), ("Swin_B", "Swin\u2011B")],
)
def test_spellings_are_one(one: str, other: str) -> None:
    """Capitals, blanks, hyphens and underscores make no other condition."""
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ViT-B/16", "ViT-B/32"), ("ImageNet-21k", "ImageNet-22k"), ("CLIP", "CLIP (LAION)")],
)
def test_conditions_stay_apart(one: str, other: str) -> None:
    """What may be another condition is one."""
    assert alike(one) != alike(other)


def test_most_frequent_spelling_is_shown() -> None:
    """A set shows each condition as most of its records spell it."""
    rows = [
        measured(f"p{n}", n, pretraining="x", backbone=b)
        for n, b in enumerate(["a 4", "A-4", "A-4"])
    ]
    (found,) = comparable_sets(METRIC, rows, DECLARED)
    assert found.conditions.by_id() == {"backbone": "A-4", "pretraining": "x", "split": None}
    assert found.conditions.said == ("A-4", "x")


@pytest.mark.parametrize("missing", [each.id for each in DECLARED.needed])
def test_missing_condition_is_never_compared(missing: str) -> None:
    """Results that leave a needed condition open form a set of their own, named and unranked."""
    told = {name: value for name, value in TOLD.items() if name != missing}
    rows = [
        measured("a", 1, **TOLD),
        measured("b", 9, 2021, **told),
        measured("c", 3, 2022, **told),
    ]
    first, second = comparable_sets(METRIC, rows, DECLARED)
    assert (ranks(first), first.conditions.missing) == ([("a", 1)], ())
    assert ranks(second) == [("c", None), ("b", None)]
    assert [each.id for each in second.conditions.missing] == [missing]
    assert not second.is_ranked


def test_sign_for_nothing_is_no_missing_condition() -> None:
    """A condition written as a mere sign stands apart from one that is not written."""
    rows = [measured("a", 1, **TOLD | {"backbone": "-"}), measured("b", 2, pretraining="none")]
    assert [ranks(each) for each in comparable_sets(METRIC, rows, DECLARED)] == [
        [("a", 1)],
        [("b", None)],
    ]


def test_unsaid_split_is_a_split_of_its_own() -> None:
    """Results without a split are ranked among themselves, not with those of a named one."""
    rows = [measured("a", 1, **TOLD), measured("b", 2, **TOLD, split="indoors")]
    assert [ranks(each) for each in comparable_sets(METRIC, rows, DECLARED)] == [
        [("a", 1)],
        [("b", 1)],
    ]


def test_equal_figures_share_rank() -> None:
    """Of equal figures all have the first one's rank, and the next place is left out."""
    rows = [measured(key, value, **TOLD) for key, value in [("a", 1), ("b", 3), ("c", 3), ("d", 2)]]
    (found,) = comparable_sets(METRIC, rows, DECLARED)
    assert ranks(found) == [("b", 1), ("c", 1), ("d", 3), ("a", 4)]


def test_lower_may_be_better() -> None:
    """Where lower is better, the lowest figure is first."""
    (found,) = comparable_sets(
        ERROR, [measured("a", 2, **TOLD), measured("b", 1, **TOLD)], DECLARED
    )
    assert ranks(found) == [("b", 1), ("a", 2)]


def test_row_tells_provenance() -> None:
    """A row says who reported its figure."""
    (found,) = comparable_sets(
        METRIC, [measured("a", 1, **TOLD | {"provenance": "reproduction"})], DECLARED
    )
    assert found.rows[0].provenance is Provenance.REPRODUCTION


def test_other_metrics_are_left_out() -> None:
    """Results of another metric of the benchmark stand in no set."""
    assert comparable_sets(METRIC, [measured("a", 1, metric="spread")], DECLARED) == ()


def test_papers_are_counted_once() -> None:
    """A paper with several results in a set is one paper."""
    rows = [measured(key, value, **TOLD) for key, value in [("a", 1), ("a", 2), ("b", 3), ("b", 4)]]
    (found,) = comparable_sets(METRIC, rows, DECLARED)
    assert (len(found.rows), found.papers) == (4, 2)


def test_settings_are_told() -> None:
    """What records say beyond the conditions is told once each."""
    rows = [measured(f"p{n}", n, **TOLD, setting=s) for n, s in enumerate([None, "x", None])]
    (found,) = comparable_sets(METRIC, rows, DECLARED)
    assert set(found.settings) == {None, "x"}


def test_trade_off_of_ranked_set() -> None:
    """Figures are set against parameters, fewest first; those without are left out."""
    costs = [("a", 5, 10.0), ("b", 9, 1.0), ("c", 7, 1.0), ("d", 99, None), ("e", 9.5, 20.0)]
    rows = [measured(k, v, **TOLD, trainable_params_m=p) for k, v, p in costs]
    (found,) = comparable_sets(METRIC, rows, DECLARED)
    assert [(m.row.paper.key, m.amount, m.value, m.is_front) for m in found.marks] == [
        ("b", 1, 9, True),
        ("c", 1, 7, False),
        ("a", 10, 5, False),
        ("e", 20, 9.5, True),
    ]


def test_trade_off_of_errors() -> None:
    """Where lower is better, the front goes down."""
    rows = [
        measured(k, v, **TOLD, trainable_params_m=p)
        for k, v, p in [("a", 5, 1), ("b", 9, 2), ("c", 4, 3)]
    ]
    (found,) = comparable_sets(ERROR, rows, DECLARED)
    assert [mark.is_front for mark in found.marks] == [True, False, True]


def test_no_trade_off_without_conditions() -> None:
    """A set whose conditions are not all said gives no points to compare."""
    (found,) = comparable_sets(METRIC, [measured("a", 1, trainable_params_m=1)], DECLARED)
    assert found.marks == ()


FIGURES = st.integers(-3, 3).map(float) | st.floats(allow_nan=False, allow_infinity=False)
POINTS = st.lists(st.tuples(FIGURES, FIGURES))


def dominates(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether one is no worse in both and better in one."""
    return one[0] <= other[0] and one[1] >= other[1] and one != other


@given(POINTS)
def test_front_is_what_nothing_dominates(points: list[tuple[float, float]]) -> None:
    """No point of the front is dominated, and every other is."""
    dominated = [any(dominates(other, point) for other in points) for point in points]
    assert pareto_front(points) == [not each for each in dominated]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["x", "X ", None]))))
def test_rank_counts_the_better(drawn: list[tuple[int, str | None]]) -> None:
    """A rank is one more than the number of better figures in the set; no result is lost."""
    rows = [measured(f"p{n}", v, backbone="b", pretraining=p) for n, (v, p) in enumerate(drawn)]
    found = comparable_sets(METRIC, rows, DECLARED)
    assert sum(len(each.rows) for each in found) == len(rows)
    for each in found:
        values = [row.result.value for row in each.rows]
        better = [1 + sum(other > value for other in values) for value in values]
        assert [row.rank for row in each.rows] == (
            better if each.is_ranked else [None] * len(values)
        )


def test_real_results_are_all_placed(real_library: Library) -> None:
    """Every result of the real records stands in exactly one set of its benchmark."""
    for benchmark in real_library.benchmarks.values():
        found = real_library.on_benchmark.get(benchmark.id, [])
        sets = [
            each for m in benchmark.metrics for each in real_library.comparable_sets(benchmark)[m]
        ]
        assert sum(len(each.rows) for each in sets) == len(found)


def quantity(direction: str) -> ResultFields:
    """Declare one quantity and nothing else."""
    told = {"id": "weight", "title": "Weight", "direction": direction}
    return ResultFields.sound((), (Quantity.model_validate(told),))


AMOUNTS = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1)


@given(AMOUNTS, st.sampled_from(["lower", "higher"]), st.sampled_from([METRIC, ERROR]))
def test_front_follows_both_directions(
    drawn: list[tuple[int, int]], direction: str, metric: Metric
) -> None:
    """A result is on the front where none is better in one of figure and quantity, and no worse."""
    declared = quantity(direction)
    rows = []
    for n, (value, amount) in enumerate(drawn):
        paper, result = measured(f"p{n}", value)
        rows.append((paper, result.model_copy(update={"quantities": {"weight": amount}})))
    (found,) = comparable_sets(metric, rows, declared)
    signs = (1 if direction == "lower" else -1, 1 if metric is METRIC else -1)
    points = [(signs[0] * mark.amount, signs[1] * mark.value) for mark in found.marks]
    assert len(points) == len(drawn)
    assert [mark.is_front for mark in found.marks] == [
        not any(dominates(other, point) for other in points) for point in points
    ]
    assert [cost for cost, _ in points] == sorted(cost for cost, _ in points)


def test_equal_results_have_equal_hashes() -> None:
    """In whatever order a record writes declared fields, the result is the same, in sets too."""
    _, one = measured("a", 1, **TOLD, trainable_params_m=1, total_params_m=2)
    turned = {name: dict(reversed(getattr(one, name).items())) for name in result_fields.GROUPS}
    assert len({one, one.model_copy(update=turned)}) == 1


def test_axis_is_the_marked_one_or_the_first() -> None:
    """Figures set results against the marked quantity, and without a mark against the first."""
    told = {"title": "T", "direction": "lower"}
    plain = [Quantity.model_validate({**told, "id": name}) for name in ("one", "two")]
    marked = [plain[0], plain[1].model_copy(update={"axis": True})]
    assert ResultFields.sound((), plain).axis is plain[0]
    assert ResultFields.sound((), marked).axis is marked[1]
    assert ResultFields.sound((), ()).axis is None


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("doses", ("5 mg", "10 mg")),
        ("weeks", ("4",)),
        ("mass", ("0.5",)),
        ("blind", ("yes",)),
        ("begun", ("2024-05-31",)),
        ("year", ("2020",)),
        ("links", ()),
        ("gone", ()),
        (None, ()),
    ],
)
def test_a_paper_says_it_itself(field: str | None, said: tuple[str, ...]) -> None:
    """A condition refers to any field of a paper, the survey's own or every survey's."""
    paper, _ = measured("a", 1)
    extra = {"doses": ("5 mg", "10 mg"), "weeks": 4, "mass": 0.5, "blind": True}
    paper = paper.model_copy(update={"extra": {**extra, "begun": dt.date(2024, 5, 31)}})
    condition = Condition.model_validate({"id": "dose", "title": "Dose", "field": field})
    assert of_paper(paper, condition) == said
