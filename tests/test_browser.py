"""The pages in a real browser: what is heard is what was recorded."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from conftest import Site
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
