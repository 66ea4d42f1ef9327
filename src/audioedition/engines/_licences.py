"""What the licence of a voice allows: whether an edition that may earn money can be spoken by it."""

from __future__ import annotations

import re

_FORBIDS_COMMERCE = re.compile(r"\bNC\b|non.?commercial|\bCPML\b|\bresearch.only\b", re.IGNORECASE)
"""Creative Commons' NC, Coqui's Public Model License, and what others write in words."""


def forbids_commerce(licence: str) -> bool:
    """Whether `licence`, an SPDX identifier or its name, is for non-commercial use only."""
    return _FORBIDS_COMMERCE.search(licence) is not None
