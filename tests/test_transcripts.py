from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
import regex
import webvtt
from feed_samples import ENGLISH, GERMAN, HOSTILE, episode, podcast
from hypothesis import example, given
from hypothesis import strategies as st

from audioedition import chapters, transcripts
from audioedition.markup import plain
from audioedition.model import Attribution, Block, Chapter, Disclosure, Episode, Kind, Line
from audioedition.text import permitted, seen
from audioedition.transcripts.lines import WIDTH, flat, wrapped

DATA = Path(__file__).parent / "data" / "transcripts"
LONG = (
    "The ferryman, who had never learned to read, kept the names of all who had crossed in his head & heart, "
    "and whoever asked was told."
)
TEXT = (
    Block(Kind.HEADING, "The <first> crossing", level=2),
    Block(Kind.PARAGRAPH, f"{LONG} He said: „Gute Nacht.“ --> and left."),
    Block(
        Kind.PARAGRAPH,
        "第一章很长，他们说：“明天再来吧！”然后就慢慢地走下山去了，再也没有回头看过那条河一眼，河水依旧流着。",
    ),
)
READ = episode(
    "en",
    3,
    "The Ferryman & <his> Book",
    "",
    seconds=400_000.0,
    voice=Attribution("joe > jim\n\nSTYLE"),
    guests=(Attribution("thorsten"), Attribution("")),
    blocks=TEXT,
    lines=(
        Line(0.8, 2.35, "The Ferryman & <his> Book."),
        Line(3.0, 4.1, TEXT[0].text, 0, (0, 20)),
        Line(4.1, 12.0006, LONG, 1, (0, len(LONG))),
        Line(12.5, 14.25, "He said: „Gute Nacht.“", 1, (len(LONG) + 1, len(LONG) + 23), 1, "de"),
        Line(14.25, 14.25, "--> and left.", 1, (len(LONG) + 24, len(TEXT[1].text))),
        Line(14.3, 14.3, " \u200b "),
        Line(14.3, 99.0, TEXT[2].text, 2, (0, len(TEXT[2].text)), 2, "zh"),
        Line(360_000.1, 360_002.0, "The end\u00a0!"),
    ),
    chapters=(Chapter(0.0, "The <first> crossing"), Chapter(3661.25, "")),
)
NUMBERED = re.compile(r"(\d+)\n(\d{2,}:\d\d:\d\d,\d{3}) --> (\d{2,}:\d\d:\d\d,\d{3})\n(.+)", re.DOTALL)


def spoken(*lines: Line, **other: Any) -> Episode:
    return episode("en", 1, "Title", "", lines=lines, **other)


def payloads(vtt: str) -> list[list[str]]:
    """The lines of each cue, as text; every way in which a file may be broken fails here."""
    first, *cues = vtt.removesuffix("\n").split("\n\n")
    assert first == "WEBVTT"
    found = []
    for cue in cues:
        times, *lines = cue.split("\n")
        assert re.fullmatch(r"\d{2,}:\d\d:\d\d\.\d{3} --> \d{2,}:\d\d:\d\d\.\d{3}", times)
        assert all(lines)
        assert lines
        plain = re.sub(r"^<v [^<>]*>|<lang [^<>]*>|</lang>", "", "\n".join(lines))
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", plain)
        found.append(html.unescape(plain).split("\n"))
    return found


def holds(lines: list[str], text: str) -> bool:
    """Whether the lines are just the text: between two of them a blank is missing, or nothing."""
    place = 0
    for line in lines:
        if place and text[place : place + 1].isspace():
            place += 1
        said = line[1:] if line[0] in "\u200e\u200f" and not text.startswith(line, place) else line
        if not text.startswith(said, place):
            return False
        place += len(said)
    return place == len(text)


@pytest.mark.parametrize("suffix", transcripts.FORMATS)
def test_a_transcript_is_as_it_was(suffix: str) -> None:
    written = transcripts.FORMATS[suffix](READ, ENGLISH)
    assert written == (DATA / f"ferryman.{suffix}").read_text("utf-8")


def test_another_program_reads_the_cues(tmp_path: Path) -> None:
    for suffix in ("vtt", "srt"):
        path = tmp_path / f"a.{suffix}"
        path.write_text(transcripts.FORMATS[suffix](READ, ENGLISH), "utf-8")
        read = webvtt.read(str(path)) if suffix == "vtt" else webvtt.from_srt(str(path))
        assert len(read) == len(READ.lines) - 1  # one has nothing that could be seen
        assert (read[1].start_in_seconds, read[1].end_in_seconds) == (3, 4)
        assert read[2].start == "00:00:04.100"
        assert read[2].end == "00:00:12.001"
        assert " ".join(html.unescape(read[2].text).split()) == LONG
    voices = [caption.voice for caption in webvtt.read(str(tmp_path / "a.vtt")).captions]
    assert voices[3] == "thorsten (synthetic voice)"


def test_the_voice_is_known_as_a_synthetic_one_unless_the_owner_will_not_have_it() -> None:
    read = spoken(Line(0, 1, "Ja."), voice=Attribution("thorsten"))
    assert "<v thorsten (synthetische Stimme)>Ja." in transcripts.vtt(read, GERMAN)
    silent = podcast("de", "Titel", "Text", disclosure=Disclosure(metadata=False))
    assert "<v thorsten>Ja." in transcripts.vtt(read, silent)
    nobody = spoken(Line(0, 1, "Ja."), voice=Attribution())
    assert "<v synthetische Stimme>Ja." in transcripts.vtt(nobody, GERMAN)
    assert "\nJa.\n" in transcripts.vtt(nobody, silent)
    assert "speaker" not in json.loads(transcripts.as_json(nobody, silent))["segments"][0]


def test_each_segment_names_its_place_in_the_text() -> None:
    said = json.loads(transcripts.as_json(READ, ENGLISH))
    placed = [each for each in said["segments"] if "span" in each]
    assert len(placed) == 5
    for segment in placed:
        start, end = segment["span"]
        assert said["blocks"][segment["block"]]["text"][start:end] == segment["body"]
    assert "block" not in said["segments"][0]


def test_a_forbidden_character_moves_no_place() -> None:
    block = Block(Kind.PARAGRAPH, "a\x00\x07b. The next.")
    said = json.loads(
        transcripts.as_json(spoken(Line(0, 1, "The next.", 0, (6, 15)), blocks=(block,)), ENGLISH)
    )
    assert said["blocks"][0]["text"][6:15] == "The next."
    assert not re.search("[\x00\x07]", said["blocks"][0]["text"])


def test_what_players_take_for_markup_is_text_in_subrip() -> None:
    said = r"Write <b>this</b>, <font color='red'>, <script>, {\an8} or {y:i}; a < b and {x} stay."
    shown = transcripts.srt(spoken(Line(0, 1, said)), ENGLISH).split("\n", 2)[2]
    assert " ".join(shown.split()) == (
        "Write ‹b›this‹/b›, ‹font color='red'›, ‹script›, {\u2060\\an8} or {\u2060y:i}; a < b and {x} stay."
    )


def test_sentences_without_sound_overlap_nothing() -> None:
    lines = [Line(1, 1, "a"), Line(1, 1, "b"), Line(1.0301, 3, "c"), Line(2.5, 4, "d"), Line(4, 4, "e")]
    times = re.findall(r"00:00:0(\S+) --> 00:00:0(\S+)", transcripts.vtt(spoken(*lines), ENGLISH))
    assert times == [
        ("1.000", "1.001"),
        ("1.001", "1.030"),
        ("1.030", "2.500"),
        ("2.500", "4.000"),
        ("4.000", "4.100"),
    ]


hostile = st.text(max_size=300) | st.sampled_from(HOSTILE)


@given(st.lists(st.tuples(st.floats(0, 4e5), st.floats(0, 100), hostile, hostile), max_size=6))
@example(
    [(0.0, 1.0, "a\n\n00:00:00.000 --> 00:00:01.000\nb", "x\n--> y"), (1.0, 1.0, "&lt;b> <v x>", "&gt;")]
)
def test_hostile_text_is_text(said: list[tuple[float, float, str, str]]) -> None:
    lines = [Line(start, start + length, text, -1, (0, 0), 0, "de") for start, length, text, _ in said]
    name = said[0][3] if said else ""
    read = spoken(*lines, voice=Attribution(name))
    texts = [flat(permitted(line.text)) for line in lines]
    texts = [each for each in texts if seen(each).strip()]
    vtt = transcripts.vtt(read, ENGLISH)
    found = payloads(vtt)
    assert len(found) == len(texts)
    for cue, text in zip(found, texts, strict=True):
        assert holds(cue, text)
    blocks = transcripts.srt(read, ENGLISH).removesuffix("\n").split("\n\n") if texts else []
    numbered = [NUMBERED.fullmatch(block) for block in blocks]
    assert [each and int(each[1]) for each in numbered] == list(range(1, len(texts) + 1))
    for each, text in zip(numbered, texts, strict=True):
        assert each
        assert "-->" not in each[4]
        assert not re.search(r"<[A-Za-z/!?]|\{\\", each[4])
        seen_there = plain(text.replace("-->", "→")).replace("{\\", "{\u2060\\")
        assert holds(each[4].split("\n"), re.sub(r"\{(?=[CcFfoPSsYy]:)", "{\u2060", seen_there))
    segments = json.loads(transcripts.as_json(read, ENGLISH).encode())["segments"]
    assert [each["body"] for each in segments] == texts
    ends = [0.0]
    for each in segments:
        assert ends[-1] <= each["startTime"] < each["endTime"]
        ends.append(each["endTime"])


@given(
    st.text(
        st.sampled_from("abc  \u00a0今日は。「」ー한국가กไ 👨\u200d👩🏽🇩🇪e\u0301שלום\u202e-&"), max_size=400
    )
)
def test_lines_are_cut_where_readers_see_a_border(text: str) -> None:
    text = flat(text)
    lines = wrapped(text)
    assert holds(lines, text) if text else lines == [""]
    clusters = regex.findall(r"\X", text)
    for line in lines:
        assert line.strip() or not text
        assert len(line) <= max(WIDTH, *map(len, clusters or [""]))
        body = line.lstrip("\u200e\u200f")
        assert set(regex.findall(r"\X", body)) <= set(clusters)


def test_chinese_and_japanese_lines_never_begin_with_what_closes() -> None:
    lines = wrapped("他们说：“明天再来吧！”" * 9)
    assert len(lines) > 1
    assert not any(line[0] in "：！”，。" or line[-1] == "“" for line in lines)
    assert all(len(line) <= WIDTH // 2 for line in wrapped("水" * 99))  # they are twice as wide


def test_bound_blanks_end_no_line() -> None:
    lines = wrapped(f"{'x' * 60} «\u00a0Oui\u00a0!\u00a0» dit-il")
    assert lines == ["x" * 60, "«\u00a0Oui\u00a0!\u00a0» dit-il"]


def test_no_line_runs_in_another_direction_than_its_sentence() -> None:
    hebrew = f"{'שלום ' * 12}BBC-News ועוד"
    assert wrapped(hebrew)[1].startswith("\u200fBBC")
    english = f"{'peace ' * 10}so שלום and more"
    assert wrapped(english)[1].startswith("\u200eשלום")
    assert wrapped("שלום")[0] == "שלום"


def test_chapters_lead_to_their_moments() -> None:
    said = json.loads(chapters.as_json(READ, ENGLISH))
    page = "https://example.org/feeds/en/episodes/letter-3.html#t="
    assert said["chapters"] == [
        {"startTime": 0.0, "endTime": 3661.25, "title": "The <first> crossing", "url": f"{page}0"},
        {"startTime": 3661.25, "endTime": 400_000.0, "url": f"{page}3661.25"},
    ]
    assert said["version"] == "1.2.0"
    assert said["title"] == READ.title
    assert said["author"] == "Jane Roe"


def test_chapters_of_a_podcast_without_an_address_lead_nowhere() -> None:
    said = json.loads(chapters.as_json(READ, podcast("en", "a\x00b", "", address="/en")))
    assert [list(each) for each in said["chapters"]] == [
        ["startTime", "endTime", "title"],
        ["startTime", "endTime"],
    ]
    assert said["podcastName"] == "ab"
    assert chapters.as_json(READ, ENGLISH).endswith("}\n")
