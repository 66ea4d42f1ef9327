"""Passwords in addresses, which nobody is told, whoever asks: neither a terminal nor a page.

An address can be spelled in many ways, and what one program takes for a name and a password is a path to another.  So the
rule is simple, and hides rather too much: **all from where a host could begin to the last @ before it ends.**

- A host could begin behind `//`, and behind the colon of a scheme with any slash; behind `http:` and its like without
  one, too, as browsers have it; and before a name with a password, as in `ann:secret@example.org`: so proxies are written.
  A backslash is as good as a slash, `%40` as an @, and tabs and ends of lines among slashes do not count.
- It ends at a slash (a backslash is none here), `?`, `#` or a blank; but in a text that is an address from its very
  beginning, or from a quotation mark on, not at a blank: a password can hold one.
- What follows a colon and is no port is a password with something in it that should have been escaped: it reaches to the
  next @, whatever stands between.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_FARTHEST = 4096  # characters to the @ behind a password that holds what ends a host

_AT = re.compile(
    "[@＠﹫]|%40"
)  # the wide ones are an @ to who normalizes hosts, and repeats them in a complaint
_ENDS = {None: re.compile(r"[/?#\s]"), "": re.compile(r"[/?#]")} | {
    opening: re.compile(rf"[/?#]|(?<!\\){closing}")
    for opening, closing in (
        *(("'", r"'(?!\w)"), ('"', '"'), ("`", "`"), ("“", "”"), ("‘", "’"), ("„", "[“”]")),
        *(("«", "»"), ("<", ">"), ("(", r"\)(?!\w)")),
    )
}
"""Where a host ends: in any text, in one that begins with an address, and behind each quotation mark."""

_SKIPPED = r"(?:[\t\n\r]|\\[tnr])*"  # everything that reads addresses leaves them out
_SLASH, _COLON = r"(?:[/\\]|%2f|%5c)", "(?::|%3a)"
_SCHEMES = "|".join(_SKIPPED.join(scheme) for scheme in ("https", "http", "ftp", "wss", "ws"))
_BEGINNING = re.compile(
    rf"""
    (?P<quote>\A\s* | ['"“‘„«<(`])?
    (?: (?<![a-z0-9+.-])(?:{_SCHEMES}){_SKIPPED}{_COLON}
      | (?:[a-z0-9+.\t\n\r-]|\\[tnr]){{2,40}}{_COLON}{_SKIPPED}{_SLASH}
      | (?<![\w:.~%/\\-]){_SLASH}{_SKIPPED}{_SLASH}
    )
    (?:\\[tnr](?=[/\\]) | [/\\\t\n\r] | %2f | %5c)*+
    |
    (?<![\w:@/\\.%+-]) (?!(?:acct|mailto|sips?|tag|urn|xmpp):)
    (?P<name>[^\s/\\?\#:@'"“”„«»<>()\[\]{{}}]{{0,100}}:(?![\s/\\]))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_PORT = re.compile(r"(?!\[)[^/\\?#:\s]{0,256}:(?!\d{0,5}(?!\w))")


def without_passwords(text: str) -> str:
    """The text without the names and passwords of addresses in it: settings may hold some, or a library's error."""
    ats = [found.end() for found in _AT.finditer(text)]
    if not ats:
        return text
    ends = {kind: [found.start() for found in end.finditer(text)] for kind, end in _ENDS.items()}

    def last_at(begins: int, kind: str | None) -> int:
        """The place behind the last @ of the host that could begin at `begins`; that itself if there is none."""
        after = bisect_left(ends[kind], begins)
        end = ends[kind][after] if after < len(ends[kind]) else len(text)
        return max(begins, ats[before - 1] if (before := bisect_right(ats, end)) else 0)

    told, done, place = "", 0, 0
    while found := _BEGINNING.search(text, place):
        is_bare, quote = found["name"] is not None, found["quote"]
        place = found.end()
        begins = found.start() if is_bare else place
        end = max(last_at(begins, None), last_at(begins, None if quote is None else quote.strip()))
        if not is_bare and end == begins and _NO_PORT.match(text, begins):
            following = bisect_right(ats, begins)
            if following < len(ats) and ats[following] - begins <= _FARTHEST:
                end = last_at(ats[following], None)
        if end > place or (end > begins and not is_bare):
            told, done, place = told + text[done:begins], end, end
    return told + text[done:]
