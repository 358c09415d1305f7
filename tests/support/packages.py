"""Data packages read by other code than wrote them: the standard library and pyarrow."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{role}_NAME": "Nemo" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "nemo@x.example" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_DATE": "2026-11-02T03:04:05+0900" for role in ("AUTHOR", "COMMITTER")},
}
"""Nobody's settings, and a day that differs between time zones: in UTC it is the first."""
DAY = "2026-11-01"
"""That day in UTC."""
READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "year": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": dt.date.fromisoformat,
    "array": json.loads,
}
ARROW = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def git(cwd: Path, *arguments: str, **more: str) -> str:
    """Run git as nobody in particular, on a day that is always the same."""
    environment = os.environ | NOBODY | more
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(root: Path, *, begin: bool = False) -> str:
    """Commit everything; give the commit."""
    if begin:
        git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")
    return git(root, "rev-parse", "HEAD")


@dataclass(frozen=True)
class Package:
    """A package in a folder."""

    folder: Path

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """Read datapackage.json."""
        found: dict[str, Any] = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        return found

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Give the resources by name."""
        return {each["name"]: each for each in self.descriptor["resources"]}

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Read every table by its declared types, texts as they were before they were guarded."""
        return {
            name: list(map(self.typed(each), self.raw(each)))
            for name, each in self.resources.items()
            if each["type"] == "table"
        }

    def raw(self, resource: dict[str, Any]) -> list[dict[str, str]]:
        """Read the cells of a table as text."""
        with (self.folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def typed(self, resource: dict[str, Any]) -> Callable[[dict[str, str]], dict[str, Any]]:
        """Give what reads a row of cells."""
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        return lambda row: {name: self.value(cell, kinds[name]) for name, cell in row.items()}

    def value(self, cell: str, kind: str) -> Any:
        """Read a cell; text is taken out of its guard as the package says."""
        if not cell:
            return None
        guard = self.descriptor["spreadsheetGuard"]["pattern"]
        text = re.sub(guard, lambda found: found[1] or "", cell) if kind == "string" else cell
        return READ[kind](text)

    def arrow(self, resource: dict[str, Any]) -> pa.Table:
        """Read a table by pyarrow, which refuses what is not of the declared type."""
        fields = resource["schema"]["fields"]
        return arrow_csv.read_csv(
            self.folder / resource["path"],
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types={f["name"]: ARROW.get(f["type"], pa.string()) for f in fields},
                strings_can_be_null=True,
                null_values=[""],
                true_values=["true"],
                false_values=["false"],
            ),
        )

    def check(self) -> None:
        """Hold everything that is declared against the files."""
        names = list(self.resources)
        assert len(names) == len(self.descriptor["resources"])
        for name, resource in self.resources.items():
            assert re.fullmatch(r"[-a-z0-9._/]+", name)
            content = (self.folder / resource["path"]).read_bytes()
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            if resource["type"] == "table":
                self.check_table(resource)
                assert self.arrow(resource).num_rows == len(self.tables[name])

    def check_table(self, resource: dict[str, Any]) -> None:
        """Hold a table against its schema: constraints of columns, its key, the rows it names."""
        schema, rows = resource["schema"], self.tables[resource["name"]]
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows]
            there = [cell for cell in cells if cell is not None]
            rule = field.get("constraints", {})
            assert not rule.get("required") or len(there) == len(cells), field
            assert not rule.get("unique") or len(set(there)) == len(there), field
            assert {*there} <= {*rule["enum"]} if "enum" in rule else True, field
            if "pattern" in rule:
                assert all(re.fullmatch(rule["pattern"], cell) for cell in there), field
            assert all(cell >= rule.get("minimum", cell) for cell in there), field
            assert all(cell <= rule.get("maximum", cell) for cell in there), field
        keys = named(rows, schema["primaryKey"])
        assert len(set(keys)) == len(keys)
        assert not any(None in key for key in keys)
        for link in schema.get("foreignKeys", ()):
            other = link["reference"]
            there = {*named(self.tables[other["resource"] or resource["name"]], other["fields"])}
            wanted = {key for key in named(rows, link["fields"]) if None not in key}
            assert wanted <= there, (resource["name"], link)


def named(rows: list[dict[str, Any]], columns: list[str]) -> list[tuple[Any, ...]]:
    """Give what rows say in some columns."""
    return [tuple(row[name] for name in columns) for row in rows]
