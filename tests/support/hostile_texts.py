"""Texts of any length that are made to take long, and pieces that texts are fuzzed with."""

from collections.abc import Callable
from random import Random

Text = Callable[[int], str]
"""A text of so many characters."""


def _repeated(unit: str) -> Text:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _mixed(alphabet: str) -> Text:
    return lambda length: "".join(Random(length).choices(alphabet, k=length))  # noqa: S311 - the same at each run


def _names(length: int) -> str:
    """Sentences in which no name comes twice."""
    random = Random(length)  # noqa: S311 - the same at each run
    letters = [random.choices("aeiourst", k=6) for _ in range(length // 24)]
    return "".join(f"K{''.join(name)} M{''.join(reversed(name))} said so. " for name in letters)


REPEATED: dict[str, Text] = {
    unit: _repeated(unit)
    for unit in (
        # quotation marks and what stands between them
        *('"', "\u201c", "\u201ca\u201d ", "'", "\u00ab", "\u201e", "\u2018a ", '"We can\n'),
        *('"We can," said John Smith. ', "\u201cWe can and will.\n\n", "\u2014 Yes, he said.\n"),
        "\u201cWe act,\u201d Mr. Smith said on Monday in Paris.\n\n",
        # brackets, tags, references
        *("(", "()", "[", "<", "<a", "&", "&amp;amp;"),
        # lines
        *("a\n", "\n", "\r\n", "\r", " \n", "\u2022 a\n", "SMITH: Yes.\n", "Q: Yes?\nA: No.\n"),
        # one line
        *("a", "A", " ", "\t", ".", "-", "\u2014 ", ",", "ab ", "_", "*", "|", "a.", "A.", "a-"),
        # names
        *("John Smith ", "John Smith\n", "JOHN ", "John, ", "John and ", "Ministry of ", "J. "),
        *("President ", "Mr. ", "Paris, Texas, ", "John's ", "Von der ", "By ", "By John Smith, "),
        *("By John Smith\n", "PARIS (AP) \u2014 ", "PARIS, Jan. 5 (AP) \u2014 The city said so.\n"),
        # times
        *("January ", "January 5, 2024\n", "May ", "1", "1 ", "5 January 2024 ", "2024-01-05 "),
        *("1:", "10:30 ", "yesterday ", "1/", "from January to ", "twenty ", "two days ago "),
        # cues
        *("said ", "he said, ", "said that ", "according to ", "The minister said that he would. "),
        # characters
        *("\u200b", "\u200d", "\u202e", "\u0301", "a\u0301\u0302", "\U0001f468\u200d", "\u00a0"),
        # scripts
        *("\u4e2d\u56fd", "\u4e2d\u56fd\u8bf4\uff1a\u201c\u597d\u201d\u3002\n"),
        *(
            "\u0418\u0432\u0430\u043d ",
            "\u0546\u056b\u056f\u0578\u056c ",
            "\u0645\u062d\u0645\u062f ",
        ),
        *("\u00e2\u20ac\u0153", "a\u00c3\u00a7\u00c4\u00b1 ", "http://a.b/", "a@", "#a "),
    )
}
HOSTILE_TEXTS: dict[str, Text] = {
    **REPEATED,
    "mixed marks": _mixed("aA1 .,\"\u201c\u201d'()-\n:"),
    "mixed brackets": _mixed("([{<>}])\u00ab\u00bb\u201e\u201c"),
    "names": _names,
}
PIECES = [
    *(unit * count for unit in REPEATED for count in (1, 3, 40)),
    *("\x00", "\x1b[2J", "\x1b]0;title\x07", "\u2066", "\u2029", "\ufeff", "\ufffe", "\U000e0041"),
    "{0} %s ${HOME} {{x}}",
    "'; DROP TABLE documents; --",
    '=HYPERLINK("http://a")',
]


def on_a_page(text: str) -> str:
    """A text in the middle of a report, where each step of understanding reads it."""
    return (
        "Harbour bridge to close for repairs\n\nBy Jane Doe\n\n"
        "TROMS\u00d8, Jan. 5, 2024 (AP) \u2014 The bridge over the northern sound will be "
        "closed for two weeks in June, the city said on Monday.\n\n"
        f"The mayor told reporters that {text}\n\n"
        "\u201cWe have put this off for too long,\u201d said the mayor, Kari Lund, on "
        "Tuesday evening.\n\n"
        "Drivers are asked to take the tunnel instead, which will be open during the repairs.\n"
    )
