"""Abbreviations that mean different things in different places: Fr., St., Mo.–Fr., Bergstr."""

from __future__ import annotations

import re

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_DAYS = re.compile(r"(?:Mo|Di|Mi|Do|Fr|Sa|So)(?!\w)")
_TITLE = re.compile("Dr|Prof")
_DIGIT = re.compile(r"ca\s\d")
_KM = re.compile("[Kk]m")
_HASH = re.compile("#")
_LISTED = re.compile(r"[A-ZÄÖÜ][\w-]*,\s[A-ZÄÖÜ][\w-]*\s$")
_DOT = re.compile(r"\w\.")


def ending(words: Words) -> tuple[Rule, ...]:
    """Abbreviations that end a sentence where a pronoun or an article with a capital begins the next."""
    keys = sorted(words.lists.get("ending", ()), key=len, reverse=True)
    months = {
        f"{short}.": month
        for name in ("months", "short-months")
        for short, month in words.tables.get(name, {}).items()
    }
    said = {**words.open, **months}
    table = words.tables.get("longer", {})
    early = {"".join(key.split()): spoken for key, spoken in table.items()}
    first = "|".join(re.escape(key).replace(r"\ ", r"\s?") for key in table)

    def others(match: re.Match[str]) -> str | None:
        """Others behind names, where a sentence ends; but “unter anderem” in “liest u. a. Die Zeit”."""
        named = re.search(
            r"(?<!\w)[A-ZÄÖÜ][\w-]*\s$", match.string[max(0, match.start() - 60) : match.start()]
        )
        return "und andere." if named or match.end() >= len(match.string) - 2 else None

    def listed(match: re.Match[str]) -> str | None:
        """Others behind a list of names: Polen, Ungarn u. a. haben."""
        return (
            "und andere" if _LISTED.search(match.string[max(0, match.start() - 60) : match.start()]) else None
        )

    border = rf"(?=\s+[„“\"»]?(?:{'|'.join(map(str.capitalize, words.lists.get('openers', ('(?!)',))))})\s)"

    return (
        Rule("name", later(rf"(?:(?<=Frau )|(?<=Herrn )|(?<=Herr ))(?:{'|'.join(map(re.escape, months))}|Min\.|Max\.)|(?<=[Ss]ie ist )Min\.|(?<=[Ee]r ist )Max\."), lambda match: match[0], _DOT),
        Rule("abbreviation", later(rf"(?<![\w.])(?:{first})(?!\s?[a-z]\.)"), lambda match: early["".join(match[0].split())], _DOT),
        Rule("abbreviation", later(rf"(?<![\w.])(?P<join>[uo])\.\s?ä\.(?=\s[A-ZÄÖÜ][a-zäöüß])(?!{border})"), lambda match: "und ähnliche" if match["join"] == "u" else "oder ähnliche", _DOT),
        Rule("abbreviation", later(rf"(?<![\w.])(?P<key>{'|'.join(map(re.escape, keys))}){border}"), lambda match: f"{said[match['key']]}.", _DOT),
        Rule("abbreviation", later(rf"(?<=\w )u\.\s?a\.(?:{border}|(?=[)”“\"]?\.?$))"), others, _DOT),
        Rule("abbreviation", later(r"(?<=\w )u\.\s?a\.(?=\s(?:haben|hatten|sind|waren|wurden|werden|können|konnten|kamen)(?!\w))"), listed, _DOT),
    )  # fmt: skip


def rules(words: Words) -> tuple[Rule, ...]:
    """The rules for them."""
    days = dict(words.tables.get("short-days", {}))
    day = "|".join(days)
    suffixes = words.tables.get("word-ends", {})
    ends = "|".join(map(re.escape, suffixes))

    def listed_days(match: re.Match[str]) -> str:
        """Mo.–Fr., Mo, Di und Do."""
        said = re.sub(rf"(?<!\w)({day})\.?(?!\w)", lambda found: days[found[1]], match[0])
        said = re.sub(r"\s?[/+&]\s?|\su\.\s", " und ", said)
        return re.sub(r"\s?[–-]\s?", " bis ", said)

    small = dict(words.tables.get("small", {}))
    smalls = "|".join(map(re.escape, small))
    big = "|".join(re.escape(key[0].upper() + key[1:]) for key in small)

    starters, men = (frozenset(words.lists.get(name, ())) for name in ("starters", "men"))

    def shortened(match: re.Match[str]) -> str | None:
        """Max. 5 Personen, but not the name at the beginning: Max. So heißt er."""
        said = small[match[0].lower()]
        if match[0][0].islower():
            return said
        behind = re.match(r"\s(\w+)", match.string[match.end() : match.end() + 40])
        return None if behind and (behind[1].lower() in starters or behind[1] in men) else said.capitalize()

    def ended(match: re.Match[str]) -> str:
        return match["stem"] + suffixes[match["end"]]

    return (
        Rule("abbreviation", later(rf"(?<!\w)(?:(?:{day})\.?(?:,\s|\s?[–/+&-]\s?|\s(?:und|bis|u\.)\s)){{1,6}}(?:{day})(?:\.|(?=[\s,:;)]|$))(?!\w)"), listed_days, _DAYS),
        Rule("abbreviation", later(rf"(?<!\w)(?P<first>{day})\.?(?=:?,?\s\d{{1,2}}(?:[.:]\d\d)?(?:\s?[–-]\s?\d{{1,2}}(?:[.:]\d\d)?)?\s?Uhr|\.,\s\d|\.\s\d\d?\.|,\s\d\d?\.(?:\d\d?\.|\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))\.?"), lambda match: days[match["first"]], None),
        Rule("abbreviation", later(rf"(?<!\w)(?:(?<=[vV]on )|(?<=[bB]is )|(?<=[vV]om )|(?<=[zZ]um )|(?<=eden )|(?<=[aA]m )|(?<=[aA]b ))(?P<first>{day})(?:\.|(?=, ))(?!\w)|(?<=, )(?P<next>{day})\.(?=\s[a-zäöü])"), lambda match: days[match["first"] or match["next"]], _DOT),
        Rule("abbreviation", later(rf"(?<![\w.])(?<![A-Z]\. )(?<![A-Z]\.)(?:{smalls})(?!\w|\s?(?:[aäÄUgdsvmZ]|Chr|dgl)\.|\s?u\.\s?Z)|(?<![\w.])(?:{big})(?=\s?\d)|^(?:{big})(?=\s[A-ZÄÖÜ])"), shortened, _DOT, open=True),
        Rule("abbreviation", later(r"(?<![\w.])(?:Dr|Prof)(?=\s[A-ZÄÖÜ][a-zäöüß]+)"), lambda match: words.open[f"{match[0]}."], _TITLE),
        Rule("abbreviation", later(r"(?<![\w.])ca(?=\s\d)"), lambda _: words.open["ca."], _DIGIT),
        Rule("unit", later(r"(?<![\w/])[Kk]m(?=\s\d)"), lambda _: "Kilometer", _KM),
        Rule("sign", later(r"(?<!\w)#(?=\d)"), lambda _: "Nummer ", _HASH),
        Rule("range", later(r"(?<![\w–-])(?P<first>[A-Z])\s?[–-]\s?(?P<last>[A-Z])(?![\w–-])"), lambda match: f"{match['first']} bis {match['last']}"),
        Rule("abbreviation", later(r"(?<![\w.])geb\.(?=\s[A-ZÄÖÜ])"), lambda _: "geborene", _DOT, open=True),
        Rule("abbreviation", later(r"(?<![\w.])Fr\.(?=\s(?:Dr\.|Prof\.|[A-ZÄÖÜ][a-zäöüß]+))"), lambda _: "Frau", _DOT, open=True),
        Rule("abbreviation", later(r"(?<![\w.])(?:St\.\s?(?=[A-ZÄÖÜ])|St\.(?=-))"), lambda match: "Sankt" + (" " if match[0].endswith(" ") else ""), _DOT, open=True),
        Rule("abbreviation", later(rf"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß-]{{2,}}[a-zäöüß])(?P<end>{ends})(?!\w)"), ended, _DOT),
    )  # fmt: skip
