"""The page of a paper shows all that its record says, and what others say of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from site_builder.pages import papers
from site_builder.pages.wording import beginning, format_number
from site_builder.record.models import Paper
from site_builder.record.publication import doi_url, short_authors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from site_builder.pages import Writer

    MakeSurvey = Callable[..., Path]
    ReadHtml = Callable[[str], Any]
    Site = Any

FULL = """
title: Folding $n$ Times
method: Nfold
authors: [{given: Ada, family: Folder, orcid: 0000-0002-1825-0097}, {literal: The Hall Team}]
year: 2023
venue: JPA
volume: 7
number: 2
pages: 12-19
arxiv_id: "2301.00001"
arxiv_class: cs.RO
doi: 10.99999/(SICI)1<2:a#b>3
links: {code: https://code.example/x, video: https://video.example/y}
fold: [blunt-dart, glider]
flying_place: [indoors]
submitted: 2023-01-02
comment: 12 pages, $n=7$
journal_ref: J. Paper Aeropl. 7
summary: Folds again and again.
abstract: |-
  We fold $n$ times.

  Then we \\emph{fly}.
papers_folded: [A4, A5]
sheets: 2
results:
  - benchmark: long-hall
    metric: spread
    value: 0.125
    variant: Nfold-7
    backbone: A4, 80 g
    split: evening
    setting: by hand
    trainable_params_m: 2
    provenance: reproduction
    source: [https://hall.example/log, a letter]
relations:
  - {kind: supersedes, paper: vouw2020blunt, source: page 2}
sources: [the paper, https://example.org/facts]
notes: Flown *by hand*.
added: 2026-01-02
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path, render_survey: Any) -> Site:
    """The made-up survey with a record that uses every field."""
    survey = tmp_path_factory.mktemp("full") / "survey"
    shutil.copytree(tiny_survey, survey)
    (survey / "papers" / "folder2023folding.yaml").write_text(FULL, encoding="utf-8")
    return render_survey(survey)


PAPER = "papers/folder2023folding/"


@pytest.mark.parametrize(
    "shown",
    [
        "Nfold", "Ada Folder, The Hall Team",
        "JPA, Journal of Paper Aeroplanes, volume 7, number 2, pages 12\N{EN DASH}19", "2023",
        "arXiv:2301.00001 (cs.RO)", "doi:10.99999/(SICI)1<2:a#b>3",
        "Code (code.example)", "Video (video.example)",
        "Dart \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Blunt dart", "Glider", "Indoors",
        "Nfold Folds again and again. Ada Folder", "Abstract by the authors", "Then we fly.",
        "Papers folded A4, A5", "Sheets 2", "First submitted 2023-01-02",
        "Authors\N{RIGHT SINGLE QUOTATION MARK} comment 12 pages", "Journal reference J. Paper Aeropl. 7",
        "0.125 m", "Nfold-7", "A4, 80 g", "evening", "by hand", "reproduction",
        "hall.example, a letter", "Settings by hand", "Sources https://hall.example/log a letter", "Supersedes", "source: page 2",
        "Notes Flown by hand.", "Added 2026-01-02.", "the paper", "https://example.org/facts",
    ],
)  # fmt: skip
def test_every_field_is_shown(full: Site, shown: str) -> None:
    """Nothing that a record says is kept from its reader."""
    assert shown in full.html(PAPER).text()


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("../../authors/ada-folder/", "Ada Folder"),
        ("../../venues/jpa/", "JPA"),
        ("../../years/2023/", "2023"),
        ("../../fold/", "Fold"),
        ("../../fold/dart/", "Dart"),
        ("../../fold/blunt-dart/", "Blunt dart"),
        ("../../flying-place/indoors/", "Indoors"),
        ("../../benchmarks/long-hall/#metric-spread", "Spread of ten throws"),
        ("../../papers/vouw2020blunt/", "Blunt Noses Fly Further"),
        ("https://arxiv.org/abs/2301.00001", "arXiv:2301.00001"),
        ("https://doi.org/10.99999/(SICI)1%3C2:a%23b%3E3", "doi:10.99999/(SICI)1<2:a#b>3"),
        ("https://code.example/x", "Code"),
        ("https://hall.example/log", "https://hall.example/log"),
    ],
)
def test_paper_links(full: Site, href: str, text: str) -> None:
    """A paper leads to all that it belongs to, and out to where it was published."""
    assert text in [link.text for link in full.html(PAPER).all("a", href=href)]


@pytest.mark.parametrize(
    "uri",
    ["papers/", "authors/ada-folder/", "authors/the-hall-team/", "venues/jpa/", "years/2023/",
     "fold/dart/", "fold/blunt-dart/", "fold/glider/", "flying-place/indoors/",
     "benchmarks/long-hall/", "papers/vouw2020blunt/"],
)  # fmt: skip
def test_all_lead_back_to_the_paper(full: Site, uri: str) -> None:
    """What a paper belongs to leads back to it, categories above its own and relations too."""
    root = "../" * uri.count("/")
    assert full.html(uri).all("a", href=f"{root}{PAPER}")


def test_relation_is_told_from_both_ends(full: Site) -> None:
    """The paper that is pointed at says so in words of its own."""
    assert "Superseded by Folding n Times (Nfold)" in full.html("papers/vouw2020blunt/").text()


def test_absent_fields_leave_no_trace(full: Site) -> None:
    """A record with the least gives no empty headings, terms or columns."""
    html = full.html("papers/gleiter2021unsorted/")
    assert [heading.text for heading in html.all("h2")] == [
        "Abstract by the authors",
        "Cite",
        "Related papers",
        "About this record",
    ]
    assert [term.text for term in html.all("dt")] == [
        "Venue",
        "Year",
        "Identifiers",
        "Links",
        "Cite",
    ]
    assert all(each.text.strip() for each in html.elements if each.tag in {"p", "dd", "dt", "h2"})


STANDING = """
title: Torn Folds
type: thesis
degree: master
authors: [Ada Folder, {given: 小明, family: 王}, others]
editors: [Bo van Dyck, others]
booktitle: Folds in Context
series: Notes on Folding
year: 1896
venue: JPA
arxiv_id: "2301.00002"
links: {page: https://e.org/page}
status: {kind: retracted, date: 2021-05-01, source: 10.1000/x<y, note: Made $up$.}
fold: [dart]
"""


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory, tiny_survey: Path, render_survey: Any) -> Site:
    """The made-up survey with a retracted thesis."""
    survey = tmp_path_factory.mktemp("torn") / "survey"
    shutil.copytree(tiny_survey, survey)
    (survey / "papers" / "folder1896torn.yaml").write_text(STANDING, encoding="utf-8")
    return render_survey(survey)


def test_what_became_of_a_paper_stands_first(torn: Site) -> None:
    """A notice above all else says what became of a paper, when, why, and where that is said."""
    html = torn.html("papers/folder1896torn/")
    (notice,) = html.all("aside")
    assert notice.attributes["aria-label"] == "Notice"
    said = "This paper has been retracted (2021-05-01). Made up. The notice: 10.1000/x<y"
    assert notice.text.strip() == said
    tags = [each.tag for each in html.elements]
    assert tags.index("h1") < tags.index("aside") < tags.index("dl")
    assert html.all("a", href="https://doi.org/10.1000/x%3Cy")


@pytest.mark.parametrize(
    "shown",
    [
        "Ada Folder, 王小明, et al.", "Type Master's thesis", "Book Folds in Context",
        "Series Notes on Folding", "Editors Bo van Dyck, et al.", "Year 1896",
        "Paper (e.org)", "PDF (arxiv.org)",
    ],
)  # fmt: skip
def test_what_a_paper_is_is_shown(torn: Site, shown: str) -> None:
    """Type, book, editors, page and PDF are shown, and that lists are cut."""
    assert shown in torn.html("papers/folder1896torn/").text()


@pytest.mark.parametrize("uri", ["papers/", "venues/jpa/", "years/1896/", "fold/dart/"])
def test_lists_say_what_became_of_a_paper(torn: Site, uri: str) -> None:
    """Every row says it beside the title, and none of other papers does."""
    marks = [each.text for each in torn.html(uri).all("strong", **{"class": "survey-standing"})]
    assert marks == ["retracted"]
    assert "Folder et al." in torn.html(uri).text()


def test_columns_are_those_that_results_fill(full: Site) -> None:
    """A table of results has the columns that some row fills."""
    heads = [cell.text for cell in full.html("papers/folder2019first/").all("th", scope="col")]
    assert heads == ["Benchmark", "Metric", "Value", "Backbone", "Reported by", "Source"]


def test_summary_stands_there_once(make_survey: Any, render_survey: Callable[..., Site]) -> None:
    """The first sentence stands under the title, and only what follows it under Summary."""
    said = "summary: Folds again and again. Then it flies."
    record = FULL.replace("summary: Folds again and again.", said)
    html = render_survey(make_survey({"papers/folder2023folding.yaml": record})).html(PAPER)
    assert html.text().count("Folds again and again.") == 1
    assert "Summary Then it flies." in html.text()


def test_many_results_are_folded(make_survey: Any, render_survey: Callable[..., Site]) -> None:
    """Of many results a line for each benchmark is seen, and all are there; settings stand once."""
    results = "".join(
        f"  - {{benchmark: long-hall, metric: spread, value: {n}, variant: V{n}, backbone: A4,"
        " setting: by a machine, provenance: paper, source: page 3}\n"
        for n in range(1, 12)
    )
    record = FULL.replace("relations:\n", f"{results}relations:\n")
    html = render_survey(make_survey({"papers/folder2023folding.yaml": record})).html(PAPER)
    (fold,) = (each for each in html.all("summary") if each.text.startswith("Long Hall"))
    assert fold.text == (
        "Long Hall 12 results Spread of ten throws 0.125\N{NO-BREAK SPACE}m (Nfold-7, A4, 80 g, evening) …"
    )
    rows = [cell for cell in html.all("th", scope="row") if "details" in cell.above]
    assert len(rows) == 12
    notes = [
        each.text for each in html.all("li") if each.attributes.get("id", "").startswith("setting-")
    ]
    assert notes == ["by hand", "by a machine"]
    links = {link.attributes.get("href", "") for link in html.all("a")}
    assert sorted(link for link in links if link.startswith("#set")) == ["#setting-1", "#setting-2"]


def test_long_relations_are_folded(real_writer: Writer, read_html: ReadHtml) -> None:
    """More than a few papers of one relation are counted and named in a line, and all are there."""
    library = real_writer.library
    html = read_html(papers.page(real_writer, library.papers["jia2022visual"]).body)
    found = library.relations_to["jia2022visual"]
    for link in {f"../../papers/{paper.key}/" for paper, _ in found}:
        assert html.all("a", href=link)
    assert [each.text for each in html.all("summary") if " papers: " in each.text]


def test_formulas_are_mathml(full: Site) -> None:
    """TeX in titles and abstracts is shown as MathML and elements; the title for the frame is plain."""
    html = full.html(PAPER)
    assert {"h1", "p", "dd"} <= {math.above[-1] for math in html.all("math")}
    assert full.page(PAPER).title == "Folding n Times"
    assert "fly" in [em.text for em in html.all("em")]


def test_abstract_keeps_its_paragraphs(full: Site) -> None:
    """An empty line in an abstract begins a new paragraph."""
    assert (
        len([p for p in full.html(PAPER).all("p") if p.text.startswith(("We fold", "Then"))]) == 2
    )


def test_description_is_the_summary(full: Site) -> None:
    """Search engines are told the summary, or the abstract, or authors and venue."""
    assert full.page(PAPER).description == "Folds again and again."
    assert full.page("papers/gleiter2021unsorted/").description == "Ein Papier über das Gleiten."


def test_page_names_its_record(full: Site) -> None:
    """A paper's page knows the file to edit; other pages have none."""
    assert full.page(PAPER).source == "papers/folder2023folding.yaml"
    assert full.page("fold/dart/").source is None


def test_search_marks(full: Site) -> None:
    """The search shows title, method, authors, venue and year.

    A sign that nobody types stands for all papers. There are no filters among the marks: with a single one Pagefind 1.5 writes another index each
    time, and a site built twice has to be the same.
    """
    html = full.html(PAPER)
    assert "data-pagefind-body" in html.one("div", class_="survey-paper").attributes
    marks = [element.attributes for element in html.elements]
    meta = {m["data-pagefind-meta"]: m for m in marks if "data-pagefind-meta" in m}
    assert meta.pop("is:ꙮ")["data-pagefind-body"] is not None
    assert {name: m[name.split("[")[1][:-1]] for name, m in meta.items()} == {
        "title[data-title]": "Folding n Times",
        "method[data-method]": "Nfold",
        "authors[data-authors]": "Folder and The Hall Team",
        "venue[data-venue]": "JPA",
        "year[data-year]": "2023",
    }
    assert not any("data-pagefind-filter" in mark for mark in marks)


def test_left_out_papers_are_named_without_link(
    make_survey: MakeSurvey, render_survey: Callable[..., Site]
) -> None:
    """A relation to a paper that is not published shows its key."""
    site = render_survey(make_survey({"papers/folder2019first.yaml": None}))
    html = site.html("papers/vouw2020blunt/")
    assert "Extends folder2019first" in html.text()


@pytest.mark.parametrize(
    ("families", "said"),
    [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A et al.")],
)
def test_short_authors(families: list[str], said: str) -> None:
    """One or two authors are named, of more the first."""
    paper = Paper.model_validate(
        {"key": "x", "title": "T", "authors": families, "year": 2020, "venue": "V"}
    )
    assert short_authors(paper) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (69.43, "69.43"),
        (86.0, "86"),
        (0.1 + 0.2, "0.3"),
        (-1.5, "\N{MINUS SIGN}1.5"),
        (123456.75, "123456.75"),
    ],
)
def test_figures_keep_their_digits(value: float, said: str) -> None:
    """A figure is shown as its record writes it, without the noise of binary fractions."""
    assert format_number(value) == said


def test_beginning_ends_with_a_word() -> None:
    """A long text is cut between words, and the cut is shown."""
    said = beginning("word, " * 100)
    assert len(said) <= 202
    assert said.endswith("word …")
    assert beginning("short\ntext.") == "short text."


def test_identifiers_lead_where_exports_lead(
    make_survey: MakeSurvey, render_survey: Callable[..., Site]
) -> None:
    """A page links to a DOI by the very address that files for programs have."""
    doi = "10.99999/a+b&c=d,e@f;g(h)"
    record = f"title: T\nauthors: [A B]\nyear: 2020\nvenue: JPA\ndoi: {doi}\n"
    html = render_survey(make_survey({"papers/b2020t.yaml": record})).html("papers/b2020t/")
    assert doi_url(doi) in [each.attributes.get("href") for each in html.elements]
