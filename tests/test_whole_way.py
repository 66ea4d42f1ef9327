"""The sample post with the real starter voices, from nothing to two feeds, as a newcomer would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from click.testing import CliRunner
from mutagen.mp3 import MP3

from audioedition import mixdown
from audioedition.cli import main
from audioedition.cli.opened import opened
from audioedition.review import Desk

SAMPLE = Path(__file__).parents[1] / "examples/the-last-ferry.txt"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("whole-way")
    (folder / "the-last-ferry.txt").write_bytes(SAMPLE.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        _run("init", "--author", "Ann", "--email", "a@example.org", "--base-url", "https://example.org/p")
        _run("publish", "the-last-ferry.txt")
        yield folder


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def _audio(root: Path, language: str) -> Path:
    (path,) = root.glob(f"feeds/{language}/audio/*.mp3")
    return path


def _seconds(path: Path) -> float:
    sound: Any = MP3(path)  # type: ignore[no-untyped-call]
    length: float = sound.info.length
    return length


def _heard(path: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP), as ffmpeg hears the finished file."""
    listen = ["-filter_complex", "ebur128=peak=true", "-f", "null", "-"]
    command = [str(mixdown.ffmpeg()), "-nostats", "-i", str(path), *listen]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split("Summary:")[1]
    loudness, peak = re.search(r"I:\s+(-?[\d.]+) LUFS", text), re.search(r"Peak:\s+(-?[\d.]+) dBFS", text)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


@pytest.mark.parametrize(
    ("language", "title", "at_least", "at_most"),
    [("en", "Who still needs a ferry?", 70, 120), ("de", "Wer braucht noch eine Fähre?", 80, 140)],
)
def test_episodes_are_whole_and_loud_enough(
    root: Path, language: str, title: str, at_least: float, at_most: float
) -> None:
    path = _audio(root, language)
    sound: Any = MP3(path)  # type: ignore[no-untyped-call]
    assert (sound.info.channels, sound.info.sample_rate) == (1, 44100)
    assert at_least < sound.info.length < at_most
    loudness, peak = _heard(path)
    assert loudness == pytest.approx(-16, abs=0.5)
    assert peak <= -1
    assert sound.tags["TIT2"].text == [title]
    assert sound.tags["TPE1"].text == ["Ann"]
    assert sound.tags.getall("APIC")[0].mime == "image/jpeg"


@pytest.mark.parametrize(
    ("language", "chapters", "letters", "sentence"),
    [
        ("en", ["Who still needs a ferry?", "Of course a ferry costs money"], "eng", "A ferry is easy to see."),
        ("de", ["Wer braucht noch eine Fähre?", "Natürlich kostet eine Fähre Geld"], "deu", "Eine Fähre ist leicht zu sehen."),
    ],
)  # fmt: skip
def test_the_files_have_chapters_and_lyrics(
    root: Path, language: str, chapters: list[str], letters: str, sentence: str
) -> None:
    path = _audio(root, language)
    tags: Any = MP3(path).tags  # type: ignore[no-untyped-call]
    (contents,) = tags.getall("CTOC")
    frames = [tags[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [str(frame.sub_frames["TIT2"]) for frame in frames] == chapters
    record = json.loads((root / f"feeds/{language}/episodes/the-last-ferry.json").read_text("utf-8"))
    assert [frame.start_time for frame in frames] == [round(1000 * c["start"]) for c in record["chapters"]]
    assert frames[0].start_time == 0
    assert frames[-1].end_time == round(1000 * record["seconds"])
    (lyrics,) = tags.getall("USLT")
    assert (lyrics.lang, lyrics.desc) == (letters, "")
    said = [line for line in lyrics.text.splitlines() if line]
    assert said[0] == chapters[0]
    assert sentence in said
    assert " ".join(said) == " ".join(line["text"] for line in record["lines"])


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Who still needs a ferry?"), ("de", "Wer braucht noch eine Fähre?")]
)
def test_other_peoples_parsers_find_the_episode(root: Path, language: str, title: str) -> None:
    feed = root / f"feeds/{language}/feed.xml"
    parsed = feedparser.parse(feed)
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [title]
    with feed.open("rb") as file:
        podcast = podcastparser.parse("https://example.org/p/feed.xml", file)
    (episode,) = podcast["episodes"]
    (enclosure,) = episode["enclosures"]
    audio = _audio(root, language)
    assert enclosure["url"] == f"https://example.org/p/{language}/audio/{audio.name}"
    assert enclosure["file_size"] == audio.stat().st_size
    assert enclosure["mime_type"] == "audio/mpeg"
    assert episode["total_time"] == pytest.approx(_seconds(audio), abs=1)


def test_a_second_run_changes_nothing_and_a_word_changes_one_sentence(root: Path) -> None:
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in (root / "feeds").rglob("*") if p.is_file()}
    assert "nothing changed" in _run("publish", "the-last-ferry.txt")
    assert {
        p: (p.read_bytes(), p.stat().st_mtime_ns) for p in (root / "feeds").rglob("*") if p.is_file()
    } == before
    post = root / "the-last-ferry.txt"
    post.write_text(post.read_text("utf-8").replace("buy the coffee", "bring the coffee"), "utf-8")
    assert re.search(r"en +recorded .* 1 new sentence\b", _run("publish", "the-last-ferry.txt"))
    assert "unchanged" in _run("publish", "the-last-ferry.txt")


def test_an_edited_post_is_heard_corrected_and_released(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root, tmp_path / "edition")
    monkeypatch.chdir(tmp_path / "edition")
    before = {path: path.read_bytes() for path in Path("feeds").rglob("*") if path.is_file()}
    post = Path("the-last-ferry.txt")
    post.write_bytes(post.read_bytes().replace(b"ferry", b"ferryboat", 3))
    (told,) = map(json.loads, _run("publish", str(post), "--review", "--json").splitlines())
    states = {each["language"]: each["state"] for each in told["outcomes"]}
    assert states["en"] == "to be heard"
    assert {path: path.read_bytes() for path in Path("feeds").rglob("*") if path.is_file()} == before
    _, archive = opened(Path())
    desk = Desk(Path.cwd(), archive)
    card = next(each for each in desk.cards() if each.episode.language == "en")
    sentence = next(each for each in card.sentences if "ferryboat" in each.words)
    value = {"ipa": "ˈfɛɹɪboʊt", "say": "ferry boat"}
    trial = desk.hear(card.key, sentence.place, "ferryboat", value)
    assert "ˈfɛɹɪboʊt" in trial.after
    assert trial.clip.seconds > 0.5
    corrected = desk.correct(card.key, sentence.place, "ferryboat", value)[0]
    assert 0 < corrected.sentences < len(card.sentences) / 2
    (waiting,) = Path(".audioedition/unreleased/en/audio").glob("*.mp3")
    sound = waiting.read_bytes()
    _run("release", str(post), "--language", "en")
    (new,) = archive.episodes("en")
    assert archive.audio("en", new.enclosure.file).read_bytes() == sound
    (entry,) = feedparser.parse("feeds/en/feed.xml").entries
    assert entry.id == new.guid
    assert entry.enclosures[0].href.endswith(new.enclosure.file)
