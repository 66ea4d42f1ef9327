from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from audioedition import config
from audioedition.categories import APPLE
from audioedition.errors import ConfigError
from audioedition.model import Consent, Row
from audioedition.scaffold import scaffold

MINIMAL = """
[site]
title = "Notes"
authority = "example.org"
since = "2025-01-02"
{site}
[feeds.en]
{feed}
"""


def load(folder: Path, site: str = "", feed: str = "") -> config.Config:
    (folder / config.FILE).write_text(MINIMAL.format(site=site, feed=feed), "utf-8")
    return config.load(folder)


def test_a_minimal_edition_has_defaults_and_says_what_publishing_needs(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    station = loaded.stations["en"]
    assert station.podcast.title == "Notes"
    assert station.intro is None
    assert station.opening[0] == "{title}."
    assert station.voice.engine == "piper"
    assert [line.split(" = ")[0].split()[-1] for line in loaded.missing] == ["base_url", "author", "email"]


def test_feeds_inherit_from_the_site(tmp_path: Path) -> None:
    site = 'author = "Ann"\nemail = "a@example.org"\nbase_url = "https://example.org/p/"\nexplicit = true'
    loaded = load(tmp_path, site, 'author = "Bea"\nexplicit = false\nopening = ["{title}."]')
    podcast = loaded.stations["en"].podcast
    assert (podcast.author, podcast.email, podcast.explicit) == ("Bea", "a@example.org", False)
    assert podcast.address == "https://example.org/p/en"
    assert loaded.stations["en"].opening == ("{title}.", "Read by a synthetic voice.")
    assert loaded.missing == []


@pytest.mark.parametrize(
    ("site", "feed", "complaint"),
    [
        ('titel = "x"', "", r"audioedition\.toml: the key 'site\.titel' is unknown, the nearest is 'title'"),
        ("", 'categry = ["News"]', r"'feeds\.en\.categry' is unknown, the nearest is 'category'"),
        ('category = ["Newz"]', "", "'Newz' is not a category of the directories, the nearest is 'News'"),
        (
            'category = ["News", "Politcs"]',
            "",
            "'Politcs' is not one sub-category of 'News', the nearest is 'Politics'",
        ),
        ("category = []", "", "category is empty"),
        (
            'category = ["Food"]',
            "",
            r"'Food' is a sub-category of 'Arts': write category = \[\"Arts\", \"Food\"\]",
        ),
        ("listen = {}", "", r"'site\.listen' is unknown, it belongs into \[feeds\.<language>\]\."),
        ("", "largest_feed = 2", r"'feeds\.en\.largest_feed' is unknown, it belongs into \[site\]\."),
        ('intro = "a.mp3"', "", r"it belongs into \[feeds\.<language>\] or \[sound\]\."),
        ("sentence = 1", "", r"it belongs into \[sound\.pauses\]\."),
        ('base_url = "example.org"', "", "base_url = 'example.org' is not a web address"),
        ('base_url = "https://example.org/?x"', "", "is not a web address"),
        ('base_url = "http://[::1"', "", "is not a web address"),
        ('base_url = "https://example.org/a b"', "", "is not a web address"),
        ('base_url = "https://example.org:99999/"', "", "is not a web address"),
        ('author = " "', "", r"\[site\] author = ' ' is blank"),
        ("", 'title = "\\u200b "', r"\[feeds\.en\] title .* is blank"),
        ("", 'title = "a\\u0007"', "has control characters"),
        ('email = "nomail"', "", "'nomail' is no e-mail address"),
        ('[sound]\nintro = "\\u0000"', "", "intro is no file name"),
        ("[sound]\noverlap = inf", "", r"overlap = inf must be from 0 to 60 seconds"),
        ("[sound]\nlevel = nan", "", r"level = nan must be from -40 to 20 LU"),
        ("[sound.pauses]\nsentence = -1", "", r"pauses\.sentence = -1 must be from 0 to 60"),
        (
            '[script]\nforeign = "voices"',
            "",
            r"\[script\] foreign = 'voices' is unknown, the nearest is 'voice'",
        ),
        ('licence = "all rights"', "", r"\[site\] licence = 'all rights' is not an identifier of spdx\.org"),
        ("", 'licence_url = "https://x.example/l"', r"\[feeds\.en\] has a licence_url and no licence"),
        ('licence = "X"\nlicence_url = "here"', "", r"licence_url = 'here' is not a web address"),
        ("", 'frequency = "often"', r"frequency = 'often' is unknown: write daily, weekly"),
        ("", 'frequency = "FREQ=HOURLY"', r"frequency = 'FREQ=HOURLY' is unknown"),
        ("", 'listen = { Spotify = "spotify" }', r"listen: Spotify = 'spotify' is not a web address"),
        ("", 'txt = { verify = "" }', r"txt: verify = '' must have 1 to 4000 characters"),
        ("largest_feed = 0", "", r"largest_feed = 0 must be from 0\.1 to 50\.0 megabytes"),
        ("largest_feed = nan", "", r"largest_feed = nan must be from"),
        ("[listening]\ntries = 0", "", r"\[listening\] tries = 0 must be from 1 to 20"),
        ("[listening]\nlargest_error = nan", "", r"largest_error = nan must be from 0 to 100 percent"),
        ("[listening]\nverifi = true", "", r"'listening\.verifi' is unknown, the nearest is 'verify'"),
        ("[disclosure]\nspoken = 1", "", r"'disclosure\.spoken' must be true or false"),
        ("[script]\nforeign = true", "", r"'script\.foreign' must be text in quotes"),
        ('[script]\nforegn = "own"', "", r"'script\.foregn' is unknown, the nearest is 'foreign'"),
        ('[script]\nquotations = "pauses"', "", r"quotations = 'pauses' is unknown, the nearest is 'pause'"),
        ('[script]\ncode = "read"', "", r"code = 'read' is unknown, known are hint, skip"),
        ('[script]\ntables = "skipped"', "", r"tables = 'skipped' is unknown, the nearest is 'skip'"),
        ('[script]\ncaptions = "no"', "", r"'script\.captions' must be true or false"),
        ("[script]\nalt = 1", "", r"'script\.alt' must be true or false"),
        (
            '[script]\nquotations = "voice"',
            "",
            r"write voices/en\.quotation\.toml, .* or choose \"cue\" or \"pause\"",
        ),
        ("[sound.pauses]\nitem = 61", "", r"pauses\.item = 61 must be from 0 to 60"),
        ("explicit = 1", "", r"'site\.explicit' must be true or false"),
        ("x = ", "", r"audioedition\.toml is not valid TOML: .*line 6"),
        ("x = " + "1" * 5_000, "", r"audioedition\.toml is not valid TOML: Exceeds the limit"),
        ("[feeds.EN_us]", "", r"\[feeds\.EN_us\] is not a language tag"),
    ],
)
def test_mistakes_are_refused_with_a_remedy(tmp_path: Path, site: str, feed: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load(tmp_path, site, feed)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder does not say so")
def test_settings_that_somebody_else_put_above_are_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path)
    below = tmp_path / "posts"
    below.mkdir()
    everybodys = stat.S_IMODE(tmp_path.stat().st_mode) | stat.S_IWOTH
    tmp_path.chmod(everybodys)
    assert config.load(below).root == tmp_path  # one's own
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / config.FILE).stat().st_uid + 1)
    with pytest.raises(ConfigError, match=r"somebody else's.*--edition"):
        config.load(below)
    assert config.load(tmp_path).root == tmp_path  # as asked
    tmp_path.chmod(everybodys & ~stat.S_IWOTH)
    assert config.load(below).root == tmp_path


@pytest.mark.parametrize("since", ["2025-99-99", "yesterday", "2025"])
def test_what_makes_guids_must_be_whole(tmp_path: Path, since: str) -> None:
    (tmp_path / config.FILE).write_text(
        MINIMAL.format(site="", feed="").replace("2025-01-02", since), "utf-8"
    )
    with pytest.raises(ConfigError, match=r"authority .* and since .* make the guids"):
        config.load(tmp_path)


def test_the_docs_list_every_category_with_its_sub_categories() -> None:
    page = (Path(__file__).parents[1] / "docs/categories.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \|$", page, re.MULTILINE)[1:]
    assert {top: tuple(inner.split(" · ")) if inner != "–" else () for top, inner in rows} == APPLE


def test_what_is_said_can_be_set(tmp_path: Path) -> None:
    assert load(tmp_path).script.foreign == "voice"
    assert load(tmp_path, '[script]\nforeign = "own"').script.foreign == "own"


@pytest.mark.parametrize(
    ("written", "known"),
    [("Weekly", "weekly"), ("freq=weekly;byday=MO", "FREQ=WEEKLY;BYDAY=MO"), ("", "")],
)
def test_how_often_may_be_written_in_any_case(tmp_path: Path, written: str, known: str) -> None:
    loaded = load(tmp_path, f'frequency = "{written}"')
    assert loaded.stations["en"].podcast.frequency == known


def test_what_directories_and_apps_want_to_know_is_inherited(tmp_path: Path) -> None:
    site = 'licence = "CC-BY-4.0"\nfrequency = "weekly"\nlargest_feed = 2'
    feed = 'licence = "Mine"\nlicence_url = "https://example.org/l"\nprivate = true\nlisten = { Here = "https://x.org" }'
    podcast = load(tmp_path, site, feed).stations["en"].podcast
    assert (podcast.licence, podcast.licence_url, podcast.frequency) == (
        "Mine",
        "https://example.org/l",
        "weekly",
    )
    assert podcast.listen == {"Here": "https://x.org"}
    assert podcast.is_private
    loaded = load(tmp_path, site)
    assert loaded.stations["en"].podcast.licence == "CC-BY-4.0"
    assert (loaded.largest_feed, loaded.hidden) == (2_000_000, frozenset())


def test_the_voice_is_disclosed_aloud_unless_that_is_turned_off(tmp_path: Path) -> None:
    said = "Read by a synthetic voice."
    own = 'opening = ["{title}."]'
    assert load(tmp_path).stations["en"].opening[-1] == said
    assert load(tmp_path, "", own).stations["en"].opening == ("{title}.", said)
    assert load(tmp_path, "", f'opening = ["{said}", "{{title}}."]').stations["en"].opening == (
        said,
        "{title}.",
    )
    off = "[disclosure]\nspoken = false"
    assert load(tmp_path, off).stations["en"].opening == (
        "{title}.",
        "By {author}.",
        "Translated by {translator}.",
    )
    assert load(tmp_path, off, own).stations["en"].opening == ("{title}.",)


def test_a_second_voice_speaks_quotations(tmp_path: Path) -> None:
    voices = tmp_path / "voices"
    voices.mkdir()
    (voices / "en.quotation.toml").write_text('language = "en"\nengine = "tone"\nmodel = "low"\n', "utf-8")
    wanted = load(tmp_path, '[script]\nquotations = "voice"')
    second = wanted.stations["en"].quotation
    assert second is not None
    assert (second.engine, second.language, second.file) == ("tone", "en", "voices/en.quotation.toml")
    assert wanted.stations["en"].voice.engine == "piper"
    before = wanted.digest
    (voices / "en.quotation.toml").write_text('engine = "tone"\nmodel = "high"\n', "utf-8")
    assert load(tmp_path, '[script]\nquotations = "voice"').digest != before
    assert load(tmp_path).stations["en"].quotation is None


def test_the_second_voice_of_a_language_serves_its_regions(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/en.quotation.toml").write_text('engine = "tone"\n', "utf-8")
    text = MINIMAL.format(site='[script]\nquotations = "voice"', feed="").replace("feeds.en", "feeds.en-GB")
    (tmp_path / config.FILE).write_text(text, "utf-8")
    second = config.load(tmp_path).stations["en-GB"].quotation
    assert second is not None
    assert second.language == "en-GB"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_text(MINIMAL.format(site="", feed=""), "utf-8-sig")
    assert config.load(tmp_path).title == "Notes"


def test_a_voice_file_named_for_another_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('language = "fr"\nengine = "tone"\n', "utf-8")
    with pytest.raises(
        ConfigError, match=r"voices/de\.toml: language = 'fr', but the file is named for 'de'"
    ):
        config.voice(tmp_path, "de")


def test_a_voice_may_have_a_fallback_and_a_note_of_consent(tmp_path: Path) -> None:
    note = '[consent]\nspeaker = "Ann"\ndate = "2026-03-01"\nstatement = "For my posts."\n'
    other = '[fallback]\nengine = "espeak"\noptions = { speed = 150 }\n'
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/en.toml").write_text(f'engine = "tone"\n{note}{other}', "utf-8")
    voice = load(tmp_path, site="commercial = false").voice("en")
    assert voice.consent == Consent("Ann", "2026-03-01", "For my posts.")
    assert not voice.commercial
    assert voice.fallback
    assert (voice.fallback.engine, voice.fallback.options, voice.fallback.consent) == (
        "espeak",
        {"speed": 150},
        None,
    )
    assert not voice.fallback.commercial
    assert load(tmp_path).voice("en").commercial


def test_a_fallback_is_another_voice(tmp_path: Path) -> None:
    path = tmp_path / "de.toml"
    path.write_text(
        'engine = "pico"\nvoice = "de-DE"\n[fallback]\nengine = "pico"\nmodel = "de-DE"\n', "utf-8"
    )
    with pytest.raises(ConfigError, match=r"voices/de\.toml, \[fallback\] is the very voice of the file"):
        config.voice(tmp_path, "de")
    path.write_text('engine = "pico"\n[fallback]\nengine = "pico"\noptions = { speed = 0.9 }\n', "utf-8")
    assert config.voice(tmp_path, "de").fallback


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ('speaker = "Ann"\ndate = "2026-03-01"', "'consent.statement' is missing"),
        ('speaker = " "\ndate = "2026-03-01"\nstatement = "x"', r"\[consent\] speaker is empty"),
        ('speaker = "A"\ndate = "2999-03-01"\nstatement = "x"', "is still to come"),
        ('speaker = "Ann"\ndate = "March"\nstatement = "x"', "date = 'March' is no date such as 2026-01-31"),
    ],
)
def test_a_note_of_consent_says_who_when_and_to_what(tmp_path: Path, note: str, message: str) -> None:
    (tmp_path / "en.toml").write_text(f'engine = "tone"\n[consent]\n{note}\n', "utf-8")
    with pytest.raises(ConfigError, match=message):
        config.voice(tmp_path, "en")


def test_a_region_goes_to_its_own_podcast(tmp_path: Path) -> None:
    text = MINIMAL.format(site="", feed="") + '[feeds."pt"]\n[feeds."pt-BR"]\n'
    (tmp_path / config.FILE).write_text(text, "utf-8")
    loaded = config.load(tmp_path)
    for wanted, found in {"pt-br": "pt-BR", "pt": "pt", "pt-PT": "pt"}.items():
        station = loaded.station(wanted)
        assert station
        assert station.podcast.language == found


@pytest.mark.parametrize(
    ("feeds", "texts", "podcasts"),
    [
        (["pt"], ["pt-PT", "pt-BR"], ["pt", None]),
        (["pt", "pt-BR"], ["pt-PT", "pt-BR"], ["pt", "pt-BR"]),
        (["pt", "pt-BR"], ["pt-BR", "pt-PT"], ["pt-BR", "pt"]),
        (["pt-BR"], ["pt", "pt-br"], [None, "pt-BR"]),
        (["en", "de"], ["de", "fr", "en-GB"], ["de", None, "en"]),
        (["en"], [], []),
    ],
)
def test_no_podcast_is_given_to_two_texts(
    tmp_path: Path, feeds: list[str], texts: list[str], podcasts: list[str | None]
) -> None:
    head = MINIMAL.format(site="", feed="").replace("[feeds.en]", "")
    (tmp_path / config.FILE).write_text(head + "\n".join(f'[feeds."{tag}"]' for tag in feeds), "utf-8")
    stations = config.load(tmp_path).shared_out(texts)
    assert [station and station.podcast.language for station in stations] == podcasts


def test_a_model_that_is_exchanged_in_place_is_seen(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/en.toml").write_text('engine = "piper"\nmodel = "mine.onnx"\n', "utf-8")
    (tmp_path / "voices/mine.onnx").write_bytes(b"one")
    before = config.load(tmp_path).digest
    (tmp_path / "voices/mine.onnx").write_bytes(b"other")
    assert config.load(tmp_path).digest != before


_OTHER_FILES = {  # what a voice file says, and what else is read
    "settings of Piper": ('engine = "piper"\nmodel = "mine.onnx"', "voices/mine.onnx.json"),
    "Piper without the suffix": ('engine = "piper"\nmodel = "../elsewhere/mine"', "elsewhere/mine.onnx"),
    "its settings": ('engine = "piper"\nmodel = "../elsewhere/mine"', "elsewhere/mine.onnx.json"),
    "below one's home": ('engine = "piper"\nmodel = "~/mine.onnx"', "home/mine.onnx"),
    "Piper's own, by name": ('engine = "piper"', "voices/en_US-joe-medium.onnx"),
    "Kokoro's vectors, by name": ('engine = "kokoro"\nmodel = "af_heart"', "voices/af_heart.bin"),
    "Kokoro's vectors": ('engine = "kokoro"\n[options]\nvectors = "../k"', "k/af_heart.bin"),
    "Kokoro's weights": ('engine = "kokoro"\n[options]\nweights = "~/k.onnx"', "home/k.onnx"),
    "configuration of Coqui": ('engine = "coqui"\nmodel = "../c/best.pth"', "c/config.json"),
    "words of XTTS": ('engine = "coqui"\nmodel = "../c/best.pth"', "c/vocab.json"),
    "a vocoder beside": ('engine = "coqui"\nmodel = "../c/best.pth"', "c/vocoder/scale_stats.npy"),
    "a vocoder beside a folder": ('engine = "coqui"\nmodel = "../c"', "c/vocoder/best.pth"),
    "parts of Bark": ('engine = "coqui"\nmodel = "../c"', "c/text/model.pt"),
    "another vocoder": ('engine = "coqui"\n[options]\nvocoder = "../v/best.pth"', "v/config.json"),
    "a file that is named": ('engine = "coqui"\nmodel = "../c/best.pth"', "encoder/model_se.pth"),
    "an imitated recording": ('engine = "coqui"\n[options]\nspeaker_wav = "~/ann.wav"', "home/ann.wav"),
    "a fallback": ('engine = "tone"\n[fallback]\nengine = "piper"\nmodel = "../f"', "f.onnx.json"),
}


@pytest.mark.parametrize(("said", "path"), _OTHER_FILES.values(), ids=_OTHER_FILES.keys())
def test_whatever_a_voice_is_made_of_is_seen(
    tmp_path: Path, said: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    load(tmp_path)
    changed = tmp_path / path
    config_json = (
        f'{{"audio": {{}}, // no " here\n "se": {json.dumps(str(tmp_path / "encoder/model_se.pth"))}}}'
    )
    files = {"voices/en.toml": said, path: "one"}
    files |= {name: config_json for name in ("c/config.json", "c/vocoder/config.json") if name != path}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    before = config.load(tmp_path).digest
    assert config.load(tmp_path).digest == before
    changed.write_text("other", "utf-8")
    after = config.load(tmp_path).digest
    assert after != before
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home/letters.txt").write_text("anything", "utf-8")
    assert config.load(tmp_path).digest == after, "what lies elsewhere is not looked at"


@pytest.mark.parametrize("name", ["x" * 5000, "a\\u0000b", "~nobody-here/v.onnx", "/", "cpu"])
def test_no_name_of_a_model_keeps_the_settings_from_being_read(tmp_path: Path, name: str) -> None:
    load(tmp_path)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/en.toml").write_text(f'engine = "piper"\nmodel = "{name}"\n', "utf-8")
    assert config.load(tmp_path).digest


def test_an_edition_is_found_from_below(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "a/b").mkdir(parents=True)
    assert config.load(tmp_path / "a/b").root == tmp_path.resolve()


def test_no_edition_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="audioedition init"):
        config.load(tmp_path)


def test_voices_come_from_the_edition_then_the_starters_then_espeak(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('engine = "tone"\n[lexicon]\n"a" = "b"\n', "utf-8")
    assert config.voice(tmp_path, "de").engine == "tone"
    assert config.voice(tmp_path, "de").lexicon == (Row("a", say="b"),)
    assert config.voice(tmp_path, "de-AT").engine == "tone"
    assert config.voice(tmp_path, "fr").engine == "pico"
    assert config.voice(tmp_path, "pl").engine == "espeak"


def test_a_wrong_voice_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('engin = "tone"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"voices/de\.toml: .*'engin' is unknown, the nearest is 'engine'"):
        config.voice(tmp_path, "de")
    (tmp_path / "de.toml").write_text('engine = "tone"\nmodel = "a"\nvoice = "b"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"voices/de\.toml: 'model' and 'voice'"):
        config.voice(tmp_path, "de")


def test_a_text_finds_the_podcast_of_its_base_language(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_text(
        MINIMAL.format(site="", feed="").replace("feeds.en", 'feeds."pt-BR"'), "utf-8"
    )
    loaded = config.load(tmp_path)
    found = loaded.station("pt")
    assert found
    assert found.podcast.language == "pt-BR"
    assert loaded.station("en") is None


def test_the_digest_sees_settings_voices_and_jingles(tmp_path: Path) -> None:
    scaffold(tmp_path, ["en"])
    seen = {config.load(tmp_path).digest}
    for path in ("audioedition.toml", "voices/en.toml", "voices/jingles/intro.flac"):
        with (tmp_path / path).open("ab") as file:
            file.write(b"\n# changed\n")
        seen.add(config.load(tmp_path).digest)
    assert len(seen) == 4


# The shelf


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("", 5_000_000_000),
        ('max_size = "2 GB"', 2_000_000_000),
        ('max_size = "1.5GiB"', 1_610_612_736),
        ('max_size = "500 mb"', 500_000_000),
        ('max_size = "none"', None),
    ],
)
def test_how_much_the_shelf_may_hold(tmp_path: Path, written: str, limit: int | None) -> None:
    assert load(tmp_path, feed=f"[shelf]\n{written}").shelf_limit == limit


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (
            '"2"',
            r"\[shelf\] max_size = '2' is no size: write a size such as \"2 GB\" or .*\"none\" for a shelf",
        ),
        ('"two GB"', "'two GB' is no size"),
        ('"-1 GB"', "'-1 GB' is no size"),
        ('"2 GB/s"', "is no size"),
        ('""', "'' is no size"),
        ('"0 GB"', r"max_size = '0 GB' is too small: with less than 50 MB.*\"none\" for a shelf"),
        ('"49 MB"', "'49 MB' is too small"),
        ("2", r"the key 'shelf\.max_size' must be text in quotes, not 2"),
    ],
)
def test_what_is_no_size_of_a_shelf_is_refused_with_the_remedy(
    tmp_path: Path, written: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load(tmp_path, feed=f"[shelf]\nmax_size = {written}")
