"""Find the programs that tests drive and pip cannot bring, or install them, and say which.

Usage: python tools/programs.py [--install] [--any] NAME...
Prints the path of each program found, one a line; with --any, of the first one that can be had.
Everything said to people goes to standard error. Exits 1 when a program is missing.
Standard library only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """One program: where it may be, and how people get it."""

    purpose: str
    variable: str
    """Environment variable that names it, before any other place."""
    places: tuple[str, ...]
    """Names on PATH or full paths, in the order they are tried."""
    debian: tuple[str, ...]
    """Debian's packages that carry it, and what it needs to be of use."""
    macos: str
    """How to get it on macOS."""


TEX = (
    *("texlive-latex-recommended", "texlive-latex-extra", "texlive-bibtex-extra", "biber"),
    *("texlive-luatex", "texlive-fonts-recommended"),
)
"""Debian's packages with LaTeX (doi.sty is among the extra ones), LuaLaTeX, both programs for
bibliographies and the fonts that PDFs need."""

PROGRAMS = {
    "chromium": Program(
        purpose="the browser tests",
        variable="CHROMIUM",
        places=(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "~/Applications/Chromium.app/Contents/MacOS/Chromium",
            "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
        debian=("chromium", "fonts-liberation"),  # without a font, every text is 0 px wide
        macos="install Google Chrome, or: brew install --cask chromium",
    ),
    "headless-shell": Program(
        purpose="the browser tests",
        variable="CHROMIUM",
        places=("chromium-headless-shell", "chrome-headless-shell"),
        debian=("chromium-headless-shell", "fonts-liberation"),
        macos="install Google Chrome, or: brew install --cask chromium",
    ),  # the same engine without windows: a page costs it half the time
    **{
        name: Program(
            purpose="the tests that typeset citations",
            variable=name.upper(),
            places=(name, f"/Library/TeX/texbin/{name}"),
            debian=TEX,
            macos="install MacTeX, or: brew install --cask mactex-no-gui",
        )
        for name in ("pdflatex", "lualatex", "bibtex", "biber")
    },
    "java": Program(
        purpose="the tests of the pages' HTML",
        variable="JAVA",
        places=("java",),
        debian=("default-jre-headless",),
        macos="brew install --cask temurin",
    ),
    "npm": Program(
        purpose="the tests of the pages' HTML",
        variable="NPM",
        places=("npm",),
        debian=("npm",),
        macos="brew install node",
    ),
}
"""The programs known here; another one that tests need is one more entry."""


def find(program: Program) -> str | None:
    """Return the path of a program that can be run, or None."""
    named = os.environ.get(program.variable)
    for place in (named,) if named else program.places:
        if path := shutil.which(os.path.expanduser(place)):  # noqa: PTH111  # a bare name must stay bare
            return path
    return None


def can_install() -> bool:
    """Tell whether Debian's package tool is here and we may use it."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(program: Program) -> None:
    """Install a program with Debian's package tool; a failure shows in that it is still missing."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *program.debian]
    for command in (["apt-get", "update", "-qq"], packages):
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=2, check=False)


def advice(name: str, program: Program) -> str:
    """Say that a program is missing and how to get it."""
    if named := os.environ.get(program.variable):
        return f"{program.variable}={named} names no program that can be run."
    return "\n".join(
        (
            f"No {name} was found, which {program.purpose} need.",
            f"  Debian:  sudo apt-get install {' '.join(program.debian)}",
            f"  macOS:   {program.macos}",
            f"  or name one that you have: {program.variable}=/path/to/{name}",
        )
    )


def obtain(name: str, *, may_install: bool) -> str | None:
    """Find a program, or install it where asked and possible, telling what was done."""
    program = PROGRAMS[name]
    path = find(program)
    if path is None and may_install and can_install():
        print(
            f"No {name} was found: installing Debian's {', '.join(program.debian)}.",
            file=sys.stderr,
        )
        install(program)
        path = find(program)
    print(f"Using {path}." if path else advice(name, program), file=sys.stderr)
    return path


def first(names: list[str], *, may_install: bool) -> list[str | None]:
    """Find the first of several programs that do the same; install one where there is none."""
    found = next(filter(None, (find(PROGRAMS[name]) for name in names)), None)
    if found:
        print(f"Using {found}.", file=sys.stderr)
        return [found]
    if may_install and can_install():
        return [next(filter(None, (obtain(name, may_install=True) for name in names)), None)]
    return [obtain(names[-1], may_install=False)]  # which more systems have than those before


def main() -> int:
    """Print the path of each program asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", choices=PROGRAMS, metavar="NAME")
    parser.add_argument("--install", action="store_true", help="install what is missing")
    parser.add_argument("--any", action="store_true", help="the first that can be had is enough")
    arguments = parser.parse_args()
    if arguments.any:
        paths = first(arguments.names, may_install=arguments.install)
    else:
        paths = [obtain(name, may_install=arguments.install) for name in arguments.names]
    for path in filter(None, paths):
        print(path)
    return 0 if all(paths) else 1


if __name__ == "__main__":
    sys.exit(main())
