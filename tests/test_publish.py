"""What is computed from the archive: only what has changed is rendered and written, and nothing stale stays."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ENGLISH, GERMAN, NOW, POST, Site

from audioedition import feeds, pages, posts, publish, sheets, transcripts
from audioedition.archive import superseded
from audioedition.cli import main
from audioedition.errors import ArchiveError, ConfigError, FeedError, PostError
from audioedition.model import Feed

COUNT = 3
"""Posts that are published already."""
SECRET = re.compile(r"de-[0-9a-f]{32}")


def number(count: int) -> str:
    """The sample post as another one."""
    return POST.replace("hundred years", f"{count + 100} years").replace(
        "einzustellen", f"{count} Mal einzustellen"
    )


def written(site: Site, **options: bool) -> set[str]:
    changed = publish.publish(site.settings, site.archive, **options)
    return {str(path.relative_to(site.root / "feeds")) for path in changed}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a few posts, recorded once for all tests."""
    site = Site(tmp_path_factory.mktemp("published") / "site")
    for count in range(COUNT):
        site.record(site.post(number(count), f"post-{count}.txt"), now=NOW - timedelta(days=9 - count))
    publish.publish(site.settings, site.archive)
    return site.root


@pytest.fixture
def filled(site: Site, published: Path) -> Site:
    """A copy of that edition, times of change and all."""
    shutil.rmtree(site.root)
    shutil.copytree(published, site.root)
    return site


def test_what_a_killed_program_left_half_written_goes(site: Site) -> None:
    site.publish(site.post())
    places = ("", "assets", "en", "en/audio", "en/episodes", "en/transcripts", "en/chapters")
    left = [site.root / "feeds" / place / ".part-abc.json" for place in places]
    for each in left:
        each.write_bytes(b"{")
    publish.publish(site.settings, site.archive)
    assert not any(each.exists() for each in left)
    private = [site.root / ".audioedition" / place / ".part-abc" for place in ("", "seen", "manuscripts/en")]
    new = site.root / ".audioedition/seen/.part-def"
    for each in (left[0], *private, new):
        each.write_bytes(b"{")
    for each in private:
        os.utime(each, (1e9, 1e9))
    publish.tidy(site.settings, site.archive)
    assert not any(each.exists() for each in (left[0], *private))
    assert new.exists(), "somebody may be writing it"


def test_no_page_that_is_written_is_taken_for_a_post(filled: Site) -> None:
    pages_of_ours = sorted((filled.root / "feeds").rglob("*.html"))
    assert {page.parent.name for page in pages_of_ours} == {"feeds", "en", "de", "episodes"}
    for page in pages_of_ours:
        with pytest.raises(PostError, match="a page that audioedition wrote: name the post"):
            posts.read(str(page))
    assert posts.find([str(filled.root / "feeds/en")]) == [str(filled.root / "feeds/en")]


def test_every_episode_has_its_page_and_transcripts(filled: Site) -> None:
    folder = filled.root / "feeds/en"
    stems = {path.stem for path in (folder / "audio").iterdir()}
    assert {path.name for path in (folder / "episodes").glob("*.html")} == {
        f"post-{count}{suffix}" for count in range(COUNT) for suffix in (".html", ".de.html")
    }
    for suffix in transcripts.FORMATS:
        assert {path.stem for path in (folder / "transcripts").glob(f"*.{suffix}")} == stems
    assert {path.stem for path in (folder / "chapters").iterdir()} == stems
    assert (filled.root / "feeds/podcasts.opml").read_bytes().startswith(b"<?xml")


def test_nothing_is_rendered_where_nothing_changed(filled: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled.files()
    for room, name in (
        (feeds, "render"),
        (pages, "podcast"),
        (pages, "episode"),
        (pages, "beside"),
        (pages, "landing"),
    ):
        monkeypatch.setattr(room, name, lambda *_: pytest.fail("rendered"))
    assert written(filled) == set()
    assert filled.files() == before


def test_a_new_post_writes_its_own_files_and_what_lists_it(filled: Site) -> None:
    filled.record(filled.post(number(7), "new.txt"))
    changed = written(filled)
    assert not [path for path in changed if "post-" in path]
    assert {"en/index.html", "de/index.html", "en/feed.xml", "de/feed.xml"} <= changed
    assert {path for path in changed if path.startswith("en/episodes/")} == {
        "en/episodes/new.html",
        "en/episodes/new.de.html",
    }


def test_of_episodes_that_are_as_they_were_nothing_is_laid_out(
    filled: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[str] = []
    real = sheets.Sheet

    def noted(path: str, *rest: Any) -> sheets.Sheet:
        laid.append(path)
        return real(path, *rest)

    monkeypatch.setattr(sheets, "Sheet", noted)
    assert written(filled) == set()
    assert not [path for path in laid if "/episodes/" in path or "/transcripts/" in path]
    laid.clear()
    (filled.root / "feeds/en/episodes/post-2.html").unlink()
    assert written(filled) == {"en/episodes/post-2.html"}
    of_one = {path for path in laid if "/episodes/" in path or "/transcripts/" in path}
    assert len(of_one) == 5, "all of its episode, and of no other"


def test_what_is_deleted_or_damaged_comes_back_byte_for_byte(filled: Site) -> None:
    before = {name: data for name, (data, _) in filled.files().items()}
    computed = [
        p
        for p in (filled.root / "feeds").rglob("*")
        if p.suffix in {".html", ".xml", ".vtt", ".opml", ".css"}
    ]
    for count, path in enumerate(computed):
        path.write_text("?", "utf-8") if count % 2 else path.unlink()
    written(filled)
    assert {name: data for name, (data, _) in filled.files().items()} == before


def test_without_a_ledger_everything_is_looked_at_and_nothing_is_touched(filled: Site) -> None:
    before = filled.files()
    (filled.root / ".audioedition/written.json").write_text("[]", "utf-8")
    assert written(filled) == set()
    assert filled.files() == before


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "another value": lambda _: b"[]",
    "rows that are none": lambda _: b'{"en/feed.xml":[],"index.html":5}',
    "entries that are none": lambda _: b'{"x":["key",1,2,[["entry",3,4]]]}',
    "sizes that are none": lambda data: re.sub(rb'\[\["(\w+)",\d+\]', rb'[["\1","a"]', data),
    "another size": lambda data: re.sub(rb'\[\["(\w+)",\d+\]', rb'[["\1",99999999]', data),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_ledger_is_none(filled: Site, damage: Callable[[bytes], bytes]) -> None:
    before = filled.files()
    path = filled.root / ".audioedition/written.json"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert path.read_bytes() != whole
    assert written(filled) == set()
    assert filled.files() == before
    assert path.read_bytes() == whole


def test_a_retracted_episode_leaves_no_page_and_no_transcript(filled: Site) -> None:
    episode = filled.archive.find("post-2", "de")
    assert episode
    filled.archive.retract(episode, NOW)
    publish.publish(filled.settings, filled.archive)
    left = [name for name in filled.files() if "post-2" in name and name.startswith("de/")]
    assert left == [
        f"de/audio/{episode.enclosure.file}",
        "de/episodes/post-2.json",
    ]  # the audio goes with `discard`
    assert "en/episodes/post-2.de.html" not in filled.files()
    assert "post-2" not in (filled.root / "feeds/de/index.html").read_text("utf-8")


def test_transcripts_of_what_was_spoken_again_stay_as_long_as_its_audio(filled: Site) -> None:
    old = filled.archive.find("post-1", "en")
    assert old
    filled.publish(filled.post(number(1).replace("in the spring", "in the autumn"), "post-1.txt"))
    new = filled.archive.find("post-1", "en")
    assert new
    stems = {Path(each.enclosure.file).stem for each in (old, new)}
    there = {path.stem for path in (filled.root / "feeds/en/transcripts").glob("post-1-*.vtt")}
    assert there == stems
    superseded.prune(filled.archive, NOW + timedelta(days=31))
    publish.publish(filled.settings, filled.archive)
    there = {path.stem for path in (filled.root / "feeds/en/transcripts").glob("post-1-*.vtt")}
    assert there == {Path(new.enclosure.file).stem}


def test_a_long_podcast_comes_in_parts_that_lead_to_each_other(
    filled: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "EPISODES", 2)
    monkeypatch.setattr(feeds, "size", lambda *_: 40_000)
    filled.edit("explicit = false", "explicit = false\nlargest_feed = 0.1")
    changed = written(filled)
    assert {"en/feed-1.xml", "en/feed.xml", "en/page-1.html", "en/index.html"} <= changed
    newest = (filled.root / "feeds/en/feed.xml").read_text("utf-8")
    oldest = (filled.root / "feeds/en/feed-1.xml").read_text("utf-8")
    assert (newest.count("<item>"), oldest.count("<item>")) == (2, 1)
    filled.record(filled.post(number(7), "new.txt"))
    assert {"en/feed-1.xml", "en/page-1.html"} <= written(filled)  # they have a new neighbour
    filled.record(filled.post(number(8), "newer.txt"))
    assert not {"en/feed-1.xml", "en/page-1.html"} & written(filled)
    monkeypatch.setattr(feeds, "size", lambda *_: 1)
    filled.edit("largest_feed = 0.1", "largest_feed = 0.2")
    written(filled)
    assert not (filled.root / "feeds/en/feed-1.xml").exists()


def test_audio_that_an_older_part_of_the_feed_names_is_not_deleted(
    filled: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "size", lambda *_: 60_000)
    filled.edit("explicit = false", "explicit = false\nlargest_feed = 0.1")
    written(filled)
    old = filled.archive.find("post-0", "en")
    assert old
    assert old.enclosure.file not in (filled.root / "feeds/en/feed.xml").read_text("utf-8")
    filled.record(
        filled.post(number(0).replace("in the spring", "in the autumn"), "post-0.txt")
    )  # not published yet
    superseded.prune(filled.archive, NOW + timedelta(days=31))
    assert filled.archive.audio("en", old.enclosure.file).exists()


def test_a_private_podcast_has_an_address_that_nobody_can_guess(filled: Site) -> None:
    filled.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    publish.publish(filled.settings, filled.archive)
    root = filled.root / "feeds"
    assert not (root / "de").exists()
    (hidden,) = (path for path in root.iterdir() if SECRET.fullmatch(path.name))
    assert f"https://example.org/p/{hidden.name}/feed.xml" in (hidden / "feed.xml").read_text("utf-8")
    assert len(list((hidden / "audio").iterdir())) == COUNT
    public = [path for path in root.rglob("*") if path.is_file() and hidden not in path.parents]
    assert public
    assert not [path for path in public if hidden.name.encode() in path.read_bytes()]
    assert not list((root / "en/episodes").glob("*.de.html"))
    assert "https://example.org/p/en/feed.xml" in (hidden / "feed.xml").read_text(
        "utf-8"
    )  # it may know the others

    filled.publish(filled.post(number(8), "later.txt"))  # the address stays
    assert len(list((hidden / "audio").iterdir())) == COUNT + 1
    filled.edit("\nprivate = true", "")
    publish.publish(filled.settings, filled.archive)
    assert not hidden.exists()
    assert len(list((root / "de/audio").iterdir())) == COUNT + 1
    assert (root / "en/episodes/later.de.html").exists()


def test_a_private_podcast_can_be_one_from_the_start(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.publish(site.post())
    assert not (site.root / "feeds/de").exists()
    assert [path for path in (site.root / "feeds").iterdir() if SECRET.fullmatch(path.name)]


def test_a_feed_that_moves_says_so_and_keeps_its_guid(filled: Site) -> None:
    feed = filled.root / "feeds/en/feed.xml"
    before = feed.read_text("utf-8")
    guid = re.search("<podcast:guid>(.*)</podcast:guid>", before)
    assert guid
    assert filled.archive.identity("en").addresses == ("https://example.org/p/en/feed.xml",)
    filled.edit('base_url = "https://example.org/p"', 'base_url = "https://example.net/q"')
    publish.publish(filled.settings, filled.archive)
    after = feed.read_text("utf-8")
    assert guid[0] in after
    known = filled.archive.identity("en")
    assert known.addresses == ("https://example.org/p/en/feed.xml", "https://example.net/q/en/feed.xml")
    assert written(filled) == set()


def test_nothing_is_written_before_the_settings_are_complete(site: Site) -> None:
    site.edit('email = "a@example.org"', 'email = ""')
    site.record(site.post())
    with pytest.raises(ConfigError, match="email"):
        publish.publish(site.settings, site.archive)
    assert not (site.root / "feeds/en/index.html").exists()


def test_a_post_in_one_language_has_nothing_beside_it(site: Site) -> None:
    site.publish(site.post(ENGLISH, "alone.txt"))
    site.publish(site.post(GERMAN, "allein.txt"))
    assert [path.name for path in (site.root / "feeds/en/episodes").glob("*.html")] == ["alone.html"]
    assert [path.name for path in (site.root / "feeds/de/episodes").glob("*.html")] == ["allein.html"]


def hidden(site: Site) -> Path:
    (found,) = (path for path in (site.root / "feeds").iterdir() if SECRET.fullmatch(path.name))
    return found


@pytest.mark.parametrize("table", ["", "[feeds.de-DE]\nprivate = true"])
def test_a_private_podcast_without_its_table_stays_where_it_is(site: Site, table: str) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.publish(site.post())
    before = hidden(site)
    settings = (site.root / "audioedition.toml").read_text("utf-8")
    site.edit(settings[settings.index("[feeds.de]") :], table)
    publish.publish(site.settings, site.archive)
    assert before.exists()
    assert not (site.root / "feeds/de").exists()


def test_two_folders_of_one_podcast_are_told(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.publish(site.post())
    (site.root / "feeds/de").mkdir()
    with pytest.raises(ArchiveError, match="two folders of the podcast in 'de'"):
        publish.publish(site.settings, site.archive)


def test_a_secret_may_be_written_in_capitals_and_other_folders_are_left_alone(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    site.publish(site.post())
    other = site.root / f"feeds/photos-{'0' * 32}"
    other.mkdir()
    renamed = site.root / f"feeds/de-{'AB' * 16}"
    hidden(site).rename(renamed)
    publish.publish(site.settings, site.archive)
    assert renamed.exists()
    assert other.exists()
    assert len(site.archive.episodes("de")) == 1


def test_going_private_waits_until_the_public_feeds_can_be_written_anew(filled: Site) -> None:
    filled.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    filled.edit('email = "a@example.org"', 'email = ""')
    filled.record(filled.post(number(9), "late.txt"))
    with pytest.raises(ConfigError):
        publish.publish(filled.settings, filled.archive)
    assert (filled.root / "feeds/de/feed.xml").exists()
    assert len(filled.archive.episodes("de")) == COUNT + 1


def test_a_feed_that_is_refused_keeps_what_it_names_and_a_retraction_says_so(filled: Site) -> None:
    lost = filled.archive.find("post-0", "en")
    assert lost
    filled.archive.audio("en", lost.enclosure.file).unlink()
    before = filled.files()
    result = CliRunner().invoke(main, ["retract", "post-1", "--edition", str(filled.root)])
    assert result.exit_code == 1
    assert "retracted: en" in result.output
    assert "Until that is mended, that feed stays as it was, with what you have retracted." in result.output
    after = filled.files()
    assert {name for name in before if name.startswith("en/")} <= {*after}
    assert not [
        name for name in after if "post-1" in name and name.startswith("de/") and not name.endswith(".json")
    ]


def test_what_a_feed_that_was_refused_names_is_not_pruned_and_goes_once_it_is_mended(filled: Site) -> None:
    def command(*words: str) -> str:
        return CliRunner().invoke(main, [*words, "--edition", str(filled.root)]).output

    lost, taken = filled.archive.find("post-0", "en"), filled.archive.find("post-1", "en")
    assert lost
    assert taken
    audio = filled.archive.audio("en", lost.enclosure.file)
    kept = audio.read_bytes()
    audio.unlink()
    assert "names it; then `audioedition prune" in command("retract", "post-1")
    before = filled.files()
    command("prune")
    assert {*filled.files()} == {*before}
    audio.write_bytes(kept)
    command("publish")
    assert taken.enclosure.file in command("prune")
    assert not [name for name in filled.files() if "post-1" in name and "/episodes/post-1.json" not in name]


def test_nobody_names_a_feed_that_was_refused_before_it_was_ever_written(site: Site) -> None:
    site.record(site.post())
    episode = site.archive.find("ferry", "de")
    assert episode
    audio = site.archive.audio("de", episode.enclosure.file)
    kept = audio.read_bytes()
    audio.unlink()
    with pytest.raises(FeedError, match=r"de/feed\.xml is not written"):
        publish.publish(site.settings, site.archive)
    named = [name for name, (data, _) in site.files().items() if b"/de/" in data or b"/de/feed.xml" in data]
    assert [name for name in named if not name.startswith("de/")] == []
    audio.write_bytes(kept)
    publish.publish(site.settings, site.archive)
    assert "de/feed.xml" in (site.root / "feeds/podcasts.opml").read_text("utf-8")
    assert site.archive.identity("de").addresses == ("https://example.org/p/de/feed.xml",)


def test_audio_that_is_lost_is_noticed_though_nothing_else_has_changed(filled: Site) -> None:
    episode = filled.archive.find("post-0", "en")
    assert episode
    filled.archive.audio("en", episode.enclosure.file).unlink()
    with pytest.raises(FeedError, match="D5"):
        publish.publish(filled.settings, filled.archive)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("https://exämple.org/p", "https://xn--exmple-cua.org/p"),
        ("HTTPS://example.org/a<b>/", "https://example.org/a%3Cb%3E"),
    ],
)
def test_an_address_is_written_as_feeds_have_it(site: Site, said: str, stands: str) -> None:
    site.edit("https://example.org/p", said)
    site.publish(site.post())
    assert f'href="{stands}/en/feed.xml" rel="self"' in (site.root / "feeds/en/feed.xml").read_text("utf-8")
    assert site.archive.identity("en").addresses == (f"{stands}/en/feed.xml",)


def test_pruning_takes_the_transcripts_of_what_it_deletes(filled: Site) -> None:
    old = filled.archive.find("post-1", "en")
    assert old
    filled.publish(filled.post(number(1).replace("in the spring", "in the autumn"), "post-1.txt"))
    record = filled.archive.find("post-1", "en")
    assert record
    superseded.prune(filled.archive, NOW + timedelta(days=31))
    assert CliRunner().invoke(main, ["prune", "--edition", str(filled.root)]).exit_code == 0
    stem = Path(old.enclosure.file).stem
    assert not [name for name in filled.files() if stem in name]


def test_one_more_episode_is_put_into_a_feed_whose_others_stay_as_they_are(
    filled: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    render, sizes = feeds.render, list[int]()

    def counted(feed: Feed) -> bytes:
        sizes.append(len(feed.episodes))
        return render(feed)

    monkeypatch.setattr(feeds, "render", counted)
    filled.record(filled.post(number(7).replace("hundred", "    <item>\n    </item>\n]]>"), "new.txt"))
    assert {"en/feed.xml", "de/feed.xml"} <= written(filled)
    assert sizes == [1, 1]
    documents = sorted((filled.root / "feeds").glob("*/feed.xml"))
    spliced = [path.read_bytes() for path in documents]
    for path in documents:
        path.unlink()
    written(filled)
    assert sizes == [1, 1, COUNT + 1, COUNT + 1]
    assert [path.read_bytes() for path in documents] == spliced


def test_an_entry_of_a_feed_changes_with_the_title_of_its_translation(filled: Site) -> None:
    record = filled.root / "feeds/de/episodes/post-1.json"
    title = filled.archive.listed("de")[1].title
    record.write_text(record.read_text("utf-8").replace(title, "Umbenannt"), "utf-8")
    written(filled)
    feed = (filled.root / "feeds/en/feed.xml").read_text("utf-8")
    assert "Umbenannt" in feed
    assert feed.count("<item>") == COUNT
    (filled.root / "feeds/en/feed.xml").unlink()
    written(filled)
    assert (filled.root / "feeds/en/feed.xml").read_text("utf-8") == feed


def test_no_entry_is_taken_from_a_feed_that_somebody_has_changed(filled: Site) -> None:
    feed = filled.root / "feeds/en/feed.xml"
    feed.write_text(feed.read_text("utf-8").replace("years", "weeks"), "utf-8")
    filled.record(filled.post(number(7), "new.txt"))
    written(filled)
    assert "weeks" not in feed.read_text("utf-8")


def test_a_copied_record_is_found_though_nothing_of_the_copy_is_old(filled: Site) -> None:
    folder = filled.root / "feeds/en/episodes"
    shutil.copy(folder / "post-0.json", folder / "copy.json")
    with pytest.raises(FeedError, match="two episodes have the same guid"):
        written(filled)
