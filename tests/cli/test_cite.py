"""The command `survey cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner, Result
from pybtex.database import parse_string

from site_builder.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from site_builder.library import Library


def cite(root: Path, *arguments: str) -> Result:
    """Run the command on a survey."""
    return CliRunner().invoke(main, ["--root", str(root), "cite", *arguments])


def keys(text: str) -> list[str]:
    """List the keys of a bibliography."""
    return list(parse_string(text, "bibtex").entries)


def test_thirty_citations(root: Path, real_library: Library, tmp_path: Path) -> None:
    """A document of thirty citations gives a bibliography of thirty entries."""
    cited = sorted(real_library.papers)[::12][:30]
    (tmp_path / "rest.tex").write_text(rf"\citet{{{cited[-1]}}}", encoding="utf-8")
    commands = "\n".join(rf"Text \citep[see][]{{{key}}}." for key in cited[:-1])
    document = tmp_path / "paper.tex"
    document.write_text(commands + "\n\\input{rest}\n", encoding="utf-8")
    done = cite(root, str(document))
    assert (done.exit_code, done.stderr) == (0, "")
    assert keys(done.stdout) == cited
    assert len(cited) == 30


def test_unknown_keys(tiny_survey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown keys are named with file, line and suggestion, exit 1; the others are written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.tex").write_text("\\cite{vouw2020blnt,\nfolder2019first,zzz}\\input{gone}")
    done = cite(tiny_survey, "paper.tex", "--out", "paper.bib")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "paper.tex:2: 'gone' is not there, so not read",
        "paper.tex:1: unknown key 'vouw2020blnt' (did you mean 'vouw2020blunt'?)",
        "paper.tex:2: unknown key 'zzz'",
    ]
    assert done.stdout == ""
    assert keys((tmp_path / "paper.bib").read_text()) == ["folder2019first"]


def test_retracted_papers(make_survey: Callable[..., Path], tmp_path: Path) -> None:
    """A cited paper that was taken back is named with its notice; its entry is written with it."""
    path = "papers/folder2019first.yaml"
    home = make_survey()
    record = (home / path).read_text("utf-8")
    status = "status: {kind: withdrawn, date: 2020-01-02, source: 10.1000/x, note: Torn.}\n"
    (home / path).write_text(record + status, encoding="utf-8")
    (tmp_path / "paper.tex").write_text(r"\cite{folder2019first,vouw2020blunt}", encoding="utf-8")
    done = cite(home, str(tmp_path / "paper.tex"))
    said = "Withdrawn on 2020-01-02. Torn. See https://doi.org/10.1000/x"
    assert (done.exit_code, done.stderr) == (0, f"warning: 'folder2019first': {said}\n")
    assert said in parse_string(done.stdout, "bibtex").entries["folder2019first"].fields["note"]


def test_former_keys(tiny_survey: Path, tmp_path: Path) -> None:
    """A key that has since changed keeps working: under itself, or as biblatex's other id."""
    (tmp_path / "paper.tex").write_text(r"\cite{vouw2020stub}")
    for_bibtex = cite(tiny_survey, str(tmp_path / "paper.tex"))
    assert keys(for_bibtex.stdout) == ["vouw2020stub"]
    for_biber = cite(tiny_survey, str(tmp_path / "paper.tex"), "--format", "biblatex", "--unicode")
    assert keys(for_biber.stdout) == ["vouw2020blunt"]
    assert "ids = {vouw2020stub}" in for_biber.stdout
    assert "Józef" in for_biber.stdout


def test_everything(tiny_survey: Path, tmp_path: Path) -> None:
    r"""The whole survey is written for \nocite{*}, from .tex and from .aux."""
    (tmp_path / "a.tex").write_text(r"\nocite{*}")
    (tmp_path / "a.aux").write_text(r"\citation{*}")
    for name in ("a.tex", "a.aux"):
        done = cite(tiny_survey, str(tmp_path / name))
        assert (done.exit_code, done.stderr) == (0, "")
        assert len(keys(done.stdout)) == 4


def test_no_document(tiny_survey: Path) -> None:
    """A document that is not there is a mistake of use, told in one line."""
    done = cite(tiny_survey, "nowhere.tex")
    assert done.exit_code == 2
    assert done.stderr == "Error: nowhere.tex cannot be read: No such file or directory\n"
