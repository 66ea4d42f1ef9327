"""A path to a Post: whatever the format and the encoding, as blocks in their order.

What is text and what is only the page around it is decided here as far as the format itself says
so; everything that needs judgement is left to the `editions`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from audioedition import files
from audioedition.errors import PostError
from audioedition.model import Block, Dropped, Post
from audioedition.posts import assembly, frontmatter, html, limits, markdown, plain
from audioedition.posts.decoding import decode
from audioedition.posts.frontmatter import Meta
from audioedition.posts.identity import clean_id, id_of

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML = {".html", ".htm", ".xhtml"}
_SUFFIXES = {".txt", *_MARKDOWN, *_HTML}
_FOREIGN = {".doc", ".docx", ".odt", ".rtf", ".pdf", ".epub", ".pages", ".mp3", ".m4a", ".wav"}
_SETTINGS, _OURS = "audioedition.toml", ("feeds", "voices")
_HTML_START = ("<!doctype html", "<html", "<head", "<body", "<article")
_STDIN = "-"


def read(source: str, *, id: str | None = None, root: Path | None = None) -> Post:  # noqa: A002 -- the field's own name
    """Read the post at `source`, a path, or `-` for standard input (which needs an `id`).

    `origin` is the path relative to `root` if it is inside of it.  Raises PostError if it is
    missing, unreadable, binary, empty, too long, or has broken front matter.
    """
    if source == _STDIN:
        if not id:
            raise PostError("A post from standard input has no name: add --id NAME.")
        return parse(_standard_input(), source=source, origin=_STDIN, id=id)
    path = Path(source)
    try:
        if path.is_dir():
            raise PostError(f"{source} is a folder without posts: name a text, Markdown or HTML file.")
        with path.open("rb") as file:
            data = file.read(limits.MOST_BYTES + 1)
    except FileNotFoundError as exc:
        raise PostError(f"{source} does not exist: check the path.") from exc
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise PostError(f"{source} cannot be read ({reason}): check its path and permissions.") from exc
    return parse(data, source=source, origin=_origin(path, root), id=id)


def parse(data: bytes, *, source: str, origin: str, id: str | None = None) -> Post:  # noqa: A002 -- see read
    """Make a Post from the bytes of one; the suffix of `source` tells the format, or the text does.

    Raises PostError as `read` does.
    """
    limits.check_bytes(data, source)
    if not data.strip():
        raise PostError(f"{source} is empty: there is nothing to speak.")
    suffix = _suffix(source)
    if suffix in _FOREIGN:
        raise PostError(f"{source} is a {suffix} file, which is not read: save it as text, Markdown or HTML.")
    text = decode(data, source, html=suffix in _HTML or suffix not in _SUFFIXES)
    said, body, taken = frontmatter.take(text, source)
    found, furniture, page = _blocks(body, source, taken + 1)
    named = clean_id(id or said.id) or id_of(said.address or page.address) or _name(source, origin)
    return assembly.post(
        found,
        furniture,
        said=said,
        page=page,
        id=named,
        source=source,
        origin=origin,
        digest=files.digest(data),
    )


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read(limits.MOST_BYTES + 1)
    except (AttributeError, OSError, ValueError) as exc:
        raise PostError("Standard input is closed: give the post as a file, or send it by a pipe.") from exc


def find(sources: Sequence[str]) -> list[str]:
    """`sources` with every folder replaced by the posts in it and below it, sorted by path.

    Hidden files and folders hold no posts, nor do the `feeds/` and `voices/` of an edition, a folder
    with settings.  A folder without a post stays in the list, so that `read` refuses it.
    """
    found: list[str] = []
    for source in sources:
        is_folder = source != _STDIN and Path(source).is_dir()
        found += (sorted(map(str, _inside(source))) if is_folder else ()) or (source,)
    return list(dict.fromkeys(found))


def _inside(top: str) -> Iterator[Path]:
    for folder, below, names in os.walk(top):
        ours = _OURS if _SETTINGS in names else ()
        below[:] = [name for name in below if not name.startswith(".") and name not in ours]
        posts = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (post for post in posts if post.suffix.lower() in _SUFFIXES and post.is_file())


def _suffix(source: str) -> str:
    return PurePosixPath(source).suffix.lower()


def _blocks(body: str, source: str, line: int) -> tuple[list[Block], list[Dropped], Meta]:
    suffix = _suffix(source)
    if suffix in _HTML or (suffix not in _SUFFIXES and body.lstrip().lower().startswith(_HTML_START)):
        return assembly.from_html(body, source)
    if suffix in _MARKDOWN:
        body = limits.without_inline_files(body)
        html.refuse_monsters(body, source)
        limits.check_text(body, source)
        limits.check_markup(body, source)
        limits.check_markdown(body, source)
        blocks, furniture = markdown.blocks(body, source, line)
    else:
        limits.check_text(body, source)
        blocks, furniture = plain.blocks(body, line)
    limits.check_blocks(blocks, source)
    return blocks, furniture, Meta()


def _origin(path: Path, root: Path | None) -> str:
    whole = path.resolve()
    base = (root or Path()).resolve()
    return _in_any_locale((whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix())


def _in_any_locale(name: str) -> str:
    """A file's name as it is where names are UTF-8: a server often knows no locale but `C`."""
    try:
        return os.fsencode(name).decode("utf-8", "surrogateescape")
    except UnicodeError:
        return name


def _name(source: str, origin: str) -> str:
    """The name of the file, or of the folder that an `index` stands in, below the root."""
    stem = Path(source).stem
    if stem.lower() == "index":
        stem = PurePosixPath(origin).parent.name or stem
    return clean_id(_in_any_locale(stem)) or "post"
