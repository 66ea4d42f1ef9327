"""Where the rows of a lexicon hold, and what is said there; and how they are read from TOML."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition import config, endings
from audioedition.errors import ConfigError
from audioedition.model import Row
from audioedition.utterances.lexicon import Lexicon
from audioedition.utterances.reader import Readers
from audioedition.utterances.wording import Lexicon as Words


def found(text: str, *rows: Row, language: str = "en") -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.spoken) for f in Lexicon(rows, language).find(text)]


@pytest.mark.parametrize(
    ("row", "language", "text", "said"),
    [
        (Row("nginx", say="engine x"), "en", "Nginx and NGINX, nginx2", ["engine x", "engine x"]),
        (Row("US", say="U. S."), "en", "The US and us", ["U. S."]),
        (Row("US", say="U. S.", case=False), "en", "The US and us", ["U. S.", "U. S."]),
        (Row("mai", say="may", case=True), "en", "mai Mai", ["may"]),
        (Row("SQL", spell=True), "en", "SQL and MySQL", ["S Q L"]),
        (Row("SQL", spell=True, endings=("s",)), "en", "SQLs", ["S Q L's"]),
        (Row("LKW", spell=True, endings=True), "de", "des LKWs", ["L K W's"]),
        (Row("ONG", spell=True, endings=True), "fr", "les ONGs", ["O N G"]),
        (Row("a.m.", spell=True), "en", "9 a.m.", ["A M"]),
        (Row("R&D", spell=True), "en", "our R&D", ["R & D"]),
        (Row("GAU", word=True), "de", "der GAU", ["Gau"]),
        (Row("NATO-Rat", word=True), "de", "im NATO-Rat", ["Nato-Rat"]),
        (Row("BAföG", word=True, endings=("s",)), "de", "des BAföGs", ["Bafögs"]),
        (Row("Putin", say="Putien", endings=("s",)), "de", "Putins Putin Putinsch", ["Putiens", "Putien"]),
        (Row("Putin", say="Putien", endings=True), "de", "Putins Putinen", ["Putiens", "Putienen"]),
        (Row("Ross", ipa="rɒs", endings=True), "en", "Ross Ross's Rosses", ["⟦rɒs⟧", "⟦rɒsɪz⟧", "⟦rɒsɪz⟧"]),
        (Row("Nick", ipa="nɪk"), "en", "Nick’s", ["⟦nɪks⟧"]),
        (Row("Ann", ipa="æn"), "en", "Ann's", ["⟦ænz⟧"]),
        (Row("Ann", ipa="æn"), "en", "'Ann'", ["⟦æn⟧"]),
        (Row("Pjöngjang", ipa="pjœŋjaŋ", endings=True), "de", "Pjöngjangs", ["⟦pjœŋjaŋs⟧"]),
        (Row("Pjöngjang", ipa="pjœŋjaŋ"), "de", "Pjöngjangs", []),
        (
            Row("bond", ipa="bɒnd", say="bonnd", endings=("age",)),
            "en",
            "bondage bond",
            ["bonndage", "⟦bɒnd⟧"],
        ),
        (Row("Iran", ipa="iʁɑ̃"), "fr", "l’Iran, d'Iran, Iran", ["⟦liʁɑ̃⟧", "⟦diʁɑ̃⟧", "⟦iʁɑ̃⟧"]),
        (Row("Iran", say="Irane"), "fr", "l’Iran", ["Irane"]),
        (Row("Iran", ipa="iran"), "it", "dell'Iran", ["⟦delliran⟧"]),
        (Row("Paris", say="Parih", language="fr"), "en", "Paris", []),
        (Row("Paris", say="Parih", language="en"), "en-GB", "Paris", ["Parih"]),
        (Row("Paris", say="Parih", language="en-US"), "en-GB", "Paris", []),
        (Row("Paris", say="Parih", language="no"), "nb", "Paris", ["Parih"]),
        (Row("Anzeige"), "de", "Anzeige: gut", [""]),
        (Row("北京", say="Beijing"), "zh", "在北京的", ["Beijing"]),
    ],
)
def test_what_is_said(row: Row, language: str, text: str, said: list[str]) -> None:
    assert [spoken for _, spoken in found(text, row, language=language)] == said


def test_places_are_those_of_the_written_text() -> None:
    row = Row("Pjöngjang", say="x")
    decomposed = unicodedata.normalize("NFD", "Um Pjöngjang herum")
    assert found(decomposed, row) == [(unicodedata.normalize("NFD", "Pjöngjang"), "x")]
    assert found("Um Pjöng\u00adjang\u200b herum", row) == [("Pjöng\u00adjang\u200b", "x")]
    assert found("New\u00a0York", Row("New York", say="x")) == [("New\u00a0York", "x")]
    assert found("O’Hara", Row("O'Hara", say="x")) == [("O’Hara", "x")]
    assert found("O'Hara", Row("O’Hara", say="x")) == [("O'Hara", "x")]


def test_the_longest_and_then_the_first_row_holds() -> None:
    rows = Row("New", say="1"), Row("New York", say="2"), Row("York", say="3"), Row("York", say="4")
    assert found("New York, York, New", *rows) == [("New York", "2"), ("York", "3"), ("New", "1")]


def test_a_row_in_this_very_case_comes_before_one_in_any() -> None:
    rows = Row("us", say="any"), Row("US", say="exact")
    assert found("US us", *rows) == [("US", "exact"), ("us", "any")]


def test_the_reader_takes_the_rows_first_and_keeps_their_sounds() -> None:
    rows = Row("Pjöngjang", ipa="pjœŋˈjaŋ"), Row("SQL", spell=True), Row("Anzeige", say="")
    reading = Readers(Words(rows)).read("In „Pjöngjang“ (SQL): Anzeige!", "de")
    assert reading.spoken() == "In ⟦pjœŋˈjaŋ⟧, S Q L!"


def test_brackets_of_an_author_are_no_sounds() -> None:
    spoken = Readers(Words()).read("one ⟦two⟧ and", "en").spoken()
    assert "two" in spoken
    assert "⟦" not in spoken


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=6), max_size=6))
def test_places_never_overlap_and_any_text_is_taken(text: str, words: list[str]) -> None:
    rows = [Row(word, ipa="a", endings=True) for word in words]
    for language in ("en", "fr"):
        end = 0
        for each in Lexicon(rows, language).find(text):
            assert end <= each.start < each.end <= len(text)
            end = each.end


@pytest.mark.parametrize("text", ["w " * 50_000, "w3 w3 " * 17_000, "o\u0308" * 50_000, "wwww" * 25_000])
def test_two_thousand_rows_and_a_hundred_thousand_characters_do_not_hang(text: str) -> None:
    rows = [Row("w " * n + str(n), ipa="x", endings=True) for n in range(40)]
    rows += [Row(f"w{n}", say="x", endings=True) for n in range(2000)]
    start = time.process_time()
    Lexicon(rows, "de").find(text)
    assert time.process_time() - start < 3


def test_usual_endings_have_a_sound() -> None:
    for language in ("de", "en", "fr", "it", "es", "pl"):
        known = endings.of(language)
        assert all(known.sound(each, "a") is not None for each in (*known.usual, *known.always))


# In TOML


def rows(folder: Path, lexicon: str) -> tuple[Row, ...]:
    (folder / "de.toml").write_text(f'engine = "tone"\n[lexicon]\n{lexicon}\n', "utf-8")
    return config.voice(folder, "de").lexicon


def test_rows_are_read(tmp_path: Path) -> None:
    assert rows(
        tmp_path,
        '"nginx" = "engine x"\n"Anzeige" = ""\n"SQL" = { spell = true, endings = true }\n'
        '"New York" = { ipa = "/nju: \'jɔː.k/", say = "Nju Jork", endings = ["s"], case = false, language = "de-at" }\n'
        "GAU = { word = true }",
    ) == (
        Row("nginx", say="engine x"),
        Row("Anzeige"),
        Row("SQL", spell=True, endings=True),
        Row("New York", say="Nju Jork", ipa="njuː ˈjɔːk", endings=("s",), case=False, language="de-AT"),
        Row("GAU", word=True),
    )


@pytest.mark.parametrize(
    ("lexicon", "complaint"),
    [
        ('"a" = { ippa = "a" }', r"'a': the key 'ippa' is unknown, the nearest is 'ipa'"),
        ('"a" = { spell = "yes" }', r"'a': the key 'spell' must be true or false, not 'yes'"),
        ('"a" = 3', r"'a' must be text in quotes, or a table such as \{ say = \"…\" \}, not 3"),
        ('"a" = {}', r"'a' says nothing: add say = "),
        ('"a" = { spell = false }', r"'a' says nothing: add say = "),
        ('"a" = { spell = true, say = "b" }', "exclude each other; keep one of them"),
        ('"a" = { spell = true, word = true }', "exclude each other; keep one of them"),
        ('"a" = { say = "b", endings = "s" }', r"endings must be a list such as \[\"s\", \"es\"\], or true"),
        ('"a" = { say = "b", endings = [1] }', "endings must be a list"),
        ('"a" = { say = "b", language = "German" }', "'german' is no language tag"),
        ('" " = "b"', "' ': there is no word"),
        ('"a" = "⟦b⟧"', "⟦ and ⟧ cannot be said"),
        ('"a" = { ipa = "a", endings = ["schaft"] }', "how 'schaft' sounds in IPA is not known for de"),
        (
            '"a" = { say = "a", language = "pl" }',
            r"language = 'pl', but this voice speaks 'de'; move the row to voices/pl\.toml, or to \[lexicon\] in",
        ),
    ],
)
def test_mistakes_name_file_row_and_remedy(tmp_path: Path, lexicon: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=rf"voices/de\.toml, \[lexicon\] .*{complaint}"):
        rows(tmp_path, lexicon)


def test_rows_of_the_whole_edition_come_after_the_voices_own(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_text(
        '[site]\ntitle = "Notes"\nauthority = "example.org"\nsince = "2025-01-02"\n[feeds.de]\n[feeds.en]\n'
        '[lexicon]\n"Kyiv" = "Kiju"\n"SQL" = { spell = true, language = "en" }\n',
        "utf-8",
    )
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/de.toml").write_text('engine = "tone"\n[lexicon]\n"Kyiv" = "Kieff"\n', "utf-8")
    stations = config.load(tmp_path).stations
    assert [row.say for row in stations["de"].voice.lexicon] == ["Kieff", "Kiju", ""]
    assert found("Kyiv SQL", *stations["de"].voice.lexicon, language="de") == [("Kyiv", "Kieff")]
    assert found("Kyiv SQL", *stations["en"].voice.lexicon) == [("Kyiv", "Kiju"), ("SQL", "S Q L")]
    assert {row.file for row in stations["de"].voice.lexicon} == {"voices/de.toml", config.FILE}
