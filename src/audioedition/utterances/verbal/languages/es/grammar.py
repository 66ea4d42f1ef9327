"""How Spanish says numbers."""

from __future__ import annotations

import re

from audioedition.utterances.verbal.romance.grammar import Grammar, before, word_after, word_before

_FROM = frozenset(["de", "del", "desde"])
_COUNTED = 10  # up to which rulers and centuries have an ordinal
_TENS = 2  # digits
_MIDDAY = 12
_EVENING = 8
_TWO_WORDS = re.compile(r"[ \u00a0](?P<word>[^\W\d_]+)(?:[ \u00a0](?P<next>[^\W\d_]+))?")


_LAW = re.compile(
    r"(?<!\w)(?:ley|leyes|decreto|directiva|reglamento|sentencia|orden|resolución|circular|STC|STS)(?!\w)[^.;:,]*$",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\d a $")  # “el 1 a 1 final”
_OF_THEM = re.compile(r" de (?:ellas(?!\w)|las (?!\d{1,2}[:.h]))")
_FEMININE_ONE = re.compile(r"(veinti)?una$")


def _short_one(match: re.Match[str]) -> str:
    return "veintiún" if match[1] else "un"


class Spanish(Grammar):
    """The numbers of Spanish."""

    def cardinal(self, number: int, gender: str = "") -> str:
        """`number` in words; thousands have a gender as well: “doscientas mil personas”."""
        thousands = number // 1000 % 1000
        if gender != "f" or thousands < 200:  # noqa: PLR2004 -- the hundreds have genders
            return super().cardinal(number, gender)
        millions, rest = number - number % 10**6, number % 1000
        parts = [
            self.cardinal(millions, "m") if millions else "",
            _FEMININE_ONE.sub(_short_one, super().cardinal(thousands, "f")),
            "mil",
            super().cardinal(rest, "f") if rest else "",
        ]
        return " ".join(part for part in parts if part)

    def ordinal(self, number: int, gender: str = "m", *, plural: bool = False) -> str:
        """`number` as an ordinal; eleventh and twelfth have their own words."""
        own = self.table.tables["irregular"].get(str(number))
        if own is None:
            said = super().ordinal(number, gender)
            return " ".join(f"{word}s" for word in said.split()) if plural else said
        said = own[:-1] + "a" if gender == "f" else own
        return f"{said}s" if plural else said

    def short(self, number: int) -> str:
        """The ordinal before a masculine noun: “primer”, “tercer”."""
        return (
            self.numerals.words(number, "ordinal-masculine-adjective")
            if number % 10 in {1, 3} and number not in {11, 13}
            else self.ordinal(number)
        )

    def century(self, number: int) -> str:
        """The number of a century: “quinto”, “dieciocho”."""
        return self.reign(number, "m")

    def reign(self, number: int, gender: str) -> str:
        """The number behind a ruler's name, or behind what is numbered: “sexto”, “trece”."""
        return self.ordinal(number, gender) if number <= _COUNTED else self.cardinal(number)

    def ordered(self, number: int, gender: str, *, plural: bool) -> str:
        """The ordinal before a noun."""
        return self.ordinal(number, gender, plural=plural) if gender == "f" or plural else self.short(number)

    def day(self, number: int) -> str:
        """A day of a month."""
        return self.cardinal(number)

    def marked(self, match: re.Match[str], number: int, kind: str) -> str | None:
        """An ordinal in digits, whose mark says that it is of `kind`: its gender, and whether it is short or plural."""
        noun = word_after(match)
        if "s" in kind:
            return self.ordinal(number, kind[0], plural=True)
        before_noun = noun.islower() and noun not in self.table.lists["no_nouns"]
        if "-" in kind or (kind == "m" and before_noun):
            return self.short(number)
        return self.ordinal(number, kind)

    def between(self, match: re.Match[str]) -> str:
        """What is said between the two numbers of a range; nothing in a score."""
        word = word_before(match)
        if word == "entre":
            return " y "
        if match["dash"] == "/" and _LAW.search(before(match)):
            return " de "
        first, last = match["from"], match["number"]
        bare = "sign" not in match.re.groupindex
        if word in _FROM or not bare or word in self.table.lists["ranges"] or _counts(self, match):
            return " a "
        if len(first) > _TENS and len(last) > _TENS:
            return " a "
        return " "

    def per(self, name: str) -> str:
        """So much for each: “por litro”."""
        return f"por {name}"

    def date(self, match: re.Match[str], day: int, month: str, year: str) -> str:  # noqa: ARG002 -- Italian looks around
        """A date in words."""
        return " de ".join([self.day(day), month, *([self.whole(year)] if year else [])])

    def time(self, match: re.Match[str], hour: int, minute: int, half: str) -> str:
        """A time of day in words."""
        said = self.cardinal(hour, "f")
        if minute:
            link = "y " if hour <= _MIDDAY and hour else f"{self.cardinal(0)} " if minute < 10 else ""  # noqa: PLR2004 -- one digit
            said += f" {link}{self.cardinal(minute)}"
        elif not hour:
            said += " horas"
        if not half:
            return (
                f"{said} horas"
                if (match["unit"] or "").startswith("hor") and not said.endswith("horas")
                else said
            )
        return f"{said} {self._half(hour, half)}"

    def _half(self, hour: int, half: str) -> str:
        if half == "a":
            return "de la mañana" if hour < _MIDDAY else "de la noche"
        return "del mediodía" if hour == _MIDDAY else "de la tarde" if hour < _EVENING else "de la noche"

    def duration(self, hours: int, minutes: int, seconds: int) -> str:
        """Hours, minutes and seconds."""
        units = ((hours, "hora", "f"), (minutes, "minuto", "m"), (seconds, "segundo", "m"))
        parts = [
            f"{self.cardinal(number, gender)} {name}{'s' if number > 1 else ''}"
            for number, name, gender in units
            if number
        ]
        return (
            " y ".join([", ".join(parts[:-1]), parts[-1]])
            if len(parts) > 1
            else "".join(parts) or self.cardinal(0)
        )

    def fraction(self, match: re.Match[str], over: int, under: int, whole: str | None) -> str:
        """A fraction, perhaps behind a whole number."""
        noun = word_after(match)
        feminine = noun.islower() and noun not in self.table.lists["no_nouns"] and self.gender(noun) == "f"
        if noun.startswith("parte"):  # tres cuartas partes
            return f"{self.cardinal(over, 'f')} {self.ordinal(under, 'f', plural=over > 1)}"
        if (over, under) == (1, 2):
            said = "media" if feminine else "medio"
        else:
            said = f"{self.cardinal(over, 'm')} {self._share(under)}{'s' if over > 1 else ''}"
        if not whole:
            return said
        return f"{self.whole(whole, 'f' if feminine and whole == '1' else '')} y {said}"

    def _share(self, under: int) -> str:
        own = self.table.tables["shares"].get(str(under))
        if own:
            return own
        if under <= _COUNTED or under % 100 == 0:
            return self.ordinal(under)
        return f"{self.cardinal(under).replace(' y ', 'i').replace(' ', '').replace('é', 'e').replace('ó', 'o')}avo"

    def ratio(self, match: re.Match[str], over: int, under: int) -> str:
        """Marks (“8/10”), halves (“50/50”), services (“24/7”)."""
        link = " sobre " if under in {5, 10, 100} else " de " if _LAW.search(before(match)) else " "
        return f"{self.cardinal(over)}{link}{self.whole(match['under'])}"

    def counted(self, match: re.Match[str]) -> str:
        """The gender of a number by the noun behind it, or by the article before it: 200 páginas, las 200."""
        written = match["number"]
        if written == "1" and _SCORE.search(before(match)):
            return ""
        determiner = word_before(match)
        if determiner in self.table.lists["labels"]:
            return ""
        if determiner in self.table.lists["feminine_determiners"]:
            return "f"
        noun = _counts(self, match)
        if noun:
            gender = self.gender(noun)
            return gender if gender == "f" or written[-1:] == "1" else ""
        if _OF_THEM.match(match.string, match.end()):
            return "f"
        return ""


def _counts(grammar: Grammar, match: re.Match[str]) -> str:
    """The noun behind a number that it counts; empty if none does."""
    found = _TWO_WORDS.match(match.string, match.end())
    if not found:
        return ""
    lists, noun = grammar.table.lists, found["word"]
    if noun == "mil":
        noun = found["next"] or ""
    if noun in lists["adjectives"] and found["next"]:
        noun = found["next"]
    if not noun.islower() or noun in lists["no_nouns"] or len(noun) < 3:  # noqa: PLR2004 -- no noun is shorter
        return ""
    if match["number"] == "1":
        return (
            noun
            if not noun.endswith(("s", "n", "ó", "á"))
            or noun in lists["singular_ends"]
            or noun.endswith("ón")
            else ""
        )
    return noun if noun.endswith("s") else ""
