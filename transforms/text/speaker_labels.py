"""Who speaks in a line of a transcript or an interview, such as `ANN LEE, MAYOR: Good morning`."""

from dataclasses import dataclass

_LONGEST_SPEAKER = 100
_MOST_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class SpeakerLabel:
    """The name that opens a turn, as later turns repeat it, and whether it is in capitals.

    `name` is in lower case and without role; `end` is where the name ends in the line, its mark
    included.
    """

    name: str
    is_in_capitals: bool
    end: int


def read_speaker_label(text: str) -> SpeakerLabel | None:
    """Read the name before the first colon of a line, if it stands as that of a speaker does."""
    before, colon, behind = text[: _LONGEST_SPEAKER + 1].partition(":")
    if not colon or not behind[:1].isspace():
        return None
    name = before.partition("(")[0].partition(",")[0].strip(" *")
    words = name.split()
    if (
        not words
        or not name[0].isalpha()
        or len(words) > _MOST_NAME_WORDS
        or any(map(str.isdigit, name))
    ):
        return None
    if not all(word[0].isupper() for word in words):
        return None
    last = words[-1].casefold().strip(".")
    return SpeakerLabel(last, name.isupper() and len(name) > 1, len(before) + 1)
