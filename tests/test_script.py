"""`audioedition script`: what will be said, seen before anything is spoken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audioedition.cli import main
from audioedition.model import Block, Edition, Kind, Utterance
from audioedition.proof.script import Spoken, differences, render

POST = """\
The bridge

It cost $3 in 1911. Dr. Lee paid it twice, he said, and walked home along the river.

The new one is longer than the old one, and nobody who crosses it today has to pay anything.

Deutsche Übersetzung:

Die Brücke

Sie kostete 1911 genau 3 Mark. Dr. Lee zahlte zweimal, sagte er, und ging den Fluss entlang nach Hause.

Die neue ist länger als die alte, und niemand, der heute hinübergeht, muss noch etwas bezahlen.
"""


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["script", *map(str, arguments)], input=given)


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bridge.txt"
    path.write_text(POST, encoding="utf-8")
    return path


def test_it_prints_what_is_said_of_every_edition(post: Path) -> None:
    result = run(post)
    assert result.exit_code == 0
    assert "It cost three dollars in nineteen eleven." in result.output
    assert "Die neue ist länger als die alte" in result.output


def test_one_language_alone(post: Path) -> None:
    assert "Die Brücke" not in run(post, "--language", "en").output
    assert "The bridge" not in run(post, "--language", "de-AT").output
    missing = run(post, "--language", "fr")
    assert missing.exit_code == 1
    assert "no edition in 'fr': it has en, de" in missing.output


def test_json_tells_where_each_sentence_comes_from(post: Path) -> None:
    rows = [json.loads(line) for line in run(post, "--json", "--language", "en").output.splitlines()]
    cost = next(row for row in rows if row["text"].startswith("It cost"))
    assert cost["spoken"] == "It cost three dollars in nineteen eleven."
    assert (cost["edition"], cost["language"], cost["block"], cost["span"], cost["line"]) == (
        "en",
        "en",
        0,
        [0, 19],
        3,
    )
    assert rows[0]["block"] == -1
    assert {"pause_after", "chapter", "source"} <= cost.keys()


def test_each_line_is_a_text_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes("\ufeffIt cost $3.\r\n\nNo.\u2028 5 “May”\nlast".encode())
    rows = [
        json.loads(line) for line in run(file, "--lines", "--json", "--language", "en").output.splitlines()
    ]
    assert [row["text"] for row in rows] == ["It cost $3.", "", "No.\u2028 5 “May”", "last"]
    assert [row["spoken"] for row in rows] == ["It cost three dollars.", "", "Number five May", "last"]
    assert run("-", "--lines", "--language", "en", given="$3\n").output == "three dollars\n"


def test_the_edition_s_lexicon_and_settings_hold(post: Path, tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "en.toml").write_text(
        'engine = "tone"\n[lexicon]\n"Lee" = "Lea"\n', encoding="utf-8"
    )
    (tmp_path / "audioedition.toml").write_text(
        '[site]\ntitle = "T"\nauthority = "example.org"\nsince = "2026-01-01"\n[script]\nemoji = "named"\n[feeds.en]\n'
        'opening = ["Hello."]\n',
        encoding="utf-8",
    )
    said = run(post, "--language", "en").output
    assert "Doctor Lea" in said
    assert "Hello." in said
    assert "thumbs up" in run("-", "--lines", "--language", "en", given="Fine 👍\n").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--lines", "bridge.txt"], "--lines needs --language"),
        (["--lines", "--language", "x y", "bridge.txt"], "no language tag"),
        (["missing.txt"], "missing.txt"),
        (["--lines", "--language", "en", "missing.txt"], "missing.txt could not be read"),
        (["--html", "bridge.txt", "--lines", "--language", "en"], "writes no page"),
        (["bridge.txt", "--html", "other.html"], "other.html is there already"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(post: Path, arguments: list[str], told: str) -> None:
    (post.parent / "other.html").write_text("<p>My post", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code in {1, 2}
    assert told in result.output
    assert "Traceback" not in result.output


def test_a_line_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes(b"fine\n\xff\xfe\n")
    result = run(file, "--lines", "--language", "en")
    assert result.exit_code == 1
    assert "line 2, is no text in UTF-8" in result.output


def test_the_page_shows_both_forms_and_marks_the_differences(post: Path) -> None:
    result = run(post, "--html")
    assert result.exit_code == 0
    page = (post.parent / "script.html").read_text(encoding="utf-8")
    assert "<mark>$3</mark>" in page
    assert "<mark>three dollars</mark>" in page
    assert run(post, "--html").exit_code == 0  # over its own page
    assert run(post.parent).exit_code == 0  # which is no post


@pytest.mark.parametrize(
    ("written", "spoken", "marked"),
    [
        ("“Rain,” he said – twice.", "Rain, he said, twice.", ([], [])),
        ("It cost $3.", "It cost three dollars.", (["$3."], ["three dollars."])),
        ("So [1] it goes", "So it goes", (["[1]"], [])),
        ("From Görlitz to York.", "From Gör-litz to York", (["Görlitz"], ["Gör-litz"])),
        ("Rain - twice.", "Rain twice.", ([], [])),
        ("", "", ([], [])),
    ],
)
def test_only_words_are_differences(written: str, spoken: str, marked: tuple[list[str], list[str]]) -> None:
    left, right = differences(written, spoken)
    assert (
        [text for text, differs in left if differs],
        [text for text, differs in right if differs],
    ) == marked


def test_the_page_is_text_whatever_the_post_holds() -> None:
    block = Block(Kind.HEADING, "<script>alert(1)</script>")
    said = [Utterance(block.text, "“x” & <b>", "fr", 1.0, block=0)]
    page = render(
        [Spoken("<i>.txt", ((Edition("en", "<u>", (block,)), said),)), Spoken("b.txt", error="<br>")]
    )
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;i&gt;.txt" in page
    assert "French voice" in page
    assert "&lt;br&gt;" in page
