"""Rows that are added and removed: what changes in the files, in what is said, and in what is spoken anew."""

from __future__ import annotations

import difflib
import json
import re
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, Site
from doubles import faulty

from audioedition import config, corrections, engines
from audioedition.check import check
from audioedition.cli import main
from audioedition.config import FILE, editing
from audioedition.errors import ConfigError
from audioedition.reports import State

Run = Callable[..., Result]


@pytest.fixture
def run(site: Site, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(site.root)

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ("lexicon", *arguments))
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def voice(site: Site, engine: str, language: str = "de", lexicon: str = "") -> Path:
    path = site.root / f"voices/{language}.toml"
    path.write_text(f'engine = "{engine}"\n{lexicon}', "utf-8")
    return path


# The files


OWNERS = """# How it sounds.
engine = "tone"   # for now

[lexicon]  # what is said
# "GitHub" = "Gitthab"
"Kiew"    =  'Kijew'   # ask Ann
{}
# Whose voice it is:
[attribution]
name = "Ann"
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_row_goes_below_the_others_and_all_else_stays(tmp_path: Path, ends: str) -> None:
    path = tmp_path / "de.toml"
    before = OWNERS.format("").replace("\n", ends)
    path.write_bytes(before.encode())
    editing.put(path, "de.toml", "New York", {"ipa": "njuː ˈjɔːk", "endings": ["s"]})
    row = f'"New York" = {{ ipa = "njuː ˈjɔːk", endings = ["s"] }}{ends}'
    lines = before.splitlines(keepends=True)
    assert path.read_bytes().decode() == "".join([*lines[:6], row, *lines[6:]])
    editing.remove(path, "de.toml", "New York")
    assert path.read_bytes().decode() == before


def test_a_row_for_the_same_word_is_replaced_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "de.toml"
    path.write_text(OWNERS.format('"O’Hara" = "Oh Hara"\n'), "utf-8")
    before = path.read_text("utf-8")
    editing.put(path, "de.toml", "O'Hara", "Ohara")
    changed = [
        line
        for line in difflib.ndiff(before.splitlines(), path.read_text("utf-8").splitlines())
        if line[0] in "+-"
    ]
    assert changed == ['- "O’Hara" = "Oh Hara"', '+ "O’Hara" = "Ohara"']
    editing.put(path, "de.toml", "Kiew", {"say": "Kijeff"})
    assert '"Kiew"    =  { say = "Kijeff" }   # ask Ann\n' in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ('engine = "tone"', 'engine = "tone"\n\n[lexicon]\n"a b" = "c"\n'),
        ("[lexicon]", '[lexicon]\n"a b" = "c"\n'),
        ('lexicon = { x = "y" }\n', 'lexicon = { x = "y", "a b" = "c" }\n'),
        ("[lexicon.SQL]\nspell = true\n", None),
    ],
)
def test_a_row_finds_its_place_in_any_file(tmp_path: Path, text: str, added: str | None) -> None:
    path = tmp_path / "de.toml"
    path.write_text(text, "utf-8")
    try:
        editing.put(path, "de.toml", "a b", "c")
    except ConfigError as exc:
        assert added is None
        assert "by hand" in str(exc)  # noqa: PT017 -- either way it is right
        assert path.read_text("utf-8") == text
    else:
        assert '"a b" = "c"' in path.read_text("utf-8")
        if added is not None:
            assert "".join(path.read_text("utf-8").split()) == "".join(added.split())


@pytest.mark.parametrize("written", ['say "x"', "back\\slash", "tab\tinside", "ünï", "a.b", "#", "'"])
def test_any_word_can_be_written_and_taken_out(tmp_path: Path, written: str) -> None:
    path = tmp_path / "de.toml"
    path.write_text(OWNERS.format(""), "utf-8")
    editing.put(path, "de.toml", written, 'so "it" is\\')
    assert editing.remove(path, "de.toml", written)
    assert path.read_text("utf-8") == OWNERS.format("")
    assert not editing.remove(path, "de.toml", written)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("x =", "is not valid TOML"), ('lexicon = "x"', "'lexicon' must be a table"), ("\udcff", "not UTF-8")],
)
def test_what_cannot_be_edited_is_said(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "de.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=complaint):
        editing.put(path, "de.toml", "a", "b")


# The commands


def test_add_tells_what_changes_and_where(run: Run, site: Site) -> None:
    path = voice(site, "tone")
    text = run(
        "add", "Kiew", "--ipa", "['ki:.jɛf]", "--say", "Kijeff", "--ending", "s", "--language", "de"
    ).output
    assert "Kiew → ⟦ˈkiːjɛf⟧  (tone)" in text
    assert "written into voices/de.toml" in text
    assert "audioedition lexicon test Kiew --language de" in text
    assert path.read_text("utf-8").endswith(
        '[lexicon]\n"Kiew" = { say = "Kijeff", ipa = "ˈkiːjɛf", endings = ["s"] }\n'
    )


def test_a_row_that_another_one_hides_is_told_to_change_nothing(run: Run, site: Site) -> None:
    voice(site, "tone", lexicon='[lexicon]\nkiew = "Kijew"\n')
    said = run("add", "KIEW", "--say", "Kiff", "--any-case", "--language", "de").output
    assert "de  Kijew → Kijew" in said
    assert "nothing changes" in said
    assert "de  Kijew → Kiff" in run("add", "kiew", "--say", "Kiff", "--language", "de").output


def test_a_respelling_alone_is_written_in_short(run: Run, site: Site) -> None:
    voice(site, "tone")
    run("add", "nginx", "--say", "engine x", "--language", "de")
    assert '"nginx" = "engine x"\n' in (site.root / "voices/de.toml").read_text("utf-8")
    assert "nothing changes" in run("add", "NGINX", "--say", "engine x", "--language", "de").output


def test_a_row_for_the_whole_edition_concerns_every_voice_or_those_of_a_language(
    run: Run, site: Site
) -> None:
    text = run("add", "SQL", "--say", "sequel", "--everywhere").output
    assert "en  S Q L → sequel" in text
    assert "de  S Q L → sequel" in text
    text = run("add", "GAU", "--word", "--endings", "--everywhere", "--language", "de").output
    assert "de  " in text
    assert "en  " not in text
    settings = (site.root / FILE).read_text("utf-8")
    assert settings.endswith(
        '[lexicon]\n"SQL" = "sequel"\n"GAU" = { word = true, endings = true, language = "de" }\n'
    )
    assert [row.written for row in site.settings.stations["en"].voice.lexicon] == ["SQL", "GAU"]


def test_sounds_that_the_voice_cannot_say_are_refused_and_not_written(run: Run, site: Site) -> None:
    path = voice(site, "espeak")
    before = path.read_bytes()
    text = run("add", "Kiew", "--ipa", "kʘa", "--language", "de", code=1).output
    assert "voices/de.toml, [lexicon] 'Kiew': the voice of 'de' (espeak) has no sound 'ʘ'" in text
    assert path.read_bytes() == before


def test_sounds_for_a_voice_that_takes_none_need_a_respelling(run: Run) -> None:
    text = run("add", "Kiew", "--ipa", "kiːjɛf", "--language", "de", code=1).output
    assert "'Kiew' has only ipa" in text
    assert "add say = " in text
    text = run("add", "Kiew", "--ipa", "kiːjɛf", "--say", "Kijeff", "--language", "de").output
    assert "Kiew → Kijeff" in text


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("add", "Kiew", "--language", "de"), 2, "How is it said?"),
        (("add", "Kiew", "--say", "x"), 2, "Add --language en or --language de, or --everywhere"),
        (("add", "Kiew", "--say", "x", "--spell", "--language", "de"), 1, "exclude each other"),
        (("add", " ", "--say", "x", "--language", "de"), 1, "there is no word"),
        (("add", "Kiew", "--say", "x", "--language", "German"), 1, "'German' is no language tag"),
        (
            ("remove", "Kiew", "--language", "de"),
            1,
            "voices/de.toml has no row for 'Kiew': the lexicon is empty",
        ),
        (("remove", "Kiew", "--language", "fr"), 1, "voices/fr.toml has no row"),
        (("remove", "Kiew", "--everywhere"), 1, "audioedition.toml has no row for 'Kiew'"),
        (("test", "Kiew"), 2, "--language en or --language de"),
    ],
)
def test_mistakes_are_answered(run: Run, arguments: tuple[str, ...], code: int, complaint: str) -> None:
    assert complaint in run(*arguments, code=code).output


def test_a_language_without_a_voice_file_gets_one(run: Run, site: Site) -> None:
    run("add", "Paris", "--say", "Pari", "--language", "fr")
    text = (site.root / "voices/fr.toml").read_text("utf-8")
    assert '"Paris" = "Pari"' in text
    assert "How French sounds" in text


def test_rows_are_removed_and_found_elsewhere(run: Run, site: Site) -> None:
    run("add", "Kiew", "--say", "Kijew", "--language", "de")
    run("add", "nginx", "--say", "engine x", "--everywhere")
    assert "there is one in audioedition.toml" in run("remove", "nginx", "--language", "de", code=1).output
    assert "the nearest is 'Kiew'" in run("remove", "Kieww", "--language", "de", code=1).output
    assert "Kiew is out of voices/de.toml" in run("remove", "Kiew", "--language", "de").output
    assert "nginx is out of audioedition.toml" in run("remove", "nginx", "--everywhere").output
    assert site.settings.stations["de"].voice.lexicon == ()


def test_rows_are_listed(run: Run, site: Site) -> None:
    assert "There are no rows yet" in run("list").output
    voice(site, "tone", lexicon='[lexicon]\n"Kiew" = { ipa = "kiːjɛf", endings = true }\n"Anzeige" = ""\n')
    run("add", "SQL", "--spell", "--any-case", "--everywhere", "--language", "en")
    assert run("list").output.splitlines() == [
        "de     Kiew  →  /kiːjɛf/  (endings: the usual)",
        "de     Anzeige  →  (silent)",
        "*      SQL  →  letter by letter  (in any case; in en)",
    ]
    (site.root / "voices/de.quotation.toml").write_text('engine = "tone"\n[lexicon]\n"a" = "b"\n', "utf-8")
    assert "de.quotation a  →  b" in run("list").output
    assert [json.loads(line) for line in run("list", "--json", "--language", "en").stdout.splitlines()] == [
        {
            "written": "SQL",
            "say": None,
            "ipa": None,
            "spell": True,
            "word": False,
            "case": False,
            "endings": [],
            "language": "en",
            "voice": None,
            "file": "audioedition.toml",
        }
    ]


def test_a_word_is_heard_without_the_lexicon_and_by_it(run: Run, site: Site, tmp_path: Path) -> None:
    voice(site, "doubles.faulty", lexicon='[lexicon]\n"Kiew" = "Kijew"\n')
    text = run("test", "Nach Kiew.", "--language", "de", "-o", str(tmp_path / "a.wav")).output
    assert "without  Nach Kiew.\nwith     Nach Kijew.\n" in text
    assert faulty.spoken == ["Nach Kiew.", "Nach Kijew."]
    with wave.open(str(tmp_path / "a.wav")) as file:
        both = file.getnframes()
    text = run("test", "Nach Rom.", "--language", "de", "-o", str(tmp_path / "a.wav")).output
    assert "No row of the lexicon holds in it." in text
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert both > 2 * file.getnframes()


# What is spoken anew


def test_only_sentences_in_which_a_row_holds_are_spoken_anew(
    run: Run, site: Site, spoken: Callable[[], list[str]]
) -> None:
    post = site.post()
    first = site.publish(post)
    spoken()
    run("add", "ferry", "--say", "ferrie", "--endings", "--language", "en")
    run("add", "Nebelhorn", "--say", "Nebel-Horn", "--language", "de")
    second = site.publish(post)
    assert {o.language: o.state for o in second.outcomes} == {"en": State.RECORDED, "de": State.UNCHANGED}
    anew = spoken()
    assert anew
    assert all("ferrie" in sentence for sentence in anew)
    assert len(anew) < len(site.archive.episodes("en")[0].lines)
    assert [o.guid for o in first.outcomes] == [o.guid for o in second.outcomes]


def test_phrases_in_another_language_are_said_by_the_lexicon_of_their_voice(
    site: Site, spoken: Callable[[], list[str]]
) -> None:
    voice(site, "doubles.faulty", "en", '[lexicon]\n"Paris" = "English Paris"\n')
    voice(site, "doubles.faulty", "fr", '[lexicon]\n"Paris" = "French Paris"\n')
    with (site.root / FILE).open("a", encoding="utf-8") as file:
        file.write('[lexicon]\n"Loire" = "Loare"\n')
    quote = "“Le train de Paris passe la Loire le matin.”"
    text = f"# {ENGLISH}\nThe old man at the window waited for the train to Paris. He said: {quote} Then he slept.\n"
    report = site.publish(site.post(text, "trains.md"))
    assert [outcome.state for outcome in report.outcomes] == [State.RECORDED]
    said = " ".join(spoken())
    assert "the train to English Paris" in said
    assert "Le train de French Paris passe la Loare le matin" in said


def test_the_voice_that_takes_no_sounds_decides_for_its_language(
    site: Site, spoken: Callable[[], list[str]]
) -> None:
    voice(site, "tone", "en", '[lexicon]\n"Kyiv" = { ipa = "kiːv", say = "Keev" }\n')
    (site.root / "voices/en.quotation.toml").write_text('engine = "doubles.faulty"\n', "utf-8")
    (site.root / "voices/de.quotation.toml").write_text('engine = "doubles.faulty"\n', "utf-8")
    with (site.root / FILE).open("a", encoding="utf-8") as file:
        file.write('[script]\nquotations = "voice"\n')
    site.publish(
        site.post("# Kyiv\n\nShe said this to us in the end:\n\n> I live in Kyiv, by the river.\n", "kyiv.md")
    )
    assert spoken() == ["I live in Keev, by the river."]


def test_a_row_that_a_voice_cannot_say_stops_its_edition_only(site: Site) -> None:
    voice(site, "doubles.faulty", lexicon='[lexicon]\n"Kiew" = { ipa = "kiːjɛf" }\n')
    report = site.publish(site.post())
    states = {outcome.language: (outcome.state, outcome.detail) for outcome in report.outcomes}
    assert states["en"][0] is State.RECORDED
    assert states["de"][0] is State.FAILED
    assert "voices/de.toml, [lexicon] 'Kiew' has only ipa" in states["de"][1]


def test_check_looks_at_the_lexicons(site: Site) -> None:
    voice(site, "espeak", "de", '[lexicon]\n"Kiew" = { ipa = "kiːjɛf" }\n')
    voice(site, "espeak", "en", '[lexicon]\n"Kyiv" = { ipa = "kʘiv" }\n')
    archive = site.archive
    found = {each.what: each for each in check(site.settings, archive) if each.what.startswith("lexicon")}
    assert found["lexicon de"].detail == "1 row, which espeak can say"
    assert "'Kyiv': the voice of 'en' (espeak) has no sound 'ʘ'" in found["lexicon en"].detail
    assert found["lexicon en"].state == "fail"


STARTERS = Path(__file__).parents[1] / "voices"


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_examples_in_the_starter_voices_can_be_said(path: Path, tmp_path: Path) -> None:
    text = re.sub(r'^# (?="[^"]+" = )', "", path.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / path.name).write_text(text, "utf-8")
    starter = config.voice(tmp_path, path.stem)
    assert len(starter.lexicon) == 3
    assert engines.checked_lexicon(starter, engines.load(starter))


def test_the_examples_in_the_docs_can_be_said(tmp_path: Path) -> None:
    page = (STARTERS.parent / "docs/lexicon.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "de.toml").write_text(f'engine = "pico"\n{example}', "utf-8")
    german = config.voice(tmp_path, "de")
    assert engines.checked_lexicon(german, engines.load(german))
    said = corrections.said(german, "Anzeige: nginx in Pjöngjangs New York, SQL und GAUs.")
    assert said == "engine x in ⟦pjœŋˈjaŋs⟧ Nju Jork, S Q L und Gaus."
