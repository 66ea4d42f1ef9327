"""Podcasts and episodes in the words of schema.org, as JSON-LD for search engines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from audioedition import addresses
from audioedition.markup import clean, web_address
from audioedition.model import Episode, Podcast, Reading
from audioedition.text import one_line

Data = Mapping[str, object]
"""A thing, and what is said of it."""

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What must not stand in a script, or in a line of one."""
_SYNTHETIC = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


def series(podcast: Podcast, *, is_whole: bool = True) -> Data:
    """A podcast as schema.org has it; not `is_whole`: only what names it."""
    address = addresses.url(base(podcast), addresses.PAGE)
    data: dict[str, object] = {
        "@type": "PodcastSeries",
        "@id": address,
        "url": address,
        "name": one_line(podcast.title),
        "webFeed": addresses.url(base(podcast), addresses.FEED),
    }
    if is_whole:
        listen = map(web_address, podcast.listen.values())
        data |= {
            "description": one_line(podcast.description),
            "inLanguage": podcast.language,
            "author": _person(podcast.author),
            "image": addresses.url(base(podcast), podcast.cover) if podcast.cover else None,
            "license": licence_address(podcast),
            "copyrightNotice": one_line(podcast.copyright),
            "sameAs": tuple(filter(None, listen)),
            "isAccessibleForFree": True,
        }
    return _filled(data)


def episode(reading: Reading, original: tuple[Podcast, Episode] | None) -> Data:
    """An episode as schema.org has it, and of which it is a translation, if the `original` is known."""
    own, episode = reading.podcast, reading.episode
    address = page(own, episode.post)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "@id": address,
        "url": address,
        "name": one_line(episode.title),
        "description": one_line(episode.summary),
        "datePublished": episode.published.isoformat(),
        "inLanguage": episode.language,
        "duration": iso_duration(episode.seconds),
        "author": _person(episode.author),
        "translator": _person(episode.translator),
        "image": addresses.url(base(own), own.cover) if own.cover else None,
        "keywords": tuple(one_line(tag) for tag in episode.tags),
        "license": licence_address(own),
        "copyrightNotice": one_line(episode.rights or own.copyright),
        "isBasedOn": web_address(episode.address),
        "isAccessibleForFree": True,
        "partOfSeries": series(own, is_whole=False),
        "associatedMedia": tuple(_audio(own, episode)),
    }
    if original:
        others = [each for each in reading.translations if not each.podcast.is_private]
        if original[1] is episode:
            works = [_work(each.podcast, each.episode) for each in others]
            data["workTranslation"] = tuple(works)
        else:
            data["translationOfWork"] = _work(*original)
    return _filled(data)


def script(data: Data) -> str:
    """The data as JSON that may stand in a script element."""
    return json.dumps(clean(data), ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def page(podcast: Podcast, post: str) -> str:
    """The URL of the page of a podcast's episode."""
    return addresses.url(base(podcast), addresses.page(post))


def base(podcast: Podcast) -> str:
    """The podcast's address in ASCII, without a slash at its end."""
    return web_address(podcast.address) or podcast.address


def licence_address(podcast: Podcast) -> str:
    """Where the podcast's licence can be read; empty for none."""
    if podcast.licence_url or not podcast.licence:
        return web_address(podcast.licence_url) or ""
    if podcast.licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := _CREATIVE_COMMONS.fullmatch(podcast.licence):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return f"https://spdx.org/licenses/{podcast.licence}.html"


def iso_duration(seconds: float) -> str:
    """A length as ISO 8601 has it: `PT1H2M3S`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0S")


def _audio(own: Podcast, episode: Episode) -> Sequence[Data]:
    transcript = {
        "@type": "MediaObject",
        "contentUrl": addresses.url(base(own), addresses.transcript(episode.enclosure.file, "vtt")),
        "encodingFormat": "text/vtt",
        "inLanguage": episode.language,
    }
    return [
        _filled(
            {
                "@type": "AudioObject",
                "contentUrl": addresses.url(base(own), addresses.audio(enclosure.file)),
                "encodingFormat": enclosure.type,
                "contentSize": f"{enclosure.length} B",
                "bitrate": f"{enclosure.bitrate} bit/s" if enclosure.bitrate else None,
                "duration": iso_duration(episode.seconds),
                "inLanguage": episode.language,
                "caption": transcript,
                "digitalSourceType": _SYNTHETIC if own.disclosure.metadata else None,
            }
        )
        for enclosure in (episode.enclosure, *episode.alternates)
    ]


def _work(podcast: Podcast, episode: Episode) -> Data:
    address = page(podcast, episode.post)
    return {
        "@type": "PodcastEpisode",
        "@id": address,
        "url": address,
        "name": one_line(episode.title),
        "inLanguage": episode.language,
    }


def _person(name: str | None) -> Data | None:
    return {"@type": "Person", "name": one_line(name)} if name and name.strip() else None


def _filled(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", ())}
