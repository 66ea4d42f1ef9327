"""Whose a model in a folder is: a file beside it, which a conversion writes."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from audioedition.model import Attribution

FILE = "attribution.json"


def write(whose: Attribution, folder: Path) -> None:
    """Say in `folder` whose the model in it is.  Raises OSError."""
    text = json.dumps(dataclasses.asdict(whose), ensure_ascii=False, indent=2)
    (folder / FILE).write_text(f"{text}\n", "utf-8")


def read(folder: Path) -> Attribution | None:
    """What `write` has said; None if there is nothing, or nothing that can be read."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
        words = {each.name: str(told[each.name]) for each in dataclasses.fields(Attribution)}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Attribution(**words)
