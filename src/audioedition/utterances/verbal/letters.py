"""Words in capitals: acronyms that are spelled or read, shouting, and s p a c e d letters."""

from __future__ import annotations

import re
from functools import partial

from audioedition.patterns import later
from audioedition.utterances.verbal.rules import Rule
from audioedition.utterances.verbal.words import Words

_CAPITALS = re.compile(r"[^\W\d_a-zà-öø-ÿ][^\W\d_a-zà-öø-ÿ]")
_CAPITALS_AND = re.compile("&")
_SPACED = re.compile(r"\w \w \w")
_WIDE = re.compile("\u2003")
_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶŁĻŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŸŹŻŽ]"
_VOWELS = frozenset("AEIOUYÄÖÜÀÁÂÃÅÆÈÉÊËÌÍÎÏÒÓÔÕØŒÙÚÛÝ")
_CONSONANT = "[BCDFGHJKLMNPQRSTVWXZÇÑŚŠŻŽČĆŁ]"
# Consonants that words begin and end with in one language or another.
_BEGINNINGS = later(
    rf"(?:{_CONSONANT}|[BCDFGKPSTVW]?[LR]|[CGPSTWK]H|S[CKMNPQTW]|[DGKPT]W|[GKP]N|PS|TS|D[JZ]|SCH[LMNRW]?|S[CPT][HLR])?(?!{_CONSONANT})"
)
_ENDINGS = later(
    rf"(?:^|(?<!{_CONSONANT}))(?:{_CONSONANT}?|BB|DD|FF|GG|LL|MM|NN|PP|RR|SS|TT|ZZ|[CGPST]H|[CLNRS]K|R?[LNRMS]D|[CFHLNPRSX]T|[LR][BCFGMNPV]"
    r"|MP|SP|SM|N[CGX]|[LNRPT]Z|[BCDFGKLMNPRTW]S|[KPT]TS|N[DGK]S|[LNRT]?S?CHT?S?|[LR]?[BFLMNR]?STS?|[NR]THS?|GHTS?|[LMNRZ]FT|[LNRTM][KPZ]T)$"
)
_LONG = 6  # letters from which on capitals are a word
_SHORT = 3  # letters up to which they are an acronym
_LOUD = 2  # longer words, which tell that a row of capitals is no row of acronyms
_SHOUT = 3  # words in capitals in a row, from which on nobody spells


def rules(words: Words, plural: str = "s") -> tuple[Rule, ...]:
    """The rules for them; `plural` are the small letters that an acronym may end in (“PDFs”)."""
    listed = sorted(words.spelled, key=len, reverse=True)
    mixed = "|".join(re.escape(each) for each in listed if not each.isupper()) or r"(?!)"
    word = rf"{_UPPER}+(?:['’]{_UPPER}+)*"
    return (
        Rule("spaced", later(r"(?<!\w)(?:[^\W\d_](?: [^\W\d_]){0,40}\u2003)+[^\W\d_](?: [^\W\d_]){0,40}(?!\w)"), partial(_unspaced, words), _WIDE),
        Rule("spaced", later(rf"(?<!\w)(?:{_UPPER} ){{3,40}}{_UPPER}(?!\w)"), partial(_unspaced, words), _SPACED),
        Rule("spaced", later(rf"(?<!\w)(?![ÀÈàè] |(?:{_UPPER} ){{2,40}}[a-z](?!\w))(?:[^\W\d_] ){{3,40}}[^\W\d_](?!\w)"), partial(_unspaced, words), _SPACED),
        Rule("spaced", later(r"(?<!\w)[^\W\d_] [^\W\d_] [^\W\d_](?!\w)"), partial(_short, words), _SPACED),
        Rule("acronym", later(rf"(?<![\w.])(?:{mixed})(?!\w)"), lambda match: spelled(match[0])),
        Rule("shouting", later(rf"(?<!\w){_UPPER}+N['’]T(?!\w)|(?<!\w){_UPPER}+['’](?:RE|VE|LL|D|M)(?!\w)"), lambda match: _lowered(match[0]), _CAPITALS),
        Rule("shouting", later(rf"(?<!\w){word}(?:[^\w\n.!?]{{1,3}}{word})+(?!\w)"), partial(_shouted, words), _CAPITALS),
        Rule("acronym", later(rf"(?<![\w.])(?:{_UPPER}\.){{2,}}(?P<end>['’]?(?:{plural}))?(?!\w)|(?<![\w.]){_UPPER}\.(?:[ \u00a0]{_UPPER}\.)+(?=[ \u00a0]{_UPPER})"), _dotted),
        Rule("acronym", later(rf"(?<!\w)(?P<a>{_UPPER}{{1,3}})&(?P<b>{_UPPER}{{1,3}})(?P<end>['’]?s)?(?!\w)"), partial(_coupled, words), _CAPITALS_AND),
        Rule("acronym", later(rf"(?<!\w)(?P<head>[a-z]{{1,5}})(?P<word>{_UPPER}{{2,6}})(?P<end>s?)(?!\w)"), partial(_headed, words), _CAPITALS),
        Rule("acronym", later(rf"(?<!\w)(?P<word>{_UPPER}+)(?P<end>['’]S)(?!\w)"), partial(_owning, words), _CAPITALS),
        Rule("acronym", later(rf"(?<![^\W_])(?P<word>{_UPPER}{{2,}})(?P<end>['’]?(?:{plural}))?(?![^\W\d_])"), partial(_acronym, words), _CAPITALS),
    )  # fmt: skip


def spelled(word: str) -> str:
    """The letters of `word` with blanks between them."""
    return " ".join(sign for sign in word if sign.isalnum())


def is_pronounceable(word: str) -> bool:
    """Whether a word in capitals looks like one that can be read: NATO, but not NHTSA, LDAP or IETF."""
    consonants = "".join("c" if sign not in _VOWELS else "v" for sign in word)
    if "v" not in consonants or "ccccc" in consonants:
        return False
    return bool(_BEGINNINGS.match(word) and _ENDINGS.search(word))


def acronym(words: Words, word: str) -> str:
    """How a `word` in capitals is said: spelled, read as a word, or as the word that it is in small letters."""
    if word in words.spelled:
        return spelled(word)
    if word in words.read:
        return word.capitalize()
    if word in words.shouted:
        return word.lower()
    if word in words.kept:
        return word
    if len(word) >= _LONG or (len(word) > _SHORT and is_pronounceable(word)):
        return word.capitalize()
    return spelled(word)


def _acronym(words: Words, match: re.Match[str]) -> str:
    return acronym(words, match["word"]) + (match["end"] or "")


def _owning(words: Words, match: re.Match[str]) -> str:
    """IT'S, NASA'S."""
    word, end = match["word"], match["end"].lower()
    return f"{word.lower() if word in words.shouted | words.beside_shouts else acronym(words, word)}{end}"


def _headed(words: Words, match: re.Match[str]) -> str:
    """Capitals behind a few small letters: iOS, mRNA, macOS."""
    return f"{match['head']} {acronym(words, match['word'])}{match['end']}"


def _coupled(words: Words, match: re.Match[str]) -> str:
    """Two letters with a sign between: R&D, AT&T."""
    return f"{spelled(match['a'])} {words.signs.get('&', '')} {spelled(match['b'])}{match['end'] or ''}"


def _dotted(match: re.Match[str]) -> str:
    return spelled(match[0].removesuffix(match["end"] or "")) + (match["end"] or "")


def _shouted(words: Words, match: re.Match[str]) -> str | None:
    """A run of capitals as small letters, but the known acronyms in it.

    Three words and more are a headline or shout if one of them is no acronym; two if one of them is known to be a
    word, and the other is no acronym beside it.
    """
    found = re.findall(rf"{_UPPER}+(?:['’]{_UPPER}+)*", match[0])
    loud = [word for word in found if word in words.shouted or re.search("N['’]T$", word)]
    if len(found) < _SHOUT:
        beside = words.shouted | words.beside_shouts | set(loud)
        return (
            _quieted(words, match[0])
            if loud and all(re.sub("['’]S$", "", word) in beside for word in found)
            else None
        )
    if not loud and match[0].count(",") > len(found) // _SHOUT:
        return None  # a list of acronyms
    if not loud and sum(len(word) > _SHORT and not _is_known(words, word) for word in found) < _LOUD:
        return None
    return _quieted(words, match[0])


def _quieted(words: Words, text: str) -> str:
    return re.sub(
        rf"{_UPPER}{{2,}}(?:['’]{_UPPER}+)*|{_UPPER}['’]{_UPPER}+", lambda word: _quiet(words, word[0]), text
    )


def _lowered(word: str) -> str:
    return f"I{word[1:].lower()}" if word[:2] in {"I'", "I’"} else word.lower()


def _is_known(words: Words, word: str) -> bool:
    return word in words.spelled or word in words.read


def _quiet(words: Words, word: str) -> str:
    if re.sub("['’]S$", "", word) in words.beside_shouts | words.shouted:
        return word.lower()
    if word in words.read:
        return word.capitalize()
    return spelled(word) if word in words.spelled or not set(word) & _VOWELS else word.lower()


def _unspaced(words: Words, match: re.Match[str]) -> str | None:
    said = [_together(words, word.replace(" ", "")) for word in match[0].split("\u2003")]
    return None if None in said else " ".join(filter(None, said))


def _short(words: Words, match: re.Match[str]) -> str | None:
    """Three letters are a word only if it is a known one."""
    word = match[0].replace(" ", "")
    return word.lower() if word.upper() in words.shouted else None


def _together(words: Words, word: str) -> str | None:
    """A `word` of spaced letters; None for an acronym, which is spelled: U S S R."""
    if not word.isupper() or len(word) == 1:
        return word
    if word in words.spelled or not is_pronounceable(word):
        return None
    return word.capitalize() if word in words.read else word.lower()
