"""Addresses of the web and of people, hashtags and names of files, as one reads them to somebody."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_DOT = re.compile(r"\w\.\w")
_LEADING_DOT = re.compile(r"(?:[\s(\"“]|^)\.[a-z]")
_AT = re.compile("@")
_HASH = re.compile("#")
_SCHEME = re.compile("://|(?i:www)")

# Ends of web addresses that nobody takes for a word behind a forgotten blank.
_ENDS = (
    "com|org|net|edu|gov|mil|int|info|biz|name|io|dev|app|ai|tv|fm|me|co|eu|de|at|ch|fr|it|es|pt|nl|be|lu|uk|ie|dk|se"
    "|no|fi|is|pl|cz|sk|hu|ro|bg|gr|tr|ru|ua|by|il|ir|in|cn|jp|kr|tw|hk|sg|au|nz|ca|us|mx|br|ar|cl|za|ng|ke|eg|blog"
    "|online|shop|site|news|cloud|wiki|page|press|social|cat|swiss|berlin|wien|koeln|hamburg|bayern|space|xyz|tech|art"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}\.)+"
_REST = r"(?:[/?#][^\s<>\"“”„«»()\[\]]*[\w/])?/?"
_FILES = (
    "pdf|txt|docx?|xlsx?|pptx?|odt|csv|json|xml|ya?ml|toml|ini|cfg|conf|log|md|rst|tex|html?|css|js|ts|py|rb|rs|go|java|c|h|cpp|sh"
    "|bat|exe|dll|so|zip|gz|tar|rar|7z|iso|jpe?g|png|gif|svg|webp|tiff?|bmp|heic|mp3|mp4|wav|ogg|flac|avi|mov|mkv|epub|sql|db|php|apk|dmg"
)
_LONGEST = 24  # letters of a part of an address that a person would still read out
_MOST = 3  # parts

DEFAULT: Mapping[str, str] = MappingProxyType(
    {".": "dot", "@": "at", "/": "slash", "-": "-", "_": "underscore", ":": "colon", "#": "hashtag"}
)


def rules(words: Words, number: Callable[[str], str]) -> tuple[Rule, ...]:
    """The rules for them, with the language's words for the signs in them; `number` says digits."""
    called = {**DEFAULT, "+": words.signs.get("+", "+"), **words.web}
    abbreviations = {"".join(key.lower().split()).rstrip(".") for key in (*words.open, *words.closed)}

    def joined(parts: list[str]) -> str:
        return re.sub(r"\d+", lambda digits: number(digits[0]), " ".join(" ".join(parts).split()))

    def address(match: re.Match[str]) -> str | None:
        host, rest = match["host"], match["rest"] or ""
        if host.lower() in abbreviations:
            return None  # p.es.
        return joined([_host(host, called), *_path(rest, called)])

    def mail(match: re.Match[str]) -> str:
        return joined([_parts(match["who"], called), called["@"], _host(match["host"], called)])

    def handle(match: re.Match[str]) -> str:
        return joined([called["@"], _parts(_camel(match["who"]), called), *(["", called["@"], _host(match["host"], called)] if match["host"] else [])])  # fmt: skip

    def hashtag(match: re.Match[str]) -> str:
        return joined([called["#"], _parts(_camel(match["tag"]), called)])

    def file(match: re.Match[str]) -> str | None:
        end = match["end"]
        if match[0].lower() in abbreviations:
            return None  # c.so
        return joined([_parts(_camel(match["name"]), called), called["."], called.get(end.lower(), end)])

    return (
        Rule("email", later(rf"(?<![\w.+-])(?:mailto:)?(?P<who>[\w.+-]*\w)@(?P<host>{_HOST}[^\W\d_]{{2,}})"), mail, _AT),
        Rule("address", later(rf"(?<!\w)<?(?:https?|ftp)://(?P<host>{_HOST}[\w-]{{2,}}|localhost)(?::\d+)?(?P<rest>{_REST})>?", re.IGNORECASE), address, _SCHEME),
        Rule("address", later(rf"(?<![\w@.-])(?P<host>www\.{_HOST}[^\W\d_]{{2,}})(?P<rest>{_REST})", re.IGNORECASE), address, _SCHEME),
        Rule("file", later(rf"(?<![\w@./])(?P<name>\w[\w-]{{1,60}}(?:\.tar)?)\.(?P<end>(?i:{_FILES}))(?![\w@-]|\.\w)"), file, _DOT),
        Rule("address", later(rf"(?<![\w@./-])(?P<host>{_HOST}(?:{_ENDS}))(?![\w@-]|\.\w)(?P<rest>{_REST})"), address, _DOT),
        Rule("address", later(r"(?:(?<=[\s(\"“])|^)\.(?=[a-z]{2,20}(?![\w.]))"), lambda _: f"{called['.']} ", _LEADING_DOT),
        Rule("handle", later(rf"(?<![\w@.])@(?P<who>\w[\w.-]*\w|\w)(?:@(?P<host>{_HOST}[^\W\d_]{{2,}}))?"), handle, _AT),
        Rule("hashtag", later(r"(?<![\w&#])#(?P<tag>\w*[^\W\d_]\w*)"), hashtag, _HASH),
    )  # fmt: skip


def inner(words: Words) -> tuple[Rule, ...]:
    """A dot within a word that is neither an address nor an abbreviation: `fair.news`."""
    dot = words.web.get(".", DEFAULT["."])
    pattern = re.compile(r"(?<=[A-Z]{2})\.(?=[A-Z]{2})|(?<=[a-z]{2})\.(?=[a-z]{2})")
    return (Rule("address", pattern, lambda _: f" {dot} ", _DOT),)


def _host(host: str, called: Mapping[str, str]) -> str:
    first, *others = re.sub(r"^www\d?\.", "", host, flags=re.IGNORECASE).split(".")
    ends = [
        called.get(f".{label.lower()}") or called.get(label.lower()) or _parts(label, called)
        for label in others
    ]
    return f" {called['.']} ".join([_parts(first, called), *ends])


def _path(rest: str, called: Mapping[str, str]) -> list[str]:
    """The way behind the host, if it is one that a person would read out."""
    rest = re.split(r"[?#]", rest)[0].strip("/")
    parts = rest.split("/") if rest else []
    if len(parts) > _MOST or any(
        len(part) > _LONGEST or re.search(r"\d[a-z]|[%=&~]", part) for part in parts
    ):
        return []
    return [word for part in parts for word in (called["/"], _parts(part, called))]


def _parts(name: str, called: Mapping[str, str]) -> str:
    """A name with its inner signs in words, its numbers left to the rules for numbers."""
    parts = re.findall(r"\d+|[^\W\d_]+|[^\w]|_", name)
    return "".join(part if part.isalpha() else f" {called.get(part, part)} " for part in parts)


def _camel(name: str) -> str:
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
