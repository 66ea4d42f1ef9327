"""Times `audioedition script` against bare langdetect, run after run in turn: the stage alone, and the command.

The stage: all editions' scripts in one process, against one `langdetect.detect` for each of their blocks there.
The command: a folder in one process, read, split and all, against one `langdetect.detect` for each paragraph of
the same files.  A line: `audioedition script FILE --lines` for a file of one line.

    python benchmarks/script_against_langdetect.py [FOLDER] [--runs 5] [--json]

Ratios are of processor time, which a busy machine changes less than that on the clock.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from split_against_langdetect import DETECT, Ratios, arguments, compared, ratios, seconds, show

from audioedition import posts

LINE = "On 3 May 2019 Dr. Smith paid £1.2m for 15 km² in No. 10 St. James's St."
STAGE = """
import sys, time
import langdetect
from audioedition import editions, posts, utterances
from audioedition.errors import AudioeditionError

found = []
for source in posts.find(sys.argv[1:]):
    try:
        found += editions.split(posts.read(source)).editions
    except AudioeditionError:
        pass
start = time.process_time()
for edition in found:
    utterances.script(edition, opening=(), author=None)
ours = time.process_time() - start
start = time.process_time()
for edition in found:
    for block in edition.blocks:
        try:
            langdetect.detect(block.text)
        except langdetect.LangDetectException:
            pass
print(ours, time.process_time() - start)
"""


def script(*sources: str) -> list[str]:
    """The command of ours."""
    return [sys.executable, "-m", "audioedition", "script", *sources]


def stage(files: list[str], runs: int) -> Ratios:
    """The stage alone, loading included, against langdetect in the same process."""
    printed = (
        subprocess.run([sys.executable, "-c", STAGE, *files], capture_output=True, check=True, text=True)
        for _ in range(runs)
    )
    return ratios(
        [(float(ours), float(theirs)) for ours, theirs in (each.stdout.split() for each in printed)]
    )


def main() -> None:
    """Measure all three, and print them."""
    options = arguments(__doc__).parse_args()
    files = posts.find(options.folder)
    alone = stage(files, options.runs)
    command = compared(script(*files, "--json"), [sys.executable, "-c", DETECT, *files], options.runs)
    with tempfile.TemporaryDirectory() as folder:
        line = Path(folder, "line.txt")
        line.write_text(LINE, "utf-8")
        spent = [seconds(script(str(line), "--language", "en", "--lines")) for _ in range(options.runs)]
    one = statistics.median(spent)
    if options.as_json:
        print(json.dumps({"posts": len(files), "stage": alone, "command": command, "line": one}))
        return
    show(f"{len(files)} posts, the stage", alone)
    show(f"{len(files)} posts, the command", command)
    print(f"one line: {one:.2f} s")


if __name__ == "__main__":
    main()
