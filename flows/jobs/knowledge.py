"""By what pages are understood and audited here: rules, lexicons and fields, also of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.expectations.rules import Rule
from dateline.flows.jobs.fields import installed_fields
from dateline.flows.jobs.lexicons import lexicons_for, version_with
from dateline.flows.jobs.rules import rules_for
from dateline.flows.settings import Settings
from dateline.transforms.own_lexicons import OwnLexicons

if TYPE_CHECKING:
    from dateline.transforms.article.own_fields import OwnFields


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a run knows before it reads a page.

    `lexicons` are rows beside those that lexicons ship with, `fields` those fields of the article
    that installed packages bring.
    """

    rules: Sequence[Rule]
    lexicons: OwnLexicons
    fields: "OwnFields"

    @property
    def version(self) -> str:
        """The version of the code and of the lexicons, for the run ledger."""
        return version_with(self.lexicons)


def knowledge_for(settings: Settings) -> Knowledge:
    """The project's own, and what installed distributions and the settings add.

    Raises:
        RuleError: a rule of the user's own is wrong.
        LexiconError: a lexicon of the user's own is wrong.
        ExtensionError: what an installed package brings can't be used.
    """
    return Knowledge(rules_for(settings), lexicons_for(settings), installed_fields())
