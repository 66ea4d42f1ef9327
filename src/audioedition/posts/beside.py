"""One post in files that stand beside each other, one language in each: `fog.en.md` and `fog.de.md`.

So Hugo, Nikola and others name translations; one file may have no language in its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from audioedition.model import Dropped, Post
from audioedition.posts.identity import in_any_locale, language_apart
from audioedition.posts.joined import Part, joined
from audioedition.posts.suffixes import SUFFIXES

_NEVER = datetime.max.replace(tzinfo=UTC)
_FOLDERS = 8  # whose files are remembered: posts of one folder are read one after the other


def versions(path: Path) -> Mapping[Path, str | None]:
    """The files of the post that `path` is a file of, itself among them, with the languages in their names.

    They stand in the same folder, with the same name and suffix around the language.  A file with a
    language in its name and no other beside it is alone, as most posts are.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return {path: None}
    try:
        beside = _versions(path.parent, path.parent.stat().st_mtime_ns)
    except OSError:
        return {path: None}
    found = beside.get((language_apart(path.stem)[0], suffix), {})
    return (
        {path.with_name(name): language for name, language in found.items()}
        if path.name in found
        else {path: None}
    )


def whole(path: Path) -> Path:
    """The file as it were called without a language: what is the same for all files of a post."""
    return path.with_name(f"{language_apart(path.stem)[0]}{path.suffix}")


def origin(path: Path, root: Path | None) -> str:
    """Where the post of a file stands, as a whole path or, if it is inside of it, relative to `root` (or else to here)."""
    place = whole(path).resolve()
    base = (root or Path()).resolve()
    return in_any_locale((place.relative_to(base) if place.is_relative_to(base) else place).as_posix())


def post(parts: Mapping[Path, Post], languages: Mapping[Path, str | None], name: str) -> Post:
    """One post of its `parts`, each read from its file, by the `name` that they have in common: see `joined`.

    Its id is the one that all of them give, or else that name: a `slug` is often one for each language.
    Parts whose authors keep them silent are left out, unless all are.
    """
    said = {part.id for part in parts.values()}
    heard = {path: part for path, part in parts.items() if part.audio} or parts
    silent = [
        Dropped(part.source, "translation", "Its front matter keeps it silent.")
        for path, part in parts.items()
        if path not in heard
    ]
    original_first = sorted(heard, key=lambda path: _rank(languages[path], heard[path]))
    found = joined([Part(languages[path] or heard[path].language, heard[path]) for path in original_first])
    return replace(found, id=said.pop() if len(said) == 1 else name, furniture=(*found.furniture, *silent))


def _rank(language: str | None, part: Post) -> tuple[bool, bool, datetime]:
    """The original comes first: no language in its name, or nobody who translated it, or else the earliest date."""
    return language is not None, part.translator is not None, part.published or _NEVER


@lru_cache(maxsize=_FOLDERS)
def _versions(folder: Path, _changed: int) -> Mapping[tuple[str, str], Mapping[str, str | None]]:
    """What stands in `folder` in several languages: by name and suffix, the files and their languages."""
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            name, language = language_apart(path.stem)
            found.setdefault((name, path.suffix.lower()), {})[path.name] = language
    return {
        key: _in_order(files) for key, files in found.items() if len(set(files.values())) == len(files) > 1
    }


def _in_order(files: Mapping[str, str | None]) -> dict[str, str | None]:
    """The one without a language in its name first."""
    names: Sequence[str] = sorted(files, key=lambda name: (files[name] is not None, name))
    return {name: files[name] for name in names}
