"""The conductors together: what a post does to the archive, and the archive to the feeds."""

from __future__ import annotations

import dataclasses
import errno
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, GERMAN, NOW, POST, Site
from doubles import faulty
from doubles.net import Net, page

from audioedition import config, posts, record
from audioedition.archive import records
from audioedition.cli import main
from audioedition.errors import ConfigError, EngineError
from audioedition.model import Episode
from audioedition.reports import State

Spoken = Callable[[], list[str]]


def states(report: object) -> dict[str, State]:
    return {o.language: o.state for o in report.outcomes}  # type: ignore[attr-defined]


def test_a_post_becomes_an_episode_in_each_language(site: Site, spoken: Spoken) -> None:
    report = site.publish(site.post())
    assert states(report) == {"en": State.RECORDED, "de": State.RECORDED}
    assert not report.failed
    en = site.archive.episodes("en")[0]
    de = site.archive.episodes("de")[0]
    assert en.title == "Who still needs a ferry?"
    assert (de.title, de.translator) == ("Wer braucht noch eine Fähre?", "Jonas Feldkamp")
    said = spoken()
    assert "Translated by Jonas Feldkamp." not in said
    assert any("Jonas Feldkamp" in sentence for sentence in said)
    assert not any("grandfather" in sentence or "Comments" in sentence for sentence in said)
    reasons = {(dropped.code, dropped.text[:7]) for dropped in report.dropped}
    assert ("marker", "German ") in reasons
    assert any(code == "comments" for code, _ in reasons)
    feed = feedparser.parse(site.root / "feeds/de/feed.xml")
    assert feed.entries[0].title == "Wer braucht noch eine Fähre?"
    assert feed.entries[0].id == de.guid == f"tag:example.org,{site.settings.since}:ferry/de"


def test_times_of_lines_lie_in_the_episode(site: Site) -> None:
    site.publish(site.post())
    episode = site.archive.episodes("en")[0]
    ends = 0.0
    for line in episode.lines:
        assert ends <= line.start < line.end <= episode.seconds
        ends = line.end
    assert [line.text for line in episode.lines][-1] == "A ferry is easy to see."
    assert episode.chapters[0].start == 0


def test_publishing_twice_changes_nothing_and_speaks_nothing(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    before, said = site.files(), spoken()
    report = site.publish(source)
    assert states(report) == {"en": State.UNCHANGED, "de": State.UNCHANGED}
    assert site.files() == before
    assert said
    assert not spoken()


def test_publishing_twice_changes_nothing_even_if_all_that_is_disposable_is_lost(site: Site) -> None:
    source = site.post()
    site.publish(source)
    before = site.files()
    for path in sorted((site.root / ".audioedition").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert states(site.publish(source)) == {"en": State.UNCHANGED, "de": State.UNCHANGED}
    assert site.files() == before


def test_one_changed_word_is_one_new_sentence(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    old = {tag: site.archive.episodes(tag)[0] for tag in ("en", "de")}
    spoken()
    site.post(POST.replace("A ferry is easy to see", "A ferry is simple to see"))
    report = site.record(source, now=datetime(2025, 4, 1, tzinfo=UTC))
    assert states(report) == {"en": State.RECORDED, "de": State.UNCHANGED}
    assert spoken() == ["A ferry is simple to see."]
    assert [o.sentences for o in report.outcomes] == [1, 0]
    new = site.archive.episodes("en")[0]
    assert (new.guid, new.published) == (old["en"].guid, old["en"].published)
    assert new.enclosure.file != old["en"].enclosure.file
    assert new.superseded[0].file == old["en"].enclosure.file
    assert site.archive.audio("en", old["en"].enclosure.file).exists()
    assert site.archive.episodes("de")[0] == old["de"]


def test_a_deleted_feed_comes_back_byte_for_byte(site: Site) -> None:
    source = site.post()
    site.publish(source)
    feeds = [
        site.root / "feeds/en/feed.xml",
        site.root / "feeds/de/index.html",
        *site.root.glob("feeds/*/cover*"),
    ]
    assert len(feeds) == 4
    before = [path.read_bytes() for path in feeds]
    for path in feeds:
        path.unlink()
    site.publish(source)
    assert [path.read_bytes() for path in feeds] == before


def test_deleted_audio_is_made_again_from_the_shelf(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    episode = site.archive.episodes("de")[0]
    site.archive.audio("de", episode.enclosure.file).unlink()
    spoken()
    assert states(site.publish(source))["de"] is State.RECORDED
    assert not spoken()
    assert site.archive.whole(site.archive.episodes("de")[0])


def test_a_new_cover_or_podcast_title_is_packaging_only(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    old = site.archive.episodes("en")[0]
    spoken()
    site.edit('[feeds.en]\ntitle = "Notes"', '[feeds.en]\ntitle = "Other notes"')
    assert states(site.publish(source)) == {"en": State.RETAGGED, "de": State.UNCHANGED}
    assert not spoken()
    new = site.archive.episodes("en")[0]
    assert new.enclosure.file != old.enclosure.file
    assert (new.sound, new.lines, new.seconds) == (old.sound, old.lines, old.seconds)


def test_another_opening_is_another_sound(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    spoken()
    site.edit("[feeds.en]", '[feeds.en]\nopening = ["{title}.", "Hear, hear."]')
    assert states(site.publish(source)) == {"en": State.RECORDED, "de": State.UNCHANGED}
    assert spoken() == ["Hear, hear."]


def test_an_edition_that_is_gone_keeps_its_episode(site: Site) -> None:
    source = site.post()
    site.publish(source)
    site.post(ENGLISH)
    assert states(site.publish(source)) == {"en": State.UNCHANGED, "de": State.GONE}
    assert len(site.archive.episodes("de")) == 1


def test_a_language_without_a_feed_is_told_with_the_line_to_add(site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.fr]")
    report = site.publish(site.post())
    assert states(report) == {"en": State.RECORDED, "de": State.NO_FEED}
    assert "[feeds.de]" in report.outcomes[1].detail


def test_two_editions_never_share_a_podcast(site: Site, spoken: Spoken) -> None:
    site.edit("[feeds.de]", "[feeds.pt]")
    one = "Na semana passada a câmara decidiu acabar com o barco, e ninguém perguntou nada a quem vive aqui."
    other = (
        "Na semana passada a prefeitura decidiu acabar com a balsa, e ninguém perguntou nada aos moradores."
    )
    source = site.post(
        f"::: pt-PT\n\nQuem precisa de um barco?\n\n{one}\n\n::: pt-BR\n\nQuem precisa de uma balsa?\n\n{other}\n"
    )
    assert states(site.publish(source)) == {"pt": State.RECORDED, "pt-BR": State.NO_FEED}
    assert [e.title for e in site.archive.episodes("pt")] == ["Quem precisa de um barco?"]
    spoken()
    report = site.publish(source)
    assert states(report) == {"pt": State.UNCHANGED, "pt-BR": State.NO_FEED}
    assert "[feeds.pt-BR]" in report.outcomes[1].detail
    assert not spoken()


def test_a_silent_post_stays_silent(site: Site) -> None:
    report = site.record(site.post(f"---\naudio: false\n---\n{ENGLISH}", "quiet.md"))
    assert "keeps it silent" in report.note
    assert not report.outcomes
    assert site.archive.languages() == []


def test_a_known_id_from_another_file_is_refused_until_replaced(site: Site) -> None:
    site.publish(site.post(name="2024/ferry.txt"))
    before = site.files()
    other = site.post(POST.replace("easy", "simple"), name="2025/ferry.txt")
    report = site.record(other)
    assert "has the id 'ferry', which belongs to the episode" in report.error
    assert "--replace" in report.error
    assert site.files() == before
    assert states(site.record(other, replace=True))["en"] is State.RECORDED


def test_another_file_takes_all_episodes_of_a_post(site: Site) -> None:
    site.publish(site.post(name="2024/ferry.txt"))
    other = site.post(ENGLISH, name="2025/ferry.txt")
    assert states(site.record(other, replace=True)) == {"en": State.UNCHANGED, "de": State.GONE}
    site.post(ENGLISH.replace("easy", "simple"), name="2025/ferry.txt")
    assert states(site.record(other))["en"] is State.RECORDED


def test_a_foreign_engine_that_breaks_stops_only_its_edition(site: Site) -> None:
    faulty.failing["Gemeinderat"] = RuntimeError
    report = site.record(site.post())
    assert states(report) == {"en": State.RECORDED, "de": State.FAILED}
    assert "failed (RuntimeError" in report.outcomes[1].detail
    assert "Gemeinderat" in report.outcomes[1].detail


def test_a_full_disk_is_one_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    report = site.record(site.post())
    assert states(report) == {"en": State.FAILED, "de": State.FAILED}
    assert "could not be written (No space left on device): free space" in report.outcomes[0].detail
    assert not [path for path in site.files() if "part" in path or path.endswith(".json")]


def test_a_podcast_keeps_its_guid_when_it_moves(site: Site) -> None:
    source = site.post()
    site.publish(source)
    before = feedparser.parse(site.root / "feeds/de/feed.xml").feed
    site.edit("https://example.org/p", "https://elsewhere.example/q")
    site.publish(source)
    after = feedparser.parse(site.root / "feeds/de/feed.xml").feed
    assert after.podcast_guid == before.podcast_guid
    assert "elsewhere.example" in after.links[0].href


def test_a_renamed_file_is_not_published_twice(site: Site, spoken: Spoken) -> None:
    site.publish(site.post(ENGLISH, "before.txt"))
    spoken()
    renamed = site.post(ENGLISH, "after.txt")
    report = site.record(renamed)
    assert states(report) == {"en": State.FAILED}
    assert "`id: before`" in report.outcomes[0].detail
    assert len(site.archive.episodes("en")) == 1
    site.post(f"---\nid: before\n---\n\n{ENGLISH}", "after.txt")
    assert states(site.record(renamed, replace=True)) == {"en": State.UNCHANGED}


def test_the_words_of_other_episodes_are_not_read_to_know_a_renamed_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(site.post())
    read, words = records.read, list[str]()

    def noted(path: Path) -> Episode:
        words.append(path.stem)
        return read(path)

    monkeypatch.setattr(records, "read", noted)
    site.record(site.post(ENGLISH.replace("ferry", "boat"), "other.txt"))
    assert "ferry" not in words
    assert "sounds just like" in site.record(site.post(POST, "third.txt")).outcomes[0].detail


def test_a_post_that_moved_comes_with_a_remedy_for_where_it_is_found(site: Site) -> None:
    site.publish(site.post(ENGLISH, "before.txt"))
    found = posts.read(site.post(ENGLISH, "after.txt"))

    def told(source: str, address: str | None) -> str:
        post = dataclasses.replace(found, id="moved", source=source, address=address)
        report = record.record(posts.Source(source, lambda: post), site.studio())
        return report.outcomes[0].detail

    address = "https://blog.example/?p=7&lang=en"
    assert told("-", None).endswith("add `--id before --replace`.")
    assert told(address, address).endswith("add `--id before --replace`.")
    page = f"run `audioedition publish '{address}' --id before --replace --edition {site.root}`."
    assert told("blog.xml, “Ferry”", address).endswith(page)
    assert told("blog.xml, “Ferry”", None).endswith("which is published already.")


def test_what_needs_a_word_is_said_every_time(site: Site) -> None:
    source = site.post()
    site.publish(source)
    site.post(ENGLISH)
    for _ in range(2):
        assert states(site.publish(source)) == {"en": State.UNCHANGED, "de": State.GONE}


def test_a_dry_run_tells_and_touches_nothing(site: Site, spoken: Spoken) -> None:
    report = site.record(site.post(), dry_run=True)
    assert states(report) == {"en": State.TO_RECORD, "de": State.TO_RECORD}
    assert all(outcome.sentences > 4 for outcome in report.outcomes)
    assert not spoken()
    assert not site.files()
    assert not (site.root / ".audioedition").exists()


def test_an_engine_that_fails_on_one_sentence_stops_only_its_edition(site: Site, spoken: Spoken) -> None:
    faulty.failing["Gemeinderat"] = EngineError
    source = site.post()
    report = site.record(source)
    assert states(report) == {"en": State.RECORDED, "de": State.FAILED}
    assert report.failed
    assert "Gemeinderat" in report.outcomes[1].detail
    assert site.archive.episodes("de") == []
    faulty.failing.clear()
    spoken()
    assert states(site.record(source)) == {"en": State.UNCHANGED, "de": State.RECORDED}
    assert any("Gemeinderat" in sentence for sentence in spoken())


def test_an_interrupted_run_loses_nothing_and_goes_on(site: Site, spoken: Spoken) -> None:
    faulty.failing["leicht zu sehen"] = KeyboardInterrupt
    source = site.post()
    with pytest.raises(KeyboardInterrupt):
        site.record(source)
    assert len(site.archive.episodes("en")) == 1
    assert not site.archive.episodes("de")
    assert not list(site.archive.damage())
    first = set(spoken())
    faulty.failing.clear()
    assert states(site.record(source)) == {"en": State.UNCHANGED, "de": State.RECORDED}
    assert not first & set(spoken())


def test_earlier_episodes_are_untouched_by_a_failure(site: Site) -> None:
    site.publish(site.post())
    before = site.files()
    faulty.failing["bridge"] = EngineError
    report = site.publish(site.post(ENGLISH.replace("road", "bridge").replace("Who", "What")))
    assert report.failed
    assert site.files() == before


def test_without_an_address_episodes_are_recorded_and_the_missing_lines_are_named(site: Site) -> None:
    site.edit('base_url = "https://example.org/p"', 'base_url = ""')
    with pytest.raises(ConfigError, match=r'base_url = "https://example\.org/podcast"'):
        site.publish(site.post())
    assert len(site.archive.episodes("en")) == 1
    assert not (site.root / "feeds/en/feed.xml").exists()


def test_a_post_dates_its_episode_but_never_into_the_future(site: Site) -> None:
    old = f"---\ndate: 2020-05-06 07:08:09+00:00\nid: old\n---\n\n{ENGLISH}"
    future = f"---\ndate: 2030-01-01\nid: future\n---\n\n{ENGLISH.replace('council', 'town')}"
    now = datetime(2025, 3, 1, 12, tzinfo=UTC)
    site.record(site.post(old, "a.md"), now=now)
    site.record(site.post(future, "b.md"), now=now)
    assert [e.published for e in site.archive.episodes("en")] == [
        now,
        datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC),
    ]


def test_an_episode_is_dated_by_the_byline_of_its_page(site: Site) -> None:
    head, *rest = GERMAN.split("\n\n")
    body = "".join(f"<p>{each}</p>" for each in ("Von Nora Feld, 3. Februar 2025", *rest))
    page = f'<html lang="de"><title>{head}</title><body><article><h1>{head}</h1>{body}</article>'
    site.record(site.post(page, "page.html"))
    assert site.archive.episodes("de")[0].published == datetime(2025, 2, 3, 12, tzinfo=UTC)


def test_a_retracted_post_stays_away_until_it_is_restored(site: Site) -> None:
    source = site.post(GERMAN)
    site.publish(source)
    before = site.archive.episodes("de")[0]
    site.archive.retract(before, datetime(2025, 3, 2, tzinfo=UTC))
    for _ in range(2):
        assert states(site.publish(source)) == {"de": State.RETRACTED}
    assert not feedparser.parse(site.root / "feeds/de/feed.xml").entries
    assert states(site.record(source, restore=True, dry_run=True)) == {"de": State.TO_RESTORE}
    assert states(site.publish(source, restore=True)) == {"de": State.RESTORED}
    assert states(site.publish(source, restore=True)) == {"de": State.UNCHANGED}
    after = site.archive.episodes("de")[0]
    assert (after.guid, after.published) == (before.guid, before.published)


def test_what_retract_takes_brings_an_episode_back(site: Site) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--edition", str(site.root)])

    site.publish(site.post())
    before = {path: data for path, (data, _) in site.files().items()}
    guid = site.archive.guid("ferry", "de")
    (site.root / "ferry.txt").unlink()
    assert run("retract", "ferry").exit_code == 0
    assert "to be restored" in run("publish", "--restore", "ferry", "--dry-run").output
    german = run("publish", "--restore", guid)
    assert (german.exit_code, "restored" in german.output) == (0, True)
    assert [e.retracted is None for e in (*site.archive.records("de"), *site.archive.records("en"))] == [
        True,
        False,
    ]
    machine = json.loads(run("publish", "--restore", "ferry", "--json").stdout)
    assert [each["state"] for each in machine["outcomes"]] == ["unchanged", "restored"]
    feeds = {path: data for path, (data, _) in site.files().items() if path.endswith(("feed.xml", ".html"))}
    assert feeds == {path: before[path] for path in feeds}
    unknown = run("publish", "--restore", "fairy")
    assert (unknown.exit_code, "there is no episode of that name" in unknown.output) == (1, True)
    assert run("publish", "ferry").exit_code == 1, "without the option, it is a file"
    assert run("retract", "ferry").exit_code == 0
    assert run("prune").exit_code == 0
    lost = run("publish", "--restore", "ferry")
    assert (lost.exit_code, "publish --restore POST" in lost.output) == (1, True)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary|not text"),
        ("silent.txt", b"*****\n\n---\n\n2024\n", "spoken"),
        ("broken.md", b"---\ntitle: [\n---\n\nText.", "front matter"),
    ],
)
def test_a_bad_post_is_one_sentence(site: Site, name: str, content: bytes, complaint: str) -> None:
    path: Path = site.root / name
    path.write_bytes(content)
    report = site.record(str(path))
    assert report.failed
    assert name in report.error
    assert re.search(complaint, report.error, re.IGNORECASE), report.error


def test_a_hostile_title_reaches_the_feed_as_text(site: Site) -> None:
    title = '<script>alert(1)</script> & "quotes" ../../etc 🚢 ' + "long " * 100
    post = f"---\nid: ../../x & <y>\ntitle: '{title}'\n---\n\n{ENGLISH}"
    site.publish(site.post(post, "a.md"))
    feed = feedparser.parse(site.root / "feeds/en/feed.xml")
    assert not feed.bozo
    assert len(list(site.root.glob("feeds/en/audio/*.mp3"))) == 1
    assert "<script>alert" not in (site.root / "feeds/en/index.html").read_text("utf-8")
    assert {path.name for path in site.root.iterdir()} == {
        ".audioedition",
        "a.md",
        "audioedition.toml",
        "feeds",
        "voices",
    }


@pytest.mark.parametrize("review", [False, True])
def test_no_post_takes_the_place_of_another_by_an_id_that_is_its_file(site: Site, review: bool) -> None:  # noqa: FBT001 -- a parameter of pytest
    """Ids that are no names of files have a digest in theirs, which another post could have as its id."""
    site.record(site.post(f"---\nid: The ferry!\n---\n\n{ENGLISH}", "one.md"), review=review)
    (path,) = site.root.rglob("episodes/the-ferry-*.json")
    before = {each: each.read_bytes() for each in path.parents[1].rglob("*") if each.is_file()}
    other = site.post(f"---\nid: {path.stem}\n---\n\n{ENGLISH.replace('council', 'town')}", "two.md")
    for replace in (False, True):  # what waits and what is published do not meet before it is released
        report = site.record(other, replace=replace, review=review)
        assert report.failed
        assert f"{path.name} is the record of tag:example.org" in report.error
        assert "give this post another `id:`" in report.error
    assert {each: each.read_bytes() for each in path.parents[1].rglob("*") if each.is_file()} == before


class TestOnTheWeb:
    EN, DE = "https://ferry.example/last-ferry/", "https://ferry.example/de/letzte-faehre/"
    FEED = "https://ferry.example/feed/"

    def net(self, *languages: str) -> Net:
        links = {tag: address for tag, address in (("en", self.EN), ("de", self.DE)) if tag in languages}
        pages = {
            self.EN: page("The last ferry leaves at ten o'clock in the evening.", "The last ferry", links),
            self.DE: page("Die letzte Fähre legt um zehn Uhr abends ab.", "Die letzte Fähre", links),
            self.FEED: (
                '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>'
                f"<item><title>A</title><link>{self.EN}</link></item>"
                f"<item><title>B</title><link>{self.DE}</link></item></channel></rss>"
            ),
        }
        return Net({address: text for address, text in pages.items() if address == self.FEED or links})

    def test_each_language_has_an_episode_that_links_to_its_own_page(self, site: Site) -> None:
        report = site.record(self.EN, self.net("en", "de"))
        assert states(report) == {"en": State.RECORDED, "de": State.RECORDED}
        assert [e.address for e in site.archive.of_post(report.post)] == [self.DE, self.EN]

    def test_whichever_language_is_named_it_is_the_same_post(self, site: Site) -> None:
        site.record(self.EN, self.net("en", "de"))
        again = site.record(self.DE, self.net("en", "de"))
        assert states(again) == {"en": State.UNCHANGED, "de": State.UNCHANGED}

    @pytest.mark.parametrize("first", ["en", "de"])
    def test_a_translation_that_comes_later_joins_the_episode(self, site: Site, first: str) -> None:
        address = self.EN if first == "en" else self.DE
        alone = site.record(address, self.net(first))
        (old,) = site.archive.of_post(alone.post)
        both = site.record(address, self.net("en", "de"))
        assert both.post == alone.post
        assert states(both) == {
            tag: State.UNCHANGED if tag == first else State.RECORDED for tag in ("en", "de")
        }
        assert old.guid in [episode.guid for episode in site.archive.of_post(alone.post)]

    def test_of_a_feed_only_what_is_no_episode_yet_is_chosen(self, site: Site) -> None:
        net = self.net("en", "de")
        studio = site.studio()
        choice, new = record.choose(self.FEED, net, studio)
        assert (choice.new, choice.known) == (2, 0)
        record.record(new[0], studio)
        choice, new = record.choose(self.FEED, net, studio)
        assert (choice.new, choice.known, new) == (0, 2, [])

    def test_a_new_translation_is_chosen_though_its_original_is_an_episode(self, site: Site) -> None:
        site.record(self.EN, self.net("en"))
        net = self.net("en", "de")
        choice, new = record.choose(self.FEED, net, site.studio())
        assert (choice.new, choice.known) == (1, 1)
        assert states(record.record(new[0], site.studio())) == {
            "en": State.UNCHANGED,
            "de": State.RECORDED,
        }

    def test_what_was_retracted_is_not_chosen_again(self, site: Site) -> None:
        report = site.record(self.EN, self.net("en"))
        (episode,) = site.archive.of_post(report.post)
        site.archive.retract(episode, NOW)
        choice, _ = record.choose(self.FEED, self.net("en"), site.studio())
        assert choice.known == 1

    def test_a_feed_that_cannot_be_had_is_told_and_nothing_is_raised(self, site: Site) -> None:
        choice, new = record.choose("https://ferry.example/none", self.net("en"), site.studio())
        assert choice.failed
        assert "404" in choice.error
        assert not new


def test_code_is_in_the_show_notes_and_a_change_of_it_speaks_nothing(site: Site, spoken: Spoken) -> None:
    text = "# Tides\n\nThe tide comes in twice a day, and it goes out as often.\n\n```\nwait({hours})\n```\n"
    site.publish(site.post(text.format(hours=6), "tides.md"))
    said = spoken()
    assert any("show notes" in sentence for sentence in said)
    assert not any("wait" in sentence for sentence in said)
    before = site.archive.episodes("en")[0]
    report = site.publish(site.post(text.format(hours=7), "tides.md"))
    after = site.archive.episodes("en")[0]
    assert states(report) == {"en": State.UNCHANGED}
    assert (after.sound, after.packaging, after.enclosure) == (
        before.sound,
        before.packaging,
        before.enclosure,
    )
    feed = feedparser.parse(site.root / "feeds/en/feed.xml")
    assert "<pre><code>wait(7)</code></pre>" in feed.entries[0].content[0].value
    assert spoken() == []


QUOTED = "# Piers\n\nThe old woman at the pier knows what she wants:\n\n> I do not mind being old.\n\nSo she said, and then she went home again.\n"


def with_second_voice(site: Site, pitch: str = "high") -> None:
    for tag in ("en", "de"):
        voice = f'engine = "tone"\nmodel = "{pitch}"\n[attribution]\nname = "Second"\n'
        (site.root / f"voices/{tag}.quotation.toml").write_text(voice, "utf-8")


def test_a_second_voice_speaks_quotations_and_is_credited(site: Site, spoken: Spoken) -> None:
    with_second_voice(site)
    with (site.root / config.FILE).open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    report = site.publish(site.post(QUOTED, "piers.md"))
    assert states(report) == {"en": State.RECORDED}
    said = spoken()
    assert "So she said, and then she went home again." in said
    assert "I do not mind being old." not in said
    assert "Quote." not in said
    assert [line.text for line in site.archive.episodes("en")[0].lines][-2] == "I do not mind being old."
    notes = feedparser.parse(site.root / "feeds/en/feed.xml").entries[0].content[0].value
    assert "Second" in notes


def test_a_second_voice_speaks_quotations_without_marks_at_the_end_of_each_paragraph(
    site: Site, spoken: Spoken
) -> None:
    with_second_voice(site)
    with (site.root / config.FILE).open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    post = '# Piers\n\nThe old woman knows what she wants.\n\n"I do not mind being old.\n\n"I never did."\n\nSo she said.\n'
    assert states(site.publish(site.post(post, "piers.md"))) == {"en": State.RECORDED}
    said = spoken()
    assert "So she said." in said
    assert not {"I do not mind being old.", "I never did."} & set(said)


def test_another_second_voice_speaks_only_the_quotations_again(site: Site, spoken: Spoken) -> None:
    with_second_voice(site)
    with (site.root / config.FILE).open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    site.publish(site.post(QUOTED, "piers.md"))
    spoken()
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.quotation.toml").write_text('engine = "doubles.faulty"\n', "utf-8")
    report = site.publish(site.post(QUOTED, "piers.md"))
    assert states(report) == {"en": State.RECORDED}
    assert spoken() == ["I do not mind being old."]


def test_a_second_voice_that_is_not_here_fails_the_edition_with_a_remedy(site: Site) -> None:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.quotation.toml").write_text('engine = "nowhere.to.be.found"\n', "utf-8")
    with (site.root / config.FILE).open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    report = site.record(site.post(QUOTED, "piers.md"))
    assert states(report) == {"en": State.FAILED}
    assert "nowhere" in report.outcomes[0].detail
    plain = QUOTED.replace("> ", "")
    assert states(site.record(site.post(plain, "plain.md"))) == {"en": State.RECORDED}


def test_short_posts_of_a_voice_are_learned_from_together(site: Site) -> None:
    (site.root / "voices/en.toml").write_text('engine = "pico"\n', "utf-8")
    habits = site.root / ".audioedition/listening/habits"
    first = "The tide was out. Why did the bell ring? Bread costs four euros now. The letter had no stamp."
    second = (
        "Snow fell on the quiet town. Where is the key? A dog barked somewhere. The wind turned at night."
    )
    third = "Ann came to the harbour. Ben sold his old boat. Cleo painted a fence. Dora lost two hats. Emil kept bees."
    fourth = "My uncle bakes at dawn. Nobody swims there. Six gulls were asleep. Her coat is green. We left before noon."
    for title, text, more, is_known in (("One", first, third, False), ("Two", second, fourth, True)):
        post = site.post(f"The days of the harbour, {title.lower()}\n\n{text}\n\n{more}\n", f"{title}.txt")
        assert site.record(post).outcomes[0].state is State.RECORDED
        assert bool(list(habits.glob("*.npz"))) == is_known


def test_what_is_published_is_told_so_though_the_disk_refuses_to_remember_it(site: Site) -> None:
    seen = site.root / ".audioedition/seen"
    seen.parent.mkdir(exist_ok=True)
    seen.write_text("no folder", "utf-8")
    source = site.post()
    assert states(site.record(source)) == dict.fromkeys(("en", "de"), State.RECORDED)
    assert states(site.record(source)) == dict.fromkeys(("en", "de"), State.UNCHANGED)
