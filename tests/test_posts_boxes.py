"""posts: what blog systems write into Markdown besides text, and documents that are no posts."""

from __future__ import annotations

import pytest

from audioedition import editions, posts
from audioedition.errors import PostError
from audioedition.model import Kind, Post

ONE = "The ferry left at six in the morning, and nobody on the quay saw it go."
EINS = "Um sechs Uhr früh legte die Fähre ab, und niemand am Kai sah ihr nach."


def parse(text: str, name: str = "p.md") -> Post:
    return posts.parse(text.encode(), source=name, origin=name)


def read(text: str, name: str = "p.md") -> list[str]:
    return [block.text for block in parse(text, name).blocks]


@pytest.mark.parametrize("name", ["p.md", "p.txt"])
@pytest.mark.parametrize("opening", ["::: tip", ":::note", "::: warning", "::: info", "::: {.note}"])
def test_a_box_is_no_language_and_ends_none(name: str, opening: str) -> None:
    post = parse(f"::: de\n{EINS}\n\n{opening}\nVorsicht.\n:::\n\nUnd weiter.\n\n:::\n\n{ONE}\n", name)
    assert [(block.text, block.language) for block in post.blocks] == [
        (EINS, "de"),
        ("Vorsicht.", "de"),
        ("Und weiter.", "de"),
        (ONE, None),
    ]
    assert [entry.code for entry in post.furniture].count("markup") == 2


def test_the_title_of_a_box_is_read() -> None:
    assert read(f"::: warning Mind the planks\n{ONE}\n:::\n") == ["Mind the planks", ONE]
    assert read(f":::note[Mind the planks]\n\n{ONE}\n\n:::\n") == ["Mind the planks", ONE]


def test_a_box_in_program_code_is_program_code() -> None:
    assert read(f"{ONE}\n\n```\n::: tip\nx\n:::\n```\n") == [ONE, "::: tip\nx\n:::"]


def test_boxes_of_mkdocs_and_github_are_text() -> None:
    text = f'!!! note "Mind"\n\n    {ONE}\n\n> [!WARNING]\n> Take care.\n\nOn it goes.\n'
    assert [(block.kind, block.text) for block in parse(text).blocks] == [
        (Kind.PARAGRAPH, ONE),
        (Kind.PARAGRAPH, "Take care."),
        (Kind.PARAGRAPH, "On it goes."),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import Tabs from '@theme/Tabs';\nimport {A, B} from \"./x\";",
        "export const meta = {a: 1};",
        "[TOC]",
        "[[toc]]",
        "[[_TOC_]]",
        "[youtube aBc-123]",
        "[youtube]https://video.example/1[/youtube]",
        '[gallery ids="1,2"]',
        "{% codeblock lang:js %}\nlet a = 1;\n{% endcodeblock %}",
        '{{< figure src="a.png" title="The quay" >}}',
    ],
)
def test_code_for_the_blog_system_is_not_read(code: str) -> None:
    assert read(f"{ONE}\n\n{code}\n\nOn it goes.\n") == [ONE, "On it goes."]


@pytest.mark.parametrize(
    "text", ["[video below]", "[gallery of ghosts](https://a.example)", "Import what you like from here."]
)
def test_what_only_looks_like_such_code_is_read(text: str) -> None:
    assert len(read(f"{ONE}\n\n{text}\n")) == 2


def test_markdown_right_below_a_tag_is_markdown() -> None:
    assert read(f'<div markdown="1">\n{ONE} *Truly*, [so](https://a.example).\n</div>\n') == [
        f"{ONE} Truly, so."
    ]
    assert read("<br>\nThe **last** of them.\n") == ["The last of them."]
    assert read("<pre>\na **b** c\n</pre>\n") == ["a **b** c"]


def test_a_caption_above_the_heading_is_no_title() -> None:
    for picture in ("![](quay.jpg)\n*The quay at dawn*", "![](quay.jpg)\n\n*The quay at dawn*"):
        post = parse(f"{picture}\n\n# The ferry\n\n{ONE}\n")
        assert [(block.kind, block.text) for block in post.blocks][:2] == [
            (Kind.HEADING, "The ferry"),
            (Kind.CAPTION, "The quay at dawn"),
        ]
        assert editions.split(post).editions[0].title == "The ferry"


RSS = '<?xml version="1.0"?>\n<rss version="2.0"{0}><channel><title>A</title></channel></rss>'


@pytest.mark.parametrize("name", ["p.xml", "p.html", "p.txt", "p.md", "p"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RSS.format(""), "an RSS feed"),
        (RSS.format(' xmlns:wp="http://wordpress.org/export/1.2/"'), "a WordPress export"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>', "an Atom feed"),
        ('<?xml version="1.0"?><!-- x --><rdf:RDF xmlns="a"></rdf:RDF>', "an RSS feed"),
    ],
)
def test_a_feed_says_what_to_run(name: str, text: str, kind: str) -> None:
    with pytest.raises(
        PostError, match=f"{name} is {kind}, with many posts: run `audioedition publish --from"
    ):
        parse(text, name)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.md", "---\ntitle: Fog\n---\n", "p.md holds only front matter: write the text below it"),
        ("p.md", "{% include fog.html %}\n", "only code for the blog system"),
        ("p.html", "<body><div id=a></div><SCRIPT src=a.js></SCRIPT></body>", "before its scripts have run"),
        (
            "p.html",
            "<body><nav><a href=/>Home</a> <a href=/a>About</a></nav></body>",
            "only stand around a text",
        ),
        ("p.txt", "* * *\n\n1 2 3\n", "not one letter"),
        (
            "feed.json",
            '{\n"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "title": "A", "items": []}',
            "feed.json is a JSON feed, which is not read",
        ),
    ],
)
def test_a_post_without_text_says_what_it_has_instead(name: str, text: str, said: str) -> None:
    with pytest.raises(PostError, match=said):
        parse(text, name)


def test_the_command_for_a_feed_can_be_copied_whatever_its_file_is_called() -> None:
    with pytest.raises(PostError, match=r"run `audioedition publish --from 'my blog/the feed\.xml'`"):
        parse(RSS.format(""), "my blog/the feed.xml")


def test_a_feed_that_comes_by_standard_input_has_to_be_saved_first() -> None:
    with pytest.raises(
        PostError, match=r"^Standard input is an RSS feed, .*: save it to a file, and run .* --from FILE`"
    ):
        parse(RSS.format(""), "-")
    with pytest.raises(PostError, match=r"^Standard input is an XML document"):
        parse('<?xml version="1.0"?><kml></kml>', "-")
    with pytest.raises(PostError, match=r"^Standard input is empty"):
        parse(" ", "-")


def test_other_xml_is_refused_and_a_page_in_xml_is_not() -> None:
    with pytest.raises(PostError, match=r"is an XML document \(kml\), which is not read"):
        parse(f'<?xml version="1.0"?><kml><name>{ONE}</name></kml>', "p.xml")
    page = f'<?xml version="1.0"?><!DOCTYPE html>\n<html><body><p>{ONE}</p></body></html>'
    assert read(page, "p.xhtml") == read(page, "p") == [ONE]
