"""Joining: runs of frames and the silence between them, one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from audioedition.files import replacing
from audioedition.mixdown import mp3
from audioedition.mixdown.layout import Piece


def join(pressed: Iterable[tuple[Piece, bytes]], samples: int, target: Path) -> None:
    """Write the pieces that were `pressed`, in order, to the MP3 `target`, which lasts so many `samples`.

    Raises ArchiveError.
    """
    with replacing(target, lasting=False) as part, part.open("wb") as file:
        head = file.write(bytes(mp3.HEAD))  # what it must tell is known at the end
        frames = 0
        for piece, data in pressed:
            file.write(mp3.silence(piece.first - frames, frames, file.tell() - head))
            file.write(data)
            frames = piece.first + piece.frames
        whole = max(frames, mp3.total(samples))
        file.write(mp3.silence(whole - frames, frames, file.tell() - head))
        size = file.tell() - head
        file.seek(0)
        file.write(mp3.head(whole, size, samples))
