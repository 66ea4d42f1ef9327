"""A record: an episode as a JSON file, and its name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from audioedition.errors import ArchiveError
from audioedition.files import digest
from audioedition.model import Episode


def slug(post: str) -> str:
    """A file name for a post id: lower-case ASCII letters, digits and hyphens.

    An id that is not already one gets a digest, so that no two ids share a name.
    """
    plain = unicodedata.normalize("NFKD", post.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return name if name == post else f"{name or 'post'}-{digest(post)[:8]}"


def dump(episode: Episode) -> bytes:
    """The contents of an episode's record; equal episodes, equal bytes."""
    return _converter().dumps(episode, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True, omit_if_default=True)


def read(path: Path) -> Episode:
    """The episode that a record holds.  Raises FileNotFoundError, and ArchiveError if it is damaged."""
    try:
        return _converter().loads(path.read_bytes(), Episode)
    except FileNotFoundError:
        raise
    except OSError as exc:
        message = f"{path} could not be read ({exc.strerror}): allow reading it."
        raise ArchiveError(message) from exc
    except (
        ValueError,
        TypeError,
        AttributeError,
        BaseValidationError,
    ) as exc:  # AttributeError: cattrs, of a list
        message = f"{path} is damaged and no episode can be read from it: restore it from a copy, or delete it and publish its post again."
        raise ArchiveError(message) from exc
