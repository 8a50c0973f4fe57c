"""Texts with the names in them, and how the labels of a corpus are mended to be those of news."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dateline.transforms.names.candidates import Words, runs, split_words
from dateline.transforms.names.entities import entity_name
from dateline.transforms.names.features import Run, is_ordinary
from dateline.transforms.names.lexicon import name_lexicon
from dateline.transforms.text.name_words import words_used_as

NOT_IN_PERSON = {"organisation_head", "place_head", "title", "role"}
LISTED_NOT_PERSON = {"country", "known_organisation", "known_place", "nationality"}


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of a text, in code points."""

    start: int
    end: int
    kind: str

    def overlaps(self, other: "Span") -> bool:
        """Whether two stretches share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its names; `weight` is how often training sees it.

    Runs that begin in `unsure` are not trained on.
    """

    name: str
    text: str
    spans: tuple[Span, ...]
    weight: int
    unsure: frozenset[int] = frozenset()

    def passages(self) -> list[tuple[Words, list[Run]]]:
        """The words and runs of each line."""
        found = []
        start = 0
        for line in self.text.splitlines(keepends=True):
            words = split_words(self.text, start, start + len(line))
            found.append((words, list(runs(words))))
            start += len(line)
        return found

    def with_spans(self, spans: Iterable[Span]) -> "Labelled":
        """The same text with other names."""
        ordered = tuple(sorted(spans, key=lambda span: span.start))
        return replace(self, spans=ordered)


def _without_title(text: str, span: Span) -> Span | None:
    """A person's name without the titles before it; None for a people or a bare title."""
    lexicon = name_lexicon()
    words = split_words(text, span.start, span.end)
    if not words.texts:
        return None
    titles = [
        place
        for place, word in enumerate(words.texts[:-1])
        if word.lower() in words_used_as("title")
    ]
    first = titles[-1] + 1 if titles else 0
    last = words.texts[-1]
    is_alone = first == len(words.texts) - 1
    if is_alone and (
        "nationality" in lexicon.words.get(last, ())
        or last.lower() in words_used_as("movement") | words_used_as("title")
        or last.endswith(("ians", "ans", "ers", "ese"))
    ):
        return None
    return Span(words.starts[first], span.end, span.kind)


def mended(document: Labelled) -> Labelled:
    """The names of a document of GUM by the conventions of news: see `train_names.py`."""
    spans = []
    for span in document.spans:
        text = document.text[span.start : span.end]
        kind = span.kind
        if kind == "organisation" and (
            "country" in name_lexicon().words.get(text, ())
            or entity_name("place", text) != text
            or text in {"North Korea", "South Korea", "United States"}
        ):
            kind = "place"
        if kind == "person":
            stripped = _without_title(document.text, span)
            if stripped is not None:
                spans.append(stripped)
        else:
            spans.append(Span(span.start, span.end, kind))
    return document.with_spans(spans)


def _full_names(words: Words, run: Run) -> Span | None:
    """A run that is a listed given name and one to three more names, by lexicons alone."""
    lexicon = name_lexicon()
    texts = words.texts[run[0] : run[1]]
    if not 2 <= len(texts) <= 4 or "given" not in lexicon.words.get(texts[0], ()):
        return None
    for place, text in enumerate(texts):
        if (
            is_ordinary(text)
            or not text[0].isupper()
            or text.lower() in words_used_as("calendar")
            or (place and words.gaps[run[0] + place] != " ")
            or (place and NOT_IN_PERSON & lexicon.uses.get(text.lower(), frozenset()))
            or (place and LISTED_NOT_PERSON & lexicon.words.get(text, frozenset()))
            or (place == 1 and len(text) < 3)
        ):
            return None
    return Span(words.starts[run[0]], words.ends[run[1] - 1], "person")


def completed(document: Labelled) -> Labelled:
    """A document with full names that lexicons know, and with its names wherever they recur."""
    spans = list(document.spans)
    passages = document.passages()

    def add(span: Span) -> None:
        if not any(span.overlaps(other) for other in spans):
            spans.append(span)

    for words, found in passages:
        for run in found:
            if (span := _full_names(words, run)) is not None:
                add(span)
    kinds: dict[tuple[str, ...], str] = {}
    for span in spans:
        texts = split_words(document.text, span.start, span.end).texts
        kinds[texts] = span.kind
        if span.kind == "person":
            kinds.setdefault(texts[-1:], "person")
    for words, found in passages:
        for first, last in found:
            for size in range(min(5, last - first), 0, -1):
                if size == 1 and last - first > 2:
                    continue
                for place in range(first, last - size + 1):
                    texts = words.texts[place : place + size]
                    if texts in kinds and not (size == 1 and is_ordinary(texts[0])):
                        add(Span(words.starts[place], words.ends[place + size - 1], kinds[texts]))
    return document.with_spans(spans)


def corrected(document: Labelled, corrections: Mapping[str, str]) -> Labelled:
    """A document with each name in `corrections` labelled so wherever it stands, longest first."""
    wanted = {split_words(name, 0, len(name)).texts: kind for name, kind in corrections.items()}
    if not wanted:
        return document
    decided = [span for words, _ in document.passages() for span in _names_in(words, wanted)]
    spans = []
    for span in document.spans:
        inside = [other for other in decided if other.overlaps(span)]
        # The fuller form of a corrected name of the same kind stays whole.
        if [other.kind for other in inside] == [span.kind] and (
            span.start <= inside[0].start and inside[0].end <= span.end
        ):
            decided.remove(inside[0])
            spans.append(span)
        elif not inside:
            spans.append(span)
    return document.with_spans(spans + [span for span in decided if span.kind != "none"])


def _names_in(words: Words, wanted: Mapping[tuple[str, ...], str]) -> Iterator[Span]:
    """The wanted names in a passage, each with its kind, the longest first."""
    longest = max(map(len, wanted))
    index = 0
    while index < len(words.texts):
        for end in range(min(index + longest, len(words.texts)), index, -1):
            kind = wanted.get(words.texts[index:end])
            if kind is not None:
                yield Span(words.starts[index], words.ends[end - 1], kind)
                index = end - 1
                break
        index += 1
