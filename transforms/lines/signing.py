"""Lines that sign a text: the author's name under its last paragraph, or a bio that opens it."""

from dataclasses import replace

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.header import Header
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.bylines import opening_author, read_byline
from dateline.transforms.text.language import identify_language
from dateline.transforms.text.person_names import is_known_name, is_likely_name

_LONGEST_SIGNED_NAME = 40
_MOST_SIGNED_WORDS = 3
_OPENING_LINES = 2
_PARAGRAPH_ENDS = ".!?…\"'”’»)։।。"
# So many lines of the text tell its language, and whom it is about.
_TELLING_LINES = 12


def label_signature(draft: DraftLabels, header: Header, indices: range) -> Header:
    """Label a name that stands alone under the text as its byline, and give the header without it.

    The line model may take it for the text's last line.
    """
    below = range(header.body.stop, indices.stop)
    after = next((index for index in below if draft.texts[index]), None)
    body = [index for index in header.body if draft.has(index, LineLabel.BODY)]
    if len(body) < _OPENING_LINES:
        return header
    if _is_signature(draft, body[-1], body[:-1]):
        draft.give(body[-1], LineLabel.BYLINE, "signature_alone")
        return replace(header, body=range(header.body.start, body[-2] + 1))
    if (
        after is not None
        and draft.has(after, LineLabel.OTHER)
        and _is_signature(draft, after, body)
    ):
        draft.give(after, LineLabel.BYLINE, "signature_alone")
    return header


def _is_signature(draft: DraftLabels, index: int, body: list[int]) -> bool:
    """Whether a line under a body is nothing but a name, and of nobody whom the text tells of."""
    text = draft.texts[index]
    if len(text) > _LONGEST_SIGNED_NAME or not 0 < text.count(" ") < _MOST_SIGNED_WORDS:
        return False
    if draft.texts[body[-1]][-1] not in _PARAGRAPH_ENDS:
        return False
    byline = read_byline(text, is_likely=True)
    if byline is None or byline.is_said or byline.names != ((0, len(text)),):
        return False
    surname = text.split()[-1]
    if any(surname in draft.texts[i] for i in body):
        return False
    if is_known_name(text):
        return True
    opening = " ".join(draft.texts[i] for i in body[:_TELLING_LINES])
    return identify_language(opening) == "en" and is_likely_name(text, is_english=True)


def label_opening_bio(draft: DraftLabels, header: Header) -> None:
    """Label a first line such as `By Ann Lee, a reporter who has covered harbours for a decade`."""
    body = [index for index in header.body if draft.has(index, LineLabel.BODY)]
    for index in body[:_OPENING_LINES] if len(body) > _OPENING_LINES else ():
        if opening_author(draft.texts[index]):
            draft.give(index, LineLabel.AUTHOR_BIO, "author_box")
