"""Rules that only Spanish has."""

from __future__ import annotations

import re
from functools import partial

from audioedition.patterns import later
from audioedition.utterances.verbal.languages.es.grammar import Spanish
from audioedition.utterances.verbal.romance.grammar import BLANK, before, follows_name, word_before
from audioedition.utterances.verbal.rules import DIGIT, Rule

_AMERICAN = re.compile(r"\$|M[ée]xic|peso|Colombia|Perú|Guatemala|Panamá|EE\.? ?UU|\d\.\d{1,2}\b(?!\.)")
_SAINT = re.compile(r"S\.")
_MINUTE = re.compile(r"\d['’′]")
_SLASH = re.compile(r"[cC]/")


def rules(grammar: Spanish) -> tuple[Rule, ...]:
    """The rules, in order."""
    months = "|".join(grammar.table.lists["month_names"])
    saints = "|".join(grammar.table.lists["saints"])
    return (
        Rule("saint", later(rf"(?<![\w.])S\.\s?(?=(?:{saints})(?!\w))"), lambda match: None if follows_name(match) else "san ", _SAINT, open=True),
        Rule("number", later(rf"(?<![\w.,'’])(?P<whole>\d{{1,3}})['’](?P<part>\d{{1,2}})(?={BLANK}?(?:[€%]|euros(?!\w)))"), lambda match: grammar.number(f"{match['whole']},{match['part']}"), DIGIT),
        Rule("year", later(r"(?<=[a-zñáéíóú])['’](?P<year>\d\d)(?!\w|['’])"), lambda match: f" {grammar.cardinal(int(match['year']))}", DIGIT),
        Rule("street", later(r"(?<![\w/])(?:[cC])/\s?(?=[A-ZÁÉÍÓÚÑ]|d)"), _street, _SLASH, open=True),
        Rule("date", later(rf"(?<![\w.,/-])1(?={BLANK}(?:de )?(?:{months})(?!\w))"), lambda _: grammar.day(1), DIGIT),
        Rule("event", later(r"(?<![\w.,/-])(?P<day>\d{1,2})-(?P<month>[A-Z])(?![\w-])"), lambda match: f"{grammar.cardinal(int(match['day']))} {match['month']}", DIGIT),
        Rule("number", later(r"(?<![\w.,$€£])(?<![$€£] )(?P<number>[1-9]\d{0,2}(?:,\d{3}){1,4})(?![\w,.])"), partial(_thousands, grammar), DIGIT),
        Rule("event", later(r"(?<=\b[eE]l )(?P<day>\d{1,2})(?P<month>[A-Z])(?![\w-])"), lambda match: f"{grammar.cardinal(int(match['day']))} {match['month']}", DIGIT),
        Rule("minute", later(r"(?<![\w.,'’‘])(?P<number>\d{1,3})['’′](?![\w'’])"), partial(_minute, grammar), _MINUTE),
        Rule("time", later(r"(?<=\bla )1(?=\s?(?:[.,;!?)](?!\d)|$)|\s(?:en punto|y|menos|de la (?:tarde|mañana|madrugada|noche)|del mediodía)(?!\w))"), partial(_one, grammar), DIGIT),
        Rule("quarter", later(r"(?<![\w.,])(?P<number>[1-4])T(?=(?: (?:de |del )?20)\d\d(?!\d))"), lambda match: f"{grammar.short(int(match['number']))} trimestre", DIGIT),
        Rule("time", later(rf"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-4]){BLANK}?(?:h|hs|hrs)\.?(?!\w)"), partial(_hours, grammar), DIGIT),
    )  # fmt: skip


def _street(match: re.Match[str]) -> str:
    return "calle " if match[0][0] == "c" or before(match).strip() else "Calle "


def _thousands(grammar: Spanish, match: re.Match[str]) -> str | None:
    """“1,200 pesos” in Latin America, where a comma stands between thousands; in Spain it is a decimal."""
    if grammar.language not in {"es", "es-ES"} or _AMERICAN.search(match.string):
        return grammar.cardinal(int(match["number"].replace(",", "")), grammar.counted(match))
    return None


def _one(grammar: Spanish, match: re.Match[str]) -> str | None:
    """“a la 1”: an hour, but “la 1” alone is whatever has this number."""
    is_hour = re.search(
        r"(?<!\w)(?:a|es|era|sea|desde|hasta|sobre|hacia|y) la $", before(match), re.IGNORECASE
    )
    return grammar.cardinal(1, "f") if is_hour else None


def _minute(grammar: Spanish, match: re.Match[str]) -> str | None:
    """A minute of a match behind an article, else so many minutes; not the end of a quotation."""
    if re.search(r"(?:^|\s)['‘]\w", before(match)):
        return None
    said = grammar.cardinal(int(match["number"]))
    word = word_before(match)
    if word == "minuto":
        return said
    if word in grammar.table.lists["minute_before"]:
        return f"minuto {said}"
    return f"{grammar.cardinal(int(match['number']), 'm')} minuto{'' if match['number'] == '1' else 's'}"


def _hours(grammar: Spanish, match: re.Match[str]) -> str | None:
    """“a las 20 h”: the hour, but “20 h de trabajo” are hours."""
    if word_before(match) not in {"las", "la"} or not re.search(
        r"(?<!\w)(?:a|de|desde|hasta|hacia|sobre|entre|y|son|eran|para) las?\s$", before(match), re.IGNORECASE
    ):
        return None
    hour = int(match["hour"])
    return f"{grammar.cardinal(hour, 'f')} hora{'s' if hour != 1 else ''}"
