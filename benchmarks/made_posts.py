"""Posts for a measurement, as many as are wanted: the project's own, each time with other sentences, names and numbers.

Where a sample has a paragraph of an edition, one or more are put that are made of sentences in that language; titles,
marker lines and what blog systems print stay.  A sentence begins as one of the samples and goes on as another, numbers
are drawn anew, and of long words every third is joined from parts of two: hardly a sentence comes twice, and there are
about as many different words as in real posts, so that whoever remembers texts or words gains no more than there.
The same seed makes the same posts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audioedition import editions, posts, utterances
from audioedition.errors import AudioeditionError

PROJECT = Path(__file__).parents[1]
SAMPLES = (PROJECT / "examples", PROJECT / "tests/data/editions", PROJECT / "tests/data/posts")
SPOKEN = PROJECT / "tests/data/spoken"
USUAL = frozenset({"en", "de"})
OFTEN = 8  # times as often as the others come those samples that are in English and German
SHORTEST = 60  # characters of what is taken for a paragraph
SENTENCES = (2, 7)  # of a paragraph, from and to
TIMES = (1, 4)  # the paragraphs of a sample, from and to
FEWEST = 5  # words of a sentence
LONG_WORD = 7  # letters
INVENTED = 1 / 3  # of long words
HARD = 1 / 20  # of sentences: numbers, dates and signs in all their forms
SEED = 7

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Sample:
    """A post of the project: its text, its file name's ending, and the paragraphs of it that may be replaced, with their languages."""

    name: str
    text: str
    ending: str
    paragraphs: tuple[tuple[str, str], ...]

    @property
    def languages(self) -> frozenset[str]:
        """Those of its editions."""
        return frozenset(language for _, language in self.paragraphs)


class Maker:
    """Makes posts of the samples, by lot."""

    def __init__(self, seed: int = SEED) -> None:
        self._lots = random.Random(seed)
        self._samples: list[Sample] = []
        self._sentences: dict[str, list[str]] = {}
        for folder in SAMPLES:
            for path in sorted(folder.iterdir()):
                if path.suffix in {".txt", ".md", ".html"}:
                    self._take(path)
        self._hard = {path.stem: list(_hard(path)) for path in sorted(SPOKEN.glob("*.tsv"))}
        self._words = {
            tag: sorted({word for each in said for word in _WORD.findall(each) if len(word) >= LONG_WORD})
            for tag, said in self._sentences.items()
        }

    def posts(self, count: int) -> Iterator[tuple[str, str]]:
        """So many posts, each with the name of a file for it."""
        weights = [OFTEN if sample.languages == USUAL else 1 for sample in self._samples]
        for number, sample in enumerate(self._lots.choices(self._samples, weights, k=count)):
            yield f"{number:05}-{sample.name}", self.post(sample, self._lots.randint(*TIMES))

    def long(self, paragraphs: int, *, turns: bool) -> str:
        """One post of so many paragraphs in English and German, in two halves or in turns."""
        which = ("en", "de")
        return "\n\n".join(
            self.paragraph(which[at % 2 if turns else 2 * at // paragraphs]) for at in range(paragraphs)
        )

    def post(self, sample: Sample, times: int) -> str:
        """A sample, with so many paragraphs for each of its own."""
        between = "</p>\n\n<p>" if sample.ending == ".html" else "\n\n"
        text = sample.text
        for paragraph, language in sample.paragraphs:
            text = text.replace(paragraph, between.join(self.paragraph(language) for _ in range(times)), 1)
        return text

    def paragraph(self, language: str) -> str:
        """Some sentences in one language."""
        return " ".join(
            self._varied(self._sentence(language), language) for _ in range(self._lots.randint(*SENTENCES))
        )

    def _sentence(self, language: str) -> str:
        if (hard := self._hard.get(language)) and self._lots.random() < HARD:
            return str(self._lots.choice(hard))
        one, other = (self._lots.choice(self._sentences[language]).split() for _ in range(2))
        at = self._lots.random()
        return " ".join((*one[: round(at * len(one))], *other[round(at * len(other)) :]))

    def _take(self, path: Path) -> None:
        text = path.read_text("utf-8")
        try:
            found = editions.split(posts.read(str(path))).editions
        except AudioeditionError:
            return
        paragraphs = [
            (block.text, edition.language)
            for edition in found
            for block in edition.blocks
            if len(block.text) >= SHORTEST and block.text in text
        ]
        for edition in found:
            script = utterances.script(edition, opening=(), author=None)
            said = [each.text for each in script if len(each.text.split()) >= FEWEST]
            self._sentences.setdefault(edition.language, []).extend(said)
        if paragraphs:
            self._samples.append(Sample(path.name, text, path.suffix, tuple(paragraphs)))

    def _varied(self, sentence: str, language: str) -> str:
        return _WORD.sub(lambda found: self._word(found[0], language), _NUMBER.sub(self._number, sentence))

    def _number(self, found: re.Match[str]) -> str:
        if _YEAR.fullmatch(found[0]):
            return str(self._lots.randint(1850, 2026))
        return str(self._lots.randint(1, 9)) + "".join(self._lots.choices("0123456789", k=len(found[0]) - 1))

    def _word(self, word: str, language: str) -> str:
        if len(word) < LONG_WORD or self._lots.random() > INVENTED:
            return word
        other = self._lots.choice(self._words[language]).lower()
        at = self._lots.randint(2, len(word) - 2)
        return f"{word[:at]}{other[min(at, len(other) - 2) :]}"


def _hard(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")[0]
