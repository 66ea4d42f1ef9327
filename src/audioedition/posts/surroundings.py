"""What around a post is not the post, as far as HTML itself says so: by elements, roles and names."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from audioedition.posts.tree import names


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why something is furniture: the code and the sentence of a `Dropped`.

    `limit` is the share of a page's prose up to which this is believed.
    """

    code: str
    detail: str
    limit: float

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
    "dialog": "furniture",
}
_NAMES = {  # of names in lower case whose words are joined by single hyphens
    "cookies": r".*(cookie|consent).*|gdpr.*|cc-window",
    "comments": (
        r"(post-|entry-|article-|blog-|fb-|the-)?comments?(-.+)?|comment(list|form|area|section)|respond|replies|reply"
        r"|disqus.*|discussion|webmentions?|pingbacks?|trackbacks?|.+-comments|isso-thread|giscus|utterances|cusdis.*"
    ),
    "sharing": (
        r"(.+-)?(share|shares|shar(e|ing)-?(bar|box|buttons?|links|icons?|tools?)|sharing|social|socials|sharedaddy)(-.+)?"
        r"|addtoany.*|a2a-.+|likes?|claps?|jp-post-flair|post-?likes.*|post-ratings.*|ssba.*|heateor.*|sassy.*"
        r"|follow-us|(post|article)-(tools|actions|ufi)"
    ),
    "related": (
        r"(.+-)?(related|recommended|recommendations?|upsell|cross-?selling|similar)(-(?!content$).+)?"
        r"|jp-relatedposts|(recent|popular|latest|trending|more|other|next|previous|similar)-?(posts?|stories|articles|news|links)(-.+)?"
        r"|(.+-)?read-?(next|also|more)(-.+)?|more-link|related(posts?|articles?|content)|.+-same-topic.*|outbrain.*|taboola.*"
    ),
    "advert": (
        r"(.+-)?newsletter(-.+)?|(.+-)?subscri(be|ption)(-.+)?|(.+-)?sign-?up(-.+)?|mailchimp.*|mc-embed.*|adsbygoogle"
        r"|(gh|kg)-(subscribe|signup|cta).*|(.+-)?(paywall|affiliate|advertisement|advert|sponsored|promo)(-.+)?|ad-(slot|container|unit).*"
    ),
    "navigation": (
        r"(.+-)?(nav|navbar|navigation|breadcrumbs?|pagination|pager|paginator)(-.+)?|skip-?(link|to-content).*|menu(-.+)?|.+-menu"
        r"|toc|table-of-contents|toc-container|ez-toc.*|lwptoc.*|language-(switcher|chooser|selector).*|lang-(switcher|switch)"
        r"|prev-?next|post-?nav|wp-block-post-navigation-link|catlinks|printfooter|navbox.*|mw-jump-link|site-(header|title|description|branding)"
        r"|(blog|header)-(title|description)-?(widget)?|masthead|skip"
    ),
    "furniture": (
        r"(.+-)?sidebar(-(?!wrap|layout).+)?|widgets?|widget-.+|footer-widgets?|footer|site-footer|site-info|colophon|.+-footer"
        r"|(post-|entry-|article-|item-|the-)?(tags?|keywords|labels|categories|topics|taxonomies|hashtags)(-(links?|list|cloud|header|container|wrapper))?"
        r"|tag-?(links|list|cloud)|cat-?(links|list)|(category|categories)-(links?|list)|taxonomy-.+"
        r"|(no|d|hidden|hide|screen)-?print(-none|-only|-hidden)?|print-(link|button|hide|hidden|none)|modal|popup|popup-.+|mw-indicators|mw-empty-elt|noprint|ambox"
    ),
    "byline": (
        r"byline(-.+)?|(entry|post|article|single|blog|item)-(meta|info|utility|date|author|byline|details|views)(-.+)?|meta(-.+)?|posted-on|posted-by|dateline"
        r"|(.+-)?author-?(box|bio|biography|info|card|profile|about|description|area|block|section|name|meta|wrap|container|avatar)(-.+)?|about-(the-)?author.*"
        r"|(.+-)?read(ing)?-?time(-.+)?|postmetadata|postinfo|postmeta|(author|profile)-h?card|pencraft-meta"
    ),
    "hidden": r"screen-reader-text|visually-?hidden|sr-only|show-for-sr|element-invisible",
}
_NAMED = {code: re.compile(pattern) for code, pattern in _NAMES.items()}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_:]+")
_LONGEST_NAME = 80  # characters: what is longer is no word of anybody
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SURE = ("comments", "cookies")  # no theme calls the post itself so
_NAME_LIMIT = 0.5
_ELEMENT_LIMIT = 0.9
_NAMELESS = {"body", "main", "article", "h1", "p", "a", "b", "em", "i", "span", "strong", "code"}


def judged(node: LexborNode, *, quoted: bool) -> Verdict | None:
    """Why `node` is furniture, if it is.

    `quoted` says that it stands in a quotation, where a footer names the author.  What holds the main
    heading is never furniture by its name.
    """
    tag, attributes = node.tag or "", node.attributes
    code = _TAGS.get(tag) or _ROLES.get((attributes.get("role") or "").lower())
    if code and not (quoted and tag == "footer"):
        return Verdict(code, f"The page marks it with <{tag}>.", _ELEMENT_LIMIT)
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return Verdict("hidden", "The page does not show it.", _ELEMENT_LIMIT)
    if tag in _NAMELESS:
        return None
    for name in sorted(names(node)):
        code = _code(name)
        if code and node.css_first("h1, main") is None:
            return Verdict(code, f"The page names it {name!r}.", math.inf if code in _SURE else _NAME_LIMIT)
    return None


@lru_cache(4096)
def _code(name: str) -> str | None:
    if len(name) > _LONGEST_NAME:
        return None
    words = "-".join(filter(None, _WORD.split(name))).lower()
    return next((code for code, pattern in _NAMED.items() if pattern.fullmatch(words)), None)
