from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from audioedition.errors import ArchiveError
from audioedition.files import digest, digest_file, replacing, replacing_folder, write_atomically


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a" / "feed.xml"
    assert write_atomically(path, b"one")
    os.utime(path, (1, 1))
    assert not write_atomically(path, b"one")
    assert path.stat().st_mtime == 1
    assert write_atomically(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as part:
            part.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == ["feed.xml"]
    assert path.read_bytes() == b"old"


def test_a_reader_never_sees_a_part(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"old")
    with replacing(path) as part:
        part.write_bytes(b"ha")
        assert path.read_bytes() == b"old"
        assert part.suffix == ".xml"
    assert path.read_bytes() == b"ha"


def test_data_reach_the_disk_before_their_name_does_and_then_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a power cut leaves the old file or the new one.  (Other tests do not wait for the disk.)"""
    done: list[str] = []

    def sync(handle: int) -> None:
        done.append("the folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "the data")

    def rename(self: Path, target: Path) -> Path:
        done.append("the name")
        return self.rename(target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", rename)
    write_atomically(tmp_path / "feed.xml", b"one")
    assert done == ["the data", "the name", "the folder"]
    assert (tmp_path / "feed.xml").read_bytes() == b"one"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode bits")
def test_a_web_server_may_read_what_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "x", b"")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) & 0o044 == 0o044


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"file.x could not be written"):
        write_atomically(tmp_path / "file" / "x", b"")


def test_a_folder_that_cannot_be_replaced_is_there_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model"
    path.mkdir()
    (path / "old").write_bytes(b"")
    really = Path.rename

    def rename(source: Path, target: Path) -> Path:
        if target == path and not source.name.endswith(".old"):
            raise PermissionError(13, "Permission denied")
        return really(source, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ArchiveError), replacing_folder(path) as part:
        (part / "new").write_bytes(b"")
    assert [each.relative_to(tmp_path).as_posix() for each in sorted(tmp_path.rglob("*"))] == [
        "model",
        "model/old",
    ]
    monkeypatch.undo()
    with replacing_folder(path) as part:
        (part / "new").write_bytes(b"")
    assert [each.relative_to(tmp_path).as_posix() for each in sorted(tmp_path.rglob("*"))] == [
        "model",
        "model/new",
    ]


def test_digests_tell_borders_apart(tmp_path: Path) -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ä") == digest("ä".encode())
    (tmp_path / "x").write_bytes(b"x")
    assert digest_file(tmp_path / "x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
