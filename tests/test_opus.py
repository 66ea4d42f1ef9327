from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import mutagen.flac
import mutagen.oggopus
import numpy as np
import pytest
from test_id3 import picture, probed
from test_mixdown import FFMPEG, HOSTILE, clip, decoded, meter, posix, program, sine, tags

from audioedition import mixdown
from audioedition.errors import AudioError
from audioedition.model import Chapter

CHAPTERS = (Chapter(0.0, "Rain"), Chapter(1.534, "Snow = a; b # c \\ d"), Chapter(6002.0, "Hail"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with tags of its own, which must not be taken over."""
    folder = tmp_path_factory.mktemp("sound")
    mixdown.mix([(clip(sine(2)), 0.5)], folder / "plain.mp3", intro=None, outro=None, ffmpeg=FFMPEG)
    older = tags(title="Old", comment="Old", chapters=(Chapter(0, "Old"),), seconds=2.5)
    mixdown.tag(folder / "plain.mp3", folder / "tagged.mp3", older)
    return folder / "tagged.mp3"


def made(source: Path, folder: Path, **changes: Any) -> Path:
    target = folder / "x.opus"
    mixdown.opus(source, target, tags(**changes), FFMPEG)
    return target


def read(path: Path) -> Any:
    return mutagen.oggopus.OggOpus(path)  # type: ignore[no-untyped-call]


def test_it_is_a_small_mono_file_as_long_and_as_loud(source: Path, tmp_path: Path) -> None:
    path = made(source, tmp_path)
    info = read(path).info
    assert (info.channels, round(info.length, 3)) == (1, 2.5)
    assert len(decoded(path)) == len(decoded(source)) == 2.5 * 44100
    assert meter(path)[0] == pytest.approx(meter(source)[0], abs=0.5)
    assert path.stat().st_size < source.stat().st_size / 2


def test_it_says_of_itself_what_the_mp3_says(source: Path, tmp_path: Path) -> None:
    said = {"copyright": "© Ann", "comment": "Synthetic.", "lyrics": "One.\nTwo.\n\n[CHAPTER]\n;Three."}
    found = read(made(source, tmp_path, cover=picture(), **said))
    words = dict(found.tags)
    (data,) = words.pop("metadata_block_picture")
    assert words.pop("encoder")
    assert words == {
        "title": ["Rain"],
        "artist": ["Ann Lee"],
        "album": ["Weather"],
        "language": ["de-AT"],
        "published": ["2024-06-18T12:30:00+00:00"],
        "date": ["2024-06-18"],
        "copyright": ["© Ann"],
        "description": ["Synthetic."],
        "guid": ["tag:example.org,2024:rain/de"],
        "lyrics": [said["lyrics"]],
    }
    shown = mutagen.flac.Picture(base64.b64decode(data))  # type: ignore[no-untyped-call]
    assert (shown.type, shown.mime, shown.data) == (3, "image/jpeg", picture())


def test_it_has_the_chapters_in_the_order_of_time(source: Path, tmp_path: Path) -> None:
    path = made(source, tmp_path, chapters=CHAPTERS, seconds=2.5)
    found = read(path).tags
    assert [(found[f"chapter00{n}"], found[f"chapter00{n}name"]) for n in range(3)] == [
        (["00:00:00.000"], ["Rain"]),
        (["00:00:01.534"], [CHAPTERS[1].title]),
        (["01:40:02.000"], ["Hail"]),
    ]
    assert [start for start, _, _ in probed(path)] == [0, 1.534, 6002.0]


@pytest.mark.parametrize("text", [*HOSTILE, "[CHAPTER]\nSTART=5", "a\nb\r\nc", ";x", "end\\"])
def test_hostile_words_are_text(source: Path, tmp_path: Path, text: str) -> None:
    found = read(made(source, tmp_path, title=text, chapters=(Chapter(0, text),), seconds=2.5)).tags
    (title,), (chapter,) = found["title"], found["chapter000name"]
    assert title.rstrip(" ") == chapter.rstrip(" ") == text.replace("\r", " ").rstrip(" ")
    assert "chapter001" not in found


def test_what_no_text_can_hold_is_left_out(source: Path, tmp_path: Path) -> None:
    assert read(made(source, tmp_path, title="a\0b\ud800c\x07")).tags["title"] == ["abc"]


def test_equal_input_gives_equal_bytes_whatever_tags_the_mp3_has(source: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    again = made(source.with_name("plain.mp3"), tmp_path / "again", cover=picture())
    assert made(source, tmp_path, cover=picture()).read_bytes() == again.read_bytes()


def test_its_peaks_stay_low_even_where_the_encoder_would_raise_them(tmp_path: Path) -> None:
    time = np.arange(22050 * 3) / 22050
    bursts = np.random.default_rng(7).normal(0, 0.1, len(time)) * np.clip(np.sin(time * 20), 0, 1) ** 8
    mixdown.mix([(clip(bursts), 0)], tmp_path / "x.mp3", intro=None, outro=None, ffmpeg=FFMPEG)
    assert meter(made(tmp_path / "x.mp3", tmp_path))[1] <= -1.0


def test_a_cover_that_is_no_picture_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cover of 'Rain' is neither JPEG nor PNG"):
        made(source, tmp_path, cover=b"<svg/>")
    assert list(tmp_path.iterdir()) == []


@posix
def test_an_ffmpeg_without_opus_serves_only_where_there_is_none(tmp_path: Path) -> None:
    path = program(tmp_path, "print(' A....D libmp3lame')")
    assert mixdown.ffmpeg(str(path)) == path
    with pytest.raises(AudioError, match="has no libopus"):
        mixdown.ffmpeg(str(path), opus=True)
    assert mixdown.ffmpeg(opus=True)
