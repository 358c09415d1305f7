"""Workflows speak through a dialogue and return what became of things; nobody need be at a shell."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from site_builder.cli.terminal import Shell
from site_builder.curation import adding, importing
from site_builder.curation.dialogue import Collected, Dialogue
from site_builder.problems import BrokenSurvey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeSurvey = Callable[..., Path]

ENTRY = "@article{a, title={On Rare Folds}, author={Ann Smith}, year=2020, journal={JPA}}\n"
DOUBTED = (
    "@inproceedings{b, title={First Folds, Other Throw}, author={Bo Li}, booktitle={Fold Day},"
    " year=2019}\n"
)


@dataclass
class Scripted:
    """A dialogue with a script of answers, that keeps everything it hears."""

    answers: list[bool | list[str]]
    heard: list[str] = field(default_factory=list)

    def show(self, text: str) -> None:
        self.heard.append(f"shown: {text}")

    def say(self, message: str) -> None:
        self.heard.append(f"said: {message}")

    def confirm(self, question: str, *, default: bool) -> bool:
        self.heard.append(f"asked: {question} {default}")
        answer = self.answers.pop(0)
        assert isinstance(answer, bool)
        return answer

    def choose(self, question: str) -> list[str]:
        self.heard.append(f"asked: {question}")
        answer = self.answers.pop(0)
        assert isinstance(answer, list)
        return answer


@pytest.fixture
def _services(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_everybody_speaks_alike() -> None:
    """A person at a shell, nobody, and a script are dialogues alike."""
    dialogues: list[Dialogue] = [Shell(), Collected(), Scripted([])]
    assert len(dialogues) == 3


@pytest.mark.usefixtures("_services")
def test_adding_with_a_script(make_survey: MakeSurvey) -> None:
    """Who adds is asked for categories until they exist, then whether to write."""
    root, script = make_survey(), Scripted([["drat"], ["fold:dart"], True])
    (outcome,) = adding.run(root, ["2304.03481"], [], script, dry_run=False, ask=True)
    assert outcome.is_done
    assert outcome.candidate is not None
    assert "fold: [dart]" in (root / outcome.candidate.path).read_text(encoding="utf-8")
    assert "said: unknown category 'drat' (did you mean 'dart'?)" in script.heard
    assert script.heard[-2:] == [
        "asked: Write it? True",
        f"shown: {outcome.candidate.path}: written",
    ]
    (again,) = adding.run(root, ["2304.03481"], [], script, dry_run=False, ask=True)
    assert again.fate is adding.Fate.REFUSED
    assert not again.is_done


@pytest.mark.usefixtures("_services")
def test_what_is_declined_is_not_written(make_survey: MakeSurvey) -> None:
    """A record that nobody wants is returned and not written."""
    root = make_survey()
    (outcome,) = adding.run(
        root, ["2304.03481"], ["dart"], Scripted([False]), dry_run=False, ask=True
    )
    assert outcome.fate is adding.Fate.DECLINED
    assert outcome.candidate is not None
    assert not (root / outcome.candidate.path).exists()


@pytest.mark.parametrize("insists", [True, False])
def test_importing_with_a_script(make_survey: MakeSurvey, tmp_path: Path, *, insists: bool) -> None:
    """What may be a duplicate is asked about, and its fate returned with that of all others."""
    file = tmp_path / "refs.bib"
    file.write_text(ENTRY + DOUBTED, encoding="utf-8")
    script = Scripted([insists, True])
    fates = importing.run(make_survey(), file, [], script, dry_run=False, ask=True)
    assert fates[importing.Fate.ADDED] == 1 + insists
    assert fates[importing.Fate.LEFT_OUT] == 1 - insists
    assert script.answers == []


def test_nobody_is_shown_or_asked_anything(
    make_survey: MakeSurvey, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With nobody at the other end nothing is printed, and what was said is kept."""
    file, nobody = tmp_path / "refs.bib", Collected()
    file.write_text(ENTRY, encoding="utf-8")
    fates = importing.run(make_survey(), file, [], nobody, dry_run=False, ask=False)
    assert fates[importing.Fate.ADDED] == 1
    assert nobody.said == ["1 entry: 1 added"]
    assert nobody.confirm("Really?", default=True)
    assert nobody.choose("Which?") == []
    assert capfd.readouterr() == ("", "")


def test_broken_survey_is_told_by_the_caller(make_survey: MakeSurvey, tmp_path: Path) -> None:
    """A workflow raises what is wrong with the registries, and touches nothing."""
    (tmp_path / "refs.bib").write_text(ENTRY, encoding="utf-8")
    root = make_survey({"venues.yaml": "venues: 3\n"})
    with pytest.raises(BrokenSurvey, match=r"venues.yaml must be mended first") as broken:
        importing.run(root, tmp_path / "refs.bib", [], Collected(), dry_run=False, ask=False)
    assert {problem.path for problem in broken.value.problems} == {"venues.yaml"}


def test_engine_redirects_no_output(root: Path) -> None:
    """No module catches what another one prints: what is to be read is returned."""
    names = {
        f"{path.name}: {node.id if isinstance(node, ast.Name) else node.attr}"
        for path in (root / "site_builder").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert [
        name for name in names if name.endswith((": redirect_stdout", ": redirect_stderr"))
    ] == []
