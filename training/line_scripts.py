"""Pages as they would look in languages and scripts that no page at hand is written in.

The words of a page are spelled with other letters, drawn anew for each page, so that a model has to
do with how lines are shaped and placed, with marks and with phrases of boilerplate: in another
alphabet with capitals, in a script without capitals, and in one without spaces between words.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from string import ascii_lowercase

import numpy as np

from training.line_pages import LabelledPage

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
# Letters of Arabic and of Devanagari.
_CASELESS = ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "अआइईउकखगघचजटडतदनपबभमयरलवशसह")
_CASELESS_MARKS = (str.maketrans({",": "،", "?": "؟"}), str.maketrans({".": "।"}))
_FIRST_IDEOGRAPH, _IDEOGRAPHS = 0x4E00, 0x4000
_WIDE_MARKS = str.maketrans({",": "，", "?": "？", "!": "！", ":": "：", "(": "（", ")": "）"})
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) +| +(?=[\u3000-\u9fff])")
_WIDE_STOP = re.compile(r"(?<=[\u3400-\u9fff])\.(?!\w)")
# So many letters of English are written with one ideograph.
_LETTERS_AN_IDEOGRAPH = 3

_Spelling = Callable[[str, np.random.RandomState], str]


def in_other_scripts(pages: Iterable[LabelledPage]) -> Iterator[LabelledPage]:
    """Every second page, by turns in another alphabet, without capitals, and without spaces.

    On half of them the phrases of boilerplate are those of the page as it was.
    """
    for number, page in enumerate(page for page in pages if page.rendering != "crop"):
        if number % 2:
            continue
        turn = number // 2
        chance = np.random.RandomState(zlib.crc32(page.text.encode()))
        text = _SPELLINGS[turn % len(_SPELLINGS)](page.text, chance)
        wording = page.text if turn // len(_SPELLINGS) % 2 else text
        yield replace(
            page, text=text, wording=wording, body=None, wanted=(), unwanted=(), variant=True
        )


def _spelled(text: str, alphabet: str, chance: np.random.RandomState) -> str:
    """A text whose letters from a to z are others of an alphabet, large and small as they were."""
    drawn = "".join(chance.permutation(list(alphabet))[: len(ascii_lowercase)])
    return text.translate(
        str.maketrans(ascii_lowercase + ascii_lowercase.upper(), drawn + drawn.upper())
    )


def _with_capitals(text: str, chance: np.random.RandomState) -> str:
    return _spelled(text, ascii_lowercase if chance.rand() < 0.5 else _CYRILLIC, chance)


def _without_capitals(text: str, chance: np.random.RandomState) -> str:
    script = chance.randint(len(_CASELESS))
    return _spelled(text, _CASELESS[script], chance).translate(_CASELESS_MARKS[script])


def _without_spaces(text: str, chance: np.random.RandomState) -> str:
    key = int(chance.randint(1 << 30))

    def ideographs(match: re.Match[str]) -> str:
        word = match[0].casefold()
        return "".join(
            chr(_FIRST_IDEOGRAPH + zlib.crc32(word[start:].encode(), key) % _IDEOGRAPHS)
            for start in range(0, len(word), _LETTERS_AN_IDEOGRAPH)
        )

    spaced = _LETTERS.sub(ideographs, text).translate(_WIDE_MARKS)
    return _BETWEEN_IDEOGRAPHS.sub("", _WIDE_STOP.sub("。", spaced))


_SPELLINGS: tuple[_Spelling, ...] = (_with_capitals, _without_capitals, _without_spaces)
