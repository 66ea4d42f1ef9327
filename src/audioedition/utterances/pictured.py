"""Captions and descriptions that say themselves what they belong to: `Photo: Ann Lee`, `Fig. 3`, `Bild der Woche`."""

from __future__ import annotations

import re

_LABEL = re.compile(r"\w+\.?\s+\d")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = frozenset(
    word
    for language in (
        "photo photograph photographs photos picture pictures image images figure fig illustration drawing graphic map chart screenshot",  # en
        "bild bilder bildnachweis foto fotos fotografie grafik abbildung abb illustration zeichnung karte screenshot",  # de
        "photo photos photographie image images figure fig illustration dessin graphique carte",  # fr
        "foto fotografia immagine immagini figura illustrazione disegno grafico mappa",  # it
        "foto fotos fotografía imagen imágenes figura ilustración dibujo gráfico mapa",  # es
        "foto fotos fotografia imagem imagens figura ilustração desenho gráfico mapa",  # pt
        "foto beeld afbeelding afb figuur illustratie tekening grafiek kaart",  # nl
        "zdjęcie zdjęcia fot fotografia ilustracja obraz rysunek rys wykres mapa grafika",  # pl
    )
    for word in language.split()
)
"""All languages' at once: in many a language's papers, captions say `Photo:` or `Foto:`."""


def names_itself(text: str) -> bool:
    """Whether a caption or a description begins with a word for pictures, or with a label and its number."""
    first = _WORD.match(text.lstrip(" \t([*_"))
    return _LABEL.match(text) is not None or (first is not None and first[0].casefold() in _WORDS)
