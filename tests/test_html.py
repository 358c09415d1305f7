"""The Nu HTML checker reads every page, and finds nothing but what the theme itself does.

The checker is a Java program out of the npm package vnu-jar. Where nobody says where its jar is, these
tests are skipped, but not in CI.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Once

pytestmark = pytest.mark.slow

SWITCH = "Attribute “autocomplete” is only allowed when the input type is “color”"
KNOWN = (
    # Every page has the theme's two check boxes by which the drawer and the search open without
    # scripts; "off" keeps Firefox from restoring them as they were left.
    # Frames are minified: without these quotation marks, attributes by name.
    (
        SWITCH,
        r'<input (autocomplete=off )?class=("?)md-toggle\2 data-md-toggle=\2(drawer|search)\2 ',
    ),
    # A section of the navigation that is not the page's own; the theme fills in a number for others.
    ("Bad value “” for attribute “tabindex” on element “label”", r'<label class="?md-nav__link'),
)
"""What Material for MkDocs does: how the message begins, and what stands at the place."""


@pytest.fixture(scope="module")
def checker() -> tuple[str, ...]:
    """Give the command that checks; without it these tests are skipped, except in CI."""
    jar, java = os.environ.get("VNU_JAR"), shutil.which("java")
    if not (jar and java):
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs Java, and VNU_JAR to name the jar of the npm package vnu-jar")
    return (java, "-Xss2m", "-jar", jar, "--skip-non-html", "--format", "json", ".")


@pytest.fixture(scope="module")
def tiny_site(once: Once, tiny_survey: Path) -> Path:
    """Build the made-up survey's site, which has redirects, notes and an author's formula."""
    return once("tiny-site-for-html", lambda out: build(tiny_survey, out))


def build(survey: Path, out: Path) -> None:
    """Build the site of a survey from a copy of it, so that nothing is written beside it."""
    home = out.with_name(f"{out.name}-survey")
    shutil.copytree(survey, home, dirs_exist_ok=True)
    command = [sys.executable, "-m", "site_builder", "build", "--out", str(out)]
    subprocess.run(command, cwd=home, capture_output=True, check=True)


def check(checker: tuple[str, ...], site: Path) -> list[dict[str, Any]]:
    """Check every page of a site; messages are for people, so their files are told from its root."""
    done = subprocess.run(checker, cwd=site, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    for message in messages:
        message["url"] = re.sub(r"^file:.*/\./", "", message["url"])
    return messages


def is_known(message: dict[str, Any]) -> bool:
    """Tell whether a message is about something that the theme does."""
    said, extract = message["message"], message.get("extract", "")
    return any(said.startswith(begins) and re.search(place, extract) for begins, place in KNOWN)


@pytest.mark.parametrize("name", ["site", "tiny_site"])
def test_pages_are_valid(
    request: pytest.FixtureRequest, checker: tuple[str, ...], name: str
) -> None:
    """No page of the real survey or of another has an error, nor anything to be warned of."""
    site: Path = request.getfixturevalue(name)
    messages = check(checker, site)
    ours = [
        f"{each['url']}:{each.get('lastLine')}: {each['message']} {each.get('extract')!r}"
        for each in messages
        if not is_known(each)
    ]
    assert ours == []
    looked_at = {each["url"] for each in messages if each["message"].startswith(SWITCH)}
    assert looked_at == themed(site)  # every page was read: each has the theme's own mistake


def themed(site: Path) -> set[str]:
    """Name the pages of a site that stand in the theme's frame, that is, all but redirects."""
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if b'http-equiv="refresh"' not in path.read_bytes()
    }
