"""The kinds of page, in the order of the menu."""

from collections.abc import Sequence

from dateline.flows.web.page import WebPage
from dateline.flows.web.pages.article import ARTICLE
from dateline.flows.web.pages.articles import ARTICLES
from dateline.flows.web.pages.search import SEARCH
from dateline.flows.web.pages.start import START
from dateline.flows.web.pages.story import STORY

ALL_PAGES: Sequence[WebPage] = (START, SEARCH, ARTICLES, ARTICLE, STORY)
