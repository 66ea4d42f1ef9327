"""editions, among close relatives and in few words: which language it is, and that none is invented."""

from __future__ import annotations

from itertools import combinations

import pytest
from ferry import ENGLISH, GERMAN, parse, split, spoken

from audioedition import editions
from audioedition.editions import detection

STORM = {
    "en": "The ferry does not run on Friday because of the storm.",
    "de": "Die Fähre fährt am Freitag wegen des Sturms nicht.",
    "fr": "Le bac ne circule pas vendredi à cause de la tempête.",
    "es": "El transbordador no sale el viernes a causa de la tormenta.",
    "it": "Il traghetto non parte venerdì a causa della tempesta.",
    "nl": "De veerboot vaart vrijdag niet vanwege de storm.",
    "pl": "Prom nie kursuje w piątek z powodu sztormu.",
    "fi": "Lautta ei kulje perjantaina myrskyn vuoksi.",
    "ru": "В пятницу паром не ходит из-за шторма.",
    "el": "Το φέρι δεν κάνει δρομολόγια την Παρασκευή λόγω καταιγίδας.",
    "tr": "Feribot cuma günü fırtına nedeniyle çalışmıyor.",
    "zh": "由于暴风雨，渡轮星期五停航。",
    "ja": "嵐のため、フェリーは金曜日に欠航します。",
    "ko": "폭풍 때문에 금요일에는 배가 다니지 않습니다.",
}

RELATIVES = {
    "da": (
        "Færgen sejler klokken syv om morgenen, og den, der kommer for sent, må vente til om aftenen.",
        "Ingen ved længere, hvorfor klokken ringer to gange, før båden forlader broen.",
    ),
    "no": (
        "Ferga går klokka sju om morgenen, og den som kommer for sent, må vente til om kvelden.",
        "Ingen vet lenger hvorfor klokka ringer to ganger før båten forlater brygga.",
    ),
    "sv": (
        "Färjan går klockan sju på morgonen, och den som kommer för sent får vänta till kvällen.",
        "Ingen vet längre varför klockan ringer två gånger innan båten lämnar bryggan.",
    ),
    "cs": (
        "Přívoz vyjíždí v sedm hodin ráno, a kdo přijde pozdě, musí čekat až do večera.",
        "Nikdo už neví, proč zvon zvoní dvakrát, než loď opustí molo.",
    ),
    "sk": (
        "Prievoz odchádza o siedmej hodine ráno, a kto príde neskoro, musí čakať až do večera.",
        "Nikto už nevie, prečo zvon zvoní dvakrát, kým loď opustí mólo.",
    ),
    "es": (
        "El transbordador sale a las siete de la mañana, y quien llega tarde tiene que esperar hasta la noche.",
        "Nadie recuerda por qué la campana suena dos veces antes de que el barco deje el muelle.",
    ),
    "pt": (
        "A balsa sai às sete da manhã, e quem chega tarde tem de esperar até à noite.",
        "Ninguém se lembra por que o sino toca duas vezes antes de o barco deixar o cais.",
    ),
    "gl": (
        "O transbordador sae ás sete da mañá, e quen chega tarde ten que agardar ata a noite.",
        "Ninguén lembra por que a campá soa dúas veces antes de que o barco deixe o peirao.",
    ),
    "ca": (
        "El transbordador surt a les set del matí, i qui arriba tard ha d'esperar fins al vespre.",
        "Ningú no recorda per què la campana sona dues vegades abans que el vaixell deixi el moll.",
    ),
    "ru": (
        "Паром отходит в семь часов утра, и тот, кто опоздает, должен ждать до вечера.",
        "Никто уже не помнит, почему колокол звонит дважды, прежде чем судно отойдёт от причала.",
    ),
    "uk": (
        "Пором відходить о сьомій годині ранку, і той, хто запізниться, мусить чекати до вечора.",
        "Ніхто вже не пам'ятає, чому дзвін дзвонить двічі, перш ніж судно відійде від причалу.",
    ),
    "be": (
        "Паром адыходзіць у сем гадзін раніцы, і той, хто спозніцца, мусіць чакаць да вечара.",
        "Ніхто ўжо не памятае, чаму звон звоніць двойчы, перш чым судна адыдзе ад прычала.",
    ),
    "bg": (
        "Фериботът тръгва в седем часа сутринта, а който закъснее, трябва да чака до вечерта.",
        "Никой вече не помни защо камбаната бие два пъти, преди корабът да напусне кея.",
    ),
}

PAIRS = [
    pair
    for group in (("da", "no", "sv"), ("cs", "sk"), ("es", "pt", "gl", "ca"), ("ru", "uk", "be", "bg"))
    for pair in combinations(group, 2)
]


def texts(*paragraphs: str) -> dict[str, list[str]]:
    """What is spoken in each language, also as its title."""
    return {
        edition.language: [
            *([] if edition.untitled else [edition.title]),
            *(block.text for block in edition.blocks),
        ]
        for edition in split(*paragraphs).editions
    }


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_close_relatives(pair: tuple[str, str]) -> None:
    one, two = pair
    found = texts(*RELATIVES[one], *RELATIVES[two])
    assert found == {one: [*RELATIVES[one]], two: [*RELATIVES[two]]}


@pytest.mark.parametrize("language", RELATIVES)
def test_one_of_them_alone(language: str) -> None:
    assert list(spoken(split(*RELATIVES[language]))) == [language]


@pytest.mark.parametrize(
    "languages",
    ["en de", "de nl", "en de fr es", "pl ru tr", "ja en zh", "ko zh", "en fr de it nl es", "fi el pl"],
)
def test_one_sentence_in_each_of_several_languages(languages: str) -> None:
    several = languages.split()
    found = texts(*(STORM[language] for language in several))
    assert found == {language: [STORM[language]] for language in several}


def test_a_foreign_sentence_in_a_short_text_makes_no_edition() -> None:
    lines = ("The ferry", STORM["en"], "Nobody told the captain.", "„Gute Reise!“", "We shall walk.")
    assert list(spoken(split(*lines))) == ["en"]


def test_chinese_is_told_from_japanese_without_kana() -> None:
    assert detection.scores("图书馆闭馆")["ja"] < detection.scores("図書館閉館")["ja"]


GALICIAN = (
    "O barco sae ás sete da mañá, e quen chegue tarde ten que agardar ata a noite.",
    "Ninguén lembra por que a campá toca dúas veces antes de zarpar.",
    "Os domingos o capitán toca o acordeón.",
    "Onte vímolos marchar pola ribeira coas redes ao lombo.",
)
SPANISH = (
    "El barco sale a las siete de la mañana, y quien llega tarde tiene que esperar hasta la noche.",
    "Nadie recuerda por qué la campana suena dos veces antes de zarpar.",
    "Los domingos el capitán toca el acordeón.",
)
PORTUGUESE = (
    "O barco parte às sete da manhã, e quem chega tarde tem de esperar até à noite.",
    "Ninguém se lembra por que o sino toca duas vezes antes de partir.",
    "Aos domingos o capitão toca acordeão.",
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("gl", text) for text in GALICIAN),
        *(("es", text) for text in SPANISH),
        *(("pt", text) for text in PORTUGUESE),
    ],
)
def test_galician_is_told_from_spanish_and_portuguese(language: str, text: str) -> None:
    found = detection.scores(text)
    assert max(("gl", "es", "pt"), key=found.__getitem__) == language


ICELANDIC = (
    "Ferjan fer klukkan sjö á morgnana, og sá sem kemur of seint þarf að bíða fram á kvöld.",
    "Enginn man lengur hvers vegna bjallan um borð hringir tvisvar áður en skipið leggur frá bryggju.",
    "Á sunnudögum leikur skipstjórinn á harmonikku, og það heyrist báðum megin við flóann.",
)


def test_a_marker_names_the_language_that_nobody_can_detect() -> None:
    result = split("The ferry", "Íslenska útgáfan er neðar", *ENGLISH, "Ferjan", *ICELANDIC)
    assert spoken(result) == {"en": ("The ferry", [*ENGLISH]), "is": ("Ferjan", [*ICELANDIC])}


@pytest.mark.parametrize("marker", ["Icelandic version", "Irish translation below"])
def test_it_takes_no_text_that_is_surely_in_another(marker: str) -> None:
    result = split("The ferry", *ENGLISH, marker, "Die Fähre", *GERMAN)
    assert {language: texts for language, (_, texts) in spoken(result).items()} == {
        "en": [*ENGLISH],
        "de": [*GERMAN],
    }


BASQUE = (
    "Ferrya goizeko zazpietan ateratzen da, eta berandu iristen denak gaua arte itxaron behar du.",
    "Inork ez daki zergatik jotzen duen kanpaiak bi aldiz itsasoratu baino lehen.",
    "Igandeetan kapitainak akordeoia jotzen du, eta badiaren bi aldeetan entzuten da.",
)


def test_what_a_post_says_of_its_language_decides_for_one_that_nobody_can_detect() -> None:
    post = parse("---\nlang: eu\n---\n# Ferrya", *BASQUE, "# The ferry", *ENGLISH, source="post.md")
    assert spoken(editions.split(post)) == {"eu": ("Ferrya", [*BASQUE]), "en": ("The ferry", [*ENGLISH])}


def test_what_a_post_says_of_its_language_makes_no_edition_of_a_text_that_is_surely_in_another() -> None:
    post = parse("---\nlang: eu\n---\n# The ferry", *ENGLISH, source="post.md")
    assert spoken(editions.split(post)) == {"en": ("The ferry", [*ENGLISH])}
