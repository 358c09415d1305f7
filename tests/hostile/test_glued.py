"""No text becomes TeX: glued by whatever characters, it comes out of no format as a macro that runs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from site_builder.exports import FORMATS, bibtex, latex_table
from site_builder.exports.latex_table import own_columns
from site_builder.latex import escaped, fault, tables, to_tex
from site_builder.pages import compare
from site_builder.pages.texts import Texts
from site_builder.problems import SurveyError
from site_builder.sources import bibtex as bibtex_source

FRAME = r"\usepackage \begin{tabular} \end{tabular} \toprule \midrule \bottomrule \footnotesize \cite \begin{tablenotes} \end{tablenotes} \item \allowbreak"
"""What a table of ours consists of besides its cells."""
BARE = ("archivePrefix", "date", "doi", "eprint", "eprinttype", "primaryClass", "url", "year")
"""Fields without TeX."""


@pytest.mark.parametrize("unicode", [False, True])
def test_known_ways(glued: Any, *, unicode: bool) -> None:
    """None of the ways that once led through does so still."""
    for text in glued.SPREAD:
        assert not glued.offences(to_tex(text, unicode=unicode)), text


def test_reader_of_these_tests_sees_what_runs(glued: Any) -> None:
    """The reader that judges here sees each kind of offence, and none in what is sound."""
    for tex in (
        r"\input",
        r"a\ii",
        "\\i\u00e9",
        "50%",
        "#1",
        "^^5c",
        "{",
        "}{",
        "a\\",
        "\\\u00e9",
        "a\nb",
    ):
        assert glued.offences(tex), tex
        assert fault(tex), tex
    for tex in (
        r"50\%",
        r"\i{}nput",
        r"{\'e}",
        r"$x^2 \& \#$",
        r"\url{https://x.org/~a_b}",
        r"\{\}",
    ):
        assert not glued.offences(tex), tex
        assert not fault(tex), tex


def test_tables_hold_nothing_that_does_something(glued: Any) -> None:
    """What the tables let through only shows something; fences and environments are read apart."""
    read_apart = {"end"}
    assert not glued.ALLOWED & set(glued.DOING) - read_apart
    assert fault(r"\end{document}")
    assert fault(r"$\begin{document}$")


def hold(glued: Any, seed: int, number: int) -> None:
    """Write texts in every mode, by the reader of these tests and by the engine's own."""
    for text in glued.texts(seed, number):
        for mode in range(4):
            unicode, is_title = bool(mode & 1), bool(mode & 2)
            tex = to_tex(text, unicode=unicode, titlecase_protect=is_title, protect=["a", "input"])
            assert not glued.offences(tex), (text, tex)
            assert not fault(tex), (text, tex)
        assert not fault(escaped(text)), text


def test_texts(glued: Any) -> None:
    """Texts built from macros, their beginnings and invisible characters run nothing."""
    hold(glued, 1, 3_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_many_texts(glued: Any, seed: int) -> None:
    """The same of very many."""
    hold(glued, seed, 40_000)


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
@pytest.mark.parametrize("unicode", [False, True])
def test_every_field_of_bibliographies(glued: Any, made: Any, name: str, *, unicode: bool) -> None:
    """Whatever a record or registry says, in any field, runs nothing out of a bibliography."""
    library = glued.library_of(made, 7, 60)
    text = FORMATS[name].write(library.papers.values(), library, unicode=unicode)
    assert len(re.findall("(?m)^@", text)) == len(library.papers)
    for field, value in re.findall(r"(?m)^  (\w+) = \{(.*)\},$", text):
        if field in BARE:
            assert re.fullmatch(r"[!-\[\]-~]+", value), (field, value)
        else:
            assert not glued.offences(value), (field, value)


def test_every_cell_of_tables(glued: Any, made: Any) -> None:
    """The same of tables, and of the cells that the browser makes its own of."""
    library = glued.library_of(made, 8, 60)
    columns = [*own_columns(library), "b/m"]
    table = FORMATS["latex-table"].write(library.papers.values(), library, columns=columns)
    words = set(re.findall(r"\\([A-Za-z]+)", table))
    assert words <= glued.ALLOWED | set(re.findall(r"\\([a-z]+)", FRAME))
    said = compare.cells(library)
    heads = [text for each in said["columns"].values() for text in (each["head"], each["comment"])]
    rows = [row for paper in said["papers"].values() for row in (paper, *paper["groups"])]
    cells = [tex for row in rows for tex in row["cells"].values()]
    cells += [tex for notes in said["notes"].values() for tex in notes]
    assert any("backbone" in row["cells"] for row in rows)
    assert len(cells) > len(library.papers)
    for tex in (*cells, *heads):
        assert not glued.offences(tex), tex
    for line in table.splitlines():
        if not line.startswith(("%", "\\")):
            assert not glued.offences(line.replace(r"\cite", "")), line


def test_letter_by_letter_shows_all(glued: Any) -> None:
    """What is given letter by letter is every letter that is seen, and nothing else."""
    for text in glued.texts(9, 300):
        seen = to_tex(escaped(text))  # what holds no TeX but symbols stays what it is
        assert not glued.offences(seen)
    assert (
        escaped(r"\input{x} 5%") == r"{\textbackslash}input{\textbraceleft}x{\textbraceright} 5\%"
    )
    assert tables.SYMBOLS["textbackslash"] == "\\"


def test_second_lock(
    made: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Should a macro come through, an export names paper and field, and a site shows its letters."""
    paper = made.paper(title="Folds", volume="3")
    library = made.library(paper)
    for module in (bibtex, latex_table):
        monkeypatch.setattr(module, "to_tex", lambda text, **_: f"\\input{{{text}}}")
    with pytest.raises(
        SurveyError, match=r"smith2020folds: title cannot be written as BibTeX: \\input"
    ):
        FORMATS["bibtex"].write([paper], library)
    with pytest.raises(SurveyError, match="smith2020folds: Title cannot be written as TeX"):
        FORMATS["latex-table"].write([paper], library, columns=["title"])
    text = Texts(library).text("bibtex", paper)
    assert r"  title = {{\textbackslash}input{\textbraceleft}Folds{\textbraceright}}," in text
    assert "smith2020folds: title cannot be written as BibTeX" in caplog.text
    cells = compare.cells(library)["papers"][paper.key]["cells"]
    assert cells["title"] == r"{\textbackslash}input{\textbraceleft}Folds{\textbraceright}"
    assert "smith2020folds: title cannot be written as TeX" in caplog.text


def test_dois_that_fields_cannot_hold(glued: Any, made: Any) -> None:
    """A DOI is in its field or, where documents could not read it there, a note; never lost."""
    for sign in glued.DOI_SIGNS:
        doi = f"10.1000/a{sign}b"
        paper = made.paper().model_copy(update={"doi": doi})
        text = FORMATS["bibtex"].write([paper], made.library(paper))
        field, note = (re.search(rf"(?m)^  {each} = {{(.*)}},$", text) for each in ("doi", "note"))
        assert bool(field) != bool(note), text
        assert not field or (field[1] == doi and not re.search("[%#&$~]", doi))
        assert not note or not glued.offences(note[1])
        draft, *_ = bibtex_source.parse(text, "x.bib").drafts
        assert draft.doi == doi.replace("\u00ad", "")
