"""A new edition's files, from the starter voices and one template."""

from __future__ import annotations

import itertools
import json
import re
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
from audioedition.languages import canonical, ever_shorter
from audioedition.salvage import inherited

_OPTION = re.compile(rf"{re.escape(config.FILE)}: (?:\[site\] )?(title|author|email|base_url)\b")
_COMMENTED = re.compile(r"(\S.*?\S) {2,}(# .*)")  # a line of the template
_WIDEST = 60  # columns of a setting behind which others' comments need not stand


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

    Files that are there already are left as they are; an `audioedition.toml` is never overwritten.  If an archive is there, its
    guids stay as they are, by what it tells.  Raises ConfigError, ArchiveError.
    """
    languages = _tags(languages)
    target = folder / config.FILE
    refuse_another(folder)
    there = inherited(folder)
    base_url = base_url or there.base_url
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
        "authority": there.authority or _domain(base_url) or f"{uuid.uuid4().hex[:16]}.invalid",
        "since": there.since or f"{datetime.now(UTC):%Y-%m-%d}",
    }
    template = files("audioedition").joinpath("templates/audioedition.toml").read_text("utf-8")
    head, feed = template.split("[feeds.LANGUAGE]")
    text = _filled(head, words)
    for tag in languages:
        private = "\nprivate = true" * (tag in there.hidden)
        text += _filled(f"[feeds.{tag}]{private}{feed}", words)
    _check(text)
    _check_voices(folder / "voices", languages)
    _write_voices(folder / "voices", languages)
    (folder / "feeds").mkdir(parents=True, exist_ok=True)
    write_atomically(target, text.encode("utf-8"))
    return config.load(folder)


def refuse_another(folder: Path) -> None:
    """Go on only if there is no edition in `folder` yet.  Raises ConfigError."""
    if (folder / config.FILE).exists():
        message = f"{folder / config.FILE} exists already: this is an edition; edit that file."
        raise ConfigError(message)


def _tags(languages: Sequence[str]) -> list[str]:
    """The languages as BCP 47 writes them, each once.  Raises ConfigError."""
    tags = []
    for language in languages:
        tag = canonical(language)
        if not config.is_tag(tag):
            message = f"{language!r} is no language tag: --languages takes tags with commas between, such as en,de,pt-BR."
            raise ConfigError(message)
        tags.append(tag)
    if not tags:
        message = "There is no language to have a podcast in: write, for example, --languages en,de."
        raise ConfigError(message)
    return list(dict.fromkeys(tags))


def _check(text: str) -> None:
    """Refuse the settings if an option was wrong, by the option's name: nothing has been written yet.  Raises ConfigError."""
    try:
        config.parse(text)
    except ConfigError as exc:
        raise ConfigError(
            _OPTION.sub(lambda key: f"--{key[1].replace('_', '-')}", str(exc), count=1)
        ) from exc


def _check_voices(folder: Path, languages: Sequence[str]) -> None:
    """Refuse a language that no voice speaks, unless there is a voice file for it in `folder`.  Raises ConfigError."""
    for tag in languages:
        voice = config.voice(folder, tag)
        try:
            if not voice.file:
                engines.load(voice)
        except EngineUnavailable:
            continue  # who knows: `check` tells how to get it
        except ConfigError as exc:
            message = (
                f"--languages: no voice that comes with the program speaks {tag!r}; correct the tag, or first write "
                f"{folder / tag}.toml with a voice that does (docs/engines.md)."
            )
            raise ConfigError(message) from exc


def _domain(address: str) -> str:
    """The host's name in ASCII, as guids want it; empty for what is no address (which is refused later)."""
    try:
        return (urlsplit(address).hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""


def _filled(text: str, words: dict[str, str]) -> str:
    """The template with each `"{key}"` replaced, all at once: an author may be called "{title}".

    Comments behind settings that follow each other stand below each other, as in the template.
    """
    lines: list[str] = []
    for has_comments, some in itertools.groupby(
        text.split("\n"), lambda line: bool(_COMMENTED.fullmatch(line))
    ):
        pairs = [_COMMENTED.fullmatch(line) or (line, line, "") for line in some]
        filled = [(_put(pair[1], words), pair[2]) for pair in pairs]
        room = max((len(setting) for setting, _ in filled if len(setting) <= _WIDEST), default=0)
        lines += [f"{setting:{room}}  {comment}" if has_comments else setting for setting, comment in filled]
    return "\n".join(lines)


def _put(text: str, words: dict[str, str]) -> str:
    return re.sub(r'"\{(\w+)\}"', lambda match: _toml(words[match[1]]), text)


def _toml(word: str) -> str:
    """A TOML string; JSON's is one, but for the character that JSON leaves bare."""
    return json.dumps(word.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_voices(target: Path, languages: Sequence[str]) -> None:
    """Starter voices and jingles; a language without a starter gets a file for espeak."""
    jingles = [
        path for path in (starter.folder() / "jingles").iterdir() if path.is_file() and path.suffix != ".py"
    ]
    for path in jingles:
        _write(target / "jingles" / path.name, path.read_bytes())
    for tag in languages:
        _write(target / f"{tag}.toml", voice_file(tag))


def voice_file(tag: str) -> bytes:
    """What a voice file for the language `tag` says at first: the starter voice's, or else espeak's."""
    voice = starter.folder() / f"{[*ever_shorter(tag)][-1]}.toml"
    return voice.read_bytes() if _speaks(voice, tag) else _espeak(tag)


def _speaks(voice: Path, tag: str) -> bool:
    """Whether there is a starter voice, and its engine can be had on this machine."""
    try:
        engines.load(config.voice(voice.parent, tag))
    except (ConfigError, EngineUnavailable):
        return False
    return voice.is_file()


def _espeak(tag: str) -> bytes:
    return (
        f"# The universal fallback.  What else can be had:  audioedition voices list {tag}\n\n"
        f'language = "{tag}"\nengine = "espeak"\n\n'
        "[options]  # of this engine; see docs/engines.md\n\n"
        "[lexicon]  # how words are said; see docs/lexicon.md\n"
    ).encode()


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        write_atomically(path, data)
