"""The tree of a page: how it is walked, and what its elements call themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from audioedition.languages import TAG, canonical
from audioedition.posts.decoding import clean
from audioedition.text import one_line

INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data"),
        *("del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "map", "mark", "meter"),
        *("nobr", "output", "picture", "progress", "q", "ruby", "s", "samp", "select", "small"),
        *("source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
"""Elements that stand inside of a line; all others begin a new one."""

_SILENT = {
    *("head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math"),
    *("canvas", "audio", "video", "rt", "rp"),
}
_SIGN_TAGS = ("sup", "a", "span")
_SIGN = re.compile(  # of notes, and MediaWiki's "[edit]"
    r"footnote-?(ref(erence)?|backref|anchor.*)|reversefootnote|fn-?(ref|back).*|reference|mw-(editsection|cite-backlink)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"(.+[-_])?(anchor(js)?|(header|hash|perma|deep)-?link)([-_].+)?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[\w+\]|\(\d+\)")
_LONGEST_SIGN = 6  # characters
_FEW = 4  # characters or nodes in a sign beside its link
_MOST_IN_ANCHOR = 50  # nodes, such as those of a drawing
_NAMING = ("class", "id", "itemprop", "data-testid", "data-hook")
_LONGEST_NAME = 80  # characters
_LANGUAGE_DATA = ("data-lang", "data-language", "data-locale")
_LANGUAGE_NAME = re.compile(r"(?:[\w-]+-)?lang(?:uage)?[-_]([a-z]{2}(?:[-_][A-Za-z]{2})?)")
_SWITCHED = ("section", "div", "article", "p", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "details")
_MAYBE_SWITCHED = ", ".join((*(f"[{key}]" for key in _LANGUAGE_DATA), "[class*=lang]", "[id*=lang]"))
_PROGRAM = re.compile(
    r"(?:.*[-_])?(?:highlight(?:er)?|code|prettyprint|prism|snippet)(?:[-_].*)?", re.IGNORECASE
)


def walk(root: LexborNode) -> Iterator[tuple[bool, LexborNode]]:
    """Every node below `root`, entered and left, without recursion: pages can be nested deeply.

    What holds no text for readers is left out: scripts, note signs, comments of the markup unless
    they begin with a colon, by which qTranslate marks languages.
    """
    node: LexborNode | None = root.child
    path: list[LexborNode] = []
    while node is not None or path:
        if node is None:
            node = path.pop()
            yield False, node
            node = node.next
        elif _is_silent(node):
            node = node.next
        else:
            yield True, node
            path.append(node)
            node = node.child


def words(node: LexborNode) -> str:
    """The text for readers in `node`, on one line."""
    pieces = (inner.text_content or "" for entering, inner in walk(node) if entering and inner.is_text_node)
    return one_line(clean("".join(pieces)))


def names(node: LexborNode) -> set[str]:
    """What `node` calls itself: its classes, its id, and what other programs know it by."""
    attributes = node.attributes
    said = (name for key in _NAMING for name in (attributes.get(key) or "").split())
    return {name for name in said if len(name) <= _LONGEST_NAME}


def marked_language(node: LexborNode) -> str | None:
    """The tag of the language that `node` is in by its own `lang`."""
    tag = (node.attributes.get("lang") or node.attributes.get("xml:lang") or "").strip()
    return canonical(tag) if re.fullmatch(TAG, tag) else None


def switched_language(node: LexborNode) -> str | None:
    """The tag of the language that a switch knows `node` by, as `<section data-lang="de">` or `<div class="lang-de">`.

    On program code the same words name another kind of language.
    """
    if node.tag not in _SWITCHED:
        return None
    said = [value.strip() for key in _LANGUAGE_DATA if (value := node.attributes.get(key))]
    said += [found[1] for name in sorted(names(node)) if (found := _LANGUAGE_NAME.fullmatch(name))]
    tag = next((tag for tag in said if re.fullmatch(TAG, tag)), None)
    program = tag and (
        any(map(_PROGRAM.fullmatch, names(node)))
        or any(child.tag in ("pre", "code") for child in node.iter())
    )
    return canonical(tag) if tag and not program else None


def switched_languages(root: LexborNode) -> set[str]:
    """The languages between which a page can be switched."""
    return set(filter(None, map(switched_language, root.css(_MAYBE_SWITCHED))))


def _is_silent(node: LexborNode) -> bool:
    if node.is_text_node:
        return False
    if not node.is_element_node:
        return not (node.is_comment_node and (node.comment_content or "").startswith(":"))
    if node.tag in _SILENT:
        return True
    return is_note_sign(node) or (
        node.tag in _SIGN_TAGS and any(map(_ANCHOR.fullmatch, names(node))) and not _is_the_text(node)
    )


def is_note_sign(node: LexborNode) -> bool:
    """Whether `node` leads to a note, or from it back into the text: by its name, or by being such a link.

    That is a short link to a place in the same page, raised or in brackets, or one without any word.
    """
    if node.tag not in _SIGN_TAGS:
        return False
    if any(map(_SIGN.fullmatch, names(node))):
        return True
    if node.tag == "sup":
        links = [child for child in itertools.islice(node.iter(include_text=True), _FEW) if child.tag == "a"]
        return any(_sign(link) is not None for link in links) and len(_own_text(node)) < _FEW
    sign = _sign(node)
    return sign is not None and (bool(_BRACKETED.fullmatch(sign)) or not any(map(str.isalnum, sign)))


def _sign(node: LexborNode) -> str | None:
    """The text of a link to a place in a page, if it is nothing but a few characters."""
    is_link = node.tag == "a" and "#" in (node.attributes.get("href") or "")
    text = _own_text(node)
    is_short = len(text) <= _LONGEST_SIGN and next(node.iter(), None) is None
    return text if is_link and is_short else None


def _own_text(node: LexborNode) -> str:
    """The text that stands directly in `node`, or enough of it to see that it is long."""
    pieces = itertools.islice(node.iter(include_text=True), _FEW)
    return "".join(piece.text_content or "" for piece in pieces if piece.is_text_node).strip()


def _is_the_text(anchor: LexborNode) -> bool:
    """Whether a theme made an anchor of the very heading, and not of a sign beside it."""
    around = anchor.parent
    if around is None or not _has_letters(anchor):
        return False
    beside = itertools.islice(around.iter(include_text=True), _MOST_IN_ANCHOR)
    return not any(node.mem_id != anchor.mem_id and _has_letters(node) for node in beside)


def _has_letters(node: LexborNode) -> bool:
    """Whether there is a letter in `node`, or so much that there will be one."""
    waiting: list[LexborNode | None] = [node]
    for _ in range(_MOST_IN_ANCHOR):
        if not waiting:
            return False
        if (inside := waiting.pop()) is not None:
            if inside.is_text_node and any(map(str.isalpha, inside.text_content or "")):
                return True
            waiting += [inside.child] if inside is node else [inside.next, inside.child]
    return True
