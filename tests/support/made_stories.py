"""Pages of stories made up for the tests: each has its words, and some are made of others."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from hashlib import sha256

import numpy as np
import pyarrow as pa
from made_batches import DAY, tables, with_column

from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.stories.sketches import sketch_table
from dateline.transforms.stories.text_identity import text_id
from dateline.transforms.text.page import Page

WORDS = """
harbour council vote wall flood storm winter engineer cost crown repair street market boat quay tide
water stone work plan money state home family town night morning rain wind wave
"""
PEOPLE = ("Ana Ruiz", "Bo Lind", "Quay Bank", "Cy Olm")
# Three reports on one event, of which the second is like both others, and one on another event.
FERRY = (
    "The ferry Halvard ran aground off Skarvik on Monday with 214 passengers aboard, and the "
    "lifeboats of Nordholm brought all of them to shore. Captain Sigrid Thorsen said that the "
    "rudder had jammed in the strait. The shipowner Brevik Lines has stopped its sailings."
)
FERRY_RETOLD = (
    "All 214 people on the Halvard are safe. Lifeboats from Nordholm took them off on Monday after "
    "the ship hit rocks near Skarvik with a jammed rudder, according to Sigrid Thorsen, its "
    "captain. Brevik Lines cancelled every crossing of the strait."
)
FERRY_INQUIRY = (
    "Investigators have boarded the Halvard near Skarvik. They want to know from Brevik Lines why "
    "nobody noticed that its rudder jammed in the strait; 214 people owe the lifeboats of Nordholm "
    "their lives. Sigrid Thorsen, the captain, was questioned."
)
FERRY_FARES = (
    "Brevik Lines will raise its fares by a tenth from May. Travellers between Skarvik and "
    "Nordholm pay more than they did, and the owner blames the price of fuel. A spokeswoman, Ida "
    "Moen, said that children would still travel free of charge."
)


def sentences(seed: int, count: int = 10) -> list[str]:
    """Sentences of a vocabulary of a few hundred words, with a name in each."""
    words = WORDS.split()
    chosen = np.random.default_rng(seed).integers(0, [len(words), 9], (count, 14, 2)).tolist()
    return [
        " ".join(f"{words[word]}{'abcdefghi'[end]}" for word, end in sentence).capitalize()
        + f" with {PEOPLE[(seed + number) % 4]} of {seed + 100}."
        for number, sentence in enumerate(chosen)
    ]


@cache
def bodies() -> tuple[str, ...]:
    """Bodies of three stories with copies of every kind, of others without, and of a topic."""
    one, two, three = (sentences(seed) for seed in (1, 2, 3))
    told = [
        one,
        one[:5],
        one[5:],  # has nothing in common with the half before it: the whole joins them
        [*one, *sentences(8, 6)],
        one[::-1],
        [sentence.replace("a ", "ax ") for sentence in one],
        two,
        two[:4],
        [*two[:6], *sentences(9, 4)],
        three,
        three,
        sentences(4),
        sentences(5),
        ["Short."],
        ["Short."],
    ]
    stories = (" ".join(sentence for sentence in body) for body in told)
    return (*stories, FERRY, FERRY_RETOLD, FERRY_INQUIRY, FERRY_FARES)


def document(page: int) -> str:
    """The id of a page."""
    return sha256(str(page).encode()).hexdigest()


def batch_of_stories(pages: Sequence[int], batch_id: str = "batch") -> dict[str, pa.Table]:
    """A batch of some of the pages; each has an address, and pages 0 and 5 have one."""
    rows = tables(pages, batch_id=batch_id)
    texts = [bodies()[page] for page in pages]
    articles = with_column(rows["articles"], "article_body", texts)
    articles = with_column(articles, "text_id", [text_id(text) for text in texts])
    agencies = ["NPA" if page in {1, 3, 4} else None for page in pages]
    articles = with_column(articles, "source_organization", agencies)
    documents = with_column(
        rows["documents"], "url", [f"/{page % 5}/{page // 6}" for page in pages]
    )
    times = [None if page == 9 else DAY + timedelta(hours=page * 7 % 11) for page in pages]
    documents = with_column(documents, "fetched_at", times)
    documents = with_column(documents, "text", [f"Home\n{text}\nShare\n" for text in texts])
    return rows | {
        "articles": articles,
        "documents": documents,
        "sketches": sketch_table(articles),
        "fingerprints": fingerprint(
            [
                Page(document(page), text, url=f"https://{page % 2}.example/{page}")
                for page, text in zip(pages, documents["text"].to_pylist(), strict=True)
            ]
        ),
    }
