"""Lines of colons: our own marks of languages, and the boxes that other programs write in the same way."""

from __future__ import annotations

import re

from audioedition.languages import TAG

_BOXES = (
    *("note", "tip", "info", "warning", "danger", "caution", "important", "success", "details", "faq"),
    *("box", "row", "col", "tab", "tabs", "div", "quote", "center", "left", "right", "card", "grid"),
)
_BOX = "|".join(_BOXES)
_OPENS = rf"(?:{_BOX})\b(?P<title>.*)|\{{[^{{}}]*\}}"

MARK = re.compile(rf"\s*:{{3,}}\s*+(?P<language>(?!(?:{_BOX})\s*\Z){TAG})?\s*", re.IGNORECASE)
"""Our own marker: `::: de` begins a language, `:::` ends it, or the innermost box."""

BOX_OPENS = re.compile(rf"\s*:{{3,}}\s*+(?:{_OPENS})", re.IGNORECASE)
"""A line that opens a box, and perhaps gives it a title: `::: tip Mind the planks`, `:::note[Mind the planks]`."""

ODD_LINE = re.compile(rf"\s*:{{3,}}\s*+(?:(?P<box>{_OPENS})|[\w-]+\s*)", re.IGNORECASE)
"""Any other line of colons and a word: one with a `box` opens that."""

MARKED = "This line of yours marks a language."
NO_LANGUAGE = "This line marks no language: name one by its tag, `::: de`."
BOX = "It opens a box of the blog system; what is in it is text."
BOX_END = "It ends a box of the blog system."
"""What is said of such lines."""
