"""Write the names of months and of days of the week in all languages that Unicode CLDR knows.

    python -m training.make_date_lexicons seeds

It needs Babel (BSD; Unicode CLDR), which nothing but the lexicons needs. Rows that CLDR lacks, such
as colloquial abbreviations, are kept. One form names one month: where two languages disagree, the
one first in `LANGUAGES` has it.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

# The languages of the first tier, then those of most readers of news, then the rest.
LANGUAGES = """
    en de fr es it pt ru uk tr az az_Cyrl hy ka fa ar ar_LB zh ja ko hi bn id vi th ur pl
    nl el cs ro hu sv da nb fi he bg sr sr_Latn hr sk sl lt lv et be kk ky uz uz_Cyrl tg
    tk mn mk sq bs is ca gl eu ms fil sw af ta te ml kn mr gu pa ne si my km lo am ps ku ckb
    mt ga cy lb nn
"""
# Letters with the marks that stand on or after them in the scripts of South and South-East Asia.
_NAME = re.compile(r"(?:(?!\d)[\w\u0300-\u036f\u0900-\u0e7f\u1000-\u109f\u1780-\u17ff’'-])+")
_LEAST_LATIN = 4
# Hebrew writes its preposition and the name as one word.
_PREFIXES = {"he": "ב"}
# Languages in which I and ı, İ and i are pairs: what `casefold` makes of names in capitals.
_DOTTED = ("tr", "az")
_SOURCE = {
    "months": "Unicode CLDR, months of the Gregorian calendar",
    "weekdays": "Unicode CLDR, days of the week",
}


def _forms(language: str, subject: str) -> Iterator[tuple[str, int]]:
    """The forms of a language, in lower case, each with its number, January and Monday as 1."""
    locale = Locale.parse(language)
    names = locale.months if subject == "months" else locale.days
    first = 0 if subject == "months" else 1
    prefix = _PREFIXES.get(locale.language)
    # Where a language has no form that stands alone, Babel gives that of another one.
    for context, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
        for number, form in names[context][width].items():
            name = form.casefold().removeprefix("d’").strip(".’॰")
            if _NAME.fullmatch(name) and _is_clear(name, width):
                yield name, number + first
                if prefix and not name.isascii():
                    yield prefix + name, number + first
                if language in _DOTTED:
                    yield name.replace("ı", "i"), number + first
                    yield name.replace("i", "i\u0307"), number + first


def _is_clear(name: str, width: str) -> bool:
    """Whether a form is long enough not to be a common word of another language."""
    return len(name) >= _LEAST_LATIN or (not name.isascii() and (width == "wide" or len(name) > 1))


def main(folder: Path) -> None:
    """Add what is missing to the two lexicons."""
    ordinary = {row["word"] for row in _rows(folder / "ordinary_words.csv")}
    for subject, column in (("months", "month"), ("weekdays", "weekday")):
        path = folder / f"{subject}.csv"
        rows = _rows(path)
        known = {row["name"] for row in rows}
        other = {r["name"] for s in _SOURCE if s != subject for r in _rows(folder / f"{s}.csv")}
        for language in LANGUAGES.split():
            for name, number in _forms(language, subject):
                if name not in known | other | ordinary:
                    known.add(name)
                    tag = language.replace("_", "-")
                    rows.append(
                        {
                            "name": name,
                            column: str(number),
                            "language": tag,
                            "source": _SOURCE[subject],
                        }
                    )
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{path}: {len(rows)} forms")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
