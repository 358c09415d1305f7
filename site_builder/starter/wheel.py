"""The wheel that the engine was installed from, so that a new survey can carry it along."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from site_builder import __version__

DISTRIBUTION: Final = "living-survey"
NAME: Final = f"living_survey-{__version__}-py3-none-any.whl"


def find() -> Path | None:
    """Find the wheel where pip took it from, as it notes it (PEP 610), if it is still there."""
    try:
        noted = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    url = urlsplit(json.loads(noted)["url"]) if noted else None
    path = Path(url2pathname(url.path)) if url and url.scheme == "file" else None
    return path if path and path.name == NAME and path.is_file() else None
