"""The page of a review in a real browser: what is heard is the sentence that was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from conftest import POST, Site
from test_release import private, waiting

from audioedition.model import Fault, Trouble, Verdict
from audioedition.proof.remarks import Doubt
from audioedition.review import Desk, address, application, leading, listen, secret

CURRENT = "document.querySelector('[aria-current]')?.querySelector('.written').textContent"
SOUND = "document.getElementById('audio')"


@pytest.fixture
def home(ready: Site) -> Iterator[str]:
    """The page's address, while it is served."""
    faulty = Verdict((Fault(Trouble.TAIL, "0.4 s after the last word"),))
    store = waiting(ready)
    for each in store.episodes():
        prompt = store.prompt(each)
        assert prompt is not None
        verdicts = tuple(faulty if place == 2 else Verdict() for place in range(len(prompt.script)))
        assert prompt.remarks
        line = each.lines[3]
        doubt = Doubt("long" * 40, ("::: de", "::: en"), "Its words are " + "German" * 30, 13, line.block)
        remarks = replace(prompt.remarks, doubts=(doubt,), remedy="Which is right? Write it `above`.")
        store.keep(each, replace(prompt, verdicts=verdicts, remarks=remarks))
    desk = Desk(ready.root, ready.archive)
    word = secret()
    with listen(0) as listening:
        server = uvicorn.Server(uvicorn.Config(application(desk, word), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"{address(listening)}/{word}/"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def page(browser: Any, home: str) -> Iterator[Any]:
    """The page; whatever the browser complains of, and whatever is asked of anybody else, is a failure."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1100, "height": 700})
    opened = context.new_page()
    refused = "Failed to load resource: the server responded with a status of 400"  # the page tells why
    opened.on(
        "console",
        lambda message: None if message.text.startswith(refused) else complaints.append(message.text),
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith((home, "data:")) else complaints.append(asked.url),
    )
    opened.goto(home)
    yield opened
    context.close()
    assert complaints == []


def sentence(page: Any, words: str) -> Any:
    return page.locator(".sentence", has_text=words).first


def now(page: Any) -> float:
    return float(page.evaluate(f"{SOUND}.currentTime"))


def plays(page: Any, *, is_so: bool = True) -> None:
    page.wait_for_function(f"() => {SOUND}.paused !== {'true' if is_so else 'false'}")


def test_a_private_file_leads_a_browser_to_the_page(browser: Any, home: str, tmp_path: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    way = leading(tmp_path, home)
    assert way is not None
    opened.goto(way.as_uri())
    opened.wait_for_url(home)
    assert opened.locator(".sentence").count() > 1
    context.close()


def test_a_sentence_is_played_alone_and_on_from_it(page: Any, ready: Site) -> None:
    episode = waiting(ready).archive.episodes("en")[0]
    place = next(n for n, line in enumerate(episode.lines) if "Nobody asked" in line.text)
    line = episode.lines[place]
    sentence(page, "Nobody asked").locator(".play").click()
    plays(page)
    assert line.start - 0.1 <= now(page) < line.end
    page.evaluate(f"end => {{ {SOUND}.currentTime = end - 0.3 }}", line.end)
    plays(page, is_so=False)
    assert now(page) < episode.lines[place + 1].start
    sentence(page, "Nobody asked").locator(".on").click()
    plays(page)
    page.evaluate(f"end => {{ {SOUND}.currentTime = end - 0.2 }}", line.end)
    page.wait_for_function(f"next => {CURRENT} === next", arg=episode.lines[place + 1].text)
    page.locator("#toggle").click()
    plays(page, is_so=False)


def test_keys_play_step_and_mark_and_marks_survive(page: Any, ready: Site) -> None:
    lines = [line.text for line in waiting(ready).archive.episodes("en")[0].lines]
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.evaluate(CURRENT) == lines[place]
    page.keyboard.press("m")
    page.wait_for_function("() => document.querySelector('.count').textContent === '1'")
    page.keyboard.press(" ")
    plays(page)
    page.keyboard.press(" ")
    plays(page, is_so=False)
    page.reload()
    assert sentence(page, lines[1]).locator(".mark").get_attribute("aria-pressed") == "true"
    section = page.locator(".episode").first
    section.locator(".only").check()
    assert section.locator(".sentence:visible").count() == 1
    section.locator(".only").uncheck()
    section.locator(".only-faulty").check()
    assert section.locator(".sentence:visible").all_inner_texts()[0].count("0.4 s after the last word") == 1
    section.locator(".only-faulty").uncheck()
    sentence(page, lines[1]).locator(".mark").click()
    section.locator(".only").check()
    assert section.locator(".none").is_visible()


def test_space_plays_and_pauses_whatever_was_clicked_but_not_what_the_tab_key_has_reached(page: Any) -> None:
    said = sentence(page, "Nobody asked")
    said.locator(".on").click()
    plays(page)
    page.keyboard.press(" ")
    plays(page, is_so=False)
    said.locator(".mark").click()
    page.keyboard.press(" ")
    plays(page)
    assert said.locator(".mark").get_attribute("aria-pressed") == "true"
    page.locator(".only").first.check()
    page.keyboard.press(" ")
    plays(page, is_so=False)
    assert page.locator(".only").first.is_checked()
    said.locator(".play").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('.count').textContent === '0'")
    assert page.evaluate(f"{SOUND}.paused")


def test_how_far_it_is_stands_once_and_where_one_looks(page: Any) -> None:
    progress = {"title": "speaking: en  The last baker", "done": 19, "total": 20}
    page.route("**/progress", lambda route: route.fulfill(json=progress))
    asked: list[Any] = []
    page.route("**/hear", lambda route: asked.append(route))  # noqa: PLW0108 -- a method of its own is wanted
    sentence(page, "council").locator(".correct").click()
    page.locator("#word").fill("council")
    page.locator("#said").fill("cown sill")
    page.locator("#hear").click()
    page.wait_for_function("() => document.getElementById('trial-text').textContent.includes('%')")
    assert page.locator("#trial-text").inner_text() == "Speaking: en The last baker: 95 %"
    assert page.locator("#status").text_content() == ""
    asked[0].fulfill(status=400, json={"error": "No."})
    page.wait_for_function("() => document.getElementById('alert').textContent === 'No.'")


def test_of_an_edited_post_the_new_sentences_can_be_heard_alone(page: Any, ready: Site) -> None:
    ready.publish(ready.post())
    ready.record(ready.post(POST.replace("hundred", "two hundred")), review=True)
    page.reload()
    section = page.locator(".episode").first
    assert "1 new" in section.locator("header").inner_text()
    section.locator(".only-new").check()
    assert section.locator(".sentence:visible").count() == 1
    assert "two hundred" in section.locator(".sentence:visible .written").inner_text()


def test_only_marked_sentences_are_played_while_only_they_are_shown(page: Any, ready: Site) -> None:
    lines = waiting(ready).archive.episodes("en")[0].lines
    for place in (1, 4):
        sentence(page, lines[place].text).locator(".mark").click()
    page.locator(".only").first.check()
    sentence(page, lines[1].text).locator(".on").click()
    plays(page)
    page.evaluate(f"end => {{ {SOUND}.currentTime = end - 0.2 }}", lines[1].end)
    page.wait_for_function(f"next => {CURRENT} === next", arg=lines[4].text)
    page.wait_for_function(f"at => {SOUND}.currentTime >= at - 0.1", arg=lines[4].start)


def test_a_word_is_tried_saved_and_spoken_again(page: Any, ready: Site) -> None:
    said = sentence(page, "council")
    said.locator(".written").evaluate(
        """p => { const text = p.firstChild, at = text.data.indexOf('council'), range = document.createRange()
          range.setStart(text, at); range.setEnd(text, at + 7)
          getSelection().removeAllRanges(); getSelection().addRange(range) }"""
    )
    page.wait_for_function("() => chosen.text === 'council'")
    said.locator(".correct").click()
    assert page.locator("#word").input_value() == "council"
    assert page.evaluate("document.activeElement.id") == "said"
    before = private(ready)
    page.locator("#hear").click()
    assert page.locator("#said:invalid").count() == 1
    page.locator("input[value=ipa]").check()
    page.locator("#said").fill("kaʊn")
    page.locator("#hear").click()
    page.wait_for_function("() => document.getElementById('alert').textContent.includes('takes none')")
    page.locator("input[value=say]").check()
    page.locator("#said").fill("cown sill")
    page.locator("#hear").click()
    page.wait_for_function("() => document.getElementById('trial-text').textContent.includes('cown sill')")
    assert private(ready) == before
    page.locator("#save").click()
    page.wait_for_function(
        "() => document.getElementById('status').textContent.includes('1 sentence spoken anew')"
    )
    assert "cown sill" in said.locator(".said").inner_text()
    assert "council" in page.evaluate(CURRENT)
    said.locator(".play").click()
    plays(page)
    assert 'council" = "cown sill"' in (ready.root / "voices/en.toml").read_text("utf-8")


def test_release_asks_once_more_and_the_episode_leaves_the_page(page: Any, ready: Site) -> None:
    page.locator(".mark").first.click()
    page.locator(".release").first.click()
    assert "1 sentence is still marked" in page.locator("#sure-text").inner_text()
    assert "found 1 sentence faulty" in page.locator("#sure-text").inner_text()
    page.locator("#sure button[value=no]").click()
    assert page.locator(".episode").count() == 2
    page.locator(".release").first.click()
    page.locator("#sure-yes").click()
    page.wait_for_function("() => document.querySelectorAll('.episode').length === 1")
    assert "released" in page.locator("#status").inner_text()
    assert len(ready.archive.episodes("en")) == 1
    page.locator(".discard").click()
    page.locator("#sure-yes").click()
    page.wait_for_function("() => document.querySelector('main').textContent.includes('Nothing waits')")


def test_a_doubtful_piece_leads_to_its_sentence(page: Any) -> None:
    link = page.locator(".pieces.doubtful a").first
    link.click()
    there = page.locator(link.get_attribute("href"))
    assert there.locator(".doubt").inner_text().startswith("Doubtful: ::: de or ::: en? Its words are")
    box = there.bounding_box()
    assert 0 <= box["y"] < 700


@pytest.mark.parametrize("width", [390, 320])
def test_it_fits_a_phone_and_everything_has_a_name(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sentence(page, "council").locator(".correct").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')].filter((each) =>
          !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.[0]?.textContent.trim()))
          .map((each) => each.outerHTML)"""
    )
    assert unnamed == []
    small = page.evaluate(
        """() => [...document.querySelectorAll('.sentence button')].filter((each) =>
          each.getBoundingClientRect().height < 24 || each.getBoundingClientRect().width < 24).length"""
    )
    assert small == 0
