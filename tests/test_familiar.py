"""Which posts are recognised without reading them, and what must be noticed."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import POST, Site
from doubles import faulty

from audioedition import familiar, posts, program
from audioedition.familiar import Familiar
from audioedition.files import sealed, unsealed
from audioedition.posts import saved
from audioedition.reports import Lasting, Report, State

Change = Callable[[Site], object]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An edition with one post, published once for all tests: what one changes is put back."""
    faulty.reset()
    site = Site(tmp_path_factory.mktemp("familiar") / "site")
    jingle = site.root / "voices/jingles/mine.flac"
    jingle.write_bytes((site.root / "voices/jingles/outro.flac").read_bytes())
    site.edit("[sound]", '[sound]\noutro = "voices/jingles/mine.flac"')
    site.publish(site.post())
    yield site
    faulty.reset()


@pytest.fixture
def home(published: Site) -> Iterator[Site]:
    before = {path: path.read_bytes() for path in published.root.rglob("*") if path.is_file()}
    yield published
    for path in published.root.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def seen(site: Site, name: str = "ferry.txt", id: str | None = None) -> Report | None:  # noqa: A002 -- the field's own name
    return known(site).unread(posts.at(str(site.root / name), id=id, root=site.root))


def known(site: Site, **options: bool) -> Familiar:
    return Familiar(site.settings, site.archive, **options)


def test_an_unchanged_post_is_recognised_and_not_read(home: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "read", lambda *_, **__: pytest.fail("it was read"))
    found = seen(home)
    assert found is not None
    assert (found.source, found.post) == (str(home.root / "ferry.txt"), "ferry")
    assert [(o.language, o.state, o.title) for o in found.outcomes] == [
        ("en", State.UNCHANGED, "Who still needs a ferry?"),
        ("de", State.UNCHANGED, "Wer braucht noch eine Fähre?"),
    ]
    for outcome in found.outcomes:
        episode = home.archive.find("ferry", outcome.language)
        assert episode is not None
        assert outcome.file == home.archive.audio(outcome.language, episode.enclosure.file)
        assert (outcome.guid, outcome.seconds) == (episode.guid, episode.seconds)
    assert home.record(str(home.root / "ferry.txt")) == found, "and so it is by whoever records"


@pytest.mark.parametrize("named", ["ferry.txt", "./ferry.txt", "posts/../ferry.txt"])
def test_it_does_not_matter_how_a_post_is_named(
    home: Site, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.root / "posts").mkdir(exist_ok=True)
    monkeypatch.chdir(home.root)
    assert known(home).unread(posts.at(named, root=home.root)) is not None


def rewritten(path: str, old: bytes, new: bytes) -> Change:
    def change(site: Site) -> None:
        (found,) = site.root.glob(path)
        data = found.read_bytes()
        assert old in data
        found.write_bytes(data.replace(old, new))

    return change


def removed(path: str) -> Change:
    return lambda site: next(site.root.glob(path)).unlink()


def shortened(path: str) -> Change:
    def change(site: Site) -> None:
        found = next(site.root.glob(path))
        os.truncate(found, found.stat().st_size - 1)

    return change


def further(site: Site) -> None:
    """An episode of the post in a language that has no table any more."""
    folder = site.root / "feeds/fr/episodes"
    folder.mkdir(parents=True)
    (folder / "ferry.json").write_bytes((site.root / "feeds/de/episodes/ferry.json").read_bytes())


NOTICED = {
    "another word": rewritten("ferry.txt", b"council", b"Council"),
    "a post that is away": removed("ferry.txt"),
    "a setting": rewritten("audioedition.toml", b"Notes", b"NOTES"),
    "a voice": rewritten("voices/de.toml", b"faulty", b"FAULTY"),
    "another voice": lambda site: (site.root / "voices/fr.toml").write_text('engine = "espeak"\n', "utf-8"),
    "a jingle": shortened("voices/jingles/mine.flac"),
    "no jingle": removed("voices/jingles/mine.flac"),
    "a record": rewritten("feeds/en/episodes/ferry.json", b"ferry?", b"FERRY?"),
    "no record": removed("feeds/de/episodes/ferry.json"),
    "damaged audio": shortened("feeds/de/audio/*.mp3"),
    "no audio": removed("feeds/en/audio/*.mp3"),
    "a manuscript": rewritten(".audioedition/manuscripts/en/*.json", b"council", b"Council"),
    "no manuscript": removed(".audioedition/manuscripts/de/*.json"),
    "no memory of episodes": removed(".audioedition/seen/*.json"),
    "no memory of looks": removed(".audioedition/seen/files/*.json"),
    "a language beside it": lambda site: site.post(POST, "ferry.de.txt"),
    "a further episode": further,
}


@pytest.mark.parametrize("change", NOTICED.values(), ids=list(NOTICED))
def test_every_change_is_noticed(home: Site, change: Change) -> None:
    assert seen(home) is not None
    change(home)
    assert seen(home) is None


def test_another_version_looks_again_and_another_program_reads_again(
    home: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = posts.read(str(home.root / "ferry.txt"), root=home.root)
    with monkeypatch.context() as patch:
        patch.setattr(familiar, "__version__", "99")
        assert seen(home) is None
        assert known(home).read(post) is None
    monkeypatch.setattr(program, "stamp", lambda: "another")
    assert seen(home) is None
    assert known(home).read(post) is not None, "but what it reads is known"
    home.record(str(home.root / "ferry.txt"), dry_run=True)
    assert seen(home) is None
    home.record(str(home.root / "ferry.txt"))
    assert seen(home) is not None, "and is not read a second time"


def test_an_id_from_the_command_line_makes_it_another_post(home: Site) -> None:
    assert seen(home, id="other") is None
    assert seen(home) is not None


def test_a_link_and_a_copy_are_other_posts(home: Site) -> None:
    (home.root / "copy.txt").write_bytes((home.root / "ferry.txt").read_bytes())
    (home.root / "link.txt").symlink_to(home.root / "ferry.txt")
    assert seen(home, "copy.txt") is None
    assert seen(home, "link.txt") is None, "its id stands in its name"


def test_who_verifies_asks_for_what_was_heard(home: Site) -> None:
    source = posts.at(str(home.root / "ferry.txt"), root=home.root)
    assert known(home).unread(source) is not None
    assert known(home, verifies=True, asks=True).unread(source) is None, "nobody has listened"


@pytest.mark.parametrize("good", [True, False])
def test_what_was_not_found_good_is_not_familiar_to_who_asks(home: Site, *, good: bool) -> None:
    source = posts.at(str(home.root / "ferry.txt"), root=home.root)
    strict, outcomes = known(home, verifies=True, asks=True), seen(home)
    assert outcomes is not None
    strict.keep(source.read(), source.likeness(), outcomes.outcomes, lambda _: good)
    assert (strict.unread(source) is not None) == good
    assert known(home, verifies=True).unread(source) is not None, "to be heard first: nobody asks"


def test_notes_that_last_are_told_again_and_others_are_found_out_again(home: Site) -> None:
    source = posts.at(str(home.root / "ferry.txt"), root=home.root)
    outcomes = seen(home)
    assert outcomes is not None
    first, second = outcomes.outcomes
    for note, is_known in ((Lasting("It is tones."), True), ("Nobody speaks French here.", False)):
        noted = (dataclasses.replace(first, notes=(note,)), second)
        known(home).keep(source.read(), source.likeness(), noted, lambda _: False)
        found = seen(home)
        assert (found is not None) == is_known
        if found:
            assert found.outcomes == noted
            assert found.outcomes[0].is_settled, "nor does it get lost the next time"


def test_a_retracted_episode_is_told_each_time(home: Site) -> None:
    episode = home.archive.find("ferry", "de")
    assert episode is not None
    home.archive.retract(episode, episode.published)
    assert seen(home) is None
    home.record(str(home.root / "ferry.txt"))
    assert seen(home) is None


def test_what_changes_while_it_is_read_is_not_remembered(home: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    really = saved.read

    def read(source: str, **options: object) -> object:
        post = really(source, **options)  # type: ignore[arg-type]
        home.post(POST.replace("council", "mayor"))
        return post

    home.post(POST.replace("council", "town"))
    monkeypatch.setattr(saved, "read", read)
    home.record(str(home.root / "ferry.txt"))
    monkeypatch.undo()
    assert seen(home) is None


def test_a_pipe_is_not_read_to_be_recognised(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert posts.at(str(tmp_path / "pipe.txt")).likeness() is None


def test_all_files_of_a_post_count(site: Site) -> None:
    english, german = POST.split("German translation below (Jonas Feldkamp)\n\n")
    site.post(english, "fog.en.txt")
    site.post(german.split("2 thoughts")[0], "fog.de.txt")
    site.record(str(site.root / "fog.en.txt"))
    for name in ("fog.en.txt", "fog.de.txt"):
        assert seen(site, name) is not None
    site.edit("Fähre ist leicht", "Fähre ist schwer", "fog.de.txt")
    assert seen(site, "fog.en.txt") is None


def test_remembering_takes_no_post_for_another(home: Site) -> None:
    """A memory is of one post: its file names it by nothing but a digest."""
    (first,) = (home.root / ".audioedition/seen").glob("*.json")
    said = json.loads(unsealed(first.read_bytes()))
    first.write_bytes(sealed(json.dumps(said).encode()))
    assert seen(home) is not None
    said["inputs"] = "0" * 64
    first.write_bytes(sealed(json.dumps(said).encode()))
    assert seen(home) is None


def test_a_post_that_waits_to_be_heard_is_seen(home: Site) -> None:
    report = seen(home)
    assert report is not None
    assert not known(home).waits(report)
    home.record(home.post(POST.replace("council", "mayor")), review=True)
    assert known(home).waits(report)
    waiting = home.root / ".audioedition/unreleased/en/episodes/ferry.json"
    waiting.write_text("damaged", "utf-8")
    (waiting.parents[2] / "de/episodes/ferry.json").unlink(missing_ok=True)
    assert known(home).waits(report)
