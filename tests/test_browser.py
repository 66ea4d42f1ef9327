"""The pages in a real browser: what is heard is what was recorded."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from conftest import POST, Site
from require import need, need_program


@pytest.fixture
def page() -> Iterator[Any]:
    api = need("playwright.sync_api")
    chromium = need_program("chromium", "chromium-browser", "google-chrome", "chrome")
    with api.sync_playwright() as playwright:
        options = [
            "--no-sandbox",
            "--autoplay-policy=no-user-gesture-required",
            "--disable-background-networking",
        ]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser.new_page()
        browser.close()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The site's preview, served as a person would have it served."""
    site.publish(site.post())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "audioedition",
        "preview",
        "--port",
        str(port),
        "--edition",
        str(site.root),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield _reached(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _reached(address: str) -> str:
    for _ in range(100):
        try:
            with urlopen(address):  # noqa: S310 -- our own address
                return address
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


def test_an_episode_plays_and_seeks(page: Any, address: str, site: Site) -> None:
    page.goto(f"{address}/de/")
    assert page.title() == "Notes"
    assert page.locator("html").get_attribute("lang") == "de"
    audio = page.locator("audio").first
    audio.evaluate(
        "a => new Promise((good, bad) => { a.onloadedmetadata = good; a.onerror = bad; a.load() })"
    )
    seconds = site.archive.episodes("de")[0].seconds
    assert audio.evaluate("a => a.duration") == pytest.approx(seconds, abs=0.1)
    audio.evaluate("async a => { a.muted = true; a.currentTime = 5; await a.play() }")
    page.wait_for_timeout(500)
    assert 5 < audio.evaluate("a => a.currentTime") < 7


def test_pages_lead_to_each_other_and_to_their_feed(page: Any, address: str) -> None:
    page.goto(f"{address}/")
    page.locator("[lang=de] h2 a").click()
    assert page.url.startswith(f"{address}/de/")
    assert "Wer braucht noch eine Fähre?" in page.inner_text("main")
    feed = page.locator("link[rel=alternate][type='application/rss+xml']").first.get_attribute("href")
    with urlopen(f"{address}/de/{feed}" if "://" not in feed else feed) as answer:  # noqa: S310 -- our own address
        assert b"<rss" in answer.read()


@pytest.fixture
def proof(page: Any, tmp_path: Path) -> Any:
    """The proof of a post, opened as a file; whatever the browser complains of is a failure."""
    post = tmp_path / "ferry.txt"
    post.write_text(POST, "utf-8")
    target = tmp_path / "proof.html"
    command = [sys.executable, "-m", "audioedition", "split", str(post), "--html", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url))
    page.goto(target.as_uri())
    complaints.remove(target.as_uri())
    yield page
    assert [each for each in complaints if each != "data:,"] == []


def seen(found: Any) -> bool:
    """Whether a reader sees it: what is folded has a size, but is not drawn."""
    return bool(found.evaluate("e => e.checkVisibility({ checkVisibilityCSS: true })"))


def test_a_reason_is_seen_by_mouse_by_keyboard_and_by_touch(proof: Any) -> None:
    for width in (1280, 400):
        proof.set_viewport_size({"width": width, "height": 800})
        piece = proof.locator(".piece.e2").first
        number, reason = piece.locator("summary"), piece.locator(".why p")
        proof.mouse.move(0, 0)
        assert not seen(reason)
        (piece if width > 1000 else number).hover()
        assert seen(reason)
        assert reason.bounding_box()["x"] >= 0
        assert reason.bounding_box()["x"] + reason.bounding_box()["width"] <= width
        proof.mouse.move(0, 0)
        number.click()
        proof.mouse.move(0, 0)
        assert seen(reason)
        number.click()
        proof.mouse.move(0, 0)
        assert not seen(reason)
        proof.keyboard.press("Tab")
        proof.keyboard.press("Shift+Tab")
        assert seen(reason)
        number.blur()


def test_editions_can_be_hidden_and_stand_side_by_side(proof: Any) -> None:
    english, german = proof.locator(".piece.e1").first, proof.locator(".piece.e2").first
    assert german.bounding_box()["y"] > english.bounding_box()["y"] + english.bounding_box()["height"]
    proof.get_by_label("Side by side").check()
    assert german.bounding_box()["y"] == english.bounding_box()["y"]
    assert german.bounding_box()["x"] > english.bounding_box()["x"]
    proof.get_by_label("English (en)").uncheck()
    assert not seen(english)
    assert seen(german)
    left_out = proof.locator(".piece.out").first
    assert seen(left_out)
    proof.get_by_label("Left out").uncheck()
    assert not seen(left_out)


def test_a_proof_fits_on_a_phone_and_a_link_leads_into_what_is_folded(proof: Any) -> None:
    proof.set_viewport_size({"width": 320, "height": 600})
    assert proof.evaluate("document.documentElement.scrollWidth") <= 320
    folded = proof.locator("details.left").last
    folded.evaluate("e => { e.open = false }")
    last = proof.locator(".piece").last
    assert not seen(last)
    proof.evaluate("id => { location.hash = id }", last.get_attribute("id"))
    assert seen(last)
