"""Whose verb it is: the noun phrase that a word of a sentence has for its subject."""

import re
from functools import cache

from seeds import lexicon
from transforms.quotes.narrative import Sentence

Phrase = tuple[int, int]
"""Places of the first word of a noun phrase and of the one behind its last."""

_INSIDE = frozenset("Pnm0dopr~eDg&")
_VERBS = frozenset("SvxBy")
_SKIPPED_PIECE = frozenset("wWbeIgpuD0aSvBxct")
_FARTHEST = 60
"""Words back to which a verb without a subject of its own may reach for one."""

_MODIFIER = re.compile(r"[nPH0)][wuge]")
_OPENING = re.compile(r"(?:[pba][^,;:q]{0,40},)?[cat]{0,3}(?P<phrase>h|[drPnm0]{0,8}[Pnm])")
_AFFILIATION = re.compile(r"^(?:[A-Z]|Dem|Rep|Ind|GOP)\.?[-–]|^(?:Jr|Sr)\.?$|^[IVX]+$|^\d+$")


class SubjectReader:
    """Finds subjects in one sentence; each place is looked at once."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._known: dict[int, Phrase | None] = {}

    def before(self, place: int, depth: int = 0) -> Phrase | None:
        """The subject of the verb at `place`, looked for to its left."""
        if place not in self._known:
            self._known[place] = None
            self._known[place] = self._find(place, depth)
        return self._known[place]

    def main(self, place: int) -> Phrase | None:
        """The subject of the main clause that a participle at `place` hangs on."""
        classes = self.sentence.classes
        start = 0
        for left in range(place - 2, 0, -1):
            if classes[left] == ";" or (classes[left - 1] == "," and classes[left] in "cb"):
                start = left
                break
        first = start
        if classes[start : start + 1] and classes[start] in "bp":
            first = classes.find(",", start, place - 1)
            first = start if first < 0 else first
        for verb in range(first, place):
            if classes[verb] in "SvxBy" or (classes[verb] == "e" and _may_be_verb(classes, verb)):
                subject = self.before(verb)
                if subject is not None and classes[subject[0]] not in "wt":
                    return subject
        return self.inherited(place, 0)

    def inherited(self, place: int, depth: int) -> Phrase | None:
        """The subject of the nearest finite verb to the left of `place`."""
        if depth > 12:
            return None
        classes = self.sentence.classes
        if (place < len(classes) and classes[place] in "SI") or classes[place - 1 : place] == "c":
            for left in range(place - 1, max(-1, place - _FARTHEST), -1):
                if classes[left] == "S":
                    subject = self.before(left, depth + 1)
                    if subject is not None:
                        return subject
        for left in range(place - 1, max(-1, place - _FARTHEST), -1):
            if classes[left] in "SvxBy" or (classes[left] == "e" and _may_be_verb(classes, left)):
                subject = self.before(left, depth + 1)
                if subject is not None:
                    return subject
        return None

    def _find(self, place: int, depth: int) -> Phrase | None:
        classes = self.sentence.classes
        if classes[place] == "y":
            return (place, place + 1)
        left = place - 1
        while left >= 0 and (
            classes[left] in "axBD"
            or (classes[left] in "p0" and left + 1 < place and classes[left + 1] in "D0")
        ):
            left -= 1
        if left < 0:
            return None
        letter = classes[left]
        if letter in "hyw" or (letter == "t" and left > 0 and classes[left - 1] in "nPm,"):
            return (left, left + 1)
        if letter in "cuvSIge" and not (letter == "e" and left and classes[left - 1] in "dm"):
            return self.inherited(place if letter == "u" else left + 1, depth)
        if letter == ")":
            named = self.phrase_ending(left)
            if named is not None and "P" in classes[named[0] : named[1]]:
                return named
        if letter in ",-)":
            return self._across(left, depth)
        if letter == "q" and left > 0:
            return self._across(left + 1, depth)
        phrase = self.phrase_ending(left)
        if phrase is None:
            phrase = self.inherited(left, depth)
            if phrase is not None and classes[phrase[0]] == "w" and classes[place] in "Svx":
                # "the groups who wrote to her say": the clause's own subject, not its relative's.
                return self.phrase_ending(phrase[0] - 1) or phrase
        elif (
            classes[place + 1 : place + 2] != ","
            and is_person_like(self.sentence.words[slice(*phrase)], classes[slice(*phrase)])
            and self._is_titled(phrase[0] - 1)
        ):
            return self._with_role(phrase)
        return phrase

    def _is_titled(self, comma: int) -> bool:
        """Whether the word before a comma is a title: "the prime minister, Ann Lee said"."""
        words = self.sentence.words
        return (
            comma > 0
            and self.sentence.classes[comma] == ","
            and words[comma - 1].lower() in personal_titles()
        )

    def _across(self, comma: int, depth: int) -> Phrase | None:
        """The subject behind an insertion that ends at `comma`, a dash or a bracket."""
        classes = self.sentence.classes
        best: tuple[int, Phrase] | None = None
        stop = comma + 1 if classes[min(comma, len(classes) - 1)] == ")" else comma
        for _ in range(6):
            stop = self._before_bracket(stop)
            while stop > 0 and classes[stop - 1] == "~":
                stop -= 1
            start = stop
            while start > 0 and classes[start - 1] not in ",-;:().":
                start -= 1
            ranked = self._rank(start, stop)
            if best is None and classes[start:stop] == "P" and self._is_place(start):
                ranked = None
            if ranked is not None and (best is None or ranked[0] > best[0]):
                best = ranked
            piece = classes[start:stop]
            if best is not None and (best[0] >= 3 or piece[:1] in ("p", "b", "u", "t")):
                break
            if (
                ranked is None
                and len(piece) > 1
                and piece[0] not in _SKIPPED_PIECE
                and piece[:3] != "roH"
            ):
                break
            if start == 0 or classes[start - 1] not in ",-":
                break
            stop = start - 1
        if best is None:
            return self.inherited(min(comma, len(classes)), depth)
        return self._with_role(best[1]) if best[0] >= 3 else best[1]

    def _with_role(self, name: Phrase) -> Phrase:
        """A name together with the role it stands in apposition to: "the mayor, Jane Smith"."""
        classes = self.sentence.classes
        start = stop = name[0] - 1
        if stop <= 0 or classes[stop] != ",":
            return name
        while start > 0 and classes[start - 1] not in ",-;:().q":
            start -= 1
        while start < stop and classes[start] in "bcat":
            start += 1
        role = classes[start:stop]
        if role and role[0] in "dm" and not set(role) & set("SvxByIhuwepg"):
            return start, name[1]
        return name

    def _is_place(self, start: int) -> bool:
        """Whether a lone name after a comma tells where: "a woman in Worcester, *Ohio*"."""
        return bool(re.search(r"[po]P{1,3},$", self.sentence.classes[max(0, start - 6) : start]))

    def opening(self) -> Phrase | None:
        """The first noun phrase of the sentence that no preposition governs."""
        classes = self.sentence.classes
        match = _OPENING.match(classes)
        return match.span("phrase") if match else None

    def _before_bracket(self, stop: int) -> int:
        """Where the words before a bracket end, if one ends at `stop`."""
        classes = self.sentence.classes
        if stop > 0 and classes[stop - 1] == ")":
            opening = classes.rfind("(", 0, stop)
            return opening if opening > 0 else stop
        return stop

    def _rank(self, start: int, stop: int) -> tuple[int, Phrase] | None:
        """How likely a piece between commas is to be the subject, or None where it cannot be."""
        words = self.sentence.words
        classes = self.sentence.classes
        while start < stop and classes[start] in "bcat" and stop - start > 1:
            start += 1
        piece = classes[start:stop]
        if not piece:
            return None
        if piece == "h":
            return 2, (start, stop)
        if len(piece) == 1 and piece in "D0aH":
            return None
        if _AFFILIATION.match(words[start]) or piece[0] in _SKIPPED_PIECE or piece[:3] == "roH":
            return None
        modifier = _MODIFIER.search(piece)
        if modifier is not None:
            stop = start + modifier.end() - 1
            piece = classes[start:stop]
        if any(letter in "SvBxyIhuw" for letter in piece):
            return None
        phrase = self.phrase_ending(stop - 1)
        if phrase is None or phrase[0] > start + 1:
            return (1, (start, stop)) if piece[0] in "dPnmr" else None
        inside = classes[phrase[0] : phrase[1]]
        head = re.match("[^op]*", inside)
        length = len(head[0]) if head else 0
        if is_person_like(words[phrase[0] : phrase[0] + length], inside[:length]):
            return 3, phrase
        if inside == "P" or (inside[-1] == "P" and "o" not in inside and "p" not in inside):
            return 2, phrase
        return 1, phrase

    def phrase_ending(self, last: int) -> Phrase | None:
        """The noun phrase whose last word is at `last`."""
        classes = self.sentence.classes
        if last < 0:
            return None
        if classes[last] in "hH":
            return (last, last + 1)
        if classes[last] == ")":
            opening = last
            while opening > 0 and classes[opening] != "(":
                opening -= 1
            return self.phrase_ending(opening - 1) if opening else None
        first = last
        while first >= 0 and (
            classes[first] in _INSIDE
            or (classes[first] == "c" and self._joins(first, last))
            or (classes[first] in "SI" and first > 0 and classes[first - 1] in "dm")
        ):
            if classes[first] in "eg" and not (first > 0 and classes[first - 1] in "dmPanr0"):
                break
            first -= 1
        first += 1
        for place in range(last, first, -1):
            if classes[place] == "d" and classes[place - 1] in "nPD0H":
                first = place
                break
        first = self._without_leading_preposition(first, last)
        while first <= last and classes[first] in "opDc~":
            first += 1
        end = last + 1
        while end > first and classes[end - 1] in "D0pod":
            end -= 1
        inside = classes[first:end]
        if not any(letter in "Pnmhr" for letter in inside):
            return None
        return first, end

    def _joins(self, place: int, last: int) -> bool:
        """Whether a conjunction joins two names rather than two clauses."""
        classes = self.sentence.classes
        if not 0 < place < last or self.sentence.words[place].lower() not in ("and", "or", "&"):
            return False
        right = classes[place + 1]
        left = classes[place - 1]
        return (left == "P" and right == "P") or (left == "n" and right == "n")

    def _without_leading_preposition(self, first: int, last: int) -> int:
        """Where the subject begins in "In Ohio Mr Smith", "during the debate the senator"."""
        classes = self.sentence.classes
        if first > last or classes[first] not in "p":
            return first
        place = last
        while place > first and classes[place] in "P":
            place -= 1
        if place < last and classes[place] in "nD0m":
            return place + 1
        for place in range(last, first, -1):
            if classes[place] == "d" and classes[place - 1] not in "po":
                return place
        place = last
        while place > first and classes[place] not in "po":
            place -= 1
        return place + 1

    def after(self, place: int) -> Phrase | None:
        """The noun phrase that begins behind `place`: "said *Senator Smith of Ohio*"."""
        classes = self.sentence.classes
        words = self.sentence.words
        first = place + 1
        while first < len(classes) and classes[first] == "a":
            first += 1
        if first >= len(classes):
            return None
        if classes[first] in "hH":
            return (first, first + 1)
        if classes[first] not in "dPnm0gr":
            return None
        end = first
        while end < len(classes):
            letter = classes[end]
            if letter in "dPnm0or~" or (letter == "p" and classes[end + 1 : end + 2] == "p"):
                if letter == "d" and end > first and classes[end - 1] not in "opd":
                    break
                end += 1
            elif (
                (letter == "p" and words[end].lower() in ("for", "at", "from", "with"))
                or (
                    letter in "eg"
                    and end + 1 < len(classes)
                    and classes[end + 1] in "nP"
                    and classes[end - 1] in "dar"
                )
                or (
                    letter == "c"
                    and end + 1 < len(classes)
                    and classes[end + 1] in "Pn"
                    and (classes[end - 1] == classes[end + 1])
                )
            ):
                end += 1
            else:
                break
        if "P" not in classes[first:end] and end > first:
            end = self._modified(end)
        while end > first and classes[end - 1] in "opdu0":
            end -= 1
        if not any(letter in "Pnm" for letter in classes[first:end]):
            return None
        if (
            end + 2 < len(classes)
            and classes[end] == ","
            and not is_person_like(words[first:end], classes[first:end])
        ):
            name = end + 1
            stop = name
            while stop < len(classes) and classes[stop] == "P":
                stop += 1
            if stop - name >= 2 and (stop == len(classes) or classes[stop] in ",.("):
                return first, stop
        return first, end

    def _modified(self, end: int) -> int:
        """Where a common noun's modifiers end: "an aide *to Mr Bush*", "a man *who asked*"."""
        classes = self.sentence.classes
        if end >= len(classes) or classes[end] not in "uwgp":
            return end
        if classes[end] == "p" and self.sentence.words[end].lower() not in ("to", "in", "with"):
            return end
        stops = ",.;:()…-q" if classes[end] in "wg" else ",.;:()…-qpbSvxBycw"
        stop = end + 1
        while stop < len(classes) and classes[stop] not in stops:
            stop += 1
        return stop


@cache
def personal_titles() -> frozenset[str]:
    """Words that stand before a person's name, in lower case, without a dot."""
    return frozenset(row["title"] for row in lexicon("personal_titles"))


def is_person_like(words: list[str], classes: str) -> bool:
    """Whether a phrase looks like a person's full name, with or without a title before it."""
    if not 2 <= len(classes) <= 7 or classes[-2:] != "PP" or classes[0] == "d":
        return classes == "PP"
    if set(classes) <= {"P"}:
        return len(classes) <= 4 or words[0].rstrip(".").lower() in personal_titles()
    return bool(re.fullmatch(r"[nPm]{0,5}PP", classes))


def _may_be_verb(classes: str, place: int) -> bool:
    """Whether a word in -ed is a verb of its clause and no adjective."""
    return (
        place > 0
        and classes[place - 1] in "Pnhwax),"
        and (place + 1 >= len(classes) or classes[place + 1] in "dPpuqhHmat0n,")
    )
