"""The kinds of page, in the order of the menu."""

from collections.abc import Sequence

from dateline.flows.web.page import WebPage
from dateline.flows.web.pages.article import ARTICLE
from dateline.flows.web.pages.articles import ARTICLES
from dateline.flows.web.pages.checks import CHECKS
from dateline.flows.web.pages.day import ONE_DAY
from dateline.flows.web.pages.days import DAYS
from dateline.flows.web.pages.entities import ENTITIES
from dateline.flows.web.pages.entity import ENTITY
from dateline.flows.web.pages.history import HISTORY
from dateline.flows.web.pages.outlet import OUTLET
from dateline.flows.web.pages.outlets import OUTLETS
from dateline.flows.web.pages.quarantine import QUARANTINE
from dateline.flows.web.pages.run import RUN
from dateline.flows.web.pages.runs import RUNS
from dateline.flows.web.pages.search import SEARCH_PAGE
from dateline.flows.web.pages.sql import SQL
from dateline.flows.web.pages.start import START
from dateline.flows.web.pages.story import STORY

ALL_PAGES: Sequence[WebPage] = (
    *(START, SEARCH_PAGE, ARTICLES, ARTICLE, STORY),
    *(ENTITIES, ENTITY, OUTLETS, OUTLET, DAYS, ONE_DAY),
    *(RUNS, RUN, QUARANTINE, CHECKS, HISTORY, SQL),
)
