"""Abbreviations that are one only in their company: “M. Petit”, “av. Foch”, “art. 3”, “300 av. J.-C.”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before, starts
from audioedition.utterances.verbal.languages.fr.numbers import BLANK
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_NAME = r"[A-ZÀ-ÖØ-ÞŒ]"
_SMALL = r"(?:le|la|les|de|du|des|et|ou)\b|[ld]['’]"
_STREET = rf"(?:{_NAME}|(?:de|du|des|de la)\b|d['’]|de l['’])"
_REGISTERED = ("article", "numéro")  # whose numbers have hyphens
_PLURALS = ("les", "des", "aux", "ces")
_ONE = len("r.")
_BOTH = re.compile(r"[(·•‧]|\w\.\w{1,2}\.s\b")
_PRONOUNS = ("Me",)
_NAMES, _ARTICLES = ("Gal",), ("le", "du", "au", "et")  # “Gal Gadot”
_NOT_TITLES = re.compile(r"Me (?:Too|Gusta|Myself)")


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    tables = words.tables
    titles, numbered, streets, small = (tables[each] for each in ("titles", "numbered", "streets", "small"))

    def title(match: re.Match[str]) -> str | None:
        if _NOT_TITLES.match(match.string, match.start()):
            return None
        is_in_title = match[0] in _PRONOUNS and before(match)[:1].isupper()  # “Ne Me Quitte Pas”
        word = before(match)
        if (
            match[0] == "M."
            and word[:1].isupper()
            and not starts(match.string, match.start() - len(word) - 1)
        ):
            return None  # “par Anne M. Roy”
        is_name = match[0] in _NAMES and before(match).lower() not in _ARTICLES
        return None if is_in_title or is_name else titles[match[0]]

    def street(match: re.Match[str]) -> str:
        return streets.get(match[0]) or streets[match[0].lower()].capitalize()

    def number(match: re.Match[str]) -> str:
        said = numbered.get(match["key"]) or numbered[match["key"][:1].lower() + match["key"][1:]]
        row = match["several"] and not (match["several"].strip()[0] in "-–" and said in _REGISTERED)
        several = (row or before(match).lower() in _PLURALS) and not said.endswith(("s", "u"))
        return said + "s " if several else said + " "

    def era(match: re.Match[str]) -> str:
        return eras["".join(match[0].split())]

    def initials(match: re.Match[str]) -> str:
        return re.sub(r"[.\s-]+", " ", match[0]).strip()

    def initial(match: re.Match[str]) -> str | None:
        word = before(match)
        return (
            match[0][0]
            if word in words.lists["before_names"] or starts(match.string, match.start())
            else None
        )

    idioms = tables["idioms"]
    eras = {"".join(key.split()): said for key, said in tables["eras"].items()}
    era_keys = "|".join(
        re.escape(key).replace(r"\ ", rf"{BLANK}?") for key in sorted(tables["eras"], key=len, reverse=True)
    )
    more = rf"(?={BLANK}?(?:\d+|[IVXLC]+\b|[LRDA]\.?{BLANK}?\d[\d-]*)(?P<several>{BLANK}?(?:-|–|et|à|ou|,{BLANK}?\d+{BLANK}(?:et|ou)){BLANK}?(?:\d|[IVXLC]+\b))?)"
    return (
        Rule("idiom", later(rf"(?<![\w-])(?:{_any(idioms)})(?![^\W\d_])"), lambda match: idioms[match[0]]),
        Rule("era", later(rf"(?<!\w)(?:{era_keys})(?!\w)"), era),
        Rule("initials", later(rf"(?<![\w.])[A-ZÉ]\.(?:-[A-ZÉ]\.){{1,3}}(?={BLANK}{_NAME}[^\W\d_])"), initials, open=True),
        Rule("title", later(rf"(?<![\w.’'-])(?:{_any(titles)})(?=[-{_blanks()}]{_NAME})"), title, open=True),
        Rule("title", later(rf"(?<![\w.])(?:{_any(words.lists['before_small'])})(?={BLANK}(?:{_SMALL}))"), title, open=True),
        Rule("title", later(r"(?<![\w.])(?:Mme|Mmes|Mlle|Mlles|MM\.)(?!\w)"), title),
        Rule("title", later(r"(?<=\b[lLdDaA][eu] )(?:Dr|Pr)(?!\w)"), title),
        Rule("both", later(r"(?<!\w)(?P<stem>[^\W\d_]{2,30})(?:[(](?P<end>e|ne|le|te)[)](?P<many>s)?|[·•‧](?P<end2>e|ne|le|te)(?:[·•‧]?(?P<many2>s))?|\.(?P<end3>e|ne|le|te)\.(?P<many3>s))(?!\w)"), _both, _BOTH),
        Rule("numbered", later(rf"(?<![\w.-])(?P<key>{_any([*numbered, *(key.capitalize() for key in numbered if len(key) > _ONE)])}){more}\s?"), number, open=True),
        Rule("street", later(rf"(?<![\w.-])(?:{_any([*streets, *(key.capitalize() for key in streets if len(key) > _ONE)])})(?={BLANK}{_STREET})"), street, open=True),
        Rule("note", later(rf"(?:^|(?<=[.!?]\s))(?:{_any(tables['notes'])})(?={BLANK}?:)"), lambda match: tables["notes"][match[0]]),
        Rule("small", later(rf"(?<![\w.-])(?:{_any(small)})(?![\w/])"), lambda match: small[match[0]]),
        Rule("initials", later(rf"(?<![\w.])(?!S\.{BLANK}?A\.)[A-ZÉ]\.(?:(?:-|{BLANK})?[A-ZÉ]\.){{1,3}}(?={BLANK}{_NAME}[^\W\d_])"), initials, open=True),
        Rule("initials", later(rf"(?<![\w.])[A-ZÉ]\.(?={BLANK}{_NAME}[^\W\d_])"), initial, open=True),
        Rule("numbers", later(rf"(?<=\b[LlDd]es )nos(?={BLANK}\d)|(?<=\b[Aa]ux )nos(?={BLANK}\d)"), lambda _: "numéros"),
        Rule("number sign", later(rf"(?<!\w)(?:n°|N°|nº|Nº)(?={BLANK}|\W|\d|$)"), lambda _: "numéro "),
    )  # fmt: skip


def _both(match: re.Match[str]) -> str:
    """Both genders: “étudiant(e)s”, “ami·e·s”."""
    end = next(filter(None, (match["end"], match["end2"], match["end3"])))
    many = "s" if match["many"] or match["many2"] or match["many3"] else ""
    between = "et" if many else "ou"
    return f"{match['stem']}{many} {between} {match['stem'].lower()}{end}{many}"


def _any(keys: Iterable[str]) -> str:
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))


def _blanks() -> str:
    return BLANK[1:-1]
