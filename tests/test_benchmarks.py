"""What was measured: how it is kept, and that the docs say what it says."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from require import need

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import drawn
import every
import goals
import growths
import surroundings
import told


@pytest.fixture(scope="module")
def measured() -> Any:
    return json.loads(drawn.MEASURED.read_bytes())


def made(**benchmarks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Figures as a full run would have them, of these benchmarks."""
    entry = {"date": "2026-11-26", "commit": "abc", "quick": False, "status": 0}
    return {
        "machine": {"processor": "Some", "cores": 2, "system": "Linux", "python": "3.11.7", "versions": {}},
        "benchmarks": {name: {**entry, "found": list(rows)} for name, rows in benchmarks.items()},
    }


def text(ratio: float) -> dict[str, Any]:
    rows = [{"posts": n, "ours": 0.1 * n, "langdetect": 0.2 * n, "ratio": ratio} for n in (10, 1000)]
    return {"posts": rows, "paragraphs": []}


def test_the_page_says_what_was_measured(measured: Any) -> None:
    page = drawn.PAGE.read_text("utf-8")
    assert told.written(page, measured) == page


def test_the_picture_is_of_what_was_measured(measured: Any) -> None:
    picture = drawn.PICTURE.read_text("utf-8")
    assert f">{drawn.drawn_of(measured)}<" in picture
    assert len(picture) < 120_000
    assert "<text" in picture  # no letters as outlines


def test_the_picture_has_all_words_and_numbers_of_one_drawn_now(measured: Any) -> None:
    need("matplotlib")
    words = re.compile(r">([^<]+)</text>")
    assert words.findall(drawn.picture(measured).decode()) == words.findall(drawn.PICTURE.read_text("utf-8"))


def test_the_same_figures_are_the_same_bytes() -> None:
    need("matplotlib")
    figures = made(text_against_langdetect=[text(0.9)])
    assert drawn.picture(figures) == drawn.picture(figures)


def test_nothing_of_the_machine_stands_in_what_was_measured(measured: Any) -> None:
    assert surroundings.scrubbed(measured, surroundings.secrets(None)) == measured
    for entry in measured["benchmarks"].values():
        assert "/home/" not in json.dumps(entry)
        assert "/tmp/" not in json.dumps(entry)  # noqa: S108 -- it is looked for


def test_each_benchmark_is_a_script_that_is_there() -> None:
    for benchmark in every.BENCHMARKS:
        assert (every.FOLDER / benchmark.script).is_file()


def test_other_figures_are_another_picture_and_another_page(measured: Any) -> None:
    one, other = (made(text_against_langdetect=[text(ratio)]) for ratio in (0.9, 1.3))
    assert drawn.drawn_of(one) != drawn.drawn_of(other)
    page = drawn.PAGE.read_text("utf-8")
    assert told.written(page, one) != told.written(page, other)
    assert told.written(told.written(page, one), measured) == told.written(page, measured)


@pytest.mark.parametrize(
    ("ratio", "said", "kept"),
    [(0.9, "0.90", "yes"), (1.2, "1.200", "yes"), (1.201, "1.201", "**no**"), (1.3, "1.30", "**no**")],
)
def test_a_goal_that_is_missed_says_so(ratio: float, said: str, kept: str) -> None:
    table = told.tables(made(text_against_langdetect=[text(ratio)]))
    assert f"| ≤ 1.2 × | {said} × | {kept} |" in table


def test_of_two_workers_at_least_is_asked() -> None:
    found = [{"throughput against the cores": {"1 worker × 2 threads": 5.0, "2 workers × 1 thread": 0.8}}]
    (goal,) = (each for each in goals.goals(made(cluster_against_pool=found)) if each.is_least)
    assert goal.measured == 0.8
    assert not goal.is_kept


def test_what_was_not_measured_is_not_kept_and_has_no_curve() -> None:
    nothing = made()
    assert not any(goal.is_kept for goal in goals.goals(nothing))
    assert growths.growths(nothing) == []
    one = made(text_against_langdetect=[text(0.9)])
    assert [each.work for each in growths.growths(one)] == ["posts"]  # one size alone does not grow
    assert "| not measured |" in told.tables(one)


def test_a_quick_run_and_one_that_failed_are_told() -> None:
    figures = made(text_against_langdetect=[text(0.9)])
    assert "quick" not in told.conditions(figures)
    figures["benchmarks"]["text_against_langdetect"] |= {"quick": True, "status": 1}
    said = told.conditions(figures)
    assert "quick run" in said
    assert "Failed" in said


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="must have one line"):
        told.written(f"{told.END}\n{told.BEGIN}", made())


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, *arguments: str) -> Any:
    """What is measured by one benchmark that is this program."""
    monkeypatch.setattr(every, "PROJECT", tmp_path)
    monkeypatch.setattr(surroundings, "PROJECT", tmp_path)
    (tmp_path / "benchmarks").mkdir(exist_ok=True)
    (tmp_path / "benchmarks/one.py").write_text(source, "utf-8")
    benchmarks = [every.Benchmark("one", "one.py", takes_post=True), every.Benchmark("two", "two.py")]
    monkeypatch.setattr(every, "BENCHMARKS", benchmarks)
    target = tmp_path / "measured.json"
    monkeypatch.setattr(sys, "argv", ["every.py", "--only", "one", "--output", str(target), *arguments])
    every.main()
    return json.loads(target.read_bytes())


def test_neither_the_post_nor_this_machine_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post = tmp_path / "secret-post.txt"
    post.write_text("four words stand here", "utf-8")
    program = (
        "import json, socket, sys\n"
        "print('of a library')\n"
        "print(json.dumps({sys.argv[1]: [__file__, socket.gethostname()], 'ratio': 0.5}))\n"
    )
    entry = run(tmp_path, monkeypatch, program, "--post", str(post))["benchmarks"]["one"]
    said = json.dumps(entry, ensure_ascii=False)
    assert "secret" not in said
    assert str(tmp_path) not in said
    assert (entry["words"], entry["sample"], entry["status"]) == (4, False, 0)
    assert [found["ratio"] for found in entry["found"]] == [0.5]


def test_what_others_had_found_stays_if_the_machine_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "measured.json"
    before = {
        "machine": surroundings.machine(),
        "benchmarks": {"two": {"found": [2]}, "gone": {"found": [3]}},
    }
    target.write_text(json.dumps(before), "utf-8")
    found = run(tmp_path, monkeypatch, "print('{}')")
    assert list(found["benchmarks"]) == ["one", "two"]
    found["machine"]["cores"] += 1
    target.write_text(json.dumps(found), "utf-8")
    assert list(run(tmp_path, monkeypatch, "print('{}')")["benchmarks"]) == ["one"]


@pytest.mark.parametrize("program", ["print('{\"a\": 1}'); raise SystemExit(3)", "print('nothing')"])
def test_one_that_fails_or_finds_nothing_is_told_and_what_it_found_is_kept(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="Failed: one"):
        run(tmp_path, monkeypatch, program)
    entry = json.loads((tmp_path / "measured.json").read_bytes())["benchmarks"]["one"]
    assert entry["status"]
    assert len(entry["found"]) == program.count('"a"')


def test_the_name_of_a_post_is_hidden_but_not_within_a_word() -> None:
    hidden = surroundings.secrets(Path("/home/ann/posts/post.txt"))
    found = {"posts": ["--posts 10 /home/ann/posts/post.txt", "post"], "/home/ann/posts/post.txt": 1}
    assert surroundings.scrubbed(found, hidden) == {"posts": ["--posts 10 …", "…"], "…": 1}
