"""What the program is built of: locked versions, and releases that say what they hold."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import bill
import pytest
import twice
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEVELOPERS = ("test", "check", "lock", "audit", "release", "cluster", "browser", "bench", "soak")
ENGINES = {"coqui", "kokoro", "kokoro-ja", "kokoro-zh", "verify"}  # several GB, by ranges only
LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, set[str]]:
    """The versions that a lock file names of each package: several where they differ from system to system."""
    found: dict[str, set[str]] = {}
    for package, version, _ in LOCKED.findall((ROOT / "requirements" / name).read_text("utf-8")):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


def lacking(wanted: list[str], has: dict[str, set[str]]) -> list[str]:
    """Those of the requirements that a lock file does not meet."""
    asked = map(Requirement, wanted)
    return [
        str(each)
        for each in asked
        if not (versions := has.get(canonicalize_name(each.name)))
        or not all(each.specifier.contains(version, prereleases=True) for version in versions)
    ]


def test_the_lock_files_hold_what_is_asked_for() -> None:
    """If not: `make lock`."""
    assert lacking(PROJECT["dependencies"], locked("runtime.txt")) == []
    extras = PROJECT["optional-dependencies"]
    assert set(extras) == {*DEVELOPERS, *ENGINES}
    asked = [*PROJECT["dependencies"], *(each for extra in DEVELOPERS for each in extras[extra])]
    assert lacking(asked, locked("development.txt")) == []
    assert "--extra " + " --extra ".join(DEVELOPERS) in (ROOT / "Makefile").read_text("utf-8")


def test_a_developer_has_the_versions_that_a_release_is_made_with() -> None:
    everything = locked("development.txt")
    for name in ("runtime.txt", "building.txt"):
        assert {package: everything.get(package, has) for package, has in locked(name).items()} == locked(
            name
        )


@pytest.mark.parametrize("name", ["building.txt", "runtime.txt", "development.txt"])
def test_all_that_is_locked_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert len(LOCKED.findall(text)) == len(re.findall(r"^[^\s#]", text, re.MULTILINE))
    assert "://" not in text
    assert "--index" not in text
    assert "--trusted" not in text


def test_what_builds_a_release_is_what_the_project_asks_for() -> None:
    building = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert lacking(building, locked("building.txt")) == []
    assert (
        lacking(["editables"], locked("building.txt")) == []
    )  # hatchling asks for it where what is installed can be edited


def test_an_audit_that_looked_nothing_up_has_not_passed() -> None:
    """Without `--strict`, pip-audit passes over what its database does not answer, and be it all of it."""
    (asks,) = re.findall(r"/pip-audit .*", (ROOT / "Makefile").read_text("utf-8"))
    assert "--strict" in asks


def test_actions_are_named_by_commit() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert workflows
    for workflow in workflows:
        used = re.findall(r"uses: (\S+)", workflow.read_text("utf-8"))
        assert used
        assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)] == []


def test_each_exception_from_an_audit_says_which_and_why() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for line in re.findall(r"#\s*nosec.*", path.read_text("utf-8")):
            assert re.fullmatch(r"# nosec B\d{3} # .{8,}", line), f"{path.name}: {line}"


def wheel(path: Path, contents: dict[str, str], when: int = 2020) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in contents.items():
            packed.writestr(zipfile.ZipInfo(name, (when, 2, 2, 0, 0, 0)), text)
    return path


def test_two_builds_that_differ_are_told_by_what_does(tmp_path: Path) -> None:
    one = wheel(tmp_path / "a.whl", {"a.py": "1", "b.py": "2"})
    (tmp_path / "again").mkdir()
    again = tmp_path / "again" / "a.whl"
    assert twice.differences([one], [wheel(again, {"a.py": "1", "b.py": "2"})]) == []
    assert twice.differences([one], [wheel(again, {"a.py": "1", "b.py": "3"})]) == ["a.whl (b.py)"]
    assert twice.differences([one], [wheel(again, {"a.py": "1"})]) == ["a.whl (b.py)"]
    assert twice.differences([one], [wheel(again, {"a.py": "1", "b.py": "2"}, 2021)]) == [
        "a.whl (how it is packed)"
    ]
    assert twice.differences([one], []) == ["the names of what was built"]


def part(name: str, **more: object) -> dict[str, Any]:
    return {"bom-ref": f"{name}==1", "name": name, "version": "1", "type": "library", **more}


def test_a_release_lists_what_it_needs_and_nothing_that_only_lies_there() -> None:
    found = {
        "metadata": {"timestamp": "2026-01-01T00:00:00+00:00"},
        "components": [
            part("audioedition", externalReferences=[{"url": "file:///somewhere"}]),
            part("one", licenses=[{"license": {"id": "MIT"}}]),
            part("protobuf"),
            part("pip"),
        ],
        "dependencies": [
            {"ref": "audioedition==1", "dependsOn": ["one==1"]},
            {"ref": "one==1", "dependsOn": ["protobuf==1", "audioedition==1"]},
            {"ref": "protobuf==1"},
            {"ref": "pip==1"},
        ],
    }
    told = bill.licensed(bill.needed(found))
    assert [each["name"] for each in told["components"]] == ["one", "protobuf"]
    assert [each["ref"] for each in told["dependencies"]] == ["audioedition==1", "one==1", "protobuf==1"]
    assert told["metadata"]["component"]["name"] == "audioedition"
    assert "file:" not in str(told)
    assert told["components"][0]["licenses"] == [{"license": {"id": "MIT"}}]
    assert told["components"][1]["licenses"][0]["license"]["id"] == "BSD-3-Clause"
