"""Clips of both embedded voices, good and with faults planted, and how they are judged by measuring alone."""

from __future__ import annotations

import codecs
import itertools
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioedition import engines
from audioedition.languages import base
from audioedition.listening import Judge, Recollection, Released, checks
from audioedition.listening.alignment import align
from audioedition.listening.habit import PLENTY, Habit
from audioedition.listening.habits import Habits, Sentence
from audioedition.listening.measures import Measures, echo, flat
from audioedition.listening.pace import pace
from audioedition.listening.products import times
from audioedition.listening.spectra import Spectra, spectra
from audioedition.listening.variety import Variety
from audioedition.listening.verdicts import Verdicts
from audioedition.listening.wording import Wording, wording
from audioedition.model import Clip, Fault, Heard, Option, Trouble, Utterance, Verdict, Voice

LEARNED, JUDGED = 22, 10
SENTENCES = {
    "en": """The tide was out.|Nobody had seen the lighthouse keeper since Monday.|Why did the bell ring?|Bread costs four euros now.
She took the early train to the coast.|There were seventeen boats in the harbour.|Chapter three.|We waited for an hour in the rain.
It is colder in the valley than on the hill.|Have you ever slept on a beach?|The old map shows a road that nobody uses.|Thank you all.
He painted the door green, and then blue.|After lunch the children played behind the church.|Summer was short.|The letter had no stamp.
My uncle repairs clocks and radios.|The museum opens at nine, except on Sundays.|A dog barked somewhere.|They sold the farm last autumn.
Snow fell on the quiet town.|The soup needs more salt, he said.|Her brother drives a yellow bus.|The bridge will be closed until the end of March.
I have never liked that song.|Where is the key?|Two men carried a piano down the stairs.|The wind turned in the night.
Please leave your shoes outside.|The shop sells paper, ink and string.|Most of the apples were still green.|We could hear the river from our room.""",
    "de": """Das Wasser war weg.|Seit Montag hatte niemand den Wärter gesehen.|Warum läutet die Glocke?|Das Brot kostet jetzt vier Euro.
Sie nahm den frühen Zug an die Küste.|Im Hafen lagen siebzehn Boote.|Kapitel drei.|Wir warteten eine Stunde im Regen.
Im Tal ist es kälter als auf dem Hügel.|Hast du je am Strand geschlafen?|Die alte Karte zeigt eine Straße, die niemand benutzt.|Vielen Dank.
Er strich die Tür erst grün und dann blau.|Nach dem Essen spielten die Kinder hinter der Kirche.|Der Sommer war kurz.|Der Brief hatte keine Marke.
Mein Onkel repariert Uhren und Radios.|Das Museum öffnet um neun, außer am Sonntag.|Irgendwo bellte ein Hund.|Im Herbst haben sie den Hof verkauft.
Schnee fiel auf die stille Stadt.|Die Suppe braucht mehr Salz, sagte er.|Ihr Bruder fährt einen gelben Bus.|Die Brücke bleibt bis Ende März gesperrt.
Dieses Lied habe ich nie gemocht.|Wo ist der Schlüssel?|Zwei Männer trugen ein Klavier die Treppe hinunter.|In der Nacht drehte der Wind.
Bitte lassen Sie die Schuhe draußen.|Der Laden verkauft Papier, Tinte und Schnur.|Die meisten Äpfel waren noch grün.|Von unserem Zimmer aus hörten wir den Fluss.""",
}
ENGINES = {"en": "piper", "de": "pico"}
STEADY: dict[str, dict[str, Option]] = {
    "en": {"noise_scale": 0.0, "noise_w_scale": 0.0},
    "de": {},
}  # no test by chance


@dataclass(frozen=True)
class Known:
    """A voice that was learned, what else it said, and who judges it."""

    voice: engines.Engine
    stranger: engines.Engine
    judge: Judge
    spoken: list[tuple[Utterance, Clip]]

    def verdict(self, clip: Clip, utterance: Utterance) -> Verdict:
        return self.judge.judge(clip, utterance, self.voice.fingerprint)

    def troubles(self, clip: Clip, utterance: Utterance) -> set[Trouble]:
        return {fault.trouble for fault in self.verdict(clip, utterance).faults}


def said(text: str, language: str) -> Utterance:
    return Utterance(text, text, language, 0.0)


@pytest.fixture(scope="module", params=["en", "de"])
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Known:
    language = request.param
    voice = engines.load(Voice(language=language, engine=ENGINES[language], options=STEADY[language]))
    stranger = engines.load(
        Voice(language="xx", engine="pico", model="it-IT" if language == "en" else "en-US")
    )
    texts = SENTENCES[language].replace("\n", "|").split("|")
    with ThreadPoolExecutor(2) as pool:
        clips = list(pool.map(voice.synthesize, texts))
    spoken = list(zip([said(text, language) for text in texts], clips, strict=True))
    judge = Judge(tmp_path_factory.mktemp("listening"))
    judge.learn(voice.fingerprint, ((clip, utterance) for utterance, clip in spoken[:LEARNED]))
    assert len(spoken) == LEARNED + JUDGED
    return Known(voice, stranger, judge, spoken)


def sound(clip: Clip) -> np.ndarray[Any, Any]:
    whole = np.frombuffer(clip.pcm, "<i2").astype(float)
    loud = np.flatnonzero(np.abs(whole) > 300)
    return whole[loud[0] : loud[-1] + 1]


def clip(like: Clip, *sounds: np.ndarray[Any, Any]) -> Clip:
    return Clip(np.clip(np.concatenate(sounds), -32768, 32767).astype("<i2").tobytes(), like.sample_rate)


def longest(known: Known, count: int) -> list[tuple[Utterance, Clip]]:
    """Of the judged ones."""
    return sorted(known.spoken[LEARNED:], key=lambda each: -each[1].seconds)[:count]


def test_good_clips_are_not_accused(known: Known) -> None:
    found = {u.text: verdict.faults for u, c in known.spoken if (verdict := known.verdict(c, u)).faults}
    assert found == {}
    assert not known.verdict(*reversed(known.spoken[0])).provisional  # type: ignore[arg-type]


def test_what_is_appended_is_found(known: Known) -> None:
    (utterance, good), (_, other) = longest(known, 2)
    babble = sound(other)[: round(1.2 * good.sample_rate)]
    for more in (babble, babble[::-1]):
        found = known.troubles(clip(good, sound(good), more), utterance)
        assert found & {Trouble.TAIL, Trouble.TOO_LONG}
    end = sound(good)[-good.sample_rate :]
    assert known.troubles(clip(good, sound(good), end), utterance) & {Trouble.REPETITION, Trouble.TAIL}


def test_half_a_sentence_is_too_short(known: Known) -> None:
    for utterance, good in longest(known, 3):
        middle = len(sound(good)) // 2
        for half in (sound(good)[:middle], sound(good)[middle:]):
            assert known.troubles(clip(good, half), utterance) & {Trouble.TOO_SHORT, Trouble.OTHER_WORDS}


def test_silence_holes_and_noise_are_found(known: Known) -> None:
    utterance, good = longest(known, 1)[0]
    whole, third = sound(good), len(sound(good)) // 3
    noise = np.random.default_rng(1).normal(0, 800, len(whole))
    hole = (whole[:third], np.zeros(round(1.4 * good.sample_rate)), whole[third:])
    muted = (whole[:third], np.zeros(third), whole[2 * third :])
    for sounds in ((np.zeros(len(whole)),), (noise,), hole, muted):
        assert Trouble.SILENCE in known.troubles(clip(good, *sounds), utterance)


def test_another_sentence_of_the_same_length_is_found(known: Known) -> None:
    (utterance, first), (_, second), (_, third) = longest(known, 3)
    for other in (second, third):
        assert known.troubles(other, utterance) & {Trouble.OTHER_WORDS, Trouble.TAIL}
    assert known.troubles(first, utterance) == set()


def test_another_voice_is_found(known: Known) -> None:
    spoken = [(known.stranger.synthesize(u.spoken), u) for u, _ in longest(known, 4)]
    found = [known.troubles(each, u) & {Trouble.OTHER_VOICE, Trouble.OTHER_WORDS} for each, u in spoken]
    assert sum(map(bool, found)) >= 3


class Mishearing:
    """Takes a name for other words."""

    fingerprint = "mishearing"

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:  # noqa: ARG002 -- an ear is so called
        return Heard("another name", base(utterance.language), 1.0, 6, 4, 4)

    def faults(self, heard: Heard, utterance: Utterance) -> tuple[Fault, ...]:  # noqa: ARG002 -- likewise
        return (Fault(Trouble.OTHER_WORDS, "4 of its 6 words are heard otherwise", 1.5),)


def test_what_a_recogniser_mishears_a_little_counts_only_where_the_sound_is_unusual_too(
    known: Known, tmp_path: Path
) -> None:
    judge = Judge(tmp_path, Mishearing())
    judge.learn(known.voice.fingerprint, ((clip, utterance) for utterance, clip in known.spoken[:LEARNED]))
    good = [judge.judge(clip, said, known.voice.fingerprint).is_good for said, clip in longest(known, 5)]
    assert all(good)
    for utterance, whole in longest(known, 3):
        half = clip(whole, sound(whole)[: len(sound(whole)) // 2])
        foreign = known.stranger.synthesize(utterance.spoken)
        for bad in (half, foreign):
            assert not judge.judge(bad, utterance, known.voice.fingerprint).is_good
    new = Judge(tmp_path / "new", Mishearing())
    assert not new.judge(longest(known, 1)[0][1], longest(known, 1)[0][0], known.voice.fingerprint).is_good


def test_clipping_is_found_at_full_scale_and_below(known: Known) -> None:
    utterance, good = longest(known, 1)[0]
    peak = np.abs(sound(good)).max()
    for gain, level in ((4, 32767), (3, 8000)):
        clipped = np.clip(sound(good) / peak * gain, -1, 1) * level
        assert Trouble.CLIPPING in known.troubles(clip(good, clipped), utterance)


def test_details_are_for_people(known: Known) -> None:
    utterance, good = longest(known, 1)[0]
    (fault, *_) = known.verdict(clip(good, sound(good)[: len(sound(good)) // 3]), utterance).faults
    assert fault.detail.startswith("it lasts 0.") or fault.detail.startswith("it lasts 1.")
    assert "are usual for" in fault.detail
    assert fault.weight > 1


def measures(seconds: float) -> Measures:
    return Measures(seconds, 0.0, -20.0, 9.0, 0.0, 1.0, np.zeros(12, np.float32))


def test_a_number_beyond_its_limit_is_told_so_that_it_is_seen() -> None:
    loud = measures(2.84)
    seconds = checks.duration(loud, Wording((), 1, 0), None)
    assert seconds
    assert seconds.detail == "it lasts 2.8 s where 0.1 to 1.1 are usual for one syllable"
    close = checks.duration(replace(loud, seconds=5.12), Wording((), 9, 0), None)
    assert close
    assert close.detail == "it lasts 5.12 s where 0.63 to 5.10 are usual for 9 syllables"
    silent = checks.hole(replace(loud, hole=1.51), Wording((), 9, 0), None)
    assert silent
    assert silent.detail == "it is silent for 1.51 s in between, where up to 1.50 are usual"


def test_a_sentence_that_ends_inside_may_be_followed_by_a_longer_pause(known: Known) -> None:
    utterance, _ = longest(known, 1)[0]
    habit = known.judge._habit(known.voice.fingerprint, utterance.language)
    assert habit
    habit = replace(habit, hole=0.45)  # Pico's in French
    two = wording(said("Cuisiner est un art. Peindre en est un autre.", "fr"))
    one = wording(said("Cuisiner est un art, peindre en est un autre.", "fr"))
    assert (two.stops, one.stops) == (1, 0)
    silent = replace(measures(3.0), hole=0.9)
    assert checks.hole(silent, one, habit)
    assert checks.hole(silent, two, habit) is None
    assert checks.hole(replace(silent, hole=1.3), two, habit)


def test_a_voice_is_learned_though_some_clips_are_bad_and_known_to_the_next_judge(
    known: Known, tmp_path: Path
) -> None:
    bad = [(clip(c, sound(c)[::-1]), u) for u, c in known.spoken[:2]]
    judge = Judge(tmp_path)
    judge.learn("voice", [*bad, *((c, u) for u, c in known.spoken[2:])])
    (utterance, good), (_, other) = longest(known, 2)
    for each in (judge, Judge(tmp_path)):
        assert each.judge(good, utterance, "voice").is_good
        assert not each.judge(other, utterance, "voice").is_good


# Without a habit


def test_a_voice_never_heard_is_judged_loosely_and_for_the_time_being(known: Known, tmp_path: Path) -> None:
    judge = Judge(tmp_path)
    for utterance, good in known.spoken:
        assert judge.judge(good, utterance, "new") == Verdict(provisional=True)
    utterance, good = longest(known, 1)[0]
    whole = sound(good)
    for sounds in ([whole[: len(whole) // 8]], [whole, *[whole] * 4], [np.zeros(len(whole))]):
        assert not judge.judge(clip(good, *sounds), utterance, "new").is_good


class Shelf:
    """What a voice has said, as long as nobody clears it."""

    def __init__(self, spoken: Sequence[tuple[Utterance, Clip]]) -> None:
        self.clips = {utterance.spoken: clip for utterance, clip in spoken}

    def __call__(self, voice: str, spoken: str) -> Clip | None:
        return self.clips.get(spoken) if voice == "short" else None


Lessons = list[list[tuple[str, Wording]]]


@pytest.fixture
def lessons(known: Known, monkeypatch: pytest.MonkeyPatch) -> Lessons:
    """What voices are learned from, each time; what comes out of it is the habit of another day."""
    (habit,) = known.judge._known.values()
    assert habit is not None
    given: Lessons = []

    def learn(heard: Sequence[tuple[Spectra, Wording, Measures]]) -> Habit:
        given.append([(repr(measures), wording) for _, wording, measures in heard])
        return replace(habit, clips=len(heard))

    monkeypatch.setattr("audioedition.listening.judge.habit", learn)
    return given


def learned(known: Known, folder: Path, *episodes: slice, voice: str = "short") -> int:
    """From how many clips a voice is known after these parts, each learned by another judge, as on another day."""
    for part in episodes:
        judge = Judge(folder, shelf=Shelf(known.spoken))
        judge.learn(voice, [(c, u) for u, c in known.spoken[part]])
    habit = Habits(folder / "habits").get(voice, known.spoken[0][0].language)
    return habit.clips if habit else 0


ONE, TWO, THREE = slice(8), slice(8, 16), slice(16, 24)


def test_short_episodes_of_a_voice_add_up(known: Known, tmp_path: Path) -> None:
    assert learned(known, tmp_path, ONE, TWO) == 0
    assert learned(known, tmp_path, THREE) == 24
    (utterance, good), (_, other) = longest(known, 2)
    judge = Judge(tmp_path)
    assert judge.judge(good, utterance, "short") == Verdict()
    assert not judge.judge(other, utterance, "short").is_good


def test_which_episode_comes_first_makes_no_difference(
    known: Known, tmp_path: Path, lessons: Lessons
) -> None:
    for name, order in (("a", (ONE, TWO, THREE)), ("b", (THREE, ONE, TWO)), ("c", (TWO, THREE, ONE))):
        assert learned(known, tmp_path / name, *order) == 24
    one, *others = lessons
    assert others == [one, one]


def test_two_episodes_at_the_same_time_add_up_as_well(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Habits.sentences

    def slow(habits: Habits, voice: str, language: str) -> list[Sentence]:
        found = read(habits, voice, language)
        time.sleep(0.2)  # so long that the other one reads the same
        return found

    monkeypatch.setattr(Habits, "sentences", slow)
    judge = Judge(tmp_path, shelf=Shelf(known.spoken))
    with ThreadPoolExecutor(2) as performers:
        for part in (slice(12), slice(12, 24)):
            performers.submit(judge.learn, "short", [(c, u) for u, c in known.spoken[part]])
    assert learned(known, tmp_path) == 24


def test_a_sentence_counts_once_and_one_voice_never_for_another(
    known: Known, tmp_path: Path, lessons: Lessons
) -> None:
    assert learned(known, tmp_path, ONE, TWO, TWO, ONE, TWO) == 0
    assert learned(known, tmp_path, slice(16, 19)) == 0  # 19 in all
    assert learned(known, tmp_path, THREE, voice="another") == 0
    assert learned(known, tmp_path, slice(19, 20)) == 20
    assert len(lessons) == 1


def test_a_known_voice_is_learned_again_from_a_quarter_more(
    known: Known, tmp_path: Path, lessons: Lessons
) -> None:
    shelf = Shelf(known.spoken)
    asked: list[str] = []

    def looked(voice: str, spoken: str) -> Clip | None:
        asked.append(spoken)
        return shelf(voice, spoken)

    def after(*spoken: int) -> list[int]:
        Judge(tmp_path, shelf=looked).learn("short", [(c, u) for u, c in known.spoken[slice(*spoken)]])
        return [len(lesson) for lesson in lessons]

    assert after(20) == [20]
    asked.clear()
    assert after(20, 21) == after(21, 24) == after(23, 24) == [20]
    assert not asked  # what is not learned again is not listened to again
    assert after(24, 25) == [20, 25]
    assert len(asked) == 24


def test_what_is_not_on_the_shelf_any_more_does_not_count(known: Known, tmp_path: Path) -> None:
    assert learned(known, tmp_path, ONE, TWO) == 0
    shelf = Shelf(known.spoken)
    shelf.clips.clear()
    Judge(tmp_path, shelf=shelf).learn("short", [(c, u) for u, c in known.spoken[THREE]])
    assert learned(known, tmp_path) == 0
    Judge(tmp_path).learn("short", [(c, u) for u, c in known.spoken[ONE]])  # who has no shelf knows no more
    assert learned(known, tmp_path) == 0


def test_sentences_that_are_nearly_the_same_teach_nothing_of_a_voice(
    known: Known, tmp_path: Path, lessons: Lessons
) -> None:
    """From forty like these a voice was "known", by which every good clip of another sentence sounded like another voice."""
    language = known.spoken[0][0].language
    forms = [u.text.rstrip(".?!") for u, _ in sorted(known.spoken, key=lambda each: -len(each[0].text))[:10]]
    alike = [said(f"{form}, {day}.", language) for day in ("Monday", "today", "19 May") for form in forms]
    clips = dict(zip((u.spoken for u in alike), itertools.cycle(c for _, c in known.spoken), strict=False))
    judge = Judge(tmp_path, shelf=lambda _, spoken: clips[spoken])
    assert judge.lesson("short", alike) == alike[:10]
    for start in (0, 10, 20):
        judge.learn("short", [(clips[u.spoken], u) for u in alike[start : start + 10]])
    assert lessons == []
    assert len(Habits(tmp_path / "habits").sentences("short", language)) == 10
    utterance, clip = known.spoken[0]
    assert judge.judge(clip, utterance, "short").provisional
    judge.learn("short", [(c, u) for u, c in known.spoken if not u.text.startswith(tuple(forms))][:10])
    assert [len(each) for each in lessons] == [20]


def test_sentences_are_alike_by_what_they_have_in_common_in_any_script() -> None:
    variety = Variety(["On day one the keeper wrote nothing in his book."])
    assert not variety.add("On day twenty-two the keeper wrote nothing in his book.")
    assert variety.add("The keeper of the book had nothing to say on that day.")
    assert variety.add("今日は港に船が三隻いました。")
    assert not variety.add("今日は港に船が九隻いました。")
    assert variety.add("昨夜から雨が降っています。")
    assert variety.add("No") and not variety.add("no")  # noqa: PT018 -- one after the other
    assert len(variety) == 5


def test_no_more_is_kept_than_a_voice_is_learned_from(known: Known, tmp_path: Path, lessons: Lessons) -> None:
    language = known.spoken[0][0].language
    others = [(said(codecs.encode(u.text, "rot13"), language), c) for u, c in known.spoken]
    more = replace(known, spoken=[*known.spoken, *others])
    assert learned(more, tmp_path, slice(30), slice(30, 60)) == PLENTY
    kept = Habits(tmp_path / "habits").sentences("short", language)
    assert len(kept) == PLENTY
    assert learned(more, tmp_path, slice(60, None)) == PLENTY
    assert Habits(tmp_path / "habits").sentences("short", language) == kept
    assert len(lessons) == 2
    assert sorted(path.suffix for path in (tmp_path / "habits").iterdir()) == [".json", ".npz"]


def test_a_long_episode_is_learned_from_in_its_own_order(
    known: Known, tmp_path: Path, lessons: Lessons
) -> None:
    """As it was when the limits were measured."""
    Judge(tmp_path / "alone").learn("short", [(c, u) for u, c in known.spoken[:LEARNED]])
    assert learned(known, tmp_path / "shelf", slice(LEARNED)) == LEARNED
    assert lessons[0] == lessons[1]
    words = [each for _, each in lessons[0]]
    assert words == [wording(u) for u, _ in known.spoken[:LEARNED]]


def test_what_was_measured_before_in_any_order_teaches_the_same_and_is_not_measured_again(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips = [(c, u) for u, c in known.spoken[:LEARNED]]
    asked = [u for _, u in clips]
    files = []
    taken: list[Clip] = []

    def noted(clip: Clip) -> Spectra:
        taken.append(clip)
        return spectra(clip)

    monkeypatch.setattr("audioedition.listening.judge.spectra", noted)
    for name, order in (("a", []), ("b", clips), ("c", clips[::-1]), ("d", clips[::3])):
        judge = Judge(tmp_path / name)
        assert judge.lesson("voice", asked) == asked
        with ThreadPoolExecutor(3) as hands:
            for clip, utterance in order:
                hands.submit(judge.measure, "voice", clip, utterance)
        taken.clear()
        judge.learn("voice", clips)
        assert len(taken) == LEARNED - len(order)
        assert not judge._ahead
        (path,) = (tmp_path / name / "habits").iterdir()
        files.append((path.read_bytes(), [judge.judge(c, u, "voice") for c, u in clips]))
    assert files == [files[0]] * 4


def test_what_was_measured_of_another_sound_is_not_learned_from(known: Known, tmp_path: Path) -> None:
    clips = [(c, u) for u, c in known.spoken[:LEARNED]]
    for name in ("a", "b"):
        judge = Judge(tmp_path / name)
        if name == "b":
            for (_, utterance), (other, _) in itertools.pairwise(clips):
                judge.measure("voice", other, utterance)
        judge.learn("voice", clips)
    a, b = (next((tmp_path / name / "habits").iterdir()).read_bytes() for name in ("a", "b"))
    assert a == b


def test_no_more_is_measured_before_than_a_voice_is_learned_from(known: Known, tmp_path: Path) -> None:
    judge, voice = Judge(tmp_path), known.voice.fingerprint
    own = [u for u, _ in known.spoken]
    many = [*own, *(replace(u, spoken=codecs.encode(u.spoken, "rot13")) for u in own)]
    assert len(many) > PLENTY
    assert judge.lesson("new", many) == many[:PLENTY]
    assert known.judge.lesson(voice, many) == many[:PLENTY], "known from fewer"
    (habit,) = known.judge._known.values()
    assert habit
    judge._habits.put(voice, many[0].language, replace(habit, clips=PLENTY))
    assert judge.lesson(voice, many) == []
    for utterance in many:
        judge.measure("new", known.spoken[2][1], utterance)
    assert [len(each) for each in judge._ahead.values()] == [PLENTY]


def test_sentences_that_were_tampered_with_or_hold_half_a_character_harm_nobody(tmp_path: Path) -> None:
    habits = Habits(tmp_path)
    habits.keep_sentences("short", "de", [("de", "Ein halbes \ud83d Zeichen.")])
    assert habits.sentences("short", "de") == [("de", "Ein halbes \ud83d Zeichen.")]
    (path,) = tmp_path.iterdir()
    for broken in (b"", b"[1]", b'{"a": 1}', b'[["de"]]', b"\xff", b"null"):
        path.write_bytes(broken)
        assert habits.sentences("short", "de") == []


def test_too_few_clips_teach_nothing_and_a_good_one_is_judged_again(known: Known, tmp_path: Path) -> None:
    judge = Judge(tmp_path)
    judge.learn("few", [(c, u) for u, c in known.spoken[:10]])
    verdict = judge.judge(known.spoken[0][1], known.spoken[0][0], "few")
    clip = known.spoken[0][1]
    judge.keep("a" * 64, clip, verdict)
    judge.keep("b" * 64, clip, replace(verdict, faults=(Fault(Trouble.SILENCE, "nothing"),)))
    assert judge.recall("a" * 64) is None
    assert judge.recall("b" * 64) is not None


@pytest.mark.parametrize("text", ["A", "?!", "⟦pjɒŋˈjæŋ⟧", "12", "\0", "汉字。", "ᓄᓇᕗᑦ", "x" * 2000])
@pytest.mark.parametrize("count", [2, 100, 30000])
def test_any_text_and_any_length_is_measured(known: Known, text: str, count: int) -> None:
    sounds = random.Random(1).choices(range(-9000, 9000), k=count)
    noise = Clip(np.array(sounds, "<i2").tobytes(), 16000)
    for language in ("en", "iu"):
        known.judge.judge(noise, said(text, language), known.voice.fingerprint)


# The parts


def test_phonemes_come_from_espeak_and_letters_where_it_knows_nothing() -> None:
    english = wording(said("The thick ship, quickly.", "en"))
    assert english.words[1] == ("θ", "ɪ", "k")
    assert (english.syllables, english.pauses) == (5, 1)
    assert wording(said("un, deux", "xx")).words == (("u", "n"), ("d", "e", "u", "x"))
    assert wording(said("in ⟦ˈpaʃ⟧.", "en")).words[-1] == ("p", "a", "ʃ")
    assert wording(said("", "en")) == Wording((), 0, 0)


def test_an_alignment_is_the_best_one() -> None:
    likely = np.log(np.array([[0.9, 0.05, 0.05], [0.1, 0.1, 0.8], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]))
    needed = np.array([False, False, False])
    order = [0, 2, 1]
    path = align(likely[:, order].astype(np.float32), needed)
    assert path is not None
    assert [order[place] for place in path] == [0, 2, 2, 1]
    assert align(likely[:2, order].astype(np.float32), needed) is None
    skipped = align(likely[[0, 3]][:, order].astype(np.float32), np.array([False, True, False]))
    assert skipped is not None
    assert list(skipped) == [0, 2]


def test_an_alignment_near_another_does_not_look_farther_and_sounds_come_more_than_once() -> None:
    heard = [0, 0, 1, 1, 1, 0, 2, 2]
    likely = np.log(np.full((8, 3), 0.1) + 0.8 * (np.array(heard)[:, None] == range(3))).astype(np.float32)
    row, needed = np.array([0, 1, 0, 2]), np.zeros(4, bool)
    best = [0, 0, 1, 1, 1, 2, 3, 3]
    for near in (None, (np.array(best), 0), (np.array([0, 1, 1, 1, 1, 2, 2, 3]), 1)):
        path = align(likely, needed, row, near)
        assert path is not None
        assert list(path) == best
    early = np.array([0, 1, 2, 3, 3, 3, 3, 3])
    bound = align(likely, needed, row, (early, 1))
    assert bound is not None
    assert np.flatnonzero(bound == 3)[0] == 4, "a sound begins at most one moment later than there"


def test_what_was_noticed_while_a_voice_was_learned_is_only_told_of_just_that_sound(
    known: Known, tmp_path: Path
) -> None:
    judge = Judge(tmp_path)
    judge.learn("voice", [(c, u) for u, c in known.spoken])
    fresh = Judge(tmp_path)
    (utterance, good), (_, other) = longest(known, 2)
    for each in (other, good, good):
        assert judge.judge(each, utterance, "voice") == fresh.judge(each, utterance, "voice")
    for spoken, clip in known.spoken:
        assert judge.judge(clip, spoken, "voice") == fresh.judge(clip, spoken, "voice")


def test_products_in_small_pieces_are_the_same() -> None:
    chance = np.random.default_rng(5)
    for count, inner, outer in ((1, 3, 2), (1000, 52, 45), (777, 400, 24), (3, 600, 500)):
        rows, matrix = (
            chance.normal(size=size).astype(np.float32) for size in ((count, inner), (inner, outer))
        )
        assert np.allclose(times(rows, matrix), rows @ matrix, atol=1e-3)


def test_a_pace_is_learned_though_a_tenth_is_wrong() -> None:
    chance = random.Random(3)
    texts = [Wording((("a",) * n,), n, n // 10) for n in range(5, 65, 2)]
    seconds = [0.2 + 0.15 * w.syllables + 0.3 * w.pauses + chance.gauss(0, 0.02) for w in texts]
    seconds[3] *= 2
    seconds[20] /= 3
    seconds[25] += 4
    found = pace(list(zip(seconds, texts, strict=True)))
    assert found.seconds(texts[10]) == pytest.approx(seconds[10], abs=0.15)
    assert found.deviation(seconds[10] / 2, texts[10]) < -4
    assert abs(found.deviation(seconds[11], texts[11])) < 3


def test_only_tops_that_stand_still_are_flat() -> None:
    wave = np.sin(np.arange(22050) * 2 * np.pi * 110 / 22050).astype(np.float32)
    assert flat((np.round(wave * 20000) / 32768).astype(np.float32)) < 2
    assert flat(np.clip(wave * 2, -1, 1)) > 100
    assert flat(np.zeros(100, np.float32)) == 0


def test_only_an_end_that_comes_twice_is_an_echo() -> None:
    steps = np.random.default_rng(2).normal(size=(200, 26)).astype(np.float32)
    assert echo(steps) > 0.5
    assert echo(np.concatenate([steps, steps[-60:]])) < 0.01
    assert echo(steps[:10]) == 1


def test_an_echo_is_looked_for_at_each_distance() -> None:
    chance = np.random.default_rng(8)
    clips = [chance.normal(size=(size, 26)).astype(np.float32) for size in (10, 30, 31, 90, 170, 400, 1000)]
    again = np.tile(clips[3][:40], (10, 1))
    again[-32:] += chance.normal(size=(32, 26)) / 2  # farther from the end it is more alike
    for steps in (*clips, again):
        sound, least = steps[::2, :13], np.inf
        for distance in range(16, 100):
            count = min(distance, len(sound) - distance)
            if count >= 0.7 * distance:
                unlike = ((sound[-count:] - sound[-count - distance : -distance]) ** 2).sum(axis=1)
                ends = [unlike[-n:].mean() for n in range(int(0.7 * distance), count + 1)]
                least = min(least, *ends)
        usual = 2 * sound.var(axis=0).sum()
        assert echo(steps) == pytest.approx(least / usual if least < np.inf else 1, rel=1e-4)


def test_tops_below_zero_are_flat_too_at_full_scale() -> None:
    wave = 60000 * np.sin(np.arange(22050) * 2 * np.pi * 110 / 22050)
    clipped = np.clip(wave, -32768, 20000).astype(np.int16)
    assert flat(clipped) == flat(clipped.astype(np.float32) / 32768) > 100


@pytest.mark.parametrize("rate", [16000, 22050])
def test_each_moment_sounds_as_it_does_in_a_piece_of_the_clip(rate: int) -> None:
    noise = np.random.default_rng(4).normal(0, 3000, 3 * rate) * np.sin(np.arange(3 * rate) / 900)
    hop = round(0.0125 * rate)
    whole = spectra(Clip(noise.astype("<i2").tobytes(), rate))
    for start, end in ((0, 3), (20, 60), (29, 30), (41, 84), (150, 232)):
        sound = noise[start * hop : (end + 1) * hop + 1]
        piece = spectra(Clip(sound.astype("<i2").tobytes(), rate))
        louder = piece.loudest - whole.loudest
        levels = whole.levels[start : start + len(piece.levels)]
        assert piece.levels + louder == pytest.approx(levels, abs=1e-3)
        within = slice(2, -2)  # slopes at the edges are others
        cepstra = whole.cepstra[start : start + len(piece.levels)][within, 1:13]
        assert piece.cepstra[within, 1:13] == pytest.approx(cepstra, abs=1e-3)


def test_how_loud_a_clip_is_says_nothing() -> None:
    noise = np.random.default_rng(3).normal(0, 3000, 16000) * np.sin(np.arange(16000) / 900)
    loud, soft = (spectra(Clip((noise * gain).astype("<i2").tobytes(), 16000)) for gain in (1, 0.1))
    assert loud.loudest - soft.loudest == pytest.approx(20, abs=0.2)
    assert np.abs(loud.cepstra[20:-20] - soft.cepstra[20:-20]).mean() < 0.2


def test_verdicts_are_kept_for_the_judge_that_gave_them(tmp_path: Path) -> None:
    kept = Verdicts(tmp_path)
    verdict = Verdict(
        (Fault(Trouble.TAIL, "it goes on", 2.5),), Heard("hum", "en", 0.5, 3, 1, 1), 3, provisional=True
    )
    clip, other = Clip(bytes(32), 16000), Clip(bytes(32), 8000)
    verdict = replace(verdict, by="it", spurned=verdict.faults, unaided="no", steady=True)
    kept.put("k" * 64, "1", clip, verdict)
    assert kept.get("k" * 64, "1", clip) == verdict
    assert kept.get("k" * 64, "1", other) is None
    assert kept.get("k" * 64, "1") == verdict
    assert kept.get("k" * 64, "2") is None
    assert kept.get("n" * 64, "1") is None
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(b'{"judge": "1", "verdict": {"faults": 3}}')
    assert kept.get("k" * 64, "1") is None


class Ear:
    fingerprint = "ear"

    def hear(self, clip: Clip, utterance: Utterance) -> Heard:
        return Heard(utterance.text, "en", clip.seconds, 1, 0, 0)

    def faults(self, heard: Heard, utterance: Utterance) -> tuple[Fault, ...]:
        return (Fault(Trouble.OTHER_LANGUAGE, f"{heard.text} in {utterance.language}"),)


def test_an_ear_is_asked_and_what_was_found_without_it_counts_no_more(tmp_path: Path) -> None:
    quiet = Clip(bytes(32000), 16000)
    Judge(tmp_path).keep("k" * 64, quiet, Verdict())
    judge = Judge(tmp_path, Ear())
    assert judge.recall("k" * 64) is None
    verdict = judge.judge(quiet, said("Hm.", "en"), "voice")
    assert [fault.trouble for fault in verdict.faults] == [Trouble.SILENCE, Trouble.OTHER_LANGUAGE]
    assert verdict.heard == Heard("Hm.", "en", 1.0, 1, 0, 0)
    judge.keep("k" * 64, quiet, verdict)
    assert judge.recall("k" * 64) == verdict
    assert Judge(tmp_path).recall("k" * 64) is None


def test_released_sounds_are_remembered_with_their_words_and_a_damaged_file_is_none(tmp_path: Path) -> None:
    one, other = Utterance("One.", "one", "en", 0.4), Utterance("Other.", "other", "en", 0.4)
    Released(tmp_path).keep("guid", [(one, "a" * 64), (other, "")])
    Released(tmp_path).keep("guid", [(one, "b" * 64)])
    (path,) = tmp_path.iterdir()
    known = Released(tmp_path)
    assert known.has(one, "a" * 64), "what was released before stays so"
    assert known.has(one, "b" * 64)
    assert not known.has(other, "a" * 64), "the same sound does not say other words"
    assert not known.has(other, ""), "which sound it was is not known"
    known.keep("another guid", [(other, "c" * 64)])
    assert known.has(other, "c" * 64)
    path.write_text('{"a": 1', "utf-8")
    assert not Released(tmp_path).has(one, "a" * 64)


def test_what_was_released_is_taken_back_for_one_episode_and_stays_in_another(tmp_path: Path) -> None:
    one = Utterance("One.", "one", "en", 0.4)
    known = Released(tmp_path)
    known.keep("guid", [(one, "a" * 64), (one, "b" * 64)])
    known.keep("another guid", [(one, "b" * 64)])
    known.forget("guid")
    for each in (known, Released(tmp_path)):
        assert (each.has(one, "a" * 64), each.has(one, "b" * 64)) == (False, True)
    known.forget("guid")  # there is nothing any more
    assert known.prune(["another guid"]) == []
    assert (len(known.prune([])), known.has(one, "b" * 64)) == (1, False)


FOUND = Verdict(
    (Fault(Trouble.TAIL, "it goes on for a \ud83d", 1.2),),
    Heard("so", "en", 0.9, 1, 0, 0),
    3,
    "second",
    sound="a",
)


def test_what_was_found_in_a_recording_is_remembered_by_its_file(tmp_path: Path) -> None:
    recollection = Recollection(tmp_path)
    assert recollection.recall("one.mp3", 2) == [Verdict()] * 2
    recollection.keep("one.mp3", [FOUND, Verdict()])
    assert recollection.recall("one.mp3", 2) == [FOUND, Verdict()]
    assert recollection.recall("one.mp3", 2)[0].sound == "a"
    assert recollection.recall("one.mp3", 3) == [Verdict()] * 3, "another script"
    assert recollection.recall("two.mp3", 2) == [Verdict()] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.2", '"a"'),
        ('"tail"', '"tale"'),
        ('"attempts": 3', '"attempts": null'),
        ('"heard": {', '"heard": 5, "more": {'),
        ('"spurned": []', '"spurned": ' + "[" * 100_000),
        ('"spurned": []', '"spurned": [1]'),
    ],
)
def test_a_verdict_that_was_damaged_is_none(tmp_path: Path, old: str, new: str) -> None:
    verdicts, clip = Verdicts(tmp_path / "verdicts"), Clip(b"ab", 8000)
    recollection = Recollection(tmp_path / "recordings")
    verdicts.put("key", "judge", clip, replace(FOUND, faults=(replace(FOUND.faults[0], detail="it"),)))
    recollection.keep("one.mp3", [FOUND])
    assert verdicts.get("key", "judge", clip)
    for path in tmp_path.rglob("*.json"):
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    assert verdicts.get("key", "judge", clip) is None
    assert recollection.recall("one.mp3", 1) == [Verdict()]


def test_a_habit_whose_array_says_to_be_shorter_than_it_is_is_none(known: Known, tmp_path: Path) -> None:
    habit = next(each for each in known.judge._known.values() if each)
    habits = Habits(tmp_path)
    habits.put("short", "de", habit)
    (path,) = tmp_path.iterdir()
    with np.load(path) as kept:
        np.savez(
            path, allow_pickle=False, **kept
        )  # not compressed, so that the head of an array can be found
    assert repr(habits.get("short", "de")) == repr(habit)
    rows, columns = habit.accent.means.shape
    said, other = (f"'shape': ({number}, {columns})".encode() for number in (rows, int(f"1{str(rows)[1:]}")))
    assert said != other
    assert said in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(said, other))
    assert habits.get("short", "de") is None


def test_a_habit_with_any_byte_damaged_is_none_or_as_it_was(known: Known, tmp_path: Path) -> None:
    habit = next(each for each in known.judge._known.values() if each)
    habits = Habits(tmp_path)
    habits.put("short", "de", habit)
    (path,) = tmp_path.iterdir()
    whole, random_ = path.read_bytes(), random.Random(0)
    places = [28, *(random_.randrange(len(whole)) for _ in range(150))]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
        found = habits.get("short", "de")
        assert found is None or repr(found) == repr(habit)
