from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library import Library
from site_builder.record.fields import DeclaredField
from site_builder.record.models import BenchmarksFile, Paper, RelationKind, TaxonomyFile
from site_builder.record.taxonomy import Taxonomy
from site_builder.related import LEAST, MOST, Related

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.related import Relative

BIRDS = Taxonomy(
    TaxonomyFile.model_validate(
        {
            "facets": [
                {
                    "id": "bird",
                    "title": "Bird",
                    "description": "Which bird.",
                    "categories": [
                        {
                            "id": "owl",
                            "title": "Owls",
                            "description": "By night.",
                            "children": [
                                {"id": "barn-owl", "title": "Barn owl", "description": "In barns."},
                                {"id": "eagle-owl", "title": "Eagle-owl", "description": "Large."},
                            ],
                        },
                        {"id": "duck", "title": "Ducks", "description": "On water."},
                    ],
                }
            ]
        }
    ).facets
)
COUNT = {
    "id": "great-count",
    "name": "Great Count",
    "description": "Everybody counts.",
    "metrics": [{"id": "seen", "name": "Birds seen", "direction": "higher"}],
}


OWN = (DeclaredField.model_validate({"id": "glasses", "title": "Glasses", "type": "list"}),)


def paper(key: str, title: str, **fields: Any) -> Paper:
    """Make a paper; who wrote it differs from paper to paper unless told."""
    told = {"key": key, "title": title, "authors": [f"Nobody {key}"], "year": 2020, "venue": "V"}
    return Paper.model_validate(told | fields)


def library(papers: Iterable[Paper]) -> Library:
    """Make a library of papers."""
    benchmarks = BenchmarksFile.model_validate({"benchmarks": [COUNT]}).benchmarks
    by_key = {each.key: each for each in papers}
    return Library(
        Path(), taxonomy=BIRDS, papers=by_key, benchmark_entries=benchmarks, field_entries=OWN
    )


def filler(number: int) -> list[Paper]:
    """Make papers that share nothing, so that what two others share is rare."""
    return [paper(f"filler{n}", f"Unlike{n} other{n}") for n in range(number)]


def relatives(*papers: Paper) -> dict[str, Relative]:
    """Give what is related to the first paper among many, by key."""
    related = Related(library([*papers, *filler(20)]))
    return {each.paper.key: each for each in related.to(papers[0].key)}


def keys(found: Iterable[Relative]) -> list[str]:
    """Name the papers found, in their order."""
    return [each.paper.key for each in found]


def test_telling_words_relate() -> None:
    """Papers that share rare words are related, and the words are told, weightiest first."""
    found = relatives(
        paper("a", "The flight of swifts"), paper("b", "Flight: a study of the Swift")
    )
    assert set(found["b"].words) == {"flight", "swifts"}


def test_common_words_do_not_relate() -> None:
    """What nearly every title says makes no two papers related."""
    related = Related(library(paper(f"p{n}", f"A study of bird number{n}") for n in range(40)))
    assert max((each.score for each in related.to("p0")), default=0) < 0.5
    words = Related(
        library([paper(f"p{n}", f"A study {n}") for n in range(40)] + [paper("a", "Study of owls")])
    )
    assert all("owls" not in each.words for each in words.to("p0"))


def test_words_of_prose_count() -> None:
    """Abstracts and summaries are read beside titles, formulas and macros by what they show."""
    papers = [
        paper("a", "One", abstract=r"The \emph{nightjar} sings."),
        paper("b", "Two", summary="Nightjars recorded."),
        *(paper(f"c{n}", "Three", abstract=f"Other{n} birds.") for n in range(8)),
    ]
    assert Related(library(papers)).to("a")[0].words == ("nightjar",)


def test_few_abstracts_do_not_bind_each_other() -> None:
    """While few papers have an abstract, the words that all of these hold count for little."""
    phrase = "We propose experiments that demonstrate improvements"
    found = relatives(
        paper("a", "Swift flight", abstract=phrase),
        paper("b", "Owl calls", abstract=phrase),
        paper("c", "Swift flight again"),
    )
    assert next(iter(found)) == "c"


def test_method_is_shown_as_written() -> None:
    """A word is told in the spelling that titles prefer; a mere capital at its head goes."""
    found = relatives(
        paper("a", "Calls of owls", method="HooT"),
        paper("b", "HooT again: Calls"),
        paper("c", "hoot: calls at length"),
    )
    assert set(found["b"].words) == {"HooT", "calls"}
    assert set(found["c"].words) == {"HooT", "calls"}


def test_deepest_shared_categories_are_told() -> None:
    """Of the categories that both papers stand in, those are told that have none below them."""
    found = relatives(
        paper("a", "One", categories={"bird": ["barn-owl"]}),
        paper("b", "Two", categories={"bird": ["barn-owl"]}),
        paper("c", "Three", categories={"bird": ["eagle-owl"]}),
    )
    assert [node.id for node in found["b"].categories] == ["barn-owl"]
    assert [node.id for node in found["c"].categories] == ["owl"]
    assert found["b"].score > found["c"].score


def test_rare_category_counts_more() -> None:
    """To share a category that few papers stand in relates more than one that many do."""
    many = [paper(f"d{n}", f"Duck{n} only{n}", categories={"bird": ["duck"]}) for n in range(10)]
    both = {"bird": ["duck", "barn-owl"]}
    rare = paper("rare", "Two", categories={"bird": ["barn-owl"]})
    found = Related(library([paper("a", "One", categories=both), rare, *many, *filler(9)])).to("a")
    assert found[0].paper.key == "rare"


def test_authors_benchmarks_and_lists_relate() -> None:
    """People, benchmarks and values of own lists in common are reasons, whatever the spelling's capitals."""
    result = {
        "benchmark": "great-count",
        "metric": "seen",
        "value": 3,
        "provenance": "paper",
        "source": "Table 1",
    }
    same: dict[str, Any] = {"authors": ["Ann Heron"], "results": [result]}
    found = relatives(
        paper("a", "One", extra={"glasses": ("Field Glass 8x",)}, **same),
        paper("b", "Two", extra={"glasses": ("field glass 8X",)}, **same),
    )
    assert [person.name.display for person in found["b"].authors] == ["Ann Heron"]
    assert [benchmark.id for benchmark in found["b"].benchmarks] == ["great-count"]
    assert [(field.id, texts) for field, texts in found["b"].fields] == [
        ("glasses", ("field glass 8X",))
    ]


def test_one_of_many_authors_tells_less() -> None:
    """An author shared with a large group relates less than one shared with a small one."""
    group = ["Ann Heron", *(f"Member of{n}" for n in range(30))]
    found = relatives(
        paper("a", "One", authors=["Ann Heron"]),
        paper("large", "Two", authors=group),
        paper("small", "Three", authors=["Ann Heron", "Bo Wren"]),
    )
    assert list(found) == ["small", "large"][: len(found)]


def test_relations_relate_both() -> None:
    """A relation makes both papers related, and tells from which side it was said."""
    said = {"kind": "extends", "paper": "b", "source": "the introduction"}
    papers = [paper("a", "One", relations=[said]), paper("b", "Two"), *filler(9)]
    related = Related(library(papers))
    assert [(r.paper.key, r.says, r.is_said) for r in related.to("a")] == [
        ("b", (RelationKind.EXTENDS,), ())
    ]
    assert [(r.paper.key, r.says, r.is_said) for r in related.to("b")] == [
        ("a", (), (RelationKind.EXTENDS,))
    ]


def test_relation_to_nowhere_is_passed_over() -> None:
    """A relation to a paper that is not there, or to the paper itself, relates nothing."""
    said = [{"kind": "uses", "paper": name, "source": "x"} for name in ("gone", "a")]
    assert relatives(paper("a", "One", relations=said)) == {}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_papers(count: int) -> None:
    """A library of none, one or two papers works."""
    papers = [paper(f"p{n}", "Gliding owls") for n in range(count)]
    related = Related(library(papers))
    for each in papers:
        assert keys(related.to(each.key)) == [p.key for p in papers if p.key != each.key]


def test_identical_papers_come_in_order_of_keys() -> None:
    """Papers that are equally near come in the order of the library, no more than asked for."""
    papers = [paper(f"p{n}", "Gliding owls", authors=["A B"]) for n in range(30)]
    related = Related(library(papers))
    assert keys(related.to("p3")) == ["p0", "p1", "p2", "p4", "p5", "p6"]
    assert len(related.to("p3")) == MOST
    assert keys(related.to("p3", most=2)) == ["p0", "p1"]


def test_texts_without_telling_words() -> None:
    """Titles of stop words, single letters or signs alone relate nothing and break nothing."""
    texts = ["What is it, and why?", "A b c", "…", "$x$", "The which of the whom"]
    related = Related(library(paper(f"p{n}", text) for n, text in enumerate(texts)))
    assert [related.to(f"p{n}") for n in range(len(texts))] == [()] * len(texts)


def test_unknown_key_is_refused() -> None:
    """To ask for a paper that is not there is a KeyError."""
    with pytest.raises(KeyError):
        Related(library([])).to("nobody")


TITLES = st.lists(
    st.text(st.sampled_from("ab c dß鳥'$\\{}-\N{COMBINING ACUTE ACCENT}"), min_size=1).filter(
        str.strip
    ),
    max_size=8,
)


@given(TITLES)
def test_any_titles(titles: list[str]) -> None:
    """Whatever titles say, nobody is related to itself, nearer ones come first, and all say why."""
    papers = [paper(f"p{n}", title) for n, title in enumerate(titles)]
    related = Related(library(papers))
    for each in papers:
        found = related.to(each.key)
        assert each.key not in keys(found)
        assert [-r.score for r in found] == sorted(-r.score for r in found)
        assert all(r.score >= LEAST and r.words for r in found)


def cosine(one: str, other: str, titles: list[str]) -> float:
    """Compare two titles by the definition of TF-IDF, the slow way."""
    texts = [title.split() for title in titles]

    def weight(word: str, text: list[str]) -> float:
        found = sum(word in each for each in texts)
        rarity = 1 + math.log((1 + len(texts)) / (1 + found))
        return (1 + math.log(2 * text.count(word))) * rarity

    vectors = [{word: weight(word, text) for word in text} for text in (one.split(), other.split())]
    dot = sum(vectors[0][word] * vectors[1].get(word, 0) for word in vectors[0])
    lengths = [math.sqrt(sum(x * x for x in vector.values())) for vector in vectors]
    return dot / (lengths[0] * lengths[1])


@given(
    st.lists(
        st.lists(st.sampled_from(["wren", "heron", "swift", "dipper"]), min_size=1).map(" ".join),
        min_size=2,
        max_size=8,
    )
)
def test_score_is_cosine(titles: list[str]) -> None:
    """With nothing but titles to go by, the score is the cosine of TF-IDF vectors."""
    related = Related(library(paper(f"p{n}", title) for n, title in enumerate(titles)))
    for each in related.to("p0"):
        expected = cosine(titles[0], titles[int(each.paper.key[1:])], titles)
        assert each.score == pytest.approx(expected, abs=1e-5)


@pytest.mark.slow
def test_same_on_every_run(root: Path) -> None:
    """Related papers of the real records are the same whatever seed Python hashes with."""
    code = (
        "from pathlib import Path; from site_builder.library import Library;"
        "from site_builder.related import Related; library, _ = Library.load(Path());"
        "related = Related(library);"
        "print([[(r.paper.key, r.score, r.words) for r in related.to(k)] for k in library.papers])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 1000


CHECKED: Final = """
import sys
from site_builder.cli import main
main(["check"], standalone_mode=False)
print(*({"jinja2", "numpy", "site_builder.figures", "site_builder.related"} & set(sys.modules)))
"""


def test_checking_does_not_wait_for_it(tiny_survey: Path) -> None:
    """`survey check` runs without this module, the arithmetic that it needs, and what draws pages."""
    command = [sys.executable, "-c", CHECKED]
    done = subprocess.run(command, cwd=tiny_survey, capture_output=True, text=True, check=True)
    assert done.stderr.startswith("4 papers read")
    assert done.stdout.splitlines()[-1] == ""
