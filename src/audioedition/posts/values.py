"""The values of front matter: each of the kind that its key can have, or refused."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from audioedition.errors import PostError
from audioedition.languages import TAG, canonical
from audioedition.text import one_line

_WANTED = {
    "title": "text, or one for each language, such as `{en: Fog, de: Nebel}`",
    **dict.fromkeys(("author", "authors"), "a name, or a list of names"),
    **dict.fromkeys(("tags", "keywords"), "a list of words"),
    **dict.fromkeys(
        ("lang", "language", "locale"),
        "one language tag, that of the original (the others are told by the text)",
    ),
}
"""What a key can be, where that is not just text."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands under a key of `source`.  Whatever is not of a kind that the key can have is refused by a PostError."""

    key: str
    value: object
    source: str

    def text(self) -> str | None:
        """A text in one line; a number or a date is one, too."""
        if self.value is None:
            return None
        if not isinstance(self.value, str | int | float | date) or isinstance(self.value, bool):
            raise self._refused(_WANTED.get(self.key, "text"))
        try:
            return one_line(str(self.value)) or None
        except ValueError as exc:  # an integer of thousands of digits
            raise self._refused("text", "a number of thousands of digits") from exc

    def tag(self) -> str | None:
        """A language tag, or a locale such as `de_DE.UTF-8`."""
        text = (self.text() or "").split(".")[0]
        return self._canonical(text) if text else None

    def named(self) -> Said:
        """The name, of a table that has one."""
        is_named = isinstance(self.value, dict) and "name" in self.value
        return replace(self, value=self.value["name"]) if is_named else self  # type: ignore[index]

    def people(self) -> str | None:
        """The names of one or more persons."""
        if isinstance(self.value, list):
            return ", ".join(filter(None, (each.people() for each in self._each()))) or None
        return self.named().text()

    def words(self) -> tuple[str, ...]:
        """Several texts, each once: a list, or one text with commas between."""
        if isinstance(self.value, str):
            return replace(self, value=self.value.split(",")).words()
        if self.value is not None and not isinstance(self.value, list):
            raise self._refused(_WANTED[self.key])
        return tuple(dict.fromkeys(filter(None, (each.named().text() for each in self._each()))))

    def by_language(self, read: Callable[[Said], str | None]) -> dict[str, str]:
        """What is said for each language, each `read` so, where the value is a table of languages."""
        if not isinstance(self.value, dict) or "name" in self.value:
            return {}
        found = (
            (self._canonical(str(language)), read(replace(self, value=value)))
            for language, value in self.value.items()
        )
        return {language: text for language, text in found if text}

    def _each(self) -> Iterator[Said]:
        values = self.value if isinstance(self.value, list) else ()
        return (replace(self, value=value) for value in values)

    def _canonical(self, text: str) -> str:
        if not re.fullmatch(TAG, text):
            raise PostError(
                f"The key `{self.key}` of {self.source} says {text!r}, which is no language tag: "
                "write one such as `en`, `de` or `pt-BR`."
            )
        return canonical(text)

    def _refused(self, wanted: str, found: str = "") -> PostError:
        return PostError(
            f"The key `{self.key}` of {self.source} must be {wanted}, not {found or reprlib.repr(self.value)}."
        )
