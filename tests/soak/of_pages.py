"""Hostile posts and records on their whole way: split, script, feed, pages, transcripts, tags; and feeds that are checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import defusedxml.ElementTree
from feed_samples import DE, EN, podcast
from mutagen.id3 import ID3
from reading_samples import ENGLISH as PARAGRAPHS
from reading_samples import reading, spoken
from selectolax.lexbor import LexborHTMLParser

from audioedition import chapters, editions, episodes, lint, pages, posts, transcripts, utterances
from audioedition.archive import records
from audioedition.compare import compare
from audioedition.feeds import document
from audioedition.lint import Asset
from audioedition.mixdown import id3
from audioedition.model import Enclosure, Episode, Feed, Mixdown, Podcast, Tags, Timing
from audioedition.proof import Proof, page
from soak.examples import DATA, files, project, scratch, words, written
from soak.of_posts import HTML, MARKDOWN, TEXT, XML
from soak.target import Target

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _published(suffix: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> None:
        post = posts.parse(data, source=f"post{suffix}", origin="post", suffix=suffix)
        split = editions.split(post, ["en", "de"])
        assert page.render([Proof(post.source, split, differences=compare(split.editions))])
        for edition in split.editions:
            about = podcast(edition.language, "Notes", "About boats.")
            utterances.unspoken(edition)
            draft = episodes.draft(
                post, edition, about, guid=f"tag:{edition.language}", published=episodes.published(post, NOW)
            )
            script = utterances.script(edition, opening=("{title}", "By {author}"), author=post.author)
            if not script:  # whoever records says so
                continue
            times = tuple(Timing(place * 2.0, place * 2.0 + 1.5) for place in range(len(script)))
            done = episodes.finish(draft, script, Mixdown(scratch(), 2.0 * len(script), times))
            done = replace(
                done, enclosure=Enclosure("post-0a1b2c3d.mp3", 1000), sound="1" * 64, packaging="2" * 64
            )
            records.dump(done)
            tags = episodes.timed(episodes.tags(done, about, "Spoken", script), done)
            _rendered(done, about)
            _tagged(tags)

    return run


def _recorded(data: bytes) -> None:
    """A record that is still one, whatever it says, is rendered."""
    path = written("rendered/x.json", data)
    found = records.read(path)
    _rendered(found, podcast(found.language, "Notes", "About boats."))


def _rendered(episode: Episode, about: Podcast) -> None:
    """Everything that is written of an episode is well-formed."""
    feed = document.render(Feed(about, (episode,), ()))
    root = defusedxml.ElementTree.fromstring(feed)
    assert len(root.findall("channel/item")) == 1
    faults = lint.check(feed, lambda _: None, now=NOW)
    assert not any(fault.rule == "A1" and fault.is_fatal for fault in faults)  # an address may lead anywhere
    found = transcripts.vtt(episode, about)
    assert found.startswith("WEBVTT\n")
    transcripts.srt(episode, about)
    json.loads(transcripts.as_json(episode, about))
    if episode.chapters:
        json.loads(chapters.as_json(episode, about))
    for text in (pages.episode(reading(episode)), pages.podcast(Feed(about, (episode,), ()))):
        text.encode()
        tree = LexborHTMLParser(text)
        assert all((node.attributes.get("type") or node.attributes.get("src")) for node in tree.css("script"))
        assert not tree.css("[onload], [onclick], [onerror]")


def _tagged(tags: Tags) -> None:
    target = scratch() / "tags.mp3"
    id3.tag(written("bare.mp3", b"\xff\xfb\x90\0"), target, tags)
    assert len(ID3(target).getall("CHAP")) == len(tags.chapters)  # type: ignore[no-untyped-call]


def _checked(data: bytes) -> None:
    list(lint.check(data, lambda _: None, "https://example.org/feeds/en/feed.xml", NOW))


def _named(data: bytes) -> None:
    """What a feed names: transcripts, chapters, a picture, a sound, all of them these bytes."""
    asset = Asset(len(data), lambda most: data[:most] if most >= 0 else data, lambda: None)
    list(lint.check(_WHOLE, lambda _: asset, "https://example.org/feeds/en/feed.xml", NOW))


_WHOLE = (DATA / "lint/whole.xml").read_bytes()
_FEEDS = (document.render(EN), document.render(DE), _WHOLE)
_VTT = words(
    'WEBVTT ␤␤ 00:00:00.000 --> 00:00:01.000 99:99:99.999 <v␣Ann> </v> <lang␣de> NOTE STYLE REGION {␤ , [ ] "version" "segments" "startTime" "endTime" "body" "chapters" "title" "toc" "img" 1e999 NaN -1 null'
)

TARGETS = (
    Target("published-text", _published(".txt"), files("editions/*.txt") + project("examples/*.txt"), TEXT, 1),
    Target("published-markdown", _published(".md"), files("editions/*.md") + project("examples/*.md"), MARKDOWN, 1),
    Target("published-page", _published(".html"), files("posts/*.html", "editions/*.html"), HTML, 1),
    Target("published-record", _recorded, tuple(records.dump(each) for each in (*EN.episodes, *DE.episodes, spoken("en", PARAGRAPHS))), (), 3),
    Target("checked-feed", _checked, _FEEDS, (*XML, *words("<itunes:duration> 99:99:99 <podcast:chapters␣url='a'␣type='b'/> <podcast:transcript␣url='a'/> <itunes:image␣href='a'/> Sat,␣01␣Jan␣0000␣99:99:99␣+9999 <atom:link␣rel='next'␣href='a'/>")), 3),
    Target("checked-transcript", _named, files("transcripts/*"), _VTT, 3),
)  # fmt: skip
