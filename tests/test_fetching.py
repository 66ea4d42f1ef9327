from __future__ import annotations

import errno
import gzip
import socket
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpcore2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_web import Act, LocalWeb, answer

from audioedition import __version__
from audioedition.errors import PostError
from audioedition.posts.web import answers, network
from audioedition.posts.web.addresses import Refused, is_address, shown
from audioedition.posts.web.fetching import Limits, NotNow, Page, Web

HTML = {"text/html", "application/xhtml+xml"}
CERTIFICATE = Path(__file__).parent / "data" / "fetching" / "blog.example.pem"
SMALL = Limits(size=100_000, seconds=1.0, connect=1.0, wait=0.5)
PUBLIC, OTHER_PUBLIC = "93.184.216.34", "2606:2800:220:1::7"

Answers = Mapping[str, bytes | Act | list[bytes | Act]]
Found = list[tuple[int, int, int, str, tuple[str, int]]]
Fetch = Callable[..., Page]


@contextmanager
def served(told: Answers, limits: Limits = SMALL, pause: float = 0.0) -> Iterator[tuple[LocalWeb, Fetch]]:
    """A local server, and how to fetch one of its paths."""
    with LocalWeb(told) as local, Web(private=[local.at("/")], pause=pause, limits=limits) as web:
        yield local, lambda path: web.get(local.at(path), HTML)


def web_of(local: LocalWeb, *hosts: str, pause: float = 0.0) -> Web:
    """The web for who has typed these names of a local server."""
    return Web(private=[local.at("/", host) for host in hosts], pause=pause, limits=SMALL)


def fetched(told: bytes | Act, limits: Limits = SMALL) -> Page:
    with served({"/post": told}, limits) as (_, fetch):
        return fetch("/post")


def refusal(told: bytes | Act, limits: Limits = SMALL) -> str:
    """The sentence that the answer `told` ends in, and that within its time, without its beginning."""
    with served({"/post": told}, limits) as (local, fetch):
        begun = time.monotonic()
        with pytest.raises(PostError) as caught:
            fetch("/post")
        assert time.monotonic() - begun < limits.seconds + 1
        address = local.at("/post")
    said = str(caught.value)
    assert said.startswith(address)
    assert said.endswith(".")
    assert said.isprintable()
    return said.removeprefix(address).strip()


def sent_on(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, location=to)


def resolving(monkeypatch: pytest.MonkeyPatch, *found: list[str] | Exception) -> list[str]:
    """Make names resolve to `found`, one after the other, the last for ever; what was looked up is kept."""
    real, asked, left = socket.getaddrinfo, list[str](), list(found)

    def fake(host: str, port: int, *args: int, **more: int) -> Found:
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError:
            asked.append(host)
            now = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(now, Exception):
                raise now from None
            return [(0, 0, 0, "", (ip, port)) for ip in now]
        return real(host, port, *args, **more)  # type: ignore[return-value]

    monkeypatch.setattr(socket, "getaddrinfo", fake)
    return asked


def connecting(monkeypatch: pytest.MonkeyPatch, told: Mapping[str, int | Exception]) -> list[str]:
    """Lead connections with an IP address to a local port, or into an error; whom it tried is kept."""
    real, tried = httpcore2.SyncBackend.connect_tcp, list[str]()

    def fake(self: httpcore2.SyncBackend, host: str, _: int, *args: None) -> httpcore2.NetworkStream:
        tried.append(host)
        end = told[host]
        if isinstance(end, Exception):
            raise end
        return real(self, "127.0.0.1", end, *args)

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", fake)
    return tried


# What is an address


@pytest.mark.parametrize(
    "source",
    [
        "http://a.example",
        "HTTPS://A.example/b",
        " https://a.example",
        "https:/a.example",
        "http:a.example",
        "file:///etc/passwd",
        "file:post.md",
        "ftp://a.example/b",
        "gopher://a",
        "data:text/html,x",
        "x-y+z://a",
        "javascript:alert(1)",
        "feed:https://a.example/feed",
        "mailto:me@a.example",
    ],
)
def test_addresses_are_no_paths(source: str) -> None:
    assert is_address(source)


@pytest.mark.parametrize(
    "source",
    [
        "-",
        "",
        "post.md",
        "/srv/post.md",
        "C:\\post.md",
        "C:/post.md",
        "c://post.md",
        "\\\\host\\post.md",
        "//a.example/b",
        "a.example/b",
        "Data: a story.txt",
        "File: one.md",
        "Chapter 1: http://a.example.md",
    ],
)
def test_paths_are_no_addresses(source: str) -> None:
    assert not is_address(source)


def test_what_is_an_address_is_known_without_the_library() -> None:
    code = (
        "import sys, audioedition.posts.web.addresses; print({'httpx2', 'httpcore2', 'ssl'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://me:secret@a.example/b", "https://a.example/b"),
        ("https://me:sec@ret@a.example/b", "https://a.example/b"),
        ("https://me:sec/ret@a.example/b", "https://a.example/b"),
        ("https://me:sec#ret?@a.example/b", "https://a.example/b"),
        ("https:me:secret@a.example/b", "https:a.example/b"),
        ("https:\\\\me:secret@a.example/b", "https:\\\\a.example/b"),
        ("https://me@a.example/@you", "https://a.example/@you"),
        ("https://a.example/@you/1", "https://a.example/@you/1"),
        ("https://a.example:8080/@you/1", "https://a.example:8080/@you/1"),
        ("https://a.example:8080?@you", "https://a.example:8080?@you"),
        ("https://[2001:db8::1]/@you", "https://[2001:db8::1]/@you"),
        ("https://a.example/\x1b[31m\nb\u202e", "https://a.example/[31m b"),
        ("https://münchen.example/straße", "https://münchen.example/straße"),
    ],
)
def test_messages_name_addresses_without_passwords_and_tricks(address: str, expected: str) -> None:
    assert shown(address) == expected


def test_a_message_holds_no_address_of_a_megabyte() -> None:
    assert len(shown("data:text/html," + "x" * 1_000_000)) < 300


# What may be asked


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "only http:// and https://"),
        ("ftp://a.example/b", "only http:// and https://"),
        ("javascript:alert(1)", "only http:// and https://"),
        ("https:///post", "names no host"),
        ("https:a.example/b", "names no host"),
        ("https://", "names no host"),
        ("https://me:secret@a.example/b", "name and password"),
        ("https://me:sec/ret@a.example/b", "no valid web address"),
        ("https://a.example:99999/", "port"),
        ("https://a.example:-1/", "port"),
        ("https://a.example:0/", "port"),
        ("https://a.example:x/", "no valid web address"),
        ("http://[::1", "no valid web address"),
        ("http://0177.0.0.1/", "no valid web address"),
        ("https://a.example/\x00", "no valid web address"),
        ("http://xn--.$", "no valid web address"),  # Punycode of nothing
        (f"http://xn--{'3ya' * 90}.example/", "no valid web address"),
        ("https://a.example/\udc80", "no valid web address"),
        ("https://💩.example/", "no valid web address"),
        ("https://a.example/" + "x" * 100_000, "no valid web address"),
    ],
)
def test_what_cannot_be_asked_is_named(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, [PUBLIC])
    with Web() as web, pytest.raises(PostError, match=said) as caught:
        web.get(address, HTML)
    assert "secret" not in str(caught.value)
    assert "sec/ret" not in str(caught.value)
    assert not asked


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40).map(lambda text: f"http://{text}") | st.text(max_size=20))
def test_any_text_is_asked_or_refused_with_a_sentence(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch, Web(limits=SMALL) as web:
        resolving(patch, socket.gaierror(socket.EAI_NONAME, "unknown"))
        patch.setattr(httpcore2.SyncBackend, "connect_tcp", lambda *_: pytest.fail("It connected"))
        with pytest.raises(PostError) as caught:
            web.get(text, HTML)
    assert "\n" not in str(caught.value)


# What may be connected to


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 -- nothing is bound to it
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "168.63.129.16",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "198.18.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
    ],
)
def test_local_and_special_addresses_are_not_public(ip: str) -> None:
    assert not network.is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "8.8.8.8",
        "93.184.216.34",
        "172.15.0.1",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:2800:220:1::7",
        "2a00:1450:4001::1",
        "2001:4860:4860::8888",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8",
    ],
)
def test_the_internet_is_public(ip: str) -> None:
    assert network.is_public(ip)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "017700000001"])
def test_every_spelling_of_this_machine_is_refused(host: str) -> None:
    with LocalWeb({"/": answer()}) as local, Web(limits=SMALL) as web:
        with pytest.raises(PostError, match=r"local network|cannot be found|no valid web address"):
            web.get(local.at("/", host), HTML)
        assert not local.asked


@pytest.mark.parametrize("found", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], [OTHER_PUBLIC, "::1"], ["fe80::1%2"]])
def test_a_name_that_leads_into_the_local_network_is_refused(
    found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, found)
    tried = connecting(monkeypatch, {})
    with Web() as web, pytest.raises(PostError, match=rf"blog.example is {found[-1]}.*--allow-private"):
        web.get("https://blog.example/post", HTML)
    assert not tried


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with LocalWeb({"/post": answer()}) as local, Web(pause=0) as web:
        asked = resolving(monkeypatch, [PUBLIC], ["127.0.0.1"])
        tried = connecting(monkeypatch, {PUBLIC: local.port})
        assert web.get("http://blog.example/post", HTML).address == "http://blog.example/post"
    assert (asked, tried) == (["blog.example"], [PUBLIC])
    assert local.asked[0].headers["host"] == "blog.example"


def test_a_name_that_moves_into_the_local_network_is_refused_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with LocalWeb({"/post": answer(connection="close")}) as local, Web(pause=0) as web:
        resolving(monkeypatch, [PUBLIC], ["127.0.0.1"])
        tried = connecting(monkeypatch, {PUBLIC: local.port})
        web.get("http://blog.example/post", HTML)
        with pytest.raises(PostError, match="local network"):
            web.get("http://blog.example/post", HTML)
    assert tried == [PUBLIC]


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/", "//127.0.0.1/", "http://2130706433/", "http://[::ffff:7f00:1]/"]
)
def test_a_redirect_into_the_local_network_is_refused(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalWeb({"/post": sent_on(to)}) as local, Web(limits=SMALL) as web:
        resolving(monkeypatch, [PUBLIC], ["127.0.0.1"])
        tried = connecting(monkeypatch, {PUBLIC: local.port})
        with pytest.raises(PostError, match=r"^http://blog.example/post \(sent on to http://.*local network"):
            web.get("http://blog.example/post", HTML)
    assert tried == [PUBLIC]


def test_what_somebody_has_typed_opens_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    with LocalWeb({}) as router, LocalWeb({}) as local:
        local.answers = {
            "/": answer(),
            "/router": sent_on(router.at("/", "blog.test")),  # another port of the same name
            "/other": sent_on(local.at("/", "other.test")),  # another name for the same machine
            "/address": sent_on(local.at("/")),
        }
        with web_of(local, "Blog.test") as web:
            assert web.get(local.at("/", "blog.test"), HTML).data
            for path in ("/router", "/other", "/address"):
                with pytest.raises(
                    PostError, match=r"local network .*hosts that you have typed, and .* is none"
                ):
                    web.get(local.at(path, "blog.test"), HTML)
        assert local.paths == ["/", "/router", "/other", "/address"]
        assert not router.asked


def test_a_host_that_was_typed_may_send_from_http_to_https(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    tried = connecting(monkeypatch, {"127.0.0.1": httpcore2.ConnectError()})
    with Web(private=["http://blog.test/", "no address"]) as web:
        for address in ("https://blog.test/", "http://blog.test/"):
            with pytest.raises(PostError, match="no server answers"):
                web.get(address, HTML)
    assert tried == ["127.0.0.1"] * 2


@pytest.mark.parametrize(("port", "may"), [(22, False), (25, False), (81, False), (8080, True), (8443, True)])
def test_ports_of_other_services_are_refused(port: int, may: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 -- a table
    resolving(monkeypatch, [PUBLIC])
    tried = connecting(monkeypatch, {PUBLIC: httpcore2.ConnectError()})
    with Web() as web, pytest.raises(PostError, match="no server answers" if may else f"port {port}"):
        web.get(f"http://blog.example:{port}/", HTML)
    assert bool(tried) is may


def test_where_one_address_of_a_host_is_dead_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalWeb({"/": answer()}) as local, Web() as web:
        resolving(monkeypatch, [OTHER_PUBLIC, PUBLIC])
        dead = httpcore2.ConnectError(OSError(errno.ENETUNREACH, "unreachable"))
        tried = connecting(monkeypatch, {OTHER_PUBLIC: dead, PUBLIC: local.port})
        web.get("http://blog.example/", HTML)
    assert tried == [OTHER_PUBLIC, PUBLIC]


def test_an_unknown_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, socket.gaierror(socket.EAI_NONAME, "unknown"))
    with Web() as web, pytest.raises(PostError, match=r"nobody knows the host blog.example.*online"):
        web.get("http://blog.example/", HTML)


def test_a_resolver_that_never_answers_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    begun = time.monotonic()
    with Web(limits=Limits(connect=0.2)) as web, pytest.raises(PostError, match="does not answer"):
        web.get("http://blog.example/", HTML)
    assert time.monotonic() - begun < 1


def test_a_server_that_is_not_there_is_named_and_so_is_the_unused_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with LocalWeb({}) as local:
        address = local.at("/")
    with Web(private=[address]) as web, pytest.raises(PostError, match=r"no server answers there.*proxy"):
        web.get(address, HTML)


# Certificates


def test_a_certificate_that_nobody_vouches_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    resolving(monkeypatch, ["127.0.0.1"])
    with (
        LocalWeb({"/": answer()}, CERTIFICATE) as local,
        Web(private=[local.at("/", "blog.example")], limits=SMALL) as web,
    ):
        with pytest.raises(PostError, match="its certificate is not valid"):
            web.get(local.at("/", "blog.example"), HTML)
        assert not local.asked


def test_the_certificate_must_be_that_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    resolving(monkeypatch, ["127.0.0.1"])
    with (
        LocalWeb({"/": answer()}, CERTIFICATE) as local,
        web_of(local, "blog.example", "other.example") as web,
    ):
        assert web.get(local.at("/", "blog.example"), HTML).data
        with pytest.raises(PostError, match="its certificate is not valid"):
            web.get(local.at("/", "other.example"), HTML)
    assert local.names == ["blog.example", "other.example"]
    assert len(local.asked) == 1


def test_a_server_without_https_and_certificates_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalWeb({}) as local, Web(private=[local.at("/")], limits=SMALL) as web:
        address = local.at("/").replace("http:", "https:")
        with pytest.raises(PostError, match="does not speak https"):
            web.get(address, HTML)
        monkeypatch.setenv("SSL_CERT_FILE", "nowhere.pem")
        with pytest.raises(PostError, match="certificates cannot be read"):
            web.get(address, HTML)


# What comes


def test_a_page_as_it_came() -> None:
    page = fetched(answer("Größe".encode("latin-1"), kind='Text/HTML; Charset="ISO-8859-1"'))
    assert (page.data, page.kind, page.charset) == ("Größe".encode("latin-1"), "text/html", "iso-8859-1")


def test_kind_and_charset_may_be_missing() -> None:
    page = fetched(answer(kind=None))
    assert (page.kind, page.charset) == ("", None)


def test_addresses_are_written_as_the_web_wants_them_without_a_fragment() -> None:
    with served({"/stra%C3%9Fe/a%20b?q=%C3%BC": answer()}) as (local, fetch):
        page = fetch("/straße/a b?q=ü#comments")
        assert page.address == local.at("/stra%C3%9Fe/a%20b?q=%C3%BC")


def test_international_names(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, ["127.0.0.1"])
    with LocalWeb({"/": answer()}) as local, web_of(local, "München.example") as web:
        page = web.get(f"HTTP://MÜNCHEN.example:{local.port}", HTML)
    assert asked == ["xn--mnchen-3ya.example"]
    assert page.address == f"http://xn--mnchen-3ya.example:{local.port}/"
    assert local.asked[0].headers["host"] == f"xn--mnchen-3ya.example:{local.port}"


def test_addresses_of_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalWeb({"/": answer()}) as local, Web() as web:
        tried = connecting(monkeypatch, {OTHER_PUBLIC: local.port})
        assert web.get(f"http://[{OTHER_PUBLIC}]:8080", HTML).address == f"http://[{OTHER_PUBLIC}]:8080/"
    assert tried == [OTHER_PUBLIC]
    assert local.asked[0].headers["host"] == f"[{OTHER_PUBLIC}]:8080"


def test_we_say_who_we_are_and_no_more() -> None:
    with served({"/a": sent_on("/b"), "/b": answer(set_cookie="a=b")}) as (local, fetch):
        fetch("/a")
        fetch("/b")
    names = {name for asked in local.asked for name in asked.headers}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}
    assert local.asked[0].headers["user-agent"] == f"audioedition/{__version__}"
    assert local.asked[0].headers["accept"] == "application/xhtml+xml, text/html, */*;q=0.1"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("image/png", "a picture"),
        ("AUDIO/mpeg", "a sound"),
        ("application/pdf", "a PDF file"),
        ("a/b", "something"),
        ("application/feed+json", "a JSON feed"),
    ],
)
def test_what_is_no_page_is_named(kind: str, what: str) -> None:
    assert refusal(answer(kind=kind)).startswith(f"is {what}")


@pytest.mark.parametrize(
    "kind", ["application/rss+xml; charset=utf-8", "application/atom+xml", "application/xml", "text/xml"]
)
def test_a_feed_comes_with_the_command_that_reads_it(kind: str) -> None:
    with served({"/my?feed=1&lang=en": answer(kind=kind)}) as (local, fetch):
        address = local.at("/my?feed=1&lang=en")
        with pytest.raises(PostError) as caught:
            fetch("/my?feed=1&lang=en")
    assert f"run `audioedition publish --from '{address}'`" in str(caught.value)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("401 x", "login"),
        ("403 x", "save the page"),
        ("404 x", "check the address"),
        ("410 x", "gone for good"),
        ("418 x", "418 I'm a Teapot"),
        ("500 x", "its server is in trouble"),
        ("503 x", "try again later"),
        ("599 x", r"\(599\)"),
        ("204 x", "no page"),
        ("304 x", "no page"),
        ("300 x", "no page"),
        ("301 x", "no page"),
        ("429 x", "too often"),
        ("451 x", "451"),
        ("206 x", "206"),
    ],
)
def test_every_status_has_its_sentence(status: str, said: str) -> None:
    body = b"" if status[:3] in ("204", "304") else b"x"
    with pytest.raises(PostError, match=said):
        fetched(answer(body, status))


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_an_empty_page_is_named(body: bytes) -> None:
    assert refusal(answer(body)).startswith("answers with an empty page")
    assert refusal(answer(body, content_encoding="gzip", content_length=0)).startswith(
        "answers with an empty page"
    )


# Redirects


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_redirects_are_followed(status: str) -> None:
    with served({"/a/b": sent_on("../c?d#e", status), "/c?d": answer()}) as (local, fetch):
        assert fetch("/a/b").address == local.at("/c?d")


def test_five_redirects_and_no_more() -> None:
    told = {f"/{n}": sent_on(f"/{n + 1}") for n in range(6)} | {"/6": answer()}
    with served(told) as (local, fetch):
        assert fetch("/1").address == local.at("/6")
        with pytest.raises(PostError, match="more than 5 times"):
            fetch("/0")


@pytest.mark.parametrize("told", [{"/a": sent_on("/a")}, {"/a": sent_on("/b"), "/b": sent_on("/a#x")}])
def test_a_circle_of_redirects_is_named_as_such(told: Answers) -> None:
    with served(told) as (local, fetch), pytest.raises(PostError, match="in a circle"):
        fetch("/a")
    assert len(local.asked) == len(told)


@pytest.mark.parametrize("to", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://a/b"])
def test_a_redirect_to_another_scheme_is_refused(to: str) -> None:
    assert refusal(sent_on(to)).startswith(f"(sent on to {to}) is not read: only http")


@pytest.mark.parametrize(
    "to", ["http://[::1", "http://a:b:c/", "https://", "http://a/" + "x" * 70_000, "http://[v1.x]/"]
)
def test_a_redirect_to_nonsense_is_refused(to: str) -> None:
    assert refusal(sent_on(to)).startswith("(sent on to http")


def test_a_redirect_with_a_password_is_refused_and_not_shown() -> None:
    said = refusal(sent_on("https://me:secret@a.example/b"))
    assert said.startswith("(sent on to https://a.example/b) holds a name and password")


# Limits


def dripping(head: bytes, drop: bytes) -> Act:
    def drip(sock: socket.socket) -> None:
        sock.sendall(head)
        for _ in range(200):
            sock.sendall(drop)
            time.sleep(0.02)

    return drip


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (answer(b"", content_length=None), b"x"),
        (answer(b"", content_length=None, transfer_encoding="chunked"), b"1\r\nx\r\n"),
        (
            answer(gzip.compress(b"", mtime=0)[:10], content_length=None, content_encoding="gzip"),
            b"\x00\x00\x00\xff\xff",
        ),
    ],
)
def test_a_dripping_server_does_not_hold_us(head: bytes, drop: bytes) -> None:
    assert refusal(dripping(head, drop), Limits(seconds=0.3)).startswith("takes too long")


def test_where_all_the_time_is_over_before_there_is_a_connection_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(1))
    with Web(limits=Limits(seconds=0.2)) as web, pytest.raises(PostError, match="takes too long"):
        web.get("http://blog.example/", HTML)


def test_a_silent_server_does_not_hold_us() -> None:
    assert refusal(lambda _: time.sleep(2), Limits(seconds=0.3)).startswith("takes too long")


def test_a_silent_handshake_does_not_hold_us() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        begun = time.monotonic()
        with (
            Web(private=[address], limits=Limits(connect=0.3)) as web,
            pytest.raises(PostError, match="does not answer"),
        ):
            web.get(address, HTML)
        assert time.monotonic() - begun < 2


def endless(sock: socket.socket) -> None:
    sock.sendall(answer(b"", content_length=None))
    while True:
        sock.sendall(b"x" * 60_000)


def test_an_endless_answer_is_stopped() -> None:
    assert refusal(endless).startswith("is larger than 0.1 MB")


def test_50_megabytes_are_not_even_begun() -> None:
    assert refusal(answer(b"x", content_length=50_000_000), Limits()).startswith("is larger than 32 MB")


def test_exactly_the_limit_may_come() -> None:
    assert len(fetched(answer(b"x" * SMALL.size)).data) == SMALL.size
    assert "larger" in refusal(answer(b"x" * (SMALL.size + 1)))
    packed = gzip.compress(b"x" * SMALL.size)
    assert len(fetched(answer(packed, content_encoding="gzip")).data) == SMALL.size


@pytest.mark.parametrize("members", [1, 40])
def test_a_gzip_bomb_does_not_fill_the_memory(members: int) -> None:
    bomb = gzip.compress(bytes(100_000_000 // members)) * members
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="larger than 1 MB"):
            answers.contents([bomb], "gzip", 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert "larger" in refusal(answer(bomb, content_encoding="gzip"), Limits(size=1_000_000))


# Packed contents


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.integers(1, 50), st.binary(max_size=4))
def test_what_was_packed_is_unpacked_however_it_comes(parts: list[bytes], step: int, tail: bytes) -> None:
    packed = b"".join(map(gzip.compress, parts)) + tail.replace(b"\x1f", b"")
    chunks = [packed[n : n + step] for n in range(0, len(packed), step)]
    assert answers.contents(chunks, " GZip ", 1000) == b"".join(parts)


def test_packing_that_is_cut_off_broken_or_unknown_is_refused() -> None:
    packed = gzip.compress(b"<p>A post, long enough to be packed.</p>" * 9)
    assert refusal(answer(packed[:-9], content_encoding="gzip")).startswith("was cut off")
    assert "broken" in refusal(answer(packed[:10] + b"\xff" * 40, content_encoding="gzip"))
    assert "broken" in refusal(answer(b"<p>A post.</p>", content_encoding="gzip"))
    assert "not asked for (br)" in refusal(answer(content_encoding="br"))
    assert "not asked for (zstd)" in refusal(answer(content_encoding="gzip, ZSTD"))
    assert "not asked for (deflate)" in refusal(answer(zlib.compress(b"x"), content_encoding="deflate"))


@pytest.mark.parametrize("said", ["identity", "UTF-8", "none", "\x80"])
def test_what_is_no_packing_is_passed_over(said: str) -> None:
    assert fetched(answer(content_encoding=said)).data == b"<p>A post.</p>"


# Servers that break off, or are none


def reset(sock: socket.socket) -> None:
    sock.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    )


def reset_amid(sock: socket.socket) -> None:
    sock.sendall(answer(content_length=1000))
    time.sleep(0.1)
    reset(sock)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (reset, "was broken off"),
        (lambda _: None, "was broken off"),
        (reset_amid, "was cut off"),
        (lambda sock: sock.sendall(answer(content_length=1000)), "was cut off"),
        (
            lambda sock: sock.sendall(answer(b"5\r\nabc", content_length=None, transfer_encoding="chunked")),
            "was cut off",
        ),
        (answer(b"\x1b[31mzz\r\n", content_length=None, transfer_encoding="chunked"), "was cut off"),
        (b"SSH-2.0-OpenSSH_9.9\r\n\x1b[31m\r\n\r\n", "is not answered as a web server answers"),
        (b"<html><p>HTTP 0.9\r\n\r\n", "is not answered as a web server answers"),
        (answer(x_huge="x" * 200_000), "is not answered as a web server answers"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "is not answered as a web server answers"),
    ],
)
def test_servers_that_break_off_or_are_none(told: bytes | Act, said: str) -> None:
    assert refusal(told).startswith(said)


@pytest.fixture(scope="module")
def anything() -> Iterator[tuple[LocalWeb, list[bytes]]]:
    """A server that sends what is put into the list, and hangs up."""
    told: list[bytes] = []
    with LocalWeb({"/": lambda sock: sock.sendall(told[-1])}) as local:
        yield local, told


_PIECES = [b"HTTP/1.1 200 OK\r\n", b"Content-Type: text/html", b"Content-Length: 3", b"\r\n", b"\r\n\r\n"]
_PIECES += [
    b"Transfer-Encoding: chunked",
    b"Content-Encoding: gzip",
    gzip.compress(b"abc"),
    b"3\r\nabc\r\n0\r\n\r\n",
]
_PIECES += [
    b"HTTP/1.1 302 \r\n",
    b"Location: ",
    b"\xff",
    b"HTTP/1.1 503 x\r\nRetry-After: ",
    b"0",
    b"charset=\x80",
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_PIECES) | st.binary(max_size=8), max_size=12).map(b"".join))
def test_any_answer_is_a_page_or_a_sentence(anything: tuple[LocalWeb, list[bytes]], sent: bytes) -> None:
    local, told = anything
    told.append(sent)
    with Web(private=[local.at("/")], pause=0, limits=SMALL) as web:
        try:
            assert web.get(local.at("/"), HTML).data
        except PostError as exc:
            assert str(exc).isprintable()  # noqa: PT017 -- both outcomes are right


# Politeness


def test_one_host_is_left_in_peace_between_posts_and_connections_are_kept() -> None:
    with served({"/a": sent_on("/b"), "/b": answer()}, pause=0.3) as (local, fetch):
        fetch("/b")
        fetch("/b")
        fetch("/a")
    first, second, third, onward = local.asked
    assert second.time - first.time > 0.25
    assert third.time - second.time > 0.25
    assert onward.time - third.time < 0.25
    assert first.connection == second.connection == third.connection


def test_a_failed_request_counts_for_the_pause_too() -> None:
    with served({"/a": answer(status="500 x")}, pause=0.3) as (local, fetch):
        for _ in range(2):
            with pytest.raises(PostError):
                fetch("/a")
    assert local.asked[1].time - local.asked[0].time > 0.25


def test_another_host_need_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    with LocalWeb({"/": answer()}) as local, web_of(local, "a.example", "b.example", pause=2) as web:
        begun = time.monotonic()
        web.get(local.at("/", "a.example"), HTML)
        web.get(local.at("/", "b.example"), HTML)
        assert time.monotonic() - begun < 1


@pytest.mark.parametrize("status", ["429 x", "503 x"])
def test_where_a_server_asks_for_a_little_patience_it_is_asked_once_more(status: str) -> None:
    busy = answer(status=status, retry_after="1")
    limits = Limits(wait=2)
    with served({"/": [busy, answer()]}, limits) as (local, fetch):
        assert fetch("/").data
    assert local.asked[1].time - local.asked[0].time > 0.95
    with (
        served({"/": busy}, limits) as (local, fetch),
        pytest.raises(PostError, match="try again in 1 second"),
    ):
        fetch("/")
    assert len(local.asked) == 2


def test_a_server_that_asks_for_much_patience_is_not_asked_again_in_this_run() -> None:
    with served({"/a": answer(status="429 x", retry_after="7200"), "/b": answer()}) as (local, fetch):
        for path in ("/a", "/b"):
            with pytest.raises(PostError, match=r"try again in 120 minutes\."):
                fetch(path)
    assert local.paths == ["/a"]


def test_a_server_that_fails_twice_in_a_row_is_not_asked_again_in_this_run() -> None:
    busy, pages = answer(status="503 x"), {"/d": answer()}
    with served({"/a": busy, "/b": busy, **pages}) as (local, fetch):
        said = []
        for path in ("/a", "/b", "/c", "/d"):
            with pytest.raises(NotNow) as caught:
                fetch(path)
            said.append(str(caught.value))
    assert local.paths == ["/a", "/b"]
    assert said[2] == said[3]
    assert said[2].startswith("The server 127.0.0.1 failed twice in a row")


def test_a_server_that_answers_in_between_is_asked_again() -> None:
    busy = answer(status="503 x")
    with served({"/a": busy, "/b": answer(), "/gone": answer(status="404 x")}) as (local, fetch):
        for path in ("/a", "/b", "/a", "/gone", "/a", "/b"):
            with suppress(PostError):
                fetch(path)
    assert local.paths == ["/a", "/b", "/a", "/gone", "/a", "/b"]


def test_pages_that_are_missing_say_nothing_of_their_server() -> None:
    with served({"/d": answer(), "/bug": answer(status="500 x")}) as (_, fetch):
        for path in ("/a", "/bug", "/b", "/bug"):
            with suppress(PostError):
                fetch(path)
        assert fetch("/d").data


def test_a_host_that_is_not_there_is_looked_up_twice_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, socket.gaierror("unknown"))
    with Web(pause=0) as web:
        for path in range(50):
            with pytest.raises(PostError) as caught:
                web.get(f"http://nobody.example/{path}", HTML)
            assert not isinstance(caught.value, NotNow)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("told", "passes"),
    [
        (answer(status="429 x"), True),
        (answer(status="500 x"), True),
        (answer(content_length=50), True),
        (answer(status="404 x"), False),
        (answer(status="403 x"), False),
        (answer(kind="image/png"), False),
    ],
)
def test_what_may_pass_is_told_from_what_will_not(told: bytes, *, passes: bool) -> None:
    with served({"/a": told}) as (_, fetch), pytest.raises(PostError) as caught:
        fetch("/a")
    assert isinstance(caught.value, NotNow) is passes


def test_a_redirect_does_not_lead_around_the_patience_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolving(monkeypatch, ["127.0.0.1"])
    busy = answer(status="429 x", retry_after="7200")
    with LocalWeb({"/busy": busy}) as local, web_of(local, "busy.example", "other.example") as web:
        local.answers = {"/busy": busy, "/": sent_on(local.at("/post", "busy.example")), "/post": answer()}
        with pytest.raises(PostError, match="left in peace"):
            web.get(local.at("/busy", "busy.example"), HTML)
        with pytest.raises(PostError, match="left in peace"):
            web.get(local.at("/", "other.example"), HTML)
    assert local.paths == ["/busy", "/"]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1" * 5000, None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 99 Oct 2015", None),
        ("٣", None),
    ],
)
def test_how_long_a_server_asks_us_to_wait(said: str | None, seconds: float | None) -> None:
    assert answers.delay(said) == seconds


def test_a_server_may_name_the_time_to_wait_for() -> None:
    said = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert answers.delay(said) == pytest.approx(3600, abs=2)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 second"),
        (1.2, "2 seconds"),
        (119, "119 seconds"),
        (121, "3 minutes"),
        (7200, "2 hours"),
        (9e8, "250000 hours"),
    ],
)
def test_a_time_in_words(seconds: float, words: str) -> None:
    assert answers.in_words(seconds) == words
