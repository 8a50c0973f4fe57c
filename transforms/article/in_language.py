"""The language that the article is written in."""

from dateline.transforms.article.metadata import contradicted, language_in
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.schema.closed_sets import Basis


def read_in_language(page: ArticlePage) -> Reading[str]:
    """Read the language off the metadata where the body's words do not contradict it.

    A site may declare one language for all of its pages: the words are surer. Regions are left out,
    so that `en` is all of English.
    """
    identified, declared = page.language, language_in(page.metadata.in_language)
    if declared is not None and identified in (None, declared):
        return Reading(declared, Basis.METADATA)
    against = None if declared is None else contradicted(declared)
    basis = "identified from the body" if identified else "too little text"
    return Reading(identified, basis, against=against)
