"""posts: pages as blog systems make them, what they say about themselves, and pages made to harm.

A golden pair is `NAME.html`, a page in the mark-up of a blog system, and `NAME.json`, what is read
from it: a bug report is two files.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audioedition import posts

PAGES = Path(__file__).parent / "data" / "posts"


def facts(path: Path) -> dict[str, object]:
    """All that is read from a page, in a form that is easy to review."""
    post = posts.parse(path.read_bytes(), source=path.name, origin=path.name)
    return {
        "title": post.title,
        "language": post.language,
        "author": post.author,
        "address": post.address,
        "addresses": dict(post.addresses),
        "published": post.published and post.published.isoformat(),
        "picture": post.picture and [post.picture.address, post.picture.alt],
        "tags": list(post.tags),
        "blocks": [
            [f"{block.kind}{block.level or ''}", *([block.language] if block.language else []), block.text]
            for block in post.blocks
        ],
        "furniture": [[entry.code, entry.text] for entry in post.furniture],
    }


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    assert facts(path) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
