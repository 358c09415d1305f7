"""Everything that is LaTeX, through the programs that authors run.

They are those of Debian's texlive-latex-recommended, texlive-bibtex-extra and biber. Where they are
missing the tests are skipped, but not in CI.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from site_builder.exports import FORMATS
from site_builder.latex import citations
from site_builder.record.models import Links

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Made

    from site_builder.library import Library
    from site_builder.record.models import Paper

pytestmark = pytest.mark.slow

PROGRAMS = ("pdflatex", "bibtex", "biber")

PREAMBLE = r"""
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
"""

PLAIN = (
    PREAMBLE
    + r"""
\usepackage{hyperref}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{all}
\end{document}
"""
)

NATBIB = PLAIN.replace("{plain}", "{plainnat}").replace("{hyperref}", "{natbib,hyperref}")

# Names that begin with such letters keep them for biber, as docs/citing.md says.
BIBLATEX = (
    PREAMBLE
    + r"""
\DeclareUnicodeCharacter{0394}{\ensuremath{\Delta}}
\DeclareUnicodeCharacter{03B1}{\ensuremath{\alpha}}
\usepackage[hyphens]{url}
\usepackage{hyperref}
\usepackage[backend=biber]{biblatex}
\addbibresource{all.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
"""
)

TABLE = PLAIN.replace(
    r"\begin{document}", r"\usepackage{booktabs,threeparttable}\begin{document}\input{table}"
)

HOSTILE = (
    r"\input{/etc/passwd} \write18{ls}",
    r"} \end{document} @article{x, title = {",
    r"100 % of #1 & $5 _ ^ ~ \ | < > {",
    r"$\frac{1}{0$ and $a & b$",
    r"\LaTeX and \O re and {\AA}ngstr{\"o}m",
    r"$W_Q$ of $\Delta$ \emph{BERT} \textsc{Abc} \verb|x| \\ [2cm] \def\x{}",
    r"[CLS] * ( \begin{verbatim}",
    "““Quoted”” ‘text’ … \N{EN DASH} — é ő ß Ł ﬁ Ş ± ²",  # noqa: RUF001
    r"\url{https://example.org/a_b} \href{javascript:x}{y} https://example.org/~a_b#c",
    r"\url{https://example.org/a%20b#c&d} \href{https://example.org/a%20b_c#d&e}{y} \url{data:%}",
    r"Quo vadis…? A Erd\H{o}s \H{U}b \'\'e {\"{\i}}! Now \H",
    r"$x^2^3$ $x__y$ $x^2'$ $\sqrt$ $\hat$ $\frac{1}$ $\mathbf$ $\text{a_b}$ $\Angstrom_1$",
    r"$\begin{array}{c} a & b \end{array}$ $\left( \frac{a \right)}{b}$ $x\limits_a$ $a\\b$",
    r"$\begin{array}{c|c} a & b \end{array}$ $\left( x' \middle| \sqrt[3]{y} \right]_\text{max}$",
    r"$\bm{x} × \mathds{1}_{é} ≤ \mathscr{L}$ $α ≤ 90°$ $$\argmax_x \sum\limits_a^b f(x)$$",  # noqa: RUF001
)
"""Titles, names and publishers that must neither stop LaTeX nor do anything."""


@pytest.fixture(autouse=True)
def _programs() -> None:
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {', '.join(missing)}")
    assert not missing


def run(folder: Path, *command: str) -> str:
    """Run a program of TeX on all.*, which must succeed; return what it says."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
    said = done.stdout + done.stderr
    assert not done.returncode, said[-3000:]
    return said


def set_in_type(folder: Path, document: str, processor: tuple[str, ...]) -> str:
    """Set a document with its bibliography, without an error or a warning; return its .bbl."""
    (folder / "all.tex").write_text(document, encoding="utf-8")
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all")
    run(folder, *latex)
    said = run(folder, *processor, "all")
    assert not re.search(r"warning|error|WARN|ERROR", said, re.IGNORECASE), said[-3000:]
    for _ in range(3):
        run(folder, *latex)
    log = (folder / "all.log").read_text(encoding="utf-8", errors="replace")
    assert not re.findall(r"^(?:!|.*Warning:).*", log, re.MULTILINE)
    assert (folder / "all.pdf").stat().st_size > 1000
    return (folder / "all.bbl").read_text(encoding="utf-8")


def hostile(made: Made) -> list[Paper]:
    """Make papers that are hostile wherever there is text."""
    venues = ("JPA", "Fold Day", "arXiv", "Fold Lab", "Fold Books")
    return [
        made.paper(
            key=f"hostile2020-{number}",
            title=text,
            method=text,
            authors=[{"given": text, "family": text}, {"literal": text}],
            venue=venues[number % len(venues)],
            volume=text,
            number=text,
            pages=text,
            doi="10.1000/a_b%20#<1>;2&" if number % 2 else None,
            arxiv_id="2203.12119",
        )
        for number, text in enumerate(HOSTILE)
    ]


@pytest.mark.parametrize("document", [PLAIN, NATBIB], ids=["plain", "plainnat"])
def test_bibtex(tmp_path: Path, real_library: Library, document: str) -> None:
    """All entries of this repository's survey pass BibTeX and LaTeX without a warning."""
    text = FORMATS["bibtex"].write(real_library.papers.values(), real_library)
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    entries = set_in_type(tmp_path, document, ("bibtex",))
    assert entries.count(r"\bibitem") == len(real_library.papers)


@pytest.mark.parametrize("unicode", [False, True])
@pytest.mark.parametrize("made_up", [False, True])
def test_biber(  # noqa: PLR0913 (a column each)
    tmp_path: Path,
    real_library: Library,
    made: Made,
    one_of_each_kind: list[Paper],
    *,
    made_up: bool,
    unicode: bool,
) -> None:
    """All entries pass biber, which checks them against its data model, without a warning."""
    library = made.library(*one_of_each_kind) if made_up else real_library
    text = FORMATS["biblatex"].write(library.papers.values(), library, unicode=unicode)
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    entries = set_in_type(tmp_path, BIBLATEX, ("biber", "--validate-datamodel"))
    assert entries.count(r"\entry{") == len(library.papers)


@pytest.mark.parametrize(
    ("name", "document", "processor"),
    [
        ("bibtex", PLAIN, ("bibtex",)),
        ("bibtex", NATBIB, ("bibtex",)),
        ("biblatex", BIBLATEX, ("biber",)),
    ],
    ids=["plain", "plainnat", "biber"],
)
def test_every_kind_and_hostile_text(  # noqa: PLR0913, PLR0917 (a column each)
    tmp_path: Path,
    made: Made,
    one_of_each_kind: list[Paper],
    name: str,
    document: str,
    processor: tuple[str, ...],
) -> None:
    """Every kind of entry, and every hostile text, is set without an error or a warning."""
    papers = [*one_of_each_kind, *hostile(made)]
    text = FORMATS[name].write(papers, made.library(*papers))
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    entries = set_in_type(tmp_path, document, processor)
    assert len(re.findall(r"\\bibitem|\\entry\{", entries)) == len(papers)


@pytest.mark.parametrize(
    ("name", "document", "processor"),
    [
        ("bibtex", PLAIN, ("bibtex",)),
        ("bibtex", NATBIB, ("bibtex",)),
        ("biblatex", BIBLATEX, ("biber", "--validate-datamodel")),
    ],
    ids=["plain", "plainnat", "biber"],
)
def test_every_type(  # noqa: PLR0913, PLR0917 (a column each)
    tmp_path: Path,
    made: Made,
    one_of_each_type: dict[str, Paper],
    name: str,
    document: str,
    processor: tuple[str, ...],
) -> None:
    """Every type passes without a warning, with all fields and with only the required ones."""
    few = {
        "booktitle": None,
        "series": None,
        "editors": (),
        "volume": None,
        "number": None,
        "pages": None,
        "month": None,
        "links": Links(),
        "status": None,
    }
    venues = ("Fold Books", "Fold University", "JPA", "Unheard of")
    bare = [
        paper.model_copy(
            update={**few, "key": f"{paper.key}-{number}", "venue": venue, "year": 1900 + number}
        )
        for paper in one_of_each_type.values()
        for number, venue in enumerate(venues)
    ]
    papers = [*one_of_each_type.values(), *bare]
    text = FORMATS[name].write(papers, made.library(*papers))
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    entries = set_in_type(tmp_path, document, processor)
    assert len(re.findall(r"\\bibitem|\\entry\{", entries)) == len(papers)


def test_latex_table(tmp_path: Path, made: Made, real_library: Library) -> None:
    """A table of everything, and one of hostile text, is set with its citations."""
    tables = [(real_library, [*real_library.papers.values()]), (made.library(), hostile(made))]
    columns = ["method", "title", "authors", "year", "venue", "backbone", "pretraining", "params"]
    for place, (library, papers) in enumerate(tables):
        folder = tmp_path / str(place)
        folder.mkdir()
        metrics = [f"{b.id}/{m.id}" for b in library.benchmarks.values() for m in b.metrics][:3]
        table = FORMATS["latex-table"].write(papers, library, columns=[*columns, *metrics])
        rows = re.split(r"\\(?:mid|bottom)rule\n", table)[1].splitlines(keepends=True)
        short = table.replace("".join(rows), "".join(rows[:40]))  # what fits on a page
        before, size, rest = short.partition("\\footnotesize\n")
        notes, end, after = rest.partition("\\end{tablenotes}\n")
        short = "".join((before, size, *notes.splitlines(keepends=True)[:20], end, after))
        (folder / "table.tex").write_text(short, encoding="utf-8")
        (folder / "all.bib").write_text(FORMATS["bibtex"].write(papers, library), encoding="utf-8")
        set_in_type(folder, TABLE, ("bibtex",))


@pytest.mark.parametrize(
    ("name", "document", "processor"),
    [("bibtex", NATBIB, "bibtex"), ("biblatex", BIBLATEX, "biber")],
    ids=["natbib", "biblatex"],
)
def test_cited_papers(
    tmp_path: Path, real_library: Library, name: str, document: str, processor: str
) -> None:
    """A document of thirty citations is set with the bibliography that its own .aux asks for."""
    keys = list(real_library.papers)[:30]
    (tmp_path / "part.tex").write_text(rf"\citet[see][p.~3]{{{','.join(keys[20:])}}}")
    cites = rf"\cite{{{','.join(keys[:20])}}} \include{{part}}"
    text = document.replace(r"\nocite{*}", cites).replace("=biber", "=biber,natbib")
    (tmp_path / "all.tex").write_text(text, encoding="utf-8")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "all")
    assert citations.scan(tmp_path / "all.tex").keys == keys
    assert citations.scan(tmp_path / "all.aux").keys == keys
    papers = [real_library.papers[key] for key in keys]
    (tmp_path / "all.bib").write_text(FORMATS[name].write(papers, real_library), encoding="utf-8")
    entries = set_in_type(tmp_path, text, (processor,))
    assert len(re.findall(r"\\bibitem|\\entry\{", entries)) == 30
