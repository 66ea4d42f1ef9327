from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.sizes import parsed, shown


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2 GB", 2 * 10**9),
        ("1.5 TB", 1_500_000_000_000),
        ("500MiB", 500 * 2**20),
        (" 7 kb ", 7000),
        ("0 GB", 0),
        ("0.1 GB", 100_000_000),
    ],
)
def test_a_size_is_read_as_the_standard_has_it(text: str, size: int) -> None:
    assert parsed(text) == size


@pytest.mark.parametrize(
    "text", ["", "2", "GB", "2 G", "2 B", "1e3 GB", "٢ GB", "2\xa0GB", "nan GB", "2 GB GB", "-1 kB"]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        parsed(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 kB"),
        (999, "1 kB"),
        (1200, "1.2 kB"),
        (830_000_000, "830 MB"),
        (5 * 10**9, "5 GB"),
        (1_234_567_890_123_456, "1,235 TB"),
    ],
)
def test_a_size_is_shown_short(size: int, text: str) -> None:
    assert shown(size) == text


@given(st.text("0123456789. kMGTiBb٣\xa0", max_size=12))
def test_any_text_is_a_size_or_no_size(text: str) -> None:
    try:
        assert parsed(text) >= 0
    except ValueError as exc:
        assert "is no size" in str(exc)  # noqa: PT017 -- both are right


@given(st.integers(1000, 10**14))
def test_what_is_shown_is_near_what_it_is(size: int) -> None:
    assert parsed(shown(size).replace(",", "")) == pytest.approx(size, rel=0.06)
