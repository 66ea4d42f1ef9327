"""What is compared, once it is known which passages say the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from audioedition.compare import numerals
from audioedition.compare.alignment import Bead, Pair, deviation
from audioedition.compare.difference import Difference
from audioedition.compare.numbers import Number, Numbers
from audioedition.compare.numbers import differences as differing_numbers
from audioedition.compare.passages import Passage
from audioedition.compare.places import place, sentence, text
from audioedition.compare.vocabulary import Vocabulary
from audioedition.languages import base
from audioedition.model import Edition, Kind

_SHORT = 60  # letters below which a paragraph without counterpart may be part of its neighbour
_SMALL = 13  # a number below it may be said in many ways, or go without saying
_FACTOR = math.log(1.6)  # by how much the length of a paragraph must be out of the ordinary
_DEVIATION = 3.0  # and by how many standard deviations
_LEAST = 50  # and by how many letters
_UNLIKE = 0.35  # share of passages without counterpart from which on two texts are not the same
_ENOUGH = 8  # passages that are enough to say so
_OPENING = ("“", "„", "«", "»", "‹", "「", "『", '"', "—", "–")
_ALIKE = 0.5  # share of common words from which on two languages are too close to tell them by their words
_SENTENCE = 6  # words without a capital that make a text more than a list of names


@dataclass(frozen=True, slots=True)
class Sides:
    """Two editions, and their passages."""

    one: Edition
    two: Edition
    pair: Pair

    @property
    def languages(self) -> tuple[str, str]:
        """Their languages."""
        return self.one.language, self.two.language
