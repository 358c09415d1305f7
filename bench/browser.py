"""The figures of bench/explorer.py as further figures of a row."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

from measure import CommandFailed, Measured


def measure_site(site: Path) -> Measured:
    """Drive Chromium over a site that is built; raises CommandFailed with what went wrong."""
    script = Path(__file__).with_name("explorer.py")
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(script), "--site", str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(done.stderr)
    return Measured(time.perf_counter() - begun, 0, None, more=figures(done.stdout))


def figures(said: str) -> dict[str, float]:
    """Read the figures in what the script prints."""
    found = {}
    for line in said.splitlines():
        topic, _, rest = line.partition(": ")
        for part in rest.split(", "):
            if match := re.search(r"([0-9.]+) (KB|ms)", part):
                words = (part[: match.start()] + part[match.end() :]).replace(" after", "")
                name = " ".join(f"{topic}: {words}".split()).rstrip(": ")
                found[f"{name} ({match[2]})"] = float(match[1])
    return found
