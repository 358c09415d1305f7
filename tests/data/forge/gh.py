"""Stand in for the program gh: answer what our workflows ask of it from a JSON file.

The file named by FAKE_GH holds issues, pull requests and their comments; every call is noted in
it. A call that no workflow makes ends in an error.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

STATE = Path(os.environ["FAKE_GH"])
FLAGS = ("silent", "edit-last", "create-if-none", "force", "verify-tag")
VALUES = (
    *("method", "jq", "json", "label", "state", "limit", "title", "body", "head", "ref"),
    *("description", "comment", "workflow", "event", "status", "name", "dir"),
)


def parsed(arguments: list[str]) -> tuple[list[str], argparse.Namespace]:
    """Take a call apart: its words, and its options."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("words", nargs="*")
    for name in FLAGS:
        parser.add_argument(f"--{name}", action="store_true")
    for name in VALUES:
        parser.add_argument(f"--{name}")
    parser.add_argument("--body-file", type=Path)
    parser.add_argument("--notes-file", type=Path)
    parser.add_argument("--raw-field", action="append", default=[])
    found = parser.parse_intermixed_args(arguments)
    return found.words, found


def say(thing: dict[str, Any], text: str, options: argparse.Namespace) -> None:
    """Comment as gh does: edit the last comment, or write a first one."""
    assert options.edit_last
    assert options.create_if_none
    thing["comments"] = [*thing["comments"][:-1], text]


def open_things(things: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what was closed."""
    return [each for each in things if each["state"] == "open"]


def new(things: list[dict[str, Any]], **fields: Any) -> None:
    """Add an issue or a pull request under the next number."""
    things.append({"number": len(things) + 1, "state": "open", "comments": [], **fields})


def branch_exists(path: str) -> bool:
    """Look for a branch where the clone came from."""
    branch = path.partition("/branches/")[2]
    command = ["git", "ls-remote", "--exit-code", "origin", f"refs/heads/{branch}"]
    where = os.environ["FAKE_ORIGIN_CLONE"]
    return not subprocess.run(command, cwd=where, capture_output=True, check=False).returncode


def pulls_of(state: dict[str, Any], fields: list[str]) -> str:
    """List the open pull requests of a head, each with its newest commit."""
    assert "state=open" in fields
    head = next(each.removeprefix("head=") for each in fields if each.startswith("head="))
    found = [p for p in open_things(state["pulls"]) if p["head"] == head.partition(":")[2]]
    return "\n".join(f"{each['sha']} {each['number']}" for each in found)


def main(arguments: list[str]) -> int:  # noqa: C901, PLR0912, PLR0915 (one case for each call)
    """Do what a call asks for, and note it."""
    state = json.loads(STATE.read_text())
    state["calls"].append(arguments)
    (command, *words), options = parsed(arguments)
    text = options.body_file.read_text() if options.body_file else options.body
    issues, pulls = state["issues"], state["pulls"]
    code, said = 0, ""
    match command, words:
        case "auth", ["setup-git"]:
            pass
        case "api", [path] if "/branches/" in path:
            code = 0 if branch_exists(path) else 1
        case "api", [path] if path.endswith("/pulls"):
            said = pulls_of(state, options.raw_field)
        case "label", ["create", _]:
            assert options.force
        case "issue", ["list"]:
            found = [i for i in open_things(issues) if options.label in i["labels"]]
            said = "".join(str(each["number"]) for each in found)
        case "issue", ["create"]:
            new(issues, title=options.title, labels=[options.label], body=text)
        case "issue", ["edit", number]:
            issues[int(number) - 1]["body"] = text
        case "issue", ["close", number]:
            issues[int(number) - 1] |= {"state": "closed"}
        case "issue", ["comment", number]:
            say(issues[int(number) - 1], text, options)
        case "pr", ["list"]:
            found = [p for p in open_things(pulls) if p["head"] == options.head]
            said = "".join(str(each["number"]) for each in found)
        case "pr", ["create"]:
            new(pulls, title=options.title, head=options.head, body=text, sha="")
        case "pr", ["edit", head]:
            next(p for p in open_things(pulls) if p["head"] == head)["body"] = text
        case "pr", ["comment", number]:
            say(pulls[int(number) - 1], text, options)
        case "run", ["list"]:
            said = "".join(state["runs"][-1:] if options.event == "schedule" else [])
        case "run", ["download", run]:
            shutil.copytree(STATE.parent / "artifacts" / run, options.dir, dirs_exist_ok=True)
        case "workflow", ["run", name]:
            state["started"].append([name, options.ref])
        case "release", ["view", tag]:
            code = 0 if tag in state.get("releases", {}) else 1
        case "release", ["create", tag, *files]:
            assert options.verify_tag
            notes = options.notes_file.read_text()
            kept = {Path(name).name: Path(name).stat().st_size for name in files}
            assert len(kept) == len(files)  # a forge has no folders of files
            state.setdefault("releases", {})[tag] = {"notes": notes, "files": kept}
        case _:
            code = 2
            said = f"no workflow of ours should say: gh {' '.join(arguments)}"
    STATE.write_text(json.dumps(state))
    if said:
        sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
