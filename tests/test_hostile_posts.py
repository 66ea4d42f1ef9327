"""Tests that no post holds the program for long, or brings it to a fault: each was written to take the square of its length."""

from __future__ import annotations

import time

import pytest

from audioedition import editions, utterances
from audioedition.errors import PostError
from audioedition.posts import parse
from audioedition.utterances.sentences import _stretches

WORDS = "Words of a story in English, as many as a language needs to be known by."
LONG = 10  # seconds: what grows with the square takes minutes here, all else a second


def said(text: str, suffix: str = ".md") -> list[str]:
    post = parse(text.encode(), source="post", origin="post", suffix=suffix)
    return [
        each.spoken
        for edition in editions.split(post).editions
        for each in utterances.script(edition, opening=["{title}"], author=None)
    ]


@pytest.mark.parametrize(
    "line", ["Fog{} there", "By {} 2020", "## A heading {}", "- {} a"], ids=lambda line: line[:6]
)
@pytest.mark.parametrize("sign", [".", "…", "-", "(", "1", "—", "«", "’"])
def test_no_run_of_signs_takes_the_square_of_its_length(line: str, sign: str) -> None:
    begin = time.process_time()
    assert "".join(said(f"# Fog\n\n{WORDS}\n\n{line.format(sign * 24_000)}\n\n{WORDS}\n"))
    assert time.process_time() - begin < LONG


@pytest.mark.parametrize("sign", ["« ", "‘", "“a "])
def test_quotation_marks_without_end_take_no_time(sign: str) -> None:
    begin = time.process_time()
    assert "".join(
        said(f"<p>{WORDS}</p><p>There {sign * (400_000 // len(sign))} it is.</p><p>{WORDS}</p>", ".html")
    )
    assert time.process_time() - begin < 2 * LONG


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (f'<script type="application/ld+json">{" " * 200_000}x</script><h1>Fog</h1><p>{WORDS}</p>', ".html"),
        (
            f'<script type="application/ld+json">{{}}{" " * 200_000}--x</script><h1>Fog</h1><p>{WORDS}</p>',
            ".html",
        ),
        (f"<meta charset={' ' * 200_000}><h1>Fog</h1><p>{WORDS}</p>", ".html"),
        (f"{WORDS}\n\n:::{' ' * 150_000}!\n\n{WORDS}", ".txt"),
        (f"{WORDS}\n\n:::center{' ' * 150_000}!\n\n{WORDS}", ".txt"),
        (f"---{' ' * 150_000}!\n{WORDS}\n\n{WORDS}", ".txt"),
    ],
    ids=range(6),
)
def test_blanks_without_end_take_no_time(text: str, suffix: str) -> None:
    begin = time.process_time()
    assert WORDS in said(text, suffix)
    assert time.process_time() - begin < LONG


@pytest.mark.parametrize("cry", ["!?", "! ? ", "?"])
def test_no_engine_gets_thousands_of_cries(cry: str) -> None:
    assert (
        max(map(len, said(f"<p>{WORDS}</p><p>There{cry * 20_000} it is.</p><p>{WORDS}</p>", ".html"))) < 100
    )


def test_a_line_of_signs_between_buttons_takes_no_time() -> None:
    text = f"<h1>Fog</h1>{f'<p>{WORDS}</p>' * 4}<p>Share this</p><p>a a {'&quot;' * 100_000}</p><p>Related posts</p>"
    begin = time.process_time()
    assert said(text, ".html")[-1].startswith("Words of a story")
    assert time.process_time() - begin < LONG


def test_a_long_paragraph_is_cut_behind_its_sentences() -> None:
    paragraph = (
        "He went to the ferry at 3 p.m. with Dr. Smith, and came back! Did she? Nobody knows that now. " * 600
    )
    assert len(paragraph) > 55_000
    found = [each for each in said(f"<h1>Fog</h1><p>{paragraph}</p>", ".html") if "ferry" in each]
    assert len(found) == 600
    assert len(set(found)) == 1


def test_an_endless_id_is_a_sentence() -> None:
    assert said(f"---\nid: {'x' * 1_000}\n---\n{WORDS}")
    for text, suffix in (
        (f"---\nid: {'x' * 1_001}\n---\n{WORDS}", ".md"),
        (f"<link rel=canonical href=https://a.example/{'x' * 1_001}><p>{WORDS}</p>", ".html"),
    ):
        with pytest.raises(PostError, match="has an id of more than 1,000 characters: give it a shorter one"):
            said(text, suffix)


def test_a_line_of_thousands_of_digits_is_no_error() -> None:
    text = f"<article><h1>A ferry</h1><p data-line='{'9' * 5000}'>The ferry leaves at noon, and comes back.</p></article>"
    assert said(text, ".html")


def test_a_number_of_thousands_of_digits_is_no_year() -> None:
    assert said(f"# Fog\n\nBy {'1' * 6_000} 2020\n\n{WORDS}\n\n{WORDS}\n")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("He … went", "He, went"),
        ("He… Went", "He. Went"),
        ("He .... went....", "He, went."),
        ("He.…, went", "He., went"),
    ],
)
def test_dots_are_pauses(written: str, spoken: str) -> None:
    assert utterances.plain.tidy(written) == spoken


@pytest.mark.parametrize("sentence", ["The ferry waits in the fog. ", "渡船在雾里等着。", "等等我们好吗？"])
def test_a_very_long_paragraph_is_only_cut_behind_a_sentence(sentence: str) -> None:
    text = sentence * (70_000 // len(sentence))
    parts = list(_stretches(text))
    assert len(parts) > 2
    assert "".join(parts) == text
    assert all(part.endswith(sentence) for part in parts)
