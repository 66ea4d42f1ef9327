"""editions: each line of a post in its language, or dropped with a reason.

Golden pairs: `tests/data/editions/NAME` is a post, `NAME.json` what `split --json` says about it.
A bug report is two such files.
"""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ferry import ENGLISH, GERMAN, dropped, parse, split, spoken
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition import editions, posts
from audioedition.cli.split import _facts, _proof
from audioedition.editions import comments, detection, furniture, markers, marks, titles, traces, words
from audioedition.editions.evidence import Line
from audioedition.editions.markers import Marker
from audioedition.errors import PostError
from audioedition.model import Block, Kind

DATA = Path(__file__).parent / "data" / "editions"
GOLDEN = sorted(path for path in DATA.iterdir() if path.suffix != ".json")
SPOKEN = frozenset({"en", "de"})


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_golden(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    told = _facts(_proof(posts.at(str(path)), [], compared=False), compared=False)
    assert {key: told[key] for key in expected} == {**expected, "source": str(path)}


class TestBlocks:
    def test_two_languages_without_any_mark(self) -> None:
        result = split("The ferry", *ENGLISH, "Die Fähre", *GERMAN)
        assert spoken(result) == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}
        assert not result.dropped

    def test_a_rule_between_editions_belongs_to_none_and_one_inside_stays(self) -> None:
        result = split("The ferry", ENGLISH[0], "***", *ENGLISH[1:], "---", "Die Fähre", *GERMAN)
        assert spoken(result)["en"][1] == [ENGLISH[0], "***", *ENGLISH[1:]]
        assert spoken(result)["de"][1] == [*GERMAN]

    def test_a_short_last_line_above_a_rule_is_no_title_of_what_follows(self) -> None:
        top = (
            "# The ferry in winter, and what it costs / Die Fähre im Winter, und was sie kostet",
            "(German version below)",
        )
        english = *ENGLISH, "Hope to see you there!"
        german = *GERMAN, "Hoffentlich sehen wir uns dort!"
        told = spoken(editions.split(parse(*top, *english, "***", *german, source="post.md")))
        assert told["en"][1][-1] == "Hope to see you there!"
        assert told["de"][1] == [*german]

    def test_the_same_twice_gives_the_same(self) -> None:
        assert split(*ENGLISH, *GERMAN) == split(*ENGLISH, *GERMAN)

    def test_configured_feeds_never_make_an_edition(self) -> None:
        assert list(spoken(split("The ferry", *ENGLISH, languages=("de", "fr", "nl")))) == ["en"]

    def test_a_feed_gives_its_tag(self) -> None:
        assert list(spoken(split("The ferry", *ENGLISH, languages=("en-GB", "de")))) == ["en-GB"]
        assert list(spoken(split("The ferry", *ENGLISH, languages=("en-GB", "en-US")))) == ["en"]

    def test_one_foreign_paragraph_is_no_edition(self) -> None:
        result = split("The ferry", *ENGLISH, GERMAN[0], *ENGLISH, *ENGLISH)
        assert list(spoken(result)) == ["en"]

    def test_without_a_title_the_first_words_stand_in_and_nothing_is_lost(self) -> None:
        title, blocks = spoken(split(*ENGLISH))["en"]
        assert title == "The ferry leaves at seven in the morning, and whoever is late has to wait for…"
        assert blocks == [*ENGLISH]

    def test_a_passage_that_is_small_beside_the_rest_is_no_edition(self) -> None:
        assert list(spoken(split("The ferry", *ENGLISH * 6, *GERMAN[:2], *ENGLISH * 6))) == ["en"]

    @pytest.mark.parametrize(
        "passage",
        [
            GERMAN[:1],
            ("Wer zuletzt vom Steg geht,", "nimmt die Laterne mit,", "und wer sie vergisst, bleibt hier.")
            * 2,
            ("- Die Laterne am Steg", "- Warum wir immer warten", "- Nichts als Wasser und Wind"),
        ],
        ids=["prose", "song", "titles"],
    )
    def test_what_stands_in_the_middle_of_a_text_is_quoted(self, passage: tuple[str, ...]) -> None:
        result = split("The ferry", *ENGLISH[:2], *passage, ENGLISH[2])
        assert list(spoken(result)) == ["en"]

    def test_a_long_passage_in_the_middle_is_an_edition(self) -> None:
        assert list(spoken(split("The ferry", ENGLISH[0], "Die Fähre", *GERMAN, *ENGLISH[1:]))) == [
            "en",
            "de",
        ]

    def test_a_title_that_stands_there_twice_is_dropped_once(self) -> None:
        result = split("The ferry", "THE FERRY", *ENGLISH)
        assert spoken(result) == {"en": ("The ferry", [*ENGLISH])}
        assert dropped(result) == {"THE FERRY": "duplicate-title"}


class TestInterleaved:
    def test_paragraphs_that_take_turns(self) -> None:
        turns = [text for pair in zip(ENGLISH, GERMAN, strict=True) for text in pair]
        result = spoken(split("The ferry / Die Fähre", *turns))
        assert result == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}

    def test_a_rule_is_for_both(self) -> None:
        turns = [ENGLISH[0], GERMAN[0], "***", ENGLISH[1], GERMAN[1], ENGLISH[2], GERMAN[2]]
        result = spoken(split("The ferry | Die Fähre", *turns))
        assert [blocks[1] for _, blocks in result.values()] == ["***", "***"]


class TestMarks:
    def test_the_authors_mark_wins_over_the_words(self) -> None:
        result = split("::: en", "The ferry", *ENGLISH, "::: nl", *GERMAN)
        assert list(spoken(result)) == ["en", "nl"]

    def test_a_mark_makes_an_edition_in_a_language_that_nobody_can_detect(self) -> None:
        result = split(
            "::: en", "The ferry", *ENGLISH, "::: eu", "Ferrya", "Ferrya goizeko zazpietan irteten da."
        )
        assert spoken(result)["eu"] == ("Ferrya", ["Ferrya goizeko zazpietan irteten da."])

    def test_a_front_matter_language_that_nobody_can_detect(self) -> None:
        post = parse(
            "---\nlang: eu\n---\n\nFerrya", "Ferrya goizeko zazpietan irteten da, eta gauez itzultzen."
        )
        assert [edition.language for edition in editions.split(post).editions] == ["eu"]

    LISBON = (
        "O barco parte às sete da manhã, e quem se atrasar tem de esperar pelo autocarro da noite.",
        "Ninguém se lembra da razão por que o sino toca duas vezes antes de o barco largar do cais.",
    )
    RIO = (
        "A balsa sai às sete da manhã, e quem se atrasar vai ter que esperar o ônibus da noite.",
        "Ninguém mais lembra por que o sino toca duas vezes antes de a balsa sair do cais.",
    )

    @pytest.mark.parametrize("feeds", [(), ("pt-PT", "pt-BR"), ("pt",), ("pt-BR",), ("en", "pt-pt")])
    def test_two_tags_of_one_language_are_two_editions(self, feeds: tuple[str, ...]) -> None:
        result = split(
            "::: pt-PT", "O barco", *self.LISBON, "::: pt_br", "A balsa", *self.RIO, languages=feeds
        )
        lisbon = "pt-pt" if "pt-pt" in feeds else "pt-PT"
        assert spoken(result) == {
            lisbon: ("O barco", [*self.LISBON]),
            "pt-BR": ("A balsa", [*self.RIO]),
        }

    def test_what_is_not_marked_joins_the_mark_of_its_language(self) -> None:
        result = split(
            "The ferry", *ENGLISH, "::: pt-BR", "A balsa", self.RIO[0], ":::", self.RIO[1], *self.LISBON
        )
        assert spoken(result)["pt-BR"] == ("A balsa", [*self.RIO, *self.LISBON])

    def test_a_marker_can_announce_a_marked_text(self) -> None:
        result = split("The ferry", *ENGLISH, "Tradução: Rui Sá", "::: pt-BR", "A balsa", *self.RIO)
        assert [(edition.language, edition.translator) for edition in result.editions] == [
            ("en", None),
            ("pt-BR", "Rui Sá"),
        ]

    def test_what_a_marker_announces_and_a_quotation_is_marked_take_the_texts_tag(self) -> None:
        lines = [
            Line("", {}, 9, mark="pt-BR"),
            Line("", {}, 9, announced=frozenset({"pt", "de"})),
            Line("", {}, 9, mark="pt-PT", quote=True),
            Line("", {}, 9, mark="de-AT", quote=True),
        ]
        settled = marks.settled(lines)
        assert settled[1].announced == {"pt-BR", "de"}
        assert [line.mark for line in settled] == ["pt-BR", None, "pt-BR", "de"]

    def test_front_matter_names_translators_by_tag(self) -> None:
        matter = "---\ntranslator: {pt: Ana, pt-BR: Rui}\n---"
        post = parse(matter, "::: pt-PT", "O barco", *self.LISBON, "::: pt-BR", "A balsa", *self.RIO)
        assert [edition.translator for edition in editions.split(post).editions] == ["Ana", "Rui"]

    def test_one_marked_feed_takes_a_like_tag(self) -> None:
        assert list(spoken(split("::: pt-PT", "O barco", *self.LISBON, languages=("pt-BR",)))) == ["pt-BR"]

    def test_front_matter_chooses_among_feeds(self) -> None:
        post = parse("---\nlang: pt-BR\n---\n\nA balsa", *self.RIO)
        assert editions.split(post, ("pt-PT", "pt-BR")).editions[0].language == "pt-BR"

    def test_the_region_of_a_quotation_or_a_paragraph_is_no_edition(self) -> None:
        page = "".join(f"<p>{text}</p>" for text in ENGLISH * 3)
        page += f"<blockquote lang=en-GB>{ENGLISH[0]}</blockquote><p lang=en-IE>{ENGLISH[1]}</p>"
        for whole in (page, f"<article><div lang=en-US>{page}</div><p lang=fr>Oui.</p></article>"):
            result = editions.split(parse(whole, source="p.html"))
            assert result.editions[0].language in ("en-IE", "en-US")
            assert len([block for block in result.editions[0].blocks if block.text]) == 11

    @pytest.mark.parametrize(
        "labels",
        [
            ("EN: ", "DE: "),
            ("[en] ", "[de] "),
            ("English: ", "Deutsch: "),
            ("EN | ", "DE | "),
            ("EN – ", "DE – "),
            ("🇬🇧 ", "🇩🇪 "),
        ],
    )
    def test_labels_before_paragraphs(self, labels: tuple[str, str]) -> None:
        turns = [
            f"{label}{text}"
            for pair in zip(ENGLISH, GERMAN, strict=True)
            for label, text in zip(labels, pair, strict=True)
        ]
        result = spoken(split("The ferry / Die Fähre", *turns))
        assert result == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}

    def test_a_department_is_no_label(self) -> None:
        lines = (f"IT: {ENGLISH[0]}", f"PR: {ENGLISH[1]}")
        assert spoken(split("The ferry", *lines, ENGLISH[2]))["en"][1] == [*lines, ENGLISH[2]]

    def test_front_matter_names_translators_by_language(self) -> None:
        post = parse("---\ntranslator: {de: Uwe Kai}\n---\n\nThe ferry", *ENGLISH, "Die Fähre", *GERMAN)
        assert [edition.translator for edition in editions.split(post).editions] == [None, "Uwe Kai"]

    def test_front_matter_gives_titles_by_language(self) -> None:
        matter = "---\ntitle: {de: Die Fähre, en: The ferry}\n---"
        own = spoken(editions.split(parse(matter, *ENGLISH, "***", *GERMAN)))
        assert own == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}
        assert spoken(editions.split(parse(matter, "The ferry", *ENGLISH, "Die Fähre", *GERMAN))) == own
        assert spoken(editions.split(parse(matter, "The ferry / Die Fähre", *ENGLISH, *GERMAN))) == own

    def test_another_heading_than_the_title_of_the_front_matter_stays_in_the_text(self) -> None:
        matter = "---\ntitle: {de-AT: Fähre ade}\n---"
        result = editions.split(parse(matter, "The ferry", *ENGLISH, "Die Fähre", *GERMAN))
        assert spoken(result) == {
            "en": ("The ferry", [*ENGLISH]),
            "de": ("Fähre ade", ["Die Fähre", *GERMAN]),
        }
        assert not any(edition.untitled for edition in result.editions)

    @pytest.mark.parametrize(
        ("line", "day"),
        [
            ("By Ann Lee, March 3, 2026", 3),
            ("Posted on 3/3/2026", 3),
            ("Posted on 3/4/2026", None),
            ("By Ann Lee", None),
            ("Last updated on March 3, 2026", None),
            ("Updated on March 3, 2026", None),
            ("Zuletzt geändert am 3. März 2026", None),
            ("Ultimo aggiornamento il 3/3/2026", None),
            ("Posted March 3, 2026, updated March 9, 2026", None),
        ],
    )
    def test_a_byline_dates_a_post_that_nothing_else_dates(self, line: str, day: int | None) -> None:
        result = editions.split(parse("The ferry", line, *ENGLISH))
        assert dropped(result)[line] == "byline"
        assert result.published == (datetime(2026, 3, day, 12, tzinfo=UTC) if day else None)
        assert (
            "published, 2026-03-03, as `date:`" if day else "write `author:` and `date:`"
        ) in result.dropped[0].detail

    def test_a_byline_does_not_date_a_post_that_has_a_date(self) -> None:
        post = parse("---\ndate: 2026-03-05\n---\n\nThe ferry", "By Ann Lee, March 3, 2026", *ENGLISH)
        assert editions.split(post).published is None

    def test_two_bylines_that_differ_date_nothing(self) -> None:
        lines = ("By Ann Lee, March 3, 2026", "Posted on March 4, 2026")
        assert editions.split(parse("The ferry", *lines, *ENGLISH)).published is None
        twice = parse("The ferry", lines[0], *ENGLISH, "Die Fähre", "Von Ann Lee, 3. März 2026", *GERMAN)
        assert editions.split(twice).published == datetime(2026, 3, 3, 12, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("line", "author"),
        [
            ("By Ann Lee", "Ann Lee"),
            ("By Patrick O'Hara, 3 November 2026", "Patrick O'Hara"),
            ("5 March 2024 · By Ann Lee · 7 min read", "Ann Lee"),
            ("Von Jörg Müller am 3. Mai 2024", "Jörg Müller"),
            ("Posted by Ann van der Lee on March 3, 2026", "Ann van der Lee"),
            ("Posted on March 3, 2026", None),
            ("Last updated: 3 May 2024", None),
        ],
    )
    def test_a_byline_names_the_author_of_a_post_that_nothing_else_names(
        self, line: str, author: str | None
    ) -> None:
        result = editions.split(post := parse("The ferry", line, *ENGLISH))
        assert dropped(result)[line] == "byline"
        assert result.author == result.completing(post).author == author
        assert (f"so will the feed: {author};" in result.dropped[0].detail) == bool(author)
        own = parse("---\nauthor: Eva Ott\n---\n\nThe ferry", line, *ENGLISH)
        assert editions.split(own).completing(own).author == "Eva Ott"

    def test_two_bylines_of_different_people_name_nobody(self) -> None:
        assert editions.split(parse("The ferry", "By Ann Lee", "By Eva Ott", *ENGLISH)).author is None
        twice = parse("The ferry", "By Ann Lee", *ENGLISH, "Die Fähre", "Von Ann Lee", *GERMAN)
        assert editions.split(twice).author == "Ann Lee"

    def test_front_matter_rights_win(self) -> None:
        post = parse("---\nrights: CC0\n---\n\nThe ferry", *ENGLISH, "© Somebody 2020")
        assert editions.split(post).rights == "CC0"

    def test_the_rights_line_is_no_speech(self) -> None:
        result = split("The ferry", *ENGLISH, "©Ann Lee, 2024")
        assert (result.rights, dropped(result)) == ("©Ann Lee, 2024", {"©Ann Lee, 2024": "rights"})


class TestMarkers:
    @pytest.mark.parametrize(
        ("line", "languages", "translator"),
        [
            ("Deutsche Übersetzung: Jürgen Weiß", ("de",), "Jürgen Weiß"),
            ("Translation below into German (Eva Maria Ott)", ("de",), "Eva Maria Ott"),
            ("(English below)", ("en",), None),
            ("Version française", ("fr",), None),
            ("Vertaald door Jan de Wit", (), "Jan de Wit"),
            ("Traduit de l’anglais par Élise Roux", (), "Élise Roux"),
            ("Z angielskiego przełożyła Ewa Lis", (), "Ewa Lis"),
            ("By Ann Lee, translated by Bo Li", (), "Bo Li"),
            ("Перевод на русский: Анна Лис", ("ru",), "Анна Лис"),
            ("日本語訳：森 恵", ("ja",), "森 恵"),
            ("한국어판", ("ko",), None),
            ("תרגום לעברית: דן לב", ("he",), "דן לב"),
            ("النسخة العربية", ("ar",), None),
            ("Hindi translation: निर्मला त्रिपाठी", ("hi",), "निर्मला त्रिपाठी"),
            ("Thai translation: สุดา ใจดี", ("th",), "สุดา ใจดี"),
            ("Hebrew translation: מִרְיָם לֵוִי", ("he",), "מִרְיָם לֵוִי"),
            ("हिन्दी", ("hi",), None),
            ("Переклав англійською Остап Лис", ("en",), "Остап Лис"),
            ("Do slovenštiny přeložila Eva Malá", ("sk",), "Eva Malá"),
            ("Slovenský preklad: Eva Malá", ("sk",), "Eva Malá"),
            ("V slovenščino prevedla Maja Lipa", ("sl",), "Maja Lipa"),
            ("Tradução do inglês: Rui Sá", (), "Rui Sá"),
            ("Englanniksi kääntänyt Aino Koski", ("en",), "Aino Koski"),
            ("תורגם מאנגלית על ידי דן לב", (), "דן לב"),
            ("La traducción al gallego es de Uxía Rei.", ("gl",), "Uxía Rei"),
            ("Bản dịch tiếng Anh", ("en",), None),
            ("ฉบับภาษาไทย", ("th",), None),
            ("2. Deutsch", ("de",), None),
            ("II. Version française", ("fr",), None),
            ("DE |", ("de",), None),
            ("Automatic translation into English (DeepL)", ("en",), None),
            ("德文", ("de",), None),
            ("— DE —", ("de",), None),
            ("[FR]", ("fr",), None),
            ("🇩🇪", ("de",), None),
            ("English | Deutsch", ("en", "de"), None),
        ],
    )
    def test_a_line_that_announces(
        self, line: str, languages: tuple[str, ...], translator: str | None
    ) -> None:
        marker = markers.read(line, SPOKEN | {"cs", "fi", "he", "pl", "sl", "th", "uk", "vi", "zh"})
        assert marker is not None
        assert (marker.languages, marker.translator) == (languages, translator)

    @pytest.mark.parametrize(
        "line",
        [
            "There is now a version of the handbook translated into Italian",
            "The German translation was a surprise to everybody",
            "In China",
            "Russia",
            "Text: Anna Schmidt",
            "Wie man Deutsch lernt",
            "Is there an English version?",
            "[1]",
            "By Anna Schmidt",
            "Translated Software",
            "翻譯專案的說明文件",
            "El espacio",
            "¡Qué espanto!",
            "Roman",
        ],
    )
    def test_a_line_that_does_not(self, line: str) -> None:
        assert markers.read(line, SPOKEN) is None

    def test_a_bare_name_is_a_marker_only_before_text_in_its_language(self) -> None:
        assert dropped(split("The ferry", *ENGLISH, "Deutsch", "Die Fähre", *GERMAN)) == {"Deutsch": "marker"}
        assert "Finnish" in spoken(split("Languages on board", ENGLISH[0], "Finnish", *ENGLISH[1:]))["en"][1]

    def test_a_title_of_names_behind_a_marker_belongs_to_what_follows(self) -> None:
        result = spoken(split("The ferry", *ENGLISH, "Deutsche Fassung", "Captain Miller in London", *GERMAN))
        assert result["de"] == ("Captain Miller in London", [*GERMAN])

    def test_a_marker_below_the_title(self) -> None:
        result = split("The ferry", *ENGLISH, "Die Fähre", "Aus dem Englischen von Eva Ott", *GERMAN)
        assert spoken(result)["de"] == ("Die Fähre", [*GERMAN])
        assert result.editions[1].translator == "Eva Ott"

    def test_a_name_is_found_by_its_place_if_the_language_is_not_in_the_post(self) -> None:
        result = split("The ferry", *ENGLISH, "Dutch translation: Uwe Kai", "Die Fähre", *GERMAN)
        assert [edition.translator for edition in result.editions] == [None, "Uwe Kai"]

    @pytest.mark.parametrize("heading", ["The German version", "German", "English"])
    def test_a_heading_amid_one_language_is_text(self, heading: str) -> None:
        result = split("The ferry", *ENGLISH[:2], heading, ENGLISH[2], "Die Fähre", *GERMAN)
        assert spoken(result)["en"][1] == [*ENGLISH[:2], heading, ENGLISH[2]]
        assert not result.dropped

    def test_a_source_language_is_no_target(self) -> None:
        assert markers.read("Aus dem Englischen übersetzt von Eva Ott", SPOKEN) == Marker(
            (), "Eva Ott", source="en"
        )


class TestComments:
    COMMENTS = (
        "Ann says:",
        GERMAN[0],
        "Reply",
        "Bob says:",
        "Une très belle histoire, merci beaucoup.",
        "Like",
    )

    def cut(self, *paragraphs: str) -> list[str]:
        return [entry.text for entry in split("The ferry", *ENGLISH, *paragraphs).dropped]

    def test_a_section_in_any_language_goes_as_a_whole(self) -> None:
        section = ("2 thoughts on “The ferry”", *self.COMMENTS, "Comments are closed.")
        assert self.cut(*section) == [*section]

    def test_a_heading_without_anything_like_comments_cuts_nothing(self) -> None:
        assert self.cut("Comments", *ENGLISH) == []
        assert self.cut("3 comments", *ENGLISH) == []
        assert self.cut("Two thoughts on the ferry", *ENGLISH) == []

    def test_what_follows_the_last_trace_at_length_is_text_again(self) -> None:
        result = split("The ferry", *ENGLISH, "2 comments", *self.COMMENTS, "Die Fähre", *GERMAN)
        assert spoken(result)["de"] == ("Die Fähre", [*GERMAN])

    def test_a_section_ends_at_a_marker_without_traces_behind(self) -> None:
        result = split("The ferry", *ENGLISH, "2 comments", *self.COMMENTS, "Deutsche Fassung", GERMAN[0])
        assert spoken(result)["de"][1] == [GERMAN[0]]

    def test_a_text_between_the_comments_on_two_texts_stays(self) -> None:
        german = ("2 Kommentare", "Ann sagt:", "Schön!", "Antworten", "Bob sagt:", "Ja.", "Antworten")
        told = split("The ferry", *ENGLISH, "2 comments", *self.COMMENTS, "Die Fähre", *GERMAN, *german)
        assert spoken(told) == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}

    def test_a_short_text_in_another_language_behind_a_button_is_an_edition(self) -> None:
        section = ("2 comments", "Ann says:", ENGLISH[0], "Reply", "Bob says:", "So did I.", "Reply")
        told = split("The ferry", *ENGLISH, *section, "Die Fähre", GERMAN[0])
        assert spoken(told)["de"] == ("Die Fähre", [GERMAN[0]])

    def test_a_chapter_that_cites_the_title_does_not_cut_the_other_language(self) -> None:
        chapter = ("2 replies to “The ferry”", "One reader took the boat.", "Another one swam.")
        told = split("The ferry", *ENGLISH, *ENGLISH, *chapter, "Die Fähre", GERMAN[0])
        assert spoken(told)["de"] == ("Die Fähre", [GERMAN[0]])
        assert not told.dropped

    def test_a_list_with_numbers_and_a_word_for_comments_cites_no_title(self) -> None:
        faults = (
            "* SEA-2019-8322: a lost bell on the lower deck",
            "* SEA-2019-8323: a lost bell, and no response to it",
        )
        times = "* First published at 2019-03-05 10:00", "* Some words changed at 2019-03-06 05:26"
        post = parse("# News from the harbour", *ENGLISH, *faults, *ENGLISH[:2], *times, source="post.md")
        told = spoken(editions.split(post))
        assert len(told["en"][1]) == len((*ENGLISH, *faults, *ENGLISH[:2], *times))

    def test_a_section_ends_at_a_mark_of_the_author(self) -> None:
        below = "# Die Fähre", *GERMAN, "3 Kommentare", "Ann sagt:", "Schön!", "Antworten"
        above = "::: en", "# The ferry", *ENGLISH, "2 comments", *self.COMMENTS
        told = spoken(editions.split(parse(*above, "::: de", *below, source="post.md")))
        assert told == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}

    def test_a_tale_in_which_somebody_says_something_is_no_comments(self) -> None:
        tale = [text for name in ("The wolf", "The pig") * 2 for text in (f"{name} said:", f"“{ENGLISH[1]}”")]
        told = split("The wolf", *tale, "Der Wolf", *GERMAN)
        assert not told.dropped
        assert spoken(told)["en"][1] == tale

    def test_a_chapter_with_letters_is_no_comments(self) -> None:
        letters = ("Anna writes:", "3 May 1914", ENGLISH[0], "Bert writes:", "9 May 1914", ENGLISH[1])
        assert self.cut("Discussion", *letters) == []

    def test_speakers_with_their_times_are_comments_without_a_heading(self) -> None:
        said = [
            text
            for name in ("Ann says:", "Bob says:")
            for text in (name, "May 3, 2024 at 5:04 pm", GERMAN[0], "Nice.")
        ]
        assert self.cut(*said) == said

    def test_a_diary_with_days_and_times_is_no_comments(self) -> None:
        times = ("5 May 2024, 5:04 pm", "5 May 2024, 7:30 pm", "6 May 2024, 6:12 am")
        english = [text for pair in zip(times, ENGLISH, strict=True) for text in pair]
        german = [
            text
            for pair in zip(
                ("5. Mai 2024, 17:04 Uhr", "19:30 Uhr", "6. Mai 2024, 6:12 Uhr"), GERMAN, strict=True
            )
            for text in pair
        ]
        told = split("A crossing", ENGLISH[0], *english, "Eine Überfahrt", GERMAN[0], *german)
        assert not told.dropped
        assert spoken(told)["de"] == ("Eine Überfahrt", [GERMAN[0], *german])

    def test_moments_below_a_heading_are_comments(self) -> None:
        section = ("Comments", "Ann", "3 May 2024, 17:04", "Nice.", "Bob", "4 hours ago", "Thank you!")
        assert self.cut(*section) == [*section]

    def test_a_programme_below_a_heading_is_no_comments(self) -> None:
        programme = ("Discussion", "Saturday, 14:00", "Ann Lee", "Sunday, 15:00", "Bo Li", ENGLISH[0])
        assert self.cut(*programme) == []

    def test_a_chapter_before_the_comments_stays(self) -> None:
        section = ("2 comments", *self.COMMENTS)
        assert self.cut("A reply to my critics", ENGLISH[0], *section) == [*section]

    def test_a_few_words_about_comments_head_them_if_times_follow(self) -> None:
        section = (
            "コメントを書く",
            "yamada",
            "とても面白かったです。",
            "2 年前",
            "mikan",
            "ありがとう。",
            "1 年前",
        )
        assert self.cut(*section) == [*section]

    @pytest.mark.parametrize(
        "line",
        [
            "3 hours ago",
            "vor 2 Tagen",
            "il y a une heure",
            "hace 5 minutos",
            "há 3 anos",
            "2 giorni fa",
            "4 dagen geleden",
            "för 3 år sedan",
            "for 2 dager siden",
            "3 päivää sitten",
            "2 tygodnie temu",
            "před 5 lety",
            "2 тижні тому",
            "3 дня назад",
            "πριν από 2 ημέρες",
            "acum 3 zile",
            "2 gün önce",
            "לפני 3 ימים",
            "منذ 5 أيام",
            "3 روز پیش",
            "2 घंटे पहले",
            "3日前",
            "2 년 전",
            "3 hari yang lalu",
        ],
    )
    def test_how_long_ago_something_was_is_a_moment(self, line: str) -> None:
        assert traces.trace(f"Ann Lee · {line}") is traces.Trace.MOMENT

    def test_prose_before_the_first_trace_saves_a_chapter(self) -> None:
        blocks = [
            Block(Kind.PARAGRAPH, text) for text in ("T", "Comments", *ENGLISH, *ENGLISH, "Reply", "Like")
        ]
        assert comments.sections(blocks, frozenset()) == []

    def test_the_chapters_of_two_editions_are_no_traces_of_each_other(self) -> None:
        result = split(
            *("The ferry", ENGLISH[0], "Comments", ENGLISH[1], "2 comments from the captain", ENGLISH[2]),
            *("Die Fähre", GERMAN[0], "Kommentare", GERMAN[1], "2 Kommentare des Kapitäns", GERMAN[2]),
        )
        assert not result.dropped

    def test_a_post_does_not_begin_with_comments(self) -> None:
        assert spoken(split("Comments", *ENGLISH))["en"] == ("Comments", [*ENGLISH])

    @pytest.mark.parametrize(
        "heading",
        [
            "3 Kommentare:",
            "Une réflexion sur « The ferry »",
            "Комментариев: 3",
            "「The ferry」への3件のフィードバック",
            "Responses (3)",
            "Comments on “The ferry”",
            "Kommentare zu „The ferry“",
            "3 Comments - powered by utteranc.es",
            "تعليقان على “The ferry”",
            "२ टिप्पणियाँ",
        ],
    )
    def test_headings(self, heading: str) -> None:
        assert self.cut(heading, "Ann:", GERMAN[0], "Antworten", "Reply")[0] == heading

    @pytest.mark.parametrize(
        "section",
        [
            (
                "2 Comments",
                "ann commented on Mar 5, 2024",
                "Nice.",
                "bob commented on Mar 7, 2024",
                "Thanks.",
            ),
            (
                "Kommentare",
                "Ann kommentierte am 5. März 2024",
                "Schön.",
                "Antworten",
                "Zum Kommentieren anmelden",
            ),
            ("Napsat komentář Zrušit odpověď na komentář", "Vaše e-mailová adresa nebude zveřejněna."),
            ("اترك تعليقاً إلغاء الرد", "رأيان على “The ferry”", "سارة يقول:", "نص جميل جداً."),
            (
                "Member discussion",
                "Start the conversation",
                "Become a member of The Bay to start commenting.",
            ),
        ],
    )
    def test_sections_of_several_systems(self, section: tuple[str, ...]) -> None:
        assert self.cut(*section) == [*section]

    @pytest.mark.parametrize(
        "line",
        [
            "Comments on “The ferry” in the newspapers of the bay",
            "Thoughts on “The ferry” and on other boats",
            "Two comments by the captain",
            "She commented on 12 photographs of the pier.",
        ],
    )
    def test_a_chapter_about_comments_stays(self, line: str) -> None:
        result = split("The ferry", ENGLISH[0], line, *ENGLISH[1:])
        assert spoken(result)["en"][1] == [ENGLISH[0], line, *ENGLISH[1:]]


class TestFurniture:
    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("Share this:", "sharing"),
            ("← Previous Post", "navigation"),
            ("Gefällt mir Wird geladen …", "comments"),
            ("Abonnez-vous à notre infolettre !", "advert"),
            ("Posted in Uncategorized", "furniture"),
            ("Copyright 2020 Ann Lee. All rights reserved.", "rights"),
            ("This work is licensed under CC BY 4.0.", "rights"),
            ("https://ferry.example/timetable", "address"),
            ("Veröffentlicht am 12. Mai 2019 von Petra", "byline"),
            ("← The old pier", "navigation"),
            ("Der alte Steg →", "navigation"),
            ("Next: The old pier", "navigation"),
            ("Read more: The old pier", "navigation"),
            ("Older Posts Home Newer Posts", "navigation"),
            ("İlgili", "related"),
            ("シェアする", "sharing"),
            ("Curtir isso:", "comments"),
            ("Nyere kommentarer", "navigation"),
            ("Powered by Hugo & Netlify", "furniture"),
            ("1.2K Followers", "furniture"),
            ("All rights reserved", "rights"),
            ("If you liked this, you can buy me a coffee.", "advert"),
        ],
    )
    def test_after_the_text(self, line: str, code: str) -> None:
        assert dropped(split("The ferry", *ENGLISH, line)) == {line: code}

    @pytest.mark.parametrize(
        "line",
        [
            "Share",
            "Related work",
            "Home",
            "The newsletter of the harbour is printed on blue paper.",
            "Copyright law on the high seas",
            "License changes",
            "Powered by steam, the old ferry took an hour to cross the bay, and nobody minded.",
            "By nightfall",
            "Published poets sail for free",
            "Subscribe to yourself",
            "Next: the other shore",
            "All rights reserved",
            "Copyright 1987: that is what it said on the bell, and below it the name of a foundry in the hills.",
            "License: nobody aboard could say who had signed it or when it would run out",
            "Made with love",
            "Technologie im Alltag",
            "42",
            "Home is where the ferry is",
        ],
    )
    def test_inside_of_the_text_it_stays(self, line: str) -> None:
        assert spoken(split("The ferry", ENGLISH[0], line, *ENGLISH[1:]))["en"][1] == [
            ENGLISH[0],
            line,
            *ENGLISH[1:],
        ]

    def test_a_byline_stands_below_a_title(self) -> None:
        assert dropped(split("The ferry", "By Ann van der Lee", *ENGLISH)) == {"By Ann van der Lee": "byline"}

    def test_links_in_a_row_above_the_title(self) -> None:
        result = split("Home  About  Archive  Contact", "The ferry", *ENGLISH)
        assert spoken(result)["en"] == ("The ferry", [*ENGLISH])

    def test_numbers_belong_to_buttons_only_if_there_are_several(self) -> None:
        assert list(dropped(split("The ferry", *ENGLISH, "12", "3", "Share"))) == ["12", "3", "Share"]
        assert list(dropped(split("The ferry", *ENGLISH, "42", "Share this:"))) == ["Share this:"]

    def test_a_short_sentence_is_text_behind_which_the_end_begins(self) -> None:
        lines = ("All rights reserved", "And so we crossed the bay once more.")
        assert spoken(split("The ferry", *ENGLISH, *lines))["en"][1] == [*ENGLISH, *lines]

    def test_every_code_has_a_sentence(self) -> None:
        blocks = [Block(Kind.PARAGRAPH, text) for text in ("The ferry", *ENGLISH, "Related", "Another post")]
        assert {place: code for place, (code, _) in furniture.reasons(blocks, frozenset()).items()} == {
            4: "related",
            5: "related",
        }


class TestQuotations:
    @pytest.mark.parametrize(
        "quote", [f"„{GERMAN[0]}“", f"> {GERMAN[0]}", "« Rien ne sert de courir ; il faut partir à point. »"]
    )
    def test_they_stay_in_the_edition_around_them(self, quote: str) -> None:
        result = spoken(split("The ferry", ENGLISH[0], quote, *ENGLISH[1:]))
        assert list(result) == ["en"]
        assert result["en"][1][1] == quote.removeprefix("> ")

    def test_also_in_the_language_of_the_other_edition(self) -> None:
        result = spoken(split("The ferry", ENGLISH[0], f"„{GERMAN[1]}“", *ENGLISH[1:], "Die Fähre", *GERMAN))
        assert result["en"][1][1] == f"„{GERMAN[1]}“"

    def test_also_several_of_them(self) -> None:
        quotes = [f"„{text}“" for text in (*GERMAN, GERMAN[0])]
        result = spoken(split("The ferry", ENGLISH[0], *quotes, *ENGLISH[1:], "Die Fähre", *GERMAN))
        assert result["en"][1] == [ENGLISH[0], *quotes, *ENGLISH[1:]]

    def test_code_stays_where_it_is(self) -> None:
        result = split("The ferry", ENGLISH[0], "```\nsudo ferry\n```", *ENGLISH[1:])
        assert [block.kind for block in result.editions[0].blocks][1] is Kind.CODE


class TestTitles:
    @pytest.mark.parametrize("separator", [" / ", " | ", " – ", " · ", " // "])
    def test_a_title_in_two_languages(self, separator: str) -> None:
        found = titles.parts(f"The old ferry{separator}Die alte Fähre", ["en", "de"], {}, needed=True)
        assert found == (separator.strip(), {"en": "The old ferry", "de": "Die alte Fähre"})

    def test_a_title_in_two_languages_that_stands_there_twice(self) -> None:
        title = "The ferry / Die Fähre"
        result = split(title, title, *ENGLISH, *GERMAN)
        assert spoken(result) == {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}
        assert dropped(result) == {title: "duplicate-title"}

    def test_a_title_that_is_not_needed_is_taken_apart_only_if_it_is_sure(self) -> None:
        assert titles.parts("The Dreamer / Der Traum", ["en", "de"], {}, needed=False) is None
        whole = "How the old ferry got its name / Wie die alte Fähre zu ihrem Namen kam"
        assert titles.parts(whole, ["en", "de"], {}, needed=False) is not None
        assert titles.parts("Ferry / Boat", ["en", "de"], {}, needed=False) is None
        result = spoken(split("Ferry – Boat", *ENGLISH, "Fähre – Boot", *GERMAN))
        assert [title for title, _ in result.values()] == ["Ferry – Boat", "Fähre – Boot"]


class TestDetection:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            (ENGLISH[0], "en"),
            (GERMAN[0].upper(), "de"),
            ("Фериботът тръгва в седем часа сутринта.", "bg"),
            ("Пором вирушає о сьомій годині ранку, і хто спізниться, чекатиме.", "uk"),
            ("Брод полази у седам часова ујутру, а ко закасни, чекаће до вечери.", "sr"),
            ("渡轮早上七点出发。", "zh"),
            ("フェリーは朝七時に出ます。", "ja"),
            (
                "O ferri sae ás sete da mañá, e quen chegue tarde ten que agardar ata a noite, tamén os nenos.",
                "gl",
            ),
            ("Trajekt polazi u sedam sati ujutro, a tko zakasni, čeka do večeri, što nije lijepo.", "hr"),
            ("Trajekt polazi u sedam sati ujutru, a ko zakasni, čeka do večeri, šta god da kaže svet.", "sr"),
        ],
    )
    def test_scores(self, text: str, language: str) -> None:
        found = detection.scores(text)
        assert max(found, key=lambda tag: found[tag]) == language

    def test_nothing_to_tell(self) -> None:
        assert detection.scores("2019 – 100 % https://ferry.example") == {}


class TestRefusals:
    def test_nothing_is_left_to_speak(self) -> None:
        with pytest.raises(PostError, match=r"post\.txt"):
            split("Share this:", "Facebook")

    def test_no_language_can_be_told(self) -> None:
        with pytest.raises(PostError, match=":::"):
            split("ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ")


LINES = st.one_of(
    st.sampled_from(
        [*ENGLISH, *GERMAN, "Reply", "Like", "Comments", "3 comments", "***", "Ann says:", "[DE]"]
    ),
    st.sampled_from(
        ["::: de", ":::", "Deutsche Übersetzung: Eva Ott", "A / B", "> quoted", "- item", "© 2020 A"]
    ),
    st.text(max_size=60),
)


@settings(deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14), st.sampled_from(["p.txt", "p.md", "p.html"]))
def test_no_text_is_lost(lines: list[str], source: str) -> None:
    """Every word of every block is in an edition or among the dropped."""
    try:
        post = parse(*lines, source=source)
        result = editions.split(post)
    except PostError:
        return
    kept = [edition.title for edition in result.editions]
    kept += [block.text for edition in result.editions for block in edition.blocks]
    kept += [entry.text for entry in result.dropped]
    whole = "\n".join(kept)
    for block in post.blocks:
        assert all(word in whole for word in re.findall(r"\w+", block.text))
    for edition in result.editions:
        assert edition.title
        assert edition.blocks == () or edition.blocks[0].kind is not Kind.BREAK is not edition.blocks[-1].kind


def test_a_mark_of_a_language_that_nobody_knows_the_words_of_holds() -> None:
    scots = "The ferry gangs ilka mornin at seeven, an wha comes late maun bide till the gloamin."
    told = spoken(split("::: en", *ENGLISH, "::: sco", scots, "Safe hame!"))
    assert told["sco"][1] == [scots, "Safe hame!"]


def test_a_monstrous_word_takes_no_time() -> None:
    post = posts.parse(b"a" * 150_000, source="a.txt", origin="a.txt")
    start = time.process_time()
    editions.split(post)
    assert time.process_time() - start < 10  # it took minutes


def test_a_long_tale_in_dialogue_is_searched_for_comments_once() -> None:
    blocks = [Block(Kind.PARAGRAPH, text) for text in ("The wolf said:", ENGLISH[1]) * 4_500]
    start = time.process_time()
    assert comments.sections(blocks, frozenset()) == []
    assert time.process_time() - start < 1  # from each line to the end of the tale, it took half a minute


def test_what_is_found_out_about_the_lines_of_a_post_is_forgotten_with_it() -> None:
    split("The ferry", *ENGLISH)
    with pytest.raises(PostError):
        editions.split(posts.parse(b"Share this:", source="a.txt", origin="a.txt"))
    kept = (words.fold, detection.scores, detection.letters, markers.read, traces.trace)
    assert [found.cache_info().currsize for found in kept] == [0] * len(kept)


def test_a_long_row_of_signs_takes_bounded_time() -> None:
    text = f"{ENGLISH} {'* * * ' * 20_000}and so on.\n\n{GERMAN}"
    begin = time.process_time()
    assert [edition.language for edition in split(text).editions] == ["en", "de"]
    assert time.process_time() - begin < 5
