"""What a voice fails on in an edition: who speaks it instead, who is credited, and what the author is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from doubles import faulty, guest

from audioedition import listening, mixdown
from audioedition.clips import Shelf
from audioedition.errors import EngineError, EngineUnavailable
from audioedition.model import Attribution, Clip, Episode, Fault, Trouble, Utterance, Verdict, Voice
from audioedition.reports import Outcome, State

TEXT = """The ferry

The first sentence of this text is said by the usual voice, as nearly all are.

The sentence with the broken word is said by another, because the usual voice fails on it.
"""
FALLBACK = """engine = "doubles.faulty"

[fallback]
engine = "doubles.guest"
options = { level = 0.1 }

[fallback.attribution]
name = "Understudy"
licence = "CC0-1.0"
"""


@pytest.fixture
def post(site: Site) -> str:
    return site.post(TEXT, "ferry.md")


def stand_in(site: Site) -> None:
    (site.root / "voices/en.toml").write_text(FALLBACK, "utf-8")


def episode(site: Site) -> Episode:
    (found,) = site.archive.episodes("en")
    return found


def outcome(site: Site, post: str) -> Outcome:
    (found,) = site.publish(post).outcomes
    return found


def spoken_by(found: Episode) -> dict[str, str]:
    return {line.text[:12]: found.voices[line.voice].name for line in found.lines}


def test_a_sentence_on_which_a_voice_fails_is_spoken_and_credited_to_the_fallback(
    site: Site, post: str
) -> None:
    stand_in(site)
    faulty.failing["broken"] = EngineError
    told = outcome(site, post)
    assert told.state is State.RECORDED
    (note,) = told.notes
    assert note.startswith("“The sentence with the broken word is said by another, becau")
    assert note.endswith(
        "…” is spoken by the fallback voice (doubles.guest): the usual one could not speak it."
    )
    found = episode(site)
    assert found.guests == (Attribution("Understudy", "CC0-1.0"),)
    by = spoken_by(found)
    assert by["The sentence"] == "Understudy"
    assert by["The first se"] != "Understudy"

    faulty.failing.clear()
    again = outcome(site, post)
    assert (again.state, episode(site)) == (State.UNCHANGED, found)
    site.edit('title = "Notes"', 'title = "Other notes"')
    assert outcome(site, post).state is State.RETAGGED
    assert (episode(site).guests, spoken_by(episode(site))) == (found.guests, by)


def test_who_says_nothing_in_an_episode_is_not_credited(site: Site, post: str) -> None:
    stand_in(site)
    faulty.failing["broken"] = EngineError
    outcome(site, post)
    found = episode(site)
    assert found.credited == found.voices
    others = tuple(dataclasses.replace(line, voice=1) for line in found.lines)
    assert dataclasses.replace(found, lines=others).credited == (Attribution("Understudy", "CC0-1.0"),)


def test_without_a_fallback_the_edition_fails_as_before(site: Site, post: str) -> None:
    faulty.failing["broken"] = EngineError
    told = outcome(site, post)
    assert (told.state, told.detail.startswith("The engine 'faulty' has no sound")) == (State.FAILED, True)


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says "broken" is heard to babble, and every voice is listened to."""

    def judge(_: object, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
        assert clip.pcm
        assert voice
        bad = "broken" in utterance.spoken and voice.startswith("faulty")
        return Verdict((Fault(Trouble.TAIL, "it goes on for 2.0 s"),) if bad else ())

    monkeypatch.setattr(listening.Judge, "judge", judge)
    monkeypatch.setattr(faulty.Faulty, "is_speech", True)


@pytest.mark.usefixtures("picky")
def test_what_sounds_wrong_after_all_is_named_at_once_and_when_it_is_published_again(
    site: Site, post: str, spoken: Callable[[], list[str]]
) -> None:
    note = "“The sentence with the broken word is said by another, becau…” sounds wrong after 2 tries: it goes on for 2.0 s."
    told = outcome(site, post)
    assert (told.state, told.notes) == (State.RECORDED, (note,))
    assert sum("broken" in sentence for sentence in spoken()) == 2, "the fake says it the same way each time"
    again = outcome(site, post)
    assert (again.state, again.notes, spoken()) == (State.UNCHANGED, (note,), [])
    site.post(TEXT.replace("nearly all", "almost all"), Path(post).name)
    told = outcome(site, post)
    assert told.notes == (note,)
    assert [sentence for sentence in spoken() if "broken" in sentence] == []


@pytest.mark.usefixtures("picky")
def test_a_fallback_takes_over_what_sounds_wrong_and_is_not_needed_to_tell_it_again(
    site: Site, post: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(site)
    told = outcome(site, post)
    (note,) = told.notes
    assert note.endswith(
        "is spoken by the fallback voice (doubles.guest): the usual one sounds wrong after 2 tries (it goes on for 2.0 s)."
    )
    assert spoken_by(episode(site))["The sentence"] == "Understudy"

    def absent(_: Voice) -> None:
        raise EngineUnavailable("doubles.guest", "it is gone", "Fetch it.")

    monkeypatch.setattr(guest, "load", absent)
    again = outcome(site, post)
    assert (again.state, again.notes) == (State.UNCHANGED, (note,))


@pytest.mark.usefixtures("picky")
def test_a_fallback_that_is_not_installed_leaves_the_edition_as_it_is(site: Site, post: str) -> None:
    stand_in(site)
    file = site.root / "voices/en.toml"
    file.write_text(FALLBACK.replace("doubles.guest", "nobody.at.all"), "utf-8")
    told = outcome(site, post)
    assert told.state is State.RECORDED
    bad, unaided = told.notes
    assert "sounds wrong after 2 tries" in bad
    assert unaided.startswith("The fallback voice could not help: ")


def test_the_plan_and_its_fingerprint_do_not_know_of_it(site: Site, post: str) -> None:
    outcome(site, post)
    before = episode(site)
    stand_in(site)
    faulty.failing["broken"] = EngineError
    assert outcome(site, post).state is State.UNCHANGED
    assert dataclasses.replace(episode(site), guests=before.guests) == before


def test_two_languages_that_share_a_voice_file_have_fallbacks_of_their_own(site: Site) -> None:
    site.edit("[feeds.en]", "[feeds.en-US]\n\n[feeds.en-GB]")
    (site.root / "voices/en.toml").write_text('engine = "tone"\n[fallback]\nengine = "espeak"\n', "utf-8")
    studio = site.studio()
    voices = [studio.config.stations[tag].voice.fallback for tag in ("en-US", "en-GB")]
    there = [voice for voice in voices if voice]
    american, british = map(studio.fallback, there)
    assert american.fingerprint != british.fingerprint, "each has the accent of its edition"
    assert [american, british] == list(map(studio.fallback, there)), "and each is loaded once"


@pytest.mark.usefixtures("picky")
@pytest.mark.parametrize("times", [1, 2])
def test_a_clip_that_another_edition_replaced_is_listened_to_and_taken_once(
    site: Site, post: str, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    mix, left = mixdown.mix, [times]

    def late(*args: Any, **options: Any) -> object:
        if left[0]:
            left[0] -= 1
            path = min((site.root / ".audioedition/shelf").glob("*/*.wav"))
            shelf, key = Shelf(path.parents[1]), f"{path.parent.name}{path.stem}"
            clip = shelf.get(key)
            assert clip
            shelf.put(key, dataclasses.replace(clip, pcm=clip.pcm + bytes(2 * (left[0] + 1))))
        return mix(*args, **options)

    monkeypatch.setattr(mixdown, "mix", late)
    told = outcome(site, post)
    if times == 1:
        assert told.state is State.RECORDED
        assert told.sentences == len(episode(site).lines)
    else:
        assert told.state is State.FAILED
        assert "leave that folder alone" in told.detail
