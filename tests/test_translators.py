"""editions, who translated: the exact name, whatever its shape, its language, and what stands beside it."""

from __future__ import annotations

import pytest
from ferry import ENGLISH, GERMAN, dropped, split, spoken

from audioedition.editions import markers, titles
from audioedition.editions.markers import Marker

TWO = {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}


def translator(line: str, languages: str = "en de") -> str | None:
    marker = markers.read(line, frozenset(languages.split()))
    assert marker is not None, line
    return marker.translator


class TestNames:
    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("Übersetzung: Nora Lind", "Nora Lind"),
            ("Translated by Moira O’Hara (@moira)", "Moira O’Hara"),
            ("Translation: Nora Lind and Tom B. Mayr", "Nora Lind and Tom B. Mayr"),
            ("Übersetzung: J. K. Lind und Eva Ott", "J. K. Lind und Eva Ott"),
            ("Übersetzer: Nora Lind, Tom Mayr", "Nora Lind, Tom Mayr"),
            ("English translation: Pieter van den Dijk, Leiden", "Pieter van den Dijk"),
            ("Translated by Nora Lind, translator in Vienna", "Nora Lind"),
            ("Translator: Nora Lind (London)", "Nora Lind"),
            ("Ins Deutsche übertragen von Otto von der Aue", "Otto von der Aue"),
            ("Deutsche Übersetzung von Frank Seel", "Frank Seel"),
            ("Übersetzt vom Team der Fähre", "Team der Fähre"),
            ("Translation: Nora Lind <nora@example.org>", "Nora Lind"),
            ("Translated by Nora Lind, https://example.org/nora", "Nora Lind"),
            ("Translated from the German by Nora Lind in 2019", "Nora Lind"),
            ("English translation by @noralind", "@noralind"),
            ("ÜBERSETZUNG: Nora Lind", "Nora Lind"),
            ("Translation © Nora Lind", "Nora Lind"),
            ("Text: Ann Lee / Translation: Nora Lind", "Nora Lind"),
            ("Ins Deutsche übersetzt hat Nora Lind.", "Nora Lind"),
            ("Der Text wurde von Nora Lind ins Deutsche übersetzt.", "Nora Lind"),
            ("Deutsch von Nora Lind, mit freundlicher Genehmigung der Autorin", "Nora Lind"),
            ("Translated into German by Nora Lind. Proofreading: Ann Lee.", "Nora Lind"),
        ],
    )
    def test_the_whole_name_and_nothing_else(self, line: str, name: str) -> None:
        assert translator(line) == name

    @pytest.mark.parametrize(
        ("line", "languages", "name"),
        [
            ("Traduit de l’anglais par Jean-Luc d’Aubry", "en fr", "Jean-Luc d’Aubry"),
            ("Traduit de l’anglais (Écosse) par Luc Roy", "en fr", "Luc Roy"),
            ("Traduzione a cura di: Ada Riva", "en it", "Ada Riva"),
            ("Traducido del inglés por Inés de la Vega", "en es", "Inés de la Vega"),
            ("Traducido por el equipo Marea", "en es", "equipo Marea"),
            ("Traduzido do original em inglês por Rui Sá e Melo", "en pt", "Rui Sá e Melo"),
            ("Uit het Duits vertaald door Kees ’t Veer", "de nl", "Kees ’t Veer"),
            ("Z angličtiny přeložila Eva Malá", "en cs", "Eva Malá"),
            ("Vertaling Kees de Wit", "de nl", "Kees de Wit"),
            ("tłum. Ewa Lis-Nowak", "en pl", "Ewa Lis-Nowak"),
            ("Przełożył z angielskiego Jan Lis", "en pl", "Jan Lis"),
            ("Перевод с английского Н. Лис", "en ru", "Н. Лис"),
            ("Пер. с англ. Нина Лис", "en ru", "Нина Лис"),
            ("Iš anglų kalbos vertė Jonas Ežys", "en lt", "Jonas Ežys"),
            ("No angļu valodas tulkoja Anna Zīle", "en lv", "Anna Zīle"),
            ("Inglise keelest tõlkinud Mari Lepp", "en et", "Mari Lepp"),
            ("Englannin kielestä suomentanut Aino Koski", "en fi", "Aino Koski"),
            ("Fordította: Dr. Kis Éva", "en hu", "Dr. Kis Éva"),
            ("Traducere din limba engleză: Ion Lup", "en ro", "Ion Lup"),
            ("Μετάφραση από τα αγγλικά: Νίκη Λύρα", "en el", "Νίκη Λύρα"),
            ("Dịch: Lê Vân", "en vi", "Lê Vân"),
            ("თარგმანი: ნინო ლომი", "en ka", "ნინო ლომი"),
            ("ترجمته عن الإنجليزية ليلى عبد الله", "en ar", "ليلى عبد الله"),
            ("المترجمة: ليلى سالم", "en ar", "ليلى سالم"),
            ("ترجمه‌ی نیما رها", "en fa", "نیما رها"),
            ("翻訳者: umineko1987, @umineko1987", "en ja", "umineko1987"),
            ("【日本語訳】 森恵", "en ja", "森恵"),
            ("森恵 訳", "en ja", "森恵"),
            ("［翻訳：和久井恵］", "en ja", "和久井恵"),
            ("本文由林海翻译", "en zh", "林海"),
            ("옮긴이 이은지", "en ko", "이은지"),
            ("이은지 옮김", "en ko", "이은지"),
        ],
    )
    def test_in_many_languages(self, line: str, languages: str, name: str) -> None:
        assert translator(line, languages) == name

    @pytest.mark.parametrize(
        "line",
        [
            "Translated with DeepL.com (free version)",
            "Maschinell übersetzt mit DeepL",
            "Übersetzt mit KI",
            "Translated by the author",
            "This page was translated from English by the community.",
            "Translated from English by Claude Opus 4.6",
        ],
    )
    def test_a_machine_and_the_author_are_nobody(self, line: str) -> None:
        assert translator(line) is None

    @pytest.mark.parametrize(
        ("line", "languages"),
        [
            ("Traduction de la Bible", "fr"),
            ("Sie hat den Roman aus dem Französischen übersetzt.", "de fr"),
            ("Trans People Matter", "en"),
            ("自動翻訳", "ja"),
            ("公式日本語訳", "ja"),
            ("翻訳について", "ja"),
        ],
    )
    def test_who_is_no_translator(self, line: str, languages: str) -> None:
        marker = markers.read(line, frozenset(languages.split()))
        assert marker is None or marker.translator is None

    def test_capitals_alone_make_no_name(self) -> None:
        assert translator("VERSIE IN HET NEDERLANDS: ONDERAAN DE PAGINA", "en nl") is None


class TestWhoseTranslator:
    def test_at_the_end_of_a_text_it_is_that_texts(self) -> None:
        blocks = ("The ferry", *ENGLISH, "(translation: Nora Lind)", "---", "Die Fähre", *GERMAN)
        french = (
            "Le bac",
            "Le bac part à sept heures du matin, et celui qui arrive trop tard doit attendre.",
        )
        result = split(*french, *blocks)
        assert {edition.language: edition.translator for edition in result.editions} == {
            "fr": None,
            "en": "Nora Lind",
            "de": None,
        }

    @pytest.mark.parametrize(
        "line", ["Danke an Nora Lind für die Übersetzung!", "Herzlichen Dank an Nora Lind fürs Übersetzen!"]
    )
    def test_thanks_name_the_translator(self, line: str) -> None:
        result = split("The ferry", *ENGLISH, "Die Fähre", line, *GERMAN)
        assert spoken(result) == TWO
        assert [edition.translator for edition in result.editions] == [None, "Nora Lind"]

    def test_a_language_by_two_words_is_one_source(self) -> None:
        line = "Aus dem amerikanischen Englisch von Nora Lind"
        assert markers.read(line, frozenset({"en", "de"})) == Marker((), "Nora Lind", source="en")


class TestMarkersInPieces:
    @pytest.mark.parametrize(
        "line",
        [
            "Stand: 3. Mai 2024 · German version below",
            "🇬🇧 English | 🇩🇪 Deutsch weiter unten",
            "Deutsche Version weiter unten / German version further below",
            "🇬🇧 / 🇩🇪 (scroll down)",
            "German below – Deutsch unten",
            "[Translation below]",
            "For German, scroll down.",
            "#deutsch weiter unten 👇",
        ],
    )
    def test_what_leads_to_the_languages(self, line: str) -> None:
        result = split("The ferry", line, *ENGLISH, "Die Fähre", *GERMAN)
        assert (spoken(result), [*dropped(result)]) == (TWO, [line])

    def test_codes_with_arrows(self) -> None:
        assert spoken(split("The ferry", *ENGLISH, "**DE ↓**", "Die Fähre", *GERMAN)) == TWO

    def test_a_line_that_leads_to_the_names_of_languages(self) -> None:
        line = "This post is also available in:"
        result = split(line, "Deutsch", "The ferry", *ENGLISH, "Die Fähre", *GERMAN)
        assert (spoken(result), [*dropped(result)]) == (TWO, [line, "Deutsch"])


class TestPlaces:
    @pytest.mark.parametrize(
        "line", ["Übersetzung:", "Translation", "German text", "And for the rest of the world:"]
    )
    def test_between_two_texts_a_line_may_say_little(self, line: str) -> None:
        assert spoken(split("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN)) == TWO

    @pytest.mark.parametrize("line", ["Das Gedicht auf Deutsch", "Deutsch (gekürzt)", "Auf Deutsch, für Oma"])
    def test_above_a_title_it_needs_no_more_than_the_language(self, line: str) -> None:
        assert spoken(split("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN)) == TWO

    def test_in_the_head_of_a_post_it_may_be_in_its_own_language(self) -> None:
        line = "Wer diesen Brief auf Deutsch lesen will, bitte nach unten scrollen."
        head = ("The ferry", "Notes from a winter", "Ann Lee and the others")
        result = spoken(split(*head, line, *ENGLISH, "Die Fähre", *GERMAN))
        assert line not in str(result)

    @pytest.mark.parametrize(
        "line", ["The original is in German.", "She can read the German text here.", "German below."]
    )
    def test_a_sentence_between_paragraphs_is_text(self, line: str) -> None:
        result = spoken(split("The ferry", *ENGLISH[:2], line, ENGLISH[2], "Die Fähre", *GERMAN))
        assert result["en"][1] == [*ENGLISH[:2], line, ENGLISH[2]]

    @pytest.mark.parametrize("heading", ["Translation", "English and French", "Machine translation"])
    def test_a_heading_in_a_post_of_one_language_is_text(self, heading: str) -> None:
        result = split("The ferry", *ENGLISH[:2], f"## {heading}", ENGLISH[2])
        assert [block.text for block in result.editions[0].blocks] == [*ENGLISH[:2], heading, ENGLISH[2]]


class TestTitlesSideBySide:
    def test_where_languages_take_turns_the_only_title_is_in_both(self) -> None:
        turns = [text for pair in zip(GERMAN, ENGLISH, strict=True) for text in pair]
        result = spoken(split("Abfahrt in die Nacht – Descending into Darkness", *turns))
        assert [title for title, _ in result.values()] == ["Abfahrt in die Nacht", "Descending into Darkness"]

    def test_names_that_are_in_both_parts_say_nothing(self) -> None:
        title = "In memoriam: Hendrik van Loon | Remembering Hendrik van Loon"
        found = titles.parts(title, ["nl", "en"], {}, needed=True)
        assert found is not None
        assert found[1]["en"] == "Remembering Hendrik van Loon"

    def test_two_titles_at_the_top_in_either_order(self) -> None:
        turns = [text for pair in zip(ENGLISH, GERMAN, strict=True) for text in pair]
        result = spoken(split("# The ferry at seven", "## Die Fähre um sieben", *turns))
        assert {language: title for language, (title, _) in result.items()} == {
            "en": "The ferry at seven",
            "de": "Die Fähre um sieben",
        }
