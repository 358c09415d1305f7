"""TeX as strangers write it, set by the programs that authors run: nothing breaks, nothing is written.

The programs are those of tests/exports/test_latex_compile.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from site_builder.exports import FORMATS
from site_builder.library import Library

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PATIENCE = 120
DOCUMENT = r"""
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,booktabs,threeparttable,hyperref}
\makeatletter\def\UTFviii@undefined@err#1{?}\makeatother
\begin{document}
\nocite{*}
TABLE
\bibliographystyle{plain}
\bibliography{all}
\end{document}
"""
"""Scripts that pdfLaTeX has no letters for are shown as question marks."""
MADE = {"tex", "bib", "aux", "log", "out", "bbl", "blg", "pdf"}


@pytest.fixture(autouse=True)
def _programs() -> None:
    missing = [name for name in ("pdflatex", "bibtex") if not shutil.which(name)]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {', '.join(missing)}")
    assert not missing


def run(folder: Path, *command: str) -> str:
    """Run a program of TeX that may write into its folder alone, and must succeed."""
    paranoid = {"openout_any": "p", "openin_any": "a", "shell_escape": "f"}
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **paranoid},
    )
    assert not done.returncode, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def test_hostile_bibliography(hostile_sites: Path, tmp_path: Path) -> None:
    """Every hostile entry is set without an error, and no file is read or written for it."""
    library, _ = Library.load(hostile_sites / "hostile")
    papers = list(library.papers.values())
    folder = tmp_path / "tex"
    folder.mkdir()
    text = FORMATS["bibtex"].write(papers, library)
    (folder / "all.bib").write_text(text, encoding="utf-8")
    table = FORMATS["latex-table"].write(papers[:40], library, columns=["method", "title", "venue"])
    (folder / "all.tex").write_text(DOCUMENT.replace("TABLE", table), encoding="utf-8")
    latex = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all")
    run(folder, *latex)
    said = run(folder, "bibtex", "all")
    told = re.findall(r"(?i)warning--.*|.*error message.*", said)
    assert told == ["Warning--empty title in x2020backslashes"]  # line breaks, and nothing else
    run(folder, *latex)
    run(folder, *latex)
    log = (folder / "all.log").read_text(encoding="utf-8", errors="replace")
    assert "root:" not in log
    entries = (folder / "all.bbl").read_text(encoding="utf-8").count(r"\bibitem")
    assert entries == len(papers)
    assert {path.name for path in folder.iterdir()} <= {f"all.{ending}" for ending in MADE}
    assert {path.name for path in tmp_path.iterdir()} == {"tex"}
