"""The pages of podcasts in a real browser: what a visitor sees, clicks and reaches by keyboard."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import GERMAN as GERMAN_POST
from conftest import Site
from feed_samples import DE, EN, HOSTILE, episode, podcast
from PIL import Image
from test_browser import address, page

from audioedition import pages
from audioedition.model import Attribution, Enclosure, Feed, Sister

__all__ = ["address", "page"]  # the fixtures of test_browser

ALL = ("index.html", "en/index.html", "de/index.html", "de/page-1.html", "ar/index.html", "evil/index.html")


def silence() -> bytes:
    """Five seconds of it, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", "NONE"))
        sound.writeframes(bytes(2 * 8000 * 5))
    return file.getvalue()


def evil() -> Feed:
    listed = tuple(
        episode(
            "en",
            1,
            text,
            text,
            author=text,
            rights=text,
            post=f"evil-{n}",
            voice=Attribution(text),
            enclosure=Enclosure(f"evil-{n}.mp3", 1),
        )
        for n, text in enumerate(HOSTILE)
    )
    own = podcast(
        "en", HOSTILE[0], HOSTILE[2], author=HOSTILE[5], listen={HOSTILE[0]: "https://example.org/"}
    )
    return Feed(replace(own, address="https://example.org/feeds/evil"), listed)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A web root with pages of every kind."""
    letter = episode("ar", 2, "ضباب وصبر", "كيف يبدو صوت الميناء عندما لا يرى المرء شيئا.")
    arabic = Feed(podcast("ar", "رسائل من الميناء", "مقالات عن القوارب والطقس."), (letter,))
    sister = Sister("ar", arabic.podcast.title, arabic.podcast.address, titles={"letter-2": letter.title})
    german = replace(DE, sisters=(*DE.sisters, sister))
    files = {
        "index.html": pages.landing([EN, DE, arabic], "Jane Roe"),
        "en/index.html": pages.podcast(EN),
        "de/index.html": pages.podcast(
            replace(german, file="index.html", older="page-1.html", oldest="page-1.html")
        ),
        "de/page-1.html": pages.podcast(replace(german, file="page-1.html", newer="index.html")),
        "ar/index.html": pages.podcast(arabic),
        "evil/index.html": pages.podcast(evil()),
    }
    for name, html in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(html, "utf-8")
        Image.new("RGB", (64, 64), "teal").save(path.parent / "cover-1234abcd.png")
    for name, data in pages.assets():
        path = tmp_path / "assets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    for each in DE.episodes:
        path = tmp_path / "de/audio" / each.enclosure.file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(silence())
    return tmp_path


@pytest.fixture
def opened(page: Any, shop: Path) -> Iterator[Callable[[str], Any]]:
    """Opens a page of the web root as a file; whatever the browser complains of is a failure."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((shop.as_uri(), "data:"))
            else complaints.append(f"asked: {request.url}")
        ),
    )

    def goto(name: str) -> Any:
        page.goto((shop / name).as_uri())
        return page

    yield goto
    assert complaints == []


def test_pages_complain_of_nothing_ask_nobody_and_fit_on_a_phone(opened: Callable[[str], Any]) -> None:
    for name in ALL:
        shown = opened(name)
        for width in (1280, 320):
            shown.set_viewport_size({"width": width, "height": 700})
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, name
        small = shown.evaluate(
            "[...document.querySelectorAll('button, .button, .links a')].filter(e => e.checkVisibility())"
            ".filter(e => Math.min(e.offsetHeight, e.offsetWidth) < 24).map(e => e.outerHTML)"
        )
        assert small == []


def test_every_app_is_called_by_its_own_scheme(opened: Callable[[str], Any]) -> None:
    shown = opened("de/index.html")
    feed = "example.org/feeds/de/feed.xml"
    found = shown.eval_on_selector_all(".apps a", "all => all.map(a => [a.textContent, a.href])")
    assert dict(found) == {
        "Apple Podcasts": f"podcast://{feed}",
        "AntennaPod": f"antennapod-subscribe://{feed}",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Ffeeds%2Fde%2Ffeed.xml",
        "Pocket Casts": f"pktc://subscribe/{feed}",
        "Castro": f"castros://subscribe/{feed}",
        "Podcast Addict": f"podcastaddict://{feed}",
        "gPodder": f"gpodder:https://{feed}",
        "RSS": shown.url.replace("index.html", "feed.xml"),
    }


def test_the_address_of_the_feed_is_copied(opened: Callable[[str], Any], page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = opened("de/index.html")
    button = shown.get_by_role("button", name="Kopieren")
    button.click()
    shown.get_by_role("button", name="Kopiert").wait_for()
    assert shown.evaluate("navigator.clipboard.readText()") == "https://example.org/feeds/de/feed.xml"


def test_the_address_is_copied_where_the_browser_gives_no_clipboard(
    opened: Callable[[str], Any], page: Any
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    shown = opened("de/index.html")
    shown.evaluate("addEventListener('copy', () => { window.copied = String(getSelection()) })")
    shown.get_by_role("button", name="Kopieren").click()
    shown.get_by_role("button", name="Kopiert").wait_for()
    assert shown.evaluate("copied") == "https://example.org/feeds/de/feed.xml"


def test_one_episode_plays_at_a_time(opened: Callable[[str], Any]) -> None:
    shown = opened("de/index.html")
    first, second = shown.locator("audio").first, shown.locator("audio").last
    for player in (first, second):
        player.evaluate("async a => { a.muted = true; await a.play() }")
    shown.wait_for_function("document.querySelector('audio').paused")
    assert not second.evaluate("a => a.paused")


def test_everything_is_reached_by_keyboard_and_seen_there(opened: Callable[[str], Any]) -> None:
    shown = opened("de/index.html")
    expected = shown.evaluate(
        "[...document.querySelectorAll('a, button, audio')].filter(e => e.checkVisibility()).length"
    )
    reached: set[int] = set()
    for _ in range(200):
        shown.keyboard.press("Tab")
        place, outline = shown.evaluate(
            "[[...document.querySelectorAll('a, button, audio')].indexOf(document.activeElement),"
            " document.activeElement.matches('audio') || getComputedStyle(document.activeElement).outlineStyle]"
        )
        if place < 0 or len(reached) == expected:
            break
        assert outline != "none"  # in a player, the browser marks each button itself
        reached.add(place)
    assert len(reached) == expected


def test_the_cover_stands_where_reading_begins(opened: Callable[[str], Any]) -> None:
    left = opened("de/index.html")
    assert left.locator(".cover").bounding_box()["x"] < left.locator("h1").bounding_box()["x"]
    right = opened("ar/index.html")
    assert right.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert right.locator(".cover").bounding_box()["x"] > right.locator("h1").bounding_box()["x"]
    assert right.locator(".address").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_without_scripts_nothing_is_missed_but_the_button(page: Any, shop: Path) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto((shop / "de/index.html").as_uri())
    assert plain.locator("audio").count() == 2
    assert plain.locator("audio").first.is_visible()
    assert plain.get_by_text("https://example.org/feeds/de/feed.xml").is_visible()
    assert plain.get_by_role("button").count() == 0
    plain.get_by_role("link", name="Ältere Episoden").click()
    assert plain.url.endswith("/de/page-1.html")
    plain.get_by_role("link", name="Also in English").click()
    assert plain.locator("h1").inner_text() == "Letters from the Harbour"
    plain.get_by_role("link", name="All languages").click()
    assert plain.locator("h1").inner_text() == "Jane Roe"


def test_hostile_words_are_shown_as_text(opened: Callable[[str], Any]) -> None:
    shown = opened("evil/index.html")
    assert shown.title() == HOSTILE[0]
    assert shown.locator("h1").inner_text() == HOSTILE[0]
    titles = shown.locator("h3 a").all_inner_texts()
    assert titles[:3] == list(HOSTILE[:3])
    assert "🎙️" in titles[4]
    assert shown.locator("evil").count() == 0


def test_light_dark_and_paper(opened: Callable[[str], Any]) -> None:
    shown = opened("de/index.html")
    ground = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    shown.emulate_media(color_scheme="light")
    assert shown.evaluate(ground) > 200
    assert shown.locator(".qr img").is_visible()
    shown.emulate_media(color_scheme="dark")
    assert shown.evaluate(ground) < 60
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.evaluate(ground) == 255
    assert not shown.locator("audio").first.is_visible()
    assert not shown.locator(".apps").is_visible()
    assert shown.locator(".qr img").is_visible()


def test_the_preview_marks_what_is_not_published_yet(page: Any, address: str, site: Site) -> None:
    site.record(site.post(GERMAN_POST.replace("Fähre", "Brücke"), "bridge.txt"))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:")) else complaints.append(request.url)
        ),
    )
    page.goto(f"{address}/de/")
    marked = page.locator("article:has(.badge) h3 a").all_inner_texts()
    assert marked == ["Wer braucht noch eine Brücke?"]
    assert page.locator("article").count() == 2
    link = page.get_by_role("link", name="Wer braucht noch eine Fähre?")
    assert link.get_attribute("href") == "episodes/ferry.html"
    page.goto(f"{address}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="OPML").click()
    assert "/de/feed.xml" in Path(download.value.path()).read_text("utf-8")
    assert complaints == []
