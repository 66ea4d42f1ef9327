"""No password is repeated: in what is printed, in files, in the arguments of other programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from conftest import Site
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from audioedition import ffmpeg, preview, repair, review
from audioedition.cli import crash, shown
from audioedition.cluster import connected
from audioedition.errors import ClusterError
from audioedition.passwords import without_passwords
from audioedition.review.shown import key as review_key
from audioedition.unreleased import Unreleased

MARK = f"Sesame{os.getpid()}pen"  # of this run alone: another one may be at work beside it, and its programs are seen, too
WHO = f"ann:{MARK}"

POST = f"""---
title: Who still needs a ferry?
author: Ann
canonical: https://{WHO}@example.org/ferry
image: https://{WHO}@example.org/ferry.png
translations:
  de: https://{WHO}@example.org/de/ferry
---
Last week the council voted to close the ferry between the two banks, as [they say](https://{WHO}@example.org/x).

![The ferry](https://{WHO}@example.org/y.png)
"""
PAGE = f"""<html lang="en"><head><title>Another ferry</title>
<link rel="canonical" href="https://{WHO}@example.org/two">
<link rel="alternate" hreflang="de" href="https://{WHO}@example.org/zwei"></head><body><article><h1>Another ferry</h1>
<p>Last week the council voted to close the <a href="https://{WHO}@example.org/x">other</a> ferry between the two banks.</p>
</article></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://{WHO}@example.org/</link>
<item><title>A third ferry</title><link>https://{WHO}@example.org/three</link><guid>https://{WHO}@example.org/three</guid>
<description>&lt;p&gt;Last week the council voted to close the third ferry between the two banks of our river.&lt;/p&gt;</description>
</item></channel></rss>"""

SURROUNDINGS = {
    "HTTPS_PROXY": f"http://{WHO}@127.0.0.1:9",
    "HTTP_PROXY": f"http://{WHO}@127.0.0.1:9",
    "ALL_PROXY": f"http://{WHO}@127.0.0.1:9",
    "HF_TOKEN": MARK,
    "PIP_INDEX_URL": f"https://{WHO}@example.org/simple",
}


class Watch(threading.Thread):
    """Looks, again and again, with what arguments the programs below this one run."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: dict[int, str] = {}
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            for folder in Path("/proc").glob("[0-9]*"):
                try:
                    self.seen[int(folder.name)] = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
                except OSError:
                    continue  # it has ended

    def end(self) -> None:
        self._ended.set()
        self.join()


@pytest.fixture
def watch() -> Iterator[Watch]:
    found = Watch()
    found.start()
    yield found
    found.end()


def ask(root: Path, *words: str, more: Mapping[str, str] = SURROUNDINGS) -> str:
    """All that a command prints, which says nothing of a fault of ours."""
    environment = {
        **os.environ,
        **more,
        "HOME": str(root / "home"),
        "XDG_CACHE_HOME": str(root / "home/cache"),
    }
    environment["XDG_DATA_HOME"] = str(root / "home/data")
    done = subprocess.run(
        [sys.executable, "-m", "audioedition", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
    )
    told = done.stdout + done.stderr
    assert "Traceback" not in told
    assert told
    return told


def test_no_command_prints_writes_or_passes_on_a_password(site: Site, watch: Watch) -> None:
    given = {"post.md": POST, "page.html": PAGE, "feed.xml": FEED}
    for name, text in given.items():
        (site.root / name).write_text(text, "utf-8")
    for tag in ("en", "de"):
        (site.root / f"voices/{tag}.toml").write_text('engine = "tone"\n', "utf-8")
    asked = [
        ("publish", "post.md", "page.html", "--json"),
        ("publish", "--from", "feed.xml"),
        ("publish", "--from", f"http://{WHO}@127.0.0.1:9/feed", "--json"),
        ("publish", f"http://{WHO}@127.0.0.1:9/post"),
        ("voices", "use", "en", "piper:en_US-amy-low"),
    ]
    told = {" ".join(words): ask(site.root, *words) for words in asked}
    site.edit('base_url = "https://example.org/p"', f'base_url = "https://{WHO}@example.org/p"')
    told["base_url"] = ask(site.root, "check", "--json")
    site.edit(
        f'base_url = "https://{WHO}@example.org/p"',
        f'licence = "X"\nlicence_url = "https://{WHO}@example.org/l"',
    )
    told["licence_url"] = ask(site.root, "check")

    assert '"state"' in told["publish post.md page.html --json"]
    assert "holds a name and password" in told[f"publish http://{WHO}@127.0.0.1:9/post"]
    assert "127.0.0.1:9" in told["voices use en piper:en_US-amy-low"]
    assert "is not a web address" in told["base_url"]
    assert [words for words, said in told.items() if MARK in said] == []
    files = [path for path in site.root.rglob("*") if path.is_file() and path.name not in given]
    assert any(path.suffix == ".mp3" for path in files)
    assert [
        path for path in files if MARK.encode() in path.read_bytes() and path.name != "audioedition.toml"
    ] == []
    typed = {f"http://{WHO}@127.0.0.1:9/{what}" for what in ("post", "feed")}
    assert [line for line in watch.seen.values() if MARK in line and not typed & {*line.split("\0")}] == []


def test_the_watch_would_see_it(watch: Watch) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system does not show its processes as files")
    with subprocess.Popen([sys.executable, "-c", "input()", MARK], stdin=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while not any(MARK in line for line in watch.seen.values()):
            assert time.monotonic() < end
            time.sleep(0.01)
        process.communicate(b"\n")


def test_a_fault_of_ours_is_told_without_passwords() -> None:
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(f"no route to https://{WHO}@example.org/x \x1b[2J")
    said = crash.told(caught.type, caught.value, caught.tb)
    assert "RuntimeError: no route to https://example.org/x" in said
    assert "test_secrets.py" in said
    assert "please report it" in said
    assert MARK not in said
    assert "\x1b" not in said


def test_the_whole_program_tells_a_fault_so() -> None:
    code = (
        "from audioedition.cli import _Commands, main\n"
        f"def fail(self, ctx): raise RuntimeError('no route to https://{WHO}@example.org')\n"
        "_Commands.invoke = fail\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "check"], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no route to https://example.org" in done.stderr
    assert "please report it" in done.stderr
    assert MARK not in done.stderr


def test_a_cluster_has_no_password() -> None:
    pytest.importorskip("distributed")
    wanted = r"scheduler at 127\.0\.0\.1:9 holds a name and password"
    with (
        pytest.raises(ClusterError, match=wanted) as said,
        connected(f"tcp://{WHO}@127.0.0.1:9", lambda _: None),
    ):
        pass
    assert MARK not in str(said.value)


@pytest.mark.parametrize(
    "address",
    [
        f"https://{WHO}@example.org/x",
        f"HTTPS://{MARK}@example.org/x",
        f"http://ann:{MARK}/with/slashes@example.org/x",
        f"socks5://ann:9{MARK}@example.org/x",
        f"ftp:///{WHO}@example.org/x",
        f"http://ann@work:{MARK}@example.org/x",
        f"//{WHO}@example.org/x",
        f"https:/{WHO}@example.org/x",
        f"https:{WHO}@example.org/x",
        f"https:\\\\{WHO}@example.org/x",
        f"{WHO}@example.org/x",
        f"https://ann%3A{MARK}%40example.org/x",
        f"https%3A%2F%2F{WHO}%40example.org/x",
        f"https://ann:{MARK}/{MARK}@{MARK}@example.org/x",
        f"https://ann:a {MARK}@example.org/x",
        f"ht\ttps:/\n/{MARK}@example.org/x",
        f"ann:{MARK}＠example.org/x",
        f"https://ann:{MARK * 200}@example.org/x",
    ],
    ids=lambda address: address.replace(MARK, "password"),
)
def test_no_spelling_shows_it(address: str) -> None:
    for text in (address, f"the page '{address}' is not there", f"“{address}”, and {address}."):
        told = without_passwords(text)
        assert MARK not in told
        assert "example.org/x" in told


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org:8080/@ann",
        "https://example.org/a@b, ann@example.org, http://[::1]:80/@x",
        "see https://example.org and write to ann@example.org: that is all",
        "http://127.0.0.1:8000",
        "tag:example.org,2025-03-01:ferry/en",
        "tag:ann@example.org,2025-03-01:ferry/en, mailto:ann@example.org",
        "https://example.org:8080/@ann?at=ann@example.org#ann@example.org",
        "see https://example.org: write to ann@example.org",
        "C:\\ann@work\\a.md, 'C:\\\\posts\\\\ann@work', /home/ann@work/a.md, git@example.org:ann/a.git",
    ],
)
def test_what_is_no_password_stays(text: str) -> None:
    assert without_passwords(text) == text


_SIGNS = st.lists(
    st.sampled_from(
        [*":@[]%'\"<>&;, \t\n\r\x0b=-._~!aZ9é", "%40", "%3A", "%2F", "ann:", "https:", "＠", "/", "\\"]
    ),
    max_size=4,
).map("".join)
_SPELLINGS = st.builds(
    lambda scheme, between, before, after, rest: f"{scheme}{between}{before}{MARK}{after}@{rest}",
    st.sampled_from(
        (
            "https:",
            "HTTP:",
            "ht\ttp:",
            "https\n:",
            "ftp:",
            "ws:",
            "https:/",
            "//",
            "\\\\",
            "socks5://",
            "x-y://",
        )
    ),
    st.text("/\\\t\n\r", max_size=4),
    _SIGNS,
    _SIGNS,
    st.sampled_from(("example.org/x", "[::1]:80", "example.org:8080?a=b@c", "127.0.0.1#@", "a b", "")),
)


@given(_SPELLINGS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_whatever_is_read_as_a_name_and_a_password_is_not_shown(address: str) -> None:
    """By Python's reader, by that of our own requests, or by browsers."""
    assume(any(MARK in reader(address) for reader in (_of_python, _of_httpx, _of_browsers)))
    texts = [
        address,
        *([] if re.search(r"'(?!\w)", address) else [f"the page '{address}' is not there"]),
        f"the page “{address}” is not there",
        repr(address),
        json.dumps(address),
        json.dumps({"a": address}),
    ]
    if not any(map(str.isspace, address)):
        texts += [
            f"see {address}",
            f"ann@example.org, see {address} and https://example.org/x",
            f"({address})",
            f"url={address}",
        ]
    assert [text for text in texts if MARK in without_passwords(text)] == []


def _of_python(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[0]
    except ValueError as exc:
        return str(exc) if "@" in str(exc) else ""


def _of_httpx(address: str) -> str:
    try:
        return httpx2.URL(address).userinfo.decode()
    except (httpx2.InvalidURL, ValueError):
        return ""


def _of_browsers(address: str) -> str:
    """As <https://url.spec.whatwg.org/#url-parsing> reads what stands in a page that came by `https:`."""
    address = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    found = re.match(
        r"(?:(?:https?|ftp|wss?):[/\\]*|[a-z][a-z0-9+.-]*://|[/\\]{2,})([^/\\?#]*)@", address, re.IGNORECASE
    )
    return found[1] if found else ""


def test_json_tells_where_from_without_and_a_text_as_it_is(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    address = f"https://{WHO}@example.org/x"
    shown.put_json(
        {"source": address, "error": f"{address} is not there", "detail": address, "text": address}
    )
    assert json.loads(capsysbinary.readouterr().out) == {
        "source": "https://example.org/x",
        "error": "https://example.org/x is not there",
        "detail": "https://example.org/x",
        "text": address,
    }


def test_no_program_is_told_the_folder_of_a_private_podcast(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other users of the machine see the list of processes, and with that name they could subscribe."""
    site.edit("[feeds.en]", "[feeds.en]\nprivate = true")
    site.edit("[sound]", "[sound]\nopus = true")
    site.publish(site.post())
    folder = site.archive.folder("en")
    run, told = subprocess.run, list[str]()

    def seen(command: Sequence[str], **settings: Any) -> subprocess.CompletedProcess[bytes]:
        told.extend(command)
        return run(command, **settings)

    monkeypatch.setattr(subprocess, "run", seen)
    (path,) = folder.glob("audio/*.opus")
    whole = path.read_bytes()
    path.unlink()
    mended = [each for each in repair.repair(site.studio()) if each.state is repair.State.MENDED]
    assert [each.path for each in mended] == [path]
    assert path.read_bytes() == whole
    sound = ffmpeg.decoded(ffmpeg.ffmpeg(), next(folder.glob("audio/*.mp3")), 16_000, 2.0)
    assert len(sound) == 2 * 16_000 * 4
    assert any(each.endswith(".mp3") for each in told)
    assert folder.name.partition("-")[2] not in " ".join(told)


def test_no_page_for_the_browser_shows_a_password(site: Site) -> None:
    site.record(site.post(), review=True)
    served = preview.application(site.settings, site.archive, "http://127.0.0.1")
    desk = review.application(review.Desk(site.root, site.archive), "secret")
    key = review_key(next(iter(Unreleased.beside(site.archive).episodes())))
    site.edit("https://example.org/p", f"https://{WHO}@example.org/p")
    for app, paths in ((served, ("/", "/en/feed.xml")), (desk, ("/secret/",))):
        client = TestClient(app, base_url="http://127.0.0.1")
        for path in paths:
            said = client.get(path)
            assert said.status_code == 500
            assert "https://example.org/p" in said.text
            assert MARK not in said.text
    act = {"Origin": "http://127.0.0.1", "Content-Type": "application/json"}
    told = client.post("/secret/release", headers=act, json={"episodes": [key]})
    assert (told.status_code, MARK in told.text) == (400, False)
    assert "https://example.org/p" in told.text


def test_the_time_it_takes_grows_with_the_text_alone() -> None:
    for piece in ("http://", "a:", "http://a:", "@", "http://a:b/", "a+"):
        begun = time.process_time()
        without_passwords(piece * (200_000 // len(piece)))
        assert time.process_time() - begun < 10
