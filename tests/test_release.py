"""What is recorded to be heard first, and released as it was heard."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, NOW, POST, Site
from doubles import faulty

from audioedition import mixdown, publish, rehearse, release
from audioedition.archive import Archive, media, superseded
from audioedition.cli import main
from audioedition.errors import ArchiveError, AudioError, EngineError, FeedError
from audioedition.files import write_atomically
from audioedition.model import Quality
from audioedition.reports import Report, State
from audioedition.unreleased import Unreleased

LATER = NOW + timedelta(days=3)
EDITED = POST.replace("hundred", "two hundred")
SHORT = "\n\n".join(ENGLISH.split("\n\n")[:2])
OTHER = ENGLISH.replace("hundred", "thousand")
Spoken = Callable[[], list[str]]


def states(report: Report) -> list[State]:
    return [outcome.state for outcome in report.outcomes]


def reviewed(site: Site, text: str = POST, name: str = "ferry.txt") -> Report:
    return site.record(site.post(text, name), review=True)


def waiting(site: Site) -> Unreleased:
    return Unreleased.beside(site.archive)


def heard(site: Site) -> dict[str, bytes]:
    """The audio of what waits, by language."""
    store = waiting(site)
    return {
        e.language: store.archive.audio(e.language, e.enclosure.file).read_bytes() for e in store.episodes()
    }


def released(site: Site, *, later: bool = True) -> list[State]:
    studio = site.studio(LATER if later else NOW)
    found = studio.unreleased.episodes()
    done = [release.release(each, studio).state for each in found]
    release.finish(found, studio)
    return done


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--edition", str(site.root)])


def private(site: Site) -> dict[str, bytes]:
    root = waiting(site).archive.root
    kept = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("cover-"))
    return {str(path.relative_to(root)): path.read_bytes() for path in kept}


def test_what_is_to_be_heard_is_recorded_beside_the_archive(site: Site, spoken: Spoken) -> None:
    site.publish(site.post(OTHER, "other.txt"))
    before = site.files()
    spoken()
    assert states(reviewed(site)) == [State.TO_HEAR, State.TO_HEAR]
    assert spoken()
    assert site.files() == before
    found = {e.language: e for e in waiting(site).episodes()}
    assert set(found) == {"en", "de"}
    for episode in found.values():
        assert waiting(site).archive.whole(episode)
        prompt = waiting(site).prompt(episode)
        assert prompt is not None
        assert [u.text for u in prompt.script] == [line.text for line in episode.lines]
        assert len(prompt.verdicts) == len(prompt.script)
        assert waiting(site).manuscripts.of(episode)


def test_it_is_what_publishing_would_have_archived(site: Site, tmp_path: Path) -> None:
    reviewed(site, f"---\ndate: 2025-02-01\n---\n{POST}")
    sounds = heard(site)
    guids = {e.guid: e.packaging for e in waiting(site).episodes()}
    twin = Site(tmp_path / "twin")
    twin.edit(f'since = "{twin.settings.since}"', f'since = "{site.settings.since}"')
    twin.edit(f'authority = "{twin.settings.authority}"', f'authority = "{site.settings.authority}"')
    twin.publish(twin.post(f"---\ndate: 2025-02-01\n---\n{POST}"))
    published = [twin.archive.episodes(tag)[0] for tag in ("en", "de")]
    assert {e.guid: e.packaging for e in published} == guids
    for e in published:
        assert twin.archive.audio(e.language, e.enclosure.file).read_bytes() == sounds[e.language]


def test_what_was_heard_is_released_byte_for_byte_and_nothing_is_spoken(site: Site, spoken: Spoken) -> None:
    reviewed(site, f"---\ndate: 2025-02-01\n---\n{POST}")
    sounds = heard(site)
    spoken()
    assert released(site) == [State.RELEASED, State.RELEASED]
    assert spoken() == []
    for tag in ("en", "de"):
        (episode,) = site.archive.episodes(tag)
        assert site.archive.audio(tag, episode.enclosure.file).read_bytes() == sounds[tag]
        assert episode.published.isoformat() == "2025-02-01T12:00:00+00:00"
        assert episode.enclosure.file in (site.root / f"feeds/{tag}/feed.xml").read_text("utf-8")
    assert private(site) == {}
    again = site.record(str(site.root / "ferry.txt"), now=LATER)
    assert states(again) == [State.UNCHANGED, State.UNCHANGED]


def test_a_post_without_a_date_has_that_of_its_release_in_its_tags_too(ready: Site, spoken: Spoken) -> None:
    spoken()
    assert released(ready) == [State.RELEASED, State.RELEASED]
    (episode,) = ready.archive.episodes("en")
    assert episode.published == LATER
    audio = ready.archive.audio("en", episode.enclosure.file).read_bytes()
    assert b"2025-03-04" in audio
    assert b"2025-03-01" not in audio
    assert spoken() == []
    assert states(ready.record(str(ready.root / "ferry.txt"), now=LATER)) == [
        State.UNCHANGED,
        State.UNCHANGED,
    ]


def test_a_published_episode_stays_until_its_successor_is_released(site: Site) -> None:
    site.publish(site.post())
    (old,) = site.archive.episodes("en")
    before = site.files()
    assert states(reviewed(site, EDITED)) == [State.TO_HEAR, State.UNCHANGED]
    assert site.files() == before
    assert released(site) == [State.RELEASED]
    (new,) = site.archive.episodes("en")
    assert (new.guid, new.published) == (old.guid, old.published)
    assert new.sound != old.sound
    assert [each.file for each in new.superseded] == [old.enclosure.file]


def test_other_tags_for_a_published_recording_are_heard_without_being_spoken(
    site: Site, spoken: Spoken
) -> None:
    source = site.post()
    site.edit("author =", "copyright = 'Ann'\nauthor =")
    site.publish(source)
    (old,) = site.archive.episodes("en")
    shutil.rmtree(site.root / ".audioedition/shelf")
    spoken()
    site.edit("copyright = 'Ann'", "copyright = 'Bea'")
    before = site.files()
    assert states(site.record(source, review=True)) == [State.TO_HEAR, State.TO_HEAR]
    assert (spoken(), site.files()) == ([], before)
    assert released(site) == [State.RELEASED, State.RELEASED]
    (new,) = site.archive.episodes("en")
    assert (new.rights, new.sound, new.published) == ("Bea", old.sound, old.published)
    assert new.enclosure != old.enclosure
    assert states(site.record(source)) == [State.UNCHANGED, State.UNCHANGED]


def test_a_record_that_would_say_something_new_waits_too(site: Site) -> None:
    site.publish(site.post(f"---\ntags: [boats]\n---\n{POST}"))
    report = reviewed(site, f"---\ntags: [ships]\n---\n{POST}")
    assert states(report) == [State.TO_HEAR, State.TO_HEAR]
    assert released(site) == [State.RELEASED, State.RELEASED]
    assert site.archive.episodes("en")[0].tags == ("ships",)


def test_nothing_is_to_be_heard_where_nothing_would_change(site: Site) -> None:
    site.publish(site.post())
    reviewed(site, EDITED)
    (english,) = waiting(site).episodes()
    waiting(site).mark(english, [("Read by a synthetic voice.", 0)])
    report = reviewed(site, POST)
    assert states(report) == [State.UNCHANGED, State.UNCHANGED]
    assert [each.notes for each in report.outcomes] == [
        ("What waited to be heard was deleted, with 1 mark: what the post says now is published already.",),
        (),
    ]
    assert private(site) == {}


def test_hearing_it_again_speaks_only_what_was_edited(ready: Site, spoken: Spoken) -> None:
    reviewed(ready)
    first = private(ready)
    spoken()
    reviewed(ready)
    assert (spoken(), private(ready)) == ([], first)
    reviewed(ready, EDITED)
    assert len(spoken()) == 1
    assert len(private(ready)) == len(first)  # nothing of what was replaced is left


def test_what_was_heard_is_released_though_the_post_has_changed_and_that_is_told(ready: Site) -> None:
    sounds = {e.language: e.sound for e in waiting(ready).episodes()}
    ready.post(EDITED)
    answer = run(ready, "release", "ferry", "--json")
    assert answer.exit_code == 0, answer.output
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [each["state"] for each in told] == ["released", "released"]
    assert all("has changed since" in each["notes"][0] for each in told)
    assert {tag: ready.archive.episodes(tag)[0].sound for tag in ("en", "de")} == sounds


def test_marks_and_words_that_were_not_understood_are_told_and_stop_nothing(ready: Site) -> None:
    store = waiting(ready)
    (english,) = store.archive.episodes("en")
    store.archive.put(replace(english, quality=Quality("whisper", 8, 50, 20, grave=2)), NOW)
    store.mark(english, [("Read by a synthetic voice.", 0)])
    answer = run(ready, "release", "--all", "--language", "en", "--json")
    assert answer.exit_code == 0, answer.output
    (told,) = map(json.loads, answer.stdout.splitlines())
    assert told["notes"][0] == "1 sentence was still marked."
    assert "took 40.0 % of its words for something else" in told["notes"][1]
    assert "found 2 sentences that nobody should hear" in told["notes"][2]
    quality = ready.archive.episodes("en")[0].quality
    assert quality is not None
    assert quality.errors == 20


def test_a_changed_lexicon_is_told_and_a_voice_that_is_gone_stops_nothing(ready: Site) -> None:
    (ready.root / "voices/de.toml").write_text(
        'engine = "doubles.faulty"\n[lexicon]\n"Fähre" = "Boot"\n', "utf-8"
    )
    (ready.root / "voices/en.toml").write_text('engine = "doubles.nobody"\n', "utf-8")
    answer = run(ready, "release", "--all", "--json")
    assert answer.exit_code == 0, answer.output
    notes = {told["language"]: told["notes"] for told in map(json.loads, answer.stdout.splitlines())}
    assert "lexicon, a voice or the settings have changed" in notes["de"][0]
    assert "could not be told" in notes["en"][0]


def test_publishing_overtakes_what_waits(ready: Site) -> None:
    ready.publish(ready.post(EDITED))
    assert private(ready) == {}
    reviewed(ready, POST)
    assert [e.language for e in waiting(ready).episodes()] == ["en"]
    ready.publish(ready.post(EDITED))  # which is remembered, and so not even split
    assert private(ready) == {}


def test_a_failed_publisher_overtakes_nothing(ready: Site) -> None:
    faulty.failing["two"] = EngineError
    ready.record(ready.post(EDITED))
    assert [e.language for e in waiting(ready).episodes()] == ["en"]


def test_a_dry_run_writes_nothing(site: Site) -> None:
    assert states(site.record(site.post(), review=True, dry_run=True)) == [State.TO_RECORD] * 2
    assert private(site) == {}
    reviewed(site)
    before = private(site)
    assert states(site.record(site.post(EDITED), review=True, dry_run=True)) == [
        State.TO_RECORD,
        State.TO_HEAR,
    ]
    assert private(site) == before


def test_a_retracted_episode_comes_back_by_its_release_only(site: Site) -> None:
    site.publish(site.post())
    for episode in site.archive.episodes("en"):
        site.archive.retract(episode, NOW)
    assert states(reviewed(site, EDITED)) == [State.RETRACTED, State.UNCHANGED]
    report = site.record(site.post(EDITED), review=True, restore=True)
    assert states(report)[0] is State.TO_HEAR
    assert site.archive.episodes("en") == []
    assert released(site) == [State.RELEASED]
    assert len(site.archive.episodes("en")) == 1


def test_retract_deletes_what_waits(site: Site) -> None:
    answer = run(site, "retract", "ferry")
    assert "There is no episode" in answer.output
    reviewed(site)
    answer = run(site, "retract", "ferry")
    assert (answer.exit_code, "release --discard ferry" in answer.output) == (1, True)
    site.publish(site.post())
    reviewed(site, EDITED)
    assert run(site, "retract", "ferry").exit_code == 0
    assert private(site) == {}


def test_another_file_cannot_take_what_waits_unless_it_is_told_to(site: Site) -> None:
    reviewed(site, POST, "a/ferry.txt")
    assert "belongs to the episode" in site.record(site.post(EDITED, "b/ferry.txt"), review=True).error
    assert "belongs to the episode" in site.record(str(site.root / "b/ferry.txt")).error
    report = site.record(str(site.root / "b/ferry.txt"), review=True, replace=True)
    assert states(report) == [State.TO_HEAR, State.TO_HEAR]
    released(site)
    assert states(site.record(str(site.root / "b/ferry.txt"))) == [State.UNCHANGED, State.UNCHANGED]


def test_replacing_changes_no_record_before_the_release(site: Site) -> None:
    site.publish(site.post(POST, "a/ferry.txt"))
    before = site.files()
    site.record(site.post(EDITED, "b/ferry.txt"), review=True, replace=True)
    assert site.files() == before
    released(site)
    assert not site.record(str(site.root / "b/ferry.txt")).error


def test_a_renamed_file_that_was_heard_twice_is_released_once(ready: Site) -> None:
    reviewed(ready, POST, "boat.txt")
    done = sorted(released(ready))
    assert done == [State.FAILED, State.FAILED, State.RELEASED, State.RELEASED]


def test_one_edition_can_be_released_and_another_discarded(ready: Site) -> None:
    assert run(ready, "release", "ferry", "--language", "fr").exit_code == 1
    assert run(ready, "release", "ferry", "--language", "de").exit_code == 0
    assert (len(ready.archive.episodes("de")), ready.archive.episodes("en")) == (1, [])
    answer = run(ready, "release", "--discard", "ferry")
    assert (answer.exit_code, "discarded" in answer.output) == (0, True)
    assert private(ready) == {}


@pytest.mark.parametrize("named", ["guid", "file", "id"])
def test_a_post_is_named_as_for_other_commands(ready: Site, named: str) -> None:
    names = {
        "guid": waiting(ready).archive.episodes("en")[0].guid,
        "file": str(ready.root / "ferry.txt"),
        "id": "ferry",
    }
    answer = run(ready, "release", names[named])
    assert answer.exit_code == 0, answer.output
    assert len(ready.archive.episodes("en")) == 1
    assert len(ready.archive.episodes("de")) == (named != "guid")


def test_what_was_released_before_is_no_error(ready: Site) -> None:
    assert run(ready, "release", "--all").exit_code == 0
    before = ready.files()
    for arguments in (["--all"], ["ferry"], ["ferry", "--language", "de"], ["ferry", "--discard"]):
        answer = run(ready, "release", *arguments)
        assert (answer.exit_code, "Nothing waits to be released" in answer.stdout) == (0, True)
    machine = run(ready, "release", "--all", "--json")
    assert (machine.exit_code, machine.stdout, "Nothing waits" in machine.stderr) == (0, "", True)
    assert ready.files() == before
    run(ready, "retract", "ferry", "--language", "de")
    assert run(ready, "release", "ferry", "--language", "de").exit_code == 1


def test_nothing_to_release_is_one_sentence(site: Site) -> None:
    for arguments in (["ferry"], ["ferry", "--discard"], ["--all", "--language", "fr"]):
        answer = run(site, "release", *arguments)
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert "Nothing waits to be released" in answer.stderr
    assert run(site, "release").exit_code == 2
    reviewed(site)
    answer = run(site, "release", "ferry", "unknown")
    assert (answer.exit_code, "'unknown'" in answer.output) == (1, True)
    assert site.archive.episodes("en") == []


def test_a_voice_that_may_earn_nothing_is_not_released_once_the_edition_may(site: Site) -> None:
    site.edit("[site]\n", "[site]\ncommercial = false\n")
    credit = '[attribution]\nname = "Ann Other"\nlicence = "CC-BY-NC-4.0"\n'
    site.edit('engine = "doubles.faulty"\n', f'engine = "doubles.faulty"\n{credit}', "voices/de.toml")
    reviewed(site)
    site.edit("commercial = false", "commercial = true")
    answer = run(site, "release", "--all")
    assert answer.exit_code == 1
    assert "It is spoken by Ann Other (CC-BY-NC-4.0), for non-commercial use only" in answer.output
    assert f"`audioedition publish --review {site.root / 'ferry.txt'} --edition {site.root}`" in answer.output
    assert (len(site.archive.episodes("en")), site.archive.episodes("de")) == (1, [])
    assert [e.language for e in waiting(site).episodes()] == ["de"]
    site.edit("commercial = true", "commercial = false")
    assert run(site, "release", "--all").exit_code == 0


def test_nothing_moves_while_the_settings_lack_what_a_feed_needs(site: Site) -> None:
    site.edit('email = "a@example.org"', 'email = ""')
    reviewed(site)
    answer = run(site, "release", "--all")
    assert (answer.exit_code, "Nothing is released yet" in answer.output) == (1, True)
    assert site.archive.episodes("en") == []
    site.edit('email = ""', 'email = "a@example.org"')
    assert run(site, "release", "--all").exit_code == 0


def test_what_is_lost_or_damaged_is_told_and_stops_no_other(ready: Site) -> None:
    store = waiting(ready)
    (english,) = store.archive.episodes("en")
    store.archive.audio("en", english.enclosure.file).unlink()
    answer = run(ready, "release", "--all")
    assert answer.exit_code == 1
    assert "--review again" in answer.output
    assert len(ready.archive.episodes("de")) == 1
    assert any("--review" in sentence for sentence in store.damage())
    reviewed(ready)
    assert list(store.damage()) == []


@pytest.fixture
def damaged(site: Site) -> Site:
    """A site with an edited post that waits, after which another one's record was damaged."""
    site.publish(site.post(SHORT))
    reviewed(site, OTHER, "other.txt")
    reviewed(site, SHORT.replace("hundred", "two hundred"))
    (waiting(site).archive.root / "en/episodes/other.json").write_text("{")
    return site


def test_a_damaged_record_stands_in_the_way_of_no_other_post(damaged: Site) -> None:
    report = damaged.record(str(damaged.root / "ferry.txt"))
    assert (report.error, states(report)) == ("", [State.RECORDED])
    assert report.outcomes[0].notes[-1] == "What waited to be heard was deleted: what is published is newer."
    assert waiting(damaged).episodes() == []
    assert len(list(waiting(damaged).manuscripts.folder.rglob("*.json"))) == 1, (
        "what it belongs to may come back"
    )
    assert "other.json is damaged" in run(damaged, "prune").output
    assert len(list(waiting(damaged).archive.root.rglob("prompts/other/*.json"))) == 1


def test_a_damaged_record_is_told_by_a_release_of_it_and_stops_no_other(damaged: Site) -> None:
    assert run(damaged, "release", "ferry").exit_code == 0
    assert any("two hundred" in line.text for line in damaged.archive.episodes("en")[0].lines)
    for options in (["--all"], ["other"], ["other", "--json"]):
        answer = run(damaged, "release", *options)
        assert (answer.exit_code, "other.json is damaged" in answer.output) == (1, True)
    assert "other.json is damaged" in run(damaged, "check").output
    listed = run(damaged, "episodes")
    assert (listed.exit_code, "(ferry)" in listed.stdout, "is damaged" in listed.stderr) == (0, True, True)


def test_what_waits_is_discarded_beside_a_published_record_that_is_damaged(damaged: Site) -> None:
    (damaged.root / "feeds/en/episodes/ferry.json").write_text("{")
    page = damaged.root / ".audioedition/quality/en/ferry.html"
    page.parent.mkdir(parents=True)
    page.touch()
    answer = run(damaged, "release", "--discard", "ferry")
    assert (answer.exit_code, waiting(damaged).episodes()) == (0, [])
    assert page.exists(), "it may be about what is published"


def test_a_damaged_record_stays_until_another_recording_takes_its_place(
    damaged: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = waiting(damaged).archive.root / "en/episodes/other.json"

    def broken(*_: object, **__: object) -> None:
        raise AudioError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(mixdown, "mix", broken)
        report = reviewed(damaged, OTHER, "other.txt")
    assert states(report) == [State.FAILED]
    assert path.read_text() == "{"
    assert list(waiting(damaged).archive.root.rglob("prompts/other/*.json"))
    assert states(reviewed(damaged, OTHER, "other.txt")) == [State.TO_HEAR]
    assert list(waiting(damaged).damage()) == []


def test_a_damaged_record_that_alone_waits_is_told_by_every_command_that_is_asked_for_it(
    damaged: Site,
) -> None:
    guid = damaged.archive.guid("other", "en")
    (line,) = run(damaged, "release", guid, "--json").stdout.splitlines()
    assert {key: json.loads(line)[key] for key in ("post", "title", "state")} == {
        "post": "other",
        "title": "other",
        "state": "failed",
    }
    for name in ("other", guid):
        retract = run(damaged, "retract", name)
        assert (retract.exit_code, f"release --discard {shlex.quote(name)}" in retract.output) == (1, True)
    assert "There is no episode" in run(damaged, "retract", "other", "--language", "de").output
    assert run(damaged, "release", "--discard", "ferry").exit_code == 0
    for options in ([], ["other"]):
        review = run(damaged, "review", *options)
        told = ("other.json is damaged" in review.output, "Nothing else waits to be heard" in review.output)
        assert (review.exit_code, told) == (1, (True, True))
    assert (
        "Nothing waits to be released" in run(damaged, "release", damaged.archive.guid("other", "de")).output
    )
    assert run(damaged, "release", "--discard", guid).exit_code == 0
    assert "Nothing waits to be heard" in run(damaged, "review").output


@pytest.mark.parametrize("what", ["other", "--all"])
def test_a_damaged_record_is_discarded_as_check_says(damaged: Site, what: str) -> None:
    assert run(damaged, "release", "--discard", what).exit_code == 0
    assert list(waiting(damaged).damage()) == []
    assert not list(waiting(damaged).archive.root.rglob("prompts/other/*.json"))
    assert len(waiting(damaged).episodes()) == (what == "other")


@pytest.mark.parametrize("review", [True, False])
def test_a_damaged_record_is_recorded_anew_as_check_says(damaged: Site, review: bool) -> None:  # noqa: FBT001 -- a parameter
    source = str(damaged.root / "other.txt")
    assert states(damaged.record(source, review=True, dry_run=True)) == [State.TO_RECORD]
    report = damaged.record(source, review=review)
    assert (report.error, states(report)) == ("", [State.TO_HEAR if review else State.RECORDED])
    assert list(waiting(damaged).damage()) == []
    assert {e.post for e in waiting(damaged).episodes()} == ({"ferry", "other"} if review else {"ferry"})


def test_what_cannot_be_deleted_is_told_of_what_is_published(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> bool:
        message = "en could not be deleted."
        raise ArchiveError(message)

    monkeypatch.setattr(superseded, "forget", refused)
    report = ready.record(ready.post(EDITED))
    assert (report.error, states(report)) == ("", [State.RECORDED, State.RECORDED])
    assert all("was not deleted, and must not be released" in each.notes[-1] for each in report.outcomes)


def test_what_was_deleted_but_for_its_audio_is_not_told_to_wait_still(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        message = "en.mp3 could not be deleted."
        raise ArchiveError(message)

    monkeypatch.setattr(media, "delete", refused)
    report = ready.record(ready.post(EDITED))
    assert waiting(ready).episodes() == []
    for each in report.outcomes:
        assert each.notes[-1] == (
            "What waited to be heard was deleted: what is published is newer. "
            "Files of it are left, which `audioedition prune` deletes later: en.mp3 could not be deleted."
        ).replace("audioedition prune", f"audioedition prune --edition {ready.root}")


class Killed(BaseException):
    """The program ends here, whatever it wanted to do."""


def moments(monkeypatch: pytest.MonkeyPatch, last: str = "") -> list[str]:
    """Each write or deletion that is done from now on; before the `last` one, be killed.

    Of feeds and pages, which are written from the archive each time, the files of a kind count as one.
    """
    seen: list[str] = []

    def stopped(do: Callable[..., object]) -> Callable[..., object]:
        def act(*arguments: object, **named: object) -> object:
            what = do.__qualname__
            if isinstance(arguments[0], Path):
                kind = f"{what} {arguments[0].suffix}"
            else:
                kind = f"{what} {sum(each.startswith(what) for each in seen)}"
            if kind == last:
                raise Killed
            if kind not in seen:
                seen.append(kind)
            return do(*arguments, **named)

        return act

    monkeypatch.setattr(Archive, "write", stopped(Archive.write))
    monkeypatch.setattr(Archive, "_keep", stopped(Archive._keep))
    monkeypatch.setattr(superseded, "forget", stopped(superseded.forget))
    monkeypatch.setattr(Unreleased, "keep", stopped(Unreleased.keep))
    monkeypatch.setattr(publish, "write_atomically", stopped(write_atomically))
    return seen


def test_whatever_interrupts_it_running_it_again_finishes_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.publish(site.post(SHORT))
    (old,) = site.archive.episodes("en")
    site.post(SHORT.replace("hundred", "two hundred"))

    def recorded(site: Site) -> None:
        site.record(str(site.root / "ferry.txt"), review=True)

    before = site
    acts: tuple[Callable[[Site], object], ...] = (recorded, released)
    for number, act in enumerate(acts):
        after = Site.copied(before.root, tmp_path / f"after-{number}")
        with monkeypatch.context() as patch:
            kinds = moments(patch)
            act(after)
        assert len(kinds) > 2, kinds
        for place, kind in enumerate(kinds):
            one = Site.copied(before.root, tmp_path / f"{number}-{place}")
            with monkeypatch.context() as patch:
                moments(patch, kind)
                with pytest.raises(Killed):
                    act(one)
            assert list(one.archive.damage()) == []
            assert list(waiting(one).damage()) == []
            for feed in one.root.glob("feeds/*/feed.xml"):
                (named,) = (e for e in feed.read_text("utf-8").split('"') if "/audio/" in e)
                assert (feed.parent / "audio" / named.rsplit("/", 1)[1]).is_file()
            act(one)
            if act is recorded:
                assert [e.sound for e in waiting(one).episodes()] == [
                    e.sound for e in waiting(after).episodes()
                ]
                continue
            (now,) = one.archive.episodes("en")
            assert (now.guid, now.published) == (old.guid, old.published)
            assert any("two hundred" in line.text for line in now.lines)
            assert private(one) == {}
        before = after


def test_a_feed_that_is_refused_loses_nothing(ready: Site, monkeypatch: pytest.MonkeyPatch) -> None:

    def refused(*_: object) -> None:
        message = "en/feed.xml is not written."
        raise FeedError(message)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "publish", refused)
        answer = run(ready, "release", "--all")
    assert (answer.exit_code, "is not written" in answer.output) == (1, True)
    assert len(ready.archive.episodes("en")) == 1
    assert private(ready) == {}


def test_other_commands_know_what_waits(site: Site) -> None:
    site.publish(site.post(OTHER, "other.txt"))
    reviewed(site)
    listed = [json.loads(line) for line in run(site, "episodes", "--json").stdout.splitlines()]
    assert [(each["post"], each["language"], each["released"]) for each in listed] == [
        ("other", "en", True),
        ("ferry", "de", False),
        ("ferry", "en", False),
    ]
    assert "unheard" in run(site, "episodes", "de").stdout
    assert run(site, "prune").output == "There is nothing to delete.\n"
    assert "2 episodes to be heard" in run(site, "check").output
    reread = run(site, "reread", "--word", "ferry", "--json")
    assert [json.loads(line)["post"] for line in reread.stdout.splitlines()] == ["other"]


def test_speaking_again_what_is_published_tells_that_something_older_waits(site: Site) -> None:
    site.publish(site.post(SHORT))
    reviewed(site, SHORT.replace("hundred", "two hundred"))
    assert "waits" not in run(site, "reread", "--word", "council").output
    (site.root / "voices/en.toml").write_text(
        'engine = "doubles.faulty"\n[lexicon]\ncouncil = "cown sill"\n', "utf-8"
    )
    told = run(site, "reread", "--word", "council")
    assert (told.exit_code, "What waits to be heard of it was spoken before" in told.output) == (0, True)
    reviewed(site, SHORT.replace("hundred", "two hundred"))
    assert "waits" not in run(site, "reread", "--word", "council").output
    assert f"`audioedition preview --edition {site.root}`" in told.output


def test_speaking_again_tells_of_older_recordings_that_only_wait(site: Site) -> None:
    reviewed(site)
    before = private(site)
    rows = 'engine = "doubles.faulty"\n[lexicon]\ncouncil = "cown sill"\n'
    (site.root / "voices/en.toml").write_text(rows, "utf-8")
    for options in (["--word", "council"], [], ["--word", "council", "--dry-run"]):
        told = run(site, "reread", *options).output
        assert "en    to be heard    Who still needs a ferry?" in told
        assert (
            "It waits to be heard as it was spoken before, and is left so: publish the post 'ferry'" in told
        )
        assert "No episode holds" not in told
        assert "Wer braucht" not in told, "the German one would sound the same"
    (line,) = run(site, "reread", "--word", "council", "--json").stdout.splitlines()
    assert (json.loads(line)["post"], json.loads(line)["state"]) == ("ferry", "to be heard")
    assert "No episode holds" in run(site, "reread", "--word", "Gemeinderat").output
    assert "waits" not in run(site, "reread", "--language", "de").output
    assert private(site) == before


def test_a_fault_of_ours_in_what_only_waits_keeps_no_feed_from_being_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(site.post(SHORT))
    reviewed(site, SHORT.replace("hundred", "two hundred"))
    reviewed(site, OTHER, "other.txt")
    (site.root / "voices/en.toml").write_text(
        'engine = "doubles.faulty"\n[lexicon]\ncouncil = "cown sill"\n', "utf-8"
    )
    feed = site.root / "feeds/en/feed.xml"
    feed.unlink()

    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(rehearse, "is_stale", broken)
    told = run(site, "reread", "--json")
    assert (told.exit_code, feed.is_file()) == (1, True)
    ferry, other = map(json.loads, told.stdout.splitlines())
    assert (ferry["state"], "please report it" in ferry["notes"][-1]) == ("recorded", True)
    assert (other["post"], other["state"], "please report it" in other["detail"]) == ("other", "failed", True)


def test_a_fault_of_ours_in_what_has_changed_keeps_nothing_from_being_released(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(rehearse, "is_stale", broken)
    told = run(ready, "release", "--all")
    assert (told.exit_code, told.output.count("please report it")) == (0, 2)
    assert waiting(ready).episodes() == []


def test_a_fault_of_ours_in_what_waits_keeps_nothing_from_being_told_of_what_is_published(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(Unreleased, "discard", broken)
    report = ready.record(ready.post(EDITED))
    assert (report.error, states(report)) == ("", [State.RECORDED, State.RECORDED])
    assert all("please report it" in each.notes[-1] for each in report.outcomes)


def pasted(text: str) -> list[list[str]]:
    """The commands that a text names, as a shell would take them."""
    return [shlex.split(command)[1:] for command in re.findall(r"`(audioedition [^`]+)`", text)]


def test_the_commands_that_are_suggested_do_what_is_meant_wherever_they_are_pasted(tmp_path: Path) -> None:
    faulty.reset()
    site = Site(tmp_path / "my podcast")

    def paste(command: list[str]) -> Result:
        answer = CliRunner().invoke(main, command)
        assert answer.exit_code == 0, answer.output
        return answer

    name = "it's the ferry.txt"
    reviewed(site, SHORT, name)
    site.post(SHORT.replace("hundred", "two hundred"), name)
    told = run(site, "release", "--all")
    (again, preview) = pasted(told.output)
    assert again[0] == "publish"
    assert preview[0] == "preview"
    assert '"state": "to be heard"' in paste([*again, "--json"]).output

    rows = 'engine = "doubles.faulty"\n[lexicon]\ncouncil = "cown sill"\n'
    (site.root / "voices/en.toml").write_text(rows, "utf-8")
    released_late = run(site, "release", "--all")
    (reread, _) = pasted(released_late.output)
    assert reread[0] == "reread"
    assert "1 spoken anew" in paste(reread).output

    reviewed(site, SHORT.replace("hundred", "three hundred"), name)
    (site.root / "voices/en.toml").write_text('engine = "doubles.faulty"\n', "utf-8")
    (left,) = [
        line for line in run(site, "reread", "--word", "council").output.splitlines() if "waits" in line
    ]
    (again,) = pasted(left)
    assert '"state": "to be heard"' in paste([*again, "--json"]).output
    (review,) = [each for each in pasted(run(site, "check").output) if each[0] == "review"]
    assert review == ["review", "--edition", str(site.root)]
    assert "released" in run(site, "release", "--all").output

    other = site.root / "other.txt"
    source = site.post(SHORT.replace("hundred", "nine hundred"), "other.txt")
    site.record(source, review=True, now=datetime.now(UTC))  # the commands above went by that clock
    shutil.copy(other, site.root / name)
    assert run(site, "publish", str(site.root / name)).exit_code == 0
    twin = run(site, "release", "other")
    (discard,) = [each for each in pasted(twin.output) if each[0] == "release"]
    assert "discarded" in paste(discard).output
    nothing = run(site, "release", "--all")
    assert pasted(nothing.output) == [["publish", "--review", "POST", "--edition", str(site.root)]]
    assert pasted(run(site, "review").output) == pasted(nothing.output)
    faulty.reset()


def test_prune_deletes_what_an_interruption_left(ready: Site) -> None:
    store = waiting(ready)
    for each in store.episodes():
        (store.archive.root / each.language / "episodes/ferry.json").unlink()
    assert "prompts" in run(ready, "prune").output
    assert all("/audio/" in name or "cover" in name for name in private(ready))


def test_publish_review_as_a_script_runs_it(site: Site) -> None:
    source = site.post()
    answer = run(site, "publish", source, "--review", "--json")
    assert answer.exit_code == 0, answer.output
    (told,) = map(json.loads, answer.stdout.splitlines())
    assert {o["state"] for o in told["outcomes"]} == {"to be heard"}
    assert all(".audioedition" in o["file"] for o in told["outcomes"])
    assert list(site.root.glob("feeds/*/*.xml")) == []
    assert run(site, "publish", "--review").exit_code == 2
    assert run(site, "publish", source, "--no-open").exit_code == 2


def test_a_release_waits_for_another_publisher(ready: Site) -> None:
    command = [sys.executable, "-m", "audioedition", "release", "--all", "--edition", str(ready.root)]
    with ready.archive.locked():
        waits = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert waits.stderr is not None
        assert "Waiting for another audioedition" in waits.stderr.readline()
        assert ready.archive.episodes("en") == []
    out, _ = waits.communicate(timeout=60)
    assert (waits.returncode, out.count("released")) == (0, 2)
    assert len(ready.archive.episodes("en")) == 1
