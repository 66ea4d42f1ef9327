"""One text with several languages in it, as the qTranslate family writes them: `[:en]Fog[:de]Nebel[:]`.

Older ones write `<!--:en-->Fog<!--:--><!--:de-->Nebel<!--:-->`, some `{:en}Fog{:de}Nebel{:}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioedition.languages import canonical

_CODE = r"[a-z]{2}(?:-[a-z]{2,4})?"
_SIGN = re.compile(
    rf"<!--:(?P<comment>{_CODE})?-->|\[:(?P<square>{_CODE})?\]|\{{:(?P<curly>{_CODE})?\}}|<[/!a-z][^<>]*+>",
    re.IGNORECASE,
)
_BEGIN = re.compile(rf"<!--:{_CODE}-->|(?<!\w)(?:\[:{_CODE}\]|\{{:{_CODE}\}})", re.IGNORECASE)
_SIGNS = ("[:", "{:", "<!--:")
_END = re.compile(r"\[:\]|<!--:-->|\{:\}")
_START = re.compile(rf"\s*(?:<[^<>]*+>\s*)*+(?:\[:{_CODE}\]|\{{:{_CODE}\}})", re.IGNORECASE)


def parts(text: str) -> list[tuple[str | None, str]]:
    """`text` by languages, in its order; None stands for what belongs to all of them.

    A text counts as divided if it begins with a sign, or holds one apart from words, and one that
    ends a language: `params[:id]` is Ruby, `list[:]` Python.
    """
    if not any(sign in text for sign in _SIGNS) or not (
        _START.match(text) or (_BEGIN.search(text) and _END.search(text))
    ):
        return [(None, text)]
    return [(language, piece) for language, piece in _pieces(text) if piece.strip()]


def marked(html: str) -> str:
    """`html` with each language in a `<div lang>` of its own; untouched if it is not divided."""
    return "".join(
        f'<div lang="{language}">{piece}</div>' if language else piece for language, piece in parts(html)
    )


def _pieces(text: str) -> Iterator[tuple[str | None, str]]:
    language: str | None = None
    begin = 0
    for sign in _SIGN.finditer(text):
        if sign.lastgroup is None and not _END.fullmatch(sign[0]):
            continue  # a tag, whose attributes are not cut in two
        yield language, text[begin : sign.start()]
        language = canonical(sign[sign.lastgroup]) if sign.lastgroup else None
        begin = sign.end()
    yield language, text[begin:]
