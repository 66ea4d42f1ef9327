"""editions, where one language ends and another begins: announcements, signatures, titles side by side."""

from __future__ import annotations

import pytest
from ferry import ENGLISH, GERMAN, dropped, split, spoken

from audioedition.editions import announcements, markers

BILINGUAL = {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}


class TestAnnouncements:
    @pytest.mark.parametrize(
        ("line", "languages", "named", "translator"),
        [
            ("And now for our German readers:", "en de", "de", None),
            ("Thanks to Nora Lind, this story is now available in German too:", "en de", "de", "Nora Lind"),
            ("My friend Nora Lind has kindly translated this into German:", "en de", "de", "Nora Lind"),
            ("(For those who prefer German: please scroll down!)", "en de", "de", None),
            ("The German translation can be found at the end of this page.", "en de", "de", None),
            ("Many thanks to Nora Lind for the German translation!", "en de", "de", "Nora Lind"),
            ("Und jetzt noch einmal auf Englisch:", "de en", "en", None),
            ("Nora Lind hat diesen Text ins Englische übersetzt.", "de en", "en", "Nora Lind"),
            (
                "Übersetzt von meiner Freundin Nora Lind, hier die englische Fassung:",
                "de en",
                "en",
                "Nora Lind",
            ),
            ("Für alle englischsprachigen Leserinnen und Leser:", "de en", "en", None),
            ("Pour nos amis anglophones :", "fr en", "en", None),
            ("Un grand merci à Nora Lind pour la traduction anglaise.", "fr en", "en", "Nora Lind"),
            ("Y ahora, en inglés:", "es en", "en", None),
            ("Para la versión en inglés, ver abajo.", "es en", "en", None),
            ("E ora in inglese:", "it en", "en", None),
            ("Voor onze Engelstalige lezers:", "nl en", "en", None),
            ("E agora em inglês:", "pt en", "en", None),
            ("In English, please!", "sv en", "en", None),
            ("Den engelska versionen finns längre ner.", "sv en", "en", None),
            ("Og nu på engelsk:", "da en", "en", None),
            ("Sama englanniksi:", "fi en", "en", None),
            ("A teraz po angielsku:", "pl en", "en", None),
            ("Dla czytelników anglojęzycznych:", "pl en", "en", None),
            ("A teď anglicky:", "cs en", "en", None),
            ("А теперь по-английски:", "ru en", "en", None),
            ("Для англомовних читачів:", "uk en", "en", None),
            ("És most angolul:", "hu en", "en", None),
            ("Și acum în engleză:", "ro en", "en", None),
            ("Türkçesi aşağıdadır.", "en tr", "tr", None),
            ("Και τώρα στα αγγλικά:", "el en", "en", None),
            ("לקריאה בעברית:", "en he", "he", None),
            ("والآن بالإنجليزية:", "ar en", "en", None),
            ("以下是中文翻译：", "en zh", "zh", None),
            ("日本語は下にあります。", "en ja", "ja", None),
            ("한국어 번역은 아래에 있습니다.", "en ko", "ko", None),
            ("English translation (made by DeepL, sorry!)", "de en", "en", None),
            ("English summary", "de en", "en", None),
        ],
    )
    def test_a_sentence_that_announces(
        self, line: str, languages: str, named: str, translator: str | None
    ) -> None:
        spoken_ = frozenset(languages.split())
        marker = markers.read(line, spoken_) or announcements.read(line, spoken_)
        assert marker is not None
        assert (marker.languages, marker.translator) == ((named,), translator)

    @pytest.mark.parametrize(
        "line",
        [
            "The German translation took me three winters.",
            "My German translation of the log is finished.",
            "I wrote the German version first.",
            "The German edition came out in 1998, translated by Nora Lind.",
            "You can read more about it in the German edition of my book.",
            "The best German song:",
            "He answered in German.",
            "Why I learn German",
            "Notes on the German translation",
            "(My German is rusty, so please forgive my mistakes.)",
            "Thanks to all German passengers who wrote to me!",
            "A new translation into German is long overdue!",
            "Mein erster englischer Text",
            "Das englische Frühstück:",
            "Die Übersetzung ins Englische erschien erst 1998.",
            "Mehr darüber lesen Sie in der englischen Ausgabe meines Buches.",
            "The Dutch translation can be found at the end of this page.",
        ],
    )
    def test_a_sentence_that_does_not(self, line: str) -> None:
        assert announcements.read(line, frozenset({"en", "de"})) is None
        assert line in str(spoken(split("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN)))

    @pytest.mark.parametrize(
        "line", ["And now for our German readers:", "(Den deutschen Text finden Sie weiter unten.)"]
    )
    def test_it_stands_at_the_top_or_between(self, line: str) -> None:
        for blocks in (
            ("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN),
            (line, "The ferry", *ENGLISH, "Die Fähre", *GERMAN),
            ("The ferry", line, *ENGLISH, "Die Fähre", *GERMAN),
        ):
            result = split(*blocks)
            assert spoken(result) == BILINGUAL
            assert dropped(result) == {line: "marker"}

    def test_amid_one_language_it_is_text(self) -> None:
        line = "And now for our German readers:"
        result = split("The ferry", *ENGLISH[:2], line, ENGLISH[2], "Die Fähre", *GERMAN)
        assert spoken(result)["en"][1] == [*ENGLISH[:2], line, ENGLISH[2]]

    def test_without_a_text_in_that_language_it_is_text(self) -> None:
        line = "And now for our German readers:"
        assert spoken(split("The ferry", *ENGLISH, line))["en"][1] == [*ENGLISH, line]

    def test_the_only_title_is_no_announcement(self) -> None:
        result = split("The ferry", *ENGLISH, "Die Fähre, hier auf Deutsch", *GERMAN)
        assert spoken(result)["de"] == ("Die Fähre, hier auf Deutsch", [*GERMAN])

    def test_the_translator_is_who_is_named_there(self) -> None:
        line = "Translated from the German by Nora Lind, with thanks"
        result = split("Die Fähre", *GERMAN, line, "The ferry", *ENGLISH)
        assert [(edition.language, edition.translator) for edition in result.editions] == [
            ("de", None),
            ("en", "Nora Lind"),
        ]

    def test_an_edition_never_loses_its_last_line(self) -> None:
        only = "Lesen Sie hier die englische Fassung, die meine Freundin Nora Lind geschrieben hat:"
        assert spoken(split(only, "The ferry", *ENGLISH))["de"][1] == [only]


class TestSignatures:
    def test_a_name_at_the_end_of_each_edition_belongs_above(self) -> None:
        result = split("The ferry", *ENGLISH, "Judith", "Die Fähre", *GERMAN, "Judith")
        assert spoken(result) == {
            "en": ("The ferry", [*ENGLISH, "Judith"]),
            "de": ("Die Fähre", [*GERMAN, "Judith"]),
        }

    def test_so_does_a_list_of_names(self) -> None:
        crew = ["Jürgen Weiß, 21:04", "Hans-Peter von Zahn, 21:37", "Friederike Übermut, 22:10"]
        result = spoken(split("The ferry", *ENGLISH, *crew, "Die Fähre", *GERMAN, *crew))
        assert result["en"][1] == [*ENGLISH, *crew]
        assert result["de"] == ("Die Fähre", [*GERMAN, *crew])

    def test_a_refrain_in_its_own_language_is_none(self) -> None:
        result = spoken(split("The ferry", *ENGLISH, "Die alte Fähre", "Ein Lied", *GERMAN, "Die alte Fähre"))
        assert result["de"] == ("Die alte Fähre", ["Ein Lied", *GERMAN, "Die alte Fähre"])


class TestTitles:
    def test_titles_that_stand_together_at_the_top(self) -> None:
        assert spoken(split("The ferry at seven", "Die Fähre um sieben", *ENGLISH, *GERMAN)) == {
            "en": ("The ferry at seven", [*ENGLISH]),
            "de": ("Die Fähre um sieben", [*GERMAN]),
        }

    def test_a_subtitle_of_a_text_in_one_language_stays(self) -> None:
        result = spoken(split("The ferry at seven", "Und dann kam der Herbst", *ENGLISH))
        assert result["en"][1] == ["Und dann kam der Herbst", *ENGLISH]

    @pytest.mark.parametrize(
        "title", ["The ferry (Die Fähre)", "The ferry :: Die Fähre", "The ferry ~ Die Fähre"]
    )
    def test_a_title_in_two_languages(self, title: str) -> None:
        assert spoken(split(title, *ENGLISH, *GERMAN)) == BILINGUAL

    def test_brackets_in_a_title_of_one_language_stay(self) -> None:
        result = spoken(split("The ferry (a story)", *ENGLISH, "Die Fähre (eine Geschichte)", *GERMAN))
        assert [title for title, _ in result.values()] == [
            "The ferry (a story)",
            "Die Fähre (eine Geschichte)",
        ]

    def test_headings_may_have_another_separator_than_the_title(self) -> None:
        result = spoken(
            split(
                *("The ferry | Die Fähre", "The bell on board / Die Glocke an Bord", ENGLISH[0], GERMAN[0]),
                *("The captain of the ferry / Der Kapitän der Fähre", *ENGLISH[1:], *GERMAN[1:]),
            )
        )
        assert result["en"][0] == "The ferry"
        assert result["de"][1][0] == "Die Glocke an Bord"
        assert "Der Kapitän der Fähre" in result["de"][1]


FRENCH = (
    "Le bac part à sept heures du matin, et celui qui arrive trop tard doit attendre jusqu’au soir.",
    "Quand mon grand-père était le passeur, il n’y avait pas d’horaire, et personne n’était en retard.",
)
RECIPE = {
    "de": ("Rezept: Apfelkuchen", "Zutaten:", "3 Äpfel", "1 Ei", *GERMAN[:2], "Guten Appetit!"),
    "en": ("Recipe: Apple pie", "Ingredients:", "3 apples", "1 egg", *ENGLISH[:2], "Enjoy!"),
    "fr": ("Recette : tarte aux pommes", "Ingrédients :", "3 pommes", "1 œuf", *FRENCH, "Bon appétit !"),
}


class TestTextsBuiltAlike:
    def test_a_closing_line_stays_with_the_text_that_it_closes(self) -> None:
        told = split(*(line for lines in RECIPE.values() for line in lines))
        assert spoken(told) == {language: (lines[0], [*lines[1:]]) for language, lines in RECIPE.items()}

    def test_its_reason_is_its_place(self) -> None:
        told = split(*(line for lines in RECIPE.values() for line in lines))
        codes = {decision.block.text: decision.code for decision in told.decisions}
        assert codes["Guten Appetit!"] == "place"

    def test_a_line_whose_words_are_clear_is_not_moved(self) -> None:
        english = ("The ferry", ENGLISH[0], "That was the last one of them all!")
        german = ("Und das war noch lange nicht alles!", "Die Fähre", GERMAN[0])
        assert spoken(split(*english, *german))["de"][0] == german[0]

    def test_texts_that_are_built_otherwise_move_nothing(self) -> None:
        told = split("The ferry", *ENGLISH, "Berlin 2017", "Die Fähre", *GERMAN[:1])
        assert sum(len(texts) for _, texts in spoken(told).values()) == len(ENGLISH) + 2


class TestLinesAboveTitles:
    """What leads to the text below is plain from its place: the other text has a title less."""

    @pytest.mark.parametrize(
        "line",
        [
            "Für alle, die kein Englisch lesen",
            "Für unsere Freunde in der Ferne",
            "Und zum guten Schluss noch einmal auf Deutsch:",
            "Dasselbe für die Leute daheim:",
            "DE :",
        ],
    )
    def test_they_are_no_titles(self, line: str) -> None:
        result = split("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN)
        assert spoken(result) == BILINGUAL
        assert dropped(result) == {line: "marker"}

    @pytest.mark.parametrize(
        "title", ["Die Freunde der Fähre", "Wie ich Englisch lernte", "Leser und Schreiber", "Für Elise"]
    )
    def test_a_title_above_a_subtitle_stays(self, title: str) -> None:
        told = spoken(split("The ferry", *ENGLISH, title, "Eine Geschichte vom Hafen", *GERMAN))
        assert told["de"] == (title, ["Eine Geschichte vom Hafen", *GERMAN])


ARABIC = (
    "تغادر العبارة في السابعة صباحا.",
    "ومن يتأخر ينتظر حتى المساء.",
    "لا أحد يعرف لماذا يرن الجرس مرتين.",
)


@pytest.mark.parametrize("marker", [(), ("الترجمة الإنجليزية في نهاية المقال",)])
def test_a_text_of_short_sentences_beside_a_longer_one(marker: tuple[str, ...]) -> None:
    result = split("العبارة", *marker, *ARABIC, "The ferry", *ENGLISH)
    assert spoken(result) == {"ar": ("العبارة", [*ARABIC]), "en": ("The ferry", [*ENGLISH])}
