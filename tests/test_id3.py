"""Chapters and lyrics in the tags; the other frames are tested with the mixdown."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import mutagen.id3
import numpy as np
import pytest
from require import need_program
from test_mixdown import FFMPEG, clip, decoded, sine, tags

from audioedition import covers
from audioedition.mixdown import id3 as frames
from audioedition.mixdown import mix, tag
from audioedition.model import Chapter

CHAPTERS = (Chapter(0.0, "Rain"), Chapter(1.2344, "A much longer title – „Snow“ ❄"), Chapter(2.0, "Hail"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "plain.mp3"
    mix([(clip(sine(2)), 0.5)], path, intro=None, outro=None, ffmpeg=FFMPEG)
    return path


@functools.cache
def picture() -> bytes:
    """A real cover: ffmpeg looks into it."""
    return covers.thumbnail(covers.draw("Weather", "en"))


def id3(path: Path) -> Any:
    return mutagen.id3.ID3(path)  # type: ignore[no-untyped-call]


def probed(path: Path) -> list[tuple[float, float, str]]:
    """Start, end and title of each chapter, as ffmpeg sees them."""
    said = subprocess.run([FFMPEG, "-i", path], check=False, capture_output=True).stderr.decode()
    chapter = re.compile(r"Chapter #0:\d+: start ([\d.]+), end ([\d.]+)\s+Metadata:\s+title +: (.*)")
    return [(float(start), float(end), title) for start, end, title in chapter.findall(said)]


def test_each_chapter_is_a_frame_and_the_contents_list_them(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.mp3"
    tag(plain, target, tags(chapters=CHAPTERS, seconds=2.5, cover=picture()))
    read = id3(target)
    (contents,) = read.getall("CTOC")
    assert int(contents.flags) == 3, "the top of the tree, and in order"
    assert len(contents.child_element_ids) == len(set(contents.child_element_ids)) == 3
    frames = [read[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(f.start_time, f.end_time, f.start_offset, f.end_offset) for f in frames] == [
        (0, 1234, 0xFFFFFFFF, 0xFFFFFFFF),
        (1234, 2000, 0xFFFFFFFF, 0xFFFFFFFF),
        (2000, 2500, 0xFFFFFFFF, 0xFFFFFFFF),
    ]
    assert [str(f.sub_frames["TIT2"]) for f in frames] == [chapter.title for chapter in CHAPTERS]


def test_players_that_read_frames_as_they_come_have_them_in_time_order(plain: Path, tmp_path: Path) -> None:
    """Mutagen would write the shortest frame first."""
    target = tmp_path / "x.mp3"
    tag(plain, target, tags(chapters=CHAPTERS, seconds=2.5, cover=picture()))
    assert probed(target) == [
        (0, 1.234, "Rain"),
        (1.234, 2.0, CHAPTERS[1].title),
        (2.0, 2.5, "Hail"),
    ]
    assert np.array_equal(decoded(target), decoded(plain))


def test_ffprobe_has_nothing_to_complain_of(plain: Path, tmp_path: Path) -> None:
    ffprobe = need_program("ffprobe")  # it comes with a system's ffmpeg only
    target = tmp_path / "x.mp3"
    tag(plain, target, tags(chapters=CHAPTERS, seconds=2.5, cover=picture(), lyrics="One.\n\nTwo."))
    said = subprocess.run(
        [ffprobe, "-v", "warning", "-show_chapters", "-of", "json", target], check=True, capture_output=True
    )
    assert said.stderr == b""
    starts = [float(chapter["start_time"]) for chapter in json.loads(said.stdout)["chapters"]]
    assert starts == [0.0, 1.234, 2.0]


def test_without_chapters_there_is_no_table_of_contents(plain: Path, tmp_path: Path) -> None:
    tag(plain, tmp_path / "x.mp3", tags(seconds=2.5))
    assert not id3(tmp_path / "x.mp3").getall("CTOC")


@pytest.mark.parametrize(("count", "tables"), [(255, 1), (256, 3), (600, 4)])
def test_a_book_has_contents_in_several_tables(plain: Path, tmp_path: Path, count: int, tables: int) -> None:
    """One table holds 255 entries."""
    chapters = tuple(Chapter(n / 1000, f"{n}") for n in range(count))
    tag(plain, tmp_path / "x.mp3", tags(chapters=chapters, seconds=2.5))
    read = id3(tmp_path / "x.mp3")
    by_name = {table.element_id: table for table in read.getall("CTOC")}
    assert len(by_name) == tables
    (top,) = [table for table in by_name.values() if int(table.flags) & 2]

    def leaves(name: str) -> list[str]:
        if name not in by_name:
            return [str(read[f"CHAP:{name}"].sub_frames["TIT2"])]
        return [leaf for child in by_name[name].child_element_ids for leaf in leaves(child)]

    assert leaves(top.element_id) == [chapter.title for chapter in chapters]
    assert [title for _, _, title in probed(tmp_path / "x.mp3")] == leaves(top.element_id)


def test_tables_of_contents_hold_tables_of_tables() -> None:
    """More chapters than two floors of tables can list: each is listed once."""
    names = [f"chapter-{n}" for n in range(255 * 255 + 1)]
    found: dict[str, list[str]] = {}
    for frame in frames._contents("contents", names, 3):
        name, rest = frame[10:].split(b"\0", 1)
        listed = rest[2:].decode().split("\0")[:-1]
        assert len(listed) == rest[1] <= 255
        assert rest[0] == (3 if name == b"contents" else 1)
        found[name.decode()] = listed

    def leaves(name: str) -> list[str]:
        return [leaf for child in found[name] for leaf in leaves(child)] if name in found else [name]

    assert leaves("contents") == names


@pytest.mark.parametrize("text", ["One.\nTwo.\n\nDrei – „vier“ 日本", "a\nb" * 60_000, "[CHAPTER]\n;=#\\"])
def test_lyrics_are_read_back(plain: Path, tmp_path: Path, text: str) -> None:
    tag(plain, tmp_path / "x.mp3", tags(lyrics=text))
    (frame,) = id3(tmp_path / "x.mp3").getall("USLT")
    assert (frame.lang, frame.desc, frame.text) == ("deu", "", text)


def test_hostile_titles_of_chapters_are_text(plain: Path, tmp_path: Path) -> None:
    titles = ("<script>", "a\0b", "\u202eabc", "x" * 500, "]]>")
    chapters = tuple(Chapter(n / 10, title) for n, title in enumerate(titles))
    tag(plain, tmp_path / "x.mp3", tags(chapters=chapters, seconds=2.5))
    frames = sorted(id3(tmp_path / "x.mp3").getall("CHAP"), key=lambda frame: int(frame.start_time))
    assert [str(f.sub_frames["TIT2"]) for f in frames] == [title.replace("\0", "") for title in titles]
