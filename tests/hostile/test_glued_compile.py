"""What glued texts became, through the programs that authors run, with and without their packages.

The programs are those of tests/exports/test_latex_compile.py, and LuaLaTeX.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.exports import FORMATS
from site_builder.exports.latex_table import own_columns

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.library import Library

pytestmark = pytest.mark.slow

PATIENCE = 300
PARANOID = {"openout_any": "p", "openin_any": "a", "shell_escape": "f"}
SECRET = "XsecretX"  # noqa: S105 - what no document may show
BIBTEX = [
    *(("plain", packages) for packages in ("", "url", "hyperref")),
    *(("plainnat", packages) for packages in ("", "url", "hyperref", "url,hyperref", "doi")),
    *(("plainnat", packages) for packages in ("natbib", "natbib,url", "natbib,hyperref,doi")),
]
"""Styles, and what documents load with them."""

BY_BIBTEX = r"""
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,booktabs,threeparttable}
PACKAGES
\makeatletter\def\UTFviii@undefined@err#1{?}\makeatother
\begin{document}
\nocite{*}
\input{table}
\bibliographystyle{STYLE}
\bibliography{all}
\end{document}
"""
"""Letters that pdfLaTeX does not have are shown as question marks."""

BY_BIBER = r"""
\documentclass{article}
\usepackage{amsmath,amssymb,booktabs,threeparttable}
PACKAGES
\usepackage[backend=biber,OPTIONS]{biblatex}
\addbibresource{all.bib}
\begin{document}
\nocite{*}
\input{table}
\printbibliography
\end{document}
"""
"""Letters that the font does not have are missing, which the log alone tells."""


@pytest.fixture(autouse=True)
def _programs() -> None:
    names = ("pdflatex", "lualatex", "bibtex", "biber")
    missing = [name for name in names if not shutil.which(name)]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {', '.join(missing)}")
    assert not missing


@pytest.fixture(scope="module")
def survey(glued: Any, made: Any) -> Library:
    """Make a survey that says glued texts in every field."""
    found: Library = glued.library_of(made, 11, 60)
    return found


def run(folder: Path, *command: str) -> str:
    """Run a program of TeX that may write into its folder alone, and must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **PARANOID},
    )
    said = done.stdout + done.stderr
    assert not done.returncode, "\n".join(
        [*re.findall(r"(?m)^!.*\n.*\n.*", said)[:5], said[-3000:]]
    )
    return said


def linkless(text: str) -> str:
    r"""Leave out \href and \url, which the text of a record has only where its author wrote a link."""
    return re.sub(r"\\(?:href\{[^{}]*\}|url)(?=\{)", "", text)


def set_in_type(folder: Path, document: str, engine: str, processor: str) -> None:
    """Set a document; nothing runs, is read or is written that is not its own."""
    (folder / "all.tex").write_text(document, encoding="utf-8")
    for name in ("secret.tex", "secret"):
        (folder / name).write_text(SECRET, encoding="utf-8")
    before = {path.name for path in folder.iterdir()}
    command = (engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all")
    run(folder, *command)
    run(folder, processor, "all")
    run(folder, *command)
    log = (folder / "all.log").read_text(encoding="utf-8", errors="replace")
    assert not re.findall(r"(?m)^! \S.*", log)  # a "!" alone ends what is said of a missing letter
    assert "secret" not in re.sub(r"\[\]|\\T1.*", "", "".join(re.findall(r"\([^\s()]+", log)))
    made = {path.name for path in folder.iterdir()} - before
    assert all(name.startswith("all.") for name in made), made
    assert (folder / "all.tex").read_text(encoding="utf-8") == document
    assert all((folder / name).read_text() == SECRET for name in ("secret.tex", "secret"))


def lay_out(folder: Path, library: Library, name: str, packages: str, *, unicode: bool) -> int:
    """Write the bibliography and the tables of a survey; return how many entries there are."""
    papers = [*library.papers.values()]
    bibliography = FORMATS[name].write(papers, library, unicode=unicode)
    columns = [*own_columns(library), "b/m"]
    table = FORMATS["latex-table"].write(papers[:20], library, columns=columns)
    if "hyperref" not in packages and "doi" not in packages:
        bibliography, table = linkless(bibliography), linkless(table)
    (folder / "all.bib").write_text(bibliography, encoding="utf-8")
    (folder / "table.tex").write_text(table, encoding="utf-8")
    return len(papers)


def loading(document: str, packages: str) -> str:
    """Let a document load packages."""
    return document.replace("PACKAGES", rf"\usepackage{{{packages}}}" if packages else "")


@pytest.mark.parametrize(("style", "packages"), BIBTEX)
def test_bibtex(tmp_path: Path, survey: Library, packages: str, style: str) -> None:
    """Glued texts, and every sign that a DOI can hold, are set by pdfLaTeX from BibTeX."""
    number = lay_out(tmp_path, survey, "bibtex", packages, unicode=False)
    document = loading(BY_BIBTEX, packages).replace("STYLE", style)
    set_in_type(tmp_path, document, "pdflatex", "bibtex")
    assert (tmp_path / "all.bbl").read_text(encoding="utf-8").count(r"\bibitem") == number


@pytest.mark.parametrize(
    ("packages", "options"),
    [
        ("", "style=numeric"),
        ("url", "style=authoryear,giveninits"),
        ("hyperref,doi", "style=alphabetic,uniquename=full"),
    ],
)
@pytest.mark.parametrize("unicode", [False, True])
def test_biber(
    tmp_path: Path, survey: Library, packages: str, options: str, *, unicode: bool
) -> None:
    """The same by LuaLaTeX from biber, with letters as macros and as they are, and with initials."""
    number = lay_out(tmp_path, survey, "biblatex", packages, unicode=unicode)
    document = loading(BY_BIBER, packages).replace("OPTIONS", options)
    set_in_type(tmp_path, document, "lualatex", "biber")
    entries = (tmp_path / "all.bbl").read_text(encoding="utf-8")
    assert entries.count(r"\entry{") == number
