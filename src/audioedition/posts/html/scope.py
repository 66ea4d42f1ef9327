"""Where on a page its post is: the elements that hold it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from audioedition.posts.html import notes
from audioedition.posts.html.outline import Part, add_up
from audioedition.posts.html.surroundings import is_title
from audioedition.posts.html.tree import names, words

_CONTENT = re.compile(  # what blog systems, microformats and schema.org call the text of a post
    r"articlebody|([a-z]+[-_]+)*(entry|post|posts|article|story|blog|blogpost|gh|single|news|node|item|recipe)"
    r"[-_]*(full|single|inner|main)?[-_]*(content|contents|body|text|entry)([-_]+(inner|body|content|text))?"
    r"|e-content|entry|storycontent|article__?content|content__article-body"
    r"|available-content|theme-doc-markdown|mw-parser-output|post_?text|field--name-body|item-page|prose",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"h-?entry|post|article|blog-?post|post-outer", re.IGNORECASE)
_SIDEBAR = re.compile(r"(.+[-_])?sidebar([-_].+)?|widgets?|widget[-_](area|block|recent.*)", re.IGNORECASE)
_ELSEWHERE = ("related", "navigation")  # where the names and dates are those of other posts
_CONTAINERS = {"div", "section", "td", "center", "article", "main", "font", "form"}
_MOST_ACQUITTALS = 10
_MOST_ELEMENTS = 50  # more of them are not one post
_MOST_PROSE = 0.7  # of a page: what is less may be only the first of two languages
_TEASER = 0.08  # of the longest: what is so short may be a link to another post
_LEAD = 80  # bytes of prose between the title and the text
_BARE = 200  # bytes of prose
_SHORT_PAGE = 500  # bytes of prose
_SAMPLE = 60  # characters from the middle of a text, by which it is known again
_DESCENT = 0.9


def find(parts: list[Part]) -> frozenset[int]:
    """The places in `parts` of the elements that hold the post; none if it may be anywhere.

    What a page calls the content of a post, an article or its main part is believed if it holds most of the
    prose.  Without such a name, it is the smallest element with nearly all prose.
    """
    page = parts[0].kept
    for is_meant in (_is_content, _is_article, _is_main):
        chosen = _outermost(parts, is_meant)
        longest = max((parts[place].kept for place in chosen), default=0)
        chosen = [place for place in chosen if parts[place].kept > _TEASER * longest]
        prose = sum(parts[place].kept for place in chosen)
        if 0 < len(chosen) <= _MOST_ELEMENTS and prose >= _MOST_PROSE * page:
            return frozenset([*chosen, *_translations(parts, chosen)])
    return frozenset({_smallest(parts)} - {0}) if page > _SHORT_PAGE else frozenset()


def is_bare(parts: list[Part]) -> bool:
    """Whether a page has hardly any prose, in its article if there is one."""
    chosen = find(parts)
    return (max(parts[place].kept for place in chosen) if chosen else parts[0].kept) < _BARE


def text(parts: list[Part], scope: frozenset[int]) -> list[bool]:
    """Of each part, whether it is in the `scope` and in no furniture."""
    found = [not scope]
    for place, part in enumerate(parts[1:], 1):
        found.append((found[part.above] or place in scope) and part.verdict is None)
    return found


def own(parts: list[Part], scope: frozenset[int]) -> list[bool]:
    """Of each part, whether what it says may be said of this post.

    What is in a comment, in a box about cookies, among other posts or in another article is not.
    """
    around = {upper for place in scope for upper in _upwards(parts, place)}
    found = [True]
    for place, part in enumerate(parts[1:], 1):
        is_another = bool(scope) and place not in around and _is_article(part)
        found.append(found[part.above] and not is_another and not _is_elsewhere(part))
    return found


def _is_elsewhere(part: Part) -> bool:
    return part.verdict is not None and (
        _is_sure(part)
        or part.verdict.code in _ELSEWHERE
        or part.node.tag == "aside"
        or any(map(_SIDEBAR.fullmatch, names(part.node)))
    )


def _translations(parts: list[Part], chosen: list[int]) -> list[int]:
    """What stands outside of the chosen elements, but has prose with a language mark of its own."""
    inside = [False]
    around = {upper for place in chosen for upper in _upwards(parts, place)}
    found: list[int] = []
    for place, part in enumerate(parts[1:], 1):
        is_inside = inside[part.above] or part.verdict is not None or place in chosen
        if not is_inside and place not in around and part.kept and "lang" in part.node.attributes:
            found.append(place)
            is_inside = True
        inside.append(is_inside)
    return found


def acquit(parts: list[Part]) -> None:
    """Take back the verdict of whatever holds most of the prose: some theme has odd words.

    Only what is inside or around the article can be the post itself.
    """
    for _ in range(_MOST_ACQUITTALS):
        area = max(_areas(parts), key=lambda place: parts[place].prose, default=0)
        around = set(_upwards(parts, area))
        suspects: list[int] = []
        inside = [area == 0]
        sure = 0  # bytes that are certainly furniture
        closed = [False]
        for place, part in enumerate(parts[1:], 1):
            inside.append(place == area or inside[part.above])
            closed.append(closed[part.above] or parts[part.above].verdict is not None)
            if part.verdict and not closed[-1] and (inside[-1] or place in around):
                if _is_sure(part):
                    sure += part.prose
                else:
                    suspects.append(place)
        largest = max(suspects, key=lambda place: parts[place].prose, default=0)
        whole = parts[0 if largest in around else area].prose - sure
        if not (verdict := parts[largest].verdict) or parts[largest].prose <= verdict.limit * whole:
            return
        is_double = verdict.code == "hidden" and _is_shown_elsewhere(parts, parts[largest])
        parts[largest].verdict = replace(verdict, limit=math.inf) if is_double else None
        add_up(parts)


def _is_shown_elsewhere(parts: list[Part], part: Part) -> bool:
    """Whether what a page hides stands on it a second time, as for small screens."""
    hidden = words(part.node)
    sample = hidden[len(hidden) // 2 :][:_SAMPLE]
    return words(parts[0].node).count(sample) > hidden.count(sample)


def _areas(parts: list[Part]) -> Iterator[int]:
    """Whatever calls itself an article or the like, unless it is a comment."""
    sure = [False]
    for place, part in enumerate(parts[1:], 1):
        sure.append(sure[part.above] or _is_sure(part))
        if not sure[-1] and (_is_article(part) or _is_main(part) or _is_content(part)):
            yield place


def _upwards(parts: list[Part], place: int) -> Iterator[int]:
    while place:
        yield place
        place = parts[place].above


def _outermost(parts: list[Part], is_meant: Callable[[Part], bool]) -> list[int]:
    """The places of those that are meant, are no furniture and are not inside of each other."""
    closed = [False]
    found: list[int] = []
    for place, part in enumerate(parts[1:], 1):
        is_closed = closed[part.above] or part.verdict is not None
        if not is_closed and is_meant(part):
            found.append(place)
            is_closed = True
        closed.append(is_closed)
    return found


def _smallest(parts: list[Part]) -> int:
    """The place of the smallest element with nearly all prose."""
    at = 0
    for place, part in enumerate(parts[1:], 1):
        if (
            part.above == at
            and part.node.tag in {*_CONTAINERS, "table", "tbody", "tr"}
            and not part.verdict
            and part.kept >= _DESCENT * parts[at].kept
        ):
            at = place
    return at


def _is_sure(part: Part) -> bool:
    return part.verdict is not None and math.isinf(part.verdict.limit)


def _is_content(part: Part) -> bool:
    return any(map(_CONTENT.fullmatch, names(part.node)))


def _is_article(part: Part) -> bool:
    return part.node.tag == "article" or any(map(_ARTICLE.fullmatch, names(part.node)))


def _is_main(part: Part) -> bool:
    return part.node.tag == "main" or part.node.attributes.get("role") == "main"


def around(parts: list[Part], scope: frozenset[int], title: int | None) -> frozenset[int]:
    """The places of what belongs to the text but is outside of the element that holds it.

    That is what stands above it in the same article (titles, subtitles, the name of a translator), prose
    between the title and the text, its notes below, and main headings above the article, unless it has a title of its own: then they are
    those of a whole section, such as "Blog".  `title` is the place of the heading that is the title of the post.
    """
    if not scope:
        return frozenset()
    first = min(scope)
    upwards = set(_upwards(parts, first))
    article = next((place for place in sorted(upwards, reverse=True) if _is_article(parts[place])), -1)
    inside, closed = [False], [False]
    found: set[int] = set()
    titles = (part.verdict is None and is_title(part.node) for part in parts[max(article, 0) : first])
    titled = title is not None or (article > 0 and any(titles))
    for place, part in enumerate(parts[1:], 1):
        inside.append(inside[part.above] or place == article)
        is_closed = closed[part.above] or part.verdict is not None or place in scope
        if place < first:
            is_heading = part.node.tag == "h1" and (not titled or is_title(part.node))
            belongs = is_heading or (inside[place] and place not in upwards)
        else:
            belongs = inside[place] and any(map(notes.NAME.fullmatch, names(part.node)))
        is_lead = title is not None and title < place < first and part.own >= _LEAD and place not in upwards
        belongs = belongs or place == title or is_lead
        if belongs and not is_closed:
            found.add(place)
        closed.append(is_closed or belongs)
    return frozenset(found)
