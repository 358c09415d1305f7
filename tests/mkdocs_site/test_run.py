"""`survey build` and `survey serve`: every mistake is said in one line, without a traceback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from site_builder.mkdocs_site import run
from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, "mkdocs.yml' does not exist"),
        ("site_name: [", "error parsing the configuration file"),
        ("just text", "configuration is invalid"),
        ("site_name: X\ntheme: nonesuch\nplugins: [survey]", "configuration error"),
        ("site_name: X\ntheme: {name: material}\nplugins: [survey: {serach: 1}, nope]", "error"),
        ("site_name: X\ndocs_dir: nowhere\ntheme: material\nplugins: [survey]", "error"),
    ],
)
def test_wrong_configuration_is_told(
    make_survey: Callable[..., Path], tmp_path: Path, config: str | None, said: str
) -> None:
    """A missing or wrong mkdocs.yml is an error of one kind, whatever is wrong with it."""
    root = make_survey({"mkdocs.yml": config})
    with pytest.raises(SurveyError, match=said):
        run.build(root, out=tmp_path / "site")


def test_broken_theme_is_told(make_survey: Callable[..., Path], tmp_path: Path) -> None:
    """A mistake in a survey's own theme is told with its file and line."""
    config = "site_name: X\ntheme: {name: material, custom_dir: ours}\nplugins: [survey]\n"
    root = make_survey({"mkdocs.yml": config, "ours/main.html": "\n\n{{ no.thing }}"})
    with pytest.raises(SurveyError, match=r"ours/main\.html:3: 'no' is undefined"):
        run.build(root, out=tmp_path / "site")


def test_broken_template_fails_the_build(
    make_survey: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in a survey's own template fails the build with a line that names it."""
    root = make_survey({"templates/pages/paper.html": "{{ no.thing }}"})
    assert not run.build(root, out=tmp_path / "site")
    assert "error: template pages/paper.html: 'no' is undefined" in capsys.readouterr().err


def test_build_says_what_it_does(
    make_survey: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build says where the site is, on the stream that is not for output."""
    assert run.build(make_survey(), out=tmp_path / "site")
    said = capsys.readouterr()
    assert str(tmp_path / "site") in said.err
    assert said.out == ""


def test_address_in_use_is_told(make_survey: Callable[..., Path]) -> None:
    """A port that somebody else has is an error in one line."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SurveyError, match="in use"):
            run.serve(make_survey(), address=address)


def test_serve_serves(make_survey: Callable[..., Path]) -> None:
    """`survey serve` gives the site's pages at the address that it tells."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "site_builder", "serve", "--address", address]
    with subprocess.Popen(
        command, cwd=make_survey(), stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as served:
        assert served.stderr
        said = []
        for line in served.stderr:
            said.append(line)
            if re.search(r"Serving on ", line):
                break
        try:
            url = f"http://{address}/papers/folder2019first/"
            with urlopen(url) as response:
                assert b"First Folds" in response.read()
        finally:
            served.terminate()
    assert f"Serving on http://{address}/" in said[-1]
