"""Write the survey that holds every hostile text of the catalogue, or its twin of plain words.

Run as a script, `survey.py FOLDER` builds both: FOLDER/hostile/site and FOLDER/plain/site. The twin has
the same records, fields and ids; only the texts differ, so that whatever differs in form between the
two sites was made by a text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from site_builder.mkdocs_site import run as mkdocs_run
from site_builder.text import invisible

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = Path(__file__).with_name("catalogue.yaml")
LINE = 400
"""Characters of a text that fields of one line get; records hold more, which single tests try."""
KINDS = ("conference", "journal", "workshop", "preprint", "report", "thesis", "book")
PROVENANCES = ("paper", "third-party", "reproduction", "derived")
RELATIONS = ("extends", "uses", "compares-with", "supersedes")
GROUP = 6
"""Texts that share one category, venue and benchmark: each has a page."""
CONFIG = """\
site_name: Hostile
site_url: https://survey.example/
repo_url: https://forge.example/survey
docs_dir: docs
theme: {name: material, font: false}
plugins:
  - survey:
      licence: https://creativecommons.org/licenses/by/4.0/
"""
HOME = "# Hostile\n\n<!-- survey:overview -->\n"


@dataclass(frozen=True)
class Text:
    """One text as a line and as paragraphs."""

    name: str
    prose: str

    @property
    def line(self) -> str:
        """Give what fits into a field of one line."""
        return " ".join(self.prose.split())[:LINE].strip()


def catalogue() -> dict[str, Any]:
    """Read the catalogue."""
    found: dict[str, Any] = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return found


def spelled(given: Any) -> str:
    """Give a text of the catalogue, or the long one that it describes."""
    if not isinstance(given, dict):
        return str(given)
    before, within, last = (str(given.get(name, "")) for name in ("before", "end", "last"))
    run, close = (str(given.get(name, "")) * given["times"] for name in ("repeat", "close"))
    return before + run + within + close + last


def texts() -> list[Text]:
    """Give all texts that records may hold."""
    return [Text(name, spelled(given)) for name, given in catalogue()["inert"].items()]


def plain(text: Text) -> Text:
    """Give as many paragraphs of plain words, each a sentence, another one for each text."""
    words = " ".join(part.capitalize() for part in text.name.split("-"))
    count = len([each for each in text.prose.split("\n\n") if each.strip()])
    return Text(text.name, ".\n\n".join(f"Plain {words} {n}" for n in range(count)))


def joined(some: list[Text]) -> Text:
    """Join texts, each cut, for a thing that stands for several."""
    parts = [text.prose.strip()[: LINE // GROUP] for text in some]
    return Text(some[0].name, "\n\n".join(parts))


def groups(given: list[Text]) -> list[Text]:
    """Join neighbouring texts."""
    return [joined(given[n : n + GROUP]) for n in range(0, len(given), GROUP)]


CONDITIONS = ("paper_weight", "thrower", "hall")
QUANTITIES = ("wing_area", "sheets")


def results(text: Text, number: int, group: str) -> list[dict[str, Any]]:
    """Measure on a benchmark of the text's own group, and on one that all share."""
    lines = ("variant", *CONDITIONS, "setting")
    same = {
        "value": 50 + number % 40,
        "wing_area": 0.1 + number,
        "sheets": 100 + number,
        "provenance": PROVENANCES[number % len(PROVENANCES)],
        "source": [text.line, "https://example.org/?a=%27%22&b=<".replace("<", "%3C")],
    }
    own = {"benchmark": group, "metric": "m1", **dict.fromkeys(lines, text.line), **same}
    return [own, {"benchmark": "shared", "metric": "m1", "variant": text.line, **same}]


def record(text: Text, number: int, group: str, other: str) -> dict[str, Any]:
    """Put a text into every field of a record that takes one."""
    lines = ("comment", "journal_ref", "own_text", "own_paged")
    numerals = ("volume", "number", "pages")
    shared = [{"literal": "Both"}] if number < GROUP else []
    source = f"{text.line} https://example.org/"  # so that one of each kind is a link in both sites
    relation = {"kind": RELATIONS[number % len(RELATIONS)], "paper": other, "source": source}
    return {
        "title": text.line,
        "method": text.line,
        "authors": [
            dict.fromkeys(("given", "particle", "family", "suffix"), text.line),
            group_of(text),
            *shared,
        ],
        "year": 2000 + number % 24,
        "venue": f"V {group}",
        **dict.fromkeys(lines, text.line),
        **dict.fromkeys(numerals, invisible.remove(text.line)),  # else refused
        "doi": f"10.1000/<x>;'#&?%()_~{number}",
        "arxiv_id": f"2203.{10000 + number}",
        "links": dict.fromkeys(
            ("code", "project", "data"), f"https://example.org/?a='b&c=({number}"
        ),
        "kind": [group],
        "own_flag": bool(number % 2),
        **dict.fromkeys(("summary", "abstract", "notes"), text.prose),
        "own_list": [text.line],
        "results": results(text, number, group),
        "relations": [relation],
        "protect": [text.line],
        "sources": [text.line, "http://example.org/'"],
        "added": "2026-11-23",
    }


def taxonomy(given: list[Text]) -> dict[str, Any]:
    """Name categories by the texts of their groups; the first holds all others."""
    nodes = [
        {"id": t.name, "title": t.line, "description": t.prose, "aliases": [f"{t.line} &c"]}
        for t in given
    ]
    top = {**nodes[0], "former_ids": ["gone"], "children": nodes[1:]}
    facet = {"id": "kind", "title": given[0].line, "description": given[0].prose}
    return {"facets": [{**facet, "categories": [top]}]}


def venue(text: Text, number: int) -> dict[str, Any]:
    """Name a venue by a text."""
    own = {"name": text.line, "publisher": text.line, "aliases": [f"{text.line} &c"]}
    return {"id": f"V {text.name}", **own, "kind": KINDS[number % len(KINDS)]}


def benchmark(name: str, text: Text) -> dict[str, Any]:
    """Name a benchmark and its metrics by a text."""
    own = {"name": text.line, "unit": text.line[:40], "description": text.prose}
    return {
        "id": name,
        "name": text.line,
        "description": text.prose,
        "aliases": [f"{text.line} {name}"],
        "url": "https://example.org/?a='b",
        "metrics": [{"id": "m1", "direction": "higher", **own}],
    }


def declared(text: Text) -> dict[str, Any]:
    """Name conditions and quantities by a text."""
    own = {"title": text.line, "description": text.prose}
    amount = {**own, "short": text.line, "unit": text.line[:40], "direction": "lower"}
    return {
        "conditions": [{"id": name, **own} for name in CONDITIONS],
        "quantities": [{"id": name, **amount} for name in QUANTITIES],
    }


def files(given: list[Text]) -> dict[str, Any]:
    """Give the data files of the survey that these texts make."""
    grouped = groups(given)
    keys = [f"x2020{text.name}" for text in given]
    papers = {
        f"papers/{key}.yaml": record(text, number, grouped[number // GROUP].name, keys[number - 1])
        for number, (key, text) in enumerate(zip(keys, given, strict=True))
    }
    first = papers[f"papers/{keys[0]}.yaml"]
    first["former_keys"] = ["x2019moved"]
    benchmarks = [benchmark(text.name, text) for text in grouped]
    return {
        **papers,
        "taxonomy.yaml": taxonomy(grouped),
        "venues.yaml": {"venues": [venue(text, number) for number, text in enumerate(grouped)]},
        "benchmarks.yaml": {
            **declared(given[0]),
            "benchmarks": [*benchmarks, benchmark("shared", given[0])],
        },
        "fields.yaml": {"fields": own_fields(given[0])},
        "people.yaml": {"people": [*people(given)]},
        "excluded.yaml": left_out(grouped),
        "citations.yaml": {"citations": [*citations(keys, given)]},
        "releases.yaml": {"releases": [*releases(given)]},
    }


def people(given: list[Text]) -> Iterator[dict[str, Any]]:
    """Make one person of every two neighbouring texts, so that the person has two papers."""
    for number, (one, other) in enumerate(zip(given[::2], given[1::2], strict=False)):
        yield {"id": f"person-{number}", "name": group_of(one), "other_names": [group_of(other)]}


def citations(keys: list[str], given: list[Text]) -> Iterator[dict[str, Any]]:
    """Let each paper cite the next one, as two texts say."""
    for number, (key, other) in enumerate(pairwise(keys)):
        yield {"paper": key, "cites": [other], "sources": [given[number].line, "the paper"]}


def left_out(given: list[Text]) -> dict[str, Any]:
    """Leave a paper out for each text, for a reason named by it."""
    return {
        "reasons": [{"id": t.name, "name": t.line, "description": t.prose} for t in given],
        "excluded": [
            {
                **dict.fromkeys(("venue", "note", "by"), t.line),
                "title": f"{t.line} &c left out {t.name}",
                "url": f"https://example.org/?a='b&c={t.name}",
                "reason": t.name,
            }
            for t in given
        ],
    }


def releases(given: list[Text]) -> Iterator[dict[str, Any]]:
    """Release a version for each text."""
    for number, text in enumerate(given):
        doi = f"10.1000/<x>;'#&?%()_~{number}"
        said = {"summary": text.prose, "changes": [text.line], "doi": doi}
        yield {"version": f"1.{number}", "date": "2026-11-23", **said}


def group_of(text: Text) -> dict[str, str]:
    """Name a group by a text; no other text gives that name."""
    return {"literal": f"{text.line} &c {text.name}"}


def own_fields(text: Text) -> list[dict[str, Any]]:
    """Declare fields that are shown wherever a field can be."""
    said = {"title": text.line, "description": text.prose, "wanted": True, "in_lists": True}
    shown = {**said, "facet": True, "column": True}
    return [
        {"id": "own_list", "type": "list", **shown},
        {"id": "own_text", "type": "text", **shown},
        {"id": "own_paged", "type": "text", "pages": True, **shown},
        {"id": "own_flag", "type": "boolean", **shown},
    ]


def lay_out(folder: Path, given: list[Text]) -> None:
    """Write the survey that texts make."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "papers").mkdir(exist_ok=True)
    (folder / "docs" / "index.md").write_text(HOME, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for name, data in files(given).items():
        text = json.dumps(data, ensure_ascii=False, indent=1)  # which YAML reads as well
        (folder / name).write_text(text, encoding="utf-8")


def git(folder: Path, *arguments: str, day: str = "") -> None:
    """Run git, with nobody's settings, on a day that is the same in every run."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), day)
    command = ("git", "-C", str(folder), *arguments)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **nobody, **dates})


def commit(folder: Path, text: Text, day: int) -> None:
    """Commit everything in the name, and with the words, of a text, on a day of November."""
    date = f"2026-11-{day:02d}T12:00:00Z"
    name = "".join(char for char in text.line if char not in "<>\0")[:200] or "x"
    git(folder, "add", ".")
    who = ("-c", f"user.name={name}", "-c", 'user.email=x" onclick=x@example.org')
    git(folder, *who, "commit", "--quiet", "-m", text.prose or "x", day=date)


def write(folder: Path, given: list[Text]) -> None:
    """Write the survey with a history: titles changed, a paper taken away, one moved."""
    lay_out(folder, [*given[1:], *given[:1]])  # the same keys, with other fields
    paper = folder / "papers"
    (paper / "x2018taken.yaml").write_text((paper / f"x2020{given[0].name}.yaml").read_text())
    git(folder, "init", "--quiet")
    commit(folder, given[0], 1)
    (paper / "x2018taken.yaml").unlink()
    for number, text in enumerate(given[:12]):
        path = paper / f"x2020{text.name}.yaml"
        record = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(record | {"title": given[number + 12].line}), encoding="utf-8")
        commit(folder, text, number + 2)
    lay_out(folder, given)
    commit(folder, given[-1], 20)


def build(folder: Path) -> None:
    """Write and build the survey and its twin."""
    for name, given in (("hostile", texts()), ("plain", list(map(plain, texts())))):
        write(folder / name, given)
        if not mkdocs_run.build(folder / name, out=folder / name / "site"):
            raise SystemExit(f"the survey {name} was not built")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
