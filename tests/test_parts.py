"""How a long podcast is cut into documents that stay as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audioedition import parts

SIZES = st.lists(st.floats(0.1, 3), max_size=60)


def test_what_is_short_is_one_document() -> None:
    assert parts.cut([], 10) == [slice(0, 0)]
    assert parts.cut([1.0] * 10, 10) == [slice(0, 10)]


def test_a_long_list_is_cut_at_its_oldest_end() -> None:
    assert parts.cut([1.0] * 11, 10) == [slice(0, 6), slice(6, 11)]
    assert parts.cut([1.0] * 16, 10) == [slice(0, 6), slice(6, 11), slice(11, 16)]


def test_what_is_larger_than_a_document_has_one_of_its_own() -> None:
    assert parts.cut([50.0, 50.0, 50.0], 10) == [slice(0, 1), slice(1, 2), slice(2, 3)]


@given(SIZES, st.floats(1, 20))
def test_nothing_is_lost_and_the_newest_document_is_never_too_large(sizes: list[float], limit: float) -> None:
    found = parts.cut(sizes, limit)
    assert [place for part in found for place in range(len(sizes))[part]] == list(range(len(sizes)))
    assert all(part.stop > part.start for part in found) or not sizes
    newest = sizes[found[0]]
    assert sum(newest) <= limit * (1 + 1e-9) or len(newest) == 1
    assert all(sum(sizes[part]) <= limit / 2 * (1 + 1e-9) or len(sizes[part]) == 1 for part in found[1:])


@given(SIZES, st.floats(1, 20), st.floats(0.1, 3))
def test_a_new_episode_changes_no_older_document(sizes: list[float], limit: float, new: float) -> None:
    before = [sizes[part] for part in parts.cut(sizes, limit)][::-1]
    longer = [new, *sizes]
    after = [longer[part] for part in parts.cut(longer, limit)][::-1]
    assert after[: len(before) - 1] == before[:-1]
    assert len(after) >= len(before)


def test_names_lead_to_the_neighbours_and_to_the_oldest() -> None:
    assert list(parts.named("abc", "feed.xml", "feed-{}.xml")) == [
        ("a", "feed.xml", "feed-2.xml", "", "feed-1.xml"),
        ("b", "feed-2.xml", "feed-1.xml", "feed.xml", "feed-1.xml"),
        ("c", "feed-1.xml", "", "feed-2.xml", "feed-1.xml"),
    ]
    assert list(parts.named("a", "feed.xml", "feed-{}.xml")) == [("a", "feed.xml", "", "", "")]
