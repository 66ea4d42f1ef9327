"""Rules that only Italian has."""

from __future__ import annotations

import re
from functools import partial

from audioedition.patterns import later
from audioedition.utterances.verbal import roman
from audioedition.utterances.verbal.amounts import UNITS
from audioedition.utterances.verbal.languages.it.grammar import Italian
from audioedition.utterances.verbal.romance.grammar import before, word_before
from audioedition.utterances.verbal.rules import DIGIT, Rule
from audioedition.utterances.verbal.words import Words

_MINUTE = re.compile(r"\d['’′]")
_TITLE = re.compile(r"(?:rof|ott)\.")
_SAINT = re.compile(r"S\.")
_UNO = re.compile(r"(?:s[^aeiouàèéìòù]|z|gn|ps|pn|x|y)", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouàèéìòùAEIOUÀÈÉÌÒÙ]")
_SPORT = 130  # minutes up to which a match may last


def rules(grammar: Italian) -> tuple[Rule, ...]:
    """The rules, in order."""
    table = grammar.table
    saints = "|".join((*table.lists["saints"], *table.lists["saints_feminine"]))
    months = "|".join(table.lists["month_names"])
    counted = partial(_one, grammar)
    return (
        Rule("title", later(r"(?<=[al]a )(?P<title>[pP]rof|[dD]ott)\.(?=\s?[A-Z])"), lambda match: f"{match['title']}{'essoressa' if match['title'][0] in 'pP' else 'oressa'}", _TITLE, open=True),
        Rule("saint", later(rf"(?<![\w.])S\.\s?(?P<name>{saints})(?!\w)"), partial(_saint, table), _SAINT, open=True),
        Rule("age", later(r"(?<![\w.,])(?P<number>\d{1,3})[ -]?(?P<end>enn[ei])(?!\w)"), partial(_aged, grammar), DIGIT),
        Rule("age", later(r"(?<![\w.,])(?P<number>\d{1,3})[ -]?(?P<end>ennal[ei])(?!\w)"), partial(_aged, grammar), DIGIT),
        Rule("thousands", later(r"(?<![\w.,])(?P<number>\d{1,3}(?:\.\d{3}){0,2})\s?mila(?!\w)"), lambda match: grammar.cardinal(int(match["number"].replace(".", "")) * 1000), DIGIT),
        Rule("time", later(r"(?<![\w.'’])(?:[hH]\.\s?|[hH]\s|h)(?=(?:[01]?\d|2[0-4])(?:[.:,][0-5]\d)?(?![\w%]))"), lambda _: "ore ", DIGIT),
        Rule("minute", later(r"(?<![\w.,'’‘])(?P<number>\d{1,3})(?P<more>\+\d{1,2})?['’′](?![\w'’])"), partial(_minute, grammar), _MINUTE),
        Rule("born", later(r"(?<=\()(?P<how>[nm])\.\s?(?=\d{4})"), lambda match: "nato nel " if match["how"] == "n" else "morto nel ", DIGIT, open=True),
        Rule("class", later(r"(?:(?<=[Ll]a )|(?<=lla )|(?<=asse )|(?<=una ))(?P<number>I{1,3}|IV|V)(?= [A-H](?!\w))"), partial(_form, grammar)),
        Rule("date", later(rf"(?<![\w.,/'’-])1(?=(?: |\u00a0)(?:{months})(?!\w))"), lambda _: grammar.day(1), DIGIT),
        Rule("time", later(r"(?<=[ln]['’])1(?![\w,:/]|\.\d|\s?[%‰€$]|\s(?:al|per)\b|\s(?:di )?[a-z]+(?:io|bre|zo|ile)\b)"), partial(_hour, grammar), DIGIT),
        Rule("number", later(r"(?<![\w.,:/-])(?P<number>1)[ \u00a0](?=(?P<noun>[a-zà-ÿ]{3,}))"), counted, DIGIT),
    )  # fmt: skip


def _saint(words: Words, match: re.Match[str]) -> str:
    name = match["name"]
    if _VOWEL.match(name):
        return f"Sant'{name}"
    if name in words.lists["saints_feminine"]:
        return f"Santa {name}"
    return f"Santo {name}" if re.match("S[^aeiou]", name) else f"San {name}"


def _aged(grammar: Italian, match: re.Match[str]) -> str:
    """“70enne”: the number without its last vowel."""
    said = grammar.cardinal(int(match["number"])).replace("é", "e")
    if said == "dieci":
        said = "deci"
    stem = said if said.endswith(("tre", "sei")) else said[:-1]
    return f"{stem}{match['end']}"


def _minute(grammar: Italian, match: re.Match[str]) -> str | None:
    """A minute of a match behind an article, else so many minutes."""
    number = int(match["number"])
    if not 0 < number <= _SPORT or (
        before(match).count("'") % 2 and re.search(r"(?:^|\s)'\w", before(match))
    ):
        return None
    more = f" più {grammar.cardinal(int(match['more'][1:]))}" if match["more"] else ""
    word = word_before(match)
    if word in grammar.table.lists["minute_before"]:
        return grammar.ordinal(number) + more
    return ("un minuto" if number == 1 else f"{grammar.cardinal(number)} minuti") + more


def _form(grammar: Italian, match: re.Match[str]) -> str:
    """A form at school: “la II B”."""
    return grammar.ordinal(roman.value(match["number"]) or 1, "f")


def _hour(grammar: Italian, match: re.Match[str]) -> str | None:
    """“all'1” is “all'una”."""
    return grammar.cardinal(1, "f") if word_before(match) in grammar.table.lists["one_hour"] else None


def _one(grammar: Italian, match: re.Match[str]) -> str | None:
    """“1 persona”: one before a noun, with its gender and elision."""
    noun, lists = match["noun"], grammar.table.lists
    if noun in grammar.table.tables["units"] or noun in UNITS:
        return None
    if (
        word_before(match) in lists["labels"]
        or noun in lists["no_nouns"]
        or (noun in lists["month_names"] and match.string[match.start() - 1 : match.start()] in {"'", "’"})
        or (
            noun.endswith(("i", "ò", "à"))
            and noun not in lists["masculine"]
            and not noun.endswith(("tà", "crisi", "tesi", "analisi"))
        )
    ):
        return None
    if grammar.gender(noun) == "f":
        return "un'" if _VOWEL.match(noun) else "una "
    return "uno " if _UNO.match(noun) else "un "
