"""Keys that LaTeX documents cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.latex import citations
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from pathlib import Path


def keys(text: str) -> list[str]:
    """List the keys that a source cites, in its order."""
    return [name for is_file, _, name in citations._tex(text) if not is_file]


def files(text: str) -> list[str]:
    """List the files that a source reads, in its order."""
    return [name for is_file, _, name in citations._tex(text) if is_file]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\cite{a}", "a"),
        (r"\cite{a,b , c}", "a b c"),
        ("\\cite{a,% why\n  b,\n\tc}", "a b c"),
        (r"\cite {a} \cite[p.~3]{b} \cite[see][{p.~[3]}]{c}", "a b c"),
        (r"\citet{a} \citep*{b} \citealp[a][b]{c,d} \Citeauthor{e} \citeyearpar{f}", "a b c d e f"),
        (r"\parencite{a} \textcite*{b} \autocite[1]{c} \footcite{d} \smartcite{e}", "a b c d e"),
        (r"\supercite{a} \fullcite{b} \footfullcite{c} \citetitle{d} \citeurl{e}", "a b c d e"),
        (r"\cites(see)(end)[1]{a}[2][3]{b}{c} {d}", "a b c d"),
        (r"\parencites{a}{b}" + "\n\n{c}", "a b"),
        (r"\textcites[1]{a} [2]{b}", "a b"),
        (r"\volcite{2}[1]{a} \pvolcite[x]{3}{b}", "a b"),
        (r"\citefield{a}{title} \defcitealias{b}{text} \citetalias{b}", "a b b"),
        (r"\cite<see>[p. 3]{a}", "a"),
        (r"\nocite{*} \nocite{a}", "* a"),
        (r"\citeposs{a}", "a"),
        (r"\shortcite{a} \onlinecite{b}", "a b"),
        (r"% \cite{a}" + "\n" + r"5\% \cite{b} \\% \cite{c}", "b"),
        (r"\\cite{a}", ""),
        (r"\verb|\cite{a}| \verb*+\cite{b}+ \lstinline!\cite{c}! \cite{d}", "d"),
        (r"\begin{verbatim} \cite{a} \end{verbatim} \cite{b}", "b"),
        (r"\begin{lstlisting}[x] \cite{a}" + "\n" + r"\end{lstlisting}\cite{b}", "b"),
        (r"\begin{comment}% \end{comment} \cite{a}", "a"),
        (r"\begin{filecontents}{x.bib} \cite{a} \end{filecontents} \cite{b}", "b"),
        (r"\begin{verbatim} \cite{a}", ""),
        (r"\iffalse \cite{a} \fi \cite{b}", "b"),
        (r"\url{http://x.org/%7Ea} \cite{a} \href{http://x.org/#%}{\cite{b}}", "a b"),
        (r"\cite{a} \end{document} \cite{b}", "a"),
        (r"\cite{a} \endinput \cite{b}", "a"),
        (r"\newcommand{\mine}[1]{\cite{#1} \citeauthor{#1,a}} \mine{b}", "a"),
        (r"\let\cite\citep \def\citex#1{\cite{#1}}", ""),
        (r"\setcitestyle{square} \citestyle{a} \citetext{see \citealp{b}} \bstctlcite{c}", "b"),
        (r"\DeclareCiteCommand{\x}{a}{b} \AtEveryCite{x} \renewcommand{\citeleft}{a}", ""),
        (r"\nocite{IEEEexample:BSTcontrol} \cite{REVTEX42Control}", ""),
        (r"\cite{} \cite \cite[x] \cite{a", ""),
        (r"\footnote{\cite{a}} $\cite{b}$", "a b"),
    ],
)
def test_commands(text: str, wanted: str) -> None:
    """The commands of natbib, biblatex and their like are known, and what LaTeX does not read."""
    assert keys(text) == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\input{a} \include{b/c} \subfile{d} \subfileinclude{e.tex}", "a b/c d e.tex"),
        (r"\input a \input{b}", "a b"),
        (r"\import{x/}{a} \subimport*{y}{b} \InputIfFileExists{c}{}{}", "x/a y/b c"),
        (r"\includegraphics{a} \inputencoding{b} \includeonly{c} \includepdf{d}", ""),
        (r"% \input{a}" + "\n" + r"\newcommand{\x}[1]{\input{#1}}", ""),
    ],
)
def test_files(text: str, wanted: str) -> None:
    r"""The commands that read files are known, and commands whose names begin alike are others."""
    assert files(text) == wanted.split()


def test_documents(tmp_path: Path) -> None:
    """A document is read with all that it reads, each file once; places are told by line."""
    write(tmp_path / "paper.tex", "\\input{parts/one}\n\n\\cite{a}\n\\input{nowhere}")
    write(
        tmp_path / "parts/one.tex", "\\cite{b,\nc}\\input{parts/two}\\input{near}\\input{../paper}"
    )
    write(tmp_path / "parts/two", "\\cite{d}\\input{parts/one}\\input{parts/two}")
    write(tmp_path / "parts/near.tex", "\\cite{a}")
    found = citations.scan(tmp_path / "paper.tex")
    assert found.keys == ["a", "b", "c", "d"]
    assert [(m.path.name, m.line, m.name) for m in found.citations] == [
        ("paper.tex", 3, "a"),
        ("near.tex", 1, "a"),
        ("one.tex", 1, "b"),
        ("one.tex", 2, "c"),
        ("two", 1, "d"),
    ]
    assert [(m.path.name, m.line, m.name) for m in found.missing] == [("paper.tex", 4, "nowhere")]


def test_aux(tmp_path: Path) -> None:
    """What LaTeX wrote down for BibTeX and for biber is read, with the parts of the document."""
    write(
        tmp_path / "paper.aux",
        "\\relax\n\\citation{a,b}\n\\citation{REVTEX41Control}\n\\bibcite{x}{1}\n"
        "\\abx@aux@cite{0}{c}\n\\abx@aux@segm{0}{0}{c}\n\\abx@aux@cite{d}\n\\@input{part.aux}\n",
    )
    write(tmp_path / "part.aux", "\\citation{e}\n\\@input{paper.aux}\n\\@input{gone.aux}\n")
    found = citations.scan(tmp_path / "paper.aux")
    assert found.keys == ["a", "b", "c", "d", "e"]
    assert [m.name for m in found.missing] == ["gone.aux"]


@pytest.mark.parametrize("line", ["\\abx@aux@nociteall", "\\citation{*}"])
def test_aux_of_everything(tmp_path: Path, line: str) -> None:
    r"""The whole bibliography is asked for as \nocite{*} was written down."""
    write(tmp_path / "paper.aux", line)
    assert citations.scan(tmp_path / "paper.aux").keys == [citations.ALL]


def test_unreadable(tmp_path: Path) -> None:
    """A document that is not there is told in one line; bytes that are no text stop nothing."""
    with pytest.raises(SurveyError, match=r"paper\.tex cannot be read: No such file"):
        citations.scan(tmp_path / "paper.tex")
    (tmp_path / "latin.tex").write_bytes(b"\xe9\xff \\cite{a}\x00")
    assert citations.scan(tmp_path / "latin.tex").keys == ["a"]


PIECES = st.sampled_from(
    [
        *"{}[]()<>%\\*,\n a",
        r"\cite",
        r"\cites",
        r"\input",
        r"\verb",
        r"\begin{verbatim}",
        r"\volcite",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    """Whatever a file holds, reading ends, and no key holds what a key cannot."""
    assert all(citations.KEY.fullmatch(key) for key in keys(text))


@pytest.mark.parametrize("text", [r"\cite[" * 3000, r"\cites{a}" * 3000, "{" * 20000 + r"\cite{a"])
def test_pathological_text_is_read(text: str) -> None:
    """Brackets without end do not keep anybody waiting."""
    assert len(keys(text)) in {0, 3000}


def write(path: Path, text: str) -> None:
    """Write a file with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
