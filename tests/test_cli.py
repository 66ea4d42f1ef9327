"""The command line as people and scripts meet it."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, POST, Site
from doubles import faulty

from audioedition import __version__
from audioedition.cli import COMMANDS, main
from audioedition.errors import EngineError

Run = Callable[..., Result]


@pytest.fixture
def run(site: Site, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(site.root)

    def invoke(*arguments: str, code: int = 0, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=stdin)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def test_help_names_every_command_and_every_command_has_help(run: Run) -> None:
    text = run("--help").output
    for name in COMMANDS:
        assert name in text
        assert len(run(name, "--help").output) > 100
    assert __version__ in run("--version").output


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"`audioedition {name}" in readme


def test_from_nothing_to_a_feed(run: Run, tmp_path: Path, site: Site) -> None:
    run("init", str(tmp_path / "new"), "--languages", "en,fr", "--author", "Ann")
    assert (tmp_path / "new/voices/fr.toml").is_file()
    assert "exists already" in run("init", str(tmp_path / "new"), code=1).output
    text = run("publish", site.post()).output
    for words in (
        "Who still needs a ferry?",
        "Wer braucht noch",
        "left out",
        "comments",
        "marker",
        "en/feed.xml",
    ):
        assert words in text
    assert "nothing changed" in run("publish", "ferry.txt").output


def test_publish_tells_scripts_everything(run: Run, site: Site) -> None:
    lines = [json.loads(line) for line in run("publish", site.post(), "--json").stdout.splitlines()]
    assert [(o["language"], o["state"]) for o in lines[0]["outcomes"]] == [
        ("en", "recorded"),
        ("de", "recorded"),
    ]
    assert {"marker", "comments"} <= {dropped["code"] for dropped in lines[0]["dropped"]}


def test_one_bad_post_stops_no_other(run: Run, site: Site) -> None:
    good = site.post()
    text = run("publish", "missing.txt", good, code=1).output
    assert "missing.txt" in text
    assert len(site.archive.episodes("en")) == 1
    assert (site.root / "feeds/en/feed.xml").exists()


def test_standard_input_needs_an_id(run: Run, site: Site) -> None:
    assert "--id" in run("publish", "-", stdin=POST, code=1).output
    run("publish", "-", "--id", "by-hand", stdin=POST)
    assert site.archive.episodes("de")[0].post == "by-hand"
    assert "--id names one post" in run("publish", "a.txt", "b.txt", "--id", "x", code=2).output


def test_a_folder_is_its_posts(run: Run, site: Site) -> None:
    site.post(name="posts/a.txt")
    site.post(ENGLISH.replace("ferry", "boat"), name="posts/b.md")
    run("publish", "posts")
    assert {e.post for e in site.archive.episodes("en")} == {"a", "b"}


def test_what_is_missing_for_a_feed_is_said_after_recording(run: Run, site: Site) -> None:
    site.edit('email = "a@example.org"', 'email = ""')
    text = run("publish", site.post(), code=1).output
    assert 'email = "you@example.org"' in text
    assert len(site.archive.episodes("en")) == 1
    assert not (site.root / "feeds/en/feed.xml").exists()


def test_split_shows_and_tells(run: Run, site: Site) -> None:
    source = site.post()
    text = run("split", source).output
    assert "Jonas Feldkamp" in text
    assert "left out" in text
    answer = json.loads(run("split", source, "--json", "--languages", "en,de").stdout)
    assert list(answer) == ["source", "editions", "dropped", "reasons"]
    assert [e["lang"] for e in answer["editions"]] == ["en", "de"]
    assert answer["editions"][1]["translator"] == "Jonas Feldkamp"
    assert len(answer["dropped"]) == len(answer["reasons"]) > 0
    assert {"code", "detail"} == set(answer["reasons"][0])


def test_split_gives_one_line_per_post_and_says_what_failed(run: Run, site: Site) -> None:
    site.post(name="posts/a.txt")
    (site.root / "posts/b.txt").write_bytes(b"")
    lines = [json.loads(line) for line in run("split", "posts", "--json", code=1).stdout.splitlines()]
    assert "editions" in lines[0]
    assert "empty" in lines[1]["error"]


def test_episodes_are_listed_retracted_and_pruned(run: Run, site: Site) -> None:
    run("publish", site.post())
    assert "Wer braucht noch eine Fähre?" in run("episodes", "de").output
    listed = [json.loads(line) for line in run("episodes", "--json").stdout.splitlines()]
    assert [e["language"] for e in listed] == ["de", "en"]
    assert Path(listed[0]["file"]).is_file()
    assert "Who still needs" in run("retract", listed[1]["guid"]).output
    assert not Path(listed[1]["file"]).exists()
    assert "Wer braucht" in run("retract", "ferry.txt").output
    assert "no episode" in run("retract", "ferry", code=1).output
    assert "retracted" in run("episodes").output
    assert "nothing to delete" in run("prune").output


def test_check_finds_what_is_wrong(run: Run, site: Site) -> None:
    site.record(site.post())
    assert "FAIL" not in run("check").output
    episode = site.archive.episodes("en")[0]
    site.archive.audio("en", episode.enclosure.file).unlink()
    site.edit('author = "Ann"', 'author = ""')
    site.edit("[sound]", '[sound]\nintro = "lost.mp3"')
    faulty.failing["synthetische"] = EngineError
    text = run("check", code=1).output
    assert "is missing" in text
    assert 'author = "Your Name"' in text
    findings = [json.loads(line) for line in run("check", "--json", code=1).stdout.splitlines()]
    assert {f["what"] for f in findings if f["state"] == "fail"} >= {
        "settings",
        "archive",
        "jingle lost.mp3",
        "voice de",
    }


def test_voices_are_listed_with_their_licences(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = run("voices", "list").output
    assert "doubles.faulty" in text
    assert "Apache-2.0" in text
    polish = [json.loads(line) for line in run("voices", "list", "pl", "--json").stdout.splitlines()]
    assert {v["engine"] for v in polish} == {"espeak"}
    assert all(v["installed"] for v in polish)
    monkeypatch.chdir(tmp_path)
    assert "piper" in run("voices", "list").output


def test_say_writes_a_sentence(run: Run, tmp_path: Path) -> None:
    run("say", "de", "Ein Satz.", "-o", str(tmp_path / "a.wav"))
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() > 1000
    assert "no voice" in run("say", "xx", "Hello.", "-o", str(tmp_path / "b.wav"), code=1).output.lower()


def test_a_wrong_setting_is_one_sentence(run: Run, site: Site) -> None:
    site.edit("[site]\n", "[site]\nathor = 'x'\n")
    text = run("publish", site.post(), code=1).output
    assert "'site.athor' is unknown, the nearest is 'author'" in text


def test_an_interruption_is_one_sentence(run: Run, site: Site) -> None:
    faulty.failing["ferry"] = KeyboardInterrupt
    assert "run the same command again" in run("publish", site.post(), code=1).output


def test_titles_cannot_drive_the_terminal(run: Run, site: Site) -> None:
    source = site.post(ENGLISH.replace("Who", "\x1b[31mWho\x07"))
    assert "\x1b[31mWho" not in run("publish", source).output
