"""How long speaking will take."""

from __future__ import annotations

import pytest

from audioedition.forecast import seconds_left, told


def test_time_is_shared_by_threads_but_not_that_of_one_sentence() -> None:
    assert seconds_left(12_000, pace=100, threads=4) == 30
    assert seconds_left(12_000, pace=100, threads=400, longest=300) == 3
    assert seconds_left(12_000, pace=100, threads=0) == 120


@pytest.mark.parametrize(
    ("seconds", "time"),
    [
        (3, "less than a minute"),
        (119, "about 2 min"),
        (3_600, "about 1 h"),
        (9_000, "about 2 h 30 min"),
        (86_390, "about 24 h"),
    ],
)
def test_people_are_told_in_hours_and_minutes(seconds: float, time: str) -> None:
    assert told(1_240, seconds, 16) == f"1,240 sentences to speak: {time} on 16 threads"
    assert told(1, seconds, 1) == f"1 sentence to speak: {time} on 1 thread"
