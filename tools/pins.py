"""Write the versions installed in this environment as a constraints file.

Usage: python tools/pins.py FILE. Names and versions only; what installs packages is left out, since
each Python brings its own, and so is this project.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

LEFT_OUT = {"living-survey", "pip", "setuptools", "wheel"}

HEADER = """\
# The versions that `make` installs and CI runs. Written by `make constraints`; do not edit.
"""


def canonical(name: str) -> str:
    """Spell a distribution's name as PEP 503 does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> list[str]:
    """List what is installed as sorted `name==version` lines."""
    found = {canonical(each.name): each.version for each in distributions()}
    return [f"{name}=={found[name]}" for name in sorted(found.keys() - LEFT_OUT)]


def main() -> None:
    """Write the constraints file named on the command line."""
    Path(sys.argv[1]).write_text(HEADER + "\n".join(pins()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
