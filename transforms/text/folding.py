"""Letters brought to the form in which spellings are compared."""

import unicodedata

# Letters that Unicode does not decompose, as English spells them: Əliyev is Aliyev.
_PLAIN = str.maketrans(
    {"ı": "i", "ə": "a", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)


def fold_letters(text: str) -> str:
    """A text without case and accents; what is no letter stays."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return "".join(c for c in plain if not unicodedata.combining(c))
