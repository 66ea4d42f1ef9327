from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioedition.config.tables import CHOICES
from audioedition.model import Block, Edition, Kind, Pauses, Script, Utterance
from audioedition.utterances import script, unspoken
from audioedition.utterances.written import written

PAUSES = Pauses(
    sentence=0.2, paragraph=0.3, heading=0.4, scene_break=0.6, opening=0.5, item=0.25, quotation=0.55
)
PARAGRAPH, QUOTE, ITEM, HEADING = Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM, Kind.HEADING
CODE, TABLE, CAPTION, PICTURE = Kind.CODE, Kind.TABLE, Kind.CAPTION, Kind.PICTURE


def edition(*blocks: Block | tuple[Kind, str], language: str = "en") -> Edition:
    made = (block if isinstance(block, Block) else Block(*block, line=7) for block in blocks)
    return Edition(language, "Rain", tuple(made))


def say(*blocks: Block | tuple[Kind, str], language: str = "en", **how: object) -> tuple[Utterance, ...]:
    wanted = Script(**how)  # type: ignore[arg-type]
    return script(
        edition(*blocks, language=language), opening=(), author=None, pauses=PAUSES, settings=wanted
    )


def heard(*blocks: Block | tuple[Kind, str], language: str = "en", **how: object) -> list[str]:
    return [utterance.spoken for utterance in say(*blocks, language=language, **how)]


def pauses(*blocks: Block | tuple[Kind, str], **how: object) -> list[tuple[str, float]]:
    return [(utterance.text, utterance.pause_after) for utterance in say(*blocks, language="en", **how)]


# Block quotations

QUOTED = ((PARAGRAPH, "She wrote:"), (QUOTE, "It fell. It stopped."), (QUOTE, "It fell."), (PARAGRAPH, "So."))


def test_words_stand_around_a_block_quotation_of_several_paragraphs() -> None:
    assert pauses(*QUOTED) == [
        ("She wrote:", 0.3),
        ("Quote.", 0.2),
        ("It fell.", 0.2),
        ("It stopped.", 0.3),
        ("It fell.", 0.2),
        ("End of quote.", 0.3),
        ("So.", 0.3),
    ]


def test_the_words_of_the_program_belong_to_the_block_and_to_none_of_its_characters() -> None:
    said = say(*QUOTED)
    assert [(each.block, each.span) for each in said[1:3]] == [(1, (0, 0)), (1, (0, 8))]
    assert (said[5].block, said[5].span) == (2, (0, 0))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Zitat.", "Ende des Zitats.")),
        ("de-AT", ("Zitat.", "Ende des Zitats.")),
        ("fr", ("Citation.", "Fin de citation.")),
    ],
)
def test_the_words_are_in_the_language_of_the_edition(language: str, words: tuple[str, str]) -> None:
    said = say((QUOTE, "Vera."), language=language)
    assert [(each.text, each.language) for each in (said[0], said[-1])] == [
        (word, language) for word in words
    ]


def test_a_quotation_in_another_language_is_announced_in_that_of_the_edition() -> None:
    said = say(Block(QUOTE, "Es fiel.", "de"))
    assert [each.language for each in said] == ["en", "de", "en"]


def test_a_language_without_words_has_pauses_instead() -> None:
    said = say((PARAGRAPH, "Pršelo."), (QUOTE, "Padal."), (PARAGRAPH, "Konec."), language="cs")
    assert [(each.text, each.pause_after) for each in said] == [
        ("Pršelo.", 0.55),
        ("Padal.", 0.55),
        ("Konec.", 0.3),
    ]


def test_a_quotation_may_be_heard_by_longer_pauses() -> None:
    assert pauses(*QUOTED, quotations="pause") == [
        ("She wrote:", 0.55),
        ("It fell.", 0.2),
        ("It stopped.", 0.3),
        ("It fell.", 0.55),
        ("So.", 0.3),
    ]


def test_a_second_voice_speaks_what_is_quoted_in_the_language_of_the_edition() -> None:
    said = say(*QUOTED, Block(QUOTE, "Es fiel.", "de"), quotations="voice")
    assert [each.voice for each in said] == ["", "quotation", "quotation", "quotation", "", ""]
    assert said[-1].language == "de"


def test_a_quotation_may_be_a_paragraph_like_any_other() -> None:
    assert [pause for _, pause in pauses(*QUOTED, quotations="plain")] == [0.3, 0.2, 0.3, 0.3, 0.3]


@pytest.mark.parametrize("how", ["cue", "voice"])
def test_who_is_quoted_is_said_behind_the_end_and_by_the_usual_voice(how: str) -> None:
    said = say((QUOTE, "It fell."), (QUOTE, "— Ann Lee"), (QUOTE, "It rose."), quotations=how)
    if how == "voice":
        assert [(each.text, each.voice) for each in said] == [
            ("It fell.", "quotation"),
            ("— Ann Lee", ""),
            ("It rose.", "quotation"),
        ]
    else:
        assert [each.spoken for each in said] == [
            *("Quote.", "It fell.", "End of quote.", "Ann Lee."),
            *("Quote.", "It rose.", "End of quote."),
        ]


def test_a_post_may_say_itself_that_a_line_tells_whose_a_quotation_is() -> None:
    said = heard((QUOTE, "It fell."), Block(QUOTE, "An old timetable", is_credit=True), (QUOTE, "It rose."))
    assert said[:4] == ["Quote.", "It fell.", "End of quote.", "An old timetable."]
    assert said[4:] == ["Quote.", "It rose.", "End of quote."]


def test_a_pause_before_the_name_of_who_is_quoted_does_not_end_the_quotation() -> None:
    assert pauses((QUOTE, "It fell."), (QUOTE, "— Ann Lee"), quotations="pause") == [
        ("It fell.", 0.3),
        ("— Ann Lee", 0.55),
    ]


def test_a_quotation_with_nothing_to_say_is_not_announced() -> None:
    assert heard((QUOTE, "***"), (PARAGRAPH, "It fell.")) == ["It fell."]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("“It fell.", "“It stopped.", "“It fell again.”"),
        ("„Es fiel.", "„Sie sagte ‚nein‘.", "„Es fiel wieder.“"),
        ("« Elle tombait.", "« Elle dit « non ».", "« Elle tombait encore. »"),
        ("»Es fiel.", "»Es hielt.", "»Es fiel wieder.«"),
        ('"It fell.', '"She said "no" to it.', '"It fell again."'),
    ],
)
def test_paragraphs_that_each_begin_with_a_quotation_mark_are_one_quotation(
    first: str, second: str, third: str
) -> None:
    said = heard(
        (PARAGRAPH, "So."), (PARAGRAPH, first), (PARAGRAPH, second), (PARAGRAPH, third), (PARAGRAPH, "So.")
    )
    assert [said[0], said[1], said[-2], said[-1]] == ["So.", "Quote.", "End of quote.", "So."]
    assert said.count("Quote.") == 1


@pytest.mark.parametrize(
    "texts",
    [
        ["“Where to?”", "“Home.”", "“Again?”"],
        ["“I said,", "and so it was."],
        ["He said: “It fell.", "“It stopped.”"],
        ["„Wohin?“", "„Nach Hause.“"],
    ],
)
def test_a_dialogue_is_not_announced(texts: list[str]) -> None:
    assert len(heard(*((PARAGRAPH, text) for text in texts))) == len(texts)


# Lists


def test_between_the_items_of_a_list_there_is_a_pause_and_a_longer_one_behind_it() -> None:
    assert pauses((ITEM, "rain"), (ITEM, "hail"), (PARAGRAPH, "It fell.")) == [
        ("rain", 0.25),
        ("hail", 0.3),
        ("It fell.", 0.3),
    ]


def test_where_a_list_in_a_list_ends_there_is_a_longer_pause() -> None:
    inner = Block(ITEM, "drizzle", level=1)
    assert [pause for _, pause in pauses((ITEM, "rain"), inner, inner, (ITEM, "hail"), (ITEM, "snow"))] == [
        *(0.25, 0.25, 0.3),
        *(0.25, 0.3),
    ]


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", ["Nine: Rain.", "Ten: Hail."]), ("de", ["Neun: Rain.", "Zehn: Hail."])],
)
def test_the_numbers_of_a_list_are_heard(language: str, spoken: list[str]) -> None:
    said = say(Block(ITEM, "Rain", number=9), Block(ITEM, "Hail", number=10), language=language)
    assert [each.spoken for each in said] == spoken
    assert [each.text for each in said] == ["9. Rain", "10. Hail"]
    assert [each.span for each in said] == [(0, 4), (0, 4)]


def test_the_number_is_said_once_however_many_sentences_an_item_has() -> None:
    assert heard(Block(ITEM, "It fell. It stopped", number=1)) == ["One: It fell.", "It stopped."]


def test_the_first_paragraph_of_a_quotation_may_be_an_item_with_a_number() -> None:
    assert heard(Block(QUOTE, "Rain", number=1), quotations="plain") == ["One: Rain."]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("rain", "rain."),
        ("rain;", "rain;"),
        ("rain,", "rain,"),
        ("Is it rain?", "Is it rain?"),
        ("so-called “rain”", "so-called rain."),
    ],
)
def test_what_is_no_sentence_gets_the_melody_of_one(text: str, spoken: str) -> None:
    assert heard((ITEM, text)) == [spoken]
    assert heard((HEADING, text)) == [spoken]
    assert heard((CAPTION, text), (TABLE, "a | b"), tables="skip") == [spoken]


def test_the_stop_is_that_of_the_language() -> None:
    assert heard((HEADING, "雨"), language="ja") == ["雨。"]


def test_the_opening_sounds_finished_whatever_its_template_is() -> None:
    said = script(edition(), opening=["{title}"], author=None)
    assert [(each.text, each.spoken) for each in said] == [("Rain", "Rain.")]


def test_a_paragraph_is_left_as_its_author_ended_it() -> None:
    assert heard((PARAGRAPH, "It fell")) == ["It fell"]


def test_the_chapter_has_no_stop() -> None:
    assert say((PARAGRAPH, "So."), (HEADING, "Hail"))[-1].chapter == "Hail"


# Code and tables


def test_a_hint_tells_of_code_and_tables_once_in_full_and_once_for_several_in_a_row() -> None:
    said = say(
        (CODE, "x = 1"),
        (CODE, "y = 2"),
        (TABLE, "a | b"),
        (PARAGRAPH, "It fell."),
        (CODE, "z = 3"),
        (TABLE, "c | d"),
    )
    assert [each.text for each in said] == [
        "Here the post shows some code; you find it in the show notes.",
        "Here the post shows a table; you find it in the show notes.",
        "It fell.",
        "Here is more code.",
        "Here is another table.",
    ]
    assert [(each.block, each.span) for each in said[:2]] == [(0, (0, 0)), (2, (0, 0))]


def test_code_and_tables_can_be_passed_over() -> None:
    blocks = ((CODE, "x = 1"), (PARAGRAPH, "It fell."), (TABLE, "a | b"))
    assert len(heard(*blocks, code="skip")) == 2
    assert len(heard(*blocks, tables="skip")) == 2
    assert heard(*blocks, code="skip", tables="skip") == ["It fell."]


def test_a_language_without_words_has_no_hint() -> None:
    assert heard((CODE, "x = 1"), (PARAGRAPH, "Padal."), language="cs") == ["Padal."]


# Pictures


def test_a_caption_says_that_it_is_one_unless_it_belongs_to_something_else() -> None:
    assert heard((PARAGRAPH, "It fell."), (CAPTION, "The quay")) == ["It fell.", "Picture: The quay."]
    assert heard((CAPTION, "The fares"), (TABLE, "a | b"), tables="skip") == ["The fares."]
    assert heard((QUOTE, "It fell."), (CAPTION, "Ann Lee"), quotations="plain") == ["It fell.", "Ann Lee."]
    assert heard((CAPTION, "Figure 3: the quay")) == ["Figure three: the quay."]


def test_a_caption_right_behind_a_picture_is_that_of_the_picture() -> None:
    blocks = ((PICTURE, "A man"), (CAPTION, "The quay"), (CODE, "x = 1"))
    assert heard(*blocks, code="skip") == ["Picture: The quay."]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Photo: Ann Lee"),
        ("en", "(Picture by Ann Lee)"),
        ("de", "Bild: Hans Muster"),
        ("de", "FOTO: Hans Muster"),
        ("de", "Abb. aus dem Buch"),
        ("de", "Photo: Hans Muster"),
        ("fr", "Image : Jean Petit"),
        ("pl", "Zdjęcie: Jan Nowak"),
    ],
)
def test_a_caption_that_says_itself_what_it_is_gets_no_word_more(language: str, text: str) -> None:
    assert say((PARAGRAPH, "It fell."), (CAPTION, text), language=language)[1].text == text
    assert say((PARAGRAPH, "It fell."), (PICTURE, text), language=language, alt=True)[1].text == text


def test_a_word_that_only_begins_like_one_for_pictures_is_none() -> None:
    assert heard((PARAGRAPH, "It fell."), (CAPTION, "Photons fly"))[1] == "Picture: Photons fly."


def test_captions_can_be_left_out() -> None:
    assert heard((PARAGRAPH, "It fell."), (CAPTION, "The quay"), captions=False) == ["It fell."]


def test_descriptions_of_pictures_can_be_read() -> None:
    blocks = ((PARAGRAPH, "It fell."), (PICTURE, "A man on a quay"), (CAPTION, "The quay"))
    assert heard(*blocks) == ["It fell.", "Picture: The quay."]
    assert heard(*blocks, alt=True) == ["It fell.", "Picture: A man on a quay.", "The quay."]
    assert say(*blocks, alt=True)[1].text == "Picture: A man on a quay"


def test_what_describes_a_picture_in_another_language_has_no_words_of_this_one() -> None:
    assert heard(Block(CAPTION, "Der Kai", "de"))[0] == "Der Kai."


# What is not read


@pytest.mark.parametrize(
    ("block", "how", "code", "remedy"),
    [
        ((CODE, "x = 1"), Script(), "code", 'code = "skip"'),
        ((CODE, "x = 1"), Script(code="skip"), "code", 'code = "hint"'),
        ((TABLE, "a | b"), Script(), "table", 'tables = "skip"'),
        ((TABLE, "a | b"), Script(tables="skip"), "table", 'tables = "hint"'),
        ((CAPTION, "The quay"), Script(captions=False), "caption", "captions = true"),
        ((PICTURE, "A man"), Script(), "picture", "alt = true"),
        ((PARAGRAPH, "?!"), Script(), "unspeakable", "no word"),
    ],
)
def test_what_is_not_read_names_the_setting_that_would_change_it(
    block: tuple[Kind, str], how: Script, code: str, remedy: str
) -> None:
    found = unspoken(edition(block), settings=how)
    assert [(each.code, each.text, each.line) for each in found] == [(code, block[1], 7)]
    assert remedy in found[0].detail


def test_in_a_language_without_words_no_setting_would_change_it() -> None:
    found = unspoken(edition((CODE, "x = 1"), language="cs"))
    assert [each.detail for each in found] == ["Program code is not read aloud: the show notes have it."]


def test_what_is_read_is_not_listed() -> None:
    blocks = ((PARAGRAPH, "It fell."), (CAPTION, "The quay"), (PICTURE, "A man"), (Kind.BREAK, ""))
    assert unspoken(edition(*blocks), settings=Script(alt=True)) == ()


# All together

ANY_BLOCK = st.builds(
    Block,
    st.sampled_from(Kind),
    st.text(st.sampled_from('ab é.,;:!?“”„"—-1|\n雨{}'), max_size=40),
    st.sampled_from([None, "en", "de", "ja"]),
    st.integers(0, 3),
    number=st.sampled_from([None, 0, 7]),
)
ANY_SETTINGS = st.builds(
    Script,
    foreign=st.sampled_from(CHOICES["foreign"]),
    quotations=st.sampled_from(CHOICES["quotations"]),
    code=st.sampled_from(CHOICES["code"]),
    tables=st.sampled_from(CHOICES["tables"]),
    captions=st.booleans(),
    alt=st.booleans(),
)


@given(st.lists(ANY_BLOCK, max_size=6), ANY_SETTINGS, st.sampled_from(["en", "de", "cs", "ja"]))
@settings(max_examples=300, deadline=None)
def test_whatever_the_blocks_are_all_is_said_in_order_and_knows_its_place(
    blocks: list[Block], wanted: Script, language: str
) -> None:
    whole = Edition(language, "Rain", tuple(blocks))
    said = script(whole, opening=(), author=None, settings=wanted)
    silent = {(each.text, each.code) for each in unspoken(whole, settings=wanted)}
    assert [each.block for each in said] == sorted(each.block for each in said)
    assert {each.voice for each in said} <= ({"", "quotation"} if wanted.quotations == "voice" else {""})
    for each in said:
        start, end = each.span
        assert each.spoken
        assert each.pause_after >= 0
        if start < end:
            assert each.text.endswith(written(blocks[each.block].text[start:end]).text)
    read = {each.block for each in said if each.span != (0, 0)}
    for place, block in enumerate(blocks):
        is_silent = any(text == block.text for text, _ in silent)
        assert block.kind is Kind.BREAK or place in read or is_silent
