"""When the cover and the thumbnail of a podcast are made, and by whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import mutagen.id3
import pytest
from conftest import Site
from PIL import Image

from audioedition import covers, packaging
from audioedition.errors import ArchiveError
from audioedition.kept import MADE, Kept
from audioedition.reports import State

ENGLISH = (
    "# The ferry\n\nThe council has decided to end the ferry, and nobody asked the people who live here.\n"
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made, as it happens: a cover with its thumbnail ("both"), or one of them alone."""
    happened: list[str] = []

    def noted(name: str, make: Callable[..., object]) -> Callable[..., object]:
        def make_and_note(*arguments: object) -> object:
            happened.append(name)
            return make(*arguments)

        return make_and_note

    monkeypatch.setattr(covers, "make", noted("both", covers.make))
    monkeypatch.setattr(covers, "draw", noted("cover", covers.draw))
    monkeypatch.setattr(covers, "thumbnail", noted("thumbnail", covers.thumbnail))
    return happened


def prepare(site: Site, language: str = "en") -> None:
    studio = site.studio()
    packaging.prepare(studio.config.stations[language], studio)


def in_the_web_root(site: Site, language: str = "en") -> list[Path]:
    return list((site.root / "feeds" / language).glob("cover-*"))


def kept(site: Site) -> list[Path]:
    return [path for path in (site.studio().shelf.folder / MADE).rglob("*") if path.is_file()]


def picture_of(site: Site) -> bytes:
    """The picture inside the audio file."""
    (episode,) = site.archive.episodes("en")
    tags = mutagen.id3.ID3(site.archive.audio("en", episode.enclosure.file))  # type: ignore[no-untyped-call]
    return bytes(tags["APIC:"].data)


def test_what_was_prepared_is_not_made_again_and_is_what_would_be_made(site: Site, made: list[str]) -> None:
    prepare(site)
    assert made == ["both"]
    site.record(site.post(ENGLISH))
    assert made == ["both"]
    (cover,) = in_the_web_root(site)
    assert cover.read_bytes() == covers.draw("Notes", "en")
    assert picture_of(site) == covers.thumbnail(cover.read_bytes())


def test_without_being_prepared_it_is_made_all_the_same(site: Site, made: list[str]) -> None:
    site.record(site.post(ENGLISH))
    assert made == ["both"]
    (cover,) = in_the_web_root(site)
    assert cover.read_bytes() == covers.draw("Notes", "en")


def test_nothing_that_is_prepared_is_seen_in_the_web_root(site: Site) -> None:
    before = site.files()
    prepare(site)
    assert site.files() == before
    assert len(kept(site)) == 2


def test_where_both_are_there_nothing_is_done(site: Site, made: list[str]) -> None:
    site.publish(site.post(ENGLISH))
    before = {path: path.stat().st_mtime_ns for path in kept(site)}
    made.clear()
    prepare(site)
    assert not made
    assert {path: path.stat().st_mtime_ns for path in kept(site)} == before


def test_of_a_cover_that_is_there_only_a_lost_thumbnail_is_made(site: Site, made: list[str]) -> None:
    site.publish(site.post(ENGLISH))
    for path in kept(site):
        path.unlink()
    made.clear()
    prepare(site)
    prepare(site)
    assert made == ["thumbnail"]
    assert [path.suffix for path in kept(site)] == [".jpg"]


def test_a_damaged_cover_that_was_kept_is_made_again(site: Site, made: list[str]) -> None:
    prepare(site)
    (path,) = (path for path in kept(site) if path.suffix == ".cover")
    path.write_bytes(bytes(path.stat().st_size))
    site.publish(site.post(ENGLISH))
    assert made == ["both", "both"]
    assert in_the_web_root(site)[0].read_bytes() == covers.draw("Notes", "en")


def test_another_title_or_picture_is_another_cover(site: Site, made: list[str]) -> None:
    prepare(site)
    site.edit('[feeds.en]\ntitle = "Notes"', '[feeds.en]\ntitle = "Other notes"')
    prepare(site)
    assert made == ["both", "both"]
    Image.new("RGB", (1400, 1400), "teal").save(site.root / "art.png")
    site.edit("[feeds.en]", '[feeds.en]\ncover = "art.png"')
    site.publish(site.post(ENGLISH))
    assert in_the_web_root(site)[0].read_bytes() == (site.root / "art.png").read_bytes()


def test_who_comes_second_waits_for_the_first(
    site: Site, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = threading.Event(), threading.Event()
    make = covers.make

    def slow(title: str, language: str, given: Path | None) -> tuple[bytes, bytes]:
        if first.is_set():
            second.set()
        first.set()
        second.wait(1)  # who does not wait for the first is here by then
        return make(title, language, given)

    monkeypatch.setattr(covers, "make", slow)
    threads = [threading.Thread(target=prepare, args=(site,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert made == ["both"]


def test_a_bad_cover_is_told_by_the_episode_and_not_before(site: Site) -> None:
    (site.root / "art.png").write_bytes(b"no picture")
    site.edit("[feeds.en]", '[feeds.en]\ncover = "art.png"')
    prepare(site)
    assert not kept(site)
    (outcome,) = (each for each in site.record(site.post(ENGLISH)).outcomes if each.language == "en")
    assert outcome.state is State.FAILED
    assert "art.png cannot be read as a picture" in outcome.detail
    assert not in_the_web_root(site)


@pytest.mark.parametrize("fault", [ArchiveError("no space"), OSError("gone"), RuntimeError("a bug")])
def test_nothing_that_goes_wrong_stops_who_prepares(
    site: Site, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "put", refuse)
        prepare(site)
    site.publish(site.post(ENGLISH))
    assert in_the_web_root(site)
