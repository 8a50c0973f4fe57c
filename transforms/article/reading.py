"""What reading a field gives: its value with where it stands, or why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from dateline.transforms.schema.closed_sets import Basis
from dateline.transforms.schema.content import Evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document; `start` and `end` are code points into its text, end exclusive."""

    text: str
    start: int
    end: int

    def part(self, start: int, end: int) -> "Excerpt":
        """A part of it without the white space around; offsets are code points into `text`."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        part = part.strip()
        return Excerpt(part, self.start + start, self.start + start + len(part))


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A field's value, the spans that it was read from, and what it rests on.

    `spans` are code points into the document's text, end exclusive; none where the value rests on
    something else than the text. `basis` says how the value was found and, where it is null, why;
    it is empty for what needs no evidence, the text itself. `confidence` is how likely the value
    is right, from 0 to 1, where that was measured; most fields give none. `against` is what speaks
    for another value: what the metadata state where the page says otherwise, or the reverse.
    """

    value: T | None
    basis: str
    spans: tuple[tuple[int, int], ...] = ()
    confidence: float | None = field(default=None, kw_only=True)
    against: str | None = field(default=None, kw_only=True)

    def columns(self, field: str) -> Iterator[tuple[str, object]]:
        """The columns of `articles` that it fills."""
        yield field, self.value

    def evidence(self, field: str) -> Iterator[Evidence]:
        """The rows that say where the value stands or what it rests on."""
        for start, end in self.spans:
            yield Evidence(field, start, end, self.basis)
        if self.basis and not self.spans:
            yield Evidence(field, None, None, self.basis)
        if self.against:
            yield Evidence(field, None, None, self.against)


@dataclass(frozen=True, slots=True)
class DateReading(Reading[date]):
    """A date, which may be known in part only: then `value` is null and `edtf` is not."""

    edtf: str | None = None
    precision: str | None = None

    def columns(self, field: str) -> Iterator[tuple[str, object]]:
        """The columns of `articles` that it fills."""
        yield field, self.value
        yield f"{field}_text", self.edtf
        yield f"{field}_precision", self.precision
        yield f"{field}_basis", None if self.edtf is None else self.basis


def stated(excerpt: Excerpt | None, *, otherwise: str) -> Reading[str]:
    """Read a field that the page states as it is; `otherwise` says why it is null."""
    if excerpt is None:
        return Reading(None, otherwise)
    return Reading(excerpt.text, Basis.STATED, ((excerpt.start, excerpt.end),))
