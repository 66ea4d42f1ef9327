"""A language's rules, and which of them a text can hold something for: a quick look instead of a search for each."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from audioedition.utterances.verbal.rules import Change, Rule

if TYPE_CHECKING:
    from audioedition.utterances.verbal.rarest import Clause

# `required` reads patterns as `re` itself does: in a Python where that cannot be had, all rules are tried.
_IS_TOLD = all(importlib.util.find_spec(f"re.{part}") for part in ("_parser", "_constants"))
_FEW = 15_000  # characters, in which to try all rules takes no longer than to learn what each requires
_KEPT = 50_000  # words
_LONGEST = 40  # characters of a word that is kept


class Ruleset:
    """Rules in the order of their precedence."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._read = 0
        self._bits: dict[str, int] = {}
        self._clauses: dict[Clause, int] = {}
        self._words: dict[str, int] = {}
        self._shapes: dict[str, int] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def changes(self, text: str, given: Sequence[Change] = ()) -> tuple[Change, ...]:
        """What the rules change in `text`, in the order of the text; the `given` changes stand.

        A place belongs to the first rule that claims it, so the order of the rules is their precedence.
        """
        found = list(given)
        taken = bytearray(len(text))
        for change in given:
            taken[change.start : change.end] = b"\1" * (change.end - change.start)
        needs: dict[re.Pattern[str], bool] = {}
        self._read += len(text)
        for rule in self.possible(text) if _IS_TOLD and self._read > _FEW else self.rules:
            if rule.needs is not None:
                if rule.needs not in needs:
                    needs[rule.needs] = rule.needs.search(text) is not None
                if not needs[rule.needs]:
                    continue
            place = 0
            while match := rule.pattern.search(text, place):
                start, end = match.span()
                blocked = taken.rfind(1, start, end)
                if blocked >= 0:
                    place = blocked + 1
                    continue
                place = max(end, start + 1)
                spoken = rule.say(match)
                if spoken is None or start == end:
                    continue
                found.append(Change(start, end, spoken, rule.name, rule.open))
                taken[start:end] = b"\1" * (end - start)
        return tuple(sorted(found, key=lambda change: change.start))

    def possible(self, text: str) -> list[Rule]:
        """The rules that may match in `text`; all others cannot."""
        needed_by, known, there = self._needed, self._words, 0
        for word in set(text.split()):
            mask = known.get(word)
            there |= self._seen(word) if mask is None else mask
        return [rule for rule, needed in zip(self.rules, needed_by, strict=True) if needed & there == needed]

    @cached_property
    def _needed(self) -> list[int]:
        return [self._mask(rule) for rule in self.rules]

    def _mask(self, rule: Rule) -> int:
        """One bit for each of the clauses of which a text must hold a gram."""
        from audioedition.utterances.verbal.required import required  # noqa: PLC0415 -- see above

        needed = 0
        for clause in (*required(rule.pattern), *(required(rule.needs) if rule.needs else ())):
            bit = self._clauses.get(clause)
            if bit is None:
                bit = self._clauses[clause] = 1 << len(self._clauses)
                for gram in clause:
                    self._bits[gram] = self._bits.get(gram, 0) | bit
            needed |= bit
        return needed

    def _seen(self, word: str) -> int:
        from audioedition.utterances.verbal.kinds import kinds  # noqa: PLC0415 -- see above

        shape = kinds(word)
        mask = self._shapes.get(shape)
        if mask is None:
            mask = self._kept(self._shapes, shape, self._found(shape))
        return self._kept(self._words, word, mask | self._found(word))

    def _found(self, signs: str) -> int:
        """The clauses of which there is a gram in a word, or in the kinds of its characters."""
        from audioedition.utterances.verbal.kinds import pieces  # noqa: PLC0415 -- see above

        mask, bits = 0, self._bits
        for gram in bits.keys() & pieces(f" {signs} "):
            mask |= bits[gram]
        return mask

    @staticmethod
    def _kept(known: dict[str, int], word: str, mask: int) -> int:
        if len(word) <= _LONGEST:
            if len(known) >= _KEPT:
                known.clear()
            known[word] = mask
        return mask
