"""Files that are no text: covers, archives that voices come in, sounds, tags."""

from __future__ import annotations

import io
import shutil
import tarfile
import wave
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from PIL import Image

from audioedition.covers import artwork
from audioedition.downloads.unpacking import Unsafe, unpack
from audioedition.errors import AudioError
from audioedition.ffmpeg import ffmpeg
from audioedition.mixdown import decoding, id3, jingles
from audioedition.mixdown import mp3 as frames
from audioedition.model import Chapter, Jingle, Tags
from soak.examples import scratch, words, written
from soak.target import Target

_TAGS = Tags(title="T", artist="A", album="B", language="en", published=datetime(2026, 6, 1, tzinfo=UTC), guid="g", chapters=(Chapter(0.0, "C"),), seconds=1.0)  # fmt: skip


def _cover(data: bytes) -> None:
    artwork.measure(data)
    fitting, _ = artwork.fit(data, "cover.png")
    artwork.thumbnail(fitting)


def _unpacked(data: bytes) -> None:
    target = scratch() / "unpacked"
    shutil.rmtree(target, ignore_errors=True)
    unpack(written("packed/x", data), target)
    root = target.resolve()
    assert all(path.resolve().is_relative_to(root) for path in target.rglob("*"))
    assert not any(path.is_symlink() for path in target.rglob("*"))


def _tagged(data: bytes) -> None:
    id3.tag(written("tagged/a.mp3", data), scratch() / "tagged" / "b.mp3", _TAGS)


def _heard(data: bytes) -> None:
    decoding.heard(data)


def _jingle(data: bytes) -> None:
    jingles.prepare(Jingle(written("jingles/a.wav", data), 1.0, 0.0, 0.5), ffmpeg(), opens=True)


def _pictures() -> Iterator[bytes]:
    for kind, mode, size in (("PNG", "RGB", 1400), ("PNG", "P", 1400), ("PNG", "RGBA", 20), ("PNG", "I;16", 20), ("JPEG", "RGB", 1400), ("JPEG", "CMYK", 20), ("WEBP", "RGBA", 20), ("GIF", "P", 20)):  # fmt: skip
        file = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new(mode, (size, size)).save(file, kind, **({"exif": exif} if kind != "GIF" else {}))
        yield file.getvalue()


def _archives() -> Iterator[bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("model/config.json", "{}" * 50)
        zipped.writestr("model/model.pth", b"\0" * 500)
    yield file.getvalue()
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode=mode) as tar:
            for name in ("model/config.json", "model/model.pth"):
                info = tarfile.TarInfo(name)
                info.size = 60
                tar.addfile(info, io.BytesIO(b"{}" * 30))
            link = tarfile.TarInfo("model/link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)
        yield file.getvalue()


def _sounds() -> Iterator[bytes]:
    sound = (8000 * np.sin(np.arange(8000) / 9)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setparams((1, 2, 8000, 0, "NONE", ""))
        wav.writeframes(sound.tobytes())
    yield file.getvalue()
    mp3 = frames.run(sound, frames.frames_of(len(sound)))
    yield mp3
    yield b"ID3\x04\0\0\0\0\0\x0aTIT2\0\0\0\0\0\0" + mp3
    yield b"ID3\x04\0\x10\x7f\x7f\x7f\x7f" + mp3


_CHUNKS = words("RIFF WAVE fmt␣ data ID3 TAG OggS OpusHead fLaC APIC CHAP TIT2 Xing LAME")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"IHDR", b"IDAT", b"IEND", b"iCCP", b"zTXt", b"tRNS", b"PLTE", b"eXIf", b"acTL", b"\xff\xd8\xff\xe1", b"Exif\0\0", b"II*\0", b"MM\0*", b"RIFF", b"WEBP", b"VP8X", b"GIF89a", b"BM", b"\0\0\1\0")  # fmt: skip
_PACKED = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"ustar", b"../", b"/", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"0" * 11, b"7" * 11, b"x" * 300, b"GNU.sparse.map=", b"30 path=", b"K", b"L", b"g", b"x", b"S")  # fmt: skip

TARGETS = (
    Target("cover", _cover, tuple(_pictures()), _IMAGES, 1),
    Target("packed-voice", _unpacked, tuple(_archives()), _PACKED, 6, (Unsafe,)),
    Target("mp3-tags", _tagged, tuple(_sounds()), _CHUNKS, 10),
    Target("mp3", _heard, tuple(_sounds()), _CHUNKS, 3, (AudioError,)),
    Target("jingle", _jingle, tuple(_sounds()), _CHUNKS, 0, guided=False),
)
