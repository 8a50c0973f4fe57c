"""Which cue of a sentence attributes a quotation: weighted rules, and the best cue by their sum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.transforms.quotes.cue_clauses import (
    SHORT_TAIL,
    closes_sentence,
    count_breaks,
    is_coordinated,
    is_fronted,
    is_relative,
    is_strong,
    is_subordinate,
    is_tag,
    opens_side_clause,
)
from dateline.transforms.quotes.cues import Cue
from dateline.transforms.quotes.matcher import Sentence
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    DASHES_AND_COMMAS,
    FINITE_VERBS,
    FULL_STOP,
    PREPOSITION,
    PRONOUN,
    QUOTATION,
    RELATIVE,
    SEMICOLON,
    THAT,
    TIME,
    TO,
    WordClass,
    classes,
)

_COMMA = classes(COMMA)
_ONLY_BESIDE = classes(DASHES_AND_COMMAS, ADVERB)
_BEFORE_LATER_CUE = classes(DASHES_AND_COMMAS, QUOTATION)
_BEHIND_LATER_CUE = classes(FULL_STOP, COMMA, PREPOSITION, TO, TIME, QUOTATION, CLOSING_BRACKET)
_INTRODUCING_MARKS = classes(COMMA, COLON)
_ENDS_JUDGEMENT = classes(FULL_STOP, COMMA)


_ONLY_BEFORE = frozenset(("verb", "noun"))
_OPENS_REPORTED = classes(PRONOUN, THAT)
_RIVAL = 1.5
"""The strength from which a cue between another and the quotation speaks against that one."""

_CUES_BEFORE, _CUES_AFTER = 7, 4


def choose_cue(sentence: Sentence, cues: Sequence[Cue], index: int) -> Cue | None:
    """The cue that attributes the quotation at `index`: the best by score, if above nought.

    A cue of speech before the quotation reaches over what it reports, so that the outermost wins;
    other cues lose with distance. A cue behind the quotation counts where its speaker follows at
    once, or where it closes the sentence.
    """
    behind = sum(1 for cue in cues if cue.cue[0] < index)
    near = cues[max(0, behind - _CUES_BEFORE) : behind + _CUES_AFTER]
    best: Cue | None = None
    best_score = 0.0
    for cue in near:
        if not _may_attribute(cue, index):
            continue
        score = _score(Fit(sentence, near, cue, index))
        if score > best_score:
            best, best_score = cue, score
    return best


class Fit:
    """A cue beside a quotation that it may attribute, and the other cues around both.

    `start` and `end` bound the words between the two, `distance` counts those from the cue itself,
    `breaks` the main clauses that begin there. `is_adjacent` says that nothing but commas, dashes
    and adverbs stands between; `closes_sentence`, that a cue behind a comma attributes all before
    it: "..., a study concluded."
    """

    __slots__ = (
        "breaks",
        "closes_sentence",
        "cue",
        "distance",
        "end",
        "is_adjacent",
        "is_before",
        "others",
        "quotation",
        "sentence",
        "start",
    )

    def __init__(self, sentence: Sentence, cues: Sequence[Cue], cue: Cue, quotation: int) -> None:
        self.sentence = sentence
        self.cue = cue
        self.quotation = quotation
        self.others = [other for other in cues if other is not cue]
        self.is_before = quotation >= cue.cue[1]
        if self.is_before:
            self.start = max(cue.cue[1], cue.last if cue.last <= quotation else 0)
            self.end = quotation
            self.distance = quotation - cue.cue[1]
            self.breaks = count_breaks(sentence, cue.cue[1], quotation)
            self.is_adjacent = self.closes_sentence = False
        else:
            self.start = quotation + 1
            self.end = max(self.start, cue.first)
            self.distance = self.end - self.start
            self.breaks = 0
            self.is_adjacent = sentence.has_only(_ONLY_BESIDE, self.start, self.end)
            self.closes_sentence = self.distance > 1 and closes_sentence(sentence, cue, self.end)

    def last_between(self) -> WordClass | None:
        """The class of the last word between the cue and the quotation."""
        return self.sentence.at(self.end - 1) if self.end > self.start else None

    def rivals(self, start: int, end: int) -> list[Cue]:
        """Other cues between two indices that are strong enough to attribute the quotation."""
        return [
            other
            for other in self.others
            if start <= other.cue[0] < end and other.strength >= _RIVAL
        ]


# Rules for a cue before its quotation.


def _reaches(fit: Fit) -> bool:
    """Said (that ...) “...”: a strong cue reaches over its clause, any cue over one word."""
    return (is_strong(fit.cue) and not fit.breaks) or fit.distance <= 1


def _lost_by_distance(fit: Fit) -> float:
    """He *said* ... of the plan that they call “...”: what does not reach fades, to 25 words."""
    return 0.0 if _reaches(fit) else min(0.06 * fit.distance, 1.5)


def _ends_with_colon(fit: Fit) -> bool:
    """He said this: “...”."""
    return fit.last_between() is COLON


def _is_aside(fit: Fit) -> bool:
    """There was, she said, “...”."""
    sentence, cue = fit.sentence, fit.cue
    return sentence.at(cue.last) is COMMA and sentence.at(cue.first - 1) is COMMA


def _introduces(fit: Fit) -> bool:
    """He said, “...”."""
    return (
        fit.end - fit.start == 1
        and fit.last_between() in _INTRODUCING_MARKS
        and is_strong(fit.cue)
        and fit.cue.finite
    )


def _in_side_clause(fit: Fit) -> bool:
    """When he said so, others called it “...”."""
    return is_subordinate(fit.sentence, fit.cue, fit.quotation)


def _in_relative_clause(fit: Fit) -> bool:
    """Lee, who said so, called it “...”."""
    is_relative = fit.sentence.at(fit.cue.speaker[0]) is RELATIVE
    return is_relative and fit.sentence.has(_COMMA, fit.start, fit.end)


def _new_clauses(fit: Fit) -> int:
    """He said so, but they called it “...”."""
    return fit.breaks


def _follows_own_quotation(fit: Fit) -> float:
    """“...,” he said “...”: a tag belongs to the quotation before it, most when inverted."""
    if not is_tag(fit.sentence, fit.cue):
        return 0.0
    return 1.0 if fit.cue.inverted else 0.5


def _is_tag_before_strong_cue(fit: Fit) -> bool:
    """“...,” he said and added that “...”."""
    return is_tag(fit.sentence, fit.cue) and any(
        is_strong(other) and fit.cue.cue[1] <= other.cue[0] < fit.quotation for other in fit.others
    )


def _outdone_by_inner(fit: Fit) -> int:
    """*Called* on her and *said* “...”: a later cue of the same speaker, or over a weak one."""
    cue = fit.cue
    return sum(
        other.speaker == cue.speaker
        or not is_strong(cue)
        or (cue.kind == "according" and other.kind == "speech")
        for other in fit.rivals(cue.cue[1], fit.quotation)
    )


def _is_judged(fit: Fit) -> bool:
    """Called *Park's remarks* “...”: of what is judged, the owner says nothing there."""
    return fit.cue.kind == "noun" and any(
        other.kind == "judge" and other.cue[1] == fit.cue.speaker[0] for other in fit.others
    )


def _outdone_by_outer(fit: Fit) -> int:
    """*Lee said* that Park had called it “...”: Lee's words, unless Park's clause stands alone."""
    sentence, cue = fit.sentence, fit.cue
    outer = sum(
        other.cue[0] < cue.cue[0]
        and is_strong(other)
        and other.speaker != cue.speaker
        and not other.inverted
        and not is_tag(sentence, other)
        and not is_subordinate(sentence, other, cue.cue[0])
        and not is_relative(sentence, other, cue.cue[0])
        and not is_fronted(sentence, other, cue)
        and not count_breaks(sentence, other.cue[1], cue.cue[0])
        for other in fit.others
    )
    return 0 if outer and cue.strength >= _RIVAL and _stands_alone(fit) else outer


def _stands_alone(fit: Fit) -> bool:
    """Whether a cue and its speaker are a clause that no other reports."""
    sentence, cue = fit.sentence, fit.cue
    return (
        _is_aside(fit)
        or _introduces(fit)
        or is_coordinated(sentence, cue)
        or opens_side_clause(sentence, cue)
    )


def _outdone_by_own_clause(fit: Fit) -> bool:
    """Said a path was open, which *Park called* “...”: a later clause with its own speaker."""
    sentence, cue = fit.sentence, fit.cue
    for other in fit.others:
        is_rival = cue.cue[1] <= other.cue[0] < fit.quotation and other.strength >= _RIVAL
        if is_rival and (opens_side_clause(sentence, other) or is_fronted(sentence, cue, other)):
            return True
    return False


# Rules for a cue behind its quotation.


def _is_source(fit: Fit) -> bool:
    """“...,” according to AFP: with a cue of its own, it only tells who reported the words."""
    return fit.cue.kind == "according"


def _closes_sentence(fit: Fit) -> bool:
    """It was “...” for all of them, a study concluded."""
    return fit.closes_sentence


def _follows_at_once(fit: Fit) -> float:
    """“...,” he said."""
    if fit.closes_sentence or not fit.is_adjacent:
        return 0.0
    if fit.cue.kind == "according":
        return 1.0
    return 0.0 if _goes_on(fit) else 3.0


def _goes_on(fit: Fit) -> bool:
    """“...,” he said they knew: what a cue behind a quotation reports may follow it."""
    behind = fit.cue.last
    opens = fit.sentence.at(behind) in _OPENS_REPORTED
    return opens and fit.sentence.has(FINITE_VERBS, behind + 1, behind + SHORT_TAIL)


def _lost_by_distance_behind(fit: Fit) -> float:
    """“...” for all of them and for good he said: fades within 20 words."""
    if fit.closes_sentence or fit.is_adjacent:
        return 0.0
    return 0.3 + min(0.1 * fit.distance, 2.0)


def _is_loose(fit: Fit) -> bool:
    """“...” is what he said it was: no mark sets the cue off, or its clause goes on."""
    if fit.closes_sentence or fit.is_adjacent:
        return False
    sentence, cue = fit.sentence, fit.cue
    behind = sentence.at(cue.last)
    return not (
        is_strong(cue)
        and fit.last_between() in _BEFORE_LATER_CUE
        and (cue.inverted or behind is None or behind in _BEHIND_LATER_CUE)
    )


def _outdone_before(fit: Fit) -> int:
    """“...,” *said* Lee, who added: the cue next to the quotation has it."""
    return len(fit.rivals(fit.quotation + 1, fit.cue.cue[0]))


def _semicolons(fit: Fit) -> int:
    """He said so; “...” was what others called it."""
    return fit.sentence.count(SEMICOLON, fit.start, fit.end)


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """What speaks for a cue or against it: a measure, and how much each unit of it counts.

    The measure's docstring is an example of what it holds for.
    """

    weight: float
    measure: Callable[[Fit], float]


# The weights were set by hand, one rule after the other, each by what it changed on the articles
# that were looked at (decision 0005): none is fitted by a program. A score begins with the strength
# of the cue's kind, from 0.6 to 3.5, so that 1.5 to 2 decides against all but the surest.
BEFORE_QUOTATION = (
    ScoringRule(+1.5, _reaches),
    ScoringRule(-1.0, _lost_by_distance),
    ScoringRule(+1.0, _ends_with_colon),
    ScoringRule(+1.0, _is_aside),
    ScoringRule(+1.0, _introduces),
    ScoringRule(-2.0, _in_side_clause),
    ScoringRule(-2.0, _in_relative_clause),
    ScoringRule(-1.5, _new_clauses),
    ScoringRule(-1.0, _follows_own_quotation),
    ScoringRule(-0.7, _semicolons),
)
BEHIND_QUOTATION = (
    ScoringRule(-1.5, _is_source),
    ScoringRule(+2.0, _closes_sentence),
    ScoringRule(+1.0, _follows_at_once),
    ScoringRule(-1.0, _lost_by_distance_behind),
    ScoringRule(-1.5, _is_loose),
    ScoringRule(-0.7, _semicolons),
)
# The same, of what other cues of the sentence speak against this one.
OUTDONE_BEFORE = (
    ScoringRule(-2.0, _is_tag_before_strong_cue),
    ScoringRule(-1.0, _outdone_by_inner),
    ScoringRule(-2.0, _outdone_by_outer),
    ScoringRule(-2.0, _outdone_by_own_clause),
    ScoringRule(-2.0, _is_judged),
)
OUTDONE_BEHIND = (ScoringRule(-1.0, _outdone_before),)

_BEFORE_AMONG_OTHERS = BEFORE_QUOTATION + OUTDONE_BEFORE
_BEHIND_AMONG_OTHERS = BEHIND_QUOTATION + OUTDONE_BEHIND


def _may_attribute(cue: Cue, index: int) -> bool:
    """Whether a cue can attribute the quotation at `index` at all."""
    is_before = index >= cue.cue[1]
    return is_before or (cue.kind not in _ONLY_BEFORE and cue.finite and cue.first >= index)


def _tells_of_quoted(fit: Fit) -> bool:
    """Whether a cue behind a quotation tells of the quoted words: "“a joke” which amused her"."""
    return fit.is_adjacent and fit.sentence.at(fit.cue.speaker[0]) is RELATIVE


def _is_loose_judgement(fit: Fit) -> bool:
    """Whether a cue behind a quotation judges something else: "“...” is what he called it"."""
    if fit.cue.kind != "judge":
        return False
    behind = fit.sentence.at(fit.cue.last)
    return not (fit.is_adjacent and (behind is None or behind in _ENDS_JUDGEMENT))


def _score(fit: Fit) -> float:
    """How well a cue fits a quotation: the cue's strength and the sum of the rules."""
    rules: Sequence[ScoringRule]
    if fit.is_before:
        rules = _BEFORE_AMONG_OTHERS if fit.others else BEFORE_QUOTATION
    elif _is_loose_judgement(fit) or _tells_of_quoted(fit):
        return 0.0
    else:
        rules = _BEHIND_AMONG_OTHERS if fit.others else BEHIND_QUOTATION
    score = fit.cue.strength
    for rule in rules:
        score += rule.weight * rule.measure(fit)
    return score
