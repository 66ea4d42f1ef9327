from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from audioedition import config, starter
from audioedition.engines import _coqui_import
from audioedition.errors import ConfigError
from audioedition.scaffold import scaffold


def test_a_new_edition_loads_and_has_voices(tmp_path: Path) -> None:
    made = scaffold(tmp_path / "my-podcast", ["en", "de", "pl", "pt-BR"])
    assert made.languages == ("en", "de", "pl", "pt-BR")
    assert made.title == "My podcast"
    assert made.stations["en"].intro
    assert made.stations["en"].intro.path.is_file()
    assert made.stations["pl"].voice.engine == "espeak"
    assert (made.root / "feeds").is_dir()
    assert filecmp.cmp(made.root / "voices/de.toml", starter.folder() / "de.toml", shallow=False)


def test_options_stand_in_the_file(tmp_path: Path) -> None:
    made = scaffold(
        tmp_path,
        ["en"],
        title='A "quoted" \\ title 🚢',
        author="Ann",
        email="a@example.org",
        base_url="https://example.org/p",
    )
    assert made.missing == []
    assert made.stations["en"].podcast.title == 'A "quoted" \\ title 🚢'
    assert made.authority == "example.org"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    made = scaffold(
        tmp_path, ["en"], title="{author} \udc80 é", author="{email}", base_url="https://münchen.example/"
    )
    assert made.title == "{author} ? é"
    assert made.stations["en"].podcast.author == "{email}"
    assert made.authority == "xn--mnchen-3ya.example"


def test_two_editions_without_an_address_never_share_guids(tmp_path: Path) -> None:
    one, two = (scaffold(tmp_path / name, ["en"]) for name in ("a", "b"))
    assert one.authority != two.authority


def test_an_edition_is_never_overwritten(tmp_path: Path) -> None:
    scaffold(tmp_path, ["en"])
    before = (tmp_path / config.FILE).read_bytes()
    with pytest.raises(ConfigError, match="exists already"):
        scaffold(tmp_path, ["de"])
    assert (tmp_path / config.FILE).read_bytes() == before


@pytest.mark.parametrize("base_url", ["nonsense", "http://[::1"])
def test_a_wrong_option_leaves_nothing(tmp_path: Path, base_url: str) -> None:
    with pytest.raises(ConfigError, match="not a web address"):
        scaffold(tmp_path, ["en"], base_url=base_url)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("languages", [[], [""], ["klingon!"], ["en de"], ["../x"]])
def test_wrong_languages_leave_nothing(tmp_path: Path, languages: list[str]) -> None:
    with pytest.raises(ConfigError, match="--languages"):
        scaffold(tmp_path, languages)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("option", "value"),
    [("email", "me"), ("base_url", "nonsense"), ("title", "\u200b"), ("author", "\u200b")],
)
def test_a_wrong_option_is_named_as_the_option_that_it_is(tmp_path: Path, option: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^--{option.replace('_', '-')} ") as refused:
        scaffold(tmp_path, ["en"], **{option: value})
    assert config.FILE not in str(refused.value)


def test_a_language_that_no_voice_speaks_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^--languages: no voice .* speaks 'xx'"):
        scaffold(tmp_path, ["en", "xx"])
    assert not list(tmp_path.iterdir())
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/xx.toml").write_text('engine = "tone"\n', "utf-8")
    assert scaffold(tmp_path, ["en", "xx"]).stations["xx"].voice.engine == "tone"


def test_languages_are_written_as_tags_are(tmp_path: Path) -> None:
    made = scaffold(tmp_path, ["EN", "en", "pt_br", "zh-hant"])
    assert made.languages == ("en", "pt-BR", "zh-Hant")
    assert (tmp_path / "voices/pt-BR.toml").is_file()


def test_own_voice_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices/de.toml").write_text('engine = "tone"\n', "utf-8")
    assert scaffold(tmp_path, ["de"]).stations["de"].voice.engine == "tone"


@pytest.mark.parametrize(
    ("author", "address"), [("Nora Whitcombe", "https://example.org/podcast"), ("A  # B" * 20, "")]
)
def test_comments_stand_below_each_other_whatever_the_settings_are(
    tmp_path: Path, author: str, address: str
) -> None:
    made = scaffold(tmp_path, ["en"], title="Notes", author=author, base_url=address)
    assert made.stations["en"].podcast.author == author
    lines = (tmp_path / config.FILE).read_text("utf-8").splitlines()
    places = {
        name: line.rindex("  # ")
        for line in lines
        if (name := line.split(" ")[0]) in {"author", "email", "base_url", "category"}
    }
    assert len(places) == 4
    if len(author) < 60:
        assert len(set(places.values())) == 1
    assert len({places[name] for name in ("email", "base_url", "category")}) == 1


def test_comments_of_voice_files_stay_true_whatever_voice_is_used() -> None:
    found = sorted(starter.folder().glob("*.toml"))
    assert len(found) == 5
    for path in found:
        told = path.read_text("utf-8")
        assert f"audioedition voices use {path.stem} ENGINE:MODEL" in told, path
        assert "Licence of this voice" not in told, path
        assert "# model =" not in told, path


def test_docs_install_coqui_as_the_program_says() -> None:
    repository = Path(__file__).parents[1]
    for text in (repository / "README.md", repository / "docs/engines.md"):
        told = text.read_text("utf-8")
        assert _coqui_import.INSTALL in told, text
        assert "audioedition[" not in told, f"{text}: the program is in no package index"
    assert _coqui_import.INSTALL in _coqui_import.REMEDY
