"""What is lost stays known: who a podcast is, where it stands, and what was taken back; and by whatever is left, losses are missed."""

from __future__ import annotations

import json
import re
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, NOW, POST, Site

from audioedition import check, publish, repair
from audioedition.archive import Identity, known, superseded, versions
from audioedition.cli import main
from audioedition.errors import ArchiveError
from audioedition.files import sealed
from audioedition.repair import State
from audioedition.reports import State as Told

SECRET = re.compile(r"de-[0-9a-f]{32}")
MILL = "The mill has stopped\n\nIt stood still all the summer. Who would grind what nobody sows?\n"
LATER = NOW + timedelta(hours=9)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a post in two languages, of which German is private; nobody changes it."""
    site = Site(tmp_path_factory.mktemp("published") / "site")
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    assert not site.publish(site.post()).failed
    return site.root


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--edition", str(site.root)])


def contents(site: Site) -> dict[str, bytes]:
    return {path: data for path, (data, _) in site.files().items()}


def secret(site: Site) -> Path:
    (found,) = (path for path in (site.root / "feeds").iterdir() if SECRET.fullmatch(path.name))
    return found


def copy(site: Site, language: str = "en") -> Path:
    return site.root / f".audioedition/podcasts/feeds-{language}.json"


def lose(site: Site, *patterns: str) -> None:
    for path in [path for pattern in patterns for path in site.root.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def faults(site: Site) -> list[str]:
    found = check.whole(site.settings, site.archive, lambda *_: None)
    return [each.detail for each in found if each.state is check.State.FAIL]


def moved(site: Site) -> None:
    """The podcasts have another address than at first, by which their guids were made."""
    site.edit('base_url = "https://example.org/p"', 'base_url = "https://example.net/q"')
    publish.publish(site.settings, site.archive)


@pytest.mark.parametrize("command", ["publish", "repair"])
def test_podcasts_stay_who_and_where_they_are_though_all_of_the_web_root_is_gone(
    whole: Site, command: str
) -> None:
    moved(whole)
    before = contents(whole)
    lose(whole, "feeds")
    run(whole, command)
    if command == "publish":
        assert SECRET.search(next(iter((whole.root / "feeds").glob("de-*"))).name)
    assert run(whole, "repair").exit_code == 0
    assert contents(whole) == before
    assert faults(whole) == []


@pytest.mark.parametrize("left", ["copy", "feed", "both"])
@pytest.mark.parametrize("command", ["publish", "repair"])
def test_who_a_podcast_is_comes_back_from_its_copy_or_its_feed(whole: Site, left: str, command: str) -> None:
    moved(whole)
    before = whole.archive.identity("en")
    others = {"copy": ["feeds/en/feed.xml"], "feed": [".audioedition"], "both": []}
    lose(whole, "feeds/en/podcast.json", *others[left])
    assert run(whole, command).exit_code == 0
    after = json.loads((whole.root / "feeds/en/podcast.json").read_bytes())
    assert after["guid"] == before.guid
    assert after["addresses"] == [*([""] if left == "feed" else before.addresses[:1]), before.addresses[1]]
    assert b"new-feed-url" in (whole.root / "feeds/en/feed.xml").read_bytes()


def test_what_stands_in_the_web_root_is_right_where_the_copy_differs(whole: Site) -> None:
    before, folder = whole.archive.identity("de"), secret(whole)
    said = known.read(copy(whole, "de"))
    assert said
    assert (said.folder, said.identity) == (folder.name, before)
    stale = known.Known(f"de-{'0' * 32}", Identity("old", ("https://old.example.org/feed.xml",)))
    known.keep(copy(whole, "de"), stale.folder, stale.identity, ())
    assert whole.archive.identity("de") == before
    (folder / "podcast.json").unlink()
    assert whole.archive.identity("de") == before, "by the feed"
    publish.publish(whole.settings, whole.archive)
    assert secret(whole) == folder
    assert known.read(copy(whole, "de")) == said


def test_a_podcast_that_becomes_public_and_private_again_has_a_new_secret(whole: Site) -> None:
    old = secret(whole)
    whole.edit("\nprivate = true", "")
    publish.publish(whole.settings, whole.archive)
    said = known.read(copy(whole, "de"))
    assert said
    assert said.folder == "de"
    whole.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    publish.publish(whole.settings, whole.archive)
    assert secret(whole) != old, "the old one stood in public as an address that the feed has left"


@pytest.mark.parametrize("folder", ["../../elsewhere", "de", "en-" + "0" * 32, "de-" + "0" * 31, ""])
def test_a_copy_leads_nowhere(whole: Site, folder: str) -> None:
    known.keep(copy(whole, "de"), folder, Identity("x"), ())
    lose(whole, "feeds")
    whole.archive.prepare()
    assert secret(whole).name != folder
    assert [path.parent for path in whole.root.parent.rglob("*") if SECRET.fullmatch(path.name)] == [
        whole.root / "feeds"
    ]


@pytest.mark.parametrize("damage", [b"", sealed(b"{}"), sealed(b"[" * 100_000)])
def test_a_damaged_copy_is_a_sentence_only_where_nothing_else_tells(whole: Site, damage: bytes) -> None:
    was = copy(whole, "de").read_bytes()
    copy(whole, "de").write_bytes(damage)
    publish.publish(whole.settings, whole.archive)
    assert copy(whole, "de").read_bytes() == was
    copy(whole, "de").write_bytes(damage)
    assert faults(whole) == []
    assert run(whole, "repair").exit_code == 0
    assert copy(whole, "de").read_bytes() == was
    copy(whole, "de").write_bytes(damage)
    lose(whole, "feeds")
    done = run(whole, "repair")
    assert done.exit_code == 1
    assert f"{copy(whole, 'de')} is damaged, and nothing else tells" in done.output
    assert not list((whole.root / "feeds").glob("de*"))


def newer(path: Path) -> None:
    said = json.loads(path.read_bytes())
    path.write_text(
        json.dumps({**said, "schema": versions.SCHEMA + 1, "smell": "of rain"}, indent=1), "utf-8"
    )


@pytest.mark.parametrize(
    "where", ["feeds/de-*/episodes/ferry.json", ".audioedition/unreleased/en/episodes/mill.json"]
)
def test_nothing_is_written_beside_a_record_of_a_newer_program(whole: Site, where: str) -> None:
    assert not whole.record(whole.post(MILL, "mill.txt"), review=True).failed
    newer(next(whole.root.glob(where)))
    before = {
        path: path.read_bytes() for path in whole.root.rglob("*") if path.is_file() and path.name != "lock"
    }
    whole.post(MILL.replace("summer", "winter"), "mill.txt")
    for command in ("publish", "publish --review"):
        done = run(whole, *command.split(), str(whole.root / "mill.txt"))
        assert (done.exit_code, "update audioedition" in done.output) == (1, True)
    del before[whole.root / "mill.txt"]
    assert {path: path.read_bytes() for path in before if path.exists()} == before
    assert not (whole.root / "feeds/en/episodes/mill.json").exists()


def test_a_copy_of_a_newer_program_is_refused(whole: Site) -> None:
    said = json.loads(copy(whole).read_bytes().partition(b"\n")[2])
    copy(whole).write_bytes(sealed(json.dumps({**said, "schema": versions.SCHEMA + 1}).encode()))
    done = run(whole, "publish", str(whole.root / "ferry.txt"))
    assert whole.post(MILL, "mill.txt")
    done = run(whole, "publish", str(whole.root / "mill.txt"))
    assert (done.exit_code, "update audioedition" in done.output) == (1, True)


def taken_back(site: Site) -> bytes:
    """Retract the English episode, whose audio comes back, as from a copy of the folder."""
    (audio,) = site.root.glob("feeds/en/audio/*.mp3")
    data = audio.read_bytes()
    assert run(site, "retract", "ferry", "--language", "en").exit_code == 0
    assert not audio.exists()
    audio.write_bytes(data)
    return data


@pytest.mark.parametrize("kept", ["list", "copy"])
def test_what_was_taken_back_stays_so_by_the_list_or_by_the_copy(whole: Site, kept: str) -> None:
    taken_back(whole)
    other = "podcasts/feeds-en.json" if kept == "list" else "listed"
    lose(whole, "feeds/en/episodes", "feeds/en/feed.xml", f".audioedition/{other}")
    with pytest.raises(ArchiveError, match=r"ferry\.json is gone"):
        publish.publish(whole.settings, whole.archive)
    assert run(whole, "repair").exit_code == 0
    (again,) = whole.archive.records("en")
    assert again.retracted
    assert again.published == NOW
    assert "ferry/en" not in (whole.root / "feeds/en/feed.xml").read_text("utf-8")
    report = whole.record(str(whole.root / "ferry.txt"))
    assert Told.RETRACTED in {each.state for each in report.outcomes}
    superseded.prune(whole.archive, NOW + timedelta(days=3650))
    assert not list(whole.root.glob("feeds/en/audio/*"))


def test_what_a_whole_feed_does_not_name_does_not_come_back_to_it(whole: Site) -> None:
    taken_back(whole)
    lose(whole, "feeds/en/episodes", ".audioedition")
    (told,) = repair.repair(whole.studio(dry_run=True))
    done = run(whole, "repair")
    assert done.exit_code == 1
    assert told.state is State.LEFT
    assert "publish its post again" in told.detail
    assert "audioedition retract" in told.detail
    assert not list(whole.root.glob("feeds/en/episodes/*"))
    assert run(whole, "retract", "ferry", "--language", "en").exit_code == 0
    (again,) = whole.archive.records("en")
    assert again.retracted
    assert run(whole, "repair").exit_code == 0


def test_what_was_only_interrupted_comes_by_publishing_its_post_again(whole: Site) -> None:
    assert not whole.record(whole.post(MILL, "mill.txt")).failed
    lose(whole, "feeds/en/episodes/mill.json")
    (told,) = repair.repair(whole.studio())
    assert told.state is State.LEFT
    whole.publish(str(whole.root / "mill.txt"))
    assert list(repair.repair(whole.studio())) == []
    assert len(whole.archive.episodes("en")) == 2


def test_a_feed_that_is_not_whole_keeps_nothing_out(whole: Site) -> None:
    feed = whole.root / "feeds/en/feed.xml"
    taken_back(whole)
    lose(whole, "feeds/en/episodes", ".audioedition")
    feed.write_bytes(feed.read_bytes()[:-20])
    (told,) = (each for each in repair.repair(whole.studio(dry_run=True)) if each.path.suffix == ".json")
    assert told.state is State.TO_MEND


def test_where_nothing_tells_what_was_taken_back_that_is_said(whole: Site) -> None:
    lose(whole, "feeds/en/episodes", "feeds/en/feed.xml", ".audioedition")
    told = {each.path.name: each.detail for each in repair.repair(whole.studio(dry_run=True))}
    assert "nothing tells whether it was retracted before" in told["ferry.json"]
    assert "retracted" not in " ".join(each for name, each in told.items() if name != "ferry.json")


@pytest.mark.parametrize("private", ["", ".audioedition"])
def test_where_only_audio_is_left_nothing_is_written_without_it(whole: Site, private: str) -> None:
    """`publish` of another post would write a feed of that alone, and apps would drop all others."""
    before = {e.guid: e.published for e in whole.archive.records("en")}
    lose(whole, "feeds/en/*.*", "feeds/en/episodes", ".audioedition/listed", *[private] * bool(private))
    mill = whole.post(MILL, "mill.txt")
    for command in (["publish", mill], ["publish", mill], ["prune"], ["retract", "mill"]):
        done = run(whole, *command)
        assert (done.exit_code, "ferry.json is gone" in done.output) == (1, True), done.output
        assert "audioedition repair" in done.output
    assert not list(whole.root.glob("feeds/en/feed.xml"))
    assert run(whole, "repair").exit_code == 0
    after = {e.guid: e.published for e in whole.archive.records("en")}
    assert {guid: date for guid, date in after.items() if guid in before} == before
    assert len(after) == 2
    assert len(re.findall("<guid", (whole.root / "feeds/en/feed.xml").read_text("utf-8"))) == 2


def test_of_audio_alone_a_post_that_is_published_again_keeps_its_date_and_one_can_be_taken_back(
    whole: Site,
) -> None:
    lose(whole, "feeds/en/*.*", "feeds/en/episodes", ".audioedition")
    other = Site.copied(whole.root, whole.root.parent / "other")
    assert run(whole, "retract", "ferry", "--language", "en").exit_code == 0
    (one,) = whole.archive.records("en")
    assert (one.published, one.retracted is None) == (NOW, False)
    other.record(other.post(), now=NOW + timedelta(days=9))
    publish.publish(other.settings, other.archive)
    assert [e.published for e in other.archive.records("en")] == [NOW]


@pytest.mark.parametrize("again", ["ferry.txt", "mill.txt"])
def test_who_was_killed_at_the_very_first_publish_goes_on_with_whichever_post(site: Site, again: str) -> None:
    site.post()
    site.post(MILL, "mill.txt")
    assert not site.record(str(site.root / "ferry.txt")).failed
    lose(site, "feeds/*/episodes")  # the audio comes first and its record last
    assert len(list(site.root.glob("feeds/*/audio/*.mp3"))) == 2
    for _ in range(2):
        assert run(site, "publish", str(site.root / again)).exit_code == 0
    assert (site.root / "feeds/en/feed.xml").exists()


def test_the_editions_of_a_post_without_a_date_have_one_though_a_kill_was_between(site: Site) -> None:
    assert not site.record(site.post()).failed
    lose(site, "feeds/de/episodes")
    site.record(site.post(), now=LATER)
    assert [e.published for tag in ("en", "de") for e in site.archive.records(tag)] == [NOW, NOW]


def test_a_translation_that_comes_later_is_of_its_own_day(site: Site) -> None:
    assert not site.record(site.post(ENGLISH)).failed
    site.record(site.post(POST), now=NOW + timedelta(days=90))
    assert [e.published for tag in ("en", "de") for e in site.archive.records(tag)] == [
        NOW,
        NOW + timedelta(days=90),
    ]


def test_a_copy_that_is_a_folder_is_told_as_damaged_where_nothing_else_tells(whole: Site) -> None:
    copy(whole, "de").unlink()
    copy(whole, "de").mkdir()
    lose(whole, "feeds")
    done = run(whole, "repair")
    assert (done.exit_code, f"{copy(whole, 'de')} is damaged, and nothing else tells" in done.output) == (
        1,
        True,
    )


def without_german(site: Site) -> str:
    """Take German out of the settings; return them as they were."""
    settings = site.root / "audioedition.toml"
    before = settings.read_text("utf-8")
    settings.write_text(before.partition("[feeds.de]")[0], "utf-8")
    publish.publish(site.settings, site.archive)
    return before


def test_what_makes_a_podcast_again_stays_though_the_settings_have_it_no_more(whole: Site) -> None:
    before, settings = contents(whole), without_german(whole)
    lose(whole, "feeds/de-*")
    done = run(whole, "prune")
    assert (done.exit_code, "Records in 'de', which has no table" in done.output) == (0, True)
    assert list(whole.root.glob(".audioedition/manuscripts/de/*.json"))
    (whole.root / "audioedition.toml").write_text(settings, "utf-8")
    assert run(whole, "repair").exit_code == 0
    assert contents(whole) == before


def test_what_is_lost_of_a_podcast_that_the_settings_have_no_more_can_be_taken_back(whole: Site) -> None:
    without_german(whole)
    lose(whole, "feeds/de-*")
    assert any("is gone, and so is its audio" in each for each in faults(whole))
    done = run(whole, "retract", "ferry", "--language", "de")
    assert (done.exit_code, "retracted: de" in done.output) == (0, True)
    assert faults(whole) == []


def test_an_id_of_a_thousand_signs_is_missed_as_any_other(whole: Site) -> None:
    name = "🚢" * 1000
    assert not whole.publish(whole.post(f"---\nid: {name}\n---\n{MILL}", "mill.md")).failed
    (record,) = whole.root.glob("feeds/en/episodes/post-*.json")
    before = record.read_bytes()
    for others in ([], [".audioedition"], [".audioedition", "feeds/en/feed.xml"]):
        lose(whole, str(record.relative_to(whole.root)), *others)
        with pytest.raises(ArchiveError, match="is gone"):
            publish.publish(whole.settings, whole.archive)
        assert run(whole, "repair").exit_code == 0
        after = json.loads(record.read_bytes())
        assert [after[key] for key in ("guid", "published", "title")] == [
            json.loads(before)[key] for key in ("guid", "published", "title")
        ]


def test_an_older_copy_of_the_web_root_brings_nothing_back_that_was_retracted_since(
    whole: Site, tmp_path: Path
) -> None:
    shutil.copytree(whole.root / "feeds", tmp_path / "older")
    time.sleep(0.01)
    assert run(whole, "retract", "ferry", "--language", "en").exit_code == 0
    lose(whole, "feeds")
    shutil.copytree(tmp_path / "older", whole.root / "feeds")
    mill = whole.post(MILL, "mill.txt")
    before = contents(whole)
    for command in (["publish", mill], ["retract", "ferry"], ["prune"], ["publish", "--restore", "ferry"]):
        done = run(whole, *command)
        assert (done.exit_code, "ferry.json is of an older copy" in done.output) == (1, True), command
    assert contents(whole) == before
    assert len([each for each in faults(whole) if "ferry.json is of an older copy" in each]) == 1
    assert run(whole, "repair", "--dry-run").exit_code == 0
    assert contents(whole) == before
    assert run(whole, "repair").exit_code == 0
    assert [each.retracted is None for each in whole.archive.records("en")] == [False]
    assert "ferry/en" not in (whole.root / "feeds/en/feed.xml").read_text("utf-8")
    assert faults(whole) == []
    assert run(whole, "publish", "--restore", str(whole.root / "ferry.txt")).exit_code == 0
    assert "ferry/en" in (whole.root / "feeds/en/feed.xml").read_text("utf-8")
    assert faults(whole) == []


def test_what_was_brought_back_is_no_older_copy_though_its_feed_is_not_written_yet(whole: Site) -> None:
    assert run(whole, "retract", "ferry", "--language", "en").exit_code == 0
    time.sleep(0.01)
    assert not whole.record(str(whole.root / "ferry.txt"), restore=True).failed
    assert run(whole, "publish").exit_code == 0
    assert faults(whole) == []


@pytest.mark.parametrize("other", ["0" * 32, "f" * 32])
def test_of_two_secret_folders_none_is_taken(whole: Site, other: str) -> None:
    """As where an older copy lies beside the podcast: what is published would stand at an address that nobody has."""
    folder = secret(whole)
    shutil.copytree(folder, folder.with_name(f"de-{other}"))
    before = contents(whole)
    for command in (["publish", str(whole.root / "ferry.txt")], ["repair"]):
        done = run(whole, *command)
        assert (done.exit_code, "There are two folders of the podcast in 'de'" in done.output) == (1, True)
    assert contents(whole) == before


@pytest.mark.parametrize("lost", [(), (".audioedition",)])
def test_a_post_whose_record_is_gone_keeps_its_guid_whatever_the_settings_say_now(
    whole: Site, lost: tuple[str, ...]
) -> None:
    (before,) = whole.archive.records("en")
    whole.edit('authority = "example.org"', 'authority = "example.net"')
    lose(whole, "feeds/en/episodes", "feeds/en/audio", *lost)
    done = run(whole, "publish", str(whole.root / "ferry.txt"))
    assert done.exit_code == 0, done.output
    (after,) = whole.archive.records("en")
    assert (after.guid, after.published) == (before.guid, before.published)


def test_the_folder_of_a_language_that_was_renamed_is_a_sentence_and_nothing_is_written(whole: Site) -> None:
    (whole.root / "feeds/en").rename(whole.root / "feeds/en-GB")
    (whole.root / "voices/en.toml").rename(whole.root / "voices/en-GB.toml")
    whole.edit("[feeds.en]", "[feeds.en-GB]")
    before = contents(whole)
    for command in (["publish", str(whole.root / "ferry.txt")], ["publish"], ["repair"], ["check"]):
        done = run(whole, *command)
        assert isinstance(done.exception, SystemExit | None), command
        if command != ["check"]:
            assert (done.exit_code, "if its folder was renamed, name it as before" in done.output) == (
                1,
                True,
            )
    assert {path: data for path, data in contents(whole).items() if "en-GB" in path} == {
        path: data for path, data in before.items() if "en-GB" in path
    }
    run(whole, "check", "--archive")
