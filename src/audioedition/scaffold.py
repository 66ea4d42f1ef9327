"""A new edition's files, from the starter voices and one template."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from audioedition import config, starter
from audioedition.config import Config
from audioedition.errors import ConfigError
from audioedition.files import write_atomically


def scaffold(  # noqa: PLR0913 -- what an owner may say at the start
    folder: Path,
    languages: Sequence[str],
    *,
    title: str = "",
    author: str = "",
    email: str = "",
    base_url: str = "",
) -> Config:
    """Write `audioedition.toml`, `voices/` and `feeds/` into `folder`; return the new settings.

    Files that are there already are left as they are; an `audioedition.toml` is never overwritten.
    Raises ConfigError.
    """
    target = folder / config.FILE
    if target.exists():
        message = f"{target} exists already: this is an edition; edit that file."
        raise ConfigError(message)
    name = (
        title
        or folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
        or "My podcast"
    )
    words = {
        "title": name,
        "author": author,
        "email": email,
        "base_url": base_url,
        # A guid must never collide with another site's: the owner's domain, or else a random name.
        "authority": urlsplit(base_url).hostname or f"{uuid.uuid4().hex[:16]}.invalid",
        "since": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    template = files("audioedition").joinpath("templates/audioedition.toml").read_text("utf-8")
    head, feed = template.split("[feeds.LANGUAGE]")
    text = _filled(head, words)
    for tag in languages:
        text += _filled(f"[feeds.{tag}]{feed}", words)
    _copy_voices(folder / "voices", languages)
    (folder / "feeds").mkdir(parents=True, exist_ok=True)
    write_atomically(target, text.encode("utf-8"))
    try:
        return config.load(folder)
    except ConfigError:
        target.unlink()  # an option was wrong: leave nothing that would have to be cleared away
        raise


def _filled(text: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        text = text.replace(f'"{{{key}}}"', json.dumps(word, ensure_ascii=False))
    return text


def _copy_voices(target: Path, languages: Sequence[str]) -> None:
    source = starter.folder()
    wanted = [source / f"{tag.split('-', maxsplit=1)[0]}.toml" for tag in languages]
    (target / "jingles").mkdir(parents=True, exist_ok=True)
    for path in (*wanted, *(source / "jingles").iterdir()):
        copy = target / path.relative_to(source)
        if path.is_file() and path.suffix != ".py" and not copy.exists():
            shutil.copyfile(path, copy)
