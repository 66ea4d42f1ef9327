"""editions, at langdetect's door: its profiles, asked without the table that it makes of all of them."""

from __future__ import annotations

import itertools
import math
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

from audioedition.editions import profiles
from audioedition.editions.signs import LETTER

SMOOTHING = 0.5 / 10_000
TAGS = {"zh-cn": "zh", "zh-tw": "zh", "tl": "fil"}


@pytest.fixture(scope="module")
def table() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


def test_the_languages_are_those_of_langdetect_and_our_own(table: DetectorFactory) -> None:
    assert profiles.languages() == {"gl", *(TAGS.get(name, name) for name in table.get_lang_list())}


@pytest.mark.parametrize("text", ["die fähre kam spät", "the harbour, empty", "ang lantsa", "ж w", "a"])
def test_a_text_is_explained_as_by_the_table_of_langdetect(table: DetectorFactory, text: str) -> None:
    names = {"de": "de", "en": "en", "fil": "tl"}
    expected = dict.fromkeys(names, 0.0)
    for word in re.findall(r"\w+", text):
        grams = [f" {word} "[at : at + size] for size in (1, 2, 3) for at in range(len(word) + 3 - size)]
        grams = [gram for gram in grams if gram != " "]
        for gram, (language, name) in itertools.product(grams, names.items()):
            shares = table.word_lang_prob_map.get(gram)
            if shares and any(shares[table.langlist.index(each)] for each in names.values()):
                expected[language] += math.log(shares[table.langlist.index(name)] + SMOOTHING)
    assert profiles.of(tuple(names)).explained(text) == pytest.approx(expected)


def test_a_text_without_words_says_nothing() -> None:
    assert profiles.of(("de", "en")).explained(" ") == {"de": 0.0, "en": 0.0}


def test_a_letter_takes_every_sign_that_it_bears() -> None:
    letter = re.compile(LETTER)
    for code in range(0x10000):
        is_sign = unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xFE00 <= code < 0xFE10
        found = letter.match(f"a{chr(code)}")
        assert found
        assert (found.end() == 2) == is_sign, hex(code)


def test_a_small_text_loads_nothing_heavy(tmp_path: Path) -> None:
    post = tmp_path / "post.txt"
    post.write_text("The ferry was late.\n\nThe harbour was empty when it came in.\n", "utf-8")
    code = (
        "import sys; from audioedition.cli import main; main(['split', sys.argv[1], '--json'], standalone_mode=False);"
        "print({'numpy', 'cattrs', 'selectolax', 'markdown_it', 'jinja2', 'httpx2'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code, str(post)], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "set()"
