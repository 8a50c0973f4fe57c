"""Who said what: the quotations of an article, with their speakers."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.quotes.confidence import confidence
from transforms.quotes.detection import is_quotation, kind_of, word_count
from transforms.quotes.paragraphs import Attribution, Found, read_paragraphs
from transforms.quotes.speaker_resolution import SpeakerResolver
from transforms.schema.content import Mention, Quote, Span
from transforms.text.passages import ArticleText, PassageKind


def find_quotes(article: ArticleText, mentions: Sequence[Mention]) -> list[Quote]:
    """The quotations of an article, in order of their first character.

    Marks of all common styles are read in any language. Speakers, cues and indirect speech are
    read in English only: where the article's language is known to be another, quotations of four
    words and more stay, without a speaker.

    Args:
        article: The article's text and passages.
        mentions: The people, organisations and places of the same article, for speakers' names.

    Returns:
        Direct, mixed and indirect quotations, numbered from 0. `segments` are the stretches
        between quotation marks; a quotation over several paragraphs has one for each.
    """
    text = article.text
    paragraphs = read_paragraphs(article)
    found = [item for paragraph in paragraphs for item in paragraph.found]
    rows = [_row(text, group) for group in _grouped(article, found)]
    for paragraph in paragraphs:
        rows.extend(
            Row((), span.start, span.end, "indirect", attribution)
            for span, attribution in paragraph.reported
        )
    rows.sort(key=lambda row: (row.start, row.end))
    resolver = SpeakerResolver(
        text,
        mentions,
        [Span(item.quoted.start, item.quoted.end) for item in found],
        [passage.start for passage in article.passages],
    )
    quotes = []
    for number, row in enumerate(rows):
        at = row.attribution
        speaker = resolver.resolve(at.speaker) if at.speaker is not None else None
        quotes.append(
            Quote(
                document_id=article.document_id,
                quote_number=number,
                segments=row.segments,
                start=row.start,
                end=row.end,
                text=text[row.start : row.end],
                kind=row.kind,
                speaker_text=text[at.speaker.start : at.speaker.end] if at.speaker else None,
                speaker_start=at.speaker.start if at.speaker else None,
                speaker_end=at.speaker.end if at.speaker else None,
                speaker=speaker.name if speaker else None,
                speaker_entity_id=speaker.entity_id if speaker else None,
                cue=text[at.cue.start : at.cue.end] if at.cue else None,
                cue_start=at.cue.start if at.cue else None,
                cue_end=at.cue.end if at.cue else None,
                via=tuple(text[span.start : span.end] for span in at.via),
                confidence=confidence(at.rule, row.kind, _quoted_words(text, row)),
                rule=at.rule,
            )
        )
    return quotes


@dataclass(frozen=True, slots=True)
class Row:
    """A quotation about to be written: where it is, its kind and what attributes it."""

    segments: tuple[Span, ...]
    start: int
    end: int
    kind: str
    attribution: Attribution


def _grouped(article: ArticleText, found: Sequence[Found]) -> list[list[Found]]:
    """Quotations with the stretches that belong together.

    A stretch continues the one before when that one's paragraph ends without a closing mark and
    this one opens the next; or when both stand in one sentence around their speaker.
    """
    groups: list[list[Found]] = []
    for item in found:
        if not _is_kept(article, item):
            continue
        last = groups[-1][-1] if groups else None
        if last is not None and (
            item.continues is last
            or (
                item.sentence is last.sentence
                and item.attribution.cue is not None
                and item.attribution.cue == last.attribution.cue
                and last.quoted.end <= item.attribution.cue.start < item.quoted.start
                and item.sentence.classes[item.place - 1] in ",:-SaDPnh"
                and kind_of(last.sentence, last.place, _words_of(article, last)) == "direct"
            )
        ):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _words_of(article: ArticleText, item: Found) -> str:
    return article.text[item.quoted.start : item.quoted.end]


def _row(text: str, group: Sequence[Found]) -> Row:
    first = group[0]
    segments = tuple(Span(item.quoted.start, item.quoted.end) for item in group)
    kind = kind_of(first.sentence, first.place, text[first.quoted.start : first.quoted.end])
    return Row(segments, segments[0].start, segments[-1].end, kind, first.attribution)


def _is_kept(article: ArticleText, item: Found) -> bool:
    single_title = (
        len(item.quoted.mark) == 1
        and item.quoted.mark in "‘'"
        and article.passages[item.passage].kind is not PassageKind.PARAGRAPH
    )
    text = article.text[item.quoted.start : item.quoted.end]
    return is_quotation(item.sentence, item.place, text, item.attribution.rule, single_title)


def _quoted_words(text: str, row: Row) -> int:
    return sum(word_count(text[span.start : span.end]) for span in row.segments)
