"""How Italian says numbers."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.romance.grammar import Grammar, before, word_after, word_before

_FROM = frozenset(["da", "dai", "dal", "dalla", "dalle", "dall'", "dallo"])
_AMONG = frozenset(("tra", "fra"))
_LAW = re.compile(
    r"(?:legge|decreto|d\.\s?lgs\.?|d\.\s?l\.?|d\.?p\.?r\.?|l\.|regolamento|direttiva|sentenza|delibera)(?:\s(?:n\.?|numero))?\s?$",
    re.IGNORECASE,
)
_MIDDAY = 12
_EVENING = 18


class Italian(Grammar):
    """The numbers of Italian."""

    def cardinal(self, number: int, gender: str = "") -> str:
        """`number` in words; only one has genders (“ventun” and “ventuno” are both said)."""
        return super().cardinal(number, gender if number == 1 else "")

    def century(self, number: int) -> str:
        """The number of a century: “diciannovesimo”."""
        return self.ordinal(number)

    def reign(self, number: int, gender: str) -> str:
        """The number behind a ruler's name, or behind what is numbered: “quattordicesimo”."""
        return self.ordinal(number, gender)

    def ordered(self, number: int, gender: str, *, plural: bool) -> str:
        """The ordinal before a noun."""
        return self.ordinal(number, gender, plural=plural)

    def day(self, number: int) -> str:
        """A day of a month."""
        return self.ordinal(1) if number == 1 else self.cardinal(number)

    def marked(self, match: re.Match[str], number: int, kind: str) -> str | None:
        """An ordinal in digits, whose mark says that it is of `kind`."""
        word = word_before(match)
        if (
            match["end"].isascii()
            and match["end"].isalpha()
            and not (
                word in self.table.lists["ordinal_before"]
                or word_after(match) in self.table.lists["ordinal_nouns"]
            )
        ):
            return None
        plural = word in self.table.lists["plural_determiners"]
        noun = word_after(match)
        return self.ordinal(number, kind or ("f" if len(noun) == 1 else self.gender(noun)), plural=plural)

    def between(self, match: re.Match[str]) -> str:
        """What is said between the two numbers of a range."""
        word = word_before(match)
        if match["dash"] == "/" and _LAW.search(before(match)):
            return " del "
        return " a " if word in _FROM else " e " if word in _AMONG else " "

    def per(self, name: str) -> str:
        """So much for each: “al litro”."""
        if name[0] in "aeiouh":
            return f"all'{name}"
        return f"al {name}" if self.gender(name.split(maxsplit=1)[0]) == "m" else f"alla {name}"

    def date(self, match: re.Match[str], day: int, month: str, year: str) -> str:
        """A date in words; behind an apostrophe (l'1) it is no “primo”."""
        elided = before(match)[-1:] in {"'", "’"}
        first = self.cardinal(1) if elided and day == 1 else self.day(day)
        return f"{first} {month} {self.whole(year) if year else ''}".strip()

    def time(self, match: re.Match[str], hour: int, minute: int, half: str) -> str:  # noqa: ARG002 -- Spanish looks around
        """A time of day in words."""
        said = self.cardinal(hour, "f")
        if not hour and not minute:
            said = f"{said} {said}"
        if minute:
            said += f" e {self.cardinal(minute)}"
        if not half:
            return said
        return f"{said} {'del mattino' if half == 'a' else 'del pomeriggio' if hour < _EVENING - _MIDDAY else 'di sera'}"

    def duration(self, hours: int, minutes: int, seconds: int) -> str:
        """Hours, minutes and seconds."""
        parts = [
            _some(self, hours, "un'ora", "ore"),
            _some(self, minutes, "un minuto", "minuti"),
            _some(self, seconds, "un secondo", "secondi"),
        ]
        parts = [part for part in parts if part]
        return (
            " e ".join([", ".join(parts[:-1]), parts[-1]])
            if len(parts) > 1
            else "".join(parts) or self.cardinal(0)
        )

    def fraction(self, match: re.Match[str], over: int, under: int, whole: str | None) -> str:
        """A fraction, perhaps behind a whole number."""
        noun = word_after(match)
        feminine = (
            noun.islower() and noun not in self.table.lists["after_fraction"] and self.gender(noun) == "f"
        )
        if (over, under) == (1, 2):
            said = "mezzo" if whole or not feminine else "mezza"
        else:
            said = f"{self.cardinal(over, 'm')} {self.ordinal(under, plural=over > 1)}"
        return f"{self.whole(whole)} e {said}" if whole else said

    def ratio(self, match: re.Match[str], over: int, under: int) -> str:
        """Marks (“8/10”), halves (“50/50”), laws (“104/92”)."""
        if over == under == 50:  # noqa: PLR2004 -- half and half
            return "cinquanta e cinquanta"
        link = " del " if _LAW.search(before(match)) else " su "
        return f"{self.cardinal(over)}{link}{self.whole(match['under'])}"

    def counted(self, match: re.Match[str]) -> str:  # noqa: ARG002 -- Spanish looks around
        """The gender of a number by what is counted; Italian needs none but for one, which has a rule of its own."""
        return ""


def _some(grammar: Grammar, number: int, one: str, many: str) -> str:
    return "" if not number else one if number == 1 else f"{grammar.cardinal(number)} {many}"
