"""Templates to HTML: the one door of jinja2.  What is put into a template is text, and never markup."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import sys
from pathlib import Path
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from audioedition import __version__
from audioedition.downloads import cache_folder
from audioedition.errors import ArchiveError
from audioedition.files import digest, write_atomically
from audioedition.markup import paragraphs, told_by_hash, web_address
from audioedition.text import one_line


class _Compiled(BytecodeCache):
    """Templates as jinja2 has compiled them, in a `folder`: disposable, and compiled anew once they have changed.

    Each is bound to its source, and to all else that shapes it.  A folder that cannot be read or written costs time, and
    nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by = f"{__version__} {importlib.metadata.version('jinja2')} {sys.version}"

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            head, _, code = self._path(bucket).read_bytes().partition(b"\n")
            if head == self._head(bucket, code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with contextlib.suppress(ArchiveError):
            write_atomically(self._path(bucket), self._head(bucket, code) + b"\n" + code, lasting=False)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.compiled"

    def _head(self, bucket: Bucket, code: bytes) -> bytes:
        """A digest of compiled `code` and what shaped it, but for the source: that jinja2 compares itself."""
        rules = bucket.environment
        how = f"{rules.autoescape} {rules.trim_blocks} {rules.lstrip_blocks}"
        return digest(self._by, how, code).encode("ascii")


def environment(folder: Path) -> Environment:
    """Where templates come from; what is compiled is kept in `folder`."""
    made = Environment(
        loader=PackageLoader("audioedition"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Where nobody knows a user's folders, theirs is not one in whatever folder this runs in.
        bytecode_cache=_Compiled(folder) if folder.is_absolute() else None,
    )
    made.filters.update(
        quote=quote,
        one_line=one_line,
        paragraphs=paragraphs,
        web_address=web_address,
        told_by_hash=told_by_hash,
    )
    return made


@functools.cache
def _templates() -> Environment:
    return environment(cache_folder() / "templates")


def render(template: str, **values: object) -> str:
    """The document that `template`, a file in `templates/`, makes of `values`."""
    return _templates().get_template(template).render(**values)
