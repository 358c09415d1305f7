"""Who may import whom, and that the engine knows no survey: held by reading the code."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from mkdocs.utils import yaml_load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Rule = Callable[[Path], list[str]]

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "site_builder"
SPEAKING = {".py", ".j2", ".html", ".css", ".js", ".mjs", ".xml", ".json", ".svg"}
"""Endings of the files in which the engine could speak of a survey."""

ROOMS = (
    {"problems", "resources", "site", "text"},
    {"files", "latex"},
    {"record", "text.citations", "text.forge", "text.fragments", "text.markdown", "text.prose"},
    {"yamlfiles"},
    {"library"},
    {"duplicates", "exports", "figures", "history", "query", "related"},
    {"checks", "coverage", "datapackage", "targets", "web"},
    {"sources"},
    {"curation"},
    {"pages"},
    {"export_docs", "mkdocs_site", "starter"},
    {"assistant"},
    {"cli"},
    {"__main__"},
)
"""The engine's modules and packages, by room: each imports only from rooms before its own.

A module that is named on its own stands in that room, the rest of its package in another.
"""

IMPORTERS = {
    "PIL": {"web.share"},
    "anyascii": {"text.names"},
    "bibtexparser": {"exports.bibtex", "sources"},
    "click": {"cli"},
    "distributed": {"mkdocs_site.cluster"},
    "filelock": {"sources"},
    "fontTools": {"mkdocs_site.face", "web.share"},
    "fontpkg_spectral": {"resources"},
    "jinja2": {"pages"},
    "mcp": {"assistant.server"},
    "minify_html": {"mkdocs_site.minified"},
    "mkdocs": {"mkdocs_site"},
    "platformdirs": {"mkdocs_site.face", "sources"},
    "requests": {"sources"},
    "site_builder.sources": {"curation"},
    "watchdog": {"mkdocs_site.noticing"},
    "yaml": {"yamlfiles.reading"},
}
"""Modules and libraries that only the named modules, or modules inside them, may import."""

ARCHIVES = "sources/"
"""Where public archives are known, some of which bear the name of a conference."""


@dataclass(frozen=True)
class Import:
    """One import: the module that asks, the line, and what it asks for, by full name."""

    module: str
    line: int
    wanted: str
    at_run_time: bool = True
    """False for what type checkers alone import."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.wanted}"


def modules(package: Path) -> dict[str, Path]:
    """Find a package's modules by name; the package's own name stands before each."""
    return {
        ".".join((package.name, *path.relative_to(package).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path
        for path in sorted(package.rglob("*.py"))
    }


@cache
def imports(package: Path) -> list[Import]:
    """List every import of a package, those for type checkers and inside functions too.

    No package changes while tests run, and to read the engine's takes a second or two.
    """
    found = modules(package)
    return [
        Import(module, node.lineno, wanted, at_run_time)
        for module, path in found.items()
        for node, at_run_time in statements(ast.parse(path.read_text(encoding="utf-8")))
        for wanted in wanted_by(node, module, is_package=path.name == "__init__.py", known=found)
    ]


def statements(tree: ast.AST, *, at_run_time: bool = True) -> Iterator[tuple[ast.AST, bool]]:
    """Walk through a syntax tree; tell of each node whether it runs or is for type checkers alone."""
    yield tree, at_run_time
    for_checkers = isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING"
    for node in ast.iter_child_nodes(tree):
        yield from statements(node, at_run_time=at_run_time and not for_checkers)


def wanted_by(
    node: ast.AST, module: str, *, is_package: bool, known: Iterable[str]
) -> Iterator[str]:
    """Give the full names of the modules that one statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = module.split(".")
        above = parts[: len(parts) - node.level + is_package] if node.level else []
        base = ".".join((*above, *filter(None, [node.module])))
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in known else base


def inside(module: str, places: Iterable[str]) -> bool:
    """Tell whether a module is one of these places or lies within one."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def room_of(module: str) -> int:
    """Return the number of a module's room; the package itself, which is empty, comes first."""
    _, *parts = module.split(".")
    if not parts:
        return -1
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    rooms = (number for name in names for number, room in enumerate(ROOMS) if name in room)
    return next(rooms, len(ROOMS))


def unassigned(package: Path) -> list[str]:
    """Name the modules that no room holds."""
    return [module for module in modules(package) if room_of(module) == len(ROOMS)]


def wrong_direction(package: Path) -> list[str]:
    """Name the imports that do not lead to an earlier room, or stay inside one package."""
    name = package.name
    return [
        str(each)
        for each in imports(package)
        if inside(each.wanted, [name])
        if room_of(each.wanted) >= room_of(each.module)
        if each.wanted.split(".")[:2] != each.module.split(".")[:2]
    ]


def wrong_importer(package: Path) -> list[str]:
    """Name the imports that are kept for other modules."""
    return [
        f"{each}, which is kept for {', '.join(sorted(allowed))}"
        for each in imports(package)
        for library, allowed in IMPORTERS.items()
        if each.at_run_time and inside(each.wanted, [library])
        if not inside(each.module, [library, *(f"{package.name}.{place}" for place in allowed)])
    ]


def cycles(package: Path) -> list[str]:
    """Return one cycle of imports at run time, if there is any."""
    found = modules(package)
    graph: dict[str, set[str]] = {module: set() for module in found}
    for each in imports(package):
        if each.wanted in found and each.at_run_time:
            graph[each.module].add(each.wanted)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" <- ".join(error.args[1])]
    return []


RULES = (unassigned, wrong_direction, wrong_importer, cycles)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_engine_keeps_rule(rule: Rule) -> None:
    """The engine breaks none of the rules on imports."""
    assert rule(ENGINE) == []


@pytest.mark.parametrize(
    ("rule", "files", "complaint"),
    [
        (unassigned, {"utils": ""}, "site_builder.utils"),
        (
            wrong_direction,
            {"text/names": "from site_builder.record.models import Paper", "record/models": ""},
            "site_builder.text.names:1 imports site_builder.record.models",
        ),
        (
            wrong_direction,
            {"checks": "def f():\n    from . import coverage", "coverage": ""},
            "site_builder.checks:2 imports site_builder.coverage",
        ),
        (
            wrong_direction,
            {"exports/__init__": "", "exports/ris": "from .. import checks", "checks": ""},
            "site_builder.exports.ris:1 imports site_builder.checks",
        ),
        (
            wrong_importer,
            {"checks": "import mkdocs.config"},
            "site_builder.checks:1 imports mkdocs.config, which is kept for mkdocs_site",
        ),
        (
            wrong_importer,
            {"exports/csl": "from bibtexparser import parse_string"},
            "site_builder.exports.csl:1 imports bibtexparser, which is kept for exports.bibtex,",
        ),
        (
            wrong_importer,
            {"pages/papers": "import site_builder.sources", "sources/__init__": ""},
            "site_builder.pages.papers:1 imports site_builder.sources, which is kept for curation",
        ),
        (
            cycles,
            {
                "exports/__init__": "",
                "exports/a": "from . import b",
                "exports/b": "from . import a",
            },
            "site_builder.exports.a <- site_builder.exports.b <- site_builder.exports.a",
        ),
    ],
)
def test_rule_sees_offender(
    tmp_path: Path, rule: Rule, files: dict[str, str], complaint: str
) -> None:
    """Each rule finds a module made to break it, and names it."""
    assert [each for each in rule(made_up_engine(tmp_path, files)) if each.startswith(complaint)]


def test_rules_allow_what_they_should(tmp_path: Path) -> None:
    """Imports from earlier rooms, inside one package and of libraries by their keepers are fine."""
    engine = made_up_engine(
        tmp_path,
        {
            "__init__": "",
            "record/models": "from ..text.names import Name\nimport pydantic",
            "text/names": "import re",
            "exports/__init__": "from site_builder.exports import bibtex",
            "mkdocs_site/frames": "import mkdocs\nif TYPE_CHECKING:\n    from jinja2 import Environment",
            "exports/bibtex": "import bibtexparser\nfrom ..record.models import Paper",
            "cli/__init__": "from site_builder.cli.add import add",
            "cli/add": "import click\nfrom site_builder import curation, __version__",
            "curation/__init__": "from site_builder import sources",
            "sources/__init__": "from site_builder.sources.http import get",
            "sources/http": "import requests",
        },
    )
    assert [complaint for rule in RULES for complaint in rule(engine)] == []


def test_every_import_is_declared(requirements: dict[str, set[str]]) -> None:
    """What the engine imports at run time, it asks for by name; what others bring may stay away."""
    declared = (
        requirements[""] | requirements["parquet"] | requirements["cluster"] | requirements["mcp"]
    )
    carriers = packages_distributions()
    imported = {each.wanted.split(".")[0] for each in imports(ENGINE) if each.at_run_time}
    foreign = imported - sys.stdlib_module_names - {ENGINE.name}
    assert {
        name for name in foreign if declared.isdisjoint(map(pep_503, carriers.get(name, [])))
    } == set()


def pep_503(name: str) -> str:
    """Spell a distribution's name as the requirements are spelled here."""
    return name.lower().replace("_", "-").replace(".", "-")


def made_up_engine(folder: Path, files: dict[str, str]) -> Path:
    """Write a package that bears the engine's name."""
    engine = folder / ENGINE.name
    for name, text in files.items():
        path = engine / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return engine


def words_of_survey(root: Path) -> set[str]:
    """Collect what only this survey gives a meaning: its name and its facets."""
    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        name = yaml_load(file)["site_name"].split(":")[0]
    facets = {each["id"] for each in read_yaml(root / "taxonomy.yaml")["facets"]}
    return {name, *facets, *(facet.replace("_", "-") for facet in facets)}


def conferences(root: Path) -> set[str]:
    """Collect the conferences that this survey's papers appeared at."""
    venues = read_yaml(root / "venues.yaml")["venues"]
    return {each["id"] for each in venues if each["kind"] == "conference"}


def read_yaml(path: Path) -> Any:
    """Read a file of the survey as plain data."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def spoken_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match words made of several parts anywhere, everyday ones where they are a whole string."""
    patterns = (
        rf"(?i:\b{re.escape(word)}\b)"
        if re.search(r"\w[ _-]\w", word)
        else rf"[\"']{re.escape(word)}[\"']"
        for word in sorted(words)
    )
    return re.compile("|".join(patterns))


def code_says(path: Path) -> Iterator[tuple[int, str]]:
    """Give strings and names of a module with their lines; docstrings may hold examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield node.lineno, repr(text)
            case ast.Attribute(attr=text):
                yield node.lineno, repr(text)
            case ast.Name(id=text):
                yield node.lineno, text


def file_says(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a template, style sheet or script."""
    yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


@cache
def said(path: Path) -> list[tuple[int, str]]:
    """Give what a file says with its lines, read once for all words that are looked for."""
    return [*(code_says if path.suffix == ".py" else file_says)(path)]


def mentions(folder: Path, words: Iterable[str]) -> list[str]:
    """Name the places in a folder's texts that speak of the survey."""
    pattern = spoken_of(words)
    return [
        f"{path.relative_to(folder)}:{line}: {match[0]}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in SPEAKING
        for line, text in said(path)
        if (match := pattern.search(text))
    ]


@pytest.mark.parametrize("folder", ["site_builder", "templates", "theme"])
def test_engine_knows_no_survey(folder: str) -> None:
    """No code, template, style sheet or script of the engine speaks of this survey."""
    assert mentions(ROOT / folder, words_of_survey(ROOT)) == []


def test_engine_knows_no_conference() -> None:
    """No code names a conference, except where it speaks of the public archives it reads from."""
    found = mentions(ENGINE, conferences(ROOT))
    assert [each for each in found if not each.startswith(ARCHIVES)] == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.py", "def f(paper):\n    return paper.subject_area", "a.py:2: subject_area"),
        ("a.py", "FACETS = ('task',)", "a.py:1: 'task'"),
        ("a.py", "x = f'the site of Bird Song'", "a.py:1: Bird Song"),
        ("a.html.j2", "\n<a href='subject-area/'>", "a.html.j2:2: subject-area"),
        ("a.js", 'const facet = "task";', 'a.js:1: "task"'),
    ],
)
def test_mention_is_seen(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    """A word of a survey is found in code, templates and scripts."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert mentions(tmp_path, {"Bird Song", "subject_area", "subject-area", "task"}) == [complaint]


def test_everyday_words_are_allowed(tmp_path: Path) -> None:
    """Docstrings may hold examples, and a facet's everyday name may stand in a sentence."""
    text = '"""Bird Song has `subject_area`."""\ntask = f"this task took {1} s"'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    assert mentions(tmp_path, {"Bird Song", "subject_area", "task"}) == []
