"""`audioedition embed`: what an author pastes into the blog."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Site
from feed_samples import ENGLISH, GERMAN, HOSTILE, episode, podcast
from selectolax.lexbor import LexborHTMLParser

from audioedition.cli import main
from audioedition.model import Attribution, Disclosure, Reading, Translation
from audioedition.pages import snippet

Run = Callable[..., Result]
BASE = "https://example.org/p"


@pytest.fixture
def run(site: Site, monkeypatch: pytest.MonkeyPatch) -> Run:
    site.publish(site.post())
    monkeypatch.chdir(site.root)

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["embed", *arguments])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def test_a_player_for_each_language_in_the_order_of_the_settings(run: Run, site: Site) -> None:
    result = run("ferry.txt")
    page = LexborHTMLParser(result.stdout)
    assert [figure.attributes["lang"] for figure in page.css("figure")] == ["en", "de"]
    file = site.archive.episodes("en")[0].enclosure.file
    english = LexborHTMLParser(page.css("figure")[0].html or "")
    audio = english.css("audio")[0].attributes
    assert audio["src"] == f"{BASE}/en/audio/{file}"
    assert audio["preload"] == "none"
    assert audio["aria-label"] == "Play: Who still needs a ferry?"
    assert [(a.attributes["href"], a.text()) for a in english.css("figcaption a")] == [
        (f"{BASE}/en/episodes/ferry.html", "Read along while listening"),
        (f"{BASE}/de/episodes/ferry.html", "Auch auf Deutsch"),
        (f"{BASE}/en/index.html#subscribe", "Subscribe to the podcast"),
    ]
    assert "Read by a synthetic voice" in english.css("figcaption")[0].text()
    assert not page.css("script, style, [style]")
    assert "not published" not in result.stderr


def test_one_episode_by_its_guid_still_names_its_translation(run: Run, site: Site) -> None:
    guid = site.archive.episodes("de")[0].guid
    page = LexborHTMLParser(run(guid).stdout)
    assert [figure.attributes["lang"] for figure in page.css("figure")] == ["de"]
    assert page.css("a[hreflang=en]")[0].attributes["href"] == f"{BASE}/en/episodes/ferry.html"


def test_the_page_in_a_frame(run: Run) -> None:
    frame = LexborHTMLParser(run("ferry", "--language", "de", "--frame").stdout).css("iframe")[0].attributes
    assert frame["src"] == f"{BASE}/de/episodes/ferry.html"
    assert frame["title"] == "Abspielen: Wer braucht noch eine Fähre?"
    assert frame["loading"] == "lazy"


def test_for_programs(run: Run, site: Site) -> None:
    lines = [json.loads(line) for line in run("ferry", "--json").stdout.splitlines()]
    assert [line["language"] for line in lines] == ["en", "de"]
    assert lines[1]["guid"] == site.archive.episodes("de")[0].guid
    assert lines[1]["page"] == f"{BASE}/de/episodes/ferry.html"
    assert lines[1]["audio"] in lines[1]["html"]
    assert set(lines[0]) == {"language", "post", "guid", "title", "page", "audio", "html"}


def test_what_cannot_be_embedded_is_told(run: Run, site: Site) -> None:
    assert "no episode of 'unknown'" in run("unknown", code=1).output
    assert "no episode of 'ferry' in fr" in run("ferry", "--language", "fr", code=1).output
    site.archive.retract(site.archive.episodes("de")[0], NOW)
    assert "was taken back" in run("ferry", "--language", "de", code=1).output
    english = run("ferry")
    assert "hreflang" not in english.stdout
    site.edit(f'base_url = "{BASE}"', 'base_url = ""')
    assert "says no base_url" in run("ferry", code=1).output


def test_the_commands_that_are_named_are_of_the_edition_wherever_one_is(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root.parent)
    here = ("--edition", str(site.root))
    unknown = run("unknown", *here, code=1).output
    assert f"`audioedition episodes --edition {site.root}` lists" in unknown
    (site.archive.folder("en") / "feed.xml").unlink()
    told = run("ferry", "--language", "en", *here).stderr
    assert f"`audioedition publish --edition {site.root}`, and copy" in told
    site.archive.retract(site.archive.episodes("de")[0], NOW)
    gone = run("ferry", "--language", "de", *here, code=1).output
    assert f"`audioedition publish --restore POST --edition {site.root}` brings" in gone


def test_what_is_not_published_yet_is_told(run: Run, site: Site) -> None:
    (site.archive.folder("en") / "feed.xml").unlink()
    assert "not published yet" in run("ferry", "--language", "en").stderr


def test_a_private_episode_is_printed_only_if_it_is_asked_for(run: Run, site: Site) -> None:
    site.edit("[feeds.de]", "[feeds.de]\nprivate = true")
    public = run("ferry").stdout
    folder = site.archive.folder("de").name
    assert [f.attributes["lang"] for f in LexborHTMLParser(public).css("figure")] == ["en"]
    assert "/de" not in public
    asked = run("ferry", "--language", "de")
    assert f"{BASE}/{folder}/episodes/ferry.html" in asked.stdout
    assert "private" in asked.stderr
    site.edit("[feeds.en]", "[feeds.en]\nprivate = true")
    assert "add --language" in run("ferry", code=1).output


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    evil = episode("en", 1, text, text, author=text, voice=Attribution(text))
    reading = Reading(podcast("en", text, text), evil, (Translation(GERMAN, episode("de", 1, text, text)),))
    for html in (snippet.figure(reading), snippet.frame(reading)):
        html.encode()
        page = LexborHTMLParser(html)
        assert not page.css("script, evil")
        assert len(page.css("audio, iframe")) == 1
        assert "49" not in html


def test_a_right_to_left_player_says_so_and_a_silent_disclosure_is_kept() -> None:
    arabic = podcast("ar", "رسائل", "مقالات", disclosure=Disclosure(page=False))
    reading = Reading(
        arabic, episode("ar", 1, "ضباب", "س"), (Translation(ENGLISH, episode("en", 1, "Fog", "S")),)
    )
    html = snippet.figure(reading)
    page = LexborHTMLParser(html)
    assert page.css("figure")[0].attributes == {"lang": "ar", "dir": "rtl"}
    assert page.css("a[hreflang=en]")[0].attributes["dir"] == "ltr"
    assert "synthetic" not in html
