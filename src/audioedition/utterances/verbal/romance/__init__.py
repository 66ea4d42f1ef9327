"""What Italian and Spanish share: the ways in which numbers are written and said, filled from their tables of words."""

from __future__ import annotations

from audioedition.utterances.verbal.romance import contexts, weekdays
from audioedition.utterances.verbal.romance.calendar import Calendar, decades
from audioedition.utterances.verbal.romance.grammar import Grammar
from audioedition.utterances.verbal.romance.names import Names, numbers
from audioedition.utterances.verbal.romance.ordinals import Ordinals, scores
from audioedition.utterances.verbal.romance.quantities import Quantities
from audioedition.utterances.verbal.romance.romans import Romans
from audioedition.utterances.verbal.rules import Rule

__all__ = ["in_order"]


def in_order(grammar: Grammar, own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """All rules of the language of `grammar` in their order of precedence, the language's `own` first."""
    names = Names(grammar)
    return (
        *own,
        *weekdays.rules(grammar),
        *Calendar(grammar).rules(),
        *names.phones(),
        *decades(grammar),
        *Quantities(grammar).halves(),
        *Ordinals(grammar).rules(),
        *Romans(grammar).rules(),
        *Quantities(grammar).rules(),
        *names.rules(),
        *scores(grammar),
        *numbers(grammar),
        *contexts.rules(grammar.table),
    )
