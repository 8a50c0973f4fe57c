"""What a sentence reports without quotation marks: "said that ...", "..., according to ..."."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.attribution import Cue
from transforms.quotes.narrative import Sentence
from transforms.quotes.reporting_verbs import reporting_verbs

_CLAUSE_VERBS = frozenset("SvxByeI")
_FEWEST_WORDS = 2
_LONGEST_DETOUR = 14


@dataclass(frozen=True, slots=True)
class Reported:
    """Reported words: places of the first and of the one behind the last, their cue, the rule."""

    start: int
    end: int
    cue: Cue
    rule: str


def find_reported(sentence: Sentence, cues: Sequence[Cue]) -> list[Reported]:
    """What the cues of a sentence report in words that are not quoted, one result a cue at most.

    Content that holds a quotation is left out: the quotation speaks for it. Of two results that
    overlap the first is kept.
    """
    results: list[Reported] = []
    for cue in cues:
        reported = _reported(sentence, cues, cue)
        if reported is None or reported.end - reported.start < _FEWEST_WORDS:
            continue
        if "q" in sentence.classes[reported.start : reported.end]:
            continue
        if any(reported.start < other.end and other.start < reported.end for other in results):
            continue
        results.append(reported)
    return results


def _reported(sentence: Sentence, cues: Sequence[Cue], cue: Cue) -> Reported | None:
    classes = sentence.classes
    if cue.kind in ("verb", "label", "noun"):
        return None
    if cue.kind == "according":
        return _according(sentence, cue)
    verb = reporting_verbs()[sentence.words[cue.cue[0]].lower()]
    if cue.inverted:
        if "B" in classes[max(0, cue.cue[0] - 2) : cue.cue[0]]:
            return None
        return _before(sentence, cue, cue.cue[0])
    first = min(cue.cue[0], cue.speaker[0])
    before = classes[cue.cue[0] - 1 : cue.cue[0]]
    following = classes[cue.cue[1] : cue.cue[1] + 1]
    if following == "o":
        return None
    if cue.finite and first and classes[first - 1] in ",-q" and cue.kind in ("speech", "thought"):
        rest = classes[cue.cue[1] :].strip("DapPn0d.,)~")
        if following in ("", ".", ",", ")") or (not rest and following in ("D", "p")):
            return _before(sentence, cue, first)
    start = _content_start(sentence, cue, verb.kind)
    is_tag = first > 0 and classes[first - 1] == "q"
    if start is None or (is_tag and classes[start] != "t"):
        return None
    end = _content_end(sentence, cues, cue, start)
    content = classes[start:end]
    if content[:1] == "t":
        return Reported(start, end, cue, f"{verb.kind} that")
    if (
        _is_irrealis(sentence, cue.cue[0])
        or verb.kind == "thought"
        or (verb.form == "ing" and before not in ",c")
    ):
        return None
    if content[:1] == "u" or (verb.kind == "address" and "u" in content[:4]):
        rule = "infinitive"
    elif any(letter in _CLAUSE_VERBS for letter in content) and verb.kind != "judge":
        rule = "clause"
    else:
        rule = "phrase"
    if rule not in verb.complements or (rule == "phrase" and content[:1] in "pba"):
        return None
    return Reported(start, end, cue, f"{verb.kind} {rule}")


def _is_irrealis(sentence: Sentence, place: int) -> bool:
    """Whether the cue is only wanted or possible: "to say", "would say"."""
    left = place - 1
    while left >= 0 and sentence.classes[left] == "a":
        left -= 1
    letter = sentence.classes[left] if left >= 0 else ""
    return letter == "u" or (letter == "x" and not sentence.words[left].lower().startswith("ha"))


def _according(sentence: Sentence, cue: Cue) -> Reported | None:
    """The sentence around "according to"."""
    classes = sentence.classes
    if classes[cue.speaker[1] :].lstrip(",-:").startswith("q"):
        return None
    if cue.cue[0] <= 1:
        comma = classes.find(",", cue.speaker[1])
        if comma < 0:
            return None
        return Reported(comma + 1, _trimmed(classes, len(classes)), cue, "according")
    end = cue.cue[0]
    return Reported(0, _trimmed(classes, end), cue, "according")


def _before(sentence: Sentence, cue: Cue, first: int) -> Reported | None:
    """What stands before "..., he said"; where the sentence goes on behind it, all of it."""
    classes = sentence.classes
    last = max(cue.cue[1], cue.speaker[1])
    tail = classes[last:].strip(".,~")
    if tail.startswith("q"):
        return None
    end = _trimmed(classes, first)
    if tail and classes[last] == "," and len(tail) > first:
        end = _trimmed(classes, len(classes))
    if not any(letter in _CLAUSE_VERBS for letter in classes[:end]):
        end = _trimmed(classes, len(classes))
        if classes[last : last + 1] != "," or end <= last:
            return None
    start = 0
    return Reported(start, end, cue, "before")


def _trimmed(classes: str, end: int) -> int:
    while end > 0 and classes[end - 1] in ",.-;:~":
        end -= 1
    return end


def _content_start(sentence: Sentence, cue: Cue, kind: str) -> int | None:
    """Where reported words begin behind a cue: at "that", or behind the addressee and the time."""
    classes = sentence.classes
    place = cue.cue[1]
    limit = min(len(classes), place + _LONGEST_DETOUR)
    for right in range(place, limit):
        letter = classes[right]
        if letter == "t" and (right == place or classes[right - 1] not in "p"):
            return right
        if letter in "SvxByhq.;:" or (letter == "," and right > place + 8):
            break
    while place < len(classes) and classes[place] in "aD":
        place += 1
    if place < len(classes) and classes[place] == ",":
        return None
    if kind == "address" and place < len(classes):
        if classes[place] == "H":
            place += 1
        elif classes[place] in "dPnm0r":
            start = place
            while place < len(classes) and classes[place] in "dPnm0ro":
                if place > start and classes[place] == "d" and classes[place - 1] != "o":
                    break
                place += 1
            if place >= len(classes) or classes[place] in ".,":
                return start
            if classes[place] in "SvxByp":
                place = start
        while place < len(classes) and classes[place] in "aD":
            place += 1
    elif place + 1 < len(classes) and classes[place] == "p" and classes[place + 1] == "D":
        place += 2
    return place if place < len(classes) and classes[place] not in ".,;:)" else None


def _content_end(sentence: Sentence, cues: Sequence[Cue], cue: Cue, start: int) -> int:
    """Where reported words end: at the sentence's end or where a new statement begins."""
    classes = sentence.classes
    end = len(classes)
    for other in cues:
        if other.cue[0] <= start or other.kind in ("verb", "noun"):
            continue
        first = min(other.cue[0], other.speaker[0]) if not other.inverted else other.cue[0]
        if first <= start:
            first = other.cue[0]
        while first > start and classes[first - 1] in "ax":
            first -= 1
        before = classes[first - 1] if first else ""
        if other.kind == "according" or (other.speaker == cue.speaker and before in ("c", ",")):
            end = min(end, first)
        elif before == "c" and first > 1 and classes[first - 2] == ",":
            end = min(end, first - 1)
    for place in range(start + 1, end - 1):
        if classes[place] == ";":
            end = place
            break
        if classes[place] == "," and (
            sentence.words[place + 1].lower() in ("but", "while", "whereas", "though", "although")
        ):
            end = place
            break
    while end > start and classes[end - 1] in ",.-;:~ca":
        end -= 1
    return end
