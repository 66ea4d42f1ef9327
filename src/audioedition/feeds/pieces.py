"""A feed's document in pieces: what comes before its episodes, each of them, and what comes behind."""

from __future__ import annotations

from dataclasses import dataclass

_BEGINS, _ENDS = (
    b"    <item>\n",
    b"    </item>\n",
)  # as feedgen lays them out; in a text, `<` is written otherwise


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document: its bytes are `head`, all `entries` and `tail`."""

    head: bytes
    entries: tuple[bytes, ...]
    tail: bytes

    def __bytes__(self) -> bytes:
        """The document."""
        return b"".join((self.head, *self.entries, self.tail))


def pieces(document: bytes) -> Pieces:
    """The pieces of a `document` that `render` made; of any other there may be no entries."""
    head, *entries = document.split(_BEGINS)
    if not entries:
        return Pieces(document, (), b"")
    last, end, tail = entries[-1].rpartition(_ENDS)
    return Pieces(head, tuple(_BEGINS + entry for entry in (*entries[:-1], last + end)), tail)
