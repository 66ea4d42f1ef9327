"""Phrases in another language: which are found, and above all which are not."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest

from audioedition import editions, posts
from audioedition.editions import foreign
from audioedition.model import UNDETERMINED, Block, Edition, Kind, Span

DATA = tomllib.loads(Path(__file__).with_name("data").joinpath("foreign.toml").read_text("utf-8"))
MARK = re.compile(r"⟦([\w-]+):(.*?)⟧")
CASES = [(language, text) for language, kinds in DATA.items() for text in (*kinds["found"], *kinds["own"])]


def shown(block: Block) -> str:
    """The text of a block, its spans as the data file marks them."""
    text = block.text
    for span in reversed(block.spans):
        text = f"{text[: span.start]}⟦{span.language}:{text[span.start : span.end]}⟧{text[span.end :]}"
    return text


def heard(language: str, *texts: str, **marks: str) -> list[str]:
    blocks = tuple(Block(Kind.PARAGRAPH, text, marks.get("language")) for text in texts)
    return [shown(block) for block in foreign(Edition(language, "A title", blocks)).blocks]


def read(folder: Path, text: str, name: str = "post.md") -> tuple[Block, ...]:
    (folder / name).write_text(text, "utf-8")
    return posts.at(str(folder / name), root=folder).read().blocks


@pytest.mark.parametrize(("language", "text"), CASES, ids=[f"{tag}-{text[:40]}" for tag, text in CASES])
def test_phrases_are_found_and_all_else_is_left_to_its_own_voice(language: str, text: str) -> None:
    assert heard(language, MARK.sub(r"\2", text)) == [text]


def test_every_found_phrase_is_left_alone_in_a_text_of_its_own_language() -> None:
    for _, text in CASES:
        for language, phrase in MARK.findall(text):
            assert heard(language, f"{phrase} “{phrase}” ({phrase})") == [f"{phrase} “{phrase}” ({phrase})"]


def test_neighbouring_phrases_in_one_language_are_one() -> None:
    text = "Er rief: “We are not going to wait.” “There is nobody left who could help us.” Dann ging er."
    assert heard("de", text) == [
        "Er rief: “⟦en:We are not going to wait.” “There is nobody left who could help us.⟧” Dann ging er."
    ]


def test_chinese_signs_are_japanese_where_the_text_has_kana() -> None:
    assert heard("en", "The inn is 春風, its boat はるかぜ.") == [
        "The inn is ⟦ja:春風⟧, its boat ⟦ja:はるかぜ⟧."
    ]


def test_a_cyrillic_name_is_in_the_language_of_the_other_names() -> None:
    text = "Her village is Ївга, and she wrote: Свіжі яблука з нашого саду. The name of her brother is Іван, which is common there."
    assert "⟦uk:Іван⟧" in heard("en", text)[0]


def test_an_author_marks_phrases_in_html_and_in_markdown(tmp_path: Path) -> None:
    (paragraph,) = read(
        tmp_path, 'A <i lang="fr">mot  <b>juste</b></i>, and\n**<span lang="de-AT">na ja</span>**.'
    )
    assert paragraph.text == "A mot juste, and na ja."
    assert shown(paragraph) == "A ⟦fr:mot juste⟧, and ⟦de-AT:na ja⟧."
    html = '<p lang="en">He said <em lang="fr">bon</em><em lang="fr"> mot</em> twice.</p><p>And no more.</p>'
    first, _ = read(tmp_path, html, "post.html")
    assert (first.language, shown(first)) == ("en", "He said ⟦fr:bon mot⟧ twice.")


def test_a_phrase_that_is_set_apart_by_an_element_is_one_by_its_words(tmp_path: Path) -> None:
    text = (
        "Der Kapitän sagte *we are never coming back to this river*, und *das war schon immer so gewesen*.\n\n"
        "Er rief <q>nous ne <b>sommes</b> pas pressés</q> und las *Moby Dick* und *The Sea*.\n\n"
        "*A whole line that is in English and nothing else.*\n"
    )
    blocks = read(tmp_path, text)
    assert [span.language for block in blocks for span in block.spans] == [UNDETERMINED] * 3
    found = foreign(Edition("de", "Der Fluss", blocks)).blocks
    assert [MARK.findall(shown(block)) for block in found] == [
        [("en", "we are never coming back to this river")],
        [("fr", "nous ne sommes pas pressés")],
        [("en", "A whole line that is in English and nothing else.")],
    ]


def test_a_paragraph_that_is_marked_from_end_to_end_is_marked_itself(tmp_path: Path) -> None:
    blocks = read(tmp_path, 'Hello there.\n\n<span lang="de">Ein ganzer Absatz.</span>\n')
    assert [(block.language, block.spans) for block in blocks] == [(None, ()), ("de", ())]


def test_a_mark_holds_for_any_word_but_not_against_the_words(tmp_path: Path) -> None:
    (block,) = read(
        tmp_path,
        'Die <i lang="es">siesta</i> am Fluss, <span lang="EN-US">den ein Programm als Englisch markiert hat</span>.',
    )
    assert [span.language for span in block.spans] == ["es", "en-US"]
    (found,) = foreign(Edition("de", "Der Fluss", (block,))).blocks
    assert shown(found).startswith("Die ⟦es:siesta⟧ am Fluss, den ein Programm")
    own = Block(Kind.PARAGRAPH, "Die Fähre fährt heute nicht mehr, und morgen auch nicht.", "fr")
    assert foreign(Edition("de", "Der Fluss", (own,))).blocks[0].language is None


def test_a_mark_on_a_part_of_a_word_is_not_heard(tmp_path: Path) -> None:
    (block,) = read(
        tmp_path, 'Der <span lang="en">Messenger</span>dienst heißt <span lang="en">Harbour Chat</span>.'
    )
    (found,) = foreign(Edition("de", "Der Fluss", (block,))).blocks
    assert shown(found) == "Der Messengerdienst heißt ⟦en:Harbour Chat⟧."
    (block,) = read(tmp_path, 'これは<i lang="fr">mot juste</i>です。')
    (found,) = foreign(Edition("ja", "川", (block,))).blocks
    assert shown(found) == "これは⟦fr:mot juste⟧です。"


@pytest.mark.parametrize(
    ("paragraph", "language"),
    [
        (
            'The bank wrote a letter to <i lang="fr">la Banque de France, qui ne répondit jamais à cette lettre</i>; see below.',
            "en",
        ),
        (
            'He shouted to us: <span lang="de">Es ist mir völlig egal, was die Leute in Berlin davon halten</span>',
            "en",
        ),
        (
            'Die Leute <span lang="en">kamen alle aus der Stadt und wollten nichts davon wissen</span>, nie.',
            "de",
        ),
    ],
)
def test_a_marked_phrase_leaves_its_paragraph_where_it_is(
    tmp_path: Path, paragraph: str, language: str
) -> None:
    before, after = {
        "en": (
            "The harbour was empty, and nobody said a word.",
            "And nothing else was heard of it in the town.",
        ),
        "de": (
            "Der Hafen war leer, und niemand sagte ein Wort.",
            "Und mehr hörte man davon in der Stadt nicht.",
        ),
    }[language]
    (tmp_path / "post.md").write_text(f"{before}\n\n{paragraph}\n\n{after}\n", "utf-8")
    post = posts.at(str(tmp_path / "post.md"), root=tmp_path).read()
    assert [each.language for each in editions.split(post).editions] == [language]


def test_a_mark_for_the_edition_s_own_language_silences_any_guess() -> None:
    text = "We are not going to wait for you"
    block = Block(Kind.PARAGRAPH, f"Er sagte „{text}“.", spans=(Span(10, 10 + len(text), "de-CH"),))
    assert foreign(Edition("de", "Titel", (block,))).blocks[0].spans in (
        (),
        (Span(10, 10 + len(text), "en"),),
    )


def test_a_block_in_another_language_is_not_searched_for_its_own_words() -> None:
    block = Block(Kind.QUOTE, "Мы не будем ждать до весны. «Никто не придёт», сказала она.", "ru")
    assert foreign(Edition("en", "A title", (block,))).blocks[0].spans == ()


def test_code_and_tables_have_no_phrases() -> None:
    blocks = tuple(Block(kind, "print('Нет, we are not going to wait')") for kind in (Kind.CODE, Kind.TABLE))
    assert foreign(Edition("de", "Titel", blocks)).blocks == blocks


def test_spans_follow_a_text_that_is_cut_or_cleaned() -> None:
    block = Block(
        Kind.PARAGRAPH, "Ein [x]mot juste hier, na ja.", spans=(Span(7, 16, "fr"), Span(23, 28, "de-AT"))
    )
    assert shown(block.saying("mot juste hier")) == "⟦fr:mot juste⟧ hier"
    assert shown(block.saying("juste hier, na ja.")) == "⟦fr:juste⟧ hier, ⟦de-AT:na ja⟧."
    assert shown(block.saying("Ein mot juste hier, na ja.")) == "Ein ⟦fr:mot juste⟧ hier, ⟦de-AT:na ja⟧."
    assert block.saying("Etwas anderes.").spans == ()


def test_a_paragraph_gets_another_voice_only_if_it_is_surely_in_another_language(tmp_path: Path) -> None:
    """Borrowed words made a German paragraph Danish: nobody heard it, as long as all had one voice."""
    path = tmp_path / "post.md"
    path.write_text(
        "# Ein Titel über die Fähre\n\nDie Leute standen am Ufer und warteten auf die Fähre, die heute nicht kam.\n\n"
        "Er sagte mot juste, und let it be war gut, und der Fluss war still.\n\n"
        "> We have waited for the ferry since the morning, and it has not come.\n",
        "utf-8",
    )
    (edition,) = editions.split(posts.at(str(path), root=tmp_path).read()).editions
    assert [block.language for block in edition.blocks] == [None, None, "en"]


@pytest.mark.parametrize(
    "text", ["“" * 5000, "('" * 4000, "a'" * 5000, ". " * 5000, "Ж-β" * 4000, "*_" * 4000, '"a' * 5000]
)
def test_no_text_takes_long(text: str) -> None:
    """Ten thousand characters in well under the ten milliseconds a thousand that a script may take."""
    heard("en", text)
    began = time.process_time()
    heard("en", text)
    assert time.process_time() - began < 0.3
