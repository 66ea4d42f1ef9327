"""What around a post is not the post, as far as HTML itself says so: by elements, roles and names."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from audioedition.posts.html.tree import marked_language, names, switched_language


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why something is furniture: the code and the sentence of a `Dropped`.

    `limit` is the share of a page's prose up to which this is believed.
    """

    code: str
    detail: str
    limit: float

    @property
    def is_by_name(self) -> bool:
        """Whether only a name says so, and not a certain one."""
        return self.detail.startswith(_NAMED_SO)


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
    "cookies": (
        r"(.+-)?cookies?-?(law|notice|banner|bar|box|consent|pop-?up|policy|dialog|message|overlay|modal|info|warning"
        r"|settings|hint|alert|bot)(-.+)?|(.+-)?consent-?(sdk|banner|manager|pop-?up|modal|overlay)(-.+)?|cookies?|gdpr-.+"
        r"|onetrust-.+|cookiebot.*|cybot-?cookie.+|borlabs.*|cmplz-.+|didomi.*|usercentrics.*|cc-window"
    ),
    "comments": (
        r"(post-|entry-|article-|blog-|fb-|the-)?comments?(-.+)?|comment(list|form|area|section)|respond|replies|reply"
        r"|disqus.*|webmentions?|pingbacks?|trackbacks?|.+-comments|isso-thread|giscus|utterances|cusdis.*"
    ),
    "sharing": (
        r"(.+-)?(share|shares|shar(e|ing)-?(bar|box|buttons?|links|icons?|tools?)|sharing|social|socials|sharedaddy)(-.+)?"
        r"|addtoany.*|a2a-.+|likes?|claps?|jp-post-flair|post-?likes.*|post-ratings.*|ssba.*|heateor.*|sassy.*"
        r"|follow-?(us|me|links?|buttons?|box|bar|google|on-?social).*|(post|article)-(tools|actions|ufi)|(.+-)?print-?(button|link)(-.+)?"
    ),
    "related": (
        r"(.+-)?(related|recommended|recommendations?|upsell|cross-?selling|similar)(-(?!content$).+)?"
        r"|jp-relatedposts|(recent|popular|latest|trending|more|other|next|previous|similar)-?(posts?|stories|articles|news|links)(-.+)?"
        r"|(.+-)?read-?(next|also|more)(-.+)?|more-link|related(posts?|articles?|content)|.+-same-topic.*|outbrain.*|taboola.*"
        r"|rec-?posts|(.+-)?(see|read)-?also(-.+)?|(.+-)?also-?(read|like)(-.+)?|(more|further)-?(reading|from|on|about)(-.+)?|(.+-)?teaser-?(list|row|grid|slider)s?(-.+)?"
    ),
    "advert": (
        r"(.+-)?newsletter(-.+)?|(.+-)?subscri(be|ption)(-.+)?|(.+-)?sign-?up(-.+)?|mailchimp.*|mc-embed.*|adsbygoogle"
        r"|(gh|kg)-(subscribe|signup|cta).*|(.+-)?(paywall|affiliate|advertisement|advert|sponsored|promo)(-.+)?|ad-(slot|container|unit).*"
        r"|donat(e|ion)-?(box|button|form|banner|link|widget).*|support-?(us|box|banner).*"
    ),
    "navigation": (
        r"(.+-)?(nav|navbar|navigation|breadcrumbs?|pagination|pager|paginator)(-.+)?|skip-?(link|to-content).*|menu(-.+)?|.+-menu"
        r"|toc|table-of-contents|toc-container|ez-toc.*|lwptoc.*|language-(switcher|chooser|selector).*|lang-(switcher|switch)"
        r"|prev-?next|post-?nav|(post-|entry-)?page-?(links|numbers)|wp-block-post-navigation-link|catlinks|printfooter|navbox.*|mw-jump-link|site-(header|title|description|branding)"
        r"|(blog|header)-(title|description)-?(widget)?|masthead|skip"
    ),
    "furniture": (
        r"(.+-)?sidebar(-(?!wrap|layout).+)?|widgets?|widget-.+|footer-widgets?|footer|site-footer|site-info|colophon|.+-footer"
        r"|(post-|entry-|article-|item-|the-)?(tags?|keywords|labels|categories|topics|taxonomies|hashtags)(-(links?|list|cloud|header|container|wrapper))?"
        r"|tag-?(links|list|cloud)|cat-?(links|list)|(category|categories)-(links?|list)|taxonomy-.+"
        r"|wp-block-buttons?|(no|d|hidden|hide|screen)-?print(-none|-only|-hidden)?|print-(link|button|hide|hidden|none)|modal|(.+-)?pop-?up(-.+)?|licen[cs]e-?info|mw-indicators|mw-empty-elt|noprint|ambox"
        r"|(.+-)?(read-?speaker|beyond-?words|trinity|elevenlabs|ad-?auris|text-to-speech)(-.+)?|rs-(button|skip|module).*|rs?btn-.+"
        r"|(.+-)?listen-?(to|bar|button|player|article|now|widget)(-.+)?|(.+-)?audio-?(player|article|version|native|widget|bar)(-.+)?"
        r"|(.+-)?(copy-?(btn|button|link|url|code|text|to-clipboard)|clipboard)(-.+)?|(.+-)?code-?(copy|toolbar|header|lang|language)"
        r"|gutter|(.+-)?line-?(numbers?|nos?)(-.+)?|linenodiv|lineno"
    ),
    "byline": (
        r"byline(-.+)?|(entry|post|article|single|blog|item)-(meta|info|utility|date|author|byline|details|views)(-.+)?|meta(-.+)?|posted-on|posted-by|dateline"
        r"|(.+-)?author-?(box|bio|biography|info|card|profile|about|description|area|block|section|name|meta|wrap|container|avatar)(-.+)?|about-(the-)?author.*"
        r"|(.+-)?read(ing)?-?time(-.+)?|postmetadata|postinfo|postmeta|(author|profile)-h?card|pencraft-meta"
    ),
    "hidden": (
        r"(.+-)?(screen-?reader|visually-?hidden|sr-only|assistive)(-(text|only|element))?|show-for-sr|element-invisible"
        r"|hidden-visually|u-hidden-visually"
    ),
}
_NAMED = {code: re.compile(pattern) for code, pattern in _NAMES.items()}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_:]+")
_TITLE = re.compile(r"(.+[-_])?(entry|post|article)[-_]*(title|headline|heading)|p-name", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADLINE = re.compile(
    r"((entry|post|article|page|single|blog|story|news)[-_]*)?(title|headline|heading)|p-name", re.IGNORECASE
)
_NAMED_HEADINGS = ("div", "p", "span", "strong", "b", "td", "a", "font")
_BELOW_MAIN = 1.5
_ASIDE = ("nav", "aside", "form", "dialog")
_TAB = re.compile(r"(.+-)?tab-?(pane|panel|content|container|body)s?(-.+)?")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SURE = ("comments", "cookies")  # no theme calls the post itself so
_NAMED_SO = "The page names it"
_TEXTS = ("aside", "footer")  # elements whose own `lang` says that they are a text
_NAME_LIMIT = 0.4
_ELEMENT_LIMIT = 0.5
_HIDDEN_LIMIT = 0.3  # what is hidden may be the other language behind a switch
_BELIEVED = {  # which names count on elements that writers name themselves, or tools after the text in them
    **dict.fromkeys(("body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"), ()),
    **dict.fromkeys(("b", "em", "i", "strong", "code", "pre", "figcaption"), ()),
    "span": ("hidden",),
    "a": ("hidden", "navigation", "related"),
    "p": tuple(code for code in _NAMES if code != "byline"),  # a byline may name the translator
}
_POST = re.compile(r"hentry|h-entry|type-(?:post|page)|post")
_TERM = re.compile(r"(?:category|tag|author|post|series|topic|term|format|status|type)-.+")
_CHAPTER = re.compile(r"level[1-6]|sect[1-6]")  # Pandoc and Asciidoctor name chapters after their headings


def judged(node: LexborNode, *, quoted: bool, headed: bool, marked: bool) -> Verdict | None:
    """Why `node` is furniture, if it is.

    `quoted` says that it stands in a quotation, where a footer names the author; `headed` that it holds
    the main heading: such an element is never furniture by its name; `marked` that it, or something in
    it, has a language of its own: what is hidden then is the other language behind a switch.
    """
    tag, attributes = node.tag or "", node.attributes
    role = (attributes.get("role") or "").lower()
    code = _TAGS.get(tag) or _ROLES.get(role)
    if code and not (quoted and tag == "footer") and not (tag in _TEXTS and is_marked(node)):
        return Verdict(code, f"The page marks it with <{tag}>.", _ELEMENT_LIMIT)
    called = {_words(name): name for name in sorted(names(node))}
    if _is_hidden(node) and not marked and role != "tabpanel" and not any(map(_TAB.fullmatch, called)):
        return Verdict("hidden", "The page does not show it.", _HIDDEN_LIMIT)
    if headed or any(map(_CHAPTER.fullmatch, called)):
        return None
    is_post = any(map(_POST.fullmatch, called))
    for words, name in called.items():
        code = _code(words)
        if code and code in _BELIEVED.get(tag, _NAMES) and not (is_post and _TERM.fullmatch(words)):
            return Verdict(code, f"{_NAMED_SO} {name!r}.", math.inf if code in _SURE else _NAME_LIMIT)
    return None


def is_main_heading(node: LexborNode, any_heading: bool) -> bool:  # noqa: FBT001
    """Whether `node` is what is made to hold the heading of a post, or, if `any_heading` may be that, is one."""
    is_heading = any_heading and node.tag == "h1"
    return node.tag == "main" or (is_heading and not any(_code(_words(name)) for name in names(node)))


def is_title(node: LexborNode) -> bool:
    """Whether `node` is a heading that calls itself the title of a post."""
    return node.tag in ("h1", "h2") and any(map(_TITLE.fullmatch, names(node)))


def heading_rank(node: LexborNode) -> float:
    """How high `node` is as a heading, 1 the highest; 0 if it is none, by its element or its name."""
    tag = node.tag or ""
    if tag in _HEADINGS:
        is_sites = any(_code(_words(name)) == "navigation" for name in names(node))
        return 0 if is_sites else int(tag[1])
    return _BELOW_MAIN if tag in _NAMED_HEADINGS and is_named_title(node) else 0


def is_article(node: LexborNode) -> bool:
    """Whether `node` is made to hold the post."""
    return node.tag in ("article", "main") or (node.attributes.get("role") or "").lower() == "main"


def is_named_title(node: LexborNode) -> bool:
    """Whether `node` calls itself a title, of whatever."""
    return any(map(_HEADLINE.fullmatch, names(node)))


def is_elsewhere(node: LexborNode) -> bool:
    """Whether the headings in `node` are surely not those of the post: it is hidden, or leads to other posts."""
    if node.tag in ("body", "main", "article"):
        return False
    if node.tag in _ASIDE or _is_hidden(node):
        return True
    codes = {_code(_words(name)) for name in names(node)}
    return bool(codes & {"comments", "cookies", "related"}) and node.tag not in _HEADINGS


def is_marked(node: LexborNode) -> bool:
    """Whether `node` says of itself which language it is in."""
    return node.tag not in ("a", "html", "body") and bool(marked_language(node) or switched_language(node))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


@lru_cache(4096)
def _words(name: str) -> str:
    """`name` in lower case, with a hyphen between its words, as themes write them in many ways."""
    return "-".join(filter(None, _WORD.split(name))).lower()


@lru_cache(4096)
def _code(words: str) -> str | None:
    return next((code for code, pattern in _NAMED.items() if pattern.fullmatch(words)), None)
