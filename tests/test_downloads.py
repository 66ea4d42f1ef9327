from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import os
import shutil
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.hub import HOST, hub, model
from hypothesis import given
from hypothesis import strategies as st
from local_web import Act, LocalWeb, answer

from audioedition import downloads
from audioedition.downloads import Part, transfer
from audioedition.downloads.unpacking import Unsafe, unpack
from audioedition.engines import _fetching
from audioedition.errors import EngineUnavailable, FetchError
from audioedition.model import Voice

DATA = bytes(range(256)) * 12_000  # 3 MB: several pieces
SHA256 = hashlib.sha256(DATA).hexdigest()
Serve = Callable[..., tuple[LocalWeb, Part]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Serve]:
    """Serve acts, one after the other, at one address; each table is what `model` is called with."""
    webs: list[LocalWeb] = []

    def served(*acts: bytes | Act | dict[str, object], **part: object) -> tuple[LocalWeb, Part]:
        made: list[bytes | Act] = [
            model(lambda: webs[-1], **act) if isinstance(act, dict) else act  # type: ignore[arg-type]
            for act in acts
        ]
        webs.append(stack.enter_context(hub(monkeypatch, {"/model.onnx": made})))
        settings = {"path": tmp_path / "models" / "model.onnx", **part}
        return webs[-1], Part(webs[-1].at("/model.onnx", HOST), **settings)  # type: ignore[arg-type]

    stack = contextlib.ExitStack()
    with stack:
        yield served


def ranges(web: LocalWeb) -> list[str | None]:
    return [asked.headers.get("range") for asked in web.asked]


def test_a_file_comes_whole_and_its_progress_is_told(serve: Serve) -> None:
    web, part = serve({"data": DATA}, size=len(DATA), sha256=SHA256)
    told: list[tuple[str, int, int]] = []
    downloads.fetch([part], lambda *each: told.append(each))
    assert part.path.read_bytes() == DATA
    assert told[0] == ("model.onnx", 0, len(DATA))
    assert told[-1] == ("model.onnx", len(DATA), len(DATA))
    assert len(told) > 3
    assert web.asked[0].headers["user-agent"].startswith("audioedition/")
    assert [path.name for path in part.path.parent.iterdir() if path.is_file()] == ["model.onnx"]


def test_what_is_there_is_never_asked_for(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"mine")
    downloads.fetch([Part("https://nowhere.invalid/model.onnx", tmp_path / "model.onnx", sha256=SHA256)])
    assert (tmp_path / "model.onnx").read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]


def test_a_connection_that_breaks_is_taken_up_where_it_broke(serve: Serve) -> None:
    web, part = serve({"data": DATA, "cut": 2_000_000}, {"data": DATA}, sha256=SHA256)
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert ranges(web) == [None, "bytes=2000000-"]
    assert web.asked[1].headers["if-range"] == '"1"'


def test_ctrl_c_keeps_what_has_come_and_the_next_run_goes_on(serve: Serve) -> None:
    web, part = serve({"data": DATA}, {"data": DATA}, sha256=SHA256)

    def impatient(_name: str, done: int, _size: int) -> None:
        if done > 1_000_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        downloads.fetch([part], impatient)
    assert not part.path.exists()
    told: list[int] = []
    downloads.fetch([part], lambda _name, done, _size: told.append(done))
    assert part.path.read_bytes() == DATA
    assert told[0] > 1_000_000
    assert ranges(web)[1] == f"bytes={told[0]}-"


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(serve: Serve) -> None:
    new = DATA[::-1]
    web, part = serve({"data": DATA, "cut": 2_000_000}, {"data": new, "etag": '"2"'})
    downloads.fetch([part])
    assert part.path.read_bytes() == new
    assert ranges(web) == [None, "bytes=2000000-"]


def test_a_server_without_ranges_sends_it_all_again(serve: Serve) -> None:
    _, part = serve(
        {"data": DATA, "cut": 2_000_000}, answer(DATA, kind="application/octet-stream"), sha256=SHA256
    )
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA


def test_without_validator_and_check_sum_nothing_is_pieced_together(serve: Serve) -> None:
    web, part = serve({"data": DATA, "etag": None, "cut": 2_000_000}, {"data": DATA, "etag": None})
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert ranges(web) == [None, None]


def test_two_versions_that_came_together_are_found_by_the_check_sum_and_fetched_anew(serve: Serve) -> None:
    other = b"\0" * len(DATA)
    web, part = serve(
        {"data": other, "etag": None, "cut": 2_000_000},
        {"data": DATA, "etag": None},
        {"data": DATA},
        sha256=SHA256,
    )
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert ranges(web) == [None, "bytes=2000000-", None]


def test_a_range_that_was_not_asked_for_is_not_appended(serve: Serve) -> None:
    wrong = answer(
        DATA[5:],
        "206 Partial Content",
        "application/octet-stream",
        content_range=f"bytes 5-{len(DATA) - 1}/{len(DATA)}",
    )
    web, part = serve({"data": DATA, "cut": 2_000_000}, wrong, {"data": DATA}, sha256=SHA256)
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert ranges(web) == [None, "bytes=2000000-", None]


@pytest.mark.parametrize("known", [{"sha256": "0" * 64}, {"md5": "0" * 32}])
def test_a_wrong_file_is_thrown_away(serve: Serve, known: dict[str, str]) -> None:
    _, part = serve({"data": DATA}, **known)
    with pytest.raises(
        FetchError, match=r"model\.onnx, as it was fetched, is not what it should be .* thrown away"
    ):
        downloads.fetch([part])
    assert not [path for path in part.path.parent.rglob("*") if path.is_file() and path.suffix != ".lock"]


def test_an_md5_is_enough(serve: Serve) -> None:
    _, part = serve({"data": DATA}, md5=hashlib.md5(DATA, usedforsecurity=False).hexdigest())
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA


def test_another_size_than_the_catalogue_s_is_refused_before_it_comes(serve: Serve) -> None:
    _, part = serve({"data": DATA}, size=77)
    with pytest.raises(FetchError, match=r"has 3072000 bytes or more, not 77.*Update audioedition"):
        downloads.fetch([part])
    assert not part.path.exists()


def test_a_size_that_the_server_does_not_tell_is_checked_too(serve: Serve) -> None:
    untold = answer(DATA, kind="application/octet-stream", content_length=None, connection="close")

    def act(sock: object) -> None:
        sock.sendall(untold)  # type: ignore[attr-defined]

    _, part = serve(act, size=len(DATA) + 1)
    with pytest.raises(FetchError, match="its check sum or size is another"):
        downloads.fetch([part])
    assert not part.path.exists()


def test_a_file_that_is_gone_says_what_can_be_done(serve: Serve) -> None:
    web, part = serve(answer(b"gone", "404 Not Found"))
    with pytest.raises(
        FetchError, match=r"is no longer at https://.*\(404\)\. Update audioedition"
    ) as caught:
        downloads.fetch([part])
    assert str(part.path) in str(caught.value)
    assert len(web.asked) == 1


def test_a_web_page_is_no_model(serve: Serve) -> None:
    _, part = serve(answer(b"<h1>Sign in</h1>", kind="text/html; charset=utf-8"))
    with pytest.raises(FetchError, match=r"instead of model\.onnx comes a web page.*sign in"):
        downloads.fetch([part])
    assert not part.path.exists()


def test_a_busy_server_is_asked_again_and_not_for_ever(serve: Serve) -> None:
    busy = answer(b"", "503 Service Unavailable", retry_after=0)
    web, part = serve(busy, busy, {"data": DATA}, *[busy] * 4)
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    part.path.unlink()
    with pytest.raises(FetchError, match=r"cannot give model\.onnx just now \(503\)"):
        downloads.fetch([part])
    assert len(web.asked) == 7


def test_a_connection_that_always_breaks_is_given_up_with_what_came_kept(serve: Serve) -> None:
    web, part = serve(*[{"data": DATA, "cut": 1_000}] * 4, {"data": DATA}, sha256=SHA256)
    with pytest.raises(FetchError, match="was cut off on its way from"):
        downloads.fetch([part])
    assert len(web.asked) == 4
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert ranges(web)[-1] == "bytes=4000-"


@pytest.mark.parametrize("known", [{}, {"size": len(DATA)}, {"sha256": SHA256}])
@pytest.mark.parametrize("status", ["200 OK", "204 No Content"])
def test_an_answer_with_nothing_in_it_is_not_asked_for_for_ever(
    serve: Serve, known: dict[str, object], status: str
) -> None:
    nothing = answer(b"", status, "application/octet-stream")
    web, part = serve(*[nothing] * 20, **known)
    with pytest.raises(FetchError, match=rf"sends nothing of model\.onnx \({status[:3]}\)"):
        downloads.fetch([part])
    assert len(web.asked) == 4
    assert not part.path.exists()


def test_a_rest_with_nothing_in_it_ends_no_file(serve: Serve) -> None:
    rest = f"bytes 2000000-{len(DATA) - 1}/{len(DATA)}"
    nothing = answer(b"", "206 Partial Content", "application/octet-stream", etag='"1"', content_range=rest)
    web, part = serve({"data": DATA, "cut": 2_000_000}, nothing, {"data": DATA})
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA
    assert len(web.asked) == 3


def test_an_empty_answer_is_overcome_by_a_full_one(serve: Serve) -> None:
    _, part = serve(answer(b"", kind="application/octet-stream"), {"data": DATA}, sha256=SHA256)
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA


def test_a_proxy_that_does_not_work_is_named_without_its_password(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    web, part = serve({"data": DATA})
    monkeypatch.setenv("https_proxy", "http://ann:secret@127.0.0.1:9/")
    with pytest.raises(FetchError, match=r"through the proxy 127\.0\.0\.1:9\. Name a proxy") as told:
        downloads.fetch([part])
    assert "secret" not in str(told.value)
    assert not web.asked
    monkeypatch.setenv("no_proxy", HOST)
    downloads.fetch([part])
    assert part.path.read_bytes() == DATA


@pytest.mark.parametrize(
    "proxy", ["http://ann:secret", "http://ann:secret@[::1", "http://ann:se cret@127.0.0.1:x"]
)
def test_a_proxy_that_is_no_address_is_a_sentence_without_its_password(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    _, part = serve({"data": DATA})
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(FetchError, match=r"a proxy whose address is not valid\. Correct it") as told:
        downloads.fetch([part])
    assert "cret" not in str(told.value)


def test_a_socks_proxy_needs_a_package_that_is_named(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    web, part = serve({"data": DATA})
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(FetchError, match=r"names a SOCKS proxy.*pip install socksio"):
        downloads.fetch([part])
    assert not web.asked


def test_offline_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with hub(monkeypatch, {}) as web:
        address = web.at("/model.onnx", HOST)
    path = tmp_path / "model.onnx"
    with pytest.raises(EngineUnavailable) as caught:
        _fetching.fetch("parrot", [Part(address, path)])
    assert f"{HOST}:{web.port} cannot be reached" in caught.value.problem
    assert caught.value.remedy == (
        f"Connect to the internet and run the same command again, or put {address} at {path}."
    )


def test_offline_all_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with hub(monkeypatch, {}) as web:
        one, other, here = [
            Part(web.at(f"/{name}", HOST), tmp_path / name) for name in ("a.onnx", "a.onnx.json", "b")
        ]
    here.path.touch()
    with pytest.raises(EngineUnavailable) as caught:
        _fetching.fetch("parrot", [one, other, here])
    assert caught.value.remedy == (
        f"Connect to the internet and run the same command again, or put {one.address} at {one.path}. "
        f"By hand it takes more: put {other.address} at {other.path}."
    )


def test_nothing_comes_unprotected(serve: Serve, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="would come unprotected, from http://"):
        downloads.fetch([Part("http://blog.example/model.onnx", tmp_path / "one.onnx")])
    web, part = serve(answer(b"", "302 Found", location="http://blog.example/model.onnx"))
    with pytest.raises(FetchError, match="would come unprotected, from http://"):
        downloads.fetch([part])
    assert len(web.asked) == 1


def test_a_redirect_is_followed(serve: Serve) -> None:
    web, part = serve({"data": DATA}, sha256=SHA256)
    web.answers = {**web.answers, "/old": answer(b"", "302 Found", location="/model.onnx")}
    downloads.fetch([Part(web.at("/old", HOST), part.path, sha256=SHA256)])
    assert part.path.read_bytes() == DATA


def test_a_redirect_to_what_is_no_host_is_a_sentence(serve: Serve) -> None:
    web, part = serve({"data": DATA}, sha256=SHA256)
    web.answers = {**web.answers, "/old": answer(b"", "302 Found", location="https://xn--.$/model.onnx")}
    with pytest.raises(FetchError, match=r"cannot be had|cannot be reached"):
        downloads.fetch([Part(web.at("/old", HOST), part.path, sha256=SHA256)])


def test_a_certificate_that_nobody_vouches_for_is_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    web, part = serve({"data": DATA})
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(FetchError, match="its certificate is not valid"):
        downloads.fetch([part])
    assert not web.asked


def test_a_full_disk_is_told_before_anything_comes(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    _, part = serve({"data": DATA})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(FetchError, match=r"the disk of .* is full\. Free some space"):
        downloads.fetch([part])


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(FetchError, match=r"models cannot be written .*AUDIOEDITION_VOICES"):
        downloads.fetch([Part("https://blog.example/m", tmp_path / "models" / "m")])


def test_two_at_once_fetch_once(serve: Serve) -> None:
    go = threading.Event()
    web, part = serve({"data": DATA}, {"data": DATA}, sha256=SHA256)
    told: list[tuple[str, int, int]] = []

    def slowly(_name: str, done: int, _size: int) -> None:
        if done:
            go.wait(10)

    first = threading.Thread(target=downloads.fetch, args=([part], slowly))
    first.start()

    def waiting(*each: object) -> None:
        told.append(each)  # type: ignore[arg-type]
        go.set()

    while not web.asked:
        pass
    downloads.fetch([part], waiting)
    first.join()
    assert part.path.read_bytes() == DATA
    assert len(web.asked) == 1
    assert told[-1][2] == len(DATA)  # who waits sees how far it is


def test_where_models_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    voice = Voice(language="en", engine="parrot", folder=tmp_path / "voices")
    monkeypatch.setenv("AUDIOEDITION_VOICES", str(tmp_path / "shared"))
    assert _fetching.model_path(voice, "polly.onnx") == tmp_path / "shared" / "parrot" / "polly.onnx"
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "polly.onnx").touch()
    assert _fetching.model_path(voice, "polly.onnx") == tmp_path / "voices" / "polly.onnx"
    monkeypatch.delenv("AUDIOEDITION_VOICES")
    assert downloads.shared_folder().name == "voices"
    assert downloads.shared_folder().parent.name == "audioedition"


# Archives


def zipped(files: dict[str, bytes], by: int = zipfile.ZIP_STORED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", by) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def broken(archive: bytes) -> bytes:
    """The archive with other bytes in the middle of its first half."""
    place = len(archive) // 4
    return (
        archive[:place] + bytes(each ^ 0xFF for each in archive[place : place + 40]) + archive[place + 40 :]
    )


def tarred(files: dict[str, bytes], by: str = "gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=f"w:{by}") as archive:  # type: ignore[call-overload]  # any of its own
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("deu/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return held.getvalue()


def head(kind: str, size: int) -> bytes:
    """What stands before `size` bytes in a tar that are of a `kind`."""
    info = tarfile.TarInfo("deu/model.pth")
    info.type, info.size = kind.encode(), size
    return info.tobuf(tarfile.USTAR_FORMAT)


def pax(said: dict[str, str]) -> bytes:
    """A file in a tar of which that is said."""
    info = tarfile.TarInfo("deu/model.pth")
    info.size, info.pax_headers = 64 << 20, said
    return info.tobuf(tarfile.PAX_FORMAT)


MODEL = {
    "deu/config.json": b"{}",
    "deu/model.pth": b"weights" * 1000,
    "deu/.DS_Store": b"x",
    "__MACOSX/deu/x": b"y",
}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_becomes_a_folder_whole_or_not_at_all(
    serve: Serve, tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    _, part = serve({"data": pack(MODEL)}, path=tmp_path / "models" / "de", unpack=True)
    downloads.fetch([part])
    assert {path.name: path.read_bytes() for path in part.path.iterdir()} == {
        "config.json": b"{}",
        "model.pth": b"weights" * 1000,
    }
    assert not list((tmp_path / "models" / ".fetching").glob("*.unpacked"))
    assert not list((tmp_path / "models" / ".fetching").glob("*.part"))


def test_an_archive_that_was_interrupted_while_it_was_unpacked_is_not_fetched_again(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web, part = serve({"data": zipped(MODEL)}, path=tmp_path / "de", unpack=True)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfileobj", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            downloads.fetch([part])
    assert not part.path.exists()
    downloads.fetch([part])
    assert (part.path / "model.pth").is_file()
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "data",
    [
        zipped({"../evil": b"x"}),
        zipped({"a/good": b"x", "a/../../evil": b"x"}),
        zipped({"a/../../evil": b"x"}),
        zipped({"/evil": b"x"}),
        zipped({"..\\evil": b"x"}),
        zipped({"C:\\evil": b"x"}),
        tarred({"../evil": b"x"}),
        zipped({}),
        b"no archive",
        zipped(MODEL)[:-30],
        zipped(MODEL).replace(b"weightsweights", b"WEIGHTSweights"),
        tarred(MODEL)[:-8] + bytes(8),  # its check sum
        tarred(MODEL)[:-9],
        broken(tarred(MODEL, "bz2")),
        broken(tarred(MODEL, "xz")),
        broken(zipped(MODEL, zipfile.ZIP_LZMA)),
        tarred({".": b"x"}),
        tarred({"deu": b"x", "deu/model.pth": b"y"}),
        tarred({"deu/model.pth": b"y", "deu": b"x"}),
        zipped({"deu/" + "m" * 300: b"x", "deu/config.json": b"{}"}),
        zipped({"@": b"x"}).replace(b"@", b"\0"),  # which zipfile reads as no name at all
        zipped(MODEL)[40:],  # whose first file would begin before it does
        zipped({f"deu/{number}": b"" for number in range(1_001)}),
        tarred({f"deu/{number}": b"" for number in range(1_001)}),
        b"PK\1\2" * 100_001 + zipped(MODEL),
        zipped({"a/" * 20 + "b": b"x"}),
        tarred({"a/" * 20 + "b": b"x"}),
        gzip.compress(head("x", 64 << 20) + bytes(64 << 20) + bytes(1024)),  # 64 MB of words about a file
        gzip.compress(head("L", 64 << 20) + bytes(64 << 20) + bytes(1024)),
        gzip.compress(
            pax({"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}) + bytes(64 << 20)
        ),  # holes without end
        gzip.compress(gzip.decompress(tarred(MODEL)) + bytes(80 << 20)),
    ],
    ids=range(31),  # what is packed holds the hour: each worker of several would give it another name
)
def test_an_archive_that_is_broken_or_reaches_out_is_thrown_away(
    serve: Serve, tmp_path: Path, data: bytes
) -> None:
    _, part = serve({"data": data}, path=tmp_path / "models" / "de", unpack=True)
    with pytest.raises(FetchError, match="is not what it should be"):
        downloads.fetch([part])
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["de.lock"]


@given(st.lists(st.text(st.sampled_from("ab./\\:~ "), min_size=1, max_size=8), unique=True, max_size=4))
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "a.zip").write_bytes(zipped(dict.fromkeys(names, b"x")))
    with contextlib.suppress(Unsafe):
        unpack(folder / "a.zip", folder / "inside")
    assert {path.name for path in folder.iterdir()} <= {"a.zip", "inside"}


def test_of_two_files_of_one_name_the_last_is_kept(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for data in (b"first", b"the last"):
            info = tarfile.TarInfo("deu/model.pth")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    unpack(tmp_path / "a.tar", tmp_path / "inside")
    assert (tmp_path / "inside/model.pth").read_bytes() == b"the last"


def test_what_will_not_fit_on_the_disk_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(MODEL))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=7000))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        unpack(tmp_path / "a.zip", tmp_path / "inside")
    assert list((tmp_path / "inside").iterdir()) == []


def test_pauses_grow_but_stay_short() -> None:
    assert sum(transfer.PAUSES) < 10
