"""The laws of the archive, looked at from outside: what must hold of the folder of an edition at every moment."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree

BASE = "https://example.org/p/"
_AUDIO = re.compile(r".*-([0-9a-f]{12})\.(?:mp3|opus)")
_NAMESPACES = {
    "podcast": "https://podcastindex.org/namespace/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
}
_BESIDE = re.compile(r"/(?:transcripts|chapters)/")
_SECRET = re.compile(r"-[0-9a-f]{32}/")  # a private podcast's folder, as if it were public
_STEPWISE = re.compile(r"/podcast\.json$|/episodes/[^/]*\.json$")
_NAMED = re.compile(rb'(?:href|src)="([^"#?]+)')


def broken(root: Path) -> list[str]:
    """What is not as it must be in the edition at `root`: a line for each law that is broken there."""
    return [*_feeds(root / "feeds"), *_records(root / "feeds"), *_whole(root / "feeds")]


def episodes(root: Path) -> dict[str, tuple[str, ...]]:
    """The episodes that the feeds name: the guid and date of each, and its title, by language in the feed's order."""
    found = {}
    for path in sorted((root / "feeds").glob("*/feed.xml")):
        for item in ElementTree.parse(path).iterfind(".//item"):
            said = tuple(item.findtext(tag, "") for tag in ("pubDate", "title"))
            found[f"{path.parent.name.split('-')[0]} {item.findtext('guid')}"] = said
    return found


def contents(root: Path) -> dict[str, bytes]:
    """Every file in the web root that has its final name, and what is in it."""
    feeds = root / "feeds"
    return {path.relative_to(feeds).as_posix(): path.read_bytes() for path in _files(feeds)}


def differences(now: Mapping[str, bytes], then: Mapping[str, bytes]) -> list[str]:
    """The files in the web root that are not `now` as they were `then`.

    Transcripts and chapters of recordings that were replaced do not count: no feed names them, and they are as their recording
    was last published.
    """
    feeds = b"".join(data for name, data in then.items() if name.endswith(".xml"))
    differ = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    return [
        name
        for name in differ
        if not (_BESIDE.search(name) and name.rpartition("/")[2].encode() not in feeds)
    ]


def _files(feeds: Path) -> Iterator[Path]:
    return (path for path in feeds.rglob("*") if not path.name.startswith(".") and path.is_file())


def _digest(path: Path) -> str:
    found = path.stat()
    return _digest_of(path, found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=10_000)
def _digest_of(path: Path, *_: int) -> str:
    """Of a file that was looked at before, and has not changed since, it is known."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(*states: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What may be in each file: what is in it in one of these `states` of the web root.

    Nothing is said of the files that a command writes in several steps: records and identities.
    """
    found: dict[str, list[str]] = {}
    for state in states:
        for name, data in state.items():
            found.setdefault(_SECRET.sub("/", name), []).append(hashlib.sha256(data).hexdigest())
    return {name: [] if _STEPWISE.search(name) else every for name, every in found.items()}


def strange(root: Path, known: Mapping[str, Sequence[str]]) -> list[str]:
    """The files in the web root, under their final names, that are neither as before nor as they will be."""
    files = ((path.relative_to(root / "feeds").as_posix(), path) for path in _files(root / "feeds"))
    found = {_SECRET.sub("/", name): path for name, path in files}
    return [
        f"{name} is neither old nor new"
        for name, path in found.items()
        if name not in known or (known[name] and _digest(path) not in known[name])
    ]


def _feeds(feeds: Path) -> Iterator[str]:
    for path in feeds.glob("*/feed*.xml"):
        try:
            channel = ElementTree.parse(path).find("channel")
        except ParseError as exc:
            yield f"{path}: {exc}"
            continue
        if channel is None:
            yield f"{path}: no channel"
            continue
        items = channel.findall("item")
        guids = Counter(item.findtext("guid") for item in items)
        yield from (f"{path}: {guid} is there {count} times" for guid, count in guids.items() if count != 1)
        for item in items:
            for tag, attribute in (
                ("enclosure", "url"),
                ("podcast:alternateEnclosure/podcast:source", "uri"),
                ("podcast:transcript", "url"),
                ("podcast:chapters", "url"),
            ):
                for each in item.iterfind(tag, _NAMESPACES):
                    yield from _there(feeds, path, each.get(attribute, ""), each.get("length"))
            for each in item.iterfind("podcast:alternateEnclosure", _NAMESPACES):
                (source,) = each.iterfind("podcast:source", _NAMESPACES)
                yield from _there(feeds, path, source.get("uri", ""), each.get("length"))
            if item.find("enclosure") is None:
                yield f"{path}: {item.findtext('guid')} has no enclosure"
            yield from _there(feeds, path, item.findtext("link", ""))
        for image in channel.iterfind("itunes:image", _NAMESPACES):
            yield from _there(feeds, path, image.get("href", ""))


def _there(feeds: Path, feed: Path, address: str, length: str | None = None) -> Iterator[str]:
    """Whether what the `feed` names is there, at its length, if it is to be in the web root at all."""
    if not address.startswith(BASE):
        return
    path = feeds / unquote(address.removeprefix(BASE))
    if not (path / "index.html" if path.is_dir() else path).is_file():
        yield f"{feed} names {address}, which is not there"
    elif length is not None and path.stat().st_size != int(length):
        yield f"{feed} says {length} bytes of {address}, which has {path.stat().st_size}"


def _records(feeds: Path) -> Iterator[str]:
    for path in feeds.glob("*/episodes/[!.]*.json"):
        try:
            said: dict[str, Any] = json.loads(path.read_bytes())
        except ValueError as exc:
            yield f"{path}: {exc}"
            continue
        if "retracted" in said:
            continue
        for each in (said["enclosure"], *said.get("alternates", ())):
            audio = path.parent.parent / "audio" / each["file"]
            if not audio.is_file() or audio.stat().st_size != each["length"]:
                yield f"{path} names {audio}, which is not there as it says"
    for path in feeds.glob("*/podcast.json"):
        if not json.loads(path.read_bytes() or b"{}").get("guid"):
            yield f"{path} has no guid"


def _whole(feeds: Path) -> Iterator[str]:
    """Nothing under a final name is half, as far as it can be seen in itself."""
    for path in _files(feeds):
        if found := _AUDIO.fullmatch(path.name):
            if not _digest(path).startswith(found[1]):
                yield f"{path} is not what its name says"
        elif path.suffix == ".json":
            try:
                json.loads(path.read_bytes())
            except ValueError:
                yield f"{path} is half"
        elif path.suffix == ".html" and not path.read_bytes().rstrip().endswith(b"</html>"):
            yield f"{path} is half"
        elif not path.stat().st_size:
            yield f"{path} is empty"


def dangling(root: Path) -> list[str]:
    """Links of pages in the web root that lead to nothing there."""
    feeds, found = root / "feeds", list[str]()
    for path in feeds.rglob("*.html"):
        here = BASE + path.relative_to(feeds).as_posix()
        for name in _NAMED.findall(path.read_bytes()):
            address = urljoin(here, name.decode())
            if not path.name.startswith("."):
                found += list(_there(feeds, path, address))
    return found
