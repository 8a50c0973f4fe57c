"""What is read in which language, as a page of the documentation: counted in the lexicons."""

from collections import Counter

from dateline.seeds import lexicon
from dateline.transforms.names.multilingual.model import has_model_of

_INTRODUCTION = (
    "# Languages, counted",
    "",
    "Generated from the lexicons of `seeds/` by `make reference`; do not edit. What the tiers",
    "promise: [languages](../explanation/languages.md).",
    "",
    "| language | code | tier | phrases of boilerplate | words of attribution | names by |",
    "| --- | --- | --- | --- | --- | --- |",
)
_ENGLISH = "en"


def languages_as_markdown() -> str:
    """A row for each language of tier 1, then for each other one with phrases of boilerplate."""
    full = {row["language"]: row["name"] for row in lexicon("languages")}
    phrases = Counter(row["language"].partition("-")[0] for row in lexicon("line_phrases"))
    attribution = Counter(row["language"] for row in lexicon("quoting_words"))
    attribution[_ENGLISH] = len(lexicon("reporting_verbs"))
    listed = {row["language"] for row in lexicon("language_names")}
    others = sorted({code for code in phrases if code} - full.keys())
    rows = []
    for code in (*full, *others):
        is_modelled = code == _ENGLISH or has_model_of(code)
        names = "a model" if is_modelled else "lists" if code in listed else "none"
        cells = (
            *(full.get(code, code), f"`{code}`", "1" if code in full else "2"),
            *(f"{phrases[code]:,}", f"{attribution[code]:,}", names),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*_INTRODUCTION, *rows, ""])
