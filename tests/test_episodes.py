from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from audioedition import episodes
from audioedition.errors import AudioError
from audioedition.model import (
    Block,
    Chapter,
    Edition,
    Jingle,
    Kind,
    Mixdown,
    Pauses,
    Podcast,
    Post,
    Script,
    Shown,
    Tags,
    Timing,
    Utterance,
)

NOW = datetime(2025, 3, 1, 12, 0, 30, 999, tzinfo=UTC)
SCRIPT = (
    Utterance("Title.", "Title.", "en", 0.6, chapter="Title"),
    Utterance("On 3 March.", "On the third of March.", "en", 0.4, block=0),
    Utterance("Part two", "Part two", "en", 1.0, chapter="Part two", block=1),
)
PODCAST = Podcast(
    language="en",
    title="P",
    description="",
    author="Ann",
    email="",
    address="",
    link="",
    category=("News",),
)
TAGS = Tags(title="T", artist="A", album="P", language="en", published=NOW, guid="g")


def post(published: datetime | None) -> Post:
    return Post(id="x", source="x", origin="x", digest="", blocks=(), published=published)


def test_an_episode_is_dated_like_its_post_but_never_in_the_future() -> None:
    assert episodes.published(post(None), NOW) == NOW.replace(microsecond=0)
    assert episodes.published(post(NOW + timedelta(days=1)), NOW) == NOW.replace(microsecond=0)
    zone = timezone(timedelta(hours=2))
    past = datetime(2020, 1, 1, 1, tzinfo=zone)
    assert episodes.published(post(past), NOW).isoformat() == "2019-12-31T23:00:00+00:00"


def test_sound_is_what_is_heard(tmp_path: Path) -> None:
    music, other = tmp_path / "a.mp3", tmp_path / "b.mp3"
    music.write_bytes(b"la")
    other.write_bytes(b"la")
    base = episodes.sound(SCRIPT, "voice", [Jingle(music), None])

    written = dataclasses.replace(SCRIPT[1], text="On March 3.")
    assert episodes.sound((SCRIPT[0], written, SCRIPT[2]), "voice", [Jingle(music), None]) == base
    assert episodes.sound(SCRIPT, "voice", [Jingle(other), None]) == base, "a jingle counts by its contents"

    spoken = dataclasses.replace(SCRIPT[1], spoken="On March the third.")
    later = dataclasses.replace(SCRIPT[1], pause_after=0.5)
    other.write_bytes(b"li")
    different = {
        episodes.sound((SCRIPT[0], spoken, SCRIPT[2]), "voice", [Jingle(music), None]),
        episodes.sound((SCRIPT[0], later, SCRIPT[2]), "voice", [Jingle(music), None]),
        episodes.sound(SCRIPT, "another voice", [Jingle(music), None]),
        episodes.sound(SCRIPT, "voice", [Jingle(other), None]),
        episodes.sound(SCRIPT, "voice", [None, Jingle(music)]),
        episodes.sound(SCRIPT, "voice", [Jingle(music, level=-3), None]),
        episodes.sound(SCRIPT, "voice", [Jingle(music, overlap=2), None]),
    }
    assert len(different | {base}) == 8


def test_a_jingle_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"lost\.mp3 could not be read"):
        episodes.sound(SCRIPT, "voice", [Jingle(tmp_path / "lost.mp3"), None])


def test_packaging_is_every_tag_and_the_cover() -> None:
    variants = [
        dataclasses.replace(TAGS, **{field: "other"})  # type: ignore[arg-type]
        for field in ("title", "artist", "album", "language", "guid", "copyright", "comment")
    ]
    variants.append(dataclasses.replace(TAGS, published=NOW + timedelta(days=1)))
    prints = {episodes.packaging(tags, "cover-1.png") for tags in (TAGS, *variants)}
    assert len(prints | {episodes.packaging(TAGS, "cover-2.png")}) == 10


def test_packaging_is_the_titles_of_chapters_and_the_lyrics_but_no_times() -> None:
    tags = dataclasses.replace(TAGS, chapters=(Chapter(0, "One"), Chapter(0, "Two")), lyrics="One.")
    timed = dataclasses.replace(tags, chapters=(Chapter(0, "One"), Chapter(9.5, "Two")), seconds=12.5)
    assert episodes.packaging(tags, "") == episodes.packaging(timed, "")
    others = [
        dataclasses.replace(tags, lyrics="Two."),
        dataclasses.replace(tags, chapters=tags.chapters[:1]),
        dataclasses.replace(tags, chapters=(Chapter(0, "One"), Chapter(0, "Three"))),
    ]
    prints = [episodes.packaging(each, "") for each in (tags, *others)]
    assert len({*prints, episodes.packaging(tags, "", opus=True)}) == 5


def test_chapters_are_no_part_of_the_sound() -> None:
    bare = [dataclasses.replace(u, chapter=None) for u in SCRIPT]
    assert episodes.sound(bare, "voice", []) == episodes.sound(SCRIPT, "voice", [])


def marked(*marks: tuple[float, str]) -> list[tuple[float, str]]:
    script = [Utterance("x", "x", "en", 0.4, chapter=title) for _, title in marks]
    times = tuple(Timing(start, start + 1) for start, _ in marks)
    draft = episodes.draft(post(None), Edition("en", "Title", ()), PODCAST, guid="g", published=NOW)
    done = episodes.finish(draft, script, Mixdown(Path(), 99.0, times))
    return [(chapter.start, chapter.title) for chapter in done.chapters]


def test_chapters_stand_at_least_two_seconds_apart_and_no_title_is_lost() -> None:
    assert marked((3.0, "Rain"), (5.0, "Snow"), (6.9, "Hail"), (8.95, "Sun")) == [
        (0.0, "Rain"),
        (5.0, "Snow – Hail"),
        (8.95, "Sun"),
    ]
    assert marked((0.0, "Rain"), (1.5, "Rain"), (1.9, "Snow")) == [(0.0, "Rain – Snow")]
    assert marked() == []


def test_lyrics_have_a_line_for_each_sentence_and_a_gap_between_blocks() -> None:
    script = (
        Utterance("Rain, and", "", "en", 0.15),
        Utterance("more.", "", "en", 0.6),
        Utterance("By Ann.", "", "en", 0.8),
        Utterance("It fell;", "", "en", 0.15, block=0, span=(0, 8)),
        Utterance("il pleut", "", "fr", 0.05, block=0, span=(9, 17)),
        Utterance("!", "", "en", 0.4, block=0, span=(17, 18)),
        Utterance("It stopped.", "", "en", 0.8, block=0, span=(19, 30)),
        Utterance("So.", "", "en", 0.8, block=2, span=(0, 3)),
    )
    assert episodes.lyrics(script, Pauses()) == (
        "Rain, and more.\nBy Ann.\n\nIt fell; il pleut!\nIt stopped.\n\nSo."
    )
    assert episodes.lyrics((), Pauses()) == ""


def test_tags_hold_what_is_heard_and_get_their_times_from_the_recording() -> None:
    draft = episodes.draft(post(None), Edition("en", "Title", ()), PODCAST, guid="g", published=NOW)
    planned = episodes.tags(draft, PODCAST, "Synthetic.", SCRIPT)
    assert [chapter.title for chapter in planned.chapters] == ["Title", "Part two"]
    assert planned.lyrics == "Title.\n\nOn 3 March.\n\nPart two"
    times = (Timing(3.0, 4.0), Timing(4.6, 6.0), Timing(6.4, 7.5))
    done = episodes.timed(planned, episodes.finish(draft, SCRIPT, Mixdown(Path(), 9.1, times)))
    assert (done.chapters, done.seconds) == ((Chapter(0.0, "Title"), Chapter(6.4, "Part two")), 9.1)
    assert (done.comment, done.lyrics) == ("Synthetic.", planned.lyrics)


def test_a_recording_gives_each_line_its_time_and_each_chapter_its_start() -> None:
    times = (Timing(3.0, 4.0), Timing(4.6, 6.00049), Timing(6.4, 7.5))
    draft = episodes.draft(
        post(None),
        Edition("en", "Title", ()),
        PODCAST,
        guid="g",
        published=NOW,
    )
    done = episodes.finish(draft, SCRIPT, Mixdown(Path(), 9.12345, times))
    assert [(line.start, line.end, line.text) for line in done.lines] == [
        (3.0, 4.0, "Title."),
        (4.6, 6.0, "On 3 March."),
        (6.4, 7.5, "Part two"),
    ]
    assert [(c.start, c.title) for c in done.chapters] == [(0.0, "Title"), (6.4, "Part two")]
    assert (done.seconds, done.enclosure, done.author) == (9.123, draft.enclosure, "Ann")


def test_a_summary_is_the_beginning_cut_at_a_word() -> None:
    blocks = (
        Block(Kind.HEADING, "Heading"),
        Block(Kind.PARAGRAPH, "One  two\nthree."),
        Block(Kind.BREAK, ""),
        Block(Kind.CODE, "print()"),
        Block(Kind.QUOTE, "word " * 200),
    )
    summary = episodes.summary(blocks)
    assert summary.startswith("One two three. word word")
    assert summary.endswith("word …")
    assert len(summary) <= episodes.SUMMARY + 2
    assert episodes.summary(blocks[:4]) == "One two three."
    assert episodes.summary(()) == ""
    assert len(episodes.summary((Block(Kind.PARAGRAPH, "x" * 1000),))) <= episodes.SUMMARY + 2


BLOCKS = (
    Block(Kind.PARAGRAPH, "Text."),
    Block(Kind.CODE, "x = 1"),
    Block(Kind.CAPTION, "The program"),
    Block(Kind.PICTURE, "A quay"),
    Block(Kind.CAPTION, "The quay"),
    Block(Kind.TABLE, "a | b"),
)


def shown(**settings: bool) -> list[str]:
    return [each.text for each in episodes.shown(BLOCKS, Script(**settings))]  # type: ignore[arg-type]


def test_what_is_not_spoken_is_shown() -> None:
    assert shown() == ["x = 1", "The program", "A quay", "a | b"]
    assert shown(alt=True) == ["x = 1", "The program", "a | b"]
    assert [each.text for each in episodes.shown(BLOCKS[3:5], Script())] == ["A quay"]
    assert [each.text for each in episodes.shown(BLOCKS[3:5], Script(alt=True))] == []
    assert [each.text for each in episodes.shown(BLOCKS[4:5], Script(captions=False))] == ["The quay"]
    assert [each.text for each in episodes.shown(BLOCKS[3:], Script())] == ["A quay", "a | b"]
    assert episodes.shown(BLOCKS[1:2], Script(code="skip")) == (Shown(Kind.CODE, "x = 1"),)


def test_a_draft_has_what_is_shown_and_its_packaging_does_not_depend_on_it() -> None:
    podcast = Podcast(
        language="en", title="P", description="", author="", email="", address="", link="", category=("News",)
    )
    with_code, without = (
        episodes.draft(post(None), Edition("en", "T", blocks), podcast, guid="g", published=NOW)
        for blocks in (BLOCKS[:2], BLOCKS[:1])
    )
    assert with_code.shown == (Shown(Kind.CODE, "x = 1"),)
    assert dataclasses.replace(with_code, shown=(), blocks=without.blocks) == without
    packed = [episodes.packaging(episodes.tags(draft, podcast, ""), "") for draft in (with_code, without)]
    assert packed[0] == packed[1]
