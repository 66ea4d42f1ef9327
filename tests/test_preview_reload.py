"""A preview in a real browser, while something is published."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import POST, Site
from require import need, need_program

NOTE = "#audioedition-changed"


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The site's preview, served as a person would have it served."""
    site.publish(site.post())
    command = [sys.executable, "-m", "audioedition", "preview", "--port", "0", "--edition", str(site.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.match(r"\S+\d", server.stdout.readline())
            assert found
            yield found[0]
        finally:
            server.terminate()


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """The page of the English podcast; whatever the browser complains of is a failure."""
    api = need("playwright.sync_api")
    chromium = need_program("chromium", "chromium-browser", "google-chrome", "chrome")
    options = ["--no-sandbox", "--disable-background-networking"]
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        found = browser.new_page()
        complaints: list[str] = []
        found.on("console", lambda message: complaints.append(message.text))
        found.on("pageerror", lambda error: complaints.append(str(error)))
        found.goto(f"{address}/en/")
        yield found
        browser.close()
    assert [each for each in complaints if "500" not in each] == []


def change(site: Site) -> None:
    site.publish(site.post(POST.replace("Last week the council", "At last the council")))


def test_a_page_shows_what_is_published_meanwhile(page: Any, site: Site) -> None:
    assert "Last week" in page.inner_text("body")
    change(site)
    page.get_by_text("At last the council").first.wait_for()
    page.get_by_text("Last week").wait_for(state="detached")


def test_who_listens_is_asked_first(page: Any, site: Site) -> None:
    audio = page.locator("audio").first
    audio.evaluate(
        "async a => { a.muted = true; a.loop = true; await a.play(); while (!a.currentTime) await new Promise(requestAnimationFrame) }"
    )
    change(site)
    page.locator(NOTE).wait_for()
    assert audio.evaluate("a => a.currentTime > 0 && !a.paused")
    audio.evaluate("a => a.pause()")
    assert "Last week" in page.inner_text("body")
    page.locator(NOTE).click()
    page.get_by_text("At last the council").first.wait_for()
    assert page.locator(NOTE).count() == 0


def test_a_fault_in_the_settings_goes_away_by_itself(page: Any, site: Site) -> None:
    site.edit('title = "Notes"', 'titel = "Notes"')
    page.get_by_text("audioedition.toml").wait_for()
    site.edit('titel = "Notes"', 'title = "Letters"')
    page.get_by_text("Letters").first.wait_for()
