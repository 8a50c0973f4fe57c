"""Speakers carried from one passage to the next, and quotations that run over several."""

from collections.abc import Sequence
from itertools import pairwise

from dateline.transforms.quotes.matcher import Sentence
from dateline.transforms.quotes.paragraphs import (
    UNATTRIBUTED,
    Attribution,
    FoundQuotation,
    Paragraph,
    mark_paragraph,
    opening_span,
    read_paragraph,
)
from dateline.transforms.quotes.word_classes import (
    DASH,
    ELLIPSIS,
    FULL_STOP,
    NAME,
    OTHER_MARK,
    QUOTATION,
    classes,
)
from dateline.transforms.schema.content import Span
from dateline.transforms.text.passages import ArticleText

_NOTHING_ELSE = classes(
    QUOTATION,
    FULL_STOP,
    DASH,
    OTHER_MARK,
    ELLIPSIS,
)
_LONGEST_SIGNATURE = 16


def read_paragraphs(article: ArticleText) -> list[Paragraph]:
    """Every passage of an article with its quotations, attributed where the article is English."""
    is_read = article.language is None or article.language.split("-")[0] == "en"
    read = read_paragraph if is_read else mark_paragraph
    paragraphs = [read(article, passage, number) for number, passage in enumerate(article.passages)]
    _link(paragraphs)
    if is_read:
        _fill(paragraphs)
        _rest_on_sources(paragraphs)
    return paragraphs


def _rest_on_sources(paragraphs: Sequence[Paragraph]) -> None:
    """Let a quotation rest on the source of the passage that leads to it: "As AFP reports, ..."."""
    for previous, paragraph in pairwise(paragraphs):
        if previous.found or not paragraph.found:
            continue
        first = paragraph.found[0]
        opens = first.quoted.outer_start == paragraph.passage.start
        if opens and first.attribution.speaker is not None and not first.attribution.via:
            first.attribution = first.attribution._replace(via=tuple(previous.sources()))


def _link(paragraphs: Sequence[Paragraph]) -> None:
    """Join quotations that run over several paragraphs, and share the attribution of the last."""
    for previous, paragraph in pairwise(paragraphs):
        if not previous.found or not paragraph.found:
            continue
        last, first = previous.found[-1], paragraph.found[0]
        if not last.quoted.closed and first.quoted.outer_start == paragraph.passage.start:
            first.continues = last
    for paragraph in reversed(paragraphs):
        for quotation in paragraph.found[:1]:
            earlier = quotation.continues
            if not quotation.is_own or earlier is None:
                continue
            if earlier.attribution is UNATTRIBUTED:
                earlier.attribution = quotation.attribution.by("continued")
                earlier.is_own = True


def _fill(paragraphs: Sequence[Paragraph]) -> None:
    """Attribute what its own passage does not: continued, announced and carried quotations."""
    for number, paragraph in enumerate(paragraphs):
        previous = paragraphs[number - 1] if number else None
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        for quotation in paragraph.found:
            if quotation.attribution is not UNATTRIBUTED or not _stands_alone(quotation.sentence):
                continue
            signed = _signature(quotation, following) if following is not None else None
            if signed is not None:
                quotation.attribution = Attribution(signed, None, "signature")
            elif quotation.continues is not None:
                quotation.attribution = quotation.continues.attribution.by("continued")
            else:
                quotation.attribution = _carried(previous, following)


def _stands_alone(sentence: Sentence) -> bool:
    """Whether a sentence is nothing but quotations, at its beginning and its end."""
    return sentence.has_only(_NOTHING_ELSE)


def _signature(quotation: FoundQuotation, following: Paragraph) -> Span | None:
    """The name under a quotation set apart, where one pair of marks encloses both."""
    if quotation.quoted.closed or following.found or len(following.sentences) != 1:
        return None
    sentence = following.sentences[0]
    opens_with_name = sentence.is_row(0, 2, NAME, NAME)
    if len(sentence) > _LONGEST_SIGNATURE or not opens_with_name:
        return None
    is_enclosed = following.passage.end - sentence.span((0, len(sentence)))[1] >= 1
    return opening_span(sentence) if is_enclosed else None


def _carried(previous: Paragraph | None, following: Paragraph | None) -> Attribution:
    """Who speaks in a paragraph that is nothing but a quotation."""
    lead = None if previous is None else previous.lead()
    if lead is not None:
        return lead.by("colon")
    ahead = _opening_attribution(following) if following is not None else None
    if ahead is not None and (previous is None or not previous.found):
        return ahead.by("carried back")
    if previous is None:
        return UNATTRIBUTED
    topic = previous.last_speaker()
    if previous.found and topic is not None and topic.cue is not None:
        return topic.by("carried over")
    if previous.found and previous.found[-1].attribution.speaker is not None:
        return previous.found[-1].attribution.by("carried over")
    return UNATTRIBUTED if topic is None or topic.cue is None else topic.by("carried topic")


def _opening_attribution(paragraph: Paragraph) -> Attribution | None:
    """The attribution of a quotation that opens a paragraph."""
    if not paragraph.found:
        return None
    first = paragraph.found[0]
    if first.is_own and first.quoted.outer_start - paragraph.passage.start <= 1:
        return first.attribution
    return None
