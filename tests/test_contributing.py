"""What the pages for contributors and readers say of commands, files, papers and addresses."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from site_builder.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("CONTRIBUTING.md", "README.md", "docs/about.md", "docs/citing.md")
COMMAND = re.compile(r"(?<!the )\bsurvey ([a-z][a-z-]+)((?: [^`\n]*)?)")
IN_CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
KEY = re.compile(r"\bpapers/([a-z0-9-]+)\.yaml")


def read(name: str) -> str:
    """Read a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def commands(text: str) -> set[tuple[str, str]]:
    """Find the commands that stand in code, each with one of its options, or none."""
    found = set()
    for block, span in IN_CODE.findall(text):
        for name, rest in COMMAND.findall(block or span):
            options = re.findall(r"--[a-z-]+", rest.partition(" #")[0])
            found |= {(name, option) for option in options or [""]}
    return found


def options(name: str) -> set[str]:
    """List the options of a command."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return {opt for param in command.params for opt in param.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    """Every command and option that a page names is there."""
    for name, option in commands(read(page)):
        assert name in COMMANDS, f"{page} names survey {name}"
        assert not option or option in options(name), f"{page} names survey {name} {option}"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Every link inside the repository leads to a file, or to a heading of the page."""
    text = read(page)
    headings = {slug(line) for line in text.splitlines() if line.startswith("#")}
    for path, part in LINK.findall(text):
        if "://" not in path:
            assert not path or (ROOT / path).exists(), f"{page} links to {path}"
            assert path or part in headings, f"{page} links to #{part}"


def slug(heading: str) -> str:
    """Give a heading's anchor, as forges and MkDocs do where it has letters and blanks alone."""
    return heading.lstrip("# ").lower().replace(" ", "-")


def test_examples_are_real() -> None:
    """The papers that show what belongs here are here, filed where the page says."""
    text = read("CONTRIBUTING.md")
    assert len(set(KEY.findall(text))) >= 8
    for key in KEY.findall(text):
        assert (ROOT / "papers" / f"{key}.yaml").is_file(), key
    titles = {node["title"].lower() for node in nodes()}
    places = re.findall(r"^\| \[[^|]*\]\(papers/[^|]*\| ([^|]*) \|", text, re.MULTILINE)
    table = [place for row in places for place in row.split("; ")]
    assert {place.lower() for place in table} <= titles | {""}


def nodes() -> list[dict[str, str]]:
    """List the categories of the taxonomy."""
    data = yaml.safe_load(read("taxonomy.yaml"))
    found, left = [], [category for facet in data["facets"] for category in facet["categories"]]
    while left:
        node = left.pop()
        found.append(node)
        left += node.get("children", [])
    return found


def test_workflows_are_told() -> None:
    """Every workflow is told of, by its name."""
    text = read("CONTRIBUTING.md")
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        name = yaml.safe_load(path.read_text(encoding="utf-8"))["name"]
        assert name in text, path.name


def test_addresses_are_there(site: Path) -> None:
    """The addresses that the page about the data promises are those of the site."""
    promised = set(re.findall(r"`(/[a-z][^`]*)`", read("docs/about.md")))
    filled = {"KEY": "jia2022visual", "YYYY": "2022", "SLUG": "kaiming-he", "N.N.N": "3.2.1"}
    ids = {"venues": "eccv", "benchmarks": "vtab-1k", "method-family": "prompt-tuning",
           "task": "video", "topic": "surveys"}  # fmt: skip
    assert len(promised) > 15
    for address in promised:
        path = address.partition("?")[0]
        for mark, value in {**filled, "ID": ids.get(path.split("/")[1], "")}.items():
            path = path.replace(mark, value)
        place = site / path.strip("/")
        assert (place / "index.html" if path.endswith("/") else place).is_file(), address
