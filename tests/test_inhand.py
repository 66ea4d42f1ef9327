"""Several posts and both editions of each in hand at one time, as the command records them."""

from __future__ import annotations

import dataclasses
import gc
import itertools
import os
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from conftest import ENGLISH, NOW, POST, Site
from doubles import faulty

from audioedition import crew, inhand, posts, publish, record
from audioedition.archive import Archive, media
from audioedition.cli import main
from audioedition.cli import recorded as recorded_by_command
from audioedition.files import write_atomically
from audioedition.model import Clip, Enclosure, Episode
from audioedition.reports import Outcome, Report, State
from audioedition.studio import Studio


@contextmanager
def manned(site: Site, speakers: int = 2, **options: bool) -> Iterator[Studio]:
    with (
        ThreadPoolExecutor(speakers) as pool,
        crew.crew(pool, lambda: speakers) as together,
    ):
        yield dataclasses.replace(site.studio(NOW, **options), pool=pool, crew=together)


def recorded(site: Site, *sources: str, **options: bool) -> list[Report]:
    with manned(site, **options) as studio:
        return list(record.record_all((posts.at(each, root=site.root) for each in sources), studio))


def numbered(site: Site, count: int) -> list[str]:
    """Posts that sound otherwise, in both of their languages."""
    return [site.post(_numbered(POST, n + 2), f"post-{n:02}.txt") for n in range(count)]


def _numbered(text: str, number: int) -> str:
    return text.replace("a hundred years", f"{number} hundred years").replace("der Bus", f"der Bus {number}")


def states(report: Report) -> dict[str, State]:
    return {outcome.language: outcome.state for outcome in report.outcomes}


def test_reports_come_in_the_order_of_the_posts_and_all_is_recorded_as_one_by_one(
    site: Site, tmp_path: Path
) -> None:
    other = Site(tmp_path / "other")
    many = recorded(site, *numbered(site, 5))
    one_by_one = [
        record.record(posts.at(each, root=other.root), other.studio()) for each in numbered(other, 5)
    ]
    assert [each.post for each in many] == [f"post-{n:02}" for n in range(5)]

    def told(report: Report) -> object:
        outcomes = tuple(dataclasses.replace(each, file=None) for each in report.outcomes)
        return dataclasses.replace(report, source="", outcomes=outcomes, dropped=())

    assert list(map(told, many)) == list(map(told, one_by_one))
    for path in site.root.glob("feeds/*/audio/*"):
        assert path.read_bytes() == (other.root / path.relative_to(site.root)).read_bytes()


def test_both_editions_are_spoken_at_the_same_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    both, said = threading.Barrier(2), set[str]()
    plain = faulty.Faulty.synthesize

    def together(self: faulty.Faulty, text: str) -> Clip:
        language = "de" if "ähre" in text or "Straße" in text or "Gemeinderat" in text else "en"
        if language not in said:
            said.add(language)
            both.wait(20)  # breaks, and fails the test, unless the other edition speaks, too
        return plain(self, text)

    monkeypatch.setattr(faulty.Faulty, "synthesize", together)
    (report,) = recorded(site, site.post())
    assert states(report) == {"en": State.RECORDED, "de": State.RECORDED}
    assert said == {"en", "de"}


def test_the_first_post_is_told_of_long_before_the_last_is_read(site: Site) -> None:
    read: list[str] = []

    def sources() -> Iterator[posts.Source]:
        for each in numbered(site, 12):
            read.append(each)
            yield posts.at(each, root=site.root)

    with manned(site) as studio:
        reports = record.record_all(sources(), studio)
        next(reports)
        assert len(read) < 8
        assert len(list(reports)) == 11


def test_two_sources_of_one_post_are_recorded_one_after_the_other(site: Site) -> None:
    first = site.post(f"---\nid: one\n---\n{POST}", "a.txt")
    second = site.post(f"---\nid: one\n---\n{POST.replace('hundred', 'two hundred')}", "b.txt")
    told, refused = recorded(site, first, second)
    assert not told.failed
    assert "belongs to the episode" in refused.error
    again, *_ = recorded(site, first)
    assert set(states(again).values()) == {State.UNCHANGED}


def test_twins_are_noticed_though_both_are_in_hand(site: Site) -> None:
    first, twin = recorded(site, site.post(ENGLISH, "a.txt"), site.post(ENGLISH, "b.txt"))
    assert not first.failed
    (outcome,) = twin.outcomes
    assert outcome.state is State.FAILED
    assert "published already" in outcome.detail


def test_a_post_that_fails_stops_no_other(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put = Archive.put

    def broken(self: Archive, episode: Episode, *rest: object) -> Episode:
        if episode.post == "post-01":
            raise ZeroDivisionError
        return put(self, episode, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Archive, "put", broken)
    reports = recorded(site, *numbered(site, 3))
    assert [each.failed for each in reports] == [False, True, False]
    assert "ZeroDivisionError" in reports[1].error


def test_whoever_stops_the_crew_gets_back_what_is_spoken(site: Site) -> None:
    def stopped() -> None:
        with manned(site, speakers=1) as studio:
            next(record.record_all((posts.at(each, root=site.root) for each in sources), studio))
            raise KeyboardInterrupt

    sources = numbered(site, 6)
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert not list(site.archive.damage())
    assert 1 <= len(site.archive.episodes("en")) < 6
    assert not any(report.failed for report in recorded(site, *sources))
    assert len(site.archive.episodes("en")) == 6


def test_listeners_have_the_first_posts_before_the_last_is_recorded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded_by_command, "_EVERY", 0.0)
    monkeypatch.setattr(recorded_by_command, "_SHARE", 0.0)
    feed, plain = site.root / "feeds/en/feed.xml", faulty.Faulty.synthesize
    seen: list[int] = []

    def waiting(self: faulty.Faulty, text: str) -> Clip:
        """The last post is spoken when somebody can subscribe to the first, or much later, and then the test fails."""
        late = time.monotonic() + 30
        while "seven hundred" in text and not feed.exists() and time.monotonic() < late:
            time.sleep(0.02)
        if "seven hundred" in text:
            seen.append(feed.read_text("utf-8").count("<item>") if feed.exists() else 0)
        return plain(self, text)

    monkeypatch.setattr(faulty.Faulty, "synthesize", waiting)
    monkeypatch.chdir(site.root)
    numbered(site, 6)
    (site.root / "posts").mkdir()
    for path in site.root.glob("post-*.txt"):
        path.rename(site.root / "posts" / path.name)
    result = CliRunner().invoke(main, ["publish", "posts"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert seen
    assert all(0 < count < 6 for count in seen)


def test_a_podcast_that_became_private_has_moved_before_anything_is_recorded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feeds are written meanwhile: no folder may be renamed then, since an episode may be on its way there."""
    site.publish(site.post())
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    folders, keep = list[str](), media.keep

    def written(folder: Path, *rest: Path | str) -> Enclosure:
        folders.append(folder.name)
        return keep(folder, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(media, "keep", written)
    monkeypatch.setattr(recorded_by_command, "_EVERY", 0.0)
    monkeypatch.setattr(recorded_by_command, "_SHARE", 0)
    monkeypatch.chdir(site.root)
    names = [Path(each).name for each in numbered(site, 3)]
    waiting = CliRunner().invoke(main, ["publish", "--review", *names[:1], "--json"], catch_exceptions=False)
    assert waiting.exit_code == 0
    assert (site.root / "feeds/de").is_dir(), "what is not published yet moves nothing"
    folders.clear()
    result = CliRunner().invoke(main, ["publish", *names], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    (private,) = site.root.glob("feeds/de-*")
    assert set(folders) == {"en", private.name}
    assert not (site.root / "feeds/de").exists()


def test_feeds_that_were_written_meanwhile_have_changed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded_by_command, "_EVERY", 0.0)
    monkeypatch.chdir(site.root)
    (name,) = (Path(each).name for each in numbered(site, 1))
    result = CliRunner().invoke(main, ["publish", name], catch_exceptions=False)
    assert "nothing changed" not in result.output
    assert "podcasts" in result.output


def test_what_is_being_put_into_the_archive_is_not_swept_away_when_feeds_are_written_meanwhile(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded_by_command, "_EVERY", 0.0)
    site.publish(site.post())
    begun, left = (site.root / f"feeds/en/audio/.part-{name}.mp3" for name in ("begun", "left"))
    begun.write_bytes(b"half")
    recorded_by_command.Meanwhile(site.studio()).publish()
    assert begun.exists()
    begun.rename(left)
    publish.publish(site.settings, site.archive)
    assert not left.exists()


def test_how_much_is_to_be_spoken_is_told_before_it_begins_and_how_long_once_that_is_known(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root)
    names = [Path(each).name for each in numbered(site, 3)]
    first = CliRunner().invoke(main, ["publish", *names[:2]], catch_exceptions=False)
    assert "2 posts that may be new, about 1,4" in first.stderr
    assert "shows when the first are done" in first.stderr
    for name in names[1:]:
        site.post((site.root / name).read_text("utf-8").replace("council", "town council"), name)
    again = CliRunner().invoke(main, ["publish", *names], catch_exceptions=False)
    assert "2 posts that may be new" in again.stderr
    assert "less than a minute with " in again.stderr
    assert CliRunner().invoke(main, ["publish", *names], catch_exceptions=False).stderr == ""


def test_of_a_post_that_is_done_nothing_but_the_report_is_kept_though_the_first_takes_longer(
    site: Site,
) -> None:
    post, held = posts.at(site.post(), root=site.root).read(), Event()

    class Big:
        """What was planned for a post."""

    def planned(wait_for: Event | None) -> tuple[inhand.Planned, weakref.ref[Big]]:
        big = Big()

        def perform(big: Big = big) -> Outcome:
            assert big
            assert wait_for is None or wait_for.wait(20)
            return Outcome(language="en", title="", state=State.RECORDED)

        return inhand.Planned("", post, (inhand.Part(perform),), lambda _: Report(source="")), weakref.ref(
            big
        )

    with manned(site) as studio:
        in_hand, refs = inhand.InHand(studio), []
        for number in range(5):
            one, ref = planned(None if number else held)
            in_hand.take(one)
            refs.append(ref)
        del one
        deadline = time.monotonic() + 10
        while sum(ref() is not None for ref in refs) > 1 and time.monotonic() < deadline:
            assert not list(itertools.islice(in_hand.until_there_is_room(), 1)), "the first is not done"
            gc.collect()
            time.sleep(0.01)
        alive = [ref() is not None for ref in refs]
        held.set()
        assert len(list(in_hand.all())) == 5
    assert alive == [True, False, False, False, False]


def test_what_goes_wrong_in_one_edition_does_not_keep_back_what_became_of_the_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Archive.put

    def broken(self: Archive, episode: Episode, *rest: object) -> Episode:
        if episode.language == "en":
            raise ZeroDivisionError
        return put(self, episode, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Archive, "put", broken)
    (together,) = recorded(site, site.post())
    assert "ZeroDivisionError" in together.error
    assert states(together) == {"de": State.RECORDED}
    one_by_one = site.record(site.post(POST.replace("Bus", "Zug").replace("bus", "train"), "other.txt"))
    assert "ZeroDivisionError" in one_by_one.error
    assert states(one_by_one) == {"de": State.RECORDED}


def test_how_much_there_is_to_speak_is_told_though_a_name_is_longer_than_a_disk_can_have(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    with manned(site) as studio:
        recorded_by_command.foretell([Path("x" * 300), Path(site.post())], studio)
    assert "2 posts that may be new" in capsys.readouterr().err


def test_what_is_told_counts_characters_of_all_files_of_a_post_and_no_bytes(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    one = Path(site.post("ж" * 400, "a.ru.md"))
    site.post("渡" * 300, "a.zh.md")
    other = Path(site.post("", "old.txt"))
    other.write_bytes(("é" * 300).encode("utf-16"))
    with manned(site) as studio:
        write_atomically(studio.config.private / "pace.json", b"10")
        recorded_by_command.foretell([one, other], studio)
        recorded_by_command.foretell([one, other], studio, others=2)
    counted, partly = capsys.readouterr().err.splitlines()
    assert counted == (
        "2 posts that may be new, about 1,000 characters: less than a minute with 2 cores, if all is to be spoken."
    )
    assert partly == (
        "4 posts that may be new, about 1,000 characters (not counted: 2 that are no files): how long that takes shows when the "
        "first are done."
    )


@pytest.mark.parametrize("feeds", [(), ("--from", "https://example.org/feed")])
def test_of_web_addresses_no_time_is_told_and_with_feeds_nothing_is(
    site: Site, feeds: tuple[str, ...]
) -> None:
    write_atomically(site.archive.private / "pace.json", b"10")
    found = ("https://127.0.0.1:9/a", "https://127.0.0.1:9/b")
    done = CliRunner().invoke(main, ["publish", *found, *feeds, "--edition", str(site.root)])
    line = "2 posts that may be new (not counted: 2 that are no files): how long that takes shows when the first are done."
    assert (line in done.stderr) is (not feeds), done.output
    assert ("posts that may be new" in done.stderr) is (not feeds)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_not_read_to_be_counted(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(site.root / "pipe.txt")
    with manned(site) as studio:
        recorded_by_command.foretell([Path(site.post()), site.root / "pipe.txt"], studio)
    assert "(not counted: 1 that is no file)" in capsys.readouterr().err


def test_whoever_is_about_to_speak_is_prepared_and_nobody_else_is(site: Site) -> None:
    """Models are large: those of voices that have nothing new to say are not loaded."""
    prepared, source = list[str](), site.post()

    def publish(**options: bool) -> list[str]:
        prepared.clear()
        with manned(site, **options) as studio:
            assert studio.crew
            ready = dataclasses.replace(
                studio.crew, prepare=lambda engine, _: prepared.append(engine.fingerprint)
            )
            session = dataclasses.replace(studio, crew=ready)
            list(record.record_all([posts.at(source, root=site.root)], session))
        return prepared.copy()

    assert not publish(dry_run=True)
    both = publish()
    assert len(both) == 2
    site.post(POST.replace("der Bus", "der gelbe Bus"))
    assert publish() == both[1:]
    assert not publish()
