"""Everything that makes one podcast: settings of the edition and of its language, and its voice file ─► Station."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from audioedition import phrases
from audioedition.config.lexicon import rows
from audioedition.config.podcasting import frequency
from audioedition.config.tables import FILE, Feed, File, Sound
from audioedition.config.voices import second, voice
from audioedition.errors import ConfigError
from audioedition.markup import web_address
from audioedition.model import QUOTATION, Disclosure, Jingle, Podcast, Row, Voice


@dataclass(frozen=True, slots=True)
class Station:
    """Everything that makes one language's podcast: what it says of itself, and how it sounds.

    `quotation` is the voice that speaks block quotations, if it is another one.
    """

    podcast: Podcast
    voice: Voice
    intro: Jingle | None
    outro: Jingle | None
    opening: tuple[str, ...]
    cover: Path | None
    quotation: Voice | None = None


def base_url(file: File) -> str:
    """Where the web root is served, as it stands in feeds: in ASCII, without a slash at its end."""
    said = file.site.base_url
    return (web_address(said) or said).rstrip("/")


def built(root: Path, tag: str, feed: Feed, file: File) -> Station:
    """The podcast in the language `tag`, whose table is `feed`, of the edition in `root`.  Raises ConfigError."""
    site = file.site
    own = voice(root / "voices", tag)
    title = feed.title or site.title
    podcast = Podcast(
        language=tag,
        title=title,
        description=feed.description or phrases.of(tag).words.about.format(title=title),
        author=feed.author or site.author,
        email=feed.email or site.email,
        address=f"{base_url(file)}/{tag}",
        link=feed.link or site.link,
        category=tuple(feed.category or site.category),
        explicit=site.explicit if feed.explicit is None else feed.explicit,
        copyright=feed.copyright or site.copyright,
        licence=feed.licence or site.licence,
        licence_url=feed.licence_url if feed.licence else site.licence_url,
        frequency=frequency(feed.frequency or site.frequency),
        listen=feed.listen,
        txt=feed.txt,
        is_private=feed.private,
        disclosure=file.disclosure,
        certifies=file.listening.largest_error if file.listening.certificate else None,
    )
    return Station(
        podcast=podcast,
        voice=of_edition(own, rows(file.lexicon, FILE), commercial=site.commercial),
        intro=_jingle(root, file.sound, file.sound.intro if feed.intro is None else feed.intro),
        outro=_jingle(root, file.sound, file.sound.outro if feed.outro is None else feed.outro),
        opening=_opening(tag, feed.opening, file.disclosure),
        cover=root / feed.cover if feed.cover else None,
        quotation=_quotation(root, tag, commercial=site.commercial)
        if file.script.quotations == "voice"
        else None,
    )


def _opening(tag: str, own: list[str] | None, disclosure: Disclosure) -> tuple[str, ...]:
    """The lines of the spoken opening: the author's `own`, or the usual ones; then what discloses the voice.

    It is not added to lines of the author's that have it already, word for word, nor said in English by a voice
    of another language, for which the program has no words.
    """
    words = phrases.of(tag)
    lines = tuple(line for line in words.opening if line != words.synthetic) if own is None else tuple(own)
    says_it = disclosure.spoken and words.speaks_itself and words.synthetic not in lines
    return (*lines, words.synthetic) if says_it else lines


def of_edition(own: Voice, lexicon: tuple[Row, ...], *, commercial: bool) -> Voice:
    """A voice with what the whole edition says of all: its `lexicon`, and whether it is `commercial`."""
    rows = own.lexicon + lexicon
    fallback = replace(own.fallback, lexicon=rows, commercial=commercial) if own.fallback else None
    return replace(own, lexicon=rows, commercial=commercial, fallback=fallback)


def _quotation(root: Path, tag: str, *, commercial: bool) -> Voice:
    found = second(root / "voices", tag, QUOTATION)
    if found is None:
        message = (
            f'{FILE}: [script] quotations = "voice" wants a second voice for each podcast: write '
            f'voices/{tag}.quotation.toml, with another voice than voices/{tag}.toml has, or choose "cue" or "pause".'
        )
        raise ConfigError(message)
    return of_edition(found, (), commercial=commercial)


def stand_in(folder: Path, language: str) -> Station:
    """A podcast for texts in a `language` that has none: its voice in `folder`, and the usual opening."""
    podcast = Podcast(
        language=language, title="", description="", author="", email="", address="", link="", category=()
    )
    opening = tuple(phrases.of(language).opening)
    return Station(podcast, voice(folder / "voices", language), None, None, opening, None)


def _jingle(root: Path, sound: Sound, name: str) -> Jingle | None:
    return Jingle(root / name, overlap=sound.overlap, level=sound.level) if name else None
