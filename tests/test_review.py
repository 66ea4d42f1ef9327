"""The desk and the server of a review: what is heard, marked, corrected and released, and who may ask for it."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname, urlopen

import pytest
from click.testing import CliRunner
from conftest import ENGLISH, NOW, POST, Site
from doubles import faulty, guest
from hypothesis import given, settings
from hypothesis import strategies as st
from recogniser import Double
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_release import OTHER, SHORT, private, reviewed, waiting

from audioedition import editions, phrases, recognition, review, templating
from audioedition.cli import main
from audioedition.errors import ArchiveError, ConfigError, EngineError
from audioedition.model import (
    Block,
    Dropped,
    Enclosure,
    Episode,
    Fault,
    Heard,
    Kind,
    Line,
    Post,
    Split,
    Tags,
    Trouble,
    Utterance,
    Verdict,
)
from audioedition.proof.remarks import Doubt, Remarks
from audioedition.reports import State
from audioedition.review import Desk, application, pieces, secret, shown
from audioedition.text import permitted
from audioedition.unreleased import Prompt, Unreleased

SECRET = secret()
HOME = "http://127.0.0.1:8124"
PATH = f"/{SECRET}"
FROM_PAGE = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
Spoken = Callable[[], list[str]]
TAGS = Tags(title="T", artist="", album="", language="en", published=NOW, guid="g")


@pytest.fixture
def desk(ready: Site) -> Desk:
    return Desk(ready.root, ready.archive)


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(application(desk, SECRET), base_url=HOME, headers=FROM_PAGE)


class Door(TestClient):
    """A client of the edition `site`, which no test changes."""

    def __init__(self, app: Starlette, site: Site) -> None:
        super().__init__(app, base_url=HOME, headers=FROM_PAGE)
        self.site = site
        self.card = Desk(site.root, site.archive).cards()[0]


@pytest.fixture(scope="module")
def door(unheard: Path, tmp_path_factory: pytest.TempPathFactory) -> Door:
    site = Site.copied(unheard, tmp_path_factory.mktemp("door") / "site")
    return Door(application(Desk(site.root, site.archive), SECRET), site)


def card(desk: Desk, language: str = "en") -> shown.Card:
    return next(each for each in desk.cards() if each.episode.language == language)


def holding(card: shown.Card, word: str) -> shown.Sentence:
    return next(each for each in card.sentences if word in card.episode.lines[each.place].text)


def test_every_sentence_is_shown_in_order_with_its_texts_and_its_time(desk: Desk, ready: Site) -> None:
    english, german = desk.cards()
    assert (english.episode.language, german.episode.language) == ("en", "de")
    for found in (english, german):
        assert [s.place for s in found.sentences] == list(range(len(found.episode.lines)))
        assert [(s.start, s.end) for s in found.sentences] == [
            (line.start, line.end) for line in found.episode.lines
        ]
        assert found.is_whole
        assert not found.replaces
        assert found.new == 0
    ready.publish(ready.post())
    reviewed(ready, POST.replace("hundred", "200"))
    (found,) = desk.cards()
    assert found.replaces
    assert [s.place for s in found.sentences if s.is_new] == [holding(found, "200").place]
    found = Desk(ready.root, ready.archive).cards()[0]
    place = holding(found, "easy").place
    Desk(ready.root, ready.archive).correct(found.key, place, "easy", "very easy indeed")
    (found,) = desk.cards()
    assert [s.place for s in found.sentences if s.is_new] == [holding(found, "200").place, place]
    changed = holding(found, "200")
    assert ("200", True) in [(words, differs) for words, differs in changed.written if differs]
    assert ("two hundred", True) in changed.spoken


def test_marks_survive_the_session_new_words_of_a_voice_and_an_edited_post(desk: Desk, ready: Site) -> None:
    found = card(desk)
    one, other = holding(found, "Nobody"), holding(found, "easy")
    desk.mark(found.key, one.place, marked=True)
    desk.mark(found.key, other.place, marked=True)
    desk.mark(found.key, other.place, marked=False)
    again = Desk(ready.root, ready.archive)
    assert [s.place for s in card(again).sentences if s.is_marked] == [one.place]
    again.correct(found.key, one.place, "Nobody", "No one")
    assert [s.place for s in card(again).sentences if s.is_marked] == [one.place]
    reviewed(ready, POST.replace("Last week the", "Yesterday a sentence came in. The"))
    assert [s.place for s in card(again).sentences if s.is_marked] == [one.place + 1]


@pytest.mark.parametrize("damage", [b"", b"{", b"3", b"[[]]", b'[["a", Infinity]]', b"[" * 100_000, b"\xff"])
def test_damaged_marks_and_prompts_are_none(desk: Desk, ready: Site, damage: bytes) -> None:
    store, english = Unreleased.beside(ready.archive), card(desk).episode
    store.mark(english, [(english.lines[0].text, 0)])
    for path in (store.archive.root / "en").glob("[mp]*/**/*.json"):
        path.write_bytes(damage)
    assert store.marks(english) == []
    assert store.prompt(english) is None
    assert not card(desk).marked
    assert not card(desk).is_whole


def test_equal_sentences_have_marks_of_their_own() -> None:
    lines = tuple(Line(n, n + 1, text) for n, text in enumerate(["Yes.", "No.", "Yes."]))
    assert shown.marks(episode(lines)) == [("Yes.", 0), ("No.", 0), ("Yes.", 1)]
    (paragraph,) = shown.card(episode(lines), None, [("Yes.", 1)]).paragraphs
    assert [s.is_marked for s in paragraph] == [False, False, True]


def test_who_speaks_is_named_where_it_is_another_voice() -> None:
    lines = (Line(0, 1, "One."), Line(1, 2, "Deux.", voice=1, language="fr"), Line(2, 3, "Three.", voice=2))
    script = [
        Utterance("One.", "One.", "en", 0.4),
        Utterance("Deux.", "Deux.", "fr", 0.4),
        Utterance("Three.", "Three.", "en", 0.4, voice="quotation"),
    ]
    for said, named in ((script, "quotation voice"), (None, "another voice")):
        found = shown.card(episode(lines), Prompt(tuple(said), TAGS) if said else None, []).sentences
        assert [s.voice for s in found] == ["", "French voice", named]
        assert [s.language for s in found] == ["en", "fr", "en"]


def test_a_proposal_is_heard_before_anything_is_written(desk: Desk, ready: Site, spoken: Spoken) -> None:
    before, files = private(ready), {p: p.read_bytes() for p in ready.root.glob("voices/*.toml")}
    found = card(desk)
    place = holding(found, "council").place
    spoken()
    trial = desk.hear(found.key, place, "council", "cown sill")
    assert "cown sill" in trial.after
    assert "council" in trial.before
    assert spoken() == [trial.after]
    assert trial.clip.pcm
    assert private(ready) == before
    assert {p: p.read_bytes() for p in ready.root.glob("voices/*.toml")} == files


def test_only_the_sentences_that_hold_a_corrected_word_are_spoken_again(
    desk: Desk, ready: Site, spoken: Spoken
) -> None:
    ready.publish(ready.post(OTHER, "other.txt"))
    ready.edit('engine = "doubles.faulty"', 'engine = "doubles.faulty"  # ours', "voices/en.toml")
    before = ready.files()
    found = card(desk)
    old = {line.text: line for line in found.episode.lines}
    spoken()
    (told,) = desk.correct(found.key, holding(found, "council").place, "council", "cown sill")
    assert (told.state, told.sentences) == (State.TO_HEAR, 1)
    (said,) = spoken()
    assert "cown sill" in said
    voice = (ready.root / "voices/en.toml").read_text("utf-8")
    assert "# ours" in voice
    assert 'council" = "cown sill"' in voice
    new = card(desk)
    assert ("cown sill", True) in holding(new, "council").spoken
    assert [line.text for line in new.episode.lines] == list(old)
    assert new.file != found.file
    assert ready.files() == before
    assert list(waiting(ready).damage()) == []


def test_a_word_is_corrected_wherever_it_waits(ready: Site, spoken: Spoken) -> None:
    reviewed(ready, OTHER, "other.txt")
    desk = Desk(ready.root, ready.archive)
    spoken()
    told = desk.correct(card(desk).key, holding(card(desk), "bus").place, "bus", "omnibus")
    assert [each.sentences for each in told] == [1, 0]  # the second one finds it on the shelf
    assert len(spoken()) == 1
    assert all("omnibus" in str(holding(c, "bus").spoken) for c in desk.cards() if c.episode.language == "en")
    one = Desk(ready.root, ready.archive, {"other"})
    assert [each.episode.post for each in one.cards()] == ["other"]


@pytest.mark.parametrize(
    ("word", "value", "why"),
    [
        ("", "x", "no word"),
        ("council", {"ipa": "kaʊnsəl"}, "takes none|has only ipa"),
        ("council", {"say": "x", "spell": True}, "exclude each other"),
        ("council", {"sya": "x"}, "'say'"),
    ],
)
def test_what_cannot_be_said_is_one_sentence_and_nothing_is_written(
    desk: Desk, ready: Site, word: str, value: Any, why: str
) -> None:
    before = (ready.root / "voices/en.toml").read_bytes()
    found = card(desk)
    for ask in (desk.hear, desk.correct):
        with pytest.raises(ConfigError, match=why):
            ask(found.key, 0, word, value)
    assert (ready.root / "voices/en.toml").read_bytes() == before


def test_a_voice_that_fails_leaves_what_waited(desk: Desk) -> None:
    found = card(desk)
    faulty.failing["sill"] = EngineError
    (told,) = desk.correct(found.key, holding(found, "council").place, "council", "cown sill")
    assert (told.state, "has no sound for" in told.detail) == (State.FAILED, True)
    assert card(desk).episode == found.episode
    assert card(desk).is_whole
    faulty.reset()
    (told,) = desk.correct(found.key, holding(found, "council").place, "council", "cown sill")
    assert told.state is State.TO_HEAR


def test_whoever_ends_the_review_does_not_wait_until_all_is_spoken(ready: Site, spoken: Spoken) -> None:
    desk = Desk(ready.root, ready.archive)
    found = card(desk)
    desk.turn.stop()
    spoken()
    (told,) = desk.correct(found.key, holding(found, "council").place, "council", "cown sill")
    assert (told.state, "has ended" in told.detail) == (State.FAILED, True)
    assert spoken() == []
    assert card(desk).episode == found.episode


def test_release_and_discard_are_those_of_the_command(desk: Desk, ready: Site) -> None:
    english, german = desk.cards()
    (told,) = desk.release([english.key])
    assert told.state is State.RELEASED
    assert [e.language for e in waiting(ready).episodes()] == ["de"]
    assert "ferry" in (ready.root / "feeds/en/feed.xml").read_text("utf-8")
    assert desk.discard(german.key).state is State.DISCARDED
    assert desk.cards() == []
    with pytest.raises(ArchiveError, match="load the page again"):
        desk.release([german.key])


def test_one_thing_is_done_at_a_time(desk: Desk, ready: Site) -> None:
    found = card(desk)
    with ready.archive.locked(), pytest.raises(ArchiveError, match="at work here"):
        desk.release([found.key])
    with desk.turn.alone(), pytest.raises(ArchiveError, match="wait until it is ready"):
        desk.hear(found.key, 0, "council", "x")
    desk.mark(found.key, 0, marked=True)  # which waits for nobody


def test_what_another_version_of_the_program_left_can_be_heard_and_released(desk: Desk, ready: Site) -> None:
    for path in waiting(ready).archive.root.rglob("prompts/*/*.json"):
        path.write_bytes(path.read_bytes().replace(b'"script"', b'"screenplay"'))
    found = card(desk)
    assert not found.is_whole
    with pytest.raises(ArchiveError, match="--review again"):
        desk.correct(found.key, 0, "council", "x")
    assert desk.release([found.key])[0].state is State.RELEASED
    assert ready.archive.episodes("en")[0].published == NOW  # its tags could not be written anew


def test_what_machines_have_found_is_shown(ready: Site) -> None:
    bad = Verdict(
        (Fault(Trouble.TAIL, "0.4 s after the last word"),), Heard("uh <b>", "en", 0.9, 3, 2, 2), 3, "pico"
    )
    store = waiting(ready)
    (english,) = store.archive.episodes("en")
    prompt = store.prompt(english)
    assert prompt is not None
    verdicts = tuple(bad if place == 1 else Verdict() for place in range(len(prompt.script)))
    store.keep(english, replace(prompt, verdicts=verdicts))
    judged = Desk(ready.root, ready.archive)
    found = card(judged)
    assert (found.faulty, [s.place for s in found.sentences if s.is_faulty]) == (1, [1])
    page = TestClient(application(judged, SECRET), base_url=HOME).get(f"{PATH}/").text
    assert "0.4 s after the last word" in page
    assert "uh &lt;b&gt;" in page
    assert "fallback voice (pico)" in page


def test_who_had_a_recogniser_listen_has_it_listen_to_corrections_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "doubles.talker"\n', "utf-8")
    monkeypatch.setattr(recognition, "load", lambda *_: Double("nothing of the kind"))
    site.record(site.post(), review=True, verify=True)
    desk = Desk(site.root, site.archive)
    before = card(desk)
    assert all(s.verdict and s.verdict.heard for s in before.sentences)
    (told,) = desk.correct(before.key, holding(before, "council").place, "council", "cown sill")
    assert told.state is State.TO_HEAR
    found = card(desk)
    assert all(s.verdict and s.verdict.heard for s in found.sentences)
    assert found.episode.quality
    assert found.faulty == before.faulty > 0


def unsure(*words: str) -> Callable[..., Split]:
    """Splits as ever, but is not sure any more of the German pieces that begin with these words."""
    really = editions.split

    def split(post: Post, languages: Any = ()) -> Split:
        found = really(post, languages)
        decisions = (
            replace(each, margin=0.5, rival="en") if each.block.text.startswith(words) else each
            for each in found.decisions
        )
        return replace(found, decisions=tuple(decisions))

    return split


def shown_by(site: Site) -> LexborHTMLParser:
    client = TestClient(application(Desk(site.root, site.archive), SECRET), base_url=HOME)
    return LexborHTMLParser(client.get(f"{PATH}/").text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(each.text().split()) for each in tree.css(selector)]


def test_what_was_left_out_and_what_is_doubtful_is_shown_in_the_words_of_split(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "split", unsure("Niemand hat", "Wer braucht noch", "My grandfather"))
    code = "\n```\nprint('ferry')\n```\n"
    reviewed(site, POST.replace("\nGerman translation", f"{code}\nGerman translation"), "ferry.md")
    tree = shown_by(site)
    told = CliRunner().invoke(main, ["split", str(site.root / "ferry.md")]).output
    (doubtful, left_out) = tree.css(".pieces")
    items = [" ".join(each.text().split()) for each in left_out.css("li")]
    assert "Left out: 6 pieces" in left_out.text()
    for words in ("line 11", "It announces the text in another language (de).", "readers' comments"):
        assert any(words in each for each in items)
        assert words in told
    assert any("riverrat says:" in each and "Comments are closed." in each for each in items)
    assert any("print('ferry')" in each for each in items), "what one edition does not say is left out, too"
    assert "Write it on a line of its own above, and ::: on a line below." in doubtful.text()
    rows = [" ".join(each.text().split()) for each in doubtful.css("li")]
    assert [row.partition(" ")[0] for row in rows] == ["line"] * 3
    title, piece, elsewhere = rows
    assert "Wer braucht noch eine Fähre?::: de or ::: en? A line above" in title
    assert "Niemand hat gefragt" in piece
    assert "in no episode here" in elsewhere
    links = [each.attributes["href"] or "" for each in doubtful.css("a")]
    notes = [*texts(tree, f"{links[0]} .doubt"), *texts(tree, f"{links[1]} .doubt")]
    assert notes[0].startswith("Doubtful: ::: de or ::: en? A line above it announces German.")
    assert notes[1].startswith("Doubtful: ::: de or ::: en? Its words are German.")
    assert len(notes) == 2
    assert len(tree.css(".doubt")) == 2
    assert texts(tree, f"{links[1]} .written")[0].startswith("Niemand hat gefragt")
    desk = Desk(site.root, site.archive)
    german = card(desk, "de")
    desk.correct(german.key, holding(german, "Bus").place, "Bus", "Buss")
    after = shown_by(site)
    assert texts(after, ".pieces li") == texts(tree, ".pieces li")
    assert len(after.css(".doubt")) == 2


def test_that_nothing_was_left_out_is_said_and_so_is_that_it_is_not_known(site: Site) -> None:
    reviewed(site, SHORT)
    (said,) = [each for each in texts(shown_by(site), ".post > p") if "left out" in each]
    assert said == "Nothing of the post was left out, and nothing of it is doubtful."
    store = waiting(site)
    (english,) = store.archive.episodes("en")
    prompt = store.prompt(english)
    assert prompt
    store.keep(english, replace(prompt, remarks=None))
    (said,) = [each for each in texts(shown_by(site), ".post > p") if "left out" in each]
    assert "is not known here. Publish the post with --review again" in said


def test_pieces_that_stand_far_apart_are_not_told_as_one() -> None:
    ad = ("advert", "It is an advertisement.")
    dropped = (Dropped("Buy", *ad, 3), Dropped("this", *ad, 5), Dropped("Buy that", *ad, 300))
    waits = shown.card(episode(()), Prompt((), TAGS, (), Remarks(dropped)), [])
    (found,) = pieces.posts([waits, replace(waits, key="other")])
    assert [each.lines for each in found.left_out] == ["lines 3–5", "line 300"]
    assert found.count == 3


# ---- the server ----


def post(client: TestClient, what: str, body: object) -> Any:
    return client.post(f"{PATH}/{what}", json=body)


def test_the_page_shows_all_and_asks_nobody_else(door: Door) -> None:
    answer = door.get(f"{PATH}/")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.text.count('class="play"') == sum(
        len(c.sentences) for c in Desk(door.site.root, door.site.archive).cards()
    )
    assert not re.search(r"<script(?! src)|<style|\son\w+=|style=|https?://", answer.text)
    for file, kind in (("review.css", "text/css"), ("review.js", "text/javascript")):
        found = door.get(f"{PATH}/{file}")
        assert found.headers["content-type"].startswith(kind)
        assert not re.search(r"https?://|@import", found.text)


def test_recordings_are_served_in_ranges(door: Door) -> None:
    found = door.card
    url = f"{PATH}/audio/{found.key}/{found.file}"
    whole = door.get(url)
    assert whole.content == waiting(door.site).archive.audio("en", found.file).read_bytes()
    assert whole.headers["content-type"] == "audio/mpeg"
    part = door.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])


def test_marks_corrections_and_the_release_by_the_page(client: TestClient, desk: Desk, ready: Site) -> None:
    found = card(desk)
    place = holding(found, "council").place
    assert post(client, "mark", {"episode": found.key, "sentence": place, "marked": True}).json() == {}
    assert card(desk).marked == 1
    word = {"episode": found.key, "sentence": place, "word": "council", "how": "say", "said": " cown sill "}
    trial = post(client, "hear", word).json()
    assert "cown sill" in trial["after"]
    assert base64.b64decode(trial["sound"].partition(",")[2]).startswith(b"RIFF")
    told = post(client, "correct", {**word, "endings": True}).json()
    assert told == {"said": f"{found.episode.title}: 1 sentence spoken anew.", "error": ""}
    assert '{ say = "cown sill", endings = true }' in (ready.root / "voices/en.toml").read_text("utf-8")
    assert client.get(f"{PATH}/progress").json() == {"title": "", "done": 0, "total": 0}
    told = post(client, "release", {"episodes": [found.key]})
    assert (told.status_code, told.json()["error"].endswith("load the page again.")) == (400, True)
    told = post(client, "release", {"episodes": [card(desk).key]}).json()
    assert told["said"].startswith(f"{found.episode.title}: released.")
    german = card(desk, "de")
    assert "discarded" in post(client, "discard", {"episode": german.key}).json()["said"]
    assert "Nothing waits to be heard any more" in client.get(f"{PATH}/").text


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("mark", {"episode": "0" * 16, "sentence": 0, "marked": True}),
        ("mark", {"episode": 7, "sentence": 0, "marked": True}),
        ("mark", {"episode": "x", "sentence": "0", "marked": True}),
        ("mark", {"episode": "x"}),
        ("mark", ["x"]),
        ("hear", {"episode": "x", "sentence": 0, "word": "a", "how": "sing", "said": "b"}),
        ("correct", {"episode": "x", "sentence": 0, "word": "a", "how": "say", "said": " "}),
        ("release", {"episodes": "x"}),
        ("release", {"episodes": ["../../audioedition.toml"]}),
        ("discard", {"episode": "../en"}),
        ("discard", {"episode": "x", "path": "/"}),
        ("hear", {"episode": "x", "sentence": 0, "word": "a", "how": "say", "said": "\ud800"}),
    ],
)
def test_what_makes_no_sense_is_one_sentence(door: Door, what: str, body: object) -> None:
    before = private(door.site)
    sent = json.dumps(body)
    answer = door.post(f"{PATH}/{what}", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert private(door.site) == before


@pytest.mark.parametrize(
    "body", ["[" * 30_000, '{"episode": ' + "[" * 30_000, "", "\xff", '{"episode": "\\ud800"}', "NaN"]
)
def test_what_is_no_json_is_one_sentence(door: Door, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = door.post(f"{PATH}/discard", content=body.encode("latin-1"), headers=headers)
    assert (answer.status_code, answer.json()["error"][:13]) == (400, "What was sent")


@pytest.mark.parametrize(
    ("word", "said", "why"),
    [
        ("coun\ncil", "x", "no word has"),
        ("council\0", "x", "no word has"),
        ("council", "a\u2028b", "no word has"),
        ("council", "ka" * 101, "more than a word"),
        ("council " * 30, "x", "more than a word"),
    ],
)
def test_what_is_no_word_is_refused_before_anything_is_spoken(
    door: Door, spoken: Spoken, word: str, said: str, why: str
) -> None:
    spoken()
    before = {path: path.read_bytes() for path in door.site.root.glob("voices/*.toml")}
    row = {"episode": door.card.key, "sentence": 1, "word": word, "how": "say", "said": said}
    for what in ("hear", "correct"):
        answer = post(door, what, row)
        assert (answer.status_code, why in answer.json()["error"], spoken()) == (400, True, [])
    assert {path: path.read_bytes() for path in door.site.root.glob("voices/*.toml")} == before


def test_nothing_is_done_to_a_recording_that_the_page_has_not_shown(desk: Desk, ready: Site) -> None:
    english, german = desk.cards()
    reviewed(ready, POST.replace("Last week the", "Yesterday a sentence came in. The"))
    before = private(ready)
    assert card(desk).anchor == english.anchor
    acts: list[Callable[[], object]] = [
        lambda: desk.release([english.key]),
        lambda: desk.release([german.key, english.key]),
        lambda: desk.discard(english.key),
        lambda: desk.mark(english.key, 1, marked=True),
        lambda: desk.hear(english.key, 1, "council", "x"),
        lambda: desk.correct(english.key, 1, "council", "x"),
        lambda: desk.audio(english.key, card(desk).file),
    ]
    for act in acts:
        with pytest.raises(ArchiveError, match="load the page again"):
            act()
    assert private(ready) == before
    assert ready.archive.episodes("de") == []
    assert {told.state for told in desk.release([german.key, card(desk).key])} == {State.RELEASED}


def test_equal_sounds_under_other_words_are_another_recording() -> None:
    one, other = (episode((Line(0, 1, text),)) for text in ("It cost $3.", "It cost three dollars."))
    assert shown.key(one) != shown.key(other)
    assert shown.anchor(one) == shown.anchor(other)


def test_the_words_of_a_sentence_are_whole() -> None:
    line = Line(0, 1, "At 7:45 p.m. the well-known B&B's, in St. Gall: closed.")
    (sentence,) = shown.card(episode((line,)), None, []).sentences
    assert sentence.words == (
        "At", "7:45", "p.m.", "the", "well-known", "B&B's", "in", "St", "Gall", "closed",
    )  # fmt: skip


def test_a_proposal_is_heard_in_the_voice_that_says_the_sentence(site: Site) -> None:
    for name, level in (("en.quotation", 0.5), ("de.quotation", 0.5), ("fr", 0.25)):
        voice = f'engine = "doubles.guest"\nlanguage = "{name[:2]}"\n[options]\nlevel = {level}\n'
        (site.root / f"voices/{name}.toml").write_text(voice, "utf-8")
    with (site.root / "audioedition.toml").open("a", encoding="utf-8") as file:
        file.write('\n[script]\nquotations = "voice"\n')
    quoted = f"{ENGLISH}\n> The river is too wide, said the old ferryman.\n\n> Je voudrais bien aller à la rivière avec vous demain.\n"
    reviewed(site, quoted, "ferry.md")
    desk = Desk(site.root, site.archive)
    for word, language in (("ferryman", "en"), ("rivière", "fr")):
        guest.spoken.clear()
        trial = desk.hear(card(desk).key, holding(card(desk), word).place, word, "xylo")
        assert "xylo" in trial.after
        assert guest.spoken == [(language, trial.after)]


def test_a_voice_that_is_not_here_is_one_sentence(desk: Desk, client: TestClient, ready: Site) -> None:
    (ready.root / "voices/en.toml").write_text('engine = "doubles.guest"\nmodel = "missing"\n', "utf-8")
    word = {"episode": card(desk).key, "sentence": 1, "word": "council", "how": "say", "said": "x"}
    answer = post(client, "hear", word)
    assert (answer.status_code, "Give it a rest" in answer.json()["error"]) == (400, True)
    assert "Give it a rest" in post(client, "correct", word).json()["error"]


def test_a_recogniser_is_loaded_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "load", lambda *_: object())
    monkeypatch.setattr(recognition, "Ear", lambda recogniser, *_: recogniser)
    assert desk._studio().hearing is desk._studio().aside().hearing


def test_no_sentence_is_marked_that_is_not_there(door: Door) -> None:
    for place in (-1, 10**6):
        answer = post(door, "mark", {"episode": door.card.key, "sentence": place, "marked": True})
        assert (answer.status_code, answer.json()["error"].endswith("load the page again.")) == (400, True)


@pytest.mark.parametrize(
    "path",
    ["/", "/wrong/", f"/{SECRET[:-1]}/", f"/{SECRET}x/", "/%E2%82%AC/", "//"],
    ids=["none", "another", "shorter", "longer", "in other letters", "empty"],
)
def test_without_the_secret_there_is_nothing(door: Door, path: str) -> None:
    for answer in (door.get(path), door.post(f"{path}mark", json={}), door.get(f"{path}progress")):
        assert answer.status_code == 403
        assert SECRET not in answer.text


def test_who_is_refused_has_not_entered(ready: Site) -> None:
    entered: list[None] = []
    app = application(Desk(ready.root, ready.archive), SECRET, lambda: entered.append(None))
    client = TestClient(app, base_url=HOME)
    for path in ("/", f"/{secret()}/", f"/{SECRET[:-1]}/"):
        assert client.get(path).status_code == 403
    assert not entered
    assert [client.get(f"{PATH}/").status_code for _ in range(2)] == [200, 200]
    assert len(entered) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_what_leads_to_the_page_is_for_one_user_alone(tmp_path: Path) -> None:
    address = f"{HOME}{PATH}/"
    before = os.umask(0)
    try:
        page = review.leading(tmp_path, address)
    finally:
        os.umask(before)
    assert page
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text("utf-8")
    assert f'content="0; url={address}"' in text
    assert "default-src 'none'" in text
    assert review.leading(tmp_path / "none", address) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8124"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain; application/json"},
        {"Content-Type": ""},
        {"Content-Length": "999999"},
        {"Transfer-Encoding": "chunked"},
        {"Content-Length": "0000000000000001"},
    ],
)
def test_another_site_changes_nothing(door: Door, headers: dict[str, str]) -> None:
    found = door.card
    before = private(door.site)
    body = json.dumps({"episode": found.key, "sentence": 0, "marked": True})
    sent = {"Content-Type": "application/json", **FROM_PAGE, **headers}
    for what in ("mark", "discard", "release", "correct", "hear"):
        answer = door.post(f"{PATH}/{what}", content=body, headers=sent)
        assert answer.status_code in {403, 411, 413, 415}
        assert "access-control-allow-origin" not in answer.headers
    assert private(door.site) == before
    assert door.post(
        f"{PATH}/mark", content=body, headers=FROM_PAGE | {"Content-Type": "application/json"}
    ).is_success


def test_no_other_site_may_ask_first_nor_read(door: Door) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = door.options(f"{PATH}/mark", headers=asked)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert door.get(f"{PATH}/").headers["cross-origin-resource-policy"] == "same-origin"
    assert door.get(f"{PATH}/").headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:8124", "", "127.0.0.1.example"])
def test_a_foreign_name_for_this_machine_gets_nothing(door: Door, host: str) -> None:
    assert door.get(f"{PATH}/", headers={"Host": host}).status_code == 400
    assert door.post(f"{PATH}/mark", json={}, headers={"Host": host}).status_code == 400


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["..", ".", "~", "audio", "en", "episodes", "ferry.json", "%2e%2e", "\\", "\0", "é"]),
        max_size=6,
    )
)
def test_no_path_of_a_request_reaches_the_disk(door: Door, parts: list[str]) -> None:
    key = door.card.key
    for path in (f"{PATH}/audio/{key}/", f"{PATH}/audio/", f"{PATH}/"):
        answer = door.get(path + quote("/".join(parts), safe="/%"))
        is_page = answer.status_code == 200 and answer.text.startswith("<!DOCTYPE html>")
        assert answer.status_code in {403, 404} or is_page
        assert b"tag:" not in answer.content or is_page
        assert b"ID3" not in answer.content


def episode(lines: tuple[Line, ...], title: str = "T", post: str = "p", **fields: Any) -> Episode:
    known: dict[str, Any] = {"blocks": (Block(Kind.PARAGRAPH, " ".join(line.text for line in lines)),)}
    return Episode(
        guid=f"tag:example.org,2025:{post}/en",
        post=post,
        origin="",
        language="en",
        title=title,
        summary="",
        published=NOW,
        sound="s",
        packaging="p",
        enclosure=Enclosure("a.mp3", 1),
        seconds=1.0,
        lines=lines,
        **known | fields,
    )


HOSTILE = st.text(min_size=1, max_size=40) | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\ud800",
        "\u202eevil",
        "a\0b",
        "{{ 7*7 }}",
        "'" * 9,
        "ก" * 9,
    ]
)


@settings(max_examples=30, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=3))
def test_whatever_is_written_is_shown_as_text(title: str, name: str, said: str, texts: list[str]) -> None:
    lines = tuple(Line(n, n + 1.0, text) for n, text in enumerate(texts))
    script = [Utterance(line.text, said, "en", 0.4) for line in lines]
    left_out = tuple(Dropped(text, "comments", said, n) for n, text in enumerate(texts))
    doubts = tuple(Doubt(text, (name, said), title, n, n - 1) for n, text in enumerate(texts))
    prompt = Prompt(tuple(script), TAGS, (), Remarks(left_out, doubts, name))
    found = shown.card(episode(lines, title, name), prompt, [])
    page = permitted(templating.render("review.html", posts=pieces.posts([found]), p=phrases.of("en")))
    page.encode()
    assert page.count("<script") == 1
    assert page.count("<img") == 0
    assert not re.search(r"<[a-z]+[^>\"]*\son\w+=", page)


def test_the_command_serves_until_it_is_interrupted(ready: Site) -> None:
    command = [
        sys.executable,
        "-u",
        "-m",
        "audioedition",
        "review",
        "--no-open",
        "--edition",
        str(ready.root),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("Hear it at http")
        address = line.split()[3]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{43}/", address)
        with urlopen(address) as answer:  # noqa: S310 -- our own address
            assert b"To be heard" in answer.read()
        server.send_signal(2)
        _, complaints = server.communicate(timeout=30)
    assert (server.returncode, complaints) == (0, "")
    with socket.socket() as free:
        assert free.connect_ex(("127.0.0.1", int(address.split(":")[2].split("/")[0])))


def test_whoever_ends_it_while_something_is_spoken_is_told_what_is_waited_for(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks: list[Desk] = []
    acting = ExitStack()

    def desk(*arguments: Any, **options: Any) -> Desk:
        desks.append(Desk(*arguments, **options))
        return desks[0]

    def ended(_app: object, _listening: object, ending: Callable[[], None]) -> None:
        """Ctrl-C while a page has something spoken; that is ready a little later."""
        acting.enter_context(desks[0].turn.alone())
        ending()
        threading.Timer(0.3, acting.close).start()

    monkeypatch.setattr(review, "Desk", desk)
    monkeypatch.setattr(review, "serve", ended)
    answer = CliRunner().invoke(main, ["review", "--no-open", "--edition", str(ready.root)])
    assert (answer.exit_code, desks[0].turn.is_taken) == (0, False)  # it was waited for
    assert "is finished first" in answer.output


def secret_of(text: str) -> str | None:
    """What stands in an address of a page, if there is one."""
    found = re.search(r"http://127\.0\.0\.1:\d+/([\w-]{43})/", text)
    return found and found[1]


def test_what_led_to_the_page_goes_when_it_was_opened(ready: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[Path] = []

    def served(app: Starlette, *_: object) -> None:
        (page,) = (ready.root / ".audioedition").glob("*.html")
        client = TestClient(app, base_url=HOME)
        assert client.get("/").status_code == 403
        assert page.exists()
        assert client.get(f"/{secret_of(page.read_text('utf-8'))}/").status_code == 200
        assert not page.exists()
        pages.append(page)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setattr(review, "serve", served)
    answer = CliRunner().invoke(main, ["review", "--edition", str(ready.root)])
    assert (answer.exit_code, len(pages)) == (0, 1), answer.output


def test_publishing_to_review_ends_with_the_page_of_just_these_posts(
    ready: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    served: list[TestClient] = []
    monkeypatch.setenv("DISPLAY", ":0")

    def browse(address: str) -> None:
        """What a browser is given, and where that leads it."""
        assert address.startswith("file:///")
        assert secret_of(address) is None
        page = Path(url2pathname(urlsplit(address).path))
        assert page.parent == ready.root / ".audioedition"
        opened.append(page.read_text("utf-8"))

    monkeypatch.setattr("webbrowser.open", browse)
    monkeypatch.setattr(review, "serve", lambda app, *_: served.append(TestClient(app, base_url=HOME)))
    source = ready.post(OTHER, "other.txt")
    where = ["--edition", str(ready.root)]
    answer = CliRunner().invoke(main, ["publish", source, "--review", *where])
    assert answer.exit_code == 0, answer.output
    assert "to be heard" in answer.output
    (client,) = served
    assert not list((ready.root / ".audioedition").glob("*.html"))  # the server has ended
    page = client.get(f"/{secret_of(opened[0])}/").text
    assert page.count('class="episode"') == 1
    assert "1,000" in page or "thousand" in page
    answer = CliRunner().invoke(main, ["publish", source, "--review", "--no-open", *where])
    assert (answer.exit_code, len(opened), len(served)) == (0, 1, 2)
    assert re.search(r"http://127\.0\.0\.1:\d+/[\w-]{43}/", answer.output)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    CliRunner().invoke(main, ["review", "other", *where])
    assert (len(opened), len(served)) == (1 + (sys.platform in {"win32", "darwin"}), 3)
    for command in (["--json"], ["--dry-run"]):
        CliRunner().invoke(main, ["publish", source, "--review", *command, *where])
    assert len(served) == 3


def test_with_nothing_to_hear_there_is_no_page(site: Site) -> None:
    for arguments in ([], ["ferry"]):
        answer = CliRunner().invoke(main, ["review", *arguments, "--edition", str(site.root)])
        assert (answer.exit_code, answer.stdout) == (1, "")
        assert "Nothing waits to be heard" in answer.stderr
