"""What blog systems print in many languages: the lists are in order, and the lines are known together with what stands around them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from audioedition.editions import furniture, links, words
from audioedition.model import Block, Kind


@pytest.mark.parametrize("name", ["comments", "furniture"])
def test_lists_are_folded_and_sorted(name: str) -> None:
    text = files("audioedition.editions").joinpath("wordings", f"{name}.txt").read_text(encoding="utf-8")
    tables = text.split("\n[")[1:]
    assert len({table.partition("]")[0] for table in tables}) == len(tables), "two tables have one name"
    for table in tables:
        path, _, body = table.partition("]\n")
        lines = [line for line in body.split("\n") if line and not line.startswith("#")]
        assert [words.fold(line) for line in lines] == lines, f"[{path}] has lines that are not folded"
        assert sorted(set(lines)) == lines, f"[{path}] is not sorted, or says something twice"


def test_words_of_links_are_folded() -> None:
    for rows in words.rows("links").values():
        for row in rows:
            role, _, known = row.partition(": ")
            assert role
            assert [words.fold(word) for word in known.split(", ")] == known.split(", "), row


def test_of_several_beginnings_the_longest_comes_first() -> None:
    found = list(words.beginnings("posted on 3 may 2024", "lines", "posted"))
    assert found == ["posted on", "posted"]


PROSE = (
    "The council of our village voted last week to close the ferry, after a hundred years, and nobody said a word.",
    "In the evening I stood on the landing with the last three passengers, and the water was as grey as the sky above it.",
    "Whoever wants to cross now drives forty minutes to the bridge, or stays at home, as most of us will from now on.",
)


def left_out(*lines: str, kinds: dict[str, Kind] | None = None) -> list[str]:
    """The lines that are left out of a post of these lines."""
    blocks = [Block((kinds or {}).get(line, Kind.PARAGRAPH), line) for line in lines]
    return [blocks[place].text for place in furniture.reasons(blocks, frozenset())]


class TestLinks:
    @pytest.mark.parametrize(
        "line",
        [
            *(
                "Edit this article",
                "Older stories",
                "Back to the overview",
                "Show all comments",
                "Go to the home page",
            ),
            *(
                "Diesen Beitrag bearbeiten",
                "Zurück zur Übersicht",
                "Alle Kommentare anzeigen",
                "Neuere Artikel",
            ),
            *(
                "Modifier cet article",
                "Retour à la liste",
                "Articles plus anciens",
                "Afficher tous les commentaires",
            ),
            *(
                "Editar esta entrada",
                "Volver al principio",
                "Leggi tutto",
                "Torna all'elenco",
                "Voltar à lista",
            ),
            *("Bewerk dit artikel", "Terug naar het overzicht", "Edytuj ten wpis", "Powrót do listy"),
            *(
                "Upravit tento článek",
                "Zpět na seznam",
                "Zobraziť všetky články",
                "Előző cikk",
                "Articolul următor",
            ),
            *(
                "Предыдущая статья",
                "Вернуться к списку",
                "Наступна стаття",
                "Следваща статия",
                "Следећи чланак",
            ),
            *("Sljedeći članak", "Naslednji članek", "Επόμενο άρθρο", "Önceki makale", "Nästa artikel"),
            *(
                "Forrige artikel",
                "Neste artikkel",
                "Edellinen artikkeli",
                "Järgmine artikkel",
                "Nākamais raksts",
            ),
            *("Kitas straipsnis", "Article següent", "Artigo seguinte", "Hurrengo artikulua", "המאמר הבא"),
            *(
                "المقالة التالية",
                "مقاله بعدی",
                "अगला लेख",
                "Artikel berikutnya",
                "Bài viết tiếp theo",
                "บทความถัดไป",
            ),
            *("次のエントリー", "下一篇日志", "較舊的文章", "다음 기사"),
        ],
    )
    def test_links_are_known_by_their_words(self, line: str) -> None:
        assert links.link(words.fold(line))

    @pytest.mark.parametrize(
        "line",
        [
            *(
                "The next morning",
                "Back to school",
                "Read the river",
                "All the best",
                "My last ferry",
                "More light!",
            ),
            *(
                "Nächste Woche",
                "Alles Gute",
                "Zurück zur Natur",
                "Retour en Bretagne",
                "El próximo verano",
                "Tutti a casa",
            ),
            *("Следующее утро", "明日の朝", "最后的渡船"),
        ],
    )
    def test_other_lines_with_some_of_these_words_are_none(self, line: str) -> None:
        assert links.link(words.fold(line)) is None

    def test_words_of_two_languages_make_no_link(self) -> None:
        assert links.link("nächste article") is None

    def test_teasers_are_told_apart(self) -> None:
        assert links.link("artigos semelhantes") == "related"
        assert links.link("condividi su mastodon") == "sharing"

    @pytest.mark.parametrize(
        "line",
        [
            *(
                "4 min read",
                "Reading time: 4 minutes",
                "Lesezeit: 4 Min.",
                "4 minutes de lecture",
                "4 minutos de lectura",
            ),
            *("Tempo di lettura: 4 minuti", "Leestijd: 4 minuten", "Czas czytania: 4 minuty", "4 хв читання"),
            *(
                "Okuma süresi: 4 dakika",
                "4分で読めます",
                "阅读时间 4 分钟",
                "읽는 시간 4분",
                "وقت القراءة: 4 دقائق",
            ),
        ],
    )
    def test_the_time_that_reading_takes(self, line: str) -> None:
        assert links.is_reading_time(words.fold(line))

    @pytest.mark.parametrize(
        "line", ["4 minutes", "In 4 minutes she was there", "Read 4 books", "minutes of reading"]
    )
    def test_other_lines_with_minutes_are_no_time_to_read(self, line: str) -> None:
        assert not links.is_reading_time(words.fold(line))

    def test_links_to_the_neighbours_with_their_titles(self) -> None:
        lines = ("Previous article The miller's last winter", "Next article How we count herons")
        assert left_out("The ferry", *PROSE, *lines) == list(lines)

    def test_a_trail_and_the_parts_of_a_text(self) -> None:
        lines = ("Startseite » Tagebuch » Die Fähre", "The ferry", "Part 1 | Part 2 | Part 3", *PROSE)
        assert left_out(*lines) == [lines[0], lines[2]]

    def test_a_title_in_two_languages_is_no_trail(self) -> None:
        assert left_out("Home / Zuhause", *PROSE) == []


class TestBylines:
    @pytest.mark.parametrize(
        "line",
        [
            *(
                "Last updated: 5 March 2024",
                "Zuletzt geändert am 5. März 2024",
                "Dernière mise à jour le 5 mars 2024",
            ),
            *(
                "Última actualización: 5 de marzo de 2024",
                "Ultima modifica: 5 marzo 2024",
                "Ostatnia aktualizacja: 5 marca 2024",
            ),
            *(
                "Последнее обновление: 5 марта 2024 г.",
                "Senast ändrad 5 mars 2024",
                "Poslední úprava: 5. března 2024",
            ),
            *(
                "最終更新日: 2024年3月5日",
                "最后更新于 2024年3月5日",
                "2024年3月5日に更新",
                "최종 수정일: 2024년 3월 5일",
            ),
            *(
                "آخر تحديث: 5 مارس 2024",
                "Cập nhật lần cuối: 5 tháng 3, 2024",
                "Viimati muudetud 5. märts 2024",
            ),
        ],
    )
    def test_when_a_post_was_changed(self, line: str) -> None:
        assert left_out("The ferry", *PROSE, line) == [line]

    @pytest.mark.parametrize(
        "line",
        [
            "Updated figures for 2024 and 2025",
            "Created in 1924, the ferry line was our pride",
            "Modified barges from 12 Dutch harbours, 2024",
        ],
    )
    def test_what_goes_on_behind_such_words_is_text(self, line: str) -> None:
        assert left_out("The ferry", *PROSE, line, *PROSE) == []

    @pytest.mark.parametrize(
        "row", ["5 March 2024 · 7 min read", "March 5, 2024 | 980 words | Ann Lee", "5 mars 2024 • 7 min"]
    )
    def test_a_row_below_the_title(self, row: str) -> None:
        assert left_out("The ferry", row, *PROSE) == [row]


class TestComments:
    SECTIONS = (
        (
            "3 Reaktionen",
            "Älteste Neueste",
            "marla",
            "vor 2 Tagen",
            "Danke!",
            "1 Antwort",
            "Schreibe eine Antwort",
        ),
        (
            "Pseudonyme",
            "Commentez ici...",
            "2 Commentaires",
            "iv",
            "4 il y a quelques minutes",
            "Merci !",
            "Répondre",
        ),
        ("Twój komentarz...", "2 komentarze", "ola", "3 dni temu", "Dziękuję!", "Odpowiedz", "Wyślij"),
        (
            "Komentar",
            "budi — 5 Maret 2024, 14.07",
            "Terima kasih!",
            "sari — 6 Maret 2024, 09.15",
            "Bagus sekali.",
            "Nama:",
        ),
        ("이름", "댓글을 입력하세요...", "댓글 2개", "민수", "5시간 전", "고맙습니다!", "답글"),
        ("Iruzkina", "ane, duela 3 egun", "Eskerrik asko!", "Erantzun", "Utzi erantzuna"),
        ("3 reakció", "2 hozzászólás", "zsófi", "3 napja", "Köszönöm!", "Válasz", "Név", "Honlap"),
        ("2 kommentaari", "mart", "3 päeva eest", "Aitäh!", "Vasta", "Sinu nimi", "E-posti aadress"),
    )

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section[0])
    def test_sections_are_left_out_from_their_first_line(self, section: tuple[str, ...]) -> None:
        assert left_out("The ferry", *PROSE, *section) == list(section)

    def test_labels_of_a_form_alone_are_text(self) -> None:
        lines = ("What to write on the card", PROSE[0], "Name", PROSE[1], "Website", PROSE[2])
        assert left_out(*lines) == []

    def test_few_words_for_long_ago_do_not_make_comments(self) -> None:
        tale = (
            "2 thoughts",
            "A few years ago we had a ferry.",
            PROSE[0],
            "Some weeks ago it went.",
            PROSE[1],
            "Reply came none.",
        )
        assert left_out("The ferry", PROSE[2], *tale) == []


class TestBoxes:
    @pytest.mark.parametrize(
        "box",
        [
            (
                "Newsletter abonnieren",
                "Jeden Freitag unsere Geschichten im Postfach.",
                "E-Mail-Adresse",
                "Anmelden",
            ),
            ("Recevez nos histoires dans votre boîte mail", "Adresse e-mail", "Je m’abonne"),
            ("¿Te ha gustado? ¡Invítame a un café!",),
            ("Support our work on Patreon",),
            ("À lire aussi",),
            ("#harbour #winter #ferries",),
        ],
        ids=lambda box: box[0],
    )
    def test_boxes_between_the_texts(self, box: tuple[str, ...]) -> None:
        assert left_out("The ferry", *PROSE, *box, *PROSE) == list(box)

    @pytest.mark.parametrize(
        "line",
        [
            *(
                "This website uses cookies to improve your visit.",
                "Diese Seite nutzt Cookies, um besser zu werden.",
            ),
            *("Ce site utilise des cookies pour votre confort.", "Ta strona używa plików cookie."),
            *(
                "Сайт использует файлы cookie.",
                "このサイトはクッキーを使用しています。",
                "Powered by Hugo | Theme: Stack",
            ),
            *("Erstellt mit Eleventy", "Сделано на Hugo", "980 words", "Views: 1204"),
        ],
    )
    def test_notices_and_credits_below_the_text(self, line: str) -> None:
        assert left_out("The ferry", *PROSE, line, "Accept all") == [line, "Accept all"]

    def test_a_share_button_that_stands_again_and_again(self) -> None:
        assert left_out("The ferry", PROSE[0], "Share", PROSE[1], "Share", PROSE[2], "Share") == ["Share"] * 3

    @pytest.mark.parametrize(
        "line", ["3 comments", "No comments", "Kommentar hinterlassen", "Deja un comentario"]
    )
    def test_the_link_to_the_comments_below_the_title(self, line: str) -> None:
        assert left_out("The ferry", line, *PROSE) == [line]
        assert left_out("Die Fähre", PROSE[0], "The ferry", line, *PROSE) == []

    def test_titles_of_other_posts_up_to_other_furniture(self) -> None:
        box = ("Ähnliche Beiträge", "Die letzte Mühle", "Schlagwörter: Winter, Reise")
        assert left_out("Die Fähre", *PROSE, *box, "The ferry", *PROSE) == list(box)
        assert left_out("Die Fähre", *PROSE, "Ähnliche Beiträge", "The ferry", "Share", *PROSE)[:1] == [
            box[0]
        ]
        assert "The ferry" not in left_out("Die Fähre", *PROSE, "Ähnliche Beiträge", "The ferry", *PROSE)

    def test_two_links_above_all_text(self) -> None:
        assert left_out("Toggle menu", "On this page", "The ferry", *PROSE) == ["Toggle menu", "On this page"]


class TestTextWithSuchWords:
    def test_a_list_that_the_author_announces(self) -> None:
        items = ("Share", "Like", "Subscribe")
        announced = "Three words follow us through the net, below every picture that anybody ever took:"
        assert left_out("Three words", PROSE[0], announced, *items) == []
        assert left_out("Three words", "They are:", *items, kinds=dict.fromkeys(items, Kind.ITEM)) == []

    def test_a_label_with_buttons_is_no_such_announcement(self) -> None:
        assert left_out("The ferry", *PROSE, "Share this post:", "Facebook", "Mastodon") == [
            "Share this post:",
            "Facebook",
            "Mastodon",
        ]

    @pytest.mark.parametrize(
        "heading", ["Overview", "Comments", "Related", "Contents", "Next chapter", "Inhalt", "概要"]
    )
    def test_a_heading_above_text_is_the_authors(self, heading: str) -> None:
        lines = ("The ferry", PROSE[0], "Permalink", heading, *PROSE[1:])
        assert heading not in left_out(*lines, kinds={heading: Kind.HEADING}) or heading == "Related"

    @pytest.mark.parametrize("line", ["Got it.", "Read on!", "Einverstanden.", "Alles klar.", "知道了。"])
    def test_a_last_sentence_is_text(self, line: str) -> None:
        assert left_out("The ferry", *PROSE, line) == []

    @pytest.mark.parametrize(
        "line",
        [
            "The comments on my last post were kinder than I had feared, and I answered every one of them by hand.",
            "We use cookies in this family to make peace: whoever bakes them has been forgiven by the evening.",
            "This website uses no tracker, no font from abroad and no picture that is larger than a stamp.",
            "Klicken, um zu fliehen, das war der ganze Plan, und er ging auf.",
            "クリックして何かを買うという習慣を、私は去年の冬にすっかりやめてしまいました。",
            "Follow us, said the sign, and so we went behind the two lanterns through the fog to the old mill.",
            "30 minutes",
            "Reply all",
            "Every morning there are a hundred letters in my inbox.",
        ],
    )
    def test_prose_about_such_things_is_text(self, line: str) -> None:
        assert left_out("The ferry", PROSE[0], line, *PROSE[1:]) == []


class TestBoxesByTheirLines:
    @pytest.mark.parametrize(
        "box",
        [
            ("Keep in touch", "Join 300 readers of this log.", "Your e-mail…", "Subscribe"),
            ("Discover more from Ferry Log", "Get it by email.", "Type your email…", "Subscribe"),
            ("Neues vom Fluss", "Verpasse keinen Brief.", "Deine E-Mail-Adresse", "Jetzt abonnieren"),
            ("Découvrez la suite", "Recevez tout par e-mail.", "Votre adresse e-mail…", "S'abonner"),
            ("Piszę co tydzień", "Nie przegap wpisu.", "Twój e-mail…", "Zapisz się"),
            ("もっと読む", "新しい記事をメールで受け取れます。", "メールアドレス…", "購読"),
        ],
        ids=lambda box: box[2],
    )
    def test_what_stands_around_the_field_for_an_address(self, box: tuple[str, ...]) -> None:
        assert left_out("The ferry", *PROSE, *box, *PROSE) == list(box)

    def test_a_text_above_the_field_that_promises_nothing_is_text(self) -> None:
        last = "And so we went home."
        assert left_out("The ferry", *PROSE, last, "Your e-mail…", "Subscribe") == [
            "Your e-mail…",
            "Subscribe",
        ]

    def test_an_address_in_a_text_is_no_field(self) -> None:
        assert left_out("How I write", PROSE[0], "The first e-mail", *PROSE[1:]) == []

    def test_a_list_of_networks_in_whatever_words(self) -> None:
        box = ("Kaxtzi batean:", "LinkedIn", "WhatsApp", "Telegram")
        items = dict.fromkeys(box[1:], Kind.ITEM)
        assert left_out("The ferry", *PROSE, *box, kinds=items) == list(box)
        assert left_out("The ferry", PROSE[0], *box, *PROSE[1:], kinds=items) == []

    def test_an_item_of_a_list_of_text(self) -> None:
        songs = ("Signal", "The Empty Landing", "Rain on Tin")
        assert left_out("Songs", *PROSE, *songs, kinds=dict.fromkeys(songs, Kind.ITEM)) == []

    def test_the_posts_before_and_behind_this_one(self) -> None:
        assert left_out("The ferry", *PROSE, "Previous The mill", "Next The bridge") == [
            "Previous The mill",
            "Next The bridge",
        ]
        assert left_out("The ferry", *PROSE, "Next The bridge") == []

    def test_pages_of_a_post(self) -> None:
        assert left_out("Die Fähre", *PROSE, "Strany: 1 2 3") == ["Strany: 1 2 3"]
        assert left_out("Die Fähre", *PROSE, "Wir zählten: 1 2 und 3") == []

    @pytest.mark.parametrize("line", ["Source", "Search for:", "Zdroj"])
    def test_a_link_above_the_heading_of_a_post(self, line: str) -> None:
        assert left_out(line, "The ferry", *PROSE, kinds={"The ferry": Kind.HEADING}) == [line]
        assert left_out(line, *PROSE) == []

    @pytest.mark.parametrize("line", ["7 min", "7 minuti", "980 words", "7 min lidos"])
    def test_the_measure_of_a_post_below_its_title(self, line: str) -> None:
        assert left_out("The ferry", line, *PROSE) == [line]

    @pytest.mark.parametrize(
        "line",
        [
            "Wszelkie prawa zastrzeżone.",
            "Copyright Notice: All that stands here is under BY-NC-SA, unless it says otherwise.",
            "Urheberrechtshinweis: Was hier steht, ist unter BY-NC-SA lizenziert.",
        ],
    )
    def test_rights_below_the_text(self, line: str) -> None:
        assert left_out("The ferry", *PROSE, line) == [line]

    def test_a_sentence_about_a_licence_is_text(self) -> None:
        assert (
            left_out("Rights", "I chose BY-NC-SA, since nobody should sell what I gave away.", *PROSE) == []
        )


class TestCommentsByTheirLines:
    def test_an_embedded_thread_ends_in_a_link_to_the_rest(self) -> None:
        thread = ("Ann", "March 2021", "It was the same with us.", "Bo L.", "April 2021", "Not with us!")
        end = ("Continue Discussion", "2 replies", "Participants")
        assert left_out("The ferry", *PROSE, *thread, *end) == [*thread, *end]
        assert left_out(
            "The ferry", *PROSE, "Ann March 2021", thread[2], "Bo April 2021", thread[5], *end
        ) == [
            "Ann March 2021",
            thread[2],
            "Bo April 2021",
            thread[5],
            *end,
        ]

    def test_as_many_comments_as_the_thread_counts(self) -> None:
        letter = ("Eva", "March 2021", "This was my last letter.")
        thread = ("Bo L.", "April 2021", "Not with us!", "Continue Discussion", "1 reply", "Participants")
        assert left_out("The ferry", *PROSE, *letter, *thread) == list(thread)

    def test_a_form_begins_comments_without_a_heading(self) -> None:
        form = ("Your comment here", "Styling with Markdown is supported", "Send")
        comments = (
            "Ann",
            "12.03.2022 at 18:40",
            "So it was.",
            "Reply",
            "Bo",
            "12.03.2022 at 18:41",
            "No.",
            "Reply",
        )
        assert left_out("The ferry", *PROSE, *form, *comments) == [*form, *comments]
        assert left_out("Forms", *PROSE, *form[:2], *PROSE) == []

    @pytest.mark.parametrize("buttons", ["Like (1) Reply", "Curtir · Responder · 3 a", "Vastaa Piilota"])
    def test_a_row_of_buttons_below_each_comment(self, buttons: str) -> None:
        comments = ("2 comments", "Ann", "So it was.", buttons, "Bo", "No, it was not.", buttons)
        assert left_out("The ferry", *PROSE, *comments) == list(comments)

    def test_the_system_behind_comments_without_buttons(self) -> None:
        comments = ("2 comments", "Ann", "2023-11-02", "So it was.", "Bo", "2023-11-03", "No.")
        assert left_out("The ferry", *PROSE, *comments, "Powered by Waline v3.3.0") == [
            *comments,
            "Powered by Waline v3.3.0",
        ]
