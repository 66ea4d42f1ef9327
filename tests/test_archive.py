from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.addresses import slug
from audioedition.archive import Archive, records, superseded
from audioedition.archive.listing import Table
from audioedition.errors import ArchiveError
from audioedition.model import Attribution, Chapter, Enclosure, Episode, Kind, Line, Shown, Superseded
from audioedition.unreleased import Unreleased

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=40)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "feeds", tmp_path / ".audioedition", "example.org", "2025-01-02")


def episode(archive: Archive, enclosure: Enclosure, **changes: object) -> Episode:
    first = Episode(
        guid=archive.guid("my-post", "de"),
        post="my-post",
        origin="0",
        language="de",
        title="Fähre & „Brücke“ ⛴",
        summary="",
        published=NOW,
        sound="s",
        packaging="p",
        enclosure=enclosure,
        seconds=12.5,
        lines=(Line(0.5, 1.25, "Ein Satz.", 0),),
        chapters=(Chapter(0.0, "Fähre"),),
        shown=(Shown(Kind.CODE, "if x:\n    y = 1"),),
        voice=Attribution("Pico", "Apache-2.0"),
    )
    return dataclasses.replace(first, **changes)  # type: ignore[arg-type]


def recording(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "recording.mp3"
    path.write_bytes(content)
    return path


def test_a_record_is_taken_apart_once_until_it_changes(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    first = archive.put(episode(archive, enclosure), NOW)
    (found,) = archive.listed("de")
    loads, taken = json.loads, list[bytes]()

    def counted(data: bytes) -> object:
        taken.append(data)
        return loads(data)

    monkeypatch.setattr(json, "loads", counted)
    assert archive.listed("de") == [found]
    assert taken == []
    again = archive.put(dataclasses.replace(first, title="Fähre"), NOW)
    taken.clear()
    assert [each.episode.title for each in archive.listed("de")] == [again.title]
    assert len(taken) == 1
    archive.retract(again, NOW)
    assert archive.listed("de") == []


def test_an_episode_comes_back_as_it_was_put(archive: Archive, tmp_path: Path) -> None:
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    put = archive.put(episode(archive, enclosure), NOW)
    assert archive.find("my-post", "de") == put
    assert archive.episodes("de") == [put]
    assert archive.languages() == ["de"]
    assert enclosure.length == 5
    assert archive.audio("de", enclosure.file).read_bytes() == b"sound"
    assert archive.whole(put)


def test_a_record_holds_no_address_and_no_path(archive: Archive, tmp_path: Path) -> None:
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    archive.put(episode(archive, enclosure), NOW)
    text = (archive.root / "de/episodes/my-post.json").read_text("utf-8")
    assert "http" not in text
    assert str(tmp_path) not in text
    assert json.loads(text)["title"] == "Fähre & „Brücke“ ⛴"


def test_guid_and_date_are_decided_once(archive: Archive, tmp_path: Path) -> None:
    first = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    later = episode(
        archive,
        archive.keep_audio(recording(tmp_path, b"2"), "my-post", "de"),
        guid="another",
        published=NOW + timedelta(days=1),
        title="New title",
    )
    second = archive.put(later, NOW + timedelta(days=1))
    assert (second.guid, second.published) == (first.guid, first.published)
    assert second.title == "New title"
    assert first.guid == "tag:example.org,2025-01-02:my-post/de"


def test_replaced_audio_is_superseded_and_pruned_after_30_days(archive: Archive, tmp_path: Path) -> None:
    old = archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")
    archive.put(episode(archive, old), NOW)
    new = archive.keep_audio(recording(tmp_path, b"2"), "my-post", "de")
    assert new.file != old.file
    assert archive.put(episode(archive, new), NOW).superseded[0].file == old.file
    assert superseded.prune(archive, NOW + timedelta(days=29)) == []
    assert superseded.prune(archive, NOW + timedelta(days=30)) == [archive.audio("de", old.file)]
    assert not archive.audio("de", old.file).exists()
    assert archive.audio("de", new.file).exists()
    found = archive.find("my-post", "de")
    assert found
    assert found.superseded == ()


def test_audio_that_comes_back_is_not_superseded(archive: Archive, tmp_path: Path) -> None:
    one = archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")
    two = archive.keep_audio(recording(tmp_path, b"2"), "my-post", "de")
    for enclosure in (one, two, one):
        put = archive.put(episode(archive, enclosure), NOW)
    assert [s.file for s in put.superseded] == [two.file]
    superseded.prune(archive, NOW + timedelta(days=31))
    assert archive.whole(put)


def test_audio_that_no_record_names_is_pruned_when_old(archive: Archive, tmp_path: Path) -> None:
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    stray = archive.keep_audio(recording(tmp_path, b"stray"), "other", "de")
    made = datetime.fromtimestamp(archive.audio("de", stray.file).stat().st_mtime, UTC)
    assert superseded.prune(archive, made + timedelta(days=29)) == []
    assert superseded.prune(archive, made + timedelta(days=31)) == [archive.audio("de", stray.file)]
    assert archive.whole(put)


def test_a_retracted_episode_leaves_its_feed_and_keeps_its_guid(archive: Archive, tmp_path: Path) -> None:
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    retracted = archive.retract(put, NOW)
    assert archive.episodes("de") == []
    assert archive.records("de") == [retracted]
    assert retracted.guid == put.guid
    assert retracted.lines == ()
    assert retracted.shown == ()
    feed = archive.root / "de/feed.xml"
    feed.write_text(f'<enclosure url="{put.enclosure.file}"/>', "utf-8")
    assert superseded.discard(archive, "my-post", "de") == []
    assert superseded.prune(archive, NOW + timedelta(days=99)) == []
    feed.write_text("<rss/>", "utf-8")
    assert superseded.discard(archive, "my-post", "de") == [archive.audio("de", put.enclosure.file)]
    assert not list(archive.damage())


def test_retracted_audio_that_was_not_discarded_is_pruned(archive: Archive, tmp_path: Path) -> None:
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    archive.retract(put, NOW)
    assert superseded.prune(archive, NOW) == [archive.audio("de", put.enclosure.file)]


def test_a_podcast_keeps_its_first_guid(archive: Archive) -> None:
    assert archive.identity("de").guid == ""
    archive.keep_identity("de", "first", "https://one.example/feed.xml")
    archive.keep_identity("de", "second", "https://two.example/feed.xml")
    assert archive.identity("de").guid == "first"
    for damage in (b"{", b"[" * 100_000):
        (archive.root / "de/podcast.json").write_bytes(damage)
        with pytest.raises(ArchiveError, match=r"podcast\.json is damaged"):
            archive.identity("de")


def test_newest_first(archive: Archive) -> None:
    for day, post in enumerate(["a", "b", "c"]):
        one = episode(archive, Enclosure("x", 1), post=post, guid=post, published=NOW + timedelta(days=day))
        archive.put(one, NOW)
    assert [e.post for e in archive.episodes("de")] == ["c", "b", "a"]


def test_what_a_killed_program_left_behind_is_no_record(archive: Archive, tmp_path: Path) -> None:
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    record = archive.root / "de/episodes/my-post.json"
    (record.parent / ".part-abc.json").write_bytes(record.read_bytes())
    (record.parent / ".part-def.json").write_bytes(b"")
    assert archive.episodes("de") == [put]
    assert not list(archive.damage())
    superseded.prune(archive, NOW)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"guid": 3}', b'{"enclosure": []}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_damaged_record_is_named(archive: Archive, damage: bytes) -> None:
    path = archive.root / "de/episodes/my-post.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    with pytest.raises(ArchiveError, match=r"my-post\.json is damaged"):
        archive.episodes("de")
    assert "my-post.json is damaged" in next(archive.damage())


@pytest.mark.parametrize(
    "name", ["../../../secret.txt", "/etc/passwd", "a\\b.mp3", "c:x.mp3", "..", ".hidden", "a\0b"]
)
@pytest.mark.parametrize("where", ["enclosure", "alternates", "superseded"])
def test_a_record_that_names_a_file_elsewhere_is_damaged(
    archive: Archive, tmp_path: Path, name: str, where: str
) -> None:
    (tmp_path / "secret.txt").write_text("Mine.")
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    named = {
        "enclosure": Enclosure(name, 5),
        "alternates": (Enclosure(name, 5),),
        "superseded": (Superseded(name, NOW),),
    }
    hostile = dataclasses.replace(episode(archive, enclosure), **{where: named[where]})  # type: ignore[arg-type]
    path = archive.root / "de/episodes/my-post.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(records.dump(hostile))
    for act in (
        lambda: archive.episodes("de"),
        lambda: archive.listed("de"),
        lambda: superseded.prune(archive, LATER),
    ):
        with pytest.raises(ArchiveError, match=r"my-post\.json is damaged"):
            act()
    assert (tmp_path / "secret.txt").exists()


@pytest.mark.parametrize("language", ["../de", "de/..", "", "/de", "de\0"])
def test_a_record_of_no_language_is_damaged(archive: Archive, language: str) -> None:
    path = archive.root / "de/episodes/my-post.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(records.dump(episode(archive, Enclosure("a.mp3", 5), language=language)))
    with pytest.raises(ArchiveError, match=r"my-post\.json is damaged"):
        archive.episodes("de")


@pytest.mark.parametrize("seconds", ["1e999", "-Infinity", "NaN"])
def test_a_record_of_no_time_is_damaged(archive: Archive, seconds: str) -> None:
    path = archive.root / "de/episodes/my-post.json"
    path.parent.mkdir(parents=True)
    data = records.dump(episode(archive, Enclosure("a.mp3", 5), seconds=12345.5))
    assert b"12345.5" in data
    path.write_bytes(data.replace(b"12345.5", seconds.encode()))
    with pytest.raises(ArchiveError, match=r"my-post\.json is damaged"):
        archive.episodes("de")


def test_a_record_of_a_file_that_no_disk_can_have_is_damaged(archive: Archive) -> None:
    path = archive.root / "de/episodes/my-post.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(records.dump(episode(archive, Enclosure("a" * 300 + ".mp3", 5))))
    assert "my-post.json is damaged" in next(archive.damage())


def test_missing_and_shortened_audio_is_found(archive: Archive, tmp_path: Path) -> None:
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"12"), "my-post", "de")), NOW)
    assert not list(archive.damage())
    archive.audio("de", put.enclosure.file).write_bytes(b"1")
    assert "has 1 bytes" in next(archive.damage())
    archive.audio("de", put.enclosure.file).unlink()
    assert "is missing" in next(archive.damage())


# Other encodings of the same sound


def with_opus(archive: Archive, tmp_path: Path, content: bytes = b"1") -> Episode:
    enclosure = archive.keep_audio(recording(tmp_path, content), "my-post", "de")
    other = tmp_path / "recording.opus"
    other.write_bytes(b"opus " + content)
    kept = archive.keep_alternate(other, "my-post", "de", "audio/ogg", 32_000)
    return archive.put(episode(archive, enclosure, alternates=(kept,)), NOW)


def test_another_encoding_is_kept_with_its_digest(archive: Archive, tmp_path: Path) -> None:
    put = with_opus(archive, tmp_path)
    (kept,) = put.alternates
    data = archive.audio("de", kept.file).read_bytes()
    assert (kept.length, kept.type, kept.bitrate) == (len(data), "audio/ogg", 32_000)
    assert kept.digest == hashlib.sha256(data).hexdigest()
    assert kept.file == f"my-post-{kept.digest[:12]}.opus"
    assert archive.find("my-post", "de") == put
    assert (put.enclosure.digest, put.enclosure.bitrate) == ("", 0)


def test_an_encoding_that_is_missing_or_shortened_is_found(archive: Archive, tmp_path: Path) -> None:
    put = with_opus(archive, tmp_path)
    path = archive.audio("de", put.alternates[0].file)
    assert archive.whole(put)
    path.write_bytes(b"1")
    assert not archive.whole(put)
    assert archive.holds("de", put.enclosure)
    assert [f"{path} has 1 bytes" in line for line in archive.damage()] == [True]
    path.unlink()
    assert [f"{path} is missing" in line for line in archive.damage()] == [True]


def test_every_encoding_is_superseded_and_pruned_as_the_first_is(archive: Archive, tmp_path: Path) -> None:
    old, new = with_opus(archive, tmp_path), with_opus(archive, tmp_path, b"2")
    gone = {old.enclosure.file, old.alternates[0].file}
    assert {each.file for each in new.superseded} == gone
    feed = archive.root / "de/feed.xml"
    feed.write_text(f'<podcast:source uri="{old.alternates[0].file}"/>', "utf-8")
    assert superseded.prune(archive, NOW + timedelta(days=29)) == []
    assert superseded.prune(archive, NOW + timedelta(days=99)) == [archive.audio("de", old.enclosure.file)]
    feed.unlink()
    assert superseded.prune(archive, NOW + timedelta(days=99)) == [
        archive.audio("de", old.alternates[0].file)
    ]
    assert archive.whole(new)


def test_an_encoding_that_a_record_names_is_never_a_stray(archive: Archive, tmp_path: Path) -> None:
    put = with_opus(archive, tmp_path)
    for each in (put.enclosure, *put.alternates):
        os.utime(archive.audio("de", each.file), (1, 1))
    assert superseded.prune(archive, NOW) == []
    assert archive.whole(put)


def test_an_encoding_that_is_not_wanted_any_more_is_superseded(archive: Archive, tmp_path: Path) -> None:
    old = with_opus(archive, tmp_path)
    put = archive.put(dataclasses.replace(old, alternates=()), NOW)
    assert [each.file for each in put.superseded] == [old.alternates[0].file]
    assert archive.put(old, NOW).superseded == ()


def test_all_encodings_of_a_retracted_episode_go_once_no_feed_names_them(
    archive: Archive, tmp_path: Path
) -> None:
    put = with_opus(archive, tmp_path)
    archive.retract(put, NOW)
    feed = archive.root / "de/feed.xml"
    feed.write_text(f"{put.enclosure.file} {put.alternates[0].file}", "utf-8")
    assert superseded.discard(archive, "my-post", "de") == []
    feed.write_text("<rss/>", "utf-8")
    assert len(superseded.discard(archive, "my-post", "de")) == 2
    assert list((archive.root / "de/audio").iterdir()) == []
    assert list(archive.damage()) == []


def test_audio_that_is_there_is_not_touched_but_a_changed_one_is_mended(
    archive: Archive, tmp_path: Path
) -> None:
    kept = archive.keep_audio(recording(tmp_path, b"12"), "my-post", "de")
    path = archive.audio("de", kept.file)
    os.utime(path, (1, 1))
    assert archive.keep_audio(recording(tmp_path, b"12"), "my-post", "de") == kept
    assert path.stat().st_mtime == 1
    path.write_bytes(b"21")
    archive.keep_audio(recording(tmp_path, b"12"), "my-post", "de")
    assert path.read_bytes() == b"12"


def test_the_second_of_two_writers_is_told(archive: Archive) -> None:
    other = Archive(archive.root, archive.private, archive.authority, archive.since)
    with archive.locked(), pytest.raises(ArchiveError, match="Another audioedition"), other.locked(wait=0):
        pass
    with other.locked(wait=0):
        pass


def test_slugs_are_readable() -> None:
    assert slug("who-needs-a-ferry") == "who-needs-a-ferry"
    assert slug("Über Fähren!").startswith("uber-fahren-")
    assert slug("🚢").startswith("post-")


@given(st.text(min_size=1), st.text(min_size=1))
def test_slugs_are_safe_and_never_shared(one: str, two: str) -> None:
    name = slug(one)
    assert 0 < len(name) <= 70
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert (slug(two) == name) == (one == two)


@pytest.mark.parametrize("name", ["aux", "con", "nul", "prn", "com1", "lpt0"])
def test_no_file_is_called_as_windows_calls_a_device(name: str) -> None:
    assert slug(name).startswith(f"{name}-")
    assert slug(f"{name}s") == f"{name}s"


def test_who_has_the_id_that_is_another_s_file_gets_nothing_of_it(archive: Archive, tmp_path: Path) -> None:
    kept = archive.keep_audio(recording(tmp_path, b"sound"), "My post!", "de")
    first = archive.put(episode(archive, kept, post="My post!"), NOW)
    path = archive.place("My post!", "de")
    before = path.read_bytes()
    other = path.stem
    assert slug(other) == other
    acts: list[Callable[[], object]] = [
        lambda: archive.find(other, "de"),
        lambda: archive.of_post(other),
        lambda: archive.put(episode(archive, kept, post=other), NOW),
        lambda: superseded.forget(archive, other, "de"),
        lambda: superseded.discard(archive, other, "de"),
        lambda: Unreleased(archive).find(other, "de"),
        lambda: Unreleased(archive).discard(other, "de"),
    ]
    for act in acts:
        with pytest.raises(
            ArchiveError, match=rf"{other}\.json is the record of tag:.*give this post another `id:`"
        ):
            act()
    assert path.read_bytes() == before
    assert archive.find("My post!", "de") == first
    assert archive.whole(first)


@given(st.text(min_size=1).filter(lambda s: s.isprintable()))
def test_guids_are_one_ascii_word(post: str) -> None:
    guid = Archive(Path(), Path(), "example.org", "2025").guid(post, "en")
    assert guid.isascii()
    assert guid.split() == [guid]


def test_what_is_listed_is_kept_and_read_again_only_where_a_record_is_another(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    for post in ("one", "two"):
        archive.put(dataclasses.replace(episode(archive, enclosure), post=post, guid=post), NOW)
    before = archive.listed("de")
    archive.keep_listed("de")
    taken, contents = list[str](), records.contents

    def counted(path: Path) -> bytes:
        taken.append(path.stem)
        return contents(path)

    monkeypatch.setattr(records, "contents", counted)
    again = dataclasses.replace(archive, _table=Table())
    assert again.listed("de") == before
    assert taken == []
    assert again.listed("de")[0].episode == before[0].episode
    taken.clear()
    again.put(dataclasses.replace(episode(archive, enclosure), post="two", guid="two", title="Fähre"), NOW)
    taken.clear()
    assert {each.post: each.title for each in again.listed("de")}["two"] == "Fähre"
    assert taken == ["two"]
    assert superseded.forget(again, "one", "de")
    assert [each.post for each in again.listed("de")] == ["two"]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"0\n{}", b"[]"])
def test_what_is_kept_of_a_list_may_be_damaged(archive: Archive, tmp_path: Path, damage: bytes) -> None:
    enclosure = archive.keep_audio(recording(tmp_path, b"sound"), "my-post", "de")
    archive.put(episode(archive, enclosure), NOW)
    before = archive.listed("de")
    archive.keep_listed("de")
    (kept,) = (archive.private / "listed").iterdir()
    kept.write_bytes(damage or kept.read_bytes().replace(b"my-post", b"no-post"))
    assert dataclasses.replace(archive, _table=Table()).listed("de") == before


def test_a_record_is_gone_for_good_before_its_audio_is_deleted(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut might bring it back, and nobody could hear what it is of."""
    put = archive.put(episode(archive, archive.keep_audio(recording(tmp_path, b"1"), "my-post", "de")), NOW)
    record, audio = archive.place("my-post", "de"), archive.audio("de", put.enclosure.file)
    seen: list[tuple[Path, bool, bool]] = []
    monkeypatch.setattr(
        superseded, "persist", lambda path: seen.append((path, record.exists(), audio.exists()))
    )
    assert superseded.forget(archive, "my-post", "de")
    assert seen == [(record, False, True)]
    assert not audio.exists()
