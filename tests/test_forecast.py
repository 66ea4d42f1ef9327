"""How long speaking will take."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioedition.forecast import Pace, Tally, told


@pytest.mark.parametrize(
    ("characters", "workers", "words"),
    [
        (300, 1, "300 characters: less than a minute with 1 core, if all is to be spoken"),
        (23_800, 2, "24,000 characters: about 2 min with 2 cores, if all is to be spoken"),
        (23_800, 0, "24,000 characters: about 4 min with 1 core, if all is to be spoken"),
        (720_000, 2, "720,000 characters: about 1 h with 2 cores, if all is to be spoken"),
        (1_849_999, 2, "1,800,000 characters: about 2 h 34 min with 2 cores, if all is to be spoken"),
    ],
)
def test_people_are_told_in_hours_and_minutes(characters: int, workers: int, words: str) -> None:
    assert told(12, characters, 100.0, workers) == f"12 posts that may be new, about {words}"


def test_without_a_pace_no_time_is_told() -> None:
    assert told(1, 900, 0.0, 2).endswith(
        "1 post that may be new, about 900 characters: how long that takes shows when the first are done"
    )


def test_a_pace_is_kept_if_it_says_anything_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    pace = Pace(tmp_path)
    assert pace.known() == 0
    pace.keep(Tally(10, 1))
    assert pace.known() == 0
    pace.keep(Tally(5_000, 40))
    assert pace.known() == 125
    pace.keep(Tally(5_000, 0))
    assert pace.known() == 125
    (path,) = tmp_path.iterdir()
    for damaged in (b"", b"{}", b"NaN", b"-3", b"Infinity", b"[" * 100_000, b"\xff"):
        path.write_bytes(damaged)
        assert pace.known() == 0


def test_what_is_spoken_is_counted_in_characters() -> None:
    tally = Tally()
    tally.add(("an engine that is called so", 3, ("one", "three")), 1.5)
    tally.add((object(), ["ab"]), 0.5)
    assert (tally.spoken, tally.seconds) == (len("an engine that is called so") + 8 + 2, 2.0)
