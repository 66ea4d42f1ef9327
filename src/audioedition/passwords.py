"""Passwords in addresses, which nobody is told, whoever asks: neither a terminal nor a page."""

from __future__ import annotations

import re

# As in `posts.web.addresses`, but anywhere in a text: what looks like no port, before an @, is a password.
_CREDENTIALS = re.compile(
    r"""(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,20}:/{2,})(?!\[)
        (?:[^\s/?#'"<>]{0,300}@|[^\s/?#:@'"<>]{0,300}:(?!\d{0,5}(?:[/?#\s'"<>]|$))[^\s@'"<>]{0,300}@)""",
    re.IGNORECASE | re.VERBOSE,
)


def without_passwords(text: str) -> str:
    """The text without the names and passwords of addresses in it: settings may hold some, or a library's error."""
    return _CREDENTIALS.sub(r"\1", text)
