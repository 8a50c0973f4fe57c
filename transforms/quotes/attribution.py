"""Which words of a sentence attribute its quotations, and to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.narrative import Sentence
from transforms.quotes.reporting_verbs import ReportingVerb, reporting_nouns, reporting_verbs
from transforms.quotes.subjects import Phrase, SubjectReader

_STRENGTH = {"speech": 3.0, "address": 2.8, "judge": 2.3, "thought": 1.6}
_ACCORDING = 3.0
_LABELLED = 3.0
_NOUN = 1.7
_SHORT_TAIL = 8
_CUES_BEFORE, _CUES_AFTER = 7, 4
_ANY_VERB = 0.6
_QUOTING = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing"))
_FARTHEST_QUOTING = 14
"""Words between "quoted" and "as saying", at most: a name with its titles."""
_INVERTED = re.compile(r"[dPnm0oar]{0,10}[Pn](?:[,.pwD]|$)")
_TELLING = re.compile(r"[SIA]")
_AROUND_QUOTATION = re.compile(r"[SIAvexB:md]")
_LABEL = re.compile(r"[dPnmo0]{0,8}[Pn]|h")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or two of a sentence that attribute, and the noun phrase they attribute to.

    `cue` and `speaker` are places of words in the sentence, end exclusive. `inverted` says that
    the speaker stands behind the cue.
    """

    cue: Phrase
    speaker: Phrase
    kind: str
    strength: float
    inverted: bool
    finite: bool = True


def find_cues(sentence: Sentence) -> list[Cue]:
    """Every cue of a sentence that has a speaker, in order."""
    reader = SubjectReader(sentence)
    verbs = reporting_verbs()
    cues: list[Cue] = []
    classes = sentence.classes
    pattern = _AROUND_QUOTATION if sentence.quoted else _TELLING
    for match in pattern.finditer(classes):
        place, letter = match.start(), match[0]
        cue = None
        if letter in "SI":
            verb = verbs[sentence.words[place].lower()]
            cue = _verb_cue(sentence, reader, place, verb)
        elif letter == "A":
            cue = _according(sentence, reader, place)
        elif letter in "vexB":
            subject = reader.before(place)
            if subject is not None:
                cue = Cue((place, place + 1), subject, "verb", _ANY_VERB, False)
        elif letter == ":":
            cue = _label(sentence, reader, place)
        else:
            cue = _noun_cue(sentence, place)
        if cue is not None:
            cues.append(cue)
    if sentence.quoted and "words" in sentence.words:
        cue = _in_the_words_of(sentence, reader)
        if cue is not None:
            cues = sorted([*cues, cue], key=lambda each: each.cue)
    if sentence.quoted and not cues:
        opening = reader.opening()
        if opening is not None and opening[1] < len(classes) and classes[opening[1]] != "q":
            cues.append(Cue((opening[1], opening[1] + 1), opening, "verb", _ANY_VERB, False))
    return cues


def _label(sentence: Sentence, reader: SubjectReader, place: int) -> Cue | None:
    """A name before a colon: "Blinken: ...", "it does not surprise the pollster Ann Lee: ..."."""
    classes = sentence.classes
    if _LABEL.fullmatch(classes, 0, place):
        return Cue((place, place + 1), (0, place), "label", _LABELLED, True)
    if classes[place + 1 : place + 2] == "q":
        name = reader.phrase_ending(place - 1)
        if name is not None and classes[name[1] - 2 : name[1]] == "PP":
            is_set_off = name[0] == 0 or classes[name[0] - 1] in "-,.;)"
            strength = _LABELLED if is_set_off else _NOUN
            return Cue((place, place + 1), name, "label", strength, True)
    return None


def _noun_cue(sentence: Sentence, place: int) -> Cue | None:
    """What belongs to a speaker: "*her* remark that ...", "*Mr Comey's* conclusion that ..."."""
    classes = sentence.classes
    words = sentence.words
    if classes[place] == "d" and words[place].lower() not in ("his", "her", "their", "its", "my"):
        return None
    for noun in range(place + 1, min(place + 4, len(words))):
        if words[noun].lower() in reporting_nouns():
            if classes[noun + 1 : noun + 2] not in tuple("to:,qBp"):
                return None
            first = place
            while classes[place] == "m" and first > 0 and classes[first - 1] == "P":
                first -= 1
            return Cue((noun, noun + 1), (first, place + 1), "noun", _NOUN, False)
        if classes[noun] not in "nPaeg":
            break
    return None


def _in_the_words_of(sentence: Sentence, reader: SubjectReader) -> Cue | None:
    place = sentence.words.index("words")
    if place < 2 or [word.lower() for word in sentence.words[place - 2 : place + 2]] != [
        "in",
        "the",
        "words",
        "of",
    ]:
        return None
    source = reader.after(place + 1)
    return Cue((place - 2, place + 2), source, "according", _ACCORDING, True) if source else None


def _according(sentence: Sentence, reader: SubjectReader, place: int) -> Cue | None:
    if place + 1 < len(sentence.words) and sentence.words[place + 1].lower() == "to":
        source = reader.after(place + 1)
        if source is not None:
            return Cue((place, place + 2), source, "according", _ACCORDING, True)
    return None


def _verb_cue(
    sentence: Sentence, reader: SubjectReader, place: int, verb: ReportingVerb
) -> Cue | None:
    classes = sentence.classes
    strength = _STRENGTH[verb.kind]
    span = (place, place + 1)
    if quoting_verb(sentence, place) is not None:
        quoted_person = _quoted_person(sentence, reader, place)
        return Cue(span, quoted_person, verb.kind, strength, False) if quoted_person else None
    if _quotes_as_saying(sentence, place):
        # Who quotes is no speaker: the words are given to whoever is quoted as saying them.
        return None
    if verb.form in ("past", "participle") and is_passive(classes, place):
        agent = agent_of(sentence, reader, place)
        return Cue(span, agent, verb.kind, strength, True) if agent else None
    if (verb.kind == "speech" or verb.lemma == "ask") and verb.form != "ing" and not verb.particles:
        # "...," said Blinken
        left = place - 1
        while left >= 0 and classes[left] in "a,-":
            left -= 1
        if left < 0 or classes[left] == "q" or _may_invert(sentence, place, verb):
            speaker = reader.after(place)
            if speaker is not None and _ends_inversion(classes, speaker[1]):
                return Cue(span, speaker, verb.kind, strength + 0.5, True)
    if verb.form == "ing" and place and classes[place - 1] in ",-c":
        subject = reader.main(place)
    else:
        subject = reader.before(place)
    if subject is None and verb.form == "ing":
        subject = (
            reader.inherited(place, 0)
            or _subject_behind(sentence, reader, place)
            or reader.opening()
        )
    if subject is None:
        return None
    finite = verb.form != "ing" and (place == 0 or classes[place - 1] != "u")
    return Cue(span, subject, verb.kind, strength, False, finite)


def _may_invert(sentence: Sentence, place: int, verb: ReportingVerb) -> bool:
    """Whether a clause ends before the verb and a name follows: "..., said Senator Smith, who"."""
    classes = sentence.classes
    if verb.lemma not in ("say", "write", "add", "argue", "note", "explain", "warn", "report"):
        return False
    if classes[place - 1] != ",":
        return False
    match = _INVERTED.match(classes, place + 1)
    if match is None or "w" in classes[:place]:
        return False
    return "PP," in match[0] or any(letter in "vxBeS" for letter in classes[: place - 1])


def _ends_inversion(classes: str, place: int) -> bool:
    return place >= len(classes) or classes[place] not in "SvBx"


def quoting_verb(sentence: Sentence, saying: int) -> int | None:
    """Where "quoted" stands in "*quoted* Lee as saying", for the place of "saying"; else None."""
    if sentence.words[saying].lower() != "saying" or saying < 2:
        return None
    if sentence.words[saying - 1].lower() != "as":
        return None
    for place in range(saying - 2, max(-1, saying - _FARTHEST_QUOTING), -1):
        if sentence.classes[place] in ".;:q":
            return None
        if sentence.words[place].lower() in _QUOTING:
            return place
    return None


def _quotes_as_saying(sentence: Sentence, place: int) -> bool:
    """Whether a verb of quoting tells what somebody said: "*quoted* Lee as saying"."""
    last = min(len(sentence.words), place + _FARTHEST_QUOTING)
    return sentence.words[place].lower() in _QUOTING and any(
        quoting_verb(sentence, saying) == place for saying in range(place + 2, last)
    )


def _quoted_person(sentence: Sentence, reader: SubjectReader, saying: int) -> Phrase | None:
    """Who is quoted: "*Lee* was quoted as saying", "the agency quoted *Lee* as saying"."""
    place = quoting_verb(sentence, saying)
    if place is None:
        return None
    if is_passive(sentence.classes, place):
        return reader.before(place)
    return reader.after(place)


def is_passive(classes: str, place: int) -> bool:
    """Whether a form of "be" stands before a participle."""
    left = place - 1
    while left >= 0 and classes[left] == "a":
        left -= 1
    return left >= 0 and classes[left] == "B"


def agent_of(sentence: Sentence, reader: SubjectReader, place: int) -> Phrase | None:
    """The speaker of a passive: "was called *by Senator Smith*"."""
    for right in range(place + 1, min(place + 8, len(sentence.words) - 1)):
        if sentence.words[right].lower() == "by":
            return reader.after(right)
        if sentence.classes[right] in ".;:":
            break
    return None


def _subject_behind(sentence: Sentence, reader: SubjectReader, place: int) -> Phrase | None:
    """The subject of a participle that opens its sentence: "Calling it a lie, *Blinken* ..."."""
    comma = sentence.classes.find(",", place)
    return reader.after(comma) if comma >= 0 else None


def choose_cue(sentence: Sentence, cues: Sequence[Cue], place: int) -> Cue | None:
    """The cue that attributes the quotation at `place`: the best by score, if above nought."""
    behind = sum(1 for cue in cues if cue.cue[0] < place)
    near = cues[max(0, behind - _CUES_BEFORE) : behind + _CUES_AFTER]
    best: Cue | None = None
    best_score = 0.0
    for cue in near:
        score = _score(sentence, near, cue, place)
        if score > best_score:
            best, best_score = cue, score
    return best


def _is_strong(cue: Cue) -> bool:
    return cue.kind in ("speech", "address", "according", "label")


def _is_coordinated(classes: str, cue: Cue) -> bool:
    """Whether a cue and its speaker are a clause of their own: "... and Clinton said"."""
    return not cue.inverted and cue.speaker[0] > 0 and classes[cue.speaker[0] - 1] == "c"


def _is_subordinate(sentence: Sentence, cue: Cue, place: int) -> bool:
    """Whether a cue stands in a side clause that ends before `place`: "when he said so, ..."."""
    before = cue.speaker[0] - 1
    return (
        before >= 0
        and sentence.classes[before] == "b"
        and sentence.words[before].lower() not in ("as", "than", "how", "what")
        and "," in sentence.classes[cue.cue[1] : place]
    )


def _closes_sentence(classes: str, cue: Cue, between: str, last: int) -> bool:
    """Whether a cue behind a comma attributes all of its sentence: "..., a study concluded."."""
    return (
        between[-1:] == ","
        and _is_strong(cue)
        and classes[cue.speaker[0]] != "w"
        and (cue.inverted or len(classes) - last <= _SHORT_TAIL)
        and not set(classes[last:]) & set("SvxBy:;")
        and len(between) > 1
    )


def _is_tag(classes: str, first: int) -> bool:
    """Whether a cue and its speaker follow a quotation: "“...,” *Cruz said*"."""
    return classes[max(0, first - 1) : first] == "q"


def _is_aside(classes: str, first: int, last: int) -> bool:
    """Whether a cue and its speaker stand between commas: "there was, she said, ..."."""
    return first > 0 and classes[first - 1] == "," and classes[last : last + 1] == ","


def _breaks(sentence: Sentence, start: int, end: int) -> int:
    """How often a new main clause begins between two places: "; ", ", but he", ", while she"."""
    classes = sentence.classes
    count = 0
    for place in range(start, end):
        letter = classes[place]
        if letter == ";":
            count += 1
        elif letter in "cb" and place and classes[place - 1] == "," and place + 1 < end:
            word = sentence.words[place].lower()
            if (letter == "c" and classes[place + 1] in "hyPda") or word in ("while", "whereas"):
                count += 1
    return count


def _score(sentence: Sentence, cues: Sequence[Cue], cue: Cue, place: int) -> float:
    """How well a cue fits a quotation; weights are set by hand on development articles.

    A cue of speech before the quotation reaches over what it reports, so that the outermost wins;
    other cues lose with distance. A cue behind the quotation counts where its speaker follows at
    once, or where it closes the sentence.
    """
    classes = sentence.classes
    first = min(cue.cue[0], cue.speaker[0])
    last = max(cue.cue[1], cue.speaker[1])
    score = cue.strength
    if place >= cue.cue[1]:
        between = classes[max(cue.cue[1], last if last <= place else 0) : place]
        distance = place - cue.cue[1]
        breaks = _breaks(sentence, cue.cue[1], place)
        if (_is_strong(cue) and not breaks) or distance <= 1:
            score += 1.5
        else:
            score -= min(0.06 * distance, 1.5)
        score += 1.0 if between.endswith(":") else 0.0
        is_aside = _is_aside(classes, first, last)
        score += 1.0 if is_aside else 0.0
        introduces = _is_strong(cue) and cue.finite and between in (",", ":")
        score += 1.0 if introduces else 0.0
        if _is_subordinate(sentence, cue, place):
            score -= 2.0
        if classes[cue.speaker[0]] == "w" and "," in between:
            score -= 2.0
        score -= 1.5 * breaks
        if _is_tag(classes, first):
            score -= 1.0 if cue.inverted else 0.5
            if any(cue.cue[1] <= other.cue[0] < place and _is_strong(other) for other in cues):
                score -= 2.0
        for other in cues:
            if other is cue:
                continue
            if cue.cue[1] <= other.cue[0] < place and other.strength >= 1.5:
                if (
                    other.speaker == cue.speaker
                    or not _is_strong(cue)
                    or (cue.kind == "according" and other.kind == "speech")
                ):
                    score -= 1.0
            elif (
                other.cue[0] < cue.cue[0]
                and _is_strong(other)
                and other.speaker != cue.speaker
                and not other.inverted
                and not _is_tag(classes, min(other.cue[0], other.speaker[0]))
                and not (
                    _is_strong(cue) and (is_aside or introduces or _is_coordinated(classes, cue))
                )
                and not _is_subordinate(sentence, other, cue.cue[0])
                and not (
                    classes[other.speaker[0]] == "w" and "," in classes[other.cue[1] : cue.cue[0]]
                )
                and not _breaks(sentence, other.cue[1], cue.cue[0])
            ):
                score -= 2.0
    else:
        between = classes[place + 1 : first]
        is_adjacent = set(between) <= set(",-a")
        if cue.kind in ("verb", "noun") or not cue.finite or first < place:
            return 0.0
        if cue.kind == "judge" and not (is_adjacent and classes[last : last + 1] in ("", ".", ",")):
            return 0.0
        distance = len(between)
        if cue.kind == "according":
            # With a cue of its own before it, this only tells through whom it was reported.
            score -= 1.5
        if _closes_sentence(classes, cue, between, last):
            score += 2.0
        elif is_adjacent:
            score += 3.0 if cue.kind != "according" else 1.0
        else:
            score -= 0.3 + min(0.1 * distance, 2.0)
            after = classes[last : last + 1]
            if not (
                _is_strong(cue)
                and between[-1:] in (",", "q", "-")
                and (cue.inverted or after in ("", ".", ",", "p", "u", "D", "q", ")"))
            ):
                score -= 1.5
        score -= 1.0 * sum(
            1
            for other in cues
            if other is not cue and place < other.cue[0] < cue.cue[0] and other.strength >= 1.5
        )
    score -= 0.7 * between.count(";")
    return score
