"""A survey under git, and an assistant's program that asks it over a real pipe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anyio.from_thread import start_blocking_portal
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters, stdio_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anyio.from_thread import BlockingPortal
    from mcp.types import CallToolResult, Tool

TINY = Path(__file__).resolve().parent.parent / "data" / "tiny"
EXCLUDED = """\
reasons:
  - {id: kites, name: about kites, description: No aeroplane of paper.}
excluded:
  - {title: Kites of Silk, year: 2020, arxiv_id: "2002.00001", reason: kites, note: "silk, not paper", by: Ann, date: 2026-01-02}
"""
COMPARABLE = """\
title: Heavy Paper Compared
authors: [Ada Folder]
year: 2023
venue: JPA
fold: [dart]
summary: Throws the same dart in two weights.
results:
  - {benchmark: long-hall, metric: distance, value: 31, variant: wide, backbone: "A4, 80 g", pretraining: none, trainable_params_m: 2, provenance: paper, source: Table 1}
  - {benchmark: long-hall, metric: distance, value: 33, backbone: "a4, 80 g", pretraining: None, provenance: paper, source: Table 1}
  - {benchmark: long-hall, metric: distance, value: 12, backbone: "A3, 120 g", pretraining: none, provenance: paper, source: Table 2}
status: {kind: retracted, date: 2024-05-01, note: The hall was shorter.}
added: 2026-11-24
"""
CHAPTER = "# How far\n\nAs @vouw2020blunt shows.\n"
CONFIG = "site_url: https://planes.example/s/\nrepo_url: https://github.com/planes/survey\n"


def git(root: Path, *arguments: str, day: str = "") -> None:
    """Run git in a survey, with nobody's settings, on a day that is the same in every run."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), day) if day else {}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    environment = {**os.environ, **nobody, **dates}
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, env=environment)


def make(home: Path) -> Path:
    """Make a survey with a history of two commits."""
    shutil.copytree(TINY, home)
    (home / "excluded.yaml").write_text(EXCLUDED, "utf-8")
    (home / "docs" / "far.md").write_text(CHAPTER, "utf-8")
    config = home / "mkdocs.yml"
    config.write_text(CONFIG + config.read_text("utf-8"), "utf-8")
    git(home, "init", "--quiet", "--initial-branch", "main")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "Begin", day="2026-01-01T12:00:00Z")
    (home / "papers" / "folder2023heavy.yaml").write_text(COMPARABLE, "utf-8")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "Compare", day="2026-02-01T12:00:00Z")
    return home


@dataclass
class Assistant:
    """The package's own client, connected to a server of a survey, called without `await`."""

    portal: BlockingPortal
    client: Client
    root: Path

    def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Run one of the client's coroutines to its end."""
        return self.portal.call(partial(function, *arguments, **named))

    @cached_property
    def tools(self) -> dict[str, Tool]:
        """The tools by name."""
        return {tool.name: tool for tool in self.run(self.client.list_tools).tools}

    def result(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        """Call a tool."""
        result: CallToolResult = self.run(self.client.call_tool, name, arguments)
        return result

    def ask(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Call a tool and return its answer, which its schema describes and its text repeats."""
        result = self.result(name, arguments)
        (content,) = result.content
        assert content.type == "text"
        assert not result.is_error, content.text
        Draft202012Validator(self.tools[name].output_schema).validate(result.structured_content)
        assert json.loads(content.text) == result.structured_content
        answer: dict[str, Any] = result.structured_content
        return answer

    def refusal(self, name: str, **arguments: Any) -> str:
        """Call a tool that must refuse; return why it does."""
        result = self.result(name, arguments)
        (content,) = result.content
        assert content.type == "text"
        assert result.is_error, content.text
        assert result.structured_content is None
        assert "Traceback" not in content.text
        text: str = content.text
        return text


def connected(
    root: Path, *options: str, mode: str = "auto", env: dict[str, str] | None = None
) -> Iterator[Assistant]:
    """Start a server as an editor does, connect to it, and close it in the end."""
    command = ["-m", "site_builder", "--root", str(root), "mcp", *options]
    server = StdioServerParameters(command=sys.executable, args=command, env=env)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(stdio_client(server), mode=mode)) as client,
    ):
        yield Assistant(portal, client, root)


@pytest.fixture(scope="package")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Give an assistant that may write into a survey of its own; tests leave it as it was."""
    yield from connected(make(tmp_path_factory.mktemp("assistant") / "survey"), "--write")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Give an assistant for the tests of one module that change the survey."""
    yield from connected(make(tmp_path_factory.mktemp("server") / "survey"), "--write")


@pytest.fixture
def writer(server: Assistant) -> Iterator[Assistant]:
    """Give an assistant that may write, and put the survey back as it was."""
    yield server
    git(server.root, "reset", "--quiet", "--hard")
    git(server.root, "clean", "--quiet", "-d", "--force")


@pytest.fixture(scope="session")
def connect() -> Callable[..., Iterator[Assistant]]:
    """Give what connects to a survey."""
    return connected


@pytest.fixture
def planes(tmp_path: Path) -> Path:
    """Give a survey of one's own."""
    return make(tmp_path / "planes")
