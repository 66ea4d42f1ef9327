"""Numbers in words, by the rules of Unicode's CLDR; only importer of unicode_rbnf."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from unicode_rbnf import RbnfEngine
from unicode_rbnf.engine import RbnfError

from audioedition.languages import ever_shorter

LARGEST = 10**15
"""From here on numbers are said digit by digit: nobody hears what comes after quadrillions."""


class Numerals:
    """The number words of one language.

    A `form` is the name of one of the CLDR's sets of rules without its `spellout-`, for instance
    `ordinal-n` for German “dritten” or `cardinal-feminine` for French “une”; `forms` has those that there are.
    """

    def __init__(self, engine: RbnfEngine) -> None:
        self._engine = engine
        names = (name.removeprefix("spellout-") for name in engine.rulesets if name.startswith("spellout-"))
        self.forms = frozenset(names)

    @lru_cache(maxsize=4096)  # noqa: B019 -- there is one object a language, for good
    def words(self, number: int, form: str = "numbering") -> str:
        """`number` in words; one that is too long digit by digit."""
        if abs(number) >= LARGEST:
            return self.digits(str(number))
        ruleset = f"spellout-{form}"
        try:
            said = self._engine.format_number(number, ruleset_names=[ruleset]).text_by_ruleset[ruleset]
        except (RbnfError, KeyError):
            return self.digits(str(number))
        return said.replace("\u00ad", "")

    def fraction(self, number: str) -> str:
        """A decimal fraction (“1.5”) as the CLDR has it, which is not right in every language."""
        try:
            return self._engine.format_number(number).text
        except RbnfError:
            return ""

    def digits(self, text: str) -> str:
        """Each digit of `text` by itself: “null null sieben”; what is no digit is left out."""
        values = (unicodedata.digit(sign, None) for sign in text)
        return " ".join(self.words(value) for value in values if value is not None)


@cache
def numerals(language: str) -> Numerals | None:
    """The number words of `language`, a BCP 47 tag; None if the CLDR does not know them."""
    for tag in ever_shorter(language):
        try:
            engine = RbnfEngine.for_language(tag.replace("-", "_"))
        except (ValueError, KeyError, OSError, RbnfError):
            continue
        found = Numerals(engine)
        if "numbering" in found.forms:
            return found
    return None
