"""Forms for all genders (Leser*innen), and abbreviated adjectives, which are inflected (die sog. Reform)."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.languages.de.grammar import Case, Grammar
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_STAR = re.compile(r"\w(?:[*:_·•]|/-?|\()\w|[a-zäöüß]In")


def rules(words: Words, grammar: Grammar) -> tuple[Rule, ...]:
    """The rules for them."""
    table = words.tables.get("adjectives", {})
    keys = "|".join(sorted((re.escape(key).replace(r"\ ", r"\s?") for key in table), key=len, reverse=True))
    stems = {"".join(key.split()): stem for key, stem in table.items()}

    def adjective(match: re.Match[str]) -> str:
        """An adjective with the ending that what stands around it asks for; as an adverb without."""
        key = "".join(match[0].split())
        stem = stems.get(key) or stems[key[0].lower() + key[1:]].capitalize()
        noun, parallel = grammar.noun(match.string, match.end())
        left = grammar.left(match.string, match.start())
        if noun is None:
            return stem.rstrip("+")
        if stem.endswith("+") and not grammar.is_determined(left, noun):
            return stem[:-1] + ("en" if grammar.case(left) == Case.DATIVE else "e")
        stem = stem.rstrip("+")
        return stem + grammar.ending(left, noun, parallel)

    return (
        Rule("gender", re.compile(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][\w-]*[a-zäöüß])(?:[*:_·•]|/-?)(?P<end>in(?:nen)?(?:-?[a-zäöüß]+)?)(?!\w)"), lambda match: match["stem"] + match["end"], _STAR),
        Rule("gender", re.compile(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][\w-]*[a-zäöüß])\((?P<end>in(?:nen)?)\)(?!\w)"), lambda match: match["stem"] + match["end"], _STAR),
        Rule("gender", re.compile(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]*(?:[A-ZÄÖÜ][a-zäöüß]+)?)I(?P<end>nnen)(?P<more>[a-zäöüß-]*)(?!\w)"), lambda match: f"{match['stem']}i{match['end']}{match['more']}", _STAR),
        Rule("gender", re.compile(r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]*(?:er|ent|ist|eur|or|ant|at|og|eg|ern))In(?!\w)"), lambda match: f"{match['stem']}in", _STAR),
        Rule("gender", re.compile(r"(?<!\w)(?P<stem>[^\W\d_]{2,}(?:e|ein|er|es|en))(?:[*:_]|/-)(?P<end>[rnsme]|er|en|es|em)(?!\w)"), lambda match: match["stem"] + match["end"], _STAR),
        Rule("gender", re.compile(r"(?<!\w)(?P<one>[Dd](?:er|ie|as|en|em)|[Ss]ie|[Ee]r|[Ii]h[mr]|seine?|ihre?)(?:[*:_]|/)(?P<other>d(?:er|ie|as|en|em)|sie|er|ih[mr]|seine?|ihre?)(?!\w)"), lambda match: f"{match['one']} oder {match['other']}", _STAR),
        Rule("gender", re.compile(r"\((?:m|w|f)\s?/\s?(?:m|w|f)\s?/\s?[dx]\)"), lambda _: ", männlich, weiblich, divers,", re.compile(r"/[dx]\)|/\s[dx]\)")),
        Rule("abbreviation", re.compile(rf"(?<![\w.])(?:{keys}|{_capital(keys)})(?!\w)"), adjective, re.compile(r"[a-zöüä]\."), open=True),
    )  # fmt: skip


def _capital(keys: str) -> str:
    return "|".join(key[0].upper() + key[1:] for key in keys.split("|")) if keys else "(?!)"
