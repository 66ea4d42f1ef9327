"""The archive → every file that is computed from it, in the order in which they may be written.

    archive, settings ─► Bundle* ─► Sheet*

A bundle knows what its sheets depend on before any of them is rendered, or even laid out: so whoever writes them works only
on what has changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from importlib.metadata import version
from importlib.resources import files
from itertools import repeat
from pathlib import PurePosixPath
from types import MappingProxyType

from audioedition import addresses, chapters, compare, covers, feeds, opml, pages, parts, transcripts
from audioedition.archive import Archive, Listed
from audioedition.config import Config
from audioedition.documents import Part, Shown
from audioedition.files import digest
from audioedition.model import Edition, Episode, Feed, Podcast, Reading, Sister, Translation

_ROOMS = (
    *("feeds", "pages", "templates", "compare", "transcripts", "model", "phrases.toml"),
    *("addresses.py", "chapters.py", "documents.py", "languages.py", "markup.py", "opml.py", "parts.py"),
    *("phrases.py", "sheets.py", "splicing.py", "templating.py", "text.py"),
)
"""All that shapes a computed file, within the package."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A computed file: its path in the web root, a digest of all that it depends on, and how it is made.

    Of a feed, `entries` has for each episode, in the document's order, a digest of all that its entry depends on, and
    about how many bytes that takes; `made_of` makes the document with those at some places only, as if there were no others.
    """

    path: str
    key: str
    render: Callable[[], bytes]
    entries: Mapping[str, int] = field(default_factory=dict)
    made_of: Callable[[Sequence[int]], bytes] | None = None

    @property
    def place(self) -> PurePosixPath:
        """The path in its parts."""
        return PurePosixPath(self.path)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sheets that depend on the same, such as all those of one episode: the `key` of each of them, and their `paths`."""

    key: str
    paths: Sequence[str]
    sheets: Callable[[], Iterable[Sheet]]


def sheets(config: Config, archive: Archive, base_url: str, *, marking: bool = False) -> Iterator[Sheet]:
    """Every computed file, as `bundles` has them.  Raises ArchiveError or AudioError."""
    for bundle in bundles(config, archive, base_url, marking=marking):
        yield from bundle.sheets()


def bundles(  # noqa: PLR0913 -- what it is all made of, and three ways to look at it
    config: Config,
    archive: Archive,
    base_url: str,
    *,
    marking: bool = False,
    without: Collection[str] = (),
    sizes: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Bundle]:
    """Every computed file, in bundles: what others name before what names it, so that no link ever leads to nothing.

    A podcast without episodes has none, unless its feed was out already: then that must say so.
    The podcasts in the languages `without` are left out.  With `marking`, pages mark what no feed on disk names yet.
    `sizes` are those of `entries` that are known from before.
    Raises ArchiveError or AudioError.
    """
    shown = [
        Shown(_podcast(config, archive, tag, base_url), archive.listed(tag))
        for tag in _shown(config, archive)
        if tag not in without
    ]
    desk = _Desk(archive, tuple(shown), marking=marking)
    yield from desk.assets()
    for one in shown:
        yield from desk.of_episodes(one)
    for one in shown:
        yield from desk.pages(one)
    for one in shown:
        yield from desk.feeds(one, config.largest_feed, sizes)
    yield from desk.landing(config.title)


def pictures(config: Config, archive: Archive) -> Iterator[Sheet]:
    """The covers of the podcasts that have other files, which feeds and pages name: each is made once, and then stays as it is.

    Another picture has another name; the same one may come out otherwise elsewhere, by other typefaces.  Raises AudioError.
    """
    for tag in _shown(config, archive):
        podcast, given = config.stations[tag].podcast, config.stations[tag].cover
        name = covers.name(podcast.title, tag, given)
        yield Sheet(
            f"{archive.folder(tag).name}/{name}", name, partial(covers.picture, podcast.title, tag, given)
        )


def _shown(config: Config, archive: Archive) -> list[str]:
    """The languages whose podcast has files that are computed."""
    return [
        tag for tag in config.languages if archive.has(tag) or (archive.folder(tag) / addresses.FEED).exists()
    ]


class _Desk:
    """Where the sheets of all `shown` podcasts are laid out."""

    def __init__(self, archive: Archive, shown: Sequence[Shown], *, marking: bool) -> None:
        self._archive = archive
        self._shown = shown
        self._podcasts = {one.podcast.language: one.podcast for one in shown}
        self._stamps = {tag: digest(repr(podcast)) for tag, podcast in self._podcasts.items()}
        self._places: dict[str, dict[str, Listed]] = {}
        for one in shown:
            for each in one.episodes:
                self._places.setdefault(each.post, {})[one.podcast.language] = each
        self._covers = {one.podcast.language: self._cover(one.podcast) for one in shown}
        self._sisters = {one.podcast.language: tuple(self._sisters_of(one)) for one in shown}
        self._marked = {
            one.podcast.language: self._unpublished(one) if marking else frozenset() for one in shown
        }
        self._shared = {tag: self._shared_in(tag) for tag in self._podcasts}
        self._entries = {one.podcast.language: list(self._entries_of(one)) for one in shown}
        # One page needs an episode and its translations; its neighbours need the same ones.
        self._whole = lru_cache(maxsize=16)(self._read)

    def assets(self) -> Iterator[Bundle]:
        """What all pages share."""
        for name, data in pages.assets():
            yield _single(Sheet(f"{addresses.ASSETS}/{name}", digest(data), partial(bytes, data)))

    def of_episodes(self, one: Shown) -> Iterator[Bundle]:
        """Transcripts, chapters and pages of all episodes of a podcast."""
        for each, entry in zip(one.episodes, self._entries[one.podcast.language], strict=True):
            files = self._files(one.folder, each)
            # All of its translations is shown beside it; documents of many say their titles only.
            key = "".join((entry, *(other.digest[:32] for other in self._translations(each).values())))
            yield Bundle(key, [*files], partial(map, Sheet, files, repeat(key), files.values()))

    def _files(self, folder: str, each: Listed) -> dict[str, Callable[[], bytes]]:
        """The paths of all that is computed of one episode, and how it is rendered."""
        post, language, audio = each.post, each.language, each.files[0]
        files: dict[str, Callable[[], bytes]] = {}
        for suffix, write in transcripts.FORMATS.items():
            path = f"{folder}/{addresses.transcript(audio, suffix)}"
            files[path] = partial(self._rendered, write, post, language)
        if each.has_chapters:
            path = f"{folder}/{addresses.chapters(audio)}"
            files[path] = partial(self._rendered, chapters.as_json, post, language)
        files[f"{folder}/{addresses.page(post)}"] = partial(self._page, post, language)
        for other in self._translations(each):
            files[f"{folder}/{addresses.beside(post, other)}"] = partial(self._beside, post, language, other)
        return files

    def pages(self, one: Shown) -> Iterator[Bundle]:
        """The page of a podcast, in as many parts as it takes; the oldest first."""
        cuts = parts.cut([1.0] * len(one.episodes), pages.EPISODES)
        for part in self._parts(one, cuts, addresses.PAGE, "page-{}.html"):
            yield _single(Sheet(part.path, self._key(part), part.page))

    def feeds(self, one: Shown, largest: int, known: Mapping[str, int]) -> Iterator[Bundle]:
        """The feed of a podcast, in as many parts as it takes; the oldest first."""
        sisters = len(self._sisters[one.podcast.language])
        keys = [
            f"{key}{largest}" for key in self._entries[one.podcast.language]
        ]  # so a new limit measures anew
        sizes = [
            known.get(key) or feeds.size(each.episode, sisters)
            for key, each in zip(keys, one.episodes, strict=True)
        ]
        for part in self._parts(one, parts.cut(sizes, largest), addresses.FEED, "feed-{}.xml"):
            own = dict(zip(keys[part.place], sizes[part.place], strict=True))
            entries = own if part.is_unmistakable else {}
            yield _single(Sheet(part.path, self._key(part), part.as_feed, entries, part.as_feed))

    def landing(self, title: str) -> Iterator[Bundle]:
        """What leads to all podcasts that are for everybody."""
        public = [one for one in self._shown if not one.podcast.is_private]
        newest = [one.episodes[: pages.NEWEST] for one in public]
        stamps = (self._stamps[one.podcast.language] for one in public)
        key = digest(_program(), title, *stamps, *(each.digest for some in newest for each in some))
        podcasts = [one.podcast for one in public]

        def page() -> bytes:
            found = [
                Feed(podcast, tuple(each.episode for each in some))
                for podcast, some in zip(podcasts, newest, strict=True)
            ]
            return pages.landing(found, title).encode()

        yield _single(Sheet(addresses.OPML, key, lambda: opml.render(podcasts, title)))
        yield _single(Sheet(addresses.PAGE, key, page))

    def _parts(self, one: Shown, cuts: Sequence[slice], newest: str, older: str) -> Iterator[Part]:
        language = one.podcast.language
        for place, *names in reversed(list(parts.named(cuts, newest, older))):
            yield Part(one, place, tuple(names), self._sisters[language], self._marked[language])

    def _key(self, part: Part) -> str:
        """A digest of all that a part depends on."""
        language = part.shown.podcast.language
        cover, keys = self._covers[language], self._entries[language][part.place]
        return digest(self._shared[language], repr((part.names, cover)), *keys)

    def _cover(self, podcast: Podcast) -> str:
        """A stamp of a podcast's cover; empty if it is not there."""
        try:
            found = (self._archive.folder(podcast.language) / podcast.cover).stat()
        except OSError:
            return ""
        return f"{found.st_size} {found.st_mtime_ns}"

    def _shared_in(self, language: str) -> str:
        """A digest of all that the files of a podcast depend on, besides its episodes."""
        sisters = (self._stamps[sister.language] for sister in self._sisters[language])
        return digest(_program(), self._stamps[language], *sisters)

    def _entries_of(self, one: Shown) -> Iterator[str]:
        """For each episode, a digest of all that a document of many says of it, and of what is there of its audio.

        Feeds must be looked at again when some of that is lost or replaced.
        """
        language = one.podcast.language
        shared, marked, sizes = self._shared[language], self._marked[language], self._archive.sizes(language)
        for each in one.episodes:
            others = [(tag, other.title) for tag, other in self._translations(each).items()]
            audio = [*map(sizes.get, each.files)]
            yield digest(repr((shared, each.digest, others, audio, each.guid in marked)))

    def _sisters_of(self, one: Shown) -> Iterator[Sister]:
        for other in self._shown:
            podcast = other.podcast
            if other is not one and not podcast.is_private:
                titles = {each.post: each.title for each in other.episodes}
                yield Sister(podcast.language, podcast.title, podcast.address, podcast.guid, titles)

    def _translations(self, episode: Episode | Listed) -> dict[str, Listed]:
        """The same post in the podcasts of other languages that this one may name."""
        there = self._places[episode.post]
        return {s.language: there[s.language] for s in self._sisters[episode.language] if s.language in there}

    def _unpublished(self, one: Shown) -> frozenset[str]:
        by_file = {each.files[0]: each.guid for each in one.episodes}
        named = self._archive.in_feed(one.podcast.language, set(by_file))
        return frozenset(guid for file, guid in by_file.items() if file not in named)

    def _read(self, post: str, language: str) -> Episode:
        episode = self._archive.find(post, language)
        assert episode is not None  # noqa: S101 # nosec B101 # it was listed, and nobody else writes
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


def _single(sheet: Sheet) -> Bundle:
    return Bundle(sheet.key, [sheet.path], lambda: [sheet])


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
        cover=covers.name(station.podcast.title, language, station.cover),
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
