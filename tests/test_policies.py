"""Tests that every page says what it may load, and that this is next to nothing; and that what is said of security is tested."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import POST, Site
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from test_quality import audit, sentence

from audioedition.cli import main
from audioedition.preview import application
from audioedition.preview.answers import POLICY
from audioedition.quality.page import render
from audioedition.review.guard import HEADERS

ADDRESS = "http://127.0.0.1:8123"
TEMPLATES = {
    path.name: path.read_text("utf-8")
    for path in files("audioedition").joinpath("templates").iterdir()
    if path.name.endswith(".html")
}
PAGES = [name for name, text in TEMPLATES.items() if "<head>" in text or '{% extends "page.html" %}' in text]
NAMED = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


def directives(policy: str) -> dict[str, list[str]]:
    return {name: said for name, *said in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("name", sorted({*PAGES} - {"page.html"}))
def test_every_page_loads_only_what_it_says_and_runs_only_what_is_ours(name: str) -> None:
    if name == "review.html":
        policy = HEADERS["Content-Security-Policy"]
    else:
        (policy,) = NAMED.findall(TEMPLATES[name])
    said = directives(policy)
    assert said["default-src"] == ["'none'"]
    assert said["base-uri"] == said["form-action"] == ["'none'"]
    for kind in ("script-src", "style-src"):
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(said.get(kind, []))


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_has_handlers_in_its_elements(name: str) -> None:
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", TEMPLATES[name])


@pytest.mark.parametrize("name", sorted({*TEMPLATES} - {"frame.html"}))  # which is for other people's pages
def test_no_template_has_styles_in_its_elements(name: str) -> None:
    assert not re.search(r"<[^>]*\sstyle\s*=", TEMPLATES[name])


def test_the_style_of_a_page_is_allowed_by_its_hash(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    post = site.post()
    proof = site.root / "proof.html"
    script = site.root / "script.html"
    for command in (["split", "--html", str(proof)], ["script", "--html", str(script)]):
        done = CliRunner().invoke(main, [*command, post])
        assert done.exit_code == 0, done.output
    texts = [proof.read_text("utf-8"), script.read_text("utf-8"), render(audit(sentence(1)), "fog.mp3")]
    for text in texts:
        page = LexborHTMLParser(text)
        (policy,) = page.css("meta[http-equiv='Content-Security-Policy']")
        (style,) = page.css("style")
        assert "color-scheme" in style.text()
        assert directives(policy.attributes["content"] or "")["style-src"] == [f"'{hashed(style.text())}'"]


def test_the_script_of_a_quality_report_is_allowed_by_its_hash() -> None:
    page = LexborHTMLParser(render(audit(sentence(1)), "fog.mp3"))
    (policy,) = page.css("meta[http-equiv='Content-Security-Policy']")
    (script,) = page.css("script")
    text = script.text()
    assert "timeupdate" in text
    assert directives(policy.attributes["content"] or "")["script-src"] == [f"'{hashed(text)}'"]


def test_a_preview_says_so_with_every_page(site: Site) -> None:
    site.record(site.post(POST, "ferry.md"))
    client = TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)
    for path in ("/", "/en/", "/en/episodes/ferry.html", "/en/episodes/ferry.de.html", "/nothing.html"):
        answer = client.get(path)
        said = directives(answer.headers["content-security-policy"])
        assert said["script-src"] == ["'self'"], path
        tree = LexborHTMLParser(answer.text)
        scripts = [
            each for each in tree.css("script") if each.attributes.get("type") != "application/ld+json"
        ]
        assert all(each.attributes.get("src") for each in scripts), path
        styles = [f"'{hashed(each.text())}'" for each in tree.css("style")]
        assert said["style-src"] == (styles or ["'self'"]), path
        assert not tree.css("[style]"), path


def test_a_preview_says_so_with_whatever_else_lies_there(site: Site) -> None:
    site.record(site.post(POST, "ferry.md"))
    for name in ("mine.html", "mine.HTM", "mine.xhtml", "mine.svg", "mine.xml", "mine.pdf", "mine"):
        (site.root / "feeds" / name).write_text("<html><script>alert(1)</script></html>", "utf-8")
    client = TestClient(application(site.settings, site.archive, ADDRESS), base_url=ADDRESS)
    paths = [
        path.relative_to(site.root / "feeds").as_posix()
        for path in site.root.glob("feeds/**/*")
        if path.is_file()
    ]
    assert {"mine.svg", "en/episodes/ferry.json"} < {*paths}
    for path in paths:
        for asked in ({}, {"Range": "bytes=2-9"}):
            said = client.get(f"/{path}", headers=asked).headers
            assert said["content-security-policy"] == POLICY, path
            assert said["x-content-type-options"] == "nosniff", path


def hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_each_test_that_shows_a_promise_is_there() -> None:
    here = Path(__file__).parent
    texts = [(here.parent / "docs" / name).read_text("utf-8") for name in ("security.md", "durability.md")]
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", "".join(texts))
    missing = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (here / file).read_text("utf-8")
    ]
    assert len(named) > 40
    assert not missing
