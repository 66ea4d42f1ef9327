"""What a recogniser hears of the raw text and of our script, both spoken by the same voice: word error rates.

A POST: each edition, block by block.  FILE.jsonl: sentences as {"text": "…", "accept": ["…", …]}, where `accept`
holds the wordings in which a good reader would say it; their language must be told.

    python benchmarks/heard_script.py POST|FILE.jsonl... [--language de] [--model base] [--keep heard.json] [--list]

A pair differs by its text only: Piper speaks without its random variation, and equal texts are recognised once.
What is written and what was heard are read alike, as graphs of words, because a recogniser writes "7:05" or "BBC"
where "seven oh five" and "B B C" were said: any reading of a number or acronym counts, and the nearest is taken.
The measure is of speech, not of wording, for a post (raw text and script may each be what was heard), and of
both for sentences (only their `accept` counts).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import io
import itertools
import json
import re
import sys
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audioedition import config, editions, engines, posts, utterances
from audioedition.model import Block, Edition, Kind, Script
from audioedition.utterances.reader import Readers, Reading
from audioedition.utterances.verbal.numerals import Numerals, numerals
from audioedition.utterances.wording import Lexicon
from audioedition.utterances.written import written

STEADY = {"piper": {"noise_scale": 0, "noise_w_scale": 0}}
WITHOUT = "This benchmark needs a recogniser: pip install faster-whisper, and name a --model or its folder."
CODE = (Kind.CODE, Kind.TABLE, Kind.BREAK)

_READERS = Readers(Lexicon({}))
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%&+]")
_SIGNS = {"en": {"%": "percent", "&": "and", "+": "plus"}, "de": {"%": "prozent", "&": "und", "+": "plus"}}
_POINT = {"en": "point", "de": "komma"}

Words = tuple[str, ...]


@dataclass
class Graph:
    """Words as edges from node to node, numbered so that every edge goes up; each path is one reading."""

    edges: list[tuple[int, int, str]]
    end: int = 0

    def add(self, readings: Iterable[Words], start: int | None = None) -> None:
        """Go on with any of the `readings`, from `start` or the end."""
        start = self.end if start is None else start
        loose = [(self._lead(start, each), each[-1]) for each in dict.fromkeys(filter(None, readings))]
        self.end += bool(loose)
        self.edges += [(at, self.end, word) for at, word in loose]

    def add_either(self, whole: Words, parts: Iterable[Iterable[Words]]) -> None:
        """Go on with `whole`, or with any reading of each of the `parts`, one after another."""
        start: int | None = self.end
        at = self._lead(self.end, whole)
        for part in parts:
            self.add(part, start)
            start = None
        if start is not None:
            self.end += 1
        self.edges.append((at, self.end, whole[-1]))

    def _lead(self, at: int, reading: Words) -> int:
        """The last node but one of a way for `reading` that begins at a node."""
        for word in reading[:-1]:
            self.end += 1
            self.edges.append((at, self.end, word))
            at = self.end
        return at

    def letters(self) -> Graph:
        """The same graph, letter by letter: words that are written together or apart are alike in it."""
        free = itertools.count(self.end + 1)
        places = {node: node for node in range(self.end + 1)}
        edges = []
        for source, target, word in self.edges:
            nodes = [source, *itertools.islice(free, len(word) - 1), target]
            edges += [(a, b, sign) for (a, b), sign in zip(itertools.pairwise(nodes), word, strict=True)]
            for inner in nodes[1:-1]:
                places[inner] = source
        order = {node: at for at, node in enumerate(sorted(places, key=lambda node: (places[node], node)))}
        return Graph([(order[a], order[b], sign) for a, b, sign in edges], order[self.end])

    def into(self) -> list[list[tuple[int, str]]]:
        """For each node the edges that lead to it."""
        found: list[list[tuple[int, str]]] = [[] for _ in range(self.end + 1)]
        for source, target, word in self.edges:
            found[target].append((source, word))
        return found


def distance(meant: Graph, heard: Graph) -> int:
    """The least number of words to insert, leave out or change between a path of one and a path of the other."""
    rows: list[list[int]] = []
    heard_into = heard.into()
    for node, arriving in enumerate(meant.into()):
        row: list[int] = []
        for other, sounding in enumerate(heard_into):
            ways = [0] if node == other == 0 else []
            ways += [rows[source][other] + 1 for source, _ in arriving]
            ways += [row[source] + 1 for source, _ in sounding]
            ways += [rows[p][q] + (word != sound) for p, word in arriving for q, sound in sounding]
            row.append(min(ways))
        rows.append(row)
    return rows[-1][-1]


def graph(text: str, language: str) -> Graph:
    """Every way to read `text`: token by token, and as our own rules have it."""
    reading: Reading = _READERS.read(written(text).text, language)
    found, place = Graph([]), 0
    for change in reading.changes:
        _go_on(found, reading.text[place : change.start], language)
        if spoken := words(change.spoken):
            there = reading.text[change.start : change.end]
            tokens = (readings(token, language) for token in _TOKEN.findall(there))
            found.add_either(spoken, filter(any, tokens))
        place = max(place, change.end)
    _go_on(found, reading.text[place:], language)
    return found


def _go_on(found: Graph, text: str, language: str) -> None:
    for token in _TOKEN.findall(text):
        found.add(readings(token, language))


def words(text: str) -> Words:
    """`text` in words without signs, numbers already being in words."""
    plain = re.sub(r"(?<=\w)['’](?=\w)", "", text.casefold())
    return tuple(re.findall(r"[^\W_]+", plain))


def readings(token: str, language: str) -> list[Words]:
    """How one token may be said: as letters, as a word, as any kind of number."""
    if token[0].isdigit():
        known = numerals(language)
        return [words(each) for each in _numbers(token, language, known)] if known else [(token,)]
    if token in _SIGNS["en"]:
        return [(_SIGNS[language][token],)] if language in _SIGNS else []
    letters = re.sub(r"\W", "", token)
    ways = [words(letters)]
    if re.fullmatch(r"[^\W\d_a-z]{2,6}s?", letters):
        ways.append((*letters[:-2].casefold(), letters[-2:].casefold()))
        ways.append(tuple(letters.casefold()))
    return ways


def _numbers(token: str, language: str, known: Numerals) -> Iterator[str]:
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    whole = re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", token)
    if whole.isdecimal():
        forms = [form for form in known.forms if form.startswith(("cardinal", "numbering", "ordinal"))]
        yield from (known.words(int(whole), form) for form in forms)
        yield known.digits(whole)
        if len(whole) in {3, 4}:
            yield f"{known.words(int(whole[:-2]))} {known.words(int(whole[-2:]))}"
        return
    parts = re.split(r"[.,:/]", token)
    yield " ".join(known.words(int(part)) for part in parts)
    yield " ".join(known.digits(part) for part in parts)
    if decimal in whole:
        head, _, tail = whole.partition(decimal)
        if head.isdecimal() and tail.isdecimal():
            yield f"{known.words(int(head))} {_POINT.get(language, '')} {known.digits(tail)}"


class Recogniser:
    """Whisper, in one thread; what it has once heard it knows, if there is a file to `keep` it in."""

    def __init__(self, model: str, keep: Path | None) -> None:
        try:
            library: Any = importlib.import_module("faster_whisper")
        except ImportError:
            sys.exit(WITHOUT)
        self._model = library.WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
        self._name = model
        self._keep = keep
        self._known: dict[str, str] = json.loads(keep.read_text("utf-8")) if keep and keep.is_file() else {}

    def hear(self, engine: engines.Engine, texts: Sequence[str], language: str) -> str:
        """`texts`, spoken one after another, as the recogniser writes them."""
        key = hashlib.sha256(
            json.dumps([self._name, engine.fingerprint, language, *texts]).encode()
        ).hexdigest()
        if key not in self._known:
            sound = _recording([engine.synthesize(text) for text in texts])
            parts, _ = self._model.transcribe(
                sound, language=language, beam_size=5, temperature=0, condition_on_previous_text=False
            )
            self._known[key] = " ".join(part.text.strip() for part in parts)
            if self._keep:
                self._keep.write_text(json.dumps(self._known, ensure_ascii=False), "utf-8")
        return self._known[key]


def _recording(spoken: Sequence[Any]) -> io.BytesIO:
    file = io.BytesIO()
    rate = spoken[0].sample_rate
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        for clip in spoken:
            sound.writeframes(clip.pcm + bytes(2 * (rate // 3)))
    file.seek(0)
    return file


@dataclass(frozen=True)
class Heard:
    """One text, and the errors in what was heard of it, as it is written and as we say it."""

    text: str
    script: str
    heard_raw: str
    heard_script: str
    words: Errors
    letters: Errors
    kind: str

    @property
    def change(self) -> int:
        """How many letters more are heard wrong of our script than of the raw text."""
        return self.letters.ours - self.letters.raw


@dataclass(frozen=True)
class Errors:
    """Out of how many, how many are wrong."""

    of: int
    raw: int
    ours: int


def errors(meant: Graph, raw: Graph, ours: Graph) -> Errors:
    """Those in what was heard of both texts."""
    return Errors(distance(meant, Graph([])), distance(meant, raw), distance(meant, ours))


def listened(
    recogniser: Recogniser, engine: engines.Engine, row: dict[str, Any], language: str
) -> Heard | None:
    """Speak and recognise one text both ways; None if nothing of it is said."""
    edition = Edition(language, "", (Block(Kind.PARAGRAPH, row["text"]),), untitled=True)
    settings = Script(foreign="own")
    said = [each.spoken for each in utterances.script(edition, opening=(), author=None, settings=settings)]
    if not said:
        return None
    meant = Graph([])
    meant.add(words(each) for each in row.get("accept", ()))
    if not meant.end:
        meant = graph(row["text"], language)
    of_raw, of_script = (recogniser.hear(engine, texts, language) for texts in ([row["text"]], said))
    raw, ours = graph(of_raw, language), graph(of_script, language)
    kind = "control" if row.get("control") else row.get("class", "text")
    return Heard(
        row["text"],
        " | ".join(said),
        of_raw,
        of_script,
        errors(meant, raw, ours),
        errors(meant.letters(), raw.letters(), ours.letters()),
        kind,
    )


def sources(names: Sequence[str], language: str | None) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """The texts in each file, with their language."""
    for name in names:
        if name.endswith(".jsonl"):
            if language is None:
                sys.exit(f"{name}: say with --language in which language its sentences are.")
            yield (
                name,
                language,
                [json.loads(line) for line in Path(name).read_text("utf-8").splitlines() if line],
            )
            continue
        for edition in editions.split(posts.read(name)).editions:
            if language in {None, edition.language}:
                texts = [block.text for block in edition.blocks if block.kind not in CODE]
                yield name, edition.language, [{"text": text} for text in (edition.title, *texts)]


def main() -> None:
    """Print both rates for each language of each source."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", metavar="POST|FILE.jsonl")
    parser.add_argument("--language")
    parser.add_argument("--engine", help="another than that of the language's voice")
    parser.add_argument("--model", default="base", help="of faster-whisper: a name, or a folder")
    parser.add_argument("--keep", type=Path, help="a file in which to keep what was heard")
    parser.add_argument(
        "--list", action="store_true", dest="is_listed", help="each text that is not heard alike"
    )
    options = parser.parse_args()
    recogniser = Recogniser(options.model, options.keep)
    for name, language, rows in sources(options.sources, options.language):
        voice = config.stand_in(Path(__file__).parents[1], language).voice
        if options.engine:
            voice = replace(voice, engine=options.engine, model="", options={})
        engine = engines.load(replace(voice, options={**voice.options, **STEADY.get(voice.engine, {})}))
        found = [listened(recogniser, engine, row, language) for row in rows]
        _show(f"{name} [{language}, {voice.engine}]", list(filter(None, found)), is_listed=options.is_listed)


def _show(what: str, found: Sequence[Heard], *, is_listed: bool) -> None:
    for each in found if is_listed else ():
        if each.change or each.words.raw != each.words.ours:
            word = "WORSE" if each.change > 0 else "better" if each.change < 0 else "alike"
            print(f"{word} {each.letters} {each.words} ({each.kind})")
            print(f"  written {each.text}\n    heard {each.heard_raw}")
            print(f"  script  {each.script}\n    heard {each.heard_script}")
    controls = [each for each in found if each.kind == "control"]
    hard = [each for each in found if each.kind != "control"]
    for kind, some in (("all", found), ("controls", controls), ("hard", hard)):
        if some and (kind == "all" or controls):
            print(f"{what}, {kind}: {_summary(some)}")


def _summary(found: Sequence[Heard]) -> str:
    rates = []
    for unit in ("words", "letters"):
        counts: list[Errors] = [getattr(each, unit) for each in found]
        total = sum(each.of for each in counts)
        raw, ours = (100 * sum(getattr(each, side) for each in counts) / total for side in ("raw", "ours"))
        rates.append(f"{unit} heard wrong: raw {raw:.2f} %, script {ours:.2f} %")
    better, worse = (sum(sign * each.change > 0 for each in found) for sign in (-1, 1))
    count = len(found)
    return (
        f"{count} texts; {'; '.join(rates)}; better {better}, alike {count - better - worse}, worse {worse}"
    )


if __name__ == "__main__":
    main()
