"""What was measured and what was recognised, held against each other."""

from __future__ import annotations

import pytest

from audioedition.listening.weighing import weighed
from audioedition.model import Fault, Heard, Trouble


def heard(words: int, errors: int) -> Heard:
    return Heard("what was heard", "en", 1.0, words, errors, errors)


def fault(trouble: Trouble, weight: float) -> Fault:
    return Fault(trouble, "it is wrong", weight)


@pytest.mark.parametrize(
    ("trouble", "weight", "counts"),
    [
        (Trouble.OTHER_WORDS, 1.9, False),
        (Trouble.OTHER_WORDS, 2.0, True),
        (Trouble.TAIL, 1.4, False),
        (Trouble.OTHER_LANGUAGE, 1.05, False),
        (Trouble.OTHER_LANGUAGE, 1.6, True),  # a voice that always speaks it always sounds so
        (Trouble.CLIPPING, 1.01, True),
    ],
)
def test_what_is_misheard_by_a_little_is_no_fault_of_a_clip_that_measures_as_usual(
    trouble: Trouble,
    weight: float,
    counts: bool,  # noqa: FBT001 -- a parameter of a test
) -> None:
    found = (fault(trouble, weight),)
    assert weighed((), found, heard(4, 3), is_usual=True) == (found if counts else ())
    assert weighed((), found, heard(4, 3), is_usual=False) == found


@pytest.mark.parametrize(
    ("trouble", "weight", "counts"),
    [
        (Trouble.TOO_LONG, 1.2, False),
        (Trouble.TOO_LONG, 1.3, True),
        (Trouble.OTHER_WORDS, 1.1, False),
        (Trouble.OTHER_VOICE, 1.01, True),
        (Trouble.CLIPPING, 1.01, True),
        (Trouble.SILENCE, 1.01, True),
    ],
)
def test_what_is_unusual_by_a_little_is_no_fault_if_every_word_is_heard(
    trouble: Trouble,
    weight: float,
    counts: bool,  # noqa: FBT001 -- a parameter of a test
) -> None:
    found = (fault(trouble, weight),)
    assert weighed(found, (), heard(10, 1), is_usual=False) == (found if counts else ())
    assert weighed(found, (), heard(10, 2), is_usual=False) == found
    assert weighed(found, (), heard(2, 0), is_usual=False) == found  # two words may be guessed


def test_where_both_find_something_all_of_it_counts() -> None:
    measured, recognised = (fault(Trouble.TOO_LONG, 1.1),), (fault(Trouble.TAIL, 1.1),)
    assert weighed(measured, recognised, heard(10, 0), is_usual=False) == (*measured, *recognised)


def test_one_fault_that_counts_lets_the_others_count_as_well() -> None:
    found = (fault(Trouble.OTHER_LANGUAGE, 1.6), fault(Trouble.OTHER_WORDS, 1.1))
    assert weighed((), found, heard(10, 5), is_usual=True) == found
