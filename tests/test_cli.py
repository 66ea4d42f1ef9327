"""The command line as people and scripts meet it."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import platform
import re
import subprocess
import sys
import unicodedata
import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import ENGLISH, GERMAN, POST, Site
from doubles import faulty
from doubles.net import page
from local_web import LocalWeb, answer
from rich.console import Console
from rich.progress import Progress

from audioedition import __version__, editions, engines
from audioedition.cli import COMMANDS, bars, heard, main, shown, split
from audioedition.cli.sourced import put_not_taken
from audioedition.commands import installing
from audioedition.engines import _exports
from audioedition.errors import EngineError
from audioedition.model import Post, Split, Voice
from audioedition.reports import NotTaken

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


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below `command`, by the words that one types."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        below = command.get_command(context, word)
        assert below
        yield from commands(below, f"{name} {word}")


def test_every_command_and_every_option_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[1] / "docs/commands.md").read_text("utf-8")
    sections = {re.findall("[a-z ]+", part)[0].strip(): part for part in page.split("\n## `")[1:]}
    every = dict(commands(main, "audioedition"))
    assert set(sections) == set(every)
    for name, command in every.items():
        options = {
            o for p in command.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts)
        }
        assert options == set(re.findall(r"`(--?[a-z-]+)", sections[name])) - {"--help", "-h"}


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


def test_init_says_where_to_go_on(run: Run) -> None:
    assert "Next: `cd 'my podcast'`, then `audioedition publish POST`" in run("init", "my podcast").output
    Path("here").mkdir()
    with contextlib.chdir("here"):
        assert "Next: `audioedition publish POST`" in run("init").output


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


def test_of_recordings_is_told_only_where_there_are_some(run: Run, site: Site) -> None:
    site.edit('email = "a@example.org"', 'email = ""')
    text = run("publish", "missing.txt", code=1).output
    assert "No feed is written yet: audioedition.toml lacks" in text
    assert "recordings" not in text
    assert "The recordings are kept" in run("publish", site.post(), code=1).output


def test_a_dry_run_tells_what_the_settings_lack(run: Run, site: Site) -> None:
    assert "lacks" not in run("publish", site.post(), "--dry-run").output
    site.edit('email = "a@example.org"', 'email = ""')
    assert 'email = "you@example.org"' in run("publish", "ferry.txt", "--dry-run").output
    told = run("publish", "ferry.txt", "--dry-run", "--json")
    assert [json.loads(line)["source"] for line in told.stdout.splitlines()] == ["ferry.txt"]
    assert 'email = "you@example.org"' in told.stderr


def test_split_shows_and_tells(run: Run, site: Site) -> None:
    source = site.post()
    text = run("split", source).output
    assert "Jonas Feldkamp" in text
    assert "left out" in text
    answer = json.loads(run("split", source, "--json", "--languages", "en,de").stdout)
    assert list(answer) == ["source", "editions", "dropped", "reasons", "decisions", "unsure"]
    assert [e["lang"] for e in answer["editions"]] == ["en", "de"]
    assert answer["editions"][1]["translator"] == "Jonas Feldkamp"
    assert len(answer["dropped"]) == len(answer["reasons"]) > 0
    assert {"code", "detail"} == set(answer["reasons"][0])


def test_split_tells_what_is_not_spoken_of_an_edition(run: Run, site: Site) -> None:
    text = ENGLISH.replace("Nobody asked", "```\nferry = None\n```\n\n---\n\n—\n\nNobody asked")
    source = site.post(text, name="code.md")
    answer = json.loads(run("split", source, "--json").stdout)
    paragraphs = answer["editions"][0]["paragraphs"]
    assert "***" in paragraphs
    assert not {"ferry = None", "—"} & set(paragraphs)
    reasons = {
        text: reason["code"] for text, reason in zip(answer["dropped"], answer["reasons"], strict=True)
    }
    assert reasons["ferry = None"] == "code"
    shown, left_out = run("split", source).output.split("left out:")
    assert "ferry = None" in left_out
    assert "ferry = None" not in shown
    assert re.search(r"break 1 +\*\*\*", shown)


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> str:
    """The words of a German block that no split is sure about any more."""
    words, real = "Niemand hat gefragt", editions.split

    def unsure(post: Post, languages: Sequence[str] = ()) -> Split:
        found = real(post, languages)
        decisions = (
            replace(each, margin=0.5, rival="en") if each.block.text.startswith(words) else each
            for each in found.decisions
        )
        return replace(found, decisions=tuple(decisions))

    monkeypatch.setattr(editions, "split", unsure)
    return words


def test_split_tells_why_each_block_is_where_it_is(run: Run, site: Site, doubtful: str) -> None:
    answer = json.loads(run("split", site.post(), "--json").stdout)
    title, *_, end = answer["decisions"]
    assert (title["line"], title["text"], title["languages"]) == (1, "Who still needs a ferry?", ["en"])
    assert (end["languages"], end["code"], end["margin"], end["unsure"]) == ([], "comments", None, False)
    assert end["detail"]
    (found,) = [each for each in answer["decisions"] if each["unsure"]]
    assert found["text"].startswith(doubtful)
    assert (found["languages"], found["margin"], found["rival"]) == (["de"], 0.5, "en")
    assert answer["unsure"] == 1


def test_split_shows_what_is_doubtful_and_how_to_mark_it(run: Run, site: Site, doubtful: str) -> None:
    text = run("split", site.post()).output
    assert re.search(rf"  \?    13 paragraph \d +{doubtful}", text)
    assert re.search(rf"line 13 +`::: de` or `::: en`\?  “{doubtful}", text)
    assert "`:::` on a line below" in text
    assert "1 post, 1 doubtful piece, 0 differences" in run("split", site.post(), "--html").output


def test_split_marks_a_doubtful_title(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = editions.split

    def unsure(post: Post, languages: Sequence[str] = ()) -> Split:
        found = real(post, languages)
        title, *rest = found.decisions
        return replace(found, decisions=(replace(title, margin=0.5, rival="de"), *rest))

    monkeypatch.setattr(editions, "split", unsure)
    assert "\n? en  Who still needs a ferry?\n" in run("split", site.post()).output


def test_split_numbers_what_differences_count(run: Run, site: Site) -> None:
    text = "# A harbour\n\nThe first one.\n\n## The quay\n\n```\ncode\n```\n\n- An item of it\n\n***\n\nAnother one."
    listed = run("split", site.post(text, name="kinds.md")).output
    rows = re.findall(r"^ +\d+ (paragraph|item|heading|break) (\d) ", listed, re.MULTILINE)
    assert rows == [("paragraph", "1"), ("heading", "1"), ("item", "2"), ("break", "1"), ("paragraph", "3")]


def test_pieces_are_left_out_together_only_if_nothing_is_between_them(run: Run, site: Site) -> None:
    marked = f"::: en\n\n{ENGLISH}\n\n:::\n"
    text = run("split", site.post(marked)).output
    assert re.search(r"\n +line 1 +marker +“::: en”: ", text)
    assert re.search(r"\n +line \d+ +marker +“:::”: ", text)
    assert re.search(r"lines \d+–\d+ +comments .*\d pieces: ", run("split", site.post()).output)


def test_a_listing_fits_a_terminal_of_eighty_columns_in_any_script(run: Run, site: Site) -> None:
    chinese = "渡船八点半从旧港口开出，谁来晚了就等下一班，四十八年来一直如此，从来没有人抱怨过，因为大家都有时间，也没有别的船。"
    (row,) = [line for line in run("split", site.post(chinese)).output.splitlines() if "paragraph" in line]
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in row)
    assert 78 <= wide <= 80
    assert row.endswith("…")


def test_sentences_are_broken_between_words_only_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def printed(*, terminal: bool, columns: int) -> str:
        out = io.StringIO()
        monkeypatch.setattr(out, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setenv("COLUMNS", str(columns))
        shown.put("  code  ", "word " * 30 + "end.")
        return out.getvalue()

    assert printed(terminal=False, columns=40).count("\n") == 1
    lines = printed(terminal=True, columns=40).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 40
    assert all(line.startswith("        word") for line in lines[1:-1])
    assert printed(terminal=True, columns=10).count("\n") == 1  # no room: the terminal breaks it


def test_what_could_drive_a_terminal_is_not_printed(run: Run, site: Site) -> None:
    source = site.post(f"Red \x1b[31m title\n\n{ENGLISH}", name="a\x1b[31mb.txt")
    text = run("split", source).output + run("split", "no\x1b]0;such.txt", code=1).output
    assert "\x1b" not in text
    assert "Red" in text


def test_no_error_drives_a_terminal_by_the_name_of_its_file(run: Run, site: Site) -> None:
    folder = site.root.rename(site.root.with_name("a\x1b]0;b\x07\u202ec"))
    (folder / "feeds/en/episodes").mkdir(parents=True)
    (folder / "feeds/en/episodes/fog.json").write_bytes(b"{")
    (folder / ".audioedition/unreleased/en/episodes").mkdir(parents=True)
    (folder / ".audioedition/unreleased/en/episodes/fog.json").write_bytes(b"{")
    said = [
        run(*words, "--edition", str(folder), code=1).output
        for words in (["episodes"], ["check"], ["review"])
    ]
    for text in said:
        assert "fog.json is damaged" in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


@pytest.mark.parametrize(
    "words", [["reread", "{}"], ["say", "en", "a", "{}"], ["say", "--{}"], ["--{}"], ["{}"]]
)
def test_no_argument_drives_a_terminal(run: Run, words: list[str]) -> None:
    """They may be names of files, that a shell has put in the place of `*`."""
    said = run(*(each.format("a\x1b]0;b\x07\x9b\u202ec") for each in words), code=2).output
    assert "Error: " in said
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)


def test_the_name_of_a_sound_that_was_written_drives_no_terminal(run: Run, site: Site) -> None:
    assert "\x1b" not in run("say", "en", "Fog.", "-o", str(site.root / "a\x1b[31mb.wav")).output


def test_json_drives_no_terminal_either(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    shown.put_json({"title": "\x1b[31m \x9b31m \x85\u2028\u202e"})
    assert capsysbinary.readouterr().out == rb'{"title": "\u001b[31m \u009b31m \u0085\u2028\u202e"}' + b"\n"


def test_no_color_is_heard(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    source = site.post()
    coloured = CliRunner().invoke(main, ["split", source], color=True).output
    assert "\x1b[" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in CliRunner().invoke(main, ["split", source], color=True).output


@pytest.mark.parametrize("tags", ["en;de", "german", "de,e"])
def test_what_is_no_language_tag_is_refused(run: Run, site: Site, tags: str) -> None:
    assert "no language tag" in run("split", site.post(), "--languages", tags, code=2).output


def test_split_has_no_doubts_to_show_where_there_are_none(run: Run, site: Site) -> None:
    text = run("split", site.post()).output
    assert "doubtful" not in text
    assert "?    " not in text


def test_split_warns_where_the_editions_differ(run: Run, site: Site) -> None:
    source = site.post(POST.replace("after a hundred years", "after 84 years, with 3 boats"))
    assert re.search("the editions differ:\n +number .*84", run("split", source).output)
    assert "differences" not in json.loads(run("split", source, "--json").stdout)
    (found,) = json.loads(run("split", source, "--json", "--differences").stdout)["differences"]
    assert (found["code"], found["languages"], found["lines"][0]) == ("number", ["en", "de"], 3)
    assert "84" in found["detail"]


def test_split_shows_of_a_long_post_the_beginning(run: Run, site: Site) -> None:
    long = site.post("\n\n".join(f"This is sentence number {n} of a long English text." for n in range(900)))
    lines = run("split", long).output.splitlines()
    assert 100 < len(lines) < 450
    assert re.search(r"… and \d+ more, which `--html` shows\.", lines[-1])


def test_split_writes_a_page(run: Run, site: Site) -> None:
    source = site.post()
    text = run("split", source, "missing.txt", "--html", "out/seen.html", code=1).output
    assert "missing.txt does not exist" in text
    assert "2 posts, 0 doubtful pieces, 0 differences" in text
    page = site.root / "out/seen.html"
    assert page.resolve().as_uri() in text
    assert "Who still needs a ferry?" in page.read_text("utf-8")
    assert "missing.txt does not exist" in page.read_text("utf-8")
    assert "left out" not in text


def test_the_page_has_a_name_wherever_the_option_stands(run: Run, site: Site) -> None:
    source, page = site.post(), site.root / "proof.html"
    for arguments in ((source, "--html"), ("--html", source), ("--html", "--json", source)):
        page.unlink(missing_ok=True)
        run("split", *arguments)
        assert page.is_file()
    answer = json.loads(run("split", source, "--json", "--html", "proof.html").stdout)  # over its own page
    assert "differences" in answer


def test_a_page_replaces_nothing_but_a_page(run: Run, site: Site) -> None:
    source = site.post("<p>A post of mine.</p>", name="mine.html")
    before = Path(source).read_bytes()
    assert "Name a POST" in run("split", "--html", source, code=2).output
    assert "is there already" in run("split", "--html", source, site.post(), code=2).output
    assert Path(source).read_bytes() == before
    assert "has to end in .html" in run("split", site.post(), "--html", "page.pdf", code=2).output
    (site.root / "empty.html").touch()
    run("split", site.post(), "--html", "empty.html")
    assert "name a POST" in run("split", code=2).output.replace("Name", "name")


def test_a_page_that_cannot_be_written_is_one_sentence(run: Run, site: Site) -> None:
    text = run("split", site.post(), "--html", "audioedition.toml/page.html", code=1).output
    assert "page.html could not be written" in text
    assert len(text.splitlines()) == 1


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_for_people_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(stdout: io.StringIO, found: list[str], *, shown: bool) -> str:
        stderr = Screen()
        monkeypatch.setattr(sys, "stdout", stdout)
        monkeypatch.setattr(sys, "stderr", stderr)
        with split._waited_for(found, shown=shown) as waited:
            assert list(waited) == found
        return stderr.getvalue()

    many = ["a", "b", "c"]
    assert "3/3" in shown(Screen(), many, shown=False)
    assert "3/3" in shown(io.StringIO(), many, shown=True)
    assert shown(Screen(), many, shown=True) == ""
    assert shown(Screen(), many[:1], shown=False) == ""


def test_names_that_are_no_text_are_told_and_shown(run: Run, site: Site) -> None:
    name = os.fsdecode(b"posts/f\xe4hre.txt")
    try:
        site.post(name=name)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    assert json.loads(run("split", "posts", "--json").stdout)["source"] == name
    assert "left out" in run("split", "posts").output


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
    again = run("retract", "ferry.txt").output
    assert again.count("was retracted before: ") == 2
    assert "no episode" in run("retract", "unknown", code=1).output
    assert "retracted" in run("episodes").output
    assert "deleted: .audioedition/manuscripts/de/" in run("prune").output
    assert "nothing to delete" in run("prune").output


def test_a_damaged_record_of_another_language_keeps_no_episodes_from_being_listed(
    run: Run, site: Site
) -> None:
    run("publish", site.post())
    (record,) = (site.root / "feeds/de/episodes").glob("*.json")
    record.write_text("{")
    assert "Who still needs" in run("episodes", "en").output
    assert f"{record.name} is damaged" in run("episodes", code=1).output


def test_prune_tells_of_exported_models_that_nobody_uses(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "of-the-user"
    monkeypatch.setattr(_exports, "cache_folder", lambda: cache)
    (cache / "accelerated").mkdir(parents=True)
    (cache / "accelerated/old.onnx").touch()
    os.utime(cache / "accelerated/old.onnx", times=(0, 0))
    assert f"deleted: {cache / 'accelerated/old.onnx'}" in run("prune").output
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


@pytest.mark.parametrize(
    ("engine", "language"),
    [("pico", "en"), ("pico", "de-AT"), ("pico", "en-US"), ("piper", "en"), ("espeak", "pl")],
)
def test_the_model_that_is_listed_is_the_one_that_speaks(
    run: Run, site: Site, engine: str, language: str
) -> None:
    path = site.root / f"voices/{language}.toml"
    path.write_text(f'engine = "{engine}"\n', "utf-8")
    site.edit("[feeds.en]", f"[feeds.{language}]")
    voices = [json.loads(line) for line in run("voices", "list", language, "--json").stdout.splitlines()]
    model = next(voice["model"] for voice in voices if voice["feed"] == language)
    named, unnamed = (Voice(language=language, engine=engine, model=m) for m in (model, ""))
    assert engines.load(named).fingerprint == engines.load(unnamed).fingerprint


def test_say_writes_a_sentence(run: Run, tmp_path: Path) -> None:
    run("say", "de", "Ein Satz.", "-o", str(tmp_path / "a.wav"))
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() > 1000
    refused = run("say", "xx", "Hello.", "-o", str(tmp_path / "b.wav"), code=1).output
    assert "no voice" in refused.lower()
    assert "Write voices/xx.toml with a voice that does." in refused


@pytest.mark.parametrize(
    ("players", "why"),
    [
        ([], "no audio player was found"),
        (["sys.exit('no card')"], "cannot play here"),
        (["print('No more combinations to try, audio open failed', file=sys.stderr)"], "cannot play here"),
        (["sys.exit(1)", "print('an underrun', file=sys.stderr)"], ""),
    ],
)
def test_where_nothing_can_be_heard_say_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], players: list[str], why: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(heard, "PLAYERS", [[sys.executable, "-c", f"import sys; {each}"] for each in players])
    output = run("say", "de", "Ein Satz.", code=1 if why else 0).output
    assert (why in output, "-o FILE.wav" in output, capfd.readouterr().err) == (True, bool(why), "")


def test_without_a_terminal_it_is_told_how_long_it_will_be_and_now_and_then_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    with bars.bars(quiet=False) as shown_there:
        for done in (0, 1, 2):
            shown_there.sentences("speaking: en  A log", done, 500)
            shown_there.sentences("speaking: en  A post", done, 20)
        now += 31
        shown_there.sentences("speaking: en  A log", 90, 500)
        shown_there.bytes("a.onnx", 1_000_000, 63_000_000)
        now += 31
        shown_there.bytes("a.onnx", 2_000_000, 63_000_000)
    with bars.bars(quiet=True) as silent:
        silent.sentences("speaking: en  A log", 0, 500)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert lines == ["speaking: en A log: 0 of 500", "speaking: en A log: 90 of 500", "a.onnx: 2 of 63 MB"]


def test_of_what_is_finished_or_given_up_no_bar_is_kept() -> None:
    with Progress(console=Console(file=io.StringIO(), force_terminal=True)) as progress:
        shown_there = bars.Bars(progress)
        for number in range(200):
            for done in (0, 1, 2):
                shown_there.sentences(f"speaking: en  A post {number}", done, 2)
        shown_there.sentences("speaking: en  It fails", 1, 2)
        shown_there.sentences("speaking: en  It fails", 0, 0)
        shown_there.sentences("speaking: en  It goes on", 1, 2)
        assert [task.description for task in progress.tasks] == ["speaking: en It goes on"]


def test_whoever_closes_standard_error_does_not_stop_the_work() -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

        flush = write  # type: ignore[assignment]

    shown_there = bars.Bars(Progress(console=Console(file=Closed()), disable=True))
    shown_there.sentences("speaking: en  A log", 0, 500)
    shown_there.say("Stopping")


def test_for_a_script_no_bar_is_drawn_and_it_is_told_all_the_same_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as if it were a terminal
    monkeypatch.delenv("NO_COLOR", raising=False)
    with bars.bars(quiet=False, drawn=False) as lines:
        lines.sentences("speaking: en  A log", 0, 500)
        lines.sentences("speaking: en  A log", 1, 500)
        lines.say("Stopping")
    assert capsys.readouterr() == ("", "speaking: en A log: 0 of 500\nStopping\n")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_whoever_stops_a_recording_is_told_what_is_waited_for(
    run: Run, site: Site, options: list[str]
) -> None:
    faulty.failing["council"] = KeyboardInterrupt
    said = run("publish", site.post(), *options, code=1).stderr
    assert said.index("Stopping: sentences that are being spoken are finished first") < said.index(
        "Interrupted."
    )


def test_what_is_to_be_installed_goes_where_the_program_is() -> None:
    assert installing("'.[verify]'", "/home/ann/audioedition") == "pip install '.[verify]'"
    pipx = "/home/ann/.local/share/pipx/venvs/audioedition"
    assert installing("'.[verify]'", pipx) == "pipx runpip audioedition install '.[verify]'"


def test_say_has_the_fallback_voice_speak_what_its_own_one_fails_on(
    run: Run, site: Site, tmp_path: Path
) -> None:
    faulty.failing["Satz"] = EngineError
    refused = run("say", "de", "Ein Satz.", "-o", str(tmp_path / "a.wav"), code=1).output
    assert "has no sound for" in refused
    with (site.root / "voices/de.toml").open("a", encoding="utf-8") as file:
        file.write('[fallback]\nengine = "tone"\n')
    said = run("say", "de", "Ein Satz.", "-o", str(tmp_path / "a.wav")).output
    assert "spoken by tone" in said
    assert "fallback voice: The engine 'faulty' has no sound for" in said


def test_say_speaks_by_the_lexicon(run: Run, site: Site, tmp_path: Path) -> None:
    with (site.root / "voices/de.toml").open("a", encoding="utf-8") as file:
        file.write('[lexicon]\n"GitHub" = "Gitthab"\n')
    run("say", "de", "Es liegt auf GitHub.", "-o", str(tmp_path / "a.wav"))
    assert faulty.spoken == ["Es liegt auf Gitthab."]


def test_what_say_cannot_write_is_one_sentence(run: Run) -> None:
    text = run("say", "de", "Ein Satz.", "-o", "audioedition.toml/a.wav", code=1).output
    assert "a.wav could not be written" in text
    assert len(text.splitlines()) == 1


def test_a_broken_edition_above_the_folder_is_not_passed_over(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit("[site]", "[sight]")
    monkeypatch.chdir(site.root / "voices")
    for command in (("say", "de", "Ein Satz.", "-o", "a.wav"), ("voices", "list")):
        assert "'sight' is unknown" in run(*command, code=1).output


def test_who_must_wait_is_told_so_and_then_goes_on(site: Site) -> None:
    command = [sys.executable, "-m", "audioedition", "prune", "--edition", str(site.root)]
    lock = ExitStack()
    lock.enter_context(site.archive.locked())
    with (
        lock,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
    ):
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "Waiting for another audioedition" in said
        assert process.poll() is None
        lock.close()
        output, rest = process.communicate(timeout=60)
    assert (process.returncode, output, rest) == (0, "There is nothing to delete.\n", "")


def test_a_disk_that_fills_up_while_speaking_is_one_sentence_and_what_was_spoken_is_kept(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, real = site.post(ENGLISH), Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        shelf = site.root / ".audioedition/shelf"
        if shelf in path.parents and len(list(shelf.glob("*/[!.]*.wav"))) >= 3:
            real(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, data)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", write)
        told = json.loads(run("publish", source, "--json", code=1).stdout.splitlines()[0])
    (outcome,) = told["outcomes"]
    assert outcome["state"] == "failed"
    assert re.fullmatch(
        r"\S+\.wav could not be written \(No space left on device\): free space or allow writing there, and run it again\.",
        outcome["detail"],
    )
    drawn = {".jpg", ".cover"}  # meanwhile, for the podcast
    files = [path for path in (site.root / ".audioedition/shelf").rglob("*") if path.is_file()]
    shelf = [path for path in files if path.suffix not in drawn]
    assert len(shelf) in {3, 4}, (
        "no half of a clip, and nothing that is left of writing it; two may have been written at once"
    )
    assert not [name for name in site.files() if name.endswith((".mp3", "episodes/ferry.json"))]
    every = {*faulty.spoken}
    faulty.spoken.clear()
    run("publish", source)
    assert len({*every, *faulty.spoken}) == len(shelf) + len(faulty.spoken), (
        "the rest, and what the disk refused"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_an_output_that_is_full_is_one_sentence(site: Site) -> None:
    site.publish(site.post())
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "audioedition", "episodes", "--edition", str(site.root)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Error: A file, or the output, cannot be used (No space left on device): free space, and run this again."
    )


def test_the_shelf_is_bounded_told_of_and_trimmed(run: Run, site: Site) -> None:
    run("publish", site.post())
    shelf = site.root / ".audioedition/shelf"
    clips, made = list(shelf.glob("*/*.wav")), list(shelf.glob("made/*/*"))
    assert clips
    assert made, "what was made of them for the recordings lies there, too"
    count, size = len(clips) + len(made), sum(path.stat().st_size for path in (*clips, *made))
    told = {each["what"]: each for each in map(json.loads, run("check", "--json").stdout.splitlines())}
    assert told["shelf"]["figures"] == {"files": count, "bytes": size, "max_bytes": 5_000_000_000}
    assert told["shelf"]["detail"] == f"{count} files, {size / 1e6:.1f} MB (5 GB at most)"
    assert "figures" not in told["ffmpeg"]
    os.truncate(clips[0], 60_000_000)
    for place, path in enumerate(clips):
        os.utime(path, (1e9 + place, 1e9 + place))
    site.edit("[site]\n", '[shelf]\nmax_size = "50 MB"\n[site]\n')
    assert "deleted: 1 file of the shelf, used longest ago (60 MB)" in run("prune").output
    assert "nothing to delete" in run("prune").output
    assert not clips[0].exists()
    assert all(path.exists() for path in clips[1:])
    faulty.spoken.clear()
    site.edit("voted to close", "decided to close", "ferry.txt")
    run("publish", "ferry.txt")
    assert 1 <= len(faulty.spoken) <= 2, "the new sentence, and the one that had to go"


def test_a_disk_that_cannot_be_written_is_not_waited_for(run: Run, site: Site) -> None:
    (site.root / ".audioedition").write_text("not a folder", "utf-8")
    text = run("prune", code=1).output
    assert "could not be written" in text
    assert "Waiting" not in text


def test_scripts_get_nothing_but_json(run: Run, site: Site) -> None:
    source = site.post()
    run("publish", source)
    site.edit('email = "a@example.org"', 'email = ""')
    (site.root / "feeds/en/episodes/ferry.json").write_text("{", "utf-8")
    for command in (
        ("publish", source, "missing.txt"),
        ("split", source, "missing.txt"),
        ("episodes",),
        ("check",),
    ):
        result = run(*command, "--json", code=1)
        assert all(isinstance(json.loads(line), dict) for line in result.stdout.splitlines())


def test_a_wrong_setting_is_one_sentence(run: Run, site: Site) -> None:
    site.edit("[site]\n", "[site]\nathor = 'x'\n")
    text = run("publish", site.post(), code=1).output
    assert "'site.athor' is unknown, the nearest is 'author'" in text


def test_a_name_that_no_disk_can_have_is_one_sentence_and_stops_no_other_post(run: Run, site: Site) -> None:
    text = run("publish", "x" * 300 + ".txt", site.post(), code=1).output
    assert "Traceback" not in text
    assert "recorded" in text
    assert "xxx" in text


def test_an_interruption_is_one_sentence(run: Run, site: Site) -> None:
    faulty.failing["ferry"] = KeyboardInterrupt
    assert "run the same command again" in run("publish", site.post(), code=1).output


def test_titles_cannot_drive_the_terminal(run: Run, site: Site) -> None:
    source = site.post(ENGLISH.replace("Who", "\x1b[31mWho\x07"))
    assert "\x1b[31mWho" not in run("publish", source).output


def test_a_fault_of_ours_in_one_post_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"The {name}\n\nThe ferry left.\n", encoding="utf-8")
    whole = editions.split

    def faulty(post: Post, _: object) -> object:
        if post.id == "b":
            raise ValueError("empty separator")
        return whole(post)

    monkeypatch.setattr(editions, "split", faulty)
    result = CliRunner().invoke(main, ["split", str(tmp_path)])
    assert result.exit_code == 1
    assert "The a" in result.output
    assert "The c" in result.output
    assert "because of a fault in audioedition (ValueError: empty separator" in " ".join(
        result.output.split()
    )


def test_ctrl_c_in_disguise_ends_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("The ferry left.", encoding="utf-8")

    interruption = ValueError("no")
    interruption.__context__ = KeyboardInterrupt()

    def interrupted(*_: object) -> object:
        raise interruption

    monkeypatch.setattr(editions, "split", interrupted)
    assert "Interrupted." in CliRunner().invoke(main, ["split", str(tmp_path)]).output


def test_a_fault_of_ours_in_one_post_does_not_stop_publishing(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (site.root / f"{name}.txt").write_text(f"Gulls {name}\n\n{ENGLISH}\n", encoding="utf-8")
    whole = editions.split

    def broken(post: Post, languages: Sequence[str]) -> Split:
        if post.id == "one":
            raise ValueError("empty separator")
        return whole(post, languages)

    monkeypatch.setattr(editions, "split", broken)
    output = run("publish", "--dry-run", "one.txt", "two.txt", code=1).output
    assert "because of a fault in audioedition (ValueError: empty separator" in " ".join(output.split())
    assert "Gulls two" in output


# Feeds, and the commands that are proposed


def rss(*posts: tuple[str, str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{address}</link>"
        f"<content:encoded><![CDATA[{''.join(f'<p>{part}</p>' for part in text.split(chr(10) * 2))}]]></content:encoded></item>"
        for title, address, text in posts
    )
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'


FERRIES = rss(
    ("Ferry", "https://ferry.example/ferry/", f"{ENGLISH}\n\n{GERMAN}"),
    ("A podcast already", "", ""),
    ("Quay", "https://ferry.example/quay/", ENGLISH.replace("ferry", "quay")),
)


def proposed(run: Run, text: str) -> Result:
    """What comes of the only command that a text proposes, typed into a shell."""
    (command,) = re.findall(r"`(audioedition split [^`]*)`", text)
    told = subprocess.run(
        ["bash", "-c", 'printf "%s\\0" ' + command.removeprefix("audioedition ")],
        capture_output=True,
        check=True,
    )
    return run(*map(os.fsdecode, told.stdout.split(b"\0")[:-1]))


@pytest.mark.parametrize(
    "name", ["ferry.txt", "the last 'ferry' & $HOME.txt", "-x.txt", "a\x1b[31m\nb\\é.txt"]
)
def test_the_proof_that_is_proposed_can_be_copied_and_run(
    run: Run, site: Site, doubtful: str, name: str
) -> None:
    site.post(name=name)
    text = run("publish", "--dry-run", "--", name).output
    assert "\x1b[31m" not in text
    shown = proposed(run, text).output
    assert doubtful in shown


def test_the_proof_of_a_feeds_post_can_be_copied_and_run(run: Run, site: Site, doubtful: str) -> None:
    feed = "my feed.xml"
    site.post(FERRIES, feed)
    text = run("publish", "--from", feed, "--dry-run").output
    assert f"--languages en,de --from '{feed}' --only ferry.example/ferry" in text
    shown = proposed(run, text).output
    assert doubtful in shown
    assert "Quay" not in shown


def test_split_shows_what_a_feed_offers_and_what_is_not_taken(run: Run, site: Site) -> None:
    feed = site.post(FERRIES, "feed.xml")
    text = run("split", "--from", feed).output
    assert f"{feed}, “Quay”" in text
    assert f"{feed}, “Ferry”" in text
    assert "  not taken: “A podcast already”: " in text
    scripted = run("split", "--json", "--from", feed)
    assert "  not taken: “A podcast already”: " in scripted.stderr
    told = [json.loads(line) for line in scripted.stdout.splitlines()]
    assert [each["source"] for each in told] == [f"{feed}, “Quay”", f"{feed}, “Ferry”"]
    assert [len(each["editions"]) for each in told] == [1, 2]


def test_one_post_of_a_feed_is_published_alone(run: Run, site: Site) -> None:
    feed = site.post(FERRIES, "feed.xml")
    text = run("publish", "--from", feed, "--only", "quay", "--dry-run").output
    assert "1 new, 0 published already" in text
    assert "Quay" in text
    assert "Ferry" not in text


def test_only_wants_one_feed(run: Run, site: Site) -> None:
    feed = site.post(FERRIES, "feed.xml")
    for command in ("split", "publish"):
        assert "one FEED" in run(command, feed, "--only", "Quay", code=2).output


def test_a_feed_that_cannot_be_read_stops_no_other(run: Run, site: Site) -> None:
    feed = site.post(FERRIES, "feed.xml")
    text = run("split", "--from", "none.xml", "--from", feed, code=1).output
    assert "none.xml does not exist" in text
    assert "“Quay”" in text


def test_a_server_that_does_not_answer_is_told_once_and_every_post_is_listed(run: Run) -> None:
    with LocalWeb({}) as web:
        posts = [(f"Number {number}", web.at(f"/{number}"), "") for number in range(5)]
        broken = {f"/{number}": lambda connection: connection.close() for number in range(5)}
        web.answers = {"/feed.xml": answer(rss(*posts).encode(), kind="text/xml"), **broken}
        text = run("publish", "--from", web.at("/feed.xml"), "--allow-private", "--dry-run", code=1).output
    assert text.count("was broken off by its server") == 2
    assert text.count("failed twice in a row") == 1
    assert text.count(": not read either\n") == 2
    assert all(f"“Number {number}”" in text for number in range(5))


def test_a_post_that_a_feed_has_in_two_languages_is_shown_once(run: Run) -> None:
    with LocalWeb({}) as web:
        english, german = web.at("/fog"), web.at("/nebel")
        links = {"en": english, "de": german}
        web.answers = {
            "/fog": answer(page(ENGLISH, "Fog", links).encode()),
            "/nebel": answer(page(GERMAN, "Nebel", links).encode()),
        }
        feed = rss(("Nebel", german, ""), ("Fog", english, ""))
        web.answers |= {"/feed.xml": answer(feed.encode(), kind="text/xml")}
        for command in (("split",), ("publish", "--dry-run")):
            text = run(*command, "--from", web.at("/feed.xml"), "--allow-private").output
            assert len(re.findall(r"^ +(?:en|de) ", text, re.MULTILINE)) == 2
        assert web.paths == ["/feed.xml", "/fog", "/nebel"] * 2


def test_a_feed_in_a_file_leads_nowhere_into_the_local_network(run: Run, site: Site) -> None:
    with LocalWeb({}) as web:
        feed = site.post(rss(("Fog", web.at("/fog"), "")), "feed.xml")
        for options in ((), ("--allow-private",)):
            text = run("publish", "--from", feed, *options, "--dry-run", code=1).output
            assert "leads into the local network" in text
        assert not web.asked


def test_a_long_title_that_is_cut_keeps_both_of_its_quotation_marks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    title = "A note without a title, but long enough to be cut somewhere"
    names = (f"https://example.org/feed, “{title}”", "https://example.org/feed, item 7")
    put_not_taken(
        "https://example.org/feed",
        [NotTaken(name=name, code="page", detail="It is no post.") for name in names],
    )
    assert capsys.readouterr().out == (
        "  not taken: “A note without a title, but long enough to be…”, item 7: It is no post.\n"
    )


def test_the_readme_shows_what_publishing_says(run: Run, site: Site) -> None:
    repository = Path(__file__).parents[1]
    shown = re.search(
        r"^my-post\.txt\n.*?(?=^```)", (repository / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert shown
    site.edit("https://example.org/p", "https://example.org/podcast")
    site.post((repository / "examples/the-last-ferry.txt").read_text("utf-8"), "my-post.txt")
    told = run("publish", "my-post.txt").output.replace(str(site.root.resolve()), "/home/you/my-podcast")
    of_voices = re.compile(
        r"\d+:\d\d|(?<=-)[0-9a-f]{12}(?=\.mp3)"
    )  # how long they speak, and what name that gives
    assert of_voices.sub("…", told.rstrip()) == of_voices.sub("…", shown[0].rstrip())
