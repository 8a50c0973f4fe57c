"""What Dateline knows before it reads a page: lexicons, trained models and the sample pages.

A lexicon is `seeds/<subject>.csv`: UTF-8, a header, and a `source` column that says where each row
is from. All of it ships inside the package and is read once.
"""

import csv
from functools import cache
from importlib.resources import files


@cache
def lexicon(subject: str) -> tuple[dict[str, str], ...]:
    """The rows of `seeds/<subject>.csv`, each as a mapping from column name to value."""
    content = files(__name__).joinpath(f"{subject}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(content.splitlines()))


@cache
def model(file_name: str) -> bytes:
    """The content of a trained model, `seeds/models/<file_name>`."""
    return files(__name__).joinpath("models", file_name).read_bytes()
