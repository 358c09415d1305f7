"""The wheel: what a user who installs it has."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from site_builder import starter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import InstalledWheel


def files_below(folder: Path) -> set[str]:
    """Name the files of a folder that git would carry."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize(
    ("source", "packed"),
    [
        ("site_builder", "site_builder"),
        ("templates", "site_builder/_templates"),
        ("theme", "site_builder/_theme"),
    ],
)
def test_wheel_carries(
    root: Path, installed_wheel: InstalledWheel, source: str, packed: str
) -> None:
    """The wheel holds every file of the engine, its templates and its theme."""
    wanted = {f"{packed}/{name}" for name in files_below(root / source)}
    assert wanted, f"{source}/ is empty"
    assert wanted <= set(ZipFile(installed_wheel.wheel).namelist())


def test_wheel_carries_engine_alone(installed_wheel: InstalledWheel) -> None:
    """Nothing lands in the user's packages beside the engine and its metadata."""
    tops = {name.split("/")[0] for name in ZipFile(installed_wheel.wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"site_builder"}


def test_source_tree_is_out_of_reach(
    root: Path, installed_wheel: InstalledWheel, tmp_path: Path
) -> None:
    """What is tested as installed is what the wheel holds, not the source tree."""
    place = installed_wheel.run_python(
        "-c", "import site_builder; print(site_builder.__file__)", cwd=tmp_path
    )
    assert str(root) not in place


def test_assets_are_found_in_package(installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """The installed engine takes templates and theme from its own package."""
    code = (
        "from site_builder.resources import templates_dir, theme_dir;"
        "print(*(each.is_dir() and each.name for each in (templates_dir(), theme_dir())))"
    )
    assert installed_wheel.run_python("-c", code, cwd=tmp_path).split() == ["_templates", "_theme"]


def test_command_is_installed(installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """The command `survey` is there and knows what it is for."""
    done = installed_wheel.run_survey("--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout


def test_module_is_command(installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """`python -m site_builder` is the same command."""
    assert "check" in installed_wheel.run_python("-m", "site_builder", "--help", cwd=tmp_path)


def test_plugin_is_registered(installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """MkDocs finds the plugin `survey`."""
    code = (
        "from importlib.metadata import entry_points;"
        "(point,) = entry_points(group='mkdocs.plugins', name='survey');"
        "print(point.load().__name__)"
    )
    assert installed_wheel.run_python("-c", code, cwd=tmp_path).strip() == "SurveyPlugin"


@pytest.mark.slow
def test_new_survey_needs_no_repository(installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """The installed engine alone begins a survey that builds, and that carries the engine's wheel."""
    for arguments in (
        ("new", "planes", "--title", "Paper Planes"),
        ("--root", "planes", "check"),
        ("--root", "planes", "build", "--strict"),
    ):
        done = installed_wheel.run_survey(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert "Paper Planes" in (tmp_path / "planes" / "site" / "index.html").read_text("utf-8")
    carried = tmp_path / "planes" / "wheels" / installed_wheel.wheel.name
    assert carried.read_bytes() == installed_wheel.wheel.read_bytes()
    arguments = ("--dry-run", "--no-index", "--no-deps", "--ignore-installed")
    pip = (sys.executable, "-m", "pip", "install", *arguments, "-r", "requirements.txt")
    done = subprocess.run(pip, cwd=tmp_path / "planes", capture_output=True, text=True, check=False)
    assert "Would install living-survey" in done.stdout, done.stderr


def test_new_survey_is_the_same_from_the_wheel(
    installed_wheel: InstalledWheel, tmp_path: Path
) -> None:
    """A survey begun with the wheel has the files of one begun from the source tree."""
    done = installed_wheel.run_survey("new", "planes", "--title", "Paper Planes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = files_below(tmp_path / "planes") - {f"wheels/{installed_wheel.wheel.name}"}
    assert found == starter.files_of("Paper Planes").keys()
    for name, content in starter.files_of("Paper Planes").items():
        wanted = content.encode() if isinstance(content, str) else content
        assert (tmp_path / "planes" / name).read_bytes() == wanted, name


def test_version_is_said_once(root: Path, installed_wheel: InstalledWheel, tmp_path: Path) -> None:
    """The version of the package is the one its metadata gives and the changelog tells of."""
    code = (
        "import site_builder; from importlib.metadata import version;"
        "print(site_builder.__version__, version('living-survey'))"
    )
    said, recorded = installed_wheel.run_python("-c", code, cwd=tmp_path).split()
    assert said == recorded
    assert f"## [{said}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_pinned(root: Path, requirements: dict[str, set[str]]) -> None:
    """Every distribution that the project names has its version in the constraints file."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines}
    assert set().union(*requirements.values()) - {"living-survey"} <= pinned


def test_constraints_are_names_and_versions(root: Path) -> None:
    """The constraints file holds `name==version` lines and no addresses."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and line.count("==") != 1] == []
    assert [line for line in lines if "/" in line or "@" in line] == []
