"""A role that several people in a row share: "the French and German foreign ministers A and B"."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.lexicon import is_listed
from dateline.transforms.names.roles import RoleWords, role_before
from dateline.transforms.text.name_words import words_used_as

Person = tuple[int, int]
_OWNERS = frozenset({"nationality", "country"})
_BETWEEN = frozenset({", ", " & "})
_AROUND_AND = frozenset({" ", ", "})


def _follows(words: Words, before: Person, person: Person) -> bool:
    """Whether a person is named right after another in a list."""
    last, first = before[1], person[0]
    if first == last:
        return words.gaps[first] in _BETWEEN
    return (
        first == last + 1
        and words.texts[last] == "and"
        and words.gaps[last] in _AROUND_AND
        and words.gaps[first] == " "
    )


def _lists(words: Words, people: Sequence[Person]) -> Iterator[list[Person]]:
    """The people of a passage who are named in a row, in lists of two or more."""
    row: list[Person] = []
    for person in people:
        if row and not _follows(words, row[-1], person):
            if len(row) > 1:
                yield row
            row = []
        row.append(person)
    if len(row) > 1:
        yield row


def _singular(word: str) -> str | None:
    """The title that a word is the plural of."""
    if word.lower().endswith("s") and word[:-1].lower() in words_used_as("title"):
        return word[:-1]
    return None


def _is_owner(word: str) -> bool:
    return is_listed([word], _OWNERS)


def _has_an_owner_for_each(texts: Sequence[str], count: int) -> bool:
    """Whether a title in the singular is that of as many people as countries stand before it."""
    owners = [text for text in texts if _is_owner(text)]
    return len(owners) == count and "and" in texts and texts[-1].lower() in words_used_as("title")


def _shared(words: Words, role: RoleWords, count: int) -> list[str | None]:
    """The role of each of some people, from the words of the role that all of them share."""
    texts = words.texts[role.first : role.last]
    title = _shared_title(texts, count)
    if title is None or "s" in texts:
        return [None] * count
    named = [text for text in texts[:title] if text != "and"]
    owners = [text for text in named if _is_owner(text)]
    kind = [text for text in named if not _is_owner(text)]
    kind.append(_singular(texts[title]) or texts[title])
    after = texts[title + 1 :]
    return _for_each(list(_roles_of_owners(owners, kind, after)), count)


def _shared_title(texts: Sequence[str], count: int) -> int | None:
    """The index of the last title in the plural, or of one with a country for each person."""
    plurals = [index for index, text in enumerate(texts) if _singular(text) is not None]
    if plurals:
        return plurals[-1]
    return len(texts) - 1 if _has_an_owner_for_each(texts, count) else None


def _roles_of_owners(
    owners: Sequence[str], kind: Sequence[str], after: Sequence[str]
) -> Iterator[str]:
    """A role for each country, or the one role where none is named; nothing where it is unclear.

    Args:
        owners: The countries before the title.
        kind: The title, and the words before it that say which.
        after: The words behind the title.
    """
    owners_behind = " ".join(after[1:]).split(" and ") if after and after[0] == "of" else []
    if owners and not after:
        yield from (" ".join((owner, *kind)) for owner in owners)
    elif not owners and owners_behind and all(map(_is_owner, owners_behind)):
        yield from (" ".join((*kind, "of", owner)) for owner in owners_behind)
    elif not owners and "and" not in after:
        yield " ".join((*kind, *after))


def _for_each(roles: list[str], count: int) -> list[str | None]:
    """One role for each person, the same for all, or none where their numbers differ."""
    if len(roles) == 1:
        return [roles[0]] * count
    return list(roles) if len(roles) == count else [None] * count


def _with_more_owners(words: Words, role: RoleWords) -> RoleWords:
    """A role with the countries that commas part from it: "Polish, French and German ministers"."""
    first = role.first
    while first > 0 and words.gaps[first] == ", " and _is_owner(words.texts[first - 1]):
        first -= 1
    return RoleWords(first, role.last)


def shared_roles(
    words: Words, people: Sequence[Person], named: Collection[int]
) -> Mapping[int, str | None]:
    """The role of each person in a list behind a title in the plural, by the person's first word.

    Each gets their own country where a country stands for each; where it cannot be told whose
    role is which, the role is None. People who share no title are left out.

    Args:
        words: The words of a passage.
        people: First words of the people in it, and past their last, in order.
        named: Indices of words in names of organisations and places.
    """
    roles: dict[int, str | None] = {}
    for row in _lists(words, people):
        first = row[0][0]
        role = role_before(words, first, named)
        if role is None and words.gaps[first] == ", ":
            role = role_before(words, first, named, is_parted=True)
        if role is None:
            continue
        texts = words.texts[role.first : role.last]
        if not any(map(_singular, texts)) and not _has_an_owner_for_each(texts, len(row)):
            continue
        shared = _shared(words, _with_more_owners(words, role), len(row))
        roles.update({person[0]: own for person, own in zip(row, shared, strict=True)})
    return roles
