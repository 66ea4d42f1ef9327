"""What is heard in a clip, held against what was to be said; what the real recogniser hears is in test_whisper."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recogniser import Double
from require import need

from audioedition import recognition, utterances
from audioedition.errors import ConfigError, EngineUnavailable
from audioedition.model import Clip, Heard, Listening, Pair, Trouble, Utterance
from audioedition.quality import GRAVE
from audioedition.recognition import Ear, blame, models, numbers, wording
from audioedition.recognition.anchors import anchored
from audioedition.recognition.sound import LONGEST, RATE, end, pieces, samples, window
from audioedition.recognition.wording import aligned, errors, longest, words

CLIP = Clip(bytes(2 * 22_050), 22_050)


def ear(double: Double, *languages: str) -> Ear:
    return Ear(double, utterances.said, languages)


def said(text: str, language: str = "en", spoken: str | None = None) -> Utterance:
    spoken = utterances.said(text, language) if spoken is None else spoken
    return Utterance(text, spoken, language, 0.4)


def heard(text: str, meant: Utterance) -> Heard:
    return ear(Double(text, language=meant.language)).hear(CLIP, meant)


def test_every_word_that_is_left_out_put_in_or_exchanged_is_an_error() -> None:
    found = heard("the ferry leaves the old town at noon", said("The ferry leaves the pier at noon, daily."))
    assert (found.words, found.errors, found.longest) == (8, 3, 2)  # pier → old town; daily


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("It costs $27.50, on May 3rd.", "en", "It costs twenty-seven dollars and fifty cents on May 3."),
        ("Es kostet 27,50 €.", "de", "Es kostet siebenundzwanzig Euro fünfzig."),
        ("Die Fährkommission tagt.", "de", "die Fähr Kommission tagt"),
        ("Wladimir sprach über Schifffahrt.", "de", "Vladimir sprach über Schiff-Fahrt."),
        ("O’Neil’s boat isn’t here.", "en", "O'Neils boat isn't here"),
        ("An L D A P port.", "en", "an LDAP port"),
        ("We met at the quay.", "en", "We met at the key."),
    ],
)
def test_another_spelling_of_the_same_words_is_no_error(text: str, language: str, written: str) -> None:
    assert heard(written, said(text, language)).errors == 0


def test_a_word_that_the_lexicon_respells_may_be_heard_as_it_is_written_or_as_it_is_said() -> None:
    meant = said("We host it on GitHub.", spoken="We host it on Gitthab.")
    assert heard("We host it on GitHub.", meant).errors == 0
    assert heard("We host it on Gitthab.", meant).errors == 0
    assert heard("We host it on paper.", meant).errors == 1


def test_of_a_word_given_in_ipa_the_written_one_is_expected() -> None:
    meant = said("Ask Siobhan.", spoken="Ask ⟦ʃɪvˈɔːn⟧.")
    assert heard("Ask Siobhan", meant).errors == 0
    assert heard("Ask nobody", meant).errors == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("私は毎朝パンを食べる。", tuple("私は毎朝パンを食べる")),
        ("Er kauft 東京-Karten", ("er", "kauft", "東", "京", "karten")),
        ("वह स्कूल जाता है।", ("वह", "स्कूल", "जाता", "है")),
        ("ไปกัน", ("ไ", "ป", "กั", "น")),
        ("L D A P, rock’n’roll", ("ldap", "rocknroll")),
    ],
)
def test_words_are_those_of_any_script_and_characters_where_there_are_no_spaces(
    text: str, found: tuple[str, ...]
) -> None:
    assert words(text) == found


def test_another_sentence_in_a_language_without_spaces_is_a_fault_and_another_kanji_is_none() -> None:
    meant = said("私は毎朝パンを食べて学校に行く。", "ja")
    for text in ("昨日の夜は雨が降っていました。", "私は毎朝", ""):
        (fault,) = blame.faults(heard(text, meant), "ja")
        assert fault.trouble is Trouble.OTHER_WORDS
        assert "of its 15 characters are heard otherwise" in fault.detail
    assert blame.faults(heard("私は毎朝パンをたべて学校に行く。", meant), "ja") == ()
    strange = replace(heard("I eat bread.", meant), language="en", certainty=0.95)
    assert Trouble.OTHER_LANGUAGE in {fault.trouble for fault in blame.faults(strange, "ja")}


def test_a_word_put_in_is_not_swallowed_by_a_long_neighbour() -> None:
    assert heard("the council is a commission", said("The council is commission.")).errors == 1


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("Die Fähre von 1987 fährt.", "de", "Die Fähre von 1927 fährt."),
        ("Die Fähre von 1987 fährt.", "de", "Die Fähre von neunzehnhundertsiebenundzwanzig fährt."),
        ("Es kamen sechzehn Leute.", "de", "Es kamen sechzig Leute."),
        ("Room 15 is upstairs.", "en", "Room 50 is upstairs."),
        ("Nel 1987 costava poco.", "it", "Nel 1988 costava poco."),
    ],
)
def test_a_wrong_number_is_an_error_however_much_of_it_sounds_right(
    text: str, language: str, written: str
) -> None:
    assert heard(written, said(text, language)).errors == 1
    assert heard(text, said(text, language)).errors == 0


def test_what_only_begins_like_a_number_may_be_spelled_as_it_sounds() -> None:
    is_number = numbers.teller(lambda text: utterances.said(text, "en"))
    assert [word for word in ("ten", "tender", "seventh", "1927", "onto", "b2b") if is_number(word)] == [
        "ten",
        "seventh",
        "1927",
        "b2b",
    ]


def test_long_sentences_are_compared_in_step_and_short_ones_in_every_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meant = [f"w{number}" for number in range(300)]
    found = [word for word in meant if word not in {"w7", "w100", "w101"}]
    assert errors(aligned(meant, found, lambda word: word)) == 3
    asked: list[int] = []

    def unlike(*_: object) -> bool:
        asked.append(1)
        return False

    monkeypatch.setattr(wording, "_are_alike", unlike)
    aligned(meant, meant, str)
    assert len(asked) < 9 * 300 * 100
    asked.clear()
    aligned(meant[:40], meant[:40], str)
    assert len(asked) == sum((41 - more) * (41 - other) for more in (1, 2, 3) for other in (1, 2, 3))


TEXT = st.text(alphabet="ab é'’-1.ß", max_size=30)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_the_pairs_hold_both_texts_word_for_word(one: str, two: str) -> None:
    meant, found = words(one), words(two)
    pairs = aligned(meant, found, lambda _: "")
    assert tuple(word for pair in pairs for word in pair.meant) == meant
    assert tuple(word for pair in pairs for word in pair.heard) == found
    assert abs(len(meant) - len(found)) <= 3 * max(len(meant), len(found))
    assert longest(pairs) <= errors(pairs) <= max(len(meant), len(found))
    assert errors(aligned(meant, meant, lambda _: "")) == 0


def changed(text: list[str], chance: random.Random, share: float) -> list[str]:
    """A text of which some words are left out, put in, exchanged, or written as two."""
    found: list[str] = []
    for word in text:
        ways: tuple[list[str], ...] = ([], [word, "other"], ["other"], [word[:2], word[2:]])
        found += chance.choice(ways) if chance.random() < share else [word]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_long_wordings_are_compared_between_what_they_share_and_no_worse(seed: int) -> None:
    chance = random.Random(seed)
    some = ["the", "ferry", "closed", "after", "hundred", "years", "road", "costs", "nobody", "asked"]
    meant = [chance.choice(some) for _ in range(90)]
    heard = changed(meant, chance, 0.05)
    align = functools.partial(aligned, sounds=lambda word: word)
    pairs = anchored(meant, heard, align)
    assert [word for pair in pairs for word in pair.meant] == meant
    assert [word for pair in pairs for word in pair.heard] == heard
    assert errors(pairs) == errors(align(meant, heard))


def test_what_two_long_wordings_share_costs_nothing_and_short_ones_are_compared_as_a_whole() -> None:
    sizes: list[int] = []

    def align(one: Sequence[str], other: Sequence[str]) -> tuple[Pair, ...]:
        sizes.append(max(len(one), len(other)))
        return aligned(one, other, lambda word: word)

    meant = [f"word{number}" for number in range(4000)]
    assert errors(anchored(meant, meant, align)) == 0
    assert errors(anchored(meant, [*meant[:1000], "other", *meant[1001:], "more"], align)) == 2
    assert max(sizes) < 20
    sizes.clear()
    anchored(meant[:40], meant[:40], align)
    assert sizes == [40]


def test_what_is_understood_at_once_is_not_heard_twice() -> None:
    double = Double("A ferry is easy to see.")
    ear(double).hear(CLIP, said("A ferry is easy to see."))
    assert double.asked == [("en", False)]


def test_what_is_not_understood_is_heard_again_with_care_and_the_better_one_counts() -> None:
    meant = said("A ferry is easy to see.")
    double = Double("A fairy is easy to see, you see.", careful="A ferry is easy to see.")
    assert ear(double).hear(CLIP, meant).errors == 0
    assert double.asked == [("en", False), ("en", True)]
    worse = Double("A ferry is easy to sea bed.", careful="Thank you.")
    assert ear(worse).hear(CLIP, meant).text == "A ferry is easy to sea bed."


def test_the_language_is_that_of_somebody_who_may_speak_here() -> None:
    double = Double("Ferro")
    double.languages = {"la": 0.6, "sv": 0.2, "de": 0.15, "en": 0.05}
    found = ear(double).hear(CLIP, said("Ferry"))
    assert (found.language, found.certainty) == ("de", 0.75)
    assert ear(double, "sv-SE").hear(CLIP, said("Ferry")).language == "sv"


def test_a_language_that_the_recogniser_does_not_know_is_not_held_against_the_voice() -> None:
    double = Double("nothing that makes sense")
    found = ear(double).hear(CLIP, said("Heghlu meH QaQ jajvam", "tlh"))
    assert found.words == 0
    assert double.asked == []
    assert ear(double).faults(found, said("…", "tlh")) == ()


def found(words: int, errors: int, imbalance: int = 0, language: str = "en", **more: float) -> Heard:
    certainty = more.get("certainty", 0.99)
    return Heard("…", language, certainty, words, errors, errors, imbalance, more.get("tail", 0.1))


def troubles(heard: Heard) -> list[Trouble]:
    return [fault.trouble for fault in blame.faults(heard, "en")]


def test_a_title_with_an_odd_name_is_no_fault() -> None:
    assert troubles(found(3, 2, 1)) == []
    assert troubles(found(1, 1)) == []


def test_names_that_are_misheard_in_a_long_sentence_are_no_fault() -> None:
    assert troubles(found(23, 4, 1)) == []


def test_half_a_sentence_and_words_behind_it_are_faults_of_their_weight() -> None:
    assert troubles(found(6, 3, 2)) == [Trouble.OTHER_WORDS]
    assert troubles(found(21, 4, 4)) == [Trouble.OTHER_WORDS]
    (half,), (whole,) = (blame.faults(found(20, n, n), "en") for n in (10, 20))
    assert GRAVE < half.weight < whole.weight
    assert half.detail == "10 of its 20 words are heard otherwise, 10 of them in a row"


def test_another_sentence_is_a_grave_fault_however_short() -> None:
    for size in (4, 6, 13, 37):
        (fault,) = blame.faults(found(size, size + 1, 1), "en")
        assert fault.weight >= GRAVE


def test_sound_behind_the_last_word_is_a_fault_though_every_word_is_right() -> None:
    assert troubles(found(12, 0, tail=0.3)) == []
    (fault,) = blame.faults(found(12, 0, tail=1.4), "en")
    assert (fault.trouble, fault.detail) == (Trouble.TAIL, "it goes on for 1.4 s behind its last word")
    double = Double("A ferry is easy to see.", tail=1.4)
    ear(double).hear(CLIP, said("A ferry is easy to see."))
    assert double.asked == [("en", False), ("en", True)]


def test_another_language_is_a_fault_only_where_the_words_are_not_understood_either() -> None:
    assert Trouble.OTHER_LANGUAGE in troubles(found(10, 8, 1, "de"))
    assert troubles(found(10, 1, 0, "de")) == []
    assert Trouble.OTHER_LANGUAGE not in troubles(found(10, 8, 1, "de", certainty=0.3))
    (fault, *_) = blame.faults(found(10, 8, 1, "de"), "en")
    assert fault.detail == "it sounds like German, not like English"


def test_sound_is_taken_at_16_khz_in_windows_with_silence_around_it() -> None:
    clip = Clip(b"\x00\x40" * 44_100, 44_100)
    sound = samples(clip)
    assert len(sound) == RATE
    assert float(sound[RATE // 2]) == pytest.approx(0.5, abs=0.01)
    assert len(window(sound, whole=False)) == 10 * RATE
    assert len(window(sound, whole=True)) == LONGEST * RATE
    assert float(abs(window(sound, whole=False)[: RATE // 10]).max()) == 0


def test_what_is_too_long_for_a_window_is_cut_in_its_pauses() -> None:
    import numpy as np  # noqa: PLC0415 -- for this test only

    sound = np.full(50 * RATE, 0.5, np.float32)
    sound[25 * RATE : 26 * RATE] = 0
    first, second = pieces(sound)
    assert 25 * RATE <= len(first) <= 26 * RATE
    assert len(first) + len(second) == len(sound)
    assert len(window(first, whole=False)) <= LONGEST * RATE


def test_a_sound_ends_where_it_is_no_more_than_breath() -> None:
    import numpy as np  # noqa: PLC0415 -- for this test only

    assert end(np.zeros(RATE, np.float32)) == 0
    sound = np.full(2 * RATE, 0.5, np.float32)
    sound[RATE:] = 0.01
    assert end(sound) == pytest.approx(1.0, abs=0.02)


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "faster_whisper", None)
    with pytest.raises(EngineUnavailable, match=r"pip install '\.\[verify\]' in a checkout"):
        recognition.load(Listening(), Path())


def test_a_model_is_a_folder_beside_the_settings_if_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "models/mine"
    folder.mkdir(parents=True)
    for name in models.FILES[:-1]:
        (folder / name).write_bytes(b"x")
    with pytest.raises(EngineUnavailable, match=r"tokenizer\.json, vocabulary\.txt is missing"):
        models.folder("models/mine", tmp_path)
    (folder / models.FILES[-1]).write_bytes(b"x")
    (folder / "vocabulary.txt").write_bytes(b"x")
    assert models.folder("models/mine", tmp_path) == folder
    assert models.folder(str(folder), tmp_path / "elsewhere") == folder


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("base", "Whisper base"),
        ("Systran/faster-whisper-small", "Whisper small"),
        ("models/whisper", "Whisper"),
        ("models/Whisper-large_v3/", "Whisper large_v3"),
        ("models/whisperer", "Whisper whisperer"),
        ("~/ours", "Whisper ours"),
    ],
)
def test_listeners_read_the_models_name_and_never_whisper_twice(model: str, name: str) -> None:
    assert recognition.called(model) == name


def test_a_name_that_is_no_model_is_the_owners_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"model = 'bass' .* the nearest is 'base'"):
        models.folder("bass", tmp_path)


def test_a_model_for_english_only_is_refused_before_it_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'base\.en' hears nothing but English"):
        models.folder("base.en", tmp_path)


@pytest.mark.parametrize(
    ("cause", "said", "do"),
    [
        (
            "ConnectError",
            "the Hugging Face Hub cannot be reached",
            "Connect this machine to the internet once",
        ),
        ("OfflineModeIsEnabled", "forbidden here by HF_HUB_OFFLINE", "Take HF_HUB_OFFLINE out"),
    ],
)
def test_what_keeps_a_model_from_being_fetched_is_said_in_words_with_the_files_that_would_do(
    cause: str, said: str, do: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("tqdm")

    def snapshot(*_: object, **__: object) -> Path:
        kind = type(cause, (OSError,), {})
        raise FileNotFoundError(
            "Got: [Errno -2]\nAn error happened while trying to locate the files, and we cannot find any"
        ) from kind("Name or service not known")

    monkeypatch.setattr(models, "_snapshot", snapshot)
    with pytest.raises(EngineUnavailable) as caught:
        models.folder("base", tmp_path)
    assert said in caught.value.problem
    assert "Err" not in str(caught.value)
    assert caught.value.remedy.startswith(do)
    assert "config.json, model.bin, tokenizer.json and vocabulary.txt" in caught.value.remedy


def test_models_of_one_size_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    for name in models.FILES:
        (tmp_path / name).write_bytes(bytes(5_000_000))
    first = models.fingerprint(tmp_path)
    assert models.fingerprint(tmp_path) == first
    with (tmp_path / "model.bin").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"x")
    assert models.fingerprint(tmp_path) != first


def test_what_one_recogniser_heard_is_not_taken_for_what_another_would_hear() -> None:
    other = Double("x")
    other.fingerprint = "another double"
    assert ear(Double("x")).fingerprint == ear(Double("y")).fingerprint
    assert ear(other).fingerprint != ear(Double("x")).fingerprint
    assert ear(Double("x"), "sv").fingerprint != ear(Double("x")).fingerprint


@pytest.mark.parametrize(("file", "text"), [("txt", ""), ("txt", "a\nb\n"), ("json", "["), ("json", "[1]")])
def test_half_a_vocabulary_is_not_taken_for_one_of_english_only(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / f"vocabulary.{file}").write_text(text)
    with pytest.raises(EngineUnavailable, match=r"not whole: .*vocabulary"):
        models.check_vocabulary(tmp_path)


def test_a_model_of_the_hub_is_fetched_once_and_without_a_network_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("tqdm")  # the bar of the hub's client, which comes with it
    here: dict[str, Path] = {}
    asked: list[str] = []

    def snapshot(repository: str, *, local_files_only: bool = False, **_: Any) -> Path:
        if repository not in here:
            if not local_files_only:
                asked.append(repository)
            raise OSError("no route to host")
        return here[repository]

    monkeypatch.setattr(models, "_snapshot", snapshot)
    with pytest.raises(EngineUnavailable, match=r"'small' .* no route to host.*write its path as model"):
        models.folder("small", tmp_path)
    assert asked == ["Systran/faster-whisper-small"]
    here["Systran/faster-whisper-small"] = tmp_path
    assert models.folder("small", tmp_path) == tmp_path
    assert asked == ["Systran/faster-whisper-small"]
