"""A recogniser listens before an edition is published, or later to what is; here it is a double."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import NOW, POST, Site
from doubles import talker
from recogniser import Double

from audioedition import mixdown, posts, publish, recognition, record, release, utterances, verify
from audioedition.cli import main
from audioedition.model import Clip, Fault, Heard, Quality, Trouble, Utterance, Verdict
from audioedition.recognition import Ear
from audioedition.reports import Report, State
from audioedition.studio import Studio

Hearing = Callable[[Utterance], str]


class Judge:
    """Has heard in every clip what `hearing` says, and thinks of it what an ear does."""

    def __init__(self, ear: Ear, hearing: Hearing, double: type[Double] = Double) -> None:
        self._ear = ear
        self._double = double
        self._hearing = hearing
        self.judged: list[str] = []

    def recall(self, key: str, clip: Clip | None = None) -> Verdict | None:  # noqa: ARG002 -- as a real one
        return None

    def lesson(self, voice: str, utterances: Sequence[Utterance]) -> Sequence[Utterance]:  # noqa: ARG002 -- likewise
        return ()

    def measure(self, voice: str, clip: Clip, utterance: Utterance) -> None: ...

    def learn(self, voice: str, clips: Any) -> None: ...

    def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:  # noqa: ARG002 -- as a real one
        self.judged.append(utterance.text)
        double = self._double(self._hearing(utterance), language=utterance.language)
        heard = Ear(double, utterances.said).hear(clip, utterance)
        return Verdict(self._ear.faults(heard, utterance), heard)

    def keep(self, key: str, clip: Clip, verdict: Verdict) -> None: ...


def all_of_it(utterance: Utterance) -> str:
    return utterance.spoken


@pytest.fixture
def talking(site: Site) -> Site:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "doubles.talker"\n', "utf-8")
    return site


def studio(site: Site, hearing: Hearing = all_of_it, **options: bool) -> Studio:
    """A session in which `hearing` says what is heard."""
    found = Studio(site.settings, site.archive, NOW, **options)  # type: ignore[arg-type]
    ear = Ear(Double("nothing of the kind"), utterances.said, ("en", "de"))
    vars(found).update(hearing=ear, judge=Judge(ear, hearing))
    return found


def published(site: Site, source: str, hearing: Hearing = all_of_it, **options: bool) -> Report:
    report = record.record(posts.at(source, root=site.root), studio(site, hearing, verify=True, **options))
    publish.publish(site.settings, site.archive)
    return report


def german_is_babble(utterance: Utterance) -> str:
    return "was für ein Unsinn ist denn das hier" if utterance.language == "de" else utterance.spoken


def kept(site: Site, language: str, suffix: str = ".json") -> Path:
    return site.root / f".audioedition/quality/{language}/ferry{suffix}"


def test_a_good_edition_is_published_with_what_was_heard_in_its_record(talking: Site) -> None:
    report = published(talking, talking.post())
    assert [o.state for o in report.outcomes] == [State.RECORDED, State.RECORDED]
    (episode,) = talking.archive.episodes("en")
    assert episode.quality
    assert (episode.quality.recogniser, episode.quality.errors) == ("Whisper base", 0)
    assert episode.quality.sentences == len(episode.lines)
    assert episode.quality.is_whole
    said = json.loads(kept(talking, "en").read_text("utf-8"))
    assert said["good"]
    page = kept(talking, "en", ".html").read_text("utf-8")
    assert f"../../../feeds/en/audio/{episode.enclosure.file}#t=" in page
    assert (kept(talking, "en").parent / f"../../../feeds/en/audio/{episode.enclosure.file}").exists()


def test_a_bad_edition_is_not_published_while_the_other_one_is(talking: Site) -> None:
    report = published(talking, talking.post(), german_is_babble)
    states = {o.language: o.state for o in report.outcomes}
    assert states == {"en": State.RECORDED, "de": State.FAILED}
    assert report.failed
    (failed,) = (o for o in report.outcomes if o.state is State.FAILED)
    assert "It is not published: " in failed.detail
    assert "of its words are not understood" in failed.detail
    assert "; or, if it sounds right to you, publish it with --review and release it." in failed.detail
    assert "“Wer braucht noch eine Fähre?" in failed.detail
    assert kept(talking, "de", ".html").as_uri() in failed.detail
    assert talking.archive.episodes("de") == []
    assert not (talking.root / "feeds/de/audio").exists() or not list(
        (talking.root / "feeds/de/audio").iterdir()
    )
    assert kept(talking, "de", ".mp3").stat().st_size > 1000
    assert 'src="ferry.mp3"' in kept(talking, "de", ".html").read_text("utf-8")


def test_what_its_author_hears_first_is_not_refused_but_told(talking: Site) -> None:
    session = studio(talking, german_is_babble, verify=True, review=True)
    report = record.record(posts.at(talking.post(), root=talking.root), session)
    assert [o.state for o in report.outcomes] == [State.TO_HEAR, State.TO_HEAR]
    (german,) = session.unreleased.archive.episodes("de")
    assert german.quality
    assert german.quality.error_rate > 0.5
    prompt = session.unreleased.prompt(german)
    assert prompt is not None
    assert all(verdict.heard and verdict.heard.text for verdict in prompt.verdicts)
    told = release.release(german, session)
    assert told.state is State.RELEASED
    assert any("of its words for something else" in note for note in told.notes)
    assert talking.archive.episodes("de")[0].quality == german.quality


def heard_and_released(site: Site, text: str, hearing: Hearing, *, verified: bool = True) -> str:
    """Record a post, release it as it is, and give its source."""
    source = site.post(text)
    session = studio(site, hearing, verify=verified, review=True)
    record.record(posts.at(source, root=site.root), session)
    found = session.unreleased.episodes()
    assert {release.release(each, session).state for each in found} == {State.RELEASED}
    release.finish(found, session)
    return source


def states_and_notes(report: Report) -> dict[str, tuple[State, str]]:
    return {o.language: (o.state, " ".join(o.notes) or o.detail) for o in report.outcomes}


@pytest.mark.parametrize("verified", [True, False])
def test_what_its_author_has_released_is_not_refused_later_and_never_passed_over(
    talking: Site,
    verified: bool,  # noqa: FBT001 -- parametrized
) -> None:
    source = heard_and_released(talking, POST, german_is_babble, verified=verified)
    assert all(line.released for tag in ("en", "de") for line in talking.archive.episodes(tag)[0].lines)
    for _ in range(2):
        state, told = states_and_notes(published(talking, source, german_is_babble))["de"]
        assert state is State.UNCHANGED
        assert "Released by you although " in told
        assert "largest_error = 10 allows no more" in told
    (german,) = talking.archive.episodes("de")
    assert german.is_released
    assert german.quality
    assert not german.quality.is_certain(10)
    talking.edit("[sound]", "[sound]\nopus = true")
    state, told = states_and_notes(published(talking, source, german_is_babble))["de"]
    assert state is State.RETAGGED
    assert "Released by you although " in told
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write('\n[listening]\nmodel = "small"\n')  # another one listens, to the same recording
    assert states_and_notes(published(talking, source, german_is_babble))["de"][0] is State.UNCHANGED


def test_what_was_found_in_a_released_recording_is_told_when_nobody_listens_any_more(talking: Site) -> None:
    source = talking.post()
    session = studio(talking, german_is_babble, review=True)
    record.record(posts.at(source, root=talking.root), session)
    (waiting,) = session.unreleased.archive.episodes("de")
    later = dataclasses.replace(
        session, now=NOW + timedelta(days=1)
    )  # another date in its tags: another file
    assert release.release(waiting, later).state is State.RELEASED
    release.finish([waiting], later)
    assert talking.archive.episodes("de")[0].enclosure.file != waiting.enclosure.file
    report = record.record(posts.at(source, root=talking.root), studio(talking))
    state, told = states_and_notes(report)["de"]
    assert state is State.UNCHANGED
    assert (
        "“Wer braucht noch eine Fähre?” is released by you although it sounds wrong after 2 tries: " in told
    )


def test_a_changed_sentence_is_judged_as_ever_and_those_that_were_released_stay(talking: Site) -> None:
    heard_and_released(talking, POST, german_is_babble)
    (before,) = talking.archive.episodes("de")
    changed = talking.post(POST.replace("oder der Bus", "oder der Zug"))
    state, told = states_and_notes(published(talking, changed, german_is_babble))["de"]
    assert (state, talking.archive.episodes("de")) == (State.FAILED, [before])
    assert "“Niemand hat gefragt" in told
    assert "“Wer braucht noch" not in told

    def the_new_one_is_good(utterance: Utterance) -> str:
        return utterance.spoken if "Zug" in utterance.spoken else german_is_babble(utterance)

    state, told = states_and_notes(published(talking, changed, the_new_one_is_good))["de"]
    assert state is State.RECORDED
    assert "“Wer braucht noch eine Fähre?” is released by you although it sounds wrong: " in told
    assert "Released by you although " in told
    assert told.count("“Wer braucht noch eine Fähre?”") == 1, "the sum of it only counts"
    assert "6 of its 7 sentences should be heard by nobody" in told
    said = json.loads(kept(talking, "de").read_text("utf-8"))
    assert said["good"]
    assert any("allows no more" in why for why in said["released_although"])
    assert [line["released"] for line in said["lines"] if "Zug" in line["text"]] == [False]
    assert "Released by you although:" in kept(talking, "de", ".html").read_text("utf-8")
    (after,) = talking.archive.episodes("de")
    assert [line.text for line in after.lines if not line.released] == [
        line.text for line in after.lines if "Zug" in line.text
    ]
    state, told = states_and_notes(published(talking, changed, the_new_one_is_good))["de"]
    assert (state, "Released by you although " in told) == (State.UNCHANGED, True)


def test_another_sound_of_a_released_sentence_is_judged_as_ever(
    talking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard_and_released(talking, POST, german_is_babble)
    shutil.rmtree(talking.root / ".audioedition/shelf")
    really = talker.Talker.synthesize

    def otherwise(self: talker.Talker, text: str) -> Clip:
        clip = really(self, text)
        return Clip(clip.pcm[: -clip.sample_rate // 10 * 2], clip.sample_rate)

    monkeypatch.setattr(talker.Talker, "synthesize", otherwise)
    changed = talking.post(POST.replace("oder der Bus", "oder der Zug"))
    state, told = states_and_notes(published(talking, changed, german_is_babble))["de"]
    assert state is State.FAILED
    assert "“Wer braucht noch" in told


def test_a_recording_that_was_refused_is_not_mixed_again_while_nothing_changes(
    talking: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = talking.post()
    first = states_and_notes(published(talking, source, german_is_babble))["de"]
    mixed: list[Path] = []
    really = mixdown.mix

    def mix(clips: Any, target: Path, **options: Any) -> Any:
        mixed.append(target)
        return really(clips, target, **options)

    monkeypatch.setattr(mixdown, "mix", mix)
    assert states_and_notes(published(talking, source, german_is_babble))["de"] == first
    assert mixed == []
    kept(talking, "de", ".mp3").unlink()  # there would be nothing to listen to
    assert states_and_notes(published(talking, source, german_is_babble))["de"] == first
    assert kept(talking, "de", ".mp3").exists()
    published(talking, source, lambda u: german_is_babble(u) + " und noch mehr")
    assert len(mixed) == 2, "something else was heard in the same clips"
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\nlargest_error = 9\n")
    published(talking, source, german_is_babble)
    assert len(mixed) == 3


def test_an_episode_that_is_there_stays_when_its_new_recording_is_refused(talking: Site) -> None:
    published(talking, talking.post())
    (before,) = talking.archive.episodes("de")
    changed = Path(talking.post()).read_text("utf-8").replace("oder der Bus", "oder der Zug")
    report = published(talking, talking.post(changed), german_is_babble)
    assert State.FAILED in {o.state for o in report.outcomes}
    assert talking.archive.episodes("de") == [before]
    assert published(talking, talking.post(changed)).failed is False
    assert not kept(talking, "de", ".mp3").exists()


def test_what_was_published_unheard_is_listened_to_once_as_it_is(talking: Site) -> None:
    source = talking.post()
    plain = record.record(posts.at(source, root=talking.root), studio(talking))
    assert [o.state for o in plain.outcomes] == [State.RECORDED, State.RECORDED]
    (before,) = talking.archive.episodes("en")
    assert before.quality is None
    report = published(talking, source)  # the double hears nothing of the kind in the audio file
    (first, *_) = report.outcomes
    assert first.state is State.FAILED
    assert "It was published before, and stays" in first.detail
    (after,) = talking.archive.episodes("en")
    assert after.quality
    assert dataclasses.replace(after, quality=None) == before


def test_a_recording_that_was_refused_is_not_listened_to_again_and_refused_again(talking: Site) -> None:
    source = talking.post()
    record.record(posts.at(source, root=talking.root), studio(talking))
    published(talking, source)
    session = studio(talking, verify=True)
    vars(session)["hearing"] = None  # nobody can listen
    report = record.record(posts.at(source, root=talking.root), session)
    assert [o.state for o in report.outcomes] == [State.FAILED, State.FAILED]
    detail = report.outcomes[0].detail
    assert "It was published before, and stays" in detail
    assert "% of its words are not understood" in detail
    assert "sentences should be heard by nobody" in detail
    assert "raise largest_error" in detail
    guid = talking.archive.episodes("en")[0].guid
    take_back = f"`audioedition retract {guid} --edition {talking.root}`"
    assert take_back in detail
    kept(talking, "en", ".html").unlink()
    report = record.record(posts.at(source, root=talking.root), session)
    assert f"with `audioedition verify {guid} --edition {talking.root}`, then" in report.outcomes[0].detail


def test_what_verify_found_and_a_lower_limit_count_when_it_is_published_again(talking: Site) -> None:
    source = talking.post()
    published(talking, source)
    assert not published(talking, source).failed
    (episode,) = talking.archive.episodes("en")
    assert episode.quality
    worse = dataclasses.replace(episode.quality, errors=episode.quality.words // 10)
    talking.archive.put(dataclasses.replace(episode, quality=worse), NOW)
    assert not published(talking, source).failed
    bad = dataclasses.replace(worse, errors=worse.words)
    talking.archive.put(dataclasses.replace(episode, quality=bad), NOW)
    assert published(talking, source).failed
    assert not record.record(posts.at(source, root=talking.root), studio(talking)).failed
    talking.archive.put(dataclasses.replace(episode, quality=worse), NOW)
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\nlargest_error = 2\n")
    states = {o.language: o.state for o in published(talking, source).outcomes}
    assert states == {"en": State.FAILED, "de": State.UNCHANGED}


def test_what_another_recogniser_heard_does_not_count(talking: Site) -> None:
    source = talking.post()
    published(talking, source)
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write('\n[listening]\nmodel = "small"\n')
    assert "It was published before" in published(talking, source).outcomes[0].detail


def test_a_recording_that_waits_unheard_is_listened_to_before_its_quality_is_told(talking: Site) -> None:
    source = talking.post()
    record.record(posts.at(source, root=talking.root), studio(talking, review=True))
    session = studio(talking, verify=True, review=True)
    report = record.record(posts.at(source, root=talking.root), session)
    assert [o.state for o in report.outcomes] == [State.TO_HEAR, State.TO_HEAR]
    for episode in session.unreleased.episodes():
        assert episode.quality
        assert episode.quality.words > 20
        assert episode.quality.unheard == 0
        prompt = session.unreleased.prompt(episode)
        assert prompt
        assert all(verdict.heard for verdict in prompt.verdicts)


def test_what_nobody_could_hear_is_told_and_never_taken_for_done(talking: Site) -> None:
    class English(Double):
        def knows(self, language: str) -> bool:
            return language == "en"

    source = talking.post()

    def told() -> dict[str, tuple[State, tuple[str, ...]]]:
        session = studio(talking, verify=True)
        ear = Ear(English(""), utterances.said)
        vars(session).update(hearing=ear, judge=Judge(ear, all_of_it, English))
        report = record.record(posts.at(source, root=talking.root), session)
        return {o.language: (o.state, o.notes) for o in report.outcomes}

    state, notes = told()["de"]
    (german,) = talking.archive.episodes("de")
    words = f"{len(german.lines)} sentences were not listened to: Whisper base does not know German."
    assert (state, notes) == (State.RECORDED, (words,))
    again = told()
    assert again == {"de": (State.UNCHANGED, (words,)), "en": (State.UNCHANGED, ())}


def test_new_tags_alone_need_no_recogniser(talking: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    source = talking.post()
    published(talking, source)
    talking.edit("[sound]", "[sound]\nopus = true")
    monkeypatch.setitem(__import__("sys").modules, "faster_whisper", None)
    session = Studio(talking.settings, talking.archive, NOW, verify=True)
    report = record.record(posts.at(source, root=talking.root), session)
    assert [o.state for o in report.outcomes] == [State.RETAGGED, State.RETAGGED]


def test_an_audit_is_not_forgotten_when_only_the_tags_change(talking: Site) -> None:
    source = talking.post()
    published(talking, source)
    (before,) = talking.archive.episodes("en")
    talking.edit("[sound]", "[sound]\nopus = true")
    record.record(posts.at(source, root=talking.root), studio(talking))
    (after,) = talking.archive.episodes("en")
    assert after.packaging != before.packaging
    assert after.quality == before.quality is not None


def test_verify_true_in_the_settings_does_the_same_as_the_option(talking: Site) -> None:
    assert not studio(talking).verifies
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\nverify = true\n")
    assert studio(talking).verifies


def certified(site: Site) -> list[str]:
    publish.publish(site.settings, site.archive)
    pages = [*sorted((site.root / "feeds/de/episodes").glob("*.html")), site.root / "feeds/de/index.html"]
    return [
        page.name
        for page in pages
        if "% der Wörter verstanden" in page.read_text("utf-8").replace("\u00a0", " ")
    ]


def test_the_pages_show_the_certificate_where_it_is_wanted_and_true(talking: Site) -> None:
    published(talking, talking.post())
    assert certified(talking) == []
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\ncertificate = true\n")
    assert {"ferry.html", "index.html"} <= set(certified(talking))
    (episode,) = talking.archive.episodes("de")
    assert episode.quality
    unheard = dataclasses.replace(episode.quality, unheard=1)
    talking.archive.put(dataclasses.replace(episode, quality=unheard), NOW)
    assert certified(talking) == []  # not every sentence was listened to
    refused = dataclasses.replace(episode.quality, errors=episode.quality.words)
    talking.archive.put(dataclasses.replace(episode, quality=refused), NOW)
    assert certified(talking) == []
    one_is_bad = dataclasses.replace(episode.quality, grave=1)
    talking.archive.put(dataclasses.replace(episode, quality=one_is_bad), NOW)
    assert certified(talking) == []
    talking.archive.put(episode, NOW)
    assert {"ferry.html", "index.html"} <= set(certified(talking))


def test_a_disk_that_refuses_the_audit_publishes_nothing(talking: Site) -> None:
    folder = talking.root / ".audioedition/quality"
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("no folder", "utf-8")
    failed = published(talking, talking.post()).outcomes[0]
    assert (failed.state, talking.archive.episodes("en")) == (State.FAILED, [])
    assert "could not be written" in failed.detail
    folder.unlink()
    kept(talking, "en", ".mp3").mkdir(parents=True)  # what cannot be deleted
    failed = published(talking, talking.post()).outcomes[0]
    assert (failed.state, talking.archive.episodes("en")) == (State.FAILED, [])
    assert "ferry.mp3 could not be deleted" in failed.detail


def test_the_page_of_a_refused_recording_goes_when_another_is_published_unheard(talking: Site) -> None:
    source = talking.post()
    published(talking, source, german_is_babble)
    assert kept(talking, "de", ".mp3").exists()
    record.record(posts.at(source, root=talking.root), studio(talking))
    assert talking.archive.episodes("de")
    assert not any(kept(talking, "de", suffix).exists() for suffix in (".html", ".json", ".mp3"))
    assert kept(talking, "en", ".html").exists(), "that episode is as it was"


def test_what_was_found_is_told_of_the_very_recording_whatever_its_clips_sound_like_since(
    talking: Site,
) -> None:
    one, two = talking.post(), talking.post(POST.replace("oder der Bus", "oder der Zug"), "two.txt")

    def told(source: str, hearing: Hearing) -> tuple[State, bool]:
        report = record.record(posts.at(source, root=talking.root), studio(talking, hearing))
        state, notes = states_and_notes(report)["de"]
        return state, "“Wer braucht noch eine Fähre?” sounds wrong" in notes

    assert told(one, german_is_babble) == (State.RECORDED, True)
    assert told(two, all_of_it) == (State.RECORDED, False)
    assert told(one, all_of_it) == (State.UNCHANGED, True)
    assert told(two, german_is_babble) == (State.UNCHANGED, False)


def test_a_voice_that_says_no_words_is_not_listened_to_and_that_is_told_each_time(site: Site) -> None:
    source = site.post()
    (first, *_), (again, *_) = (published(site, source).outcomes for _ in range(2))
    (episode,) = site.archive.episodes("en")
    note = f"{len(episode.lines)} sentences were not listened to: their voice says no words."
    assert [(each.state, each.notes) for each in (first, again)] == [
        (State.RECORDED, (note,)),
        (State.UNCHANGED, (note,)),
    ]


class Echoing(Ear):
    """Hears all that is to be said, and that it goes on for a moment."""

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:  # noqa: ARG002 -- as a real one
        return Heard(utterance.spoken, utterance.language, 0.99, 9, 0, 0, tail=0.6)


def test_what_is_heard_in_a_published_episode_is_told_whenever_it_is_published_again(talking: Site) -> None:
    def told(*, verify: bool = False) -> str:
        session = studio(talking, verify=verify)
        vars(session)["hearing"] = Echoing(Double(""), utterances.said)
        report = record.record(posts.at(talking.post(), root=talking.root), session)
        assert not report.failed
        return states_and_notes(report)["en"][1]

    assert told() == ""
    assert told() == "", "nothing is to be told: it is remembered"
    for verified in (True, True, False):
        assert "“Who still needs a ferry?” sounds wrong: it goes on for 0.6 s" in told(verify=verified)


def test_what_verify_finds_in_an_episode_is_told_when_it_is_published_again_and_who_spoke_is_kept(
    talking: Site,
) -> None:
    source = talking.post()
    session = studio(talking)
    vars(session)["hearing"] = Echoing(Double(""), utterances.said)
    assert states_and_notes(record.record(posts.at(source, root=talking.root), session))["en"][1] == ""
    (episode,) = talking.archive.episodes("en")
    file, spurned = episode.enclosure.file, (Fault(Trouble.SILENCE, "it is silent"),)
    others = [Verdict(attempts=3, by="another", spurned=spurned)] * len(episode.lines)
    session.recollection.keep(file, others)
    told = verify.verify(episode, session)
    assert told.audit
    assert {(s.verdict.by, s.verdict.attempts) for s in told.audit.sentences} == {("another", 3)}
    note = states_and_notes(record.record(posts.at(source, root=talking.root), session))["en"][1]
    assert "is spoken by the fallback voice (another)" in note
    assert "sounds wrong: it goes on for 0.6 s" in note


def test_what_was_measured_stays_when_somebody_listens_later(talking: Site) -> None:
    class Measuring(Judge):
        def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:
            found = super().judge(clip, utterance, voice)
            clipped = Fault(Trouble.CLIPPING, "it is clipped", 1.5)
            misheard = Fault(Trouble.OTHER_WORDS, "its words are others", 1.5)
            return dataclasses.replace(found, faults=(clipped, misheard))

    source = talking.post()
    session = studio(talking, verify=True)
    vars(session)["judge"] = Measuring(session.hearing, all_of_it)
    told = states_and_notes(record.record(posts.at(source, root=talking.root), session))["en"][1]
    assert ("it is clipped" in told, "its words are others" in told) == (True, True)
    for _ in range(2):
        later = studio(talking)
        vars(later)["hearing"] = Echoing(Double(""), utterances.said)
        verify.verify(talking.archive.episodes("en")[0], later)
        report = record.record(posts.at(source, root=talking.root), studio(talking))
        note = states_and_notes(report)["en"][1]
        assert (
            "“Who still needs a ferry?” sounds wrong after 2 tries: it is clipped; it goes on for 0.6 s"
            in note
        )
        assert "its words are others" not in note


def test_a_dry_run_fails_where_the_run_would(talking: Site) -> None:
    source = talking.post()
    record.record(posts.at(source, root=talking.root), studio(talking))
    published(talking, source)
    session = studio(talking, verify=True, dry_run=True)
    report = record.record(posts.at(source, root=talking.root), session)
    assert [o.state for o in report.outcomes] == [State.FAILED, State.FAILED]
    assert "It was published before, and stays" in report.outcomes[0].detail


def test_nobody_is_sent_to_a_page_that_says_the_contrary(talking: Site) -> None:
    source = talking.post()
    published(talking, source)
    (episode,) = talking.archive.episodes("en")
    assert episode.quality
    talking.archive.put(
        dataclasses.replace(
            episode, quality=dataclasses.replace(episode.quality, errors=episode.quality.words // 10)
        ),
        NOW,
    )
    with (talking.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\nlargest_error = 1\n")
    detail = next(o.detail for o in published(talking, source).outcomes if o.language == "en")
    assert "Good enough to be published" in kept(talking, "en", ".html").read_text("utf-8")
    assert kept(talking, "en", ".html").as_uri() not in detail
    assert "Listen to it with `audioedition verify" in detail


def test_a_record_from_before_has_no_quality_and_stays_as_it_is(site: Site) -> None:
    site.publish(site.post())
    (path,) = (site.root / "feeds/en/episodes").glob("*.json")
    assert b"quality" not in path.read_bytes()
    (episode,) = site.archive.episodes("en")
    site.archive.put(dataclasses.replace(episode, quality=Quality("Whisper base", 5, 40, 1)), NOW)
    (again,) = site.archive.episodes("en")
    assert again.quality == Quality("Whisper base", 5, 40, 1)
    assert site.archive.retract(again, NOW).quality is None


def test_verify_listens_to_every_sentence_of_the_audio_file_for_itself(site: Site) -> None:
    site.publish(site.post())
    (episode,) = site.archive.episodes("en")
    heard: list[tuple[str, float]] = []

    class Listening(Ear):
        def hear(self, clip: Clip, utterance: Utterance) -> Heard:
            heard.append((utterance.text, clip.seconds))
            return Heard(utterance.spoken, "en", 0.99, 5, 0, 0)

    session = site.studio()
    vars(session)["hearing"] = Listening(Double("x"), utterances.said)
    told = verify.verify(episode, session)
    assert told.audit
    assert not told.failed
    assert [text for text, _ in heard] == [line.text for line in episode.lines]
    assert all(
        seconds == pytest.approx(line.end - line.start, abs=0.001)
        for (_, seconds), line in zip(heard, episode.lines, strict=True)
    )
    (after,) = site.archive.episodes("en")
    assert after.quality == told.audit.quality
    assert after.enclosure == episode.enclosure


@pytest.fixture
def cli(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setattr(recognition, "load", lambda *_: Double("nothing of the kind", language="fr"))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*arguments, "--edition", str(site.root)], catch_exceptions=False)

    return run


def test_the_command_tells_what_is_wrong_where_to_listen_and_fails(
    site: Site, cli: Callable[..., Any]
) -> None:
    assert "There are no episodes yet." in cli("verify").output
    site.publish(site.post())
    told = cli("verify", "ferry", "--language", "de")
    assert told.exit_code == 1
    assert "Wer braucht noch eine Fähre?" in told.output
    assert "% of its words are not understood" in told.output
    assert kept(site, "de", ".html").as_uri() in told.output
    assert (
        "What to do: correct how words are said (`audioedition lexicon`), choose another voice" in told.output
    )
    assert "Listening to 1 of 1: de" in told.stderr
    assert "Listening" not in told.stdout
    assert "Who still needs" not in told.output
    said = [json.loads(line) for line in cli("verify", "--json").stdout.splitlines()]
    assert [each["language"] for each in said] == ["de", "en"]
    assert said[1]["languages_heard"] == {"fr": 1.0}
    assert "it sounds like French, not like English" in str(said[1]["reasons"])


def test_an_unknown_episode_and_a_missing_recogniser_are_one_sentence(
    site: Site, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(site.post())
    assert "There is no published episode 'fery'" in cli("verify", "fery").output
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "faster_whisper", None)
    told = cli("verify")
    assert told.exit_code == 1
    assert told.output.count("pip install '.[verify]'") == 1


def test_one_episode_that_cannot_be_listened_to_stops_no_other(site: Site, cli: Callable[..., Any]) -> None:
    site.publish(site.post())
    (episode,) = site.archive.episodes("de")
    site.archive.audio("de", episode.enclosure.file).unlink()
    said = [json.loads(line) for line in cli("verify", "--json").stdout.splitlines()]
    assert "is missing; publish the post 'ferry' again" in said[0]["error"]
    assert {key: said[0][key] for key in ("guid", "post", "language", "title")} == {
        "guid": episode.guid,
        "post": "ferry",
        "language": "de",
        "title": episode.title,
    }
    assert said[1]["language"] == "en"
    assert said[1]["guid"] == site.archive.episodes("en")[0].guid


def test_the_command_says_that_the_pages_do_not_tell_it_yet_if_they_are_to(
    site: Site, cli: Callable[..., Any]
) -> None:
    source = site.post()
    site.publish(source)
    words = f"run `audioedition publish --edition {site.root}`"
    assert words not in cli("verify").output
    with (site.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write("\n[listening]\ncertificate = true\n")
    assert words not in cli("verify").output, "they tell it already"
    (german,) = site.archive.episodes("de")
    site.archive.put(dataclasses.replace(german, quality=None), NOW)
    told = cli("verify", "--json")
    assert (words in told.stderr, words in told.stdout) == (True, False)


def test_what_is_retracted_is_not_approved_any_more(talking: Site) -> None:
    source = heard_and_released(talking, POST, german_is_babble)
    (german,) = talking.archive.episodes("de")
    answer = CliRunner().invoke(main, ["retract", german.guid, "--edition", str(talking.root)])
    assert answer.exit_code == 0, answer.output
    state, told = states_and_notes(published(talking, source, german_is_babble, restore=True))["de"]
    assert (state, "It is not published: " in told) == (State.FAILED, True)
    assert kept(talking, "de", ".mp3").exists()
    published(talking, source, all_of_it, restore=True)
    (german,) = talking.archive.episodes("de")
    assert not any(line.released for line in german.lines)


def test_the_page_of_another_recording_goes_with_a_release_a_discard_and_a_retraction(talking: Site) -> None:
    def pages() -> list[str]:
        return sorted(path.name for path in kept(talking, "de").parent.glob("*"))

    refused, edition = ["ferry.html", "ferry.json", "ferry.mp3"], ("--edition", str(talking.root))
    source = talking.post()
    published(talking, source, german_is_babble)
    assert pages() == refused
    record.record(posts.at(source, root=talking.root), studio(talking, review=True))
    assert CliRunner().invoke(main, ["release", "--discard", "--all", *edition]).exit_code == 0
    assert pages() == []
    published(talking, source, german_is_babble)
    assert pages() == refused
    heard_and_released(talking, POST, german_is_babble)
    assert pages() == []
    published(talking, talking.post(POST.replace("oder der Bus", "oder der Zug")), german_is_babble)
    assert pages() == refused
    record.record(posts.at(talking.post(), root=talking.root), studio(talking, review=True))
    assert CliRunner().invoke(main, ["retract", "ferry", *edition]).exit_code == 0
    assert pages() == []


def test_prune_deletes_what_was_found_in_recordings_that_are_gone(talking: Site) -> None:
    def prune() -> list[str]:
        answer = CliRunner().invoke(main, ["prune", "--edition", str(talking.root)])
        assert answer.exit_code == 0, answer.output
        folder = talking.root / ".audioedition/listening"
        return sorted(path.parent.name for path in folder.glob("re*/*.json"))

    heard_and_released(talking, POST, german_is_babble)
    record.record(
        posts.at(talking.post(POST.replace("Bus", "Zug")), root=talking.root), studio(talking, review=True)
    )
    everything = ["recordings"] * 3 + ["released"] * 2
    assert prune() == everything
    (talking.root / ".audioedition/unreleased/de/episodes/ferry.json").write_text("{", "utf-8")
    shutil.rmtree(talking.root / "feeds")
    shutil.rmtree(talking.root / ".audioedition/listed")  # or they would be missed
    assert prune() == everything, "nobody knows which recording it names"
    (talking.root / ".audioedition/unreleased/de/episodes/ferry.json").unlink()
    assert prune() == []


def test_what_verify_heard_in_a_voice_that_says_no_words_does_not_count(site: Site) -> None:
    class Nonsense(Ear):
        def hear(self, clip: Clip, utterance: Utterance) -> Heard:  # noqa: ARG002 -- as a real one
            return Heard("bla", utterance.language, 0.99, 9, 9, 9)

    source = site.post()
    first = states_and_notes(published(site, source))["en"]
    session = studio(site)
    vars(session)["hearing"] = Nonsense(Double(""), utterances.said)
    (episode,) = site.archive.episodes("en")
    assert verify.verify(episode, session).failed
    dry = studio(site, verify=True, dry_run=True)
    report = record.record(posts.at(source, root=site.root), dry)
    assert not report.failed
    assert states_and_notes(published(site, source))["en"] == (State.UNCHANGED, first[1])
    assert site.archive.episodes("en")[0].quality == episode.quality


def test_that_some_sentences_were_not_listened_to_is_told_each_time(talking: Site) -> None:
    class Partly(Ear):
        def hear(self, clip: Clip, utterance: Utterance) -> Heard:  # noqa: ARG002 -- as a real one
            words = 0 if utterance.spoken.endswith("?") else 9
            return Heard(utterance.spoken, utterance.language, 0.99, words, 0, 0)

    class Asking(Judge):
        def judge(self, clip: Clip, utterance: Utterance, voice: str) -> Verdict:  # noqa: ARG002 -- as a real one
            return Verdict((), self._ear.hear(clip, utterance))

    source = talking.post()

    def told() -> tuple[State, str]:
        session = studio(talking, verify=True)
        ear = Partly(Double(""), utterances.said)
        vars(session).update(hearing=ear, judge=Asking(ear, all_of_it))
        return states_and_notes(record.record(posts.at(source, root=talking.root), session))["de"]

    words = "1 sentence was not listened to: Whisper base does not know German."
    assert told() == (State.RECORDED, words)
    assert [told() for _ in range(2)] == [(State.UNCHANGED, words)] * 2
    shutil.rmtree(talking.root / ".audioedition/listening/recordings")
    assert told() == (State.UNCHANGED, words.replace("German", "their language"))


def test_what_was_found_in_what_waits_outlasts_a_lost_recollection(talking: Site) -> None:
    source = talking.post()

    def told() -> tuple[str, tuple[Verdict, ...]]:
        session = studio(talking, german_is_babble, review=True)
        report = record.record(posts.at(source, root=talking.root), session)
        (waiting,) = session.unreleased.archive.episodes("de")
        prompt = session.unreleased.prompt(waiting)
        assert prompt
        return states_and_notes(report)["de"][1], prompt.verdicts

    note, found = told()
    assert "“Wer braucht noch eine Fähre?” sounds wrong" in note
    shutil.rmtree(talking.root / ".audioedition/listening")
    assert told() == (note, found)
    talking.edit("[sound]", "[sound]\nopus = true")
    shutil.rmtree(talking.root / ".audioedition/listening")
    assert told() == (note, found)
    assert [verdict.sound for verdict in told()[1]] == [verdict.sound for verdict in found]
    assert found[0].sound


def test_the_page_of_a_recording_plays_it_still_when_only_its_tags_change(talking: Site) -> None:
    source = talking.post()
    published(talking, source)
    (before,) = talking.archive.episodes("en")
    facts = kept(talking, "en").read_bytes()
    talking.edit('title = "Notes"', 'title = "Other notes"')
    states = [o.state for o in record.record(posts.at(source, root=talking.root), studio(talking)).outcomes]
    assert State.RETAGGED in states
    (after,) = talking.archive.episodes("en")
    assert after.enclosure.file != before.enclosure.file
    page = kept(talking, "en", ".html").read_text("utf-8")
    assert f'<audio src="../../../feeds/en/audio/{after.enclosure.file}"' in page
    assert before.enclosure.file not in page
    assert kept(talking, "en").read_bytes() == facts
    kept(talking, "en", ".html").unlink()
    talking.edit('title = "Other notes"', 'title = "Notes"')
    assert not record.record(posts.at(source, root=talking.root), studio(talking)).failed
    assert not kept(talking, "en", ".html").exists()
