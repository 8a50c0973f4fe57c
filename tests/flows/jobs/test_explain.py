import io
from dataclasses import replace

from made_rows import good_rows
from rich.console import Console

from dateline.flows.jobs.explain import Explanation
from dateline.flows.show.explanation import print_explanation
from dateline.transforms.schema.content import Quote, Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Document, Line

ROWS = good_rows()


def page(text: str, mentions: list[tuple[int, int]], quotes: list[tuple[int, int]]) -> Explanation:
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    ends = [*starts[1:], len(text)]
    (document, *_), (line, *_) = ROWS[Document], ROWS[Line]
    (quote, *_), (mention, *_) = ROWS[Quote], ROWS[Mention]
    return Explanation(
        document=replace(document, text=text),
        lines=[
            replace(line, line_number=number, start=start, end=end, label="body")
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ],
        article=None,
        article_fields=[],
        related_posts=[],
        quotes=[
            replace(quote, segments=(Span(*span),), speaker_start=None, speaker_end=None)
            for span in quotes
        ],
        mentions=[replace(mention, start=start, end=end) for start, end in mentions],
        times=[],
    )


def drawn(explained: Explanation, *, colours: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=colours, color_system="standard", width=200)
    print_explanation(console, explained)
    return out.getvalue()


def test_marks_stay_in_place_across_lines_and_escapes() -> None:
    text = "\x1b[2J Ann said “we\nwill see Bo” there"
    ann, bo = text.index("Ann"), text.index("Bo")
    quote = (text.index("we"), text.index("”"))
    shown = drawn(page(text, [(ann, ann + 3), (bo, bo + 2)], [quote]), colours=True)
    assert r"\x1b[2J" in shown
    assert "\x1b[2J" not in shown
    assert "\x1b[1;32mAnn\x1b[0m" in shown
    assert "\x1b[3;32mwe\x1b[0m" in shown
    assert "\x1b[3;32mwill see \x1b[0m" in shown
    assert "\x1b[1;3;32mBo\x1b[0m" in shown
