"""The archive → every file that is computed from it, in the order in which they may be written.

A sheet knows what it depends on before it is rendered: so whoever writes them renders only what has changed.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import PurePosixPath

from audioedition import addresses, chapters, compare, covers, feeds, opml, pages, parts, transcripts
from audioedition.archive import Archive, Listed
from audioedition.config import Config
from audioedition.files import digest
from audioedition.model import Edition, Episode, Feed, Podcast, Reading, Sister, Translation

_ROOMS = (
    *(
        "feeds",
        "pages",
        "templates",
        "compare",
        "phrases.toml",
        "addresses.py",
        "chapters.py",
        "languages.py",
    ),
    *("model", "markup.py"),
    *("opml.py", "parts.py", "phrases.py", "sheets.py", "templating.py", "text.py", "transcripts"),
)
"""All that shapes a computed file, within the package."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A computed file: its path in the web root, a digest of all that it depends on, and how it is made."""

    path: PurePosixPath
    key: str
    render: Callable[[], bytes]


def sheets(
    config: Config,
    archive: Archive,
    base_url: str,
    *,
    marking: bool = False,
    without: Collection[str] = (),
) -> Iterator[Sheet]:
    """Every computed file: what others name before what names it, so that no link ever leads to nothing.

    A podcast without episodes has none, unless its feed was out already: then that must say so.
    Covers are drawn into the web root on the way.  The podcasts in the languages `without` are left out.  With `marking`, pages mark what no feed on disk names yet.
    Raises ArchiveError or AudioError.
    """
    shown = [
        _Shown(_podcast(config, archive, tag, base_url), archive.listed(tag))
        for tag in config.languages
        if tag not in without and (archive.has(tag) or (archive.folder(tag) / addresses.FEED).exists())
    ]
    desk = _Desk(archive, tuple(shown), marking=marking)
    yield from desk.assets()
    for one in shown:
        yield from desk.of_episodes(one)
    for one in shown:
        yield from desk.pages(one)
    for one in shown:
        yield from desk.feeds(one, config.largest_feed)
    yield from desk.landing(config.title)


@dataclass(frozen=True)
class _Shown:
    """A podcast that is to be seen, and its episodes, newest first."""

    podcast: Podcast
    episodes: list[Listed]

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(self.podcast.folder)


class _Desk:
    """Where the sheets of all `shown` podcasts are laid out."""

    def __init__(self, archive: Archive, shown: Sequence[_Shown], *, marking: bool) -> None:
        self._archive = archive
        self._shown = shown
        self._stamps = {one.podcast.language: digest(repr(one.podcast)) for one in shown}
        self._places: dict[str, dict[str, Listed]] = {}
        for one in shown:
            for each in one.episodes:
                self._places.setdefault(each.episode.post, {})[one.podcast.language] = each
        self._sizes = {one.podcast.language: archive.sizes(one.podcast.language) for one in shown}
        self._podcasts = {one.podcast.language: one.podcast for one in shown}
        self._sisters = {one.podcast.language: tuple(self._sisters_of(one)) for one in shown}
        self._marked = {
            one.podcast.language: self._unpublished(one) if marking else frozenset() for one in shown
        }
        # One page needs an episode and its translations; its neighbours need the same ones.
        self._whole = lru_cache(maxsize=16)(self._read)

    def assets(self) -> Iterator[Sheet]:
        """What all pages share."""
        for name, data in pages.assets():
            yield Sheet(PurePosixPath(addresses.ASSETS) / name, digest(data), partial(bytes, data))

    def of_episodes(self, one: _Shown) -> Iterator[Sheet]:
        """Transcripts, chapters and pages of all episodes of a podcast."""
        for each in one.episodes:
            language, post = each.episode.language, each.episode.post
            own = digest(_program(), each.digest, self._stamps[one.podcast.language])
            for suffix, write in transcripts.FORMATS.items():
                path = one.folder / addresses.transcript(each.episode, suffix)
                yield Sheet(path, own, partial(self._rendered, write, post, language))
            if each.episode.chapters:
                path = one.folder / addresses.chapters(each.episode)
                yield Sheet(path, own, partial(self._rendered, chapters.as_json, post, language))
            others = self._translations(each.episode)
            stamps = [digest(each.digest, self._stamps[tag]) for tag, each in others.items()]
            key = digest(own, str(each.episode.guid in self._marked[language]), *stamps)
            yield Sheet(one.folder / addresses.page(post), key, partial(self._page, post, language))
            for other in others:
                path = one.folder / addresses.beside(post, other)
                yield Sheet(path, digest(key, other), partial(self._beside, post, language, other))

    def pages(self, one: _Shown) -> Iterator[Sheet]:
        """The page of a podcast, in as many parts as it takes; the oldest first."""
        cuts = parts.cut([1.0] * len(one.episodes), pages.EPISODES)
        yield from self._documents(one, cuts, addresses.PAGE, "page-{}.html", _encoded(pages.podcast))

    def feeds(self, one: _Shown, largest: int) -> Iterator[Sheet]:
        """The feed of a podcast, in as many parts as it takes; the oldest first."""
        sisters = len(self._sisters[one.podcast.language])
        cuts = parts.cut([feeds.size(each.episode, sisters) for each in one.episodes], largest)
        yield from self._documents(one, cuts, addresses.FEED, "feed-{}.xml", feeds.render)

    def landing(self, title: str) -> Iterator[Sheet]:
        """What leads to all podcasts that are for everybody."""
        public = [one for one in self._shown if not one.podcast.is_private]
        newest = [one.episodes[: pages.NEWEST] for one in public]
        stamps = (self._stamps[one.podcast.language] for one in public)
        key = digest(_program(), title, *stamps, *(each.digest for some in newest for each in some))
        podcasts = [one.podcast for one in public]
        feeds = [
            Feed(podcast, tuple(each.episode for each in some))
            for podcast, some in zip(podcasts, newest, strict=True)
        ]
        yield Sheet(PurePosixPath(addresses.OPML), key, lambda: opml.render(podcasts, title))
        yield Sheet(PurePosixPath(addresses.PAGE), key, lambda: pages.landing(feeds, title).encode())

    def _documents(
        self, one: _Shown, cuts: Sequence[slice], newest: str, older: str, render: Callable[[Feed], bytes]
    ) -> Iterator[Sheet]:
        language = one.podcast.language
        for place, *names in reversed(list(parts.named(cuts, newest, older))):
            file, before, after, oldest = names
            listed = one.episodes[place]
            feed = Feed(
                one.podcast,
                tuple(each.episode for each in listed),
                self._sisters[language],
                file=file,
                older=before,
                newer=after,
                oldest=oldest,
                unpublished=self._marked[language],
            )
            also = (repr([s.titles.get(each.episode.post) for s in feed.sisters]) for each in listed)
            about = [(s.language, s.title, s.address, s.guid) for s in feed.sisters]
            marked = sorted(self._marked[language].intersection(each.episode.guid for each in listed))
            key = digest(
                _program(),
                self._stamps[language],
                repr((names, about, marked)),
                *(each.digest for each in listed),
                *also,
            )
            yield Sheet(one.folder / file, digest(key, *self._in_place(one, listed)), partial(render, feed))

    def _in_place(self, one: _Shown, listed: Sequence[Listed]) -> Iterator[str]:
        """What is there of the files that a document names: it must be looked at again when one is lost or replaced."""
        sizes = self._sizes[one.podcast.language]
        for each in listed:
            named = (each.episode.enclosure, *each.episode.alternates)
            yield " ".join(str(sizes.get(enclosure.file)) for enclosure in named)
        with contextlib.suppress(OSError):
            cover = (self._archive.folder(one.podcast.language) / one.podcast.cover).stat()
            yield f"{cover.st_size} {cover.st_mtime_ns}"

    def _sisters_of(self, one: _Shown) -> Iterator[Sister]:
        for other in self._shown:
            podcast = other.podcast
            if other is not one and not podcast.is_private:
                titles = {each.episode.post: each.episode.title for each in other.episodes}
                yield Sister(podcast.language, podcast.title, podcast.address, podcast.guid, titles)

    def _translations(self, episode: Episode) -> dict[str, Listed]:
        """The same post in the podcasts of other languages that this one may name."""
        there = self._places[episode.post]
        return {s.language: there[s.language] for s in self._sisters[episode.language] if s.language in there}

    def _unpublished(self, one: _Shown) -> frozenset[str]:
        by_file = {each.episode.enclosure.file: each.episode.guid for each in one.episodes}
        named = self._archive.in_feed(one.podcast.language, set(by_file))
        return frozenset(guid for file, guid in by_file.items() if file not in named)

    def _read(self, post: str, language: str) -> Episode:
        episode = self._archive.find(post, language)
        assert episode is not None  # noqa: S101 -- it was listed, and nobody else writes
        return episode

    def _rendered(self, write: Callable[[Episode, Podcast], str], post: str, language: str) -> bytes:
        return write(self._whole(post, language), self._podcasts[language]).encode()

    def _reading(self, post: str, language: str) -> Reading:
        episode = self._whole(post, language)
        others = ((tag, self._whole(post, tag)) for tag in self._translations(episode))
        found = (
            Translation(self._podcasts[tag], other, compare.rows(_edition(episode), _edition(other)))
            for tag, other in others
        )
        marked = episode.guid in self._marked[language]
        return Reading(self._podcasts[language], episode, tuple(found), marked)

    def _page(self, post: str, language: str) -> bytes:
        return pages.episode(self._reading(post, language)).encode()

    def _beside(self, post: str, language: str, other: str) -> bytes:
        return pages.beside(self._reading(post, language), other).encode()


def _encoded(render: Callable[[Feed], str]) -> Callable[[Feed], bytes]:
    return lambda feed: render(feed).encode()


def _edition(episode: Episode) -> Edition:
    return Edition(episode.language, episode.title, episode.blocks)


def _podcast(config: Config, archive: Archive, language: str, base_url: str) -> Podcast:
    station = config.stations[language]
    folder = archive.folder(language)
    known = archive.identity(language)
    feed = addresses.url(base_url, folder.name, addresses.FEED)
    return dataclasses.replace(
        station.podcast,
        address=f"{base_url}/{folder.name}",
        cover=covers.ensure(folder, station.podcast.title, language, station.cover).name,
        guid=known.guid,
        has_moved=base_url == config.base_url and any(each != feed for each in known.addresses),
    )


@cache
def _program() -> str:
    """A digest of all that turns an archive into documents: another program may render it otherwise."""
    package = files("audioedition")
    rooms = [package.joinpath(room) for room in _ROOMS]
    found = [
        path for room in rooms for path in (room.iterdir() if room.is_dir() else [room]) if path.is_file()
    ]
    libraries = (version(name) for name in ("babel", "feedgen", "jinja2", "segno"))
    return digest(*(path.read_bytes() for path in sorted(found, key=str)), *libraries)
