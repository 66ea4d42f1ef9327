"""`publish` where nothing has changed: it says so at once, and loads nothing that only recording needs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ENGLISH, GERMAN, POST, Site
from doubles import faulty

from audioedition import commerce, editions
from audioedition.archive import Archive
from audioedition.cli import main, publish, recorded
from audioedition.model import Post, Split

ALONE = """
import sys
from audioedition.cli import main
try:
    main({arguments!r})
finally:
    print(sorted(sys.modules))
"""
LIGHT = {"attr", "attrs", "audioedition", "babel", "cattr", "cattrs", "click", "typing_extensions"}
"""All that is needed to read settings, and to be a command."""

FOR_RECORDING = {
    *(
        "casting",
        "clips",
        "compare",
        "covers",
        "editions",
        "engines",
        "feeds",
        "listening",
        "lint",
        "mixdown",
    ),
    *("pages", "performance", "publish", "quality", "recognition", "record", "rehearse", "sheets", "studio"),
    *("takes", "templating", "transcripts", "utterances"),
}
"""Rooms of the program that nobody enters who has nothing to do."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An edition with three posts, published as a command does."""
    faulty.reset()
    site = Site(tmp_path_factory.mktemp("home") / "site")
    site.post(name="posts/ferry.txt")
    site.post(f"---\nid: quay\nlang: de\n---\n{GERMAN.replace('Fähre', 'Fracht')}", name="posts/quay.md")
    page = (
        f"<html lang=de><body><article>{''.join(f'<p>{p}</p>' for p in GERMAN.split(chr(10) * 2))}</article>"
    )
    site.post(page.replace("Fähre", "Barke"), name="posts/barge.html")
    told(site, "publish", "posts")
    yield site
    faulty.reset()


def told(site: Site, *arguments: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site.root)
        result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def alone(site: Site, *arguments: str) -> tuple[set[str], str]:
    """What a command imports that runs alone, and what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE.format(arguments=list(arguments))],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=True,
    )
    *printed, modules = done.stdout.splitlines()
    return set(ast.literal_eval(modules)), "\n".join(printed)


def libraries(modules: set[str]) -> set[str]:
    """The installed libraries among `modules`, by the names by which they are imported; what starts Python apart."""
    starting = [sys.executable, "-c", "import sys; print(sorted(sys.modules))"]
    before = set(
        ast.literal_eval(subprocess.run(starting, capture_output=True, text=True, check=True).stdout)
    )
    return {name.partition(".")[0] for name in modules - before} & set(packages_distributions())


@pytest.mark.parametrize(
    "arguments",
    [
        ("posts",),
        ("posts/ferry.txt",),
        ("posts/quay.md", "posts/barge.html"),
        (),
        ("posts", "--json"),
        ("posts", "--dry-run"),
        ("posts", "--review", "--no-open"),
        ("posts", "--restore"),
        ("posts", "--replace"),
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(published: Site, arguments: tuple[str, ...]) -> None:
    modules, printed = alone(published, "publish", *arguments)
    assert ("nothing changed" in printed) == (not {"--json", "--dry-run", "--review"}.intersection(arguments))
    assert ("unchanged" in printed) == bool(arguments)
    assert libraries(modules) <= LIGHT
    rooms = {name.split(".")[1] for name in modules if name.startswith("audioedition.")}
    assert rooms & FOR_RECORDING == set()


@pytest.mark.parametrize(
    ("option", "rooms"),
    [("--help", {"posts", "archive", "config", "familiar"}), ("--version", {"posts", "model"})],
)
def test_help_loads_no_room(published: Site, option: str, rooms: set[str]) -> None:
    modules, _ = alone(published, *(["publish"] if option == "--help" else []), option)
    assert libraries(modules) <= {"audioedition", "click"}
    found = {name.split(".")[1] for name in modules if name.startswith("audioedition.")}
    assert found & (rooms | FOR_RECORDING) == set()


@pytest.mark.parametrize(
    "options", [(), ("--json",), ("--dry-run",), ("--review", "--no-open"), ("--restore",)], ids=" ".join
)
def test_it_says_what_is_said_when_everything_is_looked_at(
    published: Site, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = told(published, "publish", "posts", *options)
    assert at_once.count("unchanged") == 4
    monkeypatch.setattr(publish, "_is_familiar", lambda *_, **__: False)
    assert told(published, "publish", "posts", *options) == at_once


def test_who_has_nothing_to_do_waits_for_nobody(published: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "locked", lambda *_, **__: pytest.fail("it was locked"))
    assert "nothing changed" in told(published, "publish", "posts")


def test_one_new_post_is_recorded_and_the_others_are_not_read(
    published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = published.post(POST.replace("ferry", "tunnel").replace("Fähre", "Röhre"), name="posts/tunnel.txt")
    read: list[str] = []
    really = editions.split

    def split(post: Post, languages: Sequence[str]) -> Split:
        read.append(post.id)
        return really(post, languages)

    monkeypatch.setattr(editions, "split", split)
    said = told(published, "publish", "posts")
    assert read == ["tunnel"]
    assert (said.count("unchanged"), said.count("recorded")) == (4, 2)
    assert "nothing changed" in told(published, "publish", "posts")
    Path(new).unlink()


def test_what_is_gone_from_the_web_root_comes_back(published: Site) -> None:
    page = published.root / "feeds/de/episodes/ferry.html"
    before = page.read_bytes()
    page.unlink()
    assert "nothing changed" not in told(published, "publish", "posts")
    assert page.read_bytes() == before
    assert "nothing changed" in told(published, "publish", "posts")


def test_a_setting_of_feeds_alone_is_noticed(published: Site) -> None:
    published.edit('title = "Notes"', 'title = "Other notes"')
    told(published, "publish")
    assert "Other notes" in (published.root / "feeds/de/feed.xml").read_text("utf-8")


def test_scripts_get_every_post_each_time(published: Site) -> None:
    told(published, "publish", "posts")
    first, second = (told(published, "publish", "posts", "--json") for _ in range(2))
    assert first == second
    found = [json.loads(line) for line in first.splitlines()]
    assert [each["post"] for each in found] == ["barge", "ferry", "quay"]
    assert {outcome["state"] for each in found for outcome in each["outcomes"]} == {"unchanged"}
    assert all(Path(outcome["file"]).exists() for each in found for outcome in each["outcomes"])


def test_what_must_not_be_offered_any_more_is_told_each_time(
    published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commerce, "published", lambda *_: iter(["'ferry' is not for sale"]))
    (published.root / ".audioedition/seal").unlink()
    for _ in range(2):
        assert "'ferry' is not for sale" in told(published, "publish", "posts")
    monkeypatch.undo()
    assert "not for sale" not in told(published, "publish", "posts")


def test_a_note_that_an_edition_is_tones_is_told_each_time_and_nothing_else_is_looked_at(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit("doubles.faulty", "tone", "voices/en.toml")
    source = site.post(ENGLISH)
    assert told(site, "publish", source).count("tones and no speech") == 1
    monkeypatch.setattr(recorded, "studio", lambda *_, **__: pytest.fail("it was opened"))
    again = told(site, "publish", source)
    assert (again.count("unchanged"), again.count("tones and no speech")) == (1, 1)


def test_what_waits_to_be_heard_is_not_passed_over(published: Site) -> None:
    source = published.root / "posts/ferry.txt"
    before = source.read_text("utf-8")
    source.write_text(before.replace("council", "mayor"), "utf-8")
    assert "to be heard" in told(published, "publish", str(source), "--review", "--no-open", "--json")
    source.write_text(before, "utf-8")
    assert "What waited to be heard was deleted" in told(published, "publish", str(source))
    assert "What waited" not in told(published, "publish", str(source))
