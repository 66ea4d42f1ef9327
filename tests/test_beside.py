"""posts: one post in files that stand beside each other, one language in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioedition import editions, posts
from audioedition.errors import PostError
from audioedition.model import Post

ENGLISH = "The last ferry leaves at ten in the evening, and whoever misses it sleeps on the island."
GERMAN = "Die letzte Fähre legt um zehn Uhr abends ab, und wer sie verpasst, schläft auf der Insel."
GALICIAN = "O último barco sae ás dez da noite, e quen o perda ten que durmir na illa ata a mañá."


def written(folder: Path, **texts: str) -> dict[str, Path]:
    """Files with these `texts`, named as they are, with `__` for a slash and `_` for a point."""
    files = {}
    for name, text in texts.items():
        files[name] = folder / name.replace("__", "/").replace("_", ".")
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_text(text, "utf-8")
    return files


def found(post: Post) -> list[tuple[str, str]]:
    return [(edition.language, edition.title) for edition in editions.split(post).editions]


def test_files_with_a_language_in_their_names_are_one_post_whichever_is_named(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        fog_en_md=f"---\ntitle: Fog\n---\n{ENGLISH}",
        fog_de_md=f"---\ntitle: Nebel\ntranslator: Eva Ott\n---\n{GERMAN}",
    )
    for path in files.values():
        post = posts.read(str(path), root=tmp_path)
        assert (post.id, post.origin, post.source) == ("fog", "fog.md", str(path))
        assert post.translators == {"de": "Eva Ott"}
        assert sorted(found(post)) == [("de", "Nebel"), ("en", "Fog")]
    assert posts.find([str(tmp_path)]) == [str(files["fog_de_md"])]
    assert posts.find(list(map(str, files.values()))) == [str(files["fog_en_md"])]


def test_the_original_may_have_no_language_in_its_name(tmp_path: Path) -> None:
    files = written(tmp_path, fog_md=f"# Fog\n\n{ENGLISH}", fog_de_md=f"# Nebel\n\n{GERMAN}")
    post = posts.read(str(files["fog_de_md"]), root=tmp_path)
    assert (post.id, post.title) == ("fog", "Fog")
    assert found(post) == [("en", "Fog"), ("de", "Nebel")]


def test_a_file_with_a_translator_is_not_the_original(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        fog_de_md=f"---\ntitle: Nebel\nauthor: Eva Ott\ntranslator: Eva Ott\ndate: 2024-03-01\n---\n{GERMAN}",
        fog_en_md=f"---\ntitle: Fog\nauthor: Ida Blom\ndate: 2025-01-05\n---\n{ENGLISH}",
    )
    post = posts.read(str(files["fog_de_md"]))
    assert (post.title, post.author) == ("Fog", "Ida Blom")
    assert post.published
    assert post.published.date().isoformat() == "2025-01-05"


def test_of_files_that_name_no_translator_the_earliest_is_the_original(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        fog_de_md=f"---\ntitle: Nebel\ndate: 2025-02-01\n---\n{GERMAN}",
        fog_en_md=f"---\ntitle: Fog\ndate: 2025-01-05\n---\n{ENGLISH}",
    )
    assert posts.read(str(files["fog_de_md"])).title == "Fog"


def test_a_date_and_an_author_that_the_original_lacks_come_from_its_translation(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        fog_md=f"# Fog\n\n{ENGLISH}",
        fog_de_md=f"---\ntitle: Nebel\nauthor: Ida Blom\ndate: 2025-01-05\n---\n{GERMAN}",
    )
    post = posts.read(str(files["fog_md"]))
    assert (post.title, post.author) == ("Fog", "Ida Blom")
    assert post.published
    assert post.published.date().isoformat() == "2025-01-05"


def test_a_language_that_no_detector_knows_is_taken_from_the_name(tmp_path: Path) -> None:
    files = written(tmp_path, barco_gl_txt=GALICIAN, barco_en_txt=ENGLISH)
    assert sorted(tag for tag, _ in found(posts.read(str(files["barco_en_txt"])))) == ["en", "gl"]


def test_the_pages_of_a_bundle_are_named_by_their_folder(tmp_path: Path) -> None:
    files = written(tmp_path, fog__index_en_md=ENGLISH, fog__index_pt_md=GALICIAN)
    post = posts.read(str(files["fog__index_pt_md"]), root=tmp_path)
    assert (post.id, post.origin) == ("fog", "fog/index.md")


def test_a_file_alone_has_the_id_that_it_will_have_with_its_translation(tmp_path: Path) -> None:
    files = written(tmp_path, fog_de_md=GERMAN)
    alone = posts.read(str(files["fog_de_md"]), root=tmp_path)
    written(tmp_path, fog_en_md=ENGLISH)
    both = posts.read(str(files["fog_de_md"]), root=tmp_path)
    assert (alone.id, alone.origin) == (both.id, both.origin) == ("fog", "fog.md")
    assert len(found(both)) == 2


@pytest.mark.parametrize(
    "names",
    [("fog_v2_md", "fog_md"), ("fog_old_md", "fog_md"), ("fog_de_md", "fog_de_txt"), ("a_de_md", "b_en_md")],
)
def test_other_files_stay_posts_of_their_own(tmp_path: Path, names: tuple[str, str]) -> None:
    files = written(tmp_path, **dict(zip(names, (GERMAN, ENGLISH), strict=True)))
    assert len(posts.find([str(tmp_path)])) == 2
    for path in files.values():
        assert len(found(posts.read(str(path), root=tmp_path))) == 1


def test_an_id_in_all_of_the_files_is_that_of_the_post(tmp_path: Path) -> None:
    said = "---\nid: patience\n---\n"
    files = written(tmp_path, fog_md=said + ENGLISH, fog_de_md=said + GERMAN)
    assert posts.read(str(files["fog_de_md"])).id == "patience"


def test_slugs_that_differ_are_no_id(tmp_path: Path) -> None:
    files = written(
        tmp_path, fog_en_md=f"---\nslug: fog\n---\n{ENGLISH}", fog_de_md=f"---\nslug: nebel\n---\n{GERMAN}"
    )
    assert posts.read(str(files["fog_de_md"])).id == "fog"


def test_a_translation_that_is_a_draft_keeps_only_itself_silent(tmp_path: Path) -> None:
    files = written(tmp_path, fog_en_md=ENGLISH, fog_de_md=f"---\ndraft: true\n---\n{GERMAN}")
    post = posts.read(str(files["fog_en_md"]))
    assert post.audio
    assert [tag for tag, _ in found(post)] == ["en"]
    (left,) = post.furniture
    assert (left.text, left.code) == (str(files["fog_de_md"]), "translation")
    files["fog_en_md"].write_text(f"---\ndraft: true\n---\n{ENGLISH}", "utf-8")
    assert not posts.read(str(files["fog_en_md"])).audio


def test_what_is_wrong_with_one_file_names_that_file(tmp_path: Path) -> None:
    files = written(tmp_path, fog_en_md=ENGLISH, fog_de_md="---\ntitle: *x\n---\n")
    with pytest.raises(PostError, match=r"fog\.de\.md is not valid YAML at line 2"):
        posts.read(str(files["fog_en_md"]))


def test_many_files_in_a_folder_are_looked_at_once(tmp_path: Path) -> None:
    written(tmp_path, **{f"p{number}_{tag}_txt": tag for number in range(300) for tag in ("de", "en")})
    assert len(posts.find(sorted(map(str, tmp_path.iterdir())))) == 300
