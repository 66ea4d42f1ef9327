"""editions: what real posts taught, each in our own words: the shape of a post that was once split wrongly."""

from __future__ import annotations

import pytest
from ferry import ENGLISH, GERMAN, dropped, parse, split, spoken

from audioedition import editions
from audioedition.editions import detection, lines, markers

BILINGUAL = {"en": ("The ferry", [*ENGLISH]), "de": ("Die Fähre", [*GERMAN])}
HUNGARIAN = (
    ("A komp minden reggel hétkor indul, és aki elkésik, annak estig kell várnia.", ENGLISH[0]),
    (
        "„Ma nem megyünk sehova!” – mondta az apám, amikor felállt.",
        "“We are going nowhere today!”, my father said.",
    ),
    ("Senki sem emlékszik már, miért szól a hajón kétszer a harang indulás előtt.", ENGLISH[1]),
    ("„Akkor gyalog megyek.” – felelte egy asszony.", "“Then I shall walk,” a woman answered."),
    ("Vasárnaponként a kapitány harmonikázik, amit az öböl mindkét partján hallani.", ENGLISH[2]),
)


def test_what_goes_on_behind_a_quotation_is_no_source_of_it() -> None:
    result = split(*(text for pair in HUNGARIAN for text in pair))
    texts = {edition.language: [block.text for block in edition.blocks] for edition in result.editions}
    assert HUNGARIAN[1][0] in texts["hu"]
    assert HUNGARIAN[3][0] in texts["hu"]


def test_a_list_that_is_the_same_in_every_text_stays_in_each() -> None:
    names = ["- Open Street Map", "- Public Domain Review", "- Internet Archive"]
    told = split(
        "Die Fähre", *GERMAN, "Quellen", "\n".join(names), "The ferry", *ENGLISH, "Sources", "\n".join(names)
    )
    items = [name.removeprefix("- ") for name in names]
    assert [spoken(told)[language][1][-3:] for language in ("de", "en")] == [items, items]


def test_a_paragraph_is_in_the_language_around_its_quotation() -> None:
    quoting = f"Der Kapitän sagte dazu nur dieses eine Mal etwas: “{ENGLISH[0]} {ENGLISH[1]}”"
    assert list(spoken(split("Die Fähre", *GERMAN, quoting, GERMAN[0]))) == ["de"]
    assert lines.without_quotations(quoting).strip() == "Der Kapitän sagte dazu nur dieses eine Mal etwas:"


def test_a_list_of_names_says_little_about_its_language() -> None:
    people = "Present were: Heladia Salgado, David Pérez, José María Gómez, Lucía Fernández and Inés Núñez."
    assert "Pérez" not in lines.without_names(people)
    spanish = (
        "El barco",
        "El barco sale cada mañana a las siete, y quien llega tarde tiene que esperar hasta la noche.",
    )
    told = split(*spanish, "The ferry", ENGLISH[0], people, *ENGLISH[1:])
    assert spoken(told)["en"][1] == [ENGLISH[0], people, *ENGLISH[1:]]


def test_short_lines_in_another_language_make_no_edition_of_a_text() -> None:
    menu = [
        "New arrivals",
        "Best of the week",
        "Show me everything",
        "Follow the white rabbit",
        "Terms of the shop",
    ]
    told = split("Die Fähre", *GERMAN, *GERMAN, "\n".join(f"- {entry}" for entry in menu * 3))
    assert list(spoken(told)) == ["de"]


def test_a_post_of_quotations_only_is_split_like_any_other() -> None:
    told = split(f"“{' '.join(ENGLISH)}”", f"„{' '.join(GERMAN)}“")
    assert sorted(edition.language for edition in told.editions) == ["de", "en"]


def test_a_language_and_one_region_of_it_are_one_edition() -> None:
    marked = "<p lang=de-DE>{}</p><p lang=de>{}</p><p lang=de-DE>{}</p>".format(*GERMAN)
    post = parse(marked, source="post.html")
    assert [edition.language for edition in editions.split(post, ()).editions] == ["de-DE"]


@pytest.mark.parametrize("heading", ["English version (deutsche Fassung oben)", "[EN] (Deutsch siehe oben)"])
def test_a_marker_that_points_back_announces_what_is_below(heading: str) -> None:
    assert spoken(split("Die Fähre", *GERMAN, heading, "The ferry", *ENGLISH)) == BILINGUAL


def test_all_that_is_short_below_a_marker_is_in_its_language() -> None:
    told = split("Die Fähre", *GERMAN, "English version", "ADR 5", "Status", "Accepted", "2024", *ENGLISH)
    assert spoken(told)["en"] == ("ADR 5", ["Status", "Accepted", "2024", *ENGLISH])


def test_a_heading_that_says_where_the_other_language_is_keeps_the_rest() -> None:
    told = split("The ferry (deutsche Fassung unten)", *ENGLISH, "Die Fähre (English version above)", *GERMAN)
    assert spoken(told) == BILINGUAL
    assert set(dropped(told).values()) == {"marker"}


@pytest.mark.parametrize("title", ["The ferry (in a letter)", "A word (in German)", "The ferry (1914)"])
def test_a_heading_with_anything_else_in_brackets_stays_whole(title: str) -> None:
    assert spoken(split(title, *ENGLISH))["en"][0] == title


@pytest.mark.parametrize(
    "note", ["译注：示例如下", "訳注：三島のこと", "Anm. d. Ü.: Ein Wortspiel", "N. d. T.: un jeu de mots"]
)
def test_a_note_of_the_translator_names_nobody(note: str) -> None:
    assert markers.read(note, frozenset({"zh", "ja", "de", "fr", "en"})) is None


def test_a_translator_keeps_an_apostrophe() -> None:
    told = split("The ferry", *ENGLISH, "Deutsche Übersetzung: Sinéad O’Malley", "Die Fähre", *GERMAN)
    assert told.editions[1].translator == "Sinéad O’Malley"


@pytest.mark.parametrize(
    ("line", "translator"),
    [
        ("For my German friends, here is the same text in German, which Eva kindly translated:", "Eva"),
        ("For readers of German: what follows is a translation made by Nora Lind", "Nora Lind"),
        ("Text: Ann Lee · German version: Nora Lind (with a little help from DeepL)", "Nora Lind"),
        ("By popular demand: the German text", None),
        ("Deutsch (nur der erste Teil)", None),
    ],
)
def test_announcements_as_people_write_them(line: str, translator: str | None) -> None:
    told = split("The ferry", *ENGLISH, line, "Die Fähre", *GERMAN)
    assert spoken(told) == BILINGUAL
    assert told.editions[1].translator == translator


def test_a_title_that_is_the_same_in_every_language_is_the_title_of_each() -> None:
    told = split("Internet", *ENGLISH, "Internet", *GERMAN)
    assert {language: title for language, (title, _) in spoken(told).items()} == {
        "en": "Internet",
        "de": "Internet",
    }


def test_a_few_unknown_words_between_buttons_are_buttons() -> None:
    told = split("The ferry", *ENGLISH, "Share this:", "Zwitscher", "Click to share on Facebook")
    assert dropped(told) == {
        "Share this:": "sharing",
        "Zwitscher": "furniture",
        "Click to share on Facebook": "furniture",
    }


def test_a_title_with_an_aside_in_brackets_is_not_taken_apart_if_all_have_one() -> None:
    told = split("Die Fähre (The Ferry)", *GERMAN, "The ferry that slept", *ENGLISH)
    assert spoken(told)["de"][0] == "Die Fähre (The Ferry)"


def test_a_post_full_of_loans_is_in_the_language_that_it_says() -> None:
    short = (
        "Backup first, always!",
        "Mail client: login, list, send",
        "Deep dive: calendar and contacts",
        "Stay tuned!",
    )
    text = "\n\n".join(("---\nlang: de\n---", *short, GERMAN[0], *short[::-1]))
    assert list(spoken(editions.split(parse(text, source="post.md"), ()))) == ["de"]


def test_what_a_post_says_of_its_language_is_wrong_if_nothing_in_it_is_in_that() -> None:
    text = "\n\n".join(("---\nlang: de\n---", *ENGLISH))
    assert list(spoken(editions.split(parse(text, source="post.md"), ()))) == ["en"]


@pytest.mark.parametrize(
    ("text", "language", "at_least"),
    [
        ("执行 install_everything_from_mirror.sh", "zh", -2.0),
        ("安装 Docker Compose Plugin", "zh", -1.0),
        ("Spring BootでREST API", "ja", -1.0),
        ("그리고 Spring Boot Application", "ko", 0.0),
    ],
)
def test_a_few_words_among_latin_names_may_tell_the_language(
    text: str, language: str, at_least: float
) -> None:
    assert detection.scores(text)[language] >= at_least


def test_a_name_in_brackets_does_not_make_an_english_sentence_chinese() -> None:
    found = detection.scores("The old harbour (老港口) is known to everybody who works there.")
    assert found["en"] == 0
    assert "zh" not in found


SWEDISH = (
    "Färjan går klockan sju på morgonen, och den som är sen får vänta ända till kvällen.",
    "Ingen minns längre varför klockan ombord ringer två gånger innan den lägger ut.",
    "På söndagarna spelar kaptenen dragspel, och det hörs på båda sidor om viken.",
)
NORWEGIAN = (
    "Fergen går klokka sju om morgenen, og den som kommer for seint, må vente til kvelden.",
    "Ingen husker lenger hvorfor klokka om bord ringer to ganger før den legger fra kai.",
    "På søndager spiller kapteinen trekkspill, og det høres på begge sider av bukta.",
)


def test_a_title_below_another_that_begins_alike_is_no_byline() -> None:
    pairs = (text for pair in zip(SWEDISH, NORWEGIAN, strict=True) for text in pair)
    told = spoken(split("De Fyra Vindarna", "De Fire Vinder", *pairs))
    assert told == {"sv": ("De Fyra Vindarna", [*SWEDISH]), "no": ("De Fire Vinder", [*NORWEGIAN])}


def test_a_quotation_in_an_interleaved_post_is_in_the_language_whose_turn_it_is() -> None:
    pairs = [text for pair in zip(ENGLISH, GERMAN, strict=True) for text in pair]
    quoted = ("“She is late again, and nobody knows why.”", "„Sie ist wieder spät, und niemand weiß warum.“")
    told = spoken(split("The ferry / Die Fähre", *pairs, *quoted))
    assert told["en"] == ("The ferry", [*ENGLISH, quoted[0]])
    assert told["de"] == ("Die Fähre", [*GERMAN, quoted[1]])


def test_a_name_in_an_interleaved_post_is_in_the_language_whose_turn_it_is() -> None:
    pairs = [text for pair in zip(ENGLISH, GERMAN, strict=True) for text in pair]
    told = spoken(split("The ferry", "Die Fähre", *pairs[:4], "Anna Lind", "Anna Lind", *pairs[4:]))
    assert told["en"][1] == [*ENGLISH[:2], "Anna Lind", ENGLISH[2]]
    assert told["de"][1] == [*GERMAN[:2], "Anna Lind", GERMAN[2]]


def test_what_breaks_the_rhythm_of_an_interleaved_post_is_told_by_its_words() -> None:
    pairs = [text for pair in zip(ENGLISH, GERMAN, strict=True) for text in pair]
    told = spoken(split("The ferry", "Die Fähre", *pairs[:4], "Und dann kam der Nebel.", *pairs[4:]))
    assert told["de"][1] == [*GERMAN[:2], "Und dann kam der Nebel.", GERMAN[2]]


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("The ferry (English)", "Die Fähre (Deutsch)"),
        ("The ferry [EN]", "Die Fähre [DE]"),
        ("[EN] The ferry", "[DE] Die Fähre"),
        ("The ferry (English/Deutsch)", "Die Fähre"),
        ("The ferry (deutsche Fassung unten)", "Die Fähre"),
    ],
)
def test_the_language_that_a_title_names_is_no_part_of_it(english: str, german: str) -> None:
    assert spoken(split(english, *ENGLISH, german, *GERMAN)) == BILINGUAL


def test_what_announces_a_language_in_brackets_before_a_text_is_a_marker() -> None:
    told = split(
        "Die Fähre",
        f"(English translation below) {GERMAN[0]}",
        *GERMAN[1:],
        "The ferry",
        f"(German original above) {ENGLISH[0]}",
        *ENGLISH[1:],
    )
    assert spoken(told) == {key: BILINGUAL[key] for key in ("de", "en")}
    assert dropped(told) == {
        "(English translation below)": "marker",
        "(German original above)": "marker",
    }


def test_brackets_that_name_a_language_inside_of_one_text_stay() -> None:
    titles = ("Numbers (German)", "Numbers (French)")
    told = spoken(split("The ferry", ENGLISH[0], titles[0], ENGLISH[1], titles[1], ENGLISH[2], *GERMAN))
    assert [text for text in told["en"][1] if text in titles] == [*titles]


DUTCH = (
    "De veerboot vertrekt om zeven uur 's ochtends, en wie te laat is moet tot de avond wachten.",
    "Niemand weet nog waarom de bel aan boord twee keer luidt voordat hij van de kade vertrekt.",
    "Op zondag speelt de kapitein accordeon, wat je aan beide kanten van de baai kunt horen.",
)


def test_a_dutch_title_is_no_byline() -> None:
    told = split("The Old Harbour", *ENGLISH, "Nederlandse versie:", "De Oude Haven", *DUTCH)
    assert spoken(told)["nl"] == ("De Oude Haven", [*DUTCH])


def test_a_romanian_byline_is_one() -> None:
    romanian = "Feribotul pleacă la șapte dimineața, iar cine întârzie trebuie să aștepte până seara."
    assert dropped(split("Portul vechi", "De Ion Popescu", romanian)) == {"De Ion Popescu": "byline"}


def test_two_sentences_are_no_title() -> None:
    first = "How small that boat was! I had never seen one like it, had you?"
    told = spoken(split("Die Fähre – The ferry", *GERMAN, first, *ENGLISH))
    assert told == {"de": ("Die Fähre", [*GERMAN]), "en": ("The ferry", [first, *ENGLISH])}


def test_the_kind_of_a_text_above_its_title_is_not_the_title() -> None:
    told = split(
        "Press release no. 14/2024",
        "The ferry",
        *ENGLISH,
        "German version:",
        "Pressemitteilung Nr. 14/2024",
        "Die Fähre",
        *GERMAN,
    )
    assert spoken(told) == BILINGUAL
    assert dropped(told)["Press release no. 14/2024"] == "kicker"


def test_a_title_that_is_a_kind_of_text_stays() -> None:
    assert spoken(split("Press release", *ENGLISH))["en"][0] == "Press release"
    assert spoken(split("Newsletters and their readers", "What they want", *ENGLISH))["en"][0].startswith(
        "News"
    )


@pytest.mark.parametrize(
    "line",
    ["EN | DE", "en / de", "EN·DE", "DE EN", "(EN/DE)", "Languages: EN, DE", "ENG / GER", "EN | DE | FR"],
)
def test_the_codes_of_languages_lead_to_them(line: str) -> None:
    told = split("The ferry", line, *ENGLISH, "Die Fähre", line, *GERMAN)
    assert spoken(told) == BILINGUAL
    assert dropped(told) == {line: "navigation"}


@pytest.mark.parametrize("line", ["IT / HR", "no, so", "DE LA", "IT IS", "es no"])
def test_what_could_be_codes_of_languages_that_the_post_has_not_is_text(line: str) -> None:
    assert line in spoken(split("The ferry", ENGLISH[0], line, *ENGLISH[1:]))["en"][1]


def test_labels_of_three_letters_mark_paragraphs() -> None:
    pairs = zip(ENGLISH, GERMAN, strict=True)
    told = split(
        "The ferry / Die Fähre", *(text for one, two in pairs for text in (f"ENG: {one}", f"GER: {two}"))
    )
    assert spoken(told) == BILINGUAL


PAIRS = list(zip(GERMAN, ENGLISH, strict=True))


@pytest.mark.parametrize("between", [" ", " / ", " | ", " – ", "\n"])
def test_paragraphs_that_hold_both_languages_are_taken_apart(between: str) -> None:
    told = split("Die Fähre / The ferry", *(f"{one}{between}{two}" for one, two in PAIRS))
    assert spoken(told) == {key: BILINGUAL[key] for key in ("de", "en")}


def test_a_paragraph_that_ends_in_a_foreign_sentence_is_not_taken_apart() -> None:
    mixed = f"{GERMAN[0]} {ENGLISH[0]}"
    told = spoken(split("Die Fähre", GERMAN[0], mixed, *GERMAN[1:], *GERMAN))
    assert told == {"de": ("Die Fähre", [GERMAN[0], mixed, *GERMAN[1:], *GERMAN])}


def test_quotations_that_translate_every_paragraph_are_an_edition() -> None:
    told = split("Die Fähre / The ferry", *(text for one, two in PAIRS for text in (one, f"> {two}")))
    assert spoken(told) == {key: BILINGUAL[key] for key in ("de", "en")}


def test_quotations_that_are_commented_on_are_none() -> None:
    comment = f"{GERMAN[1]} {GERMAN[2]} {GERMAN[0]}"
    told = split("Die Fähre", *(text for _, two in PAIRS for text in (comment, f"> {two}")))
    assert list(spoken(told)) == ["de"]


def test_a_translation_in_brackets_is_no_title() -> None:
    told = spoken(split("Die Fähre", *(text for one, two in PAIRS for text in (one, f"({two})"))))
    assert told["en"][1] == [f"({text})" for text in ENGLISH]


def test_lists_in_turns_without_prose_are_split() -> None:
    told = spoken(split("Die Fähre / The ferry", "\n".join(f"- {text}" for pair in PAIRS for text in pair)))
    assert told == {key: BILINGUAL[key] for key in ("de", "en")}


@pytest.mark.parametrize(
    "line",
    [
        "Również dostępny w językach: English",
        "Dostupné také v English Deutsch",
        "他の言語で読む： Deutsch",
        "Şu dillerde de var: English, Deutsch",
    ],
)
@pytest.mark.parametrize("texts", [ENGLISH, (*ENGLISH, "Die Fähre", *GERMAN)])
def test_what_offers_a_post_in_other_languages_is_not_its_title(line: str, texts: tuple[str, ...]) -> None:
    told = split(line, "The ferry", *texts)
    assert spoken(told)["en"] == ("The ferry", [*ENGLISH])
    assert list(dropped(told)) == [line]


@pytest.mark.parametrize(
    "title", ["A dictionary English–German", "English and German", "My languages: English by heart"]
)
def test_a_title_about_languages_stays(title: str) -> None:
    assert spoken(split(title, *ENGLISH))["en"][0] == title


def test_headings_in_several_languages_are_in_the_order_of_the_title() -> None:
    pairs = [text for pair in zip(GERMAN, ENGLISH, strict=True) for text in pair]
    told = spoken(
        split("Die Fähre / The ferry", *pairs[:2], "Wasser / Water", *pairs[2:4], "Sand / Sand", *pairs[4:])
    )
    assert [text for text in told["de"][1] if text not in GERMAN] == ["Wasser", "Sand"]
    assert [text for text in told["en"][1] if text not in ENGLISH] == ["Water", "Sand"]


def test_the_code_of_a_language_is_no_translator() -> None:
    told = split("The ferry", *ENGLISH, "Deutsche Fassung (DE)", "Die Fähre", *GERMAN)
    assert spoken(told) == BILINGUAL
    assert [edition.translator for edition in told.editions] == [None, None]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("th", ("เรือข้ามฟากออกทุกเช้าเวลาเจ็ดโมง ใครมาสายต้องรอ", "ไม่มีใครจำได้ว่าทำไมระฆังดังสองครั้ง")),
        ("ta", ("படகு தினமும் காலை ஏழு மணிக்கு புறப்படுகிறது.", "மணி ஏன் இரண்டு முறை அடிக்கிறது என்று நினைவில்லை.")),
        ("hy", ("Լաստանավը մեկնում է ամեն առավոտ ժամը յոթին։", "Ոչ ոք չի հիշում, թե ինչու է զանգը հնչում։")),
        ("km", ("សាឡាងចេញដំណើររៀងរាល់ព្រឹកនៅម៉ោងប្រាំពីរ។", "គ្មាននរណាចាំថាហេតុអ្វីបានជាកណ្តឹងរោទ៍ពីរដងទេ។")),
    ],
)
def test_two_sentences_are_an_edition_in_any_script(language: str, sentences: tuple[str, ...]) -> None:
    told = split(*sentences, *ENGLISH)
    assert [edition.language for edition in told.editions] == [language, "en"]


def test_short_paragraphs_that_hold_both_languages_are_taken_apart() -> None:
    german = (
        "Das Wasser ist kalt, aber niemand beschwert sich.",
        "Am Abend fahren wir nach Hause.",
        GERMAN[0],
    )
    english = ("The water is cold, but nobody complains.", "In the evening we drive home.", ENGLISH[0])
    told = split(*(f"{one} / {two}" for one, two in zip(german, english, strict=True)))
    assert {language: len(texts) for language, (_, texts) in spoken(told).items()} == {"de": 2, "en": 2}


@pytest.mark.parametrize("tag", ["grc", "tlh", "xx"])
def test_a_tag_that_nobody_knows_is_a_mark_all_the_same(tag: str) -> None:
    told = split("The ferry", *ENGLISH, "(German below)", f"::: {tag}\n\n{GERMAN[0]}\n\n:::", "Ende")
    assert tag in spoken(told)


@pytest.mark.parametrize(
    "credit",
    [
        " (übersetzt von Eva Ott)",
        " (Übersetzung: Eva Ott)",
        " (Deutsch von Eva Ott)",
        " (translated from the English by Eva Ott)",
        " – übersetzt von Eva Ott",
        ", translated by Eva Ott",
    ],
)
@pytest.mark.parametrize("sign", ["", "# "])
def test_who_translated_is_no_part_of_the_title(credit: str, sign: str) -> None:
    told = split(f"{sign}The ferry", *ENGLISH, f"{sign}Die Fähre{credit}", *GERMAN)
    assert spoken(told) == BILINGUAL
    assert [edition.translator for edition in told.editions] == [None, "Eva Ott"]


def test_a_title_with_a_comma_stays() -> None:
    for title in ("Die Fähre, von Eva gesehen", "Die Fähre – eine Übersetzung", "Die Fähre, eine Erzählung"):
        assert spoken(split("The ferry", *ENGLISH, title, *GERMAN))["de"][0] == title
