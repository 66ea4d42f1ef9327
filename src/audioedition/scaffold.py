"""A new edition's files, from the starter voices and one template."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from audioedition import config, engines, starter
from audioedition.config import Config
from audioedition.errors import ConfigError, EngineUnavailable
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
    _write_voices(folder / "voices", languages)
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


def _write_voices(target: Path, languages: Sequence[str]) -> None:
    """Starter voices and jingles; a language without a starter gets a file for espeak."""
    source = starter.folder()
    jingles = [path for path in (source / "jingles").iterdir() if path.is_file() and path.suffix != ".py"]
    for path in jingles:
        _write(target / "jingles" / path.name, path.read_bytes())
    for tag in languages:
        voice = source / f"{tag.split('-', maxsplit=1)[0]}.toml"
        _write(target / voice.name, voice.read_bytes() if _speaks(voice, tag) else _espeak(tag))


def _speaks(voice: Path, tag: str) -> bool:
    """Whether there is a starter voice, and its engine can be had on this machine."""
    try:
        engines.load(config.voice(voice.parent, tag))
    except EngineUnavailable:
        return False
    return voice.is_file()


def _espeak(tag: str) -> bytes:
    return (
        "# The universal fallback; docs/engines.md of audioedition names better voices.\n\n"
        f'language = "{tag}"\nengine = "espeak"\n\n'
        '[attribution]\nname = "eSpeak NG"\nlicence = "GPL-3.0-or-later"\nurl = "https://github.com/espeak-ng/espeak-ng"\n'
    ).encode()


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        write_atomically(path, data)
