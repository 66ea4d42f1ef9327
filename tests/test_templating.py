"""Templates, and what is kept of them once they are compiled."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from jinja2 import Environment

from audioedition import templating

TEMPLATE = "style.css"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Which templates were compiled, in order."""
    names: list[str | None] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, filename: str | None = None) -> object:
        names.append(name)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def read(folder: Path) -> str:
    """What a template says in another run."""
    return templating.environment(folder).get_template(TEMPLATE).render()


def kept(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_template_is_compiled_once_for_all_runs(tmp_path: Path, compiled: list[str | None]) -> None:
    first = read(tmp_path / "new")
    assert read(tmp_path / "new") == first
    assert compiled == [TEMPLATE]


def test_a_damaged_file_is_compiled_anew_and_mended(tmp_path: Path, compiled: list[str | None]) -> None:
    first = read(tmp_path)
    whole = kept(tmp_path).read_bytes()
    broken = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    for data in (b"", whole[:-1], whole + b"x", *broken):
        compiled.clear()
        kept(tmp_path).write_bytes(data)
        assert read(tmp_path) == first
        assert compiled == [TEMPLATE]
        assert kept(tmp_path).read_bytes() == whole


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("audioedition.templating.__version__", "0.0"),
        ("audioedition.templating.sys.version", "2.7"),
        ("audioedition.templating.importlib.metadata.version", lambda _: "0.0"),
    ],
)
def test_another_version_compiles_anew_and_the_old_one_is_not_kept(
    tmp_path: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch, where: str, what: object
) -> None:
    read(tmp_path)
    monkeypatch.setattr(where, what)
    read(tmp_path)
    assert compiled == [TEMPLATE] * 2
    assert kept(tmp_path)


def test_another_rule_or_source_compiles_anew(tmp_path: Path) -> None:
    def said(source: str, *, trim: bool) -> str:
        jinja = templating.environment(tmp_path)
        jinja.trim_blocks, jinja.loader = trim, jinja2.DictLoader({"a": source})
        return jinja.get_template("a").render()

    assert said("{% if 1 %}\na{% endif %}", trim=False) == "\na"
    assert said("{% if 1 %}\na{% endif %}", trim=True) == "a"
    assert said("{% if 1 %}\nb{% endif %}", trim=True) == "b"


def test_a_folder_that_cannot_be_used_makes_no_difference(
    tmp_path: Path, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    assert read(tmp_path / "file") == read(tmp_path / "file" / "below") == read(tmp_path)
    assert compiled == [TEMPLATE] * 3
    monkeypatch.chdir(tmp_path)
    read(Path("~/.cache"))
    assert not Path("~").exists()
