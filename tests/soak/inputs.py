"""Hostile inputs, made of examples and of the words of their language, by a recipe: a few bytes that a fuzzer chooses.

A recipe is short, so that it shrinks well; the same recipe makes the same input.  Its first bytes choose an example, or none; each
five that follow are one edit: what, where, how much.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

SHORTEST, LONGEST = 7, 62
"""Bytes of a recipe."""

MOST = 30_000
"""Bytes of an input: what is longer finds nothing that this does not, and takes the time of many."""

HOSTILE: Sequence[bytes] = (
    *(b"\0", b"\n", b"\r", b"\t", b" ", b"\x1b[2J", b"\x7f", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8", b"\xe2\x80\xae"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\\ud800", b"\\u0000", b"\\", b'"', b"'", b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b"&"),
    *(b"../", b"/etc/passwd", b"C:\\", b"%00", b"%2e%2e%2f", b"http://[", b"http://a:99999999999/", b"//", b"@", b"#", b"?", b"=", b":", b";", b"|"),
    *(b"0", b"-1", b"1e999", b"9" * 5000, b"NaN", b"Infinity", b"2147483648", b"18446744073709551616", b"0000-00-00", b"9999-12-31T23:59:59+14:00"),
    *(b"0001-01-01T00:00:00-14:00", b"null", b"true", b"*" * 60, b"_" * 60, b"`" * 60, b"\xcc\x81" * 40, b"\xf0\x9f\x91\xa9\xe2\x80\x8d" * 9, b"a" * 3000),
    *("ß".encode(), "İ".encode(), "ﬀ".encode(), "٣".encode(), "²".encode(), "Ⅷ".encode(), "\u3000".encode(), "\u200d".encode(), "\ufffe".encode()),
)  # fmt: skip
"""What has broken readers of anything."""

VALUES: Sequence[bytes] = (
    *(b"null", b"true", b"false", b"0", b"-0", b"-1", b"1", b"1.5", b"1e999", b"-1e999", b"NaN", b"Infinity", b"nan", b"inf", b"9" * 5000),
    *(b"9223372036854775808", b'""', b'" "', b'"\\u0000"', b'"\\ud800"', b'"../../x"', b'"/etc/passwd"', b'"' + b"a" * 5000 + b'"', b"[]", b"{}"),
    *(b"[" * 100_000, b"[" * 900 + b"]" * 900, b'{"a":' * 900 + b"1" + b"}" * 900, b'[{"a": []}]', b'["a", 1, null]', b'{"en": "a"}', b'"en"', b'"9999-12-31T23:59:59+14:00"'),
    *(b'"0001-01-01T00:00:00-14:00"', b'"2024-02-30"', b"2024-05-03", b"0001-01-01", b"1979-05-27T07:32:00-08:00", b"07:32:00", b'"http://[::1"', b'"a\\nb"', b"'''a'''", b"0x10"),
)  # fmt: skip
"""What may stand behind a `:` or a `=`, in JSON, TOML and YAML."""

_VALUE = re.compile(rb'(?<=[:=])[ ]*("(?:[^"\\\n]|\\.)*"|[^\s,}\]">]+)')
_BIG = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0",
    b"\x80\0\0\0",
    b"\0\0\0\x01",
    b"\x01\0\0\0",
)


RELATIVES = 32
"""Inputs for each recipe that is chosen."""


def relatives(recipe: bytes) -> Iterator[bytes]:
    """A `recipe` and some that are like it, always the same: a fuzzer takes longer to choose one than it takes to run most."""
    yield recipe
    chance = random.Random(recipe)
    for _ in range(RELATIVES - 1):
        other = bytearray(
            recipe if chance.random() < 0.5 else chance.randbytes(chance.randint(SHORTEST, LONGEST))
        )
        for _ in range(3):
            other[chance.randrange(len(other))] = chance.randrange(256)
        yield bytes(other)


def shortest(data: bytes, fails: Callable[[bytes], bool], tries: int = 300) -> bytes:
    """`data` without what is not needed to fail, as far as so many `tries` tell."""
    size = len(data) // 2
    while size:
        place = 0
        while place < len(data):
            if not tries:
                return data
            tries -= 1
            less = data[:place] + data[place + size :]
            if fails(less):
                data = less
            else:
                place += size
        size //= 2
    return data


def made(recipe: bytes, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """The input that a `recipe` makes of `seeds`, which are at least one, and of `words`."""
    known = (*words, *HOSTILE)
    which, edits = recipe[0], recipe[2:]
    data = b"" if which % 8 == 7 else seeds[(which // 8 * 256 + recipe[1]) % len(seeds)]
    if not data:  # of words alone: each byte is one
        return b"".join(
            _word(first * 256 + second, words or known, known)
            for first, second in zip(edits[::2], edits[1::2], strict=False)
        )
    return edited(data, edits, seeds, known, len(words))


def edited(data: bytes, edits: bytes, seeds: Sequence[bytes], known: Sequence[bytes], own: int) -> bytes:
    """`data` after the `edits`, five bytes each; the first `own` of the words that are `known` are of its language."""
    for at in range(0, len(edits) - 4, 5):
        data = _edited(data, edits[at : at + 5], seeds, known, own)[:MOST]
    return data


def _word(number: int, often: Sequence[bytes], known: Sequence[bytes]) -> bytes:
    return known[number // 4 % len(known)] if number % 4 == 3 else often[number // 4 % len(often)]


def _edited(data: bytes, edit: bytes, seeds: Sequence[bytes], known: Sequence[bytes], own: int) -> bytes:  # noqa: C901, PLR0911, PLR0912 -- a list of ways
    way, high, low, size, what = edit
    place = (high * 256 + low) * (len(data) + 1) // 65536
    end = min(len(data), place + size)
    word = _word(size * 256 + what, known[:own] or known, known)
    match way % 16:
        case 0 | 1:
            return data[:place] + word + data[place:]
        case 2:
            return data[:place] + word + data[place + what % 32 :]
        case 3:
            return data[:place] + data[end:]
        case 4:
            return data[:end] + data[place:end] * (1 + what) + data[end:]
        case 5:
            return data[:place] + bytes((what,)) + data[place + 1 :]
        case 6:
            return data[:place] + bytes((what,)) + data[place:]
        case 7:
            other = seeds[what % len(seeds)]
            begin = size * len(other) // 256
            return data[:place] + other[begin : begin + 40 + size * 8] + data[place:]
        case 8:
            return data[:place] + word * (size * (1 + what % 16)) + data[place:]
        case 9:
            return data[:place] if what % 4 else data[place:]
        case 10:
            return data[:place] + _BIG[what % len(_BIG)] + data[place + 4 :]
        case 11:
            return data[:place] + data[end : end + what] + data[place:end] + data[end + what :]
        case 12:  # a key, or a tag, once more
            line = data.rfind(b"\n", 0, place) + 1
            stop = data.find(b"\n", place) + 1 or len(data)
            return data[:stop] + data[line:stop] * (1 + what % 8) + data[stop:]
        case _:
            return _revalued(data, place, VALUES[(size * 256 + what) % len(VALUES)])


def _revalued(data: bytes, place: int, value: bytes) -> bytes:
    """`data` with another value behind the next `:` or `=`; of an attribute in quotes."""
    found = _VALUE.search(data, place) or _VALUE.search(data)
    if not found:
        return data[:place] + value + data[place:]
    return data[: found.start()] + b" " + value + data[found.end() :]
