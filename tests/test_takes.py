"""What stands in the audio files of a recording, and which files there are."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import mutagen.id3
import mutagen.oggopus
import pytest
from conftest import NOW, Site

from audioedition import mixdown, publish
from audioedition.archive import superseded
from audioedition.model import Enclosure, Episode, Tags
from audioedition.reports import State

TEXT = """# Piers

The first pier was built of oak, and it stood in the river for a hundred years.

* * *

The second pier was made of stone. It is gone, and nobody in the town remembers it.

## The third

The third pier is here, and people fish from it when the weather is fine.
"""


@pytest.fixture
def post(site: Site) -> str:
    return site.post(TEXT, "piers.md")


def episode(site: Site) -> Episode:
    (found,) = site.archive.episodes("en")
    return found


def file(site: Site, enclosure: Enclosure | None = None) -> Path:
    found = episode(site)
    return site.archive.audio("en", (enclosure or found.enclosure).file)


def id3(site: Site) -> Any:
    return mutagen.id3.ID3(file(site))  # type: ignore[no-untyped-call]


def turn_on(site: Site) -> None:
    site.edit("[sound]", "[sound]\nopus = true")


def states(report: Any) -> list[State]:
    return [outcome.state for outcome in report.outcomes]


LYRICS = """Piers.
By Ann.
Read by a synthetic voice.

The first pier was built of oak, and it stood in the river for a hundred years.

The second pier was made of stone.
It is gone, and nobody in the town remembers it.

The third

The third pier is here, and people fish from it when the weather is fine."""


def test_a_file_has_the_chapters_of_its_record_and_all_that_is_heard(site: Site, post: str) -> None:
    site.publish(post)
    record, read = episode(site), id3(site)
    assert [chapter.title for chapter in record.chapters] == [
        "Piers",
        "The second pier was made of stone",
        "The third",
    ]
    (contents,) = read.getall("CTOC")
    frames = [read[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(f.start_time / 1000, str(f.sub_frames["TIT2"])) for f in frames] == [
        (chapter.start, chapter.title) for chapter in record.chapters
    ]
    assert frames[-1].end_time / 1000 == record.seconds
    second = next(line for line in record.lines if line.text.startswith("The second"))
    assert record.chapters[1].start == second.start
    assert [frame.text for frame in read.getall("USLT")] == [LYRICS]


def test_an_older_recording_gets_what_its_tags_lack(
    site: Site, post: str, spoken: Callable[[], list[str]], tmp_path: Path
) -> None:
    site.publish(post)
    new = episode(site)
    bare = tmp_path / "bare.mp3"
    tags = Tags(title="Piers", artist="", album="", language="en", published=NOW, guid="")
    mixdown.tag(file(site), bare, tags)
    kept = site.archive.keep_audio(bare, new.post, "en")
    old = dataclasses.replace(new, enclosure=kept, packaging="older", chapters=new.chapters[:1])
    site.archive.put(old, NOW)
    shutil.rmtree(site.settings.private / "seen")
    spoken()
    assert states(site.publish(post)) == [State.RETAGGED]
    assert not spoken()
    assert episode(site).enclosure == new.enclosure
    assert episode(site).chapters == new.chapters


def test_the_disclosure_can_be_left_out_of_the_tags(site: Site, post: str) -> None:
    site.publish(post)
    assert [str(frame) for frame in id3(site).getall("COMM")] == ["Read by a synthetic voice."]
    with (site.root / "audioedition.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[disclosure]\nmetadata = false\n")
    assert states(site.publish(post)) == [State.RETAGGED]
    assert not id3(site).getall("COMM")


def test_opus_is_made_where_it_is_wanted(site: Site, post: str) -> None:
    site.publish(post)
    assert episode(site).alternates == ()
    mp3 = file(site)
    before = mp3.stat().st_mtime_ns
    turn_on(site)
    assert states(site.publish(post)) == [State.RETAGGED]
    record = episode(site)
    (kept,) = record.alternates
    assert (kept.type, kept.bitrate) == ("audio/ogg", 32_000)
    assert file(site) == mp3
    assert mp3.stat().st_mtime_ns == before
    assert record.superseded == ()
    opus: Any = mutagen.oggopus.OggOpus(file(site, kept))  # type: ignore[no-untyped-call]
    assert opus.info.length == pytest.approx(record.seconds, abs=0.001)
    assert opus.tags["chapter001name"] == [record.chapters[1].title]
    assert opus.tags["lyrics"] == [LYRICS]
    assert opus.tags["guid"] == [record.guid]
    assert states(site.publish(post)) == [State.UNCHANGED]
    assert episode(site) == record


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_lost_opus_file_is_made_again_and_nothing_is_spoken(
    site: Site, post: str, spoken: Callable[[], list[str]], *, is_forgotten: bool
) -> None:
    turn_on(site)
    site.publish(post)
    record = episode(site)
    path = file(site, record.alternates[0])
    data = path.read_bytes()
    path.unlink() if is_forgotten else path.write_bytes(data[:-1])
    if is_forgotten:
        shutil.rmtree(site.settings.private / "seen")
    spoken()
    assert states(site.publish(post)) == [State.RETAGGED]
    assert not spoken()
    assert path.read_bytes() == data
    assert episode(site) == record


def test_an_edited_post_supersedes_both_files(site: Site, post: str) -> None:
    turn_on(site)
    site.publish(post)
    old = episode(site)
    site.post(TEXT.replace("oak", "pine"), "piers.md")
    site.publish(post)
    new = episode(site)
    assert new.alternates != old.alternates
    assert {each.file for each in new.superseded} == {old.enclosure.file, old.alternates[0].file}
    assert site.archive.whole(new)


def test_opus_that_is_not_wanted_any_more_goes_after_30_days(site: Site, post: str) -> None:
    turn_on(site)
    site.publish(post)
    (kept,) = episode(site).alternates
    site.edit("opus = true", "opus = false")
    assert states(site.publish(post)) == [State.RETAGGED]
    assert episode(site).alternates == ()
    assert superseded.prune(site.archive, NOW + timedelta(days=29)) == []
    assert superseded.prune(site.archive, NOW + timedelta(days=31)) == [file(site, kept)]


def test_a_retracted_episode_leaves_no_file(site: Site, post: str) -> None:
    turn_on(site)
    site.publish(post)
    site.archive.retract(episode(site), NOW)
    publish.publish(site.settings, site.archive)
    superseded.discard(site.archive, "piers", "en")
    assert list(site.archive.audio("en", "").iterdir()) == []
