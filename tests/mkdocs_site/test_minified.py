"""The engine's scripts and styles are published smaller, and do and say what they did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.structure.files import File, Files

from site_builder import resources
from site_builder.mkdocs_site.minified import minified, minify_theme

if TYPE_CHECKING:
    from pathlib import Path

THEME = resources.theme_dir()
SCRIPTS = sorted(THEME.rglob("*.js"))
STYLES = sorted(THEME.rglob("*.css"))
IMPORTED = re.compile(r"""\bimport\b(?:[^;"'`()]*?\bfrom\b)?\s*["']([^"']+)["']""")
EXPORTED = re.compile(
    r"""\bexport\b\s*(?:async\s+)?(?:function\*?|class|const|let)\s+([\w$]+)|\bexport\b\s*\{([^}]*)\}"""
)


def exported(text: str) -> set[str]:
    """Name what a module gives to others."""
    found = set()
    for one, several in EXPORTED.findall(text):
        names = [one] if one else several.split(",")
        found |= {name.split(" as ")[-1].strip() for name in names if name.strip()}
    return found


def code(path: Path) -> str:
    """Read a script without its comments."""
    return re.sub(
        r"/\*\*(?:[^*]|\*(?!/))*\*/|^\s*//[^\n]*$", "", path.read_text(), flags=re.MULTILINE
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(THEME).as_posix())
def test_scripts_keep_imports_and_exports(path: Path) -> None:
    """A smaller script imports and exports what it did, and has no comment for people left."""
    before, after = code(path), minified(path.read_text(), ".js")
    assert len(after) < path.stat().st_size
    assert set(IMPORTED.findall(after)) == set(IMPORTED.findall(before))
    assert exported(after) == exported(before)
    assert not re.search(r"^\s*(?:/\*|//)", after, re.MULTILINE)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_become_smaller(path: Path) -> None:
    """A smaller style sheet has the classes and the custom properties that it had, and no comment."""
    before, after = path.read_text(), minified(path.read_text(), ".css")
    assert len(after) < 0.9 * len(before)
    assert "/*" not in after
    names = re.compile(r"\.[a-z][\w-]*|--[a-z][\w-]*")
    plain = re.sub(r"/\*.*?\*/", "", before, flags=re.DOTALL)
    assert set(names.findall(after)) == set(names.findall(plain))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "const a = {;",
        'const a = "</script><script>alert(1)</script>";',
        "const a = `\n`;  // </SCRIPT>",
    ],
)
def test_what_cannot_be_made_smaller_stays(text: str) -> None:
    """A text that is no script, or that HTML would end early, is published as it is."""
    assert minified(text, ".js") == text


def test_strings_and_templates_are_whole() -> None:
    """Blanks in strings, templates and expressions for text are part of what a script does."""
    text = '/** Says\n * so. */\nexport const a = (b) => [`x  ${b ? `y   ${b}` : "//  z"}   `, /a  b/g];\n'
    after = minified(text, ".js")
    for piece in ("x  ${", "y   ${", "//  z", "}   `", "/a  b/g"):
        assert piece in after
    assert "Says" not in after


def test_only_the_engines_files_are_touched(tmp_path: Path) -> None:
    """What a survey brings, and what its theme has, is written as it is."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js/own.js").write_text("/** Mine. */\nconst  a = 1;\n")
    files = Files(
        [
            File("js/own.js", str(tmp_path), str(tmp_path / "site"), use_directory_urls=True),
            File("js/rows.js", str(THEME), str(tmp_path / "site"), use_directory_urls=True),
            File("main.html", str(THEME), str(tmp_path / "site"), use_directory_urls=True),
        ]
    )
    minify_theme(files)
    own, ours, page = files
    assert own.content_string == "/** Mine. */\nconst  a = 1;\n"
    assert len(ours.content_string) < (THEME / "js/rows.js").stat().st_size
    assert page.content_string == (THEME / "main.html").read_text()
