"""Who speaks what: an edition's own voice, and guests for what is in other languages."""

from __future__ import annotations

import json
from collections.abc import Iterator

import feedparser
import pytest
from click.testing import CliRunner
from conftest import Site
from doubles import guest

from audioedition import cli, episodes
from audioedition.model import Attribution, Utterance
from audioedition.reports import Report, State

TEXT = """Who still needs a ferry?

Last week the council voted to close the ferry between the two banks of our river, after a hundred years.

The oldest of the captains only said: « Je ne reviendrai pas avant le printemps », and nothing more.

Nobody asked what the road costs, or the bus that was cut in the spring. A ferry is easy to see.
"""
FRENCH = "Je ne reviendrai pas avant le printemps"
QUOTED = f"{TEXT}\n> Nous ne sommes pas venus pour attendre le bateau, mais pour voir la rivière avec vous.\n"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    guest.spoken.clear()
    yield
    guest.spoken.clear()


@pytest.fixture
def french(site: Site) -> Site:
    """A site with a voice for French, and no podcast in it."""
    voice = 'engine = "doubles.guest"\n[attribution]\nname = "Claire"\nlicence = "CC0-1.0"\n'
    (site.root / "voices/fr.toml").write_text(voice, "utf-8")
    return site


def said() -> list[str]:
    return [text for language, text in guest.spoken if language == "fr"]


def states(report: Report) -> list[State]:
    return [outcome.state for outcome in report.outcomes]


def test_a_phrase_is_spoken_by_the_voice_of_its_language(french: Site) -> None:
    assert states(french.publish(french.post(TEXT))) == [State.RECORDED]
    assert len(said()) == 1
    assert FRENCH in said()[0]
    assert {language for language, _ in guest.spoken} == {"fr"}


def test_a_whole_quotation_is_spoken_by_the_voice_of_its_language(french: Site) -> None:
    french.publish(french.post(QUOTED, "ferry.md"))
    assert len(said()) == 2
    assert "pour voir la rivière" in said()[1]


def test_the_edition_s_own_voice_speaks_all_if_that_is_wanted(french: Site) -> None:
    settings = french.root / "audioedition.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[script]\nforeign = "own"\n', "utf-8")
    report = french.publish(french.post(QUOTED, "ferry.md"))
    assert states(report) == [State.RECORDED]
    assert said() == []
    assert french.archive.episodes("en")[0].guests == ()


def test_another_wish_is_another_recording(french: Site) -> None:
    source = french.post(TEXT)
    french.publish(source)
    first = french.archive.episodes("en")[0]
    french.edit('title = "Notes"', 'title = "Notes"\n', "audioedition.toml")
    assert states(french.publish(source)) == [State.UNCHANGED]
    settings = french.root / "audioedition.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[script]\nforeign = "own"\n', "utf-8")
    assert states(french.publish(source)) == [State.RECORDED]
    assert french.archive.episodes("en")[0].guid == first.guid


def test_another_guest_is_another_recording_and_no_other_sentence(french: Site) -> None:
    source = french.post(TEXT)
    french.publish(source)
    guest.spoken.clear()
    french.edit("[attribution]", "[options]\nlevel = 0.5\n[attribution]", "voices/fr.toml")
    report = french.publish(source)
    assert states(report) == [State.RECORDED]
    assert report.outcomes[0].sentences == 1


def test_guests_are_credited_where_the_voice_is(french: Site) -> None:
    french.publish(french.post(TEXT))
    (episode,) = french.archive.episodes("en")
    assert episode.guests == (Attribution("Claire", "CC0-1.0"),)
    feed = (french.root / "feeds/en/feed.xml").read_text("utf-8")
    assert feed.count('role="narrator"') == 2
    assert "Claire (synthetic voice)" in feed
    assert "Claire, CC0-1.0." in feedparser.parse(feed).entries[0].content[0].value
    assert "Claire, CC0-1.0</bdi>." in (french.root / "feeds/en/index.html").read_text("utf-8")


def test_a_guest_who_is_not_heard_is_not_credited(french: Site) -> None:
    french.publish(french.post(TEXT.replace(f"« {FRENCH} »", "nothing")))
    assert french.archive.episodes("en")[0].guests == ()


def test_the_voice_of_a_podcast_is_the_guest_in_the_other_one(site: Site) -> None:
    (site.root / "voices/de.toml").write_text('engine = "doubles.guest"\n', "utf-8")
    site.publish(site.post(TEXT.replace(FRENCH, "Wir fahren heute nicht mehr, das Wasser steht zu hoch")))
    assert ["Wir fahren heute nicht mehr" in text for _, text in guest.spoken] == [True]
    assert {language for language, _ in guest.spoken} == {"de"}


def test_a_voice_that_cannot_be_had_is_told_each_time_and_the_own_one_speaks(site: Site) -> None:
    (site.root / "voices/fr.toml").write_text('engine = "doubles.guest"\nmodel = "missing"\n', "utf-8")
    source = site.post(TEXT)
    report = site.publish(source)
    assert states(report) == [State.RECORDED]
    assert report.outcomes[0].notes == (
        "What is in French is spoken by the voice of the edition, for want of one: The engine 'doubles.guest' cannot be used: it has lost its voice. Give it a rest.",
    )
    (episode,) = site.archive.episodes("en")
    assert any(
        line.text.startswith("The oldest") and line.text.endswith("nothing more.") for line in episode.lines
    )
    again = site.publish(source)
    assert states(again) == [State.UNCHANGED]
    assert again.outcomes[0].notes == report.outcomes[0].notes


def test_a_language_that_nobody_speaks_is_told(site: Site) -> None:
    source = site.post(TEXT.replace(f"« {FRENCH} »", '<i lang="tlh">Qapla</i>'), "ferry.md")
    (outcome,) = site.publish(source).outcomes
    assert outcome.state is State.RECORDED
    (note,) = outcome.notes
    assert note.startswith("What is in Klingon is spoken by the voice of the edition, for want of one: ")
    assert note.endswith("Add voices/tlh.toml with a voice that does.")


def test_a_voice_file_that_is_wrong_stops_the_edition_with_a_sentence(site: Site) -> None:
    (site.root / "voices/fr.toml").write_text('engine = "piccolo"\n', "utf-8")
    (outcome,) = site.publish(site.post(TEXT)).outcomes
    assert outcome.state is State.FAILED
    assert "There is no engine 'piccolo' (voices/fr.toml)" in outcome.detail


def test_an_episode_in_one_language_keeps_its_fingerprint() -> None:
    script = (Utterance("Title.", "Title.", "en", 0.6, chapter="Title"),)
    plain = episodes.sound(script, "voice", [None, None])
    assert plain == episodes.sound(script, "voice", [None, None], {})
    # This one changes when `episodes.REVISION` is raised, and never otherwise: each episode is made anew then.
    assert episodes.REVISION == 2
    assert plain == "d02aad6aca8a939e72a1b621e30128a2278b84673090358de2b9d2868de2caa9"
    several = {episodes.sound(script, "voice", [None, None], {"fr": one}) for one in ("a", "b")}
    assert len({plain, *several, episodes.sound(script, "voice", [None, None], {"de": "a"})}) == 4


@pytest.mark.parametrize(("wish", "heard"), [("voice", {"en", "fr"}), ("own", {"en"})])
def test_the_script_shows_who_would_speak(french: Site, wish: str, heard: set[str]) -> None:
    settings = french.root / "audioedition.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[script]\nforeign = "{wish}"\n', "utf-8")
    (french.root / "voices/fr.toml").open("a", encoding="utf-8").write(
        '[lexicon]\n"printemps" = "prin temps"\n'
    )
    asked = ["script", "--json", "--edition", str(french.root), french.post(TEXT)]
    found = [json.loads(line) for line in CliRunner().invoke(cli.main, asked).stdout.splitlines()]
    assert {each["language"] for each in found} == heard
    assert ("prin temps" in " ".join(each["spoken"] for each in found)) is (wish == "voice")


def test_a_voice_of_a_phrase_that_is_exchanged_in_place_is_seen(french: Site) -> None:
    model = french.root / "voices/claire.onnx"
    model.write_bytes(b"one")
    french.edit("[attribution]", "[options]\nfile = 'claire.onnx'\n[attribution]", "voices/fr.toml")
    before = french.settings.digest
    model.write_bytes(b"another")
    assert french.settings.digest != before


def test_an_edition_of_tones_is_noted_once_whenever_it_is_published(site: Site) -> None:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")
    source = site.post()
    for state in (State.RECORDED, State.UNCHANGED):
        told = site.publish(source)
        assert states(told) == [state, state]
        for outcome in told.outcomes:
            (note,) = outcome.notes
            assert note.startswith(f"All of it is tones and no speech, by voices/{outcome.language}.toml: ")
            assert f"see audioedition voices list {outcome.language}." in note


def test_a_guest_that_plays_tones_is_noted_where_it_is_heard(french: Site) -> None:
    (french.root / "voices/fr.toml").write_text('engine = "tone"\n', "utf-8")
    (told,) = french.publish(french.post(TEXT)).outcomes
    assert [note.split(":")[0] for note in told.notes] == [
        "Some of it is tones and no speech, by voices/fr.toml"
    ]
    silent = french.publish(french.post(TEXT.replace(FRENCH, "I shall not be back before spring")))
    assert silent.outcomes[0].notes == ()
