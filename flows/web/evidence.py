"""Why a value is what it is, in words and spans, as a page shows it beside the value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from dateline.transforms.schema.closed_sets import IdentityBasis, SpeakerBasis, SpeakerReason
from dateline.transforms.schema.content import Article, ArticleField, Quote
from dateline.transforms.schema.names import Mention

_LONGEST_EVIDENCE = 160
_OF_OTHER_PARTS = frozenset({"document_id", "article_body", "evidence", "text_id"})

_SPEAKER_BASES: Mapping[str, str] = {
    SpeakerBasis.NAME: "named beside the words",
    SpeakerBasis.GROUP: "a group named beside the words",
    SpeakerBasis.ROLE: "the only one on the page with this role",
    SpeakerBasis.PRONOUN: "a pronoun for who was named before",
    SpeakerBasis.RELATIVE: "a relative pronoun for who is named before it",
    SpeakerBasis.ISSUER: "who issued the text",
    SpeakerBasis.AUTHOR: "who wrote the text",
    SpeakerBasis.TURN: "whose turn it is in a transcript",
}
_SPEAKER_REASONS: Mapping[str, str] = {
    SpeakerReason.UNATTRIBUTED: "the text attributes the words to nobody",
    SpeakerReason.UNNAMED: "the text names nobody for the speaker that it mentions",
    SpeakerReason.UNRESOLVED: "several could be meant",
    SpeakerReason.OTHER_LANGUAGE: "speakers are not read in this language",
}
_IDENTITY_BASES: Mapping[str, str] = {
    IdentityBasis.NAME: "by its name in full",
    IdentityBasis.PAGE: "the short form of a name on this page",
    IdentityBasis.ALIAS: "a form of the name that a lexicon lists",
    IdentityBasis.LEXICON: "by a lexicon of names",
    IdentityBasis.OFFICE: "the bearer of the name has the same office on other pages",
    IdentityBasis.COUNTRY: "the bearer of the name is of the same country on other pages",
    IdentityBasis.SOLE_BEARER: "the only bearer of the name on all pages",
    IdentityBasis.ACRONYM: "an acronym that another page introduces",
    IdentityBasis.MIDDLE_NAME: "the same name with or without a middle name",
    IdentityBasis.TRANSLITERATION: "the same name in another script",
    IdentityBasis.UNRESOLVED: "not joined to any other name",
}


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """A field of an article as text, empty for null, and where it came from or why it is null."""

    name: str
    value: str
    basis: str
    start: int | None
    end: int | None
    excerpt: str


def field_evidence(
    article: Article | None, own_fields: Sequence[ArticleField], text: str
) -> Iterator[FieldEvidence]:
    """The fields of an article, those that packages bring last.

    Args:
        article: The article, if the page has one.
        own_fields: What packages read.
        text: The text of the page.
    """
    for field in fields(article) if article is not None else ():
        if field.name in _OF_OTHER_PARTS:
            continue
        value = getattr(article, field.name)
        pieces = [it for it in article.evidence if it.field == field.name] if article else []
        spans = [it for it in pieces if it.start is not None]
        start, end = (spans[0].start, spans[-1].end) if spans else (None, None)
        yield FieldEvidence(
            field.name,
            _as_text(value),
            ", ".join(dict.fromkeys(it.basis for it in pieces)),
            start,
            end,
            excerpt_of(text, start, end),
        )
    for own in own_fields:
        yield FieldEvidence(
            own.field,
            own.value or "",
            own.basis or own.reason or "",
            own.start,
            own.end,
            excerpt_of(text, own.start, own.end),
        )


def excerpt_of(text: str, start: int | None, end: int | None) -> str:
    """What stands at a span, cut where it is long."""
    if start is None or end is None:
        return ""
    part = " ".join(text[start : min(end, start + 2 * _LONGEST_EVIDENCE)].split())
    return part if len(part) <= _LONGEST_EVIDENCE else f"{part[: _LONGEST_EVIDENCE - 1]}…"


def why_speaker(quote: Quote) -> Sequence[str]:
    """Why a quotation has its speaker, or none, in phrases."""
    why = []
    if quote.speaker_basis is not None:
        why.append(_SPEAKER_BASES.get(quote.speaker_basis, quote.speaker_basis))
    if quote.speaker_reason is not None:
        why.append(_SPEAKER_REASONS.get(quote.speaker_reason, quote.speaker_reason))
    if quote.speaker_text is not None and quote.speaker_text != quote.speaker:
        why.append(f"written as “{quote.speaker_text}”")
    if quote.cue is not None:
        why.append(f"attributed by “{quote.cue}”")
    if quote.via:
        why.append(f"through {', '.join(quote.via)}")
    if quote.speaker_candidates:
        why.append(f"it could also be {', '.join(quote.speaker_candidates)}")
    return [*why, f"rule {quote.rule or '—'}", f"right in {quote.confidence:.0%} of such cases"]


def why_entity(mention: Mention) -> Sequence[str]:
    """What a mention names, and why, in phrases."""
    why = [mention.kind, mention.name]
    if mention.role is not None:
        why.append(mention.role)
    if mention.resolved_by is not None:
        why.append(_IDENTITY_BASES.get(mention.resolved_by, mention.resolved_by))
    if mention.country is not None:
        why.append(mention.country)
    return [*why, f"rule {mention.rule or '—'}", f"right in {mention.confidence:.0%} of such cases"]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
