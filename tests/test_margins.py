from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioedition.editions.changes import INTERLEAVED, entering, staying
from audioedition.editions.evidence import Line
from audioedition.editions.margins import Rejected, weighed

LANGUAGES = ("de", "en", "fr")

lines = st.lists(
    st.builds(
        Line,
        text=st.sampled_from(["a", "b"]),
        scores=st.just({}),
        letters=st.sampled_from([10, 200]),
        rule=st.booleans(),
        title=st.booleans(),
        quote=st.booleans(),
        announced=st.sampled_from([frozenset[str](), frozenset({"de"})]),
    ),
    min_size=1,
    max_size=5,
)
nats = st.floats(-9, 0, allow_nan=False).map(lambda value: round(value, 3))


def worth(lines: Sequence[Line], evidence: Sequence[Mapping[str, float]], path: Sequence[str]) -> float:
    """What one sequence of languages is worth, read straight from its definition."""
    totals = []
    for interleaved in (False, True):
        total = -INTERLEAVED if interleaved else 0.0
        total += sum(says[language] for says, language in zip(evidence, path, strict=True))
        for at in range(1, len(lines)):
            two = lines[at - 1], lines[at]
            if path[at - 1] == path[at]:
                total -= staying(*two, interleaved=interleaved)
            else:
                total -= entering(*two, LANGUAGES, interleaved=interleaved)[path[at]]
        totals.append(total)
    return max(totals)


@given(lines, st.data())
def test_a_margin_is_what_the_best_other_sequence_lacks(lines: list[Line], data: st.DataObject) -> None:
    evidence = [{language: data.draw(nats) for language in LANGUAGES} for _ in lines]
    every = {path: worth(lines, evidence, path) for path in itertools.product(LANGUAGES, repeat=len(lines))}
    best = max(every, key=lambda path: every[path])
    margins, rivals = weighed(lines, evidence, frozenset(LANGUAGES), best, ())
    for at, margin in enumerate(margins):
        others = {path: total for path, total in every.items() if path[at] != best[at]}
        assert margin == pytest.approx(every[best] - max(others.values()), abs=1e-6)
        assert rivals[at] != best[at]
        through = [total for path, total in others.items() if path[at] == rivals[at]]
        assert max(through) == pytest.approx(max(others.values()), abs=1e-6)


def test_alone_a_language_has_no_rival() -> None:
    margins, rivals = weighed([Line("a", {}, 10)], [{"en": 0.0}], frozenset({"en"}), ("en",), ())
    assert margins == (math.inf,)
    assert rivals == (None,)


def test_a_language_that_just_got_no_edition_is_a_rival_where_it_would_have_been() -> None:
    two = [Line("a", {}, 10), Line("b", {}, 10)]
    evidence = [{"en": 0.0}, {"en": -1.0}]
    margins, rivals = weighed(
        two, evidence, frozenset({"en"}), ("en", "en"), [Rejected("fr", 0.7, ("en", "fr"))]
    )
    assert margins == (math.inf, 0.7)
    assert rivals == (None, "fr")
