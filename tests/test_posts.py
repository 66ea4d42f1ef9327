"""posts: whatever an author saves, as blocks in their order, or one clear sentence."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audioedition import files, posts
from audioedition.errors import PostError
from audioedition.model import Kind, Post


def parse(text: str | bytes, source: str = "post.txt", id: str | None = None) -> Post:  # noqa: A002 -- as in posts
    data = text.encode() if isinstance(text, str) else text
    return posts.parse(data, source=source, origin=source, id=id)


def texts(post: Post, *kinds: Kind) -> list[str]:
    return [block.text for block in post.blocks if not kinds or block.kind in kinds]


class TestPlainText:
    def test_blank_lines_are_borders_and_full_lines_are_joined(self) -> None:
        post = parse(
            "A title\n\nThe first line of this paragraph was broken because it was full, and so was\n"
            "the second one, which ends here.\n\nAnother.\n"
        )
        assert texts(post) == [
            "A title",
            (
                "The first line of this paragraph was broken because it was full, and so was "
                "the second one, which ends here."
            ),
            "Another.",
        ]
        assert [block.line for block in post.blocks] == [1, 3, 6]

    def test_lines_that_were_not_full_stay_apart(self) -> None:
        post = parse("Roses are red\nViolets are blue\nSugar\n")
        assert texts(post) == ["Roses are red", "Violets are blue", "Sugar"]
        assert [block.line for block in post.blocks] == [1, 2, 3]

    def test_one_long_line_is_one_paragraph(self) -> None:
        one, two = "long words " * 30, "other words " * 30
        assert texts(parse(f"{one}\n{two}\n")) == [one.strip(), two.strip()]

    def test_a_title_above_a_wrapped_paragraph_is_not_swallowed(self) -> None:
        wrapped = "\n".join(["these words fill the line up to its very end and then they"] * 4)
        assert texts(parse(f"Title\n{wrapped}"))[0] == "Title"

    def test_a_sentence_on_each_line_is_a_paragraph_on_each_line(self) -> None:
        lines = [
            "The first sentence stands on a line of its own, as it does in some mails.",
            "So does the second one, which is in no way shorter than the first one.",
            "And the third one.",
        ]
        assert texts(parse("\n".join(lines))) == lines

    def test_two_sentences_are_two_lines_unless_the_text_is_wrapped(self) -> None:
        pair = "At two in the morning, every day but Sunday.\nUm zwei Uhr morgens, außer am Sonntag."
        assert texts(parse(pair)) == pair.split("\n")
        wrapped = "\n".join(["these words fill the line up to its very end and then they"] * 4)
        assert texts(parse(f"{pair}\n\n{wrapped}"))[0] == pair.replace("\n", " ")

    def test_japanese_lines_are_joined_without_a_space(self) -> None:
        line = "これは長い行ですから、途中で折り返されています。次の行に続くのです"
        assert texts(parse(f"{line}\n{line}\n")) == [line + line]

    @pytest.mark.parametrize("rule", ["*****", "* * *", "⁂", "---", "      ***", "— — —", "###"])
    def test_scene_breaks(self, rule: str) -> None:
        assert [b.kind for b in parse(f"One.\n\n{rule}\n\nTwo.").blocks] == [
            Kind.PARAGRAPH,
            Kind.BREAK,
            Kind.PARAGRAPH,
        ]

    def test_items_quotes_headings_tables_and_code(self) -> None:
        post = parse(
            "# Title\n\nHead\n====\n\n- one\n- two\n\n> said\n\n```\nx = 1\n```\n\na | 1\nb | 2\n\n"
            "    sudo apt install\n    cd /tmp;\n"
        )
        assert [(b.kind, b.text, b.level) for b in post.blocks] == [
            (Kind.HEADING, "Title", 1),
            (Kind.HEADING, "Head", 1),
            (Kind.ITEM, "one", 0),
            (Kind.ITEM, "two", 0),
            (Kind.QUOTE, "said", 0),
            (Kind.CODE, "x = 1", 0),
            (Kind.TABLE, "a | 1\nb | 2", 0),
            (Kind.CODE, "sudo apt install\ncd /tmp;", 0),
        ]

    def test_our_own_marker_gives_blocks_their_language_and_is_listed(self) -> None:
        post = parse("Hello.\n\n::: de\n\nGuten Tag.\n\n:::\n\nBye.")
        assert [(b.text, b.language) for b in post.blocks] == [
            ("Hello.", None),
            ("Guten Tag.", "de"),
            ("Bye.", None),
        ]
        assert [(entry.text, entry.code, entry.line) for entry in post.furniture] == [
            ("::: de", "marker", 3),
            (":::", "marker", 7),
        ]

    @pytest.mark.parametrize("source", ["p.txt", "p.md"])
    def test_a_mark_of_no_language_is_listed(self, source: str) -> None:
        post = parse("One.\n\n::: klingon\nTwo.\n\n:::\n\nThree.", source)
        assert [(block.text, block.language) for block in post.blocks] == [
            ("One.", None),
            ("Two.", None),
            ("Three.", None),
        ]
        assert next((entry.text, entry.code, entry.line) for entry in post.furniture) == (
            "::: klingon",
            "marker",
            3,
        )
        assert "no language" in post.furniture[0].detail

    @pytest.mark.parametrize("source", ["p.txt", "p.md"])
    @pytest.mark.parametrize(
        "day",
        [
            "3. März 2026 war ein guter Tag.",
            "1) Mai war besser.",
            "1. Mai",
            "3. März war gut.\n\n4. April auch.",
        ],
    )
    def test_a_number_that_is_no_item_stays(self, day: str, source: str) -> None:
        assert "\n\n".join(texts(parse(f"Text.\n\n{day}\n\nMore.", source))[1:-1]) == day

    @pytest.mark.parametrize("source", ["p.txt", "p.md"])
    def test_a_list_that_counts_up(self, source: str) -> None:
        post = parse("Text.\n\n1. One\n2. Two\n3. Three\n\nMore.\n", source)
        assert [(b.kind, b.text) for b in post.blocks][1:-1] == [
            (Kind.ITEM, "One"),
            (Kind.ITEM, "Two"),
            (Kind.ITEM, "Three"),
        ]

    def test_a_day_at_the_beginning_of_a_full_line_does_not_cut_the_paragraph(self) -> None:
        text = "This is a line that was broken because it was so full of words on\n3. March, which was a day on which all lines were so full that\nthey had to be broken."
        assert texts(parse(text)) == [text.replace("\n", " ")]

    def test_a_fence_that_is_never_closed_loses_nothing(self) -> None:
        assert texts(parse("Text.\n\n```\none\ntwo\n\nMore.")) == ["Text.", "one\ntwo", "More."]

    @pytest.mark.parametrize("sign", ["#", "##", "*", "* *", "**", "⁂", "—"])
    def test_a_lone_sign_is_a_scene_break(self, sign: str) -> None:
        assert texts(parse(f"One.\n\n{sign}\n\nTwo.\n")) == ["One.", "", "Two."]

    def test_a_line_of_tildes_between_two_texts_is_a_rule(self) -> None:
        assert texts(parse("One.\n\n~~~\n\nZwei.\n\n~~~\n\nTrois.")) == ["One.", "", "Zwei.", "", "Trois."]
        assert texts(parse("One.\n\n~~~\nls\n\nrm\n~~~\n\nTwo.")) == ["One.", "ls\n\nrm", "Two."]

    def test_a_mark_over_everything_is_a_mark_all_the_same(self) -> None:
        assert [block.language for block in parse("::: pt_br\n\nUm.\n\nDois.").blocks] == ["pt-BR", "pt-BR"]
        assert [block.language for block in parse("::: pt_br\n\nUm.\n\nDois.", "p.md").blocks] == [
            "pt-BR"
        ] * 2


class TestEncodings:
    TEXT = "Über die Brücke – „schön“ & gut, sagt José.\n\nEs war grün."

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "utf-32"]
    )
    def test_the_text_is_the_same(self, encoding: str) -> None:
        data = (
            b"\xff\xfe" + self.TEXT.encode("utf-16-le")
            if encoding == "utf-16-le-bom"
            else self.TEXT.encode(encoding)
        )
        assert texts(parse(data)) == self.TEXT.split("\n\n")

    def test_a_page_names_its_encoding(self) -> None:
        page = '<meta charset="koi8-r"><p>Привет, мир</p>'.encode("koi8-r")
        assert texts(parse(page, "page.html")) == ["Привет, мир"]

    def test_a_page_that_names_a_wrong_encoding_is_read_all_the_same(self) -> None:
        page = '<meta charset="no-such-thing"><p>Grüße aus der Küche</p>'.encode()
        assert texts(parse(page, "page.html")) == ["Grüße aus der Küche"]

    def test_normal_form_spaces_and_invisible_signs(self) -> None:
        post = parse("u\u0308ber\u00a0den\r\n\r\nFlu\u00adss\u200b \x07hin\u2028aus")
        assert texts(post) == ["über den", "Fluss hin", "aus"]

    def test_half_characters_do_not_spoil_the_rest(self) -> None:
        data = "Grüße |aus | Köln".encode().replace(b"|aus |", b"\xed\xa0\x80aus \xed\xa0\xbd\xed\xb8\x80")
        assert texts(parse(data)) == ["Grüße aus 😀 Köln"]

    def test_ten_thousand_accents_on_one_letter(self) -> None:
        assert texts(parse("a" + "\u0301\u0316" * 90_000 + "bc"))[0].endswith("bc")

    @pytest.mark.parametrize(
        "data", [b"\x00\x01\x02", b"text\x00text", b"\xff\xfe\x00\xd8", bytes(range(128, 256))]
    )
    def test_binary_data_is_refused(self, data: bytes) -> None:
        with pytest.raises(PostError, match=r"post\.txt"):
            parse(data)


class TestFrontMatter:
    def test_yaml(self) -> None:
        post = parse(
            "---\ntitle: 'A: B'\nslug: a-b\ndate: 2024-06-18\nauthor: [Ann Lee, {name: Bo}]\n"
            "translator: {de: Uwe, fr-CA: Luc}\nlang: en_GB\ntags: [x, y, x]\naudio: false\n"
            "license: CC BY 4.0\nlayout: post\n---\n\nText.\n",
            "p.md",
        )
        assert (post.id, post.title, post.author, post.language) == ("a-b", "A: B", "Ann Lee, Bo", "en-GB")
        assert post.published == datetime(2024, 6, 18, 12, tzinfo=UTC)
        assert post.translators == {"de": "Uwe", "fr-CA": "Luc"}
        assert (post.tags, post.audio, post.rights) == (("x", "y"), False, "CC BY 4.0")
        assert [(block.text, block.line) for block in post.blocks] == [("Text.", 14)]

    def test_toml(self) -> None:
        post = parse('+++\ntitle = "T"\ndate = 2024-06-18T08:30:00+02:00\ntranslator = "Eva"\n+++\nText.\n')
        assert post.published == datetime(2024, 6, 18, 8, 30, tzinfo=timezone(timedelta(hours=2)))
        assert (post.title, post.translator) == ("T", "Eva")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("---\ntitle: [a\nlang: en\n---\nText.", "line 2"),
            ("+++\ntitle = \n+++\nText.", "TOML"),
            ("---\ndate: soon\n---\nText.", "date 'soon'"),
            ("---\ntitle: Bad: yaml\n---\nText.", "line 2 .*put the value in quotes"),
            ("---\nlang: en\ntitle: 'open\nid: x\n---\nText.", "line 3"),
            ("---\nauthor: &a [*a]\n---\nText.", "line 2 .*alias"),
            ("---\na: " + "[" * 5000 + "\n---\nText.", "nested too deeply"),
            ("---\na: " + "x" * 200_000 + "\n---\nText.", "longer than"),
            ("---\ntitle: Never closed\n\nText.", "not closed: write a line `---`"),
            ('+++\ntitle = "Never closed"\n\nText.', "not closed: write a line `\\+\\+\\+`"),
            ("---\nlang: german\n---\nText.", "`lang` of p.md says 'german'.*`de`"),
            ("---\nlang: 'a\n\n  b'\n---\nText.", "`lang`"),
            ("---\ntranslator: {german: Eva}\n---\nText.", "`translator`"),
            ("---\ndate: 0099-01-02\n---\nText.", "date '0099-01-02' .*1900"),
            ("+++\ndate = 9999-12-31T23:00:00-10:00\n+++\nText.", "1900"),
            ("---\ndraft: perhaps\n---\nText.", "draft"),
            ("---\ndate: 12\n---\nText.", "date '12'"),
            ("---\naudio: maybe\n---\nText.", "audio"),
            ('---\n"a\nb: c"\n---\nText.', "not a table"),
            (
                "+++\ntitle = 0x" + "f" * 5000 + "\n+++\nText.",
                "`title` .* not a number of thousands of digits",
            ),
            *(
                (
                    f"+++\n{key} = {value.format('0x' + 'f' * 9_000)}\n+++\nText.",
                    f"`{key}` .* thousands of digits",
                )
                for key in ("date", "draft", "lang", "tags", "author", "rights", "anything")
                for value in ("{}", "[{}]", "[[{}]]", "{{a = {}}}")
            ),
            (
                "---\ntitle: [Fog, Nebel]\n---\nText.",
                "`title` of p.md must be text, or one for each language",
            ),
            ("---\ntitle: {english: Fog}\n---\nText.", "`title` .* 'english', which is no language tag"),
            ("---\ntitle: {en: [Fog]}\n---\nText.", r"`title` .* not \['Fog'\]"),
            ("+++\nauthor = true\n+++\nText.", "`author` .* must be a name, or a list of names, not True"),
            ("---\nauthors: [Ann, {x: y}]\n---\nText.", r"`authors` .* not \{'x': 'y'\}"),
            ("---\nlang: [en, de]\n---\nText.", "`lang` .* must be one language tag"),
            ("---\ntags: {a: b}\n---\nText.", "`tags` .* must be a list of words"),
            ("---\ntags: [a, [b]]\n---\nText.", "`tags` .* must be a list of words"),
            ("---\nslug: {en: fog}\n---\nText.", "`slug` .* must be text"),
            ("---\nstatus: [draft]\n---\nText.", "`status` .* must be text"),
            ("---\nurl: " + "[" * 20 + "]" * 20 + "\n---\nText.", "`url` .{0,150}$"),
        ],
    )
    def test_what_is_broken_is_named(self, text: str, message: str) -> None:
        with pytest.raises(PostError, match=message):
            parse(text, "p.md")

    def test_yaml_is_text_as_its_author_sees_it(self) -> None:
        post = parse(
            "---\ntitle:\t1.10\nlang: no\ntags: [0x1f, 2024, off]\ndate: 2024-06-18 9:30:00 +0200\n---\nText."
        )
        assert (post.title, post.language, post.tags) == ("1.10", "no", ("0x1f", "2024", "off"))
        assert post.published == datetime(2024, 6, 18, 7, 30, tzinfo=UTC)

    def test_a_chain_of_aliases_does_not_grow(self) -> None:
        bomb = "a: &a [x, x]\n" + "".join(
            f"{b}: &{b} [*{a}, *{a}]\n" for a, b in itertools.pairwise("abcdefgh")
        )
        with pytest.raises(PostError, match=r"line 3 .*alias"):
            parse(f"---\n{bomb}---\nText.")

    @pytest.mark.parametrize(
        ("said", "audio"),
        [
            ("draft: true", False),
            ("draft: false", True),
            ("published: false", False),
            ("published: true", True),
            ("published: 2024-06-18", True),
            ("audio: No", False),
            ("draft: true\naudio: true", False),
        ],
    )
    def test_drafts_are_silent(self, said: str, audio: bool) -> None:  # noqa: FBT001 -- a parameter of the test
        assert parse(f"---\n{said}\n---\nText.").audio is audio
        assert (
            parse(f"+++\n{said.lower().replace(': ', ' = ').replace('no', 'false')}\n+++\nText.").audio
            is audio
        )

    def test_a_person_who_translates_everything_may_be_a_table(self) -> None:
        assert parse("---\ntranslator: {name: Bo}\n---\nText.").translator == "Bo"

    def test_titles_by_language(self) -> None:
        post = parse("---\ntitle: {en: Fog, pt_BR: Nevoeiro, de: ''}\n---\nText.")
        assert (post.title, post.titles) == (None, {"en": "Fog", "pt-BR": "Nevoeiro"})

    def test_a_licence_may_be_a_table_with_a_name(self) -> None:
        assert parse("---\nlicense: {name: CC0, url: x}\n---\nText.").rights == "CC0"

    @pytest.mark.parametrize("form", ["---\ntitle: {}\n---\n", '{{"title": {}}}\n'])
    @pytest.mark.parametrize(
        ("written", "title"),
        [
            (r'"\ud83d\ude00 Hello"', "\U0001f600 Hello"),
            (r'"\ud83d\ud83d\ude00\ude00 Hello"', "\U0001f600 Hello"),
            (r'"a\ud83d b\udc00"', "a b"),
            (r'"a\u0000 b\u001b[31m\ufffe"', "a b[31m"),
            (r'"Donau\u00adschiff"', "Donauschiff"),
            (r'"Cafe\u0301"', "Caf\u00e9"),
        ],
    )
    def test_what_is_escaped_is_as_clean_as_the_text(self, form: str, written: str, title: str) -> None:
        assert parse(f"{form.format(written)}\nText.", "p.md").title == title

    @pytest.mark.parametrize("depth", [5, 500, 50_000])
    def test_lists_in_lists_break_nothing(self, depth: int) -> None:
        matter = f'{{"title": "A", "authors": {"[" * depth}"Jane"{"]" * depth}}}\n\nText.'
        try:
            assert parse(matter, "p.md").title == "A"
        except PostError as exc:
            assert "front matter" in str(exc)  # noqa: PT017 -- how deeply Python reads differs

    def test_two_rules_are_not_front_matter(self) -> None:
        post = parse("---\n\nJust prose, between two rules.\n\n---\n\nMore.")
        assert texts(post, Kind.PARAGRAPH) == ["Just prose, between two rules.", "More."]


class TestMarkdown:
    def test_markup_goes_and_text_stays(self) -> None:
        post = parse(
            "# A *title*\n\nA [link](https://x.example) and `code`, ![alt](i.png) **bold**.\n", "p.md"
        )
        assert texts(post) == ["A title", "A link and code, bold."]
        assert [block.line for block in post.blocks] == [1, 3]

    def test_a_language_mark_holds_until_its_end(self) -> None:
        post = parse("One.\n\n::: de\n\n# Zwei\n\nDrei.\n\n:::\n\nFour.\n", "p.md")
        assert [block.language for block in post.blocks] == [None, "de", "de", None]

    def test_raw_html_keeps_its_language(self) -> None:
        post = parse('One.\n\n<div lang="fr">\n\nDeux.\n\n</div>\n', "p.md")
        assert [block.language for block in post.blocks] == [None, "fr"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("One.\n\n~~~\n\n# Zwei\n\nDrei.\n", ["One.", "", "Zwei", "Drei."]),
            ("One.\n\n~~~\n\nZwei.\n\n~~~\n\nTrois.\n", ["One.", "", "Zwei.", "", "Trois."]),
            ("One.\n\n```\n\nZwei.\n", ["One.", "", "Zwei."]),
            ("One.\n\n```sh\nls\n\nTwo.\n\nThree.\n", ["One.", "ls", "Two.", "Three."]),
            ("One.\n\n~~~\nls\n\nrm\n~~~\n\nTwo.\n", ["One.", "ls\n\nrm", "Two."]),
            ("One.\n\n```\n\nls\n\n```\n\nTwo.\n", ["One.", "ls", "Two."]),
            ("One.\n\n```\nls\n", ["One.", "ls"]),
        ],
    )
    def test_a_fence_swallows_no_text(self, text: str, expected: list[str]) -> None:
        assert texts(parse(text, "p.md")) == expected

    @pytest.mark.parametrize("sign", ["#", "##", "*", "* *", "**", "-"])
    def test_a_lone_sign_is_a_scene_break(self, sign: str) -> None:
        assert texts(parse(f"One.\n\n{sign}\n\nTwo.\n", "p.md")) == ["One.", "", "Two."]

    def test_table_code_quote_footnote(self) -> None:
        post = parse(
            "Text.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n> quote\n\n[^1]: Note.\n",
            "p.md",
        )
        assert [(block.kind, block.text) for block in post.blocks] == [
            (Kind.PARAGRAPH, "Text."),
            (Kind.ITEM, "Note."),
            (Kind.TABLE, "a | b\n1 | 2"),
            (Kind.CODE, "code"),
            (Kind.QUOTE, "quote"),
        ]

    def test_a_note_stands_where_its_sign_is(self) -> None:
        post = parse("One.[^a] More.[^b]\n\nZwei.[^c]\n\n[^a]: A.\n[^b]: B.\n\n[^c]: C.\n", "p.md")
        assert texts(post) == ["One. More.", "A.", "B.", "Zwei.", "C."]


class TestTemplates:
    @pytest.mark.parametrize("source", ["p.txt", "p.md", "p.html"])
    @pytest.mark.parametrize(
        "code",
        [
            "{% include video.html id=5 %}",
            "{{ site.title | upcase }}",
            '{{< figure src="a.jpg" >}}',
            '{{% notice "x" %}}',
            '[gallery ids="1,2"]',
            "[gallery]",
            "[embed]https://v.example/1[/embed]",
            "{% comment %} not for you {% endcomment %}",
        ],
    )
    def test_code_of_a_blog_system_is_listed(self, code: str, source: str) -> None:
        gap = "<p>" if source == "p.html" else "\n\n"
        shown = code.replace("<", "&lt;") if source == "p.html" else code
        post = parse(f"One.{gap}{shown}{gap}Two.", source)
        assert texts(post) == ["One.", "Two."]
        assert [(entry.text, entry.code) for entry in post.furniture] == [(code, "markup")]

    @pytest.mark.parametrize("source", ["p.txt", "p.md"])
    def test_the_words_around_it_stay(self, source: str) -> None:
        post = parse(
            '[caption id="a" width="3"]A boat[/caption]\n\n[caption]A ship[/caption]\n\n'
            "In {{ year }} all {% if x %}was{% endif %} well.\n\n- [ ] buy\n- [x] eat\n\n"
            "Before {% comment %}one\n\ntwo{% endcomment %} after.",
            source,
        )
        assert texts(post) == ["A boat", "A ship", "In all was well.", "buy", "eat", "Before", "after."]

    @pytest.mark.parametrize(
        "text",
        [
            "The [gallery](g.html) of [video] is {open}.",
            "50 {% of it",
            "A {% comment %} that never ends.",
            "Use [x] here.",
        ],
    )
    def test_what_only_looks_like_it_stays(self, text: str) -> None:
        assert texts(parse(f"- Item\n\n{text}\n\nMore."))[1:] == [text.replace("{% comment %} ", ""), "More."]


class TestHtml:
    def test_lines_cells_and_languages(self) -> None:
        post = parse(
            '<html lang="en"><body><p>One<br>Two <span lang="fr">trois</span></p>'
            '<p><em lang="fr">quatre</em></p><hr><figure><img alt="x"><figcaption>Cap</figcaption></figure>'
            f"<table><tr><td>{'long ' * 20}</td><td>b</td></tr></table></body></html>",
            "p.html",
        )
        assert [(block.kind, block.text, block.language) for block in post.blocks] == [
            (Kind.PARAGRAPH, "One", None),
            (Kind.PARAGRAPH, "Two trois", None),
            (Kind.PARAGRAPH, "quatre", "fr"),
            (Kind.BREAK, "", None),
            (Kind.CAPTION, "Cap", None),
            (Kind.PARAGRAPH, ("long " * 20).strip(), None),
            (Kind.PARAGRAPH, "b", None),
        ]
        assert post.language == "en"

    def test_furniture_is_listed_with_its_reason(self) -> None:
        post = parse(
            "<nav>Home</nav><article><p>The text of the post.</p><aside>Buy</aside>"
            '<div class="comments-area"><p>Ann says:</p><p>Hi</p></div></article><footer>Imprint</footer>'
            "<script>var x;</script><p hidden>secret</p>",
            "p.html",
        )
        assert texts(post) == ["The text of the post."]
        assert [(entry.text, entry.code) for entry in post.furniture] == [
            ("Home", "navigation"),
            ("Buy", "furniture"),
            ("Ann says:", "comments"),
            ("Hi", "comments"),
            ("Imprint", "furniture"),
            ("secret", "hidden"),
        ]

    def test_the_source_of_a_quotation_is_no_furniture(self) -> None:
        post = parse("<p>He said:</p><blockquote>Yes<footer>Bo</footer></blockquote>", "p.html")
        assert texts(post) == ["He said:", "Yes", "Bo"]

    def test_a_theme_that_calls_everything_a_widget_is_read_all_the_same(self) -> None:
        assert texts(parse('<div class="widget"><p>The only text.</p></div>', "p.html")) == ["The only text."]

    def test_metadata(self) -> None:
        post = parse(
            "<head><title>T – Blog</title><link rel=canonical href='https://B.example/2024/t/?x=1'>"
            "<meta property='article:published_time' content='2024-01-02T03:04:05Z'>"
            "<meta name=author content='Ann'><meta property='article:tag' content='x'></head><p>Text.</p>",
            "p.html",
        )
        assert (post.id, post.title, post.author, post.tags) == (
            "b.example/2024/t",
            "T – Blog",
            "Ann",
            ("x",),
        )
        assert post.published == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)

    def test_the_heading_of_a_post_is_its_title_and_not_that_of_the_page(self) -> None:
        page = "<head><title>Blog</title></head><p>Menu</p><h2>A title</h2><p>Text.</p>"
        assert parse(page, "p.html").title == "A title"
        assert parse(page.replace("h2", "p"), "p.html").title == "Blog"

    def test_the_name_of_the_site_is_not_part_of_the_title(self) -> None:
        page = '<meta property="og:title" content="T | My Site"><meta property="og:site_name" content="My Site"><p>Text.'
        assert parse(page, "p.html").title == "T"

    def test_a_lang_that_is_no_tag_marks_nothing(self) -> None:
        page = "<p lang='{{ lang }}'>One.</p><p lang=pt_br>Dois.</p><p lang=''>Three.</p>"
        assert [block.language for block in parse(page, "p.html").blocks] == [None, "pt-BR", None]

    def test_a_thousand_nested_tables(self) -> None:
        assert texts(parse("<table><tr><td>" * 1000 + "deep", "p.html")) == ["deep"]

    def test_ten_thousand_nested_tags(self) -> None:
        assert texts(parse("<div>" * 10_000 + "deep" + "</div>" * 10_000, "p.html")) == ["deep"]


class TestIdentity:
    def test_the_order_of_names(self) -> None:
        matter = "---\nslug: s\ncanonical: https://b.example/x/\n---\nText."
        assert parse(matter, "folder/p.md", id="given").id == "given"
        assert parse(matter, "folder/p.md").id == "s"
        assert parse(matter.replace("slug: s\n", ""), "folder/p.md").id == "b.example/x"
        assert parse("Text.", "folder/p.md").id == "p"
        assert parse("Text.", "folder/index.md").id == "folder"

    def test_an_index_at_the_root_does_not_take_the_name_of_a_clone(self, tmp_path: Path) -> None:
        (tmp_path / "index.md").write_text("Text.")
        assert posts.read(str(tmp_path / "index.md"), root=tmp_path).id == "index"
        assert posts.read(str(tmp_path / "index.md"), root=tmp_path.parent).id == tmp_path.name

    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("https://ex.org/?p=1", "ex.org?p=1"),
            ("http://EX.org?p=2&utm_source=x", "ex.org?p=2"),
            ("https://ex.org/?p=1&preview=true", "ex.org?p=1"),
            ("https://ex.org/index.php?page_id=7", "ex.org/index.php?page_id=7"),
            ("https://ex.org/a/?utm_source=x", "ex.org/a"),
            ("https://ex.org/a/?lang=de", "ex.org/a"),
            ("https://ex.org/?story=9", "ex.org?story=9"),
            ("https://ex.org/", "ex.org"),
        ],
    )
    def test_a_query_counts_if_it_names_the_post(self, address: str, name: str) -> None:
        assert parse(f"---\ncanonical: '{address}'\n---\nText.").id == name

    def test_a_name_and_a_password_in_an_address_are_left_out(self) -> None:
        post = parse(
            "---\ncanonical: https://jane:s@cret@ex.org/@a\n---\nA [word](https://jane:secret@ex.org/b?c=@).",
            "p.md",
        )
        assert (post.id, post.address) == ("ex.org/@a", "https://ex.org/@a")
        assert [link.address for block in post.blocks for link in block.links] == ["https://ex.org/b?c=@"]

    @pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
    def test_a_name_is_the_same_in_every_locale(self, tmp_path: Path) -> None:
        (tmp_path / "grün.md").write_text("Text.")
        code = "import sys; from audioedition import posts; p = posts.read(sys.argv[1]); print(ascii((p.id, p.origin)))"
        said = {
            subprocess.run(
                [sys.executable, "-c", code, "grün.md"],
                cwd=tmp_path,
                env={**os.environ, "LC_ALL": locale, "PYTHONUTF8": utf8, "PYTHONCOERCECLOCALE": "0"},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            for locale, utf8 in (("C", "0"), ("C.UTF-8", "1"))
        }
        assert said == {ascii(("grün", "grün.md"))}

    def test_read_gives_the_origin_relative_to_the_root(self, tmp_path: Path) -> None:
        path = tmp_path / "blog" / "näme & <x> 🎈.txt"
        path.parent.mkdir()
        path.write_text("Text.", encoding="utf-8")
        assert posts.read(str(path), root=tmp_path).origin == "blog/näme & <x> 🎈.txt"
        assert posts.read(str(path), root=tmp_path / "elsewhere").origin == path.resolve().as_posix()
        assert posts.read(str(path)).digest == files.digest(b"Text.")
        assert posts.read(str(path)).digest != hashlib.sha256(b"Other.").hexdigest()

    def test_find_leaves_alone_what_is_hidden_or_ours(self, tmp_path: Path) -> None:
        ours = ("feeds/en/index.html", "voices/jingles/LICENCE.md", ".git/x.md", "a/.obsidian/x.md")
        for name in (*ours, "audioedition.toml", "a/feeds/B.MD", "README.md"):
            (tmp_path / ".blog" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / ".blog" / name).write_text("x")
        found = posts.find([str(tmp_path / ".blog")])
        assert [Path(post).relative_to(tmp_path).as_posix() for post in found] == [
            ".blog/README.md",
            ".blog/a/feeds/B.MD",
        ]

    def test_a_folder_without_posts_is_refused_when_it_is_read(self, tmp_path: Path) -> None:
        assert posts.find([str(tmp_path)]) == [str(tmp_path)]
        with pytest.raises(PostError, match="a folder without posts"):
            posts.read(str(tmp_path))

    def test_a_proof_among_posts_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "proof.html").write_text(
            '<meta name="generator" content="audioedition split"><p>x', "utf-8"
        )
        (tmp_path / "post.html").write_text('<meta name="generator" content="Hugo"><p>x', "utf-8")
        assert posts.find([str(tmp_path)]) == [str(tmp_path / "post.html")]

    def test_find_expands_folders(self, tmp_path: Path) -> None:
        for name in ("b.md", "a.txt", "sub/c.html", "d.json", ".hidden.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        names = [Path(found).name for found in posts.find([str(tmp_path), "-", str(tmp_path / "a.txt")])]
        assert names == ["a.txt", "b.md", "c.html", "-"]

    def test_a_link_in_a_folder_that_leads_nowhere_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("x")
        for name in ("b.md", ".#a.md", "c.json"):
            (tmp_path / name).symlink_to("gone.md")
        _, link = posts.find([str(tmp_path)])
        with pytest.raises(PostError, match=r"b\.md is a link that leads nowhere \(gone\.md\)"):
            posts.read(link)


class TestRefusals:
    @pytest.mark.parametrize("name", ["a.docx", "a.PDF", "a.rtf", "a.odt", "a.mp3"])
    def test_what_is_no_text_file(self, name: str) -> None:
        with pytest.raises(PostError, match=rf"{name} .*save it as text, Markdown or HTML"):
            parse("{\\rtf1 Text.}", name)

    @pytest.mark.parametrize("source", ["p.html", "p.md"])
    @pytest.mark.parametrize("attribute", [" a{}=1", ' a{}=">"', "/a{}", "\na{}='x y'"])
    def test_a_tag_with_thousands_of_attributes(self, source: str, attribute: str) -> None:
        many = "".join(attribute.format(number) for number in range(100_000))
        with pytest.raises(PostError, match=rf"{source} .*attributes"):
            parse(f"<p>Text.</p><p{many}>x</p>", source)

    def test_many_tags_and_long_attributes_are_read(self) -> None:
        picture = "<img alt='a b' src='data:image/png;base64," + "ab/+= " * 20_000 + "'>"
        script = "<script>if (a <b" + " c" * 10_000 + ")</script><!-- <p" + " c" * 10_000 + "-->"
        page = "<p class='a b' id=c>Text.</p>" * 2_000 + picture + script
        assert set(texts(parse(page, "p.html"))) == {"Text."}

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"%PDF-1.4 text", "a PDF file"),
            (b"{\\rtf1 Text.}", "an RTF file"),
            (b"PK\x03\x04text", "a ZIP archive, or a document of Word or LibreOffice"),
            (b"\xd0\xcf\x11\xe0text", "an old document of Word"),
            (b"\x1f\x8btext", "a compressed file"),
            (b"\x89PNG text", "a picture"),
            (b"\xff\xd8\xfftext", "a picture"),
            (b"ID3\x04text", "a sound"),
            (b"RIFF1234WAVEfmt", "a sound"),
            (b"OggS\x00text", "a sound"),
            (b"fLaC\x00text", "a sound"),
        ],
    )
    def test_what_its_first_bytes_betray(self, data: bytes, what: str) -> None:
        with pytest.raises(PostError, match=rf"p\.md is {what}.*: save it as text, Markdown or HTML"):
            parse(data, "p.md")

    @pytest.mark.parametrize("text", ["RIFFs are short.", "ID3 tags explained", "PK said so.", "OggSong"])
    def test_words_that_begin_like_them_are_read(self, text: str) -> None:
        assert texts(parse(text)) == [text]

    @pytest.mark.parametrize(
        ("text", "source", "message"),
        [
            (b"a" * 33_000_000, "p.html", "32 MB"),
            (
                b"some words\n" * 15_000 + b"many more words " * 5_000 + b"\n" + b"w" * 900_000,
                "p.txt",
                "characters",
            ),
            (b"a b\n" * 30_000, "p.txt", "20,000 lines"),
            (b"a" * 300_000, "p.txt", "a line of more than 200,000"),
            (b"a\n" * 11_000, "p.txt", "10,000 paragraphs"),
            (b"<p>a" * 11_000, "p.html", "10,000 paragraphs"),
            (b"<div>" * 70_000, "p.html", "60,000 tags"),
            ((b"<b>" * 10 + b"\n\n") * 7_000, "p.md", "60,000 tags"),
            (b"a ![" * 12_000, "p.md", "10,000 opening square brackets"),
            (b"[a](b) \n\n" * 6_000, "p.md", "5,000 links"),
            (b"|a" * 500 + b"\n" + b"|-" * 500 + b"\n" + b"|c\n" * 500, "p.md", "100,000 cells"),
            (b"many words and\n" * 5_000, "p.md", "a paragraph of more than 50,000"),
        ],
    )
    def test_too_much(self, text: bytes, source: str, message: str) -> None:
        with pytest.raises(PostError, match=f"{source} .*{message}"):
            parse(text, source)

    @pytest.mark.parametrize("source", ["p.md", "p.html"])
    def test_pictures_in_the_post_do_not_count(self, source: str) -> None:
        picture = (
            "![a](data:image/png;base64,{})" if source == "p.md" else "<img src='data:image/png;base64,{}'>"
        )
        assert texts(parse("Text.\n\n" + picture.format("QUJD" * 500_000), source)) == ["Text."]

    @pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
    def test_deep_nesting_loses_nothing(self, sign: str) -> None:
        assert texts(parse(sign * 40 + "deep", "p.md"))[-1].endswith("deep")
        for depth in (50, 100, 1_000):
            try:
                post = parse(sign * depth + "deep", "p.md")
            except PostError as exc:
                assert "nested too deeply" in str(exc)  # noqa: PT017 -- either outcome is right
            else:
                assert texts(post)[-1].endswith("deep")

    @pytest.mark.parametrize("stream", [None, io.TextIOWrapper(io.BytesIO())])
    def test_standard_input_is_closed(
        self, stream: io.TextIOWrapper | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if stream:
            stream.close()
        monkeypatch.setattr("sys.stdin", stream)
        with pytest.raises(PostError, match="Standard input is closed"):
            posts.read("-", id="x")

    @pytest.mark.parametrize(
        ("data", "message"),
        [(b"", "empty"), (b" \n\t", "empty"), (b"* * *", "no text"), (b"123 456", "no text")],
    )
    def test_nothing_to_speak(self, data: bytes, message: str) -> None:
        with pytest.raises(PostError, match=message):
            parse(data)

    def test_missing_folder_and_nameless(self, tmp_path: Path) -> None:
        with pytest.raises(PostError, match="does not exist"):
            posts.read(str(tmp_path / "no.txt"))
        with pytest.raises(PostError, match="folder"):
            posts.read(str(tmp_path))
        with pytest.raises(PostError, match="--id"):
            posts.read("-")
        with pytest.raises(PostError, match="cannot be read"):
            posts.read("a\x00b")


@given(
    data=st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))),
    source=st.sampled_from(["p.txt", "p.md", "p.html", "p", "index.md"]),
    fence=st.sampled_from([b"", b"---\n", b"+++\n", b"\xff\xfe", b"<p>"]),
)
@example(data=b"---\na: &a [*a]\n---\nText.", source="p.md", fence=b"")
@example(data=b"---\n? {a: b}\n: c\n---\nText.", source="p.md", fence=b"")
def test_any_bytes_are_a_post_or_a_sentence(data: bytes, source: str, fence: bytes) -> None:
    try:
        post = posts.parse(fence + data, source=source, origin=source)
    except PostError as exc:
        assert source in str(exc)  # noqa: PT017 -- either outcome is right, each has its own check
    else:
        assert any(char.isalpha() for block in post.blocks for char in block.text)
        assert post.id
        for block in post.blocks:
            block.text.encode()  # no lone surrogates
            assert not any(char < " " and char != "\n" for char in block.text)


def test_nested_tables_take_no_time() -> None:
    page = f"<p>{'A sentence of a post. ' * 9}</p>{'<table><tr><td>' * 3000}x{'</td></tr></table>' * 3000}"
    start = time.process_time()
    posts.parse(page.encode(), source="a.html", origin="a.html")
    assert time.process_time() - start < 10  # it took minutes


# Front matter as other programs have it


SAID = {
    "hugo": '{\n  "title": "Fog",\n  "date": "2024-05-03",\n  "lang": "en"\n}\n\nText.',
    "eleventy": '---json\n{"title": "Fog", "date": "2024-05-03", "lang": "en"}\n---\nText.',
    "pelican": "Title: Fog\nDate: 2024/5/3\nLang: en\nSummary: What the harbour\n    sounds like.\n\nText.",
    "hexo": "title: Fog\ndate: 2024-05-03\nlang: en\n---\nText.",
    "nikola": "<!--\n.. title: Fog\n.. date: 2024-05-03\n.. lang: en\n-->\n\nText.",
    "pandoc": "---\ntitle: Fog\ndate: May 3, 2024\nlang: en\n...\nText.",
    "zola": '+++\ntitle = "Fog"\ndate = 2024-05-03\nlang = "en"\n+++\nText.',
}


@pytest.mark.parametrize("text", SAID.values(), ids=list(SAID))
def test_front_matter_as_other_programs_have_it(text: str) -> None:
    post = parse(text, "post.md")
    assert (post.title, post.language) == ("Fog", "en")
    assert post.published is not None
    assert post.published.date() == date(2024, 5, 3)
    assert [(block.text, block.line) for block in post.blocks] == [("Text.", text.count("\n") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Title: The ferry\nTitel: Die Fähre\n\nText.",
        "Summary: we met.\n\nText.",
        "{{< figure >}}\n\nText.",
        "{ a brace }\n\nText.",
        "Note: this is old.\nDate: a fruit.\n\nText.",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    assert parse(text, "post.md").blocks[-1].line == text.count("\n") + 1
    assert parse(text, "post.md").title is None


def test_a_plain_text_that_begins_with_keys_is_text() -> None:
    assert len(parse("Title: Minutes\nDate: Monday\n\nWe met.", "post.txt").blocks) == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"title": "Fog", }\nText.', "not valid JSON"),
        ('{"a":' * 100_000, "not valid JSON"),
        ("---js\n{title: 1}\n---\nText.", "is js, which is not read: write it as YAML"),
        ("---json\n[1]\n---\nText.", "not a table"),
        (f"+++\ntitle = {'9' * 5_000}\n+++\nText.", "not valid TOML"),
        (f'---json\n{{"title": {"9" * 5_000}}}\n---\nText.', "not valid JSON"),
    ],
)
def test_broken_front_matter_of_other_programs_is_named(text: str, why: str) -> None:
    with pytest.raises(PostError, match=why):
        parse(text, "post.md")


def test_front_matter_without_an_end_takes_bounded_time() -> None:
    for line in ("Title: x\n", "Title: x\n  y\n", ".. title: x\n", "a: b\n"):
        begin = time.process_time()
        with contextlib.suppress(PostError):
            parse("Title: x\n" + line * 19_000 + "no key", "post.md")
        assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2013/7/13 20:46:25", (2013, 7, 13)),
        ("2024-5-3", (2024, 5, 3)),
        ("3.5.2024", (2024, 5, 3)),
        ("3. 5. 2024", (2024, 5, 3)),
        ("May 3rd, 2024", (2024, 5, 3)),
        ("Friday, 3 May 2024", (2024, 5, 3)),
        ("Sept 1, 2020", (2020, 9, 1)),
    ],
)
def test_dates_as_people_write_them(said: str, day: tuple[int, int, int]) -> None:
    found = parse(f"---\ndate: {said}\n---\nText.", "post.md").published
    assert found is not None
    assert found.date() == date(*day)


@pytest.mark.parametrize(
    "said", ["5/3/2024", "May 2024", "31 Feb 2024", "2024/13/1", "mai 3 2024", "1714723200"]
)
def test_dates_that_nobody_can_tell_are_refused(said: str) -> None:
    with pytest.raises(PostError, match="cannot be read: write it as"):
        parse(f"---\ndate: {said}\n---\nText.", "post.md")


def test_an_endless_date_takes_no_time_and_is_not_repeated() -> None:
    begin = time.process_time()
    with pytest.raises(PostError, match="cannot be read: write it as") as caught:
        parse(f'{{"date": "2024-05-03{" " * 30_000}x"}}\nText.', "post.md")
    assert time.process_time() - begin < 2
    assert len(str(caught.value)) < 400


def test_a_date_in_the_name_of_a_file_counts_where_the_post_has_none() -> None:
    named = "2024-05-03-fog.md"
    assert parse("Text.", named).published == datetime(2024, 5, 3, 12, tzinfo=UTC)
    assert parse("---\ndate: 2023-01-01\n---\nText.", named).published == datetime(2023, 1, 1, 12, tzinfo=UTC)
    for other in ("2024-13-03-fog.md", "fog-2024-05-03.md", "12024-05-03-fog.md", "fog.md"):
        assert parse("Text.", other).published is None


@pytest.mark.parametrize("said", ["status: draft", "Status: hidden", "draft: true"])
def test_what_is_not_finished_stays_silent(said: str) -> None:
    assert not parse(f"---\n{said}\n---\nText.", "post.md").audio


@pytest.mark.parametrize(
    "key", ["translator", "translators", "translated_by", "translatedBy", "translated by"]
)
def test_the_translator_by_any_key(key: str) -> None:
    assert parse(f"---\ntitle: x\n{key}: Eva Ott\n---\nText.", "post.md").translator == "Eva Ott"


def test_the_tags_of_zola() -> None:
    assert parse('+++\n[taxonomies]\ntags = ["ships"]\n+++\nText.', "post.md").tags == ("ships",)


RUSSIAN = "Последний паром уходит в десять часов вечера, и кто опоздает, тот ночует на острове."


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, "Die letzte Fähre legt um zehn Uhr ab."])
def test_utf_16_without_a_mark(text: str, encoding: str) -> None:
    assert texts(parse(text.encode(encoding))) == [text]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, "最後のフェリーは夜十時に出ます。"])
def test_a_page_in_utf_16_without_a_mark(text: str, encoding: str) -> None:
    page = f"<html><body><p>{text}</p></body></html>"
    assert texts(parse(page.encode(encoding), "post.html")) == [text]


@pytest.mark.parametrize(
    "data",
    [b"a\x00b" * 100, b"The last ferry\x00 leaves.", b"\x01\x00\x02\x00" * 50, b"a\x00" * 20 + b"\x00\xd8"],
)
def test_other_data_with_null_bytes_is_no_text(data: bytes) -> None:
    with pytest.raises(PostError, match="not a text but binary data"):
        parse(data)


def test_a_pipe_or_a_device_is_refused_and_does_not_hold_us(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero"):
        with pytest.raises(PostError, match="no file but a pipe or a device"):
            posts.read(path)


def test_what_a_shell_puts_in_the_place_of_a_command_is_read() -> None:
    begin, end = os.pipe()
    os.write(end, b"The boat left.")
    os.close(end)
    try:
        assert texts(posts.read(f"/dev/fd/{begin}")) == ["The boat left."]
    finally:
        os.close(begin)


def test_utf_16_without_a_mark_that_the_server_names() -> None:
    page = f"<p>{'最後のフェリーは夜十時に出ます。乗り遅れた人は島で眠ります。' * 3}</p>".encode("utf-16-le")
    post = posts.parse(page, source="a", origin="a", suffix=".html", charset="utf-16")
    assert texts(post)[0].startswith("最後のフェリー")
