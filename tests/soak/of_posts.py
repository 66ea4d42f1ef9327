"""Posts: text, Markdown, HTML, their front matter and encodings, and whole blogs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from audioedition.errors import AudioeditionError
from audioedition.posts import parse
from audioedition.posts.blogs import blog, entries
from audioedition.posts.decoding import decode
from audioedition.posts.frontmatter import moment
from soak.examples import files, project, words
from soak.target import Target

NOW = datetime(2026, 6, 1, tzinfo=UTC)

TEXT = words("␤ ␤␤ ␤␤␤ --- *** *␣ -␣ 1.␣ 1)␣ a)␣ >␣ By␣ Von␣ Translation: German␣translation␣below Deutsch: English: :::␣de ::: # ## … … “ ” « » — ferry Fähre 12␣thoughts 2024-05-03")  # fmt: skip
MARKDOWN = (
    *TEXT,
    *words(
        "** __ ~~ ` ``` ~~~ ```python [ ]( ) ![a](b) [^1] [^1]: [a]: <b> </b> | |-|-|␤ === --- <!-- --> {.x} {#y} $$ \\( &amp; &#0; &#x110000; <div> ␣␣␣␣ ␣␣ \\ http://a.b"
    ),
)
HTML = words("<p> </p> <div> </div> <h1> </h1> <b> </b> <a␣href=http://a.b/c> </a> <article> <main> <ul> <ol␣start=9> <li> <li␣value=99> </ul> <table> <tr> <td␣colspan=9999> <th> </table> <br> <hr> <img␣src=a␣alt=b> <figure> <figcaption> <pre> <code> <blockquote␣cite=x> <script> </script> <style> <template> <svg> <math> <!-- --> <![CDATA[ ]]> <html␣lang=de> <body> <head> <title> <meta␣charset=utf-16> <meta␣property=og:title␣content= <link␣rel=canonical␣href= <link␣rel=alternate␣hreflang=de␣href= <time␣datetime= <script␣type=application/ld+json>{ <p␣lang=de> <p␣class=comment> <p␣id=comments> <p␣hidden> <sup> <ruby> <rt> <iframe> <noscript> <object> <select> <option> <textarea> <plaintext> <frameset> <form> &nbsp; &#0; &#xD800; &lt;p&gt;")  # fmt: skip
FRONT = words("---␤ +++␤ ;;;␤ title: title␣=␣ lang: language: date: author: authors: tags: translator: draft: audio: slug: id: url: published: keywords: taxonomies: status: categories: ␤␣␣ - [ ] { } , & * ! !!binary !!python/object:os.system | > ' \" ? %YAML <<: [a.b] [[a]] .. ␤␤ <!--␤..␣title:␣ -->␤ true 2024-05-03 1979-05-27T07:32:00Z")  # fmt: skip
XML = words("<item> </item> <entry> </entry> <title> </title> <link> </link> <link␣href='http://a.b/c'␣rel='alternate'␣hreflang='de'/> <guid> <id> <content:encoded> </content:encoded> <content␣type='html'> </content> <content␣type='xhtml'> <summary> <description> <pubDate> <updated> <published> <category> <author> <name> <enclosure␣url='a.mp3'␣type='audio/mpeg'/> <media:content␣url='a'␣medium='image'> <![CDATA[ ]]> <!DOCTYPE␣a␣[ <!ENTITY␣a␣'b'> ]> &a; &#0; <?xml␣version='1.0'␣encoding='utf-7'?> <?x xmlns:wp='http://wordpress.org/export/1.2/' </channel> </rss> <rss> <feed␣xmlns='http://www.w3.org/2005/Atom'> xml:base='http://[' xml:lang= <wp:postmeta> <wp:meta_key> <wp:meta_value> <wp:status>draft <wp:post_type>page [:de] {:en} <!--:de--> <dc:creator> <geo:lat> <georss:point> <cc:license␣rdf:resource=")  # fmt: skip

_DOCUMENTS = (
    b"---\ntitle: Fog\nlang: en\ndate: 2024-05-03 10:00:00 +02:00\nauthor: [Ann, Bob]\ntranslator: {de: J\xc3\xb6rg}\ntags: [a, b]\n---\n\nA ferry waits.\n",
    b'+++\ntitle = "Fog"\ndate = 2024-05-03T10:00:00Z\n[taxonomies]\ntags = ["a"]\n+++\n\nA ferry waits.\n',
    b'{"title": "Fog", "date": "2024-05-03", "tags": ["a"], "lang": "en"}\n\nA ferry waits.\n',
    b"Title: Fog\nDate: May 3, 2024\nTags: a, b\n\nA ferry waits.\n",
    b"<!--\n.. title: Fog\n.. date: 2024-05-03 10:00:00 UTC+02:00\n-->\n\nA ferry waits.\n",
)
_LABELS = (b"utf-8", b"utf-16", b"windows-1251", b"gb18030", b"shift_jis", b"euc-kr", b"iso-2022-jp", b"koi8-r", b"utf-7", b"rot13", b"base64", b"idna", b"punycode", b"unicode_escape")  # fmt: skip
_SAID = (
    "Nebel über dem Fluß",
    "Туман над рекой стоит",
    "川の上に霧が立つ",
    "강 위의 안개",
    "ομίχλη στο ποτάμι",
    "雾在河上",
)


def _parsed(suffix: str) -> Callable[[bytes], object]:
    return lambda data: parse(data, source=f"post{suffix}", origin="post", suffix=suffix)


def _decoded(data: bytes) -> object:
    label, _, rest = data.partition(b"\n")
    html = label.startswith(b"<")
    return decode(rest, "post", html=html, charset=label.strip(b"<").decode("latin-1"))


def _encoded() -> Iterator[bytes]:
    for label in _LABELS:
        for text in _SAID:
            yield label + b"\n" + text.encode(label.decode() if label in _LABELS[:8] else "utf-8", "replace")
    yield b"<\n<meta charset=koi8-r>" + _SAID[1].encode("koi8-r")


def _read(data: bytes) -> None:
    for each in blog.entries(io.BytesIO(data), "https://blog.example/feed", now=NOW):
        if isinstance(each, entries.Entry) and each.html is not None:
            try:
                entries.post(each)
            except AudioeditionError:  # of one entry: it stops no other
                continue


def _dated(data: bytes) -> object:
    return moment(data.decode("utf-8", "replace"), "post")


TARGETS = (
    Target("text", _parsed(".txt"), files("editions/*.txt") + project("examples/*.txt"), TEXT, 6),
    Target("markdown", _parsed(".md"), files("editions/*.md") + project("examples/*.md", "docs/reading.md"), MARKDOWN, 4),
    Target("html", _parsed(".html"), files("posts/*.html", "editions/*.html"), HTML, 4),
    Target("unknown-format", _parsed(""), files("editions/*.txt", "posts/jekyll.html") + _DOCUMENTS, (*MARKDOWN, *HTML), 3, guided=False),
    Target("front-matter", _parsed(".md"), _DOCUMENTS + files("editions/front.md"), FRONT, 20),
    Target("charset", _decoded, tuple(_encoded()), _LABELS, 40),
    Target("date", _dated, words("2024-05-03 3.5.2024 May␣3rd,␣2024 2024-05-03T10:00:00+02:00 2024-W01-1 20240503T101010,123Z"), words("- / : . T Z UTC GMT + +14:00 May 31st 2024 1 99 ,"), 60),
    Target("feed", _read, files("posts/feed.*.xml", "feeds/en.xml"), XML, 4),
    Target("wordpress-export", _read, files("posts/export.xml"), XML, 4),
)  # fmt: skip
