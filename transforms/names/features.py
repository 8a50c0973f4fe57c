"""What the model of names sees of a word: itself, its neighbours, and the rest of the document."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.lexicon import as_listed, listed_phrases, name_lexicon
from dateline.transforms.names.sequence_model import Features

Run = tuple[int, int]
_AFTER_SENTENCE = frozenset('.!?:;“”"•*|–—')
_NO_WORD = "-"
_OPENS_SENTENCE, _OPENS_RUN, _ENDS_RUN = ("first_of_sentence",), ("first",), ("last",)
_BEHIND_WORD = frozenset({" ", ". ", "\u00a0"})
_INSIDE = frozenset({"doc=inside_sentence", "doc=after_title", "doc=ends_run", "doc=speaks"})


def _shape(word: str) -> str:
    if word.islower():
        return "lower"
    if word.isdecimal():
        return "digits"
    if "." in word:
        return "dotted"
    if len(word) == 1:
        return "initial"
    if word.isupper():
        return "upper2" if len(word) < 6 else "upper6"
    if word.istitle():
        return "title"
    return "digits_mixed" if any(c.isdecimal() for c in word) else "mixed"


@lru_cache(maxsize=50_000)
def _kinds(word: str) -> tuple[str, ...]:
    """What lexicons and spelling say of a word by itself."""
    lexicon = name_lexicon()
    lower = word.lower()
    kinds = set(lexicon.words.get(word, ())) or set(lexicon.words.get(as_listed(word), ()))
    kinds |= lexicon.uses.get(lower, frozenset())
    if lower in lexicon.ordinary:
        kinds.add("ordinary")
    return tuple(sorted(kinds)) or ("unlisted",)


def is_ordinary(word: str) -> bool:
    """Whether a word, whatever its case, is mostly written in lower case."""
    return word.lower() in name_lexicon().ordinary


@lru_cache(maxsize=50_000)
def _own(word: str) -> Features:
    lower = word.lower()
    return (
        f"w={lower}",
        f"shape={_shape(word)}",
        f"end3={lower[-3:]}",
        f"end2={lower[-2:]}",
        f"start3={lower[:3]}",
        *(f"is={kind}" for kind in _kinds(word)),
    )


@lru_cache(maxsize=50_000)
def _beside(side: str, word: str) -> Features:
    return (
        f"{side}w={word.lower()}",
        f"{side}shape={_shape(word)}",
        *(f"{side}is={kind}" for kind in _kinds(word)),
    )


@lru_cache(maxsize=50_000)
def _further(side: str, word: str) -> Features:
    return tuple(f"{side}is={kind}" for kind in _kinds(word))


@lru_cache(maxsize=50_000)
def _notes_behind(before: str, *, is_first: bool) -> Features:
    """What the word before a word in a run says of it."""
    kinds = _kinds(before)
    notes = []
    if "title" in kinds:
        notes.append("doc=after_title")
    elif "given" in kinds and not is_first and "ordinary" not in kinds:
        notes.append("doc=after_given")
    elif before == "in":
        notes.append("doc=after_in")
    if before.islower():
        notes.append("doc=inside_sentence")
    if before == "the":
        notes.append("doc=after_the")
    return tuple(notes)


class DocumentView:
    """What the whole document says of each capitalised word in it."""

    def __init__(self, passages: Sequence[tuple[Words, Sequence[Run]]]) -> None:
        self._notes: dict[str, set[str]] = defaultdict(set)
        lower_case: set[str] = set()
        acronyms: set[str] = set()
        for words, runs in passages:
            texts = words.texts
            lower_case.update(filter(str.islower, texts))
            for first, last in runs:
                self._note(words, first, last)
                if last - first > 1:
                    initials = [text[0] for text in texts[first:last] if text[0].isupper()]
                    for start in range(min(3, len(initials) - 1)):
                        acronyms.add("".join(initials[start:]))
        for word, notes in self._notes.items():
            if word.lower() in lower_case:
                notes.add("doc=lower_case")
            if word.isupper() and word in acronyms and len(word) > 1:
                notes.add("doc=acronym")
        # In order, so that the model adds up the same numbers in the same order on every run.
        self._features = {word: tuple(sorted(notes)) for word, notes in self._notes.items()}

    def _note(self, words: Words, first: int, last: int) -> None:
        texts, gaps, seen = words.texts, words.gaps, self._notes
        after = _kinds(texts[last]) if last < len(texts) and gaps[last] in {" ", ","} else ()
        for index in range(first, last):
            if texts[index].islower():
                continue
            notes = seen[texts[index]]
            if index and gaps[index] in _BEHIND_WORD:
                notes.update(_notes_behind(texts[index - 1], is_first=index == first))
        if last - first == 1 and gaps[first].endswith("("):
            seen[texts[first]].add("doc=in_brackets")
        if "speech_verb" in after:
            seen[texts[last - 1]].add("doc=speaks")
        if last - first > 1:
            seen[texts[last - 1]].add("doc=ends_run")
            seen[texts[first]].add("doc=starts_run")
        else:
            seen[texts[first]].add("doc=alone")

    def of(self, word: str) -> Features:
        """The features that a word has from the rest of the document."""
        return self._features.get(word, ())

    def is_plain(self, words: Words, run: Run) -> bool:
        """Whether a run is an ordinary word that only a sentence's start has given a capital."""
        word = words.texts[run[0]]
        return (
            run[1] - run[0] == 1
            and is_ordinary(word)
            and _INSIDE.isdisjoint(self.of(word))
            and _is_sentence_start(words, run[0])
        )


def _is_sentence_start(words: Words, index: int) -> bool:
    return index == 0 or not _AFTER_SENTENCE.isdisjoint(words.gaps[index])


def _listed(words: Words, run: Run) -> dict[int, Features]:
    """Listed names of several words inside a run, as a feature for each of their words."""
    features: dict[int, Features] = {}
    for first, last, what in listed_phrases(words.texts[run[0] : run[1]]):
        features[run[0] + first] = (f"list=B-{what}",)
        for inner in range(first + 1, last):
            features[run[0] + inner] = (f"list=I-{what}",)
    return features


def _context(words: Words, run: Run) -> list[Features]:
    """What each word of a run sees of all of it, and of what stands around it."""
    first, last = run
    texts, gaps = words.texts, words.gaps
    count = len(texts)
    before = texts[first - 1] if first and gaps[first].strip() == "" else _NO_WORD
    after = texts[last] if last < count and gaps[last].strip() == "" else _NO_WORD
    return [
        (f"length={min(last - first, 5)}",),
        _beside("before_", before),
        _beside("after_", after),
        _further("run_last_", texts[last - 1]),
        _further("run_first_", texts[first]),
        (f"gap_before={gaps[first][:2]}", f"gap_after={gaps[last][:2] if last < count else ''}"),
    ]


def run_features(words: Words, run: Run, document: DocumentView) -> list[list[Features]]:
    """The features of each word of a run, in groups that come again with other words."""
    first, last = run
    texts, gaps = words.texts, words.gaps
    listed = _listed(words, run) if last - first > 1 else {}
    context = _context(words, run)
    features = []
    for index in range(first, last):
        text = texts[index]
        row = [_own(text), document.of(text), *context]
        if index == first:
            row.append(_OPENS_SENTENCE if _is_sentence_start(words, first) else _OPENS_RUN)
            if first > 1:
                row.append(_further("before2_", texts[first - 2]))
        else:
            row += (_beside("-1", texts[index - 1]), (f"gap={gaps[index]}",))
            if index > first + 1:
                row.append(_further("-2", texts[index - 2]))
        if index == last - 1:
            row.append(_ENDS_RUN)
        else:
            row += (_beside("+1", texts[index + 1]), (f"next_gap={gaps[index + 1]}",))
            if index + 2 < last:
                row.append(_further("+2", texts[index + 2]))
        if index in listed:
            row.append(listed[index])
        features.append(row)
    return features
