"""What Dateline knows before it reads a page: lexicons, trained models and the sample pages.

A lexicon is `seeds/<subject>.csv`: UTF-8, a header, and a `source` column that says where each row
is from. All of it ships inside the package and is read once; rows of one's own come from outside
(`transforms.own_lexicons`).
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_added: dict[str, tuple[dict[str, str], ...]] = {}


@cache
def lexicon(subject: str) -> tuple[dict[str, str], ...]:
    """The rows of a lexicon, each as a mapping from column name to value; added rows come last."""
    return (*shipped_lexicon(subject), *_added.get(subject, ()))


@cache
def shipped_lexicon(subject: str) -> tuple[dict[str, str], ...]:
    """The rows of `seeds/<subject>.csv` alone."""
    content = files(__name__).joinpath(f"{subject}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(content.splitlines())
    # `csv.DictReader` takes four times as long, a tenth of a second for all lexicons.
    return tuple(dict(zip(header, row, strict=True)) for row in rows)


def lexicon_names() -> tuple[str, ...]:
    """The subjects of all lexicons, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name[:-4] for name in names if name.endswith(".csv")))


def added_rows() -> Mapping[str, tuple[dict[str, str], ...]]:
    """The rows that lexicons have beside those that ship, by subject."""
    return _added


def replace_added_rows(rows: Mapping[str, tuple[dict[str, str], ...]]) -> None:
    """Let lexicons have these rows, by subject, beside those that ship; and no others.

    What was derived from a lexicon stays as it is: `transforms.own_lexicons` sees to that.
    """
    _added.clear()
    _added.update(rows)
    lexicon.cache_clear()


@cache
def model(file_name: str) -> bytes:
    """The content of a trained model, `seeds/models/<file_name>`."""
    return files(__name__).joinpath("models", file_name).read_bytes()


@cache
def has_model(file_name: str) -> bool:
    """Whether there is a trained model `seeds/models/<file_name>`."""
    return files(__name__).joinpath("models", file_name).is_file()
