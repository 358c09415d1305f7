"""The module that lays out a survey of every hostile text, for tests outside its folder."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


@cache
def hostile_module() -> Any:
    """Load tests/hostile/survey.py, once."""
    path = Path(__file__).resolve().parent.parent / "hostile/survey.py"
    spec = spec_from_file_location("hostile_survey", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
