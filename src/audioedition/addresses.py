"""Where everything public lies in the web root, and how it is linked: the one place that knows.

    <folder>/feed.xml, feed-1.xml …          the feed, and its older parts
    <folder>/index.html, page-1.html …       the podcast's page, and its older parts
    <folder>/episodes/<slug>.html            an episode to be read along
    <folder>/episodes/<slug>.<tag>.html      the same beside its translation
    <folder>/audio/<slug>-<digest>.mp3       what is heard
    <folder>/transcripts/<slug>-<digest>.vtt the same in writing (also .srt, .json)
    <folder>/chapters/<slug>-<digest>.json   its chapters
    index.html, podcasts.opml, assets/       what leads to all podcasts, and what all pages share

Paths are relative to the folder of a podcast, which is named for its language, unless said otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from audioedition.files import digest

FEED = "feed.xml"
PAGE = "index.html"
OPML = "podcasts.opml"
ASSETS = "assets"

_DEVICE = re.compile(r"aux|con|nul|prn|(?:com|lpt)[0-9]")
"""What is no file on Windows, whatever stands behind a dot after it."""


@lru_cache(maxsize=16)
def slug(post: str) -> str:
    """A file name for a post id: lower-case ASCII letters, digits and hyphens.

    An id that is not already one gets a digest, so that no two ids share a name, but for who means to: `archive.records.of`
    sees to that.  So does one by which Windows names a device.
    """
    plain = unicodedata.normalize("NFKD", post.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return name if name == post and not _DEVICE.fullmatch(name) else f"{name or 'post'}-{digest(post)[:8]}"


def audio(file: str) -> str:
    """An audio file of an episode."""
    return f"audio/{file}"


def page(post: str) -> str:
    """The page of the episode of a post, on which it can be read along."""
    return f"episodes/{slug(post)}.html"


def beside(post: str, language: str) -> str:
    """The page of the episode of a post, beside its translation into `language`."""
    return f"episodes/{slug(post)}.{language}.html"


def transcript(audio: str, suffix: str) -> str:
    """The transcript of just the recording in the file called `audio`; `suffix` is `vtt`, `srt` or `json`."""
    return f"transcripts/{_stem(audio)}.{suffix}"


def chapters(audio: str) -> str:
    """The chapters of just the recording in the file called `audio`."""
    return f"chapters/{_stem(audio)}.json"


def url(base: str, *parts: str) -> str:
    """The URL of what lies below the URL `base`; slashes in `parts` are folders."""
    return "/".join((base.rstrip("/"), *(quote(part) for part in parts)))


@lru_cache(maxsize=16)  # one after the other is asked of one recording
def _stem(audio: str) -> str:
    return PurePosixPath(audio).stem
