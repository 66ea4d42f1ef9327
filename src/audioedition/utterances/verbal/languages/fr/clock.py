"""Times of day and lengths of time: “14h30”, “9:15”, “8h-17h”, “24h/24”, “1'32''”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audioedition.patterns import later
from audioedition.utterances.verbal.context import before
from audioedition.utterances.verbal.languages.fr.numbers import BLANK, Speech
from audioedition.utterances.verbal.rules import DIGIT, Rule

_HOURS, _MINUTES = 24, 59
_QUOTE = re.compile(r"(?<!\w)['‘’]\w")
_LOOK_BACK = 80
_HOURS_OF = r"(?<![\w,.])(?P<hours>\d{1,3})"
_MINUTES_OF = r"(?<![\w,.])(?P<minutes>\d{1,3})"


def rules(speech: Speech) -> tuple[Rule, ...]:
    """The rules for them, in order."""
    times = _Times(speech)
    return (
        Rule("time", later(rf"(?<![\w,.])(?P<number>24|7){BLANK}?(?P<unit>h|j){BLANK}?/{BLANK}?(?P=number){BLANK}?(?P=unit)?(?!\w)"), times.always, DIGIT),
        Rule("time", later(rf"{_HOURS_OF}{BLANK}?[hH]{BLANK}?(?P<minutes>\d{{1,2}})(?:{BLANK}?(?P<unit>min|mn|m|['’′])(?![^\W\d_]))?(?:{BLANK}?(?P<seconds>\d{{1,2}}){BLANK}?(?:s|\"|″|''))?(?![\w'’])"), times.written, DIGIT),
        Rule("time", later(rf"{_HOURS_OF},50?{BLANK}?h(?![\w/'’])"), times.halved, DIGIT),
        Rule("time", later(rf"{_HOURS_OF}{BLANK}?[hH](?![\w/'’])"), times.hour, DIGIT),
        Rule("time", later(r"(?<![\w:.,/])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)[,.](?P<rest>\d{1,3})(?![\w:]|[.,]\d)"), times.sports, DIGIT),
        Rule("time", later(rf"(?<![\d:.,/])(?P<hours>\d{{1,2}}):(?P<minutes>\d{{2}})(?::(?P<seconds>\d{{2}}))?(?![\d:]|{BLANK}\d{{3}})"), times.digital, DIGIT),
        Rule("time", later(rf"{_MINUTES_OF}['’′](?P<seconds>\d{{2}})(?:''|’’|″|\"|(?=[\s.,;)]|$))(?P<rest>\d{{1,2}})?(?!\d)"), times.sports, DIGIT),
        Rule("time", later(rf"{_MINUTES_OF}['’′](?=[\s,.;)]|$)"), times.prime, DIGIT),
        Rule("time", later(rf"{_MINUTES_OF}{BLANK}?min{BLANK}?(?P<seconds>\d{{1,2}})(?P<unit>{BLANK}?s)?(?!\w)"), times.minutes, DIGIT),
    )  # fmt: skip


@dataclass(frozen=True)
class _Times:
    speech: Speech

    def always(self, match: re.Match[str]) -> str:
        unit = "heures" if match["unit"] == "h" else "jours"
        number = self._bare(match["number"])
        return f"{number} {unit} sur {number}"

    def written(self, match: re.Match[str]) -> str | None:
        if int(match["minutes"]) > _MINUTES:
            return None
        if match["unit"] or match["seconds"]:
            return self._all(match)
        return self._short(match)

    def digital(self, match: re.Match[str]) -> str | None:
        in_range = int(match["hours"]) <= _HOURS and int(match["minutes"]) <= _MINUTES
        if not in_range or before(match) in self.speech.words.lists["scripture"]:
            return None
        return self._all(match) if match["seconds"] else self._short(match)

    def hour(self, match: re.Match[str]) -> str:
        return self._of(match["hours"], "heure")

    def halved(self, match: re.Match[str]) -> str:
        return f"{self.hour(match)} et demie"

    def sports(self, match: re.Match[str]) -> str:
        said = f"{self._of(match['minutes'], 'minute')} {self._bare(match['seconds'])}"
        return f"{said} {self.speech.whole(match['rest'])}" if match["rest"] else said

    def prime(self, match: re.Match[str]) -> str | None:
        is_quote = _QUOTE.search(match.string, max(0, match.start() - _LOOK_BACK), match.start())
        return None if is_quote else self._of(match["minutes"], "minute")

    def minutes(self, match: re.Match[str]) -> str:
        seconds = self._of(match["seconds"], "seconde") if match["unit"] else self._bare(match["seconds"])
        return f"{self._of(match['minutes'], 'minute')} {seconds}"

    def _short(self, match: re.Match[str]) -> str:
        return f"{self.hour(match)} {self._bare(match['minutes'])}".rstrip()

    def _all(self, match: re.Match[str]) -> str:
        units = (("hours", "heure"), ("minutes", "minute"), ("seconds", "seconde"))
        return " ".join(self._of(match[group], unit) for group, unit in units if int(match[group] or 0))

    def _of(self, number: str, unit: str) -> str:
        said = self.speech.cardinal(int(number), feminine=True)
        return f"{said} {unit}{'s' if int(number) > 1 else ''}"

    def _bare(self, number: str) -> str:
        """Minutes without their name; nothing for the full hour."""
        return self.speech.cardinal(int(number), feminine=True) if int(number) else ""
