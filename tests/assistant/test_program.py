"""The command `survey mcp` as a program: its pipes, its end, and what it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from in_process import survey

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


def message(number: int, method: str, **params: Any) -> str:
    """Write a request on a line."""
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}) + "\n"


def test_only_the_protocol_on_standard_output(planes: Path) -> None:
    """Every line of standard output is a message, whatever comes in; the end of input ends it."""
    lines = [
        message(1, "initialize", **HELLO),
        '{"jsonrpc": "2.0", "method": "notifications/initialized"}\n',
        "this is no message\n",
        '{"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": {"name": "\\ud800"}}\n',
        message(2, "tools/call", name="search_papers", arguments={"query": "dart"}),
        message(3, "no/such/method"),
        message(4, "tools/call", name="get_paper", arguments={"paper": "nobody"}),
    ]
    command = [sys.executable, "-m", "site_builder", "--root", str(planes), "mcp"]
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, **streams, text=True) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write("".join(lines))
        server.stdin.flush()  # who closes it wants no more answers
        said = [server.stdout.readline() for _ in range(4)]
        rest, errors = server.communicate(timeout=120)
    assert (server.returncode, rest) == (0, "")
    assert "Traceback" not in errors
    answers = {each["id"]: each for each in map(json.loads, said)}
    assert answers[1]["result"]["serverInfo"]["name"] == "survey"
    assert answers[2]["result"]["structuredContent"]["total"] == 4
    assert answers[3]["error"]["message"] == "Method not found"
    assert answers[4]["result"]["isError"]


def test_without_the_extra(planes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package it needs, the command says in one line how to install it."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.delitem(sys.modules, "site_builder.assistant.server", raising=False)
    done = survey(planes, "mcp")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "Error: an assistant needs the package mcp: pip install 'living-survey[mcp]' ("
    )


def test_no_survey_here(tmp_path: Path) -> None:
    """Outside of a survey the command says so, and serves nothing."""
    done = survey(tmp_path, "mcp")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no survey here" in done.stderr


def test_other_commands_do_not_load_it(planes: Path) -> None:
    """The package is loaded by no other command."""
    code = (
        "import sys; from site_builder.cli import main\n"
        "try: main(['check'])\n"
        "except SystemExit: pass\n"
        "print({'mcp', 'anyio', 'site_builder.assistant'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=planes, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("set()\n")
