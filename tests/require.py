"""Parts that a laptop may lack, and that the full check must have."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def need(module: str) -> ModuleType:
    """The imported `module`; where it is missing, the test is skipped by name.

    With AUDIOEDITION_REQUIRE=all in the environment it fails instead: a check that promises to run
    everything must not pass because half of it was left out.
    """
    try:
        return importlib.import_module(module)
    except ImportError as exc:
        problem = f"{module} is not installed ({exc})"
    if os.environ.get("AUDIOEDITION_REQUIRE") == "all":
        pytest.fail(f"{problem}, and AUDIOEDITION_REQUIRE=all demands it", pytrace=False)
    pytest.skip(problem, allow_module_level=True)
