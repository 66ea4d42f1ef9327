"""Makes a profile for a language that langdetect has none of, by what tells it from its relatives.

    python make_profile.py gl FOLDER es=es pt=pt_BR > gl.json

FOLDER holds a program's translations, as `gl/LC_MESSAGES/*.mo`, `es/LC_MESSAGES/*.mo` and so on: the same
texts in each language.  How much more often an n-gram is in `gl` than in its relatives there, times how often
it is in langdetect's profiles of these, is its frequency in the new profile: so it does not matter that a program
speaks of other things than the encyclopedia that langdetect's profiles were made of.

`gl.json` was made of the translations of The Battle for Wesnoth 1.18 (GPL-2+), of which it holds nothing but how
often n-grams are: 0.9 million characters in each language.
"""

from __future__ import annotations

import gettext
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram

SMOOTHING = 0.5 / 10_000  # as langdetect has it: the probability of what a profile lacks
ALPHA, KINDS = 0.5, 2_000  # additive smoothing of what was counted
SHORTEST = 15  # characters of a text
FEWEST = 4  # times that an n-gram has to be there
LEAST = 4e-6  # probability from which on it is kept
TOTAL = 10_000_000
SIZES = (1, 2, 3)
MARKUP = re.compile(r"<[^>]*>|\$\w+|[|{}%^]")


def texts(folder: Path, locales: Sequence[str]) -> dict[str, list[str]]:
    """What is translated differently into all `locales`, in the same order."""
    found: dict[str, list[str]] = {locale: [] for locale in locales}
    for path in sorted(folder.glob(f"{locales[0]}/LC_MESSAGES/*.mo")):
        catalogs = {locale: catalog(folder / locale / "LC_MESSAGES" / path.name) for locale in locales}
        for key in sorted(set.intersection(*(set(known) for known in catalogs.values()))):
            same = {locale: known[key] for locale, known in catalogs.items()}
            if len(set(same.values())) == len(locales) and min(map(len, same.values())) > SHORTEST:
                for locale, text in same.items():
                    found[locale].append(text)
    return found


def catalog(path: Path) -> dict[str, str]:
    """The messages of one file with their translations, without markup; none if there is no such file."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages: Mapping[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: MARKUP.sub(" ", text) for key, text in messages.items() if isinstance(key, str) and key}


def grams(text: str) -> Iterator[str]:
    """All n-grams of the words of a text, as langdetect cuts them."""
    for word in "".join(map(NGram.normalize, NGram.normalize_vi(text.casefold()))).split():
        padded = f" {word} "
        yield from word
        for size in SIZES[1:]:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def counted(several: Sequence[str]) -> tuple[Counter[str], list[int]]:
    """How often each n-gram is in some texts, and how many there are of each size."""
    counts = Counter(gram for text in several for gram in grams(text))
    return counts, [sum(n for gram, n in counts.items() if len(gram) == size) for size in SIZES]


def profile(language: str, folder: Path, relatives: Mapping[str, str]) -> dict[str, object]:
    """A profile in langdetect's format; `relatives` are languages with their locales."""
    own, *others = counts = [
        counted(found) for found in texts(folder, [language, *relatives.values()]).values()
    ]
    known = [json.loads(Path(PROFILES_DIRECTORY, tag).read_bytes()) for tag in relatives]
    candidates = {gram for gram, n in own[0].items() if n >= FEWEST}.union(*(each["freq"] for each in known))
    frequencies = {}
    for gram in sorted(candidates):
        size = len(gram) - 1
        told = [(each[gram] + ALPHA) / (totals[size] + ALPHA * KINDS) for each, totals in counts]
        theirs = [each["freq"].get(gram, 0) / each["n_words"][size] + SMOOTHING for each in known]
        ratio = told[0] / (sum(told[1:]) / len(others))
        if (probability := ratio * sum(theirs) / len(theirs) - SMOOTHING) > LEAST:
            frequencies[gram] = round(probability * TOTAL)
    return {"freq": frequencies, "n_words": [TOTAL] * len(SIZES), "name": language}


if __name__ == "__main__":
    wanted, root, *pairs = sys.argv[1:]
    made = profile(wanted, Path(root), dict(pair.split("=") for pair in pairs))
    print(json.dumps(made, ensure_ascii=False, separators=(",", ":")))
