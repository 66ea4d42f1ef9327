"""The pages of an episode in a real browser: what is marked is what is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from reading_samples import ARABIC, ENGLISH, GERMAN, PAUSE, SENTENCE, lay_out, reading, spoken
from test_browser import address

from audioedition.model import Block, Kind, Reading

__all__ = ["address"]  # the fixture of test_browser

EN, DE, AR = spoken("en", ENGLISH), spoken("de", GERMAN), spoken("ar", ARABIC)
STEP = SENTENCE + PAUSE
TOLERANCE = 0.3
"""Seconds by which the mark may be behind, or ahead of, the sound."""

HEARD = "[...document.querySelectorAll('audio')].find(a => !a.paused) ?? document.querySelector('audio')"
MARKED = "[...document.querySelectorAll('[data-t][aria-current]')].map(e => e.textContent)"


Opened = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Opens an address, or lays out a reading and opens its page; whatever the browser complains of is a failure."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(what: Reading | str, file: str = "", **options: Any) -> Any:
        home = what if isinstance(what, str) else lay_out(tmp_path, what).as_uri()
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 700}} | options)
        contexts.append(context)
        page = context.new_page()
        site = home.rpartition("/")[0] if home.startswith("file:") else "/".join(home.split("/")[:3])
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if _is_own(request.url, site, tmp_path) else complaints.append(request.url),
        )
        page.goto(f"{home.rpartition('/')[0]}/{file}" if file else home)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_own(address: str, site: str, root: Path) -> bool:
    return address.startswith((site, root.as_uri(), "data:"))


def seek(page: Any, seconds: float) -> None:
    page.evaluate(f"t => {{ ({HEARD}).currentTime = t }}", seconds)
    page.wait_for_function(f"t => Math.abs(({HEARD}).currentTime - t) < 1 && !({HEARD}).seeking", arg=seconds)


def now(page: Any) -> float:
    return float(page.evaluate(f"({HEARD}).currentTime"))


def wait_for(page: Any, sentence: str) -> None:
    page.wait_for_function(f"text => {MARKED}.join() === text", arg=sentence)


def is_playing(page: Any) -> bool:
    return bool(page.evaluate("[...document.querySelectorAll('audio')].some(a => !a.paused)"))


def sentence(episode: Any, number: int) -> str:
    return str(episode.lines[number].text)


def followed(page: Any, lines: Any, seconds: float) -> int:
    """Compare what is marked with what is heard for some seconds; return how many sentences that were."""
    samples = page.evaluate(
        f"""seconds => new Promise(done => {{
          const samples = [], audio = {HEARD}, end = performance.now() + seconds * 1000
          const look = () => {{
            samples.push([audio.currentTime, {MARKED}.join()])
            performance.now() < end ? setTimeout(look, 40) : done(samples)
          }}
          look()
        }})""",
        seconds,
    )
    heard = set()
    for at, marked in samples:
        right = {
            line.text
            for line, following in zip(lines, [*lines[1:], None], strict=True)
            if line.start - TOLERANCE <= at and (following is None or at <= following.start + TOLERANCE)
        }
        assert marked in right, (at, marked)
        heard.add(marked)
    return len(heard)


def test_the_mark_follows_what_is_heard(opened: Opened) -> None:
    page = opened(reading(EN, DE))
    assert page.evaluate(MARKED) == []
    page.locator(".toggle").click()
    assert followed(page, EN.lines, 6) == 3
    page.locator(".speed").select_option("2")
    assert page.evaluate(f"({HEARD}).playbackRate") == 2
    assert followed(page, EN.lines, 4) >= 4
    page.locator(".toggle").click()
    assert not is_playing(page)


def test_a_click_on_a_sentence_plays_it_and_it_is_kept_in_view(opened: Opened) -> None:
    page = opened(reading(EN, DE), viewport={"width": 500, "height": 380})
    assert page.locator("audio").get_attribute("controls") is None
    page.get_by_text("Two people wait.").click()
    wait_for(page, "Two people wait.")
    assert 10 < now(page) < 10.5 + STEP
    assert is_playing(page)
    seek(page, EN.lines[-1].start + 0.2)
    wait_for(page, sentence(EN, -1))
    page.wait_for_function(
        "() => { const b = document.querySelector('[aria-current]').getBoundingClientRect();"
        " return b.top > 0 && b.bottom < document.querySelector('.bar').getBoundingClientRect().top }"
    )


def test_who_scrolls_away_is_left_alone_until_back(opened: Opened) -> None:
    long = replace(EN, blocks=(*EN.blocks, *[Block(Kind.PARAGRAPH, "Unsaid. " * 60)] * 12))
    page = opened(reading(long), viewport={"width": 600, "height": 420})
    page.get_by_text("The engine starts at six.").click()
    page.wait_for_timeout(1200)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("() => document.querySelector('.bar').classList.contains('away')")
    there = page.evaluate("scrollY")
    seek(page, EN.lines[6].start + 0.1)
    wait_for(page, sentence(EN, 6))
    page.wait_for_timeout(700)
    assert page.evaluate("scrollY") == there
    page.locator(".follow").click()
    page.wait_for_function("y => scrollY < y - 500", arg=there)
    page.locator(".follow").click()
    assert page.locator(".follow").get_attribute("aria-pressed") == "false"


def test_a_link_leads_to_its_moment(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.html#t=13")
    wait_for(page, sentence(EN, 5))
    assert now(page) == pytest.approx(13, abs=0.1)
    assert not is_playing(page)
    page.evaluate("location.hash = '#t=0:08'")
    wait_for(page, sentence(EN, 3))
    page.evaluate("location.hash = '#p3'")
    wait_for(page, sentence(EN, 7))
    page.evaluate("location.hash = '#t=x'")
    wait_for(page, sentence(EN, 7))
    page.locator(".link").click()
    assert page.evaluate("location.hash") == "#t=17.5"
    page.evaluate("location.hash = '#t=1,2'")
    page.locator(".toggle").click()
    page.wait_for_function(f"() => ({HEARD}).paused && ({HEARD}).currentTime >= 2")
    assert now(page) < 2.5
    page.evaluate("location.hash = '#t=5,3'")  # no stretch of time: its end is ignored
    page.locator(".toggle").click()
    page.wait_for_function(f"() => !({HEARD}).paused && ({HEARD}).currentTime > 5.5")


def test_chapters_lead_to_their_moment(opened: Opened) -> None:
    page = opened(reading(EN, DE))
    page.locator(".chapter").select_option(label="The engine")
    wait_for(page, sentence(EN, 3))
    seek(page, 1)
    page.wait_for_function("() => document.querySelector('.chapter').selectedIndex === 0")
    page.locator("summary").click()
    page.locator(".chapters a").last.click()
    wait_for(page, sentence(EN, 3))
    assert is_playing(page)
    page = opened(reading(EN, DE), "letter-7.de.html")
    page.keyboard.press("s")
    page.locator(".chapter").select_option(label="The engine")
    wait_for(page, "Um sechs springt der Motor an.")
    page.wait_for_function("() => document.querySelector('.chapter').selectedIndex === 1")


def test_the_voice_changes_its_language_and_goes_on_at_the_same_thought(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.de.html")
    page.get_by_text("One of them sings.").click()
    wait_for(page, "One of them sings.")
    page.locator(".speed").select_option("1.25")
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Weiter auf Deutsch").click()
    wait_for(page, "Einer singt.")
    assert is_playing(page)
    assert page.evaluate(f"({HEARD}).playbackRate") == 1.25
    assert page.evaluate("[...document.querySelectorAll('audio')].map(a => a.paused)") == [True, False]
    assert 15 <= now(page) < 15 + STEP
    assert page.locator(".row.on").inner_text().split("\n")[::2] == [ENGLISH[1], GERMAN[1]]
    assert page.get_by_role("button", name="Weiter auf Deutsch").count() == 0
    page.locator(".toggle").click()
    page.get_by_role("button", name="Go on in English").click()
    wait_for(page, "One of them sings.")
    assert not is_playing(page)


def test_row_and_part_of_the_row_are_kept(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.de.html")
    for line in EN.lines[1:]:
        page.get_by_text(line.text).click()
        wait_for(page, line.text)
        page.wait_for_timeout(300)
        page.keyboard.press("k")
        here, there = ([each for each in episode.lines if each.block == line.block] for episode in (EN, DE))
        part = (now(page) - here[0].start) / (len(here) * STEP)
        page.keyboard.press("s")
        at = there[0].start + part * len(there) * STEP
        wait_for(page, [each.text for each in there if each.start <= at][-1])
        on = "[...document.querySelectorAll('.text .row')].findIndex(e => e.classList.contains('on'))"
        assert page.evaluate(on) == line.block
        page.keyboard.press("s")
        wait_for(page, here[0].text) if line is here[0] else None


def test_texts_that_are_unlike_change_at_the_same_part_of_the_whole(opened: Opened) -> None:
    page = opened(reading(EN, DE, rows=None), "letter-7.de.html#t=11")
    wait_for(page, sentence(EN, 4))
    page.keyboard.press("s")
    wait_for(page, sentence(DE, 4))
    page.wait_for_function(
        "t => document.querySelectorAll('audio')[1].currentTime === t", arg=DE.lines[4].start
    )


def test_a_link_leads_into_the_other_language_at_the_same_thought(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.html#t=15.2")
    wait_for(page, sentence(EN, 6))
    page.get_by_role("link", name="Auch auf Deutsch").click()
    page.wait_for_url("**/de/episodes/letter-7.html#t=*")
    wait_for(page, "Niemand hat gefragt, was die Straße kostet.")
    page.go_back()
    page.get_by_role("link", name="Side by side: Deutsch").click()
    page.wait_for_url("**/en/episodes/letter-7.de.html*")
    page.evaluate("location.hash = '#t=10.5&in=de'")
    wait_for(page, sentence(DE, 4))
    page.evaluate("location.hash = '#q3'")
    wait_for(page, "Wir zählen, was wir sehen.")


def test_everything_can_be_done_by_keyboard(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.de.html")
    page.keyboard.press("Space")
    page.wait_for_function(f"() => !({HEARD}).paused")
    page.keyboard.press("k")
    assert not is_playing(page)
    page.keyboard.press("ArrowRight")
    wait_for(page, sentence(EN, 1))
    page.keyboard.press("l")
    wait_for(page, sentence(EN, 2))
    page.keyboard.press("n")
    wait_for(page, sentence(EN, 3))
    page.keyboard.press("p")
    wait_for(page, sentence(EN, 1))
    page.keyboard.press("ArrowLeft")
    wait_for(page, sentence(EN, 0))
    page.keyboard.press("+")
    assert page.locator(".speed").input_value() == "1.25"
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert page.locator(".speed").input_value() == "0.75"
    page.keyboard.press("Control+k")
    assert not is_playing(page)
    page.keyboard.press("s")
    wait_for(page, sentence(DE, 0))
    page.keyboard.press("?")
    assert page.locator("dialog.keys").is_visible()
    page.keyboard.press("k")
    assert not is_playing(page)
    page.keyboard.press("Escape")
    assert not page.locator("dialog.keys").is_visible()


def tab_to(page: Any, wanted: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", wanted):
            return
    pytest.fail(f"Tab never comes to {wanted}")


def test_the_tab_key_reaches_the_text_once_and_arrows_lead_through_it(opened: Opened) -> None:
    page = opened(reading(EN, DE))
    tab_to(page, "h1 [data-t]")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == sentence(EN, 2)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    wait_for(page, sentence(EN, 2))
    assert is_playing(page)
    page.keyboard.press("Space")
    assert not is_playing(page)
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent") == sentence(EN, -1)
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('[data-t]')")
    tab_to(page, ".toggle")
    page.keyboard.press("Space")
    page.wait_for_function(f"() => !({HEARD}).paused")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => ({HEARD}).paused")
    tab_to(page, "input[type=range]")
    before = now(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"t => ({HEARD}).currentTime > t + 0.4", arg=before)
    tab_to(page, ".speed")
    page.keyboard.press("k")
    assert not is_playing(page)


def test_single_keys_can_be_turned_off_and_that_is_remembered(opened: Opened) -> None:
    page = opened(reading(EN, DE))
    page.locator(".help").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.locator(".speed").select_option("1.5")
    page.reload()
    page.keyboard.press("k")
    assert not is_playing(page)
    assert page.locator(".speed").input_value() == "1.5"


def test_a_listener_who_comes_back_goes_on(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.de.html#t=16&in=de")
    wait_for(page, sentence(DE, 6))
    page.goto(page.url.partition("#")[0] + "?")
    wait_for(page, sentence(DE, 6))


@pytest.mark.parametrize("file", ["letter-7.html", "letter-7.de.html"])
@pytest.mark.parametrize("has_script", [True, False])
def test_pages_fit_on_the_smallest_phone(opened: Opened, file: str, has_script: bool) -> None:  # noqa: FBT001
    page = opened(
        reading(EN, DE), file, viewport={"width": 320, "height": 640}, java_script_enabled=has_script
    )
    widest = max(box["x"] + box["width"] for e in page.locator("body *").all() if (box := e.bounding_box()))
    assert widest <= 320
    small = [
        (e.get_attribute("class"), box)
        for e in page.locator("button, select, input, summary, .links a").all()
        if (box := e.bounding_box())
        and box["height"] < 24
        and e.get_attribute("type") not in {"radio", "checkbox"}
    ]
    assert small == []


def test_without_script_all_is_there(opened: Opened) -> None:
    for file in ("letter-7.html", "letter-7.de.html"):
        page = opened(reading(EN, DE), file, java_script_enabled=False)
        assert not page.locator(".bar").is_visible()
        assert not page.locator("dialog").is_visible()
        for audio in page.locator("audio").all():
            assert audio.is_visible()
        for text in ENGLISH:
            assert text in page.inner_text("main")
        page.locator("summary").click()
        page.locator(".chapters a").last.click()
        assert page.url.endswith("#p1")
    page.get_by_text("English").first.click()
    page.get_by_role("link", name="Auch auf Deutsch").click()
    assert GERMAN[0] in page.inner_text("main")


def test_one_language_can_be_folded_away(opened: Opened) -> None:
    page = opened(reading(EN, DE), "letter-7.de.html")
    page.get_by_label("English").check()
    assert not page.get_by_text(GERMAN[2]).is_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    page.keyboard.press("n")
    wait_for(page, sentence(DE, 1))
    assert page.locator(".row.on").inner_text() == ENGLISH[0]
    page.get_by_label("Both").check()
    assert page.get_by_text(GERMAN[2]).is_visible()


def test_what_is_written_from_right_to_left_stands_so(opened: Opened) -> None:
    page = opened(reading(AR, EN), "letter-7.en.html")
    assert page.locator("html").get_attribute("dir") == "rtl"
    arabic, english = page.locator(".text .v0").first, page.locator(".text .v1").first
    assert arabic.bounding_box()["x"] > english.bounding_box()["x"]
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert english.evaluate("e => getComputedStyle(e).direction") == "ltr"
    page.keyboard.press("ArrowLeft")
    wait_for(page, sentence(AR, 1))
    page.keyboard.press("ArrowRight")
    wait_for(page, sentence(AR, 0))
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_texts_do_nothing(opened: Opened) -> None:
    hostile = "<script>document.title = 1</script> \"'\u202eturned around </p><img src=x onerror=alert(1)>."
    made = replace(
        spoken("en", [hostile, *ENGLISH], title=hostile, author=hostile, rights=hostile), chapters=()
    )
    other = spoken("de", [hostile, *GERMAN], title=hostile, translator=hostile)
    for file in ("letter-7.html", "letter-7.de.html"):
        page = opened(reading(made, other), file)
        assert page.title() != "1"
        assert page.locator("h1").inner_text() == hostile
        assert page.locator("#p0").inner_text() == hostile
        assert page.locator("img, script:not([src], [type])").count() == 0
        page.keyboard.press("l")
        wait_for(page, hostile)


CONTRAST = """() => {
  const light = c => c.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const over = colours => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1) }
    return light([...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255))
  }
  const worst = []
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    if (!own && !e.matches('svg') || !e.checkVisibility({ opacityProperty: true }) || e.closest('.unseen, option')) continue
    const behind = []
    for (let up = e; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor)
    const [a, b] = [over(['white', ...behind]), over(['white', ...behind, getComputedStyle(e).color])]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < (e.matches('svg') ? 3 : 4.5)) worst.push([e.outerHTML.slice(0, 80), ratio])
  }
  return worst
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("file", ["letter-7.html", "letter-7.de.html"])
def test_contrasts_are_enough(opened: Opened, scheme: str, file: str) -> None:
    page = opened(reading(EN, DE, is_unpublished=True), file, color_scheme=scheme, reduced_motion="reduce")
    page.keyboard.press("n")
    wait_for(page, sentence(EN, 1))
    page.locator("summary").click()
    assert page.evaluate("document.querySelector('.row.on, [aria-current]') !== null")
    assert page.evaluate(CONTRAST) == []
    page.keyboard.press("f")
    page.keyboard.press("?")
    assert page.evaluate(CONTRAST) == []


def test_what_was_recorded_can_be_read_along(opened: Opened, address: str, site: Site) -> None:
    episode = site.archive.find("ferry", "en")
    assert episode is not None
    page = opened(f"{address}/en/episodes/ferry.html")
    assert page.locator("h1").inner_text() == "Who still needs a ferry?"
    page.locator("#p1 span").first.click()
    assert followed(page, episode.lines, 3) >= 1
    assert page.evaluate(MARKED)[0] in {line.text for line in episode.lines if line.block == 1}
    page.close()  # before the server ends: a page of the preview asks it every second what is new
    page = opened(f"{address}/en/episodes/ferry.de.html")
    page.get_by_text("A ferry is easy to see.").click()
    wait_for(page, "A ferry is easy to see.")
    page.get_by_role("button", name="Weiter auf Deutsch").click()
    wait_for(page, "Eine Fähre ist leicht zu sehen.")
    assert is_playing(page)
    page.close()
