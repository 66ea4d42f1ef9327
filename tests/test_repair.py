"""What is damaged or lost comes back, with the same guids and dates; what cannot is told."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import NOW, POST, Site
from doubles import faulty

from audioedition import check, posts, publish, repair
from audioedition import record as record_post
from audioedition.addresses import slug
from audioedition.archive import Archive, Item, superseded
from audioedition.archive import published as published_items
from audioedition.cli import main
from audioedition.errors import ArchiveError
from audioedition.files import digest_file
from audioedition.mixdown import labels, tag
from audioedition.model import Tags
from audioedition.repair import Mended, State
from audioedition.reports import State as ReportState
from audioedition.salvage import heard
from audioedition.unreleased import Unreleased

GUIDS = {"en": "tag:example.org,2025-01-02:ferry/en", "de": "tag:example.org,2025-01-02:ferry/de"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a post in two languages; nobody changes it."""
    site = Site(tmp_path_factory.mktemp("published") / "site")
    since = next(
        line
        for line in site.root.joinpath("audioedition.toml").read_text("utf-8").splitlines()
        if line.startswith("since")
    )
    site.edit(since, 'since = "2025-01-02"')
    site.publish(site.post())
    return site.root


def mended(site: Site, now: datetime = NOW, **options: bool) -> list[Mended]:
    done = list(repair.repair(site.studio(now, **options)))
    if not options:
        publish.publish(site.settings, site.archive)
    return done


def states(done: list[Mended]) -> list[State]:
    return [each.state for each in done]


def contents(site: Site) -> dict[str, bytes]:
    return {path: data for path, (data, _) in site.files().items()}


def identities(site: Site) -> dict[str, datetime]:
    return {e.guid: e.published for language in ("en", "de") for e in site.archive.records(language)}


def record(site: Site, language: str = "en") -> Path:
    return site.root / f"feeds/{language}/episodes/ferry.json"


def audio(site: Site, language: str = "en") -> Path:
    (path,) = site.root.glob(f"feeds/{language}/audio/*.mp3")
    return path


def spoil(path: Path) -> bytes:
    """Change one byte, as a disk would: size and time stay."""
    data, stamp = path.read_bytes(), path.stat()
    other = bytearray(data)
    other[len(other) // 2] ^= 1
    path.write_bytes(other)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    return data


def faults(site: Site) -> list[str]:
    """What `check --archive` finds wrong."""
    found = check.whole(site.settings, site.archive, lambda *_: None)
    return [each.detail for each in found if each.state is check.State.FAIL]


def test_where_nothing_is_wrong_nothing_is_done(whole: Site) -> None:
    before = whole.files()
    assert faults(whole) == []
    assert mended(whole) == []
    assert whole.files() == before


@pytest.mark.parametrize("deed", [Path.unlink, spoil])
def test_everything_computed_comes_back(whole: Site, deed: Callable[[Path], object]) -> None:
    before = contents(whole)
    kept = {*whole.root.glob("feeds/*/episodes/*.json"), *whole.root.glob("feeds/*/podcast.json")}
    kept |= set(whole.root.glob("feeds/*/audio/*"))
    files = [path for path in whole.root.glob("feeds/**/*") if path.is_file() and path not in kept]
    assert len(files) > 20
    for path in files:
        deed(path)
    found = faults(whole)
    computed = [path for path in files if "cover" not in path.name]
    assert {path for path in computed if any(str(path) in each for each in found)} == set(computed)
    done = mended(whole)
    assert {each.path.name[:6] for each in done} <= {"cover-"}
    assert contents(whole) == before
    assert faults(whole) == []


@pytest.mark.parametrize("damage", [None, b"", b"{}", b"\x00" * 700, b"[1]"])
def test_a_record_comes_back_as_it_was(whole: Site, damage: bytes | None) -> None:
    before = contents(whole)
    for language in ("en", "de"):
        if damage is None:
            record(whole, language).unlink()
        else:
            record(whole, language).write_bytes(damage)
    assert sum("repair" in each for each in faults(whole)) >= 2
    done = mended(whole)
    assert states(done).count(State.MENDED) == 2
    assert contents(whole) == before
    if damage is not None:
        kept = [each for each in done if each.state is State.ASIDE]
        assert len(kept) == 2
        assert (whole.root / ".audioedition/damaged/feeds/en/episodes/ferry.json").read_bytes() == damage
        assert str(whole.root / ".audioedition/damaged/feeds/en/episodes/ferry.json") in kept[1].detail
    assert mended(whole) == []
    assert faults(whole) == []


def test_a_record_comes_back_by_its_transcript(whole: Site) -> None:
    was = whole.archive.find("ferry", "de")
    assert was
    shutil.rmtree(whole.root / ".audioedition")
    record(whole, "de").unlink()
    (done,) = mended(whole)
    now = whole.archive.find("ferry", "de")
    assert now
    assert now == dataclasses.replace(was, origin="", sound="", translator=None)
    assert "until its post is published again" in done.detail
    report = whole.publish(str(whole.root / "ferry.txt"))
    assert not report.failed
    back = whole.archive.find("ferry", "de")
    assert back
    assert dataclasses.replace(back, superseded=()) == was, "and nobody has to say --replace"


@pytest.mark.parametrize("suffix", ["vtt", "srt"])
def test_a_record_comes_back_by_another_transcript(whole: Site, suffix: str) -> None:
    was = whole.archive.find("ferry", "en")
    assert was
    shutil.rmtree(whole.root / ".audioedition")
    record(whole).unlink()
    for path in whole.root.glob("feeds/en/transcripts/*"):
        if path.suffix != f".{suffix}":
            path.unlink()
    mended(whole)
    now = whole.archive.find("ferry", "en")
    assert now
    assert [(line.start, line.end, line.text, line.block, line.span) for line in now.lines] == [
        (line.start, line.end, line.text, line.block, line.span) for line in was.lines
    ]
    assert now.blocks == was.blocks


def test_all_comes_back_from_the_audio_alone(whole: Site) -> None:
    dates, texts = identities(whole), {tag_: whole.archive.find("ferry", tag_) for tag_ in ("en", "de")}
    shutil.rmtree(whole.root / ".audioedition")
    for path in whole.root.glob("feeds/**/*"):
        if path.is_file() and path.suffix != ".mp3":
            path.unlink()
    sounds = {path: path.read_bytes() for path in whole.root.glob("feeds/*/audio/*")}
    done = mended(whole, now=NOW + timedelta(days=400))
    assert states(done) == [State.MENDED] * 4
    assert sum("estimated" in each.detail for each in done) == 2
    assert identities(whole) == dates
    assert set(dates) == set(GUIDS.values())
    assert {path: path.read_bytes() for path in whole.root.glob("feeds/*/audio/*")} == sounds
    assert faults(whole) == []
    for language, was in texts.items():
        now = whole.archive.find("ferry", language)
        assert now
        assert was
        assert [line.text for line in now.lines] == [line.text for line in was.lines]
        assert [block.text for block in now.blocks] == [block.text for block in was.blocks]
        assert (now.title, now.chapters, now.seconds, now.author) == (
            was.title,
            was.chapters,
            was.seconds,
            was.author,
        )
        assert 0 <= now.lines[0].start < now.lines[-1].end <= now.seconds
    guids = [whole.archive.identity(language).guid for language in ("en", "de")]
    assert guids == ["763fc13d-dff3-543f-925b-1c8d0e259db5", whole.archive.identity("de").guid]


def test_the_times_come_back_from_the_manuscript(whole: Site) -> None:
    before = contents(whole)
    for path in whole.root.glob("feeds/**/*"):
        if path.is_file() and path.suffix != ".mp3":
            path.unlink()
    (whole.root / ".audioedition/listed/feeds-en.json").unlink()
    assert states(mended(whole)) == [State.MENDED] * 4
    assert faulty.spoken == [], "all is on the shelf"
    assert contents(whole) == before


def test_who_a_podcast_is_comes_back_from_its_feed(whole: Site) -> None:
    path = whole.root / "feeds/en/podcast.json"
    moved = {
        "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
        "addresses": ["https://old.example.org/feed.xml"],
    }
    path.write_text(json.dumps(moved), "utf-8")
    publish.publish(whole.settings, whole.archive)
    feed = (whole.root / "feeds/en/feed.xml").read_bytes()
    assert b"new-feed-url" in feed
    path.write_bytes(b"\x00" * 110)
    assert any("podcast.json" in each for each in faults(whole))
    assert states(mended(whole)) == [State.ASIDE, State.MENDED]
    assert whole.archive.identity("en").guid == moved["guid"]
    assert (whole.root / "feeds/en/feed.xml").read_bytes() == feed
    path.unlink()
    assert states(mended(whole)) == [State.MENDED]
    assert (whole.root / "feeds/en/feed.xml").read_bytes() == feed


@pytest.mark.parametrize("deed", [Path.unlink, spoil, lambda path: path.write_bytes(b"short")])
def test_audio_is_spoken_again_from_its_manuscript(whole: Site, deed: Callable[[Path], object]) -> None:
    before, path = contents(whole), audio(whole)
    deed(path)
    damaged = path.read_bytes() if path.exists() else None
    assert any(str(path) in each and "audioedition repair" in each for each in faults(whole))
    (done,) = mended(whole)
    assert done.state is State.MENDED
    assert "the same guid and date" in done.detail or "its guid and date" in done.detail
    assert contents(whole) == before
    kept = whole.root / ".audioedition/damaged/feeds/en/audio" / path.name
    assert (kept.read_bytes() if damaged is not None else None) == damaged


def test_audio_without_a_manuscript_is_told_and_stays_as_it_is(whole: Site) -> None:
    path = audio(whole)
    spoil(path)
    damaged = path.read_bytes()
    shutil.rmtree(whole.root / ".audioedition/manuscripts")
    (done,) = mended(whole)
    assert (done.state, done.path) == (State.LOST, path)
    assert "publish the post 'ferry' again, guid and date stay" in done.detail
    assert path.read_bytes() == damaged, "what listeners hear of it is better than nothing"


def test_audio_that_cannot_be_spoken_is_put_back(whole: Site) -> None:
    path = audio(whole)
    spoil(path)
    damaged = path.read_bytes()
    shutil.rmtree(whole.root / ".audioedition/shelf")
    faulty.failing["ferry"] = ArchiveError
    (done,) = mended(whole)
    assert done.state is State.LOST
    assert path.read_bytes() == damaged


def test_an_episode_without_record_and_audio_is_spoken_again(whole: Site) -> None:
    before = contents(whole)
    record(whole).unlink()
    audio(whole).unlink()
    (done,) = mended(whole)
    assert done.state is State.MENDED
    assert contents(whole) == before
    record(whole).unlink()
    audio(whole).unlink()
    shutil.rmtree(whole.root / ".audioedition/listed")
    assert states(mended(whole)) == [State.MENDED], "the feed has its date"
    assert contents(whole) == before


def test_an_episode_of_which_nothing_is_left_is_told(whole: Site) -> None:
    record(whole).unlink()
    audio(whole).unlink()
    shutil.rmtree(whole.root / ".audioedition")
    (done,) = mended(whole, dry_run=True)
    assert done.state is State.LOST
    assert GUIDS["en"] in done.detail
    assert "publish its post again" in done.detail
    whole.publish(str(whole.root / "ferry.txt"))
    assert set(identities(whole)) == set(GUIDS.values())


def test_what_was_retracted_stays_retracted(whole: Site) -> None:
    archive = whole.archive
    episode = archive.find("ferry", "en")
    assert episode
    archive.retract(episode, NOW)
    publish.publish(whole.settings, archive)
    superseded.discard(archive, "ferry", "en")
    publish.publish(whole.settings, archive)
    before = identities(whole)
    record(whole).unlink()
    (done,) = mended(whole)
    assert done.state is State.MENDED
    assert identities(whole) == before
    again = whole.archive.find("ferry", "en")
    assert again
    assert again.retracted
    assert not list(whole.root.glob("feeds/en/audio/*"))


def test_another_encoding_is_made_again(whole: Site) -> None:
    whole.edit("[sound]", "[sound]\nopus = true")
    whole.publish(str(whole.root / "ferry.txt"))
    before = contents(whole)
    (path,) = whole.root.glob("feeds/en/audio/*.opus")
    spoil(path)
    shutil.rmtree(whole.root / ".audioedition/manuscripts")
    (done,) = mended(whole)
    assert done.state is State.MENDED
    assert contents(whole) == before
    record(whole).unlink()
    mended(whole)
    again = whole.archive.find("ferry", "en")
    assert again
    assert [each.file for each in again.alternates] == [path.name]


def test_clips_manuscripts_and_covers_that_are_damaged_are_kept_aside(whole: Site) -> None:
    clip = next(path for path in whole.root.glob(".audioedition/shelf/??/*.wav"))
    manuscript = next(whole.root.glob(".audioedition/manuscripts/en/*.json"))
    cover = next(whole.root.glob("feeds/en/cover-*"))
    picture = cover.read_bytes()
    for path in (clip, manuscript):
        spoil(path)
    cover.write_bytes(picture[:5000])
    assert (
        len(
            [
                each
                for each in faults(whole)
                if str(clip) in each or str(manuscript) in each or str(cover) in each
            ]
        )
        >= 3
    )
    done = mended(whole)
    assert states(done) == [State.ASIDE] * 3
    assert not clip.exists()
    assert cover.read_bytes() == picture
    assert len([path for path in (whole.root / ".audioedition/damaged").rglob("*") if path.is_file()]) == 3
    assert faults(whole) == []


def test_a_dry_run_writes_nothing(whole: Site) -> None:
    record(whole).unlink()
    record(whole, "de").write_bytes(b"{")
    (whole.root / "feeds/en/podcast.json").write_bytes(b"{")
    spoil(audio(whole, "de"))
    before = {path: path.read_bytes() for path in whole.root.rglob("*") if path.is_file()}
    done = mended(whole, dry_run=True)
    assert State.MENDED not in states(done)
    assert State.ASIDE not in states(done)
    assert states(done).count(State.TO_MEND) >= 2
    assert {path: path.read_bytes() for path in whole.root.rglob("*") if path.is_file()} == before


def test_interrupted_anywhere_nothing_is_lost(whole: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(whole)
    record(whole).write_bytes(b"{")
    record(whole, "de").unlink()
    (whole.root / "feeds/en/podcast.json").write_bytes(b"{")
    puts, count = Archive.put, [0]

    def killed(*arguments: object) -> object:
        count[0] += 1
        if count[0] % 2:
            raise KeyboardInterrupt
        return puts(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Archive, "put", killed)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            mended(whole)
    monkeypatch.undo()
    mended(whole)
    assert contents(whole) == before


def lose(site: Site, *what: str) -> None:
    """The record of the English episode, and what matches the patterns besides."""
    record(site).unlink(missing_ok=True)
    for path in [path for pattern in what for path in site.root.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


LOSSES = [(), ("feeds/en/audio/*",), (".audioedition",), ("feeds/en/feed.xml",), ("feeds/en",)]
"""What is lost with a record, after which it still is known that there was one: by the list of records, or else by the feed."""


@pytest.mark.parametrize("what", LOSSES)
def test_nothing_is_written_or_deleted_while_the_record_of_an_episode_is_gone(
    whole: Site, what: tuple[str, ...]
) -> None:
    """It would leave its feed, and what makes it again would go with it."""
    lose(whole, *what)
    assert any("ferry.json is gone" in each for each in faults(whole))
    before = contents(whole)
    with pytest.raises(
        ArchiveError, match=r"ferry\.json is gone, and its episode would leave.*audioedition repair"
    ):
        publish.publish(whole.settings, whole.archive)
    for command in (["prune"], ["retract", "ferry", "--language", "de"]):
        done = CliRunner().invoke(main, [*command, "--edition", str(whole.root)])
        assert (done.exit_code, "ferry.json is gone" in done.output) == (1, True)
    assert contents(whole) == before


@pytest.mark.parametrize("what", LOSSES)
def test_who_publishes_a_post_again_whose_record_is_gone_gets_its_guid_and_date(
    whole: Site, what: tuple[str, ...]
) -> None:
    before = identities(whole)
    lose(whole, *what)
    later = whole.record(whole.post(), now=NOW + timedelta(days=9))
    assert all(outcome.state is not ReportState.FAILED for outcome in later.outcomes)
    publish.publish(whole.settings, whole.archive)
    assert identities(whole) == before


def test_feeds_are_searched_for_what_was_lost_once_and_not_for_each_new_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A back catalogue is published into an archive of which there is no list, and its feeds are written now and then meanwhile."""
    site, asked = Site(tmp_path / "site"), Counter[str]()
    real = published_items.items

    def items(folder: Path) -> Iterator[Item]:
        asked[folder.name] += 1
        return real(folder)

    monkeypatch.setattr(published_items, "items", items)
    studio = site.studio()
    for name in ("one", "two", "three"):
        record_post.record(
            posts.at(site.post(POST.replace("hundred", name), f"{name}.txt"), root=site.root), studio
        )
        publish.publish(site.settings, studio.archive)
    assert asked == {"en": 1, "de": 1}
    assert len(studio.archive.records("en")) == 3


def test_an_episode_whose_record_is_gone_can_be_taken_back(whole: Site) -> None:
    lose(whole)
    done = CliRunner().invoke(main, ["retract", "ferry", "--language", "en", "--edition", str(whole.root)])
    assert (done.exit_code, done.output.startswith("retracted: en")) == (0, True)
    (left,) = whole.archive.records("en")
    assert (left.guid, left.published, left.retracted is None) == (GUIDS["en"], NOW, False)
    assert GUIDS["en"] not in (whole.root / "feeds/en/feed.xml").read_text("utf-8")
    again = CliRunner().invoke(main, ["retract", "ferry", "--language", "en", "--edition", str(whole.root)])
    assert again.output.startswith("was retracted before: en")


def test_the_record_of_a_retracted_episode_that_is_gone_is_missed_too(whole: Site) -> None:
    """It keeps guid and date from being given to anything else."""
    whole.archive.retract(whole.archive.records("en")[0], NOW)
    publish.publish(whole.settings, whole.archive)
    before = record(whole).read_bytes()
    record(whole).unlink()
    with pytest.raises(ArchiveError, match=r"ferry\.json is gone"):
        publish.publish(whole.settings, whole.archive)
    mended(whole)
    assert json.loads(record(whole).read_bytes())["guid"] == json.loads(before)["guid"]


def test_a_podcast_comes_back_of_which_nothing_at_all_is_left(whole: Site) -> None:
    before = identities(whole)
    shutil.rmtree(whole.root / "feeds/en")
    assert any("is gone" in each for each in faults(whole))
    assert {*states(mended(whole, NOW + timedelta(days=1)))} == {State.MENDED}
    assert identities(whole) == before
    assert faults(whole) == []


def test_a_damaged_cover_does_not_stand_in_the_way_of_audio(whole: Site) -> None:
    (cover,) = whole.root.glob("feeds/en/cover-*")
    cover.write_bytes(b"no picture")
    audio(whole).unlink()
    assert states(mended(whole)) == [State.ASIDE, State.MENDED]
    assert faults(whole) == []


def test_what_is_damaged_is_kept_though_the_audio_is_on_another_disk(
    whole: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rename = contents(whole), Path.rename

    def renamed(path: Path, target: Path) -> Path:
        if (path.parent.name == "audio") and path.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    spoil(audio(whole))
    spoiled = audio(whole).read_bytes()
    assert states(mended(whole)) == [State.MENDED]
    assert audio(whole).read_bytes() == before[f"en/audio/{audio(whole).name}"]
    (kept,) = (whole.root / ".audioedition/damaged").rglob("*.mp3")
    assert kept.read_bytes() == spoiled


def test_old_audio_without_a_record_is_not_pruned(whole: Site) -> None:
    """Where neither the list of records nor the feed tells of it: its publishing was interrupted, or who knows."""
    text = "The mill has stopped\n\nIt stood still all the summer. Who would grind what nobody sows?\n"
    assert not whole.record(whole.post(text, "mill.txt")).failed
    whole.archive.place("mill", "en").unlink()
    (path,) = whole.root.glob("feeds/en/audio/mill-*.mp3")
    os.utime(path, (1e9, 1e9))
    done = CliRunner().invoke(main, ["prune", "--edition", str(whole.root)])
    assert path.exists()
    assert "audioedition repair makes it again" in done.output


def test_by_the_command(whole: Site) -> None:
    before = contents(whole)
    record(whole).write_bytes(b"{")
    checked = CliRunner().invoke(main, ["check", "--archive", "--edition", str(whole.root)])
    assert checked.exit_code == 1
    assert "audioedition repair" in checked.output
    done = CliRunner().invoke(main, ["repair", "--json", "--edition", str(whole.root)])
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["state"] for row in rows] == ["set aside", "mended"]
    assert rows[1]["file"] == str(record(whole))
    assert contents(whole) == before
    again = CliRunner().invoke(main, ["repair", "--edition", str(whole.root)])
    assert "Nothing is damaged" in again.output
    checked = CliRunner().invoke(main, ["check", "--archive", "--json", "--edition", str(whole.root)])
    assert checked.exit_code == 0
    assert {json.loads(line)["state"] for line in checked.stdout.splitlines()} <= {"ok", "note"}


EDITION = "tag:example.org,2025-01-02"
ODD = ("../../evil", "ferry/../..", "evil/../../../tmp", "x" * 500)
"""Posts with such ids there may be: they lead nowhere."""
FOREIGN = {
    f"{EDITION}:%2e%2e%2fevil/en": "../evil",
    "tag:elsewhere.org,2025-01-02:evil/en": "evil",
    f"{EDITION}:evil/de": "evil",
    f"{EDITION}:evil/en-{'x' * 9}": "evil",
    f"{EDITION}:{'x' * 5000}/en": "x" * 5000,
    f"{EDITION}:evil\x1b[2J/en": "evil\x1b[2J",
    "evil": "evil",
    "": "evil",
}


def test_files_that_somebody_put_there_lead_nowhere(whole: Site, tmp_path: Path) -> None:
    sound, guids = audio(whole, "de"), {**FOREIGN, **{f"{EDITION}:{post}/en": post for post in ODD}}
    there = []
    for guid, post in guids.items():
        words = Tags(
            title="<script>", artist="", album="", language="en", published=NOW, guid=guid, lyrics="Evil."
        )
        tag(sound, tmp_path / "x.mp3", words)
        there.append(whole.root / f"feeds/en/audio/{slug(post)}-{digest_file(tmp_path / 'x.mp3')[:12]}.mp3")
        shutil.copy(tmp_path / "x.mp3", there[-1])
    (whole.root / "feeds/en/feed.xml").unlink()  # where it is whole, nothing comes back that it does not name
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = mended(whole)
    assert {each.path.parent.name for each in done if each.state is State.MENDED} == {"episodes"}
    assert {e.post for e in whole.archive.records("en")} == {"ferry", *ODD}
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(whole.root) for path in new)
    assert {path.name for path in new if path.parent.name == "episodes" and path.suffix == ".json"} == {
        f"{slug(post)}.json" for post in ODD
    }
    assert all(path.exists() for path in there)


@pytest.mark.parametrize("suffix", [".mp3", ".opus"])
def test_tags_that_are_cut_or_changed_anywhere_are_no_error(suffix: str, tmp_path: Path) -> None:
    golden = Path(__file__).parent / "data/archives/1/feeds/en/audio"
    data = next(golden.glob(f"ferry*{suffix}")).read_bytes()[:1200]
    path = tmp_path / f"x{suffix}"
    for place in range(700):
        path.write_bytes(data[:place])
        labels.read(path)
        path.write_bytes(data[:place] + b"\xff\xff\xff\xff" + data[place + 4 :])
        labels.read(path)


def test_another_s_transcript_says_nothing(whole: Site) -> None:
    (path,) = whole.root.glob("feeds/en/transcripts/*.json")
    said, folder = json.loads(path.read_text("utf-8")), whole.root / "feeds/en"

    def read() -> heard.Heard:
        tags = labels.read(audio(whole))
        assert tags
        found = heard.read(folder, audio(whole).name, tags)
        assert found
        return found

    assert read().blocks
    segment = said["segments"][-1]
    changes: tuple[dict[str, Any], ...] = (
        {"guid": "tag:other"},
        {"blocks": [[]]},
        {"blocks": [{"kind": "script", "text": "x"}]},
        *(
            {"segments": [*said["segments"][:-1], {**segment, **part}]}
            for part in (
                {"startTime": -1},
                {"endTime": 1e400},
                {"endTime": "5"},
                {"body": 5},
                {"block": 99},
                {"block": -2},
                {"span": [0, 10**9]},
                {"span": [-5, 1]},
                {"language": "../de"},
            )
        ),
    )
    for change in changes:
        path.write_text(json.dumps({**said, **change}), "utf-8")
        assert read().blocks is None, "it is the WebVTT that tells"


def test_what_waits_to_be_heard_is_checked_too(ready: Site) -> None:
    (path,) = Unreleased.beside(ready.archive).archive.root.glob("en/audio/*.mp3")
    spoil(path)
    assert any(str(path) in each and "--review" in each for each in faults(ready))
    next(ready.root.glob(".audioedition/unreleased/de/episodes/*.json")).write_bytes(b"{")
    done = list(repair.repair(ready.studio()))
    assert State.LOST in states(done)
