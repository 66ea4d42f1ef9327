"""Forms for all genders, said with the feminine: Leser*innen, jede:r Schüler:in, StudentInnen, (m/w/d)."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_STAR = re.compile(r"\w(?:[*:_·•]|/-?|\()\w|[a-zäöüß]In")
_MARK = re.compile(r"(?:[*:_·•]|/-?|\()(?=in)|\)")
_BETWEEN = r"(?:[*:_·•]|/-?)"
_NOUN = r"[A-ZÄÖÜ][\w-]{0,60}[a-zäöüß]"
_FEMININE = frozenset(["die", "der", "sie", "ihr", "ihre", "ihrer", "eine", "einer"])


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them."""
    jobs = words.tables.get("phrases", {})
    before = rf"(?={_BETWEEN}|\()(?:{_BETWEEN}|\()in(?:nen)?(?!\w)"
    person = re.compile(rf"\s(?:[a-zäöüß]{{2,20}}\s){{0,2}}{_NOUN}{before}")

    def noun(match: re.Match[str]) -> str:
        return _MARK.sub("", match[0])

    def ended(match: re.Match[str]) -> str:
        """Jede*r: with a feminine noun behind “jede”, alone “jeder”."""
        stem, end = match["stem"], match["end"]
        if end == "e" or not stem.endswith("e"):
            return stem + end if end == "e" else stem
        return stem if person.match(match.string, match.end()) or "/" in match[0] else stem + end

    def either(match: re.Match[str]) -> str:
        """Der*die, er/sie: both, or with a feminine noun behind the feminine."""
        one, other = match["one"], match["other"]
        if not person.match(match.string, match.end()):
            return f"{one} oder {other}"
        feminine = (
            other if other in _FEMININE and not (one.lower() == "die" and other == "der") else one.lower()
        )
        return feminine.capitalize() if one[0].isupper() else feminine

    pronoun = r"d(?:er|ie|as|en|em|es)|sie|er|ih[mrn]|seine?[rnms]?|ihre?[rnms]?|eine?[rnms]?"
    return (
        Rule("gender", later(rf"(?<!\w){_NOUN}{_BETWEEN}in(?:nen)?(?:[a-zäöüß]|-(?=\w)|{_BETWEEN}(?=in)){{0,40}}(?!\w)"), noun, _STAR),
        Rule("gender", later(rf"(?<!\w){_NOUN}\(in(?:nen)?\)(?!\w)"), noun, _STAR),
        Rule("gender", later(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]{1,40}(?:[A-ZÄÖÜ][a-zäöüß]{1,20})?)I(?P<end>nnen[a-zäöüß-]{0,40})(?!\w)"), lambda match: f"{match['stem']}i{match['end']}", _STAR),
        Rule("gender", later(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]{1,40}(?:er|ent|ist|eur|or|ant|at|og|eg))In(?!\w)"), lambda match: f"{match['stem']}in", _STAR),
        Rule("gender", later(rf"(?<!\w)(?P<one>(?i:{pronoun}))(?:[*:_]|/)(?P<other>{pronoun})(?!\w)"), either, _STAR),
        Rule("gender", later(r"(?<!\w)(?P<stem>[^\W\d_]{0,20}(?:e|[eE]in|er|es|en))(?:[*:_]|/-?)(?P<end>[rnsme]|er|en|es|em)(?!\w)"), ended, _STAR),
        Rule("gender", later(r"\((?:m|w|f)\s?/\s?(?:m|w|f)\s?/\s?[dx]\)"), lambda _: f", {jobs.get('m/w/d', '')},", re.compile(r"/\s?[dx]\)")),
    )  # fmt: skip
