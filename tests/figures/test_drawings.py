"""Every kind of figure: inert, in the page's colours, with its numbers and links in a table."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.figures import (
    Arc,
    Axes,
    Figure,
    Group,
    Link,
    Measure,
    Point,
    Stop,
    arcs,
    heat_map,
    icicle,
    lineage,
    multiples,
    relations,
    scatter,
    timeline,
    years_by_category,
)
from site_builder.figures.colours import CATEGORIES
from site_builder.figures.cuts import cut
from site_builder.figures.svg import fit, link, plain, tag, text, width_of
from site_builder.library import Library
from site_builder.record.models import Paper, TaxonomyFile
from site_builder.record.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.figures import Cell

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "g", "a", "title", "text", "tspan", "rect", "line", "path", "circle"}
HOSTILE = "<script>alert('x')</script> \"&amp; ]]> {{ 7*7 }}"
NOT_ATTRIBUTES = re.compile(r"on.*|id|style|.*:.*|\{.*")


def category(name: str, title: str = "", children: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Make a category as taxonomy.yaml has it."""
    return {
        "id": name,
        "title": title or name.title(),
        "description": "Some.",
        "children": list(children),
    }


TREE = [
    category("owl", "Owls", [category("barn-owl", "Barn owl"), category("eagle-owl", HOSTILE)]),
    category("duck", "Ducks"),
]
PLACES = [category("water"), category("wood"), category("field")]


def taxonomy(**facets: list[dict[str, Any]]) -> Taxonomy:
    """Make a taxonomy of facets with their categories."""
    made = [
        {"id": name, "title": name.title(), "description": "Some.", "categories": categories}
        for name, categories in facets.items()
    ]
    return Taxonomy(TaxonomyFile.model_validate({"facets": made}).facets)


def paper(key: str, year: int = 2020, **fields: Any) -> Paper:
    """Make a paper; categories are given by facet."""
    told = {"key": key, "title": key, "authors": ["A B"], "year": year, "venue": "V"}
    categories = {name: fields.pop(name) for name in ("bird", "place") if name in fields}
    return Paper.model_validate({**told, "categories": categories, **fields})


def library(*papers: Paper, tree: Taxonomy | None = None) -> Library:
    """Make a library of birds and places."""
    found = tree or taxonomy(bird=TREE, place=PLACES)
    return Library(Path(), taxonomy=found, papers={each.key: each for each in papers})


PAPERS = (
    paper("a", 2018, title=HOSTILE, method=HOSTILE, bird=["barn-owl", "eagle-owl"], place=["wood"]),
    paper("b", 2019, bird=["eagle-owl"], place=["wood", "field"], method="鳥" * 50),
    paper(
        "c",
        2021,
        bird=["duck"],
        place=["water"],
        relations=[
            {"kind": "extends", "paper": "a", "source": "x"},
            {"kind": "compares-with", "paper": "d", "source": "x"},
        ],
    ),
    paper("d", 2021, relations=[{"kind": "uses", "paper": "gone", "source": "x"}]),
)
POINTS = (
    Point(HOSTILE, "papers/a/", 0.5, 70, is_front=True, kind="paper", note="large"),
    Point("b", "javascript:alert(1)", 0.7, 60, is_front=False, kind="derived"),
    Point("c", "papers/c/", 3, 71.5, is_front=True, kind="derived"),
)


def drawn(root: str = "../../") -> list[Figure]:
    """Draw one figure of each kind from hostile papers."""
    survey = library(*PAPERS)
    bird, place_ = survey.taxonomy.facets
    found = [
        years_by_category(survey, bird, root),
        timeline(HOSTILE, PAPERS),
        icicle(survey, bird, root),
        lineage(survey, root),
        scatter(HOSTILE, POINTS, Axes(Measure(HOSTILE), Measure(HOSTILE, unit=HOSTILE)), root),
        arcs(
            HOSTILE,
            f"{HOSTILE}.",
            [
                Stop(HOSTILE, "papers/a/", 2018, HOSTILE, is_focus=True),
                Stop("b", "javascript:alert(1)", 2019, HOSTILE),
            ],
            [Arc(0, 1, "extends", is_strong=True, is_focus=True)],
            root,
        ),
        multiples(HOSTILE, [Group(HOSTILE, "javascript:alert(1)", PAPERS[:2])], PAPERS, root),
        heat_map(survey, bird, place_, root, lambda one, other: f"x/?a={one.id}&b={other.id}"),
    ]
    return [figure for figure in found if figure]


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    """Give one figure of each kind."""
    return drawn()


def parsed(text: str) -> ET.Element:
    """Read XML of our own."""
    return ET.fromstring(text)  # noqa: S314 - it is ours


def elements(figure: Figure) -> Iterator[ET.Element]:
    """Read a figure as XML."""
    return parsed(figure.svg).iter()


def texts(figure: Figure) -> list[str]:
    """List what a figure's letters say."""
    return [element.text or "" for element in elements(figure) if element.tag == f"{SVG}text"]


def attributes(figure: Figure, name: str) -> list[dict[str, str]]:
    """Give the attributes of all elements of a name."""
    return [element.attrib for element in elements(figure) if element.tag == f"{SVG}{name}"]


def titles(cells: Iterable[Cell]) -> list[str]:
    """List what the cells of a table say."""
    return [cell.title if isinstance(cell, Link) else cell for cell in cells]


def test_one_of_each_kind(figures: list[Figure]) -> None:
    """All kinds of figures can be drawn from hostile records."""
    assert len(figures) == 8


def test_pictures_are_inert(figures: list[Figure]) -> None:
    """A picture holds shapes, letters and links alone: no script, style, id or reference."""
    for figure in figures:
        for element in elements(figure):
            assert element.tag.removeprefix(SVG) in ELEMENTS
            assert not [name for name in element.attrib if NOT_ATTRIBUTES.fullmatch(name)]
            assert "url(" not in "".join(element.attrib.values())


def test_links_stay_in_site(figures: list[Figure]) -> None:
    """Every link is relative to the page and leads to a folder of the site."""
    hrefs = [found["href"] for figure in figures for found in attributes(figure, "a")]
    assert "../../papers/a/" in hrefs
    assert "../../bird/owl/" in hrefs
    assert "../../x/?a=barn-owl&b=wood" in hrefs
    for href in hrefs:
        assert re.fullmatch(r"\.\./\.\./[a-z][a-z0-9/-]*/(\?[a-z=&-]+)?", href)


def test_links_are_passed_by_keyboard(figures: list[Figure]) -> None:
    """Marks are no stops of the tab key, for the table has the same links."""
    for figure in figures:
        found = attributes(figure, "a")
        assert all(each["tabindex"] == "-1" for each in found)
        cells = chain(figure.table.headers, *figure.table.rows)
        in_table = {cell.uri for cell in cells if isinstance(cell, Link)}
        assert {each["href"].removeprefix("../../") for each in found} <= in_table


def test_links_are_named(figures: list[Figure]) -> None:
    """Every link says where it leads: by its title, or by the letters in it."""
    for figure in figures:
        for found in elements(figure):
            if found.tag == f"{SVG}a":
                assert "".join(found.itertext()).strip()


def test_hostile_text_is_shown_as_text(figures: list[Figure]) -> None:
    """Markup in a record is seen as it was written, in names, tables and hints."""
    for figure in figures:
        assert "<script" not in figure.svg
    hints = [e.text or "" for f in figures for e in elements(f) if e.tag == f"{SVG}title"]
    assert any("<script>alert('x')</script>" in hint for hint in hints)


def test_colours_follow_page(figures: list[Figure]) -> None:
    """Paint is the page's text colour or a custom property of the style sheet, nothing fixed."""
    for figure in figures:
        for element in elements(figure):
            for name in ("fill", "stroke"):
                paint = element.get(name, "none")
                assert paint in {"none", "currentColor"} or paint.startswith("var(--survey-figure-")


def test_pictures_say_the_same_every_time(figures: list[Figure]) -> None:
    """Figures drawn twice are the same to the byte."""
    assert drawn() == figures


def test_words_stand_beside_picture(figures: list[Figure]) -> None:
    """Each figure is named, described in a sentence and has its numbers in a full table."""
    for figure in figures:
        assert parsed(figure.svg).get("aria-label") == figure.title != ""
        assert figure.description.endswith(".")
        assert figure.table.rows
        assert {len(row) for row in figure.table.rows} == {len(figure.table.headers)}


@pytest.mark.parametrize("colour", CATEGORIES)
@pytest.mark.parametrize("background", ["#ffffff", "#1e2129"])
def test_colours_stand_out(colour: str, background: str) -> None:
    """Each colour has the contrast that WCAG 2.2 asks of graphics (1.4.11) in light and dark."""

    def luminance(text: str) -> float:
        parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(colour), luminance(background)))
    assert (light + 0.05) / (dark + 0.05) >= 3


# Elements


@given(st.text())
def test_letters_are_what_was_given(letters: str) -> None:
    """Whatever a text holds, an XML reader finds it again, but for what XML cannot hold."""
    read = parsed(tag("g", text(letters, 1, 2), aria_label=letters))
    allowed = [c for c in letters if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")]
    kept = "".join(c for c in allowed if not "\ud800" <= c <= "\udfff")
    assert (read[0].text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join((read.get("aria-label") or "").split()) == "".join(kept.split())


@given(st.text(), st.floats(0, 300))
def test_shortened_text_fits(letters: str, room: float) -> None:
    """A text is cut to its room, with an ellipsis where one has room at all."""
    short = fit(letters, room)
    assert width_of(short) <= max(room, width_of("…"))
    assert short == letters or letters.startswith(short[:-1])


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "/x/",
        "https://x.example/",
        "../x/",
        "x",
        "a b/",
        "X/",
    ],
)
def test_link_elsewhere_is_none(uri: str) -> None:
    """What is no folder of the site is no link."""
    assert link("../", uri, text("x", 0, 0)).startswith("<g>")


def test_text_is_plain() -> None:
    """Formulas and macros of a record are shown by what they mean."""
    assert plain(r"\emph{Big}  $x_1$") == "Big x₁"


def test_heat_map_has_empty_cells() -> None:
    """Pairs without papers are cells, too, and the table counts them as 0."""
    survey = library(*PAPERS)
    made = heat_map(survey, *survey.taxonomy.facets)
    assert made
    labels = [e.text or "" for e in elements(made) if e.tag == f"{SVG}title"]
    assert len(attributes(made, "rect")) == len(labels)
    counts = [int(label.rpartition(": ")[2].split()[0]) for label in labels]
    assert sorted(counts) == [0, 0, 0, 0, 0, 1, 1, 1, 2]
    assert titles(made.table.headers) == ["Bird", "Water", "Wood", "Field"]
    assert [row[1:] for row in made.table.rows] == [
        ("0", "1", "0"),
        ("0", "2", "1"),
        ("1", "0", "0"),
    ]
    assert "4 of 9 pairs have papers, 5 have none yet" in made.description


def test_years_without_papers_are_shown() -> None:
    """A timeline has every year from the first to the last, or those that it is told."""
    figure = timeline("T", [paper("a", 2018), paper("b", 2021), paper("c", 2021)])
    assert figure
    assert {"2018", "2019", "2020", "2021"} <= set(texts(figure))
    assert figure.table.rows == (("2018", "1"), ("2021", "2"))
    wider = timeline("T", [paper("a", 2018)], range(2015, 2020))
    assert wider
    assert "2015" in texts(wider)


def test_stacks_count_each_category() -> None:
    """A paper counts in each of its topmost categories once; those in none are the rest."""
    survey = library(*PAPERS)
    figure = years_by_category(survey, survey.taxonomy.facets[0])
    assert figure
    assert titles(figure.table.headers) == ["Year", "Owls", "Ducks", "Other papers"]
    assert figure.table.rows == (
        ("2018", "1", "0", "0"),
        ("2019", "1", "0", "0"),
        ("2021", "0", "1", "1"),
    )


def test_many_categories_share_the_rest() -> None:
    """Where there are more categories than colours, those with most papers keep theirs."""
    many = [category(f"c{n}") for n in range(20)]
    papers = [paper(f"p{n}-{m}", bird=[f"c{n}"]) for n in range(20) for m in range(n)]
    survey = library(*papers, tree=taxonomy(bird=many))
    figure = years_by_category(survey, survey.taxonomy.facets[0])
    assert figure
    assert titles(figure.table.headers[1:]) == [*(f"C{n}" for n in range(11, 20)), "Other papers"]


def test_children_fill_their_parent() -> None:
    """In the picture of the tree, children are as high as their parent together."""
    survey = library(*PAPERS)
    figure = icicle(survey, survey.taxonomy.facets[0])
    assert figure
    boxes = [
        {k: float(v) for k, v in r.items() if k in {"x", "y", "width", "height"}}
        for r in attributes(figure, "rect")
    ]
    owls, barn, eagle, ducks = boxes[::2]
    assert barn["height"] + eagle["height"] + 2 == pytest.approx(owls["height"])
    assert (barn["y"], eagle["y"]) == (owls["y"], pytest.approx(barn["y"] + barn["height"] + 2))
    assert barn["x"] > owls["x"]
    assert ducks["width"] == 640
    assert [row[2] for row in figure.table.rows] == ["2", "1", "2", "1"]


def test_lineage_goes_through_years() -> None:
    """Later papers stand further right, no two in one place, and unknown ones are passed over."""
    figure = lineage(library(*PAPERS))
    assert figure
    boxes = [(float(r["x"]), float(r["y"])) for r in attributes(figure, "rect")]
    assert len(set(boxes)) == len(boxes) == 3
    a, c, d = boxes
    assert a[0] < c[0] == d[0]
    assert abs(c[1] - d[1]) >= 24
    assert [row[1] for row in figure.table.rows] == ["extends", "compares with"]


def test_lines_cross_no_box() -> None:
    """A line that passes a year by has a row of its own there."""
    said = [{"kind": "extends", "paper": "a", "source": "x"}]
    papers = [paper("a", 2018), paper("m", 2019, relations=said), paper("z", 2020, relations=said)]
    figure = lineage(library(*papers))
    assert figure
    middle = next(r for r in attributes(figure, "rect") if 100 < float(r["x"]) < 300)
    top, bottom = float(middle["y"]), float(middle["y"]) + float(middle["height"])
    path = max((p["d"] for p in attributes(figure, "path")), key=len)
    level = float(re.findall(r"L[\d.]+,([\d.]+)", path)[0])
    assert not top <= level <= bottom


def test_large_lineage_keeps_the_best_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the relations are too many, the picture says so and the table has all of them."""
    monkeypatch.setattr(relations, "MOST", 3)
    hub = [paper("hub", 2000)]
    said = [{"kind": "uses", "paper": "hub", "source": "x"}]
    papers = [*hub, *(paper(f"p{n}", 2001 + n, relations=said) for n in range(6))]
    figure = lineage(library(*papers))
    assert figure
    assert len(attributes(figure, "rect")) == 3
    assert len(figure.table.rows) == 6
    assert "the 3 papers with most relations" in figure.description


@pytest.mark.parametrize("papers", [(), (paper("z"),)])
def test_nothing_to_show_is_no_figure(papers: tuple[Paper, ...]) -> None:
    """Without papers, categories or relations there is no figure of them."""
    survey = library(*papers)
    bird, place_ = survey.taxonomy.facets
    assert lineage(survey) is None
    assert icicle(survey, bird) is None
    assert heat_map(survey, bird, place_) is None
    assert (timeline("T", papers) is None) == (not papers)
    assert (years_by_category(survey, bird) is None) == (not papers)


@pytest.mark.parametrize(
    ("most", "ids"), [(9, ["barn-owl", "eagle-owl", "duck"]), (2, ["owl", "duck"]), (1, ["owl"])]
)
def test_tree_is_cut_where_it_fits(most: int, ids: list[str]) -> None:
    """A tree is cut as deep as there is room; of too many roots the fullest stay."""
    survey = library(*PAPERS)
    facet = survey.taxonomy.facets[0]
    found = cut(survey, facet, most)
    assert [node.id for node in found.nodes] == ids
    assert found.of(PAPERS[0]) == list(range(len({"owl", "barn-owl", "eagle-owl"} & set(ids))))


def test_real_records_are_drawn(real_library: Library) -> None:
    """The real records give a figure of every kind that needs no results."""
    for facet in real_library.taxonomy.facets:
        assert years_by_category(real_library, facet)
        assert icicle(real_library, facet)
    assert lineage(real_library)
    assert heat_map(real_library, *real_library.taxonomy.facets[:2])


def test_panels_stand_before_the_whole_collection() -> None:
    """Each panel has the collection behind its bars; years of which that has hardly anything are pale."""
    papers = [paper(f"p{n}", 2020 + n % 2) for n in range(40)] + [paper("late", 2022)]
    figure = multiples(
        "T", [Group("All", "papers/", papers), Group("Few", "x/", papers[:3])], papers
    )
    assert figure
    rects = attributes(figure, "rect")
    ground = [r for r in rects if r["fill"] == "currentColor"]
    assert len(ground) == 2 * 3
    pale = [r for r in rects if r["fill"] != "currentColor" and "fill-opacity" in r]
    assert len(pale) == 1
    assert "2022" in figure.description
    assert figure.table.rows[0] == ("2020", "20", "20", "2")


def test_arcs_reach_from_line_to_line() -> None:
    """Every paper has a line of its own, in the order given, and each arc joins two of them."""
    stops = [Stop(f"s{n}", f"papers/s{n}/", 2020 + n // 2, "T") for n in range(5)]
    figure = arcs(
        "T", "D", stops, [Arc(0, 3, "uses", is_strong=False), Arc(1, 2, "extends", is_strong=True)]
    )
    dots = [float(c["cy"]) for c in attributes(figure, "circle")]
    assert dots == sorted(set(dots))
    arced = [part for p in attributes(figure, "path") for part in p["d"].split("M") if "C" in part]
    ends = [re.findall(r",([\d.]+)", part) for part in arced]
    assert [(float(e[0]), float(e[-1])) for e in ends] == [(dots[0], dots[3]), (dots[1], dots[2])]
    assert [row[1] for row in figure.table.rows] == ["uses", "extends"]
