"""What `compare` returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which two editions of a post differ, and perhaps should not.

    `code` is a stable word for machines: `missing`, `order`, `heading`, `break`, `quotation`, `number`,
    `name`, `length`, `untranslated` or `different`.  `detail` is a sentence for people, that names
    languages in English and places in the text.  `languages` are those of the two editions, `lines`
    where in the source of each it is: 0 where there is no such place, or the source has no lines.
    """

    code: str
    detail: str
    languages: tuple[str, str]
    lines: tuple[int, int]
