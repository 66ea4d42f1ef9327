"""A changed row of the lexicon, and the episodes that were recorded before it."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from conftest import ENGLISH, NOW, POST, Site
from doubles import faulty

from audioedition import crew, performance, reread, takes
from audioedition.cli import main
from audioedition.errors import ArchiveError, ClusterError, EngineError
from audioedition.files import digest
from audioedition.posts import id_of
from audioedition.reports import Outcome, Reread, State
from audioedition.studio import Studio

Spoken = Callable[[], list[str]]
Run = Callable[..., str]


@pytest.fixture
def run(site: Site) -> Run:
    def invoke(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["reread", *arguments, "--edition", str(site.root)])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result.output

    return invoke


def rows(site: Site, language: str, **row: str) -> None:
    lines = "".join(f"{json.dumps(word)} = {json.dumps(said)}\n" for word, said in row.items())
    (site.root / f"voices/{language}.toml").write_text(
        f'engine = "doubles.faulty"\n\n[lexicon]\n{lines}', "utf-8"
    )


def again(site: Site, *words: str, language: str | None = None, dry_run: bool = False) -> list[Reread]:
    studio = site.studio(dry_run=dry_run)
    told = list(reread.reread(reread.find(studio, words, language), studio))
    return [each for each in told if each is not None]


def states(told: list[Reread]) -> list[tuple[str, str, State]]:
    return [(each.post, each.outcome.language, each.outcome.state) for each in told]


def manuscript(site: Site, language: str) -> Path:
    (path,) = (site.root / ".audioedition/manuscripts" / language).glob("*.json")
    return path


def test_one_row_in_an_archive_of_fifty_episodes_speaks_only_the_sentences_that_hold_its_word(
    site: Site, spoken: Spoken, run: Run
) -> None:
    names = ["Alder", "Birch", "Cedar", "Elm", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine"]
    for number in range(50):
        name = names[number % 10]
        site.record(
            site.post(
                f"::: en\n\nDay {number}\n\nThe boat was late. We sat at the {name} with {number} others.\n",
                f"{number}.txt",
            )
        )
    sources = sorted(str(path) for path in site.root.glob("[0-9]*.txt"))
    site.publish(sources[0])
    before = {episode.post: episode for episode in site.archive.episodes("en")}
    assert len(before) == 50
    spoken()
    rows(site, "en", Hazel="Hay zell")
    told = json.loads(f"[{','.join(run('--word', 'hazel', '--json').splitlines())}]")
    assert sorted(int(each["post"]) for each in told) == [4, 14, 24, 34, 44]
    assert {(each["state"], each["sentences"], len(each["found"])) for each in told} == {("recorded", 1, 1)}
    said = spoken()
    assert len(set(said)) == len(said) == 5
    assert all(sentence.startswith("We sat at the Hay zell with") for sentence in said)
    after = {episode.post: episode for episode in site.archive.episodes("en")}
    assert {post: (e.guid, e.published) for post, e in after.items()} == {
        post: (e.guid, e.published) for post, e in before.items()
    }
    changed = {post for post in after if after[post] != before[post]}
    assert changed == {"4", "14", "24", "34", "44"}
    feed = feedparser.parse(site.root / "feeds/en/feed.xml")
    assert len(feed.entries) == 50
    enclosures = {entry.enclosures[0].href.rsplit("/", 1)[1] for entry in feed.entries}
    assert enclosures == {episode.enclosure.file for episode in after.values()}
    files = site.files()
    reports = [site.record(source) for source in sources]
    assert {outcome.state for report in reports for outcome in report.outcomes} == {State.UNCHANGED}
    site.publish(sources[0])
    assert site.files() == files
    assert not spoken()


def test_posts_are_not_needed(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    Path(source).unlink()
    spoken()
    rows(site, "de", Fähre="Fäh-re")
    told = again(site, "fähre")
    assert states(told) == [("ferry", "de", State.RECORDED)]
    assert told[0].found == (
        "Wer braucht noch eine Fähre?",
        "Vorige Woche hat der Gemeinderat beschlossen, die Fähre zwischen den Ufern unseres Flusses einzustellen.",
        "Eine Fähre ist leicht zu sehen.",
    )
    assert sorted(spoken()) == sorted(sentence.replace("Fähre", "Fäh-re") for sentence in told[0].found)
    assert states(again(site, "fähre")) == [("ferry", "de", State.UNCHANGED)]
    assert not spoken()


def test_what_was_reread_is_what_publishing_would_have_made(site: Site) -> None:
    source = site.post(f"---\ntags: [river]\nauthor: Ann\ndate: 2024-05-03\n---\n{POST}")
    site.publish(source)
    rows(site, "de", Fähre="Fäh-re")
    again(site, "Fähre")
    files = site.files()
    report = site.publish(source)
    assert [outcome.state for outcome in report.outcomes] == [State.UNCHANGED, State.UNCHANGED]
    assert {
        n: f for n, f in site.files().items() if ("/episodes/" in n and n.endswith(".json")) or "/audio/" in n
    } == {n: f for n, f in files.items() if ("/episodes/" in n and n.endswith(".json")) or "/audio/" in n}


def test_a_word_of_the_opening_counts_and_one_that_is_not_spoken_does_not(site: Site, spoken: Spoken) -> None:
    site.publish(site.post(f"{POST.split('2 thoughts')[0]}\n"))
    site.publish(site.post(f"# Code\n\n{ENGLISH}\n\n```\nraft = boat()\n```\n", "code.md"))
    rows(site, "de", Feldkamp="Feld-kamp")
    spoken()
    assert states(again(site, "Feldkamp")) == [("ferry", "de", State.RECORDED)]
    assert len(spoken()) == 1
    assert again(site, "raft") == []


def test_a_language_limits(site: Site) -> None:
    site.publish(site.post())
    rows(site, "en", ferry="fair ee")
    rows(site, "de", Fähre="Fäh-re")
    assert states(again(site, "ferry", "fähre", language="de")) == [("ferry", "de", State.RECORDED)]
    assert states(again(site, "ferry", "fähre")) == [
        ("ferry", "de", State.UNCHANGED),
        ("ferry", "en", State.RECORDED),
    ]
    with pytest.raises(ArchiveError, match=r"no episodes in the language 'fr': there are some in de, en"):
        again(site, "ferry", language="fr")


def test_without_a_word_every_episode_that_would_sound_different_is_spoken(site: Site, run: Run) -> None:
    site.publish(site.post())
    assert "Every episode sounds as it would now." in run()
    rows(site, "en", river="stream")
    assert states(again(site, dry_run=True)) == [("ferry", "en", State.TO_RECORD)]
    site.edit('[feeds.de]\ntitle = "Notes"', '[feeds.de]\ntitle = "Other notes"')
    assert states(again(site)) == [("ferry", "en", State.RECORDED)]
    assert again(site) == []


def test_a_dry_run_tells_everything_and_does_nothing(site: Site, spoken: Spoken, run: Run) -> None:
    site.publish(site.post())
    rows(site, "de", Fähre="Fäh-re")
    spoken()
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}
    text = run("--word", "Fähre", "--word", "council", "--dry-run")
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == before
    assert not spoken()
    for words in (
        "de    to be recorded Wer braucht noch eine Fähre?  3 new sentences",
        "in 3 sentences:\n          Wer braucht noch eine Fähre?",
        "Eine Fähre ist leicht zu sehen.",
        "en    unchanged",
        "in 1 sentence:",
        "2 episodes, 4 sentences with “Fähre” or “council”, 3 to be spoken anew",
    ):
        assert words in text
    assert "feed.xml" not in text


def test_what_nobody_said_is_told(run: Run, site: Site) -> None:
    site.publish(site.post())
    assert "No episode holds “zeppelin”." in run("--word", "zeppelin")
    assert run("--word", "zeppelin", "--json") == ""
    assert "There is no word in --word '**'" in run("--word", "**", code=2)


def test_an_episode_without_a_manuscript_is_named_with_what_brings_it_back(
    site: Site, spoken: Spoken, run: Run
) -> None:
    source = site.post()
    site.publish(source)
    manuscript(site, "de").write_text("damaged")
    rows(site, "de", Fähre="Fäh-re")
    spoken()
    for options in ([], ["--dry-run"]):
        text = run("--word", "Fähre", *options, code=1)
        assert "failed" in text
        assert (
            f"publish the post 'ferry' again with `audioedition publish POST --edition {site.root}`" in text
        )
    assert not spoken()
    rows(site, "de")
    assert [outcome.state for outcome in site.publish(source).outcomes] == [State.UNCHANGED, State.UNCHANGED]
    rows(site, "de", Fähre="Fäh-re")
    run("--word", "Fähre")
    assert len(spoken()) == 3


def test_a_post_that_is_remembered_gets_its_lost_manuscript_back(site: Site, spoken: Spoken) -> None:
    source = site.post()
    site.publish(source)
    path = manuscript(site, "de")
    kept = path.read_bytes()
    path.unlink()
    spoken()
    site.publish(source)
    assert path.read_bytes() == kept
    assert not spoken()


def test_the_manuscript_of_an_older_recording_is_not_spoken(site: Site) -> None:
    source = site.post()
    site.publish(source)
    old = manuscript(site, "en").read_bytes()
    site.post(POST.replace("easy", "simple"))
    site.publish(source)
    manuscript(site, "en").write_bytes(old)
    rows(site, "en", simple="sim pel")
    assert states(again(site, "simple")) == [("ferry", "en", State.FAILED)]


def test_a_failure_stops_no_other_episode(
    site: Site, spoken: Spoken, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(site.post())
    rows(site, "en", ferry="fair ee")
    rows(site, "de", Fähre="Fäh-re")
    spoken()
    faulty.failing["Fäh-re zwischen"] = EngineError
    before = site.archive.episodes("de")
    text = run("--word", "ferry", "--word", "Fähre", code=1)
    assert "no sound for" in text
    assert site.archive.episodes("de") == before
    assert any("fair ee" in sentence for sentence in spoken())
    faulty.failing.clear()
    assert "recorded" in run("--word", "Fähre")
    monkeypatch.delattr(takes, "plan")
    assert run("--word", "ferry", "--word", "Fähre", code=1).count("please report it") == 2


def test_an_interrupted_reread_goes_on_where_it_was(site: Site, spoken: Spoken, run: Run) -> None:
    site.publish(site.post())
    rows(site, "en", ferry="fair ee")
    rows(site, "de", Fähre="Fäh-re")
    spoken()
    faulty.failing["fair ee between"] = KeyboardInterrupt
    assert "Interrupted" in run(code=1)
    faulty.failing.clear()
    run()
    said = spoken()
    assert len(set(said)) == 6
    assert len(said) <= len(set(said)) + 2  # what was being spoken in that moment
    assert again(site) == []
    feed = feedparser.parse(site.root / "feeds/en/feed.xml")
    assert feed.entries[0].enclosures[0].href.endswith(site.archive.episodes("en")[0].enclosure.file)


def test_what_was_retracted_or_has_no_feed_any_more_stays_as_it_is(site: Site, run: Run) -> None:
    site.publish(site.post())
    site.archive.retract(site.archive.episodes("en")[0], NOW)
    rows(site, "en", ferry="fair ee")
    assert again(site, "ferry") == []
    site.edit("[feeds.de]", "[feeds.fr]")
    text = run("--word", "Fähre")
    assert "no feed" in text
    assert "[feeds.de]" in text


def test_an_episode_from_the_web_is_named_by_its_address(site: Site) -> None:
    site.publish(site.post())
    address = "https://example.org/a?p=1&q=2"
    episode = dataclasses.replace(
        site.archive.episodes("en")[0], address=address, origin=digest(id_of(address))
    )
    site.archive.put(episode, NOW)
    (told,) = again(site, "ferry")
    assert f"`audioedition publish '{address}' --edition {site.root}`" in told.outcome.detail


def test_an_edited_post_that_could_not_be_recorded_keeps_its_manuscript(site: Site) -> None:
    source = site.post()
    site.publish(source)
    faulty.failing["simple"] = EngineError
    site.post(POST.replace("easy", "simple").replace("leicht zu", "schwer zu"))
    site.publish(source)
    faulty.failing.clear()
    rows(site, "en", ferry="fair ee")
    rows(site, "de", Fähre="Fäh-re")
    told = again(site, "ferry", "Fähre")
    assert states(told) == [("ferry", "de", State.RECORDED), ("ferry", "en", State.RECORDED)]
    texts = {tag: " ".join(line.text for line in site.archive.episodes(tag)[0].lines) for tag in ("en", "de")}
    assert "easy" in texts["en"]
    assert "schwer" in texts["de"]


def test_lost_audio_comes_back_without_a_word(site: Site, spoken: Spoken) -> None:
    site.publish(site.post())
    episode = site.archive.episodes("de")[0]
    site.archive.audio("de", episode.enclosure.file).unlink()
    spoken()
    assert states(again(site)) == [("ferry", "de", State.RECORDED)]
    assert not spoken()


def both_editions(site: Site) -> None:
    site.publish(site.post())
    rows(site, "en", ferry="ferrie")
    rows(site, "de", Fähre="Fäh-re")


def test_several_episodes_are_in_hand_at_one_time_and_are_told_of_in_order(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_editions(site)
    both = threading.Barrier(2, timeout=20)
    perform = performance.done

    def together(take: takes.Take, studio: Studio) -> Outcome:
        both.wait()
        if take.draft.language == "en":
            time.sleep(0.2)
        return perform(take, studio)

    monkeypatch.setattr(performance, "done", together)
    with ThreadPoolExecutor(2) as pool, crew.crew(pool, lambda: 2) as together_:
        studio = dataclasses.replace(site.studio(), pool=pool, crew=together_)
        order = [found.episode.language for found in reread.find(studio, [])]
        told = list(reread.reread(reread.find(studio, []), studio))
    assert [each.outcome.language for each in told if each] == order
    assert {each.outcome.state for each in told if each} == {State.RECORDED}


def test_if_nobody_is_left_who_could_speak_no_other_episode_is_tried(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_editions(site)

    def nobody(*_: object) -> Outcome:
        raise ClusterError("The scheduler is gone.")

    monkeypatch.setattr(performance, "done", nobody)
    with pytest.raises(ClusterError, match="gone"):
        again(site)
