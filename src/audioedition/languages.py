"""Language tags (BCP 47): how they are compared, and how they are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"
"""A pattern: what looks like a language tag, in anybody's spelling."""

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
CODES = frozenset(_ISO_639_1.split())
"""The languages with a code of two letters (ISO 639-1)."""

_TODAY = {"cmn": "zh", "in": "id", "iw": "he", "ji": "yi", "sh": "sr", "tl": "fil"}  # codes that were renamed
_COUNTRIES = {"cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "ua": "uk"}  # taken for languages
_WHOLE = {"nb": "no", "nn": "no"}  # what detectors, and most people, tell no further
_REGION, _SCRIPT = 2, 4  # letters


@cache
def base(tag: str) -> str:
    """The language of a tag, without script and region, as two tags are compared: `nb-NO` is `no`."""
    *_, language = ever_shorter(tag)
    return _WHOLE.get(language, language)


def canonical(tag: str) -> str:
    """The tag as the standard writes it: `pt_br` is `pt-BR`, `ZH-hant` is `zh-Hant`, `iw` is `he`, and `ua` `uk`."""
    return next(ever_shorter(tag))


def ever_shorter(tag: str) -> Iterator[str]:
    """The canonical tag, then what is left when its ends are cut off: `zh-Hant-TW`, `zh-Hant`, `zh`."""
    language, *rest = tag.strip().replace("_", "-").lower().split("-")
    parts = [{**_TODAY, **_COUNTRIES}.get(language, language), *map(_cased, rest)]
    return ("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _cased(subtag: str) -> str:
    if len(subtag) == _REGION:
        return subtag.upper()
    return subtag.title() if len(subtag) == _SCRIPT and subtag.isalpha() else subtag
