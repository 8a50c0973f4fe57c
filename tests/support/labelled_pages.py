"""Pages whose lines are labelled by the test, as the fields of an article see them."""

from datetime import datetime

import numpy as np

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.lines.header import Header
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.text.page import Metadata, Page

PARAGRAPH = (
    "The minister said that the talks would go on for another week in the capital of the land."
)
GERMAN = "Der Minister sagte, dass die Gespräche noch eine weitere Woche in der Hauptstadt dauern."


def article_page(
    *lines: tuple[str, str],
    url: str | None = None,
    metadata: Metadata | None = None,
    fetched_at: datetime | None = None,
    rule: str = "line_model",
) -> ArticlePage:
    """A page of lines, each a label and a text; one of them at least is `body`.

    `rule` is the rule that labelled all of them.
    """
    labels = [label for label, _ in lines]
    page = Page("page", "\n".join(text for _, text in lines), url, fetched_at, metadata)
    split = split_lines([page.text])
    body = [index for index, label in enumerate(labels) if label == "body"]
    header = Header(
        headline=labels.index("headline") if "headline" in labels else None,
        section=labels.index("section") if "section" in labels else None,
        repeats=(),
        body=range(body[0], body[-1] + 1),
    )
    return ArticlePage(
        page,
        split,
        Labels(
            label=np.array([LABEL_CODES[label] for label in labels], np.int8),
            is_body=np.array([label == "body" for label in labels]),
            rule=np.full(len(labels), RULE_CODES[rule], np.int8),
            score=np.zeros(len(labels)),
            headers=(header,),
        ),
        range(len(labels)),
        header,
    )
