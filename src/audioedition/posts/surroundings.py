"""What around a post is not the post, as far as HTML itself says so: by elements, roles and names."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from audioedition.posts.tree import names

_TAGS = {
    "nav": "navigation",
    "footer": "furniture",
    "aside": "furniture",
    "form": "furniture",
    "button": "furniture",
    "select": "furniture",
    "textarea": "furniture",
    "dialog": "furniture",
}
_ROLES = {
    "navigation": "navigation",
    "search": "furniture",
    "contentinfo": "furniture",
    "complementary": "furniture",
}
_NAMES = {
    "cookies": r".*cookie.*|.*consent.*|gdpr.*|cc-window",
    "comments": r"comments?|comments?[-_].+|commentlist|respond|reply|disqus.*|discussion|webmentions?",
    "sharing": (
        r"share|shar(e|ing)[-_].+|.+[-_]shar(e|ing)|sharedaddy|social|social[-_].+|.+[-_]social|addtoany.*|likes?"
        r"|jp-post-flair|post-?likes.*"
    ),
    "related": r"related|related[-_].+|.+[-_]related|jp-relatedposts|recent[-_]posts|more[-_]posts|read[-_]?next.*",
    "advert": (
        r"newsletter.*|.+[-_]newsletter|subscri(be|ption).*|sign-?up.*|mailchimp.*|mc_embed.*|adsbygoogle"
        r"|gh-(subscribe|signup|cta).*|kg-signup-card"
    ),
    "navigation": (
        r"nav|navbar|navigation|.+[-_]nav|.+[-_]navigation|nav[-_].+|breadcrumbs?|pagination|pager|skip-?link|menu"
        r"|toc|table-of-contents|blog-pager"
    ),
    "furniture": (
        r"sidebar|widget|widget[-_].+|site-footer|site-info|tag-?links|cat-links|post-?tags|post-labels"
    ),
    "byline": r"byline|entry-meta|post-meta|posted-on|entry-footer|entry-utility|post-?author|author-box",
    "hidden": r"screen-reader-text|visually-hidden|sr-only",
}
_NAMED = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _NAMES.items()}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SURE = ("comments", "cookies")
_NAMELESS = {"body", "main", "article", "h1", "p", "a", "b", "em", "i", "span", "strong", "code"}


def judged(node: LexborNode, *, quoted: bool) -> tuple[str, str] | None:
    """The code and the sentence of a `Dropped` if `node` is furniture.

    `quoted` says that it stands in a quotation, where a footer names the author; `by_name` that
    classes and ids count.  What holds the main heading is never furniture by its name.
    """
    tag, attributes = node.tag or "", node.attributes
    code = _TAGS.get(tag) or _ROLES.get((attributes.get("role") or "").lower())
    if code and not (quoted and tag == "footer"):
        return code, f"The page marks it with <{tag}>."
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return "hidden", "The page does not show it."
    if tag in _NAMELESS:
        return None
    for name in sorted(names(node)):
        code = next((code for code, pattern in _NAMED.items() if pattern.fullmatch(name)), None)
        if code and node.css_first("h1, main") is None:
            return code, f"The page names it {name!r}."
    return None


def is_sure(verdict: tuple[str, str] | None) -> bool:
    """Whether no theme calls the post itself so."""
    return verdict is not None and verdict[0] in _SURE
