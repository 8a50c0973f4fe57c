"""Names without the endings that a sentence puts on them: "Блинкена" is a form of "Блинкен".

An ending often fits several base forms, or is none: "Иванова" is a woman, or a man in the genitive.
A form counts that the document has elsewhere, that a lexicon lists, or that no other reading is
left for. Where nothing tells, a name stays as it is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from operator import eq

from dateline.transforms.names.multilingual.endings import (
    BaseForm,
    agrees_in_case,
    base_forms,
    is_vowel,
)
from dateline.transforms.names.multilingual.lexicon import (
    genders_of_given_names,
    is_listed_given_name,
    is_listed_surname,
    listed_places,
)
from dateline.transforms.names.multilingual.tokens import CLOSING_QUOTES, OPENING_QUOTES, head_of
from dateline.transforms.schema.closed_sets import EntityKind

_AROUND_NAMES = "\"'" + "".join(sorted(OPENING_QUOTES | CLOSING_QUOTES))
_DEFINITE = "definite"
# No name in the nominative ends so in all its words.
_TELLING_CASES = frozenset({"instrumental", "dative"})
_GENDERS = ("male", "female")
_MOST_WORDS_OF_NAME, _MOST_FORMS = 4, 60

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as a text has it, with plain spaces."""

    kind: str
    text: str


def _words(name: WrittenName) -> _Words:
    words = name.text.split()
    plain = " ".join((*words[:-1], head_of(words[-1]))).strip(_AROUND_NAMES) if words else ""
    return tuple(plain.split()) or (name.text,)


class BaseNames:
    """The base forms of the names of one document."""

    def __init__(self, language: str, names: Sequence[WrittenName]) -> None:
        self._language = language
        self._written = {(name.kind, _words(name)) for name in names}
        people = [_words(name) for name in names if name.kind == EntityKind.PERSON]
        self._alone = {(self._definite(words) or words)[0] for words in people if len(words) == 1}
        self._surnames = {self._full_person(words)[-1] for words in people if len(words) > 1}

    def of(self, name: WrittenName) -> str:
        """The base form of a name; the name itself where that is not known."""
        words = _words(name)
        if name.kind == EntityKind.PERSON:
            found = self._full_person(words) if len(words) > 1 else self._lone_word(words)
        elif name.kind == EntityKind.PLACE:
            found = self._place(words)
        else:
            found = self._last_word_of(name.kind, "organisation", words)
        return " ".join(found)

    def _full_person(self, words: _Words) -> _Words:
        if not agrees_in_case(self._language):
            return self._last_word_of(EntityKind.PERSON, "surname", words)
        if len(words) > _MOST_WORDS_OF_NAME:
            return words
        candidates = list(islice(self._agreeing(words), _MOST_FORMS))
        for bases, _ in candidates:
            if (EntityKind.PERSON, bases) in self._written:
                return bases
        if is_listed_given_name(self._language, words[0]):
            return words
        genders = genders_of_given_names(self._language)
        known = {
            bases
            for bases, case in candidates
            if is_listed_given_name(self._language, bases[0])
            and case.gender == genders.get(bases[0], case.gender)
        }
        if known:
            return self._surest(known, words) or words
        telling = {
            bases
            for bases, case in candidates
            if case.case in _TELLING_CASES and not any(map(eq, bases, words))
        }
        return self._surest(telling, words) or words

    def _surest(self, candidates: set[_Words], words: _Words) -> _Words | None:
        """The only base form of which most words differ, or the only one with a listed surname."""
        kept = {bases: sum(map(eq, bases, words)) for bases in candidates}
        candidates = {bases for bases in kept if kept[bases] == min(kept.values())}
        if len(candidates) > 1:
            candidates = {
                bases for bases in candidates if is_listed_surname(self._language, bases[-1])
            }
        return next(iter(candidates)) if len(candidates) == 1 else None

    def _agreeing(self, words: _Words) -> Iterator[tuple[_Words, BaseForm]]:
        """Base forms of all words in one case and gender; at least one word is bent."""
        cases = dict.fromkeys(
            form.case for word in words for form in base_forms(self._language, "", word)
        )
        for case in cases:
            for gender in _GENDERS:
                found = [
                    list(self._forms_in(case, gender, word, is_last=index == len(words) - 1))
                    for index, word in enumerate(words)
                ]
                for bases in islice(product(*found), _MOST_FORMS):
                    if bases != words:
                        yield bases, BaseForm("", gender, case)

    def _forms_in(self, case: str, gender: str, word: str, *, is_last: bool) -> Iterator[str]:
        use = "surname" if is_last else "given"
        for form in base_forms(self._language, use, word):
            if form.case == case and form.gender in ("", gender):
                yield form.text
        if is_vowel(word[-1]) or gender == "female" or word.endswith("."):
            yield word

    def _lone_word(self, words: _Words) -> _Words:
        (word,) = words
        if word in self._surnames:
            return words
        forms = base_forms(self._language, "surname", word)
        known = (form.text for form in forms if form.text in self._surnames)
        alone = (form.text for form in forms if (EntityKind.PERSON, (form.text,)) in self._written)
        found = next(known, None) or next(alone, None)
        return (found,) if found else self._last_word_of(EntityKind.PERSON, "surname", words)

    def _last_word_of(self, kind: str, use: str, words: _Words) -> _Words:
        """A name whose last word alone can be bent."""
        *before, last = words
        forms = [form for form in base_forms(self._language, use, last) if form.text != last]
        for form in forms:
            if (kind, (*before, form.text)) in self._written or (
                kind == EntityKind.PERSON and before and form.text in self._alone
            ):
                return (*before, form.text)
        if agrees_in_case(self._language):
            return words
        if definite := self._definite(words):
            return definite
        if kind == EntityKind.PERSON and not is_listed_surname(self._language, last):
            for form in forms:
                if is_listed_surname(self._language, form.text):
                    return (*before, form.text)
        return words

    def _definite(self, words: _Words) -> _Words | None:
        """A name without an article that no name ends with: "ը", and "ն" behind a consonant."""
        *before, last = words
        for form in base_forms(self._language, "surname", last):
            if form.case == _DEFINITE and len(last) > 1 and not is_vowel(last[-2]):
                return (*before, form.text)
        return None

    def _place(self, words: _Words) -> _Words:
        listed = listed_places(self._language)
        if " ".join(words) in listed or len(words) > _MOST_WORDS_OF_NAME:
            return words
        forms = [
            dict.fromkeys((word, *(f.text for f in base_forms(self._language, "place", word))))
            for word in words
        ]
        for bases in islice(product(*forms), _MOST_FORMS):
            if " ".join(bases) in listed:
                return bases
        return self._last_word_of(EntityKind.PLACE, "place", words)
